//! What the charts of a run find, in a sentence each: their titles.
//!
//! Each sentence holds whatever the launches say: one of them, all alike, nothing sold, everybody short of cash.

mod supply;

pub use supply::{bookings, bottleneck, cost_audit, record, sell_out, stock, unit_cost, waiting};

use super::histogram::FEW;
use super::scale::figure;
use super::words::{amount, days, money, number, share};
use crate::experiment::figures::Figures;
use crate::experiment::figures::need::Need;
use crate::outcome::MetricId;
use crate::report::said::{Text, said};
use crate::stats::Summary;

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
pub fn range(low: f64, high: f64) -> Text {
    if figure(low) == figure(high) {
        said!("about {amount}", amount = amount(low))
    } else {
        said!("{low} to {high}", low = amount(low), high = amount(high))
    }
}

/// What launches do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// They lose money.
    Lose,
    /// They fall short of cash.
    FallShort,
}

/// How many launches do something: "0.6 % fall short", "3 of 12 fall short", "1 of 12 falls short", "all fall short",
/// "none falls short".
#[must_use]
pub fn how_many(count: f64, launches: usize, does: Does) -> Text {
    let (all, some) = (launches.to_string(), number(count, 0));
    let of_all = || share(count / launches as f64);
    match does {
        Does::Lose => match () {
            () if count <= 0.0 => said!("none loses money"),
            () if count >= launches as f64 => said!("all lose money"),
            () if launches >= FEW => said!("{share} lose money", share = of_all()),
            () if count == 1.0 => said!("1 of {all} loses money", all = all),
            () => said!("{some} of {all} lose money", some = some, all = all),
        },
        Does::FallShort => match () {
            () if count <= 0.0 => said!("none falls short of cash"),
            () if count >= launches as f64 => said!("all fall short of cash"),
            () if launches >= FEW => said!("{share} fall short of cash", share = of_all()),
            () if count == 1.0 => said!("1 of {all} falls short of cash", all = all),
            () => said!("{some} of {all} fall short of cash", some = some, all = all),
        },
    }
}

/// Which launches a range is of: "Nine launches in ten", "The 12 launches".
fn who(speech: Speech, launches: usize) -> Text {
    match speech {
        Speech::One => said!("The launch"),
        Speech::Alike => said!("Every launch"),
        Speech::Few => said!("The {some} launches", some = launches.to_string()),
        Speech::Many => said!("Nine launches in ten"),
    }
}

