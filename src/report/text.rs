//! stub
use super::writer::RunSummary;
/// stub
#[must_use]
pub fn summary_text(_run: &RunSummary, _colour: bool, _width: u16) -> String { String::new() }
