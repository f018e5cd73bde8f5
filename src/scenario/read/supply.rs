//! Products with their parts, suppliers, and components with the way they are ordered.

use super::contracts::{contract, refuse_cycles};
use crate::scenario::codes::Code;
use crate::scenario::context::Context;
use crate::scenario::fault::Fault;
use crate::scenario::number::{Scale, plain, whole_of};
use crate::scenario::reader::{NO_DATE, Section, wrong_type};
use crate::scenario::source::{FileId, Span};
use crate::scenario::tree::{Entry, Table, Value};
use crate::scenario::types::{
    BuildPolicy, Component, Number, OrderErrors, OrderPolicy, Ordering, Path, Product, SecondSource, Supplier,
};
use crate::scenario::unknown::unknown_name;

pub(super) fn products(tree: &Table, context: &mut Context) -> Vec<Product> {
    let sections = Section::named(tree, "product");
    let products = sections.iter().map(|(name, section)| product(name, section, tree, context)).collect();
    match sections.as_slice() {
        [_] => {}
        [] => context.fault(
            Fault::new(Code::Products, "the scenario has no product")
                .at(Span::new(FileId(0), 0..0), "no [product.NAME] in this file")
                .allowed("exactly one table [product.NAME]")
                .help("write for example: [product.phone] and below it price = 1999"),
        ),
        [(_, first), others @ ..] => {
            for (_, other) in others {
                let mut fault = Fault::new(Code::Products, "several products are not built yet");
                for (section, text) in [(other, "a further product"), (first, "the first one")] {
                    if let Some(span) = section.span {
                        fault = fault.at(span, text);
                    }
                }
                context.fault(
                    fault
                        .allowed("exactly one table [product.NAME]")
                        .help("write each product into a scenario of its own"),
                );
            }
        }
    }
    products
}

fn product(name: &str, section: &Section<'_>, tree: &Table, context: &mut Context) -> Product {
    if !section.has("price") {
        for table in ["market", "window"] {
            if tree.get(table).is_some() {
                let table = if table == "window" { "window.NAME" } else { table };
                section.missing(context, "price", &format!(" because there is a [{table}]"));
                break;
            }
        }
    }
    let start = context.timeline.map_or(NO_DATE, |(start, _)| start);
    let without = section.chosen("build", "without build = \"to_stock\"");
    let build = match section.choice(context, "build") {
        Some("to_stock") => BuildPolicy::ToStock {
            target: section.number(context, "stock_target"),
            cover: section.number(context, "stock_cover"),
        },
        policy => {
            section.useless(context, &["stock_target", "stock_cover"], &without, "");
            if policy == Some("to_plan") { BuildPolicy::ToPlan } else { BuildPolicy::ToOrder }
        }
    };
    Product {
        name: name.to_owned(),
        price: section.number_or_path(context, "price", start),
        parts: parts(section, tree, context),
        build,
        ships_on_closed_days: section.flag(context, "ships_on_closed_days"),
        assembly_fee: section.number(context, "assembly_fee"),
        licence_fee: section.number(context, "licence_fee"),
        logistics_cost: section.number(context, "logistics_cost"),
        warranty_cost: section.number(context, "warranty_cost"),
        warranty_period: section.number(context, "warranty_period"),
        payment_fee: section.number(context, "payment_fee"),
        holding_cost_per_day: section.number(context, "holding_cost_per_day"),
        backorder_cost_per_day: section.number(context, "backorder_cost_per_day"),
        salvage: section.number(context, "salvage"),
        order_errors: OrderErrors {
            rate: section.number(context, "order_error_rate"),
            cost: section.number(context, "order_error_cost"),
            refund: section.number(context, "order_error_refund"),
            rehearsals: section.number(context, "rehearsals"),
            rehearsal_effect: section.number(context, "rehearsal_effect"),
        },
    }
}

