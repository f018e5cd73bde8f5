//! Alternatives side by side: every launch number meets the same luck in each of them.
//!
//! A draw is addressed by seed, launch and the name of its source, never by its place in a queue, so it is enough
//! to give all alternatives one seed. What exists in one alternative only draws from sources of its own.

pub mod figures;

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use super::in_order::in_order;
use super::replicate::{CHUNK, Interrupted, Simulators, TRACED, run_chunk, unless_stopped};
use crate::outcome::{Chunk, Daily, Layout};
use crate::plan::{Plan, PlanError, compile};
use crate::scenario::file_name::told_apart;
use crate::scenario::price_moves_somebody;
use crate::scenario::types::Scenario;

/// Values held in memory at most: 8 GB.
const MOST_VALUES: u64 = 1 << 30;

/// An alternative before it is simulated.
#[derive(Debug)]
pub struct Case {
    /// Its name in tables and charts.
    pub name: String,
    /// What is simulated.
    pub scenario: Scenario,
    /// The same, compiled.
    pub plan: Plan,
}

/// Why scenarios cannot be compared.
#[derive(Debug, Error)]
pub enum CompareError {
    /// One alternative is no comparison.
    #[error("a comparison needs at least two alternatives; name a second scenario, or several values with --vary")]
    TooFew,
    /// One of them cannot be compiled.
    #[error("{name}: {fault}")]
    Plan {
        /// Which.
        name: String,
        /// Why.
        fault: PlanError,
    },
    /// Their money is not the same.
    #[error("{first} counts in {of_first} and {second} in {of_second}; a difference of the two would mean nothing")]
    Currency {
        /// One of them.
        first: String,
        /// Its currency.
        of_first: String,
        /// The other.
        second: String,
        /// Its currency.
        of_second: String,
    },
    /// More than memory should hold.
    #[error(
        "{launches} launches of {alternatives} alternatives are more than a comparison holds in memory; at most {most} launches"
    )]
    TooMany {
        /// Launches asked for.
        launches: u64,
        /// Alternatives.
        alternatives: usize,
        /// Launches that fit.
        most: u64,
    },
}

/// The complete list of cases, the baseline first: each compiled, all with the baseline's seed.
///
/// # Errors
/// [`CompareError`] when there are fewer than two, their currencies differ, or one cannot be compiled.
pub fn cases(scenarios: Vec<(String, Scenario)>) -> Result<Vec<Case>, CompareError> {
    let [(first, baseline), _, ..] = scenarios.as_slice() else { return Err(CompareError::TooFew) };
    if let Some((second, other)) =
        scenarios.iter().find(|(_, other)| other.company.currency != baseline.company.currency)
    {
        return Err(CompareError::Currency {
            first: first.clone(),
            of_first: baseline.company.currency.clone(),
            second: second.clone(),
            of_second: other.company.currency.clone(),
        });
    }
    let (seed, names) = (baseline.run.seed, told_apart(scenarios.iter().map(|(name, _)| name.clone()).collect()));
    let case = |(name, (_, mut scenario)): (String, (String, Scenario))| {
        scenario.run.seed = seed;
        let plan = compile(&scenario).map_err(|fault| CompareError::Plan { name: name.clone(), fault })?;
        Ok(Case { name, scenario, plan })
    };
    names.into_iter().zip(scenarios).map(case).collect()
}

/// The launches of one alternative.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Its name.
    pub name: String,
    /// What the columns mean.
    pub layout: Layout,
    /// Shelf price at the start of sales, its median when uncertain; `None` without a price.
    pub price: Option<f64>,
    /// How price makes people choose, as `market.choice` says; "" without a market.
    pub choice: &'static str,
    /// Whether the price has a way to demand.
    pub price_moves: bool,
    /// Whether it has no luck.
    pub deterministic: bool,
    /// Per uncertain input: its draw in each launch.
    pub inputs: Vec<Vec<f64>>,
    /// Per metric of the layout: its value in each launch.
    pub metrics: Vec<Vec<f64>>,
    /// Daily series of the first launches.
    pub daily: Daily,
}

/// All alternatives' launches.
#[derive(Clone, Debug)]
pub struct Runs {
    /// Seed of the luck they share.
    pub seed: u64,
    /// Launches of each, from launch 0.
    pub launches: u32,
    /// The baseline, then the others.
    pub alternatives: Vec<Alternative>,
}

