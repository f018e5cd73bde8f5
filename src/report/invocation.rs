//! What is recorded of a command beside its results, and `run.json` that says it.

use std::path::PathBuf;
use std::time::Instant;

use serde::{Serialize, Serializer};

use super::chart::paper::{Paper, Size};
use super::error::ReportError;
use super::folder::{RUN_RECORD, RunFolder};
use super::html::{Looks, Made};
use super::number;
use crate::experiment::Workers;
use crate::language::hidden::escaped_in_json;
use crate::outcome::Naming;

/// A command of which results are left.
#[derive(Clone, Debug)]
pub struct Invocation<'a> {
    /// Version of the program.
    pub version: String,
    /// The command line as it was typed.
    pub command: Vec<String>,
    /// Overrides from the command line, each "KEY=VALUE".
    pub overrides: Vec<String>,
    /// When it began, before anything was read.
    pub began: Instant,
    /// Time spent until the last launch: of a run simulating, of others from the beginning [s].
    pub seconds: f64,
    /// The threads of the command.
    pub workers: &'a Workers,
    /// Whether charts are wanted.
    pub charts: bool,
    /// How the report looks.
    pub looks: Looks,
    /// The size of their sheets.
    pub size: Size,
}

/// The content of `run.json`.
#[derive(Serialize)]
struct Provenance<'a, M> {
    program: &'a str,
    format: u32,
    version: &'a str,
    command: &'a [String],
    #[serde(flatten)]
    more: M,
    files: &'a [String],
}

/// What the record of any command but a run says beside what all say.
#[derive(Serialize)]
pub(super) struct Timed<M> {
    #[serde(flatten)]
    pub more: M,
    /// To the millisecond.
    #[serde(serialize_with = "milliseconds")]
    pub seconds: f64,
}

/// Nothing more to record.
#[derive(Serialize)]
pub(super) struct Nothing {}

impl Invocation<'_> {
    /// How a report of these results was made.
    #[must_use]
    pub fn made(&self, seed: Option<u64>, scenarios: Vec<String>) -> Made {
        Made { version: self.version.clone(), command: self.command.clone(), seed, scenarios }
    }

    /// The sheet of the charts of some scenarios.
    pub(super) fn paper(&self, scenarios: &[&str], seed: u64, naming: &Naming) -> Paper {
        let paper = Paper::of(self.size, &self.version, scenarios, Some(seed), &self.overrides);
        Paper { letters: self.looks.letters, ..paper.within(self.looks.language).calling(naming) }
    }

    /// Writes `run.json` and puts all files in their places; gives the folder and the names of the files. `more` is told
    /// the names, which are in order.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn seal<M: Serialize>(
        &self,
        mut folder: RunFolder,
        more: impl FnOnce(&[String]) -> M,
    ) -> Result<(PathBuf, Vec<String>), ReportError> {
        folder.stage(RUN_RECORD)?;
        let mut files = folder.files().to_vec();
        files.sort();
        let record = Provenance {
            program: "launchsim",
            format: super::FORMAT,
            version: &self.version,
            command: &self.command,
            more: more(&files),
            files: &files,
        };
        folder.write(RUN_RECORD, &pretty(&record))?;
        let place = folder.target().to_owned();
        folder.publish()?;
        Ok((place, files))
    }

    /// The same with the seconds until the last launch at the end.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn seal_timed(
        &self,
        folder: RunFolder,
        more: impl Serialize,
    ) -> Result<(PathBuf, Vec<String>), ReportError> {
        self.seal(folder, |_| Timed { more, seconds: self.seconds })
    }
}

/// A JSON file: indented, and with no letter that a terminal would act on.
///
/// # Panics
/// Never: what is written holds no map with other keys than texts.
#[expect(clippy::expect_used, reason = "derived code fails on maps with other keys than texts only, and there is none")]
pub(super) fn pretty(content: &impl Serialize) -> Vec<u8> {
    let value = serde_json::to_value(content).expect("keys are texts");
    escaped_in_json(format!("{value:#}\n")).into_bytes()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn milliseconds<S: Serializer>(seconds: &f64, to: S) -> Result<S::Ok, S::Error> {
    number::json((seconds * 1e3).round() / 1e3).serialize(to)
}

/// Microseconds are as fine as a clock is worth.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
pub(super) fn microseconds<S: Serializer>(seconds: &f64, to: S) -> Result<S::Ok, S::Error> {
    number::json((seconds * 1e6).round() / 1e6).serialize(to)
}

/// A figure without what stands behind the point.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
pub(super) fn whole<S: Serializer>(figure: &f64, to: S) -> Result<S::Ok, S::Error> {
    number::json(figure.round()).serialize(to)
}
