//! What a part costs: quotes, volume, experience and erosion; and what is paid of it in advance.

use crate::lanes::{Count, Real};
use crate::random::math;
use crate::rooms::calendar::plan::param::Known;
use crate::rooms::supply::day::Class;
use crate::rooms::supply::day::source::SourceNow;
use crate::rooms::supply::day::under_way::Arrival;
use crate::rooms::supply::plan::{ClassPlan, CostGroup};
use crate::units::DAYS_PER_YEAR;

/// A cost group with each launch's numbers.
pub(crate) struct CostNow<const L: usize> {
    pub quote: Known<L>,
    /// That of a second source with a price of its own.
    second_quote: Option<Known<L>>,
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
            second_quote: group.second_quote.as_ref().map(|quote| quote.known(inputs)),
            experience: (!group.learning_rate.is_zero()).then(experience),
            erosion: (!group.erosion.is_zero()).then(erosion),
            volume: group.volume_factors.iter().map(|(from, factor)| (*from, factor.known(inputs))).collect(),
        }
    }

    /// E10: `quote * volume_factor(V) * experience(V) * (1 - erosion)^(quarters since the quote)` with V the units
    /// bought before; experience by Crawford's unit curve (1944), after Wright (1936): `max(floor, (max(V, V0)/V0)^log2(1 - learning rate))`.
    #[inline(always)]
    pub fn unit_cost(&self, group: &CostGroup, (bought, from_second): (Count<L>, bool), day: usize) -> Real<L> {
        let mut cost = match &self.second_quote {
            Some(quote) if from_second => quote.get(),
            _ => self.quote.get(),
        };
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
        // Money is exact: textbooks print unit costs to more digits than single precision has.
        let (bought, from) = (bought.real(), self.from.get());
        let mut share = Real::splat(1.0);
        // Until more is bought anywhere, one to any power is one.
        if bought.gt(from).any() {
            share = (bought.max(from) / from).to_the_power(self.exponent.get());
        }
        share.max(self.floor.get())
    }
}

impl<const L: usize> Class<L> {
    /// Cost of one unit placed today with the first or the second source, in its currency.
    #[inline(always)]
    pub(super) fn unit_cost(&self, plan: &ClassPlan, from_second: bool, day: usize) -> Real<L> {
        let mut unit_cost = Real::ZERO;
        for (group, now) in plan.costs.iter().zip(&self.quote_parts) {
            unit_cost += now.unit_cost(group, (self.ordered, from_second), day);
        }
        match &self.second {
            Some(second) if from_second => unit_cost * (Real::splat(1.0) + second.premium.get()),
            _ => unit_cost,
        }
    }

    /// Its first or its second source.
    #[inline(always)]
    pub(super) fn source(&self, from_second: bool) -> &SourceNow<L> {
        match &self.second {
            Some(second) if from_second => &second.source,
            _ => &self.source,
        }
    }

    /// Share of an order's value paid with it.
    #[inline(always)]
    pub(super) fn deposit_share(&self, from_second: bool) -> &Known<L> {
        &self.source(from_second).deposit_share
    }

    /// E74: freight is paid for every unit shipped and is part of what the good ones cost (IAS 2, paragraph 11); an order
    /// without a good unit goes back at the supplier's cost.
    #[inline(always)]
    pub(super) fn freight_of(&self, arrival: &Arrival) -> f64 {
        match &self.fees {
            Some(fees) if arrival.found.good > 0 => {
                f64::from(arrival.ordered) * fees.freight(arrival.from_second).in_lane(arrival.lane())
            }
            _ => 0.0,
        }
    }

    /// The deposit paid for what one launch receives of a purchase order, in its currency.
    #[inline(always)]
    pub(super) fn deposit_of(&self, arrival: &Arrival) -> f64 {
        if !self.pays_deposits {
            return 0.0;
        }
        let value = f64::from(arrival.ordered) * arrival.unit_cost;
        value * self.deposit_share(arrival.from_second).in_lane(arrival.lane())
    }
}
