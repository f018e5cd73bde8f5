//! What a part costs: quotes, volume, experience and erosion.

use crate::lanes::{Count, Real};
use crate::random::math;
use crate::rooms::calendar::plan::param::Known;
use crate::rooms::supply::plan::CostGroup;
use crate::units::DAYS_PER_YEAR;

/// A cost group with each launch's numbers.
pub(crate) struct CostNow<const L: usize> {
    pub quote: Known<L>,
    experience: Option<Experience<L>>,
    /// Logarithm of the share of the price that a quarter leaves; `None` without erosion.
    erosion: Option<Known<L>>,
    volume: Vec<(f64, Known<L>)>,
}

/// A learning curve.
struct Experience<const L: usize> {
    /// log2(1 - learning rate).
    exponent: Known<L>,
    from: Known<L>,
    floor: Known<L>,
}

impl<const L: usize> CostNow<L> {
    pub fn new(group: &CostGroup, inputs: &[Real<L>]) -> Self {
        let experience = || Experience {
            exponent: group.learning_rate.known(inputs).map(|rate| math::ln(1.0 - rate) / std::f64::consts::LN_2),
            from: group.learning_from.known(inputs),
            floor: group.learning_floor.known(inputs),
        };
        let erosion = || group.erosion.known(inputs).map(|erosion| math::ln(1.0 - erosion));
        Self {
            quote: group.quote.known(inputs),
            experience: (!group.learning_rate.is_zero()).then(experience),
            erosion: (!group.erosion.is_zero()).then(erosion),
            volume: group.volume_factors.iter().map(|(from, factor)| (*from, factor.known(inputs))).collect(),
        }
    }

    /// E10: `quote * volume_factor(V) * experience(V) * (1 - erosion)^(quarters since the quote)` with V the units
    /// bought before; experience by Crawford's unit curve (1944), after Wright (1936): `max(floor, (max(V, V0)/V0)^log2(1 - learning rate))`.
    #[inline(always)]
    pub fn unit_cost(&self, group: &CostGroup, bought: Count<L>, day: usize) -> Real<L> {
        let mut cost = self.quote.get();
        if let Some((first, others)) = self.volume.split_first() {
            let mut factor = first.1.get();
            for (from, next) in others {
                factor = bought.map(|units| f64::from(units) >= *from).select(next.get(), factor);
            }
            cost = cost * factor;
        }
        if let Some(experience) = &self.experience {
            cost = cost * experience.at(bought);
        }
        if let Some(erosion) = &self.erosion {
            let quarters = f64::from((day as i32 - group.quoted).max(0)) / (DAYS_PER_YEAR / 4.0);
            // One power serves all launches where they share the rate.
            cost = match erosion.same() {
                Some(logarithm) => cost * math::exp(quarters * logarithm),
                None => cost * (erosion.get() * quarters).exponential(),
            };
        }
        cost
    }
}

impl<const L: usize> Experience<L> {
    #[inline(always)]
    fn at(&self, bought: Count<L>) -> Real<L> {
        let (bought, from) = (bought.real(), self.from.get());
        let mut share = Real::splat(1.0);
        // Until more is bought anywhere, one to any power is one.
        if bought.gt(from).any() {
            share = (bought.max(from) / from).to_the_power(self.exponent.get());
        }
        share.max(self.floor.get())
    }
}