/// What is earned or lost, by how many, and how many fall short of cash.
#[must_use]
pub fn profit(figures: &Figures, currency: &str) -> Option<Text> {
    let launches = figures.launches;
    let summary = &figures.metric(MetricId::NetProfit)?.summary;
    if summary.count == 0 {
        return None;
    }
    let speech = Speech::of(summary, launches);
    let (low, high) = speech.range(summary);
    let who = who(speech, launches);
    let one = matches!(speech, Speech::One | Speech::Alike);
    let coin = || Text::term(currency.to_owned());
    let mut said = match () {
        () if one && low == 0.0 => said!("{who} neither earns nor loses money", who = who),
        () if one && low > 0.0 => {
            said!("{who} earns {amount} {currency}", who = who, amount = amount(low), currency = coin())
        }
        () if one => said!("{who} loses {amount} {currency}", who = who, amount = amount(-low), currency = coin()),
        () if low >= 0.0 => {
            said!("{who} earn {amount} {currency}", who = who, amount = range(low, high), currency = coin())
        }
        () if high <= 0.0 => {
            said!("{who} lose {amount} {currency}", who = who, amount = range(-high, -low), currency = coin())
        }
        () => said!(
            "{who} end between {low} and {high} {currency}",
            who = who,
            low = amount(low),
            high = amount(high),
            currency = coin()
        ),
    };
    let mut more = Vec::new();
    if let Some(losing) = figures.losing.filter(|_| !one && summary.min < summary.max) {
        more.push(how_many((losing * launches as f64).round(), launches, Does::Lose));
    }
    match short(figures) {
        Some(count) if launches == 1 && count > 0.0 => said = said!("{what}, but falls short of cash", what = said),
        Some(count) if launches > 1 && count > 0.0 => more.push(how_many(count, launches, Does::FallShort)),
        _ => {}
    }
    if !more.is_empty() {
        let told = more.into_iter().reduce(|one, other| said!("{one}, {other}", one = one, other = other));
        said = said!("{one}; {other}", one = said, other = told.unwrap_or_default());
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
pub fn cash(figures: &Figures, currency: &str, date: impl Fn(f64) -> Text) -> Option<Text> {
    let launches = figures.launches;
    let lowest = &figures.metric(MetricId::LowestCash)?.summary;
    let count = short(figures)?;
    let day = figures.metric(MetricId::InsolvencyDay).map(|metric| metric.summary);
    if lowest.count == 0 {
        return None;
    }
    if launches == 1 {
        let deepest = money(lowest.p50, currency);
        let first = day.filter(|day| day.count > 0).map(|day| date(day.p50));
        return Some(match first {
            _ if count <= 0.0 => said!("Cash suffices: at the lowest it is {amount}", amount = deepest),
            None => said!("Cash is short: it falls to {amount}, below the credit line", amount = deepest),
            Some(day) => said!(
                "Cash is short from {day} on: it falls to {amount}, below the credit line",
                day = day,
                amount = deepest
            ),
        });
    }
    if count <= 0.0 {
        let speech = Speech::of(lowest, launches);
        let (low, high) = speech.range(lowest);
        let deepest = if speech == Speech::Alike { amount(low) } else { range(low, high) };
        let all = said!(
            "Cash suffices in all {all} launches: at the lowest it is {amount} {currency}",
            all = launches.to_string(),
            amount = deepest,
            currency = Text::term(currency.to_owned())
        );
        return Some(if speech == Speech::Many { said!("{what}, in nine of ten", what = all) } else { all });
    }
    let said = match () {
        () if count >= launches as f64 => said!("Cash falls short in every launch"),
        () if launches < FEW || count == 1.0 => {
            said!("Cash falls short in {some} of {all} launches", some = number(count, 0), all = launches.to_string())
        }
        () => said!("Cash falls short in {share} of the launches", share = share(count / launches as f64)),
    };
    Some(match figures.need.as_ref().and_then(|all| need(all, currency)) {
        Some(need) => said!("{one}; {other}", one = said, other = need),
        None => said,
    })
}

/// "half of these need at most 19 million yuan more, half are short for at most 2 days".
fn need(need: &Need, currency: &str) -> Option<Text> {
    let (gap, lasting) = (money(need.gap[0]?, currency), days(need.days[0]?));
    Some(match need.short {
        1 => said!("it needs {amount} more, for {days}", amount = gap, days = lasting),
        _ => said!(
            "half of these need at most {amount} more, half are short for at most {days}",
            amount = gap,
            days = lasting
        ),
    })
}

/// How many phones are shipped and who still waits.
#[must_use]
pub fn progress(figures: &Figures) -> Option<Text> {
    let launches = figures.launches;
    let of = |id: MetricId| figures.metric(id).map(|metric| &metric.summary).filter(|summary| summary.count > 0);
    let shipped = of(MetricId::Shipped)?;
    let speech = Speech::of(shipped, launches);
    let (low, high) = speech.range(shipped);
    let said = match speech {
        _ if shipped.max <= 0.0 => match of(MetricId::Orders) {
            Some(orders) if orders.max <= 0.0 => return Some(said!("Nobody orders a phone")),
            _ => said!("No phone is shipped"),
        },
        Speech::One if low == 1.0 => said!("{phones} phone is shipped", phones = amount(low)),
        Speech::One => said!("{phones} phones are shipped", phones = amount(low)),
        Speech::Alike if low == 1.0 => said!("{phones} phone is shipped in every launch", phones = amount(low)),
        Speech::Alike => said!("{phones} phones are shipped in every launch", phones = amount(low)),
        _ => said!("{who} ship {phones} phones", who = who(speech, launches), phones = range(low, high)),
    };
    let Some(waiting) = of(MetricId::WaitingEnd) else { return Some(said) };
    let left = match () {
        () if waiting.max <= 0.0 => said!("nobody is left waiting"),
        () if waiting.min >= waiting.max && waiting.p50 == 1.0 => {
            said!("{some} customer is left waiting", some = amount(waiting.p50))
        }
        () if waiting.min >= waiting.max => said!("{some} customers are left waiting", some = amount(waiting.p50)),
        () if launches < FEW => said!("{some} customers are left waiting", some = range(waiting.min, waiting.max)),
        () if waiting.p50 <= 0.0 => said!("in at least half of all nobody is left waiting"),
        () => said!("in half of all {some} customers or more are left waiting", some = amount(waiting.p50)),
    };
    Some(said!("{one}; {other}", one = said, other = left))
}

/// How many would choose the phone at its price, and what one per cent more on it costs.
#[must_use]
pub fn demand(price: &Text, buyers: f64, elasticity: f64) -> Text {
    let price = price.clone();
    if buyers < 0.5 {
        return said!("At {price} nobody would choose the phone", price = price);
    }
    let said = said!("At {price} {buyers} people would choose the phone", price = price, buyers = amount(buyers));
    if elasticity.is_finite() {
        said!("{what}; 1 % dearer, {share} % fewer do", what = said, share = number(elasticity, 1))
    } else {
        said
    }
}

#[cfg(test)]
mod tests;
