//! Phones that customers send back: refunds, refurbishing, and people who can be won again.

use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::{Count, Real};

impl<const L: usize> Company<'_, L> {
    /// Phones that the market's customers have sent back.
    #[inline(always)]
    pub(super) fn sent_back(&self) -> Count<L> {
        match &self.returns {
            Some(returns) => returns.returned,
            None => Count::ZERO,
        }
    }

    /// After the shipments of a day, for which so much was paid and not paid back: what comes back today, and what of it is
    /// sold again.
    #[inline(never)]
    pub(super) fn take_back(&mut self, plan: &Plan, day: usize, paid: Real<L>, inputs: &[Real<L>]) {
        let (Some(mut returns), Some(returns_plan)) = (self.returns.take(), &plan.returns) else { return };
        let trading = self.trading(plan);
        let mut today = self.world.today(day, inputs, trading);
        let (phones, refund) = returns.come_back(&today);
        if let Some(market) = &mut self.market {
            market.after_return(returns_plan.won_again, phones, &mut today);
        }
        let sold = returns.refurbish(phones, &today);
        returns.note_shipment(returns_plan, self.store.market.shipped_today, paid, &mut today);
        let cost = phones.real() * returns.cost;
        returns.lost += self.books.refund_returns(&plan.books, refund) + cost;
        self.books.refurbish(cost);
        returns.lost -= self.books.resell(&plan.books, day, (sold, returns.resale));
        self.returns = Some(returns);
    }

    /// The end: what is still to come back does so, and all of it is sold at the price of the last day.
    pub(super) fn settle_returns(&mut self, plan: &Plan) {
        let Some(mut returns) = self.returns.take() else { return };
        let (phones, refund, sold) = returns.settle(self.trading(plan));
        let cost = phones.real() * returns.cost;
        returns.lost += self.books.refund_returns(&plan.books, refund) + cost;
        self.books.refurbish(cost);
        returns.lost -= self.books.resell(&plan.books, plan.days - 1, (sold, returns.resale));
        self.returns = Some(returns);
    }
}
