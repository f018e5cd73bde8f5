//! Which alternative may be called best.

use super::figure::{exact_amount, figure, launches, named};
use super::why::any_short;
use crate::experiment::compare::figures::{Comparison, Decision};
use crate::outcome::MetricId;
use crate::report::price::price_moves_nobody;
use crate::report::said::{Shown, Text, said};

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
pub fn decision(comparison: &Comparison) -> Option<Text> {
    if let Some(choice) = comparison.price_moves_nobody {
        let why = said!("{why} No price is called best.", why = price_moves_nobody(choice));
        let exactly = comparison.decision.as_ref().filter(|_| comparison.certain);
        return Some(Text::sentences(
            exactly.map(|own| by(comparison, own, &Text::default())).into_iter().chain([why]),
        ));
    }
    let own = comparison.decision.as_ref()?;
    let [bridged, wound_up] = comparison.under.as_ref()?;
    if !any_short(comparison) {
        return Some(by(comparison, own, &Text::default()));
    }
    let (one, other) = (candidates(bridged), candidates(wound_up));
    if one == other {
        let under = said!(", whether a cash gap is bridged at the penalty rate or the company is wound up");
        let text = by(comparison, bridged, &under);
        let [best] = one[..] else { return Some(text) };
        let of = |metric: usize, shown| {
            let metric = &comparison.metrics[metric];
            let id = format!("alternatives.{}.{}.mean", comparison.names[best], metric.metric.name);
            let side = metric.sides[best].as_ref();
            side.map_or_else(|| said!("n/a"), |side| figure(id, side.summary.mean, shown))
        };
        let short = comparison.metrics.iter().position(|metric| metric.metric.is(MetricId::Insolvent))?;
        let earned = said!(
            "It earns {bridged} {currency} on average if the gap is bridged, {wound_up} if wound up; cash is short in {short} of its launches.",
            bridged = of(bridged.metric, Shown::Rounded),
            currency = Text::term(comparison.currency.clone()),
            wound_up = of(wound_up.metric, Shown::Rounded),
            short = of(short, Shown::PerCent)
        );
        return Some(Text::sentences([text, earned]));
    }
    let common: Vec<usize> = one.iter().copied().filter(|at| other.contains(at)).collect();
    let of = |candidates: &[usize]| named(comparison, candidates, &said!(" or "));
    if common.is_empty() {
        return Some(said!(
            "Which is best by mean net profit depends on what becomes of a company short of cash: if the gap is bridged at the penalty rate, {bridged}; if the company is wound up, {wound_up}.",
            bridged = of(&one),
            wound_up = of(&other)
        ));
    }
    let more: Vec<usize> = (0..comparison.names.len()).filter(|at| one.contains(at) != other.contains(at)).collect();
    Some(if more.is_empty() {
        said!(
            "By mean net profit {names} may be the best, whether a cash gap is bridged at the penalty rate or the company is wound up.",
            names = of(&common)
        )
    } else {
        said!(
            "By mean net profit {names} may be the best, whether a cash gap is bridged at the penalty rate or the company is wound up; by one of the rules alone also {more}.",
            names = of(&common),
            more = of(&more)
        )
    })
}

/// Places of the alternatives that may be the best.
fn candidates(decision: &Decision) -> Vec<usize> {
    decision.against_best.iter().enumerate().filter(|(_, one)| one.may_be_best).map(|(at, _)| at).collect()
}

fn by(comparison: &Comparison, decision: &Decision, under: &Text) -> Text {
    let names = |places: &[usize]| -> Vec<&str> { places.iter().map(|&at| comparison.names[at].as_str()).collect() };
    let sides = &comparison.metrics[decision.metric].sides;
    let mean = |at: usize| sides[at].as_ref().map_or(f64::NAN, |side| side.summary.mean);
    let currency = Text::term(comparison.currency.clone());
    let places = candidates(decision);
    let listed = || named(comparison, &places, &said!(", "));
    if places.len() > 1 && alike_throughout(comparison, &names(&places)) {
        return said!(
            "Net profit is the same in every launch of {names}{under}.",
            names = listed(),
            under = under.clone()
        );
    }
    if comparison.certain {
        let mut order: Vec<usize> = (0..comparison.names.len()).collect();
        order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)));
        let [best, next, ..] = order[..] else { return Text::default() };
        let more = mean(best) - mean(next);
        let names = &comparison.names;
        let under = if comparison.single {
            under
                .clone()
                .then(said!(", in this one launch; {option} would say how luck changes that", option = "-n 1000"))
        } else {
            under.clone()
        };
        if more == 0.0 {
            return said!(
                "{best} and {next} earn exactly the same{under}.",
                best = &names[best],
                next = &names[next],
                under = under
            );
        }
        let metric = &comparison.metrics[decision.metric].metric.name;
        let of = |at: usize| format!("alternatives.{}.{metric}.mean", names[at]);
        return said!(
            "{best} earns exactly {more} {currency} more than {next}{under}.",
            best = &names[best],
            more = figure(format!("{} - {}", of(best), of(next)), more, exact_amount(more)),
            currency = currency,
            next = &names[next],
            under = under
        );
    }
    match places[..] {
        [] => Text::default(),
        [best] => {
            let regret = decision.regrets[best].summary.mean;
            let hindsight = if regret > 0.0 {
                let of = match comparison.metrics[decision.metric].metric.id {
                    MetricId::NetProfitBridged => "decision_if_bridged",
                    MetricId::NetProfitWoundUp => "decision_if_wound_up",
                    _ => "decision",
                };
                let id = format!("{of}.alternatives.{}.regret_mean", comparison.names[best]);
                said!(
                    "Whoever could pick the best one launch by launch would earn {more} {currency} more on average.",
                    more = figure(id, regret, Shown::Rounded),
                    currency = currency
                )
            } else {
                said!("It earns most in every launch.")
            };
            let first = said!(
                "By mean net profit {best} is the best of those tried, beyond sampling error (95 % over all alternatives), if the inputs hold{under}.",
                best = &comparison.names[best],
                under = under.clone()
            );
            Text::sentences([first, hindsight])
        }
        _ => said!(
            "By mean net profit these cannot be told apart by {launches} of each: {names}; any of them may be the best{under}.",
            launches = launches(comparison),
            names = listed(),
            under = under.clone()
        ),
    }
}
