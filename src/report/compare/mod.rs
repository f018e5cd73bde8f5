//! A comparison: figures, pairs of launches, charts, and a verdict in plain words.

pub mod decision;
mod figure;
#[cfg(feature = "report")]
mod files;
#[cfg(feature = "report")]
mod folder;
#[cfg(feature = "report")]
pub mod page;
pub mod verdict;
mod why;

#[cfg(feature = "report")]
pub use folder::{CompareSummary, write, writes};
