//! What the launches of several alternatives say about their differences.

use super::walk::Walk;
use super::{Alternative, Runs};
use crate::experiment::planners::BestByPlanner;
use crate::experiment::response::Ranking;
use crate::experiment::workers::Workers;
use crate::outcome::{Given, Metric, MetricId, Naming, Rule, Unit};
use crate::stats::best::{AgainstBest, Regret};
use crate::stats::discordant::ProbabilityDifference;
use crate::stats::dominance::Dominances;
use crate::stats::paired::Chance;
use crate::stats::sections::IntervalEstimate;
use crate::stats::{self, Discordant, PairedDifference, Sampled, Share, Summary};

/// Confidence of every interval.
pub const CONFIDENCE: f64 = 0.95;
/// Quantiles whose differences are given.
pub const QUANTILES: [(f64, &str); 3] = [(0.05, "p5"), (0.5, "p50"), (0.95, "p95")];

/// One metric of one alternative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// Its distribution.
    pub summary: Summary,
    /// For yes or no, how likely yes is.
    pub probability: Option<Chance>,
}

/// One metric of one alternative less that of the baseline, launch by launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Mean, spread and interval of the paired difference.
    pub paired: PairedDifference,
    /// Interval of the mean difference, or of the difference of probabilities.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The same so wide that it holds for all alternatives at once (Bonferroni).
    pub simultaneous: (f64, f64),
    /// Differences of the quantiles [`QUANTILES`].
    pub quantiles: Vec<IntervalEstimate>,
    /// For yes or no, the difference of the probabilities from discordant pairs.
    pub probability: Option<ProbabilityDifference>,
    /// Stochastic dominance; `None` where neither more nor less is better.
    pub dominance: Option<Dominances>,
}

/// One metric in all alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricComparison {
    /// Which metric.
    pub metric: Metric,
    /// Per alternative; `None` where it does not exist.
    pub sides: Vec<Option<Side>>,
    /// Per alternative after the baseline; `None` where either does not have it.
    pub differences: Vec<Option<Difference>>,
}

/// Which alternative is best by one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Index of the metric.
    pub metric: usize,
    /// Per alternative: how it stands against the best of the others.
    pub against_best: Vec<AgainstBest>,
    /// Per alternative: what choosing it costs in hindsight.
    pub regrets: Vec<Regret>,
}

/// Mean volume and full unit cost of some launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostAtVolume {
    /// Phones shipped.
    pub volume: f64,
    /// Full unit cost: everything spent, with VAT, spread over these phones [money per phone].
    pub cost: f64,
}

/// How the full unit cost of an alternative falls with its volume.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitCost {
    /// The tenth of the launches that ship fewest.
    pub fewest: CostAtVolume,
    /// All launches.
    pub all: CostAtVolume,
    /// The tenth that ships most.
    pub most: CostAtVolume,
}

/// Everything a comparison says.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Seed of the luck they share.
    pub seed: u64,
    /// Launches of each.
    pub launches: u32,
    /// The baseline, then the others.
    pub names: Vec<String>,
    /// The money counted in.
    pub currency: String,
    /// What things are called for people, as the baseline says.
    pub naming: Naming,
    /// The samples that alternatives take values from.
    pub given: Vec<Given>,
    /// Metrics of the baseline in their order, then those only others have.
    pub metrics: Vec<MetricComparison>,
    /// The choice by net profit.
    pub decision: Option<Decision>,
    /// Per alternative; `None` when nothing is shipped.
    pub unit_costs: Vec<Option<UnitCost>>,
    /// Per alternative: from what is paid for a phone to what it leaves; `None` when nothing is shipped.
    pub walks: Vec<Option<Walk>>,
    /// Shelf price of each alternative.
    pub prices: Vec<Option<f64>>,
    /// What each alternative is: its title with everything set from the command line.
    pub headings: Vec<String>,
    /// Shelf price of each alternative and its changes, in words.
    pub price_words: Vec<Option<String>>,
    /// The choice by net profit if a gap of cash is bridged, and if a company short of cash is wound up.
    pub under: Option<[Decision; 2]>,
    /// Per alternative: share of launches that lose money, bridged and wound up.
    pub losing: Vec<[f64; 2]>,
    /// Per alternative: the gap of cash in the middle of the launches that are short of it; NaN where none is.
    pub gap: Vec<f64>,
    /// Whether each alternative yields the same in every launch.
    pub certain: bool,
    /// Whether that is only because there is a single launch of something that has luck.
    pub single: bool,
    /// When prices differ and the same people are interested and order in every launch: `market.choice`.
    pub price_moves_nobody: Option<&'static str>,
    /// When prices differ: which is best, by how people answer to the price.
    pub ranking: Option<Ranking>,
    /// When prices differ: which is best with the plan of parts kept and with it learned.
    pub by_planner: Option<BestByPlanner>,
}

