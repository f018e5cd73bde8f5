//! What orders of a class cost beside the price of its parts.

use crate::language::quantity::Number;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::supply::keys::Component;

/// What an order with one source costs beside the price.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FeesPlan {
    /// Fixed cost of placing it: that of all parts of the class, each of which is ordered.
    pub order_cost: Param,
    /// Freight of one unit of the class.
    pub freight: Param,
}

/// The same of the first and of the second source.
pub type Fees = [FeesPlan; 2];

/// Adds a part of which so many are in a unit of the class; the fixed cost is that of an order of the part, however many
/// lines of the bill name it.
pub(crate) fn add_part(fees: &mut Fees, component: &Component, (parts_per_unit, is_new): (f64, bool)) {
    for (fee, freight) in fees.iter_mut().zip(freights(component)) {
        fee.freight.add_scaled(freight, parts_per_unit);
    }
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
    fees.iter().all(|fee| fee.order_cost.is_zero() && fee.freight.is_zero())
}

/// Freight of one part from the first and from the second source.
pub(crate) fn freights(component: &Component) -> [Number; 2] {
    let second = component.second_source.map_or(Number::certain(0.0), |second| second.freight);
    [component.freight, second]
}
