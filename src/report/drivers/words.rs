//! What a result hangs on, as a table and in words: the end of the page of a run and of a comparison.

use super::value::{as_written, drawn_value, tried_name};
use crate::experiment::drivers::asked::Asked;
use crate::experiment::drivers::{Driver, Drivers, Effect, Kind, LEAST, Tried, TriedEnd};
use crate::outcome::Unit;
use crate::report::measure::with_unit;
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::said::said;
use crate::report::said::{Figure, Shown, Text};
use crate::report::title::title as titled;
use crate::report::words::within;

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
        let nothing = said!("No input, drawn or moved by a tenth, moves it beyond doubt.");
        return Group::said(Text::sentences([nothing, foot(drivers, command)])).below(heading);
    }
    let rows: Vec<Vec<Text>> =
        told.iter().map(|&(driver, figure)| row(drivers, driver, (figure, &figures), currency)).collect();
    let told: Vec<Driver<'_>> = told.into_iter().map(|(driver, _)| driver).collect();
    let table = table(drivers, &figures, heading, currency).rows(rows);
    let said = [flips(drivers, &told, difference, currency), worth(drivers, currency), foot(drivers, command)];
    table.and(Group::said(Text::sentences(said)))
}

fn heading(of: &[String]) -> Text {
    match of {
        [first, second, ..] => said!("What {second} less {first} hangs on", second = second, first = first),
        _ => said!("What it hangs on"),
    }
}

/// The group in its place where the launches are too few.
#[must_use]
pub fn too_few(launches: u32, of: &[String]) -> Group {
    let launches = Figure::new("launches", f64::from(launches), Shown::counted("launch"));
    let option = format!("-n {LEAST}");
    let said = if launches.value == 1.0 {
        said!(
            "{launches} is too few to tell what moves it from luck; write {option} or more.",
            launches = launches,
            option = option
        )
    } else {
        said!(
            "{launches} are too few to tell what moves it from luck; write {option} or more.",
            launches = launches,
            option = option
        )
    };
    Group::said(said).below(heading(of))
}

/// An empty table of inputs and how they move some figures.
pub fn table(drivers: &Drivers, figures: &[usize], title: impl Into<Text>, currency: &str) -> Table {
    let mut columns = vec![Column::of(said!("from"), ""), Column::of(said!("to"), "")];
    columns.extend(figures.iter().map(|&at| {
        let asked = &drivers.asked[at];
        Column::of(titled(&within(&asked.title)), unit(asked, currency))
    }));
    Table::new(title.into(), columns, Fit::Blocks)
}

/// The unit in which changes of a figure are told.
fn unit(asked: &Asked, currency: &str) -> Text {
    match asked.unit {
        Unit::Money => said!("million {currency}", currency = Text::term(currency.to_owned())),
        Unit::YesNo | Unit::Share => said!("% points"),
        Unit::DayNumber => said!("days"),
        other => Text::term(crate::outcome::unit_text(other, currency)),
    }
}