impl Comparison {
    /// The widest deviation of a difference of net profit from its mean, launch by launch.
    #[must_use]
    pub fn deviation_of_difference(&self) -> Option<f64> {
        let differences = self.metric(MetricId::NetProfit)?.differences.iter().flatten();
        differences.map(|difference| difference.paired.summary.sd).filter(|sd| sd.is_finite()).reduce(f64::max)
    }

    /// Computes every figure. Metrics are worked on in parallel, each by itself in launch order.
    #[must_use]
    pub fn of(runs: &Runs, workers: &Workers) -> Self {
        let alternatives = &runs.alternatives;
        let mut list: Vec<Metric> = Vec::new();
        for metric in alternatives.iter().flat_map(|alternative| &alternative.layout.metrics) {
            if !list.iter().any(|known| known.name == metric.name) {
                list.push(metric.clone());
            }
        }
        let metrics: Vec<MetricComparison> = workers.each(&list, |metric| compare_metric(metric.clone(), alternatives));
        let currency = alternatives.first().map_or_else(String::new, |first| first.layout.currency.clone());
        let by = |metric: MetricId| decide(metric, alternatives, &metrics);
        let decision = by(MetricId::NetProfit);
        let (bridged, wound_up) = (by(MetricId::NetProfitBridged), by(MetricId::NetProfitWoundUp));
        let losing = |alternative: &Alternative| {
            [MetricId::NetProfitBridged, MetricId::NetProfitWoundUp]
                .map(|profit| alternative.column(profit).map_or(f64::NAN, |profit| stats::fraction_below(profit, 0.0)))
        };
        let gap = |alternative: &Alternative| {
            let gaps = alternative.column(MetricId::CashGap).unwrap_or(&[]);
            let gaps: Vec<f64> = gaps.iter().copied().filter(|gap| *gap > 0.0).collect();
            stats::quantiles(&gaps, &[0.5]).first().copied().unwrap_or(f64::NAN)
        };
        // One launch, or launches that differ in nothing.
        let varies = |metric: &MetricComparison| {
            metric.sides.iter().flatten().any(|side| side.summary.count > 0 && side.summary.min < side.summary.max)
        };
        let mut given: Vec<Given> = Vec::new();
        for of in alternatives.iter().flat_map(|alternative| &alternative.layout.given) {
            // Of the same sample one may draw more inputs than another.
            if !given.iter().any(|known| known.is_the_sample_of(of)) {
                given.push(of.clone());
            }
        }
        Self {
            given,
            naming: alternatives.first().map_or_else(Naming::default, |first| first.layout.naming.clone()),
            headings: alternatives.iter().map(|alternative| alternative.layout.heading().to_owned()).collect(),
            price_words: alternatives.iter().map(|alternative| alternative.layout.price()).collect(),
            under: bridged.zip(wound_up).map(|(bridged, wound_up)| [bridged, wound_up]),
            losing: alternatives.iter().map(losing).collect(),
            gap: alternatives.iter().map(gap).collect(),
            certain: !metrics.iter().any(varies),
            single: runs.launches == 1 && alternatives.iter().any(|alternative| !alternative.deterministic),
            price_moves_nobody: price_moves_nobody(alternatives),
            ranking: None,
            by_planner: None,
            seed: runs.seed,
            launches: runs.launches,
            names: alternatives.iter().map(|alternative| alternative.name.clone()).collect(),
            decision,
            unit_costs: alternatives.iter().map(unit_cost).collect(),
            walks: alternatives.iter().map(Walk::of).collect(),
            prices: alternatives.iter().map(|alternative| alternative.price).collect(),
            currency,
            metrics,
        }
    }

    /// A metric there is one of.
    #[must_use]
    pub fn metric(&self, id: MetricId) -> Option<&MetricComparison> {
        self.metrics.iter().find(|metric| metric.metric.is(id))
    }
}

/// Whether alternatives differ in their prices while none has a way from the price to demand, or the same people are
/// interested and order in every launch.
fn price_moves_nobody(alternatives: &[Alternative]) -> Option<&'static str> {
    let baseline = alternatives.first()?;
    let prices = |alternative: &Alternative| -> Vec<(jiff::civil::Date, u64)> {
        alternative.layout.prices.iter().map(|step| (step.from, step.price.to_bits())).collect()
    };
    let differ = alternatives.iter().any(|other| prices(other) != prices(baseline));
    let alike = |metric: MetricId| {
        let bits = |alternative: &Alternative| -> Option<Vec<u64>> {
            Some(alternative.column(metric)?.iter().map(|value| value.to_bits()).collect())
        };
        alternatives.iter().all(|other| bits(other) == bits(baseline))
    };
    let some = |metric: MetricId, above: f64| {
        let column =
            |one: &Alternative| one.column(metric).is_some_and(|values| values.iter().any(|value| *value > above));
        alternatives.iter().any(column)
    };
    // Whoever is wound up before anybody could order says nothing of the price.
    let cut_short = some(MetricId::Insolvent, 0.5) && alternatives.iter().any(|one| one.layout.rule == Rule::WindUp);
    let asked = some(MetricId::Interest, 0.0) || some(MetricId::Orders, 0.0);
    let cannot = alternatives.iter().all(|one| !one.price_moves);
    let unmoved = asked && !cut_short && alike(MetricId::Interest) && alike(MetricId::Orders);
    (differ && (cannot || unmoved)).then_some(baseline.choice)
}

