//! `comparison.json`, `comparison.csv` and `pairs.parquet`.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::page;
use crate::experiment::compare::Runs;
use crate::experiment::compare::figures::{
    CONFIDENCE, Comparison, Decision, Difference, MetricComparison, QUANTILES, Side, UnitCost, sampled,
};
use crate::experiment::until::Settled;
use crate::outcome::unit_text;
use crate::report::cell::cell;
use crate::report::columns::Parquet;
use crate::report::drivers::AtTheEnd;
use crate::report::error::ReportError;
use crate::report::folder::RunFolder;
use crate::report::given::{self, Moved};
use crate::report::number::{self, shortest};
use crate::report::planners;
use crate::report::response;
use crate::report::until;
use crate::stats::dominance::{Dominance, Dominances, Verdict};
use crate::stats::paired::Chance;

/// Launches written at once.
const ROWS: usize = 65_536;

fn numbers<const N: usize>(named: [(&str, f64); N]) -> Map<String, Value> {
    named.into_iter().map(|(name, value)| (name.to_owned(), number::json(value))).collect()
}

fn chance(chance: &Chance) -> Value {
    Value::Object(numbers([("value", chance.value), ("low", chance.low), ("high", chance.high)]))
}

fn side(side: &Side) -> Value {
    let summary = &side.summary;
    let mut figures = numbers([
        ("mean", summary.mean),
        ("sd", summary.sd),
        ("se", summary.se),
        ("p5", summary.p5),
        ("p50", summary.p50),
        ("p95", summary.p95),
        ("cvar5", summary.cvar5),
    ]);
    figures.insert("count".into(), summary.count.into());
    if let Some(probability) = &side.probability {
        figures.insert("probability".into(), chance(probability));
    }
    Value::Object(figures)
}

fn dominance(verdict: &Verdict) -> Value {
    let holds = match verdict.holds {
        Dominance::Alternative => "alternative",
        Dominance::Baseline => "baseline",
        Dominance::Same => "same",
        Dominance::Neither => "neither",
    };
    json!({"dominating": holds, "sections_agreeing": verdict.sections_agreeing, "sections": verdict.sections})
}

fn difference(difference: &Difference) -> Value {
    let Difference { paired, low, high, simultaneous, quantiles, probability, dominance: orders } = difference;
    let mut figures = numbers([
        ("mean", paired.summary.mean),
        ("low", *low),
        ("high", *high),
        ("sd", paired.summary.sd),
        ("se", paired.summary.se),
        ("simultaneous_low", simultaneous.0),
        ("simultaneous_high", simultaneous.1),
        ("correlation", paired.correlation),
        ("variance_reduction", paired.reduction),
    ]);
    figures.insert("pairs".into(), paired.summary.count.into());
    figures.insert("chance_more".into(), chance(&paired.more));
    figures.insert("chance_less".into(), chance(&paired.less));
    let of_quantile = |((_, name), estimate): (&(f64, &str), &crate::stats::sections::IntervalEstimate)| {
        let figures = numbers([("value", estimate.value), ("low", estimate.low), ("high", estimate.high)]);
        ((*name).to_owned(), Value::Object(figures))
    };
    let quantiles: Map<String, Value> = QUANTILES.iter().zip(quantiles).map(of_quantile).collect();
    figures.insert("quantiles".into(), Value::Object(quantiles));
    let of_order =
        |order: fn(&Dominances) -> &Verdict| orders.as_ref().map_or(Value::Null, |all| dominance(order(all)));
    figures.insert("first_order_dominance".into(), of_order(|all| &all.first));
    figures.insert("second_order_dominance".into(), of_order(|all| &all.second));
    if let Some(probability) = probability {
        let mut pairs = numbers([("p_value", probability.p_value)]);
        pairs.insert("gained".into(), probability.gained.into());
        pairs.insert("lost".into(), probability.lost.into());
        figures.insert("discordant_pairs".into(), Value::Object(pairs));
    }
    Value::Object(figures)
}

