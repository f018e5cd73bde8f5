//! Who of the market's customers has waited longer than was promised, day by day.

use crate::lanes::{Count, Real};

/// The curves of E27 up to today.
pub struct Overdue<const L: usize> {
    /// Days after its own on which an order has first waited longer than promised.
    after: Count<L>,
    /// The placed curve at the end of each day.
    placed: Vec<Real<L>>,
    served: Real<L>,
    surviving: Real<L>,
    waiting: Count<L>,
}

impl<const L: usize> Overdue<L> {
    /// Nobody waits.
    pub(crate) fn new(promise: Real<L>) -> Self {
        Self {
            after: promise.floor_count() + 1,
            placed: Vec::new(),
            served: Real::ZERO,
            surviving: Real::splat(1.0),
            waiting: Count::ZERO,
        }
    }

    /// Takes a day; gives how many of those who cancelled have waited longer than promised. Who leaves is spread over the
    /// orders in proportion (A7), so it is the share of all who wait, `S_t max(0, placed(t - promise) - served(t)) / waiting`.
    pub(crate) fn day(
        &mut self,
        (orders, shipped): (Count<L>, Count<L>),
        cancelled: Count<L>,
        others_who_left: Count<L>,
    ) -> Real<L> {
        let day = self.placed.len() as i32;
        let each_counts = Real::splat(1.0) / self.surviving;
        self.served += shipped.real() * each_counts;
        let placed = self.placed.last().copied().unwrap_or(Real::ZERO) + orders.real() * each_counts;
        self.placed.push(placed);
        self.waiting += orders - shipped;
        let mut promised = Real::ZERO;
        for (lane, promised) in promised.0.iter_mut().enumerate() {
            let last = day - self.after.0[lane];
            *promised = if last < 0 { 0.0 } else { self.placed[last as usize].0[lane] };
        }
        let waiting = self.waiting.real();
        let overdue = ((promised - self.served) * self.surviving).at_least(0.0).min(waiting);
        let each_left = Real::splat(1.0) / waiting.at_least(1.0);
        let late = cancelled.real() * overdue * each_left;
        let left = cancelled + others_who_left;
        self.surviving = self.surviving * (Real::splat(1.0) - left.real() * each_left);
        self.waiting -= left;
        let none = self.waiting.is(Count::ZERO);
        self.surviving = none.select(Real::splat(1.0), self.surviving);
        self.served = none.select(placed, self.served);
        late
    }
}
