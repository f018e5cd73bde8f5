//! How long customers waited, read after the run from what was ordered, shipped and cancelled each day.
//!
//! Cancellation is proportional across cohorts (assumption A7), so with `S_t` the running product of
//! `1 - cancelled/waiting` before day t's cancellations, an order of day u counts `1/S_u` on the placed curve and a
//! phone shipped on day t counts `1/S_t` on the served curve.
//! E27: a phone's wait is the horizontal distance of the two curves; both start anew when nobody is left waiting.

use crate::lanes::{Count, Real};

/// Orders, shipments and cancellations of each day.
pub struct WaitingHistory<const L: usize> {
    days: Vec<[Count<L>; 3]>,
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
    /// Phones by whole days waited.
    pub phones_by_wait: Vec<Real<L>>,
}

/// Both curves of all launches, as far as they have been walked.
struct Curves<const L: usize> {
    /// S_t.
    surviving: Real<L>,
    waiting: Count<L>,
    /// The first day whose orders are not all served.
    oldest: [usize; L],
    /// What is left of each day's rise of the placed curve.
    placed: Vec<Real<L>>,
    phones_by_wait: Vec<Real<L>>,
}

impl<const L: usize> WaitingHistory<L> {
    /// An empty history of `days`.
    #[must_use]
    pub fn new(days: usize) -> Self {
        Self { days: Vec::with_capacity(days) }
    }

    /// Notes one day.
    #[inline(always)]
    pub fn note(&mut self, orders: Count<L>, shipped: Count<L>, cancelled: Count<L>) {
        self.days.push([orders, shipped, cancelled]);
    }

    /// Reads the waits.
    #[inline(always)]
    #[must_use]
    pub fn waits(&self, promise: Real<L>) -> Waits<L> {
        let mut curves = Curves {
            surviving: Real::splat(1.0),
            waiting: Count::ZERO,
            oldest: [0; L],
            placed: vec![Real::ZERO; self.days.len()],
            phones_by_wait: vec![Real::ZERO; self.days.len()],
        };
        for (day, &[orders, shipped, cancelled]) in self.days.iter().enumerate() {
            if (curves.waiting + orders).any() {
                curves.day(day, orders, shipped, cancelled);
            } else {
                curves.oldest = [day + 1; L];
            }
        }
        Waits::of(curves.phones_by_wait, promise)
    }
}

impl<const L: usize> Curves<L> {
    /// Walks both curves through one day, oldest orders first.
    #[inline(always)]
    fn day(&mut self, day: usize, orders: Count<L>, shipped: Count<L>, cancelled: Count<L>) {
        self.placed[day] = orders.real() / self.surviving;
        self.waiting += orders;
        let served = shipped.real() / self.surviving;
        for lane in 0..L {
            let mut left = served.0[lane];
            while left > 0.0 && self.oldest[lane] <= day {
                let oldest = self.oldest[lane];
                let placed = &mut self.placed[oldest].0[lane];
                let taken = left.min(*placed);
                self.phones_by_wait[day - oldest].0[lane] += taken * self.surviving.0[lane];
                *placed -= taken;
                left -= taken;
                if *placed > 0.0 {
                    break;
                }
                self.oldest[lane] += 1;
            }
        }
        self.waiting -= shipped;
        let some = cancelled.gt(Count::ZERO);
        let kept = Real::splat(1.0) - cancelled.real() / self.waiting.real();
        self.surviving = some.select(self.surviving * kept, self.surviving);
        self.waiting -= cancelled;
        let none = self.waiting.is(Count::ZERO);
        self.surviving = none.select(Real::splat(1.0), self.surviving);
        for lane in 0..L {
            if none.0[lane] {
                self.oldest[lane] = day + 1;
            }
        }
    }
}

impl<const L: usize> Waits<L> {
    #[inline(always)]
    fn of(phones_by_wait: Vec<Real<L>>, promise: Real<L>) -> Self {
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
            phones_by_wait,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Lanes;

    fn history(days: &[[i32; 3]]) -> WaitingHistory<1> {
        let mut history = WaitingHistory::new(days.len());
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
