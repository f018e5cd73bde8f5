//! Which way a figure is good.

/// Whether more of a figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better: profit.
    More,
    /// Less is better: costs and waits.
    Less,
    /// Neither by itself: the day of the lowest cash.
    Neither,
}

impl Better {
    /// Its name in files; `None` where neither is better.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::More => Some("more"),
            Self::Less => Some("less"),
            Self::Neither => None,
        }
    }
}
