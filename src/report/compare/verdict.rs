//! The verdict in plain words: what is known, what is not, and why.

use super::decision::decision;
use super::figure::{difference_id, exact_amount, figure, launches};
use super::why::{any_short, orders, reasons};
use crate::experiment::compare::figures::{Comparison, Difference, MetricComparison};
use crate::experiment::until::Settled;
use crate::outcome::unit_text;
use crate::outcome::{MetricId, Unit};
use crate::report::bound::{AtPrice, BOUNDS, at_prices};
use crate::report::chart::histogram::DUST;
use crate::report::said::said;
use crate::report::said::{Shown, Text};
use crate::report::title::title as titled;
use crate::report::until;
use crate::report::words::within;

/// What a comparison is about, in the order in which it is told.
const TOLD: [MetricId; 10] = [
    MetricId::NetProfit,
    MetricId::NetProfitBridged,
    MetricId::NetProfitWoundUp,
    MetricId::Insolvent,
    MetricId::LowestCash,
    MetricId::Shipped,
    MetricId::WaitMean,
    MetricId::Cancelled,
    MetricId::PhonesLeftOver,
    MetricId::FullUnitCost,
];

/// Paragraphs, the facts of each one by one: one per alternative after the baseline, then the choice, the unit cost, and what was asked of the intervals.
#[must_use]
pub fn verdict(comparison: &Comparison, settled: Option<&Settled>) -> Vec<Vec<Text>> {
    let mut paragraphs: Vec<Vec<Text>> =
        (1..comparison.names.len()).map(|at| against_baseline(comparison, at)).collect();
    paragraphs.extend(decision(comparison).map(|decision| vec![decision]));
    paragraphs.extend(bound(comparison).map(|text| vec![text]));
    paragraphs.extend(unit_costs(comparison));
    paragraphs.extend(settled.map(|settled| vec![until::sentence(settled)]));
    paragraphs
}

/// What bound sales at each price, where prices differ.
fn bound(comparison: &Comparison) -> Option<Text> {
    let prices: Vec<f64> = comparison.prices.iter().copied().collect::<Option<_>>()?;
    if comparison.certain || prices.iter().all(|price| *price == prices[0]) {
        return None;
    }
    let share = |metric: MetricId, at: usize| {
        let side = comparison.metric(metric).and_then(|metric| metric.sides[at].as_ref());
        side.map_or(f64::NAN, |side| side.summary.mean)
    };
    let place = |at: usize| {
        let name = &comparison.names[at];
        let price = figure(format!("levels.{name}.price_{}", comparison.currency), prices[at], Shown::Exact);
        let price = said!("{amount} {currency}", amount = price, currency = Text::term(comparison.currency.clone()));
        AtPrice {
            price,
            shares: BOUNDS.map(|metric| share(metric, at)),
            id: (format!("alternatives.{name}."), ".mean"),
        }
    };
    at_prices(&(0..prices.len()).map(place).collect::<Vec<_>>())
}

/// The metrics a difference is told of: net profit under both rules where they differ, else once.
fn told(comparison: &Comparison) -> impl Iterator<Item = &MetricComparison> {
    let short = any_short(comparison);
    let wanted = move |metric: &&MetricId| match **metric {
        MetricId::NetProfit => !short,
        MetricId::NetProfitBridged | MetricId::NetProfitWoundUp => short,
        _ => true,
    };
    TOLD.iter().filter(wanted).filter_map(|metric| comparison.metric(*metric))
}

