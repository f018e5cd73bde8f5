//! What a design of its own found, in words and as files.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::experiment::sensitivity::design::{Found, Screen};
use crate::report::cell::cell;
use crate::report::number::{json as number, shortest};
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::sweep::identity::AxisName;
use crate::report::title::title as titled;
use crate::stats::sensitivity::Index;

/// What was designed: its inputs and what it found of each metric.
#[derive(Clone, Debug)]
pub struct Designed {
    /// The design.
    pub screen: Screen,
    /// Launches at every point.
    pub launches: u32,
    /// Each metric.
    pub metrics: Vec<OfMetric>,
}

/// One metric at the points of a design.
#[derive(Clone, Debug)]
pub struct OfMetric {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Whether it is money.
    pub is_money: bool,
    /// What the design found.
    pub found: Found,
    /// Its mean at every point.
    pub means: Vec<f64>,
}

/// A share lies between 0 and 1; estimates of one near an end may not.
fn of_index(id: &str, index: &Index) -> Text {
    let of = |what: &str, value: f64| Figure::new(format!("{id}.{what}"), value, Shown::ShareTo(2));
    let (low, high) = (of("low", index.low), of("high", index.high));
    said!("{value} ({low} to {high})", value = of("value", index.value), low = low, high = high)
}

/// What is said of it.
#[must_use]
pub fn groups(designed: &Designed, currency: &str) -> Vec<Group> {
    designed.metrics.iter().map(|metric| group(designed, metric, currency)).collect()
}

fn group(designed: &Designed, OfMetric { name, title, is_money, found, .. }: &OfMetric, currency: &str) -> Group {
    let inputs = &designed.screen.inputs;
    let points = Figure::new("design.points", designed.screen.design.points as f64, Shown::counted("point"));
    let launches = Figure::new("design.launches", f64::from(designed.launches), Shown::counted("launch"));
    let title = titled(title);
    match found {
        Found::Effects(effects) => {
            let unit = || {
                let currency = Text::term(currency.to_owned());
                if *is_money { said!("million {currency}", currency = currency) } else { Text::default() }
            };
            let columns = [
                Column::of(said!("mean size\nof effect"), unit()),
                Column::of("95 %", unit()),
                Column::of(said!("mean\neffect"), unit()),
                Column::of(said!("deviation"), unit()),
            ];
            let mut order: Vec<usize> = (0..inputs.len()).filter(|at| effects[*at].is_some()).collect();
            let size = |at: usize| effects[at].map_or(0.0, |effect| effect.mu_star);
            order.sort_by(|a, b| size(*b).total_cmp(&size(*a)));
            let rows = order.into_iter().filter_map(|at| {
                let effect = effects[at]?;
                let of = |what: &str, value: f64| {
                    let shown = if *is_money { Shown::Millions(1) } else { Shown::Plain(4) };
                    Text::from(Figure::new(format!("design.metrics.{name}.{at}.{what}"), value, shown))
                };
                let (low, high) = (of("mu_star.low", effect.low), of("mu_star.high", effect.high));
                Some(vec![
                    Text::name(inputs[at].as_str()),
                    of("mu_star.value", effect.mu_star),
                    said!("{low} to {high}", low = low, high = high),
                    of("mu", effect.mu),
                    of("sigma", effect.sigma),
                ])
            });
            let said = said!(
                "Elementary effects (Morris 1991) of going the whole way of an input, from {points} of {launches} each under the same luck. A deviation as large as the mean size: the input bends, or acts with others.",
                points = points,
                launches = launches
            );
            Table::new(title, columns, Fit::Blocks).rows(rows).and(Group::said(said))
        }
        Found::Indices(None) => {
            Group::said(said!("It is the same at every point, or at all but a few: no indices.")).below(title)
        }
        Found::Indices(Some(indices)) => {
            let columns = [Column::of(said!("alone"), ""), Column::of(said!("with all others"), "")];
            let mut order: Vec<usize> = (0..inputs.len()).collect();
            order.sort_by(|a, b| indices[*b].total.value.total_cmp(&indices[*a].total.value));
            let rows = order.into_iter().map(|at| {
                let id = |what: &str| format!("design.metrics.{name}.{at}.{what}");
                let (first, total) = (&indices[at].first, &indices[at].total);
                [Text::name(inputs[at].as_str()), of_index(&id("first"), first), of_index(&id("total"), total)]
            });
            let said = said!(
                "Sobol' indices: the share of the variance of the mean that goes if the input is known, and the share that remains if all others are, with 95 % intervals; from {points} of {launches} each under the same luck.",
                points = points,
                launches = launches
            );
            Table::new(title, columns, Fit::Blocks).rows(rows).and(Group::said(said))
        }
    }
}

/// The content of a file.
#[must_use]
pub fn json(designed: &Designed) -> Value {
    let index =
        |index: &Index| json!({ "value": number(index.value), "low": number(index.low), "high": number(index.high) });
    let inputs = &designed.screen.inputs;
    let of = |found: &Found| {
        match found {
        Found::Effects(effects) => inputs
            .iter()
            .zip(effects)
            .map(|(input, effect)| match effect {
                None => json!({ "input": input }),
                Some(effect) => json!({
                    "input": input,
                    "mu_star": { "value": number(effect.mu_star), "low": number(effect.low), "high": number(effect.high) },
                    "mu": number(effect.mu),
                    "sigma": number(effect.sigma),
                    "trajectories": effect.count,
                }),
            })
            .collect::<Vec<_>>(),
        Found::Indices(None) => Vec::new(),
        Found::Indices(Some(indices)) => inputs
            .iter()
            .zip(indices)
            .map(|(input, of)| json!({ "input": input, "first": index(&of.first), "total": index(&of.total) }))
            .collect(),
    }
    };
    let metrics = designed.metrics.iter().map(|metric| (metric.name.clone(), Value::Array(of(&metric.found))));
    json!({
        "points": designed.screen.design.points,
        "launches": designed.launches,
        "inputs": inputs,
        "metrics": metrics.collect::<serde_json::Map<_, _>>(),
    })
}

/// A row for each point: its inputs, as a sweep takes them back with `--list`, and the mean of each metric.
#[must_use]
pub fn csv(designed: &Designed) -> String {
    // The currency stands in no cell.
    let axes: Vec<AxisName> = designed.screen.design.axes.iter().map(|axis| AxisName::of(axis, "")).collect();
    let named =
        axes.iter().map(AxisName::column).chain(designed.metrics.iter().map(|metric| format!("{}_mean", metric.name)));
    let mut text = format!("point,{}\n", named.map(|name| cell(&name)).collect::<Vec<_>>().join(","));
    for point in 0..designed.screen.design.points {
        let inputs = designed.screen.design.point(point);
        let inputs = axes.iter().zip(inputs).map(|(axis, value)| cell(&axis.cell(value)));
        let row = inputs.chain(designed.metrics.iter().map(|metric| shortest(metric.means[point as usize])));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{point},{}", row.collect::<Vec<_>>().join(","));
    }
    text
}
