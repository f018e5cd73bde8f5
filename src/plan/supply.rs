//! Supply classes: parts that travel on the same purchase orders are one class whose stock moves as one.

use super::calamity::Exposure;
use super::compiler::{Compiler, interpolate};
use super::param::Param;
use super::PlanError;
use crate::random::luck::Source;
use crate::scenario::types::{Component, Number, OrderPolicy};
use crate::units::Days;

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
    /// Mean lead time [days].
    pub lead_time: Param,
    /// The lead time is written as zero: deliveries arrive the same day.
    pub immediate: bool,
    /// Coefficient of variation of the lead time.
    pub lead_time_cv: Param,
    /// Draws of the lead time, shared by all parts of the supplier under the same policy.
    pub lead_time_source: Source,
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
    /// Share of received units rejected.
    pub defect_rate: Param,
    /// Draws of rejections.
    pub defect_source: Source,
    /// Good units in stock on day 0.
    pub opening: i32,
    /// Share of the order's value paid at the order.
    pub deposit: Param,
    /// Place of its terms of payment in [`SupplyPlan::terms`].
    pub terms: usize,
    /// Units a week the supplier accepts.
    pub weekly_capacity: Option<Param>,
    /// Unit cost by group of parts whose cost moves alike.
    pub costs: Vec<CostGroup>,
    /// Share of book value that leftovers bring.
    pub salvage: Param,
    /// Share of an open order's value owed when cancelled at the horizon.
    pub cancellation_fee: Param,
    /// Holding cost per unit and day.
    pub holding_per_day: Param,
    /// Disruptions that can hit it.
    pub exposure: Exposure,
    /// Index of its transit group, when deliveries can be halted.
    pub transit: Option<usize>,
}

/// One review of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewPlan {
    /// Day.
    pub day: i32,
    /// Units the build plan needs by the end of the span this review covers, from day 0 on.
    pub cumulative_need: i32,
    /// Units the forecast asks for over the span this review covers.
    pub forecast_need: i32,
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
}

/// Parts of a class whose unit cost follows the same curve.
#[derive(Clone, Debug, PartialEq)]
pub struct CostGroup {
    /// Quoted cost per class unit, summed over the group's parts.
    pub quote: Param,
    /// Exponent of Wright's curve, log2(1 - learning rate); zero without learning.
    pub learning_rate: Param,
    /// V0 in class units.
    pub learning_from: Param,
    /// Least experience factor.
    pub learning_floor: Param,
    /// Erosion per quarter.
    pub erosion: Param,
    /// Day of the quote.
    pub quoted: i32,
    /// (Units bought before, factor), ascending.
    pub volume_factors: Vec<(f64, Param)>,
    key: CostKey,
}

#[derive(Clone, Debug, PartialEq)]
struct CostKey {
    learning_rate: Number,
    learning_from: Number,
    learning_floor: Number,
    erosion: Number,
    quoted: i32,
    volume_factors: Vec<(f64, Number)>,
}

#[derive(Clone, Debug, PartialEq)]
struct ClassKey {
    supplier: usize,
    lead_time: Number,
    lead_time_cv: Number,
    policy: OrderPolicy,
    review: Number,
    safety_time: Number,
    follow_build_plan: bool,
    last_order: i32,
    quantity: i32,
    minimum: i32,
    multiple: i32,
    defect_rate: Number,
    opening: i32,
    salvage: Number,
    cancellation_fee: Number,
    exposure: Exposure,
}

/// Supply of the whole company.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SupplyPlan {
    /// Classes in the order of their first part.
    pub classes: Vec<ClassPlan>,
    /// On each day: (class, index of its review).
    pub reviews_on: Vec<Vec<(u32, u32)>>,
    /// Distinct days from delivery to payment.
    pub terms: Vec<usize>,
    /// Classes with holding cost at a rate of their own.
    pub held: Vec<usize>,
    /// Distinct sets of disruptions that halt deliveries.
    pub transit_groups: Vec<Vec<usize>>,
    /// For each component of the product: its class and units per part, for reports by part.
    pub class_of_component: Vec<Option<usize>>,
}

