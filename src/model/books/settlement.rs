//! The settlement at the horizon, after which cash and equity are all that remains.

use super::{Account, Books};
use crate::lanes::Real;
use crate::plan::books::BooksPlan;

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
            self.fiscal.close_year(&mut self.ledger, last_day as i32);
        }
        for account in Account::ALL.iter().copied().filter(|account| account.is_settled_in_cash()) {
            let open = self.ledger.debit_balance(account);
            self.book(Account::Cash, account, open);
        }
        self.worth.settle(plan, &self.ledger, last_day);
    }
}
