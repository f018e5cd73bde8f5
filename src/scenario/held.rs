//! Inputs that a correlation names and that are set to one number: they keep their place.
//!
//! A correlation says how the draws of two inputs go together. When one of them is set to a number, by `--set`, by a sweep or
//! in a file that extends another, the draw of the other must stay what it was, or the two runs could not be compared.
//! So the number is put beside the distribution it replaced, `{ lognormal = { .. }, set_to = 0.001 }`: the input is
//! drawn as before, and what is drawn is not used.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::written::is_drawn;
use crate::language::catalogue::{JOINT, Key, Kind, SET_TO};
use crate::language::quantity::Sample;
use crate::language::tree::{Entry, Node, Table, Value};

/// The value of a point of a path: the second of a pair.
fn value_of_point(item: &Node) -> Option<&Node> {
    match &item.value {
        Value::List(pair) if pair.len() == 2 => Some(&pair[1]),
        Value::Table(table) if table.entries().len() == 2 => Some(&table.entries()[1].node),
        _ => None,
    }
}

/// The distributions in the value of a key, each with its place: the key, or the point of a path `ramp[1]`.
pub fn laws_at(key: &str, node: &Node) -> Vec<(String, Node)> {
    match &node.value {
        Value::Table(_) if is_drawn(&node.value) => vec![(key.to_owned(), node.clone())],
        Value::List(items) => {
            let point =
                |(at, item)| Some((format!("{key}[{at}]"), value_of_point(item).filter(|law| is_drawn(&law.value))?));
            items.iter().enumerate().filter_map(point).map(|(place, law)| (place, law.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// Remembers the distributions at a key over which something is about to be written.
pub fn keep_laws(table: &mut Table, key: &str) {
    for (place, law) in table.get(key).map_or_else(Vec::new, |node| laws_at(key, node)) {
        table.keep_overwritten(place, law);
    }
}

/// Puts each number that replaced a distribution back beside it, where a correlation names the input. Of one that names an input
/// drawn from a sample nothing is left.
pub fn put_back(tree: &mut Table, samples: &BTreeMap<String, Sample>) {
    let named = |entry: &Entry| match &entry.node.value {
        Value::Table(table) => match table.get("between").map(|node| &node.value) {
            Some(Value::List(keys)) if !keys.iter().any(|key| in_a_sample(key, samples)) => keys.clone(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    let keys: Vec<Node> =
        tree.table("correlation").map_or_else(Vec::new, |all| all.entries().iter().flat_map(named).collect());
    for key in keys {
        if let Value::Text(address) = key.value {
            put_back_one(tree, &address);
        }
    }
}

/// Whether a key is one of an input that is drawn with others.
fn in_a_sample(key: &Node, samples: &BTreeMap<String, Sample>) -> bool {
    matches!(&key.value, Value::Text(key) if samples.values().any(|sample| sample.columns.contains_key(key)))
}

fn put_back_one(tree: &mut Table, address: &str) -> Option<()> {
    let (path, place) = address.rsplit_once('.')?;
    let (name, point) = match place.strip_suffix(']').and_then(|place| place.split_once('[')) {
        Some((name, number)) => (name, Some(number.parse::<usize>().ok()?)),
        None => (place, None),
    };
    let mut cursor = Cursor::Top;
    let mut table = tree;
    for part in path.split('.') {
        cursor = cursor.step(part);
        table = match &mut table.get_mut(part)?.value {
            Value::Table(inner) => inner,
            _ => return None,
        };
    }
    let Cursor::Leaf(key) = cursor.step(name) else { return None };
    let law = table.overwritten(place)?.clone();
    let node = table.get_mut(name)?;
    let node = match point {
        None => node,
        Some(at) => match &mut node.value {
            Value::List(items) => match &mut items.get_mut(at)?.value {
                Value::List(pair) if pair.len() == 2 => &mut pair[1],
                _ => return None,
            },
            _ => return None,
        },
    };
    let Value::Table(mut law_table) = law.value else { return None };
    if !is_number(node, key) {
        return None;
    }
    // Who is drawn with others from a sample is set alone.
    if law_table.get(JOINT).is_some() {
        return None;
    }
    law_table.remove(SET_TO);
    let number = node.clone();
    law_table.insert(Entry { key: SET_TO.to_owned(), key_span: number.span, node: number });
    node.value = Value::Table(law_table);
    Some(())
}

/// Whether a value is one number or length of time of a key that may be uncertain.
fn is_number(node: &Node, key: &Key) -> bool {
    match node.value {
        Value::Integer(_) | Value::Float(_) => true,
        Value::Text(_) => matches!(key.kind, Kind::Duration { .. }),
        _ => false,
    }
}
