//! What a sweep is: its scenario, its keys and their values, what a point yields and what is looked for.

use crate::experiment::sweep::axis::Axis;
use crate::outcome::{MetricId, Naming};
use crate::report::cell::harmless;
use crate::report::measure::{lasting, unit, with_unit};
use crate::report::number::shortest;
use crate::report::said::Text;
use serde::{Deserialize, Serialize};

/// Digits of a value for people; values spread evenly between others have as many as their bits hold.
const TOLD_DIGITS: usize = 6;

/// A key that is varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisName {
    /// Its address.
    pub key: String,
    /// Its unit, or "".
    pub unit: String,
    /// Whether its values are lengths of time, in days.
    #[serde(default)]
    pub lasts: bool,
    /// Whether its values are dates, in days from 1970.
    #[serde(default)]
    pub dated: bool,
    /// The words whose places are its values; none for numbers.
    #[serde(default)]
    pub words: Vec<String>,
}

impl AxisName {
    /// A key as it is told, money in its currency.
    #[must_use]
    pub fn of(axis: &Axis, currency: &str) -> Self {
        Self {
            key: axis.key.clone(),
            // Words are told as they are written.
            unit: if axis.words.is_empty() { axis.unit_in(currency) } else { String::new() },
            lasts: axis.lasts(),
            dated: axis.is_dated(),
            words: axis.words.clone(),
        }
    }

    /// A value as it stands in tables that a sweep takes back: dates and words as they are written, numbers to their last digit.
    #[must_use]
    pub fn cell(&self, value: f64) -> String {
        if self.is_text() { harmless(&self.written(value)).into_owned() } else { shortest(value) }
    }

    /// A value exactly as it was tried, as it stands in a scenario.
    #[must_use]
    pub fn written(&self, value: f64) -> String {
        match self.words.get(value as usize) {
            Some(word) => word.clone(),
            None if self.dated => crate::experiment::sweep::dates::date_text(value),
            None if self.lasts => crate::units::Days(value).to_string(),
            None => format!("{value}"),
        }
    }

    /// Whether its values are written as texts: words or dates.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.dated || self.has_words()
    }

    /// Whether its values are words, which have no size.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// The same for people: thousands are grouped, quotes left out, six digits of what was spread between others.
    #[must_use]
    pub fn told(&self, value: f64) -> String {
        if self.is_text() {
            return self.written(value).trim_matches('"').to_owned();
        }
        let exact = format!("{}", value.abs());
        let decimals = exact.split_once('.').map_or(0, |(whole, fraction)| {
            let zeros = fraction.len() - fraction.trim_start_matches('0').len();
            let most = if whole == "0" { TOLD_DIGITS + zeros } else { TOLD_DIGITS.saturating_sub(whole.len()) };
            most.min(fraction.len())
        });
        let number = crate::report::words::written(value, decimals);
        match (self.lasts, value == 1.0) {
            (true, true) => format!("{number} day"),
            (true, false) => format!("{number} days"),
            _ => number,
        }
    }

    /// The same in no language yet.
    #[must_use]
    pub fn said(&self, value: f64) -> Text {
        let told = self.told(value);
        let parts = told.split_once(' ').filter(|_| self.lasts);
        parts
            .and_then(|(number, word)| lasting(&Text::input(&self.key, number), word))
            .unwrap_or_else(|| Text::input(&self.key, &told))
    }

    /// The same with its unit: "1,999 yuan", "4 weeks", "false".
    #[must_use]
    pub fn said_with_unit(&self, value: f64) -> Text {
        with_unit(self.said(value), self.unit_said())
    }

    /// The unit of its values; none where they say it themselves.
    #[must_use]
    pub fn unit_said(&self) -> Text {
        if self.lasts || self.is_text() { Text::default() } else { unit(&self.unit) }
    }

    /// Some value of it: "product.mi1.price = 1,999 yuan".
    #[must_use]
    pub fn is(&self, value: impl Into<Text>) -> Text {
        Text::name(format!("{} = ", self.key)).then(value)
    }

    /// Its column in tables: the key, and the unit that a length of time needs.
    #[must_use]
    pub fn column(&self) -> String {
        if self.lasts { format!("{} (days)", self.key) } else { self.key.clone() }
    }
}

