//! One thing that can be moved: a key of the scenario, what it is now, and where a slider of it may go.

use serde::Serialize;

use super::law;
use crate::experiment::sweep::axis::{Axis, Levels};
use crate::language::catalogue::{Kind, Range};
use crate::language::tree::{Node, Value};
use crate::report::said::{Language, Text, said};
use crate::scenario::address::Notation;
use crate::scenario::written::{Written, text};

/// What a slider spans where nobody said it: so many times what a number is now.
const SPAN: (f64, f64) = (0.5, 1.5);
/// Days a date is moved either way where nobody said how far.
const DAYS: f64 = 180.0;
/// Places of a slider, roughly.
const PLACES: f64 = 200.0;
/// Points of a path that have controls of their own, at most.
const POINTS: usize = 12;

/// One control.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The key, as `--set` takes it.
    pub key: String,
    /// What it means.
    pub about: &'static str,
    /// Of a point of a path its first half, as its date; else "".
    pub point: String,
    /// Its unit; "" for words, dates and bare numbers.
    pub unit: String,
    /// How it is moved.
    pub moving: Moving,
}

/// A control in a language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ToldControl {
    /// The key.
    pub key: String,
    /// What it means.
    pub about: String,
    /// Its unit.
    pub unit: String,
    /// How it is moved.
    #[serde(flatten)]
    pub moving: Moving,
}

/// How the numbers of a control are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// As numbers.
    Number,
    /// As dates; the numbers are days from 1970-01-01.
    Date,
}

/// Where a slider goes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Slider {
    /// Where it stands when nothing is moved.
    pub now: f64,
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// From one place to the next.
    pub step: f64,
    /// What its numbers are.
    pub told: Told,
}

/// How a key is moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Moving {
    /// A number, a length of time or a date.
    Number(Slider),
    /// One of a few words.
    Choice {
        /// Which it is.
        now: String,
        /// All of them.
        words: Vec<String>,
    },
    /// A law, by its middle and how wide it is.
    Law {
        /// The law as it is written.
        law: String,
        /// Its middle.
        #[serde(flatten)]
        middle: Slider,
        /// Whether its width can be moved.
        wide: bool,
    },
}

impl Control {
    /// The controls of a value that is written: one, one for each point of a path, or none where it is nothing to be moved.
    #[must_use]
    pub fn all(written: &Written, currency: &str) -> Vec<Self> {
        let (address, key) = (&written.address, written.key);
        let unit = |axis: &Axis| if axis.is_dated() { String::new() } else { axis.unit_in(currency) };
        let of = |key: &str, unit: String, moving: Moving| {
            let (key, about, point) = (key.to_owned(), written.key.doc, String::new());
            Self { key, about, point, unit, moving }
        };
        match (key.kind, &written.value) {
            (Kind::Choice(words) | Kind::NumberOrChoice(_, words), Value::Text(now)) => {
                let words = words.iter().map(|word| (*word).to_owned()).collect();
                vec![of(address, String::new(), Moving::Choice { now: now.clone(), words })]
            }
            (Kind::Flag, Value::Flag(now)) => {
                let words = vec!["true".to_owned(), "false".to_owned()];
                vec![of(address, String::new(), Moving::Choice { now: now.to_string(), words })]
            }
            (Kind::Reference(_), Value::Text(now)) if written.names.len() > 1 => {
                let moving = Moving::Choice { now: now.clone(), words: written.names.clone() };
                vec![of(address, String::new(), moving)]
            }
            (Kind::Path(_) | Kind::NumberOrPath(_) | Kind::Steps(_), Value::List(points)) if points.len() <= POINTS => {
                let point = |(at, point): (usize, &Node)| {
                    let Value::List(pair) = &point.value else { return None };
                    let [first, second] = pair.as_slice() else { return None };
                    let place = format!("{address}[{at}]");
                    let axis = Axis::of_key(&place).ok()?;
                    let moving = moving(&axis, &second.value, range(key.kind))?;
                    Some(Self { point: text(&first.value), ..of(&place, unit(&axis), moving) })
                };
                points.iter().enumerate().filter_map(point).collect()
            }
            _ => {
                let Ok(axis) = Axis::of_key(address) else { return Vec::new() };
                if axis.notation == Notation::Other {
                    return Vec::new();
                }
                let moving = moving(&axis, &written.value, range(key.kind));
                moving.map(|moving| of(address, unit(&axis), moving)).into_iter().collect()
            }
        }
    }

