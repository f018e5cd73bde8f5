//! What the charts of a run find, in a sentence each: their titles.
//!
//! Each sentence holds whatever the launches say: one of them, all alike, nothing sold, everybody short of cash.

use super::histogram::FEW;
use super::scale::figure;
use crate::experiment::bookings::{Booking, Bookings};
use crate::experiment::figures::Figures;
use crate::experiment::figures::need::Need;
use crate::outcome::MetricId;
use crate::report::number::per_cent;
use crate::report::words::{begun, written};
use crate::stats::Summary;
use crate::units::counted;

/// How the launches are spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speech {
    /// One launch.
    One,
    /// All of several launches agree.
    Alike,
    /// Too few for quantiles: from the lowest to the highest.
    Few,
    /// Nine in ten.
    Many,
}

impl Speech {
    fn of(summary: &Summary, launches: usize) -> Self {
        match () {
            () if launches == 1 => Self::One,
            () if summary.min >= summary.max => Self::Alike,
            () if launches < FEW => Self::Few,
            () => Self::Many,
        }
    }

    fn range(self, summary: &Summary) -> (f64, f64) {
        if self == Self::Many { (summary.p5, summary.p95) } else { (summary.min, summary.max) }
    }
}

/// "369 million to 1.22 billion", or one figure where both read alike.
#[must_use]
pub fn range(low: f64, high: f64) -> String {
    let (low, high) = (figure(low), figure(high));
    if low == high { format!("about {low}") } else { format!("{low} to {high}") }
}

/// How many launches do something: "0.6 % fall short", "3 of 12 fall short", "1 of 12 falls short", "all fall short",
/// "none falls short".
#[must_use]
pub fn how_many(count: f64, launches: usize, [one, many]: [&str; 2]) -> String {
    let all = launches as f64;
    match () {
        () if count <= 0.0 => format!("none {one}"),
        () if count >= all => format!("all {many}"),
        () if launches >= FEW => format!("{} {many}", per_cent(count / all)),
        () if count == 1.0 => format!("1 of {launches} {one}"),
        () => format!("{count:.0} of {launches} {many}"),
    }
}

/// Which launches a range is of: "Nine launches in ten", "The 12 launches".
fn who(speech: Speech, launches: usize) -> String {
    match speech {
        Speech::One => "The launch".into(),
        Speech::Alike => "Every launch".into(),
        Speech::Few => format!("The {launches} launches"),
        Speech::Many => "Nine launches in ten".into(),
    }
}

/// What is earned or lost, by how many, and how many fall short of cash.
#[must_use]
pub fn profit(figures: &Figures, currency: &str) -> Option<String> {
    let launches = figures.launches;
    let summary = &figures.metric(MetricId::NetProfit)?.summary;
    if summary.count == 0 {
        return None;
    }
    let speech = Speech::of(summary, launches);
    let (low, high) = speech.range(summary);
    let who = who(speech, launches);
    let one = matches!(speech, Speech::One | Speech::Alike);
    let amount = if one { figure(low.abs()) } else { range(low, high) };
    let s = if one { "s" } else { "" };
    let mut said = match () {
        () if one && low == 0.0 => format!("{who} neither earns nor loses money"),
        () if low >= 0.0 => format!("{who} earn{s} {amount} {currency}"),
        () if one => format!("{who} loses {amount} {currency}"),
        () if high <= 0.0 => format!("{who} lose {} {currency}", range(-high, -low)),
        () => format!("{who} end between {} and {} {currency}", figure(low), figure(high)),
    };
    let mut more = Vec::new();
    if let Some(losing) = figures.losing.filter(|_| !one && summary.min < summary.max) {
        more.push(how_many((losing * launches as f64).round(), launches, ["loses money", "lose money"]));
    }
    match short(figures) {
        Some(count) if launches == 1 && count > 0.0 => said.push_str(", but falls short of cash"),
        Some(count) if launches > 1 && count > 0.0 => {
            more.push(how_many(count, launches, ["falls short of cash", "fall short of cash"]));
        }
        _ => {}
    }
    if !more.is_empty() {
        said = format!("{said}; {}", more.join(", "));
    }
    Some(said)
}

