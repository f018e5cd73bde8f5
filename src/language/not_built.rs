//! What the model describes and the program does not simulate yet.

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

const fn later(table: &'static str, key: &'static str, what: &'static str, instead: &'static str) -> NotBuilt {
    NotBuilt { table, key, what, instead }
}

const LIST: &[NotBuilt] = &[
    later("", "channel", "sales channels", "write an operator or a retailer as [order_stream.NAME]"),
    later("", "optimize", "decisions under risk", ""),
    later("", "calibrate", "fitting to observed facts", ""),
    later("", "generation", "later products", ""),
    later("supplier.*", "second_source", "second sources of a whole supplier", "write [component.NAME.second_source]"),
    later(
        "component.*",
        "sample_size",
        "inspection of a sample",
        "write defect_rate, and inspection_time for the delay",
    ),
    later("component.*", "cancel_when_unneeded", "cancelling purchase orders before the end", "write last_order"),
    later("product.*", "generation", "later products", ""),
];

/// The entry for a key that is not built yet.
#[must_use]
pub fn not_built(table: &str, key: &str) -> Option<&'static NotBuilt> {
    LIST.iter().find(|entry| entry.table == table && entry.key == key)
}

/// Choices that are not built yet: key, word, what to write today.
pub const CHOICES: &[(&str, &str, &str)] = &[];
