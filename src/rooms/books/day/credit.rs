//! Drawn credit: its interest, and the evenings on which cash closes below the line.

use crate::lanes::{Count, Real};
use crate::rooms::books::day::{Account, Books};
use crate::rooms::books::plan::BooksPlan;

impl<const L: usize> Books<'_, L> {
    /// E34: interest of a day is `(r min(o, line) + r_penalty max(0, o - line)) / 365.25` on `o = max(0, -cash)`;
    /// insolvent is the first day on which cash closes below minus the credit line.
    #[inline(always)]
    pub(crate) fn pay_interest(&mut self, plan: &BooksPlan) {
        if plan.interest_rate.is_zero() && plan.penalty_rate.is_zero() {
            return;
        }
        let overdrawn = (Real::ZERO - self.cash()).at_least(0.0);
        let within = overdrawn.min(self.rates.credit_line);
        let interest = within * self.rates.interest_per_day + (overdrawn - within) * self.rates.penalty_per_day;
        self.book(Account::Interest, Account::Cash, interest);
    }

    /// The closing cash of a day: the lowest yet, and whether it lies below the credit line.
    #[inline(always)]
    pub(crate) fn look_at_cash(&mut self, day: usize) {
        let cash = self.cash();
        let today = Count::splat(day as i32);
        let lower = cash.lt(self.lowest_cash);
        self.lowest_cash = lower.select(cash, self.lowest_cash);
        self.lowest_cash_day = lower.select(today, self.lowest_cash_day);
        // Half a fen of rounding makes nobody insolvent.
        let insolvent = (cash + 0.005).lt(Real::ZERO - self.rates.credit_line);
        // An ordinary day, on which nobody is short and nobody was yesterday, costs no more than this question.
        if (insolvent | self.in_deepest_gap).any() {
            let deeper = lower & insolvent;
            let closes = self.in_deepest_gap & !insolvent;
            self.gap_closed = closes.select(today, deeper.select(Count::splat(-1), self.gap_closed));
            self.in_deepest_gap = (self.in_deepest_gap & insolvent) | deeper;
            let first = insolvent & self.insolvency_day.lt(Count::ZERO);
            self.insolvency_day = first.select(today, self.insolvency_day);
            self.days_below += insolvent.select(Count::splat(1), Count::ZERO);
        }
    }
}
