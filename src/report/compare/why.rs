//! Why profit differs, and whether one alternative is to be preferred whatever the luck.

use crate::experiment::compare::figures::Comparison;
use crate::outcome::MetricId;
use crate::report::chart::scale::figure;
use crate::stats::dominance::{Dominance, Dominances, Verdict};

/// The largest parts of the difference in profit.
pub(super) fn reasons(comparison: &Comparison, at: usize) -> Option<String> {
    let difference = comparison.metric(MetricId::NetProfit)?.differences[at - 1].as_ref()?;
    let profit = difference.paired.summary.mean;
    // What may be no difference has no reasons.
    if !comparison.certain && difference.low <= 0.0 && difference.high >= 0.0 {
        return None;
    }
    let mut parts: Vec<(f64, &str, f64)> = MetricId::ALL
        .iter()
        .filter_map(|metric| {
            let (sign, words) = metric.part_of_profit()?;
            let mean = comparison.metric(*metric)?.differences[at - 1].as_ref()?.paired.summary.mean;
            // Rounding leaves less than a thousandth of a unit of money, which is no reason.
            (mean.abs() >= 5e-4).then_some((mean * sign, words, mean))
        })
        .collect();
    parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    // What pushes the same way comes first; what pushes against it holds it back.
    let told = |with: bool| -> Vec<String> {
        let pushes = parts.iter().take(3).filter(|(push, ..)| (push * profit > 0.0) == with);
        let words = pushes.map(|(_, words, mean)| {
            format!("{words} {} {}", if *mean < 0.0 { "falls by" } else { "rises by" }, figure(mean.abs()))
        });
        words.collect()
    };
    let (with, against) = (told(true), told(false));
    let against = match against.as_slice() {
        [] => String::new(),
        some => format!("; against it, {}", some.join(", ")),
    };
    let way = if profit < 0.0 { "falls" } else { "rises" };
    let rule = if any_short(comparison) { " by each scenario's own rule" } else { "" };
    (!with.is_empty() && profit.abs() >= 5e-4).then(|| format!("Why profit{rule} {way}: {}{against}.", with.join(", ")))
}

/// Dominance of net profit, of bridged gaps where launches fall short; told of enough launches only, and of a price that matters.
pub(super) fn orders(comparison: &Comparison, at: usize) -> Option<String> {
    const FEWEST_SECTIONS: usize = 5;
    if comparison.price_moves_nobody.is_some() {
        return None;
    }
    let short = any_short(comparison);
    let profit = if short { MetricId::NetProfitBridged } else { MetricId::NetProfit };
    let difference = comparison.metric(profit)?.differences[at - 1].as_ref()?;
    let name = |holds: Dominance| match holds {
        Dominance::Alternative => Some(&comparison.names[at]),
        Dominance::Baseline => Some(&comparison.names[0]),
        Dominance::Same | Dominance::Neither => None,
    };
    let Dominances { first, second } = difference.dominance?;
    if !comparison.certain && first.sections < FEWEST_SECTIONS {
        return None;
    }
    let bridged = if short { " if gaps are bridged" } else { "" };
    let doubt = |verdict: Verdict| match verdict.sections - verdict.sections_agreeing {
        0 => String::new(),
        _ => format!(
            " This holds in only {} of {} equal parts of the launches taken by themselves, so it may be chance.",
            verdict.sections_agreeing, verdict.sections
        ),
    };
    if let Some(better) = name(first.holds) {
        let doubt = doubt(first);
        return Some(format!(
            "Good luck or bad, {better} earns more{bridged}: its profits are higher at every level.{doubt}"
        ));
    }
    let better = name(second.holds)?;
    let doubt = doubt(second);
    Some(format!(
        "Whoever wants to avoid bad launches is better off with {better}: however many of the worst launches one looks at, its mean profit among them is higher{bridged}.{doubt}"
    ))
}

/// Whether launches of some alternative fall short of cash, so that two rules give two profits.
#[must_use]
pub fn any_short(comparison: &Comparison) -> bool {
    let sides = comparison.metric(MetricId::Insolvent).map_or(&[][..], |metric| &metric.sides);
    sides.iter().flatten().any(|side| side.summary.mean > 0.0)
}
