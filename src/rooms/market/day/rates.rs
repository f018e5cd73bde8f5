//! Numbers of the market that are known when a launch begins.

use crate::lanes::{Real, Single};
use crate::random::math;
use crate::rooms::market::plan::MarketPlan;

/// What is drawn once per launch about the market, and what the rules need of it.
pub(super) struct Rates<const L: usize> {
    pub innovation: Single<L>,
    pub imitation: Single<L>,
    pub waiting_weight: Single<L>,
    pub ill_will: Single<L>,
    pub fan_weight: Single<L>,
    pub announcement_share: Real<L>,
    pub fan_growth: Real<L>,
    pub fan_ceiling: Real<L>,
    pub noise: Single<L>,
    pub noise_kept: Single<L>,
    pub noise_new: Single<L>,
    pub forget_probability: Real<L>,
    pub return_share: Real<L>,
    pub lost_of_unserved: Real<L>,
    pub pulse_strength: Vec<Single<L>>,
    pub pulse_kept: Vec<Single<L>>,
}

impl<const L: usize> Rates<L> {
    #[inline(always)]
    pub fn new(market: &MarketPlan, inputs: &[Real<L>]) -> Self {
        let fans = market.fans.as_ref();
        let of_fans =
            |get: fn(&crate::rooms::market::plan::FansPlan) -> &crate::rooms::calendar::plan::param::Param| {
                fans.map_or(Real::ZERO, |fans| get(fans).of(inputs))
            };
        let noise = market.noise.of(inputs);
        let noise_kept = market.noise_correlation.of(inputs);
        let halving = |half_life: f64| math::exp(-std::f64::consts::LN_2 / half_life);
        Self {
            innovation: market.innovation.of(inputs).single(),
            imitation: market.imitation.of(inputs).single(),
            waiting_weight: market.waiting_weight.of(inputs).single(),
            ill_will: market.ill_will.of(inputs).single(),
            fan_weight: of_fans(|fans| &fans.weight).single(),
            announcement_share: of_fans(|fans| &fans.announcement_share),
            fan_growth: of_fans(|fans| &fans.growth),
            fan_ceiling: of_fans(|fans| &fans.ceiling).at_least(1e-9),
            noise: noise.single(),
            noise_kept: noise_kept.single(),
            noise_new: (noise * noise_kept.map(|rho| (1.0 - rho * rho).max(0.0).sqrt())).single(),
            forget_probability: market.forgetting.of(inputs).one_minus_exp_neg(),
            return_share: market.return_share.of(inputs),
            lost_of_unserved: Real::splat(1.0) - market.stay.of(inputs),
            pulse_strength: market.pulses.iter().map(|pulse| pulse.strength.of(inputs).single()).collect(),
            pulse_kept: market.pulses.iter().map(|pulse| pulse.half_life.of(inputs).map(halving).single()).collect(),
        }
    }
}
