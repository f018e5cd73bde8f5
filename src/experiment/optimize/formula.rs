//! What may be looked for: for now a metric by its name.

/// A figure of launches.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula(String);

/// On which side of its limit a figure must lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// At most the limit.
    AtMost,
    /// At least the limit.
    AtLeast,
}

/// What must hold at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The figure.
    pub left: Formula,
    /// On which side of the limit it must lie.
    pub sense: Sense,
    /// The limit.
    pub limit: f64,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// What is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        Ok(Self(text.trim().to_owned()))
    }

    /// The metrics it is made of.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        vec![self.0.clone()]
    }

    /// Whether each launch has it.
    #[must_use]
    pub fn is_of_one_launch(&self) -> bool {
        true
    }

    /// Its value in a launch.
    pub fn of_launch(&self, metric: &mut dyn FnMut(&str) -> f64) -> f64 {
        metric(&self.0)
    }

    /// Its value over launches.
    pub fn of_launches(&self, metric: &mut dyn FnMut(&str) -> Vec<f64>) -> f64 {
        crate::stats::mean(&metric(&self.0))
    }
}
