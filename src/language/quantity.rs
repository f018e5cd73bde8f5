//! What a planner writes for a number: a value, or an uncertain input that is drawn once per launch.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::random::distribution::Distribution;

/// A numeric input: its value, or the median of an uncertain one together with the input drawn for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value itself, or the median of the distribution: what the planner plans with.
    pub value: f64,
    /// Index into the inputs of the scenario when the value is uncertain.
    pub input: Option<usize>,
}

impl Number {
    /// A certain value.
    #[must_use]
    pub const fn certain(value: f64) -> Self {
        Self { value, input: None }
    }
}

/// A path through dated points; each key's documentation says whether it steps or runs linearly.
pub type Path = Vec<(Date, Number)>;

/// One uncertain input: a key of the scenario whose value is drawn once per launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Address of the key, `component.screen.unit_cost`.
    pub key: String,
    /// The key's own unit, "" when it has none; money is in the scenario's currency.
    pub unit: &'static str,
    /// What its value is drawn from, in that unit.
    pub distribution: Distribution,
    /// What is believed about its value, where it is set to one number and keeps only its place among the correlations.
    pub believed: Option<Distribution>,
    /// The column of a sample from which it is drawn together with others.
    pub drawn: Option<Drawn>,
}

impl Input {
    /// What is believed about its value, whether it is set to one number or not.
    #[must_use]
    pub fn law(&self) -> &Distribution {
        self.believed.as_ref().unwrap_or(&self.distribution)
    }
}

/// One column of a sample of inputs that are drawn together.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Name of the `[joint.NAME]` table.
    pub joint: String,
    /// The values of the input, line by line [unit of the key; days].
    pub values: Arc<[f64]>,
    /// How often each line is drawn beside the others; `None` where all are as likely.
    pub weights: Option<Arc<[f64]>>,
    /// As many different lines of equal weight would say as much.
    pub worth: f64,
}

/// A sample of inputs that are drawn together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The layer of the file that names it.
    pub layer: i32,
    /// Whether it says that it holds in place of what is written beside it.
    pub in_place: bool,
    /// Its columns by the addresses of the inputs.
    pub columns: BTreeMap<String, Drawn>,
}

impl Drawn {
    /// The law of this input alone, whatever the others are.
    #[must_use]
    pub fn alone(&self) -> Distribution {
        let weights = match &self.weights {
            Some(weights) => weights.to_vec(),
            None => vec![1.0; self.values.len()],
        };
        Distribution::Discrete { values: self.values.to_vec(), weights }
    }
}

/// The address of a value: a key of a table, or a point of its path.
#[derive(Clone, Copy, Debug)]
pub struct KeyAddress<'a> {
    /// Address of the table.
    pub table: &'a str,
    /// The key.
    pub key: &'a str,
    /// Number of the point.
    pub point: Option<usize>,
}

impl std::fmt::Display for KeyAddress<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.table, self.key)?;
        self.point.map_or(Ok(()), |point| write!(f, "[{point}]"))
    }
}
