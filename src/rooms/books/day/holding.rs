//! What it costs to hold stock and to let customers wait.

use crate::lanes::{Count, Real};
use crate::rooms::books::day::{Account, Books};
use crate::rooms::books::plan::BooksPlan;

/// What is there at the end of a day.
pub struct Evening<const L: usize> {
    /// Finished phones on the shelf.
    pub finished: Count<L>,
    /// Holding cost of the parts at the rates of their classes.
    pub parts_cost: Real<L>,
    /// Customers who wait.
    pub waiting: Count<L>,
}

impl<const L: usize> Books<'_, L> {
    /// E33: `holding = sum h_i stock_i + h finished + (rate/365.25) (book value of parts, work in process and finished)`,
    /// `backorder = b * waiting`, on what is there at the end of the day.
    #[inline(always)]
    pub(super) fn hold(&mut self, plan: &BooksPlan, evening: &Evening<L>) {
        let mut at_rates = Real::ZERO;
        if !plan.holding_per_day.is_zero() {
            at_rates += evening.finished.real() * self.rates.shelf_per_day;
        }
        at_rates += evening.parts_cost;
        self.book(Account::Holding, Account::Cash, at_rates + self.holding_at_book_value(plan));
        if !plan.backorder_per_day.is_zero() {
            let backorder = evening.waiting.real() * self.rates.backorder_per_day;
            self.book(Account::Backorder, Account::Cash, backorder);
        }
    }

    /// Customers are paid a compensation.
    pub fn compensate(&mut self, customers: Real<L>) {
        self.book(Account::Backorder, Account::Cash, customers * self.rates.compensation);
    }

    /// Holding cost of the day at a yearly share of book value.
    #[inline(always)]
    fn holding_at_book_value(&self, plan: &BooksPlan) -> Real<L> {
        if plan.holding_rate.is_zero() {
            return Real::ZERO;
        }
        self.inventory().at_least(0.0) * self.rates.holding_per_day
    }

    /// Book value of parts, work in process and finished phones.
    #[inline(always)]
    pub fn inventory(&self) -> Real<L> {
        self.balance(Account::Parts) + self.balance(Account::WorkInProcess) + self.balance(Account::Finished)
    }
}
