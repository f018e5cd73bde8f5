//! The folder of a calibration: the fitted scenario with its joint sample, what the facts say, the page, and pictures.

mod ahead;
mod files;
pub mod journal;
mod page;

use std::path::PathBuf;

use serde::Serialize;

use super::chart;
use super::chart::paper::Paper;
use super::error::ReportError;
use super::folder::{RUN_RECORD, RunFolder};
use super::html;
use super::invocation::{Invocation, pretty};
use super::page::Page;
use crate::experiment::calibrate::Calibration;
use crate::experiment::calibrate::actuals::Forecast;
use crate::outcome::Layout;

/// Width of the page that is kept as a file.
const PAGE: usize = 96;
/// The fitted scenario.
pub const SCENARIO: &str = "calibrated.toml";
/// The joint sample it draws its inputs from.
const SAMPLE: &str = "posterior.csv";

/// Files that are known before it begins.
pub const WRITES: [&str; 11] = [
    SCENARIO,
    "calibration.json",
    "facts.csv",
    "forecast.csv",
    "inputs.csv",
    "page.txt",
    SAMPLE,
    html::FILE,
    html::STORED,
    RUN_RECORD,
    "truths.csv",
];

/// A calibration, written down.
#[derive(Clone, Debug)]
pub struct CalibrationSummary {
    /// What was found.
    pub found: Calibration,
    /// What was forecast by each day, the last of them that of what was found.
    pub forecasts: Vec<Forecast>,
    /// What the columns mean.
    pub layout: Layout,
    /// Seed of all luck.
    pub seed: u64,
    /// Where the files are.
    pub folder: PathBuf,
    /// Their names.
    pub files: Vec<String>,
    /// What there is to say about pictures that could not be drawn as they should be.
    pub warnings: Vec<String>,
}

impl CalibrationSummary {
    /// The content of calibration.json.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        files::data(self)
    }

    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        page::page(self).named(&self.layout.naming)
    }
}

/// What `run.json` says beside what it says of all commands.
#[derive(Serialize)]
struct OfCalibration<'a> {
    seed: u64,
    launches: u32,
    scenario: &'a str,
}

/// Writes everything and puts it in its place; `scenario` is the text of the one that was fitted.
///
/// # Errors
/// When the system refuses; results of an earlier command then remain.
pub fn write(
    mut folder: RunFolder,
    (found, forecasts): (Calibration, Vec<Forecast>),
    (layout, seed, scenario): (Layout, u64, &str),
    invocation: &Invocation,
) -> Result<CalibrationSummary, ReportError> {
    let mut summary = CalibrationSummary {
        found,
        forecasts,
        layout,
        seed,
        folder: PathBuf::new(),
        files: Vec::new(),
        warnings: Vec::new(),
    };
    let fitted = format!("{scenario}\n[joint.posterior]\ndrawn = true\nsample = \"{SAMPLE}\"\n");
    folder.write(SCENARIO, fitted.as_bytes())?;
    folder.write(SAMPLE, files::sample(&summary.found).as_bytes())?;
    folder.write("calibration.json", &pretty(&summary.json()))?;
    folder.write("inputs.csv", files::inputs(&summary.found).as_bytes())?;
    folder.write("facts.csv", files::facts(&summary.found).as_bytes())?;
    folder.write("truths.csv", files::ranks(&summary.found).as_bytes())?;
    if !summary.forecasts.is_empty() {
        folder.write("forecast.csv", files::forecast(&summary).as_bytes())?;
    }
    let page = summary.page();
    folder.write("page.txt", page.terminal(PAGE, false).as_bytes())?;
    let paper = invocation.paper(&[&summary.layout.scenario], seed, &summary.layout.naming);
    let drawn = |paper: &Paper| chart::calibrate::draw(paper, &summary);
    summary.warnings = html::leave(&mut folder, &page, (&paper, &drawn), (Some(seed), Vec::new()), invocation)?;
    let of = OfCalibration { seed, launches: summary.found.launches, scenario: &summary.layout.scenario };
    let (place, files) = invocation.seal_timed(folder, of)?;
    (summary.folder, summary.files) = (place, files);
    Ok(summary)
}
