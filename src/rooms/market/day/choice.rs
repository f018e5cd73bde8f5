//! Who would choose this phone at today's prices.

use crate::lanes::Real;
use crate::random::math;
use crate::rooms::calendar::plan::curve::CurveNow;
use crate::rooms::market::keys::price::PriceTurn;
use crate::rooms::market::plan::{ChoicePlan, MarketPlan, RivalPlan};

/// Our own price: its path, and the price at which the market's size is meant.
pub struct OwnPrice<'plan, const L: usize> {
    /// Dated steps.
    pub path: CurveNow<'plan, L>,
    /// Reference price.
    pub reference: Real<L>,
    /// Whether people answer to it otherwise than written.
    pub turn: Option<PriceTurn>,
}

impl<const L: usize> OwnPrice<'_, L> {
    /// The price of a day as people answer to it.
    #[inline(always)]
    pub fn felt(&self, day: usize) -> Real<L> {
        let price = self.path.on(day);
        self.turn.map_or(price, |turn| felt(turn, price))
    }
}

/// E86: `P_0 + k (P - P_0)`, or `P_0 (P/P_0)^k` with a constant elasticity: at the pivot P_0 as many choose the phone, and
/// the elasticity is k times what it was.
#[inline(never)]
fn felt<const L: usize>(turn: PriceTurn, price: Real<L>) -> Real<L> {
    let pivot = Real::splat(turn.pivot);
    if turn.ratios {
        pivot * (price.at_least(1e-9) / pivot).to_the_power(Real::splat(turn.factor))
    } else {
        pivot + Real::splat(turn.factor) * (price - pivot)
    }
}

/// E42: a rival's price: its own path, moved by a share of our relative distance from the reference price some
/// days ago, `P_r * (1 + rho * (P_{t-d}/P_ref - 1))`, but by following it never falls below its floor (our assumption A17).
fn rival_price<const L: usize>(rival: &RivalPlan, inputs: &[Real<L>], own: &OwnPrice<L>, day: usize) -> Real<L> {
    let price = rival.price.of(inputs).on(day);
    let Some(reaction) = &rival.reaction else { return price };
    let Some(seen) = day.checked_sub(reaction.delay as usize) else { return price };
    let one = Real::splat(1.0);
    let distance = own.path.on(seen) / own.reference.at_least(1e-9) - one;
    let moved = price * (one + reaction.share.of(inputs) * distance).at_least(0.0);
    moved.max(reaction.floor.of(inputs).min(price))
}

/// E1: share of people who would choose the phone, by multinomial logit against the rivals on sale and against
/// buying nothing (McFadden 1974): `exp(u) / (1 + exp(u) + sum exp(u_r))` with `u = quality - sensitivity * price`;
/// or by constant elasticity around a reference price: `min(1, s0 * (price/reference)^-e)` with s0 the share there.
pub fn share<const L: usize>(
    market: &MarketPlan,
    inputs: &[Real<L>],
    own: &OwnPrice<L>,
    price: Real<L>,
    day: usize,
) -> Real<L> {
    match &market.choice {
        ChoicePlan::None => Real::splat(1.0),
        ChoicePlan::Logit(quality, sensitivity, at) => {
            let sensitivity = sensitivity.of(inputs);
            let ours = quality.of(inputs) - sensitivity * (price - Real::splat(*at));
            // The greatest utility is taken out first, so that no exponential overflows.
            let mut utilities = vec![ours];
            for rival in &market.rivals {
                if (rival.on_sale.0..=rival.on_sale.1).contains(&(day as i32)) {
                    utilities.push(rival.quality.of(inputs) - sensitivity * rival_price(rival, inputs, own, day));
                }
            }
            let greatest = utilities.iter().fold(Real::ZERO, |greatest, &utility| greatest.max(utility));
            let weight = |utility: Real<L>| (utility - greatest).exponential();
            let all = utilities.iter().fold(weight(Real::ZERO), |sum, &utility| sum + weight(utility));
            weight(ours) / all
        }
        ChoicePlan::Elasticity(elasticity, at_reference, at) => {
            let elasticity = elasticity.of(inputs);
            let reference = at.map_or(own.reference, Real::splat);
            let mut share = at_reference.of(inputs);
            for lane in 0..L {
                let (price, reference) = (price.0[lane], reference.0[lane]);
                // Elasticity zero leaves the share as it is; a price of zero would open everyone.
                if elasticity.0[lane] > 0.0 {
                    let factor = if price <= 0.0 {
                        f64::INFINITY
                    } else if reference > 0.0 {
                        math::powf(reference / price, elasticity.0[lane])
                    } else {
                        0.0
                    };
                    share.0[lane] = if share.0[lane] > 0.0 { (share.0[lane] * factor).min(1.0) } else { 0.0 };
                }
            }
            share
        }
    }
}
