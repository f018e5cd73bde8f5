//! What a result hangs on, as a table and in words: the end of the page of a run and of a comparison.

use crate::experiment::drivers::asked::Asked;
use crate::experiment::drivers::{Driver, Drivers, Effect, Kind, LEAST, Tried, TriedEnd};
use crate::experiment::sweep::axis::Axis;
use crate::experiment::sweep::dates::date_text;
use crate::outcome::Unit;
use crate::report::chart::scale::{drawn_at, figure};
use crate::report::number::per_cent;
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::sweep::survey::unit_in_words;
use crate::report::words::{counted, minus, within, written};
use crate::units::{date_of_day, thousands};

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
    let heading = heading(of);
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

fn heading(of: &[String]) -> String {
    match of {
        [first, second, ..] => format!("What {second} less {first} hangs on"),
        _ => "What it hangs on".to_owned(),
    }
}

/// The group in its place where the launches are too few.
#[must_use]
pub fn too_few(launches: u32, of: &[String]) -> Group {
    let said = format!(
        "{} too few to tell what moves it from luck; write -n {LEAST} or more.",
        if launches == 1 {
            "1 launch is".to_owned()
        } else {
            format!("{} are", counted(f64::from(launches), "launch"))
        }
    );
    Group::text(&said).below(&heading(of))
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
        Unit::DayNumber => "days".to_owned(),
        other => crate::outcome::unit_text(other, currency),
    }
}

/// A change of a figure with its sign, and how far the farther end of its interval lies from it, of a chance both ends; a dash
/// where it cannot be told from nothing.
pub fn change(asked: &Asked, effect: Option<&Effect>) -> String {
    let Some(effect) = effect else { return String::new() };
    if !effect.is_told() {
        return "–".to_owned();
    }
    let (scale, digits) = match asked.unit {
        Unit::Money => (1e-6, usize::from(effect.change.abs() < 1e7)),
        Unit::YesNo | Unit::Share => (100.0, 1),
        _ => (1.0, if effect.change.abs() < 10.0 { 2 } else { 0 }),
    };
    let sign = if effect.change > 0.0 { "+" } else { "" };
    let half = (effect.high - effect.change).max(effect.change - effect.low) * scale;
    // As many digits as an interval has that is not nothing.
    let digits = (digits..digits + 2).find(|&digits| half * libm::pow(10.0, digits as f64) >= 0.5).unwrap_or(digits);
    let told = written(effect.change * scale, digits);
    match asked.unit {
        _ if half <= 0.0 || !half.is_finite() => format!("{sign}{told}"),
        // Of a chance one side may be much wider than the other, and none leads beyond all launches.
        Unit::YesNo => {
            let [low, high] = [effect.low, effect.high].map(|end| written(end * scale, digits));
            format!("{sign}{told} ({low} to {high})")
        }
        _ => format!("{sign}{told} ±{}", written(half, digits)),
    }
}

