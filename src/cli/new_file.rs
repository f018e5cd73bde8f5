//! Files that a planner goes on with: written where none is, never over another.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::failure::Failure;
use crate::scenario::Loaded;
use crate::scenario::book;

/// Writes a file that is not there yet.
///
/// # Errors
/// When it is, or the system refuses.
pub(super) fn write_new(path: &Path, content: &[u8]) -> Result<(), Failure> {
    // `create_new` leaves no moment in which a file of the planner could be replaced.
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::World {
            action: format!("write {}", path.display()),
            reason: "it is already there; name another file, or remove it first".into(),
        },
        _ => Failure::world("write", path)(error),
    })?;
    file.write_all(content).map_err(Failure::world("write", path))
}

/// The bytes of the workbook of a scenario.
///
/// # Errors
/// When it is larger than a workbook can be.
pub(super) fn workbook_of(loaded: &Loaded, to_start_from: bool) -> Result<Vec<u8>, Failure> {
    book::write(loaded, to_start_from).map_err(|error| Failure::Usage(error.to_string()))
}
