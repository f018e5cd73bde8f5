//! Many launches of one scenario, in parallel, with results in the order of their numbers.
//!
//! Launches are cut into chunks of [`CHUNK`]; threads take chunks, and the sink receives them in order, so
//! neither the number of threads nor their pace can be seen in any result.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};

use super::foresight::foreseeing;
use super::other_rule;
use super::workers::Workers;
use crate::company::plan::{Plan, PlanError, compile_for};
use crate::company::trace::Trace;
use crate::company::{Launches, Observer, Simulator, Unobserved, draw_inputs, slip_of};
use crate::lanes::{Real, WIDTH};
use crate::outcome::{Chunk, Daily, MetricId, SeriesId};
use crate::rooms::forecast::plan::planner::WhoPlans;
use crate::scenario::Scenario;

/// Launches in a chunk: few enough that threads end together and a stop is quick, many enough that a chunk is no effort.
pub const CHUNK: u32 = 256;
/// Launches whose daily series are kept, at most.
pub const TRACED: u32 = 1000;

/// Memory that the daily series of the first launches take [bytes].
#[must_use]
pub fn memory_of_days(plan: &Plan, launches: u32) -> u64 {
    let values = plan.days as u64 * plan.layout.series.len() as u64 * u64::from(launches.min(TRACED));
    values * size_of::<f64>() as u64
}

/// How many of the first launches are traced, and which of their series alone, where it is not all of their days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traced<'a> {
    pub launches: u32,
    pub only: Option<&'a [SeriesId]>,
}

impl Traced<'_> {
    /// No launch.
    pub const NONE: Self = Self { launches: 0, only: None };
}

/// How many launches, on how many threads.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// Launches simulated.
    pub launches: u32,
    /// Who simulates.
    pub workers: &'a Workers,
    /// Whether the daily series of the first launches are kept.
    pub trace: bool,
}

/// Why an experiment ended early.
#[derive(Debug)]
pub enum Interrupted<E> {
    /// It was asked to stop.
    Stopped,
    /// The sink could not take a chunk.
    Sink(E),
    /// A launch's own plan could not be compiled.
    Plan(PlanError),
}

/// Simulates all launches; every chunk goes to `sink` in the order of the launches.
///
/// # Errors
/// [`Interrupted`] when `stop` was set, the sink failed, or a plan of one launch could not be compiled.
pub fn replicate<E: Send>(
    scenario: &Scenario,
    plan: &Plan,
    settings: &Settings<'_>,
    stop: &AtomicBool,
    sink: &mut (dyn FnMut(Chunk) -> Result<(), E> + Send),
) -> Result<Daily, Interrupted<E>> {
    let mut replication = Replication::new(scenario, plan, settings);
    replication.extend(settings.launches, stop, sink)?;
    Ok(replication.daily)
}

/// Launches of one scenario, to which more can be added; those already there stay what they are.
pub struct Replication<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    workers: &'a Workers,
    traced: Traced<'a>,
    launches: u32,
    /// Daily series of the first launches.
    pub daily: Daily,
}

impl<'a> Replication<'a> {
    /// No launches yet; `settings.launches` is how many there will be at most.
    #[must_use]
    pub fn new(scenario: &'a Scenario, plan: &'a Plan, settings: &Settings<'a>) -> Self {
        let launches = if settings.trace { settings.launches.min(TRACED) } else { 0 };
        let traced = Traced { launches, only: None };
        Self { scenario, plan, workers: settings.workers, traced, launches: 0, daily: Daily::default() }
    }

    /// The same with launches from this number on; the days of none are kept but those of the first ones.
    #[must_use]
    pub fn starting_at(mut self, first: u32) -> Self {
        self.launches = first;
        self
    }

    /// The same of whose days nothing is kept but some series, and what bound assembly: neither the others, whose places are
    /// empty, nor statements, nor what parts cost.
    #[must_use]
    pub fn keeping(mut self, series: &'a [SeriesId]) -> Self {
        self.traced.only = Some(series);
        self
    }

