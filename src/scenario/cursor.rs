//! Where in the catalogue one stands on the way down a tree.

use super::tables;
use crate::language::catalogue::{Key, Kind, TableKind, is_law};
use crate::language::tree::Table;

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

    /// Whether a table standing here is one value, to be replaced whole: a distribution by another, or a file.
    #[must_use]
    pub fn is_replaced_by(self, over: &Table) -> bool {
        match self {
            Self::Leaf(key) => {
                !matches!(key.kind, Kind::Parts(_))
                    && over.entries().iter().any(|entry| is_law(&entry.key) || entry.key == "file")
            }
            _ => false,
        }
    }
}
