//! The calendar: the days of a run, and dated numbers as values for each of them.

pub mod keys;
pub mod plan;