/// A change of a figure with its sign, and how far the farther end of its interval lies from it, of a chance both ends; a dash
/// where it cannot be told from nothing. `id` is where it stands in the files.
pub fn change(asked: &Asked, effect: Option<&Effect>, id: &str) -> Text {
    let Some(effect) = effect else { return Text::default() };
    if !effect.is_told() {
        return "–".into();
    }
    let (scale, digits) = match asked.unit {
        Unit::Money => (1e-6, usize::from(effect.change.abs() < 1e7)),
        Unit::YesNo | Unit::Share => (100.0, 1),
        _ => (1.0, if effect.change.abs() < 10.0 { 2 } else { 0 }),
    };
    let half = (effect.high - effect.change).max(effect.change - effect.low) * scale;
    // As many digits as an interval has that is not nothing.
    let digits = (digits..digits + 2).find(|&digits| half * libm::pow(10.0, digits as f64) >= 0.5).unwrap_or(digits);
    let of = |what: &str, value: f64, signed: bool| {
        let shown = match (asked.unit, signed) {
            (Unit::Money, true) => Shown::SignedMillions(digits),
            (Unit::Money, false) => Shown::Millions(digits),
            (Unit::YesNo | Unit::Share, true) => Shown::SignedPoints(digits),
            (Unit::YesNo | Unit::Share, false) => Shown::Points(digits),
            (_, true) => Shown::SignedDecimals(digits),
            (_, false) => Shown::Decimals(digits),
        };
        Text::from(Figure::new(format!("{id}.{what}"), value, shown))
    };
    let told = of("change", effect.change, true);
    match asked.unit {
        _ if half <= 0.0 || !half.is_finite() => told,
        // Of a chance one side may be much wider than the other, and none leads beyond all launches.
        Unit::YesNo => said!(
            "{value} ({low} to {high})",
            value = told,
            low = of("low", effect.low, false),
            high = of("high", effect.high, false)
        ),
        _ => {
            // The farther end of the interval says how wide it is.
            let farther = if effect.high - effect.change >= effect.change - effect.low { "high" } else { "low" };
            let half = Figure::new(
                format!("{id}.{farther} - {id}.change"),
                half / scale,
                match asked.unit {
                    Unit::Money => Shown::Millions(digits),
                    Unit::Share => Shown::Points(digits),
                    _ => Shown::Decimals(digits),
                },
            );
            said!("{value} ±{half}", value = told, half = half)
        }
    }
}

/// Where the change of a figure by an input stands: in `drivers.json`, or under `drivers` in the file of a run or comparison.
fn id_of(drivers: &Drivers, driver: Driver<'_>, end: usize, figure: usize) -> String {
    let (name, at) = (&drivers.asked[figure].name, place_of(drivers, driver));
    match driver {
        Driver::Drawn(_) => format!("drivers.drawn.{at}.changes.{name}"),
        Driver::Tried(_) => format!("drivers.certain.{at}.ends.{end}.changes.{name}"),
    }
}

/// The place of an input among those of its kind.
fn place_of(drivers: &Drivers, driver: Driver<'_>) -> usize {
    let found = match driver {
        Driver::Drawn(drawn) => drivers.drawn.iter().position(|other| other.name == drawn.name),
        Driver::Tried(tried) => drivers.tried.iter().position(|other| other.name == tried.name),
    };
    // Whoever is told is one of them.
    found.unwrap_or(0)
}

/// An input, from where to where it is moved, and the change of each figure.
pub fn row(drivers: &Drivers, driver: Driver<'_>, (by, figures): (usize, &[usize]), currency: &str) -> Vec<Text> {
    let (from, to, changes, end) = match driver {
        Driver::Drawn(drawn) => {
            let of = |at: usize, what: &str| {
                let id = format!("drivers.drawn.{}.{what}", place_of(drivers, driver));
                drawn_value(&drawn.name, (&id, drawn.ends[at]), currency)
            };
            (of(0, "lowest_tenth"), of(1, "highest_tenth"), drawn.changes.clone(), 0)
        }
        Driver::Tried(tried) => {
            let end = strongest(tried, by);
            (
                as_written(&tried.name, &tried.now, currency),
                end.map_or_else(Text::default, |(_, end)| as_written(&tried.name, &end.written, currency)),
                end.map_or_else(Vec::new, |(_, end)| end.changes.clone()),
                end.map_or(0, |(at, _)| at),
            )
        }
    };
    let name = match driver {
        Driver::Drawn(drawn) => said!("{input} (drawn)", input = &drawn.name),
        Driver::Tried(tried) => tried_name(&tried.name),
    };
    let changes = figures.iter().map(|&at| {
        let effect = changes.get(at).and_then(Option::as_ref);
        change(&drivers.asked[at], effect, &id_of(drivers, driver, end, at))
    });
    [name, from, to].into_iter().chain(changes).collect()
}

