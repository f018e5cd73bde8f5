//! What parts and open purchase orders are worth when a company ends.

use crate::lanes::{Count, Mask, Real};
use crate::rooms::supply::day::{OpenOrders, Supply};
use crate::rooms::supply::plan::{ClassPlan, SupplyPlan};

/// Parts left over, and the purchase orders that are cancelled.
pub struct LeftOver<const L: usize> {
    /// Book value of the stock.
    pub value: Real<L>,
    /// What it brings, with the good units of orders that cannot be cancelled.
    pub salvage: Real<L>,
    /// Of each class's open orders: the deposit paid, and the fee of cancelling them.
    pub cancelled: Vec<(Real<L>, Real<L>)>,
}

impl<const L: usize> Supply<L> {
    /// What is left after the last day.
    #[must_use]
    pub fn left_over(&self, plan: &SupplyPlan, started: Count<L>, last_day: usize, inputs: &[Real<L>]) -> LeftOver<L> {
        let mut left = LeftOver { value: Real::ZERO, salvage: Real::ZERO, cancelled: Vec::new() };
        for (at, (class, open)) in plan.classes.iter().zip(self.open_value(last_day)).enumerate() {
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
    /// parts bring, and the fees.
    pub fn wind_up(
        &mut self,
        plan: &SupplyPlan,
        (stopped, started): (Mask<L>, Count<L>),
        day: usize,
        inputs: &[Real<L>],
    ) -> (Real<L>, Real<L>) {
        let (mut parts, mut fees) = (Real::ZERO, Real::ZERO);
        for (at, class) in plan.classes.iter().enumerate() {
            let stock = self.stock(plan, at, started);
            parts += stock.real() * self.classes[at].average_cost * class.salvage.of(inputs);
        }
        for (open, class) in self.cancel(stopped, day).iter().zip(&plan.classes) {
            let (fee, brings) = end_of(open, class, inputs);
            fees += fee;
            parts += brings;
        }
        (parts, fees)
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
