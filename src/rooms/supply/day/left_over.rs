//! What parts and open purchase orders are worth when a company ends.

use crate::lanes::{Count, Mask, Real};
use crate::rooms::currency::day::Exchange;
use crate::rooms::supply::day::under_way::Arrival;
use crate::rooms::supply::day::{OpenOrders, Supply};
use crate::rooms::supply::plan::{ClassPlan, SupplyPlan};

/// Parts left over, and the purchase orders that are cancelled.
pub struct LeftOver<const L: usize> {
    /// Book value of the stock.
    pub value: Real<L>,
    /// What it brings, with the good units of orders that cannot be cancelled.
    pub salvage: Real<L>,
    /// Of each class's open orders: the deposit that comes back, and the fee of cancelling them.
    pub cancelled: Vec<(Real<L>, Real<L>)>,
    /// What those deposits have lost since they were paid, because the currency they were paid in is worth less.
    pub lost: Real<L>,
}

impl<const L: usize> Supply<L> {
    /// What is left after the last day.
    #[must_use]
    pub fn left_over(
        &self,
        plan: &SupplyPlan,
        started: Count<L>,
        (last_day, exchange): (usize, &Exchange<L>),
        inputs: &[Real<L>],
    ) -> LeftOver<L> {
        let nothing = Real::ZERO;
        let mut left = LeftOver { value: nothing, salvage: nothing, cancelled: Vec::new(), lost: nothing };
        let open = self.open_value(plan, last_day, exchange);
        for (at, (class, open)) in plan.classes.iter().zip(open).enumerate() {
            left.lost += open.lost;
            let salvage = class.salvage.of(inputs);
            let value = self.stock(plan, at, started).real() * self.classes[at].average_cost;
            left.value += value;
            left.salvage += value * salvage;
            let (fee, brings) = end_of(&open, class, inputs);
            left.cancelled.push((open.deposit, fee));
            left.salvage += brings;
        }
        left
    }

    /// What is left of the launches that are wound up on the morning of a day, whose open orders are cancelled: what the
    /// parts bring, the fees, and what deposits have lost since they were paid.
    pub fn wind_up(
        &mut self,
        plan: &SupplyPlan,
        (stopped, started): (Mask<L>, Count<L>),
        (day, exchange): (usize, &Exchange<L>),
        inputs: &[Real<L>],
    ) -> (Real<L>, Real<L>, Real<L>) {
        let (mut parts, mut fees, mut lost) = (Real::ZERO, Real::ZERO, Real::ZERO);
        for (at, class) in plan.classes.iter().enumerate() {
            let stock = self.stock(plan, at, started);
            parts += stock.real() * self.classes[at].average_cost * class.salvage.of(inputs);
        }
        for (open, class) in self.cancel(plan, stopped, day, exchange).iter().zip(&plan.classes) {
            lost += open.lost;
            let (fee, brings) = end_of(open, class, inputs);
            fees += fee;
            parts += brings;
        }
        (parts, fees, lost)
    }

    /// Cancels all purchase orders of some launches that arrive on a day or later; gives each class's.
    fn cancel(
        &mut self,
        plan: &SupplyPlan,
        stopped: Mask<L>,
        day: usize,
        exchange: &Exchange<L>,
    ) -> Vec<OpenOrders<L>> {
        let mut cancelled = vec![OpenOrders::default(); self.classes.len()];
        let classes = &mut self.classes;
        self.under_way.retain(day, |arrival| {
            let (at, lane) = (arrival.class(), arrival.lane());
            if stopped.0[lane] {
                classes[at].ordered.0[lane] -= arrival.ordered;
                let rates = rates_of(&plan.classes[at], arrival, day, exchange);
                cancelled[at].add(arrival, &classes[at], rates);
            }
            !stopped.0[lane]
        });
        self.classes.iter_mut().for_each(|class| class.revoke_purchases(stopped, day));
        cancelled
    }

    /// Each class's orders that arrive after a day.
    fn open_value(&self, plan: &SupplyPlan, last_day: usize, exchange: &Exchange<L>) -> Vec<OpenOrders<L>> {
        let mut open = vec![OpenOrders::default(); self.classes.len()];
        for arrival in self.under_way.after(last_day) {
            let at = arrival.class();
            let rates = rates_of(&plan.classes[at], arrival, last_day, exchange);
            open[at].add(arrival, &self.classes[at], rates);
        }
        open
    }
}

/// What cancelling open orders costs, and what they bring: those that cannot be cancelled are owed in full and come, with
/// their freight.
fn end_of<const L: usize>(open: &OpenOrders<L>, class: &ClassPlan, inputs: &[Real<L>]) -> (Real<L>, Real<L>) {
    let fee = open.value * class.cancellation_fee.of(inputs);
    if class.cancellable {
        return (fee, Real::ZERO);
    }
    (fee + open.freight, (open.good + open.freight) * class.salvage.of(inputs))
}

/// What a unit of an order's currency cost when it was placed, and what it costs on a day.
pub(super) fn rates_of<const L: usize>(
    plan: &ClassPlan,
    arrival: &Arrival,
    day: usize,
    exchange: &Exchange<L>,
) -> (f64, f64) {
    let currency = plan.source(arrival.from_second).currency;
    let on = |day: usize| exchange.owed_in_lane(currency, (day, day), arrival.lane());
    if currency.is_none() { (1.0, 1.0) } else { (on(arrival.day()), on(day)) }
}
