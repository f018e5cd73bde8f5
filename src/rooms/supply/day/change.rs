//! Open purchase orders that a planner who learns cancels or puts off, on the supplier's terms.

use crate::lanes::{Count, Real};
use crate::rooms::supply::day::due::Taken;
use crate::rooms::supply::day::left_over::rates_of;
use crate::rooms::supply::day::{Class, Position, Supply};
use crate::rooms::supply::plan::{ClassPlan, ReviewPlan, SupplyPlan};
use crate::rooms::today::Today;

/// Money that a change of orders moves.
#[derive(Clone, Copy, Default)]
pub struct Changed<const L: usize> {
    /// Deposits that come back, at the rate of today.
    pub deposit: Real<L>,
    /// Fees of cancelling and of putting off.
    pub fee: Real<L>,
    /// What the deposits have lost in home money since they were paid.
    pub lost: Real<L>,
    /// Value of the orders cancelled.
    pub cancelled: Real<L>,
}

impl<const L: usize> Supply<L> {
    /// What the planner changes of a class's open orders at a review; `None` where nothing is too much.
    ///
    /// E101: of what is secured beyond all the plan will need, whole orders are cancelled, the latest due first, if they are
    /// due `cancel_until` or more ahead and fit into what is too much. E102: of what is then secured beyond the need of the
    /// review, whole orders are put off by a review interval in the same way.
    pub fn change(
        &mut self,
        (plan, at): (&SupplyPlan, usize),
        review: &ReviewPlan,
        outlook: &Position<L>,
        today: &Today<L>,
    ) -> Option<Changed<L>> {
        let class_plan = &plan.classes[at];
        let terms = class_plan.change.as_ref()?;
        let changes = outlook.in_force.changes();
        if !changes.any() {
            return None;
        }
        let (day, quantity) = (today.day as i32, class_plan.quantity);
        let good = |units: i32| (f64::from(units) * (1.0 - class_plan.inspection.planned_defects)) as i32;
        let mut changed = Changed::default();
        if let Some(until) = terms.cancel_until {
            let all = (terms.all_starts, terms.line_to_end[today.day]);
            let need = outlook.in_force.need_in_all(all, quantity, &outlook.phones);
            for order in self.take((class_plan, at), need, (today, day + until, None), &good) {
                self.cancel_one((class_plan, at), &order, today, &mut changed);
            }
        }
        if let Some(until) = terms.put_off_until {
            let need = outlook.in_force.need(review, quantity, (&outlook.phones, None));
            let need = changes.select(need, Count::splat(i32::MAX));
            let later = class_plan.review_days;
            for order in self.take((class_plan, at), need, (today, day + until, Some(later)), &good) {
                self.put_off_one((class_plan, at), (&order, later), today, &mut changed);
            }
        }
        Some(changed)
    }

    /// Takes out of what is due what is secured beyond a need.
    fn take(
        &mut self,
        (plan, at): (&ClassPlan, usize),
        need: Count<L>,
        (today, from, later): (&Today<L>, i32, Option<i32>),
        good: &impl Fn(i32) -> i32,
    ) -> Vec<Taken> {
        let class = &mut self.classes[at];
        let mut too_much = today.trading.only((class.secured(plan) - need).at_least(0));
        match &mut class.due {
            Some(due) if too_much.any() => due.take_latest(&mut too_much, (today.day as i32, from, later), good),
            _ => Vec::new(),
        }
    }

    fn cancel_one(
        &mut self,
        (plan, at): (&ClassPlan, usize),
        order: &Taken,
        today: &Today<L>,
        changed: &mut Changed<L>,
    ) {
        let lane = order.lane;
        let Some(arrival) = self.under_way.take_one(order.arrival, at, lane, order.placed) else { return };
        let class = &mut self.classes[at];
        let (then, now) = rates_of(plan, &arrival, today.day, today.exchange);
        let value = f64::from(arrival.ordered) * arrival.unit_cost * now;
        let deposit = class.deposit_of(&arrival);
        class.ordered.0[lane] -= arrival.ordered;
        class.revoke_order(lane, order.placed);
        changed.deposit.0[lane] += deposit * now;
        changed.lost.0[lane] += deposit * (then - now);
        changed.fee.0[lane] += value * plan.cancellation_fee.of(today.inputs).0[lane];
        changed.cancelled.0[lane] += value;
    }

    fn put_off_one(
        &mut self,
        (plan, at): (&ClassPlan, usize),
        (order, later): (&Taken, i32),
        today: &Today<L>,
        changed: &mut Changed<L>,
    ) {
        let lane = order.lane;
        let Some(arrival) = self.under_way.take_one(order.arrival, at, lane, order.placed) else { return };
        let transit = plan.source(arrival.from_second).transit;
        let comes = today.calamities.put_off(transit, order.arrival, later, lane);
        let (_, now) = rates_of(plan, &arrival, today.day, today.exchange);
        let value = f64::from(arrival.ordered) * arrival.unit_cost * now;
        if let Some(terms) = &plan.change {
            changed.fee.0[lane] += value * terms.put_off_fee.of(today.inputs).0[lane];
        }
        self.under_way.add(comes, arrival);
        let class = &mut self.classes[at];
        if let Some(due) = &mut class.due {
            due.comes(order, comes);
        }
        class.put_off_purchase(lane, order.placed, comes);
    }
}

impl<const L: usize> Class<L> {
    /// What has been received, and of what is on order the expected good part: only that will ever reach stock.
    #[inline(always)]
    pub(super) fn secured(&self, plan: &ClassPlan) -> Count<L> {
        let open = self.ordered + plan.opening - self.received - self.rejected;
        if plan.inspection.defect_rate.is_zero() {
            return self.received + open;
        }
        self.received + (open.real() * Real::splat(1.0 - plan.inspection.planned_defects)).floor_count()
    }
}
