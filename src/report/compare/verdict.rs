//! The verdict in plain words: what is known, what is not, and why.

use super::why::{any_short, orders, reasons};
use crate::experiment::compare::figures::{Comparison, Decision, Difference, MetricComparison};
use crate::experiment::until::Settled;
use crate::outcome::{MetricId, Unit};
use crate::report::bound::{BOUNDS, at_prices};
use crate::report::chart::histogram::DUST;
use crate::report::chart::scale::figure;
use crate::report::number::per_cent;
use crate::report::summary::unit_text;
use crate::report::sweep::survey::price_moves_nobody;
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

/// Paragraphs, the facts of each on lines of their own: one per alternative after the baseline, then the choice, the unit cost, and what was asked of the intervals.
#[must_use]
pub fn verdict(comparison: &Comparison, settled: Option<&Settled>) -> Vec<String> {
    let mut paragraphs: Vec<String> = (1..comparison.names.len()).map(|at| against_baseline(comparison, at)).collect();
    paragraphs.extend(decision(comparison));
    paragraphs.extend(bound(comparison));
    paragraphs.extend(unit_costs(comparison));
    paragraphs.extend(settled.map(until::sentence));
    paragraphs
}

/// What bound sales at each price, where prices differ.
fn bound(comparison: &Comparison) -> Option<String> {
    let prices: Vec<f64> = comparison.prices.iter().copied().collect::<Option<_>>()?;
    if comparison.certain || prices.iter().all(|price| *price == prices[0]) {
        return None;
    }
    let share = |metric: MetricId, at: usize| {
        let side = comparison.metric(metric).and_then(|metric| metric.sides[at].as_ref());
        side.map_or(f64::NAN, |side| side.summary.mean)
    };
    let place = |at: usize| {
        let price = format!("{} {}", crate::outcome::exactly(prices[at]), comparison.currency);
        (price, BOUNDS.map(|(metric, _)| share(metric, at)))
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

fn against_baseline(comparison: &Comparison, at: usize) -> String {
    let (baseline, name) = (&comparison.names[0], &comparison.names[at]);
    let launches = crate::units::counted(f64::from(comparison.launches), "launch");
    let mut text = vec![if comparison.certain {
        format!("{name} against {baseline}, exactly.")
    } else {
        format!("{name} against {baseline}, {launches} of each under the same luck.")
    }];
    let mut unknown = Vec::new();
    let mut same = Vec::new();
    for metric in told(comparison) {
        let Some(difference) = &metric.differences[at - 1] else { continue };
        let summary = &difference.paired.summary;
        if summary.count == 0 {
            continue;
        }
        let what = match metric.metric.unit {
            Unit::YesNo if metric.metric.is(MetricId::Insolvent) => "the chance of being short of cash".to_owned(),
            Unit::YesNo => format!("the chance of \u{201c}{}\u{201d}", within(&metric.metric.title)),
            _ => within(&metric.metric.title),
        };
        // Exactly nothing in every launch.
        if summary.min == 0.0 && summary.max == 0.0 {
            same.push(what);
        } else if comparison.certain {
            text.push(exact(comparison, metric, summary.mean));
        } else if difference.low > 0.0 || difference.high < 0.0 {
            text.push(known(comparison, metric, difference, at));
        } else {
            unknown.push(what);
        }
    }
    if !same.is_empty() {
        text.push(format!("No difference at all in: {}.", same.join("; ")));
    }
    if !unknown.is_empty() {
        let what = unknown.join("; ");
        text.push(format!(
            "Too close to tell from {launches}, for the 95 % interval of the difference holds zero: {what}. More launches (-n) may tell."
        ));
    }
    text.extend(reasons(comparison, at));
    if !comparison.certain {
        text.extend(orders(comparison, at));
    }
    text.join("\n")
}

/// The title of a metric at the head of a sentence.
fn title(metric: &MetricComparison) -> &str {
    if metric.metric.is(MetricId::Insolvent) { "Short of cash" } else { &metric.metric.title }
}

/// A difference without luck: "Net profit: exactly 150,000,000 yuan more."
fn exact(comparison: &Comparison, metric: &MetricComparison, difference: f64) -> String {
    let title = title(metric);
    let way = if difference < 0.0 { "less" } else { "more" };
    let unit = unit_text(metric.metric.unit, &comparison.currency);
    match metric.metric.unit {
        Unit::YesNo if difference > 0.0 => format!("{title}: yes, and not in the baseline."),
        Unit::YesNo => format!("{title}: no, unlike the baseline."),
        _ => format!("{title}: exactly {} {unit} {way}.", exact_figure(difference.abs())),
    }
}

/// A figure to the last unit, or to six digits where it is no whole number.
fn exact_figure(value: f64) -> String {
    let near = value.round();
    if (value - near).abs() < 5e-4 { crate::units::thousands(near, 0) } else { crate::units::thousands(value, 2) }
}

/// One difference beyond doubt: "Net profit is 31 million yuan higher on average (30 to 32 million), in 97 % of launches."
fn known(comparison: &Comparison, metric: &MetricComparison, difference: &Difference, at: usize) -> String {
    let title = title(metric);
    let mean = difference.paired.summary.mean;
    let (low, high) = if mean < 0.0 { (-difference.high, -difference.low) } else { (difference.low, difference.high) };
    let way = if mean < 0.0 { "lower" } else { "higher" };
    if metric.metric.unit == Unit::YesNo {
        // As many digits as it takes to see on which side of nothing an interval lies.
        let digits = if low.abs().min(high.abs()) * 100.0 < 0.05 { 2 } else { 1 };
        let points = |share: f64| format!("{:.digits$}", share * 100.0);
        let side = |at: usize| {
            let share = metric.sides[at].as_ref().map_or(f64::NAN, |side| side.summary.mean);
            format!("{} % in {}", points(share), comparison.names[at])
        };
        let now = format!("{}, {}", side(0), side(at));
        return format!(
            "{title}: {} percentage points less or more likely (95 % interval {} to {}; {now}).",
            points(mean.abs()),
            points(low),
            points(high)
        )
        .replace("less or more", if mean < 0.0 { "less" } else { "more" });
    }
    // An order that is cancelled is a customer, not a phone that was made.
    let unit = match metric.metric.name.as_str() {
        "cancelled" => "customers".to_owned(),
        _ => unit_text(metric.metric.unit, &comparison.currency),
    };
    let size = metric.sides.iter().flatten().map(|side| side.summary.mean.abs()).fold(mean.abs(), f64::max);
    if difference.paired.summary.max - difference.paired.summary.min <= DUST * size {
        return format!("{title}: exactly {} {unit} {way} in every launch.", exact_figure(mean.abs()));
    }
    let chance = if mean < 0.0 { &difference.paired.less } else { &difference.paired.more };
    let share = per_cent(chance.value);
    format!(
        "{title}: {} {unit} {way} on average (95 % interval {} to {}), and {way} in {share} of the launches.",
        figure(mean.abs()),
        figure(low),
        figure(high)
    )
}

/// Whether net profit is the same in every launch of some alternatives: each of them as the baseline, or each the best.
fn alike_throughout(comparison: &Comparison, names: &[&str]) -> bool {
    let (Some(decision), Some(profit)) = (&comparison.decision, comparison.metric(MetricId::NetProfit)) else {
        return false;
    };
    let places = || (0..comparison.names.len()).filter(|&at| names.contains(&comparison.names[at].as_str()));
    let as_baseline = |at: usize| {
        let summary = at.checked_sub(1).and_then(|at| profit.differences[at].as_ref()).map(|one| &one.paired.summary);
        at == 0 || summary.is_some_and(|summary| summary.min == 0.0 && summary.max == 0.0)
    };
    places().all(as_baseline) || places().all(|at| decision.regrets[at].summary.max == 0.0)
}

/// Which alternative may be called best, in a sentence or two.
#[must_use]
pub fn decision(comparison: &Comparison) -> Option<String> {
    if let Some(choice) = comparison.price_moves_nobody {
        let text = format!("{} No price is called best.", price_moves_nobody(choice));
        let exactly = comparison.decision.as_ref().filter(|_| comparison.certain);
        return Some(exactly.map_or_else(|| text.clone(), |own| format!("{} {text}", by(comparison, own, ""))));
    }
    let own = comparison.decision.as_ref()?;
    let [bridged, wound_up] = comparison.under.as_ref()?;
    if !any_short(comparison) {
        return Some(by(comparison, own, ""));
    }
    let (one, other) = (candidates(bridged), candidates(wound_up));
    let under_both = "whether a cash gap is bridged at the penalty rate or the company is wound up";
    Some(if one == other {
        let mut text = by(comparison, bridged, &format!(", {under_both}"));
        if let [best] = one[..] {
            let mean = |decision: &Decision| {
                let side = comparison.metrics[decision.metric].sides[best].as_ref();
                side.map_or_else(|| "n/a".into(), |side| figure(side.summary.mean))
            };
            let short = comparison.metric(MetricId::Insolvent).and_then(|metric| metric.sides[best].as_ref());
            let short = per_cent(short.map_or(f64::NAN, |side| side.summary.mean));
            let (bridged, wound_up) = (mean(bridged), mean(wound_up));
            text = format!(
                "{text} It earns {bridged} {} on average if the gap is bridged, {wound_up} if wound up; cash is short in {short} of its launches.",
                comparison.currency
            );
        }
        text
    } else {
        let common: Vec<usize> = one.iter().copied().filter(|at| other.contains(at)).collect();
        let of = |candidates: &[usize]| {
            let names: Vec<&str> = candidates.iter().map(|&at| comparison.names[at].as_str()).collect();
            names.join(" or ")
        };
        if !common.is_empty() {
            let more: Vec<usize> =
                (0..comparison.names.len()).filter(|at| one.contains(at) != other.contains(at)).collect();
            let also =
                if more.is_empty() { String::new() } else { format!("; by one of the rules alone also {}", of(&more)) };
            return Some(format!("By mean net profit {} may be the best {under_both}{also}.", of(&common)));
        }
        format!(
            "Which is best by mean net profit depends on what becomes of a company short of cash: if the gap is bridged at the penalty rate, {}; if the company is wound up, {}.",
            of(&one),
            of(&other)
        )
    })
}

/// Places of the alternatives that may be the best.
fn candidates(decision: &Decision) -> Vec<usize> {
    decision.against_best.iter().enumerate().filter(|(_, one)| one.may_be_best).map(|(at, _)| at).collect()
}

fn by(comparison: &Comparison, decision: &Decision, under: &str) -> String {
    let names = |places: &[usize]| -> Vec<&str> { places.iter().map(|&at| comparison.names[at].as_str()).collect() };
    let sides = &comparison.metrics[decision.metric].sides;
    let mean = |at: usize| sides[at].as_ref().map_or(f64::NAN, |side| side.summary.mean);
    let currency = &comparison.currency;
    let places = candidates(decision);
    if places.len() > 1 && alike_throughout(comparison, &names(&places)) {
        return format!("Net profit is the same in every launch of {}{under}.", names(&places).join(", "));
    }
    if comparison.certain {
        let mut order: Vec<usize> = (0..comparison.names.len()).collect();
        order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)));
        let [best, next, ..] = order[..] else { return String::new() };
        let more = mean(best) - mean(next);
        let names = &comparison.names;
        let under = if comparison.single {
            format!("{under}, in this one launch; -n 1000 would say how luck changes that")
        } else {
            under.to_owned()
        };
        if more == 0.0 {
            return format!("{} and {} earn exactly the same{under}.", names[best], names[next]);
        }
        return format!(
            "{} earns exactly {} {currency} more than {}{under}.",
            names[best],
            exact_figure(more),
            names[next]
        );
    }
    match places[..] {
        [] => String::new(),
        [best] => {
            let regret = decision.regrets[best].summary.mean;
            let hindsight = if regret > 0.0 {
                let more = figure(regret);
                format!(
                    "Whoever could pick the best one launch by launch would earn {more} {currency} more on average."
                )
            } else {
                "It earns most in every launch.".to_owned()
            };
            format!(
                "By mean net profit {} is the best of those tried, beyond sampling error (95 % over all alternatives), if the inputs hold{under}. {hindsight}",
                comparison.names[best],
            )
        }
        _ => format!(
            "By mean net profit these cannot be told apart by {} of each: {}; any of them may be the best{under}.",
            crate::units::counted(f64::from(comparison.launches), "launch"),
            names(&places).join(", ")
        ),
    }
}

/// How the full unit cost falls with the volume each price brings.
fn unit_costs(comparison: &Comparison) -> Option<String> {
    let sentence = |at: usize| {
        let cost = comparison.unit_costs[at]?;
        let price = comparison.prices[at].map_or_else(String::new, |price| format!(" at {}", figure(price)));
        if cost.fewest.cost == cost.most.cost {
            return Some(format!(
                "{}{price} ships {} phones, each at a full cost of {} {} with everything spent.",
                comparison.names[at],
                figure(cost.all.volume),
                figure(cost.all.cost),
                comparison.currency
            ));
        }
        Some(format!(
            "{}{price} ships {} phones, each at a full cost of {} {} with everything spent: from {} in the tenth of the launches that ship fewest ({}) to {} in the tenth that ships most ({}).",
            comparison.names[at],
            figure(cost.all.volume),
            figure(cost.all.cost),
            comparison.currency,
            figure(cost.fewest.cost),
            figure(cost.fewest.volume),
            figure(cost.most.cost),
            figure(cost.most.volume),
        ))
    };
    let sentences: Vec<String> = (0..comparison.names.len()).filter_map(sentence).collect();
    (!sentences.is_empty()).then(|| format!("Unit cost and volume.\n{}", sentences.join("\n")))
}
