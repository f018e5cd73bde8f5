//! The folder of drivers, and what a page says of them at its end.

use std::path::PathBuf;

use serde::Serialize;

use super::{files, page, words};
use crate::experiment::drivers::Drivers;
use crate::outcome::{Layout, Naming};
use crate::report::chart;
use crate::report::chart::paper::Paper;
use crate::report::error::ReportError;
use crate::report::folder::{RUN_RECORD, RunFolder};
use crate::report::html;
use crate::report::invocation::{Invocation, pretty};
use crate::report::page::{Group, Page};
use crate::report::sensitivity::Sensitivity;

/// Width of the page that is kept as a file.
const PAGE: usize = 96;

/// Files that are known before it begins.
pub const WRITES: [&str; 10] = [
    "boxes.csv",
    "boxes_2.csv",
    "boxes_3.csv",
    "design.csv",
    "drivers.csv",
    "drivers.json",
    "page.txt",
    html::FILE,
    html::STORED,
    RUN_RECORD,
];

/// The drivers of a result, written down.
#[derive(Clone, Debug)]
pub struct DriversSummary {
    /// All that was found.
    pub drivers: Drivers,
    /// What was asked beside them.
    pub more: Sensitivity,
    /// The scenario, or the two.
    pub of: Vec<String>,
    /// The currency.
    pub currency: String,
    /// What things are called for people.
    pub naming: Naming,
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
        data(&self.drivers, &self.more, &self.of)
    }

    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        page(&self.drivers, &self.more, (&self.of, &self.currency)).named(&self.naming)
    }
}

fn data(drivers: &Drivers, more: &Sensitivity, of: &[String]) -> serde_json::Value {
    let mut all = files::json(drivers, of);
    if let Some(all) = all.as_object_mut() {
        all.extend(more.json());
    }
    all
}

/// The drivers, and what was asked beside them.
fn page(drivers: &Drivers, more: &Sensitivity, (of, currency): (&[String], &str)) -> Page {
    let mut page = page::page(drivers, of, currency);
    page.groups.extend(more.groups(currency));
    page
}

/// What a page says of it at its end.
#[derive(Clone, Debug)]
pub struct AtTheEnd {
    /// What was found; `None` where the launches are too few to tell anything from luck.
    pub drivers: Option<Drivers>,
    /// Launches of the run.
    pub launches: u32,
    /// Of the second of these less the first; empty for one scenario.
    pub difference: Vec<String>,
    /// The command that tells all of it.
    pub command: String,
}

impl AtTheEnd {
    /// The group of the page.
    #[must_use]
    pub fn group(&self, currency: &str) -> Group {
        match &self.drivers {
            Some(drivers) => words::group(drivers, currency, &self.difference, &self.command),
            None => words::too_few(self.launches, &self.difference),
        }
    }

    /// The same as data.
    #[must_use]
    pub fn data(&self) -> serde_json::Value {
        self.drivers.as_ref().map_or(serde_json::Value::Null, |drivers| files::json(drivers, &self.difference))
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
    (drivers, more): (Drivers, Sensitivity),
    (of, layout, seed): (Vec<String>, &Layout, u64),
    invocation: &Invocation,
) -> Result<DriversSummary, ReportError> {
    let currency = layout.currency.clone();
    folder.write("drivers.json", &pretty(&data(&drivers, &more, &of)))?;
    folder.write("drivers.csv", files::csv(&drivers).as_bytes())?;
    let naming = layout.naming.clone();
    let page = page(&drivers, &more, (&of, &currency)).named(&naming);
    folder.write("page.txt", page.terminal(PAGE, false).as_bytes())?;
    for (name, text) in more.files() {
        folder.write(name, text.as_bytes())?;
    }
    let names: Vec<&str> = of.iter().map(String::as_str).collect();
    let paper = invocation.paper(&names, seed, &naming);
    let drawn = |paper: &Paper| chart::tornado::draw(paper, &drivers, &of, &currency);
    let warnings = html::leave(&mut folder, &page, (&paper, &drawn), (Some(seed), Vec::new()), invocation)?;
    let of_drivers = OfDrivers { seed, launches: drivers.launches, scenarios: &of };
    let (place, files) = invocation.seal_timed(folder, of_drivers)?;
    Ok(DriversSummary { drivers, more, of, currency, naming, folder: place, files, warnings })
}
