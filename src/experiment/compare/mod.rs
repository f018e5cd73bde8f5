//! Alternatives side by side: every launch number meets the same luck in each of them.
//!
//! A draw is addressed by seed, launch and the name of its source, never by its place in a queue, so it is enough
//! to give all alternatives one seed. What exists in one alternative only draws from sources of its own.

pub mod days;
pub mod figures;
pub mod walk;

use std::convert::Infallible;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use self::days::{Gathered, ShownDays};
use super::replicate::{CHUNK, Interrupted, Simulators, TRACED, Traced, memory_of_days, run_chunk, unless_stopped};
use crate::company::plan::{Plan, PlanError, compile};
use crate::experiment::workers::Workers;
use crate::language::file_name::told_apart;
use crate::outcome::{Chunk, Layout, MetricId};
use crate::scenario::Scenario;
use crate::scenario::price_moves_somebody;

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

impl Case {
    /// One or several scenarios, all with the seed of the first.
    ///
    /// # Errors
    /// As [`cases`], but for their number.
    pub fn all(mut scenarios: Vec<(String, Scenario)>) -> Result<Vec<Self>, CompareError> {
        if scenarios.len() > 1 {
            return cases(scenarios);
        }
        let Some((name, scenario)) = scenarios.pop() else { return Err(CompareError::TooFew) };
        let plan = compile(&scenario).map_err(|fault| CompareError::Plan { name: name.clone(), fault })?;
        Ok(vec![Self { name, scenario, plan }])
    }
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
    /// Rate of value added tax in it; `None` when it is uncertain.
    pub vat: Option<f64>,
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
    /// What charts show of the days of the first launches.
    pub days: ShownDays,
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

impl Alternative {
    /// A scenario of which nothing is simulated yet.
    #[must_use]
    pub fn new(name: &str, scenario: &Scenario, plan: &Plan) -> Self {
        Self {
            name: name.to_owned(),
            layout: plan.layout.clone(),
            price: scenario
                .products
                .first()
                .and_then(|product| product.price.first())
                .map(|(_, price)| price.value)
                .filter(|price| *price > 0.0),
            vat: Some(&scenario.company.vat).filter(|vat| vat.input.is_none()).map(|vat| vat.value),
            choice: super::sweep::choice_of(scenario),
            price_moves: price_moves_somebody(scenario),
            deterministic: plan.deterministic,
            inputs: vec![Vec::new(); plan.layout.inputs.len()],
            metrics: vec![Vec::new(); plan.layout.metrics.len()],
            days: ShownDays::default(),
        }
    }

    /// Adds launches to those that are there.
    pub fn add(&mut self, chunk: Chunk) {
        self.inputs.iter_mut().zip(chunk.inputs).for_each(|(column, values)| column.extend(values));
        self.metrics.iter_mut().zip(chunk.metrics).for_each(|(column, values)| column.extend(values));
    }
}

impl Runs {
    /// No launches yet.
    #[must_use]
    pub fn new(cases: &[Case]) -> Self {
        let alternative = |case: &Case| Alternative::new(&case.name, &case.scenario, &case.plan);
        let seed = cases.first().map_or(0, |case| case.plan.seed);
        Self { seed, launches: 0, alternatives: cases.iter().map(alternative).collect() }
    }

    /// Launches of such alternatives that a comparison holds in memory.
    #[must_use]
    pub fn most_launches(cases: &[Case]) -> u32 {
        let columns = cases.iter().map(|case| case.plan.layout.inputs.len() + case.plan.layout.metrics.len());
        u32::try_from(MOST_VALUES / columns.sum::<usize>().max(1) as u64).unwrap_or(u32::MAX)
    }

    /// Forgets the launches of all metrics but one.
    pub fn keep_only(&mut self, metric: MetricId) {
        for alternative in &mut self.alternatives {
            let kept = alternative.layout.at(metric);
            let others = alternative.metrics.iter_mut().enumerate().filter(|(at, _)| Some(*at) != kept);
            others.map(|(_, column)| column).chain(&mut alternative.inputs).for_each(|column| *column = Vec::new());
        }
    }

