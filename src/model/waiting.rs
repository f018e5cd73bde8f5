//! How long customers waited, read after the run from what was ordered, shipped and cancelled each day.
//!
//! Cancellation is proportional across cohorts (assumption A7), so with `S_t` the running product of
//! `1 - cancelled/waiting` before day t's cancellations, an order of day u counts `1/S_u` on the placed curve and a
//! phone shipped on day t counts `1/S_t` on the served curve.
//! E27: a phone's wait is the horizontal distance of the two curves; both start anew when nobody is left waiting.

use crate::lanes::{Count, Lanes, Real};

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
    /// Phones by whole days waited, summed over the launches asked for.
    pub phones_by_wait: Vec<f64>,
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

    /// Reads the waits; `launches` of the lanes add to the histogram.
    #[must_use]
    pub fn waits(&self, promise: Real<L>, launches: usize) -> Waits<L> {
        let mut waits = Waits {
            mean: Real::ZERO,
            median: Real::ZERO,
            ninth_decile: Real::ZERO,
            within_promise: Real::ZERO,
            phones_by_wait: vec![0.0; self.days.len()],
        };
        let mut phones_by_wait = vec![0.0; self.days.len()];
        for lane in 0..L {
            phones_by_wait.fill(0.0);
            self.one_launch(lane, &mut phones_by_wait);
            let total: f64 = phones_by_wait.iter().sum();
            let quantile = |share: f64| {
                let mut seen = 0.0;
                let within = |phones: &f64| {
                    seen += phones;
                    seen >= share * total * (1.0 - 1e-12)
                };
                phones_by_wait.iter().position(within).map_or(f64::NAN, |days| days as f64)
            };
            if total > 0.0 {
                let weighted = phones_by_wait.iter().enumerate().map(|(days, phones)| days as f64 * phones);
                waits.mean.0[lane] = weighted.sum::<f64>() / total;
                waits.median.0[lane] = quantile(0.5);
                waits.ninth_decile.0[lane] = quantile(0.9);
                let promised = promise.0[lane];
                let kept = phones_by_wait.iter().enumerate().filter(|&(days, _)| days as f64 <= promised);
                waits.within_promise.0[lane] = (kept.map(|(_, phones)| phones).sum::<f64>() / total).min(1.0);
            } else {
                for none in [&mut waits.mean, &mut waits.median, &mut waits.ninth_decile, &mut waits.within_promise] {
                    none.0[lane] = f64::NAN;
                }
            }
            if lane < launches {
                for (sum, phones) in waits.phones_by_wait.iter_mut().zip(&phones_by_wait) {
                    *sum += phones;
                }
            }
        }
        waits
    }

    /// Walks both curves of one launch, oldest orders first.
    fn one_launch(&self, lane: usize, phones_by_wait: &mut [f64]) {
        let mut surviving = 1.0;
        let mut waiting = 0;
        let mut oldest = 0;
        let mut placed: Vec<f64> = Vec::with_capacity(self.days.len());
        for (day, flows) in self.days.iter().enumerate() {
            let [orders, shipped, cancelled] = flows.map(|Lanes(counts)| counts[lane]);
            placed.push(f64::from(orders) / surviving);
            waiting += orders;
            let mut left = f64::from(shipped) / surviving;
            while left > 0.0 && oldest <= day {
                let taken = left.min(placed[oldest]);
                phones_by_wait[day - oldest] += taken * surviving;
                placed[oldest] -= taken;
                left -= taken;
                if placed[oldest] > 0.0 {
                    break;
                }
                oldest += 1;
            }
            waiting -= shipped;
            if cancelled > 0 {
                surviving *= 1.0 - f64::from(cancelled) / f64::from(waiting);
                waiting -= cancelled;
            }
            if waiting == 0 {
                surviving = 1.0;
                oldest = day + 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(days: &[[i32; 3]]) -> WaitingHistory<1> {
        let mut history = WaitingHistory::new(days.len());
        for &[orders, shipped, cancelled] in days {
            history.note(Lanes([orders]), Lanes([shipped]), Lanes([cancelled]));
        }
        history
    }

    #[test]
    fn the_oldest_order_is_served_first() {
        let waits = history(&[[10, 0, 0], [10, 5, 0], [0, 15, 0]]).waits(Lanes([1.0]), 1);
        // Five wait one day; of the other fifteen, five wait two days and ten one.
        assert_eq!(waits.phones_by_wait, [0.0, 15.0, 5.0]);
        assert_eq!(waits.mean.0[0], 25.0 / 20.0);
        assert_eq!(waits.within_promise.0[0], 0.75);
    }

    #[test]
    fn cancellation_thins_all_cohorts_alike() {
        // Twenty wait, half cancel on day 1: five of each cohort are left.
        let waits = history(&[[10, 0, 0], [10, 0, 10], [0, 10, 0]]).waits(Lanes([30.0]), 1);
        assert_eq!(waits.phones_by_wait, [0.0, 5.0, 5.0]);
    }

    #[test]
    fn a_launch_without_shipments_has_no_wait() {
        let waits = history(&[[3, 0, 0], [0, 0, 3]]).waits(Lanes([30.0]), 1);
        assert!(waits.mean.0[0].is_nan() && waits.within_promise.0[0].is_nan());
    }
}
