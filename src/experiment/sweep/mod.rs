//! A scenario at many points of its inputs, with the same luck at every point.
//!
//! Points leave in the order of their numbers, whatever the number of threads, so that whoever writes them down can
//! go on after the last one written.

pub mod axis;
pub mod best;
pub mod dates;
pub mod design;
mod grid;
pub mod levels;
mod point;
pub mod words;

use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use super::replicate::{CHUNK, Simulators, Traced, run_chunk};
use super::workers::Workers;
use crate::company::plan::{Plan, PlanError, compile};
use crate::language::fault::LoadError;
use crate::outcome::{Chunk, Layout, Metric, MetricId, Rule};
use crate::random::philox::source_id;
use crate::rooms::market::keys::Choice;
use crate::scenario::Scenario;
use crate::scenario::sweep::SweepTable;
use crate::scenario::{Template, price_moves_somebody};
use crate::stats::sections::{MOST, Sections};
use crate::stats::{Better, Summary, fraction_below, mean};
use axis::{Axis, DesignError, Levels};
use design::Design;
pub use point::{ENDINGS, LOSING, Point, PointMetric, UnderRule, normal_interval, share_interval};

/// Launches of a point at most, so that its values fit into memory.
pub const MOST_LAUNCHES: u32 = 10_000_000;
/// Points worked on at once at most.
const MOST_POINTS: u64 = 1024;
/// Values of an axis that are tried on the scenario before the sweep begins.
const TRIED: usize = 64;

/// Which part of a sweep: points `number - 1`, `number - 1 + of`, ...
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

impl Shard {
    /// The whole sweep.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Reads "2/3".
    ///
    /// # Errors
    /// In plain English, what to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let hint = || format!("\"{text}\" is no part of a sweep; write I/N with I from 1 to N, as in --shard 2/3");
        let (number, of) = text.split_once('/').ok_or_else(hint)?;
        let (number, of) = (number.trim().parse().map_err(|_| hint())?, of.trim().parse().map_err(|_| hint())?);
        if number == 0 || number > of { Err(hint()) } else { Ok(Self { number, of }) }
    }

    /// Its points among so many.
    #[must_use]
    pub fn points(self, all: u64) -> u64 {
        (all + self.of - self.number) / self.of
    }

    /// The number of its n-th point, counted from 0.
    #[must_use]
    pub fn point(self, n: u64) -> u64 {
        self.number - 1 + n * self.of
    }
}

/// What a sweep looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// Name of the metric.
    pub metric: String,
    /// Whether less of it is better.
    pub least: bool,
}

/// A sweep ready to run.
#[derive(Debug)]
pub struct Sweep {
    template: Template,
    /// Its points.
    pub design: Design,
    /// Launches at each point.
    pub launches: u32,
    /// Seed of all luck.
    pub seed: u64,
    /// Names of what a launch yields: what the scenario itself does, then what only some points do.
    pub layout: Layout,
    /// How price makes people choose, as `market.choice` says; "" without a market.
    pub choice: &'static str,
    /// Whether the price has a way to demand at any point.
    pub price_moves: bool,
    /// Whether there is no luck.
    pub deterministic: bool,
    /// Index of the metric looked at, and whether less is better.
    pub objective: (usize, bool),
    /// A number that tells the scenario from any other.
    pub scenario_fingerprint: u64,
}

/// Why a sweep cannot be made or ended early.
#[derive(Debug, Error)]
pub enum SweepError<E> {
    /// It was asked to stop.
    #[error("stopped")]
    Stopped,
    /// A point could not be written down.
    #[error("{0}")]
    Sink(E),
    /// A point makes no valid scenario.
    #[error("{1}")]
    Scenario(String, LoadError),
    /// A point cannot be compiled.
    #[error("{0}: {1}")]
    Plan(String, PlanError),
    /// The design cannot be made.
    #[error(transparent)]
    Design(#[from] DesignError),
}

impl Sweep {
    /// Reads the scenario, tries the values of every axis on it, and fixes what a point yields.
    ///
    /// # Errors
    /// When the scenario or a value is wrong, or the objective is no metric of the scenario.
    pub fn prepare<E>(
        template: Template,
        design: Design,
        launches: u32,
        seed: u64,
        objective: Option<Objective>,
    ) -> Result<Self, SweepError<E>> {
        let design_fault = |text: String| Err(SweepError::Design(DesignError::Design(text)));
        if launches == 0 || launches > MOST_LAUNCHES {
            return design_fault(format!("a point takes 1 to {MOST_LAUNCHES} launches, not {launches}"));
        }
        let load = |settings: &[String]| scenario_with(&template, settings);
        let base = load(&[])?;
        let plan = compile(&base).map_err(|fault| SweepError::Plan(base.name.clone(), fault))?;
        let deterministic = plan.deterministic;
        let mut price_moves = price_moves_somebody(&base);
        let mut layout = plan.layout;
        for axis in &design.axes {
            let Levels::Values(values) = &axis.levels else { continue };
            price_moves |= try_values(&template, axis, values, &mut layout)?;
        }
        for end in [0, design.points - 1] {
            price_moves |= price_moves_somebody(&load(&design.settings(&design.point(end)))?);
        }
        let objective = match objective {
            None => layout.at(MetricId::NetProfit).map(|metric| (metric, false)),
            Some(Objective { metric, least }) => match layout.metric(&metric) {
                Some(metric) => Some((metric, least)),
                None => return design_fault(unknown_metric(&metric, &layout)),
            },
        };
        Ok(Self {
            template,
            design,
            launches,
            seed,
            layout,
            choice: choice_of(&base),
            price_moves,
            deterministic,
            objective: objective.unwrap_or((0, false)),
            scenario_fingerprint: fingerprint(base),
        })
    }

