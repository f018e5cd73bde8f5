//! Statistics that know no phone: quantiles, summaries of many launches, intervals.
//!
//! Every sum runs in index order, so a figure does not depend on how many threads made the values.

pub mod finance;
pub mod interval;
pub mod quantile;
pub mod special;
pub mod summary;

pub use interval::{student_interval, wilson};
pub use quantile::{quantile_sorted, quantiles};
pub use summary::{Summary, fraction_below, lower_tail_mean, mean};
