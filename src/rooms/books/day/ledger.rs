//! The ledger: bookings that name the one an amount goes to and the one it comes from.

use crate::lanes::{Mask, Real, Those};
use crate::rooms::books::day::accounts::{ACCOUNTS, ASSETS, Account, COST_OF_SALES, EXPENSES, LIABILITIES};

/// Balances of `L` launches, by account: debits less credits.
pub type Balances<const L: usize> = [Real<L>; ACCOUNTS];

/// The ledger of `L` launches.
pub struct Ledger<const L: usize> {
    balances: Balances<L>,
    /// Only where statements or checks are wanted.
    noted: Option<Box<Noted<L>>>,
    /// Launches whose books are still open.
    open: Those<L>,
}

/// What can be told of bookings but not of balances.
struct Noted<const L: usize> {
    /// Cash received from each account, less cash paid to it.
    flows: Balances<L>,
    /// Sum of all amounts booked.
    turnover: Real<L>,
}

impl<const L: usize> Ledger<L> {
    /// A ledger without a booking.
    pub const EMPTY: Self = Self { balances: [Real::ZERO; ACCOUNTS], noted: None, open: Those::ALL };

    /// Books an amount to one account from another: the first is debited, the second credited.
    #[inline(always)]
    pub fn book(&mut self, to: Account, from: Account, amount: Real<L>) {
        let amount = self.open.only(amount);
        if !amount.any() {
            return;
        }
        self.balances[to as usize] += amount;
        self.balances[from as usize] -= amount;
        if let Some(noted) = &mut self.noted {
            noted.turnover += amount.abs();
            if to == Account::Cash {
                noted.flows[from as usize] += amount;
            } else if from == Account::Cash {
                noted.flows[to as usize] -= amount;
            }
        }
    }

    /// Closes the books of some launches: nothing is booked there any more.
    pub fn close(&mut self, closed: Mask<L>) {
        self.open = self.open.without(closed);
    }

    /// From now on cash flows are noted by the account they come from or go to, and turnover is summed; what is on the
    /// accounts already counts as booked.
    pub fn note_bookings(&mut self) {
        if self.noted.is_none() {
            let turnover = self.balances.iter().fold(Real::ZERO, |sum, balance| sum + balance.abs()) * 0.5;
            self.noted = Some(Box::new(Noted { flows: [Real::ZERO; ACCOUNTS], turnover }));
        }
    }

    /// Cash flows noted so far; `None` when they were not wanted.
    #[must_use]
    pub fn flows(&self) -> Option<&Balances<L>> {
        self.noted.as_ref().map(|noted| &noted.flows)
    }

    /// All balances: debits less credits.
    #[must_use]
    pub fn balances(&self) -> &Balances<L> {
        &self.balances
    }

    /// Balance of an account: debits less credits, so that income and liabilities are negative.
    #[inline(always)]
    #[must_use]
    pub fn debit_balance(&self, account: Account) -> Real<L> {
        self.balances[account as usize]
    }

    /// Balance of an account in its own sense: what an asset or expense is worth, what a liability or income amounts to.
    #[inline(always)]
    #[must_use]
    pub fn balance(&self, account: Account) -> Real<L> {
        let debit = self.debit_balance(account);
        let at = account as usize;
        if ASSETS.contains(&at) || EXPENSES.contains(&at) { debit } else { Real::ZERO - debit }
    }

    #[inline(always)]
    fn sum(&self, accounts: std::ops::Range<usize>) -> Real<L> {
        self.balances[accounts].iter().fold(Real::ZERO, |sum, &balance| sum + balance)
    }

    /// Assets less liabilities and equity: zero but for rounding (identity I7), with the turnover it is measured by,
    /// which is zero while bookings are not noted.
    #[must_use]
    pub fn imbalance(&self) -> (Real<L>, Real<L>) {
        let equity = self.sum(LIABILITIES.end..ACCOUNTS);
        let turnover = self.noted.as_ref().map_or(Real::ZERO, |noted| noted.turnover);
        (self.sum(ASSETS) + self.sum(LIABILITIES) + equity, turnover)
    }

    /// What is owed: liabilities with a credit balance, and credit drawn.
    #[must_use]
    pub fn debts(&self) -> Real<L> {
        let overdraft = (Real::ZERO - self.debit_balance(Account::Cash)).at_least(0.0);
        let owed = |sum: Real<L>, balance: &Real<L>| sum + (Real::ZERO - *balance).at_least(0.0);
        self.balances[LIABILITIES].iter().fold(overdraft, owed)
    }

    /// Materials, licences, logistics, warranty and payment fees of the phones shipped.
    #[must_use]
    pub fn cost_of_sales(&self) -> Real<L> {
        self.sum(COST_OF_SALES)
    }

    /// Income less all expenses.
    #[must_use]
    pub fn net_profit(&self) -> Real<L> {
        self.balance(Account::Revenue) + self.balance(Account::ServiceRevenue) - self.sum(EXPENSES)
    }

    /// Services and accessories, less what they cost.
    #[must_use]
    pub fn services_profit(&self) -> Real<L> {
        self.balance(Account::ServiceRevenue) - self.balance(Account::ServiceCost)
    }
}