    /// What is simulated.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        self.plan
    }

    /// Simulates further launches, until there are `launches`.
    ///
    /// # Errors
    /// As [`replicate`].
    pub fn extend<E: Send>(
        &mut self,
        launches: u32,
        stop: &AtomicBool,
        sink: &mut (dyn FnMut(Chunk) -> Result<(), E> + Send),
    ) -> Result<(), Interrupted<E>> {
        // Whoever extends in a loop is stopped even where there is nothing to add.
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted::Stopped);
        }
        let (scenario, plan, traced) = (self.scenario, self.plan, self.traced);
        let (begin, daily) = (self.launches, &mut self.daily);
        let chunk = |simulators: &mut Simulators, at: usize| {
            let first = begin + at as u32 * CHUNK;
            run_chunk(simulators, (scenario, plan), first, CHUNK.min(launches - first), traced, stop)
        };
        let mut take = |result: Result<(Chunk, Daily), PlanError>| {
            let (chunk, days) = unless_stopped(result, stop)?;
            daily.append(days);
            sink(chunk).map_err(Interrupted::Sink)
        };
        let chunks = launches.saturating_sub(begin).div_ceil(CHUNK) as usize;
        self.workers.in_order(chunks, Simulators::default, chunk, &mut take)?;
        self.launches = self.launches.max(launches);
        Ok(())
    }
}

/// A chunk that may be handed on: what was stopped half-way is no result.
pub(super) fn unless_stopped<T, E>(result: Result<T, PlanError>, stop: &AtomicBool) -> Result<T, Interrupted<E>> {
    if stop.load(Ordering::Relaxed) { Err(Interrupted::Stopped) } else { result.map_err(Interrupted::Plan) }
}

/// What a thread simulates with, chunk after chunk.
#[derive(Default)]
pub(super) struct Simulators {
    pub abreast: Simulator<WIDTH>,
    pub alone: Simulator<1>,
}

/// One chunk, sixteen launches at a time; or one at a time when an uncertain input shapes the plan. With it comes the
/// trace of those of its launches that are among the first ones.
pub(super) fn run_chunk(
    simulators: &mut Simulators,
    (scenario, plan): (&Scenario, &Plan),
    first: u32,
    launches: u32,
    traced: Traced<'_>,
    stop: &AtomicBool,
) -> Result<(Chunk, Daily), PlanError> {
    let mut chunk = Chunk {
        first,
        launches: launches as usize,
        inputs: vec![Vec::with_capacity(launches as usize); plan.layout.inputs.len()],
        metrics: vec![Vec::with_capacity(launches as usize); plan.layout.metrics.len()],
        short: Vec::new(),
    };
    let mut daily = Daily::default();
    let Simulators { abreast, alone } = simulators;
    // One who knows beforehand has a plan for these launches.
    let foreseen;
    let plan = if plan.is_shared() && plan.planner.who == WhoPlans::Foresees && plan.planner.foreseen.is_none() {
        foreseen = foreseeing(plan, (first, launches as usize), |plan| profits(abreast, plan, first, launches, stop));
        match &foreseen {
            Ok(plan) => plan,
            Err(Halted) => return Ok((chunk, daily)),
        }
    } else {
        plan
    };
    let mut plans: BTreeMap<i32, Plan> = BTreeMap::new();
    let mut done = 0;
    while done < launches && !stop.load(Ordering::Relaxed) {
        let at = first + done;
        let wanted = traced.launches.saturating_sub(at);
        if plan.is_shared() {
            let kept = (WIDTH as u32).min(launches - done);
            let results = observed(plan, (wanted.min(kept), traced.only), &mut daily, |observer| match observer {
                Some(trace) => abreast.simulate(plan, at, trace),
                None => abreast.simulate(plan, at, &mut Unobserved),
            });
            append(&mut chunk, &results, kept as usize);
            done += kept;
        } else {
            let inputs = draw_inputs::<1>(plan, at);
            let values: Vec<f64> = inputs.iter().map(|value| value.0[0]).collect();
            let slip = slip_of(plan, at, &inputs);
            // Without structural inputs, launches whose sale waits equally long share a plan.
            if !plan.structural.is_empty() {
                plans.clear();
            }
            let own = match plans.entry(slip) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(compile_for(scenario, &values, slip)?),
            };
            let mut foreseen;
            let own = if own.planner.who == WhoPlans::Foresees {
                let worth = |plan: &Plan| {
                    let results = alone.simulate_with(plan, at, inputs.clone(), &mut Unobserved);
                    Ok::<_, Infallible>(vec![profit(plan, &results, 0)])
                };
                foreseen = foreseeing(own, (at, 1), worth).unwrap_or_else(|never| match never {});
                &mut foreseen
            } else {
                own
            };
            let results = observed(own, (wanted.min(1), traced.only), &mut daily, |observer| match observer {
                Some(trace) => alone.simulate_with(own, at, inputs, trace),
                None => alone.simulate_with(own, at, inputs, &mut Unobserved),
            });
            append(&mut chunk, &results, 1);
            if other_rule::is_short(&plan.layout, &results, 0) {
                let again = other_rule::with_other_rule(own, |own| {
                    alone.simulate_with(own, at, results.inputs, &mut Unobserved)
                });
                other_rule::add(&plan.layout, &mut chunk, done as usize, &again, 0);
            }
            done += 1;
        }
    }
    if plan.is_shared() && !stop.load(Ordering::Relaxed) {
        other_rule::simulate_short(abreast, alone, plan, &mut chunk);
    }
    plan.columns.own.fill(&mut chunk.metrics);
    chunk.short.iter_mut().for_each(|short| plan.columns.own.fill_row(&mut short.metrics));
    Ok((chunk, daily))
}

