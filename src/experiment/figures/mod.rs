//! All figures of a run, worked out from the columns of its launches; reports write and draw them.

pub mod curves;
pub mod days;
pub mod need;
pub mod years;

use crate::experiment::workers::Workers;
use crate::outcome::{Layout, Metric, MetricId, ObservedFact, Says, Unit};
use crate::stats::{self, Sampled, Share, Summary};
use need::Need;

/// Metrics of launches, column by column; they may have to be read back from a disk.
pub trait ColumnSource: Sync {
    /// Why a column cannot be read.
    type Fault: Send;

    /// The values of a metric in launch order.
    ///
    /// # Errors
    /// When they cannot be read back.
    fn metric(&self, metric: usize) -> Result<Vec<f64>, Self::Fault>;
}

/// Confidence of every interval.
pub const CONFIDENCE: f64 = 0.95;
/// The quantiles that are told with an interval.
pub const TOLD: [f64; 3] = [0.05, 0.5, 0.95];

/// The share of launches that a range told for each metric holds.
const INSIDE: f64 = 0.9;

/// A share of launches with its exact 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probability {
    /// Share of launches in which it happened, NaN when it applies to none.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One metric over all launches.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricSummary {
    /// Which metric.
    pub metric: Metric,
    /// Its distribution.
    pub summary: Summary,
    /// The 95 % intervals of the quantiles [`TOLD`]; none of a yes-or-no metric.
    pub quantiles: Vec<(f64, f64)>,
    /// For a yes-or-no metric, how likely yes is.
    pub probability: Option<Probability>,
}

/// A fact of the record beside the simulated launches.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedSummary {
    /// Name of the `[observed.NAME]` table.
    pub name: String,
    /// Index of the metric it is held against.
    pub metric: usize,
    /// Value on record.
    pub value: f64,
    /// What the record says with it.
    pub says: Says,
    /// How far the truth may lie from it in 95 cases of 100.
    pub error: f64,
    /// From where to where it may lie then.
    pub range: (f64, f64),
    /// Per cent of launches whose record would lie below it, those equal to it counted half; NaN when the metric applies to
    /// none.
    pub percentile: f64,
    /// Share of launches that keep a bound; NaN of an exact value.
    pub kept: f64,
}

/// Facts on record, all together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Together {
    /// How many there are that name a value.
    pub facts: usize,
    /// Share of launches that lie as far from the middle of all as they do, or further.
    pub as_far: f64,
    /// How many of them lie outside what nine launches in ten say.
    pub outside: usize,
    /// The chance of as many or more.
    pub chance: f64,
}

/// All figures of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Seed of all luck.
    pub seed: u64,
    /// How many launches were simulated.
    pub launches: usize,
    /// In the order of the layout.
    pub metrics: Vec<MetricSummary>,
    /// In the order of the layout.
    pub observed: Vec<ObservedSummary>,
    /// The facts that name a value, all together; `None` where that cannot be told ([`stats::together::as_far`]).
    pub together: Option<Together>,
    /// Share of launches that lose money; `None` without a net profit.
    pub losing: Option<f64>,
    /// What short cash needs; `None` without cash.
    pub need: Option<Need>,
    /// Of the days on which customers waited, those that neither capacity nor a part bound.
    pub short_otherwise: Option<Summary>,
    /// Of those that a part bound, those that fall on no part shown by name.
    pub short_other_parts: Option<Summary>,
}

impl Figures {
    /// Summarises the columns of a finished table, a few at a time.
    ///
    /// # Errors
    /// When a column cannot be read back.
    pub fn of<C: ColumnSource>(
        layout: &Layout,
        columns: &C,
        seed: u64,
        launches: usize,
        workers: &Workers,
    ) -> Result<Self, C::Fault> {
        let mut metrics = Vec::with_capacity(layout.metrics.len());
        let mut losing = None;
        let mut observed: Vec<Option<ObservedSummary>> = vec![None; layout.observed.len()];
        let indices: Vec<usize> = (0..layout.metrics.len()).collect();
        for read in workers.each(&indices, |&index| Reading::of(layout, columns, index)) {
            let Reading { metric, observed: found, losing: share } = read?;
            metrics.push(metric);
            losing = losing.or(share);
            for (place, fact) in found {
                observed[place] = Some(fact);
            }
        }
        // A class of parts is named after its first part shown; the others shown count the same days again.
        let shown = |metric: &Metric| metric.id == MetricId::DaysShortOfPart && layout.constraints.contains(&metric.of);
        let shown: Vec<usize> = indices.iter().copied().filter(|&at| shown(&layout.metrics[at])).collect();
        let bound = [MetricId::DaysShortCapacity, MetricId::DaysShortClosed, MetricId::DaysShortParts];
        let bound: Vec<usize> = bound.into_iter().filter_map(|id| layout.at(id)).collect();
        let short_otherwise = remainder(layout, columns, MetricId::DaysShort, &bound)?;
        let short_other_parts = remainder(layout, columns, MetricId::DaysShortParts, &shown)?;
        let chance = metrics.iter().find(|summary: &&MetricSummary| summary.metric.is(MetricId::Insolvent));
        let need = Need::of(layout, columns, chance.and_then(|summary| summary.probability))?;
        let observed: Vec<ObservedSummary> = observed.into_iter().flatten().collect();
        Ok(Self {
            need,
            together: together(columns, &observed)?,
            short_otherwise,
            short_other_parts,
            seed,
            launches,
            metrics,
            observed,
            losing,
        })
    }

