//! The page of a comparison: what was run, the decision, a table of levels, then differences and their reasons.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::verdict::{decision, verdict};
use super::why::any_short;
use crate::experiment::compare::figures::{Comparison, Side};
use crate::experiment::until::Settled;
use crate::outcome::{MetricId, Unit};
use crate::report::cell::cell;
use crate::report::chart::scale::figure;
use crate::report::drivers::AtTheEnd;
use crate::report::number::{self, per_cent, shortest};
use crate::report::own::titled;
use crate::report::page::{Block, Fact, Fit, Group, List, Page, Table, unbroken, wrap};
use crate::report::{planners, response};
use crate::units::{counted, thousands};

/// A row of the table of levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Name in files.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Whether it is a share.
    share: bool,
    /// Per alternative; NaN where it does not apply.
    pub values: Vec<f64>,
}

/// What is told of a metric in one alternative.
type Figure = fn(&Side) -> f64;

/// What bound sales, by the titles of its rows.
const BOUND: [(MetricId, &str); 4] = [
    (MetricId::BoundByPlan, "  bound by the plan of parts in"),
    (MetricId::BoundByCapacity, "  bound by capacity in"),
    (MetricId::BoundByPart, "  bound by a late or refused part in"),
    (MetricId::BoundByDemand, "  bound by demand in"),
];

/// The table of levels: a row per figure, a value per alternative.
#[must_use]
pub fn levels(comparison: &Comparison) -> Vec<Level> {
    let currency = &comparison.currency;
    let of = |metric: MetricId, get: Figure| -> Vec<f64> {
        let metric = comparison.metric(metric);
        let value = |at: usize| metric.and_then(|metric| metric.sides[at].as_ref()).map_or(f64::NAN, get);
        (0..comparison.names.len()).map(value).collect()
    };
    let mut levels = Vec::new();
    let mut add = |name: String, title: String, share: bool, values: Vec<f64>| {
        if values.iter().any(|value| !value.is_nan()) {
            levels.push(Level { name, title, share, values });
        }
    };
    let mean: Figure = |side| side.summary.mean;
    let p5: Figure = |side| side.summary.p5;
    let p95: Figure = |side| side.summary.p95;
    let average = if comparison.certain { "" } else { ", mean" };
    add(
        format!("price_{currency}"),
        format!("Price, {currency}"),
        false,
        comparison.prices.iter().map(|price| price.unwrap_or(f64::NAN)).collect(),
    );
    let rules: &[(MetricId, &str, usize)] = if any_short(comparison) {
        &[
            (MetricId::NetProfitBridged, "Net profit if a gap is bridged", 0),
            (MetricId::NetProfitWoundUp, "Net profit if wound up", 1),
        ]
    } else {
        &[(MetricId::NetProfit, "Net profit", 0)]
    };
    let name = |metric: MetricId, what: &str| format!("{}_{what}", metric.name(currency));
    for &(metric, title, rule) in rules {
        add(name(metric, "mean"), format!("{title}{average}, {currency}"), false, of(metric, mean));
        if !comparison.certain {
            add(name(metric, "p5"), "  5 % of launches lie below".into(), false, of(metric, p5));
            add(name(metric, "p95"), "  5 % of launches lie above".into(), false, of(metric, p95));
            let losing = comparison.losing.iter().map(|shares| shares[rule]).collect();
            add(name(metric, "loses_money"), "  loses money in".into(), true, losing);
        }
    }
    if comparison.certain {
        add("short_of_cash".into(), "Short of cash (1 yes, 0 no)".into(), false, of(MetricId::Insolvent, mean));
    } else {
        add("short_of_cash".into(), "Short of cash in".into(), true, of(MetricId::Insolvent, mean));
    }
    add(
        name(MetricId::CashGap, "p50"),
        format!("  gap in the middle of these, {currency}"),
        false,
        comparison.gap.clone(),
    );
    let unpaid = of(MetricId::BillsUnpaid, mean);
    if unpaid.iter().any(|share| *share > 0.0) {
        let (title, share) = if comparison.certain {
            ("Last bills unpaid (1 yes, 0 no)", false)
        } else {
            ("Last bills unpaid in", true)
        };
        add(MetricId::BillsUnpaid.id().into(), title.into(), share, unpaid);
    }
    add(
        name(MetricId::LowestCash, "mean"),
        format!("Lowest cash{average}, {currency}"),
        false,
        of(MetricId::LowestCash, mean),
    );
    add(name(MetricId::Orders, "mean"), format!("Orders{average}"), false, of(MetricId::Orders, mean));
    add(name(MetricId::Shipped, "mean"), format!("Phones shipped{average}"), false, of(MetricId::Shipped, mean));
    for (metric, title) in BOUND {
        let shares = of(metric, mean);
        if !comparison.certain && shares.iter().any(|share| *share > 0.0) {
            add(metric.id().into(), title.into(), true, shares);
        }
    }
    add(name(MetricId::WaitMean, "mean"), format!("Wait{average}, days"), false, of(MetricId::WaitMean, mean));
    for own in comparison.metrics.iter().filter(|metric| metric.metric.id == MetricId::Own) {
        let means = own.sides.iter().map(|side| side.as_ref().map_or(f64::NAN, mean)).collect();
        let title = titled(&own.metric, currency);
        let chance = own.metric.unit == Unit::YesNo && !comparison.certain;
        let title = if chance { format!("{title} in") } else { format!("{title}{average}") };
        add(format!("{}_mean", own.metric.name), title, chance || own.metric.unit == Unit::Share, means);
    }
    if let Some(decision) = comparison.decision.as_ref().filter(|_| !comparison.certain) {
        let best = decision.regrets.iter().map(|regret| regret.best.value).collect();
        add("chance_best".into(), "Most net profit of all in".into(), true, best);
    }
    levels
}

