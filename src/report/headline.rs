//! The sentences above the tables: how many phones, what is earned, whether the cash suffices.

use super::said::{Figure, Shown, Text};
use crate::experiment::figures::need::{End, Need, Profit};
use crate::experiment::figures::{Figures, Probability};
use crate::outcome::{Layout, MetricId};
use crate::report::said::said;
use crate::stats::Summary;

/// Launches that are told of.
#[derive(Clone, Copy, Debug)]
pub struct Launched<'a> {
    /// What their columns mean.
    pub layout: &'a Layout,
    /// What they say.
    pub figures: &'a Figures,
}

/// The summary of a metric that applies to some launch.
fn summary(run: Launched<'_>, id: MetricId) -> Option<&Summary> {
    run.figures.metric(id).map(|metric| &metric.summary).filter(|summary| summary.count > 0)
}

/// A figure of `summary.json`.
fn figure(id: impl Into<String>, value: f64, shown: Shown) -> Text {
    Figure::new(id, value, shown).into()
}

/// A figure of a metric in `summary.json`.
fn of_metric(run: Launched, id: MetricId, what: &str, value: f64, shown: Shown) -> Text {
    figure(format!("metrics.{}.{what}", id.name(&run.layout.currency)), value, shown)
}

/// What happens in a sentence or three: one figure when all launches agree, else the median and nine in ten.
#[must_use]
pub fn headline(run: Launched) -> Text {
    let mut sentences = Vec::new();
    if let Some(shipped) = summary(run, MetricId::Shipped) {
        let of = |what, value, shown| of_metric(run, MetricId::Shipped, what, value, shown);
        sentences.push(if shipped.min < shipped.max {
            said!(
                "Half of the launches ship more than {middle} phones, nine in ten ship between {low} and {high}.",
                middle = of("p50", shipped.p50, Shown::Rounded),
                low = of("p5", shipped.p5, Shown::Rounded),
                high = of("p95", shipped.p95, Shown::Rounded),
            )
        } else {
            let phones = of("p50", shipped.p50, Shown::Decimals(0));
            if shipped.p50 == 1.0 {
                said!("{phones} phone is shipped.", phones = phones)
            } else {
                said!("{phones} phones are shipped.", phones = phones)
            }
        });
    }
    let need = run.figures.need.as_ref();
    match need.filter(|need| need.is_weighty()) {
        Some(need) if need.is_the_same_in_all() => sentences.extend(one_short_launch(run, need).into_iter().flatten()),
        Some(need) => sentences.extend(need_sentences(run, need).into_iter().flatten()),
        None => {
            sentences.extend(profit_sentence(run));
            sentences.extend(cash_sentence(run));
        }
    }
    sentences.extend(broken_promises(run));
    sentences.extend(last_bills(run));
    Text::sentences(sentences)
}

/// Refunds at the end are told where they are more than this share of all orders.
const WORTH_TELLING: f64 = 0.01;

/// Customers who paid and never got a phone.
fn broken_promises(run: Launched) -> Option<Text> {
    let (refunded, orders) = (summary(run, MetricId::RefundedEnd)?, summary(run, MetricId::Orders)?);
    let share = refunded.mean / orders.mean;
    (share > WORTH_TELLING).then(|| {
        let who = of_metric(run, MetricId::RefundedEnd, "mean", refunded.mean, Shown::Rounded);
        let share = figure("metrics.refunded_end.mean / metrics.orders.mean", share, Shown::PerCent);
        if refunded.min < refunded.max {
            said!(
                "{who} customers on average, {share} of all orders, still wait on the last day and are refunded.",
                who = who,
                share = share
            )
        } else {
            said!(
                "{who} customers, {share} of all orders, still wait on the last day and are refunded.",
                who = who,
                share = share
            )
        }
    })
}

