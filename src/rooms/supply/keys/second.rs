//! Who else sells a part.

use crate::language::catalogue::Fallback::{Required, Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Read, Word as _, keys, table, words};
use crate::language::fault::Fault;
use crate::language::quantity::Number;
use crate::language::ranges::{COUNT, CV, MONEY, NOUGHT, PER_PHONE, SHARE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::{Table, Value};
use crate::rooms::supply::keys::Component;
use crate::rooms::supply::keys::ordering::OrderPolicy;
use crate::units::Days;

words! {
    /// What a second source is for.
    pub enum SecondUse {
        /// It takes a share of every order, and what the first cannot accept.
        Share = "share",
        /// It takes what is needed before the first can deliver.
        Expedite = "expedite",
    }
}

table! {
    /// A second supplier of a component.
    SECOND_SOURCE = "component.*.second_source", SecondSource {
        /// Who it is; its signature, terms, capacity and disruptions are its own.
        supplier: usize = Kind::Reference("supplier"), Required, r#""sharp""#;
        /// Its price above the first source's, as a share of it.
        premium: Number = Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "0.1", "share";
        /// What it is for: a share of every order and what the first cannot accept, or only what is needed before the first can deliver.
        what_for: SecondUse => what_for {
            /// A share of every order and what the first cannot accept ("share"), or only what is needed before the first can deliver ("expedite").
            use = Kind::Choice(SecondUse::ALL), Default(r#""share""#), r#""share""#;
        }
        /// Share of every order that goes to it.
        share: Number => share_of_orders {
            /// Share of every order that goes to it.
            share = Kind::Number(SHARE), NOUGHT, "0.3", "share";
        }
        /// Level that what is in stock or comes within its lead time is raised to.
        order_up_to_level: Option<Number> = Kind::Number(COUNT), Words(r#"required with use = "expedite" beside a level of the component, else from the need"#), "2_000", "parts";
        /// Mean time from an order with it to arrival.
        lead_time: Option<Number> = whole_days(0.0, 3650.0), Words("the component's"), r#""1 week""#, "days, whole";
        /// Coefficient of variation of its lead time (lognormal).
        lead_time_cv: Option<Number> = Kind::Number(CV), Words("the component's"), "0.1", "ratio";
        /// Freight of one part from it, billed with the delivery.
        freight: Number = Kind::Number(PER_PHONE), NOUGHT, "4", "money";
        /// Fixed cost of each purchase order placed with it.
        order_cost: Option<Number> = Kind::Number(MONEY), Words("the component's"), "2_000", "money";
        /// Its quoted price per part, net of VAT, in place of a premium; it moves as the first source's.
        unit_cost: Option<Number> => second_unit_cost {
            /// Its quoted price per part, net of VAT, in place of a premium; it moves with volume, experience and time as the first source's.
            unit_cost = Kind::Number(PER_PHONE), Words("that of the first source with the premium"), "32", "money";
        }
        /// Currency of its `unit_cost`; a premium is paid in the first source's.
        currency: Option<usize> => second_currency {
            /// Currency of its `unit_cost`; a premium is paid in the first source's.
            currency = Kind::Reference("currency"), Words("the company's"), r#""dollar""#;
        }
    }
}

impl Copy for SecondSource {}

fn second_unit_cost(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<Number> {
    section.conflict(context, "premium", "unit_cost");
    Read::read(section, "unit_cost", tree, context)
}

fn second_currency(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<usize> {
    if !section.has("unit_cost") {
        let without = section.chosen("unit_cost", "without `unit_cost`: the premium is paid in the first source's");
        section.useless(context, &["currency"], &without, "");
    }
    Read::read(section, "currency", tree, context)
}

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

fn what_for(section: &Section<'_>, tree: &Table, context: &mut Context) -> SecondUse {
    Read::read(section, "use", tree, context)
}

/// The share of every order, which is none where only what is needed soon is ordered.
fn share_of_orders(section: &Section<'_>, tree: &Table, context: &mut Context) -> Number {
    if section.node("use").is_some_and(|node| node.value == Value::Text(SecondUse::Expedite.word().to_owned())) {
        section.useless(context, &["share"], &section.chosen("use", "with use = \"expedite\""), "");
        return Number::certain(0.0);
    }
    Read::read(section, "share", tree, context)
}

/// Whether a second source can be used as it is written, beside how its part is ordered.
pub(crate) fn check(section: &Section<'_>, component: &Component, tree: &Table, context: &mut Context) {
    let (Some(written), Some(second)) = (section.nested("second_source", &SECOND_SOURCE), component.second_source)
    else {
        return;
    };
    let policy = component.ordering.policy;
    let has_level = matches!(
        policy,
        OrderPolicy::OrderUpTo { level: Some(_) } | OrderPolicy::MinMax { .. } | OrderPolicy::ReorderPoint { .. }
    );
    let choice = |because: &str| written.chosen("use", because);
    if second.what_for == SecondUse::Share {
        written.useless(context, &["order_up_to_level"], &choice("with use = \"share\""), "");
        return;
    }
    if has_level {
        written.needs(context, "order_up_to_level", &choice("with use = \"expedite\" beside a level of the component"));
    } else {
        let because = choice("beside a policy without a level: what is needed says how much");
        written.useless(context, &["order_up_to_level"], &because, "");
    }
    let Some(node) = written.node("use") else { return };
    if policy == OrderPolicy::ToOrder {
        let title = "nothing can be expedited with policy = \"to_order\": every part is needed at once";
        context.fault(
            Fault::new(Code::Conflict, title)
                .at(node.span, "this expects needs that lie ahead")
                .help("write another policy, or use = \"share\""),
        );
    }
    let changes = ["planner", "build_plan"].iter().any(|table| {
        let key = if *table == "planner" { "kind" } else { "scale" };
        let written = tree.table(table).and_then(|table| table.get(key));
        written.is_some_and(|node| match &node.value {
            Value::Text(word) => word != "fixed",
            value => matches!(value, Value::Table(_)),
        })
    });
    if changes && component.ordering.follow_build_plan {
        let title = "parts of a build plan that changes cannot be expedited";
        context.fault(
            Fault::new(Code::Conflict, title)
                .at(node.span, "this looks ahead in the plan as it is written")
                .help("write kind = \"fixed\" in [planner] and a certain `scale` in [build_plan], or use = \"share\""),
        );
    }
    let days = |number: Number| Days(number.value).rounded_half_up();
    let (slow, fast) = (days(component.lead_time), days(second.lead_time.unwrap_or(component.lead_time)));
    if fast >= slow {
        let title = format!("the second source is to expedite and takes {fast} days where the first takes {slow}");
        let at = written.node("lead_time").map_or(node.span, |node| node.span);
        context.fault(
            Fault::new(Code::Conflict, title)
                .at(at, "not faster than the first source")
                .help("write a `lead_time` of the second source that is shorter than the component's"),
        );
    }
}