/// Launches that fall short of cash, where there is cash.
fn short(figures: &Figures) -> Option<f64> {
    let chance = figures.metric(MetricId::Insolvent)?.probability?.value;
    chance.is_finite().then(|| (chance * figures.launches as f64).round())
}

/// Whether cash suffices, how much more would do, and for how long.
#[must_use]
pub fn cash(figures: &Figures, currency: &str, date: impl Fn(f64) -> String) -> Option<String> {
    let launches = figures.launches;
    let lowest = &figures.metric(MetricId::LowestCash)?.summary;
    let count = short(figures)?;
    let day = figures.metric(MetricId::InsolvencyDay).map(|metric| metric.summary);
    if lowest.count == 0 {
        return None;
    }
    if launches == 1 {
        let deepest = format!("{} {currency}", figure(lowest.p50));
        let first =
            day.filter(|day| day.count > 0).map_or_else(String::new, |day| format!(" from {} on", date(day.p50)));
        return Some(if count > 0.0 {
            format!("Cash is short{first}: it falls to {deepest}, below the credit line")
        } else {
            format!("Cash suffices: at the lowest it is {deepest}")
        });
    }
    if count <= 0.0 {
        let speech = Speech::of(lowest, launches);
        let (low, high) = speech.range(lowest);
        let deepest = if speech == Speech::Alike { figure(low) } else { range(low, high) };
        let whose = match speech {
            Speech::Many => ", in nine of ten",
            _ => "",
        };
        return Some(format!(
            "Cash suffices in all {launches} launches: at the lowest it is {deepest} {currency}{whose}"
        ));
    }
    let whose = match () {
        () if count >= launches as f64 => "every launch".to_owned(),
        () if launches < FEW || count == 1.0 => format!("{count:.0} of {launches} launches"),
        () => format!("{} of the launches", per_cent(count / launches as f64)),
    };
    let said = format!("Cash falls short in {whose}");
    Some(
        figures
            .need
            .as_ref()
            .and_then(|all| need(all, currency))
            .map_or(said.clone(), |need| format!("{said}; {need}")),
    )
}

/// "half of these need at most 19 million yuan more, half are short for at most 2 days".
fn need(need: &Need, currency: &str) -> Option<String> {
    let (gap, days) = (need.gap[0]?, need.days[0]?);
    let days = counted(days.round(), "day");
    Some(match need.short {
        1 => format!("it needs {} {currency} more, for {days}", figure(gap)),
        _ => format!("half of these need at most {} {currency} more, half are short for at most {days}", figure(gap)),
    })
}

/// How many phones are shipped and who still waits.
#[must_use]
pub fn progress(figures: &Figures) -> Option<String> {
    let launches = figures.launches;
    let of = |id: MetricId| figures.metric(id).map(|metric| &metric.summary).filter(|summary| summary.count > 0);
    let shipped = of(MetricId::Shipped)?;
    let speech = Speech::of(shipped, launches);
    let (low, high) = speech.range(shipped);
    let said = match speech {
        _ if shipped.max <= 0.0 => match of(MetricId::Orders) {
            Some(orders) if orders.max <= 0.0 => return Some("Nobody orders a phone".into()),
            _ => "No phone is shipped".to_owned(),
        },
        Speech::One | Speech::Alike => {
            let phones = if low == 1.0 { "phone is" } else { "phones are" };
            let every = if speech == Speech::Alike { " in every launch" } else { "" };
            format!("{} {phones} shipped{every}", figure(low))
        }
        _ => format!("{} ship {} phones", who(speech, launches), range(low, high)),
    };
    let Some(waiting) = of(MetricId::WaitingEnd) else { return Some(said) };
    Some(match () {
        () if waiting.max <= 0.0 => format!("{said}; nobody is left waiting"),
        () if waiting.min >= waiting.max => {
            let wait = if waiting.p50 == 1.0 { "customer is" } else { "customers are" };
            format!("{said}; {} {wait} left waiting", figure(waiting.p50))
        }
        () if launches < FEW => format!("{said}; {} customers are left waiting", range(waiting.min, waiting.max)),
        () if waiting.p50 <= 0.0 => format!("{said}; in at least half of all nobody is left waiting"),
        () => format!("{said}; in half of all {} customers or more are left waiting", figure(waiting.p50)),
    })
}

