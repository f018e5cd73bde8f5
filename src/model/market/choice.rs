//! Who would choose this phone at today's prices.

use crate::lanes::Real;
use crate::plan::market::{ChoicePlan, MarketPlan};
use crate::random::math;

/// E1: share of people who would choose the phone, by multinomial logit against the rivals on sale and against
/// buying nothing (McFadden 1974): `exp(u) / (1 + exp(u) + sum exp(u_r))` with `u = quality - sensitivity * price`;
/// or by constant elasticity around a reference price: `min(1, (price/reference)^-e)`.
pub fn share<const L: usize>(
    market: &MarketPlan,
    draws: &[Real<L>],
    price: Real<L>,
    reference: Real<L>,
    day: usize,
) -> Real<L> {
    match &market.choice {
        ChoicePlan::None => Real::splat(1.0),
        ChoicePlan::Logit(quality, sensitivity) => {
            let sensitivity = sensitivity.of(draws);
            let own = quality.of(draws) - sensitivity * price;
            // The greatest utility is taken out first, so that no exponential overflows.
            let mut utilities = vec![own];
            for rival in &market.rivals {
                if (rival.on_sale.0..=rival.on_sale.1).contains(&(day as i32)) {
                    utilities.push(rival.quality.of(draws) - sensitivity * rival.price.of(draws).on(day));
                }
            }
            let greatest = utilities.iter().fold(Real::ZERO, |greatest, &utility| greatest.max(utility));
            let weight = |utility: Real<L>| (utility - greatest).map(math::exp);
            let all = utilities.iter().fold(weight(Real::ZERO), |sum, &utility| sum + weight(utility));
            weight(own) / all
        }
        ChoicePlan::Elasticity(elasticity) => {
            let elasticity = elasticity.of(draws);
            let mut share = Real::splat(1.0);
            for lane in 0..L {
                let (price, reference) = (price.0[lane], reference.0[lane]);
                // A price of zero, or a reference of zero with elasticity zero, leaves everyone in.
                if price > 0.0 && elasticity.0[lane] > 0.0 {
                    let ratio = reference / price;
                    share.0[lane] = if ratio > 0.0 { math::powf(ratio, elasticity.0[lane]).min(1.0) } else { 0.0 };
                }
            }
            share
        }
    }
}
