//! Where a part of the sheet stands.

/// A part of the sheet, open below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub right: f64,
    pub top: f64,
}
