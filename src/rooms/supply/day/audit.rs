//! What was bought and paid for, cost group by cost group, and on request order by order; kept only where it is asked for.

use crate::lanes::{Count, Lanes, Mask, Real};
use crate::rooms::currency::day::Exchange;
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
    /// Cost of one unit in home money, at the rate of the day of the order.
    pub unit_cost: Real<L>,
    /// Launches that cancelled it when they were wound up.
    pub cancelled: Mask<L>,
}

/// Purchases of one class that arrived by the last day.
pub struct Purchases<const L: usize> {
    last_day: i32,
    /// Good units, without the opening stock.
    pub units: Real<L>,
    /// The same, each at what a unit of the first source's currency cost: so many units of that currency, paid for one of
    /// these, are home money.
    pub units_at_rates: Real<L>,
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
    day: i32,
    arrival: Count<L>,
    /// Good units.
    units: Real<L>,
    /// The rate at which one counts.
    rate: Real<L>,
    /// What one costs by cost group.
    costs: Vec<Real<L>>,
    from_second: bool,
    /// Units whose freight is paid.
    shipped: Real<L>,
}

impl<const L: usize> Note<L> {
    /// Takes a purchase of some launches out of the totals.
    fn take_out(
        &mut self,
        gone: Mask<L>,
        units: &mut Real<L>,
        units_at_rates: &mut Real<L>,
        spent: &mut [Real<L>],
        shipped: &mut [Real<L>; 2],
    ) {
        let lost = gone.select(self.units, Real::ZERO);
        self.units -= lost;
        *units -= lost;
        *units_at_rates -= lost * self.rate;
        for (spent, cost) in spent.iter_mut().zip(&self.costs) {
            *spent -= lost * *cost;
        }
        let unshipped = gone.select(self.shipped, Real::ZERO);
        self.shipped -= unshipped;
        shipped[usize::from(self.from_second)] -= unshipped;
    }
}

impl<const L: usize> Class<L> {
    /// From now on purchases that arrive by the last day are noted.
    pub(crate) fn keep_purchases(&mut self, last_day: i32, revocable: bool) {
        let spent = vec![Real::ZERO; self.quote_parts.len()];
        let notes = revocable.then(Vec::new);
        let (units, units_at_rates, shipped) = (Real::ZERO, Real::ZERO, [Real::ZERO; 2]);
        let purchases = Purchases { last_day, units, units_at_rates, spent, shipped, orders: None, notes };
        self.purchases = Some(Box::new(purchases));
    }

    /// Takes out what some launches have ordered to arrive on a day or later and have cancelled.
    pub(crate) fn revoke_purchases(&mut self, cancelled: Mask<L>, day: usize) {
        self.revoke(|_, _, arrival| cancelled & Count::splat(day as i32).le(arrival));
    }

    /// Takes out one order of one launch that was cancelled.
    pub(crate) fn revoke_order(&mut self, lane: usize, placed: (i32, bool)) {
        self.revoke(|day, from_second, _| Lanes(std::array::from_fn(|at| at == lane && (day, from_second) == placed)));
    }

    /// Takes out what `is_gone` says of an order's day, its source and its arrival.
    fn revoke(&mut self, is_gone: impl Fn(i32, bool, Count<L>) -> Mask<L>) {
        let Some(purchases) = &mut self.purchases else { return };
        for note in purchases.notes.iter_mut().flatten() {
            let gone = is_gone(note.day, note.from_second, note.arrival);
            let (totals, taken) = (&mut purchases.spent, gone);
            note.take_out(taken, &mut purchases.units, &mut purchases.units_at_rates, totals, &mut purchases.shipped);
        }
        for order in purchases.orders.iter_mut().flatten() {
            order.cancelled = order.cancelled | is_gone(order.day, order.from_second, order.arrival);
        }
    }

