//! The folder of an explained launch: its story as text and JSON, its days, and the timeline.

mod events;
mod headline;
mod json;
mod own;
mod tables;
mod text;
pub mod words;

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use super::cell::cell;
use super::chart;
use super::chart::paper::Paper;
use super::error::ReportError;
use super::folder::{RUN_RECORD, RunFolder};
use super::html;
use super::invocation::{Invocation, Nothing, pretty};
use super::number;
use crate::experiment::explain::Explained;
use crate::experiment::explain::story::Story;
use crate::units::date_of_day;
pub use json::story_json;
pub use text::story_page;

/// Width of the page that is kept as a file.
const PAGE: usize = 100;

/// An explained launch on disk.
#[derive(Clone, Debug)]
pub struct ExplainSummary {
    /// Content of explain.json.
    pub json: Value,
    /// Where the files are.
    pub folder: PathBuf,
    /// Their names.
    pub files: Vec<String>,
    /// What there is to say about charts that could not be drawn as they should be.
    pub warnings: Vec<String>,
}

/// Files of an explanation that are known before it begins.
pub const WRITES: [&str; 7] =
    ["days.csv", "explain.json", "explain.txt", html::FILE, html::STORED, RUN_RECORD, "scenario.toml"];

/// Writes the files of an explained launch.
///
/// # Errors
/// When the system refuses, or the timeline cannot be drawn.
pub fn write(
    mut folder: RunFolder,
    explained: &Explained,
    resolved: &str,
    invocation: &Invocation,
) -> Result<ExplainSummary, ReportError> {
    let json = story_json(explained, &invocation.version);
    folder.write("explain.json", &pretty(&json))?;
    let page = story_page(explained, true);
    folder.write("explain.txt", page.terminal(PAGE, false).as_bytes())?;
    folder.write("days.csv", days(&explained.story).as_bytes())?;
    folder.write("scenario.toml", resolved.as_bytes())?;
    let made = (Some(explained.story.seed), vec![resolved.to_owned()]);
    let layout = &explained.story.layout;
    let paper = invocation.paper(&[&layout.scenario], explained.story.seed, &layout.naming);
    let drawn = |paper: &Paper| chart::launch::draw(paper, explained, invocation.workers);
    let warnings = html::leave(&mut folder, &page, (&paper, &drawn), made, invocation)?;
    let (place, files) = invocation.seal_timed(folder, Nothing {})?;
    Ok(ExplainSummary { json, folder: place, files, warnings })
}

/// days.csv: every series of the launch, what was wanted and what bound assembly.
fn days(story: &Story) -> String {
    let names: Vec<String> = story.layout.series.iter().map(|series| cell(&series.name)).collect();
    let mut text = format!("day,date,{},wanted,cancelled,bound_by\n", names.join(","));
    for (day, record) in story.record.days.iter().enumerate() {
        let date = date_of_day(story.layout.start, day as i64);
        let values = story.series.iter().map(|values| number::shortest(values[day]));
        let values = values.collect::<Vec<_>>().join(",");
        let bound_by = cell(story.constraint(record.binding));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{day},{date},{values},{},{},{bound_by}", record.wanted, record.cancelled);
    }
    text
}
