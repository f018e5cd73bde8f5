//! `summary.json`: what many launches say about each metric.

use serde_json::{Map, Value, json};

use super::error::ReportError;
use super::launches::Columns;
use super::need::Need;
use super::number;
use crate::experiment::spread;
use crate::outcome::{Layout, Metric, MetricId, ObservedFact, Unit};
use crate::stats::{self, Summary};

/// Confidence of the intervals around probabilities.
const CONFIDENCE: f64 = 0.95;

/// A share of launches with its Wilson 95 % interval.
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
    /// Per cent of launches below the value on record, those equal to it counted half; NaN when the metric applies to none.
    pub percentile: f64,
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
    /// Summarises the columns of a finished table, a few at a time on so many threads.
    ///
    /// # Errors
    /// When a column cannot be read back.
    pub fn of(
        layout: &Layout,
        columns: &Columns,
        seed: u64,
        launches: usize,
        threads: usize,
    ) -> Result<Self, ReportError> {
        let mut metrics = Vec::with_capacity(layout.metrics.len());
        let mut losing = None;
        let mut observed: Vec<Option<ObservedSummary>> = vec![None; layout.observed.len()];
        let indices: Vec<usize> = (0..layout.metrics.len()).collect();
        for read in spread(threads, &indices, |&index| Reading::of(layout, columns, index)) {
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
        Ok(Self {
            need,
            short_otherwise,
            short_other_parts,
            seed,
            launches,
            metrics,
            observed: observed.into_iter().flatten().collect(),
            losing,
        })
    }

    /// The summary of a metric there is one of.
    #[must_use]
    pub fn metric(&self, id: MetricId) -> Option<&MetricSummary> {
        self.metrics.iter().find(|summary| summary.metric.is(id))
    }

    /// The content of `summary.json`.
    #[must_use]
    pub fn json(&self, layout: &Layout) -> Value {
        let mut metrics = Map::new();
        let mut probabilities = Map::new();
        for MetricSummary { metric, summary, probability } in &self.metrics {
            if let Some(Probability { value, low, high }) = probability {
                let figures = json!({
                    "title": metric.title,
                    "value": number::json(*value),
                    "low": number::json(*low),
                    "high": number::json(*high),
                });
                probabilities.insert(metric.name.clone(), figures);
            } else {
                metrics.insert(metric.name.clone(), self.metric_json(metric, summary, &layout.currency));
            }
        }
        let price = |step: &crate::outcome::PriceStep| json!({"from": step.from.to_string(), "price": number::json(step.price), "uncertain": step.uncertain});
        let prices: Vec<Value> = layout.prices.iter().map(price).collect();
        let observed: Map<String, Value> = self.observed.iter().map(|fact| self.observed_json(fact)).collect();
        json!({
            "scenario": layout.scenario,
            "title": layout.title,
            "prices": prices,
            "seed": self.seed,
            "launches": self.launches,
            "metrics": metrics,
            "probabilities": probabilities,
            "need": self.need.as_ref().map(|need| need.json(layout)),
            "observed": observed,
        })
    }

    fn metric_json(&self, metric: &Metric, summary: &Summary, currency: &str) -> Value {
        let mut figures = Map::new();
        figures.insert("title".into(), Value::from(metric.title.clone()));
        figures.insert("unit".into(), Value::from(unit_text(metric.unit, currency)));
        if summary.count < self.launches {
            figures.insert("count".into(), Value::from(summary.count));
        }
        let named = [
            ("mean", summary.mean),
            ("sd", summary.sd),
            ("se", summary.se),
            ("min", summary.min),
            ("p5", summary.p5),
            ("p25", summary.p25),
            ("p50", summary.p50),
            ("p75", summary.p75),
            ("p95", summary.p95),
            ("max", summary.max),
            ("cvar5", summary.cvar5),
        ];
        figures.extend(named.map(|(name, value)| (name.to_owned(), number::json(value))));
        Value::Object(figures)
    }

    fn observed_json(&self, fact: &ObservedSummary) -> (String, Value) {
        let MetricSummary { metric, summary, .. } = &self.metrics[fact.metric];
        let figures = json!({
            "metric": metric.name,
            "value": number::json(fact.value),
            "p5": number::json(summary.p5),
            "p50": number::json(summary.p50),
            "p95": number::json(summary.p95),
            "percentile": number::json(fact.percentile),
        });
        (fact.name.clone(), figures)
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
    fn of(layout: &Layout, columns: &Columns, index: usize) -> Result<Self, ReportError> {
        let metric = &layout.metrics[index];
        let values = columns.metric(index)?;
        let facts = layout.observed.iter().enumerate().filter(|(_, fact)| fact.metric == index);
        let held = |fact: &ObservedFact| {
            let (name, percentile) = (fact.name.clone(), percentile(&values, fact.value));
            ObservedSummary { name, metric: index, value: fact.value, percentile }
        };
        let probability = (metric.unit == Unit::YesNo).then(|| probability(&values));
        Ok(Self {
            observed: facts.map(|(place, fact)| (place, held(fact))).collect(),
            losing: metric.is(MetricId::NetProfit).then(|| stats::fraction_below(&values, 0.0)),
            metric: MetricSummary {
                metric: metric.clone(),
                summary: Summary::where_better(&values, metric.better()),
                probability,
            },
        })
    }
}

/// Launch by launch, a metric less others; `None` without it or when nothing remains in any launch.
fn remainder(
    layout: &Layout,
    columns: &Columns,
    whole: MetricId,
    parts: &[usize],
) -> Result<Option<Summary>, ReportError> {
    let Some(whole) = layout.at(whole) else { return Ok(None) };
    let mut rest = columns.metric(whole)?;
    for &part in parts {
        let part = columns.metric(part)?;
        rest.iter_mut().zip(part.iter()).for_each(|(rest, part)| *rest -= part);
    }
    Ok(rest.iter().any(|days| *days != 0.0).then(|| Summary::of(&rest)))
}

/// How a unit is written.
#[must_use]
pub fn unit_text(unit: Unit, currency: &str) -> String {
    match unit {
        Unit::Phones => "phones".into(),
        Unit::People => "people".into(),
        Unit::Parts => "parts".into(),
        Unit::Money => currency.into(),
        Unit::MoneyPerPhone => format!("{currency} per phone"),
        Unit::Days => "days".into(),
        Unit::DayNumber => "day of the timeline".into(),
        Unit::Hours => "hours".into(),
        Unit::Share => "share".into(),
        Unit::PhonesPerDay => "phones per day".into(),
        Unit::YesNo => "probability".into(),
    }
}

fn probability(values: &[f64]) -> Probability {
    let trials = values.iter().filter(|value| !value.is_nan()).count();
    let successes = values.iter().filter(|value| **value > 0.5).count();
    let (low, high) = stats::wilson(successes as u64, trials as u64, CONFIDENCE);
    Probability { value: successes as f64 / trials as f64, low, high }
}

fn percentile(values: &[f64], observed: f64) -> f64 {
    let kept: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let mirrored: Vec<f64> = kept.iter().map(|value| -value).collect();
    let below = stats::fraction_below(&kept, observed);
    let above = stats::fraction_below(&mirrored, -observed);
    100.0 * f64::midpoint(below, 1.0 - above)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::folder::RunFolder;
    use crate::report::launches::LaunchTable;
    use crate::report::synthetic;

    fn figures(launches: u32) -> (Layout, Figures) {
        let home = tempfile::tempdir().unwrap();
        let layout = synthetic::layout();
        let mut folder = RunFolder::create(home.path(), &[], &[]).unwrap();
        let mut table = LaunchTable::create(&mut folder, &layout, false).unwrap();
        for chunk in synthetic::chunks(&layout, launches, 64) {
            table.push(&chunk).unwrap();
        }
        let columns = table.close().unwrap();
        let figures = Figures::of(&layout, &columns, 7, launches as usize, 2).unwrap();
        (layout, figures)
    }

    #[test]
    fn the_file_has_the_fields_it_promises() {
        let (layout, figures) = figures(500);
        let json = figures.json(&layout);
        assert_eq!(json["scenario"], "mi1");
        assert_eq!((json["seed"].as_u64(), json["launches"].as_u64()), (Some(7), Some(500)));
        let profit = &json["metrics"]["net_profit_yuan"];
        for field in ["mean", "sd", "se", "min", "p5", "p25", "p50", "p75", "p95", "max", "cvar5"] {
            assert!(profit[field].is_number(), "{field}: {profit}");
        }
        assert_eq!(profit["unit"], "yuan");
        assert!(profit.get("count").is_none());
        let round = &json["metrics"]["sell_out_hours.round_december"];
        assert!(round["count"].as_u64().is_some_and(|count| count < 500));
        assert!(json["metrics"].get("insolvent").is_none());
        let insolvent = &json["probabilities"]["insolvent"];
        let [value, low, high] = ["value", "low", "high"].map(|field| insolvent[field].as_f64().unwrap());
        assert!(low < value && value < high, "{insolvent}");
        let fact = &json["observed"]["shipped_end_2011"];
        assert!(fact["percentile"].as_f64().is_some_and(|p| p > 0.0 && p < 100.0), "{fact}");
    }

    #[test]
    fn one_launch_has_no_spread_and_says_null() {
        let (layout, figures) = figures(1);
        let json = figures.json(&layout);
        let orders = &json["metrics"]["orders"];
        assert!(orders["sd"].is_null() && orders["se"].is_null() && orders["mean"].is_number());
        assert!(!json.to_string().contains("NaN"));
    }

    #[test]
    fn percentiles_count_ties_half() {
        assert_eq!(percentile(&[1.0, 2.0, 2.0, 3.0, f64::NAN], 2.0), 50.0);
        assert_eq!(percentile(&[5.0], 5.0), 50.0);
        assert_eq!(percentile(&[1.0, 2.0], 9.0), 100.0);
        assert!(percentile(&[f64::NAN], 1.0).is_nan());
    }
}
