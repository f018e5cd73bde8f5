//! The box of drawn inputs in which most of what is asked for happens, in words and as files.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::experiment::sensitivity::discovery::{Discovery, LEAST, Limit, NoBox, Share, Told};
use crate::report::cell::cell;
use crate::report::chart::scale::figure;
use crate::report::number::{json as number, per_cent, shortest};
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::words::{counted, minus};
use crate::stats::sensitivity::Limits;

/// Boxes told on the page, at most.
const SHOWN: usize = 10;

/// A share with its interval: "71 % (65 to 76 %)".
fn share(share: &Share) -> String {
    format!(
        "{} ({} to {})",
        per_cent(share.value()),
        per_cent(share.low).trim_end_matches('%').trim(),
        per_cent(share.high)
    )
}

/// A limit in words: "reach below 45".
fn limit(limit: &Limit) -> String {
    let value = |end: (f64, f64)| minus(&figure(end.0));
    match (limit.low, limit.high) {
        (Some(low), Some(high)) => format!("{} between {} and {}", limit.input, value(low), value(high)),
        (Some(low), None) => format!("{} above {}", limit.input, value(low)),
        (None, Some(high)) => format!("{} below {}", limit.input, value(high)),
        (None, None) => limit.input.clone(),
    }
}

/// What is said of it: `asked` is the condition as it was written, and `outside` whether only launches outside of the boxes told
/// before were looked at.
#[must_use]
pub fn group(discovery: &Discovery, asked: &str, outside: bool) -> Group {
    let all = &discovery.all;
    let outside = if outside { ", outside of what was told" } else { "" };
    let about = format!("{asked} is true of {} of {}{outside}.", share(all), counted(all.of as f64, "launch"));
    let heading = format!("Where {asked}{outside}");
    match &discovery.told {
        Ok(told) => {
            let said = format!("{about} {}", box_in_words(told));
            Group::text(&said).below(&heading).and(limits(told)).and(trajectory(discovery, told.step))
        }
        Err(why) => Group::text(&format!("{about} {}", no_box(*why))).below(&heading),
    }
}

fn no_box(why: NoBox) -> String {
    match why {
        NoBox::TooFew => {
            format!("Too few to look for a box of inputs: {LEAST} in each half of the launches are needed.")
        }
        NoBox::TooMany => {
            format!("Too few others to look for a box of inputs: {LEAST} in each half of the launches are needed.")
        }
        NoBox::NothingDrawn => "No input is drawn, so no box of inputs can tell when.".to_owned(),
        NoBox::NoneDenser => {
            "No box of drawn inputs tells when: none holds more of them, in the half of the launches that did \
                              not find it, than all launches do."
                .to_owned()
        }
    }
}

fn box_in_words(told: &Told) -> String {
    let limits: Vec<String> = told.limits.iter().map(limit).collect();
    let limits = match limits.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    let dropped = if told.dropped.is_empty() {
        String::new()
    } else {
        format!(" Limits of {} may mean nothing and were dropped.", few(&told.dropped))
    };
    format!(
        "It happens mostly with {limits}. In that box lie {} of the launches of which it is true; it is true of {} of the \
         launches there, which are {} of all. The box was found in the launches with even numbers and is told by the others, \
         which had no part in it.{dropped}",
        share(&told.coverage),
        share(&told.density),
        per_cent(told.mass.value())
    )
}

fn chance(end: Option<(f64, f64)>) -> Option<String> {
    end.map(|(_, chance)| if chance < 1e-4 { "below 0.0001".to_owned() } else { format!("{chance:.4}") })
}

