//! The folder of a search for the best decision: its page, its figures, every point it tried, and charts.

pub mod asked;
mod files;
pub mod journal;
mod page;
pub mod words;

use std::path::PathBuf;

use super::chart;
use super::chart::paper::Paper;
use super::error::ReportError;
use super::folder::{RUN_RECORD, RunFolder};
use super::html;
use super::invocation::{Invocation, Nothing, pretty};
use super::page::{Block, Group, Page};
use super::said::Text;
use crate::experiment::optimize::Optimization;
use crate::experiment::optimize::answer::Answer;
use crate::outcome::Naming;
use asked::Asked;

/// Width of the page that is kept as a file.
const PAGE: usize = 80;
/// The scenario without what is decided, with the seed.
pub const SCENARIO: &str = "scenario.toml";
/// Files of a search that are known before it begins, beside its journal.
pub const WRITES: [&str; 8] =
    ["optimize.json", "page.md", "page.txt", "points.csv", html::FILE, html::STORED, RUN_RECORD, SCENARIO];

/// A finished search.
#[derive(Clone, Debug)]
pub struct OptimizeSummary {
    /// What was asked.
    pub asked: Asked,
    /// What it comes to.
    pub answer: Answer,
    /// The values of each decision.
    pub grid: Vec<Vec<f64>>,
    /// What things are called for people.
    pub naming: Naming,
    /// In words, a paragraph each.
    pub words: Vec<Text>,
    /// Content of optimize.json.
    pub json: serde_json::Value,
    /// Where the files are.
    pub folder: PathBuf,
    /// Their names.
    pub files: Vec<String>,
    /// What there is to say about charts that could not be drawn as they should be.
    pub warnings: Vec<String>,
}

/// What a search says.
#[must_use]
pub fn page(summary: &OptimizeSummary) -> Page {
    page::page(&summary.asked, &summary.answer, &summary.grid, &summary.words).named(&summary.naming)
}

/// Writes everything and puts it in its place; `scenario` is the content of [`SCENARIO`].
///
/// # Errors
/// When the system refuses; results of an earlier search then remain.
pub fn write(
    mut folder: RunFolder,
    (search, asked, answer): (&Optimization, Asked, Answer),
    scenario: &str,
    invocation: &Invocation,
) -> Result<OptimizeSummary, ReportError> {
    let words = words::words(&asked, &answer);
    let json = files::json(&asked, &answer, (&words, &search.layout.naming));
    let grid = search.space.sides.iter().map(|side| side.values.clone()).collect();
    let place = folder.target().to_owned();
    let mut summary = OptimizeSummary {
        asked,
        answer,
        grid,
        naming: search.layout.naming.clone(),
        words,
        json,
        folder: place,
        files: Vec::new(),
        warnings: Vec::new(),
    };
    folder.write("optimize.json", &pretty(&summary.json))?;
    folder.write("points.csv", files::csv(&summary.asked, &summary.answer).as_bytes())?;
    folder.write(SCENARIO, scenario.as_bytes())?;
    let page = page(&summary);
    folder.write("page.txt", page.terminal(PAGE, false).as_bytes())?;
    let paper = invocation.paper(&[&summary.asked.scenario], summary.asked.seed, &summary.naming);
    let drawn = |paper: &Paper| chart::optimize::draw(paper, &summary.asked, &summary.answer);
    let made = (Some(summary.asked.seed), vec![scenario.to_owned()]);
    summary.warnings = html::leave(&mut folder, &page, (&paper, &drawn), made, invocation)?;
    let drawn = |name: &&String| name.starts_with("charts/") && name.rsplit('.').next() == Some("png");
    let charts: Vec<String> = folder.files().iter().filter(drawn).cloned().collect();
    let with_charts = page.with((!charts.is_empty()).then(|| Group::of([Block::Charts { names: charts }])));
    folder.write("page.md", with_charts.markdown().as_bytes())?;
    let (place, files) = invocation.seal_timed(folder, Nothing {})?;
    (summary.folder, summary.files) = (place, files);
    Ok(summary)
}
