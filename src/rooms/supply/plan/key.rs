//! What makes two parts travel on the same purchase orders.

use crate::language::quantity::Number;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::distinct::{Fingerprint, Marks};
use crate::rooms::supply::keys::Component;
use crate::rooms::supply::keys::inspection::Inspection;
use crate::rooms::supply::keys::ordering::{Change, OrderPolicy};
use crate::rooms::supply::keys::second::SecondSource;
use crate::rooms::weather::plan::Exposure;

/// All that governs the orders of a part: parts that agree in it are one class.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClassKey {
    pub supplier: usize,
    pub lead_time: Number,
    pub lead_time_cv: Number,
    pub policy: OrderPolicy,
    pub review: Number,
    pub safety_time: Number,
    pub follow_build_plan: bool,
    pub last_order: i32,
    pub quantity: i32,
    pub minimum: i32,
    pub multiple: i32,
    pub inspection: Inspection,
    pub opening: i32,
    pub salvage: Number,
    pub cancellation_fee: Number,
    pub cancellable: bool,
    pub change: Change,
    pub hedge: Number,
    pub second_source: Option<SecondSource>,
    pub currency: Option<usize>,
    pub exposure: Exposure,
}

impl ClassKey {
    /// The median lead time an order is planned with: that of the slower source where it goes to both [days].
    pub fn planned_lead_time(&self) -> f64 {
        let shared = self.second_source.filter(|second| second.share != Number::certain(0.0));
        let second = shared.and_then(|second| second.lead_time);
        second.map_or(self.lead_time.value, |second| second.value.max(self.lead_time.value))
    }
}

impl Fingerprint for ClassKey {
    fn mark(&self, marks: &mut Marks) {
        for whole in [self.last_order, self.quantity, self.minimum, self.multiple, self.opening] {
            marks.whole(i64::from(whole) as u64);
        }
        marks.whole(self.supplier);
        for number in [
            self.lead_time,
            self.lead_time_cv,
            self.review,
            self.safety_time,
            self.salvage,
            self.cancellation_fee,
            self.hedge,
            self.change.put_off_fee,
        ] {
            marks.number(number);
        }
        self.inspection.mark(marks);
        match self.policy {
            OrderPolicy::OrderUpTo { level: Some(level) } => marks.number(level),
            OrderPolicy::MinMax { reorder: low, up_to: high }
            | OrderPolicy::ReorderPoint { reorder: low, quantity: high } => {
                marks.number(low);
                marks.number(high);
            }
            OrderPolicy::None | OrderPolicy::OrderUpTo { level: None } | OrderPolicy::ToOrder => {}
        }
        for until in [self.change.cancel_until, self.change.put_off_until].into_iter().flatten() {
            marks.number(until);
        }
        if let Some(currency) = self.currency {
            marks.whole(currency);
        }
        if let Some(second) = self.second_source {
            marks.whole(second.supplier);
            marks.number(second.share);
            marks.number(second.premium);
            marks.number(second.freight);
            marks.whole(second.what_for as usize);
            let own = [second.order_cost, second.lead_time, second.lead_time_cv, second.order_up_to_level];
            for number in own.into_iter().flatten() {
                marks.number(number);
            }
        }
        let Exposure { halts, order_halts, slows, spoils } = &self.exposure;
        let hit = halts.iter().chain(order_halts).chain(slows.iter().chain(spoils).map(|(at, _)| at));
        hit.for_each(|&at| marks.whole(at));
    }
}

/// Whether a part can be counted in phone-sets without changing any order.
fn counts_in_sets(component: &Component, per_phone: i32) -> bool {
    let multiple = component.order_multiple.unwrap_or(per_phone);
    let minimum_in_lots = component.minimum_order.div_euclid(multiple) * multiple == component.minimum_order;
    per_phone == 1
        || (component.inspection.sample_size.is_none()
            && component.inspection.inspection_cost == Number::certain(0.0)
            && multiple % per_phone == 0
            && minimum_in_lots
            && component.opening_stock % per_phone == 0
            && matches!(
                component.ordering.policy,
                OrderPolicy::None | OrderPolicy::ToOrder | OrderPolicy::OrderUpTo { level: None }
            ))
}

impl Compiler<'_> {
    /// The key of a part of which a phone takes so many.
    pub(crate) fn class_key(&self, index: usize, per_phone: i32) -> ClassKey {
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
            inspection: component.inspection,
            opening: component.opening_stock / unit,
            salvage: component.salvage,
            cancellation_fee: component.cancellation_fee,
            cancellable: component.cancellable,
            change: component.ordering.change,
            hedge: component.hedge,
            // What it asks is a cost of each part; whether it asks a price of its own makes a class.
            second_source: component
                .second_source
                .map(|second| SecondSource { unit_cost: second.unit_cost.map(|_| Number::certain(0.0)), ..second }),
            currency: component.currency,
            exposure: self.exposure_of_component(index, component.supplier),
        }
    }
}
