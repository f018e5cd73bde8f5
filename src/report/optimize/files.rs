//! `optimize.json` and `points.csv`: all figures of a search.

use serde_json::{Value, json};

use super::asked::Asked;
use crate::experiment::optimize::answer::{Answer, Efficient, PointFigures, Regret, State};
use crate::experiment::optimize::goal::{Standing, Verdict};
use crate::outcome::Naming;
use crate::report::cell::harmless;
use crate::report::number::{json as number, shortest};
use crate::report::said::Text;

/// What a state is called in files.
#[must_use]
pub fn state_name(state: State) -> &'static str {
    match state {
        State::Best => "best",
        State::Alike => "cannot_be_told_from_best",
        State::Worse => "worse",
        State::Broken => "breaks_condition",
        State::Around => "around_best",
        State::PassedOver => "passed_over",
        State::Own => "scenario_as_written",
        State::Impossible => "impossible",
    }
}

fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Unknown => "cannot_be_told",
        Verdict::Broken => "broken",
    }
}

/// The content of points.csv: a row per point in the order in which they were tried; the scenario as it is written has no
/// values.
#[must_use]
pub fn csv(asked: &Asked, answer: &Answer) -> String {
    let keys = asked.axes.iter().map(|axis| harmless(&axis.column()).into_owned());
    let known = [
        "state",
        "conditions",
        "launches_searched",
        "launches_fresh",
        "objective",
        "objective_low",
        "objective_high",
        "objective_under_other_rule",
        "bad_luck",
        "short_of_cash",
    ];
    let conditions = (1..=asked.conditions.len())
        .flat_map(|at| ["value", "low", "high"].map(|what| format!("condition_{at}_{what}")));
    let header: Vec<String> =
        std::iter::once("point".to_owned()).chain(keys).chain(known.map(str::to_owned)).chain(conditions).collect();
    let mut rows = vec![header];
    for (at, point) in answer.points.iter().enumerate() {
        let mut row = vec![at.to_string()];
        row.extend(asked.axes.iter().enumerate().map(|(axis, name)| match point.values.get(axis) {
            None => String::new(),
            Some(value) => name.cell(*value),
        }));
        let (low, high) = point.interval.unwrap_or((f64::NAN, f64::NAN));
        row.extend([state_name(point.state).to_owned(), verdict_name(point.verdict).to_owned()]);
        row.extend([point.searched.to_string(), point.fresh.to_string()]);
        let figures = [point.objective, low, high, point.other_rule, point.bad_luck, point.short];
        row.extend(figures.map(finite));
        row.extend(point.conditions.iter().flat_map(|one| [one.value, one.low, one.high].map(finite)));
        rows.push(row);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = rows.iter().all(|row| writer.write_record(row).is_ok());
    debug_assert!(written, "memory takes what is written");
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A number; nothing where there is none or no end.
fn finite(value: f64) -> String {
    if value.is_finite() { shortest(value) } else { String::new() }
}

/// The content of optimize.json.
#[must_use]
pub fn json(asked: &Asked, answer: &Answer, (words, naming): (&[Text], &Naming)) -> Value {
    let point = |at: usize| point(asked, &answer.points[at], at);
    let with_regret = |(at, regret): &(usize, Regret)| {
        let mut found = point(*at);
        found["regret"] = regret_json(regret);
        found
    };
    let [search, last, around] = answer.spent;
    json!({
        "format": crate::report::FORMAT,
        "scenario": asked.scenario,
        "title": asked.title,
        "version": asked.version,
        "seed": asked.seed,
        "objective": {"expression": asked.objective.text, "unit": asked.objective.unit, "better": if asked.least { "less" } else { "more" }},
        "conditions": asked.conditions.iter().map(|one| json!({"expression": one.left.text, "sense": one.sense, "limit": number(one.limit)})).collect::<Vec<_>>(),
        "decisions": decisions(asked, answer),
        "points": {"grid": answer.size, "tried": answer.tried, "impossible": answer.impossible, "not_tried": answer.not_tried()},
        "launches": {"budget": asked.budget, "search": search, "final": last, "around_best": around, "total": search + last + around},
        "final": {
            "first_launch": answer.first_fresh,
            "first_stage": answer.launches.0,
            "second_stage": answer.launches.1,
            "confidence": 0.95,
            "indifference_asked": number(answer.delta.0),
            "indifference_reached": number(answer.delta.1),
        },
        "best": answer.best.map(point),
        "finalists": answer.finalists.iter().map(with_regret).collect::<Vec<_>>(),
        "scenario_as_written": answer.own.map(|at| {
            let mut own = point(at);
            own["regret"] = answer.own_regret.as_ref().map_or(Value::Null, regret_json);
            own
        }),
        "better_if_conditions_hold": answer.better_if_kept,
        "best_under_other_rule": answer.other_best,
        "efficient_set": {
            "risk": if answer.risk_is_short { "short_of_cash" } else { "bad_luck" },
            "launches": answer.line_launches,
            "points": answer.efficient.iter().map(|one| efficient(asked, answer, one)).collect::<Vec<_>>(),
        },
        "price_moves_nobody": asked.price_moves_nobody,
        "says": words.iter().map(|text| text.clone().named(naming).to_string()).collect::<Vec<_>>(),
    })
}

fn regret_json(regret: &Regret) -> Value {
    json!({"level": number(regret.level), "mean": number(regret.mean), "low": number(regret.low), "high": number(regret.high)})
}

/// A value as it stands in JSON.
fn value(asked: &Asked, axis: usize, value: f64) -> Value {
    let name = &asked.axes[axis];
    if name.is_text() { name.written(value).trim_matches('"').into() } else { number(value) }
}

fn inputs(asked: &Asked, values: &[f64]) -> Value {
    let all = values.iter().enumerate().map(|(axis, one)| (asked.axes[axis].key.clone(), value(asked, axis, *one)));
    Value::Object(all.collect())
}

fn point(asked: &Asked, point: &PointFigures, at: usize) -> Value {
    let (low, high) = point.interval.unwrap_or((f64::NAN, f64::NAN));
    let standing = |one: &Standing| json!({"value": number(one.value), "low": number(one.low), "high": number(one.high), "verdict": verdict_name(one.verdict)});
    json!({
        "point": at,
        "inputs": inputs(asked, &point.values),
        "state": state_name(point.state),
        "launches_searched": point.searched,
        "launches_fresh": point.fresh,
        "objective": {"value": number(point.objective), "low": number(low), "high": number(high), "half_width": number((high - low) / 2.0)},
        "objective_under_other_rule": number(point.other_rule),
        "bad_luck": number(point.bad_luck),
        "short_of_cash": number(point.short),
        "conditions": point.conditions.iter().map(standing).collect::<Vec<_>>(),
        "verdict": verdict_name(point.verdict),
    })
}

fn efficient(asked: &Asked, answer: &Answer, one: &Efficient) -> Value {
    json!({
        "point": one.at,
        "inputs": inputs(asked, &answer.points[one.at].values),
        "objective": number(one.gain),
        "risk": number(one.risk),
    })
}

fn decisions(asked: &Asked, answer: &Answer) -> Vec<Value> {
    let of = |(axis, flat): (usize, &crate::experiment::optimize::answer::Flat)| {
        let name = &asked.axes[axis];
        let line = flat.line.iter().map(|(at, mean, (low, high))| {
            json!({"value": value(asked, axis, *at), "objective": number(*mean), "low": number(*low), "high": number(*high)})
        });
        json!({
            "key": name.key,
            "unit": name.unit,
            "within_one_per_cent": flat.within.iter().map(|one| value(asked, axis, *one)).collect::<Vec<_>>(),
            "flat_to_the_end": {"low": flat.open[0], "high": flat.open[1]},
            "best_at_the_end": {"low": flat.at_end[0], "high": flat.at_end[1]},
            "line": line.collect::<Vec<_>>(),
        })
    };
    answer.flat.iter().enumerate().map(of).collect()
}
