//! Statistics that know no phone: quantiles, summaries of many launches, intervals.
//!
//! Every sum runs in index order, so a figure does not depend on how many threads made the values.

pub mod bands;
pub mod best;
pub mod better;
pub mod discordant;
pub mod dominance;
pub mod efficient;
pub mod finance;
pub mod fit;
pub mod importance;
pub mod interval;
#[cfg(test)]
pub mod made_luck;
pub mod paired;
pub mod quantile;
pub mod sampled;
pub mod sections;
pub mod selection;
pub mod sensitivity;
pub mod sequential;
pub mod share;
pub mod special;
pub mod summary;
pub mod surrogate;
pub mod together;
mod total;

pub use best::{against_the_best, regrets};
pub use better::Better;
pub use discordant::Discordant;
pub use dominance::dominance;
pub use interval::{student_interval, wilson};
pub use paired::PairedDifference;
pub use quantile::{quantile_sorted, quantiles};
pub use sampled::Sampled;
pub use sections::quantile_differences;
pub use share::Share;
pub use summary::{Summary, fraction_below, lower_tail_mean, mean};
