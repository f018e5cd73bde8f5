//! Why a valid scenario cannot be simulated.

use std::ops::Range;

use thiserror::Error;

/// What to do about a number that cannot be counted.
pub(crate) const LOWER: &str =
    "lower the market, the levels or the quantities per phone, and give an uncertain one an upper end with at_most";

/// Why a valid scenario cannot be simulated.
#[derive(Debug, Error, PartialEq)]
pub enum PlanError {
    /// Whole units would not fit.
    #[error(
        "{what} ({key}): up to {} would have to be counted, and launchsim counts to 2,000,000,000; {}",
        crate::units::thousands(*number, 0),
        LOWER
    )]
    TooMany {
        /// Address of the key, or the table, that brings most of them.
        key: String,
        /// What is counted.
        what: &'static str,
        /// How many.
        number: f64,
    },
    /// A window is open twice at once.
    #[error(
        "[window.{name}] opens again before it has closed: it is open for {hours} hours from {hour} o'clock and opens every {every} days; shorten `hours` or lengthen `every`"
    )]
    OpensTwice {
        /// Name of the window.
        name: String,
        /// Hours it stays open.
        hours: f64,
        /// Opening hour.
        hour: f64,
        /// Days between openings.
        every: i32,
    },
    /// The rank correlations contradict each other.
    #[error("the rank correlations contradict each other: {0}")]
    Correlations(String),
    /// A fact is held against something no launch yields.
    #[error(
        "[observed.{name}] names the metric \"{metric}\", which this scenario does not yield; {}with a date, write one of shipped_cumulative, orders_cumulative, reserved_cumulative, waiting, finished_stock, capacity, started, cash; without one, a metric of summary.json",
        near.as_ref().map_or_else(String::new, |near| format!("did you mean \"{near}\"? "))
    )]
    UnknownObserved {
        /// Name of the fact.
        name: String,
        /// The key that names it.
        key: &'static str,
        /// The unknown metric.
        metric: String,
        /// The name that may have been meant.
        near: Option<String>,
    },
    /// Metrics of one's own cannot be reckoned: every fault of them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    OwnMetrics(Vec<OwnMetricFault>),
}

/// Why a metric of one's own cannot be reckoned.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("[metric.{name}]: {what}{}{help}", if help.is_empty() { "" } else { "; " })]
pub struct OwnMetricFault {
    /// Its name.
    pub name: String,
    /// Where in its expression [bytes]; `None` where its unit is wrong.
    pub place: Option<Range<usize>>,
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub help: String,
}
