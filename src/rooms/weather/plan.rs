//! Disruptions of the plan, dated or random, and whom they hit.

use super::targets::Targets;
use crate::language::quantity::Number;
use crate::random::distribution::Distribution;
use crate::random::luck::Source;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::weather::keys::{Disruption, Effect, Target, Timing};

/// A disruption.
#[derive(Clone, Debug, PartialEq)]
pub struct DisruptionPlan {
    /// Name of the table.
    pub name: String,
    /// When it is active.
    pub timing: TimingPlan,
}

/// When a disruption is active.
#[derive(Clone, Debug, PartialEq)]
pub enum TimingPlan {
    /// Once.
    Dated {
        /// First day.
        first: i32,
        /// Length [days].
        length: Param,
    },
    /// Whenever an event strikes.
    Random {
        /// Events a year.
        rate: Param,
        /// Length of an event [days].
        length: Distribution,
        /// Whether the next event waits until the last one is over.
        after_recovery: bool,
        /// Draws of the gaps between events, by number of the event.
        gap_source: Source,
        /// Draws of the lengths.
        length_source: Source,
    },
}

/// The disruptions that can hit one supply class, factory or the market; indices into the plan's list.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Exposure {
    /// Deliveries (a factory's work, the market's hazard) stand still.
    pub halts: Vec<usize>,
    /// No order is accepted.
    pub order_halts: Vec<usize>,
    /// Only the share given with it is left.
    pub slows: Vec<(usize, Number)>,
    /// The defect rate given with it is added.
    pub spoils: Vec<(usize, Number)>,
}

impl Exposure {
    fn add(&mut self, index: usize, effect: &Effect) {
        match *effect {
            Effect::Halt { orders, deliveries } => {
                if deliveries {
                    self.halts.push(index);
                }
                if orders {
                    self.order_halts.push(index);
                }
            }
            Effect::Slow { remaining } => self.slows.push((index, remaining)),
            Effect::Spoil { defect_rate, .. } => self.spoils.push((index, defect_rate)),
        }
    }

    /// Collects the disruptions for which `hits` says yes.
    pub(crate) fn of(disruptions: &[Disruption], hits: impl Fn(&Disruption) -> bool) -> Self {
        let mut exposure = Self::default();
        for (index, disruption) in disruptions.iter().enumerate() {
            if hits(disruption) {
                exposure.add(index, &disruption.effect);
            }
        }
        exposure
    }
}

impl Compiler<'_> {
    pub fn disruptions(&mut self) -> Vec<DisruptionPlan> {
        let scenario = self.scenario;
        let plan = |disruption: &Disruption| DisruptionPlan {
            name: disruption.name.clone(),
            timing: match &disruption.timing {
                Timing::Dated { from, length } => {
                    TimingPlan::Dated { first: self.day(*from), length: (*length).into() }
                }
                Timing::Random { rate, length, after_recovery } => TimingPlan::Random {
                    rate: (*rate).into(),
                    length: length.clone(),
                    after_recovery: *after_recovery,
                    gap_source: self.source("disruption_gap", &disruption.name),
                    length_source: self.source("disruption_length", &disruption.name),
                },
            },
        };
        scenario.disruptions.iter().map(plan).collect()
    }

    /// What can hit a component of a supplier: its own, its supplier's and its region's disruptions.
    pub fn exposure_of_component(&self, component: usize, supplier: usize) -> Exposure {
        let Targets { components, suppliers, regions } = &self.targets;
        let region = regions.get(self.scenario.suppliers[supplier].region.as_str());
        let lists = [components.get(&component), suppliers.get(&supplier), region];
        let mut hits: Vec<usize> = lists.into_iter().flatten().flatten().copied().collect();
        // Each disruption has one target, so none comes twice.
        hits.sort_unstable();
        let mut exposure = Exposure::default();
        for index in hits {
            exposure.add(index, &self.scenario.disruptions[index].effect);
        }
        exposure
    }

    /// What can hit a factory: its own, its supplier's and its region's disruptions.
    pub fn exposure_of_factory(&self, factory: usize) -> Exposure {
        let plan = &self.scenario.factories[factory];
        let mut exposure = Exposure::of(&self.scenario.disruptions, |disruption| match disruption.target {
            Target::Factory(hit) => hit == factory,
            Target::Supplier(hit) => plan.supplier == Some(hit),
            Target::Region => !plan.region.is_empty() && disruption.region == plan.region,
            Target::Component(_) | Target::Demand => false,
        });
        // What spoils parts does not touch phones: a factory only slows where parts have to be fitted by hand.
        exposure.spoils.clear();
        for (index, disruption) in self.scenario.disruptions.iter().enumerate() {
            if let Effect::Spoil { line_speed: Some(left), .. } = disruption.effect
                && self.spoils_a_part(disruption)
            {
                exposure.slows.push((index, left));
            }
        }
        exposure
    }

    /// Whether some part of the product comes from what a disruption hits.
    fn spoils_a_part(&self, disruption: &Disruption) -> bool {
        let scenario = self.scenario;
        let mut parts = scenario.products.iter().flat_map(|product| &product.parts);
        parts.any(|&(index, _)| {
            let component = &scenario.components[index];
            let second = component.second_source.map(|second| second.supplier);
            let mut sources = std::iter::once(component.supplier).chain(second);
            match disruption.target {
                Target::Component(hit) => hit == index,
                Target::Supplier(hit) => sources.any(|supplier| supplier == hit),
                Target::Region => sources.any(|supplier| scenario.suppliers[supplier].region == disruption.region),
                Target::Factory(_) | Target::Demand => false,
            }
        })
    }

    /// What can hit demand.
    pub fn exposure_of_demand(&self) -> Exposure {
        Exposure::of(&self.scenario.disruptions, |disruption| disruption.target == Target::Demand)
    }
}
