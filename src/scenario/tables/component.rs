//! What a phone is made of, and how the parts are ordered.

use jiff::civil::Date;

use super::{ANYWHERE, COUNT, CV, NOUGHT, ONE, PER_PHONE, SHARE, SHARE_BELOW_ONE, whole_days};
use crate::scenario::catalogue::Fallback::{Required, Value as Default, Words};
use crate::scenario::catalogue::{Key, Kind, Range, TableKind};
use crate::scenario::codes::Code;
use crate::scenario::context::Context;
use crate::scenario::declare::{Word as _, count, joined, keys, table, word, words};
use crate::scenario::fault::Fault;
use crate::scenario::number::plain;
use crate::scenario::reader::Section;
use crate::scenario::tree::{Entry, Table, Value};
use crate::scenario::types::{Number, Path};

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
}

/// Keys of `[ordering]` that can be written in `[component.NAME]` too.
#[rustfmt::skip]
const ORDERING_KEYS: &[Key] = keys! {
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
};

/// How parts are ordered; each key can be overridden in [component.NAME].
pub const ORDERING: TableKind = {
    const LISTS: &[&[Key]] = &[
        keys! {
            /// Orders of a review are cut in proportion when cash would fall below the credit line.
            within_cash = Kind::Flag, Default("false"), "true";
        },
        ORDERING_KEYS,
    ];
    const KEYS: [Key; count(LISTS)] = joined(LISTS);
    TableKind {
        path: "ordering",
        doc: "How parts are ordered; each key can be overridden in [component.NAME].",
        keys: &KEYS,
    }
};

