//! Dated disruptions of the plan and whom they hit.

use super::compiler::Compiler;
use super::param::Param;
use crate::scenario::types::{Disruption, Effect, Number, Target};

/// A dated disruption: it is active from `first` for `length` days.
#[derive(Clone, Debug, PartialEq)]
pub struct DisruptionPlan {
    /// Name of the table.
    pub name: String,
    /// First day.
    pub first: i32,
    /// Length [days].
    pub length: Param,
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
            Effect::Spoil { defect_rate } => self.spoils.push((index, defect_rate)),
        }
    }

    /// Collects the disruptions for which `hits` says yes.
    pub(super) fn of(disruptions: &[Disruption], hits: impl Fn(&Disruption) -> bool) -> Self {
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
    pub fn disruptions(&self) -> Vec<DisruptionPlan> {
        let plan = |disruption: &Disruption| DisruptionPlan {
            name: disruption.name.clone(),
            first: self.day(disruption.from),
            length: disruption.length.into(),
        };
        self.scenario.disruptions.iter().map(plan).collect()
    }

    /// What can hit a component of a supplier: its own, its supplier's and its region's disruptions.
    pub fn exposure_of_component(&self, component: usize, supplier: usize) -> Exposure {
        let region = &self.scenario.suppliers[supplier].region;
        Exposure::of(&self.scenario.disruptions, |disruption| match disruption.target {
            Target::Component(hit) => hit == component,
            Target::Supplier(hit) => hit == supplier,
            Target::Region => !region.is_empty() && disruption.region == *region,
            Target::Factory(_) | Target::Demand => false,
        })
    }

    /// What can hit a factory: its own, its supplier's and its region's disruptions.
    pub fn exposure_of_factory(&self, factory: usize) -> Exposure {
        let plan = &self.scenario.factories[factory];
        Exposure::of(&self.scenario.disruptions, |disruption| match disruption.target {
            Target::Factory(hit) => hit == factory,
            Target::Supplier(hit) => plan.supplier == Some(hit),
            Target::Region => !plan.region.is_empty() && disruption.region == plan.region,
            Target::Component(_) | Target::Demand => false,
        })
    }

    /// What can hit demand.
    pub fn exposure_of_demand(&self) -> Exposure {
        Exposure::of(&self.scenario.disruptions, |disruption| disruption.target == Target::Demand)
    }
}