/// An input at one of its ends, with the change of each figure; of an exact change of nothing a zero.
pub fn end_row(drivers: &Drivers, (tried, end): (&Tried, &TriedEnd), figures: &[usize], currency: &str) -> Vec<Text> {
    let place = tried.ends.iter().position(|other| std::ptr::eq(other, end)).unwrap_or(0);
    let [now, written] = [&tried.now, &end.written].map(|value| as_written(&tried.name, value, currency));
    let changes = figures.iter().map(|&at| match end.changes.get(at).and_then(Option::as_ref) {
        Some(effect) if effect.change == 0.0 => "0".into(),
        effect => change(&drivers.asked[at], effect, &id_of(drivers, Driver::Tried(tried), place, at)),
    });
    [tried_name(&tried.name), now, written].into_iter().chain(changes).collect()
}

/// The end at which an input moves a figure most, or the next one that it moves.
fn strongest(tried: &Tried, by: usize) -> Option<(usize, &TriedEnd)> {
    let figures = tried.ends.iter().map(|end| end.changes.len()).max()?;
    std::iter::once(by).chain(0..figures).find_map(|figure| {
        let told = |(_, end): &(usize, &TriedEnd)| {
            end.changes.get(figure).copied().flatten().is_some_and(|effect| effect.is_told())
        };
        let size = |(_, end): &(usize, &TriedEnd)| end.changes[figure].map_or(0.0, |effect| effect.change.abs());
        tried.ends.iter().enumerate().filter(told).max_by(|a, b| size(a).total_cmp(&size(b)))
    })
}

/// What becomes of a result where an input lies beyond its flip.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Becomes {
    Flips,
    Loses,
    Earns,
}

/// Where the first figure changes its sign: what becomes of it, and with which input at what.
pub fn flips(drivers: &Drivers, told: &[Driver<'_>], difference: bool, currency: &str) -> Text {
    let now = drivers.base.first().copied().unwrap_or(0.0);
    // What becomes of it, and where, in the order of the inputs.
    let mut found: Vec<(Becomes, Vec<Text>)> = Vec::new();
    for driver in told {
        let (flip, drawn, place) = match driver {
            Driver::Drawn(drawn) => {
                let Some(flip) = &drawn.flip else { continue };
                let id = format!("drivers.drawn.{}.flips.at", place_of(drivers, *driver));
                let value =
                    flip.value.map_or_else(Text::default, |value| drawn_value(&drawn.name, (&id, value), currency));
                let place = if flip.beyond_is_better == (now > 0.0) {
                    said!("{input} below {value}", input = &drawn.name, value = value)
                } else {
                    said!("{input} above {value}", input = &drawn.name, value = value)
                };
                (flip, true, place)
            }
            Driver::Tried(tried) => {
                let Some(flip) = &tried.flip else { continue };
                let value = as_written(&tried.name, &flip.written, currency);
                (flip, false, said!("{input} at {value}", input = tried_name(&tried.name), value = value))
            }
        };
        let loses = if drawn { now > 0.0 } else { !flip.beyond_is_better };
        let becomes = match (difference, loses) {
            (true, _) => Becomes::Flips,
            (false, true) => Becomes::Loses,
            (false, false) => Becomes::Earns,
        };
        match found.iter_mut().find(|(known, _)| *known == becomes) {
            Some((_, places)) => places.push(place),
            None => found.push((becomes, vec![place])),
        }
    }
    if found.is_empty() {
        return if difference {
            said!("No one of these alone turns the choice within five tenths, 150 days or the range drawn.")
        } else {
            said!(
                "No one of these alone makes a launch that earns on average one that loses, or the other way, within five tenths, 150 days or the range drawn."
            )
        };
    }
    Text::sentences(found.into_iter().map(|(becomes, mut places)| {
        let last = places.pop().unwrap_or_default();
        let places = if places.is_empty() {
            last
        } else {
            said!("{first}, or {last}", first = Text::joined(places, &said!(", ")), last = last)
        };
        match becomes {
            Becomes::Flips => said!("The choice flips with {places}.", places = places),
            Becomes::Loses => said!("The launch no longer earns on average with {places}.", places = places),
            Becomes::Earns => said!("The launch begins to earn on average with {places}.", places = places),
        }
    }))
}

/// What it is worth to know the drawn inputs that move most.
fn worth(drivers: &Drivers, currency: &str) -> Text {
    let known = drivers.drawn.iter().enumerate().filter_map(|(at, drawn)| Some((at, drawn, drawn.worth.as_ref()?)));
    let mut all: Vec<(usize, &str, f64)> =
        known.map(|(at, drawn, worth)| (at, drawn.name.as_str(), worth.value)).collect();
    if all.is_empty() {
        return Text::default();
    }
    all.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.1.cmp(b.1)));
    let told = all.iter().filter(|(.., worth)| *worth >= 5e4).map(|(at, name, worth)| {
        let worth = Figure::new(format!("drivers.drawn.{at}.worth.value"), *worth, Shown::Millions(1));
        said!(
            "{input} {worth} million {currency}",
            input = *name,
            worth = worth,
            currency = Text::term(currency.to_owned())
        )
    });
    let told = Text::joined(told, &said!(", "));
    match (told.is_empty(), drivers.is_difference) {
        (true, true) => said!(
            "To know any of the drawn ones before choosing between the two is worth next to nothing: it would hardly ever change the choice."
        ),
        (true, false) => said!(
            "To know any of the drawn ones before choosing to launch or not is worth next to nothing: it would hardly ever change the choice."
        ),
        (false, true) => said!("Worth to know before choosing between the two: {told}.", told = told),
        (false, false) => said!("Worth to know before choosing to launch or not: {told}.", told = told),
    }
}

