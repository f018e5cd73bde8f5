//! The folder of a comparison: figures, pairs of launches, charts, and a verdict in plain words.

mod files;
pub mod page;
pub mod verdict;
mod why;

use std::path::PathBuf;

use serde_json::json;

use super::chart;
use super::error::ReportError;
use super::folder::{RUN_RECORD, RunFolder};
use super::writer::{pretty, seal};
use crate::experiment::compare::Runs;
use crate::experiment::compare::figures::Comparison;
use crate::experiment::until::Settled;

/// Width of the page that is kept as a file.
const PAGE: usize = 80;

/// What is to be said about a comparison that is not in its launches.
#[derive(Clone, Debug)]
pub struct CompareInfo {
    /// Version of the program.
    pub version: String,
    /// The command line as it was typed.
    pub command: Vec<String>,
    /// From the start to the last launch [s].
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
    /// Whether charts are wanted.
    pub charts: bool,
    /// Resolved scenario of each alternative, as TOML.
    pub scenarios: Vec<String>,
}

/// A finished comparison.
#[derive(Clone, Debug)]
pub struct CompareSummary {
    /// All figures.
    pub comparison: Comparison,
    /// What is known and what is not.
    pub verdict: Vec<String>,
    /// What was asked of an interval.
    pub settled: Option<Settled>,
    /// Where the files are.
    pub folder: PathBuf,
    /// Their names.
    pub files: Vec<String>,
    /// What there is to say about charts that could not be drawn as they should be.
    pub warnings: Vec<String>,
}

impl CompareSummary {
    /// The content of comparison.json.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        files::json(&self.comparison, self.settled.as_ref())
    }
}

/// Files of a comparison of such alternatives that are known before it begins.
#[must_use]
pub fn writes<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let known = ["comparison.csv", "comparison.json", "levels.csv", "pairs.parquet", RUN_RECORD, "verdict.txt"];
    known.map(ToOwned::to_owned).into_iter().chain(names.map(scenario_file)).collect()
}

fn scenario_file(name: &str) -> String {
    format!("scenarios/{name}.toml")
}

/// Writes everything and puts it in its place.
///
/// # Errors
/// When the system refuses; results of an earlier comparison then remain.
pub fn write(
    mut folder: RunFolder,
    mut runs: Runs,
    comparison: Comparison,
    settled: Option<&Settled>,
    info: &CompareInfo,
) -> Result<CompareSummary, ReportError> {
    folder.write("comparison.json", &pretty(&files::json(&comparison, settled)))?;
    folder.write("comparison.csv", files::csv(&comparison).as_bytes())?;
    files::pairs(&mut folder, &runs, &comparison)?;
    // What charts do not show would lie beside their pixels.
    runs.keep_only(&format!("net_profit_{}", comparison.currency));
    let verdict = verdict::verdict(&comparison, settled);
    folder.write("levels.csv", page::csv(&comparison).as_bytes())?;
    folder.write("verdict.txt", format!("{}\n", page::page(&comparison, settled, PAGE)).as_bytes())?;
    for (name, scenario) in comparison.names.iter().zip(&info.scenarios) {
        folder.write(&scenario_file(name), scenario.as_bytes())?;
    }
    let mut warnings = Vec::new();
    if info.charts {
        warnings = chart::write(&mut folder, chart::compare::draw(&runs, &comparison, &verdict), info.threads)?;
    }
    let record = (info.version.as_str(), info.command.as_slice(), info.seconds);
    let (place, files) =
        seal(folder, record, json!({"seed": runs.seed, "launches": runs.launches, "alternatives": comparison.names}))?;
    Ok(CompareSummary { comparison, verdict, settled: settled.cloned(), folder: place, files, warnings })
}
