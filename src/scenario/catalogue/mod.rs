//! The catalogue: every table and every key a scenario may have, with unit, range, default and meaning.
//!
//! One list serves the reader's checks, the suggestions for misspelt keys, the editor schema, the
//! starter scenario and the reference in docs/scenario.md, so they cannot disagree.

mod demand;
mod experiments;
mod money;
mod not_built;
mod supply;

pub use not_built::{CHOICES as CHOICES_NOT_BUILT, NotBuilt, not_built};

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

/// What planners call a key elsewhere: table, their word, our key.
pub const ALIASES: &[(&str, &str, &str)] = &[
    ("component.*", "unit_price", "unit_cost"),
    ("component.*", "price", "unit_cost"),
    ("component.*", "cost", "unit_cost"),
    ("component.*", "moq", "minimum_order"),
    ("component.*", "stock", "opening_stock"),
    ("component.*", "cv", "lead_time_cv"),
    ("supplier.*", "capacity", "weekly_capacity"),
    ("supplier.*", "terms", "payment_terms"),
    ("factory.*", "capacity", "ramp"),
    ("factory.*", "yield", "yield_share"),
    ("market", "p", "innovation"),
    ("market", "q", "imitation"),
    ("market", "size", "reach"),
    ("company", "cash", "opening_cash"),
];

/// Several ways of saying one thing in a table, each by its keys; only one way may be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alternatives {
    /// The table's path.
    pub table: &'static str,
    /// The ways.
    pub ways: &'static [&'static [&'static str]],
}

/// Where one way of saying a thing replaces another that a base file used.
pub const ALTERNATIVES: &[Alternatives] = &[
    Alternatives { table: "timeline", ways: &[&["end"], &["horizon"]] },
    Alternatives { table: "expense.*", ways: &[&["date"], &["from", "to"]] },
    Alternatives { table: "order_stream.*", ways: &[&["series"], &["daily_orders"], &["daily_law"]] },
    Alternatives { table: "order_stream.*", ways: &[&["price_slope"], &["price_elasticity"]] },
    Alternatives { table: "disruption.*", ways: &[&["length"], &["to"]] },
    Alternatives {
        table: "disruption.*",
        ways: &[&["region"], &["supplier"], &["component"], &["factory"], &["demand"]],
    },
];

/// Every kind of table, in the order of the reference.
pub const TABLES: &[TableKind] = &[
    money::TOP,
    money::RUN,
    money::TIMELINE,
    money::COMPANY,
    money::FUNDING,
    money::EXPENSE,
    money::LOAN,
    money::SERVICE,
    supply::PRODUCT,
    supply::SUPPLIER,
    supply::ORDERING,
    supply::COMPONENT,
    supply::SECOND_SOURCE,
    supply::BUILD_PLAN,
    supply::FORECAST,
    supply::FACTORY,
    demand::MARKET,
    demand::FANS,
    demand::RIVAL,
    demand::PULSE,
    demand::SEASON,
    demand::HOLIDAY,
    demand::SUCCESSOR,
    demand::WINDOW,
    demand::ORDER_STREAM,
    demand::DISRUPTION,
    demand::OBSERVED,
    demand::CORRELATION,
    experiments::SWEEP,
];

/// The kind of table at a path pattern ("component.*", "market.fans", "" for the top).
///
/// # Panics
/// When there is none: the program names a table that its own catalogue does not have.
#[must_use]
pub fn table(path: &str) -> &'static TableKind {
    match TABLES.iter().find(|table| table.path == path) {
        Some(table) => table,
        None => panic!("the catalogue has no table {path:?}; please report this"),
    }
}

/// The kind of table with this root ("component" gives "component.*").
#[must_use]
pub fn table_at_root(root: &str) -> Option<&'static TableKind> {
    TABLES.iter().find(|table| !root.is_empty() && table.root() == root)
}

/// The kind of table nested in `parent` under `name` ("market", "fans").
#[must_use]
pub fn nested(parent: &TableKind, name: &str) -> Option<&'static TableKind> {
    TABLES
        .iter()
        .find(|table| table.path.strip_prefix(parent.path).and_then(|rest| rest.strip_prefix('.')) == Some(name))
}

/// Names of all tables at the top of a file.
pub fn roots() -> impl Iterator<Item = &'static str> {
    let mut seen = Vec::new();
    TABLES.iter().map(TableKind::root).filter(move |root| {
        let fresh = !root.is_empty() && !seen.contains(root);
        seen.push(*root);
        fresh
    })
}

/// A very large amount of money, as an upper end that catches slips.
const MUCH: f64 = 1e15;
const MONEY: Range = Range::closed(0.0, MUCH);
const PER_PHONE: Range = Range::closed(0.0, 1e6);
const SHARE: Range = Range::closed(0.0, 1.0);
const SHARE_BELOW_ONE: Range = Range::below(0.0, 1.0);
const COUNT: Range = Range::closed(0.0, 2e9);
const RATE: Range = Range::closed(0.0, 1e9);
const INTEREST: Range = Range::closed(0.0, 10.0);
const CV: Range = Range::closed(0.0, 5.0);

const fn whole_days(low: f64, high: f64) -> Kind {
    Kind::Duration { range: Range::closed(low, high), whole: true }
}

const NOUGHT: Fallback = Fallback::Value("0");
const ONE: Fallback = Fallback::Value("1");
const ANYWHERE: Kind = Kind::Date { inside: false };
const INSIDE: Kind = Kind::Date { inside: true };