/// An input, from where to where it is moved, and the change of each figure.
pub fn row(drivers: &Drivers, driver: Driver<'_>, (by, figures): (usize, &[usize]), currency: &str) -> Vec<String> {
    let (from, to, changes) = match driver {
        Driver::Drawn(drawn) => {
            let [from, to] = drawn.ends.map(|end| drawn_value(&drawn.name, end, currency));
            (from, to, drawn.changes.clone())
        }
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

/// An input at one of its ends, with the change of each figure; of an exact change of nothing a zero.
pub fn end_row(drivers: &Drivers, (tried, end): (&Tried, &TriedEnd), figures: &[usize], currency: &str) -> Vec<String> {
    let mut row = vec![tried.name.clone(), in_currency(&tried.now, currency), in_currency(&end.written, currency)];
    row.extend(figures.iter().map(|&at| match end.changes.get(at).and_then(Option::as_ref) {
        Some(effect) if effect.change == 0.0 => "0".to_owned(),
        effect => change(&drivers.asked[at], effect),
    }));
    row
}

/// A value of a drawn input with the unit of its key.
fn drawn_value(key: &str, value: f64, currency: &str) -> String {
    match Axis::of_key(key) {
        Ok(axis) if axis.is_dated() => date_text(libm::floor(value + 0.5)),
        Ok(axis) if axis.lasts() => format!("{} days", drawn_at(value)),
        Ok(axis) => format!("{} {}", drawn_at(value), unit_in_words(&axis.unit_in(currency))).trim_end().to_owned(),
        Err(_) => drawn_at(value),
    }
}

/// What an input is, money in the scenario's own and thousands apart; dates keep their hyphens.
pub fn in_currency(value: &str, currency: &str) -> String {
    let apart = |one: &str| {
        let (number, unit) = one.split_once(' ').map_or((one, ""), |(number, unit)| (number, unit));
        let decimals = number.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        match number.parse::<f64>() {
            Ok(parsed) if !number.contains(['e', 'E', '+']) && parsed.is_finite() => {
                format!("{} {unit}", minus(&thousands(parsed, decimals))).trim_end().to_owned()
            }
            _ => one.to_owned(),
        }
    };
    value.replace("money", currency).split("; ").map(apart).collect::<Vec<_>>().join("; ")
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

/// Where the first figure changes its sign: what becomes of it, and with which input at what.
pub fn flips(drivers: &Drivers, told: &[Driver<'_>], difference: bool, currency: &str) -> String {
    let now = drivers.base.first().copied().unwrap_or(0.0);
    // What becomes of it, and where, in the order of the inputs.
    let mut said: Vec<(&str, Vec<String>)> = Vec::new();
    for driver in told {
        let (flip, drawn, place) = match driver {
            Driver::Drawn(drawn) => {
                let Some(flip) = &drawn.flip else { continue };
                let side = if flip.beyond_is_better == (now > 0.0) { "below" } else { "above" };
                let at = |value| format!("{side} {}", drawn_value(&drawn.name, value, currency));
                (flip, true, flip.value.map_or_else(String::new, at))
            }
            Driver::Tried(tried) => {
                let Some(flip) = &tried.flip else { continue };
                (flip, false, format!("at {}", in_currency(&flip.written, currency)))
            }
        };
        let loses = if drawn { now > 0.0 } else { !flip.beyond_is_better };
        let becomes = match (difference, loses) {
            (true, _) => "the choice flips",
            (false, true) => "the launch no longer earns on average",
            (false, false) => "the launch begins to earn on average",
        };
        let place = format!("{} {place}", driver.name());
        match said.iter_mut().find(|(known, _)| *known == becomes) {
            Some((_, places)) => places.push(place),
            None => said.push((becomes, vec![place])),
        }
    }
    if said.is_empty() {
        let what = if difference {
            "turns the choice"
        } else {
            "makes a launch that earns on average one that loses, or the other way,"
        };
        return format!("No one of these alone {what} within five tenths, 150 days or the range drawn.");
    }
    let one = |(becomes, places): (&str, Vec<String>)| match places.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{becomes} with {}, or {last}", first.join(", ")),
        places => format!("{becomes} with {}", places.concat()),
    };
    let text = said.into_iter().map(one).collect::<Vec<_>>().join("; ");
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
         their other words) under the same luck, over {} and the strongest over {}; {} were not seen to change anything, {} not tried. ± or in brackets: a \
         95 % interval, by its farther end; a dash: not told from nothing. What is written as certain is as unsure as its planner; a tenth is no belief.{all}",
        counted(drivers.tried.len() as f64, "input"),
        counted(f64::from(screened), "launch"),
        counted(f64::from(told), "launch"),
        written(drivers.without_effect() as f64, 0),
        written(drivers.untried.len() as f64, 0),
    )
}

/// The mean of a figure in the launches of the run.
pub fn level(asked: &Asked, (mean, is_difference): (f64, bool), currency: &str) -> String {
    match asked.unit {
        Unit::Money => format!("{} million {currency}", written(mean / 1e6, 0)),
        Unit::YesNo | Unit::Share => per_cent(mean),
        Unit::DayNumber if is_difference => format!("{} days", figure(mean)),
        Unit::DayNumber => date_of_day(asked.start, libm::round(mean) as i64).strftime("%-d %B %Y").to_string(),
        Unit::Number => figure(mean),
        other => format!("{} {}", figure(mean), crate::outcome::unit_text(other, currency)),
    }
}
