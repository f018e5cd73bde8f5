//! How long customers waited, read after the run from what was ordered, shipped and cancelled each day.
//!
//! Cancellation is proportional across cohorts (assumption A7), so with `S_t` the running product of
//! `1 - cancelled/waiting` before day t's cancellations, an order of day u counts `1/S_u` on the placed curve and a
//! phone shipped on day t counts `1/S_t` on the served curve.
//! E27: a phone's wait is the horizontal distance of the two curves; both start anew when nobody is left waiting.

use crate::lanes::{Count, Real};

/// Orders, shipments and cancellations of each day.
#[derive(Default)]
pub struct WaitingHistory<const L: usize> {
    days: Vec<[Count<L>; 3]>,
    curves: Vec<Row<L>>,
    phones_by_wait: Vec<Real<L>>,
}

/// What a customer's wait was like.
pub struct Waits<const L: usize> {
    /// Mean wait of the phones shipped [days]; not a number when none was.
    pub mean: Real<L>,
    /// Median wait.
    pub median: Real<L>,
    /// Wait that nine in ten did not exceed.
    pub ninth_decile: Real<L>,
    /// Share shipped within the promise.
    pub within_promise: Real<L>,
    /// Phones by whole days waited, up to the longest wait.
    pub phones_by_wait: Vec<Real<L>>,
}

/// Both curves on one day of a history.
struct Row<const L: usize> {
    /// Day of the history.
    day: usize,
    /// S_t.
    surviving: Real<L>,
    /// The placed curve at the end of the day.
    placed: Real<L>,
    /// The served curve before and after the day's shipments.
    served: [Real<L>; 2],
}

impl<const L: usize> WaitingHistory<L> {
    /// An empty history, in the memory of earlier launches.
    #[must_use]
    pub fn anew(mut self) -> Self {
        self.days.clear();
        self
    }

    /// Notes one day.
    #[inline(always)]
    pub fn note(&mut self, orders: Count<L>, shipped: Count<L>, cancelled: Count<L>) {
        self.days.push([orders, shipped, cancelled]);
    }

    /// Reads the waits.
    #[inline(always)]
    #[must_use]
    pub fn waits(&mut self, promise: Real<L>) -> Waits<L> {
        self.draw_curves();
        self.walk_up();
        let longest = self.phones_by_wait.iter().rposition(|phones| phones.any()).map_or(0, |at| at + 1);
        Waits::of(&self.phones_by_wait[..longest], promise)
    }

    /// Both curves on the days on which anything happened, and a last day that neither reaches.
    #[inline(always)]
    fn draw_curves(&mut self) {
        self.curves.clear();
        let (mut placed, mut served, mut surviving) = (Real::ZERO, Real::ZERO, Real::splat(1.0));
        let mut waiting = Count::ZERO;
        for (day, &[orders, shipped, cancelled]) in self.days.iter().enumerate() {
            if !orders.any() && !shipped.any() && !cancelled.any() {
                continue;
            }
            placed += orders.real() / surviving;
            let before = served;
            served += shipped.real() / surviving;
            self.curves.push(Row { day, surviving, placed, served: [before, served] });
            waiting += orders - shipped;
            let some = cancelled.gt(Count::ZERO);
            let kept = Real::splat(1.0) - cancelled.real() / waiting.real();
            surviving = some.select(surviving * kept, surviving);
            waiting -= cancelled;
            // With nobody left both curves meet, whatever was lost on the way.
            let none = waiting.is(Count::ZERO);
            surviving = none.select(Real::splat(1.0), surviving);
            served = none.select(placed, served);
        }
        let never = Real::splat(f64::MAX);
        self.curves.push(Row { day: self.days.len(), surviving: Real::ZERO, placed: never, served: [never; 2] });
    }

