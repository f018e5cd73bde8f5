//! Inputs fitted to facts: launches drawn from what is believed, weighted by how likely each makes the record.
//!
//! E112: with the facts f of role `fit` the launch k has the weight `w_k = product over f of the likelihood of its record`
//! (E111): importance sampling from the prior, so that what the weighted launches say is what is believed after the facts
//! (Rubin 1987; Beven & Binley 1992 with a likelihood that is one). Luck is part of it: a launch is its inputs and its luck.

pub mod actuals;
pub mod bank;
pub mod conflict;
pub mod told;
pub mod truths;

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;

use self::actuals::{Actuals, SeriesAhead, last_day};
use self::bank::{Bank, Taken};
use self::conflict::Costs;
use self::told::{FactTold, InputTold, MetricTold, PairTold};
use self::truths::Truths;
use crate::company::plan::{Plan, PlanError};
use crate::experiment::replicate::{Interrupted, Replication, Settings};
use crate::experiment::workers::Workers;
use crate::outcome::{Chunk, Metric, MetricId, ObservedFact, Role};
use crate::random::normal::uniform;
use crate::random::philox::{source_id, word};
use crate::scenario::Scenario;
use crate::stats::importance::drawn;

/// Launches of equal weight below which nothing is told.
pub const LEAST: f64 = 100.0;
/// Launches before anything is predicted.
const PILOT: u32 = 1 << 14;
/// Launches are added in multiples of this.
const STEP: f64 = 1024.0;
/// The bank grows by no more than this at once.
const GROWTH: f64 = 3.0;
/// More than what is missing as it seems, for it is not known exactly.
const MORE: f64 = 1.1;

/// The figures that are told before and after, beside the facts.
const FIGURES: [MetricId; 5] =
    [MetricId::NetProfit, MetricId::Shipped, MetricId::Orders, MetricId::LowestCash, MetricId::Insolvent];

/// How much is spent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Launches of equal weight that are wanted.
    pub effective: f64,
    /// Launches at most.
    pub most: u32,
    /// Lines of the joint sample.
    pub draws: usize,
    /// Launches taken for the truth in turn.
    pub truths: usize,
}

/// What is believed after the facts.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// Launches of the bank.
    pub launches: u32,
    /// Launches of equal weight that say as much.
    pub effective: f64,
    /// The facts, in the order of the scenario.
    pub facts: Vec<FactTold>,
    /// The inputs, in the order of the scenario.
    pub inputs: Vec<InputTold>,
    /// Pairs of inputs that go together otherwise than before.
    pub pairs: Vec<PairTold>,
    /// Figures of a launch before and after.
    pub metrics: Vec<MetricTold>,
    /// What each fact that is fitted costs.
    pub costs: Costs,
    /// Whether the fit finds truths that are known.
    pub truths: Truths,
    /// The joint sample: its inputs, line by line in the order of the net profit they led to, so that neighbours are alike.
    pub draws: Vec<Vec<f64>>,
    /// How many different launches its lines are.
    pub different: usize,
    /// What is forecast of every series that was counted.
    pub ahead: Vec<SeriesAhead>,
}

impl Calibration {
    /// How many launches of equal weight the lines of the joint sample are worth: no more than there are lines.
    #[must_use]
    pub fn worth_of_lines(&self) -> f64 {
        self.effective.min(self.draws.first().map_or(0, Vec::len) as f64)
    }
}

/// Who hears of launches as they are drawn, and keeps them.
pub trait Listener: Send {
    /// Why they cannot be kept.
    type Error: Send;
    /// So many were known already.
    fn known(&mut self, launches: u32);
    /// Launches were drawn, of which so much was taken.
    ///
    /// # Errors
    /// When they cannot be kept, which ends the calibration.
    fn drawn(&mut self, chunk: Chunk, taken: Vec<Taken>) -> Result<(), Self::Error>;
    /// A round is over: the launches so far, those of equal weight that say as much, and the launches that come next.
    fn round(&mut self, launches: u32, effective: f64, next: u32);
}

/// Nobody hears of them.
impl Listener for () {
    type Error = Infallible;

    fn known(&mut self, _: u32) {}

    fn drawn(&mut self, _: Chunk, _: Vec<Taken>) -> Result<(), Infallible> {
        Ok(())
    }

    fn round(&mut self, _: u32, _: f64, _: u32) {}
}

/// Why nothing is told.
#[derive(Debug)]
pub enum Refusal<E = Infallible> {
    /// The launches are worth too few, or a fact is farther than any of them comes.
    TooFew {
        /// Launches of the bank.
        launches: u32,
        /// Launches of equal weight that say as much.
        effective: f64,
        /// What each fact costs, and which fight.
        costs: Box<Costs>,
        /// The facts.
        facts: Vec<ObservedFact>,
    },
    /// It was asked to stop.
    Stopped,
    /// The plan of a launch could not be compiled.
    Plan(PlanError),
    /// Launches could not be kept.
    Kept(E),
}

/// The facts of a plan that are fitted.
#[must_use]
pub fn fitted(plan: &Plan) -> Vec<ObservedFact> {
    plan.layout.observed.iter().filter(|fact| fact.role == Role::Fit).cloned().collect()
}

/// The launches that would be enough, as far as is known: no fewer than one step more.
fn next(launches: u32, effective: f64, effort: &Effort) -> u32 {
    let now = f64::from(launches);
    let wanted = if effective > 0.0 { MORE * now * effort.effective / effective } else { f64::INFINITY };
    let wanted = wanted.min(GROWTH * now).max(now + STEP);
    ((wanted / STEP).ceil() * STEP).min(f64::from(effort.most)) as u32
}