/// A metric of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricName {
    /// Name in files.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Its unit.
    pub unit: String,
}

/// What a sweep is: results of another one must not be mixed with it.
#[expect(clippy::struct_excessive_bools, reason = "facts of a sweep as its journal states them, each by its name")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Title of the scenario.
    pub title: String,
    /// Money counted in.
    pub currency: String,
    /// Whether a company short of cash is wound up by the scenario's own rule.
    pub winds_up: bool,
    /// How price makes people choose, as `market.choice` says; "" without a market.
    pub choice: String,
    /// Whether the price has a way to demand at any point.
    pub price_moves: bool,
    /// Whether there is no luck.
    pub deterministic: bool,
    /// Tells the scenario from any other.
    pub scenario_fingerprint: String,
    /// Tells the design from any other.
    pub design_fingerprint: String,
    /// How points fill the space.
    pub design: String,
    /// Number of points of the whole sweep.
    pub points: u64,
    /// Seed of all luck.
    pub seed: u64,
    /// Launches at each point.
    pub launches: u32,
    /// What is varied.
    pub axes: Vec<AxisName>,
    /// What a point yields.
    pub metrics: Vec<MetricName>,
    /// Index of the metric looked at.
    pub objective: usize,
    /// Whether less of it is better.
    pub least: bool,
    /// What things are called for people.
    #[serde(default, skip_serializing_if = "Naming::is_usual")]
    pub naming: Naming,
}

impl Identity {
    /// Place of a metric there is one of.
    #[must_use]
    pub fn metric(&self, id: MetricId) -> Option<usize> {
        let name = id.name(&self.currency);
        self.metrics.iter().position(|metric| metric.name == name)
    }

    /// The first thing in which another sweep differs, for people.
    pub(crate) fn difference(&self, other: &Self) -> Option<String> {
        let text = |what: &str, ours: &str, theirs: &str| {
            (ours != theirs).then(|| format!("results {what} {theirs} instead of {ours}"))
        };
        let size = |what: &str, ours: u64, theirs: u64| {
            let text = |number| crate::units::thousands(number as f64, 0);
            (ours != theirs).then(|| format!("a sweep of {} {what}, not {}", text(theirs), text(ours)))
        };
        text("made by version", &self.version, &other.version)
            .or_else(|| text("of the scenario", &self.scenario, &other.scenario))
            .or_else(|| {
                (self.scenario_fingerprint != other.scenario_fingerprint)
                    .then(|| format!("results of another content of the scenario {}", self.scenario))
            })
            .or_else(|| text("titled", &self.title, &other.title))
            .or_else(|| text("with the seed", &self.seed.to_string(), &other.seed.to_string()))
            .or_else(|| size("launches a point", self.launches.into(), other.launches.into()))
            .or_else(|| size("points", self.points, other.points))
            .or_else(|| {
                (self.design_fingerprint != other.design_fingerprint).then(|| "results of another design".into())
            })
            .or_else(|| (self != other).then(|| "results with another objective".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_with_six_digits_and_written_with_all() {
        let axis = AxisName {
            key: "product.mi1.price".into(),
            unit: "yuan".into(),
            lasts: false,
            dated: false,
            words: Vec::new(),
        };
        let told =
            [2_263.888_812_205_754, 1_499.0, 1_234_567.25, 0.15, 0.001_234_567_89, -0.5].map(|value| axis.told(value));
        assert_eq!(told, ["2,263.89", "1,499", "1,234,567", "0.15", "0.00123457", "\u{2212}0.5"]);
        assert_eq!(axis.written(2_263.888_812_205_754), "2263.888812205754");
    }
}
