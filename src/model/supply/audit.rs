//! What was bought and paid for, cost group by cost group, and on request order by order; kept only where it is asked for.

use super::{Class, Supply};
use crate::lanes::{Count, Real};
use crate::plan::supply::ClassPlan;

/// A purchase order of one class as it was placed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Purchase<const L: usize> {
    /// Day of the order.
    pub day: i32,
    /// Whether the second source took it.
    pub from_second: bool,
    /// Units ordered; zero in launches that ordered nothing.
    pub ordered: Count<L>,
    /// Units that pass inspection.
    pub good: Count<L>,
    /// Days from order to delivery were nothing halted on the way.
    pub lead: Count<L>,
    /// Day on which the good units are in stock.
    pub arrival: Count<L>,
    /// Cost of one unit.
    pub unit_cost: Real<L>,
}

/// Purchases of one class that arrived by the last day.
pub struct Purchases<const L: usize> {
    last_day: i32,
    /// Good units, without the opening stock.
    pub units: Real<L>,
    /// Money, per cost group of the class.
    pub spent: Vec<Real<L>>,
    /// Every order, where they are wanted one by one.
    pub orders: Option<Vec<Purchase<L>>>,
}

impl<const L: usize> Class<L> {
    /// From now on purchases that arrive by the last day are noted.
    pub(super) fn keep_purchases(&mut self, last_day: i32) {
        let spent = vec![Real::ZERO; self.quote_parts.len()];
        self.purchases = Some(Box::new(Purchases { last_day, units: Real::ZERO, spent, orders: None }));
    }

    /// E67: a purchase order adds `good units * unit cost of the group` to what its cost group has cost. A line of the
    /// bill bears it in the proportion of its quote, which is exact, since all prices of a group move alike (E10).
    pub(super) fn note_purchase(&mut self, plan: &ClassPlan, order: &Purchase<L>) {
        let Some(mut purchases) = self.purchases.take() else { return };
        let &Purchase { from_second, good, arrival, day, .. } = order;
        let arrives = arrival.le(Count::splat(purchases.last_day)) & Count::ZERO.le(arrival);
        let units = arrives.select(good.real(), Real::ZERO);
        let premium = self.second.as_ref().filter(|_| from_second).map(|second| second.premium);
        let factor = Real::splat(1.0) + premium.unwrap_or(Real::ZERO);
        purchases.units += units;
        for ((spent, group), now) in purchases.spent.iter_mut().zip(&plan.costs).zip(&self.quote_parts) {
            *spent += units * (now.unit_cost(group, self.ordered, day as usize) * factor);
        }
        if let Some(orders) = &mut purchases.orders {
            orders.push(*order);
        }
        self.purchases = Some(purchases);
    }
}

impl<const L: usize> Supply<L> {
    /// From now on every purchase order is noted; [`Supply::keep_purchases`] comes first.
    pub fn keep_orders(&mut self) {
        for purchases in self.classes.iter_mut().filter_map(|class| class.purchases.as_mut()) {
            purchases.orders = Some(Vec::new());
        }
    }
}
