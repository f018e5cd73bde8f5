//! How many of each part to order for each month, and until when that is open: `order_plan.csv` and a group of the page.

use std::fmt::Write;

use serde_json::json;

use super::cell::cell;
use super::number::{plain, shortest};
use super::page::{Column, Fit, Group, Table};
use super::said::{Figure, Shown, Text};
use super::words::spaced;
use crate::experiment::best_multiple::BestMultiple;
use crate::experiment::demand::Spread;
use crate::experiment::order_plan::{OrderPlan, PartPlan};
use crate::report::said::said;

/// The text of `order_plan.csv`.
#[must_use]
pub fn csv(orders: &OrderPlan) -> String {
    let mut text = String::from(
        "part,for_month,ordered_p5_parts,ordered_p50_parts,ordered_p95_parts,recommended_p50_parts,decide_by,cancel_by,put_off_by,critical_ratio,used_up_share\n",
    );
    for part in &orders.parts {
        for month in &part.months {
            let Spread { p5, p50, p95 } = month.ordered;
            let date = |date: Option<jiff::civil::Date>| date.map_or(String::new(), |date| date.to_string());
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{},{},{},{},{},{},{},{},{},{},{}",
                cell(&part.name),
                month.month.strftime("%Y-%m"),
                shortest(p5),
                shortest(p50),
                shortest(p95),
                month.recommended.map_or(String::new(), |recommended| shortest(recommended.p50)),
                month.decide_by,
                date(month.cancel_by),
                date(month.put_off_by),
                shortest(libm::round(part.critical_ratio * 1e4) / 1e4),
                shortest(libm::round(part.used_up * 1e4) / 1e4)
            );
        }
    }
    text
}

/// The group of the page: each part with its ratio, and how often its last one is used.
#[must_use]
pub fn group(orders: &OrderPlan, currency: &str) -> Group {
    let better = orders.best.as_ref().filter(|best| best.is_better());
    let mut columns = vec![Column::of(said!("ordered"), said!("parts")), Column::of(said!("nine in ten"), "")];
    columns.extend(better.map(|best| {
        let multiple = figure("orders.best.multiple", best.multiple, Shown::Exact);
        Column::of(said!("{multiple} times the plan", multiple = multiple), said!("parts"))
    }));
    columns.extend([Column::of(said!("used up in"), ""), Column::of(said!("right would be"), "")]);
    let table = Table::new(said!("Parts for the plan"), columns, Fit::Blocks);
    let rows = orders.parts.iter().enumerate().map(|(at, part)| {
        let of = |what: &str, value: f64, shown: Shown| figure(format!("orders.parts.{at}.{what}"), value, shown);
        let Spread { p5, p50, p95 } = part.ordered;
        let range = if part.ordered.is_certain() {
            Text::default()
        } else {
            let (low, high) = (of("ordered.p5", p5, Shown::Rounded), of("ordered.p95", p95, Shown::Rounded));
            said!("{low} to {high}", low = low, high = high)
        };
        let right = if part.critical_ratio.is_nan() {
            Text::default()
        } else {
            figure(format!("1 - orders.parts.{at}.critical_ratio"), 1.0 - part.critical_ratio, Shown::PerCent)
        };
        let mut row = vec![spaced(&part.name).into(), of("ordered.p50", p50, Shown::Rounded), range];
        row.extend(part.recommended.map(|recommended| of("recommended.p50", recommended.p50, Shown::Rounded)));
        row.extend([of("used_up", part.used_up, Shown::PerCent), right]);
        row
    });
    table.rows(rows).and(Group::said(words(orders, currency)))
}

fn figure(id: impl Into<String>, value: f64, shown: Shown) -> Text {
    Figure::new(id, value, shown).into()
}

