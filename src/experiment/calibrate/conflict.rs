//! Which facts cost launches their weight, and which of them fight.

use super::bank::Bank;
use crate::stats::importance::{effective, mean, weights};

/// Deviations by which the nearest launch may miss a fact, and those that make the record on average: from farther away weights compare
/// what is all far off.
pub const FARTHEST: f64 = 4.0;

/// Two facts fight where fewer launches than this share of what chance would bring meet both.
pub const FIGHT: f64 = 0.5;
/// A fact costs much where without it there were so many times as many launches.
pub const COSTLY: f64 = 1.5;

/// Two facts that launches hardly ever meet together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fight {
    /// Their places among the facts that are fitted.
    pub between: (usize, usize),
    /// How many launches of the bank are worth as much that meet both, against what there would be if each were met by itself
    /// whatever the other is: below 1 they fight.
    pub together: f64,
    /// The fewest deviations within which a launch meets both.
    pub apart: f64,
}

/// What each fact costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// Launches looked through.
    pub launches: usize,
    /// How many of them are worth as much as the weighted ones.
    pub all: f64,
    /// The same with each fact alone.
    pub alone: Vec<f64>,
    /// The same without each fact.
    pub without: Vec<f64>,
    /// By how many deviations the launch misses each fact that comes nearest to it.
    pub nearest: Vec<f64>,
    /// By how many deviations the weighted launches miss each fact on average.
    pub missed: Vec<f64>,
    /// The pairs, those that no launch meets first, then those that fight most.
    pub fights: Vec<Fight>,
}

impl Costs {
    /// Whether a fact is missed by all launches, or by those that come nearest to all of the facts.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        self.nearest.iter().chain(&self.missed).any(|off| *off > FARTHEST)
    }
}

/// What each fact of a bank costs, from the first launches, all of which are kept.
#[must_use]
pub fn costs(bank: &Bank) -> Costs {
    let launches = bank.whole();
    let column = |(fact, values): (&crate::outcome::ObservedFact, &Vec<f64>)| -> Vec<f64> {
        values.iter().map(|value| fact.log_likelihood(*value)).collect()
    };
    let logs: Vec<Vec<f64>> = bank.facts.iter().zip(&bank.simulated).map(column).collect();
    let off: Vec<Vec<f64>> = bank
        .facts
        .iter()
        .zip(&bank.simulated)
        .map(|(fact, values)| values.iter().map(|value| fact.deviations(*value)).collect())
        .collect();
    // A launch of no weight counts for nothing, however far it is.
    let met = |off: &[f64]| off.iter().map(|off| off.min(f64::MAX.sqrt())).collect::<Vec<f64>>();
    let worth = |which: &dyn Fn(usize) -> bool| {
        let mut sums = vec![0.0; launches];
        for log in logs.iter().enumerate().filter(|(at, _)| which(*at)).map(|(_, log)| log) {
            sums.iter_mut().zip(log).for_each(|(sum, log)| *sum += log);
        }
        effective(&weights(&sums))
    };
    let facts = 0..logs.len();
    let alone: Vec<f64> = facts.clone().map(|fact| worth(&|at| at == fact)).collect();
    let mut fights = Vec::new();
    for one in facts.clone() {
        for other in 0..one {
            let both = worth(&|at| at == one || at == other);
            let apart = alone[one] * alone[other] / launches as f64;
            let farther = off[one].iter().zip(&off[other]).map(|(one, other)| one.max(*other));
            let nearest = farther.fold(f64::INFINITY, f64::min);
            fights.push(Fight { between: (other, one), together: both / apart, apart: nearest });
        }
    }
    let never = |fight: &Fight| fight.apart <= FARTHEST;
    fights.sort_by(|a, b| never(a).cmp(&never(b)).then(a.together.total_cmp(&b.together)));
    let every = weights(&(0..launches).map(|at| logs.iter().map(|log| log[at]).sum()).collect::<Vec<f64>>());
    Costs {
        launches,
        nearest: off.iter().map(|off| off.iter().copied().fold(f64::INFINITY, f64::min)).collect(),
        // What applies to no launch of weight is missed by infinitely many; where nothing has weight, nothing is missed.
        missed: off.iter().map(|off| mean(&met(off), &every)).collect(),
        all: worth(&|_| true),
        without: facts.map(|fact| worth(&|at| at != fact)).collect(),
        alone,
        fights,
    }
}
