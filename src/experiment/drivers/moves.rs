//! What each certain input could be instead: numbers a tenth less or more, shares by odds, dates a month earlier or later,
//! choices by their other words; lists and dated series as one.

use super::scaled::{SHARE, Scaled, is_share, rounded, six_digits, with_unit};
use crate::experiment::sweep::axis::Axis;
use crate::language::catalogue::Kind;
use crate::language::tree::Value;
use crate::scenario::Loaded;
use crate::scenario::address::Notation;
use crate::scenario::written::{Written, is_drawn, text};
use crate::units::Days;

/// Days by which a date is moved.
pub const DAYS: f64 = 30.0;
/// Inputs that are tried at most, unless all are asked for.
pub const MOST: usize = 200;
/// Words of a choice that are tried at most.
const MOST_WORDS: usize = 6;
/// Tables that are no inputs of a launch.
pub const NOT_INPUTS: [&str; 8] =
    ["run", "timeline", "sweep", "explore", "observed", "correlation", "metric", "sources"];

/// One input, or a group that moves as one.
#[derive(Clone, Debug)]
pub struct Move {
    /// Its address, with what is moved of it where that is not its value.
    pub name: String,
    /// What it is now.
    pub now: String,
    /// Whether it is another in the second of two scenarios: each is then moved from its own.
    differs: bool,
    /// Whether its ends were named, and what it is there otherwise.
    pub named: Option<Named>,
    /// How it moves.
    motion: Motion,
}

/// What an input is whose ends were named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Written as certain, or not written.
    Certain,
    /// Drawn in each launch; at an end it is the same in all of them.
    Drawn,
}

/// An input somewhere else.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// What it is there.
    pub written: String,
    /// The overrides that put it there, each "KEY=VALUE".
    pub settings: Vec<String>,
}

/// An input that was not tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Untried {
    /// Its address.
    pub name: String,
    /// Why.
    pub why: String,
}

#[derive(Clone, Debug)]
enum Motion {
    /// Numbers and lengths of time, all by the same share.
    Values(Vec<Scaled>),
    /// Dates, all by as many days.
    Date(Vec<(Axis, f64)>),
    /// The dates of a path: its address and its points.
    Dates(String, Vec<(jiff::civil::Date, String)>),
    /// A list of whole numbers, all by the same share.
    Series(String, Vec<f64>, bool),
    /// Other words.
    Words(String, Vec<String>),
    /// Between two ends that were named, by way of what it is now.
    Range(Axis, [f64; 2], Option<f64>),
}

/// What can be moved, and what cannot.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// The inputs that can be, in the order of the files.
    pub moves: Vec<Move>,
    /// Those that cannot, and why.
    pub untried: Vec<Untried>,
    /// Keys whose values are drawn.
    pub drawn: usize,
}

impl Inventory {
    /// The certain inputs of a scenario; `ranges` are those for which ends were named.
    #[must_use]
    pub fn of(loaded: &Loaded, ranges: &[Axis]) -> Self {
        let mut found = Self::default();
        // The columns of lists, each as one.
        let mut lists: Vec<(String, Motion)> = Vec::new();
        for axis in ranges {
            found.moves.extend(of_range(axis, loaded));
        }
        for written in loaded.written() {
            let root = written.address.split('.').next().unwrap_or("");
            if NOT_INPUTS.contains(&root) || !written.address.contains('.') {
                continue;
            }
            if ranges.iter().any(|axis| axis.key == written.address) {
                continue;
            }
            if written.is_drawn() {
                found.drawn += 1;
                continue;
            }
            if let Some(root) = written.listed_in {
                let group = format!("{root}.*.{}", written.key.name);
                let motions = motions(&written).unwrap_or_default();
                for (_, motion) in motions {
                    match (lists.iter_mut().find(|(name, _)| *name == group).map(|(_, all)| all), motion) {
                        (Some(Motion::Values(all)), Motion::Values(more)) => all.extend(more),
                        (Some(Motion::Date(all)), Motion::Date(more)) => all.extend(more),
                        (None, motion @ (Motion::Values(_) | Motion::Date(_))) => lists.push((group.clone(), motion)),
                        _ => {}
                    }
                }
                continue;
            }
            match motions(&written) {
                Ok(motions) => found.moves.extend(motions.into_iter().map(|(suffix, motion)| Move {
                    name: format!("{}{suffix}", written.address),
                    now: now(&written, &motion),
                    differs: false,
                    named: None,
                    motion,
                })),
                Err(Some(why)) => found.untried.push(Untried { name: written.address, why }),
                Err(None) => {}
            }
        }
        for (name, motion) in lists {
            let now = match &motion {
                Motion::Values(values) => format!("{} values", values.len()),
                Motion::Date(dates) => format!("{} dates", dates.len()),
                _ => continue,
            };
            found.moves.push(Move { name, now, differs: false, named: None, motion });
        }
        found
    }
}