    /// The same in a language.
    #[must_use]
    pub fn told(&self, language: Language) -> ToldControl {
        let about = Text::term(self.about);
        let about = match self.point.as_str() {
            "" => about,
            point => said!("{point}: {what}", what = about, point = point),
        };
        let (key, unit) = (self.key.clone(), Text::term(self.unit.clone()).told(language));
        ToldControl { key, about: about.told(language), unit, moving: self.moving.clone() }
    }

    /// The same between other ends, as `[explore]` or `--vary` name them.
    #[must_use]
    pub fn between(mut self, axis: &Axis) -> Self {
        let ends = match &axis.levels {
            Levels::Range { low, high } => Some((*low, *high, None)),
            Levels::Values(values) => match values.as_slice() {
                [low, second, .., high] => Some((*low, *high, Some(second - low))),
                [low, high] => Some((*low, *high, None)),
                _ => None,
            },
        };
        if let (Moving::Number(slider) | Moving::Law { middle: slider, .. }, Some((low, high, step))) =
            (&mut self.moving, ends)
        {
            (slider.low, slider.high) = (low.min(slider.now), high.max(slider.now));
            slider.step = step.unwrap_or(slider.step.min((high - low) / 20.0));
        }
        if let (Moving::Choice { words, .. }, false) = (&mut self.moving, axis.words.is_empty()) {
            words.retain(|word| axis.words.iter().any(|asked| asked.trim_matches('"') == word));
        }
        self
    }
}

/// The range of the numbers of a key.
fn range(kind: Kind) -> Option<Range> {
    match kind {
        Kind::Number(range)
        | Kind::Certain(range)
        | Kind::Whole(range)
        | Kind::Duration { range, .. }
        | Kind::CertainDuration(range)
        | Kind::Path(range)
        | Kind::NumberOrPath(range)
        | Kind::NumberOrChoice(range, _)
        | Kind::Steps(range) => Some(range),
        _ => None,
    }
}

/// How a value is moved; `None` where it is nothing that moves.
fn moving(axis: &Axis, value: &Value, range: Option<Range>) -> Option<Moving> {
    if let Value::Table(table) = value {
        let shape = law::shape(table)?;
        let middle = slider(axis, shape.middle, range);
        return Some(Moving::Law { law: text(value), middle, wide: shape.wide });
    }
    let now = axis.value(text(value).trim_matches('"')).ok()?;
    Some(Moving::Number(slider(axis, now, range)))
}

/// A slider around a value, within what its key allows.
fn slider(axis: &Axis, now: f64, range: Option<Range>) -> Slider {
    if axis.is_dated() {
        return Slider { now, low: now - DAYS, high: now + DAYS, step: 1.0, told: Told::Date };
    }
    let (least, most) = range.map_or((f64::NEG_INFINITY, f64::INFINITY), |range| (range.low, range.high));
    let (mut low, mut high) = match now {
        0.0 => (least.max(0.0), if most.is_finite() && most <= 1000.0 { most } else { 100.0 }),
        _ if range.is_some_and(|range| range.is_share()) => (0.0, 1.0),
        _ => (now * SPAN.0, now * SPAN.1),
    };
    if low > high {
        (low, high) = (high, low);
    }
    (low, high) = (low.max(least), high.min(most));
    let whole = matches!(axis.notation, Notation::Whole | Notation::WholeDays);
    let mut step = round_step((high - low) / PLACES);
    if whole {
        step = step.max(1.0).round();
    }
    let tidy = |value: f64| format!("{value:.6e}").parse().unwrap_or(value);
    // Ends on places of the slider, and what it is now among them.
    let low = tidy((now - ((now - low) / step).floor() * step).max(least));
    let high = tidy((now + ((high - now) / step).floor() * step).min(most));
    Slider { now, low, high, step, told: Told::Number }
}

/// The largest of 1, 2, 5 times a power of ten that is no greater.
fn round_step(step: f64) -> f64 {
    if step.is_nan() || step <= 0.0 {
        return 1.0;
    }
    let written = format!("{step:.6e}");
    let (mantissa, power) = written.split_once('e').unwrap_or(("1", "0"));
    let mantissa: f64 = mantissa.parse().unwrap_or(1.0);
    let digit = [5, 2, 1].into_iter().find(|digit| f64::from(*digit) <= mantissa).unwrap_or(1);
    format!("{digit}e{power}").parse().unwrap_or(1.0)
}