/// Bills that fall due after the last day and cannot be paid: no day of the timeline shows them.
fn last_bills(run: Launched) -> Option<Text> {
    let chance = run.figures.metric(MetricId::BillsUnpaid)?.probability?;
    if chance.value.is_nan() || chance.value <= 0.0 {
        return None;
    }
    let cash = summary(run, MetricId::ClosingCash)?;
    Some(match (run.figures.launches, cash.min < cash.max) {
        (1, _) | (_, false) => said!(
            "The bills due after the last day cannot be paid: cash after everything is settled lies below the credit line."
        ),
        _ => said!(
            "In {shares} the bills due after the last day cannot be paid: cash after everything is settled lies below the credit line.",
            shares = shares("probabilities.bills_unpaid", chance)
        ),
    })
}

fn profit_sentence(run: Launched) -> Option<Text> {
    let profit = summary(run, MetricId::NetProfit)?;
    let currency = Text::term(run.layout.currency.clone());
    let of = |what, value, shown| of_metric(run, MetricId::NetProfit, what, value, shown);
    if profit.min >= profit.max {
        let amount = of("p50", profit.p50, Shown::AmountTo(0));
        return Some(if profit.p50 < 0.0 {
            said!("The launch loses {amount} {currency}.", amount = amount, currency = currency)
        } else {
            said!("The launch earns {amount} {currency}.", amount = amount, currency = currency)
        });
    }
    let middle = of("p50", profit.p50, Shown::Amount);
    let (low, high) = (of("p5", profit.p5, Shown::Rounded), of("p95", profit.p95, Shown::Rounded));
    Some(match run.figures.losing {
        _ if profit.p50 < 0.0 => said!(
            "In the middle they lose {middle} {currency}, nine in ten between {low} and {high}.",
            middle = middle,
            currency = currency,
            low = low,
            high = high
        ),
        Some(share) if share > 0.0 => said!(
            "In the middle they earn {middle} {currency}, nine in ten between {low} and {high}; {losing} lose money.",
            middle = middle,
            currency = currency,
            low = low,
            high = high,
            losing = figure("losing", share, Shown::PerCent)
        ),
        _ => said!(
            "In the middle they earn {middle} {currency}, nine in ten between {low} and {high}.",
            middle = middle,
            currency = currency,
            low = low,
            high = high
        ),
    })
}

/// The lowest cash, and whether it suffices; told where few or none fall short.
fn cash_sentence(run: Launched) -> Option<Text> {
    let chance = run.figures.metric(MetricId::Insolvent)?.probability?;
    let Probability { value, high, .. } = chance;
    let lowest = summary(run, MetricId::LowestCash)?;
    let currency = Text::term(run.layout.currency.clone());
    // Where no two launches differ in cash, profit and shipments, there is no luck to speak of.
    let same = |id: MetricId| summary(run, id).is_none_or(|summary| summary.min >= summary.max);
    let without_luck = [MetricId::LowestCash, MetricId::NetProfit, MetricId::Shipped].into_iter().all(same);
    let cash = of_metric(run, MetricId::LowestCash, "p50", lowest.p50, Shown::Rounded);
    if run.figures.launches == 1 || without_luck && (value == 0.0 || value == 1.0) {
        return Some(if value > 0.5 {
            said!(
                "Cash falls to {cash} {currency} at the lowest, which is below its credit line.",
                cash = cash,
                currency = currency
            )
        } else {
            said!("Cash falls to {cash} {currency} at the lowest, and it can pay.", cash = cash, currency = currency)
        });
    }
    if value == 0.0 {
        return Some(said!(
            "The lowest cash is {cash} {currency} in the middle; none falls short of cash (a chance below {high}).",
            cash = cash,
            currency = currency,
            high = figure("probabilities.insolvent.high", high, Shown::PerCent)
        ));
    }
    let short = shares("probabilities.insolvent", chance);
    Some(match &run.figures.need {
        Some(Need { bridged, wound_up, .. }) => said!(
            "The lowest cash is {cash} {currency} in the middle; {short} fall short of cash, and the mean profit is {bridged} {currency} if they are bridged at the penalty rate, {wound_up} if they are wound up.",
            cash = cash,
            currency = currency,
            short = short,
            bridged = figure(earned_id(run, "bridged.mean"), bridged.summary.mean, Shown::Rounded),
            wound_up = figure(earned_id(run, "wound_up.mean"), wound_up.summary.mean, Shown::Rounded)
        ),
        None => said!(
            "The lowest cash is {cash} {currency} in the middle; {short} fall short of cash.",
            cash = cash,
            currency = currency,
            short = short
        ),
    })
}