    /// Phones by the horizontal distance of the curves, in whole days.
    ///
    /// Each launch walks up both curves from corner to corner: a step ends where the orders of the oldest open day or the
    /// shipments of the day end, whichever is lower, and moves on the one that ended. All launches take each step together
    /// and without a branch, since which curve has the next corner cannot be foretold.
    #[inline(always)]
    fn walk_up(&mut self) {
        let (rows, phones) = (&self.curves, &mut self.phones_by_wait);
        // The day that neither curve reaches has a place too, where nothing is ever put.
        phones.clear();
        phones.resize(self.days.len() + 1, Real::ZERO);
        let last = rows.len() - 1;
        let (mut oldest, mut today, mut reached) = ([0; L], [0; L], [0.0; L]);
        let mut open = last > 0;
        while open {
            open = false;
            for lane in 0..L {
                let (ordered, shipping) = (&rows[oldest[lane]], &rows[today[lane]]);
                let (placed, served) = (ordered.placed.0[lane], shipping.served[1].0[lane]);
                let from = larger(reached[lane], shipping.served[0].0[lane]);
                let to = if placed < served { placed } else { served };
                let wait = shipping.day.saturating_sub(ordered.day);
                phones[wait].0[lane] += larger(to - from, 0.0) * shipping.surviving.0[lane];
                reached[lane] = larger(reached[lane], to);
                let orders_end = placed <= served;
                oldest[lane] = (oldest[lane] + usize::from(orders_end)).min(last);
                today[lane] += usize::from(!orders_end);
                open |= today[lane] < last;
            }
        }
    }
}

#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

impl<const L: usize> Waits<L> {
    #[inline(always)]
    fn of(phones_by_wait: &[Real<L>], promise: Real<L>) -> Self {
        let (mut total, mut weighted, mut kept) = (Real::ZERO, Real::ZERO, Real::ZERO);
        for (days, &phones) in phones_by_wait.iter().enumerate() {
            let days = Real::splat(days as f64);
            total += phones;
            weighted += days * phones;
            kept += days.le(promise).select(phones, Real::ZERO);
        }
        let mut seen = Real::ZERO;
        let mut quantiles = [(0.5, Real::splat(f64::NAN)), (0.9, Real::splat(f64::NAN))];
        for (days, &phones) in phones_by_wait.iter().enumerate() {
            seen += phones;
            for (share, quantile) in &mut quantiles {
                let reached = (total * *share * (1.0 - 1e-12)).le(seen) & !quantile.is(*quantile);
                *quantile = reached.select(Real::splat(days as f64), *quantile);
            }
        }
        let any = total.gt(Real::ZERO);
        let of_shipped = |value: Real<L>| any.select(value, Real::splat(f64::NAN));
        Self {
            mean: of_shipped(weighted / total),
            median: of_shipped(quantiles[0].1),
            ninth_decile: of_shipped(quantiles[1].1),
            within_promise: of_shipped((kept / total).at_most(1.0)),
            phones_by_wait: phones_by_wait.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Lanes;

    fn history(days: &[[i32; 3]]) -> WaitingHistory<1> {
        let mut history = WaitingHistory::default();
        for &[orders, shipped, cancelled] in days {
            history.note(Lanes([orders]), Lanes([shipped]), Lanes([cancelled]));
        }
        history
    }

    #[test]
    fn the_oldest_order_is_served_first() {
        let waits = history(&[[10, 0, 0], [10, 5, 0], [0, 15, 0]]).waits(Lanes([1.0]));
        // Five wait one day; of the other fifteen, five wait two days and ten one.
        assert_eq!(waits.phones_by_wait, [0.0, 15.0, 5.0].map(Real::<1>::splat));
        assert_eq!(waits.mean.0[0], 25.0 / 20.0);
        assert_eq!(waits.within_promise.0[0], 0.75);
    }

    #[test]
    fn cancellation_thins_all_cohorts_alike() {
        // Twenty wait, half cancel on day 1: five of each cohort are left.
        let waits = history(&[[10, 0, 0], [10, 0, 10], [0, 10, 0]]).waits(Lanes([30.0]));
        assert_eq!(waits.phones_by_wait, [0.0, 5.0, 5.0].map(Real::<1>::splat));
    }

    #[test]
    fn a_launch_without_shipments_has_no_wait() {
        let waits = history(&[[3, 0, 0], [0, 0, 3]]).waits(Lanes([30.0]));
        assert!(waits.mean.0[0].is_nan() && waits.within_promise.0[0].is_nan());
    }
}
