//! The sentences above the tables: how many phones, what is earned, whether the cash suffices.

use super::chart::scale::figure;
use super::number::per_cent;
use super::summary::RunSummary;
use crate::experiment::figures::Probability;
use crate::experiment::figures::need::{End, Need, Profit};
use crate::outcome::MetricId;
use crate::stats::Summary;
use crate::units::{date_of_day, thousands};

/// The summary of a metric that applies to some launch.
fn summary(run: &RunSummary, id: MetricId) -> Option<&Summary> {
    run.figures.metric(id).map(|metric| &metric.summary).filter(|summary| summary.count > 0)
}

/// What happens in a sentence or three: one figure when all launches agree, else the median and nine in ten.
#[must_use]
pub fn headline(run: &RunSummary) -> String {
    let mut sentences = Vec::new();
    if let Some(shipped) = summary(run, MetricId::Shipped) {
        sentences.push(if shipped.min < shipped.max {
            format!(
                "Half of the launches ship more than {} phones, nine in ten ship between {} and {}.",
                figure(shipped.p50),
                figure(shipped.p5),
                figure(shipped.p95)
            )
        } else {
            let phones = if shipped.p50 == 1.0 { "phone is" } else { "phones are" };
            format!("{} {phones} shipped.", thousands(shipped.p50, 0))
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
    sentences.join(" ")
}

/// Refunds at the end are told where they are more than this share of all orders.
const WORTH_TELLING: f64 = 0.01;

/// Customers who paid and never got a phone.
fn broken_promises(run: &RunSummary) -> Option<String> {
    let (refunded, orders) = (summary(run, MetricId::RefundedEnd)?, summary(run, MetricId::Orders)?);
    let share = refunded.mean / orders.mean;
    (share > WORTH_TELLING).then(|| {
        let who = if refunded.min < refunded.max { " on average" } else { "" };
        format!(
            "{} customers{who}, {} of all orders, still wait on the last day and are refunded.",
            figure(refunded.mean),
            per_cent(share)
        )
    })
}

/// Bills that fall due after the last day and cannot be paid: no day of the timeline shows them.
fn last_bills(run: &RunSummary) -> Option<String> {
    let Probability { value, low, high } = run.figures.metric(MetricId::BillsUnpaid)?.probability?;
    if value.is_nan() || value <= 0.0 {
        return None;
    }
    let cash = summary(run, MetricId::ClosingCash)?;
    let who = match (run.figures.launches, cash.min < cash.max) {
        (1, _) | (_, false) => "The bills due after the last day cannot be paid".to_owned(),
        _ => format!("In {} the bills due after the last day cannot be paid", shares([value, low, high])),
    };
    Some(format!("{who}: cash after everything is settled lies below the credit line."))
}

fn profit_sentence(run: &RunSummary) -> Option<String> {
    let profit = summary(run, MetricId::NetProfit)?;
    let currency = &run.layout.currency;
    if profit.min >= profit.max {
        let verb = if profit.p50 < 0.0 { "loses" } else { "earns" };
        return Some(format!("The launch {verb} {} {currency}.", thousands(profit.p50.abs(), 0)));
    }
    let verb = if profit.p50 < 0.0 { "lose" } else { "earn" };
    let middle = figure(profit.p50.abs());
    let range = format!("nine in ten between {} and {}", figure(profit.p5), figure(profit.p95));
    let losing = match run.figures.losing {
        Some(share) if profit.p50 >= 0.0 && share > 0.0 => format!("; {} lose money", per_cent(share)),
        _ => String::new(),
    };
    Some(format!("In the middle they {verb} {middle} {currency}, {range}{losing}."))
}

/// The lowest cash, and whether it suffices; told where few or none fall short.
fn cash_sentence(run: &RunSummary) -> Option<String> {
    let Probability { value, low, high } = run.figures.metric(MetricId::Insolvent)?.probability?;
    let lowest = summary(run, MetricId::LowestCash)?;
    let currency = &run.layout.currency;
    // Where no two launches differ in cash, profit and shipments, there is no luck to speak of.
    let same = |id: MetricId| summary(run, id).is_none_or(|summary| summary.min >= summary.max);
    let without_luck = [MetricId::LowestCash, MetricId::NetProfit, MetricId::Shipped].into_iter().all(same);
    if run.figures.launches == 1 || without_luck && (value == 0.0 || value == 1.0) {
        let end = if value > 0.5 { "which is below its credit line" } else { "and it can pay" };
        return Some(format!("Cash falls to {} {currency} at the lowest, {end}.", figure(lowest.p50)));
    }
    let deepest = format!("The lowest cash is {} {currency} in the middle", figure(lowest.p50));
    if value == 0.0 {
        return Some(format!("{deepest}; none falls short of cash (a chance below {}).", per_cent(high)));
    }
    let short = shares([value, low, high]);
    let earned = match &run.figures.need {
        Some(Need { bridged, wound_up, .. }) => format!(
            ", and the mean profit is {} {currency} if they are bridged at the penalty rate, {} if they are wound up",
            figure(bridged.summary.mean),
            figure(wound_up.summary.mean)
        ),
        None => String::new(),
    };
    Some(format!("{deepest}; {short} fall short of cash{earned}."))
}

/// A chance with its interval, which is about a percentage point wide, so all three get the same digits.
fn shares(shares: [f64; 3]) -> String {
    let [value, low, high] = shares.map(|share| format!("{:.1}", share * 100.0));
    format!("{value} % ({low} % to {high} %)")
}

fn days(days: f64) -> String {
    let decimals = usize::from(days.fract() != 0.0 && days < 100.0);
    format!("{} {}", thousands(days, decimals), if days == 1.0 { "day" } else { "days" })
}

fn date(run: &RunSummary, day: f64) -> String {
    date_of_day(run.layout.start, day.floor() as i64).strftime("%-d %b %Y").to_string()
}

/// How likely cash falls short, by how much and how long, what ends it and what that hangs on.
fn need_sentences(run: &RunSummary, need: &Need) -> Option<[String; 3]> {
    let currency = &run.layout.currency;
    let Probability { value, low, high } = need.chance;
    let (gap, lasting, by) = (need.gap[0]?, need.days[0]?, need.by[0]?);
    Some([
        format!(
            "{} of {} launches, {}, fall short of cash: below their credit line by {} {currency} in the middle, for {}, first on {}.",
            thousands(need.short as f64, 0),
            thousands(need.launches as f64, 0),
            shares([value, low, high]),
            figure(gap),
            days(lasting),
            date(run, by)
        ),
        ends(run, need),
        "What is earned depends on whether such a gap is bridged or the company is wound up: both stand below."
            .to_owned(),
    ])
}

/// What ends the gaps; a dated inflow is a day that the scenario assumes, and the need hangs on it.
fn ends(run: &RunSummary, need: &Need) -> String {
    let in_share =
        |share: f64| if share == 1.0 { "in all of them".to_owned() } else { format!("in {}", per_cent(share)) };
    let told = |end: &End| match end.day {
        Some(day) => format!(
            "on {}, the day of {}, {}",
            date(run, f64::from(day)),
            end.inflows.join(" and "),
            in_share(end.share)
        ),
        None => format!("with what customers pay {}", in_share(end.share)),
    };
    let mut parts: Vec<String> = need.ends.iter().take(3).map(told).collect();
    if need.open > 0.0 {
        parts.push(format!("not before the last day {}", in_share(need.open)));
    }
    let hangs = match need.ends.first() {
        Some(End { inflows, day: Some(_), share }) if *share >= 0.5 => {
            format!(". The need hangs on the day of {}, which the scenario assumes", inflows.join(" and "))
        }
        _ => String::new(),
    };
    format!("The gap closes {}{hangs}.", parts.join("; "))
}

/// The one launch of a run that falls short, or all of them alike.
fn one_short_launch(run: &RunSummary, need: &Need) -> Option<[String; 2]> {
    let currency = &run.layout.currency;
    let (gap, lasting, by) = (need.gap[0]?, need.days[0]?, need.by[0]?);
    let earned = |profit: &Profit| {
        let verb = if profit.summary.p50 < 0.0 { "loses" } else { "earns" };
        format!("{verb} {} {currency}", thousands(profit.summary.p50.abs(), 0))
    };
    let until = match need.ends.first() {
        Some(End { inflows, day: Some(day), .. }) => {
            format!(", until {}, the assumed day of {}", date(run, f64::from(*day)), inflows.join(" and "))
        }
        Some(_) => ", until customers have paid enough".to_owned(),
        None => ", to the last day".to_owned(),
    };
    Some([
        format!(
            "From {} on cash is short: below the credit line by {} {currency} at the worst, on {}{until}.",
            date(run, by),
            figure(gap),
            days(lasting),
        ),
        format!(
            "The launch {} if the gap is bridged at the penalty rate, and {} if the company is wound up.",
            earned(&need.bridged),
            earned(&need.wound_up)
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
        headline(&run)
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
