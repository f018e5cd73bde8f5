//! The page of a comparison: what was run, the decision, a table of levels, then differences and their reasons.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::decision::decision;
use super::verdict::verdict;
use super::why::any_short;
use crate::experiment::compare::figures::{Comparison, Side};
use crate::experiment::until::Settled;
use crate::outcome::{MetricId, Unit};
use crate::report::cell::cell;
use crate::report::drivers::AtTheEnd;
use crate::report::given::{self, Moved};
use crate::report::number::{self, shortest};
use crate::report::own::titled as own_titled;
use crate::report::page::{Block, Fact, Fit, Group, List, Page, Table, wrap};
use crate::report::said::said;
use crate::report::said::{Figure as Shape, Shown, Text};
use crate::report::{planners, response};

/// A row of the table of levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Name in files.
    pub name: String,
    /// Title for people.
    pub title: Text,
    /// Whether it is a share.
    share: bool,
    /// Per alternative; NaN where it does not apply.
    pub values: Vec<f64>,
}

/// What is told of a metric in one alternative.
type Figure = fn(&Side) -> f64;

/// What bound sales, by the titles of its rows.
fn bound() -> [(MetricId, Text); 4] {
    [
        (MetricId::BoundByPlan, said!("  bound by the plan of parts in")),
        (MetricId::BoundByCapacity, said!("  bound by capacity in")),
        (MetricId::BoundByPart, said!("  bound by a late or refused part in")),
        (MetricId::BoundByDemand, said!("  bound by demand in")),
    ]
}

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
    let mut add = |name: String, title: Text, share: bool, values: Vec<f64>| {
        if values.iter().any(|value| !value.is_nan()) {
            levels.push(Level { name, title, share, values });
        }
    };
    let mean: Figure = |side| side.summary.mean;
    let p5: Figure = |side| side.summary.p5;
    let p95: Figure = |side| side.summary.p95;
    // A title with its unit, and that it is a mean where it is one.
    let titled = |title: Text, unit: &str| match (comparison.certain, unit) {
        (true, "") => title,
        (true, unit) => said!("{title}, {unit}", title = title, unit = Text::term(unit.to_owned())),
        (false, "") => said!("{title}, mean", title = title),
        (false, unit) => said!("{title}, mean, {unit}", title = title, unit = Text::term(unit.to_owned())),
    };
    let money = || Text::term(currency.clone());
    add(
        format!("price_{currency}"),
        said!("Price, {currency}", currency = money()),
        false,
        comparison.prices.iter().map(|price| price.unwrap_or(f64::NAN)).collect(),
    );
    let rules = if any_short(comparison) {
        vec![
            (MetricId::NetProfitBridged, said!("Net profit if a gap is bridged"), 0),
            (MetricId::NetProfitWoundUp, said!("Net profit if wound up"), 1),
        ]
    } else {
        vec![(MetricId::NetProfit, said!("Net profit"), 0)]
    };
    let name = |metric: MetricId, what: &str| format!("{}_{what}", metric.name(currency));
    for (metric, title, rule) in rules {
        add(name(metric, "mean"), titled(title, currency), false, of(metric, mean));
        if !comparison.certain {
            add(name(metric, "p5"), said!("  5 % of launches lie below"), false, of(metric, p5));
            add(name(metric, "p95"), said!("  5 % of launches lie above"), false, of(metric, p95));
            let losing = comparison.losing.iter().map(|shares| shares[rule]).collect();
            add(name(metric, "loses_money"), said!("  loses money in"), true, losing);
        }
    }
    if comparison.certain {
        add("short_of_cash".into(), said!("Short of cash (1 yes, 0 no)"), false, of(MetricId::Insolvent, mean));
    } else {
        add("short_of_cash".into(), said!("Short of cash in"), true, of(MetricId::Insolvent, mean));
    }
    add(
        name(MetricId::CashGap, "p50"),
        said!("  gap in the middle of these, {currency}", currency = money()),
        false,
        comparison.gap.clone(),
    );
    let unpaid = of(MetricId::BillsUnpaid, mean);
    if unpaid.iter().any(|share| *share > 0.0) {
        let (title, share) = if comparison.certain {
            (said!("Last bills unpaid (1 yes, 0 no)"), false)
        } else {
            (said!("Last bills unpaid in"), true)
        };
        add(MetricId::BillsUnpaid.id().into(), title, share, unpaid);
    }
    add(
        name(MetricId::LowestCash, "mean"),
        titled(said!("Lowest cash"), currency),
        false,
        of(MetricId::LowestCash, mean),
    );
    add(name(MetricId::Orders, "mean"), titled(said!("Orders"), ""), false, of(MetricId::Orders, mean));
    add(name(MetricId::Shipped, "mean"), titled(said!("Phones shipped"), ""), false, of(MetricId::Shipped, mean));
    for (metric, title) in bound() {
        let shares = of(metric, mean);
        if !comparison.certain && shares.iter().any(|share| *share > 0.0) {
            add(metric.id().into(), title, true, shares);
        }
    }
    add(name(MetricId::WaitMean, "mean"), titled(said!("Wait"), "days"), false, of(MetricId::WaitMean, mean));
    for own in comparison.metrics.iter().filter(|metric| metric.metric.id == MetricId::Own) {
        let means = own.sides.iter().map(|side| side.as_ref().map_or(f64::NAN, mean)).collect();
        let title = own_titled(&own.metric, currency);
        let chance = own.metric.unit == Unit::YesNo && !comparison.certain;
        let title = if chance { said!("{title} in", title = title) } else { titled(title, "") };
        add(format!("{}_mean", own.metric.name), title, chance || own.metric.unit == Unit::Share, means);
    }
    if let Some(decision) = comparison.decision.as_ref().filter(|_| !comparison.certain) {
        let best = decision.regrets.iter().map(|regret| regret.best.value).collect();
        add("chance_best".into(), said!("Most net profit of all in"), true, best);
    }
    levels
}

