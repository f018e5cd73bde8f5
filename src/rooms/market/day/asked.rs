//! What the model says of demand at a price that may never be asked.

use crate::lanes::Real;
use crate::rooms::calendar::plan::curve::Curve;
use crate::rooms::market::day::choice::{self, OwnPrice};
use crate::rooms::market::plan::MarketPlan;

/// Share of those in reach who would choose the phone at a price on the day of its announcement (E1), in each launch, with
/// rivals as they are when the phone costs what is planned.
#[must_use]
pub fn share_at<const L: usize>(market: &MarketPlan, planned: &Curve, inputs: &[Real<L>], price: f64) -> Real<L> {
    let path = planned.of(inputs);
    let day = (market.announced.max(0) as usize).min(market.season.len() - 1);
    let reference = market.reference_price.as_ref().map_or(path.on(day), |price| price.of(inputs));
    choice::share(market, inputs, &OwnPrice { path, reference, turn: market.turn }, Real::splat(price), day)
}
