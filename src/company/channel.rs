//! Retailers with a stock of their own: what they are credited when the price falls, and what they give back at the end.

use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::Count;

impl<const L: usize> Company<'_, L> {
    /// The price has fallen: retailers are credited their share of the fall for each phone they hold this morning.
    #[inline(never)]
    pub(super) fn protect_prices(&mut self, plan: &Plan, day: usize) {
        let trading = self.trading(plan);
        for (at, stream) in plan.streams.iter().enumerate() {
            let cut = stream.retail.as_ref().is_some_and(|retail| retail.cuts.contains(&day));
            let (true, Some(Some(retailer))) = (cut, self.store.retailers.get_mut(at)) else { continue };
            let price = |day| self.stream_prices[at].on(|| self.books.net_shelf_price(day));
            let credit = retailer.protect(price(day - 1), price(day), trading);
            self.books.credit_retailer(&plan.books, credit);
        }
    }

    /// The end: phones that may be returned come back; gives how many.
    #[inline(never)]
    pub(super) fn clear_the_channel(&mut self, plan: &Plan) -> Count<L> {
        let trading = self.trading(plan);
        let mut returned = Count::ZERO;
        for retailer in self.store.retailers.iter_mut().flatten() {
            let lot = retailer.give_back(trading);
            self.books.take_back_from_retailer(&plan.books, lot.paid, lot.cost);
            returned += retailer.returned;
        }
        returned
    }
}