/// The content of comparison.json.
pub fn json(comparison: &Comparison, settled: Option<&Settled>, drivers: Option<&AtTheEnd>) -> Value {
    let of_side = |at: usize| -> Map<String, Value> {
        let metric = |metric: &MetricComparison| Some((metric.metric.name.clone(), side(metric.sides[at].as_ref()?)));
        comparison.metrics.iter().filter_map(metric).collect()
    };
    let of_difference = |at: usize| -> Map<String, Value> {
        let metric = |metric: &MetricComparison| {
            Some((metric.metric.name.clone(), difference(metric.differences[at].as_ref()?)))
        };
        comparison.metrics.iter().filter_map(metric).collect()
    };
    let (baseline, others) = comparison.names.split_first().map_or(("", &[][..]), |(first, rest)| (first, rest));
    let alternatives: Map<String, Value> =
        comparison.names.iter().enumerate().map(|(at, name)| (name.clone(), Value::Object(of_side(at)))).collect();
    let differences: Map<String, Value> =
        others.iter().enumerate().map(|(at, name)| (name.clone(), Value::Object(of_difference(at)))).collect();
    let metrics: Map<String, Value> = comparison
        .metrics
        .iter()
        .map(|metric| {
            let missing: Vec<&String> = comparison
                .names
                .iter()
                .zip(&metric.sides)
                .filter(|(_, side)| side.is_none())
                .map(|(name, _)| name)
                .collect();
            let mut figures = Map::new();
            figures.insert("title".into(), metric.metric.title.clone().into());
            figures.insert("unit".into(), unit_text(metric.metric.unit, &comparison.currency).into());
            figures.insert("better".into(), json!(metric.metric.better().name()));
            if !missing.is_empty() {
                figures.insert("not_in".into(), json!(missing));
            }
            (metric.metric.name.clone(), Value::Object(figures))
        })
        .collect();
    json!({
        "format": crate::report::FORMAT,
        "baseline": baseline,
        "seed": comparison.seed,
        "launches": comparison.launches,
        "confidence": CONFIDENCE,
        "given": given::json(&comparison.given, comparison.deviation_of_difference().map(Moved::Difference)),
        "titles": comparison.names.iter().cloned().zip(comparison.headings.iter().map(|text| json!(text))).collect::<Map<String, Value>>(),
        "price_moves_nobody": comparison.price_moves_nobody.is_some(),
        "ranking_by_elasticity": comparison.ranking.as_ref().map(|ranking| response::data(ranking, &comparison.names, comparison.launches)),
        "drivers": drivers.map(AtTheEnd::data),
        "best_by_planner": comparison.by_planner.as_ref().map(|best| planners::best_data(best, &comparison.names)),
        "levels": page::json(comparison),
        "metrics": metrics,
        "alternatives": alternatives,
        "differences": differences,
        "decision": comparison.decision.as_ref().map(|one| decision(comparison, one)),
        "decision_if_bridged": comparison.under.as_ref().map(|under| decision(comparison, &under[0])),
        "decision_if_wound_up": comparison.under.as_ref().map(|under| decision(comparison, &under[1])),
        "unit_costs": unit_costs(comparison),
        "until": settled.map(until::json),
    })
}

fn decision(comparison: &Comparison, decision: &Decision) -> Value {
    let mut alternatives = Map::new();
    for ((name, against), regret) in comparison.names.iter().zip(&decision.against_best).zip(&decision.regrets) {
        let mut figures = numbers([
            ("less_best_low", against.low),
            ("less_best_high", against.high),
            ("regret_mean", regret.summary.mean),
            ("regret_p95", regret.summary.p95),
            ("regret_max", regret.summary.max),
        ]);
        figures.insert("may_be_best".into(), against.may_be_best.into());
        figures.insert("chance_best".into(), chance(&regret.best));
        alternatives.insert(name.clone(), Value::Object(figures));
    }
    json!({"metric": comparison.metrics[decision.metric].metric.name, "alternatives": alternatives})
}

