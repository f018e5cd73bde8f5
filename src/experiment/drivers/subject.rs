//! Whose result it is: one scenario, or the difference of two.

use std::sync::OnceLock;

use super::moves::{Inventory, Move};
use crate::company::plan::{Plan, compile};
use crate::experiment::sweep::axis::Axis;
use crate::language::fault::LoadError;
use crate::scenario::{Scenario, Template};

/// One scenario, or two of which the second is held against the first.
#[derive(Debug)]
pub struct Subject {
    sides: Vec<Side>,
}

/// A scenario of which variants can be made.
#[derive(Debug)]
struct Side {
    template: Template,
    /// Seed and launches, which no variant changes.
    seed: u64,
    /// How its own inputs move, found once.
    own: OnceLock<Vec<Move>>,
}

/// A variant of each scenario, compiled.
pub(super) struct Variant {
    pub cases: Vec<(Scenario, Plan)>,
}

impl Subject {
    /// One scenario.
    #[must_use]
    pub fn one(template: Template, seed: u64) -> Self {
        Self { sides: vec![Side { template, seed, own: OnceLock::new() }] }
    }

    /// The second less the first.
    #[must_use]
    pub fn difference(first: Template, second: Template, seed: u64) -> Self {
        Self {
            sides: [first, second].into_iter().map(|template| Side { template, seed, own: OnceLock::new() }).collect(),
        }
    }

    /// Whether it is a difference.
    #[must_use]
    pub fn is_difference(&self) -> bool {
        self.sides.len() > 1
    }

    /// Each scenario as it is, compiled; none where one of them cannot be.
    pub(super) fn cases(&self) -> Vec<(Scenario, Plan)> {
        let case = |side: &Side| {
            let mut scenario = side.template.scenario_with(&[]).ok()?;
            scenario.run.seed = side.seed;
            let plan = compile(&scenario).ok()?;
            Some((scenario, plan))
        };
        self.sides.iter().map(case).collect::<Option<_>>().unwrap_or_default()
    }

    /// What can be moved: of two scenarios, what the first has, and what only the second has.
    pub(super) fn inventory(&self, ranges: &[Axis]) -> Inventory {
        let mut all = Inventory::default();
        for side in &self.sides {
            // The scenario has been loaded before.
            let Ok(loaded) = side.template.with(&[]) else { continue };
            let Inventory { moves, untried, drawn } = Inventory::of(&loaded, ranges);
            for known in &mut all.moves {
                if let Some(second) = moves.iter().find(|one| one.name == known.name) {
                    *known = known.clone().of_both(second);
                }
            }
            let new = |name: &str, all: &Inventory| {
                !all.moves.iter().any(|known| known.name == name) && !all.untried.iter().any(|known| known.name == name)
            };
            let moves: Vec<Move> = moves.into_iter().filter(|one| new(&one.name, &all)).collect();
            let untried: Vec<_> = untried.into_iter().filter(|one| new(&one.name, &all)).collect();
            all.moves.extend(moves);
            all.untried.extend(untried);
            all.drawn = all.drawn.max(drawn);
        }
        all
    }

    /// A variant; in each scenario the input is moved from what it is there, where it has it. Why it cannot be.
    pub(super) fn variant(&self, (one, step, place): (&Move, f64, usize)) -> Result<Variant, String> {
        let mut cases = Vec::with_capacity(self.sides.len());
        for side in &self.sides {
            let settings = self.settings(side, one, step, place);
            let mut scenario = side.template.scenario_with(&settings).map_err(|fault| first_of(&fault))?;
            scenario.run.seed = side.seed;
            let plan = compile(&scenario).map_err(|fault| fault.to_string())?;
            cases.push((scenario, plan));
        }
        Ok(Variant { cases })
    }

    /// The overrides of a move in one scenario: by its own value where the two differ.
    fn settings(&self, side: &Side, one: &Move, step: f64, place: usize) -> Vec<String> {
        let here =
            |one: &Move| if one.is_ordered() { one.at(step).settings } else { one.ends()[place].settings.clone() };
        if !self.is_difference() || !one.is_ordered() || one.most_steps() < 2.0 {
            return here(one);
        }
        let moves = side.own.get_or_init(|| {
            let loaded = side.template.with(&[]);
            loaded.map_or_else(|_| Vec::new(), |loaded| Inventory::of(&loaded, &[]).moves)
        });
        moves.iter().find(|own| own.name == one.name).map_or_else(Vec::new, here)
    }
}

/// The first fault of a scenario in a line.
fn first_of(fault: &LoadError) -> String {
    match fault {
        LoadError::Scenario(faults) => faults.list.first().map_or_else(String::new, |fault| fault.title.clone()),
        LoadError::System(fault) => fault.to_string(),
    }
}
