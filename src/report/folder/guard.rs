//! What may not be replaced: files that launchsim did not write, files changed since, and files this command reads.

use std::path::{Path, PathBuf};

use super::record::{Manifest, leads_out, seen};
use crate::report::error::ReportError;

/// Refuses when one of the files about to be written is another's, or is read by this command.
///
/// # Errors
/// [`ReportError::NotOurs`] or [`ReportError::Reads`].
pub fn check(folder: &Path, record: &Manifest, writes: &[String], reads: &[PathBuf]) -> Result<(), ReportError> {
    let mut reads: Vec<PathBuf> = reads.iter().filter_map(|path| path.canonicalize().ok()).collect();
    reads.sort();
    let ours = record.files.iter().map(|entry| &entry.name).filter(|name| !writes.contains(name));
    for name in ours.chain(writes) {
        let path = folder.join(name);
        if path.canonicalize().is_ok_and(|path| reads.binary_search(&path).is_ok()) {
            return Err(ReportError::Reads { path });
        }
    }
    for name in writes {
        let path = folder.join(name);
        let Some(meta) = seen(&path)? else {
            if leads_out(folder, name) {
                let above = path.parent().unwrap_or(folder).to_owned();
                return Err(ReportError::NotOurs { path: above, why: "a link or a file stands in the way" });
            }
            continue;
        };
        let why = if meta.is_dir() {
            "it is a folder"
        } else if meta.is_symlink() || leads_out(folder, name) {
            "a link leads there"
        } else if record.owns(folder, name)? {
            continue;
        } else if record.lists(name) {
            "it was changed since launchsim wrote it"
        } else {
            "launchsim did not write it"
        };
        return Err(ReportError::NotOurs { path, why });
    }
    Ok(())
}
