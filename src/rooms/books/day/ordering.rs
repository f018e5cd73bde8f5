//! What is paid when a purchase order is placed.

use crate::lanes::Real;
use crate::rooms::books::day::{Account, Books};

impl<const L: usize> Books<'_, L> {
    /// The deposit of a purchase order, and its fixed cost.
    #[inline(always)]
    pub fn pay_for_order(&mut self, deposit: Real<L>, order_cost: Option<Real<L>>) {
        self.book(Account::Deposits, Account::Cash, deposit);
        if let Some(cost) = order_cost {
            self.book(Account::OrderCost, Account::Cash, cost);
        }
    }
}