/// A chance with its interval, which is about a percentage point wide, so all three get the same digits.
fn shares(id: &str, Probability { value, low, high }: Probability) -> Text {
    let of = |what: &str, value: f64| figure(format!("{id}.{what}"), value, Shown::PerCentTo(1));
    said!("{value} ({low} to {high})", value = of("value", value), low = of("low", low), high = of("high", high))
}

fn date(run: Launched, id: &str, day: f64) -> Text {
    figure(id, day.floor(), Shown::Day(run.layout.start))
}

/// How likely cash falls short, by how much and how long, what ends it and what that hangs on.
fn need_sentences(run: Launched, need: &Need) -> Option<[Text; 3]> {
    let (gap, lasting, by) = (need.gap[0]?, need.days[0]?, need.by[0]?);
    Some([
        said!(
            "{short} of {launches}, {shares}, fall short of cash: below their credit line by {gap} {currency} in the middle, for {lasting}, first on {by}.",
            short = figure("need.launches_short", need.short as f64, Shown::Decimals(0)),
            launches = figure("launches", need.launches as f64, Shown::counted("launch")),
            shares = shares("need.chance", need.chance),
            gap = figure(need_id(run, MetricId::CashGap), gap, Shown::Rounded),
            currency = Text::term(run.layout.currency.clone()),
            lasting = figure("need.cash_gap_days.p50", lasting, Shown::Days),
            by = date(run, "need.needed_by.p50", by)
        ),
        ends(run, need),
        said!("What is earned depends on whether such a gap is bridged or the company is wound up: both stand below."),
    ])
}

/// Where the median of a need stands.
fn need_id(run: Launched, id: MetricId) -> String {
    format!("need.{}.p50", id.name(&run.layout.currency))
}

/// Where net profit under one rule stands.
fn earned_id(run: Launched, what: &str) -> String {
    format!("need.{}.{what}", MetricId::NetProfit.name(&run.layout.currency))
}

/// Names of fundings and loans.
fn inflows(end: &End) -> Text {
    Text::joined(end.inflows.iter().map(Text::from), &said!(" and "))
}

/// What ends the gaps; a dated inflow is a day that the scenario assumes, and the need hangs on it.
fn ends(run: Launched, need: &Need) -> Text {
    let in_share = |id: String, share: f64| {
        if share == 1.0 {
            said!("in all of them")
        } else {
            said!("in {share}", share = figure(id, share, Shown::PerCent))
        }
    };
    let told = |(at, end): (usize, &End)| {
        let share = in_share(format!("need.ended_by.{at}.share"), end.share);
        match end.day {
            Some(day) => said!(
                "on {date}, the day of {inflows}, {share}",
                date = date(run, &format!("need.ended_by.{at}.date"), f64::from(day)),
                inflows = inflows(end),
                share = share
            ),
            None => said!("with what customers pay {share}", share = share),
        }
    };
    let mut parts: Vec<Text> = need.ends.iter().enumerate().take(3).map(told).collect();
    if need.open > 0.0 {
        let share = in_share("need.open_at_the_end".into(), need.open);
        parts.push(said!("not before the last day {share}", share = share));
    }
    let parts = Text::joined(parts, &said!("; "));
    match need.ends.first() {
        Some(end @ End { day: Some(_), share, .. }) if *share >= 0.5 => said!(
            "The gap closes {parts}. The need hangs on the day of {inflows}, which the scenario assumes.",
            parts = parts,
            inflows = inflows(end)
        ),
        _ => said!("The gap closes {parts}.", parts = parts),
    }
}

