//! A day, with what every room looks at on it.

use crate::lanes::{Real, Those};
use crate::random::luck::Luck;
use crate::rooms::contract::day::Contracts;
use crate::rooms::currency::day::Exchange;
use crate::rooms::weather::day::Calamities;

/// What happens to the launches whatever they decide.
pub struct World<'plan, const L: usize> {
    /// Their luck.
    pub luck: Luck<'plan, L>,
    /// Who signs when.
    pub contracts: Contracts<L>,
    /// Who is disrupted when.
    pub calamities: Calamities<L>,
    /// What money of other countries costs.
    pub exchange: Exchange<L>,
}

/// A day of some launches.
pub struct Today<'a, 'plan, const L: usize> {
    /// Which one.
    pub day: usize,
    /// The uncertain inputs of each launch.
    pub inputs: &'a [Real<L>],
    /// The launches that still trade.
    pub trading: Those<L>,
    /// Draws of the day.
    pub luck: &'a mut Luck<'plan, L>,
    /// Signatures.
    pub contracts: &'a Contracts<L>,
    /// Disruptions.
    pub calamities: &'a Calamities<L>,
    /// Rates of other currencies.
    pub exchange: &'a Exchange<L>,
}

impl<'plan, const L: usize> World<'plan, L> {
    /// A day of it.
    #[inline(always)]
    pub fn today<'a>(&'a mut self, day: usize, inputs: &'a [Real<L>], trading: Those<L>) -> Today<'a, 'plan, L> {
        let Self { luck, contracts, calamities, exchange } = self;
        Today { day, inputs, trading, luck, contracts, calamities, exchange }
    }
}