/// What an input is now, short.
fn now(written: &Written, motion: &Motion) -> String {
    match motion {
        Motion::Values(values) if values.len() == 1 && !matches!(written.value, Value::List(_)) => {
            let Scaled { axis, value, .. } = &values[0];
            with_unit(&axis.written(*value), axis)
        }
        Motion::Values(values) => format!("{} points", values.len()),
        Motion::Dates(_, points) => format!("{} points", points.len()),
        Motion::Series(_, values, _) => format!("{} numbers", values.len()),
        _ => written.text().trim_matches('"').to_owned(),
    }
}

/// The ways in which a value can be moved, each with what stands behind its address; or why not, where that is worth a word.
fn motions(written: &Written) -> Result<Vec<(&'static str, Motion)>, Option<String>> {
    let address = &written.address;
    let words = |words: &[&str], now: &str| -> Vec<String> {
        words.iter().filter(|word| **word != now).take(MOST_WORDS).map(|word| (*word).to_owned()).collect()
    };
    let one = |motion: Motion| Ok(vec![("", motion)]);
    match (&written.key.kind, &written.value) {
        (Kind::Choice(all) | Kind::NumberOrChoice(_, all), Value::Text(now)) => {
            one(Motion::Words(address.clone(), words(all, now)))
        }
        (Kind::Flag, Value::Flag(now)) => one(Motion::Words(address.clone(), vec![(!now).to_string()])),
        (Kind::Reference(_), Value::Text(now)) => {
            let names: Vec<&str> = written.names.iter().map(String::as_str).collect();
            match words(&names, now) {
                others if others.is_empty() => Err(None),
                others => one(Motion::Words(address.clone(), others)),
            }
        }
        (Kind::Date { .. }, Value::Date(_) | Value::Text(_)) => {
            let axis = Axis::of_key(address).map_err(|(why, _)| Some(why))?;
            let value = axis.value(&written.text()).map_err(Some)?;
            one(Motion::Date(vec![(axis, value)]))
        }
        (Kind::Path(_) | Kind::NumberOrPath(_) | Kind::Steps(_), Value::List(points)) => {
            of_points(address, points, written)
        }
        (Kind::Series(_), Value::List(items)) => {
            let values: Option<Vec<f64>> = items.iter().map(|item| number(&item.value)).collect();
            let whole = items.iter().all(|item| matches!(item.value, Value::Integer(_)));
            one(Motion::Series(address.clone(), values.ok_or_else(|| Some("its values are no numbers".into()))?, whole))
        }
        (
            Kind::Number(_)
            | Kind::Certain(_)
            | Kind::Whole(_)
            | Kind::Duration { .. }
            | Kind::CertainDuration(_)
            | Kind::NumberOrPath(_)
            | Kind::NumberOrChoice(..),
            _,
        ) => one(Motion::Values(vec![Scaled::of(address, written).map_err(Some)?])),
        (Kind::Text | Kind::Texts | Kind::Letters | Kind::File | Kind::Metric | Kind::TwoKeys, _) => Err(None),
        (Kind::Parts(_), _) => Err(Some("how many of a part a phone takes".into())),
        _ => Err(Some("no number, date or choice".into())),
    }
}