fn against_baseline(comparison: &Comparison, at: usize) -> Vec<Text> {
    let (baseline, name) = (&comparison.names[0], &comparison.names[at]);
    let mut text = vec![if comparison.certain {
        said!("{name} against {baseline}, exactly.", name = name, baseline = baseline)
    } else {
        said!(
            "{name} against {baseline}, {launches} of each under the same luck.",
            name = name,
            baseline = baseline,
            launches = launches(comparison)
        )
    }];
    let mut unknown = Vec::new();
    let mut same = Vec::new();
    for metric in told(comparison) {
        let Some(difference) = &metric.differences[at - 1] else { continue };
        let summary = &difference.paired.summary;
        if summary.count == 0 {
            continue;
        }
        let title = titled(&within(&metric.metric.title));
        let what = match metric.metric.unit {
            Unit::YesNo if metric.metric.is(MetricId::Insolvent) => said!("the chance of being short of cash"),
            Unit::YesNo => said!("the chance of \u{201c}{title}\u{201d}", title = title),
            _ => title,
        };
        // Exactly nothing in every launch.
        if summary.min == 0.0 && summary.max == 0.0 {
            same.push(what);
        } else if comparison.certain {
            text.push(exact(comparison, metric, (at, summary.mean)));
        } else if difference.low > 0.0 || difference.high < 0.0 {
            text.push(known(comparison, metric, difference, at));
        } else {
            unknown.push(what);
        }
    }
    if !same.is_empty() {
        text.push(said!("No difference at all in: {what}.", what = Text::joined(same, &said!("; "))));
    }
    if !unknown.is_empty() {
        text.push(said!(
            "Too close to tell from {launches}, for the 95 % interval of the difference holds zero: {what}. More launches ({option}) may tell.",
            launches = launches(comparison),
            what = Text::joined(unknown, &said!("; ")),
            option = "-n"
        ));
    }
    text.extend(reasons(comparison, at));
    if !comparison.certain {
        text.extend(orders(comparison, at));
    }
    text
}

/// The title of a metric at the head of a sentence.
fn title(metric: &MetricComparison) -> Text {
    if metric.metric.is(MetricId::Insolvent) { said!("Short of cash") } else { titled(&metric.metric.title) }
}

/// A difference without luck: "Net profit: exactly 150,000,000 yuan more."
fn exact(comparison: &Comparison, metric: &MetricComparison, (at, difference): (usize, f64)) -> Text {
    let title = title(metric);
    let unit = Text::term(unit_text(metric.metric.unit, &comparison.currency));
    let id = difference_id(comparison, &metric.metric.name, at, "mean");
    let amount = figure(id, difference, exact_amount(difference));
    match metric.metric.unit {
        Unit::YesNo if difference > 0.0 => said!("{title}: yes, and not in the baseline.", title = title),
        Unit::YesNo => said!("{title}: no, unlike the baseline.", title = title),
        _ if difference < 0.0 => {
            said!("{title}: exactly {amount} {unit} less.", title = title, amount = amount, unit = unit)
        }
        _ => said!("{title}: exactly {amount} {unit} more.", title = title, amount = amount, unit = unit),
    }
}

