//! What a sweep varies: `--vary KEY=VALUES`.

use std::collections::BTreeSet;

use thiserror::Error;

use super::words::words;
use crate::scenario::address::{Notation, key_at};
use crate::units::Days;

/// Digits kept of a value that steps make, so that a tenth stays a tenth.
const DIGITS: usize = 12;
/// Values of one axis at most; more points than that are refused with a better message.
pub const MOST_VALUES: u64 = 10_000_000;

/// Why a sweep cannot be made from what was written.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum DesignError {
    /// The argument cannot be read.
    #[error("--vary {argument}: {what}; {cure}")]
    Argument {
        /// As written.
        argument: String,
        /// What is wrong.
        what: String,
        /// What to write instead.
        cure: String,
    },
    /// The design as a whole cannot be.
    #[error("{0}")]
    Design(String),
}

/// Values of an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Levels {
    /// These.
    Values(Vec<f64>),
    /// Anything between two ends.
    Range {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
}

/// One key and the values it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Address of the key.
    pub key: String,
    /// How its values are written.
    pub notation: Notation,
    /// Its unit, or "".
    pub unit: &'static str,
    /// Its values; lengths of time in days, and for a key that takes no number the places of its `words`.
    pub levels: Levels,
    /// The values of a key that takes dates, choices or anything but a number, as they are written.
    pub words: Vec<String>,
}

const CURE: &str = "write KEY=VALUES with VALUES as 1499,1799,1999 or LOW..HIGH:STEP or LOW..HIGH";

impl Axis {
    /// Reads `KEY=a,b,c`, `KEY=LOW..HIGH:STEP` (both ends included) or `KEY=LOW..HIGH`.
    ///
    /// Whether the scenario has the key is seen when it is laid over the scenario, with the nearest one suggested.
    ///
    /// # Errors
    /// When it cannot be read, the key takes no number, the range is empty, or the step leads away from its end.
    pub fn parse(argument: &str) -> Result<Self, DesignError> {
        let fault = |what: String, cure: &str| DesignError::Argument {
            argument: argument.to_owned(),
            what,
            cure: cure.to_owned(),
        };
        let (key, values) = argument.split_once('=').ok_or_else(|| fault("there is no `=` in it".into(), CURE))?;
        let (key, values) = (key.trim(), values.trim());
        if key.is_empty() || values.is_empty() {
            let missing = if key.is_empty() { "no key before" } else { "no value after" };
            return Err(fault(format!("there is {missing} the `=`"), CURE));
        }
        let mut axis = Self::of_key(key).map_err(|(what, cure)| fault(what, &cure))?;
        if axis.notation == Notation::Other {
            axis.words = words(values).map_err(|(what, cure)| fault(what, &cure))?;
            axis.levels = Levels::Values((0..axis.words.len()).map(|at| at as f64).collect());
        } else {
            axis.levels = levels(values, axis.notation).map_err(|(what, cure)| fault(what, &cure))?;
        }
        Ok(axis)
    }

    /// An axis without values yet. A key the catalogue does not know is kept for the scenario to refuse.
    ///
    /// # Errors
    /// When the key must be the same at every point; with the cure.
    pub fn of_key(key: &str) -> Result<Self, (String, String)> {
        let refused = |cure: &str| Err((format!("`{key}` cannot be varied"), cure.to_owned()));
        if key.starts_with("run.") || key.starts_with("timeline.") {
            return refused(
                "launches and seed are the same at every point (--launches, --seed), and so is the timeline",
            );
        }
        if key.starts_with("sweep.") || ["company.currency", "name", "title", "extends"].contains(&key) {
            return refused("name a key that the launches depend on");
        }
        let (unit, notation) = key_at(key).map_or(("", Notation::Number), |(known, notation)| (known.unit, notation));
        Ok(Self { key: key.to_owned(), notation, unit, levels: Levels::Values(Vec::new()), words: Vec::new() })
    }

    /// Whether its values are lengths of time.
    #[must_use]
    pub fn lasts(&self) -> bool {
        matches!(self.notation, Notation::Duration | Notation::WholeDays)
    }

    /// The value at a share 0..1 of the way through the levels.
    #[must_use]
    pub fn at_share(&self, share: f64) -> f64 {
        match &self.levels {
            Levels::Values(values) => values[((share * values.len() as f64) as usize).min(values.len() - 1)],
            Levels::Range { low, high } => match self.notation {
                // Every whole number has an equal part of the way.
                Notation::Whole | Notation::WholeDays => {
                    let (first, last) = self.whole_ends(*low, *high);
                    (first + (share * (last - first + 1.0)).floor()).min(last)
                }
                _ => low + share * (high - low),
            },
        }
    }

    /// The first and the last whole value of a range: whole days as its ends round, of whole numbers those within.
    fn whole_ends(&self, low: f64, high: f64) -> (f64, f64) {
        if self.notation == Notation::WholeDays || low.ceil() > high.floor() {
            (self.rounded(low), self.rounded(high))
        } else {
            (low.ceil(), high.floor())
        }
    }

