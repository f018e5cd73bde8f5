//! What the charts of parts, of the line and of single figures find.

use crate::experiment::bookings::{Booking, Bookings};
use crate::report::chart::histogram::FEW;
use crate::report::chart::scale::figure;
use crate::report::chart::words::{amount, days, listed, money, number, share};
use crate::report::said::{Text, said};
use crate::report::words::{begun, written};
use crate::stats::Summary;

/// Names in a sentence that begins with them.
fn first_of(names: &[&str]) -> Text {
    let name = |(at, name): (usize, &&str)| Text::name(if at == 0 { begun(name) } else { (*name).to_owned() });
    listed(&names.iter().enumerate().map(name).collect::<Vec<Text>>())
}

/// Which pacing part is out of stock on most days: of each part, the days on which at least half of the launches have none.
#[must_use]
pub fn stock(parts: &[(String, usize)], launches: usize) -> Text {
    let most = parts.iter().map(|(_, days)| *days).max().unwrap_or(0);
    let named: Vec<&str> = parts.iter().filter(|(_, days)| *days == most).map(|(name, _)| name.as_str()).collect();
    let said = match (most, named.as_slice()) {
        (0, _) if launches == 1 => return said!("Once there, no pacing part runs out"),
        (0, _) => return said!("On no day are half of the launches out of a pacing part they have had"),
        (most, names @ [_]) => {
            said!("{part} runs out most: there is none on {days}", part = first_of(names), days = days(most as f64))
        }
        (most, names) => {
            said!("{parts} run out most: there are none on {days}", parts = first_of(names), days = days(most as f64))
        }
    };
    if launches == 1 { said } else { said!("{what} in at least half of the launches", what = said) }
}

/// A name of what holds the line up, in a sentence.
fn held_by(name: &str) -> Text {
    match name {
        // Days on which every factory rests are called by what they are.
        "closed" => said!("rest days and holidays"),
        name => Text::term(name.to_owned()),
    }
}

/// What holds the line up longest: names and mean days of what is missing, the longest first.
#[must_use]
pub fn bottleneck(rows: &[(String, f64)], launches: usize) -> Text {
    let Some((_, most)) = rows.first() else { return said!("Nothing but demand holds the line up") };
    let decimals = |days: f64| usize::from(days < 10.0);
    let told = |days: f64| written(days, decimals(days));
    let named: Vec<Text> =
        rows.iter().filter(|(_, days)| told(*days) == told(*most)).map(|(name, _)| held_by(name)).collect();
    let lasting = number(*most, decimals(*most));
    let lasting = if launches == 1 {
        said!("{days} days", days = lasting)
    } else {
        said!("{days} days of a launch on average", days = lasting)
    };
    match named.as_slice() {
        [one] => said!("What holds the line up longest is {what}: {days}", what = one.clone(), days = lasting),
        several => {
            said!("What holds the line up longest are {what}: {days} each", what = listed(several), days = lasting)
        }
    }
}

/// What a phone costs at the last volume, against its price.
#[must_use]
pub fn unit_cost(cost: f64, price: Option<f64>, launches: usize, currency: &str) -> Option<Text> {
    if !cost.is_finite() {
        return None;
    }
    let told = money(cost, currency);
    let said = if launches == 1 {
        said!("A phone costs {amount} with development", amount = told)
    } else {
        said!("A phone costs {amount} with development in the median launch", amount = told)
    };
    Some(match price {
        None => said,
        Some(price) if figure(price) == figure(cost) => said!("{what}, as much as its price", what = said),
        Some(price) if cost < price => {
            said!("{what}, less than its price of {price}", what = said, price = amount(price))
        }
        Some(price) => said!("{what}, more than its price of {price}", what = said, price = amount(price)),
    })
}

/// Which part is dearest.
#[must_use]
pub fn cost_audit(dearest: &str, of_all: f64, others: bool) -> Text {
    if others {
        said!(
            "{part} is the dearest part: {share} of all that parts cost",
            part = begun(dearest),
            share = share(of_all)
        )
    } else {
        said!("{part} is all that parts cost", part = begun(dearest))
    }
}

/// Within how many days half and nine tenths of the phones are delivered.
#[must_use]
pub fn waiting(half: usize, most: usize) -> Text {
    let within = |number: usize| match number {
        0 => said!("on the day of the order"),
        number => said!("within {days}", days = days(number as f64)),
    };
    if half == most {
        return said!("Nine phones in ten are shipped {within}", within = within(most));
    }
    said!("Half of the phones are shipped {half}, nine in ten {most}", half = within(half), most = within(most))
}

