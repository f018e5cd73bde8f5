//! Which facts cost launches their weight, and which of them fight.

use super::bank::Bank;
use crate::stats::importance::{effective, weights};

/// Two facts that launches hardly ever meet together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fight {
    /// Their places among the facts that are fitted.
    pub between: (usize, usize),
    /// How many launches of the bank are worth as much that meet both, against what there would be if each were met by itself
    /// whatever the other is: below 1 they fight.
    pub together: f64,
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
    /// The pairs, those that fight most first.
    pub fights: Vec<Fight>,
}

/// What each fact of a bank costs, from the first launches, all of which are kept.
#[must_use]
pub fn costs(bank: &Bank) -> Costs {
    let launches = bank.whole();
    let column = |(fact, values): (&crate::outcome::ObservedFact, &Vec<f64>)| -> Vec<f64> {
        values.iter().map(|value| fact.log_likelihood(*value)).collect()
    };
    let logs: Vec<Vec<f64>> = bank.facts.iter().zip(&bank.simulated).map(column).collect();
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
            fights.push(Fight { between: (other, one), together: both / apart });
        }
    }
    fights.sort_by(|a, b| a.together.total_cmp(&b.together));
    Costs {
        launches,
        all: worth(&|_| true),
        without: facts.map(|fact| worth(&|at| at != fact)).collect(),
        alone,
        fights,
    }
}
