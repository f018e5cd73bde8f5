//! `launchsim merge` and `launchsim sweep --status`: the parts of a sweep that ran in several places.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::options::{Format, Show, invocation};
use super::run::now;
use super::sweep::{present, usage};
use super::{interrupt, terminal};
use crate::experiment::Workers;
use crate::report::error::ReportError;
use crate::report::folder::RunFolder;
use crate::report::sweep::journal::JOURNAL;
use crate::report::sweep::status::{Status, parts_in};
use crate::report::sweep::{self as report, Parts};

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub struct MergeArguments {
    /// Folders of the parts, or a folder in which they lie
    #[arg(required = true, value_name = "DIR")]
    pub parts: Vec<PathBuf>,
    /// Folder for the whole
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    /// How results are shown
    #[command(flatten)]
    pub show: Show,
}

/// Puts the parts of a sweep together.
///
/// # Errors
/// When the parts do not belong together, one is unfinished, or the whole cannot be written.
pub fn merge(arguments: &MergeArguments) -> Result<(), Failure> {
    let started = now();
    let out = &arguments.out;
    let folders = parts_in(&arguments.parts)?;
    let same = |part: &&PathBuf| {
        *part == out || part.canonicalize().is_ok_and(|part| out.canonicalize().is_ok_and(|out| part == out))
    };
    if let Some(part) = folders.iter().find(same) {
        return Err(usage(format!("{} is one of the parts; name another folder with --out", part.display())));
    }
    if out.join(JOURNAL).symlink_metadata().is_ok() {
        return Err(usage(format!("{} holds a sweep of its own; name another folder with --out", out.display())));
    }
    let parts = Parts::open(&folders)?;
    let stop = interrupt::flag();
    let place = RunFolder::create(out, &report::WRITES, &[])?;
    super::run::watch(&stop, &place);
    let scenario = folders.first().map_or(Ok(None), |part| scenario_of(part))?;
    let workers = Workers::start(None).map_err(Failure::threads)?;
    let invocation = invocation(started, started.elapsed().as_secs_f64(), &workers, &arguments.show);
    let summary = report::merge(parts, place, scenario.as_deref(), &invocation)?;
    present(&arguments.show, &summary, None)
}

/// The scenario a part was swept from; parts of an early version have none.
fn scenario_of(part: &Path) -> Result<Option<String>, ReportError> {
    let path = part.join(report::SCENARIO);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ReportError::File { action: "read", path, source }),
    }
}

/// Says how far the parts are.
///
/// # Errors
/// When a folder holds no part, or parts do not belong together.
pub fn status(folders: &[PathBuf], show: &Show) -> Result<(), Failure> {
    let status = parts_in(folders).and_then(|parts| Status::of(&parts))?;
    match show.voice.format {
        Format::Json => terminal::print(&format!("{:#}\n", status.json())),
        Format::Human => terminal::print(&status.text()),
    }
}