    /// A value as the simulation takes it: whole where the key is.
    fn rounded(&self, value: f64) -> f64 {
        match self.notation {
            Notation::Whole | Notation::WholeDays => (value + 0.5).floor(),
            _ => value,
        }
    }

    /// Turns a range into so many equal steps, ends included.
    pub fn step_evenly(&mut self, points: u64) {
        if let Levels::Range { low, high } = self.levels {
            let last = (points.max(2) - 1) as f64;
            let mut values: Vec<f64> =
                (0..points.max(2)).map(|at| self.rounded(tidy(low + (high - low) * at as f64 / last))).collect();
            values.dedup();
            self.levels = Levels::Values(values);
        }
    }

    /// The override that gives the key a value.
    #[must_use]
    pub fn setting(&self, value: f64) -> String {
        format!("{}={}", self.key, self.written(value))
    }

    /// A value as it stands in a scenario.
    #[must_use]
    pub fn written(&self, value: f64) -> String {
        match self.notation {
            Notation::Duration | Notation::WholeDays => Days(value).to_string(),
            Notation::Other => self.words.get(value as usize).cloned().unwrap_or_default(),
            _ => format!("{value}"),
        }
    }

    /// Reads one value of the axis.
    ///
    /// # Errors
    /// When it is no number, or a length of time without its unit.
    pub fn value(&self, text: &str) -> Result<f64, String> {
        value_of(text, self.notation)
    }

    /// Reads one value of the axis and keeps it where it is a word.
    ///
    /// # Errors
    /// As [`Axis::value`], and when nothing is written.
    pub fn learn(&mut self, text: &str) -> Result<f64, String> {
        if self.notation != Notation::Other {
            return self.value(text);
        }
        if text.is_empty() {
            return Err("a value is missing".into());
        }
        let known = self.words.iter().position(|word| word == text);
        let place = known.unwrap_or_else(|| {
            self.words.push(text.to_owned());
            self.words.len() - 1
        });
        Ok(place as f64)
    }
}

/// A remark on a range whose steps end short of its end: 1000..2000:300 is 1000, 1300, 1600 and 1900.
#[must_use]
pub fn ends_short(argument: &str) -> Option<String> {
    let axis = Axis::parse(argument).ok()?;
    let (_, range) = argument.split_once('=')?;
    let (end, step) = range.split_once("..")?.1.split_once(':')?;
    let Levels::Values(values) = &axis.levels else { return None };
    let last = *values.last()?;
    let (end, step) = (axis.value(end).ok()?, step.trim());
    ((last - end).abs() > 1e-9 * end.abs().max(last.abs())).then(|| {
        format!(
            "--vary {argument}: the last value is {}, for steps of {step} do not lead to {}",
            axis.written(last),
            axis.written(end)
        )
    })
}

/// Rounded to digits that people write.
fn tidy(value: f64) -> f64 {
    format!("{value:.DIGITS$e}").parse().unwrap_or(value)
}

fn value_of(text: &str, notation: Notation) -> Result<f64, String> {
    let text = text.trim();
    if matches!(notation, Notation::Duration | Notation::WholeDays) {
        let days = Days::parse(text.trim_matches('"'))?;
        return Ok(if notation == Notation::WholeDays { f64::from(days.rounded_half_up()) } else { days.0 });
    }
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    match plain.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value + 0.0),
        _ if text.is_empty() => Err("a value is missing".into()),
        _ => Err(format!("\"{text}\" is not a number")),
    }
}

