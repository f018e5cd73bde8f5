//! Laying one tree over another: tables merge by name, everything else is replaced.

use super::cursor::Cursor;
use super::held;
use super::tables;
use crate::language::catalogue::TableKind;
use crate::language::tree::{Entry, Node, Table, Value};

/// Lays `over` over `base`. Names keep the order of first appearance.
pub fn lay_over(base: &mut Table, over: Table, cursor: Cursor) {
    if let Cursor::Keys(kind) = cursor {
        take_out_alternatives(base, &over, kind);
    }
    for entry in over.into_entries() {
        let inner = cursor.step(&entry.key);
        match (base.get_mut(&entry.key), entry.node.value) {
            (Some(Node { value: Value::Table(below), .. }), Value::Table(above)) if !inner.is_replaced_by(&above) => {
                lay_over(below, above, inner);
            }
            (_, value) => {
                held::keep_laws(base, &entry.key);
                base.insert(Entry {
                    key: entry.key,
                    key_span: entry.key_span,
                    node: Node { value, span: entry.node.span },
                });
            }
        }
    }
}

/// What is said anew in another way replaces the old way: `horizon` replaces a base file's `end`.
fn take_out_alternatives(base: &mut Table, over: &Table, kind: &TableKind) {
    for ways in tables::ALTERNATIVES.iter().filter(|ways| ways.table == kind.path).map(|ways| ways.ways) {
        let Some(chosen) = ways.iter().position(|way| way.iter().any(|key| over.get(key).is_some())) else {
            continue;
        };
        for (number, way) in ways.iter().enumerate() {
            for key in way.iter().filter(|key| number != chosen && over.get(key).is_none()) {
                base.remove(key);
            }
        }
    }
}

/// Adds to `table` the entries of `more` that it does not have.
pub fn fill(table: &mut Table, more: Table) {
    for entry in more.into_entries() {
        if table.get(&entry.key).is_none() {
            table.insert(entry);
        } else {
            for (place, law) in held::laws_at(&entry.key, &entry.node) {
                table.keep_overwritten(place, law);
            }
        }
    }
}
