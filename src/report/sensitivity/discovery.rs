//! The box of drawn inputs in which most of what is asked for happens, in words and as files.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::experiment::sensitivity::discovery::{Discovery, LEAST, Limit, NoBox, Share, Told};
use crate::report::cell::cell;
use crate::report::number::{json as number, shortest};
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::stats::sensitivity::Limits;

/// Boxes told on the page, at most.
const SHOWN: usize = 10;

/// Where figures of a box stand: what it is called in `drivers.json`, and its file.
type Place = (&'static str, &'static str);

/// A share with its interval: "71 % (65 to 76 %)".
fn share(id: &str, share: &Share) -> Text {
    let of = |what: &str, value: f64, shown: Shown| Figure::new(format!("{id}.{what}"), value, shown);
    said!(
        "{value} ({low} to {high})",
        value = of("share", share.value(), Shown::PerCent),
        low = of("low", share.low, Shown::PerCentBare),
        high = of("high", share.high, Shown::PerCent)
    )
}

/// An end of a limit.
fn end(id: &str, what: &str, value: f64) -> Text {
    Figure::new(format!("{id}.{what}.value"), value, Shown::Rounded).into()
}

/// A limit in words: "reach below 45".
fn limit(id: &str, limit: &Limit) -> Text {
    let (low, high) =
        (limit.low.map(|(value, _)| end(id, "low", value)), limit.high.map(|(value, _)| end(id, "high", value)));
    let input = &limit.input;
    match (low, high) {
        (Some(low), Some(high)) => {
            said!("{input} between {low} and {high}", input = input, low = low, high = high)
        }
        (Some(low), None) => said!("{input} above {value}", input = input, value = low),
        (None, Some(high)) => said!("{input} below {value}", input = input, value = high),
        (None, None) => input.into(),
    }
}

/// What is said of it: `asked` is the condition as it was written, and `outside` whether only launches outside of the boxes told
/// before were looked at.
#[must_use]
pub fn group(discovery: &Discovery, asked: &str, (name, file): Place, outside: bool) -> Group {
    let all = &discovery.all;
    let shares = share(&format!("{name}.launches"), all);
    let launches = Figure::new(format!("{name}.launches.of"), all.of as f64, Shown::counted("launch"));
    let (about, heading) = if outside {
        (
            said!(
                "{condition} is true of {share} of {launches}, outside of what was told.",
                condition = asked,
                share = shares,
                launches = launches
            ),
            said!("Where {condition}, outside of what was told", condition = asked),
        )
    } else {
        (
            said!(
                "{condition} is true of {share} of {launches}.",
                condition = asked,
                share = shares,
                launches = launches
            ),
            said!("Where {condition}", condition = asked),
        )
    };
    match &discovery.told {
        Ok(told) => Group::said(Text::sentences([about, box_in_words(name, told)]))
            .below(heading)
            .and(limits(name, told))
            .and(trajectory(discovery, told.step, file)),
        Err(why) => Group::said(Text::sentences([about, no_box(*why)])).below(heading),
    }
}

fn no_box(why: NoBox) -> Text {
    let least = || Figure::new("", LEAST as f64, Shown::Bare);
    match why {
        NoBox::TooFew => said!(
            "Too few to look for a box of inputs: {least} in each half of the launches are needed.",
            least = least()
        ),
        NoBox::TooMany => said!(
            "Too few others to look for a box of inputs: {least} in each half of the launches are needed.",
            least = least()
        ),
        NoBox::NothingDrawn => said!("No input is drawn, so no box of inputs can tell when."),
        NoBox::NoneDenser => said!(
            "No box of drawn inputs tells when: none holds more of them, in the half of the launches that did not find it, than all launches do."
        ),
    }
}

fn box_in_words(name: &str, told: &Told) -> Text {
    let limits = told.limits.iter().enumerate().map(|(at, one)| limit(&format!("{name}.box.limits.{at}"), one));
    let of = |what: &str| format!("{name}.box.{what}");
    let found = said!(
        "It happens mostly with {limits}. In that box lie {coverage} of the launches of which it is true; it is true of {density} of the launches there, which are {mass} of all. The box was found in the launches with even numbers and is told by the others, which had no part in it.",
        limits = Text::listed(limits),
        coverage = share(&of("coverage"), &told.coverage),
        density = share(&of("density"), &told.density),
        mass = Figure::new(of("mass.share"), told.mass.value(), Shown::PerCent)
    );
    let dropped = (!told.dropped.is_empty())
        .then(|| said!("Limits of {inputs} may mean nothing and were dropped.", inputs = few(name, &told.dropped)));
    Text::sentences(std::iter::once(found).chain(dropped))
}

