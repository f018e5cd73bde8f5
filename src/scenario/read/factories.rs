//! Factories with their ramp, calendar and yield.

use jiff::civil::Date;

use crate::scenario::context::Context;
use crate::scenario::points::in_order;
use crate::scenario::reader::Section;
use crate::scenario::tree::Table;
use crate::scenario::types::{Factory, Number};

pub(super) fn factories(tree: &Table, start: Date, context: &mut Context) -> Vec<Factory> {
    let read = |(name, section): (&str, Section<'_>)| {
        let opens = section.date(context, "opens");
        let closes = section.date(context, "closes");
        if let (Some(opens), Some(closes), Some(first), Some(last)) =
            (opens, closes, section.node("opens"), section.node("closes"))
        {
            in_order(opens, first.span, closes, last.span, context);
        }
        Factory {
            name: name.to_owned(),
            supplier: section.reference(context, "supplier", tree),
            region: section.text(context, "region").unwrap_or_default(),
            opens,
            closes,
            ramp: if section.has("ramp") { section.path(context, "ramp") } else { Vec::new() },
            utilisation: section.number_or_path(context, "utilisation", start),
            rest_days: section.weekdays(context, "rest_days"),
            holidays: section.holidays(context, "holidays"),
            yield_share: section.number(context, "yield_share"),
            yield_sd: section.number(context, "yield_sd"),
            throughput_time: section.number(context, "throughput_time"),
            finishes_on_closed_days: section.flag(context, "finishes_on_closed_days"),
            learning: learning(&section, context),
        }
    };
    Section::named(tree, "factory").into_iter().map(read).collect()
}

/// Yield of the first phone and how many phones teach; both or neither.
fn learning(section: &Section<'_>, context: &mut Context) -> Option<(Number, Number)> {
    for (one, other) in [("yield_start", "yield_learning"), ("yield_learning", "yield_start")] {
        if section.has(one) {
            section.needs(context, other, &section.chosen(one, format!("beside `{one}`")));
        }
    }
    Some((section.number_opt(context, "yield_start")?, section.number_opt(context, "yield_learning")?))
}
