//! Whether the fit tells the truth: launches of the bank taken for the truth in turn.
//!
//! E114: for a launch t its record is made, each fact with its errors, and the other launches are weighted by it; the rank of t's
//! input among theirs is uniform, and the range of nine in ten holds it in nine of ten truths (simulation-based calibration;
//! Cook, Gelman & Rubin 2006; Talts, Betancourt, Simpson, Vehtari & Gelman 2018).

use std::sync::atomic::{AtomicBool, Ordering};

use super::bank::Bank;
use crate::experiment::workers::Workers;
use crate::outcome::{ObservedFact, Says};
use crate::random::normal::{normal, uniform};
use crate::random::philox::{source_id, word};
use crate::stats::importance::{effective, share_below, weights};
use crate::stats::special::beta_regularised;

/// A truth of which the others are worth fewer launches is not told by them.
pub const LEAST: f64 = 50.0;
/// Share of the truths that a range holds.
pub const INSIDE: f64 = 0.9;

/// How launches taken for the truth were found again.
#[derive(Clone, Debug, PartialEq)]
pub struct Truths {
    /// Launches that were taken for the truth.
    pub tried: usize,
    /// Those whose record enough of the others meet.
    pub told: usize,
    /// Launches of the bank among which they were looked for.
    pub among: usize,
    /// Where each lies among the weighted others, input by input and truth by truth: the share below.
    pub ranks: Vec<Vec<f64>>,
}

impl Truths {
    /// In how many truths the range of nine in ten of an input holds it.
    #[must_use]
    pub fn held(&self, input: usize) -> usize {
        let edge = 0.5 * (1.0 - INSIDE);
        self.ranks[input].iter().filter(|rank| (edge..=1.0 - edge).contains(*rank)).count()
    }

    /// The share of all inputs and truths that is held.
    #[must_use]
    pub fn share(&self) -> f64 {
        let all: usize = (0..self.ranks.len()).map(|input| self.held(input)).sum();
        all as f64 / (self.told * self.ranks.len()) as f64
    }

    /// The input that is held least often, with the chance that one of so many inputs is held as seldom or more seldom.
    #[must_use]
    pub fn worst(&self) -> Option<(usize, usize, f64)> {
        let (input, held) =
            (0..self.ranks.len()).map(|input| (input, self.held(input))).min_by_key(|(_, held)| *held)?;
        let (k, n) = (held as f64, self.told as f64);
        // At most k of n: 1 - I_p(k + 1, n - k).
        let chance = if held >= self.told { 1.0 } else { beta_regularised(k + 1.0, n - k, INSIDE, 1.0 - INSIDE).1 };
        Some((input, held, 1.0 - libm::pow(1.0 - chance, self.ranks.len() as f64)))
    }
}

/// Takes the first `wanted` launches of a bank for the truth, one after the other.
#[must_use]
pub fn truths(bank: &Bank, wanted: usize, seed: u64, workers: &Workers, stop: &AtomicBool) -> Truths {
    let among = bank.whole();
    let tried: Vec<usize> = (0..wanted.min(among)).collect();
    let sources: Vec<u64> = bank.facts.iter().map(|fact| source_id("record", &fact.name)).collect();
    let found = workers.each(&tried, |&truth| {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let mut logs = vec![0.0; among];
        for ((fact, values), source) in bank.facts.iter().zip(&bank.simulated).zip(&sources) {
            let words = [0, 1].map(|at| word(seed, truth as u32, *source, at));
            weigh(fact, values, (truth, words), &mut logs)?;
        }
        logs[truth] = f64::NEG_INFINITY;
        let weights = weights(&logs);
        if effective(&weights) < LEAST {
            return None;
        }
        let rank = |column: &Vec<f64>| share_below(&column[..among], &weights, column[truth]);
        Some(bank.inputs.iter().map(rank).collect::<Vec<f64>>())
    });
    let told: Vec<Vec<f64>> = found.into_iter().flatten().collect();
    let ranks = (0..bank.inputs.len()).map(|input| told.iter().map(|ranks| ranks[input]).collect()).collect();
    Truths { tried: tried.len(), told: told.len(), among, ranks }
}

/// Adds how likely each launch makes the record of the truth; `None` where the fact does not apply to the truth.
fn weigh(fact: &ObservedFact, values: &[f64], (truth, words): (usize, [u32; 2]), logs: &mut [f64]) -> Option<()> {
    let simulated = values[truth];
    if simulated.is_nan() {
        return None;
    }
    if fact.says == Says::Exactly {
        let made = ObservedFact { value: fact.recorded(simulated, words.map(normal)), ..fact.clone() };
        logs.iter_mut().zip(values).for_each(|(log, value)| *log += made.log_likelihood(*value));
        return Some(());
    }
    // A bound is kept or it is not: that is all the record says.
    let kept = libm::log(uniform(words[0])) <= fact.log_likelihood(simulated);
    for (log, value) in logs.iter_mut().zip(values) {
        let chance = fact.log_likelihood(*value);
        *log += match () {
            // What the fact does not apply to says nothing of it.
            () if value.is_nan() => f64::NEG_INFINITY,
            () if kept => chance,
            () => libm::log1p(-libm::exp(chance)),
        };
    }
    Some(())
}
