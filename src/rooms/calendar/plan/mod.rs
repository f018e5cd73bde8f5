//! What the calendar makes of a scenario: the number of each day, and a value for each of them.

pub mod by_day;
pub mod compiler;
pub mod curve;
pub mod distinct;
pub mod error;
pub mod param;

/// Most whole units of anything in one launch.
pub const MOST_UNITS: f64 = 2e9;
