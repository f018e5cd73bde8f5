//! Money of other countries: what a unit of it costs, day by day.

pub mod day;
pub mod keys;
pub mod plan;
