//! How many of each part to order for each month, and until when that is open: `order_plan.csv` and a group of the page.

use std::fmt::Write;

use super::cell::cell;
use super::chart::scale::figure;
use super::number::{per_cent, shortest};
use super::page::{Column, Fit, Group, Table};
use super::words::{spaced, written};
use crate::experiment::best_multiple::BestMultiple;
use crate::experiment::demand::Spread;
use crate::experiment::order_plan::{OrderPlan, PartPlan};
use crate::units::counted;

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
    let mut columns = vec![Column::of("ordered", "parts"), Column::of("nine in ten", "")];
    columns.extend(better.map(|best| Column::of(format!("{} times the plan", shortest(best.multiple)), "parts")));
    columns.extend([Column::of("used up in", ""), Column::of("right would be", "")]);
    let table = Table::new("Parts for the plan", columns, Fit::Blocks);
    let rows = orders.parts.iter().map(|part| {
        let Spread { p5, p50, p95 } = part.ordered;
        let range =
            if part.ordered.is_certain() { String::new() } else { format!("{} to {}", figure(p5), figure(p95)) };
        let right = if part.critical_ratio.is_nan() { String::new() } else { per_cent(1.0 - part.critical_ratio) };
        let mut row = vec![spaced(&part.name), figure(p50), range];
        row.extend(part.recommended.map(|recommended| figure(recommended.p50)));
        row.extend([per_cent(part.used_up), right]);
        row
    });
    table.rows(rows).and(Group::text(&words(orders, currency)))
}

/// What the table says of the first part.
fn words(orders: &OrderPlan, currency: &str) -> String {
    let mut said = format!(
        "A lost phone costs {} {currency}. A part should run out in the share of launches under \"right would be\" (newsvendor: \
         the cost of one left over, over that and a lost phone's). Where it runs out more often, too few are bought, if it is \
         that part that stops sales.",
        written(orders.margin, 0)
    );
    if let Some(best) = &orders.best {
        let _ = write!(said, " {}", of_multiples(best, currency));
    }
    if let Some((part, month)) = latest(orders) {
        let _ = write!(
            said,
            " The last order to decide: {} for {}, by {}.",
            spaced(&part.name),
            month.month.strftime("%B %Y"),
            month.decide_by.strftime("%-d %B %Y")
        );
    }
    let _ = write!(
        said,
        " Month by month, with what can still be changed and until when (no date: that part's terms allow no change): \
         order_plan.csv. From {}.",
        counted(f64::from(orders.launches), "launch")
    );
    said
}

/// What another multiple of the plan would be worth.
fn of_multiples(best: &BestMultiple, currency: &str) -> String {
    let (gain, low, high) = best.gain;
    let multiple = shortest(best.multiple);
    let gained = format!("{} {currency} ({} to {})", written(gain, 0), written(low, 0), written(high, 0));
    if !best.is_better() {
        let best_found = if best.multiple == 1.0 {
            String::new()
        } else {
            format!(" (the best of those tried, {multiple} times the plan, by {gained})")
        };
        return format!(
            "No other multiple of this plan from 0.4 to 2 earns more beyond doubt at this price{best_found}."
        );
    }
    let end =
        if best.at_end { " It is the last that was tried: a sweep of build_plan.scale looks further." } else { "" };
    format!(
        "{multiple} times the plan earns {gained} more at this price, and {} of launches are short of cash in place of {} \
         (write build_plan.scale = {}; {}).{end}",
        per_cent(best.short.0),
        per_cent(best.short.1),
        shortest(best.scale),
        counted(f64::from(best.launches), "further launch")
    )
}

/// The part and the month that are decided last.
fn latest(orders: &OrderPlan) -> Option<(&PartPlan, &crate::experiment::order_plan::MonthPlan)> {
    let all = orders.parts.iter().flat_map(|part| part.months.iter().map(move |month| (part, month)));
    all.max_by_key(|(_, month)| month.decide_by)
}