/// What is fitted.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its plan.
    pub plan: &'a Plan,
    /// What was counted so far, and by when, where the rest is to be forecast.
    pub counted: Option<(&'a Actuals, Date)>,
}

/// Draws launches until they are worth as many as wanted, and says what they say. Those that are `known`, of an earlier time it
/// was stopped, are not drawn again.
///
/// # Errors
/// [`Refusal`] where the launches are worth too few, or it was stopped.
pub fn calibrate<T: Listener>(
    subject: Subject<'_>,
    effort: &Effort,
    (workers, stop): (&Workers, &AtomicBool),
    mut known: impl Iterator<Item = Chunk>,
    listener: &mut T,
) -> Result<Calibration, Refusal<T::Error>> {
    let Subject { scenario, plan, .. } = subject;
    let facts = fitted(plan);
    let settings = Settings { launches: effort.most, workers, trace: false };
    let mut bank = Bank::new(facts.clone());
    let mut launches = PILOT.min(effort.most);
    let effective = loop {
        while bank.launches < launches
            && let Some(chunk) = known.next()
        {
            bank.add(&chunk);
            listener.known(chunk.launches as u32);
        }
        let mut replication = Replication::new(scenario, plan, &settings).starting_at(bank.launches);
        let mut sink = |chunk: Chunk| {
            let taken = bank.add(&chunk);
            listener.drawn(chunk, taken)
        };
        replication.extend(launches, stop, &mut sink).map_err(|fault| match fault {
            Interrupted::Stopped => Refusal::Stopped,
            Interrupted::Plan(fault) => Refusal::Plan(fault),
            Interrupted::Sink(fault) => Refusal::Kept(fault),
        })?;
        let effective = bank.effective();
        let is_enough = effective >= effort.effective || launches >= effort.most;
        let more = if is_enough { launches } else { next(launches, effective, effort) };
        listener.round(launches, effective, more);
        if is_enough {
            break effective;
        }
        launches = more;
    };
    let costs = conflict::costs(&bank);
    if effective < LEAST || costs.is_missed() {
        return Err(Refusal::TooFew { launches, effective, costs: Box::new(costs), facts });
    }
    let truths = truths::truths(&bank, effort.truths, plan.seed, workers, stop);
    if stop.load(std::sync::atomic::Ordering::Relaxed) {
        return Err(Refusal::Stopped);
    }
    Ok(of_bank(subject, effort, &mut bank, (effective, costs, truths)))
}

fn of_bank(
    subject: Subject<'_>,
    effort: &Effort,
    bank: &mut Bank,
    (effective, costs, truths): (f64, Costs, Truths),
) -> Calibration {
    let Subject { scenario, plan, counted } = subject;
    let weights = bank.weights();
    let layout = &plan.layout;
    let kept = &bank.kept;
    let by = (weights.as_slice(), kept.launches.as_slice());
    let input = |at: usize| told::input(&scenario.inputs[at], &bank.inputs[at], &kept.inputs[at], by);
    let mut facts: Vec<FactTold> = layout
        .observed
        .iter()
        .filter(|fact| counted.is_none_or(|(actuals, _)| !actuals.keeps(fact)))
        .map(|fact| {
            let metric = &layout.metrics[fact.metric];
            told::fact(fact, metric, &bank.metrics[fact.metric], (&kept.metrics[fact.metric], &weights))
        })
        .collect();
    let fitted = facts.iter_mut().filter(|fact| fact.fact.role == Role::Fit);
    fitted.zip(&costs.without).for_each(|(fact, without)| fact.without = *without);
    let figures = FIGURES.iter().filter_map(|id| layout.at(*id));
    let metric = |at: usize| {
        let of: &Metric = &layout.metrics[at];
        told::metric(of, &bank.metrics[at], &kept.metrics[at], by)
    };
    let lines = lines(plan, bank, &weights, effort.draws);
    let draws: Vec<Vec<f64>> = kept.inputs.iter().map(|column| lines.iter().map(|&at| column[at]).collect()).collect();
    let mut different = lines.clone();
    different.sort_unstable();
    different.dedup();
    Calibration {
        launches: bank.launches,
        effective,
        inputs: (0..scenario.inputs.len()).map(input).collect(),
        pairs: told::pairs(&draws, &scenario.correlations, effective),
        metrics: figures.map(metric).collect(),
        facts,
        costs,
        truths,
        draws,
        different: different.len(),
        ahead: counted
            .map_or_else(Vec::new, |(actuals, by)| actuals.ahead((by, last_day(scenario)), layout, (kept, &weights))),
    }
}

/// The launches of the joint sample, by what they earned.
fn lines(plan: &Plan, bank: &Bank, weights: &[f64], count: usize) -> Vec<usize> {
    let kept = &bank.kept;
    let mut order: Vec<usize> = (0..kept.launches.len()).collect();
    if let Some(profit) = plan.layout.at(MetricId::NetProfit) {
        let profit = &kept.metrics[profit];
        order.sort_by(|&a, &b| profit[a].total_cmp(&profit[b]).then(a.cmp(&b)));
    }
    let ordered: Vec<f64> = order.iter().map(|&at| weights[at]).collect();
    let u = uniform(word(plan.seed, 0, source_id("calibrate", "lines"), 0));
    drawn(&ordered, count, u).into_iter().map(|at| order[at]).collect()
}
