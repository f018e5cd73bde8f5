//! Dated disasters, and the facts results are held against.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::scenario::codes::Code;
use crate::scenario::context::Context;
use crate::scenario::fault::Fault;
use crate::scenario::nearest::listed;
use crate::scenario::points::in_order;
use crate::scenario::presence::Choice;
use crate::scenario::reader::{NO_DATE, Section};
use crate::scenario::tree::{Table, Value};
use crate::scenario::types::{Disruption, Effect, Number, Observed, Target, Timing};
use crate::scenario::unknown::MOST_LISTED;
use crate::units::days_between;

const TARGETS: [&str; 5] = ["region", "supplier", "component", "factory", "demand"];

pub(super) fn disruptions(tree: &Table, context: &mut Context) -> Vec<Disruption> {
    let sections = Section::named(tree, "disruption");
    if sections.is_empty() {
        return Vec::new();
    }
    let regions = regions_of(tree);
    let read = |(name, section): (&str, Section<'_>)| {
        let (target, region) = target(&section, tree, &regions, context);
        Disruption {
            name: name.to_owned(),
            target,
            region,
            effect: effect(&section, target, context),
            timing: timing(&section, context),
        }
    };
    sections.into_iter().map(read).collect()
}

/// Regions that some supplier or factory lies in.
fn regions_of(tree: &Table) -> Regions<'_> {
    let (mut regions, mut known) = (Vec::new(), BTreeSet::new());
    for root in ["supplier", "factory"] {
        for entry in tree.table(root).map_or(&[][..], Table::entries) {
            if let Value::Table(table) = &entry.node.value
                && let Some(Value::Text(region)) = table.get("region").map(|node| &node.value)
                && !region.is_empty()
                && known.insert(region.as_str())
            {
                regions.push(region.as_str());
            }
        }
    }
    Regions { list: regions, known }
}

/// Regions in the order of their first thing.
struct Regions<'t> {
    list: Vec<&'t str>,
    known: BTreeSet<&'t str>,
}

fn target(section: &Section<'_>, tree: &Table, regions: &Regions<'_>, context: &mut Context) -> (Target, String) {
    let written: Vec<&str> = TARGETS.into_iter().filter(|name| section.has(name)).collect();
    for other in written.iter().skip(1) {
        section.conflict(context, written[0], other);
    }
    let demand = section.flag(context, "demand");
    match written.first().copied() {
        Some("region") => {
            let region = section.text(context, "region").unwrap_or_default();
            if let Some(node) = section.node("region")
                && matches!(node.value, Value::Text(_))
                && !regions.known.contains(region.as_str())
            {
                let fault = Fault::new(
                    Code::UnknownName,
                    format!("no supplier and no factory lies in the region \"{region}\""),
                )
                .at(node.span, "no such region");
                let list = &regions.list;
                let fault = match context.meant(&region, || list.iter().copied()) {
                    Some(near) => fault.help(format!("did you mean \"{near}\"?")),
                    None if list.is_empty() || list.len() > MOST_LISTED => {
                        fault.help("write `region` in [supplier.NAME] or [factory.NAME]")
                    }
                    None => fault.help(format!("the regions are {}", listed(list.iter().copied()))),
                };
                context.fault(fault);
            }
            (Target::Region, region)
        }
        Some("supplier") => {
            (Target::Supplier(section.reference(context, "supplier", tree).unwrap_or(0)), String::new())
        }
        Some("component") => {
            (Target::Component(section.reference(context, "component", tree).unwrap_or(0)), String::new())
        }
        Some("factory") => (Target::Factory(section.reference(context, "factory", tree).unwrap_or(0)), String::new()),
        Some(_) if demand => (Target::Demand, String::new()),
        _ => {
            section.missing(context, "region", ", `supplier`, `component`, `factory` or demand = true: what it hits");
            (Target::Demand, String::new())
        }
    }
}

