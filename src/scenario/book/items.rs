//! The keys of a scenario one by one, each with its address.

use crate::language::catalogue::{Key, Kind};
use crate::language::tree::{Node, Table, Value};
use crate::scenario::cursor::Cursor;

/// A key that is written.
pub(super) struct Item {
    pub address: String,
    pub key: Option<&'static Key>,
    pub node: Node,
}

/// Every key that is written, and every table without one.
pub(super) fn flatten(table: &Table, path: &str, cursor: Cursor, items: &mut Vec<Item>) {
    for entry in table.entries() {
        let address = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
        match (cursor.step(&entry.key), &entry.node.value) {
            (Cursor::Leaf(Key { kind: Kind::Parts(_), .. }), Value::Table(parts)) => {
                for part in parts.entries() {
                    let address = format!("{address}.{}", part.key);
                    items.push(Item { address, key: None, node: part.node.clone() });
                }
            }
            (Cursor::Leaf(key), _) => items.push(Item { address, key: Some(key), node: entry.node.clone() }),
            (inner, Value::Table(below)) => {
                if below.entries().is_empty() {
                    items.push(Item { address: address.clone(), key: None, node: entry.node.clone() });
                }
                flatten(below, &address, inner, items);
            }
            _ => items.push(Item { address, key: None, node: entry.node.clone() }),
        }
    }
}
