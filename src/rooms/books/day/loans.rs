//! Loans: interest accrues day by day and is paid every month.

use crate::lanes::Real;
use crate::random::math;
use crate::rooms::books::day::accounts::Account;
use crate::rooms::books::day::ledger::Ledger;
use crate::rooms::books::plan::{BooksPlan, LoanPlan};

/// One loan in `L` launches.
pub(crate) struct LoanNow<const L: usize> {
    amount: Real<L>,
    rate_per_month: Real<L>,
    /// Payment of every month, with repayment by annuity.
    annuity: Real<L>,
    outstanding: Real<L>,
    accrued: Real<L>,
    /// Number of the next payment.
    next: usize,
}

impl<const L: usize> LoanNow<L> {
    pub fn new(plan: &LoanPlan, inputs: &[Real<L>]) -> Self {
        let amount = plan.amount.of(inputs);
        let rate_per_month = plan.rate.of(inputs) / 12.0;
        let annuity = amount.zip(rate_per_month, |amount, rate| annuity(amount, rate, plan.payments.len()));
        Self { amount, rate_per_month, annuity, outstanding: Real::ZERO, accrued: Real::ZERO, next: 0 }
    }

    /// Draws the loan, accrues a day's interest, pays on payment days.
    ///
    /// E61: of the rate a twelfth accrues over the days between two payments, evenly, on what is outstanding, and is
    /// paid with the payment; a bullet loan is repaid with the last payment.
    pub fn day(&mut self, plan: &LoanPlan, ledger: &mut Ledger<L>, day: i32) {
        if day == plan.day {
            ledger.book(Account::Cash, Account::Loans, self.amount);
            self.outstanding = self.amount;
        }
        let Some(&payment) = plan.payments.get(self.next) else { return };
        if day <= plan.day {
            return;
        }
        let before = self.next.checked_sub(1).map_or(plan.day, |at| plan.payments[at]);
        let interest = self.outstanding * self.rate_per_month / f64::from(payment - before);
        ledger.book(Account::Interest, Account::InterestPayable, interest);
        self.accrued += interest;
        if day < payment {
            return;
        }
        ledger.book(Account::InterestPayable, Account::Cash, self.accrued);
        let principal = if self.next + 1 == plan.payments.len() {
            self.outstanding
        } else if plan.annuity {
            self.annuity - self.accrued
        } else {
            Real::ZERO
        };
        ledger.book(Account::Loans, Account::Cash, principal);
        self.outstanding -= principal;
        self.accrued = Real::ZERO;
        self.next += 1;
    }
}

/// Every loan of a plan.
pub(crate) fn all<const L: usize>(plan: &BooksPlan, inputs: &[Real<L>]) -> Vec<LoanNow<L>> {
    plan.loans.iter().map(|loan| LoanNow::new(loan, inputs)).collect()
}

/// E62: the payment a that repays A in n months at i a month, `a = A i / (1 - (1 + i)^-n)`, and `A/n` at i = 0
/// (the annuity of every textbook on finance; case FIN11).
fn annuity(amount: f64, rate_per_month: f64, months: usize) -> f64 {
    let months = months as f64;
    if rate_per_month == 0.0 {
        return amount / months;
    }
    amount * rate_per_month / (1.0 - math::powf(1.0 + rate_per_month, -months))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annuity_is_that_of_numpy_financial() {
        // FIN11: numpy-financial, tests/test_financial.py (BSD-3; the figure alone).
        assert!((annuity(15_000.0, 0.08 / 12.0, 60) - 304.145_914_326_205_23).abs() < 1e-7);
        assert_eq!(annuity(1200.0, 0.0, 12), 100.0);
    }
}
