//! Files and charts of a run, and its summary on a terminal.
//!
//! [`RunWriter`] takes launches as they come and writes the folder of a run; [`text::summary_text`] is the page a person
//! reads. Nothing here computes a statistic of its own.

pub mod audit;
mod bound;
#[cfg(feature = "report")]
pub mod calibrate;
mod cell;
pub mod chart;
#[cfg(feature = "report")]
mod columns;
pub mod compare;
#[cfg(feature = "report")]
pub mod daily;
#[cfg(feature = "report")]
pub mod demand;
pub mod drivers;
#[cfg(feature = "report")]
pub mod error;
#[cfg(feature = "report")]
pub mod explain;
mod fact;
#[cfg(feature = "report")]
pub mod fit;
#[cfg(feature = "report")]
pub mod folder;
#[cfg(feature = "report")]
mod given;
pub mod headline;
#[cfg(feature = "report")]
pub mod html;
#[cfg(feature = "report")]
pub mod invocation;
#[cfg(feature = "report")]
pub mod journal;
#[cfg(feature = "report")]
pub mod launches;
#[cfg_attr(not(feature = "report"), allow(dead_code, reason = "pages alone write whole tables"))]
mod measure;
#[cfg(feature = "report")]
mod money;
#[cfg(feature = "report")]
pub mod monthly;
#[cfg(feature = "report")]
pub mod need;
pub mod next;
pub mod number;
#[cfg(feature = "report")]
pub mod optimize;
#[cfg(feature = "report")]
mod order_plan;
#[cfg(feature = "report")]
mod own;
#[cfg(feature = "report")]
pub mod page;
#[cfg(feature = "report")]
pub mod paths;
#[cfg(feature = "report")]
mod planners;
mod price;
#[cfg(feature = "report")]
mod record;
#[cfg(feature = "report")]
pub mod response;
pub mod said;
#[cfg(feature = "report")]
pub mod sensitivity;
#[cfg(feature = "report")]
mod service;
#[cfg(feature = "report")]
mod shortage;
#[cfg(feature = "report")]
pub mod stored;
#[cfg(feature = "report")]
pub mod summary;
#[cfg(feature = "report")]
pub mod sweep;
#[cfg(test)]
#[cfg(feature = "report")]
mod synthetic;
#[cfg(feature = "report")]
pub mod text;
mod title;
pub mod until;
pub mod words;
#[cfg(feature = "excel")]
pub mod workbook;
#[cfg(feature = "report")]
pub mod writer;

/// Version of the format of every JSON file the program writes, which each says under `format`. It grows when a field gets
/// another meaning or goes, not when one is added.
pub const FORMAT: u32 = 1;

#[cfg(feature = "report")]
pub use error::ReportError;
#[cfg(feature = "report")]
pub use invocation::Invocation;
#[cfg(feature = "report")]
pub use summary::RunSummary;
#[cfg(feature = "report")]
pub use text::summary_text;
pub use title::title;
#[cfg(feature = "report")]
pub use writer::{Finished, RunWriter};
