//! What ordering policies ask for.

use crate::lanes::{Count, Mask, Real};
use crate::rooms::supply::plan::PolicyPlan;

/// What a policy orders at a position, before rounding.
///
/// E49: `to_order` asks for `-position`: the position counts the waiting and the reservations expected to pay as negative,
/// so parts are bought for orders in hand and for nothing else.
#[inline(always)]
pub(crate) fn asked_by_policy<const L: usize>(
    policy: &PolicyPlan,
    forecast_need: Count<L>,
    position: Count<L>,
    inputs: &[Real<L>],
) -> Count<L> {
    let at_or_below = |level: Count<L>| -> Mask<L> { position.le(level) };
    match policy {
        PolicyPlan::None => Count::ZERO,
        PolicyPlan::ForecastUpTo => forecast_need - position,
        PolicyPlan::ToOrder => Count::ZERO - position,
        PolicyPlan::UpTo(level) => level.of(inputs).round_count() - position,
        PolicyPlan::MinMax(reorder, up_to) => {
            let gap = up_to.of(inputs).round_count() - position;
            at_or_below(reorder.of(inputs).round_count()).select(gap, Count::ZERO)
        }
        PolicyPlan::ReorderPoint(reorder, quantity) => {
            let lot = quantity.of(inputs).round_count();
            at_or_below(reorder.of(inputs).round_count()).select(lot, Count::ZERO)
        }
    }
}
