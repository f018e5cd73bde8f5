//! Open purchase orders that a planner who learns cancels or puts off, on the supplier's terms.

use crate::lanes::{Count, Real};
use crate::rooms::supply::day::due::Taken;
use crate::rooms::supply::day::left_over::rates_of;
use crate::rooms::supply::day::{Class, Position, Supply};
use crate::rooms::supply::plan::{ClassPlan, SupplyPlan};
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
    /// What the planner changes of a class's open orders on a day of review, of a plan that starts so many phones in all; `None`
    /// where nothing is changed.
    ///
    /// E100: of what is secured beyond all the plan will need, whole orders are cancelled, the latest due first, if they are
    /// due `cancel_until` or more ahead and fit into what is too much. E101: of the rest whole orders are put off by a review
    /// interval, the latest due first, as long as what is secured without them is enough for the day they are then due and the
    /// safety time after it.
    #[inline(always)]
    pub fn change(
        &mut self,
        (plan, at): (&SupplyPlan, usize),
        (outlook, in_all): (&Position<L>, Count<L>),
        today: &Today<L>,
    ) -> Option<Changed<L>> {
        let class_plan = &plan.classes[at];
        let (terms, path) = (class_plan.change.as_ref()?, plan.path.as_ref()?);
        let (day, quantity) = (today.day as i32, class_plan.quantity);
        let good_share = 1.0 - class_plan.inspection.planned_defects;
        let mut changed: Option<Changed<L>> = None;
        let class = &mut self.classes[at];
        let secured = class.secured(class_plan);
        let due = class.due.as_mut()?;
        if let Some(until) = terms.cancel_until {
            let needed =
                if quantity == 1 { in_all } else { (in_all.real() * f64::from(quantity)).at_most(2e9).ceil_count() };
            let too_much = today.trading.only((secured - needed).at_least(0));
            if too_much.any() {
                for order in due.cancel(too_much, (day, day + until), good_share) {
                    self.cancel_one((class_plan, at), &order, today, changed.get_or_insert_default());
                }
            }
        }
        if let Some(until) = terms.put_off_until {
            let class = &mut self.classes[at];
            let secured = class.secured(class_plan);
            let due = class.due.as_mut()?;
            let later = class_plan.review_days;
            let needed =
                |by: i32| outlook.in_force.needed(path.by(by + terms.safety, today.day), quantity, &outlook.phones);
            for order in due.put_off(secured, (day, day + until, later), good_share, needed) {
                self.put_off_one((class_plan, at), (&order, later), today, changed.get_or_insert_default());
            }
        }
        changed
    }

    #[inline(never)]
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

    #[inline(never)]
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
    /// Units that are not secured of what customers' orders in hand need.
    #[inline(always)]
    pub(super) fn short_of_orders(&self, plan: &ClassPlan, outlook: &Position<L>) -> Count<L> {
        let ordered = outlook.phones.started - outlook.phones.ahead;
        let short = (ordered * plan.quantity - self.secured(plan)).at_least(0);
        (short.real() / (1.0 - plan.inspection.planned_defects)).ceil_count()
    }

    /// What has been received, and of what is on order the expected good part: only that will ever reach stock.
    #[inline(always)]
    pub(super) fn secured(&self, plan: &ClassPlan) -> Count<L> {
        self.good_of(plan, self.open(plan))
    }
}