/// Reads the values; what is wrong and what to write instead.
fn levels(text: &str, notation: Notation) -> Result<Levels, (String, String)> {
    let hint = || match notation {
        Notation::Duration | Notation::WholeDays => "write for example 2 months..4 months:15 days".to_owned(),
        _ => CURE.to_owned(),
    };
    let Some((low, rest)) = text.split_once("..") else {
        let values: Result<Vec<f64>, String> = text.split(',').map(|value| value_of(value, notation)).collect();
        let values = values.map_err(|what| (what, hint()))?;
        let mut known = BTreeSet::new();
        // Both zeros are one value.
        if let Some(twice) = values.iter().find(|value| !known.insert((**value + 0.0).to_bits())) {
            return Err((format!("the value {twice} stands twice"), "write each value once".into()));
        }
        return Ok(Levels::Values(values));
    };
    let (high, step) = rest.split_once(':').map_or((rest, None), |(high, step)| (high, Some(step)));
    // The steps run between the ends as written; what is rounded to whole days is each value.
    let exact = if notation == Notation::WholeDays { Notation::Duration } else { notation };
    let end = |text: &str| value_of(text, exact).map_err(|what| (what, hint()));
    let (low, high) = (end(low)?, end(high)?);
    let Some(step) = step else {
        if low >= high {
            let empty = if low == high { "has one value only" } else { "is empty: it ends before it begins" };
            return Err((format!("the range {text} {empty}"), "write the lower end first, as in LOW..HIGH".into()));
        }
        return Ok(Levels::Range { low, high });
    };
    let step = match value_of(step, exact) {
        Err(_) if step.trim().starts_with('-') && exact == Notation::Duration => {
            let positive = value_of(step.trim().trim_start_matches('-'), exact).map_err(|what| (what, hint()))?;
            -positive
        }
        other => other.map_err(|what| (what, hint()))?,
    };
    if step == 0.0 {
        return Err((format!("the range {text} has a step of zero"), "write a step above zero".into()));
    }
    if low != high && (high > low) != (step > 0.0) {
        let cure = "write the lower end first and a step above zero, or the higher end first and a step below zero";
        return Err((format!("the step of {text} leads away from its end"), cure.into()));
    }
    let steps = ((high - low) / step + 1e-9).floor();
    if steps >= MOST_VALUES as f64 {
        return Err((format!("the range {text} has more than ten million values"), "write a wider step".into()));
    }
    let whole = matches!(notation, Notation::WholeDays);
    let value = |at: u64| tidy(low + at as f64 * step);
    let mut values: Vec<f64> =
        (0..=steps as u64).map(|at| if whole { (value(at) + 0.5).floor() } else { value(at) }).collect();
    values.dedup();
    Ok(Levels::Values(values))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    fn values(argument: &str) -> Vec<f64> {
        match Axis::parse(argument).unwrap().levels {
            Levels::Values(values) => values,
            Levels::Range { low, high } => vec![low, high],
        }
    }

    #[test]
    fn values_are_read_as_lists_steps_and_ranges() {
        assert_eq!(values("product.mi1.price=1499,1_799, 1999"), [1499.0, 1799.0, 1999.0]);
        assert_eq!(values("product.mi1.price=1500..2000:250"), [1500.0, 1750.0, 2000.0]);
        assert_eq!(values("product.mi1.price=2000..1500:-250"), [2000.0, 1750.0, 1500.0]);
        assert_eq!(values("market.fans.weight=0..0.3:0.1"), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(values("market.reach=-1..1"), [-1.0, 1.0]);
        // Two months are 60.875 days; the steps are added before they are rounded.
        assert_eq!(values("component.screen.lead_time=2 months..4 months:15 days"), [61.0, 76.0, 91.0, 106.0, 121.0]);
        assert_eq!(values("component.screen.lead_time=2 weeks,1 month"), [14.0, 30.0]);
    }

    #[test]
    fn a_range_whose_steps_miss_its_end_is_remarked_on() {
        let said = ends_short("product.mi1.price=1000..2000:300").unwrap();
        assert!(said.contains("the last value is 1900") && said.contains("do not lead to 2000"), "{said}");
        for meets in ["product.mi1.price=1000..2000:250", "market.fans.weight=0..0.3:0.1", "product.mi1.price=1,2"] {
            assert_eq!(ends_short(meets), None);
        }
    }

    #[test]
    fn the_override_carries_the_unit() {
        let axis = Axis::parse("component.screen.lead_time=2 weeks,1 month").unwrap();
        assert_eq!(axis.setting(14.0), "component.screen.lead_time=14 days");
        assert_eq!(axis.setting(1.0), "component.screen.lead_time=1 day");
        assert_eq!(Axis::parse("product.mi1.price=1..2").unwrap().setting(1999.5), "product.mi1.price=1999.5");
    }

    #[test]
    fn dates_choices_and_lists_are_taken_as_they_are_written() {
        let axis = Axis::parse("window.shop.opens=2011-12-01, 2011-12-18").unwrap();
        assert_eq!(axis.levels, Levels::Values(vec![0.0, 1.0]));
        assert_eq!(axis.setting(1.0), "window.shop.opens=2011-12-18");
        let axis = Axis::parse("factory.main.rest_days=[\"saturday\", \"sunday\"],[]").unwrap();
        assert_eq!(axis.words, ["[\"saturday\", \"sunday\"]", "[]"]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_the_cure() {
        let cases = [
            ("product.mi1.price", "no `=`"),
            ("=5", "no key"),
            ("product.mi1.price=", "no value"),
            ("product.mi1.price=cheap", "\"cheap\" is not a number"),
            ("product.mi1.price=1,,2", "a value is missing"),
            ("product.mi1.price=5,5", "stands twice"),
            ("product.mi1.price=2000..1500", "ends before it begins"),
            ("product.mi1.price=1500..1500", "one value only"),
            ("product.mi1.price=1500..2000:0", "step of zero"),
            ("product.mi1.price=1500..2000:-100", "leads away"),
            ("product.mi1.price=2000..1500:100", "leads away"),
            ("component.screen.lead_time=2 months..4 months:-15 days", "leads away"),
            ("component.screen.lead_time=30,60", "no unit"),
            ("product.mi1.price=1..", "a value is missing"),
            ("product.mi1.build=to_order,to_order", "stands twice"),
            ("product.mi1.build=to_order,", "a value is missing"),
            ("window.round.opens=2011-12-01..2011-12-31:7", "takes no range"),
            ("company.currency=yuan,euro", "cannot be varied"),
            ("timeline.start=2011-01-01", "cannot be varied"),
            ("run.seed=1,2", "cannot be varied"),
        ];
        for (argument, part) in cases {
            let message = Axis::parse(argument).unwrap_err().to_string();
            assert!(message.contains(part), "{argument}: {message}");
        }
    }
}
