//! What order streams pay, and what goes back to retailers: credits for a price that fell, and phones returned at the end.

use crate::lanes::{Count, Real};
use crate::rooms::books::day::{Account, Books};
use crate::rooms::books::plan::BooksPlan;

impl<const L: usize> Books<'_, L> {
    /// Revenue of phones shipped to a stream, paid with VAT after its terms.
    #[inline(always)]
    pub fn stream_revenue(
        &mut self,
        plan: &BooksPlan,
        day: usize,
        terms: usize,
        shipped: Count<L>,
        net_price: Real<L>,
    ) {
        let net = shipped.real() * net_price;
        self.book(Account::Receivables, Account::Revenue, net);
        let mut invoice = net;
        if !plan.vat.is_zero() {
            let vat = net * self.rates.vat;
            self.book(Account::Receivables, Account::Vat, vat);
            invoice += vat;
        }
        self.collectable.add(day + terms, invoice);
    }

    /// A retailer is credited a net amount, paid at once: revenue and its VAT fall by it.
    pub fn credit_retailer(&mut self, plan: &BooksPlan, net: Real<L>) {
        let gross = self.reverse_revenue(plan, net);
        self.book(Account::Receivables, Account::Cash, gross);
    }

    /// Phones come back from a retailer at what it paid for them, and lie in stock again at what they cost; what it gets
    /// is set off against what it owes, or paid with the settlement.
    pub fn take_back_from_retailer(&mut self, plan: &BooksPlan, paid: Real<L>, cost: Real<L>) {
        self.reverse_revenue(plan, paid);
        self.book(Account::Finished, Account::Materials, cost);
    }

    /// Revenue and its VAT less what is owed by a stream; gives both.
    fn reverse_revenue(&mut self, plan: &BooksPlan, net: Real<L>) -> Real<L> {
        self.book(Account::Revenue, Account::Receivables, net);
        if plan.vat.is_zero() {
            return net;
        }
        let vat = net * self.rates.vat;
        self.book(Account::Vat, Account::Receivables, vat);
        net + vat
    }
}
