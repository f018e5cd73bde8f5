//! Which keys have a control from the beginning, and any other by search.

use super::control::{Control, Moving};
use super::law;
use crate::experiment::drivers::moves::NOT_INPUTS;
use crate::experiment::sweep::axis::{Axis, DesignError};
use crate::language::tree::{Node, Value};
use crate::report::said::Language;
use crate::scenario::Loaded;
use crate::scenario::written::Written;

/// Controls that a search gives at most.
pub const MOST_FOUND: usize = 30;
/// Dated sums of money that have a control from the beginning, at most.
const FUNDINGS: usize = 4;
/// Everything that is written, as controls.
fn written(loaded: &Loaded) -> impl Iterator<Item = Control> + '_ {
    let is_input = |written: &Written| {
        let root = written.address.split('.').next().unwrap_or("");
        written.address.contains('.') && !NOT_INPUTS.contains(&root)
    };
    let currency = &loaded.scenario.company.currency;
    let told = move |written| Control::all(&with_middles(loaded, written), currency);
    loaded.written().into_iter().filter(is_input).flat_map(told)
}

/// The same with the median of its lines beside each sample from which something is drawn.
fn with_middles(loaded: &Loaded, mut written: Written) -> Written {
    let median = |address: &str| {
        let input = loaded.scenario.inputs.iter().find(|input| input.key == address)?;
        Some(input.distribution.median())
    };
    if let Value::List(points) = &mut written.value {
        for (at, point) in points.iter_mut().enumerate() {
            if let Value::List(pair) = &mut point.value
                && let [_, Node { value: Value::Table(table), .. }] = pair.as_mut_slice()
            {
                law::stand_at(table, || median(&format!("{}[{at}]", written.address)));
            }
        }
    } else if let Value::Table(table) = &mut written.value {
        law::stand_at(table, || median(&written.address));
    }
    written
}

/// The controls from the beginning: those that `[explore]` names, or the price, the scale of the plan, what customers and
/// owners bring on a date, and what the market is; those of the most weight are added once they are known.
///
/// # Errors
/// When what `[explore]` names cannot be moved.
pub fn first(loaded: &Loaded) -> Result<Vec<Control>, DesignError> {
    let asked = &loaded.scenario.explore.controls;
    let all: Vec<Control> = written(loaded).collect();
    if !asked.is_empty() {
        let mut found = Vec::new();
        for words in asked {
            found.extend(named(loaded, words)?);
        }
        return Ok(found);
    }
    let is = |control: &Control, root: &str, key: &str| {
        let mut parts = control.key.split('.');
        parts.next() == Some(root) && parts.next_back().is_some_and(|last| last.split('[').next() == Some(key))
    };
    let mut found: Vec<Control> = all.iter().filter(|control| is(control, "product", "price")).cloned().collect();
    found.extend(by_key(loaded, "build_plan.scale"));
    let money = |control: &&Control| {
        ["funding", "loan"].iter().any(|root| is(control, root, "date") || is(control, root, "amount"))
    };
    found.extend(all.iter().filter(money).take(2 * FUNDINGS).cloned());
    Ok(found)
}

/// The control of a key, of a path those of its points; none where nothing of it can be moved.
#[must_use]
pub fn by_key(loaded: &Loaded, key: &str) -> Vec<Control> {
    let of = |control: &Control| control.key == key || control.key.split('[').next() == Some(key);
    let found: Vec<Control> = written(loaded).filter(of).collect();
    if !found.is_empty() {
        return found;
    }
    let currency = &loaded.scenario.company.currency;
    let default = loaded.by_default().into_iter().find(|written| written.address == key);
    default.map_or_else(Vec::new, |written| Control::all(&written, currency))
}

/// The controls of what `[explore]` names: `KEY`, or `KEY=VALUES` as `--vary` takes it.
///
/// # Errors
/// When it cannot be read, or cannot be moved.
pub fn named(loaded: &Loaded, words: &str) -> Result<Vec<Control>, DesignError> {
    let key = words.split('=').next().unwrap_or(words).trim();
    let found = by_key(loaded, key);
    if found.is_empty() {
        return Err(DesignError::Design(format!("there is nothing to be moved at `{key}`")));
    }
    if !words.contains('=') {
        return Ok(found);
    }
    let axis = Axis::parse(words)?;
    Ok(found.into_iter().map(|control| control.between(&axis)).collect())
}

/// Controls whose key, meaning or choices hold all words of a search; what is written before what holds by default.
#[must_use]
pub fn find(loaded: &Loaded, search: &str, language: Language) -> Vec<Control> {
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let fits = |control: &Control| {
        let choices = match &control.moving {
            Moving::Choice { words, .. } => words.join(" "),
            _ => String::new(),
        };
        let text =
            format!("{} {} {} {choices}", control.key.replace('_', " "), control.about, control.told(language).about)
                .to_lowercase();
        words.iter().all(|word| text.contains(word.replace('_', " ").as_str()) || control.key.contains(word.as_str()))
    };
    let currency = &loaded.scenario.company.currency;
    let defaults = loaded.by_default().into_iter().flat_map(|written| Control::all(&written, currency));
    let mut found: Vec<Control> = written(loaded).filter(&fits).chain(defaults.filter(&fits)).collect();
    // A word of the key itself counts more than one of its meaning.
    found.sort_by_key(|control| usize::from(!words.iter().all(|word| control.key.contains(word.as_str()))));
    found.truncate(MOST_FOUND);
    found
}
