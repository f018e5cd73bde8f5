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
    /// Days of the history on which anything happened, and one that never comes.
    corner_days: Vec<usize>,
    /// Both curves on those days, launch after launch.
    corners: Vec<Corner>,
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
    /// Phones shipped on the day they were ordered.
    pub at_once: Real<L>,
    /// Phones shipped within the promise.
    pub in_time: Real<L>,
    /// Phones ordered.
    pub ordered: Real<L>,
    /// Phones by whole days waited, up to the longest wait.
    pub phones_by_wait: Vec<Real<L>>,
}

/// Both curves of one launch on one day.
#[derive(Clone, Copy, Default)]
struct Corner {
    /// S_t.
    surviving: f64,
    /// The placed curve at the end of the day.
    placed: f64,
    /// The served curve before the day's shipments.
    served_before: f64,
    /// And after them.
    served: f64,
}

/// Neither curve reaches so far.
const NEVER: Corner = Corner { surviving: 0.0, placed: f64::MAX, served_before: f64::MAX, served: f64::MAX };

/// Launches that walk up their curves together, so that none waits for what another reads.
const TOGETHER: usize = 4;

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
        // The day that neither curve reaches has a place too, where nothing is ever put.
        self.phones_by_wait.clear();
        self.phones_by_wait.resize(self.days.len() + 1, Real::ZERO);
        let mut first = 0;
        while first < L {
            if const { L.is_multiple_of(TOGETHER) } {
                self.walk_up::<TOGETHER>(first);
                first += TOGETHER;
            } else {
                self.walk_up::<1>(first);
                first += 1;
            }
        }
        let longest = self.phones_by_wait.iter().rposition(|phones| phones.any()).map_or(0, |at| at + 1);
        let ordered = self.days.iter().fold(Count::ZERO, |sum, [orders, ..]| sum + *orders).real();
        Waits::of(&self.phones_by_wait[..longest], promise, ordered)
    }

    /// Both curves on the days on which anything happened.
    #[inline(always)]
    fn draw_curves(&mut self) {
        let happens = |[orders, shipped, cancelled]: &[Count<L>; 3]| orders.any() || shipped.any() || cancelled.any();
        self.corner_days.clear();
        self.corner_days.extend((0..self.days.len()).filter(|&day| happens(&self.days[day])));
        let length = self.corner_days.len() + 1;
        self.corners.clear();
        self.corners.resize(L * length, NEVER);
        let (mut placed, mut served, mut surviving) = (Real::ZERO, Real::ZERO, Real::splat(1.0));
        let mut waiting = Count::ZERO;
        for (at, &day) in self.corner_days.iter().enumerate() {
            let [orders, shipped, cancelled] = self.days[day];
            let each_counts = Real::splat(1.0) / surviving;
            placed += orders.real() * each_counts;
            let before = served;
            served += shipped.real() * each_counts;
            for lane in 0..L {
                self.corners[lane * length + at] = Corner {
                    surviving: surviving.0[lane],
                    placed: placed.0[lane],
                    served_before: before.0[lane],
                    served: served.0[lane],
                };
            }
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
        self.corner_days.push(self.days.len());
    }

    /// Phones by the horizontal distance of the curves, in whole days, of `G` launches from `first` on.
    ///
    /// Each launch walks up both curves from corner to corner: a step ends where the orders of the oldest open day or the
    /// shipments of the day end, whichever is lower, and moves on the one that ended. All launches take each step together
    /// and without a branch, since which curve has the next corner cannot be foretold.
    #[inline(always)]
    fn walk_up<const G: usize>(&mut self, first: usize) {
        let (days, phones) = (&self.corner_days[..], &mut self.phones_by_wait[..]);
        let last = days.len() - 1;
        let mut curves = [&[][..]; G];
        for (at, curve) in curves.iter_mut().enumerate() {
            *curve = &self.corners[(first + at) * days.len()..][..days.len()];
        }
        let (mut oldest, mut today, mut reached) = ([0; G], [0; G], [0.0; G]);
        let mut open = last > 0;
        while open {
            open = false;
            for at in 0..G {
                let (ordered, shipping) = (curves[at][oldest[at]], curves[at][today[at]]);
                let (placed, served) = (ordered.placed, shipping.served);
                let from = larger(reached[at], shipping.served_before);
                let to = if placed < served { placed } else { served };
                let wait = days[today[at]].saturating_sub(days[oldest[at]]);
                phones[wait].0[first + at] += larger(to - from, 0.0) * shipping.surviving;
                reached[at] = larger(reached[at], to);
                let orders_end = placed <= served;
                oldest[at] = (oldest[at] + usize::from(orders_end)).min(last);
                today[at] += usize::from(!orders_end);
                open |= today[at] < last;
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
    fn of(phones_by_wait: &[Real<L>], promise: Real<L>, ordered: Real<L>) -> Self {
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
            at_once: phones_by_wait.first().copied().unwrap_or(Real::ZERO),
            in_time: kept,
            ordered,
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
