//! The files of a calibration: `calibration.json`, its tables as CSV, and the joint sample.

use serde_json::{Map, Value, json};

use super::CalibrationSummary;
use crate::experiment::calibrate::Calibration;
use crate::experiment::calibrate::actuals::{Ahead, Forecast, SeriesAhead};
use crate::experiment::calibrate::conflict::Costs;
use crate::experiment::calibrate::told::{FactTold, InputTold, Range, Verdict};
use crate::experiment::calibrate::truths::Truths;
use crate::language::declare::Word;
use crate::outcome::{ObservedFact, Role};
use crate::report::FORMAT;
use crate::report::cell::cell;
use crate::report::number::{json as number, shortest};

/// What the facts say of an input, in a word of the files.
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Told => "told",
        Verdict::Shifted => "shifted",
        Verdict::NotTold => "not_told",
    }
}

fn range(range: &Range) -> Value {
    let [p5, p50, p95] = range.quantiles.map(number);
    json!({ "p5": p5, "p50": p50, "p95": p95, "mean": number(range.mean) })
}

fn fact(told: &FactTold) -> Value {
    let FactTold { fact, .. } = told;
    json!({
        "metric": told.metric.name,
        "role": fact.role.word(),
        "value": number(fact.value),
        "says": fact.says.word(),
        "error": number(fact.error),
        "discrepancy": number(fact.discrepancy),
        "side": fact.side.word(),
        "before": range(&told.prior),
        "after": range(&told.posterior),
        "percentile": { "before": number(told.percentile[0]), "after": number(told.percentile[1]) },
        "kept": { "before": number(told.kept[0]), "after": number(told.kept[1]) },
        "effective_without": number(told.without),
    })
}

fn input(told: &InputTold) -> Value {
    json!({
        "unit": told.unit,
        "before": range(&told.prior),
        "after": range(&told.posterior),
        "shift": number(told.shift),
        "shift_error": number(told.error),
        "width": number(told.width),
        "verdict": word(told.verdict),
    })
}

/// What the facts cost, and which fight.
fn costs(costs: &Costs, facts: &[&ObservedFact]) -> Value {
    let name = |at: usize| facts[at].name.as_str();
    let fights = costs.fights.iter().map(|fight| {
        json!({ "between": [name(fight.between.0), name(fight.between.1)], "together": number(fight.together) })
    });
    let each = |values: &[f64]| -> Value {
        Value::Object(values.iter().enumerate().map(|(at, value)| (name(at).to_owned(), number(*value))).collect())
    };
    json!({
        "launches": costs.launches,
        "effective": number(costs.all),
        "effective_with_one_alone": each(&costs.alone),
        "effective_without": each(&costs.without),
        "fights": fights.collect::<Vec<Value>>(),
    })
}

fn truths(truths: &Truths, inputs: &[InputTold]) -> Value {
    let held = (0..truths.ranks.len()).map(|at| (inputs[at].key.clone(), json!(truths.held(at))));
    let worst = truths
        .worst()
        .filter(|_| truths.told > 0)
        .map(|(input, held, chance)| json!({ "input": inputs[input].key, "held": held, "chance": number(chance) }));
    json!({
        "tried": truths.tried,
        "told": truths.told,
        "among": truths.among,
        "share_held": number(truths.share()),
        "held": Value::Object(held.collect()),
        "held_least": worst,
    })
}

/// A forecast made by a day.
fn made_by(forecast: &Forecast) -> Value {
    let day = |ahead: &Ahead| {
        json!({
            "date": ahead.date.to_string(),
            "forecast": range(&ahead.forecast),
            "actual": ahead.actual.map_or(Value::Null, number),
        })
    };
    let series = forecast.series.iter().map(|of| {
        let known = json!({ "date": of.known.to_string(), "value": number(of.value) });
        (of.series.id().to_owned(), json!({ "known": known, "days": of.ahead.iter().map(day).collect::<Vec<Value>>() }))
    });
    json!({
        "by": forecast.by.to_string(),
        "launches": forecast.launches,
        "effective": number(forecast.effective),
        "series": Value::Object(series.collect()),
    })
}