/// The points of a path: their values as one, and where they are dated their dates as one.
fn of_points(
    address: &str,
    points: &[crate::language::tree::Node],
    written: &Written,
) -> Result<Vec<(&'static str, Motion)>, Option<String>> {
    let mut values = Vec::new();
    let mut dated = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let Value::List(pair) = &point.value else { return Err(Some("its points are tables".into())) };
        let [first, second] = pair.as_slice() else { return Err(Some("its points are no pairs".into())) };
        if let (Value::Date(date), false) = (&first.value, is_drawn(&second.value)) {
            dated.push((*date, text(&second.value)));
        }
        let Some(value) = number(&second.value).filter(|value| *value != 0.0) else { continue };
        let axis = Axis::of_key(&format!("{address}[{at}]")).map_err(|(why, _)| Some(why))?;
        values.push(Scaled { axis, value, odds: is_share(written) });
    }
    let mut found = Vec::new();
    if !values.is_empty() {
        found.push(("", Motion::Values(values)));
    }
    if dated.len() == points.len() {
        found.push((", its dates", Motion::Dates(address.to_owned(), dated)));
    }
    if found.is_empty() { Err(Some("its points are drawn or zero".into())) } else { Ok(found) }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(whole) => Some(*whole as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

fn of_range(axis: &Axis, loaded: &Loaded) -> Option<Move> {
    use crate::experiment::sweep::axis::Levels;
    let written = loaded.written().into_iter().find(|written| written.address == axis.key);
    let named = match &written {
        Some(written) if written.is_drawn() => Named::Drawn,
        _ => Named::Certain,
    };
    let of = |now: String, motion: Motion| {
        Some(Move { name: axis.key.clone(), now, differs: false, named: Some(named), motion })
    };
    let unknown = || if named == Named::Drawn { "drawn" } else { "by default" }.to_owned();
    if axis.notation == Notation::Other {
        let now = written.as_ref().map_or_else(unknown, |written| written.text().trim_matches('"').to_owned());
        return of(now, Motion::Words(axis.key.clone(), axis.words.clone()));
    }
    let ends = match &axis.levels {
        Levels::Range { low, high } => [*low, *high],
        Levels::Values(values) => [*values.first()?, *values.last()?],
    };
    let value = written.as_ref().and_then(|written| axis.value(written.text().trim_matches('"')).ok());
    let now = value.map_or_else(unknown, |value| with_unit(&axis.written(value), axis));
    of(now, Motion::Range(axis.clone(), ends, value))
}

impl Move {
    /// The same, told of two scenarios: where it is another in the second one, both are named and it moves by shares and days.
    #[must_use]
    pub fn of_both(mut self, second: &Self) -> Self {
        if self.now != second.now && self.is_ordered() && !matches!(self.motion, Motion::Range(..)) {
            self.now = format!("{}; {}", self.now, second.now);
            self.differs = true;
        }
        self
    }

    /// Whether there is an order in what it can be.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        !matches!(self.motion, Motion::Words(..))
    }

    /// How many steps it can be moved one way.
    #[must_use]
    pub fn most_steps(&self) -> f64 {
        match self.motion {
            Motion::Range(_, _, Some(_)) => 1.0,
            // Where it is now nobody knows: it is drawn, or not written.
            Motion::Range(_, _, None) => 0.0,
            _ => 5.0,
        }
    }

    /// Where it is tried first: a step down and a step up, or every other word.
    #[must_use]
    pub fn ends(&self) -> Vec<End> {
        match &self.motion {
            Motion::Words(address, words) => words
                .iter()
                .map(|word| End { written: word.clone(), settings: vec![format!("{address}={word}")] })
                .collect(),
            _ => vec![self.at(-1.0), self.at(1.0)],
        }
    }

    /// What it is so many steps away, a step being a tenth of a number and of odds, thirty days of a date, and the end of a
    /// range that was named.
    ///
    /// Words have no steps; they stay.
    #[must_use]
    pub fn at(&self, step: f64) -> End {
        let sign = if step < 0.0 { '−' } else { '+' };
        let per_cent = |what: &str| format!("{sign}{} %{what}", rounded((SHARE * step * 100.0).abs()));
        let days = libm::round(DAYS * step);
        match &self.motion {
            Motion::Values(values) => {
                let settings = values.iter().map(|value| value.axis.setting(value.at(step))).collect();
                let written = match values.as_slice() {
                    [one] if one.axis.key == self.name && !self.differs => {
                        with_unit(&one.axis.written(rounded(one.at(step))), &one.axis)
                    }
                    [first, ..] if first.odds => per_cent(" in odds"),
                    _ => per_cent(""),
                };
                End { written, settings }
            }
            Motion::Date(dates) => {
                let settings = dates.iter().map(|(axis, date)| axis.setting(date + days)).collect();
                let written = match dates.as_slice() {
                    [(axis, date)] if axis.key == self.name && !self.differs => axis.written(date + days),
                    _ => format!("{sign}{}", Days(days.abs())),
                };
                End { written, settings }
            }
            Motion::Dates(address, points) => {
                let moved = |(date, value): &(jiff::civil::Date, String)| {
                    let span = jiff::Span::new().days(days as i64);
                    format!("[{}, {value}]", date.saturating_add(span))
                };
                let points: Vec<String> = points.iter().map(moved).collect();
                let written = format!("{sign}{}", Days(days.abs()));
                End { written, settings: vec![format!("{address}=[{}]", points.join(", "))] }
            }
            Motion::Series(address, values, whole) => {
                let moved = |value: &f64| {
                    let moved = value * (1.0 + SHARE * step);
                    if *whole { libm::floor(moved + 0.5).to_string() } else { six_digits(moved).to_string() }
                };
                let values: Vec<String> = values.iter().map(moved).collect();
                End { written: per_cent(""), settings: vec![format!("{address}=[{}]", values.join(", "))] }
            }
            Motion::Words(address, _) => {
                End { written: self.now.clone(), settings: vec![format!("{address}={}", self.now)] }
            }
            Motion::Range(axis, [low, high], now) => {
                // From what it is now, which may lie outside.
                let middle = now.unwrap_or(f64::midpoint(*low, *high));
                let end = if step < 0.0 { low } else { high };
                let moved = middle + (end - middle) * step.abs().min(1.0);
                let whole = matches!(axis.notation, Notation::Whole | Notation::WholeDays | Notation::Date);
                let moved = if whole { libm::floor(moved + 0.5) } else { six_digits(moved) };
                End { written: with_unit(&axis.written(moved), axis), settings: vec![axis.setting(moved)] }
            }
        }
    }
}
