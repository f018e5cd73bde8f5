//! A scenario as a workbook: a sheet of questions with their answers, a sheet for each table with several things in it, and a
//! sheet for everything else. What a cell cannot hold as it is stands there as TOML writes it.

#[cfg(feature = "excel")]
mod held;
#[cfg(feature = "excel")]
mod items;
#[cfg(feature = "excel")]
mod look;
#[cfg(feature = "excel")]
mod questions;
mod read;
mod sheets;
#[cfg(feature = "excel")]
mod things;
#[cfg(feature = "excel")]
mod write;

pub use read::read;
pub(super) use sheets::{Role, role};
#[cfg(feature = "excel")]
pub use write::{WriteError, write};
