//! What is due: open purchase orders by the day on which the planner expects them.

use std::collections::VecDeque;

use crate::lanes::{Count, Real};
use crate::rooms::supply::day::{Class, Supply};
use crate::rooms::supply::plan::{ClassPlan, SupplyPlan};

/// Purchase orders of a class that are not due yet.
#[derive(Default)]
pub struct Due<const L: usize> {
    orders: VecDeque<DueOrder<L>>,
}

/// A purchase order.
struct DueOrder<const L: usize> {
    /// Day on which the planner expects it in stock.
    due: i32,
    /// Day on which it is in stock, which the planner learns on that day.
    arrival: Count<L>,
    units: Count<L>,
}

impl<const L: usize> Due<L> {
    /// Notes an order as it is placed.
    pub(crate) fn note(&mut self, today: i32, due: i32, (units, arrival): (Count<L>, Count<L>)) {
        while self.orders.front().is_some_and(|order| order.due <= today) {
            self.orders.pop_front();
        }
        if units.any() {
            self.orders.push_back(DueOrder { due, arrival, units });
        }
    }

    /// Units on order on the morning of a day that are due after another; what came early is in stock.
    fn after(&self, day: i32, today: i32) -> Count<L> {
        let mut units = Count::ZERO;
        for order in self.orders.iter().filter(|order| order.due > day) {
            units += Count::splat(today).le(order.arrival).select(order.units, Count::ZERO);
        }
        units
    }

    /// Days after `today` through `last` on which an order is due, not in order.
    fn days(&self, today: i32, last: i32) -> impl Iterator<Item = i32> {
        self.orders.iter().map(|order| order.due).filter(move |&due| today < due && due <= last)
    }
}

impl<const L: usize> Class<L> {
    /// E96: good units the planner expects to have secured by the end of a day, asked on the morning of `today`, before its
    /// deliveries: `received + floor((1 - d) * due)`, due being what is on order and due by the day. An order is due on the
    /// day of the order + planned lead time + inspection, and stays due from then on until it comes.
    #[must_use]
    pub fn due_by(&self, plan: &ClassPlan, day: i32, today: i32) -> Count<L> {
        let mut due = self.ordered + plan.opening - self.received - self.rejected;
        if let Some(orders) = &self.due {
            due -= orders.after(day, today);
        }
        if plan.inspection.defect_rate.is_zero() {
            return self.received + due;
        }
        self.received + (due.real() * Real::splat(1.0 - plan.inspection.planned_defects)).floor_count()
    }

    /// Days after `today` through `last` on which the planner expects more, not in order.
    pub fn due_days(&self, today: i32, last: i32) -> impl Iterator<Item = i32> {
        self.due.iter().flat_map(move |orders| orders.days(today, last))
    }
}

impl<const L: usize> Supply<L> {
    /// [`Class::due_by`] of the class at a place of the plan, which keeps what is due
    /// ([`SupplyPlan::keep_due`]); without, all that is on order counts as due.
    #[must_use]
    pub fn due_by(&self, plan: &SupplyPlan, at: usize, day: i32, today: i32) -> Count<L> {
        self.classes[at].due_by(&plan.classes[at], day, today)
    }
}