/// What the table says of the first part.
fn words(orders: &OrderPlan, currency: &str) -> Text {
    let lost = said!(
        "A lost phone costs {margin} {currency}. A part should run out in the share of launches under \"right would be\" (newsvendor: \
         the cost of one left over, over that and a lost phone's). Where it runs out more often, too few are bought, if it is \
         that part that stops sales.",
        margin = figure("orders.margin", orders.margin, Shown::Decimals(0)),
        currency = Text::term(currency.to_owned())
    );
    let last = latest(orders).map(|(part, at)| {
        let of = &orders.parts[part];
        let month = &of.months[at];
        let id = |what: &str| format!("orders.parts.{part}.months.{at}.{what}");
        let first = jiff::civil::date(1970, 1, 1);
        let day = |date: jiff::civil::Date| f64::from(crate::units::days_between(first, date));
        said!(
            "The last order to decide: {part} for {month}, by {date}.",
            part = spaced(&of.name),
            month = Figure::new(id("month"), day(month.month), Shown::Month(first)),
            date = Figure::new(id("decide_by"), day(month.decide_by), Shown::Day(first))
        )
    });
    let files = said!(
        "Month by month, with what can still be changed and until when (no date: that part's terms allow no change): \
         {file}. From {launches}.",
        file = "order_plan.csv",
        launches = figure("orders.launches", f64::from(orders.launches), Shown::counted("launch"))
    );
    let multiples = orders.best.as_ref().map(|best| of_multiples(best, currency));
    Text::sentences([Some(lost), multiples, last, Some(files)].into_iter().flatten())
}

/// What another multiple of the plan would be worth.
fn of_multiples(best: &BestMultiple, currency: &str) -> Text {
    let (gain, low, high) = best.gain;
    let of = |what: &str, value: f64, shown: Shown| figure(format!("orders.best.{what}"), value, shown);
    let multiple = of("multiple", best.multiple, Shown::Exact);
    let gained = said!(
        "{gain} {currency} ({low} to {high})",
        gain = of("gain.mean", gain, Shown::Decimals(0)),
        currency = Text::term(currency.to_owned()),
        low = of("gain.low", low, Shown::Decimals(0)),
        high = of("gain.high", high, Shown::Decimals(0))
    );
    if !best.is_better() {
        return if best.multiple == 1.0 {
            said!("No other multiple of this plan from 0.4 to 2 earns more beyond doubt at this price.")
        } else {
            said!(
                "No other multiple of this plan from 0.4 to 2 earns more beyond doubt at this price (the best of those tried, {multiple} times the plan, by {gained}).",
                multiple = multiple,
                gained = gained
            )
        };
    }
    let end = best
        .at_end
        .then(|| said!("It is the last that was tried: a sweep of {key} looks further.", key = "build_plan.scale"));
    let better = said!(
        "{multiple} times the plan earns {gained} more at this price, and {short} of launches are short of cash in place of {now} \
         (write {key} = {scale}; {launches}).",
        multiple = multiple,
        gained = gained,
        short = of("short.with", best.short.0, Shown::PerCent),
        now = of("short.now", best.short.1, Shown::PerCent),
        key = "build_plan.scale",
        scale = of("scale", best.scale, Shown::Exact),
        launches = of("launches", f64::from(best.launches), Shown::counted("further launch"))
    );
    Text::sentences(std::iter::once(better).chain(end))
}

/// The same as data.
#[must_use]
pub fn data(orders: &OrderPlan) -> serde_json::Value {
    let spread = |spread: Spread| json!({ "p5": spread.p5, "p50": spread.p50, "p95": spread.p95 });
    let part = |part: &PartPlan| {
        let months = part.months.iter().map(|month| {
            json!({
                "month": month.month.strftime("%Y-%m").to_string(),
                "ordered": spread(month.ordered),
                "recommended": month.recommended.map(spread),
                "decide_by": month.decide_by.to_string(),
            })
        });
        json!({
            "part": part.name,
            "ordered": spread(part.ordered),
            "recommended": part.recommended.map(spread),
            "used_up": part.used_up,
            "critical_ratio": part.critical_ratio,
            "months": months.collect::<Vec<_>>(),
        })
    };
    let best = |best: &BestMultiple| {
        let (gain, low, high) = best.gain;
        json!({
            "multiple": best.multiple,
            "scale": best.scale,
            "gain": { "mean": gain, "low": low, "high": high },
            "short": { "with": best.short.0, "now": best.short.1 },
            "launches": best.launches,
        })
    };
    plain(&json!({
        "margin": orders.margin,
        "launches": orders.launches,
        "best": orders.best.as_ref().map(best),
        "parts": orders.parts.iter().map(part).collect::<Vec<_>>(),
    }))
}

/// The part and the month that are decided last.
fn latest(orders: &OrderPlan) -> Option<(usize, usize)> {
    let of = |(at, part): (usize, &PartPlan)| {
        part.months.iter().enumerate().map(|(month, of)| (of.decide_by, (at, month))).collect::<Vec<_>>()
    };
    orders.parts.iter().enumerate().flat_map(of).max_by_key(|(date, _)| *date).map(|(_, at)| at)
}