fn limits(told: &Told) -> Group {
    let columns = [Column::of("from", ""), Column::of("to", ""), Column::of("chance if it\nmeant nothing", "")];
    let rows = told.limits.iter().map(|limit| {
        let value = |end: Option<(f64, f64)>| end.map_or_else(String::new, |(value, _)| minus(&figure(value)));
        let chances: Vec<String> = [limit.low, limit.high].into_iter().filter_map(chance).collect();
        vec![limit.input.clone(), value(limit.low), value(limit.high), chances.join(", ")]
    });
    Table::new("Limit", columns, Fit::Blocks).rows(rows)
}

/// Names, or how many there are where they are many.
fn few(names: &[String]) -> String {
    const MOST: usize = 4;
    if names.len() <= MOST { names.join(", ") } else { format!("{} inputs", names.len()) }
}

/// How much of what is asked for lies in ever smaller boxes, and how much of what lies in them is asked for.
fn trajectory(discovery: &Discovery, told: usize) -> Group {
    let last = discovery.steps.len() - 1;
    let wanted = SHOWN.min(last + 1).max(2);
    let mut shown: Vec<usize> = (0..wanted).map(|at| at * last / (wanted - 1)).collect();
    shown.push(told);
    shown.sort_unstable();
    shown.dedup();
    let columns = [
        Column::of("inputs\nlimited", ""),
        Column::of("of those asked\nfor, in it", ""),
        Column::of("of those in it,\nasked for", ""),
        Column::of("of all\nlaunches", ""),
    ];
    let rows = shown.into_iter().map(|at| {
        let step = &discovery.steps[at];
        let mark = if at == told { " *" } else { "" };
        vec![
            format!("{at}{mark}"),
            step.found.restricted.len().to_string(),
            per_cent(step.coverage.value()),
            per_cent(step.density.value()),
            per_cent(step.found.mass),
        ]
    });
    let said = "* the box told above comes from it, by the greatest harmonic mean of both shares; limits that may mean nothing \
                are left out of what is told.";
    Table::new("Box", columns, Fit::Blocks).rows(rows).and(Group::text(said))
}

fn share_json(share: &Share) -> Value {
    json!({ "share": number(share.value()), "low": number(share.low), "high": number(share.high), "hits": share.hits, "of": share.of })
}

/// The content of a file.
#[must_use]
pub fn json(discovery: &Discovery, asked: &str) -> Value {
    let told = match &discovery.told {
        Err(why) => json!({ "none": no_box(*why) }),
        Ok(told) => {
            let end = |end: Option<(f64, f64)>| {
                end.map_or(Value::Null, |(value, chance)| json!({ "value": number(value), "quasi_p": number(chance) }))
            };
            let limits = told
                .limits
                .iter()
                .map(|limit| json!({ "input": limit.input, "low": end(limit.low), "high": end(limit.high) }));
            json!({
                "step": told.step,
                "limits": limits.collect::<Vec<_>>(),
                "dropped": told.dropped,
                "coverage": share_json(&told.coverage),
                "density": share_json(&told.density),
                "mass": share_json(&told.mass),
            })
        }
    };
    json!({ "where": asked, "launches": share_json(&discovery.all), "box": told })
}

/// A row for each box and input: the limits, and how much lies in the box among the launches that found it and among the
/// others.
#[must_use]
pub fn csv(discovery: &Discovery) -> String {
    let mut text = String::from(
        "box,launches_found,hits_found,coverage_found,density_found,coverage,density,input,low,high,is_limited\n",
    );
    for (at, step) in discovery.steps.iter().enumerate() {
        let found = &step.found;
        for (input, limits) in found.limits.iter().enumerate() {
            let (low, high) = match limits {
                Limits::Between(low, high) => (shortest(*low), shortest(*high)),
                Limits::Among(_) => (String::new(), String::new()),
            };
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{at},{},{},{},{},{},{},{},{low},{high},{}",
                found.rows,
                found.hits,
                shortest(found.coverage),
                shortest(found.density),
                shortest(step.coverage.value()),
                shortest(step.density.value()),
                cell(&discovery.inputs[input]),
                found.restricted.contains(&input)
            );
        }
    }
    text
}