/// Which pacing part is out of stock on most days: of each part, the days on which at least half of the launches have none.
#[must_use]
pub fn stock(parts: &[(String, usize)], launches: usize) -> String {
    let most = parts.iter().map(|(_, days)| *days).max().unwrap_or(0);
    let named: Vec<&str> = parts.iter().filter(|(_, days)| *days == most).map(|(name, _)| name.as_str()).collect();
    let half = if launches == 1 { "" } else { " in at least half of the launches" };
    match (most, named.as_slice()) {
        (0, _) if launches == 1 => "Once there, no pacing part runs out".into(),
        (0, _) => "On no day are half of the launches out of a pacing part they have had".into(),
        (days, [one]) => begun(&format!("{one} runs out most: there is none on {}{half}", counted(days as f64, "day"))),
        (days, several) => {
            begun(&format!("{} run out most: there are none on {}{half}", listed(several), counted(days as f64, "day")))
        }
    }
}

/// What holds the line up longest: names and mean days of what is missing, the longest first.
#[must_use]
pub fn bottleneck(rows: &[(String, f64)], launches: usize) -> String {
    let Some((_, most)) = rows.first() else { return "Nothing but demand holds the line up".into() };
    let told = |days: f64| if days >= 10.0 { written(days, 0) } else { written(days, 1) };
    // Days on which every factory rests are called by what they are.
    let called = |name: &'_ str| if name == "closed" { "rest days and holidays".to_owned() } else { name.to_owned() };
    let named: Vec<String> =
        rows.iter().filter(|(_, days)| told(*days) == told(*most)).map(|(name, _)| called(name)).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let whose = if launches == 1 { "" } else { " of a launch on average" };
    let days = format!("{} days{whose}", told(*most));
    match named.as_slice() {
        [one] => format!("What holds the line up longest is {one}: {days}"),
        several => format!("What holds the line up longest are {}: {days} each", listed(several)),
    }
}

/// What a phone costs at the last volume, against its price.
#[must_use]
pub fn unit_cost(cost: f64, price: Option<f64>, launches: usize, currency: &str) -> Option<String> {
    if !cost.is_finite() {
        return None;
    }
    let median = if launches == 1 { "" } else { " in the median launch" };
    let said = format!("A phone costs {} {currency} with development{median}", figure(cost));
    Some(match price {
        None => said,
        Some(price) if figure(price) == figure(cost) => format!("{said}, as much as its price"),
        Some(price) if cost < price => format!("{said}, less than its price of {}", figure(price)),
        Some(price) => format!("{said}, more than its price of {}", figure(price)),
    })
}

/// Which part is dearest.
#[must_use]
pub fn cost_audit(dearest: &str, share: f64, others: bool) -> String {
    if others {
        begun(&format!("{dearest} is the dearest part: {} of all that parts cost", per_cent(share)))
    } else {
        begun(&format!("{dearest} is all that parts cost"))
    }
}

/// Within how many days half and nine tenths of the phones are delivered.
#[must_use]
pub fn waiting(half: usize, most: usize) -> String {
    let within = |days: usize| match days {
        0 => "on the day of the order".to_owned(),
        days => format!("within {}", counted(days as f64, "day")),
    };
    if half == most {
        return format!("Nine phones in ten are shipped {}", within(most));
    }
    format!("Half of the phones are shipped {}, nine in ten {}", within(half), within(most))
}