table! {
    /// What a phone is made of; also a line of a bill of materials. The keys of [ordering] can be written here too.
    COMPONENT = "component.*", named Component {
        /// Who sells it.
        supplier: usize = Kind::Reference("supplier"), Required, r#""sharp""#;
        /// Quoted price per part, net of VAT.
        unit_cost: Number = Kind::Number(PER_PHONE), Required, "220", "money";
        /// What the part would cost fairly, net of VAT; the cost audit ranks what is paid beyond it.
        fair_price: Option<Number> = Kind::Number(PER_PHONE), Words("none"), "180", "money";
        /// Day of the quote, from which erosion counts.
        quoted: Option<Date> = ANYWHERE, Words("the start"), "2026-01-01";
        /// Mean time from order to arrival; "0 days" arrives the same day.
        lead_time: Number = whole_days(0.0, 3650.0), Required, r#""3 months""#, "days, whole";
        /// Coefficient of variation of the lead time (lognormal).
        lead_time_cv: Number = Kind::Number(CV), NOUGHT, "0.2", "ratio";
        /// Smallest order.
        minimum_order: i32 = Kind::Whole(COUNT), NOUGHT, "1000", "parts";
        /// Orders are multiples of this.
        order_multiple: Option<i32> = Kind::Whole(Range::closed(1.0, 2e9)), Words("the quantity per phone"), "500", "parts";
        /// Share of received parts that is rejected.
        defect_rate: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.01", "share";
        /// Good parts in stock on day 0, at the quoted cost.
        opening_stock: i32 = Kind::Whole(COUNT), NOUGHT, "1000", "parts";
        /// Cost falls by this share each time the bought volume doubles.
        learning_rate: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.1", "share";
        /// Volume from which learning counts.
        learning_from: Number = Kind::Number(Range::above(0.0, 1e12)), ONE, "10_000", "parts";
        /// Least factor that learning can reach.
        learning_floor: Number = Kind::Number(SHARE), NOUGHT, "0.5", "share";
        /// Share by which the quoted price falls each quarter.
        erosion_per_quarter: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.03", "share";
        /// Steps [parts bought before, factor on the price], ascending from 0.
        volume_factors: Vec<(f64, Number)> = Kind::Steps(Range::above(0.0, 1000.0)), Words("none"), "[[0, 1.2], [100_000, 1.0]]", "[parts, factor]";
        /// Share of book value that leftover parts bring.
        salvage: Number = Kind::Number(SHARE), NOUGHT, "0.2", "share";
        /// Share of an open order's value owed when it is cancelled at the end; all of it when it cannot be cancelled.
        cancellation_fee: Number => cancellation_fee {
            /// Share of an open order's value owed when it is cancelled at the end.
            cancellation_fee = Kind::Number(SHARE), NOUGHT, "0.5", "share";
        }
        /// Whether open orders can be cancelled at the end for the cancellation fee; a custom part's are owed in full.
        cancellable: bool = Kind::Flag, Default("true"), "false";
        /// Cost of holding a part for a day.
        holding_cost_per_day: Number = Kind::Number(PER_PHONE), NOUGHT, "0.01", "money";
        /// Shown by name in charts, daily.csv and metrics.
        pacing: bool = Kind::Flag, Default("false"), "true";
        /// A second supplier.
        second_source: Option<SecondSource> => second_source {
        }
        /// Extra time of stock of this part, on top of its safety time.
        hedge: Number = whole_days(0.0, 3650.0), Default(r#""0 days""#), r#""2 weeks""#, "days, whole";
        /// Time of incoming inspection between arrival and stock.
        inspection_time: Number = whole_days(0.0, 365.0), Default(r#""0 days""#), r#""2 days""#, "days, whole";
        /// How it is ordered.
        ordering: Ordering => stand_in {
        }
        keys ORDERING_KEYS;
    }
}

table! {
    /// A second supplier of a component: it takes a share of every order, and what the first cannot accept.
    SECOND_SOURCE = "component.*.second_source", SecondSource {
        /// Who it is; its signature, terms, capacity and disruptions are its own.
        supplier: usize = Kind::Reference("supplier"), Required, r#""sharp""#;
        /// Its price above the first source's, as a share of it.
        premium: Number = Kind::Number(Range::closed(0.0, 100.0)), NOUGHT, "0.1", "share";
        /// Share of every order that goes to it.
        share: Number = Kind::Number(SHARE), NOUGHT, "0.3", "share";
    }
}

impl Copy for SecondSource {}

#[rustfmt::skip]
/// How many good phones are planned; their parts are bought ahead, and with build = "to_plan" they are also started.
pub const BUILD_PLAN: TableKind = TableKind {
    path: "build_plan",
    doc: r#"How many good phones are planned; their parts are bought ahead, and with build = "to_plan" they are also started."#,
    keys: keys! {
        /// Good phones planned since the beginning, linear between points, level after the last one, never falling; over the planned yield they are the planned starts.
        cumulative = Kind::Path(COUNT), Words("nothing planned"), "[[2026-07-01, 0], [2026-12-31, 200_000]]", "[date, phones]";
    },
};

/// Planned cumulative starts, which never fall.
pub(super) fn build_plan(tree: &Table, context: &mut Context) -> Path {
    let section = Section::single(tree, &BUILD_PLAN);
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

/// `[ordering] within_cash`: whether orders are cut so that cash stays above the credit line.
pub(super) fn within_cash(tree: &Table, context: &mut Context) -> bool {
    Section::single(tree, &ORDERING).flag(context, "within_cash")
}

pub(super) fn components(tree: &Table, context: &mut Context) -> Vec<Component> {
    let general = General::read(tree, context);
    Section::each(tree, &COMPONENT, |name, section| {
        let component = Component::of(name, section, tree, context);
        Component { ordering: general.overridden(section, tree, context), ..component }
    })
}

/// Until the general settings are laid under a component's own.
fn stand_in(_: &Section<'_>, _: &Table, _: &mut Context) -> Ordering {
    let (review, safety_time) = (Number::certain(0.0), Number::certain(0.0));
    Ordering { policy: OrderPolicy::None, review, safety_time, follow_build_plan: true, last_order: None }
}

/// A custom part's open orders are owed in full.
fn cancellation_fee(section: &Section<'_>, _: &Table, context: &mut Context) -> Number {
    let cancellable = !section.node("cancellable").is_some_and(|node| node.value == Value::Flag(false));
    if cancellable {
        return section.number(context, "cancellation_fee");
    }
    let choice = section.chosen("cancellable", "with cancellable = false: open orders are owed in full");
    section.useless(context, &["cancellation_fee"], &choice, "");
    Number::certain(1.0)
}

fn second_source(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<SecondSource> {
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

/// Keys of a policy, which are overridden together with it.
const LEVELS: [&str; 3] = ["order_up_to_level", "reorder_level", "order_quantity"];

/// `[ordering]`, read once, so that an uncertain setting is one input for all components.
struct General<'t> {
    section: Section<'t>,
    ordering: Ordering,
    policy: Policy,
    levels: [Option<Number>; 3],
}

impl<'t> General<'t> {
    fn read(tree: &'t Table, context: &mut Context) -> Self {
        let section = Section::single(tree, &ORDERING);
        let policy = word(&section, "policy", context);
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
        ordering
    }
}

/// Whether the build plan's needs are ordered: as written, else unless only orders in hand count.
fn follows_build_plan(section: &Section<'_>, policy: Policy, context: &mut Context) -> bool {
    if section.has("follow_build_plan") { section.flag(context, "follow_build_plan") } else { policy != Policy::ToOrder }
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
