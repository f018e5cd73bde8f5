//! What was bought and paid for, cost group by cost group, and on request order by order; kept only where it is asked for.

use crate::lanes::{Count, Mask, Real};
use crate::rooms::supply::day::{Class, Supply};
use crate::rooms::supply::plan::ClassPlan;

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
    /// Launches that cancelled it when they were wound up.
    pub cancelled: Mask<L>,
}

/// Purchases of one class that arrived by the last day.
pub struct Purchases<const L: usize> {
    last_day: i32,
    /// Good units, without the opening stock.
    pub units: Real<L>,
    /// Money, per cost group of the class.
    pub spent: Vec<Real<L>>,
    /// Units whose freight is paid, from the first and from the second source.
    pub shipped: [Real<L>; 2],
    /// Every order, where they are wanted one by one.
    pub orders: Option<Vec<Purchase<L>>>,
    /// Every purchase with its day of arrival, units and unit costs, where orders may be cancelled.
    notes: Option<Vec<Note<L>>>,
}

/// A purchase that may be cancelled before it arrives.
struct Note<const L: usize> {
    arrival: Count<L>,
    /// Good units.
    units: Real<L>,
    /// What one costs by cost group.
    costs: Vec<Real<L>>,
    from_second: bool,
    /// Units whose freight is paid.
    shipped: Real<L>,
}

impl<const L: usize> Class<L> {
    /// From now on purchases that arrive by the last day are noted.
    pub(crate) fn keep_purchases(&mut self, last_day: i32, revocable: bool) {
        let spent = vec![Real::ZERO; self.quote_parts.len()];
        let notes = revocable.then(Vec::new);
        let (units, shipped) = (Real::ZERO, [Real::ZERO; 2]);
        self.purchases = Some(Box::new(Purchases { last_day, units, spent, shipped, orders: None, notes }));
    }

    /// Takes out what some launches have ordered to arrive on a day or later and have cancelled.
    pub(crate) fn revoke_purchases(&mut self, cancelled: Mask<L>, day: usize) {
        let Some(purchases) = &mut self.purchases else { return };
        for note in purchases.notes.iter_mut().flatten() {
            let gone = cancelled & Count::splat(day as i32).le(note.arrival);
            let lost = gone.select(note.units, Real::ZERO);
            note.units -= lost;
            purchases.units -= lost;
            for (spent, cost) in purchases.spent.iter_mut().zip(&note.costs) {
                *spent -= lost * *cost;
            }
            let unshipped = gone.select(note.shipped, Real::ZERO);
            note.shipped -= unshipped;
            purchases.shipped[usize::from(note.from_second)] -= unshipped;
        }
        for order in purchases.orders.iter_mut().flatten() {
            order.cancelled = order.cancelled | (cancelled & Count::splat(day as i32).le(order.arrival));
        }
    }

    /// E67: a purchase order adds `good units * unit cost of the group` to what its cost group has cost. A line of the
    /// bill bears it in the proportion of its quote, which is exact, since all prices of a group move alike (E10);
    /// freight (E74) stands beside.
    pub(crate) fn note_purchase(&mut self, plan: &ClassPlan, order: &Purchase<L>) {
        let Some(mut purchases) = self.purchases.take() else { return };
        let &Purchase { from_second, ordered, good, arrival, day, .. } = order;
        let arrives = arrival.le(Count::splat(purchases.last_day)) & Count::ZERO.le(arrival);
        let units = arrives.select(good.real(), Real::ZERO);
        let premium = self.second.as_ref().filter(|_| from_second).map(|second| second.premium.get());
        let factor = Real::splat(1.0) + premium.unwrap_or(Real::ZERO);
        purchases.units += units;
        if let Some(orders) = &mut purchases.orders {
            orders.push(*order);
        }
        let now = self.quote_parts.iter().zip(&plan.costs);
        let costs =
            now.map(|(now, group)| now.unit_cost(group, self.ordered, day as usize) * factor).collect::<Vec<_>>();
        for (spent, cost) in purchases.spent.iter_mut().zip(&costs) {
            *spent += units * *cost;
        }
        let shipped = (arrives & good.gt(Count::ZERO)).select(ordered.real(), Real::ZERO);
        purchases.shipped[usize::from(from_second)] += shipped;
        if let Some(notes) = &mut purchases.notes {
            notes.push(Note { arrival, units, costs, from_second, shipped });
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