/// Whether a part can be counted in phone-sets without changing any order.
fn counts_in_sets(component: &Component, per_phone: i32) -> bool {
    let multiple = component.order_multiple.unwrap_or(per_phone);
    let minimum_in_lots = component.minimum_order.div_euclid(multiple) * multiple == component.minimum_order;
    per_phone == 1
        || (multiple % per_phone == 0
            && minimum_in_lots
            && component.opening_stock % per_phone == 0
            && matches!(component.ordering.policy, OrderPolicy::None | OrderPolicy::OrderUpTo { level: None }))
}

/// Rounds up to a multiple.
fn round_up(value: i64, multiple: i64) -> i64 {
    (value + multiple - 1).div_euclid(multiple) * multiple
}

impl Compiler<'_> {
    /// Groups the product's parts into classes.
    pub fn supply(&mut self, planned: &PlannedFlow) -> Result<SupplyPlan, PlanError> {
        let scenario = self.scenario;
        let mut supply = SupplyPlan {
            reviews_on: vec![Vec::new(); self.days],
            class_of_component: vec![None; scenario.components.len()],
            ..SupplyPlan::default()
        };
        let mut keys: Vec<ClassKey> = Vec::new();
        let parts = scenario.products.first().map_or(&[][..], |product| &product.parts[..]);
        for &(index, per_phone) in parts {
            let component = &scenario.components[index];
            let key = self.class_key(index, per_phone);
            let at = keys.iter().position(|other| *other == key).unwrap_or(keys.len());
            if at == keys.len() {
                let class = self.class(index, &key, planned)?;
                keys.push(key);
                supply.classes.push(class);
            }
            let class = &mut supply.classes[at];
            if component.pacing && !scenario.components[class.components[0]].pacing {
                class.name.clone_from(&component.name);
            }
            if !class.components.contains(&index) {
                class.components.push(index);
            }
            supply.class_of_component[index] = Some(at);
            let parts_per_unit = f64::from(per_phone) / f64::from(class.quantity);
            class.holding_per_day.add_scaled(component.holding_cost_per_day, parts_per_unit);
            add_cost(&mut class.costs, component, parts_per_unit, self.day_or(component.quoted, 0));
        }
        for (at, class) in supply.classes.iter_mut().enumerate() {
            let terms = supply.terms.iter().position(|&known| known == class.terms);
            class.terms = terms.unwrap_or_else(|| {
                supply.terms.push(class.terms);
                supply.terms.len() - 1
            });
            if !class.holding_per_day.is_zero() {
                supply.held.push(at);
            }
            for (number, review) in class.reviews.iter().enumerate() {
                supply.reviews_on[review.day as usize].push((at as u32, number as u32));
            }
            if !class.exposure.halts.is_empty() {
                let groups = &mut supply.transit_groups;
                let group = groups.iter().position(|other| *other == class.exposure.halts).unwrap_or(groups.len());
                if group == groups.len() {
                    groups.push(class.exposure.halts.clone());
                }
                class.transit = Some(group);
            }
        }
        Ok(supply)
    }

    fn class_key(&self, index: usize, per_phone: i32) -> ClassKey {
        let component = &self.scenario.components[index];
        let unit = if counts_in_sets(component, per_phone) { per_phone } else { 1 };
        let multiple = component.order_multiple.unwrap_or(per_phone);
        ClassKey {
            supplier: component.supplier,
            lead_time: component.lead_time,
            lead_time_cv: component.lead_time_cv,
            policy: component.ordering.policy,
            review: component.ordering.review,
            safety_time: component.ordering.safety_time,
            follow_build_plan: component.ordering.follow_build_plan,
            last_order: self.day_or(component.ordering.last_order, self.last_day()),
            quantity: per_phone / unit,
            minimum: component.minimum_order / unit,
            multiple: multiple / unit,
            defect_rate: component.defect_rate,
            opening: component.opening_stock / unit,
            salvage: component.salvage,
            cancellation_fee: component.cancellation_fee,
            exposure: self.exposure_of_component(index, component.supplier),
        }
    }

    fn class(&mut self, index: usize, key: &ClassKey, planned: &PlannedFlow) -> Result<ClassPlan, PlanError> {
        let scenario = self.scenario;
        let component = &scenario.components[index];
        let supplier = &scenario.suppliers[component.supplier];
        let (policy, tag) = match component.ordering.policy {
            OrderPolicy::None => (PolicyPlan::None, "none"),
            OrderPolicy::OrderUpTo { level: None } => (PolicyPlan::ForecastUpTo, "order_up_to"),
            OrderPolicy::OrderUpTo { level: Some(level) } => (PolicyPlan::UpTo(level.into()), "order_up_to"),
            OrderPolicy::MinMax { reorder, up_to } => (PolicyPlan::MinMax(reorder.into(), up_to.into()), "s_S"),
            OrderPolicy::ReorderPoint { reorder, quantity } => {
                (PolicyPlan::ReorderPoint(reorder.into(), quantity.into()), "reorder_point")
            }
        };
        let address = format!("{}/{tag}", supplier.name);
        let immediate = component.lead_time == Number::certain(0.0);
        Ok(ClassPlan {
            name: component.name.clone(),
            components: vec![index],
            quantity: key.quantity,
            lead_time: component.lead_time.into(),
            immediate,
            lead_time_cv: component.lead_time_cv.into(),
            lead_time_source: self.source("lead_time", &address),
            reviews: self.reviews(key, policy == PolicyPlan::ForecastUpTo, planned)?,
            policy,
            review_days: self.whole_days(key.review).max(1),
            minimum: key.minimum,
            multiple: key.multiple.max(1),
            defect_rate: component.defect_rate.into(),
            defect_source: self.source("rejected", &address),
            opening: key.opening,
            deposit: supplier.deposit.into(),
            terms: self.whole_days(supplier.payment_terms).max(0) as usize,
            weekly_capacity: supplier.weekly_capacity.map(|sets| Param::scaled(sets, f64::from(key.quantity))),
            costs: Vec::new(),
            salvage: component.salvage.into(),
            cancellation_fee: component.cancellation_fee.into(),
            holding_per_day: Param::default(),
            exposure: key.exposure.clone(),
            transit: None,
        })
    }

    /// Review days: the day of signature, then every full review interval from day 0.
    ///
    /// E26: a review of day t covers the span `L + review + safety` with L the planned lead time. The build plan then
    /// needs `q G(t + span)` and the forecast `q sum_{d = t+1}^{t+span} f_d`, the latter no more than planned output.
    fn reviews(&mut self, key: &ClassKey, forecast: bool, planned: &PlannedFlow) -> Result<Vec<ReviewPlan>, PlanError> {
        let signed = self.day_or(self.scenario.suppliers[key.supplier].signed, 0).max(0);
        let interval = self.whole_days(key.review).max(1);
        // The planner plans with the median lead time, never with the one that luck will draw.
        let lead = Days(key.lead_time.value).rounded_half_up();
        let span = lead + interval + self.whole_days(key.safety_time);
        let last = key.last_order.min(self.last_day());
        let mut reviews = Vec::new();
        let mut day = signed;
        while day <= last {
            let units = |phones: f64| -> Result<i32, PlanError> {
                // A part in 10^12 keeps 291,000 phones at a yield of 0.97 at 300,000 sets in spite of rounding.
                let units = (phones * f64::from(key.quantity) * (1.0 - 1e-12)).ceil();
                if units > 2e9 { Err(PlanError::TooMany { what: "parts planned", number: units }) } else { Ok(units as i32) }
            };
            let cumulative_need = if key.follow_build_plan { planned.starts_through(day + span) } else { 0.0 };
            let forecast_need = if forecast { planned.orders_between(day, day + span) } else { 0.0 };
            reviews.push(ReviewPlan {
                day,
                cumulative_need: units(cumulative_need)?,
                forecast_need: units(forecast_need)?,
            });
            day = round_up(i64::from(day) + 1, i64::from(interval)) as i32;
        }
        Ok(reviews)
    }
}

