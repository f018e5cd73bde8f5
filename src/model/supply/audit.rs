//! What was bought and paid for, cost group by cost group; kept only where it is asked for.

use super::Class;
use crate::lanes::{Count, Mask, Real};
use crate::plan::supply::ClassPlan;

/// Purchases of one class that arrived by the last day.
pub struct Purchases<const L: usize> {
    last_day: i32,
    /// Good units, without the opening stock.
    pub units: Real<L>,
    /// Money, per cost group of the class.
    pub spent: Vec<Real<L>>,
    /// Every purchase with its day of arrival, units and unit costs, where orders may be cancelled.
    notes: Option<Vec<Note<L>>>,
}

/// Day of arrival, good units, and what one costs by cost group.
type Note<const L: usize> = (Count<L>, Real<L>, Vec<Real<L>>);

impl<const L: usize> Class<L> {
    /// From now on purchases that arrive by the last day are noted.
    pub(super) fn keep_purchases(&mut self, last_day: i32, revocable: bool) {
        let spent = vec![Real::ZERO; self.quote_parts.len()];
        let notes = revocable.then(Vec::new);
        self.purchases = Some(Box::new(Purchases { last_day, units: Real::ZERO, spent, notes }));
    }

    /// Takes out what some launches have ordered to arrive on a day or later and have cancelled.
    pub(super) fn revoke_purchases(&mut self, cancelled: Mask<L>, day: usize) {
        let Some(purchases) = &mut self.purchases else { return };
        for (arrival, units, costs) in purchases.notes.iter_mut().flatten() {
            let gone = cancelled & Count::splat(day as i32).le(*arrival);
            let lost = gone.select(*units, Real::ZERO);
            *units -= lost;
            purchases.units -= lost;
            for (spent, cost) in purchases.spent.iter_mut().zip(costs) {
                *spent -= lost * *cost;
            }
        }
    }

    /// E67: a purchase order adds `good units * unit cost of the group` to what its cost group has cost. A line of the
    /// bill bears it in the proportion of its quote, which is exact, since all prices of a group move alike (E10).
    pub(super) fn note_purchase(
        &mut self,
        plan: &ClassPlan,
        from_second: bool,
        good: Count<L>,
        arrival: Count<L>,
        day: usize,
    ) {
        let Some(mut purchases) = self.purchases.take() else { return };
        let arrives = arrival.le(Count::splat(purchases.last_day)) & Count::ZERO.le(arrival);
        let units = arrives.select(good.real(), Real::ZERO);
        let premium = self.second.as_ref().filter(|_| from_second).map(|second| second.premium);
        let factor = Real::splat(1.0) + premium.unwrap_or(Real::ZERO);
        purchases.units += units;
        let now = self.quote_parts.iter().zip(&plan.costs);
        let costs = now.map(|(now, group)| now.unit_cost(group, self.ordered, day) * factor).collect::<Vec<_>>();
        for (spent, cost) in purchases.spent.iter_mut().zip(&costs) {
            *spent += units * *cost;
        }
        if let Some(notes) = &mut purchases.notes {
            notes.push((arrival, units, costs));
        }
        self.purchases = Some(purchases);
    }
}
