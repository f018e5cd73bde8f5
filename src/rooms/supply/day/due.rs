//! What is due: open purchase orders by the day on which the planner expects them.

use std::collections::VecDeque;

use crate::lanes::{Count, Mask, Real};
use crate::rooms::calendar::plan::MOST_UNITS;
use crate::rooms::supply::day::{Class, Supply};
use crate::rooms::supply::plan::{ClassPlan, ReviewPlan, SupplyPlan};

/// Purchase orders of a class that are not there yet.
#[derive(Default)]
pub struct Due<const L: usize> {
    orders: VecDeque<DueOrder<L>>,
}

/// A purchase order.
#[derive(Clone, Copy)]
struct DueOrder<const L: usize> {
    /// Day of the order, and whether the second source took it.
    placed: (i32, bool),
    /// Day on which the planner expects it in stock.
    due: i32,
    /// Day on which it is in stock, which the planner learns on that day.
    arrival: Count<L>,
    /// The last of these days, of launches in which any units come.
    last_arrival: i32,
    units: Count<L>,
}

/// An order of one launch that was taken out.
pub(crate) struct Taken {
    /// Which launch.
    pub lane: usize,
    /// Day of the order, and whether the second source took it.
    pub placed: (i32, bool),
    /// Day on which it would have come.
    pub arrival: i32,
}

impl<const L: usize> Due<L> {
    /// Notes an order as it is placed.
    #[inline(always)]
    pub(crate) fn note(&mut self, placed: (i32, bool), due: i32, (units, arrival): (Count<L>, Count<L>)) {
        while self.orders.front().is_some_and(|order| order.due <= placed.0 && order.last_arrival < placed.0) {
            self.orders.pop_front();
        }
        if units.any() {
            self.insert(DueOrder { placed, due, arrival, last_arrival: last_of(arrival, units), units });
        }
    }

    /// Keeps the orders by the day they are due.
    fn insert(&mut self, order: DueOrder<L>) {
        let at = self.orders.iter().rposition(|other| other.due <= order.due).map_or(0, |at| at + 1);
        self.orders.insert(at, order);
    }

    /// Takes out whole orders, the latest due first: those due on `from` or later that are not there yet and of which
    /// `good(units)` fit into what is too much in a launch.
    #[inline(always)]
    pub(crate) fn cancel(&mut self, mut too_much: Count<L>, (today, from): (i32, i32), good_share: f64) -> Vec<Taken> {
        let mut taken = Vec::new();
        for order in self.orders.iter_mut().rev().take_while(|order| order.due >= from) {
            let units = order.coming(today + 1);
            let good = if good_share < 1.0 { (units.real() * good_share).floor_count() } else { units };
            let fits = Count::ZERO.lt(units) & good.le(too_much);
            if !fits.any() {
                continue;
            }
            too_much -= fits.select(good, Count::ZERO);
            let units = fits.select(units, Count::ZERO);
            order.units -= units;
            for lane in (0..L).filter(|&lane| units.0[lane] > 0) {
                taken.push(Taken { lane, placed: order.placed, arrival: order.arrival.0[lane] });
            }
        }
        if !taken.is_empty() {
            self.orders.retain(|order| order.units.any());
        }
        taken
    }

    /// Puts off whole orders, the latest due first: those due on `from` or later that are not there yet and without which
    /// what is `secured` is enough for what is needed by the day they would then be due.
    #[inline(always)]
    pub(crate) fn put_off(
        &mut self,
        mut secured: Count<L>,
        (today, from, later): (i32, i32, i32),
        good_share: f64,
        mut needed: impl FnMut(i32) -> Count<L>,
    ) -> Vec<Taken> {
        let mut taken = Vec::new();
        let mut put_off = Vec::new();
        // Each launch ends its own search at the first order that it needs.
        let mut looking = Mask::splat(true);
        for order in self.orders.iter_mut().rev().take_while(|order| order.due >= from) {
            let units = order.coming(today + 1);
            let there = Count::ZERO.lt(units);
            secured -= if good_share < 1.0 { (units.real() * good_share).floor_count() } else { units };
            let moves = looking & there & needed(order.due + later).le(secured);
            looking = looking & (moves | !there);
            if moves.any() {
                let units = moves.select(units, Count::ZERO);
                order.units -= units;
                let moved = DueOrder { units, due: order.due + later, ..*order };
                for lane in (0..L).filter(|&lane| units.0[lane] > 0) {
                    taken.push(Taken { lane, placed: order.placed, arrival: order.arrival.0[lane] });
                }
                put_off.push(moved);
            }
            if !looking.any() {
                break;
            }
        }
        if !put_off.is_empty() {
            self.orders.retain(|order| order.units.any());
            for order in put_off {
                self.insert(order);
            }
        }
        taken
    }

    /// An order that was put off in a launch comes on another day.
    pub(crate) fn comes(&mut self, taken: &Taken, arrival: i32) {
        for order in self.orders.iter_mut().filter(|order| order.placed == taken.placed) {
            if order.units.0[taken.lane] > 0 {
                order.arrival.0[taken.lane] = arrival;
                order.last_arrival = order.last_arrival.max(arrival);
            }
        }
    }

    /// Units on order on the evening of a day.
    #[must_use]
    pub fn still_to_come(&self, day: i32) -> Count<L> {
        self.orders.iter().fold(Count::ZERO, |units, order| units + order.coming(day + 1))
    }

    /// Units on order on the morning of a day that are due after another; what came early is in stock.
    #[inline(always)]
    fn after(&self, day: i32, today: i32) -> Count<L> {
        let mut units = Count::ZERO;
        for order in self.orders.iter().rev().take_while(|order| order.due > day) {
            units += order.coming(today);
        }
        units
    }
}

