//! How parts are ordered: general settings, which a component can override.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Value as Default, Words};
use crate::language::catalogue::{Key, Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, word, words};
use crate::language::fault::Fault;
use crate::language::quantity::Number;
use crate::language::ranges::{ANYWHERE, COUNT, NOUGHT, SHARE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::{Entry, Table, Value};

words! {
    /// What is ordered at a review beside the build plan's needs.
    pub enum Policy {
        /// Nothing.
        None = "none",
        /// Up to a level, or to the forecast.
        OrderUpTo = "order_up_to",
        /// To S when the position is at or below s.
        MinMax = "s_S",
        /// One lot when the position is at or below r.
        ReorderPoint = "reorder_point",
        /// What customers' orders in hand need.
        ToOrder = "to_order",
    }
}

/// The policy of a component with the levels it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OrderPolicy {
    /// Only what the build plan needs.
    None,
    /// To a level [parts] when written, else to the forecast over lead time, review and safety time.
    OrderUpTo {
        /// S [parts].
        level: Option<Number>,
    },
    /// To S when the position is at or below s.
    MinMax {
        /// s [parts].
        reorder: Number,
        /// S [parts].
        up_to: Number,
    },
    /// One lot Q when the position is at or below r.
    ReorderPoint {
        /// r [parts].
        reorder: Number,
        /// Q [parts].
        quantity: Number,
    },
    /// Only what customers' orders in hand need.
    ToOrder,
}

/// Settings of `[ordering]`, each of which a component can override.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordering {
    /// What is ordered at a review.
    pub policy: OrderPolicy,
    /// Time between reviews [days, whole].
    pub review: Number,
    /// Parts are wanted this long before they are needed [days, whole].
    pub safety_time: Number,
    /// Whether the build plan's needs are ordered.
    pub follow_build_plan: bool,
    /// No order after this day.
    pub last_order: Option<Date>,
    /// On which terms a planner who learns can change open orders.
    pub change: Change,
}

/// On which terms open orders can be changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// How long before it is due an order can be cancelled [days, whole]; `None` for not at all.
    pub cancel_until: Option<Number>,
    /// How long before it is due an order can be put off [days, whole]; `None` for not at all.
    pub put_off_until: Option<Number>,
    /// Share of an order's value that putting it off costs.
    pub put_off_fee: Number,
}

