//! The settlement at the horizon, after which cash and equity are all that remains, and the winding up of an insolvent
//! company, after which debts may remain too.

use crate::lanes::{Mask, Real};
use crate::rooms::books::day::{Account, Books};
use crate::rooms::books::plan::BooksPlan;

impl<const L: usize> Books<'_, L> {
    /// At the horizon open purchase orders are cancelled: their fee is owed, the rest of the deposit comes back.
    pub fn cancel_purchase_orders(&mut self, deposit: Real<L>, fee: Real<L>) {
        self.book(Account::Cash, Account::Deposits, deposit);
        self.book(Account::WriteDown, Account::Cash, fee);
    }

    /// At the horizon stock goes at salvage: what it brings is cash, the rest is written down.
    pub fn write_down(&mut self, parts_salvage: Real<L>, finished_salvage: Real<L>) {
        for (account, salvage) in [(Account::Parts, parts_salvage), (Account::Finished, finished_salvage)] {
            let value = self.balance(account);
            self.book(Account::Cash, account, salvage);
            self.book(Account::WriteDown, account, value - salvage);
        }
        let in_process = self.balance(Account::WorkInProcess);
        self.book(Account::WriteDown, Account::WorkInProcess, in_process);
    }

    /// At the horizon, last: the fiscal year is closed, and all that is owed or owing is paid at its book value, so that
    /// what remains is cash and equity.
    pub fn pay_what_is_open(&mut self, plan: &BooksPlan, last_day: usize) {
        if plan.has_fiscal_years() {
            self.fiscal.settle(&mut self.ledger, last_day as i32);
        }
        for account in Account::ALL.iter().copied().filter(|account| account.is_settled_in_cash()) {
            let open = self.ledger.debit_balance(account);
            self.book(Account::Cash, account, open);
        }
        self.worth.settle(plan, (&self.ledger, self.fiscal.shield_to_date), last_day);
    }

    /// What was still owed when the company was wound up; zero where it never was.
    #[must_use]
    pub fn unpaid_debts(&self) -> Real<L> {
        self.wound_up.select(self.ledger.debts(), Real::ZERO)
    }

    /// The books of the launches that are wound up today: open purchase orders are cancelled at `fee`, their deposits and
    /// all claims come in, parts and finished phones go at salvage, the year is closed; then creditors are paid as far as
    /// cash goes, and their books are closed for good.
    ///
    /// E69: every debt is paid the share `phi = clamp(cash/debts, 0, 1)` of its balance, prepayments of those who wait among
    /// them; drawn credit has been set off against what came in before, and what is left of a debt stays a liability.
    pub fn wind_up(&mut self, plan: &BooksPlan, stopped: Mask<L>, estate: &Estate<L>) {
        let only = |amount: Real<L>| stopped.select(amount, Real::ZERO);
        self.book(Account::WriteDown, Account::Payables, only(estate.cancellation_fees));
        for (account, salvage) in [(Account::Parts, estate.parts), (Account::Finished, estate.finished)] {
            let value = self.balance(account);
            self.book(Account::Cash, account, only(salvage));
            self.book(Account::WriteDown, account, only(value - salvage));
        }
        let in_process = self.balance(Account::WorkInProcess);
        self.book(Account::WriteDown, Account::WorkInProcess, only(in_process));
        if plan.has_fiscal_years() {
            self.fiscal.assess(&mut self.ledger, stopped);
        }
        for account in Account::ALL.iter().copied().filter(|account| account.is_settled_in_cash()) {
            let claim = self.ledger.debit_balance(account).at_least(0.0);
            self.book(Account::Cash, account, only(claim));
        }
        let cash = self.cash().at_least(0.0);
        let debts = self.ledger.debts();
        let phi = cash.zip(debts, |cash, debts| if debts > 0.0 { (cash / debts).min(1.0) } else { 0.0 });
        for account in Account::ALL.iter().copied().filter(|account| account.is_settled_in_cash()) {
            let owed = self.balance(account).at_least(0.0);
            // Where cash is enough a debt is paid to the last digit.
            let paid = phi.lt(Real::splat(1.0)).select(owed * phi, owed);
            self.book(account, Account::Cash, only(paid));
        }
        self.wound_up = self.wound_up | stopped;
        self.ledger.close(stopped);
    }
}

/// What a company that is wound up has and owes beside its accounts.
pub struct Estate<const L: usize> {
    /// What the parts bring.
    pub parts: Real<L>,
    /// What the finished phones bring.
    pub finished: Real<L>,
    /// What cancelling the open purchase orders costs.
    pub cancellation_fees: Real<L>,
}
