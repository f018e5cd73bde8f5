//! Why profit differs, and whether one alternative is to be preferred whatever the luck.

use super::figure::difference_id;
use crate::experiment::compare::figures::Comparison;
use crate::outcome::MetricId;
use crate::report::said::said;
use crate::report::said::{Figure, Shown, Text};
use crate::stats::dominance::{Dominance, Dominances, Verdict};

/// The largest parts of the difference in profit.
pub(super) fn reasons(comparison: &Comparison, at: usize) -> Option<Text> {
    let difference = comparison.metric(MetricId::NetProfit)?.differences[at - 1].as_ref()?;
    let profit = difference.paired.summary.mean;
    // What may be no difference has no reasons.
    if !comparison.certain && difference.low <= 0.0 && difference.high >= 0.0 {
        return None;
    }
    let mut parts: Vec<(f64, &str, f64, &MetricId)> = MetricId::ALL
        .iter()
        .filter_map(|metric| {
            let (sign, words) = metric.part_of_profit()?;
            let mean = comparison.metric(*metric)?.differences[at - 1].as_ref()?.paired.summary.mean;
            // Rounding leaves less than a thousandth of a unit of money, which is no reason.
            (mean.abs() >= 5e-4).then_some((mean * sign, words, mean, metric))
        })
        .collect();
    parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    // What pushes the same way comes first; what pushes against it holds it back.
    let told = |with: bool| -> Vec<Text> {
        let pushes = parts.iter().take(3).filter(|(push, ..)| (push * profit > 0.0) == with);
        let words = pushes.map(|(_, words, mean, metric)| {
            let id = difference_id(comparison, &metric.name(&comparison.currency), at, "mean");
            let (what, amount) = (Text::term(*words), Figure::new(id, *mean, Shown::Amount));
            if *mean < 0.0 {
                said!("{what} falls by {amount}", what = what, amount = amount)
            } else {
                said!("{what} rises by {amount}", what = what, amount = amount)
            }
        });
        words.collect()
    };
    let (with, against) = (told(true), told(false));
    if with.is_empty() || profit.abs() < 5e-4 {
        return None;
    }
    let between = said!(", ");
    let mut why = Text::joined(with, &between);
    if !against.is_empty() {
        why = said!("{why}; against it, {against}", why = why, against = Text::joined(against, &between));
    }
    Some(match (any_short(comparison), profit < 0.0) {
        (false, true) => said!("Why profit falls: {why}.", why = why),
        (false, false) => said!("Why profit rises: {why}.", why = why),
        (true, true) => said!("Why profit by each scenario's own rule falls: {why}.", why = why),
        (true, false) => said!("Why profit by each scenario's own rule rises: {why}.", why = why),
    })
}

/// Dominance of net profit, of bridged gaps where launches fall short; told of enough launches only, and of a price that matters.
pub(super) fn orders(comparison: &Comparison, at: usize) -> Option<Text> {
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
    let bridged = || if short { said!(" if gaps are bridged") } else { Text::default() };
    let doubt = |verdict: Verdict, which: &str| {
        (verdict.sections > verdict.sections_agreeing).then(|| {
            let id = |what: &str| {
                difference_id(comparison, &profit.name(&comparison.currency), at, &format!("{which}_order_dominance.{what}"))
            };
            let of = |what: &str, value: usize| Figure::new(id(what), value as f64, Shown::Decimals(0));
            said!(
                "This holds in only {agreeing} of {sections} equal parts of the launches taken by themselves, so it may be chance.",
                agreeing = of("sections_agreeing", verdict.sections_agreeing),
                sections = of("sections", verdict.sections)
            )
        })
    };
    if let Some(better) = name(first.holds) {
        let said = said!(
            "Good luck or bad, {better} earns more{bridged}: its profits are higher at every level.",
            better = better,
            bridged = bridged()
        );
        return Some(Text::sentences(std::iter::once(said).chain(doubt(first, "first"))));
    }
    let better = name(second.holds)?;
    let said = said!(
        "Whoever wants to avoid bad launches is better off with {better}: however many of the worst launches one looks at, its mean profit among them is higher{bridged}.",
        better = better,
        bridged = bridged()
    );
    Some(Text::sentences(std::iter::once(said).chain(doubt(second, "second"))))
}

/// Whether launches of some alternative fall short of cash, so that two rules give two profits.
#[must_use]
pub fn any_short(comparison: &Comparison) -> bool {
    let sides = comparison.metric(MetricId::Insolvent).map_or(&[][..], |metric| &metric.sides);
    sides.iter().flatten().any(|side| side.summary.mean > 0.0)
}