    /// Simulates the points of a shard from its `done`-th on; each goes to `sink` in order.
    ///
    /// # Errors
    /// [`SweepError`] when `stop` was set, the sink failed, or a point makes no scenario that can be simulated.
    pub fn run<E: Send>(
        &self,
        shard: Shard,
        done: u64,
        workers: &Workers,
        stop: &AtomicBool,
        sink: &mut dyn FnMut(&Point) -> Result<(), E>,
    ) -> Result<(), SweepError<E>> {
        let all = shard.points(self.design.points);
        // Enough launches at once to keep all threads busy, and no more than memory holds.
        let wave = (workers.count() as u64 * 8 * u64::from(CHUNK) / u64::from(self.launches)).clamp(1, MOST_POINTS);
        let mut start = done;
        while start < all {
            let end = all.min(start + wave);
            let indices: Vec<u64> = (start..end).map(|n| shard.point(n)).collect();
            let points = self.simulate(&indices, workers, stop);
            if stop.load(Ordering::Relaxed) {
                return Err(SweepError::Stopped);
            }
            for point in points? {
                sink(&point).map_err(SweepError::Sink)?;
            }
            start = end;
        }
        Ok(())
    }

    /// Some points, their launches spread over all threads.
    fn simulate<E: Send>(
        &self,
        indices: &[u64],
        workers: &Workers,
        stop: &AtomicBool,
    ) -> Result<Vec<Point>, SweepError<E>> {
        let cases: Vec<(Scenario, Plan)> =
            workers.each(indices, |&index| self.case(index)).into_iter().collect::<Result<_, _>>()?;
        let share = u64::from(self.launches) * indices.len() as u64 / (workers.count() as u64 * 4);
        let stretch = (share as u32).next_multiple_of(16).clamp(16, CHUNK);
        let starts = (0..self.launches).step_by(stretch as usize);
        let tasks: Vec<(usize, u32)> =
            (0..indices.len()).flat_map(|at| starts.clone().map(move |first| (at, first))).collect();
        let run = |simulators: &mut Simulators, &(at, first): &(usize, u32)| {
            let (scenario, plan) = &cases[at];
            let count = stretch.min(self.launches - first);
            let chunk = run_chunk(simulators, (scenario, plan), first, count, Traced::NONE, stop);
            chunk.map(|(chunk, _)| chunk).map_err(|fault| SweepError::Plan(self.name_of(indices[at]), fault))
        };
        let chunks = workers.each_with(&tasks, Simulators::default, run);
        let chunks: Vec<Chunk> = chunks.into_iter().collect::<Result<_, _>>()?;
        if stop.load(Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        let per_point = self.launches.div_ceil(stretch) as usize;
        let work: Vec<((u64, &Layout), &[Chunk])> = indices
            .iter()
            .copied()
            .zip(cases.iter().map(|(_, plan)| &plan.layout))
            .zip(chunks.chunks(per_point))
            .collect();
        Ok(workers.each(&work, |&((index, layout), chunks)| self.summarise(index, layout, chunks)))
    }

    /// The scenario of a point, with the sweep's seed.
    fn case<E>(&self, index: u64) -> Result<(Scenario, Plan), SweepError<E>> {
        let settings = self.design.settings(&self.design.point(index));
        let fault = |fault| SweepError::Scenario(self.name_of(index), fault);
        let mut scenario = self.template.with(&settings).map_err(fault)?.scenario;
        scenario.run.seed = self.seed;
        let plan = compile(&scenario).map_err(|fault| SweepError::Plan(self.name_of(index), fault))?;
        Ok((scenario, plan))
    }

    /// A point for people: "point 12 (product.mi1.price=1499)".
    fn name_of(&self, index: u64) -> String {
        format!("point {index} ({})", self.design.settings(&self.design.point(index)).join(", "))
    }

    /// The point with these launches, whose metrics `layout` names.
    fn summarise(&self, index: u64, layout: &Layout, chunks: &[Chunk]) -> Point {
        let column = |metric: usize| -> Vec<f64> {
            let Some(metric) = layout.metric(&self.layout.metrics[metric].name) else {
                return vec![f64::NAN; self.launches as usize];
            };
            let mut values = Vec::with_capacity(self.launches as usize);
            for chunk in chunks {
                values.extend_from_slice(&chunk.metrics[metric]);
            }
            values
        };
        let metric = |values: &[f64]| {
            let summary = Summary::sampled(values, Better::More, layout.sampled);
            let Summary { count, mean, se, degrees, p5, p25, p50, p75, p95, .. } = summary;
            PointMetric { count: count as f64, mean, se, degrees, quantiles: [p5, p25, p50, p75, p95] }
        };
        let under = |rule: Rule| {
            let values = self.objective_under(rule, layout, chunks);
            let part = |part: Vec<f64>| {
                let kept: Vec<f64> = part.into_iter().filter(|value| !value.is_nan()).collect();
                mean(&kept)
            };
            let sections = Sections::up_to(MOST, values.len(), layout.sampled).of(&values).map(part).collect();
            UnderRule { metric: metric(&values), sections }
        };
        let losing = [MetricId::NetProfitBridged, MetricId::NetProfitWoundUp]
            .map(|metric| self.layout.at(metric).map_or(f64::NAN, |metric| fraction_below(&column(metric), 0.0)));
        Point {
            losing,
            index,
            inputs: self.design.point(index),
            metrics: (0..self.layout.metrics.len()).map(|at| metric(&column(at))).collect(),
            under: [under(Rule::GoOn), under(Rule::WindUp)],
        }
    }

    /// The objective in each launch under a rule.
    fn objective_under(&self, rule: Rule, layout: &Layout, chunks: &[Chunk]) -> Vec<f64> {
        let Some(metric) = layout.metric(&self.layout.metrics[self.objective.0].name) else {
            return vec![f64::NAN; self.launches as usize];
        };
        let mut values = Vec::with_capacity(self.launches as usize);
        for chunk in chunks {
            if layout.rule == rule {
                values.extend_from_slice(&chunk.metrics[metric]);
            } else {
                values.extend(chunk.under_other_rule(metric));
            }
        }
        values
    }
}

/// A scenario with these overrides.
pub(super) fn scenario_with<E>(template: &Template, settings: &[String]) -> Result<Scenario, SweepError<E>> {
    let loaded = template.with(settings);
    loaded.map_err(|fault| SweepError::Scenario(settings.join(", "), fault)).map(|loaded| loaded.scenario)
}

/// Tries the values of an axis on a scenario, of many the first and the last: whether the price moves somebody at any of them.
///
/// A value may bring a metric of its own, as a window that sells in rounds has hours until it is sold out.
pub(super) fn try_values<E>(
    template: &Template,
    axis: &Axis,
    values: &[f64],
    layout: &mut Layout,
) -> Result<bool, SweepError<E>> {
    let few = values.len() <= TRIED;
    let mut price_moves = false;
    for (_, value) in values.iter().enumerate().filter(|(at, _)| few || *at == 0 || at + 1 == values.len()) {
        let setting = axis.setting(*value);
        let scenario = scenario_with(template, std::slice::from_ref(&setting))?;
        price_moves |= price_moves_somebody(&scenario);
        let plan = compile(&scenario).map_err(|fault| SweepError::Plan(setting, fault))?;
        let known = |metric: &Metric| layout.metric(&metric.name).is_some();
        let more: Vec<Metric> = plan.layout.metrics.into_iter().filter(|metric| !known(metric)).collect();
        layout.metrics.extend(more);
    }
    Ok(price_moves)
}

/// The word of `market.choice`; "" without a market.
#[must_use]
pub fn choice_of(scenario: &Scenario) -> &'static str {
    match scenario.market.as_ref().map(|market| &market.choice) {
        None => "",
        Some(Choice::None) => "none",
        Some(Choice::Logit { .. }) => "logit",
        Some(Choice::Elasticity { .. }) => "elasticity",
    }
}

/// A number that tells a scenario from any other, however it is written; title, seed, launches and `[sweep]` do not count.
#[must_use]
pub fn fingerprint(mut scenario: Scenario) -> u64 {
    scenario.title = String::new();
    scenario.run.seed = 0;
    scenario.run.launches = 0;
    scenario.sweep = SweepTable::default();
    source_id("scenario", &format!("{scenario:?}"))
}

fn unknown_metric(metric: &str, layout: &Layout) -> String {
    let near = crate::language::nearest(metric, layout.metric_names());
    let cure =
        near.map_or_else(|| "summary.json of a run lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    format!("this scenario yields no metric `{metric}`; {cure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_all_points_and_no_point_twice() {
        for (all, of) in [(10, 3), (9, 3), (2, 5), (1, 1), (0, 2)] {
            let mut seen: Vec<u64> = (1..=of)
                .flat_map(|number| {
                    let shard = Shard { number, of };
                    (0..shard.points(all)).map(move |n| shard.point(n))
                })
                .collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..all).collect::<Vec<_>>(), "{all} points in {of} parts");
        }
    }

    #[test]
    fn a_shard_that_cannot_be_is_refused() {
        assert_eq!(Shard::parse("2/3"), Ok(Shard { number: 2, of: 3 }));
        for wrong in ["0/3", "4/3", "2", "a/b", "1/0"] {
            assert!(Shard::parse(wrong).unwrap_err().contains("--shard 2/3"), "{wrong}");
        }
    }
}
