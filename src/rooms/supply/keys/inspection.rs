//! What incoming inspection finds, and what it takes.

use crate::language::catalogue::Fallback::Value as Default;
use crate::language::catalogue::Kind;
use crate::language::declare::{keys, table};
use crate::language::quantity::Number;
use crate::language::ranges::{NOUGHT, SHARE_BELOW_ONE, whole_days};
use crate::language::{NotBuilt, later};

/// What is not built yet.
pub(crate) const LATER: &[NotBuilt] = &[later(
    "component.*",
    "sample_size",
    "inspection of a sample",
    "write defect_rate, and inspection_time for the delay",
)];

table! {
    /// Incoming inspection of a component.
    part Inspection {
        /// Share of received parts that is rejected.
        defect_rate: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.01", "share";
        /// Time of incoming inspection between arrival and stock.
        inspection_time: Number = whole_days(0.0, 365.0), Default(r#""0 days""#), r#""2 days""#, "days, whole";
    }
}

impl Copy for Inspection {}
