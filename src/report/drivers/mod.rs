//! What a result hangs on: `drivers.json`, `drivers.csv`, the page, and the pictures.

#[cfg(feature = "report")]
mod files;
#[cfg(feature = "report")]
mod folder;
#[cfg(feature = "report")]
pub mod page;
pub(crate) mod value;
#[cfg(feature = "report")]
mod words;

#[cfg(feature = "report")]
pub use folder::{AtTheEnd, DriversSummary, WRITES, write};
