//! What orders cost beside the price of their parts.

use crate::lanes::{Count, Real};
use crate::rooms::calendar::plan::param::Known;
use crate::rooms::supply::day::Order;
use crate::rooms::supply::plan::fees::{FeesPlan, are_none};

/// Fees of the first and of the second source, with each launch's numbers, and the orders they were paid for.
pub struct Fees<const L: usize> {
    /// Purchase orders placed to date.
    pub orders: Count<L>,
    of_order: [Known<L>; 2],
    freight: [Known<L>; 2],
}

impl<const L: usize> Fees<L> {
    /// Nothing where nothing beside the price is ever paid.
    pub(crate) fn new(plan: &[FeesPlan; 2], inputs: &[Real<L>]) -> Option<Box<Self>> {
        let [first, second] = plan;
        let of_order = || [first.order_cost.known(inputs), second.order_cost.known(inputs)];
        let freight = || [first.freight.known(inputs), second.freight.known(inputs)];
        (!are_none(plan)).then(|| Box::new(Self { orders: Count::ZERO, of_order: of_order(), freight: freight() }))
    }

    /// Freight of one unit.
    #[inline(always)]
    pub(crate) fn freight(&self, from_second: bool) -> &Known<L> {
        &self.freight[usize::from(from_second)]
    }

    /// E73: every purchase order costs K on the day it is placed, whatever it orders (Harris 1913).
    pub(crate) fn of(&self, order: &Order<L>) -> Real<L> {
        let mut cost = Real::ZERO;
        for (units, fee) in [order.first, order.second].iter().zip(&self.of_order) {
            cost += units.gt(Count::ZERO).select(fee.get(), Real::ZERO);
        }
        cost
    }

    /// Counts the orders placed and gives what placing them costs.
    pub(crate) fn place(&mut self, order: &Order<L>) -> Real<L> {
        for units in [order.first, order.second] {
            self.orders += units.gt(Count::ZERO).select(Count::splat(1), Count::ZERO);
        }
        self.of(order)
    }
}
