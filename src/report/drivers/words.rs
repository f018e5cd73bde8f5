//! What a result hangs on, as a table and in words: the end of the page of a run and of a comparison.

use crate::experiment::drivers::asked::Asked;
use crate::experiment::drivers::{Driver, Drivers, Effect, Kind, Tried, TriedEnd};
use crate::outcome::Unit;
use crate::report::chart::scale::{drawn_at, figure};
use crate::report::number::per_cent;
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::words::{counted, minus, within, written};

/// Inputs of each kind told for each figure.
const TOLD: usize = 3;
/// Figures told at the end of a page: profit and the chance of being short.
const FIGURES: usize = 2;

/// The group at the end of a page; `command` is what tells all of it.
#[must_use]
pub fn group(drivers: &Drivers, currency: &str, of: &[String], command: &str) -> Group {
    let difference = !of.is_empty();
    let figures: Vec<usize> = (0..FIGURES.min(drivers.asked.len())).collect();
    // Each with the figure for which it is told.
    let mut told: Vec<(Driver<'_>, usize)> = Vec::new();
    for kind in [Kind::Drawn, Kind::Certain] {
        for &figure in &figures {
            let ranking = drivers.ranking(figure).into_iter().map(|(driver, _)| driver);
            for driver in ranking.filter(|driver| driver.kind() == kind).take(TOLD) {
                if !told.iter().any(|(known, _)| known.name() == driver.name()) {
                    told.push((driver, figure));
                }
            }
        }
    }
    let heading = match of {
        [first, second, ..] => format!("What {second} less {first} hangs on"),
        _ => "What it hangs on".to_owned(),
    };
    if told.is_empty() {
        let nothing = "No input, drawn or moved by a tenth, moves it beyond doubt.";
        return Group::text(&format!("{nothing} {}", foot(drivers, command))).below(&heading);
    }
    let rows: Vec<Vec<String>> =
        told.iter().map(|&(driver, figure)| row(drivers, driver, (figure, &figures), currency)).collect();
    let told: Vec<Driver<'_>> = told.into_iter().map(|(driver, _)| driver).collect();
    let table = table(drivers, &figures, &heading, currency).rows(rows);
    let mut said = flips(drivers, &told, difference, currency);
    said.push(' ');
    said.push_str(&worth(drivers, currency));
    said.push_str(&foot(drivers, command));
    table.and(Group::text(said.trim()))
}

/// An empty table of inputs and how they move some figures.
pub fn table(drivers: &Drivers, figures: &[usize], title: &str, currency: &str) -> Table {
    let mut columns = vec![Column::of("from", ""), Column::of("to", "")];
    columns.extend(figures.iter().map(|&at| {
        let asked = &drivers.asked[at];
        Column::of(within(&asked.title), unit(asked, currency))
    }));
    Table::new(title, columns, Fit::Blocks)
}

/// The unit in which changes of a figure are told.
fn unit(asked: &Asked, currency: &str) -> String {
    match asked.unit {
        Unit::Money => format!("million {currency}"),
        Unit::YesNo | Unit::Share => "% points".to_owned(),
        other => crate::outcome::unit_text(other, currency),
    }
}

/// A change of a figure with its sign; a dash where it cannot be told from nothing.
pub fn change(asked: &Asked, effect: Option<&Effect>) -> String {
    let Some(effect) = effect else { return String::new() };
    if !effect.is_told() {
        return "–".to_owned();
    }
    let (value, digits) = match asked.unit {
        Unit::Money => (effect.change / 1e6, usize::from(effect.change.abs() < 1e7)),
        Unit::YesNo | Unit::Share => (effect.change * 100.0, 1),
        _ => (effect.change, if effect.change.abs() < 10.0 { 2 } else { 0 }),
    };
    let sign = if value > 0.0 { "+" } else { "" };
    format!("{sign}{}", written(value, digits))
}

/// An input, from where to where it is moved, and the change of each figure.
pub fn row(drivers: &Drivers, driver: Driver<'_>, (by, figures): (usize, &[usize]), currency: &str) -> Vec<String> {
    let (from, to, changes) = match driver {
        Driver::Drawn(drawn) => (drawn_at(drawn.ends[0]), drawn_at(drawn.ends[1]), drawn.changes.clone()),
        Driver::Tried(tried) => {
            let end = strongest(tried, by);
            (
                tried.now.clone(),
                end.map_or_else(String::new, |end| end.written.clone()),
                end.map_or_else(Vec::new, |end| end.changes.clone()),
            )
        }
    };
    let kind = if matches!(driver, Driver::Drawn(_)) { " (drawn)" } else { "" };
    let mut row = vec![format!("{}{kind}", driver.name()), in_currency(&from, currency), in_currency(&to, currency)];
    let changes = figures.iter().map(|&at| change(&drivers.asked[at], changes.get(at).and_then(Option::as_ref)));
    row.extend(changes);
    row
}

/// What an input is, money in the scenario's own; dates keep their hyphens.
fn in_currency(value: &str, currency: &str) -> String {
    let value = value.replace("money", currency);
    if value.starts_with('-') { minus(&value) } else { value }
}

/// The end at which an input moves a figure most, or the next one that it moves.
fn strongest(tried: &Tried, by: usize) -> Option<&TriedEnd> {
    let figures = tried.ends.iter().map(|end| end.changes.len()).max()?;
    std::iter::once(by).chain(0..figures).find_map(|figure| {
        let told = |end: &&TriedEnd| end.changes.get(figure).copied().flatten().is_some_and(|effect| effect.is_told());
        let size = |end: &&TriedEnd| end.changes[figure].map_or(0.0, |effect| effect.change.abs());
        tried.ends.iter().filter(told).max_by(|a, b| size(a).total_cmp(&size(b)))
    })
}

/// Where the first figure changes its sign.
pub fn flips(drivers: &Drivers, told: &[Driver<'_>], difference: bool, currency: &str) -> String {
    let what = if difference { "the choice flips" } else { "the launch no longer earns on average" };
    let better = if difference { "the choice flips" } else { "the launch begins to earn on average" };
    let mut said: Vec<String> = Vec::new();
    let now = drivers.base.first().copied().unwrap_or(0.0);
    for driver in told {
        let (flip, place) = match driver {
            Driver::Drawn(drawn) => match &drawn.flip {
                Some(flip) => (
                    flip,
                    flip.value.map_or_else(String::new, |value| {
                        let side = if flip.beyond_is_better == (now > 0.0) { "below" } else { "above" };
                        format!("{side} {}", drawn_at(value))
                    }),
                ),
                None => continue,
            },
            Driver::Tried(tried) => match &tried.flip {
                Some(flip) => (flip, format!("at {}", in_currency(&flip.written, currency))),
                None => continue,
            },
        };
        let drawn = matches!(driver, Driver::Drawn(_));
        let becomes =
            if difference || (!drawn && !flip.beyond_is_better) || (drawn && now > 0.0) { what } else { better };
        said.push(format!("{becomes} with {} {place}", driver.name()));
    }
    if said.is_empty() {
        let what = if difference {
            "turns the choice"
        } else {
            "makes a launch that earns on average one that loses, or the other way,"
        };
        return format!("No one of these alone {what} within five tenths, 150 days or the range drawn.");
    }
    let text = said.join("; ");
    format!("{}.", crate::report::words::begun(&text))
}

/// What it is worth to know the drawn inputs that move most.
fn worth(drivers: &Drivers, currency: &str) -> String {
    let known = drivers.drawn.iter().filter_map(|drawn| Some((drawn, drawn.worth.as_ref()?)));
    let mut all: Vec<(&str, f64)> = known.map(|(drawn, worth)| (drawn.name.as_str(), worth.value)).collect();
    if all.is_empty() {
        return String::new();
    }
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let choice = if drivers.is_difference { "choosing between the two" } else { "choosing to launch or not" };
    let told: Vec<String> = all
        .iter()
        .filter(|(_, worth)| *worth >= 5e4)
        .map(|(name, worth)| format!("{name} {} million {currency}", written(worth / 1e6, 1)))
        .collect();
    if told.is_empty() {
        return format!(
            "To know any of the drawn ones before {choice} is worth next to nothing: it would hardly ever change the choice. "
        );
    }
    format!("Worth to know before {choice}: {}. ", told.join(", "))
}

/// How it was found, and what it does not know.
pub fn foot(drivers: &Drivers, command: &str) -> String {
    let (screened, told) = drivers.effort;
    let drawn = if drivers.drawn.is_empty() {
        String::new()
    } else {
        format!(
            "Drawn inputs: the tenth of {} in which one is highest against that in which it is lowest. ",
            counted(drivers.launches as f64, "launch")
        )
    };
    let all = if command.is_empty() { String::new() } else { format!(" All of it: {command}.") };
    format!(
        "{drawn}Certain inputs: {} moved one at a time by a tenth (shares by a tenth of their odds, dates by 30 days, choices to \
         their other words) under the same luck, over {} and the strongest over {}; {} were not seen to change anything, {} not tried. A dash: not \
         told from nothing. What is written as certain is as unsure as its planner; a tenth is no belief.{all}",
        counted(drivers.tried.len() as f64, "input"),
        counted(f64::from(screened), "launch"),
        counted(f64::from(told), "launch"),
        written(drivers.without_effect() as f64, 0),
        written(drivers.untried.len() as f64, 0),
    )
}

/// The mean of a figure in the launches of the run.
pub fn level(asked: &Asked, mean: f64, currency: &str) -> String {
    match asked.unit {
        Unit::Money => format!("{} million {currency}", written(mean / 1e6, 0)),
        Unit::YesNo | Unit::Share => per_cent(mean),
        other => format!("{} {}", figure(mean), crate::outcome::unit_text(other, currency)),
    }
}
