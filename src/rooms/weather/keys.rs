//! Dated and random disasters.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, word, words};
use crate::language::fault::Fault;
use crate::language::nearest::listed;
use crate::language::points::in_order;
use crate::language::presence::Condition;
use crate::language::quantity::Number;
use crate::language::ranges::{ANYWHERE, SHARE, SHARE_BELOW_ONE, whole_days};
use crate::language::reader::{NO_DATE, Section};
use crate::language::tree::{Table, Value};
use crate::language::unknown::MOST_LISTED;
use crate::random::distribution::Distribution;
use crate::units::days_between;

words! {
    /// What a disruption does.
    pub enum Harm {
        /// It stops it.
        Halt = "halt",
        /// It slows it.
        Slow = "slow",
        /// It spoils what it makes.
        Spoil = "spoil",
    }
}

words! {
    /// What a halt stops.
    pub enum Stops {
        /// No order is accepted.
        Orders = "orders",
        /// Nothing moves.
        Deliveries = "deliveries",
        /// Both.
        Both = "both",
    }
}

words! {
    /// When random disruptions can strike.
    pub enum Strikes {
        /// Whether or not one is under way.
        AnyTime = "any_time",
        /// Only once the last one is over.
        AfterRecovery = "after_recovery",
    }
}

/// What a disruption hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Everything in a region (index into the list of region names).
    Region,
    /// A supplier's parts.
    Supplier(usize),
    /// One component.
    Component(usize),
    /// A factory.
    Factory(usize),
    /// The market's hazard.
    Demand,
}

/// What it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// "halt": stops; `stops` = "orders", "deliveries" or "both" (default).
    Halt {
        /// No order is accepted.
        orders: bool,
        /// Nothing moves.
        deliveries: bool,
    },
    /// "slow": only `remaining` 0..=1 of the capacity or hazard is left.
    Slow {
        /// Share left.
        remaining: Number,
    },
    /// "spoil": `defect_rate` is added to the parts' own, or a factory's speed falls to `remaining` by hand fitting.
    Spoil {
        /// Added defect rate 0..<1.
        defect_rate: Number,
        /// `line_speed`: share of every factory's speed left while such parts are about.
        line_speed: Option<Number>,
    },
}

/// When it strikes and how long it lasts.
#[derive(Clone, Debug, PartialEq)]
pub enum Timing {
    /// Once.
    Dated {
        /// `from`: first day.
        from: Date,
        /// `length` [whole days], >= 1; `to` (inclusive) may be written instead.
        length: Number,
    },
    /// At random, each event with a length of its own.
    Random {
        /// `rate_per_year`: mean number of events a year.
        rate: Number,
        /// `length` of one event [days]; a constant is a uniform without width.
        length: Distribution,
        /// `strikes`: "any_time" (default), or "after_recovery": the next one only once the last one is over.
        after_recovery: bool,
    },
}

/// `[disruption.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Disruption {
    /// Name of the table.
    pub name: String,
    /// Exactly one of `region`, `supplier`, `component`, `factory`, `demand = true`.
    pub target: Target,
    /// Region's name when the target is a region.
    pub region: String,
    /// `effect`.
    pub effect: Effect,
    /// When.
    pub timing: Timing,
}

table! {
    /// A dated or random disaster; it hits exactly one of region, supplier, component, factory or demand.
    DISRUPTION = "disruption.*" {
        /// Hits every supplier and factory of a region.
        region = Kind::Text, Words("none"), r#""japan""#;
        /// Hits one supplier.
        supplier = Kind::Reference("supplier"), Words("none"), r#""sharp""#;
        /// Hits one component.
        component = Kind::Reference("component"), Words("none"), r#""screen""#;
        /// Hits one factory.
        factory = Kind::Reference("factory"), Words("none"), r#""inventec""#;
        /// Hits the market's interest.
        demand = Kind::Flag, Default("false"), "true";
        /// Stops it, slows it, or spoils what it makes.
        effect = Kind::Choice(Harm::ALL), Required, r#""halt""#;
        /// What a halt stops.
        stops = Kind::Choice(Stops::ALL), Default(r#""both""#), r#""both""#;
        /// Share of capacity or interest that is left.
        remaining = Kind::Number(SHARE), Words(r#"required with "slow", and with "spoil" of a factory"#), "0.5", "share";
        /// Added to the parts' own defect rate.
        defect_rate = Kind::Number(SHARE_BELOW_ONE), Words(r#"required with "spoil" of parts"#), "0.1", "share";
        /// Share of every factory's speed left by fitting by hand, with "spoil" of parts.
        line_speed = Kind::Number(SHARE), Words("full speed"), "0.6", "share";
        /// First day.
        from = ANYWHERE, Words("required without `rate_per_year`"), "2026-10-15";
        /// Mean number of events a year, instead of `from`: they strike at random.
        rate_per_year = Kind::Number(Range::closed(0.0, 10_000.0)), Words("none: it is dated"), "0.5", "1/year";
        /// With `rate_per_year`: events strike whether or not one is under way and may overlap, or only once the last one is over and a day has passed.
        strikes = Kind::Choice(Strikes::ALL), Default(r#""any_time""#), r#""any_time""#;
        /// How long it lasts; with `rate_per_year` a distribution is drawn anew for each event.
        length = whole_days(1.0, 10_000.0), Words("from `to`"), r#""6 weeks""#, "days, whole";
        /// Last day, instead of `length`.
        to = ANYWHERE, Words("from `length`"), "2026-11-30";
    }
}

const TARGETS: [&str; 5] = ["region", "supplier", "component", "factory", "demand"];

pub(crate) fn disruptions(tree: &Table, context: &mut Context) -> Vec<Disruption> {
    let sections = Section::named(tree, &DISRUPTION);
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
    let Some(harm) = section.choice(context, "effect").and_then(Harm::of) else {
        return Effect::Halt { orders: true, deliveries: true };
    };
    let chosen = section.chosen("effect", format!("with effect = \"{}\"", harm.word()));
    let with = |because: &str| Condition { because: because.to_owned(), ..chosen.clone() };
    let need = |name: &str, why: &str, context: &mut Context| -> Number {
        section.needs(context, name, &with(&format!("{}{why}", chosen.because)));
        section.number(context, name)
    };
    match harm {
        Harm::Halt => {
            section.useless(context, &["remaining", "defect_rate", "line_speed"], &chosen, "");
            let stops: Stops = word(section, "stops", context);
            if matches!(target, Target::Demand | Target::Factory(_)) {
                section.useless(context, &["stops"], &with("on a factory or on demand, which stop altogether"), "");
            }
            Effect::Halt { orders: stops != Stops::Deliveries, deliveries: stops != Stops::Orders }
        }
        Harm::Slow => {
            section.useless(context, &["stops", "defect_rate", "line_speed"], &chosen, "");
            Effect::Slow { remaining: need("remaining", "", context) }
        }
        Harm::Spoil if matches!(target, Target::Factory(_)) => {
            section.useless(context, &["stops"], &chosen, "");
            section.useless(
                context,
                &["defect_rate", "line_speed"],
                &with("on a factory, which is slowed by fitting spoiled parts by hand"),
                "write `remaining`, the share of its speed that is left",
            );
            Effect::Slow { remaining: need("remaining", " of a factory", context) }
        }
        Harm::Spoil => {
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
    let after_recovery = word::<Strikes>(section, "strikes", context) == Strikes::AfterRecovery;
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
