//! What orders of a class cost beside the price of its parts.

use crate::rooms::calendar::plan::param::Param;
use crate::rooms::supply::keys::Component;

/// What an order with one source costs beside the price.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FeesPlan {
    /// Fixed cost of placing it: that of all parts of the class, each of which is ordered.
    pub order_cost: Param,
}

/// The same of the first and of the second source.
pub type Fees = [FeesPlan; 2];

/// Adds a part of the class; the fixed cost of a part is that of its order, however many lines of the bill name it.
pub(crate) fn add_part(fees: &mut Fees, component: &Component, is_new: bool) {
    if !is_new {
        return;
    }
    let second = component.second_source.and_then(|second| second.order_cost);
    for (fee, cost) in fees.iter_mut().zip([component.order_cost, second.unwrap_or(component.order_cost)]) {
        fee.order_cost.add_scaled(cost, 1.0);
    }
}

/// Whether nothing but the price is ever paid.
#[must_use]
pub fn are_none(fees: &Fees) -> bool {
    fees.iter().all(|fee| fee.order_cost.is_zero())
}