/// The content of calibration.json.
pub fn data(summary: &CalibrationSummary) -> Value {
    let CalibrationSummary { found, layout, .. } = summary;
    let named = |facts: Vec<(String, Value)>| Value::Object(facts.into_iter().collect::<Map<String, Value>>());
    let fitted: Vec<&ObservedFact> =
        found.facts.iter().map(|told| &told.fact).filter(|fact| fact.role == Role::Fit).collect();
    let key = |at: usize| found.inputs[at].key.as_str();
    let pairs = found.pairs.iter().map(|pair| {
        json!({
            "between": [key(pair.between.0), key(pair.between.1)],
            "before": number(pair.before),
            "after": number(pair.after),
        })
    });
    json!({
        "format": FORMAT,
        "scenario": layout.scenario,
        "launches": found.launches,
        "effective": number(found.effective),
        "draws": found.draws.first().map_or(0, Vec::len),
        "different": found.different,
        "worth_of_lines": number(found.worth_of_lines()),
        "facts": named(found.facts.iter().map(|told| (told.fact.name.clone(), fact(told))).collect()),
        "inputs": named(found.inputs.iter().map(|told| (told.key.clone(), input(told))).collect()),
        "metrics": named(found.metrics.iter().map(|told| {
            let value = json!({
                "before": range(&told.prior),
                "after": range(&told.posterior),
                "after_mean_low": number(told.interval.0),
                "after_mean_high": number(told.interval.1),
            });
            (told.metric.name.clone(), value)
        }).collect()),
        "rank_correlations": pairs.collect::<Vec<Value>>(),
        "costs": costs(&found.costs, &fitted),
        "truths": truths(&found.truths, &found.inputs),
        "forecasts": summary.forecasts.iter().map(made_by).collect::<Vec<Value>>(),
    })
}

fn lines(header: &str, rows: impl Iterator<Item = Vec<String>>) -> String {
    let rows = rows.map(|row| row.join(",") + "\n");
    format!("{header}\n") + &rows.collect::<String>()
}

fn quantiles(range: &Range) -> impl Iterator<Item = String> {
    range.quantiles.map(shortest).into_iter()
}

/// The inputs, one on each line.
pub fn inputs(found: &Calibration) -> String {
    let row = |told: &InputTold| {
        let mut row = vec![cell(&told.key), cell(told.unit)];
        row.extend(quantiles(&told.prior).chain(quantiles(&told.posterior)));
        row.extend([told.shift, told.error, told.width].map(shortest));
        row.push(word(told.verdict).to_owned());
        row
    };
    let header =
        "input,unit,before_p5,before_p50,before_p95,after_p5,after_p50,after_p95,shift,shift_error,width,verdict";
    lines(header, found.inputs.iter().map(row))
}

/// The facts, one on each line.
pub fn facts(found: &Calibration) -> String {
    let row = |told: &FactTold| {
        let FactTold { fact, .. } = told;
        let mut row = vec![cell(&fact.name), cell(&told.metric.name), fact.role.word().to_owned()];
        row.extend([shortest(fact.value), fact.says.word().to_owned()]);
        row.extend([fact.error, fact.discrepancy].map(shortest));
        row.extend(quantiles(&told.prior).chain(quantiles(&told.posterior)));
        row.extend(told.percentile.map(shortest));
        row.push(shortest(told.without));
        row
    };
    let header = "fact,metric,role,value,says,error,discrepancy,before_p5,before_p50,before_p95,after_p5,after_p50,after_p95,percentile_before,percentile_after,effective_without";
    lines(header, found.facts.iter().map(row))
}

/// Every day of every forecast, one on each line.
pub fn forecast(summary: &CalibrationSummary) -> String {
    let days = |forecast: &Forecast, of: &SeriesAhead| -> Vec<Vec<String>> {
        let by = forecast.by.to_string();
        let row = |ahead: &Ahead| {
            let mut row = vec![by.clone(), of.series.name(&summary.layout.currency), ahead.date.to_string()];
            row.extend(quantiles(&ahead.forecast));
            row.push(shortest(ahead.forecast.mean));
            row.push(ahead.actual.map(shortest).unwrap_or_default());
            row
        };
        of.ahead.iter().map(row).collect()
    };
    let all =
        summary.forecasts.iter().flat_map(|forecast| forecast.series.iter().flat_map(move |of| days(forecast, of)));
    lines("by,series,date,p5,p50,p95,mean,actual", all)
}

/// Where every truth lies among the launches weighted by its record, input by input.
pub fn ranks(found: &Calibration) -> String {
    let truths = &found.truths;
    let header: Vec<String> = found.inputs.iter().map(|told| cell(&told.key)).collect();
    let row = |truth: usize| truths.ranks.iter().map(|ranks| shortest(ranks[truth])).collect();
    lines(&header.join(","), (0..truths.told).map(row))
}

/// Seven digits: a draw is not known to more, and the list is half as long. What would become a whole number, perhaps the end of what
/// is allowed, keeps all of its digits.
fn drawn(value: f64) -> String {
    let rounded: f64 = format!("{value:.6e}").parse().unwrap_or(value);
    shortest(if rounded.fract() == 0.0 { value } else { rounded })
}

/// The joint sample, as `[joint.NAME]` reads it.
pub fn sample(found: &Calibration) -> String {
    let header: Vec<&str> = found.inputs.iter().map(|told| told.key.as_str()).collect();
    let row = |line: usize| found.draws.iter().map(|column| drawn(column[line])).collect();
    lines(&header.join(","), (0..found.draws.first().map_or(0, Vec::len)).map(row))
}