    /// One order of one launch comes on another day; what comes after the last day is not bought.
    pub(crate) fn put_off_purchase(&mut self, lane: usize, placed: (i32, bool), arrival: i32) {
        let Some(purchases) = &mut self.purchases else { return };
        let last_day = purchases.last_day;
        let of_launch = Lanes(std::array::from_fn(|at| at == lane));
        for note in purchases.notes.iter_mut().flatten().filter(|note| (note.day, note.from_second) == placed) {
            note.arrival.0[lane] = arrival;
            if arrival > last_day {
                let totals = &mut purchases.spent;
                note.take_out(
                    of_launch,
                    &mut purchases.units,
                    &mut purchases.units_at_rates,
                    totals,
                    &mut purchases.shipped,
                );
            }
        }
        for order in purchases.orders.iter_mut().flatten() {
            if (order.day, order.from_second) == placed && order.ordered.0[lane] > 0 {
                order.arrival.0[lane] = arrival;
            }
        }
    }

    /// E67: a purchase order adds `good units * unit cost of the group` to what its cost group has cost. A line of the
    /// bill bears it in the proportion of its quote, which is exact, since all prices of a group move alike (E10);
    /// freight (E74) stands beside.
    pub(crate) fn note_purchase(&mut self, plan: &ClassPlan, order: &Purchase<L>, exchange: &Exchange<L>) {
        let Some(mut purchases) = self.purchases.take() else { return };
        let &Purchase { from_second, ordered, good, arrival, day, .. } = order;
        let arrives = arrival.le(Count::splat(purchases.last_day)) & Count::ZERO.le(arrival);
        let units = arrives.select(good.real(), Real::ZERO);
        let premium = self.second.as_ref().filter(|_| from_second).map(|second| second.premium.get());
        let mut factor = Real::splat(1.0) + premium.unwrap_or(Real::ZERO);
        let mut at_rate = Real::splat(1.0);
        if self.is_abroad {
            at_rate = self.rate_of(plan, (order, false), exchange);
            factor = factor * self.rate_of(plan, (order, from_second), exchange);
        }
        purchases.units += units;
        purchases.units_at_rates += units * at_rate;
        if let Some(orders) = &mut purchases.orders {
            orders.push(*order);
        }
        let now = self.quote_parts.iter().zip(&plan.costs);
        let costs = now
            .map(|(now, group)| now.unit_cost(group, (self.ordered, from_second), day as usize) * factor)
            .collect::<Vec<_>>();
        for (spent, cost) in purchases.spent.iter_mut().zip(&costs) {
            *spent += units * *cost;
        }
        let shipped = (arrives & good.gt(Count::ZERO)).select(ordered.real(), Real::ZERO);
        purchases.shipped[usize::from(from_second)] += shipped;
        if let Some(notes) = &mut purchases.notes {
            notes.push(Note { day, arrival, units, rate: at_rate, costs, from_second, shipped });
        }
        self.purchases = Some(purchases);
    }

    /// Home money per unit of the first or the second source's currency, for the good units of an order: its deposit at the
    /// rate of the day of the order, the rest at that of the day of receipt (E78).
    fn rate_of(&self, plan: &ClassPlan, (order, second): (&Purchase<L>, bool), exchange: &Exchange<L>) -> Real<L> {
        let source = plan.source(second);
        let deposit = self.deposit_share(order.from_second);
        let terms = plan.source(order.from_second).terms;
        let mut rate = Real::splat(1.0);
        for lane in (0..L).filter(|&lane| order.good.0[lane] > 0) {
            let on = |day: usize, due: usize| exchange.owed_in_lane(source.currency, (day, due), lane);
            let (placed, came) = (order.day as usize, order.arrival.0[lane].max(0) as usize);
            let (then, now) = (on(placed, placed), on(came, came + terms));
            let of_good = f64::from(order.ordered.0[lane]) / f64::from(order.good.0[lane]);
            rate.0[lane] = now + deposit.in_lane(lane) * of_good * (then - now);
        }
        rate
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