impl Alternative {
    /// The launches of a metric there is one of.
    #[must_use]
    pub fn column(&self, metric: MetricId) -> Option<&[f64]> {
        self.layout.at(metric).map(|metric| self.metrics[metric].as_slice())
    }

    /// The launches of a metric by its name: in files, or its id.
    #[must_use]
    pub fn column_named(&self, name: &str) -> Option<&[f64]> {
        self.layout.metric(name).map(|metric| self.metrics[metric].as_slice())
    }
}

/// How the launches of alternatives were sampled that are looked at together.
pub(crate) fn sampled(alternatives: &[Alternative]) -> Sampled {
    alternatives.iter().fold(Sampled::default(), |all, one| all.with(one.layout.sampled))
}

fn compare_metric(metric: Metric, alternatives: &[Alternative]) -> MetricComparison {
    let columns: Vec<Option<&[f64]>> =
        alternatives.iter().map(|alternative| alternative.column_named(&metric.name)).collect();
    let sampled = sampled(alternatives);
    let side = |values: &[f64]| Side {
        summary: Summary::sampled(values, metric.better(), sampled),
        probability: (metric.unit == Unit::YesNo)
            .then(|| Chance::of(&Share::where_it(values, |value| value > 0.5, sampled), CONFIDENCE)),
    };
    let others = columns.len().saturating_sub(1).max(1) as f64;
    let all_at_once = 1.0 - (1.0 - CONFIDENCE) / others;
    let difference = |values: Option<&[f64]>| {
        let (baseline, values) = (columns.first().copied().flatten()?, values?);
        Some(difference(&metric, (baseline, values), all_at_once, sampled))
    };
    let differences = columns.iter().skip(1).copied().map(difference).collect();
    MetricComparison { sides: columns.iter().map(|column| column.map(side)).collect(), differences, metric }
}

fn difference(metric: &Metric, (baseline, values): (&[f64], &[f64]), all_at_once: f64, sampled: Sampled) -> Difference {
    let paired = PairedDifference::sampled(baseline, values, CONFIDENCE, sampled);
    let probabilities: Vec<f64> = QUANTILES.iter().map(|(p, _)| *p).collect();
    let quantiles = stats::quantile_differences(baseline, values, &probabilities, (CONFIDENCE, sampled));
    let dominance = stats::dominance(baseline, values, metric.better(), sampled);
    if metric.unit == Unit::YesNo {
        let pairs = Discordant::of(baseline, values, sampled);
        let (one, all) = (pairs.difference(CONFIDENCE), pairs.difference(all_at_once));
        let (low, high, simultaneous) = (one.low, one.high, (all.low, all.high));
        return Difference { paired, low, high, simultaneous, quantiles, probability: Some(one), dominance };
    }
    let summary = &paired.summary;
    let simultaneous = summary.interval(all_at_once);
    let (low, high) = (paired.low, paired.high);
    Difference { paired, low, high, simultaneous, quantiles, probability: None, dominance }
}

fn decide(metric: MetricId, alternatives: &[Alternative], metrics: &[MetricComparison]) -> Option<Decision> {
    let columns: Option<Vec<&[f64]>> = alternatives.iter().map(|alternative| alternative.column(metric)).collect();
    let metric = metrics.iter().position(|known| known.metric.is(metric))?;
    let columns = columns?;
    let sampled = sampled(alternatives);
    let against_best = stats::against_the_best(&columns, CONFIDENCE, sampled);
    Some(Decision { metric, against_best, regrets: stats::regrets(&columns, CONFIDENCE, sampled) })
}

/// Launches in order of what they ship; the mean of the lowest tenth, of all and of the highest tenth.
fn unit_cost(alternative: &Alternative) -> Option<UnitCost> {
    let volumes = alternative.column(MetricId::Shipped)?;
    let costs = alternative.column(MetricId::FullUnitCost)?;
    let mut pairs: Vec<(f64, f64)> =
        volumes.iter().copied().zip(costs.iter().copied()).filter(|(_, cost)| cost.is_finite()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let tenth = pairs.len().div_ceil(10);
    let of = |pairs: &[(f64, f64)]| {
        let (volumes, costs): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        CostAtVolume { volume: stats::mean(&volumes), cost: stats::mean(&costs) }
    };
    (!pairs.is_empty()).then(|| UnitCost {
        fewest: of(&pairs[..tenth]),
        all: of(&pairs),
        most: of(&pairs[pairs.len() - tenth..]),
    })
}
