//! The folder of a comparison.

use std::path::PathBuf;

use serde::Serialize;

use super::{files, page, verdict};
use crate::experiment::compare::Runs;
use crate::experiment::compare::figures::Comparison;
use crate::experiment::until::Settled;
use crate::outcome::MetricId;
use crate::report::chart;
use crate::report::chart::paper::Paper;
use crate::report::drivers::AtTheEnd;
use crate::report::error::ReportError;
use crate::report::folder::{RUN_RECORD, RunFolder};
use crate::report::html;
use crate::report::invocation::{Invocation, pretty};
use crate::report::said::Text;

/// Width of the page that is kept as a file.
const PAGE: usize = 80;

/// What `run.json` says of a comparison beside what it says of all commands.
#[derive(Serialize)]
struct OfComparison<'a> {
    seed: u64,
    launches: u32,
    alternatives: &'a [String],
}

/// A finished comparison.
#[derive(Clone, Debug)]
pub struct CompareSummary {
    /// All figures.
    pub comparison: Comparison,
    /// What is known and what is not.
    pub verdict: Vec<String>,
    /// What the difference hangs on.
    pub drivers: Option<AtTheEnd>,
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
        files::json(&self.comparison, self.settled.as_ref(), self.drivers.as_ref())
    }
}

/// Files of a comparison of such alternatives that are known before it begins.
#[must_use]
pub fn writes<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let known = [
        "comparison.csv",
        "comparison.json",
        "levels.csv",
        "pairs.parquet",
        html::FILE,
        html::STORED,
        RUN_RECORD,
        "verdict.txt",
    ];
    known.map(ToOwned::to_owned).into_iter().chain(names.map(scenario_file)).collect()
}

fn scenario_file(name: &str) -> String {
    format!("scenarios/{name}.toml")
}

/// Writes everything and puts it in its place, with the resolved scenario of each alternative.
///
/// # Errors
/// When the system refuses; results of an earlier comparison then remain.
pub fn write(
    mut folder: RunFolder,
    mut runs: Runs,
    comparison: Comparison,
    (settled, drivers): (Option<&Settled>, Option<AtTheEnd>),
    scenarios: &[String],
    invocation: &Invocation,
) -> Result<CompareSummary, ReportError> {
    folder.write("comparison.json", &pretty(&files::json(&comparison, settled, drivers.as_ref())))?;
    folder.write("comparison.csv", files::csv(&comparison).as_bytes())?;
    files::pairs(&mut folder, &runs, &comparison)?;
    // What charts do not show would lie beside their pixels.
    runs.keep_only(MetricId::NetProfit);
    let told = |text: Text| text.named(&comparison.naming).to_string();
    let lines = |paragraph: Vec<Text>| paragraph.into_iter().map(told).collect::<Vec<_>>().join("\n");
    let verdict: Vec<String> = verdict::verdict(&comparison, settled).into_iter().map(lines).collect();
    folder.write("levels.csv", page::csv(&comparison).as_bytes())?;
    let page = page::page(&comparison, settled, drivers.as_ref());
    folder.write("verdict.txt", page.terminal(PAGE, false).as_bytes())?;
    for (name, scenario) in comparison.names.iter().zip(scenarios) {
        folder.write(&scenario_file(name), scenario.as_bytes())?;
    }
    let made = (Some(runs.seed), scenarios.to_vec());
    let names: Vec<&str> = comparison.names.iter().map(String::as_str).collect();
    let paper = invocation.paper(&names, runs.seed, &comparison.naming);
    let drawn = |paper: &Paper| chart::compare::draw(paper, &runs, &comparison);
    let warnings = html::leave(&mut folder, &page, (&paper, &drawn), made, invocation)?;
    let more = OfComparison { seed: runs.seed, launches: runs.launches, alternatives: &comparison.names };
    let (place, files) = invocation.seal_timed(folder, more)?;
    Ok(CompareSummary { comparison, verdict, drivers, settled: settled.cloned(), folder: place, files, warnings })
}
