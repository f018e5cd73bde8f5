//! Whom the disruptions of a scenario hit.

use std::collections::BTreeMap;

use super::keys::{Disruption, Target};

/// Disruptions by what they hit, so that a part need not look through all of them.
#[derive(Default)]
pub(crate) struct Targets<'s> {
    pub components: BTreeMap<usize, Vec<usize>>,
    pub suppliers: BTreeMap<usize, Vec<usize>>,
    pub regions: BTreeMap<&'s str, Vec<usize>>,
}

impl<'s> Targets<'s> {
    /// Of the disruptions of a scenario.
    pub fn of(disruptions: &'s [Disruption]) -> Self {
        let mut targets = Self::default();
        for (index, disruption) in disruptions.iter().enumerate() {
            let list = match disruption.target {
                Target::Component(hit) => targets.components.entry(hit).or_default(),
                Target::Supplier(hit) => targets.suppliers.entry(hit).or_default(),
                // Whoever lies nowhere is hit by no region's.
                Target::Region if !disruption.region.is_empty() => {
                    targets.regions.entry(disruption.region.as_str()).or_default()
                }
                Target::Region | Target::Factory(_) | Target::Demand => continue,
            };
            list.push(index);
        }
        targets
    }
}
