//! What a design of its own found, in words and as files.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::experiment::sensitivity::design::{Found, Screen};
use crate::report::cell::cell;
use crate::report::number::{json as number, shortest};
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::sweep::identity::AxisName;
use crate::report::words::{counted, minus, written};
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

fn of_index(index: &Index) -> String {
    // A share lies between 0 and 1; estimates of one near an end may not.
    let told = |value: f64| written(value.clamp(0.0, 1.0), 2);
    format!("{} ({} to {})", told(index.value), told(index.low), told(index.high))
}

/// What is said of it.
#[must_use]
pub fn groups(designed: &Designed, currency: &str) -> Vec<Group> {
    let inputs = &designed.screen.inputs;
    let points = counted(designed.screen.design.points as f64, "point");
    let launches = counted(f64::from(designed.launches), "launch");
    let one = |OfMetric { title, is_money, found, .. }: &OfMetric| match found {
        Found::Effects(effects) => {
            let unit = if *is_money { format!("million {currency}") } else { String::new() };
            let columns = [
                Column::of("mean size\nof effect", unit.clone()),
                Column::of("95 %", unit.clone()),
                Column::of("mean\neffect", unit.clone()),
                Column::of("deviation", unit),
            ];
            let scaled = |value: f64| if *is_money { written(value / 1e6, 1) } else { minus(&format!("{value:.4}")) };
            let mut order: Vec<usize> = (0..inputs.len()).filter(|at| effects[*at].is_some()).collect();
            let size = |at: usize| effects[at].map_or(0.0, |effect| effect.mu_star);
            order.sort_by(|a, b| size(*b).total_cmp(&size(*a)));
            let rows = order.into_iter().filter_map(|at| {
                let effect = effects[at]?;
                let interval = format!("{} to {}", scaled(effect.low), scaled(effect.high));
                let figures = [effect.mu, effect.sigma].map(scaled);
                let [mean, deviation] = figures;
                Some(vec![inputs[at].clone(), scaled(effect.mu_star), interval, mean, deviation])
            });
            let said = format!(
                "Elementary effects (Morris 1991) of going the whole way of an input, from {points} of {launches} each under the \
                 same luck. A deviation as large as the mean size: the input bends, or acts with others."
            );
            Table::new(title.as_str(), columns, Fit::Blocks).rows(rows).and(Group::text(&said))
        }
        Found::Indices(None) => {
            Group::text("It is the same at every point, or at all but a few: no indices.").below(title)
        }
        Found::Indices(Some(indices)) => {
            let columns = [Column::of("alone", ""), Column::of("with all others", "")];
            let mut order: Vec<usize> = (0..inputs.len()).collect();
            order.sort_by(|a, b| indices[*b].total.value.total_cmp(&indices[*a].total.value));
            let rows = order
                .into_iter()
                .map(|at| vec![inputs[at].clone(), of_index(&indices[at].first), of_index(&indices[at].total)]);
            let said = format!(
                "Sobol' indices: the share of the variance of the mean that goes if the input is known, and the share that remains \
                 if all others are, with 95 % intervals; from {points} of {launches} each under the same luck."
            );
            Table::new(title.as_str(), columns, Fit::Blocks).rows(rows).and(Group::text(&said))
        }
    };
    designed.metrics.iter().map(one).collect()
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
