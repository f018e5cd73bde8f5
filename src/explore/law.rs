//! A law moved by its middle and its width, whatever its family.

use crate::experiment::drivers::scaled::six_digits;
use crate::language::catalogue::JOINT;
use crate::language::tree::{Entry, Node, Table, Value};
use crate::units::Days;

/// A law as one moves it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Its middle: the mode, the median of three quantiles, or the mean, whichever the family is written with; of a sample its
    /// median [unit of the key; days].
    pub middle: f64,
    /// Whether its width can be moved: how far its parameters lie from the middle, or its standard deviation.
    pub wide: bool,
}

/// Parameters that are values, and so move with the middle.
const PLACES: [&str; 8] = ["low", "mode", "high", "mean", "p10", "p50", "p90", "values"];
/// Parameters that say how wide a law is.
const WIDTHS: [&str; 2] = ["sd", "cv"];
/// Families with a middle that cannot be moved by their parameters.
const FIXED: [&str; 1] = ["empirical"];

/// Beside the name of a sample, the median of its lines.
const MIDDLE: &str = "middle";

/// Whether something is drawn from a sample, and so can be moved to one number alone.
#[must_use]
pub fn is_of_a_sample(law: &Table) -> bool {
    law.get(JOINT).is_some()
}

/// Puts the median of its lines beside a sample.
pub fn stand_at(law: &mut Table, median: impl FnOnce() -> Option<f64>) {
    let Some(Node { span, .. }) = law.get(JOINT) else { return };
    let span = *span;
    if let Some(median) = median() {
        let node = Node { value: Value::Float(median), span };
        law.insert(Entry { key: MIDDLE.to_owned(), key_span: span, node });
    }
}

/// The family of a law and its parameters.
fn family(law: &Table) -> Option<(&str, &Table)> {
    let found = law.entries().iter().find_map(|entry| match &entry.node.value {
        Value::Table(parameters) => Some((entry.key.as_str(), parameters)),
        _ => None,
    });
    found.filter(|(family, _)| !FIXED.contains(family))
}

/// A parameter as a number; lengths of time in days.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(whole) => Some(*whole as f64),
        Value::Float(number) => Some(*number),
        Value::Text(text) => Days::parse(text).ok().map(|days| days.0),
        _ => None,
    }
}

/// The shape of a law; `None` where nothing of it can be moved.
#[must_use]
pub fn shape(law: &Table) -> Option<Shape> {
    if is_of_a_sample(law) {
        return number(&law.get(MIDDLE)?.value).map(|middle| Shape { middle, wide: false });
    }
    let (name, parameters) = family(law)?;
    let of = |key: &str| parameters.get(key).and_then(|node| number(&node.value));
    let middle = of("mode").or_else(|| of("p50")).or_else(|| of("mean")).or_else(|| {
        let (low, high) = (of("low")?, of("high")?);
        let (alpha, beta) = (of("alpha"), of("beta"));
        let share = alpha.zip(beta).map_or(0.5, |(alpha, beta)| alpha / (alpha + beta));
        Some(low + (high - low) * share)
    });
    let middle = middle.or_else(|| {
        let Value::List(values) = &parameters.get("values")?.value else { return None };
        let numbers: Vec<f64> = values.iter().filter_map(|node| number(&node.value)).collect();
        (numbers.len() == values.len()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
    })?;
    let has = |keys: &[&str]| keys.iter().any(|key| parameters.get(key).is_some());
    let wide = has(&WIDTHS) || has(&["low", "p10", "values"]);
    (name != "beta" || has(&["low"])).then_some(Shape { middle, wide })
}

/// The law with its middle somewhere else and its width so many times what it was.
///
/// Parameters that are values keep their distance from the middle, times the width; a standard deviation and a coefficient of
/// variation are multiplied by it. Bounds beside the family stay.
#[must_use]
pub fn moved(law: &Table, middle: f64, width: f64) -> Option<Table> {
    let Shape { middle: was, .. } = shape(law)?;
    let (name, _) = family(law)?;
    let name = name.to_owned();
    let mut moved = law.clone();
    let inner = moved.get_mut(&name)?;
    let Value::Table(parameters) = &mut inner.value else { return None };
    let place = |value: f64| six_digits(middle + (value - was) * width);
    for key in PLACES {
        if let Some(node) = parameters.get_mut(key) {
            change(node, &place);
        }
    }
    for key in WIDTHS {
        if let Some(node) = parameters.get_mut(key) {
            change(node, &|value| six_digits(value * width));
        }
    }
    moved.remove(crate::language::catalogue::SET_TO);
    Some(moved)
}

/// Changes a parameter as it is written; each of a list.
fn change(node: &mut Node, to: &dyn Fn(f64) -> f64) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| change(item, to)),
        Value::Text(text) => {
            if let Ok(days) = Days::parse(text) {
                *text = Days(to(days.0)).to_string();
            }
        }
        value => {
            if let Some(number) = number(value) {
                *value = Value::Float(to(number));
            }
        }
    }
}
