//! What a sweep varies: `--vary KEY=VALUES`.

use thiserror::Error;

use super::dates;
use super::levels::{CURE, levels, tidy, value_of};
pub use super::levels::{Levels, MOST_VALUES};
use super::words::words;
use crate::scenario::address::{Notation, key_at};
use crate::units::Days;

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

/// One key and the values it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Address of the key.
    pub key: String,
    /// How its values are written.
    pub notation: Notation,
    /// Its unit, or "".
    pub unit: &'static str,
    /// Its values; lengths of time in days, dates in days from 1970, and for a key that takes neither the places of its
    /// `words`.
    pub levels: Levels,
    /// The values of a key that takes choices or anything but a number or a date, as they are written.
    pub words: Vec<String>,
}

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

    /// The unit of its values in a currency; of a path that of a point, "phones per day" of "[date, phones per day]".
    #[must_use]
    pub fn unit_in(&self, currency: &str) -> String {
        let unit = match self.unit.strip_prefix('[').and_then(|unit| unit.split_once(',')) {
            Some((_, values)) => values.trim_end_matches(']').trim(),
            None => self.unit.split(',').next().unwrap_or(""),
        };
        unit.replace("money", currency)
    }

    /// Whether its values are dates.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.notation == Notation::Date
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
                Notation::Whole | Notation::WholeDays | Notation::Date => {
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
    #[must_use]
    pub fn rounded(&self, value: f64) -> f64 {
        match self.notation {
            Notation::Whole | Notation::WholeDays | Notation::Date => (value + 0.5).floor(),
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
            Notation::Date => dates::date_text(value),
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
        let said = ends_short("window.shop.opens=2011-11-15..2012-01-15:15 days").unwrap();
        assert!(said.contains("the last value is 2012-01-14") && said.contains("do not lead to 2012-01-15"), "{said}");
        assert_eq!(ends_short("window.shop.opens=2011-11-15..2012-01-15:1 month"), None);
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
    fn dates_are_counted_in_days_and_choices_and_lists_taken_as_they_are_written() {
        let axis = Axis::parse("window.shop.opens=2011-12-18, 1970-01-02").unwrap();
        assert_eq!(axis.levels, Levels::Values(vec![15_326.0, 1.0]));
        assert_eq!(axis.setting(15_326.0), "window.shop.opens=2011-12-18");
        let axis = Axis::parse("window.shop.opens=2011-12-18..2011-12-31").unwrap();
        let drawn = [0.0, 0.5, 0.999_999].map(|share| axis.written(axis.at_share(share)));
        assert_eq!(drawn, ["2011-12-18", "2011-12-25", "2011-12-31"]);
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
            ("window.round.opens=2011-12-01..2011-12-31:7", "no unit"),
            ("window.round.opens=2011-12-01..2011-12-31:36 hours", "no whole number of days"),
            ("window.round.opens=2011-12-01..2011-12-31:-1 week", "above zero"),
            ("window.round.opens=2011-12-31..2011-12-01", "earlier date first, as in 2011-12-01..2011-12-31"),
            ("window.round.opens=2011-12-01..2011-12-01", "one value only"),
            ("window.round.opens=2011-12-01..", "a value is missing"),
            ("window.round.opens=2011-11-31,2011-12-01", "no day 2011-11-31 in the calendar"),
            ("window.round.opens=1.12.2011..2011-12-31", "write year-month-day: 2011-12-01"),
            ("window.round.opens=2011-12-01,2011-12-01", "2011-12-01 stands twice"),
            ("product.mi1.build=to_order..to_stock", "takes no range"),
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