/// The experiment was asked to stop.
struct Halted;

/// Net profit of launches under a plan.
fn profits(
    abreast: &mut Simulator<WIDTH>,
    plan: &Plan,
    first: u32,
    launches: u32,
    stop: &AtomicBool,
) -> Result<Vec<f64>, Halted> {
    let mut profits = Vec::with_capacity(launches as usize);
    for at in (0..launches).step_by(WIDTH) {
        if stop.load(Ordering::Relaxed) {
            return Err(Halted);
        }
        let results = abreast.simulate(plan, first + at, &mut Unobserved);
        profits.extend((0..WIDTH.min((launches - at) as usize)).map(|lane| profit(plan, &results, lane)));
    }
    Ok(profits)
}

/// Net profit of a launch.
pub(super) fn profit<const L: usize>(plan: &Plan, results: &Launches<L>, lane: usize) -> f64 {
    plan.layout.at(MetricId::NetProfit).map_or(0.0, |at| results.metrics[at].0[lane])
}

/// Runs launches with a trace of the first `wanted` of them, which joins those of `all`, or without.
fn observed<const L: usize>(
    plan: &Plan,
    (wanted, only): (u32, Option<&[SeriesId]>),
    daily: &mut Daily,
    run: impl FnOnce(Option<&mut Trace<L>>) -> Launches<L>,
) -> Launches<L>
where
    Trace<L>: Observer<L>,
{
    if wanted == 0 {
        return run(None);
    }
    let mut trace = match only {
        Some(series) => Trace::of(plan, wanted as usize, series),
        None => Trace::new(plan, wanted as usize),
    };
    let results = run(Some(&mut trace));
    let mut trace = trace.into_daily();
    let of_wanted = |phones: &Real<L>| phones.0[..wanted as usize].iter().sum();
    trace.phones_by_wait = results.phones_by_wait.iter().map(of_wanted).collect();
    trace.phones_by_wait.resize(plan.days, 0.0);
    daily.append(trace);
    results
}

fn append<const L: usize>(chunk: &mut Chunk, results: &Launches<L>, kept: usize) {
    let columns = |columns: &mut [Vec<f64>], values: &[Real<L>]| {
        for (column, value) in columns.iter_mut().zip(values) {
            column.extend_from_slice(&value.0[..kept]);
        }
    };
    columns(&mut chunk.inputs, &results.inputs);
    columns(&mut chunk.metrics, &results.metrics);
}