/// The one launch of a run that falls short, or all of them alike.
fn one_short_launch(run: Launched, need: &Need) -> Option<[Text; 2]> {
    let currency = Text::term(run.layout.currency.clone());
    let (gap, lasting, by) = (need.gap[0]?, need.days[0]?, need.by[0]?);
    let earned = |id: &str, profit: &Profit| {
        let amount = figure(earned_id(run, &format!("{id}.p50")), profit.summary.p50, Shown::AmountTo(0));
        if profit.summary.p50 < 0.0 {
            said!("loses {amount} {currency}", amount = amount, currency = currency.clone())
        } else {
            said!("earns {amount} {currency}", amount = amount, currency = currency.clone())
        }
    };
    let until = match need.ends.first() {
        Some(end @ End { day: Some(day), .. }) => said!(
            ", until {date}, the assumed day of {inflows}",
            date = date(run, "need.ended_by.0.date", f64::from(*day)),
            inflows = inflows(end)
        ),
        Some(_) => said!(", until customers have paid enough"),
        None => said!(", to the last day"),
    };
    Some([
        said!(
            "From {by} on cash is short: below the credit line by {gap} {currency} at the worst, on {lasting}{until}.",
            by = date(run, "need.needed_by.p50", by),
            gap = figure(need_id(run, MetricId::CashGap), gap, Shown::Rounded),
            currency = currency.clone(),
            lasting = figure("need.cash_gap_days.p50", lasting, Shown::Days),
            until = until
        ),
        said!(
            "The launch {bridged} if the gap is bridged at the penalty rate, and {wound_up} if the company is wound up.",
            bridged = earned("bridged", &need.bridged),
            wound_up = earned("wound_up", &need.wound_up)
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::synthetic;

    /// A run of which the need is another.
    fn told(launches: u32, change: impl Fn(&mut Need)) -> String {
        let mut run = synthetic::run_summary(launches);
        if let Some(need) = &mut run.figures.need {
            change(need);
        }
        headline(run.launched()).to_string()
    }

    #[test]
    fn where_cash_may_fall_short_the_need_leads_and_no_profit() {
        let text = told(500, |_| {});
        assert!(text.contains(" of 500 launches, ") && text.contains("fall short of cash: below their credit line by"));
        assert!(
            text.contains("The need hangs on the day of funding.second_round, which the scenario assumes."),
            "{text}"
        );
        assert!(!text.contains("In the middle they") && !text.contains("lose money"), "{text}");
        let ends = |day: Option<i32>, share: f64| End { inflows: vec!["loan.bank".into()], day, share };
        let text = told(500, |need| {
            need.ends = vec![ends(None, 0.6), ends(Some(10), 0.3)];
            need.open = 0.1;
        });
        let gap = "The gap closes with what customers pay in 60 %; on 11 Nov 2010, the day of loan.bank, in 30 %; \
                   not before the last day in 10 %.";
        assert!(text.contains(gap) && !text.contains("hangs"), "{text}");
    }

    #[test]
    fn a_small_chance_is_told_with_the_mean_under_both_rules() {
        let text = told(500, |need| need.chance.value = 0.008);
        assert!(text.contains("In the middle they "), "{text}");
        let both = [
            "fall short of cash, and the mean profit is",
            "if they are bridged at the penalty rate,",
            "if they are wound up.",
        ];
        assert!(both.iter().all(|words| text.contains(words)), "{text}");
    }

    #[test]
    fn one_launch_that_is_short_is_told_exactly_and_both_ways() {
        let text = told(1, |need| {
            need.chance.value = 1.0;
            need.short = 1;
            (need.gap[0], need.days[0], need.by[0]) = (Some(1234.0), Some(1.0), Some(3.0));
            need.ends = Vec::new();
        });
        assert!(text.contains("From 4 Nov 2010 on cash is short: below the credit line by 1,234 yuan at the worst, on 1 day, to the last day."), "{text}");
        assert!(text.contains(" if the gap is bridged at the penalty rate, and "), "{text}");
    }
}