/// How it was found, and what it does not know.
pub fn foot(drivers: &Drivers, command: &str) -> Text {
    let (screened, told) = drivers.effort;
    let of = |id: &str, value: f64, shown: Shown| Text::from(Figure::new(id, value, shown));
    let drawn = (!drivers.drawn.is_empty()).then(|| {
        said!(
            "Drawn inputs: the tenth of {launches} in which one is highest against that in which it is lowest.",
            launches = of("drivers.launches", drivers.launches as f64, Shown::counted("launch"))
        )
    });
    let certain = said!(
        "Certain inputs: {inputs} moved one at a time by a tenth (shares by a tenth of their odds, dates by 30 days, choices to \
         their other words) under the same luck, over {screened} and the strongest over {told}; {still} were not seen to change anything, {untried} not tried. ± or in brackets: a \
         95 % interval, by its farther end; a dash: not told from nothing. What is written as certain is as unsure as its planner; a tenth is no belief.",
        inputs = of("drivers.inputs_tried", drivers.tried.len() as f64, Shown::counted("input")),
        screened = of("drivers.launches_screened", f64::from(screened), Shown::counted("launch")),
        told = of("drivers.launches_told", f64::from(told), Shown::counted("launch")),
        still = of("drivers.inputs_without_effect", drivers.without_effect() as f64, Shown::Decimals(0)),
        untried = of("drivers.inputs_not_tried", drivers.untried.len() as f64, Shown::Decimals(0))
    );
    let all = (!command.is_empty()).then(|| said!("All of it: {command}.", command = Text::code(command)));
    Text::sentences(drawn.into_iter().chain([certain]).chain(all))
}

/// The mean of a figure in the launches of the run.
pub fn level(asked: &Asked, (mean, is_difference): (f64, bool), currency: &str) -> Text {
    let of = |shown: Shown| Text::from(Figure::new(format!("drivers.means.{}", asked.name), mean, shown));
    match asked.unit {
        Unit::Money => {
            said!(
                "{amount} million {currency}",
                amount = of(Shown::Millions(0)),
                currency = Text::term(currency.to_owned())
            )
        }
        Unit::YesNo | Unit::Share => of(Shown::PerCent),
        Unit::DayNumber if is_difference => said!("{number} days", number = of(Shown::Rounded)),
        Unit::DayNumber => of(Shown::InFull(asked.start)),
        Unit::Number => of(Shown::Rounded),
        other => with_unit(of(Shown::Rounded), Text::term(crate::outcome::unit_text(other, currency))),
    }
}
