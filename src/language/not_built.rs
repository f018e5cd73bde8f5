//! What the model describes and the program does not simulate yet; each room lists its own.

/// A table or key that is refused as not built yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotBuilt {
    /// Path of the table, as in the catalogue; "" for the top.
    pub table: &'static str,
    /// The key or nested table in it.
    pub key: &'static str,
    /// What it will be.
    pub what: &'static str,
    /// What can be written today, or "".
    pub instead: &'static str,
}

/// An entry of a room's list.
#[must_use]
pub const fn later(table: &'static str, key: &'static str, what: &'static str, instead: &'static str) -> NotBuilt {
    NotBuilt { table, key, what, instead }
}
