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
    later("", "sweep", "designs over inputs", "run the scenario once for each value with --set KEY=VALUE"),
    later("", "optimize", "decisions under risk", ""),
    later("", "calibrate", "fitting to observed facts", ""),
    later("", "generation", "later products", ""),
    later("", "slip", "sales that wait for signatures", "move the dates of the windows"),
    later("company", "loans", "loans", "write each loan as a table [loan.NAME]"),
    later("company", "on_insolvency", "stopping when insolvent", "the launch goes on at the penalty rate"),
    later("company", "slip", "sales that wait for signatures", "move the dates of the windows"),
    later("supplier.*", "acceptance", "suppliers that may refuse", "write the day of signature: signed = 2026-02-01"),
    later(
        "supplier.*",
        "approach_every",
        "suppliers that may refuse",
        "write the day of signature: signed = 2026-02-01",
    ),
    later("supplier.*", "endorsed_by", "suppliers that may refuse", "write the day of signature: signed = 2026-02-01"),
    later("supplier.*", "negotiation_time", "negotiations", "write the day of signature: signed = 2026-02-01"),
    later("supplier.*", "renegotiation_time", "negotiations", "write the day of signature: signed = 2026-02-01"),
    later("supplier.*", "second_source", "second sources", ""),
    later("component.*", "second_source", "second sources", ""),
    later(
        "forecast",
        "method",
        "forecasts that learn",
        "write the planner's own curve: daily_orders = [[date, orders], ..]",
    ),
    later("market", "season", "seasons here", "write a table [season]"),
    later("market", "successor", "announced successors here", "write a table [successor.NAME]"),
    later("product.*", "successor", "announced successors here", "write a table [successor.NAME]"),
    later("product.*", "generation", "later products", ""),
    later(
        "disruption.*",
        "rate_per_year",
        "random disruptions",
        "write a dated one: from = 2026-10-15 and length = \"6 weeks\"",
    ),
];

/// The entry for a key that is not built yet.
#[must_use]
pub fn not_built(table: &str, key: &str) -> Option<&'static NotBuilt> {
    LIST.iter().find(|entry| entry.table == table && entry.key == key)
}

/// Choices that are not built yet: key, word, what to write today.
pub const CHOICES: &[(&str, &str, &str)] = &[
    ("policy", "to_order", "\"none\" with a build plan, or \"order_up_to\" with order_up_to_level = 0"),
    ("build", "to_plan", "\"to_stock\" with a stock_target"),
    ("on_insolvency", "stop", ""),
];
