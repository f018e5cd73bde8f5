//! The bank of launches drawn from what is believed, with how likely each makes the facts.

use crate::outcome::{Chunk, Layout, ObservedFact};
use crate::stats::importance::{effective, weights};

/// Logarithms below the largest beyond which a launch is not kept: two thousand millionths of its weight.
const FAR: f64 = 20.0;
/// Launches whose inputs and facts are kept whatever they weigh.
pub const WHOLE: usize = 1 << 17;
/// Launches all of whose metrics are kept whatever they weigh.
pub const FIRST: usize = 1 << 14;

/// What a bank takes of a launch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// That there was one.
    Nothing,
    /// Its inputs, and the metrics of the facts that are fitted.
    Facts,
    /// Everything.
    All,
}

/// Launches that have weight, column by column.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Their numbers.
    pub launches: Vec<u32>,
    /// The logarithms of their weights.
    pub logarithms: Vec<f64>,
    /// Their inputs.
    pub inputs: Vec<Vec<f64>>,
    /// Their metrics.
    pub metrics: Vec<Vec<f64>>,
}

impl Kept {
    fn push(&mut self, launch: u32, logarithm: f64, chunk: &Chunk, at: usize) {
        self.launches.push(launch);
        self.logarithms.push(logarithm);
        take(&mut self.inputs, &chunk.inputs, at);
        take(&mut self.metrics, &chunk.metrics, at);
    }

    /// Leaves out what weighs nothing beside the largest.
    fn prune(&mut self) {
        let largest = self.logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let stays: Vec<bool> = self.logarithms.iter().map(|logarithm| *logarithm > largest - FAR).collect();
        if !stays.contains(&false) {
            return;
        }
        let mut flags = stays.iter();
        self.launches.retain(|_| flags.next().is_some_and(|stays| *stays));
        let columns = self.inputs.iter_mut().chain(&mut self.metrics).chain([&mut self.logarithms]);
        for column in columns {
            let mut flags = stays.iter();
            column.retain(|_| flags.next().is_some_and(|stays| *stays));
        }
    }
}

/// Adds a row of some columns to others.
fn take(to: &mut Vec<Vec<f64>>, from: &[Vec<f64>], at: usize) {
    to.resize_with(from.len(), Vec::new);
    to.iter_mut().zip(from).for_each(|(to, from)| to.push(from[at]));
}

/// Launches drawn from what is believed.
#[derive(Clone, Debug)]
pub struct Bank {
    /// The facts that are fitted.
    pub facts: Vec<ObservedFact>,
    /// Launches simulated.
    pub launches: u32,
    /// Of the first [`WHOLE`] of them the inputs.
    pub inputs: Vec<Vec<f64>>,
    /// Of the first [`WHOLE`] of them the metrics of the facts that are fitted.
    pub simulated: Vec<Vec<f64>>,
    /// Of the first [`FIRST`] of them all metrics.
    pub metrics: Vec<Vec<f64>>,
    /// Those that have weight.
    pub kept: Kept,
    /// Those kept when they were last looked through.
    looked: usize,
    largest: f64,
}

impl Bank {
    /// None yet, for these facts.
    #[must_use]
    pub fn new(facts: Vec<ObservedFact>) -> Self {
        let (inputs, metrics) = (Vec::new(), Vec::new());
        let simulated = vec![Vec::new(); facts.len()];
        let (launches, kept, looked) = (0, Kept::default(), 0);
        Self { facts, launches, inputs, simulated, metrics, kept, looked, largest: f64::NEG_INFINITY }
    }

    /// Adds launches, in the order of their numbers; says what it took of each. Metrics that are not numbers have no weight, so
    /// that what it took is enough to add them once more.
    pub fn add(&mut self, chunk: &Chunk) -> Vec<Taken> {
        let mut all = Vec::with_capacity(chunk.launches);
        for at in 0..chunk.launches {
            let launch = self.launches as usize;
            let of = |fact: &ObservedFact| chunk.metrics[fact.metric][at];
            if launch < WHOLE {
                take(&mut self.inputs, &chunk.inputs, at);
                self.simulated.iter_mut().zip(&self.facts).for_each(|(to, fact)| to.push(of(fact)));
            }
            if launch < FIRST {
                take(&mut self.metrics, &chunk.metrics, at);
            }
            let logarithm: f64 = self.facts.iter().map(|fact| fact.log_likelihood(of(fact))).sum();
            self.launches += 1;
            let weighs = logarithm > self.largest - FAR;
            if weighs {
                self.largest = self.largest.max(logarithm);
                self.kept.push(launch as u32, logarithm, chunk, at);
            }
            all.push(match launch {
                _ if weighs => Taken::All,
                ..FIRST => Taken::All,
                FIRST..WHOLE => Taken::Facts,
                _ => Taken::Nothing,
            });
        }
        if self.kept.launches.len() > 2 * self.looked + FIRST {
            self.kept.prune();
            self.looked = self.kept.launches.len();
        }
        all
    }

    /// The weights of those that have some.
    #[must_use]
    pub fn weights(&mut self) -> Vec<f64> {
        self.kept.prune();
        weights(&self.kept.logarithms)
    }

    /// How many launches of equal weight say as much.
    #[must_use]
    pub fn effective(&self) -> f64 {
        effective(&weights(&self.kept.logarithms))
    }

    /// Those among the first whose inputs and facts are kept.
    #[must_use]
    pub fn whole(&self) -> usize {
        (self.launches as usize).min(WHOLE)
    }

    /// Memory that it takes at most when so many of a hundred launches have weight [bytes].
    #[must_use]
    pub fn memory(layout: &Layout, launches: u32, percent: u64) -> u64 {
        let (inputs, metrics) = (layout.inputs.len() as u64, layout.metrics.len() as u64);
        let whole = u64::from(launches).min(WHOLE as u64) * (inputs + layout.observed.len() as u64);
        let first = u64::from(launches).min(FIRST as u64) * metrics;
        let kept = u64::from(launches) * percent / 100 * (inputs + metrics);
        (whole + first + kept) * size_of::<f64>() as u64
    }
}
