//! Supply classes: parts that travel on the same purchase orders are one class whose stock moves as one.

pub mod bill;
pub mod change;
mod cost;
pub mod expedite;
pub mod fees;
pub mod inspection;
mod key;
pub mod lead;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use crate::rooms::calendar::plan::by_day::ByDay;
use crate::rooms::calendar::plan::error::PlanError;

use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::distinct::Distinct;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::contract::plan::{ContractsPlan, SignaturePlan};
use crate::rooms::forecast::plan::{PlannedFlow, PlannedPath};
use crate::rooms::supply::keys::ordering::OrderPolicy;
use crate::rooms::supply::keys::second::SecondUse;
use crate::units::Days;
use change::ChangePlan;
pub use cost::CostGroup;
use cost::{CostKey, add_cost};
use expedite::ExpeditePlan;
use inspection::InspectionPlan;
use key::ClassKey;
use lead::LeadPlan;
pub use source::{OrderDraw, SecondPlan, SourcePlan};

/// Everything a supply class needs at a review and at a receipt. Quantities are in class units:
/// phone-sets (the quantity one phone takes) where the collapse is exact, else single parts.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassPlan {
    /// Name of its first pacing part, else of its first part.
    pub name: String,
    /// Indices of its components.
    pub components: Vec<usize>,
    /// Class units one phone consumes.
    pub quantity: i32,
    /// Policy with its levels in class units.
    pub policy: PolicyPlan,
    /// Days of review, ascending.
    pub reviews: Vec<ReviewPlan>,
    /// Days covered by weekly capacity at a review.
    pub review_days: i32,
    /// Smallest order.
    pub minimum: i32,
    /// Orders are multiples of this.
    pub multiple: i32,
    /// How its deliveries are inspected.
    pub inspection: InspectionPlan,
    /// Good units in stock on day 0.
    pub opening: i32,
    /// Unit cost by group of parts whose cost moves alike.
    pub costs: Vec<CostGroup>,
    /// Share of book value that leftovers bring.
    pub salvage: Param,
    /// Share of an open order's value owed when cancelled at the horizon.
    pub cancellation_fee: Param,
    /// Whether open orders can be cancelled at the horizon; else they are owed in full, come, and bring their salvage.
    pub cancellable: bool,
    /// Holding cost per unit and day.
    pub holding_per_day: Param,
    /// What orders cost beside the price, with the first and with the second source.
    pub fees: fees::Fees,
    /// Who sells it.
    pub source: SourcePlan,
    /// Who else sells it.
    pub second: Option<SecondPlan>,
    /// Reviews differ between launches: every day has one, and each launch holds those after a signature.
    pub gated: bool,
    /// Phone-sets its only source accepts a week, as the planner reckons; `None` without a limit.
    pub planned_weekly: Option<f64>,
    /// On which terms a planner who learns changes its open orders; `None` where they stand.
    pub change: Option<ChangePlan>,
    /// Whether its orders are kept by the day they are due, which promises and planners ask about.
    pub keeps_due: bool,
}

/// One review of a class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReviewPlan {
    /// Day.
    pub day: i32,
    /// Units the build plan needs by the end of the span this review covers, from day 0 on.
    pub cumulative_need: i32,
    /// Phones the build plan has started by then, as it is written.
    pub planned_starts: f64,
    /// Phones the line can start over that span.
    pub line_ahead: f64,
    /// Units the planner's curve asks for over the span this review covers.
    pub forecast_need: i32,
    /// Orders by the planner's curve over the span, before planned output caps them [phones].
    pub forecast_orders: f64,
    /// Planned output over the span [phones].
    pub planned_output: f64,
    /// Days of the span.
    pub span: i32,
}

/// Policy of a class.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyPlan {
    /// Only the build plan.
    None,
    /// To the forecast over the span.
    ForecastUpTo,
    /// To a level S.
    UpTo(Param),
    /// To S at or below s.
    MinMax(Param, Param),
    /// A lot Q at or below r.
    ReorderPoint(Param, Param),
    /// To the orders in hand.
    ToOrder,
}

/// How deliveries are paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TermsPlan {
    /// Days from delivery to payment.
    pub days: usize,
    /// In which currency; `None` for the company's.
    pub currency: Option<usize>,
}

/// Supply of the whole company.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SupplyPlan {
    /// Classes in the order of their first part.
    pub classes: Vec<ClassPlan>,
    /// On each day: (class, index of its review).
    pub reviews_on: ByDay<(u32, u32)>,
    /// Distinct terms of payment.
    pub terms: Vec<TermsPlan>,
    /// Whether any source is paid in another currency.
    pub is_abroad: bool,
    /// Classes with holding cost at a rate of their own.
    pub held: Vec<usize>,
    /// Orders of a day are cut in proportion when cash would fall below the credit line.
    pub within_cash: bool,
    /// The build plan day by day, where open orders can be changed.
    pub path: Option<PlannedPath>,
    /// Classes whose only source accepts a number a week.
    pub rationed: Vec<usize>,
    /// For each day, the first later one on which some class has a review.
    pub next_review: Vec<usize>,
    /// Distinct sets of disruptions that halt deliveries.
    pub transit_groups: Vec<Vec<usize>>,
    /// For each component of the product: its class and units per part, for reports by part.
    pub class_of_component: Vec<Option<usize>>,
}