/// Which rounds sell out, and which fastest: name, launches in which it does, and its median hours.
#[must_use]
pub fn sell_out(rows: &[(String, usize, f64)], launches: usize) -> String {
    let often = rows.iter().filter(|(_, count, _)| 2 * count >= launches && *count > 0).count();
    let fastest = rows.iter().filter(|(_, count, _)| 2 * count >= launches && *count > 0);
    let Some((name, _, hours)) = fastest.min_by(|a, b| a.2.total_cmp(&b.2)) else {
        let any = rows.iter().any(|(_, count, _)| *count > 0);
        return if any { "No round sells out in half of the launches" } else { "No sales round sells out" }.into();
    };
    let hours = if *hours == 1.0 { "1 hour".to_owned() } else { format!("{} hours", figure(*hours)) };
    let (half, median) =
        if launches == 1 { ("", "") } else { (" in at least half of the launches", ", in the median") };
    match (often, rows.len()) {
        (_, 1) => begun(&format!("{name} sells out{half}: in {hours}{median}")),
        (1, all) => format!("1 of {all} rounds sells out{half}: {name} in {hours}{median}"),
        (some, all) if some == all => {
            format!("Every round sells out{half}, {name} fastest: in {hours}{median}")
        }
        (some, all) => format!("{some} of {all} rounds sell out{half}, {name} fastest: in {hours}{median}"),
    }
}

/// How many facts on record lie within the launches; of one launch, how many it exceeds.
#[must_use]
pub fn record(facts: &[(f64, Summary)], launches: usize) -> String {
    let known: Vec<&(f64, Summary)> = facts.iter().filter(|(_, summary)| summary.count > 0).collect();
    let all = known.len();
    let of = |count: usize, one: &str, many: &str| {
        let (noun, verb) = if all == 1 { ("fact", one) } else { ("facts", if count == 1 { one } else { many }) };
        match (count, all) {
            (1, 1) => format!("The only fact on record {verb}"),
            _ if count == all => format!("All {all} {noun} on record {verb}"),
            _ => format!("{count} of {all} {noun} on record {verb}"),
        }
    };
    if all == 0 {
        return "No launch says anything of the facts on record".into();
    }
    if launches == 1 {
        let above = known.iter().filter(|(value, summary)| summary.p50 > *value).count();
        return format!("{} below this launch", of(above, "lies", "lie"));
    }
    let (few, within) =
        if launches < FEW { (true, "among the launches") } else { (false, "where nine launches in ten do") };
    let inside = known.iter().filter(|(value, summary)| {
        let (low, high) = if few { (summary.min, summary.max) } else { (summary.p5, summary.p95) };
        (low..=high).contains(value)
    });
    format!("{} {within}", of(inside.count(), "lies", "lie"))
}

/// How many would choose the phone at its price, and what one per cent more on it costs.
#[must_use]
pub fn demand(price: &str, buyers: f64, elasticity: f64) -> String {
    if buyers < 0.5 {
        return format!("At {price} nobody would choose the phone");
    }
    let said = format!("At {price} {} people would choose the phone", figure(buyers));
    if elasticity.is_finite() { format!("{said}; 1 % dearer, {} % fewer do", written(elasticity, 1)) } else { said }
}

/// "a", "a and b", "a, b and c"; beyond three the rest is counted.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] if names.len() <= 3 => format!("{} and {last}", all.join(", ")),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

/// Which parts come too late for the first phone.
#[must_use]
pub fn bookings(all: &Bookings) -> String {
    let late: Vec<&Booking> = all.parts.iter().filter(|part| part.safely_there > all.needed).collect();
    let parts = all.parts.len();
    let one_launch = all.launches == 1;
    let Some(worst) = late.iter().max_by(|a, b| a.safely_there.total_cmp(&b.safely_there)) else {
        let often = if one_launch { "" } else { " in nine launches of ten" };
        let who = if parts == 1 { "The first order is".to_owned() } else { format!("All {parts} first orders are") };
        return format!("{who} there in time for the first phone{often}");
    };
    let days = counted((worst.safely_there - all.needed).round(), "day");
    let by = if one_launch { format!("{days} late") } else { format!("{days} late or more in one launch of ten") };
    let name = worst.name.replace('_', " ");
    match late.len() {
        1 => begun(&format!("{name} comes too late for the first phone: {by}")),
        some => format!("{some} of {parts} first orders come too late for the first phone, {name} most: {by}"),
    }
}

#[cfg(test)]
mod tests;
