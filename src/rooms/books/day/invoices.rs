//! Invoices of suppliers and assemblers, and when they are paid.

use crate::lanes::{Count, Real};
use crate::rooms::books::day::{Account, Books};
use crate::rooms::books::plan::BooksPlan;

impl<const L: usize> Books<'_, L> {
    /// Invoices that fall due from `day` until before `next`.
    #[must_use]
    pub fn due_before(&self, day: usize, next: usize) -> Real<L> {
        let due = self.due.between(day..next) + self.assembly_due.between(day..next);
        match &self.abroad {
            Some(abroad) => due + abroad.between(day..next),
            None => due,
        }
    }

    /// Parts of some value arrive; gives the rest of the invoice, with VAT, which is due after the terms.
    #[inline(always)]
    #[must_use]
    pub fn parts_arrive(&mut self, plan: &BooksPlan, value: Real<L>, deposit: Real<L>) -> Real<L> {
        self.book(Account::Parts, Account::Payables, value);
        self.book(Account::Payables, Account::Deposits, deposit);
        value - deposit + self.input_vat(plan, Account::Payables, value)
    }

    /// An invoice is due on a day.
    #[inline(always)]
    pub fn owe_suppliers(&mut self, due: usize, invoice: Real<L>) {
        self.due.add(due, invoice);
    }

    /// The VAT of an invoice of net `value` is owed too, and reclaimed from the state.
    #[inline(always)]
    fn input_vat(&mut self, plan: &BooksPlan, payables: Account, value: Real<L>) -> Real<L> {
        if plan.vat.is_zero() {
            return Real::ZERO;
        }
        let vat = value * self.rates.vat;
        self.book(Account::Vat, payables, vat);
        vat
    }

    /// A factory's fee for phones started becomes work in process and is owed after its terms.
    #[inline(always)]
    pub fn owe_assembly(&mut self, plan: &BooksPlan, day: usize, terms: usize, phones: Count<L>) {
        if !plan.assembly_fee.is_zero() {
            let fee = phones.real() * self.assembly_fee;
            self.book(Account::WorkInProcess, Account::AssemblyPayables, fee);
            let invoice = fee + self.input_vat(plan, Account::AssemblyPayables, fee);
            self.assembly_due.add(day + terms, invoice);
        }
    }
}