fn limits(name: &str, told: &Told) -> Group {
    let columns = [said!("from"), said!("to"), said!("chance if it\nmeant nothing")].map(|title| Column::of(title, ""));
    let rows = told.limits.iter().enumerate().map(|(at, limit)| {
        let id = format!("{name}.box.limits.{at}");
        let ends = [("low", limit.low), ("high", limit.high)];
        let [low, high] = ends.map(|(what, one)| one.map_or_else(Text::default, |(value, _)| end(&id, what, value)));
        let chances = ends.into_iter().filter_map(|(what, one)| {
            let (_, chance) = one?;
            Some(if chance < 1e-4 {
                said!("below {value}", value = "0.0001")
            } else {
                Figure::new(format!("{id}.{what}.quasi_p"), chance, Shown::Plain(4)).into()
            })
        });
        [Text::name(limit.input.as_str()), low, high, Text::joined(chances, &said!(", "))]
    });
    Table::new(said!("Limit"), columns, Fit::Blocks).rows(rows)
}

/// Names, or how many there are where they are many.
fn few(name: &str, names: &[String]) -> Text {
    const MOST: usize = 4;
    if names.len() <= MOST {
        Text::joined(names.iter().map(Text::from), &said!(", "))
    } else {
        Figure::new(format!("{name}.box.dropped.length"), names.len() as f64, Shown::counted("input")).into()
    }
}

/// How much of what is asked for lies in ever smaller boxes, and how much of what lies in them is asked for.
fn trajectory(discovery: &Discovery, told: usize, file: &str) -> Group {
    let last = discovery.steps.len() - 1;
    let wanted = SHOWN.min(last + 1).max(2);
    let mut shown: Vec<usize> = (0..wanted).map(|at| at * last / (wanted - 1)).collect();
    shown.push(told);
    shown.sort_unstable();
    shown.dedup();
    let columns = [
        said!("inputs\nlimited"),
        said!("of those asked\nfor, in it"),
        said!("of those in it,\nasked for"),
        said!("of all\nlaunches"),
    ];
    let rows = shown.into_iter().map(|at| {
        let step = &discovery.steps[at];
        let mark = if at == told { " *" } else { "" };
        let of = |id: String, value: f64| Text::from(Figure::new(id, value, Shown::PerCent));
        let id = |what: &str| format!("{file} {at} {what}");
        vec![
            Text::name(format!("{at}{mark}")),
            Figure::new("", step.found.restricted.len() as f64, Shown::Bare).into(),
            of(id("coverage"), step.coverage.value()),
            of(id("density"), step.density.value()),
            of(id("mass_found"), step.found.mass),
        ]
    });
    let said = said!(
        "* the box told above comes from it, by the greatest harmonic mean of both shares; limits that may mean nothing are left out of what is told."
    );
    let columns = columns.map(|title| Column::of(title, ""));
    Table::new(said!("Box"), columns, Fit::Blocks).rows(rows).and(Group::said(said))
}

fn share_json(share: &Share) -> Value {
    json!({ "share": number(share.value()), "low": number(share.low), "high": number(share.high), "hits": share.hits, "of": share.of })
}

/// The content of a file.
#[must_use]
pub fn json(discovery: &Discovery, asked: &str) -> Value {
    let told = match &discovery.told {
        Err(why) => json!({ "none": no_box(*why).to_string() }),
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
        "box,launches_found,hits_found,coverage_found,density_found,coverage,density,input,low,high,is_limited,mass_found\n",
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
                "{at},{},{},{},{},{},{},{},{low},{high},{},{}",
                found.rows,
                found.hits,
                shortest(found.coverage),
                shortest(found.density),
                shortest(step.coverage.value()),
                shortest(step.density.value()),
                cell(&discovery.inputs[input]),
                found.restricted.contains(&input),
                shortest(found.mass)
            );
        }
    }
    text
}
