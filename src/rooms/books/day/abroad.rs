//! What is owed in other currencies, at the rate of the day.

use std::ops::Range;

use crate::lanes::Real;
use crate::rooms::books::day::dues::Dues;
use crate::rooms::books::day::{Account, Books, Terms};
use crate::rooms::currency::day::Exchange;

/// What is owed to suppliers in other currencies and paid at the rate of the day of payment, in units of them.
pub(crate) struct Abroad<const L: usize> {
    currencies: Vec<Owed<L>>,
}

/// The same of one currency.
struct Owed<const L: usize> {
    due: Dues<L>,
    total: Real<L>,
    /// Home money per unit, today.
    rate: Real<L>,
}

impl<const L: usize> Abroad<L> {
    /// What falls due on some coming days, in home money at the rate of today.
    pub fn between(&self, days: Range<usize>) -> Real<L> {
        let due = self.currencies.iter().map(|owed| owed.due.between(days.clone()) * owed.rate);
        due.fold(Real::ZERO, |sum, due| sum + due)
    }
}

impl<const L: usize> Books<'_, L> {
    /// Some currencies are dealt in.
    pub fn deal_abroad(&mut self, currencies: usize, terms: &Terms) {
        let nothing = || Owed { due: Dues::new(terms.supply), total: Real::ZERO, rate: Real::ZERO };
        if currencies > 0 {
            self.abroad = Some(Box::new(Abroad { currencies: (0..currencies).map(|_| nothing()).collect() }));
        }
    }

    /// The rates of a morning: what is owed in a currency changes by `owed (S_t - S_{t-1})`, which is an exchange loss.
    ///
    /// So payables stand at the rate of the day on every evening, and at that of the day of payment when they are paid (E78;
    /// IAS 21, paragraphs 23 and 28).
    #[inline(always)]
    pub fn meet_the_rates(&mut self, exchange: &Exchange<L>, day: usize) {
        if self.abroad.is_some() {
            self.revalue(exchange, day);
        }
    }

    #[inline(never)]
    fn revalue(&mut self, exchange: &Exchange<L>, day: usize) {
        let Some(mut abroad) = self.abroad.take() else { return };
        for (at, owed) in abroad.currencies.iter_mut().enumerate() {
            let before = std::mem::replace(&mut owed.rate, exchange.spot(at, day));
            self.book(Account::Exchange, Account::Payables, owed.total * (owed.rate - before));
        }
        self.abroad = Some(abroad);
    }

    /// An invoice in another currency is due on a day: so many units of it at the rate of that day, the rest of it in home
    /// money; what deposits without a good part have `lost` is owed beside it.
    pub fn owe_abroad(&mut self, (due, currency): (usize, usize), invoice: Real<L>, (owed, lost): (Real<L>, Real<L>)) {
        self.book(Account::Exchange, Account::Payables, lost);
        let Some(abroad) = &mut self.abroad else { return };
        let of_currency = &mut abroad.currencies[currency];
        of_currency.due.add(due, owed);
        of_currency.total += owed;
        let at_home = invoice + lost - owed * of_currency.rate;
        self.due.add(due, at_home);
    }

    /// What is due in other currencies is paid at today's rate.
    #[inline(always)]
    pub(super) fn pay_abroad(&mut self, day: usize) {
        if self.abroad.is_some() {
            self.pay_at_the_rate(day);
        }
    }

    #[inline(never)]
    fn pay_at_the_rate(&mut self, day: usize) {
        let Some(mut abroad) = self.abroad.take() else { return };
        for owed in &mut abroad.currencies {
            let due = owed.due.take(day);
            owed.total -= due;
            self.book(Account::Payables, Account::Cash, due * owed.rate);
        }
        self.abroad = Some(abroad);
    }

    /// Today's rate of a currency.
    #[must_use]
    pub fn rate_today(&self, currency: usize) -> Real<L> {
        self.abroad.as_ref().map_or(Real::ZERO, |abroad| abroad.currencies[currency].rate)
    }

    /// What falls due of payables to suppliers, on any day, at the rates of today; what the books say of them is the same.
    #[must_use]
    pub fn suppliers_due(&self, day: usize) -> Real<L> {
        self.due.later_than(day) + self.abroad.as_ref().map_or(Real::ZERO, |abroad| abroad.later_than(day))
    }
}

impl<const L: usize> Abroad<L> {
    /// What falls due after a day, in home money at the rate of today.
    fn later_than(&self, day: usize) -> Real<L> {
        let due = self.currencies.iter().map(|owed| owed.due.later_than(day) * owed.rate);
        due.fold(Real::ZERO, |sum, due| sum + due)
    }
}