impl Level {
    fn told(&self, at: usize) -> String {
        let value = self.values[at];
        match () {
            () if value.is_nan() => "\u{2013}".into(),
            () if self.share => per_cent(value),
            () if self.name.starts_with("price_") => crate::outcome::exactly(value),
            () => figure(value),
        }
    }
}

/// The page.
#[must_use]
pub fn page(comparison: &Comparison, settled: Option<&Settled>, drivers: Option<&AtTheEnd>) -> Page {
    let launches = counted(f64::from(comparison.launches), "launch");
    let many = thousands(comparison.names.len() as f64, 0);
    let luck = if comparison.launches == 1 { "" } else { " under the same luck" };
    let title = format!("{many} alternatives, {launches} of each{luck}, seed {}.", comparison.seed);
    let named = comparison.names.iter().zip(&comparison.headings).zip(&comparison.price_words);
    let fact = |((name, heading), price): ((&String, &String), &Option<String>)| Fact {
        label: name.clone(),
        value: heading.clone(),
        remark: price.as_ref().map_or_else(String::new, |price| format!("price {price}")),
    };
    let alternatives = Block::Facts { facts: named.map(fact).collect(), list: List::Named };
    let decided = decision(comparison);
    let mut page = Page::new(unbroken(&title), Group::of([alternatives]))
        .with(decided.as_deref().map(Group::text))
        .with(table(comparison));
    // The decision stands above already.
    let details = verdict(comparison, settled).into_iter().filter(|paragraph| Some(paragraph) != decided.as_ref());
    page.groups.extend(details.map(|paragraph| Group::text(&paragraph)));
    page.with(comparison.by_planner.as_ref().map(|best| Group::text(&planners::best_words(best, &comparison.names))))
        .with(comparison.ranking.as_ref().map(|ranking| {
            Group::text(&response::words(ranking, &comparison.names, comparison.launches, &comparison.currency))
        }))
        .with(drivers.map(|drivers| drivers.group(&comparison.currency)))
}

fn table(comparison: &Comparison) -> Group {
    // A name is broken where it is long, so that columns stay narrow.
    let column = |name: &String| wrap(&name.replace('_', "_ "), 14).replace("_ ", "_");
    let row = |level: Level| {
        let values = (0..comparison.names.len()).map(|at| level.told(at));
        std::iter::once(level.title.clone()).chain(values).collect::<Vec<_>>()
    };
    Table::new("", comparison.names.iter().map(column), Fit::Blocks).rows(levels(comparison).into_iter().map(row))
}

/// The content of levels.csv.
pub(super) fn csv(comparison: &Comparison) -> String {
    let names: Vec<String> = comparison.names.iter().map(|name| cell(name)).collect();
    let mut text = format!("figure,{}\n", names.join(","));
    for level in levels(comparison) {
        let values: Vec<String> = level.values.iter().map(|value| shortest(*value)).collect();
        let _ = writeln!(text, "{},{}", level.name, values.join(","));
    }
    text
}

/// The table of levels in comparison.json.
pub(super) fn json(comparison: &Comparison) -> Value {
    let levels = levels(comparison);
    let of = |at: usize| -> Map<String, Value> {
        levels.iter().map(|level| (level.name.clone(), number::json(level.values[at]))).collect()
    };
    let named = comparison.names.iter().enumerate();
    Value::Object(named.map(|(at, name)| (name.clone(), Value::Object(of(at)))).collect())
}
