//! What a scenario says of its certain inputs: every value that is written, with the key it belongs to.

use super::cursor::Cursor;
use super::load::Loaded;
use super::resolved::plain;
use crate::language::catalogue::{Fallback, JOINT, Key, Kind, TableKind, is_law};
use crate::language::source::{FileId, LISTS, Span};
use crate::language::tree::{Node, Table, Value};

/// A value that is written, or a point of a path.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its address, as `--set` takes it.
    pub address: String,
    /// The tables it may stand for together with those of other names: `component`, where it comes from a CSV file.
    pub listed_in: Option<&'static str>,
    /// The key.
    pub key: &'static Key,
    /// The value.
    pub value: Value,
    /// The names that the scenario has in the table a reference is to.
    pub names: Vec<String>,
    /// Where it is written; of an input drawn from a sample where something else was said of it.
    pub span: Span,
}

impl Written {
    /// The value as TOML on one line.
    #[must_use]
    pub fn text(&self) -> String {
        text(&self.value)
    }

    /// Whether the value is drawn anew in each launch, or one of its points is.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        is_drawn(&self.value)
    }
}

/// A value as TOML on one line.
#[must_use]
pub fn text(value: &Value) -> String {
    plain(&Node { value: value.clone(), span: Span::new(FileId(0), 0..0) })
}

/// Whether a value is a distribution.
#[must_use]
pub fn is_drawn(value: &Value) -> bool {
    match value {
        Value::Table(table) => table.entries().iter().any(|entry| is_law(&entry.key)),
        _ => false,
    }
}

/// A default as a value; `None` where it is no number, word or flag.
fn plain_value(written: &str) -> Option<Value> {
    match written {
        "true" | "false" => Some(Value::Flag(written == "true")),
        _ => match (written.parse(), written.parse()) {
            (Ok(whole), _) => Some(Value::Integer(whole)),
            (_, Ok(number)) => Some(Value::Float(number)),
            _ => Some(Value::Text(written.strip_prefix('"')?.strip_suffix('"')?.to_owned())),
        },
    }
}

/// Where a value is said: of one that is drawn from a sample where it was said before, and whether it stands in the sample alone.
fn said_at(node: &Node) -> (Span, bool) {
    match &node.value {
        Value::Table(law) => law.entry(JOINT).map_or((node.span, false), |of| (of.key_span, of.key_span == node.span)),
        _ => (node.span, false),
    }
}

impl Loaded {
    /// Every key that is written, with its value, in the order of the files.
    #[must_use]
    pub fn written(&self) -> Vec<Written> {
        let mut found = Vec::new();
        self.walk(&self.resolved, Cursor::Top, "", &mut found);
        found
    }

    /// The keys of tables that are written which are left out themselves and then have a value, with that value.
    #[must_use]
    pub fn by_default(&self) -> Vec<Written> {
        let mut found = Vec::new();
        self.walk_defaults(&self.resolved, Cursor::Top, "", &mut found);
        found
    }

    fn walk_defaults(&self, table: &Table, cursor: Cursor, path: &str, found: &mut Vec<Written>) {
        if let Cursor::Keys(kind) = cursor {
            for key in kind.keys.iter().filter(|key| table.get(key.name).is_none()) {
                let Fallback::Value(written) = key.fallback else { continue };
                let Some(value) = plain_value(written) else { continue };
                let address = format!("{path}.{}", key.name);
                let span = Span::new(FileId(0), 0..0);
                found.push(Written { address, listed_in: None, key, value, names: Vec::new(), span });
            }
        }
        for entry in table.entries() {
            let inner = cursor.step(&entry.key);
            let listed = self.sources.get(entry.node.span.file).layer == LISTS;
            if let (false, false, Value::Table(below)) = (listed, matches!(inner, Cursor::Leaf(_)), &entry.node.value) {
                let address = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
                self.walk_defaults(below, inner, &address, found);
            }
        }
    }

    /// What is written at an address; of a point of a path its second half.
    #[must_use]
    pub fn value_at(&self, address: &str) -> Option<&Value> {
        let (path, point) = match address.split_once('[') {
            Some((path, point)) => (path, Some(point.strip_suffix(']')?.parse::<usize>().ok()?)),
            None => (address, None),
        };
        let mut table = &self.resolved;
        let mut parts = path.split('.').peekable();
        let value = loop {
            match (&table.get(parts.next()?)?.value, parts.peek()) {
                (Value::Table(inner), Some(_)) => table = inner,
                (value, None) => break value,
                (_, Some(_)) => return None,
            }
        };
        let Some(point) = point else { return Some(value) };
        let Value::List(points) = value else { return None };
        let Value::List(pair) = &points.get(point)?.value else { return None };
        pair.get(1).map(|node| &node.value)
    }

    fn walk(&self, table: &Table, cursor: Cursor, path: &str, found: &mut Vec<Written>) {
        for entry in table.entries() {
            let address = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
            match (cursor.step(&entry.key), &entry.node.value) {
                (Cursor::Leaf(key), value) => {
                    let (span, of_a_sample) = said_at(&entry.node);
                    let listed = !of_a_sample && self.sources.get(span.file).layer == LISTS;
                    let root = address.split('.').next().unwrap_or("");
                    let names = match key.kind {
                        Kind::Reference(root) => self.names_in(root),
                        _ => Vec::new(),
                    };
                    let listed_in = if listed { super::tables::table_at_root(root).map(TableKind::root) } else { None };
                    found.push(Written { address, listed_in, key, value: value.clone(), names, span });
                }
                (inner, Value::Table(below)) => self.walk(below, inner, &address, found),
                _ => {}
            }
        }
    }

    /// The names in a table.
    fn names_in(&self, root: &str) -> Vec<String> {
        let table = self.resolved.table(root);
        table.map_or_else(Vec::new, |table| table.entries().iter().map(|entry| entry.key.clone()).collect())
    }
}