fn unit_costs(comparison: &Comparison) -> Value {
    let of = |cost: &UnitCost| {
        let point = |at: &crate::experiment::compare::figures::CostAtVolume| {
            Value::Object(numbers([("shipped", at.volume), ("full_unit_cost", at.cost)]))
        };
        json!({"fewest_tenth": point(&cost.fewest), "all": point(&cost.all), "most_tenth": point(&cost.most)})
    };
    let named = comparison.names.iter().zip(&comparison.unit_costs);
    Value::Object(named.map(|(name, cost)| (name.clone(), cost.as_ref().map_or(Value::Null, of))).collect())
}

/// The content of comparison.csv: a row per alternative and metric.
pub fn csv(comparison: &Comparison) -> String {
    let mut text = String::from(
        "alternative,metric,unit,baseline_mean,mean,difference,low,high,sd,chance_more,chance_less,correlation,variance_reduction\n",
    );
    for (at, name) in comparison.names.iter().skip(1).enumerate() {
        for metric in &comparison.metrics {
            let (Some(Some(baseline)), Some(side), Some(difference)) =
                (metric.sides.first(), &metric.sides[at + 1], &metric.differences[at])
            else {
                continue;
            };
            let Difference { paired, low, high, .. } = difference;
            let values = [
                baseline.summary.mean,
                side.summary.mean,
                paired.summary.mean,
                *low,
                *high,
                paired.summary.sd,
                paired.more.value,
                paired.less.value,
                paired.correlation,
                paired.reduction,
            ];
            let unit = unit_text(metric.metric.unit, &comparison.currency);
            // Of fewer than two pairs an interval has no ends.
            let known = |value: f64| if value.is_finite() { shortest(value) } else { String::new() };
            let values: Vec<String> = values.into_iter().map(known).collect();
            text.push_str(&[cell(name), cell(&metric.metric.name), cell(&unit), values.join(",")].join(","));
            text.push('\n');
        }
    }
    text
}

/// `pairs.parquet`: a row per launch; every metric of every alternative, and its difference to the baseline.
pub fn pairs<'c>(folder: &mut RunFolder, runs: &'c Runs, comparison: &Comparison) -> Result<(), ReportError> {
    let mut names = Vec::new();
    let mut columns: Vec<(&'c [f64], Option<&[f64]>)> = Vec::new();
    for metric in &comparison.metrics {
        let metric = &metric.metric.name;
        let baseline = runs.alternatives.first().and_then(|alternative| alternative.column_named(metric));
        for (at, alternative) in runs.alternatives.iter().enumerate() {
            let Some(values) = alternative.column_named(metric) else { continue };
            names.push(format!("{}.{metric}", alternative.name));
            columns.push((values, None));
            if let (Some(baseline), true) = (baseline, at > 0) {
                names.push(format!("difference.{}.{metric}", alternative.name));
                columns.push((values, Some(baseline)));
            }
        }
    }
    let mut parquet = Parquet::of_launches(&folder.stage("pairs.parquet")?, &names, sampled(&runs.alternatives))?;
    let launches = runs.launches as usize;
    for start in (0..launches).step_by(ROWS) {
        let end = launches.min(start + ROWS);
        let column = |&(values, less): &(&'c [f64], Option<&[f64]>)| -> Cow<'c, [f64]> {
            match less {
                None => Cow::Borrowed(&values[start..end]),
                Some(less) => values[start..end].iter().zip(&less[start..end]).map(|(y, x)| y - x).collect(),
            }
        };
        let rows: Vec<i64> = (start as i64..end as i64).collect();
        parquet.rows(&rows, columns.iter().map(column))?;
    }
    parquet.close()
}