/// The last day on which any units come.
#[inline(always)]
fn last_of<const L: usize>(arrival: Count<L>, units: Count<L>) -> i32 {
    let mut days = Count::ZERO.lt(units).select(arrival, Count::splat(-1)).0;
    // By halves known beforehand, so that launches stay side by side as long as there are some.
    for half in [32, 16, 8, 4, 2, 1] {
        if half < L {
            for lane in 0..half.min(L - half) {
                days[lane] = days[lane].max(days[lane + half]);
            }
        }
    }
    days[0]
}

impl<const L: usize> DueOrder<L> {
    /// Its units, but for launches in which they have come before a day.
    #[inline(always)]
    fn coming(&self, today: i32) -> Count<L> {
        Count::splat(today).le(self.arrival).select(self.units, Count::ZERO)
    }
}

impl<const L: usize> Class<L> {
    /// E96: good units the planner expects to have secured by the end of a day, asked on the morning of `today`, before its
    /// deliveries: `received + floor((1 - d) * due)`, due being what is on order and due by the day. An order is due on the
    /// day of the order + planned lead time + inspection, and stays due from then on until it comes.
    #[inline(always)]
    #[must_use]
    pub fn due_by(&self, plan: &ClassPlan, day: i32, today: i32) -> Count<L> {
        let mut due = self.open(plan);
        if let Some(orders) = &self.due {
            due -= orders.after(day, today);
        }
        self.good_of(plan, due)
    }

    /// The fewest good phones, beside those started, of the sets secured by the eve of a day and `after(day)` from then on: of
    /// each day after `today` and before `until` on which the planner expects more of the part, and of `until`.
    #[inline(always)]
    pub fn least_until(
        &self,
        plan: &ClassPlan,
        (today, until): (i32, i32),
        (started, planned_yield): (Count<L>, f64),
        after: impl Fn(i32) -> f64,
    ) -> Real<L> {
        let (mut due, mut seen) = (Count::ZERO, today);
        let mut least = Real::splat(f64::INFINITY);
        if let Some(orders) = &self.due {
            for order in &orders.orders {
                if order.due >= until {
                    break;
                }
                if order.last_arrival < today {
                    continue;
                }
                if order.due > seen {
                    let phones = phones_of(plan, self.good_of(plan, due), (started, planned_yield));
                    least = least.min(phones + Real::splat(after(order.due)));
                    seen = order.due;
                }
                due += order.coming(today);
            }
        }
        let phones = phones_of(plan, self.good_of(plan, due), (started, planned_yield));
        least.min(phones + Real::splat(after(until)))
    }

    /// Units ordered and neither received nor rejected.
    #[inline(always)]
    pub(super) fn open(&self, plan: &ClassPlan) -> Count<L> {
        self.ordered + plan.opening - self.received - self.rejected
    }

    /// What has been received, and the expected good part of some units on order.
    #[inline(always)]
    pub(super) fn good_of(&self, plan: &ClassPlan, due: Count<L>) -> Count<L> {
        if plan.inspection.defect_rate.is_zero() {
            return self.received + due;
        }
        self.received + (due.real() * Real::splat(1.0 - plan.inspection.planned_defects)).floor_count()
    }
}

/// Good phones that units of a part make beside those started.
#[inline(always)]
pub fn phones_of<const L: usize>(
    plan: &ClassPlan,
    units: Count<L>,
    (started, planned_yield): (Count<L>, f64),
) -> Real<L> {
    let quantity = plan.quantity;
    let sets = if quantity == 1 { units } else { units.map(|units| units / quantity) };
    (sets - started).real() * planned_yield
}

impl<const L: usize> Supply<L> {
    /// Phones for which the parts can be there by the end of a review's span that come from a supplier who accepts a number a
    /// week: what is due by then, and what can still be ordered in time. No other part is of use beyond that.
    #[inline(always)]
    pub(super) fn scarcest_by(
        &mut self,
        (plan, at): (&SupplyPlan, usize),
        review: &ReviewPlan,
        day: i32,
    ) -> Option<Count<L>> {
        let until = review.day + review.span;
        let own = plan.classes[at].planned_weekly.map(|_| at);
        if self.scarcest_on.0 != day {
            self.scarcest_on.0 = day;
            self.scarcest_on.1.clear();
        }
        // Many parts are reviewed on the same day and look as far ahead.
        if let Some((_, _, most)) = self.scarcest_on.1.iter().find(|known| (known.0, known.1) == (until, own)) {
            return *most;
        }
        let mut least: Option<Count<L>> = None;
        for &other in plan.rationed.iter().filter(|&&other| other != at) {
            let class = &plan.classes[other];
            let weeks = f64::from((until - day - class.planned_days(false)).max(0)) / 7.0;
            let more = class.planned_weekly.map_or(0.0, |sets| (sets * weeks).min(MOST_UNITS));
            let due = self.due_by(plan, other, until, day);
            let sets = (due.real() / f64::from(class.quantity) + Real::splat(more)).floor_count();
            least = Some(least.map_or(sets, |least| least.min(sets)));
        }
        self.scarcest_on.1.push((until, own, least));
        least
    }

    /// [`Class::due_by`] of the class at a place of the plan, which keeps what is due
    /// ([`SupplyPlan::keep_due`]); without, all that is on order counts as due.
    #[inline(always)]
    #[must_use]
    pub fn due_by(&self, plan: &SupplyPlan, at: usize, day: i32, today: i32) -> Count<L> {
        self.classes[at].due_by(&plan.classes[at], day, today)
    }
}