/// Which rounds sell out, and which fastest: name, launches in which it does, and its median hours.
#[must_use]
pub fn sell_out(rows: &[(String, usize, f64)], launches: usize) -> Text {
    let often = rows.iter().filter(|(_, count, _)| 2 * count >= launches && *count > 0).count();
    let fastest = rows.iter().filter(|(_, count, _)| 2 * count >= launches && *count > 0);
    let Some((name, _, hours)) = fastest.min_by(|a, b| a.2.total_cmp(&b.2)) else {
        let any = rows.iter().any(|(_, count, _)| *count > 0);
        return if any {
            said!("No round sells out in half of the launches")
        } else {
            said!("No sales round sells out")
        };
    };
    let hours = if *hours == 1.0 { said!("1 hour") } else { said!("{hours} hours", hours = amount(*hours)) };
    let (all, one) = (rows.len(), launches == 1);
    let of = || (number(often as f64, 0), number(all as f64, 0));
    match () {
        () if all == 1 && one => said!("{round} sells out: in {hours}", round = begun(name), hours = hours),
        () if all == 1 => said!(
            "{round} sells out in at least half of the launches: in {hours}, in the median",
            round = begun(name),
            hours = hours
        ),
        () if often == 1 && one => {
            said!("1 of {all} rounds sells out: {round} in {hours}", all = of().1, round = name, hours = hours)
        }
        () if often == 1 => said!(
            "1 of {all} rounds sells out in at least half of the launches: {round} in {hours}, in the median",
            all = of().1,
            round = name,
            hours = hours
        ),
        () if often == all && one => {
            said!("Every round sells out, {round} fastest: in {hours}", round = name, hours = hours)
        }
        () if often == all => said!(
            "Every round sells out in at least half of the launches, {round} fastest: in {hours}, in the median",
            round = name,
            hours = hours
        ),
        () if one => said!(
            "{some} of {all} rounds sell out, {round} fastest: in {hours}",
            some = of().0,
            all = of().1,
            round = name,
            hours = hours
        ),
        () => said!(
            "{some} of {all} rounds sell out in at least half of the launches, {round} fastest: in {hours}, in the median",
            some = of().0,
            all = of().1,
            round = name,
            hours = hours
        ),
    }
}

/// How many facts on record lie within the launches; of one launch, how many it exceeds.
#[must_use]
pub fn record(facts: &[(f64, Summary)], launches: usize) -> Text {
    let known: Vec<&(f64, Summary)> = facts.iter().filter(|(_, summary)| summary.count > 0).collect();
    let all = known.len();
    let of = |count: usize| {
        let (some, every) = (count.to_string(), all.to_string());
        match (count, all) {
            (1, 1) => said!("The only fact on record lies"),
            (_, 1) => said!("{some} of {all} fact on record lies", some = some, all = every),
            _ if count == all => said!("All {all} facts on record lie", all = every),
            (1, _) => said!("{some} of {all} facts on record lies", some = some, all = every),
            _ => said!("{some} of {all} facts on record lie", some = some, all = every),
        }
    };
    if all == 0 {
        return said!("No launch says anything of the facts on record");
    }
    if launches == 1 {
        let above = known.iter().filter(|(value, summary)| summary.p50 > *value).count();
        return said!("{facts} below this launch", facts = of(above));
    }
    let few = launches < FEW;
    let inside = known.iter().filter(|(value, summary)| {
        let (low, high) = if few { (summary.min, summary.max) } else { (summary.p5, summary.p95) };
        (low..=high).contains(value)
    });
    let facts = of(inside.count());
    if few {
        said!("{facts} among the launches", facts = facts)
    } else {
        said!("{facts} where nine launches in ten do", facts = facts)
    }
}

/// Which parts come too late for the first phone.
#[must_use]
pub fn bookings(all: &Bookings) -> Text {
    let late: Vec<&Booking> = all.parts.iter().filter(|part| part.safely_there > all.needed).collect();
    let parts = all.parts.len();
    let one_launch = all.launches == 1;
    let Some(worst) = late.iter().max_by(|a, b| a.safely_there.total_cmp(&b.safely_there)) else {
        let said = if parts == 1 {
            said!("The first order is there in time for the first phone")
        } else {
            said!("All {some} first orders are there in time for the first phone", some = parts.to_string())
        };
        return if one_launch { said } else { said!("{what} in nine launches of ten", what = said) };
    };
    let by = said!("{days} late", days = days(worst.safely_there - all.needed));
    let by = if one_launch { by } else { said!("{late} or more in one launch of ten", late = by) };
    let name = worst.name.replace('_', " ");
    match late.len() {
        1 => said!("{part} comes too late for the first phone: {by}", part = begun(&name), by = by),
        some => said!(
            "{some} of {all} first orders come too late for the first phone, {part} most: {by}",
            some = some.to_string(),
            all = parts.to_string(),
            part = name,
            by = by
        ),
    }
}
