//! How many phones come back, and what they bring once they are refurbished.

use crate::language::catalogue::Fallback::{Required, Value as Default};
use crate::language::catalogue::Kind;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::fault::Fault;
use crate::language::quantity::Number;
use crate::language::ranges::{NOUGHT, PER_PHONE, SHARE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::{Table, Value};

table! {
    /// Phones that customers of the market send back within the time the law gives them: they are refunded, and the phones are refurbished and sold.
    RETURNS = "returns", Returns {
        /// Share of the phones shipped to the market that come back.
        share: Number = Kind::Number(SHARE), Required, "0.08", "share";
        /// Time after shipment over which they come back, evenly.
        within: Number = whole_days(1.0, 365.0), Default(r#""14 days""#), r#""14 days""#, "days, whole";
        /// Cost of refurbishing a phone, paid on the day it comes back.
        refurbishing_cost: Number = Kind::Number(PER_PHONE), NOUGHT, "60", "money";
        /// Time from the day a phone comes back to the day it is sold again.
        refurbishing_time: Number = whole_days(0.0, 365.0), Default(r#""0 days""#), r#""10 days""#, "days, whole";
        /// Share of the shelf price net of VAT that a refurbished phone brings.
        resale: Number => resale {
            /// Share of the shelf price net of VAT that a refurbished phone brings on the day it is ready.
            resale = Kind::Number(SHARE), NOUGHT, "0.7", "share";
        }
    }
}

pub(crate) fn returns(tree: &Table, context: &mut Context) -> Option<Returns> {
    let entry = tree.entry("returns")?;
    if tree.get("market").is_none() {
        context.fault(
            Fault::new(Code::NeedsKey, "[returns] needs a [market]")
                .at(entry.key_span, "nobody sends anything back")
                .help("write a [market], or take [returns] out: phones of order streams are not sent back"),
        );
    }
    Some(Returns::of(&Section::single(tree, &RETURNS), tree, context))
}

fn resale(section: &Section<'_>, _: &Table, context: &mut Context) -> Number {
    if let Some(node) = section.node("resale")
        && node.value == Value::Text("shelf".to_owned())
    {
        context.fault(
            Fault::new(Code::NotBuilt, "returned phones that go back to the shelf as new are not built yet")
                .at(node.span, "would be sold at the full price")
                .help("until then, write the share of the shelf price that they bring: resale = 0.9"),
        );
        return Number::certain(0.0);
    }
    section.number(context, "resale")
}
