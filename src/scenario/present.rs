//! The numeric keys a scenario writes, for whoever wants to vary them.

use std::collections::BTreeSet;

use super::cursor::Cursor;
use super::load::Loaded;
use super::resolved::plain;
use crate::language::catalogue::{Key, Kind};
use crate::language::tree::{Table, Value};

/// A numeric key that a scenario writes.
#[derive(Clone, Debug, PartialEq)]
pub struct PresentKey {
    /// Its address, `component.screen.unit_cost` or `factory.inventec.ramp[2]`.
    pub address: String,
    /// What the catalogue says about it.
    pub key: &'static Key,
    /// What is written, as TOML.
    pub written: String,
    /// Whether it is an uncertain input.
    pub uncertain: bool,
}

impl Loaded {
    /// Every numeric key the scenario writes, its own and its base's, in the order of appearance; the points of a path
    /// one by one.
    #[must_use]
    pub fn keys(&self) -> Vec<PresentKey> {
        let mut keys = Vec::new();
        collect(&self.resolved, "", Cursor::Top, &mut keys);
        let inputs: BTreeSet<&str> = self.scenario.inputs.iter().map(|input| input.key.as_str()).collect();
        for key in &mut keys {
            key.uncertain = inputs.contains(key.address.as_str());
        }
        keys
    }
}

fn collect(table: &Table, path: &str, cursor: Cursor, keys: &mut Vec<PresentKey>) {
    for entry in table.entries() {
        let address = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
        match (cursor.step(&entry.key), &entry.node.value) {
            (Cursor::Leaf(Key { kind: Kind::Parts(_), .. }) | Cursor::Free, _) => {}
            (Cursor::Leaf(key), Value::List(points)) if key.may_be_uncertain() => {
                for (at, point) in points.iter().enumerate() {
                    if let Value::List(pair) = &point.value
                        && let Some(value) = pair.get(1)
                    {
                        let address = format!("{address}[{at}]");
                        keys.push(PresentKey { address, key, written: plain(value), uncertain: false });
                    }
                }
            }
            (Cursor::Leaf(key), value) => {
                let is_number = match key.kind {
                    Kind::Certain(_) | Kind::Whole(_) | Kind::CertainDuration(_) => true,
                    Kind::NumberOrChoice(..) => !matches!(value, Value::Text(_)),
                    _ => key.may_be_uncertain(),
                };
                if is_number {
                    keys.push(PresentKey { address, key, written: plain(&entry.node), uncertain: false });
                }
            }
            (inner, Value::Table(table)) => collect(table, &address, inner, keys),
            _ => {}
        }
    }
}
