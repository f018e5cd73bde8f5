//! The verdict in plain words: what is known, what is not, and why.

use crate::experiment::compare::figures::{Comparison, Difference, MetricComparison};
use crate::experiment::until::Settled;
use crate::outcome::Unit;
use crate::report::chart::scale::figure;
use crate::report::summary::unit_text;
use crate::report::until;
use crate::stats::dominance::Dominance;

/// What a comparison is about, in the order in which it is told; `CUR` stands for the currency.
const TOLD: [&str; 8] = [
    "net_profit_CUR",
    "insolvent",
    "lowest_cash_CUR",
    "shipped",
    "wait_mean_days",
    "cancelled",
    "phones_left_over",
    "loaded_unit_cost_CUR",
];

/// What net profit is made of, with its sign; with the scrap of batches without a good phone, they sum to it in every launch.
pub const MADE_OF: [(&str, f64, &str); 12] = [
    ("revenue_CUR", 1.0, "revenue"),
    ("cost_of_sales_CUR", -1.0, "cost of sales"),
    ("r_and_d_CUR", -1.0, "R&D, NRE and tooling"),
    ("marketing_CUR", -1.0, "marketing and other expenses"),
    ("running_cost_CUR", -1.0, "running cost"),
    ("holding_cost_CUR", -1.0, "holding cost"),
    ("backorder_cost_CUR", -1.0, "cost of waiting customers"),
    ("interest_paid_CUR", -1.0, "interest"),
    ("write_down_CUR", -1.0, "write-down"),
    ("services_profit_CUR", 1.0, "profit on services"),
    ("rebate_CUR", -1.0, "what is returned to users"),
    ("income_tax_CUR", -1.0, "income tax"),
];

/// Paragraphs, the facts of each on lines of their own: one per alternative after the baseline, then the choice, the unit cost, and what was asked of the intervals.
#[must_use]
pub fn verdict(comparison: &Comparison, settled: Option<&Settled>) -> Vec<String> {
    let mut paragraphs: Vec<String> = (1..comparison.names.len()).map(|at| against_baseline(comparison, at)).collect();
    paragraphs.extend(choice(comparison));
    paragraphs.extend(unit_costs(comparison));
    paragraphs.extend(settled.map(until::sentence));
    paragraphs
}

fn named<'a>(comparison: &'a Comparison, name: &str) -> Option<&'a MetricComparison> {
    comparison.metric(&name.replace("CUR", &comparison.currency))
}

fn against_baseline(comparison: &Comparison, at: usize) -> String {
    let (baseline, name) = (&comparison.names[0], &comparison.names[at]);
    let launches = crate::units::thousands(f64::from(comparison.launches), 0);
    let mut text = vec![format!("{name} against {baseline}, {launches} launches of each under the same luck.")];
    let mut unknown = Vec::new();
    let mut same = Vec::new();
    for metric in TOLD.iter().filter_map(|name| named(comparison, name)) {
        let Some(difference) = &metric.differences[at - 1] else { continue };
        let exactly_zero = difference.paired.summary.mean == 0.0 && difference.paired.summary.sd == 0.0;
        if exactly_zero {
            same.push(within(&metric.metric.title));
        } else if difference.low > 0.0 || difference.high < 0.0 {
            text.push(known(comparison, metric, difference));
        } else {
            unknown.push(within(&metric.metric.title));
        }
    }
    if !same.is_empty() {
        text.push(format!("Exactly the same in every launch: {}.", same.join(", ")));
    }
    if !unknown.is_empty() {
        let what = unknown.join(", ");
        text.push(format!(
            "Not known yet, for the interval of the difference holds zero: {what}. More launches (-n) may tell."
        ));
    }
    text.extend(reasons(comparison, at));
    text.extend(orders(comparison, at));
    text.join("\n")
}

