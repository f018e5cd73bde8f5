//! Files and charts of a run, and its summary on a terminal.
//!
//! [`RunWriter`] takes launches as they come and writes the folder of a run; [`text::summary_text`] is the page a person
//! reads. Nothing here computes a statistic of its own.

pub mod audit;
mod bound;
pub mod calibrate;
mod cell;
pub mod chart;
mod columns;
pub mod compare;
pub mod daily;
pub mod demand;
pub mod drivers;
pub mod error;
pub mod explain;
pub mod fit;
pub mod folder;
mod given;
pub mod headline;
pub mod html;
pub mod invocation;
pub mod launches;
mod measure;
mod money;
pub mod monthly;
pub mod need;
pub mod number;
pub mod optimize;
mod order_plan;
mod own;
pub mod page;
pub mod paths;
mod planners;
mod price;
mod record;
pub mod response;
pub mod said;
pub mod sensitivity;
mod service;
mod shortage;
pub mod stored;
pub mod summary;
pub mod sweep;
#[cfg(test)]
mod synthetic;
pub mod text;
mod title;
pub mod until;
pub mod words;
#[cfg(feature = "excel")]
pub mod workbook;
pub mod writer;

/// Version of the format of every JSON file the program writes, which each says under `format`. It grows when a field gets
/// another meaning or goes, not when one is added.
pub const FORMAT: u32 = 1;

pub use error::ReportError;
pub use invocation::Invocation;
pub use summary::RunSummary;
pub use text::summary_text;
pub use title::title;
pub use writer::{Finished, RunWriter};