/// One difference beyond doubt: "Net profit is 31 million yuan higher on average (30 to 32 million), in 97 % of launches."
fn known(comparison: &Comparison, metric: &MetricComparison, difference: &Difference, at: usize) -> Text {
    let title = title(metric);
    let mean = difference.paired.summary.mean;
    let less = mean < 0.0;
    let id = |what: &str| difference_id(comparison, &metric.metric.name, at, what);
    let ends = [("low", difference.low), ("high", difference.high)];
    let [low, high] = if less { [ends[1], ends[0]] } else { ends };
    if metric.metric.unit == Unit::YesNo {
        // As many digits as it takes to see on which side of nothing an interval lies.
        let digits = if low.1.abs().min(high.1.abs()) * 100.0 < 0.05 { 2 } else { 1 };
        let points = |(what, share): (&str, f64)| figure(id(what), share, Shown::AmountPoints(digits));
        let side = |at: usize| {
            let share = metric.sides[at].as_ref().map_or(f64::NAN, |side| side.summary.mean);
            let id = format!("alternatives.{}.{}.mean", comparison.names[at], metric.metric.name);
            said!(
                "{share} in {name}",
                share = figure(id, share, Shown::PerCentTo(digits)),
                name = &comparison.names[at]
            )
        };
        let (mean, low, high, one, other) = (points(("mean", mean)), points(low), points(high), side(0), side(at));
        return if less {
            said!(
                "{title}: {mean} percentage points less likely (95 % interval {low} to {high}; {one}, {other}).",
                title = title,
                mean = mean,
                low = low,
                high = high,
                one = one,
                other = other
            )
        } else {
            said!(
                "{title}: {mean} percentage points more likely (95 % interval {low} to {high}; {one}, {other}).",
                title = title,
                mean = mean,
                low = low,
                high = high,
                one = one,
                other = other
            )
        };
    }
    // An order that is cancelled is a customer, not a phone that was made.
    let unit = match metric.metric.name.as_str() {
        "cancelled" => Text::term("customers"),
        _ => Text::term(unit_text(metric.metric.unit, &comparison.currency)),
    };
    let size = metric.sides.iter().flatten().map(|side| side.summary.mean.abs()).fold(mean.abs(), f64::max);
    if difference.paired.summary.max - difference.paired.summary.min <= DUST * size {
        let amount = figure(id("mean"), mean, exact_amount(mean));
        return if less {
            said!(
                "{title}: exactly {amount} {unit} lower in every launch.",
                title = title,
                amount = amount,
                unit = unit
            )
        } else {
            said!(
                "{title}: exactly {amount} {unit} higher in every launch.",
                title = title,
                amount = amount,
                unit = unit
            )
        };
    }
    let (chance, which) = if less {
        (&difference.paired.less, "chance_less.value")
    } else {
        (&difference.paired.more, "chance_more.value")
    };
    let share = figure(id(which), chance.value, Shown::PerCent);
    let amount = |(what, value): (&str, f64)| {
        let shown = if less { Shown::Less } else { Shown::Rounded };
        figure(id(what), value, shown)
    };
    let (mean, low, high) = (amount(("mean", mean)), amount(low), amount(high));
    if less {
        said!(
            "{title}: {mean} {unit} lower on average (95 % interval {low} to {high}), and lower in {share} of the launches.",
            title = title,
            mean = mean,
            unit = unit,
            low = low,
            high = high,
            share = share
        )
    } else {
        said!(
            "{title}: {mean} {unit} higher on average (95 % interval {low} to {high}), and higher in {share} of the launches.",
            title = title,
            mean = mean,
            unit = unit,
            low = low,
            high = high,
            share = share
        )
    }
}

/// How the full unit cost falls with the volume each price brings.
fn unit_costs(comparison: &Comparison) -> Option<Vec<Text>> {
    let sentence = |at: usize| {
        let cost = comparison.unit_costs[at]?;
        let name = &comparison.names[at];
        let of = |what: &str, value: f64| figure(format!("unit_costs.{name}.{what}"), value, Shown::Rounded);
        let who = match comparison.prices[at] {
            Some(price) => {
                let id = format!("levels.{name}.price_{}", comparison.currency);
                said!("{name} at {price}", name = name, price = figure(id, price, Shown::Rounded))
            }
            None => Text::from(name),
        };
        let ships = said!(
            "{who} ships {phones} phones, each at a full cost of {cost} {currency} with everything spent",
            who = who,
            phones = of("all.shipped", cost.all.volume),
            cost = of("all.full_unit_cost", cost.all.cost),
            currency = Text::term(comparison.currency.clone())
        );
        if cost.fewest.cost == cost.most.cost {
            return Some(said!("{ships}.", ships = ships));
        }
        Some(said!(
            "{ships}: from {few} in the tenth of the launches that ship fewest ({fewest}) to {many} in the tenth that ships most ({most}).",
            ships = ships,
            few = of("fewest_tenth.full_unit_cost", cost.fewest.cost),
            fewest = of("fewest_tenth.shipped", cost.fewest.volume),
            many = of("most_tenth.full_unit_cost", cost.most.cost),
            most = of("most_tenth.shipped", cost.most.volume)
        ))
    };
    let sentences: Vec<Text> = (0..comparison.names.len()).filter_map(sentence).collect();
    (!sentences.is_empty()).then(|| std::iter::once(said!("Unit cost and volume.")).chain(sentences).collect())
}