impl Level {
    /// The value of an alternative, which has this name.
    fn told(&self, at: usize, alternative: &str) -> Text {
        let value = self.values[at];
        if value.is_nan() {
            return "\u{2013}".into();
        }
        let shown = match () {
            () if self.share => Shown::PerCent,
            () if self.name.starts_with("price_") => Shown::Exact,
            () => Shown::Rounded,
        };
        Shape::new(format!("levels.{alternative}.{}", self.name), value, shown).into()
    }
}

/// The page.
#[must_use]
pub fn page(comparison: &Comparison, settled: Option<&Settled>, drivers: Option<&AtTheEnd>) -> Page {
    let of = |id: &str, value: f64, shown| Text::from(Shape::new(id, value, shown));
    let launches = of("launches", f64::from(comparison.launches), Shown::counted("launch"));
    let many = of("", comparison.names.len() as f64, Shown::Decimals(0));
    let seed = of("seed", comparison.seed as f64, Shown::Bare);
    let title = if comparison.launches == 1 {
        said!("{many} alternatives, {launches} of each, seed {seed}.", many = many, launches = launches, seed = seed)
    } else {
        said!(
            "{many} alternatives, {launches} of each under the same luck, seed {seed}.",
            many = many,
            launches = launches,
            seed = seed
        )
    };
    let named = comparison.names.iter().zip(&comparison.headings).zip(&comparison.price_words);
    let fact = |((name, heading), price): ((&String, &String), &Option<String>)| Fact {
        label: name.into(),
        value: heading.into(),
        remark: price.as_ref().map_or_else(Text::default, |price| said!("price {price}", price = price)),
    };
    let alternatives = Block::Facts { facts: named.map(fact).collect(), list: List::Named };
    let decided = decision(comparison);
    let mut page =
        Page::new(title, Group::of([alternatives])).with(decided.clone().map(Group::said)).with(table(comparison));
    let moved = comparison.deviation_of_difference().map(Moved::Difference);
    page = page.with(given::group(&comparison.given, moved, &comparison.currency));
    // The decision stands above already.
    let is_decision = |paragraph: &[Text]| matches!((paragraph, &decided), ([only], Some(decided)) if only == decided);
    let details = verdict(comparison, settled).into_iter().filter(|paragraph| !is_decision(paragraph));
    page.groups.extend(details.map(|lines| Group::of(lines.into_iter().map(|text| Block::Paragraph { text }))));
    let names: Vec<Text> = comparison.names.iter().map(Text::from).collect();
    page.with(comparison.by_planner.as_ref().map(|best| Group::said(planners::best_words(best, &names))))
        .with(
            comparison.ranking.as_ref().map(|ranking| {
                Group::said(response::words(ranking, &names, comparison.launches, &comparison.currency))
            }),
        )
        .with(drivers.map(|drivers| drivers.group(&comparison.currency)))
        .named(&comparison.naming)
}

fn table(comparison: &Comparison) -> Group {
    // A name is broken where it is long, so that columns stay narrow.
    let column = |name: &String| wrap(&name.replace('_', "_ "), 14).replace("_ ", "_");
    let row = |level: Level| {
        let values = comparison.names.iter().enumerate().map(|(at, name)| level.told(at, name));
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
