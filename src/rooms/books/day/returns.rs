//! Phones that customers send back, in the books.

use crate::lanes::{Count, Real};
use crate::rooms::books::day::{Account, Books};
use crate::rooms::books::plan::BooksPlan;

impl<const L: usize> Books<'_, L> {
    /// Customers are refunded what they paid: revenue and VAT are reversed. Gives the revenue.
    pub fn refund_returns(&mut self, plan: &BooksPlan, paid: Real<L>) -> Real<L> {
        let net = paid / (Real::splat(1.0) + self.rates.vat);
        self.book(Account::Revenue, Account::Cash, net);
        if !plan.vat.is_zero() {
            self.book(Account::Vat, Account::Cash, paid - net);
        }
        net
    }

    /// What came back is made fit for sale.
    pub fn refurbish(&mut self, cost: Real<L>) {
        self.book(Account::Refurbishing, Account::Cash, cost);
    }

    /// Refurbished phones are sold for a share of the shelf price of a day; gives the revenue.
    pub fn resell(&mut self, plan: &BooksPlan, day: usize, (phones, share): (Count<L>, Real<L>)) -> Real<L> {
        let net = phones.real() * share * self.net_shelf_price(day);
        self.book(Account::Cash, Account::Revenue, net);
        if !plan.vat.is_zero() {
            self.book(Account::Cash, Account::Vat, net * self.rates.vat);
        }
        net
    }
}
