//! What becomes of a company that is insolvent, where it does not go on: it is wound up on the next morning.

use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::{Count, Real, Those};

impl<const L: usize> Company<'_, L> {
    /// The launches that still trade.
    #[inline(always)]
    pub(super) fn trading(&self, plan: &Plan) -> Those<L> {
        if plan.books.stops_when_insolvent { Those::of(!self.books.wound_up) } else { Those::ALL }
    }

    /// Winds up the launches that closed an evening insolvent: those who wait cancel, open purchase orders are cancelled,
    /// the lines stand still, and the estate is shared out (E69).
    pub(super) fn wind_up_the_insolvent(&mut self, plan: &Plan, day: usize, inputs: &[Real<L>]) {
        let stopped = Count::ZERO.le(self.books.insolvency_day) & !self.books.wound_up;
        if !stopped.any() {
            return;
        }
        let cancelled = self.store.turn_away(stopped);
        self.cancelled_by_stop = if plan.market.is_some() { cancelled.0 } else { cancelled.1 };
        if let Some(market) = &mut self.market {
            market.gone += cancelled.0;
        }
        self.assembly.stand_still(stopped);
        let left =
            self.supply.wind_up(&plan.supply, (stopped, self.assembly.started), (day, &self.world.exchange), inputs);
        self.books.wind_up(&plan.books, stopped, left);
    }
}
