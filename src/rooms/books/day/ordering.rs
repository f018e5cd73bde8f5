//! What is paid when a purchase order is placed.

use crate::lanes::Real;
use crate::rooms::books::day::{Account, Books};

impl<const L: usize> Books<'_, L> {
    /// The deposit of a purchase order, and its fixed cost, where it asks for them.
    #[inline(always)]
    pub fn pay_for_order(
        &mut self,
        (deposit, order_cost): (&Real<L>, &Real<L>),
        (pays_deposit, pays_cost): (bool, bool),
    ) {
        if pays_deposit {
            self.book(Account::Deposits, Account::Cash, *deposit);
        }
        if pays_cost {
            self.book(Account::OrderCost, Account::Cash, *order_cost);
        }
    }

    /// Open orders are cancelled or put off: deposits come back, what they have lost since they were paid is a loss on exchange,
    /// and fees are paid at once.
    pub fn change_orders(&mut self, deposit: Real<L>, lost: Real<L>, fee: Real<L>) {
        self.book(Account::Exchange, Account::Deposits, lost);
        self.book(Account::Cash, Account::Deposits, deposit);
        self.book(Account::WriteDown, Account::Cash, fee);
    }
}