fn parts(section: &Section<'_>, tree: &Table, context: &mut Context) -> Vec<(usize, i32)> {
    let Some(node) = section.node("parts") else {
        return Vec::new();
    };
    let key = section.key("parts");
    let Value::Table(table) = &node.value else {
        context.fault(wrong_type(key, node, "a table of components and quantities"));
        return Vec::new();
    };
    let components = tree.table("component");
    let mut parts = Vec::with_capacity(table.entries().len());
    for entry in table.entries() {
        let component = components.and_then(|components| components.position(&entry.key));
        let names_are_tables = tree.get("component").is_none_or(|node| matches!(node.value, Value::Table(_)));
        if component.is_none() && names_are_tables {
            unknown_name("component", &entry.key, entry.key_span, tree, context);
        }
        let name = format!("quantity of {}", entry.key);
        let scale = Scale { name: &name, ..Scale::of(key) };
        let quantity = whole_of(&entry.node, scale, context);
        if let (Some(component), Some(quantity)) = (component, quantity) {
            parts.push((component, quantity as i32));
        }
    }
    parts
}

/// Planned cumulative starts, which never fall.
pub(super) fn build_plan(section: &Section<'_>, context: &mut Context) -> Path {
    if !section.has("cumulative") {
        return Path::new();
    }
    let plan = section.path(context, "cumulative");
    let falls = plan.windows(2).find(|pair| {
        let (before, after) = (pair[0].1, pair[1].1);
        before.input.is_none() && after.input.is_none() && after.value < before.value
    });
    if let (Some(pair), Some(node)) = (falls, section.node("cumulative")) {
        let (before, after) = (pair[0].1.value, pair[1].1.value);
        context.fault(
            Fault::new(
                Code::NotAscending,
                format!("the cumulative build plan falls from {} to {}", plain(before), plain(after)),
            )
            .at(node.span, format!("falls on {}", pair[1].0))
            .help("write the number of phones started since the beginning, not those of each period"),
        );
    }
    plan
}

pub(super) fn suppliers(tree: &Table, context: &mut Context) -> Vec<Supplier> {
    let read = |(name, section): (&str, Section<'_>)| {
        let signed = section.date(context, "signed");
        if let (Some(date), Some((_, end)), Some(node)) = (signed, context.timeline, section.node("signed"))
            && date > end
        {
            context.fault(
                Fault::new(Code::OutsideTimeline, format!("{date} lies after the last simulated day"))
                    .at(node.span, "never signs within the timeline")
                    .allowed(format!("a day up to {end}"))
                    .help("move the date, or [timeline]"),
            );
        }
        Supplier {
            name: name.to_owned(),
            region: section.text(context, "region").unwrap_or_default(),
            signed,
            deposit: section.number(context, "deposit"),
            payment_terms: section.number(context, "payment_terms"),
            weekly_capacity: section.number_opt(context, "weekly_capacity"),
            contract: contract(&section, tree, context),
        }
    };
    let suppliers = Section::named(tree, "supplier").into_iter().map(read).collect::<Vec<_>>();
    refuse_cycles(&suppliers, tree, context);
    suppliers
}

