//! What a part costs: quotes, volume, experience and erosion.

use crate::lanes::{Count, Real};
use crate::plan::supply::CostGroup;
use crate::units::DAYS_PER_YEAR;

/// A cost group with each launch's numbers.
pub(super) struct CostNow<const L: usize> {
    pub quote: Real<L>,
    /// log2(1 - learning rate).
    exponent: Real<L>,
    from: Real<L>,
    floor: Real<L>,
    kept_per_quarter: Real<L>,
    volume: Vec<(f64, Real<L>)>,
}

impl<const L: usize> CostNow<L> {
    #[inline(always)]
    pub fn new(group: &CostGroup, draws: &[Real<L>]) -> Self {
        Self {
            quote: group.quote.of(draws),
            exponent: (Real::splat(1.0) - group.learning_rate.of(draws)).logarithm() / std::f64::consts::LN_2,
            from: group.learning_from.of(draws),
            floor: group.learning_floor.of(draws),
            kept_per_quarter: Real::splat(1.0) - group.erosion.of(draws),
            volume: group.volume_factors.iter().map(|(from, factor)| (*from, factor.of(draws))).collect(),
        }
    }

    /// E10: `quote * volume_factor(V) * experience(V) * (1 - erosion)^(quarters since the quote)` with V the units
    /// bought before; experience by Wright (1936): `max(floor, (max(V, V0)/V0)^log2(1 - learning rate))`.
    #[inline(always)]
    pub fn unit_cost(&self, group: &CostGroup, bought: Count<L>, day: usize) -> Real<L> {
        let mut cost = self.quote;
        if !self.volume.is_empty() {
            let mut factor = self.volume[0].1;
            for &(from, next) in &self.volume[1..] {
                factor = bought.map(|units| f64::from(units) >= from).select(next, factor);
            }
            cost = cost * factor;
        }
        if !group.learning_rate.is_zero() {
            let ratio = bought.real().max(self.from) / self.from;
            let experience = ratio.to_the_power(self.exponent).max(self.floor);
            cost = cost * experience;
        }
        if !group.erosion.is_zero() {
            let quarters = f64::from((day as i32 - group.quoted).max(0)) / (DAYS_PER_YEAR / 4.0);
            cost = cost * self.kept_per_quarter.to_the_power(Real::splat(quarters));
        }
        cost
    }
}