    /// Memory that so many launches of such alternatives take [bytes]: their figures, and the days of the launches that are
    /// simulated at the moment.
    #[must_use]
    pub fn memory(cases: &[Case], launches: u32, threads: usize) -> u64 {
        let columns = cases.iter().map(|case| case.plan.layout.inputs.len() + case.plan.layout.metrics.len());
        let figures = columns.sum::<usize>() as u64 * u64::from(launches) * size_of::<f64>() as u64;
        let at_once = launches.min(CHUNK.saturating_mul(threads as u32));
        let of_days = |case: &Case| {
            let shown = days::SHOWN.len() as u64 * memory_of_days(&case.plan, launches);
            memory_of_days(&case.plan, at_once) + shown / (case.plan.layout.series.len() as u64).max(1)
        };
        figures + cases.iter().map(of_days).max().unwrap_or(0)
    }

    /// Simulates further launches, until there are `launches`; those already there stay what they are.
    ///
    /// `trace` keeps what charts show of the days of the first [`TRACED`] launches, as far as the first call simulates them.
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
        workers: &Workers,
        trace: bool,
        stop: &AtomicBool,
    ) -> Result<(), Stopped> {
        assert_eq!(cases.len(), self.alternatives.len(), "runs are extended with the cases they were made for");
        // Whoever extends in a loop is stopped even where there is nothing to add.
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted::Stopped);
        }
        let traced = if trace && self.launches == 0 { launches.min(TRACED) } else { 0 };
        let kept_days = Traced { launches: traced, only: Some(&days::SHOWN) };
        let tasks = tasks(cases.len(), self.launches..launches, traced);
        let run = |simulators: &mut Simulators, at: usize| {
            let (case, first, count): (usize, u32, u32) = tasks[at];
            let Case { scenario, plan, .. } = &cases[case];
            // What no chart shows of the days of one alternative would outweigh all the rest of many.
            let kept = |(chunk, daily)| (chunk, Gathered::of(daily, &plan.layout));
            (case, run_chunk(simulators, (scenario, plan), first, count, kept_days, stop).map(kept))
        };
        // A column that doubles as it grows takes up to twice what it holds.
        let further = launches.saturating_sub(self.launches) as usize;
        for alternative in &mut self.alternatives {
            let columns = alternative.inputs.iter_mut().chain(&mut alternative.metrics);
            columns.for_each(|column| column.reserve_exact(further));
        }
        let mut gathered = Gathered::default();
        let mut take = |(case, result): (usize, Result<(Chunk, Gathered), PlanError>)| {
            let (chunk, days) = unless_stopped(result, stop)?;
            let alternative = &mut self.alternatives[case];
            if chunk.first < traced {
                gathered.append(days);
                if chunk.first as usize + chunk.launches >= traced as usize {
                    alternative.days = std::mem::take(&mut gathered).reduced();
                }
            }
            alternative.add(chunk);
            Ok(())
        };
        workers.in_order(tasks.len(), Simulators::default, run, &mut take)?;
        self.launches = self.launches.max(launches);
        Ok(())
    }
}

/// Chunks as (case, first launch, launches). Those whose days are traced come together for each case, so that the days of
/// no two cases wait for their last launch; all others come of every case in turn. Either way few launches of many cases
/// keep all threads busy.
fn tasks(cases: usize, launches: Range<u32>, traced: u32) -> Vec<(usize, u32, u32)> {
    let firsts: Vec<u32> = launches.clone().step_by(CHUNK as usize).collect();
    let (of_days, others) = firsts.split_at(firsts.partition_point(|first| *first < traced));
    let days = (0..cases).flat_map(|case| of_days.iter().map(move |first| (case, *first)));
    let others = others.iter().flat_map(|first| (0..cases).map(move |case| (case, *first)));
    days.chain(others).map(|(case, first)| (case, first, CHUNK.min(launches.end - first))).collect()
}

/// Simulates the same launches of every case, the first [`TRACED`] with their days.
///
/// # Errors
/// As [`Runs::extend`].
pub fn run(cases: &[Case], launches: u32, workers: &Workers, stop: &AtomicBool) -> Result<Runs, Stopped> {
    let mut runs = Runs::new(cases);
    runs.extend(cases, launches, workers, true, stop)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_with_days_come_together_and_every_launch_once() {
        let found = tasks(2, 0..1000, 300);
        let whole = [(0, 0, 256), (0, 256, 256), (1, 0, 256), (1, 256, 256)];
        assert_eq!(found, [&whole[..], &[(0, 512, 256), (1, 512, 256), (0, 768, 232), (1, 768, 232)]].concat());
        assert_eq!(tasks(2, 1000..1100, 0), [(0, 1000, 100), (1, 1000, 100)]);
        assert_eq!(tasks(3, 7..7, 0), []);
    }
}