/// Keys of `[ordering]` that can be written in `[component.NAME]` too.
#[rustfmt::skip]
pub(crate) const ORDERING_KEYS: &[Key] = keys! {
    /// What is ordered at a review beside the build plan's needs.
    policy = Kind::Choice(Policy::ALL), Default(r#""none""#), r#""none""#;
    /// Level S the position is raised to.
    order_up_to_level = Kind::Number(COUNT), Words(r#"from the forecast with "order_up_to", required with "s_S""#), "20_000", "parts";
    /// Level s or r at or below which is ordered.
    reorder_level = Kind::Number(Range::closed(-2e9, 2e9)), Words(r#"required with "s_S" and "reorder_point""#), "5_000", "parts";
    /// Lot Q.
    order_quantity = Kind::Number(Range::above(0.0, 2e9)), Words(r#"required with "reorder_point""#), "10_000", "parts";
    /// Time between reviews.
    review = whole_days(1.0, 365.0), Default(r#""1 week""#), r#""1 week""#, "days, whole";
    /// Parts are wanted this long before they are needed.
    safety_time = whole_days(0.0, 3650.0), Default(r#""0 days""#), r#""1 week""#, "days, whole";
    /// The build plan's needs are ordered.
    follow_build_plan = Kind::Flag, Words(r#"true; false with policy = "to_order""#), "true";
    /// No order after this day.
    last_order = ANYWHERE, Words("the end"), "2026-10-31";
    /// How long before it is due an open order can be cancelled for the cancellation fee, by a planner who learns.
    cancel_until = whole_days(0.0, 3650.0), Words("not at all"), r#""6 weeks""#, "days, whole";
    /// How long before it is due an open order can be put off by a review interval, by a planner who learns.
    put_off_until = whole_days(0.0, 3650.0), Words("not at all"), r#""2 weeks""#, "days, whole";
    /// Share of an order's value that it costs each time the order is put off.
    put_off_fee = Kind::Number(SHARE), NOUGHT, "0.01", "share";
};

table! {
    /// How parts are ordered; each key can be overridden in [component.NAME].
    ORDERING = "ordering" {
        /// Orders of a review are cut in proportion when cash would fall below the credit line.
        within_cash = Kind::Flag, Default("false"), "true";
    } ORDERING_KEYS
}

/// `[ordering] within_cash`: whether orders are cut so that cash stays above the credit line.
pub(crate) fn within_cash(tree: &Table, context: &mut Context) -> bool {
    Section::single(tree, &ORDERING).flag(context, "within_cash")
}

/// Until the general settings are laid under a component's own.
pub(crate) fn stand_in(_: &Section<'_>, _: &Table, _: &mut Context) -> Ordering {
    let (review, safety_time) = (Number::certain(0.0), Number::certain(0.0));
    let change = Change { cancel_until: None, put_off_until: None, put_off_fee: review };
    Ordering { policy: OrderPolicy::None, review, safety_time, follow_build_plan: true, last_order: None, change }
}

/// Keys of a policy, which are overridden together with it.
const LEVELS: [&str; 3] = ["order_up_to_level", "reorder_level", "order_quantity"];

/// `[ordering]`, read once, so that an uncertain setting is one input for all components.
pub(crate) struct General<'t> {
    section: Section<'t>,
    ordering: Ordering,
    policy: Policy,
    levels: [Option<Number>; 3],
}

impl<'t> General<'t> {
    pub(crate) fn read(tree: &'t Table, context: &mut Context) -> Self {
        let section = Section::single(tree, &ORDERING);
        let policy = word(&section, "policy", context);
        let levels = LEVELS.map(|level| section.number_opt(context, level));
        let ordering = Ordering {
            policy: policy_of(&section, None, policy, levels, tree, context),
            review: section.number(context, "review"),
            safety_time: section.number(context, "safety_time"),
            follow_build_plan: follows_build_plan(&section, policy, context),
            last_order: section.date(context, "last_order"),
            change: Change {
                cancel_until: section.number_opt(context, "cancel_until"),
                put_off_until: section.number_opt(context, "put_off_until"),
                put_off_fee: section.number(context, "put_off_fee"),
            },
        };
        fee_of_something(&section, None, context);
        Self { section, ordering, policy, levels }
    }

    /// The general settings with those a component writes itself.
    pub(crate) fn overridden(&self, section: &Section<'_>, tree: &Table, context: &mut Context) -> Ordering {
        let mut ordering = self.ordering.clone();
        let writes_policy = section.has("policy");
        if writes_policy || LEVELS.iter().any(|level| section.has(level)) {
            let policy = if writes_policy { word(section, "policy", context) } else { self.policy };
            let mut levels = LEVELS.map(|level| section.number_opt(context, level));
            // The general levels belong to the general policy and do not carry over to another one.
            if policy == self.policy {
                for (level, general) in levels.iter_mut().zip(self.levels) {
                    *level = level.or(general);
                }
            }
            ordering.policy = policy_of(section, Some(&self.section), policy, levels, tree, context);
            if !self.section.has("follow_build_plan") {
                ordering.follow_build_plan = policy != Policy::ToOrder;
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
        fee_of_something(section, Some(&self.section), context);
        let change = &mut ordering.change;
        change.cancel_until = section.number_opt(context, "cancel_until").or(change.cancel_until);
        change.put_off_until = section.number_opt(context, "put_off_until").or(change.put_off_until);
        if section.has("put_off_fee") {
            change.put_off_fee = section.number(context, "put_off_fee");
        }
        ordering
    }
}

/// A fee of putting off what cannot be put off.
fn fee_of_something(section: &Section<'_>, general: Option<&Section<'_>>, context: &mut Context) {
    let writes = |section: &Section<'_>| section.has("put_off_until");
    if !writes(section) && !general.is_some_and(writes) {
        let choice = section.chosen("put_off_until", "without `put_off_until`: no order can be put off");
        section.useless(context, &["put_off_fee"], &choice, "");
    }
}

/// Whether the build plan's needs are ordered: as written, else unless only orders in hand count.
fn follows_build_plan(section: &Section<'_>, policy: Policy, context: &mut Context) -> bool {
    if section.has("follow_build_plan") {
        section.flag(context, "follow_build_plan")
    } else {
        policy != Policy::ToOrder
    }
}

/// The policy with the levels it needs; missing and useless levels are faults.
fn policy_of(
    section: &Section<'_>,
    general: Option<&Section<'_>>,
    policy: Policy,
    [up_to, reorder, quantity]: [Option<Number>; 3],
    tree: &Table,
    context: &mut Context,
) -> OrderPolicy {
    let mut choice = section.chosen("policy", format!("with policy = \"{}\"", policy.word()));
    choice.span = choice.span.or_else(|| general.and_then(|general| general.node("policy")).map(|node| node.span));
    let need = |name: &str, level: Option<Number>, context: &mut Context| {
        let written = section.has(name) || general.is_some_and(|general| general.has(name));
        if level.is_none() && !written && !(general.is_none() && each_part_writes(name, tree)) {
            section.needs(context, name, &choice);
        }
        level.unwrap_or(Number::certain(0.0))
    };
    match policy {
        Policy::OrderUpTo => {
            section.useless(context, &["reorder_level", "order_quantity"], &choice, "");
            let forecast = tree.table("forecast").is_some_and(|forecast| forecast.get("daily_orders").is_some());
            let by_parts = general.is_none() && each_part_writes("order_up_to_level", tree);
            if up_to.is_none() && !forecast && !by_parts {
                let why = format!(" {}, or a [forecast] to take it from", choice.because);
                section.missing_beside(context, "order_up_to_level", &why, choice.span);
            }
            OrderPolicy::OrderUpTo { level: up_to }
        }
        Policy::MinMax => {
            let reorder = need("reorder_level", reorder, context);
            let up_to = need("order_up_to_level", up_to, context);
            section.useless(context, &["order_quantity"], &choice, "");
            if reorder.value > up_to.value {
                levels_reversed(section, general, reorder, up_to, context);
            }
            OrderPolicy::MinMax { reorder, up_to }
        }
        Policy::ReorderPoint => {
            let reorder = need("reorder_level", reorder, context);
            let quantity = need("order_quantity", quantity, context);
            section.useless(context, &["order_up_to_level"], &choice, "");
            OrderPolicy::ReorderPoint { reorder, quantity }
        }
        Policy::None | Policy::ToOrder => {
            section.useless(context, &LEVELS, &choice, "choose the policy that uses it, or take `KEY` out");
            if policy == Policy::ToOrder { OrderPolicy::ToOrder } else { OrderPolicy::None }
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