fn add_cost(costs: &mut Vec<CostGroup>, component: &Component, parts_per_unit: f64, quoted: i32) {
    // Thresholds count units bought, so a part of which a phone takes two reaches them twice as fast.
    let in_units = |parts: f64| parts / parts_per_unit;
    let key = CostKey {
        learning_rate: component.learning_rate,
        learning_from: Number { value: in_units(component.learning_from.value), ..component.learning_from },
        learning_floor: component.learning_floor,
        erosion: component.erosion_per_quarter,
        quoted,
        volume_factors: component.volume_factors.iter().map(|&(from, factor)| (in_units(from), factor)).collect(),
    };
    if let Some(group) = costs.iter_mut().find(|group| group.key == key) {
        group.quote.add_scaled(component.unit_cost, parts_per_unit);
        return;
    }
    costs.push(CostGroup {
        quote: Param::scaled(component.unit_cost, parts_per_unit),
        learning_rate: component.learning_rate.into(),
        learning_from: Param::scaled(component.learning_from, 1.0 / parts_per_unit),
        learning_floor: component.learning_floor.into(),
        erosion: component.erosion_per_quarter.into(),
        quoted,
        volume_factors: key.volume_factors.iter().map(|&(from, factor)| (from, factor.into())).collect(),
        key,
    });
}

