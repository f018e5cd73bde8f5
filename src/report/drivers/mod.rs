//! What a result hangs on: `drivers.json`, `drivers.csv`, the page, and the pictures.

mod files;
pub mod page;
mod words;

use std::path::PathBuf;

use serde::Serialize;

use super::chart;
use super::error::ReportError;
use super::folder::{RUN_RECORD, RunFolder};
use super::invocation::{Invocation, pretty};
use super::page::Group;
use crate::experiment::drivers::Drivers;
use crate::outcome::Layout;

/// Width of the page that is kept as a file.
const PAGE: usize = 80;

/// Files that are known before it begins.
pub const WRITES: [&str; 4] = ["drivers.csv", "drivers.json", "page.txt", RUN_RECORD];

/// The drivers of a result, written down.
#[derive(Clone, Debug)]
pub struct DriversSummary {
    /// All that was found.
    pub drivers: Drivers,
    /// The scenario, or the two.
    pub of: Vec<String>,
    /// The currency.
    pub currency: String,
    /// Where the files are.
    pub folder: PathBuf,
    /// Their names.
    pub files: Vec<String>,
    /// What there is to say about pictures that could not be drawn as they should be.
    pub warnings: Vec<String>,
}

impl DriversSummary {
    /// The content of drivers.json.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        files::json(&self.drivers, &self.of)
    }
}

/// What a page says of it at its end.
#[derive(Clone, Debug)]
pub struct AtTheEnd {
    /// What was found.
    pub drivers: Drivers,
    /// Of the second of these less the first; empty for one scenario.
    pub difference: Vec<String>,
    /// The command that tells all of it.
    pub command: String,
}

impl AtTheEnd {
    /// The group of the page.
    #[must_use]
    pub fn group(&self, currency: &str) -> Group {
        words::group(&self.drivers, currency, &self.difference, &self.command)
    }

    /// The same as data.
    #[must_use]
    pub fn data(&self) -> serde_json::Value {
        files::json(&self.drivers, &self.difference)
    }
}

/// What `run.json` says beside what it says of all commands.
#[derive(Serialize)]
struct OfDrivers<'a> {
    seed: u64,
    launches: usize,
    scenarios: &'a [String],
}

/// Writes everything and puts it in its place.
///
/// # Errors
/// When the system refuses; results of an earlier command then remain.
pub fn write(
    mut folder: RunFolder,
    drivers: Drivers,
    (of, layout, seed): (Vec<String>, &Layout, u64),
    invocation: &Invocation,
) -> Result<DriversSummary, ReportError> {
    let currency = layout.currency.clone();
    folder.write("drivers.json", &pretty(&files::json(&drivers, &of)))?;
    folder.write("drivers.csv", files::csv(&drivers).as_bytes())?;
    folder.write("page.txt", page::page(&drivers, &of, &currency).terminal(PAGE, false).as_bytes())?;
    let mut warnings = Vec::new();
    if invocation.charts {
        warnings = chart::write(&mut folder, chart::tornado::draw(&drivers, &of, &currency), invocation.workers)?;
    }
    let more = OfDrivers { seed, launches: drivers.launches, scenarios: &of };
    let (place, files) = invocation.seal_timed(folder, more)?;
    Ok(DriversSummary { drivers, of, currency, folder: place, files, warnings })
}