pub(super) fn components(tree: &Table, context: &mut Context) -> Vec<Component> {
    let general = General::read(tree, context);
    let read = |(name, section): (&str, Section<'_>)| component(name, &section, &general, tree, context);
    Section::named(tree, "component").into_iter().map(read).collect()
}

fn component(
    name: &str,
    section: &Section<'_>,
    general: &General<'_>,
    tree: &Table,
    context: &mut Context,
) -> Component {
    let cancellable = section.flag(context, "cancellable");
    Component {
        name: name.to_owned(),
        supplier: section.reference(context, "supplier", tree).unwrap_or(0),
        unit_cost: section.number(context, "unit_cost"),
        fair_price: section.number_opt(context, "fair_price"),
        quoted: section.date(context, "quoted"),
        lead_time: section.number(context, "lead_time"),
        lead_time_cv: section.number(context, "lead_time_cv"),
        minimum_order: section.whole(context, "minimum_order") as i32,
        order_multiple: section.has("order_multiple").then(|| section.whole(context, "order_multiple") as i32),
        defect_rate: section.number(context, "defect_rate"),
        opening_stock: section.whole(context, "opening_stock") as i32,
        learning_rate: section.number(context, "learning_rate"),
        learning_from: section.number(context, "learning_from"),
        learning_floor: section.number(context, "learning_floor"),
        erosion_per_quarter: section.number(context, "erosion_per_quarter"),
        volume_factors: section.steps(context, "volume_factors"),
        salvage: section.number(context, "salvage"),
        cancellation_fee: cancellation_fee(section, cancellable, context),
        cancellable,
        holding_cost_per_day: section.number(context, "holding_cost_per_day"),
        pacing: section.flag(context, "pacing"),
        second_source: second_source(section, tree, context),
        hedge: section.number(context, "hedge"),
        inspection_time: section.number(context, "inspection_time"),
        ordering: general.overridden(section, tree, context),
    }
}

/// A custom part's open orders are owed in full.
fn cancellation_fee(section: &Section<'_>, cancellable: bool, context: &mut Context) -> Number {
    if cancellable {
        return section.number(context, "cancellation_fee");
    }
    let choice = section.chosen("cancellable", "with cancellable = false: open orders are owed in full");
    section.useless(context, &["cancellation_fee"], &choice, "");
    Number::certain(1.0)
}

fn second_source(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<SecondSource> {
    let second = section.nested("second_source")?;
    let supplier = second.reference(context, "supplier", tree)?;
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
    Some(SecondSource { supplier, premium: second.number(context, "premium"), share: second.number(context, "share") })
}

/// Keys of a policy, which are overridden together with it.
const LEVELS: [&str; 3] = ["order_up_to_level", "reorder_level", "order_quantity"];

/// `[ordering]`, read once, so that an uncertain setting is one input for all components.
struct General<'t> {
    section: Section<'t>,
    ordering: Ordering,
    policy: &'static str,
    levels: [Option<Number>; 3],
}

impl<'t> General<'t> {
    fn read(tree: &'t Table, context: &mut Context) -> Self {
        let section = Section::single(tree, "ordering");
        let policy = section.choice(context, "policy").unwrap_or("none");
        let levels = LEVELS.map(|level| section.number_opt(context, level));
        let ordering = Ordering {
            policy: policy_of(&section, None, policy, levels, tree, context),
            review: section.number(context, "review"),
            safety_time: section.number(context, "safety_time"),
            follow_build_plan: follows_build_plan(&section, policy, context),
            last_order: section.date(context, "last_order"),
        };
        Self { section, ordering, policy, levels }
    }

    /// The general settings with those a component writes itself.
    fn overridden(&self, section: &Section<'_>, tree: &Table, context: &mut Context) -> Ordering {
        let mut ordering = self.ordering.clone();
        let writes_policy = section.has("policy");
        if writes_policy || LEVELS.iter().any(|level| section.has(level)) {
            let policy = if writes_policy { section.choice(context, "policy").unwrap_or("none") } else { self.policy };
            let mut levels = LEVELS.map(|level| section.number_opt(context, level));
            // The general levels belong to the general policy and do not carry over to another one.
            if policy == self.policy {
                for (level, general) in levels.iter_mut().zip(self.levels) {
                    *level = level.or(general);
                }
            }
            ordering.policy = policy_of(section, Some(&self.section), policy, levels, tree, context);
            if !self.section.has("follow_build_plan") {
                ordering.follow_build_plan = policy != "to_order";
            }
        }
        if section.has("review") {
            ordering.review = section.number(context, "review");
        }
        if section.has("safety_time") {
            ordering.safety_time = section.number(context, "safety_time");
        }
        if section.has("follow_build_plan") {
            ordering.follow_build_plan = section.flag(context, "follow_build_plan");
        }
        if section.has("last_order") {
            ordering.last_order = section.date(context, "last_order");
        }
        ordering
    }
}

/// Whether the build plan's needs are ordered: as written, else unless only orders in hand count.
fn follows_build_plan(section: &Section<'_>, policy: &str, context: &mut Context) -> bool {
    if section.has("follow_build_plan") { section.flag(context, "follow_build_plan") } else { policy != "to_order" }
}

/// The policy with the levels it needs; missing and useless levels are faults.
fn policy_of(
    section: &Section<'_>,
    general: Option<&Section<'_>>,
    policy: &'static str,
    [up_to, reorder, quantity]: [Option<Number>; 3],
    tree: &Table,
    context: &mut Context,
) -> OrderPolicy {
    let mut choice = section.chosen("policy", format!("with policy = \"{policy}\""));
    choice.span = choice.span.or_else(|| general.and_then(|general| general.node("policy")).map(|node| node.span));
    let need = |name: &str, level: Option<Number>, context: &mut Context| {
        let written = section.has(name) || general.is_some_and(|general| general.has(name));
        if level.is_none() && !written && !(general.is_none() && each_part_writes(name, tree)) {
            section.needs(context, name, &choice);
        }
        level.unwrap_or(Number::certain(0.0))
    };
    match policy {
        "order_up_to" => {
            section.useless(context, &["reorder_level", "order_quantity"], &choice, "");
            let forecast = tree.table("forecast").is_some_and(|forecast| forecast.get("daily_orders").is_some());
            let by_parts = general.is_none() && each_part_writes("order_up_to_level", tree);
            if up_to.is_none() && !forecast && !by_parts {
                let why = format!(" {}, or a [forecast] to take it from", choice.because);
                section.missing_beside(context, "order_up_to_level", &why, choice.span);
            }
            OrderPolicy::OrderUpTo { level: up_to }
        }
        "s_S" => {
            let reorder = need("reorder_level", reorder, context);
            let up_to = need("order_up_to_level", up_to, context);
            section.useless(context, &["order_quantity"], &choice, "");
            if reorder.value > up_to.value {
                levels_reversed(section, general, reorder, up_to, context);
            }
            OrderPolicy::MinMax { reorder, up_to }
        }
        "reorder_point" => {
            let reorder = need("reorder_level", reorder, context);
            let quantity = need("order_quantity", quantity, context);
            section.useless(context, &["order_up_to_level"], &choice, "");
            OrderPolicy::ReorderPoint { reorder, quantity }
        }
        _ => {
            section.useless(context, &LEVELS, &choice, "choose the policy that uses it, or take `KEY` out");
            if policy == "to_order" { OrderPolicy::ToOrder } else { OrderPolicy::None }
        }
    }
}

/// Whether a general policy can do without a level because every component writes its own, or a policy of its own.
fn each_part_writes(level: &str, tree: &Table) -> bool {
    let parts = tree.table("component").map_or(&[][..], Table::entries);
    let writes = |part: &Entry| match &part.node.value {
        Value::Table(table) => table.get(level).is_some() || table.get("policy").is_some(),
        _ => false,
    };
    !parts.is_empty() && parts.iter().all(writes)
}

fn levels_reversed(
    section: &Section<'_>,
    general: Option<&Section<'_>>,
    reorder: Number,
    up_to: Number,
    context: &mut Context,
) {
    let written = |name: &str| section.node(name).or_else(|| general.and_then(|general| general.node(name)));
    let (Some(low), Some(high)) = (written("reorder_level"), written("order_up_to_level")) else {
        return;
    };
    let title = format!("the reorder level {} lies above the order-up-to level {}", reorder.value, up_to.value);
    context.fault(
        Fault::new(Code::Order, title)
            .at(low.span, "ordered at or below this")
            .at(high.span, "up to this")
            .help("write a reorder_level that is not above order_up_to_level"),
    );
}
