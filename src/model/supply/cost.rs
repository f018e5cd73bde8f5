//! What a part costs: quotes, volume, experience and erosion.

use crate::lanes::{Count, Real};
use crate::plan::supply::CostGroup;
use crate::random::math;
use crate::units::DAYS_PER_YEAR;

/// A cost group with each launch's numbers.
pub(super) struct CostNow<const L: usize> {
    pub quote: Real<L>,
    experience: Option<Experience<L>>,
    erosion: Erosion<L>,
    volume: Vec<(f64, Real<L>)>,
}

/// A learning curve.
struct Experience<const L: usize> {
    /// log2(1 - learning rate).
    exponent: Real<L>,
    from: Real<L>,
    floor: Real<L>,
}

/// Logarithm of the share of the price that a quarter leaves.
enum Erosion<const L: usize> {
    None,
    /// The same in all launches, which then share one power.
    Certain(f64),
    Uncertain(Real<L>),
}

impl<const L: usize> CostNow<L> {
    #[inline(always)]
    pub fn new(group: &CostGroup, draws: &[Real<L>]) -> Self {
        let learns = !group.learning_rate.is_zero();
        let experience = || Experience {
            exponent: (Real::splat(1.0) - group.learning_rate.of(draws)).logarithm() / std::f64::consts::LN_2,
            from: group.learning_from.of(draws),
            floor: group.learning_floor.of(draws),
        };
        Self {
            quote: group.quote.of(draws),
            experience: learns.then(experience),
            erosion: match group.erosion.as_certain() {
                Some(0.0) => Erosion::None,
                Some(erosion) => Erosion::Certain(math::ln(1.0 - erosion)),
                None => Erosion::Uncertain((Real::splat(1.0) - group.erosion.of(draws)).logarithm()),
            },
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
        if let Some(experience) = &self.experience {
            cost = cost * experience.at(bought);
        }
        let quarters = f64::from((day as i32 - group.quoted).max(0)) / (DAYS_PER_YEAR / 4.0);
        match self.erosion {
            Erosion::None => cost,
            Erosion::Certain(logarithm) => cost * math::exp(quarters * logarithm),
            Erosion::Uncertain(logarithm) => cost * (logarithm * quarters).exponential(),
        }
    }
}

impl<const L: usize> Experience<L> {
    #[inline(always)]
    fn at(&self, bought: Count<L>) -> Real<L> {
        let bought = bought.real();
        let mut share = Real::splat(1.0);
        // Until more is bought anywhere, one to any power is one.
        if bought.gt(self.from).any() {
            share = (bought.max(self.from) / self.from).to_the_power(self.exponent);
        }
        share.max(self.floor)
    }
}