/// Rounds up to a multiple.
fn round_up(value: i64, multiple: i64) -> i64 {
    (value + multiple - 1).div_euclid(multiple) * multiple
}

impl Compiler<'_> {
    /// Groups the product's parts into classes.
    pub fn supply(&mut self, planned: &PlannedFlow, contracts: &ContractsPlan) -> Result<SupplyPlan, PlanError> {
        let scenario = self.scenario;
        let mut supply = SupplyPlan {
            class_of_component: vec![None; scenario.components.len()],
            within_cash: scenario.within_cash,
            ..SupplyPlan::default()
        };
        let mut reviews_on = vec![Vec::new(); self.days];
        let mut keys: Distinct<ClassKey> = Distinct::default();
        // Of each class: whether a pacing part names it, and its cost curves.
        let mut paced: Vec<bool> = Vec::new();
        let mut curves: Vec<Distinct<CostKey>> = Vec::new();
        let mut members = BTreeSet::new();
        let parts = scenario.products.first().map_or(&[][..], |product| &product.parts[..]);
        for &(index, per_phone) in parts {
            let component = &scenario.components[index];
            let key = self.class_key(index, per_phone);
            let at = keys.place(&key);
            if at == supply.classes.len() {
                let mut class = self.class(index, &key, planned, contracts)?;
                // A plan for one launch draws each lead time once, which is not worth a table.
                if !self.is_of_one_launch() {
                    class.sources_mut().for_each(|source| source.lead.tabulate());
                }
                keys.push(key);
                supply.classes.push(class);
                paced.push(component.pacing);
                curves.push(Distinct::default());
            }
            let class = &mut supply.classes[at];
            if component.pacing && !paced[at] {
                paced[at] = true;
                class.name.clone_from(&component.name);
            }
            let is_new = members.insert((at, index));
            if is_new && class.components[0] != index {
                class.components.push(index);
            }
            supply.class_of_component[index] = Some(at);
            let parts_per_unit = f64::from(per_phone) / f64::from(class.quantity);
            class.holding_per_day.add_scaled(component.holding_cost_per_day, parts_per_unit);
            fees::add_part(&mut class.fees, component, (parts_per_unit, is_new));
            add_cost(
                &mut class.costs,
                &mut curves[at],
                (index, component),
                parts_per_unit,
                self.day_or(component.quoted, 0),
            );
        }
        let (mut transit, mut terms) = (Places::default(), Places::default());
        for (at, class) in supply.classes.iter_mut().enumerate() {
            if !class.holding_per_day.is_zero() {
                supply.held.push(at);
            }
            for (number, review) in class.reviews.iter().enumerate() {
                if !class.gated || review.day % class.review_days == 0 {
                    reviews_on[review.day as usize].push((at as u32, number as u32));
                }
            }
            for source in class.sources_mut() {
                let halts = &source.exposure.halts;
                source.transit = (!halts.is_empty()).then(|| transit.of(&mut supply.transit_groups, halts.clone()));
                let paid = TermsPlan { days: source.terms, currency: source.currency };
                source.terms_group = terms.of(&mut supply.terms, paid);
                supply.is_abroad |= source.currency.is_some();
            }
        }
        let rationed = supply.classes.iter().enumerate().filter(|(_, class)| class.planned_weekly.is_some());
        if supply.classes.iter().any(|class| class.change.is_some()) {
            supply.path = Some(planned.path(self.days));
        }
        supply.rationed = rationed.map(|(at, _)| at).collect();
        supply.next_review = next_review(&reviews_on);
        supply.reviews_on = reviews_on.into();
        Ok(supply)
    }

    fn class(
        &mut self,
        index: usize,
        key: &ClassKey,
        planned: &PlannedFlow,
        contracts: &ContractsPlan,
    ) -> Result<ClassPlan, PlanError> {
        let scenario = self.scenario;
        let component = &scenario.components[index];
        let (policy, tag) = match component.ordering.policy {
            OrderPolicy::None => (PolicyPlan::None, "none"),
            OrderPolicy::OrderUpTo { level: None } => (PolicyPlan::ForecastUpTo, "order_up_to"),
            OrderPolicy::OrderUpTo { level: Some(level) } => (PolicyPlan::UpTo(level.into()), "order_up_to"),
            OrderPolicy::MinMax { reorder, up_to } => (PolicyPlan::MinMax(reorder.into(), up_to.into()), "s_S"),
            OrderPolicy::ReorderPoint { reorder, quantity } => {
                (PolicyPlan::ReorderPoint(reorder.into(), quantity.into()), "reorder_point")
            }
            OrderPolicy::ToOrder => (PolicyPlan::ToOrder, "to_order"),
        };
        let first = LeadPlan::new(component.lead_time, component.lead_time_cv);
        let second = component.second_source.map(|second| {
            let lead = LeadPlan::new(
                second.lead_time.unwrap_or(component.lead_time),
                second.lead_time_cv.unwrap_or(component.lead_time_cv),
            );
            let of_policy = (second.order_up_to_level, policy == PolicyPlan::ForecastUpTo);
            let expedite = (second.what_for == SecondUse::Expedite)
                .then(|| ExpeditePlan::new(self, key, of_policy, [&first, &lead], planned));
            let currency = if second.unit_cost.is_some() { second.currency } else { component.currency };
            let source = self.source_plan((index, second.supplier), (lead, currency), key, tag);
            SecondPlan { source, premium: second.premium.into(), share: second.share.into(), expedite }
        });
        let signed = match contracts.suppliers[component.supplier] {
            SignaturePlan::Dated(day) if second.is_none() => Some(day),
            _ => None,
        };
        Ok(ClassPlan {
            name: component.name.clone(),
            components: vec![index],
            quantity: key.quantity,
            reviews: self.reviews(&component.name, key, signed, policy == PolicyPlan::ForecastUpTo, planned)?,
            policy,
            review_days: self.whole_days(key.review).max(1),
            minimum: key.minimum,
            multiple: key.multiple.max(1),
            inspection: InspectionPlan::new(&component.inspection, self),
            opening: key.opening,
            costs: Vec::new(),
            salvage: component.salvage.into(),
            cancellation_fee: component.cancellation_fee.into(),
            cancellable: component.cancellable,
            holding_per_day: Param::default(),
            fees: fees::Fees::default(),
            source: self.source_plan((index, component.supplier), (first, component.currency), key, tag),
            gated: signed.is_none(),
            planned_weekly: scenario.suppliers[component.supplier]
                .weekly_capacity
                .filter(|_| second.is_none())
                .map(|sets| sets.value),
            change: self.change(key),
            keeps_due: false,
            second,
        })
    }

    /// Review days: the day of signature, then every full review interval from day 0; every day where the day of
    /// signature is not the same in all launches.
    ///
    /// E26: a review of day t covers the span `L + inspection + review + safety + hedge` with L the planned lead time. The build plan then
    /// needs `q G(t + span)` and the forecast `q sum_{d = t+1}^{t+span} f_d`, the latter no more than planned output.
    fn reviews(
        &mut self,
        name: &str,
        key: &ClassKey,
        signed: Option<i32>,
        forecast: bool,
        planned: &PlannedFlow,
    ) -> Result<Vec<ReviewPlan>, PlanError> {
        let interval = self.whole_days(key.review).max(1);
        let step = if signed.is_some() { interval } else { 1 };
        // The planner plans with the median lead time, never with the one that luck will draw: that of the slower source
        // where an order goes to both.
        let lead = Days(key.planned_lead_time()).rounded_half_up();
        let extra = self.whole_days(key.safety_time)
            + self.whole_days(key.hedge)
            + self.whole_days(key.inspection.inspection_time);
        let span = lead + interval + extra;
        let last = key.last_order.min(self.last_day());
        let mut reviews = Vec::new();
        let mut day = signed.unwrap_or(0).max(0);
        while day <= last {
            let units = |phones: f64| -> Result<i32, PlanError> {
                // A part in 10^12 keeps 291,000 phones at a yield of 0.97 at 300,000 sets in spite of rounding.
                let units = (phones * f64::from(key.quantity) * (1.0 - 1e-12)).ceil();
                if units > 2e9 {
                    Err(PlanError::TooMany { key: format!("component.{name}"), what: "parts planned", number: units })
                } else {
                    Ok(units as i32)
                }
            };
            let planned_starts = if key.follow_build_plan { planned.starts_through(day + span) } else { 0.0 };
            let forecast_need = if forecast { planned.orders_between(day, day + span) } else { 0.0 };
            reviews.push(ReviewPlan {
                day,
                cumulative_need: units(planned_starts)?,
                planned_starts,
                line_ahead: planned.line_between(day, day + span),
                forecast_need: units(forecast_need)?,
                forecast_orders: if forecast { planned.uncapped_orders_between(day, day + span) } else { 0.0 },
                planned_output: if forecast { planned.output_between(day, day + span) } else { 0.0 },
                span,
            });
            day = round_up(i64::from(day) + 1, i64::from(step)) as i32;
        }
        Ok(reviews)
    }
}

/// Where items stand in a list of distinct ones.
struct Places<T>(BTreeMap<T, usize>);

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Ord + Clone> Places<T> {
    /// The place of an item in the list, to which it is added when it is not there.
    fn of(&mut self, list: &mut Vec<T>, item: T) -> usize {
        *self.0.entry(item).or_insert_with_key(|item| {
            list.push(item.clone());
            list.len() - 1
        })
    }
}

/// For each day, the first later one with a review.
fn next_review<T>(reviews_on: &[Vec<T>]) -> Vec<usize> {
    let mut next = reviews_on.len();
    let mut days = vec![next; reviews_on.len()];
    for day in (0..reviews_on.len()).rev() {
        days[day] = next;
        if !reviews_on[day].is_empty() {
            next = day;
        }
    }
    days
}
