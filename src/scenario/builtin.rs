//! Scenario files inside the program, so that the flagship runs without a file.

/// Path below `scenarios/` and text of every built-in file.
const FILES: &[(&str, &str)] = &[];

/// The text of a built-in file.
#[must_use]
pub fn text(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

/// Paths of all built-in files.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
