//! Figures of a comparison in its sentences: where they stand in `comparison.json`, and how they are written.

use crate::experiment::compare::figures::Comparison;
use crate::report::said::{Figure, Shown, Text};

/// A figure of `comparison.json`.
pub(super) fn figure(id: impl Into<String>, value: f64, shown: Shown) -> Text {
    Figure::new(id, value, shown).into()
}

/// How many launches there are of each.
pub(super) fn launches(comparison: &Comparison) -> Text {
    figure("launches", f64::from(comparison.launches), Shown::counted("launch"))
}

/// Names of alternatives.
pub(super) fn named(comparison: &Comparison, places: &[usize], between: &Text) -> Text {
    Text::joined(places.iter().map(|&at| Text::from(&comparison.names[at])), between)
}

/// Where the mean of a difference stands, or one of its ends.
pub(super) fn difference_id(comparison: &Comparison, metric: &str, at: usize, what: &str) -> String {
    format!("differences.{}.{metric}.{what}", comparison.names[at])
}

/// A figure to the last unit, or with two decimals where it is no whole number.
pub(super) fn exact_amount(value: f64) -> Shown {
    Shown::AmountTo(if (value - value.round()).abs() < 5e-4 { 0 } else { 2 })
}
