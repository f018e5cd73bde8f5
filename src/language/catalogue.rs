//! What is said of a table and of a key: its kind, unit, range, what holds when it is not written, a sample and its meaning.
//!
//! Tables are declared in [`crate::scenario::tables`].

/// Names of the families of distributions.
pub const FAMILIES: &[&str] = &[
    "uniform",
    "normal",
    "lognormal",
    "triangular",
    "pert",
    "beta",
    "gamma",
    "poisson",
    "negative_binomial",
    "geometric",
    "discrete",
    "empirical",
    "quantiles",
];

/// The key that says in place of a family from which sample a number is drawn: `{ joint = "posterior" }`.
pub const JOINT: &str = "joint";

/// Whether a key makes of its table a law: the name of a family, or that of a sample is behind it.
#[must_use]
pub fn is_law(key: &str) -> bool {
    key == JOINT || FAMILIES.contains(&key)
}

/// The key beside a family that holds the number an input is set to.
pub const SET_TO: &str = "set_to";

/// A range of numbers; `low_open` and `high_open` exclude the ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether the lower end itself is excluded.
    pub low_open: bool,
    /// Whether the upper end itself is excluded.
    pub high_open: bool,
}

impl Range {
    /// Both ends included.
    #[must_use]
    pub const fn closed(low: f64, high: f64) -> Self {
        Self { low, high, low_open: false, high_open: false }
    }

    /// Excludes the upper end.
    #[must_use]
    pub const fn below(low: f64, high: f64) -> Self {
        Self { low, high, low_open: false, high_open: true }
    }

    /// Excludes the lower end.
    #[must_use]
    pub const fn above(low: f64, high: f64) -> Self {
        Self { low, high, low_open: true, high_open: false }
    }

    /// Whether a value lies in it.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        let low = if self.low_open { value > self.low } else { value >= self.low };
        let high = if self.high_open { value < self.high } else { value <= self.high };
        low && high
    }

    /// Whether it is a share between 0 and 1.
    #[must_use]
    pub fn is_share(&self) -> bool {
        self.low == 0.0 && self.high == 1.0
    }
}

/// What a key's value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number, or a distribution of it.
    Number(Range),
    /// A number that is the same in every launch.
    Certain(Range),
    /// A whole number that is the same in every launch.
    Whole(Range),
    /// A length of time in days, or a distribution of it.
    Duration {
        /// Range in days.
        range: Range,
        /// Rounded half up to whole days.
        whole: bool,
    },
    /// A length of time in whole days that is the same in every launch.
    CertainDuration(Range),
    /// A civil date; `inside` the timeline or anywhere.
    Date {
        /// Whether it must lie inside the timeline.
        inside: bool,
    },
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// Free text.
    Text,
    /// Lower-case letters.
    Letters,
    /// The name of a metric or series.
    Metric,
    /// true or false.
    Flag,
    /// The name of a thing in another table.
    Reference(&'static str),
    /// Names of things in another table.
    References(&'static str),
    /// The name of a file.
    File,
    /// Dated points `[[date, number], ..]`.
    Path(Range),
    /// One number, or dated points.
    NumberOrPath(Range),
    /// A number of phones, or one of a few words.
    NumberOrChoice(Range, &'static [&'static str]),
    /// Steps `[[volume, factor], ..]`.
    Steps(Range),
    /// Weekdays.
    Weekdays,
    /// Dates and spans of dates.
    Holidays,
    /// A list of this many weights.
    Weights(usize),
    /// Whole numbers, day by day.
    Series(Range),
    /// Addresses of two keys.
    TwoKeys,
    /// A list of texts.
    Texts,
    /// Component = quantity.
    Parts(Range),
}

/// What holds when a key is not written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fallback {
    /// It must be written.
    Required,
    /// This value, as TOML.
    Value(&'static str),
    /// Described in words.
    Words(&'static str),
}

/// One key of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Its unit, or "".
    pub unit: &'static str,
    /// What holds when it is not written.
    pub fallback: Fallback,
    /// A value as an example, as TOML.
    pub sample: &'static str,
    /// What it means, in one line.
    pub doc: &'static str,
}

impl Key {
    /// A key with everything but its unit.
    #[must_use]
    pub const fn new(
        name: &'static str,
        kind: Kind,
        fallback: Fallback,
        sample: &'static str,
        doc: &'static str,
    ) -> Self {
        Self { name, kind, unit: "", fallback, sample, doc }
    }

    /// With its unit.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// Whether its value may be a distribution, itself or in its points.
    #[must_use]
    pub const fn may_be_uncertain(&self) -> bool {
        matches!(
            self.kind,
            Kind::Number(_)
                | Kind::Duration { .. }
                | Kind::Path(_)
                | Kind::NumberOrPath(_)
                | Kind::NumberOrChoice(..)
                | Kind::Steps(_)
        )
    }

    /// Whether its value is written as a length of time.
    #[must_use]
    pub const fn is_duration(&self) -> bool {
        matches!(self.kind, Kind::Duration { .. } | Kind::CertainDuration(_))
    }
}

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableKind {
    /// Its path; `*` stands for a name the planner chooses: "component.*", "market.fans".
    pub path: &'static str,
    /// What it describes, in one line.
    pub doc: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

impl TableKind {
    /// Whether the planner names its tables.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.path.ends_with(".*")
    }

    /// First part of its path.
    #[must_use]
    pub fn root(&self) -> &'static str {
        self.path.split('.').next().unwrap_or("")
    }

    /// A key of it.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}
