//! What order streams pay.

use crate::lanes::Real;
use crate::rooms::store::plan::StreamPricePlan;

/// What an order stream of each launch pays per phone, net of VAT.
pub enum StreamPriceNow<const L: usize> {
    /// The same always.
    Net(Real<L>),
    /// The shelf price less a share of it.
    Margin(Real<L>),
}

impl<const L: usize> StreamPriceNow<L> {
    /// The price with a launch's inputs.
    #[must_use]
    pub fn new(plan: &StreamPricePlan, inputs: &[Real<L>]) -> Self {
        match plan {
            StreamPricePlan::Net(price) => Self::Net(price.of(inputs)),
            StreamPricePlan::Margin(share) => Self::Margin(share.of(inputs)),
        }
    }

    /// E72: `(1 - margin) P_t/(1 + v)` on the day of shipment, or the net price that was agreed.
    #[inline(always)]
    pub fn on(&self, net_shelf_price: impl FnOnce() -> Real<L>) -> Real<L> {
        match self {
            Self::Net(price) => *price,
            Self::Margin(share) => (Real::splat(1.0) - *share) * net_shelf_price(),
        }
    }
}