    /// The summary of a metric there is one of.
    #[must_use]
    pub fn metric(&self, id: MetricId) -> Option<&MetricSummary> {
        self.metrics.iter().find(|summary| summary.metric.is(id))
    }
}

/// What one column says.
struct Reading {
    metric: MetricSummary,
    /// Facts held against it, with their places in the layout.
    observed: Vec<(usize, ObservedSummary)>,
    /// Share of launches that lose money, where it is the net profit.
    losing: Option<f64>,
}

impl Reading {
    fn of<C: ColumnSource>(layout: &Layout, columns: &C, index: usize) -> Result<Self, C::Fault> {
        let metric = &layout.metrics[index];
        let values = columns.metric(index)?;
        let facts = layout.observed.iter().enumerate().filter(|(_, fact)| fact.metric == index);
        let held = |fact: &ObservedFact| {
            let mean_of = |of: &dyn Fn(f64) -> f64| {
                let found: Vec<f64> = values.iter().filter(|value| !value.is_nan()).map(|value| of(*value)).collect();
                stats::mean(&found)
            };
            ObservedSummary {
                name: fact.name.clone(),
                metric: index,
                value: fact.value,
                says: fact.says,
                error: fact.error,
                range: fact.range(),
                percentile: 100.0 * mean_of(&|value| fact.below(value)),
                kept: mean_of(&|value| fact.kept(value)),
            }
        };
        let probability = (metric.unit == Unit::YesNo).then(|| probability(&values, layout.sampled));
        Ok(Self {
            observed: facts.map(|(place, fact)| (place, held(fact))).collect(),
            losing: metric.is(MetricId::NetProfit).then(|| stats::fraction_below(&values, 0.0)),
            metric: MetricSummary {
                metric: metric.clone(),
                summary: Summary::sampled(&values, metric.better(), layout.sampled),
                // Of a probability no quantile is told.
                quantiles: match probability {
                    Some(_) => Vec::new(),
                    None => stats::quantile::intervals(&values, &TOLD, (CONFIDENCE, layout.sampled)),
                },
                probability,
            },
        })
    }
}

/// Launch by launch, a metric less others; `None` without it or when nothing remains in any launch.
fn remainder<C: ColumnSource>(
    layout: &Layout,
    columns: &C,
    whole: MetricId,
    parts: &[usize],
) -> Result<Option<Summary>, C::Fault> {
    let Some(whole) = layout.at(whole) else { return Ok(None) };
    let mut rest = columns.metric(whole)?;
    for &part in parts {
        let part = columns.metric(part)?;
        rest.iter_mut().zip(part.iter()).for_each(|(rest, part)| *rest -= part);
    }
    Ok(rest.iter().any(|days| *days != 0.0).then(|| Summary::of(&rest)))
}

fn together<C: ColumnSource>(columns: &C, observed: &[ObservedSummary]) -> Result<Option<Together>, C::Fault> {
    let exact: Vec<&ObservedSummary> = observed.iter().filter(|fact| fact.says == Says::Exactly).collect();
    let values = exact.iter().map(|fact| columns.metric(fact.metric)).collect::<Result<Vec<Vec<f64>>, C::Fault>>()?;
    let values: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
    let below: Vec<f64> = exact.iter().map(|fact| fact.percentile / 100.0).collect();
    let edge = 50.0 * (1.0 - INSIDE);
    let outside = exact.iter().filter(|fact| !(edge..=100.0 - edge).contains(&fact.percentile)).count();
    let chance = stats::together::chance_of_outside(outside, exact.len(), INSIDE);
    let of = |as_far| Together { facts: exact.len(), as_far, outside, chance };
    Ok(stats::together::as_far(&values, &below).map(of))
}

fn probability(values: &[f64], sampled: Sampled) -> Probability {
    let share = Share::where_it(values, |value| value > 0.5, sampled);
    let (low, high) = share.interval(CONFIDENCE);
    Probability { value: share.value(), low, high }
}