/// A title within a sentence: its first letter small, VAT and R&D as they are.
#[must_use]
pub fn within(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

/// One difference beyond doubt: "Net profit is 31 million yuan higher on average (30 to 32 million), in 97 % of launches."
fn known(comparison: &Comparison, metric: &MetricComparison, difference: &Difference) -> String {
    let title = &metric.metric.title;
    let mean = difference.paired.summary.mean;
    let (low, high) = if mean < 0.0 { (-difference.high, -difference.low) } else { (difference.low, difference.high) };
    let way = if mean < 0.0 { "lower" } else { "higher" };
    if metric.metric.unit == Unit::YesNo {
        // As many digits as it takes to see on which side of nothing an interval lies.
        let digits = if low.abs().min(high.abs()) * 100.0 < 0.05 { 2 } else { 1 };
        let points = |share: f64| format!("{:.digits$}", share * 100.0);
        let sides: Vec<String> =
            metric.sides.iter().flatten().map(|side| format!("{} %", points(side.summary.mean))).collect();
        let now = sides.join(" and ");
        return format!(
            "{title}: {} points less or more likely ({} to {}; {now}).",
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
    let chance = if mean < 0.0 { &difference.paired.less } else { &difference.paired.more };
    let share = per_cent(chance.value);
    format!(
        "{title}: {} {unit} {way} on average (95 % interval {} to {}), and {way} in {share} of the launches.",
        figure(mean.abs()),
        figure(low),
        figure(high)
    )
}

fn per_cent(share: f64) -> String {
    let decimals = usize::from(share > 0.99 && share < 1.0 || share > 0.0 && share < 0.01);
    format!("{:.decimals$} %", share * 100.0)
}

/// The largest parts of the difference in profit.
fn reasons(comparison: &Comparison, at: usize) -> Option<String> {
    let profit = named(comparison, "net_profit_CUR")?.differences[at - 1].as_ref()?.paired.summary.mean;
    let mut parts: Vec<(f64, &str, f64)> = MADE_OF
        .iter()
        .filter_map(|&(name, sign, words)| {
            let mean = named(comparison, name)?.differences[at - 1].as_ref()?.paired.summary.mean;
            // Rounding leaves less than a thousandth of a unit of money, which is no reason.
            (mean.abs() >= 5e-4).then_some((mean * sign, words, mean))
        })
        .collect();
    // What the metrics leave: the only expense without a metric of its own.
    let rest = profit - parts.iter().map(|part| part.0).sum::<f64>();
    if rest.abs() > 1e-9 * parts.iter().map(|part| part.0.abs()).fold(1e6, f64::max) {
        parts.push((rest, "scrap of batches without a good phone", -rest));
    }
    parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let told: Vec<String> = parts
        .iter()
        .take(3)
        .map(|(_, words, mean)| {
            format!("{words} {} {}", if *mean < 0.0 { "falls by" } else { "rises by" }, figure(mean.abs()))
        })
        .collect();
    let way = if profit < 0.0 { "falls" } else { "rises" };
    (!told.is_empty() && profit.abs() >= 5e-4).then(|| format!("Why profit {way}: {}.", told.join(", ")))
}

/// Dominance of net profit.
fn orders(comparison: &Comparison, at: usize) -> Option<String> {
    let difference = named(comparison, "net_profit_CUR")?.differences[at - 1].as_ref()?;
    let name = |holds: Dominance| match holds {
        Dominance::Alternative => Some(&comparison.names[at]),
        Dominance::Baseline => Some(&comparison.names[0]),
        Dominance::Same | Dominance::Neither => None,
    };
    let crate::stats::dominance::Dominances { first, second } = difference.dominance?;
    let agreeing = |verdict: crate::stats::dominance::Verdict| {
        format!("so also in {} of {} parts of the launches", verdict.sections_agreeing, verdict.sections)
    };
    if let Some(better) = name(first.holds) {
        return Some(format!(
            "Whoever prefers more profit prefers {better}: its profits lie higher at every level ({}).",
            agreeing(first)
        ));
    }
    let better = name(second.holds)?;
    Some(format!("Whoever shuns risk prefers {better} by profit, though not at every level ({}).", agreeing(second)))
}

/// Whether net profit is the same in every launch of some alternatives: each of them as the baseline, or each the best.
fn alike_throughout(comparison: &Comparison, names: &[&str]) -> bool {
    let (Some(decision), Some(profit)) = (&comparison.decision, named(comparison, "net_profit_CUR")) else {
        return false;
    };
    let places = || (0..comparison.names.len()).filter(|&at| names.contains(&comparison.names[at].as_str()));
    let as_baseline = |at: usize| {
        let summary = at.checked_sub(1).and_then(|at| profit.differences[at].as_ref()).map(|one| &one.paired.summary);
        at == 0 || summary.is_some_and(|summary| summary.min == 0.0 && summary.max == 0.0)
    };
    places().all(as_baseline) || places().all(|at| decision.regrets[at].summary.max == 0.0)
}

fn choice(comparison: &Comparison) -> Option<String> {
    let decision = comparison.decision.as_ref()?;
    let may: Vec<&str> = comparison
        .names
        .iter()
        .zip(&decision.against_best)
        .filter(|(_, against)| against.may_be_best)
        .map(|(name, _)| name.as_str())
        .collect();
    let regret = |name: &str| {
        let at = comparison.names.iter().position(|other| other == name)?;
        Some(figure(decision.regrets[at].summary.mean))
    };
    match may.as_slice() {
        [] => None,
        [best] => Some(format!(
            "By mean net profit {best} is best beyond doubt (95 % over all alternatives). Against what hindsight would choose in each launch it costs {} {} on average.",
            regret(best)?,
            comparison.currency
        )),
        several if alike_throughout(comparison, several) => {
            Some(format!("Net profit is the same in every launch of {}.", several.join(", ")))
        }
        several => Some(format!(
            "By mean net profit these cannot be told apart yet: {}; any of them may be the best.",
            several.join(", ")
        )),
    }
}

/// How the loaded unit cost falls with the volume each price brings.
fn unit_costs(comparison: &Comparison) -> Option<String> {
    let sentence = |at: usize| {
        let cost = comparison.unit_costs[at]?;
        let price = comparison.prices[at].map_or_else(String::new, |price| format!(" at {}", figure(price)));
        Some(format!(
            "{}{price} ships {} phones, each at a loaded cost of {} {}: from {} in the tenth of the launches that ship fewest ({}) to {} in the tenth that ships most ({}).",
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