fn effect(section: &Section<'_>, target: Target, context: &mut Context) -> Effect {
    let Some(word) = section.choice(context, "effect") else {
        return Effect::Halt { orders: true, deliveries: true };
    };
    let chosen = section.chosen("effect", format!("with effect = \"{word}\""));
    let with = |because: &str| Choice { because: because.to_owned(), ..chosen.clone() };
    let need = |name: &str, why: &str, context: &mut Context| -> Number {
        section.needs(context, name, &with(&format!("{}{why}", chosen.because)));
        section.number(context, name)
    };
    match word {
        "halt" => {
            section.useless(context, &["remaining", "defect_rate", "line_speed"], &chosen, "");
            let stops = section.choice(context, "stops").unwrap_or("both");
            if matches!(target, Target::Demand | Target::Factory(_)) {
                section.useless(context, &["stops"], &with("on a factory or on demand, which stop altogether"), "");
            }
            Effect::Halt { orders: stops != "deliveries", deliveries: stops != "orders" }
        }
        "slow" => {
            section.useless(context, &["stops", "defect_rate", "line_speed"], &chosen, "");
            Effect::Slow { remaining: need("remaining", "", context) }
        }
        _ if matches!(target, Target::Factory(_)) => {
            section.useless(context, &["stops"], &chosen, "");
            section.useless(
                context,
                &["defect_rate", "line_speed"],
                &with("on a factory, which is slowed by fitting spoiled parts by hand"),
                "write `remaining`, the share of its speed that is left",
            );
            Effect::Slow { remaining: need("remaining", " of a factory", context) }
        }
        _ => {
            section.useless(context, &["stops", "remaining"], &chosen, "");
            if target == Target::Demand && section.has("demand") {
                if let Some(node) = section.node("effect") {
                    context.fault(
                        Fault::new(Code::Conflict, "demand cannot be spoiled")
                            .at(node.span, "this effect is for parts and factories")
                            .allowed("\"halt\" or \"slow\""),
                    );
                }
                return Effect::Halt { orders: true, deliveries: true };
            }
            let line_speed = section.number_opt(context, "line_speed");
            if line_speed.is_some() && !section.has("defect_rate") {
                return Effect::Spoil { defect_rate: Number::certain(0.0), line_speed };
            }
            Effect::Spoil { defect_rate: need("defect_rate", " of parts", context), line_speed }
        }
    }
}

/// A date and a length, or a rate and the length of each event.
fn timing(section: &Section<'_>, context: &mut Context) -> Timing {
    let from = section.date(context, "from");
    if !section.has("rate_per_year") {
        if !section.has("from") {
            section.missing(context, "from", " or the key `rate_per_year`");
        }
        section.useless(context, &["strikes"], &section.chosen("from", "without `rate_per_year`"), "");
        return Timing::Dated { from: from.unwrap_or(NO_DATE), length: length(section, from, context) };
    }
    section.conflict(context, "from", "rate_per_year");
    section.conflict(context, "to", "rate_per_year");
    let rate = section.number(context, "rate_per_year");
    if !section.has("length") {
        section.missing(context, "length", " because its events strike at random");
    }
    let after_recovery = section.choice(context, "strikes") == Some("after_recovery");
    Timing::Random { rate, length: section.drawn(context, "length"), after_recovery }
}

fn length(section: &Section<'_>, from: Option<Date>, context: &mut Context) -> Number {
    section.conflict(context, "length", "to");
    let to = section.date(context, "to");
    if section.has("length") {
        return section.number(context, "length");
    }
    if !section.has("to") {
        section.missing(context, "length", " or the key `to`");
    }
    if let (Some(from), Some(to), Some(first), Some(last)) = (from, to, section.node("from"), section.node("to")) {
        in_order(from, first.span, to, last.span, context);
        return Number::certain(f64::from(days_between(from, to).saturating_add(1)));
    }
    Number::certain(1.0)
}

pub(super) fn observed(tree: &Table, context: &mut Context) -> Vec<Observed> {
    let read = |(name, section): (&str, Section<'_>)| {
        let metric = section.text(context, "metric").unwrap_or_default();
        if let Some(node) = section.node("metric")
            && matches!(node.value, Value::Text(_))
            && !is_metric(&metric)
        {
            context.fault(
                Fault::new(Code::BadName, format!("\"{metric}\" cannot be the name of a metric"))
                    .at(node.span, "not a metric's name")
                    .allowed("lower-case letters, digits, `_`, `.` and `-`, starting with a letter")
                    .help("write for example \"net_profit_yuan\" or \"stock.screen\""),
            );
        }
        Observed {
            name: name.to_owned(),
            metric,
            date: section.date(context, "date"),
            value: section.number(context, "value").value,
        }
    };
    Section::named(tree, "observed").into_iter().map(read).collect()
}

/// Names of metrics and series: `net_profit_yuan`, `stock.screen`.
fn is_metric(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}
