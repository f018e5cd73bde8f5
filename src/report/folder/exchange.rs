//! The exchange of old results for new ones, in steps that can be gone on with wherever they were cut off.
//!
//! 1. All new files and their record lie, synced, in the staging folder; it is renamed to `.complete`. From here on the
//!    new results win.
//! 2. The old `run.json` goes: what is there is no run any more, for whoever reads it.
//! 3. The new files are moved out of `.complete` one by one, and old ones without a successor are removed.
//! 4. The new record replaces the old one, then `run.json` is moved, and `.complete` goes.
//!
//! A process that ends at any point leaves the old run, the new run, or a folder without `run.json`; the next launchsim that
//! writes there finds `.complete` and goes on from there.

use std::fs;
use std::path::Path;

use super::RUN_RECORD;
use super::guard;
use super::record::{Manifest, RECORD, seen};
use crate::report::error::ReportError;

/// Where the new files lie from the moment on that they are complete.
pub const COMPLETE: &str = ".complete";

/// Step 1: declares the files of a staging folder complete.
///
/// # Errors
/// When the system refuses; then nothing has changed.
pub fn commit(staging: &Path, target: &Path) -> Result<(), ReportError> {
    sync(staging)?;
    fs::rename(staging, target.join(COMPLETE)).map_err(ReportError::file("write to", target))?;
    sync(target)
}

/// Goes on with an exchange that was cut off, if there is one.
///
/// # Errors
/// When the system refuses, or a file of the planner stands in the way.
pub fn recover(target: &Path) -> Result<(), ReportError> {
    let complete = target.join(COMPLETE);
    let Some(meta) = seen(&complete)? else { return Ok(()) };
    if !meta.is_dir() {
        return Err(ReportError::NotOurs { path: complete, why: "launchsim did not write it" });
    }
    let old = Manifest::of_folder(target)?;
    let new = Manifest::read(&complete.join(RECORD))?;
    let mut left = Vec::new();
    for entry in &new.as_ref().unwrap_or(&old).files {
        if seen(&complete.join(&entry.name))?.is_some() {
            left.push(entry.name.clone());
        }
    }
    guard::check(target, &old, &left, &[])?;
    finish(target)
}

/// Steps 2 to 4. What was done already is passed over.
///
/// # Errors
/// When the system refuses; the next launchsim goes on.
pub fn finish(target: &Path) -> Result<(), ReportError> {
    let complete = target.join(COMPLETE);
    let old = Manifest::of_folder(target)?;
    // Without a record of its own it was cut off after the new record had replaced the old one.
    let new = Manifest::read(&complete.join(RECORD))?.unwrap_or_else(|| old.clone());
    if seen(&complete.join(RUN_RECORD))?.is_some() {
        remove(&target.join(RUN_RECORD))?;
    }
    let names = || new.files.iter().map(|entry| entry.name.as_str()).filter(|name| *name != RUN_RECORD);
    for name in names() {
        place(&complete, target, name)?;
    }
    for entry in old.files.iter().filter(|entry| !new.lists(&entry.name)) {
        // What the planner changed is the planner's.
        if entry.name != RUN_RECORD && old.owns(target, &entry.name)? {
            remove(&target.join(&entry.name))?;
        }
    }
    place(&complete, target, RECORD)?;
    place(&complete, target, RUN_RECORD)?;
    let folders = |record: &Manifest| -> Vec<String> {
        let above = |name: &str| name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let mut folders: Vec<String> = record.files.iter().filter_map(|entry| above(&entry.name)).collect();
        folders.dedup();
        folders
    };
    for folder in folders(&old) {
        // Only succeeds when nothing is left in it.
        let _ = fs::remove_dir(target.join(folder));
    }
    for folder in folders(&new) {
        let _ = fs::remove_dir(complete.join(folder));
    }
    fs::remove_dir(&complete).map_err(ReportError::file("remove", &complete))?;
    sync(target)
}

/// Moves a file out of the complete ones, unless that was done before.
fn place(complete: &Path, target: &Path, name: &str) -> Result<(), ReportError> {
    let (from, to) = (complete.join(name), target.join(name));
    if seen(&from)?.is_none() {
        return Ok(());
    }
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(ReportError::file("create", parent))?;
    }
    fs::rename(&from, &to).map_err(ReportError::file("replace", &to))
}

fn remove(path: &Path) -> Result<(), ReportError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(ReportError::file("remove the outdated", path)(error))
        }
        _ => Ok(()),
    }
}

/// Makes the names in a folder survive a loss of power.
#[cfg(unix)]
fn sync(folder: &Path) -> Result<(), ReportError> {
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(ReportError::file("write to", folder))
}

/// Where folders cannot be synced, the file system orders renames by itself.
#[cfg(not(unix))]
fn sync(_: &Path) -> Result<(), ReportError> {
    Ok(())
}
