//! Who else sells a part.

use crate::language::catalogue::Fallback::{Required, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{keys, table};
use crate::language::fault::Fault;
use crate::language::quantity::Number;
use crate::language::ranges::{CV, MONEY, NOUGHT, PER_PHONE, SHARE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::Table;

table! {
    /// A second supplier of a component: it takes a share of every order, and what the first cannot accept.
    SECOND_SOURCE = "component.*.second_source", SecondSource {
        /// Who it is; its signature, terms, capacity and disruptions are its own.
        supplier: usize = Kind::Reference("supplier"), Required, r#""sharp""#;
        /// Its price above the first source's, as a share of it.
        premium: Number = Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "0.1", "share";
        /// Share of every order that goes to it.
        share: Number = Kind::Number(SHARE), NOUGHT, "0.3", "share";
        /// Mean time from an order with it to arrival.
        lead_time: Option<Number> = whole_days(0.0, 3650.0), Words("the component's"), r#""1 week""#, "days, whole";
        /// Coefficient of variation of its lead time (lognormal).
        lead_time_cv: Option<Number> = Kind::Number(CV), Words("the component's"), "0.1", "ratio";
        /// Freight of one part from it, billed with the delivery.
        freight: Number = Kind::Number(PER_PHONE), NOUGHT, "4", "money";
        /// Fixed cost of each purchase order placed with it.
        order_cost: Option<Number> = Kind::Number(MONEY), Words("the component's"), "2_000", "money";
    }
}

impl Copy for SecondSource {}

/// The second source, which is not the first.
pub(crate) fn second_source(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<SecondSource> {
    let second = section.nested("second_source", &SECOND_SOURCE)?;
    if let (Some(first), Some(other)) = (section.node("supplier"), second.node("supplier"))
        && first.value == other.value
    {
        context.fault(
            Fault::new(Code::Conflict, "the second source is the first one")
                .at(other.span, "the same supplier")
                .at(first.span, "the first source")
                .help("name another supplier"),
        );
    }
    Some(SecondSource::of(&second, tree, context))
}
