//! Laying one tree over another: tables merge by name, everything else is replaced.

use super::held;
use super::tables;
use crate::language::catalogue::FAMILIES;
use crate::language::catalogue::{Key, Kind, TableKind};
use crate::language::tree::{Entry, Node, Table, Value};

/// Where in the catalogue a place of the tree stands.
#[derive(Clone, Copy, Debug)]
pub enum Cursor {
    /// The whole file.
    Top,
    /// A table whose keys are names: `component`.
    Names(&'static TableKind),
    /// A table whose keys are keys: `component.screen`, `run`.
    Keys(&'static TableKind),
    /// A key's value.
    Leaf(&'static Key),
    /// Inside a value, or where the catalogue knows nothing.
    Free,
}

impl Cursor {
    /// Where the value of `key` stands.
    #[must_use]
    pub fn step(self, key: &str) -> Self {
        match self {
            Self::Top => {
                if let Some(key) = tables::table("").key(key) {
                    Self::Leaf(key)
                } else {
                    match tables::table_at_root(key) {
                        Some(kind) if kind.is_named() => Self::Names(kind),
                        Some(kind) => Self::Keys(kind),
                        None => Self::Free,
                    }
                }
            }
            Self::Names(kind) => Self::Keys(kind),
            Self::Keys(kind) => {
                if let Some(key) = kind.key(key) {
                    Self::Leaf(key)
                } else {
                    tables::nested(kind, key).map_or(Self::Free, Self::Keys)
                }
            }
            Self::Leaf(_) | Self::Free => Self::Free,
        }
    }

    /// Whether a table standing here is one value, to be replaced whole: a distribution by another.
    fn is_replaced_by(self, over: &Table) -> bool {
        match self {
            Self::Leaf(key) => {
                !matches!(key.kind, Kind::Parts(_))
                    && over.entries().iter().any(|entry| FAMILIES.contains(&entry.key.as_str()))
            }
            _ => false,
        }
    }
}

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
