//! What incoming inspection finds, and what it takes.

use crate::language::catalogue::Fallback::{Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::context::Context;
use crate::language::declare::{Read, keys, table};
use crate::language::quantity::Number;
use crate::language::ranges::{COUNT, NOUGHT, PER_PHONE, SHARE_BELOW_ONE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::Table;

table! {
    /// Incoming inspection of a component.
    part Inspection {
        /// Share of received parts that is rejected.
        defect_rate: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.01", "share";
        /// Time of incoming inspection between arrival and stock.
        inspection_time: Number = whole_days(0.0, 365.0), Default(r#""0 days""#), r#""2 days""#, "days, whole";
        /// Parts of each order that are inspected; with more faulty ones among them than are accepted, all of it is.
        sample_size: Option<i32> = Kind::Whole(Range::closed(1.0, 2e9)), Words("every part"), "125", "parts";
        /// Faulty parts in the sample with which the order is still accepted.
        sample_accepts: i32 => sample_accepts {
            /// Faulty parts in the sample with which the order is still accepted.
            sample_accepts = Kind::Whole(COUNT), NOUGHT, "2", "parts";
        }
        /// Cost of inspecting one part, billed with the delivery.
        inspection_cost: Number = Kind::Number(PER_PHONE), NOUGHT, "0.5", "money";
    }
}

impl Copy for Inspection {}

fn sample_accepts(section: &Section<'_>, tree: &Table, context: &mut Context) -> i32 {
    if !section.has("sample_size") {
        section.useless(context, &["sample_accepts"], &section.chosen("sample_size", "without `sample_size`"), "");
    }
    Read::read(section, "sample_accepts", tree, context)
}