/// What the planner expects day by day: starts, orders and output.
#[derive(Clone, Debug, Default)]
pub struct PlannedFlow {
    /// Cumulative planned starts at dated points.
    starts: Vec<(i32, f64)>,
    /// Planned yield.
    yield_share: f64,
    /// Forecast orders at dated points.
    orders: Vec<(i32, f64)>,
    /// Planned output per day from day 0 on; `None` when capacity is unlimited.
    output: Option<Vec<f64>>,
}

impl PlannedFlow {
    pub(super) fn new(compiler: &mut Compiler, yield_share: f64, output: Option<Vec<f64>>) -> Self {
        let scenario = compiler.scenario;
        Self {
            starts: compiler.fixed_path(&scenario.build_plan),
            yield_share,
            orders: compiler.fixed_path(&scenario.forecast.daily_orders),
            output,
        }
    }

    /// G(t) in phone-sets: cumulative planned phones through a day over the planned yield.
    fn starts_through(&self, day: i32) -> f64 {
        let last = self.starts.last().map_or(0.0, |&(_, value)| value);
        let phones = interpolate(&self.starts, day, 0.0, last);
        if self.yield_share > 0.0 { phones / self.yield_share } else { phones }
    }

    /// Forecast orders of one day.
    pub(super) fn orders_on(&self, day: i32) -> f64 {
        interpolate(&self.orders, day, 0.0, 0.0)
    }

    /// Forecast orders after `from` through `to`, no more than planned capacity lets out.
    fn orders_between(&self, from: i32, to: i32) -> f64 {
        let orders: f64 = (from + 1..=to).map(|day| self.orders_on(day)).sum();
        match &self.output {
            None => orders,
            Some(_) => orders.min((from + 1..=to).map(|day| self.output_on(day)).sum()),
        }
    }

    /// Planned good phones of one day; capacity stays at its last level beyond the timeline.
    pub(super) fn output_on(&self, day: i32) -> f64 {
        match &self.output {
            None => 1e9,
            Some(output) => output.get(day.max(0) as usize).or(output.last()).copied().unwrap_or(0.0),
        }
    }
}