/// What stopped a comparison.
pub type Stopped = Interrupted<Infallible>;

impl Runs {
    /// No launches yet.
    #[must_use]
    pub fn new(cases: &[Case]) -> Self {
        let alternative = |case: &Case| Alternative {
            name: case.name.clone(),
            layout: case.plan.layout.clone(),
            price: case
                .scenario
                .products
                .first()
                .and_then(|product| product.price.first())
                .map(|(_, price)| price.value)
                .filter(|price| *price > 0.0),
            choice: super::sweep::choice_of(&case.scenario),
            price_moves: price_moves_somebody(&case.scenario),
            deterministic: case.plan.deterministic,
            inputs: vec![Vec::new(); case.plan.layout.inputs.len()],
            metrics: vec![Vec::new(); case.plan.layout.metrics.len()],
            daily: Daily::default(),
        };
        let seed = cases.first().map_or(0, |case| case.plan.seed);
        Self { seed, launches: 0, alternatives: cases.iter().map(alternative).collect() }
    }

    /// Launches of such alternatives that a comparison holds in memory.
    #[must_use]
    pub fn most_launches(cases: &[Case]) -> u32 {
        let columns = cases.iter().map(|case| case.plan.layout.inputs.len() + case.plan.layout.metrics.len());
        u32::try_from(MOST_VALUES / columns.sum::<usize>().max(1) as u64).unwrap_or(u32::MAX)
    }

    /// Simulates further launches, until there are `launches`; those already there stay what they are.
    ///
    /// `trace` keeps the daily series of the first [`TRACED`] launches, as far as they are simulated in this call.
    ///
    /// # Errors
    /// [`Interrupted`] when `stop` was set or a plan of one launch could not be compiled.
    ///
    /// # Panics
    /// When `cases` are not those the runs were made for.
    pub fn extend(
        &mut self,
        cases: &[Case],
        launches: u32,
        threads: Option<usize>,
        trace: bool,
        stop: &AtomicBool,
    ) -> Result<(), Stopped> {
        assert_eq!(cases.len(), self.alternatives.len(), "runs are extended with the cases they were made for");
        // Whoever extends in a loop is stopped even where there is nothing to add.
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted::Stopped);
        }
        let pool = super::pool(threads).map_err(Interrupted::Threads)?;
        let traced = if trace { launches.min(TRACED) } else { 0 };
        // Chunks of every alternative in turn, so that few launches of many alternatives keep all threads busy too.
        let mut tasks = Vec::new();
        let mut first = self.launches;
        while first < launches {
            let count = CHUNK.min(launches - first);
            tasks.extend((0..cases.len()).map(|case| (case, first, count)));
            first += count;
        }
        let run = |simulators: &mut Simulators, at: usize| {
            let (case, first, count): (usize, u32, u32) = tasks[at];
            let Case { scenario, plan, .. } = &cases[case];
            (case, run_chunk(simulators, (scenario, plan), first, count, traced, stop))
        };
        let mut take = |(case, result): (usize, Result<(Chunk, Daily), PlanError>)| {
            let (chunk, days) = unless_stopped(result, stop)?;
            let alternative = &mut self.alternatives[case];
            alternative.daily.append(days);
            alternative.inputs.iter_mut().zip(chunk.inputs).for_each(|(column, values)| column.extend(values));
            alternative.metrics.iter_mut().zip(chunk.metrics).for_each(|(column, values)| column.extend(values));
            Ok(())
        };
        in_order(&pool, tasks.len(), Simulators::default, run, &mut take)?;
        self.launches = self.launches.max(launches);
        Ok(())
    }
}

/// Simulates the same launches of every case, the first [`TRACED`] with their days.
///
/// # Errors
/// As [`Runs::extend`].
pub fn run(cases: &[Case], launches: u32, threads: Option<usize>, stop: &AtomicBool) -> Result<Runs, Stopped> {
    let mut runs = Runs::new(cases);
    runs.extend(cases, launches, threads, true, stop)?;
    Ok(runs)
}

/// Refuses more launches than memory should hold.
///
/// # Errors
/// [`CompareError::TooMany`].
pub fn fits(cases: &[Case], launches: u32) -> Result<(), CompareError> {
    let most = Runs::most_launches(cases);
    if launches <= most {
        return Ok(());
    }
    Err(CompareError::TooMany { launches: launches.into(), alternatives: cases.len(), most: most.into() })
}
