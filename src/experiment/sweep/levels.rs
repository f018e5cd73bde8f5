//! The values of an axis: a list, steps between two ends, or anything between them.

use std::collections::BTreeSet;

use super::dates;
use crate::scenario::address::Notation;
use crate::units::Days;

/// Digits kept of a value that steps make, so that a tenth stays a tenth.
const DIGITS: usize = 12;
/// Values of one axis at most; more points than that are refused with a better message.
pub const MOST_VALUES: u64 = 10_000_000;

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

pub(super) const CURE: &str = "write KEY=VALUES with VALUES as 1499,1799,1999 or LOW..HIGH:STEP or LOW..HIGH";

/// Rounded to digits that people write.
pub(super) fn tidy(value: f64) -> f64 {
    format!("{value:.DIGITS$e}").parse().unwrap_or(value)
}

/// Reads one value: a number, or a length of time or a date in days.
pub(super) fn value_of(text: &str, notation: Notation) -> Result<f64, String> {
    let text = text.trim();
    if notation == Notation::Date {
        return dates::value_of(text).map_err(|(what, _)| what);
    }
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
pub(super) fn levels(text: &str, notation: Notation) -> Result<Levels, (String, String)> {
    let hint = || match notation {
        Notation::Duration | Notation::WholeDays => "write for example 2 months..4 months:15 days".to_owned(),
        _ => CURE.to_owned(),
    };
    let Some((low, rest)) = text.split_once("..") else {
        let value = |value: &str| match notation {
            Notation::Date => dates::value_of(value),
            _ => value_of(value, notation).map_err(|what| (what, hint())),
        };
        let values = text.split(',').map(value).collect::<Result<Vec<f64>, _>>()?;
        let mut known = BTreeSet::new();
        // Both zeros are one value.
        if let Some(at) = values.iter().position(|value| !known.insert((*value + 0.0).to_bits())) {
            let twice = text.split(',').nth(at).unwrap_or_default().trim();
            return Err((format!("the value {twice} stands twice"), "write each value once".into()));
        }
        return Ok(Levels::Values(values));
    };
    if notation == Notation::Date {
        let dates::Dates { low, high, steps } = dates::range(text, low, rest)?;
        return Ok(steps.map_or(Levels::Range { low, high }, Levels::Values));
    }
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
