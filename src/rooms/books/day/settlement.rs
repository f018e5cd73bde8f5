//! The settlement at the horizon, after which cash and equity are all that remains, and the winding up of an insolvent
//! company, after which debts may remain too.

use crate::lanes::{Count, Mask, Real};
use crate::rooms::books::day::{Account, Books};
use crate::rooms::books::plan::BooksPlan;

impl<const L: usize> Books<'_, L> {
    /// E35: the settlement at the horizon. The waiting are refunded, open orders cancelled at `fee share * value` and
    /// their deposits returned, parts and finished phones go at `salvage share * book value`, the rest of them and all
    /// work in process is written down. Then the fiscal year is closed and all claims and debts are paid at book value, so
    /// that what remains is cash and equity.
    pub fn settle(&mut self, plan: &BooksPlan, last_day: usize, left: &Remains<L>) {
        self.refund(left.waiting, left.waiting);
        self.book(Account::Exchange, Account::Deposits, left.lost);
        for &(deposit, fee) in left.cancelled {
            self.book(Account::Cash, Account::Deposits, deposit);
            self.book(Account::WriteDown, Account::Cash, fee);
        }
        let finished = self.balance(Account::Finished) * self.rates.salvage;
        for (account, salvage) in [(Account::Parts, left.parts), (Account::Finished, finished)] {
            let value = self.balance(account);
            self.book(Account::Cash, account, salvage);
            self.book(Account::WriteDown, account, value - salvage);
        }
        let in_process = self.balance(Account::WorkInProcess);
        self.book(Account::WriteDown, Account::WorkInProcess, in_process);
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

    /// The books of the launches that are wound up today: open purchase orders are cancelled at `fees`, their deposits and
    /// all claims come in, parts go for `parts` and finished phones at salvage, the year is closed; then creditors are paid as far as
    /// cash goes, and their books are closed for good.
    ///
    /// E69: every debt is paid the share `phi = clamp(cash/debts, 0, 1)` of its balance, prepayments of those who wait among
    /// them; drawn credit has been set off against what came in before, and what is left of a debt stays a liability.
    pub fn wind_up(&mut self, plan: &BooksPlan, stopped: Mask<L>, (parts, fees, lost): (Real<L>, Real<L>, Real<L>)) {
        let only = |amount: Real<L>| stopped.select(amount, Real::ZERO);
        self.book(Account::Exchange, Account::Deposits, only(lost));
        self.book(Account::WriteDown, Account::Payables, only(fees));
        let finished = self.balance(Account::Finished) * self.rates.salvage;
        for (account, salvage) in [(Account::Parts, parts), (Account::Finished, finished)] {
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

/// What the other rooms have left at the horizon.
pub struct Remains<'a, const L: usize> {
    /// Customers of the market who wait.
    pub waiting: Count<L>,
    /// What the parts bring.
    pub parts: Real<L>,
    /// Of each class's open purchase orders: the deposit that comes back, and the fee.
    pub cancelled: &'a [(Real<L>, Real<L>)],
    /// What those deposits have lost since they were paid.
    pub lost: Real<L>,
}
