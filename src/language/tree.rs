//! A parsed scenario as a tree that remembers where each key and value was written.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::language::source::Span;

/// A value with the place it was written at.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What was written.
    pub value: Value,
    /// Where.
    pub span: Span,
}

/// What can be written in a scenario file.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// "in quotes"
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A number with a fraction, or one too large for a whole number.
    Float(f64),
    /// true or false
    Flag(bool),
    /// 2011-09-05
    Date(Date),
    /// A time of day or a date with one: nothing in a scenario is that precise.
    Moment(String),
    /// [ .. ]
    List(Vec<Node>),
    /// { .. } or [section]
    Table(Table),
}

impl Value {
    /// What kind of value it is, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Date(_) => "a date",
            Self::Moment(_) => "a date with a time of day",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key was first written, base file first.
    pub key_span: Span,
    /// Its value.
    pub node: Node,
}

/// Keys with their values in order of first appearance.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    entries: Vec<Entry>,
    /// Where each key stands in `entries`; kept only once the table is too long to be searched.
    index: BTreeMap<String, usize>,
    /// Distributions that a later layer wrote something else over: the key, or the point `ramp[1]`, and the last one there.
    overwritten: Vec<(String, Node)>,
}

/// From this length on a table keeps an index.
const LONG: usize = 24;

impl Table {
    /// Its entries in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Takes its entries out.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// Where a key stands among the entries.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        if self.entries.len() < LONG {
            self.entries.iter().position(|entry| entry.key == key)
        } else {
            self.index.get(key).copied()
        }
    }

    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.position(key).map(|at| &self.entries[at])
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.position(key).map(|at| &mut self.entries[at].node)
    }

    /// Where the thing at an address stands: the name of a table, the value of a key.
    #[must_use]
    pub fn place(&self, address: &str) -> Option<Span> {
        let mut table = self;
        let mut parts = address.split('.').peekable();
        loop {
            let entry = table.entry(parts.next()?)?;
            match (&entry.node.value, parts.peek()) {
                (Value::Table(inner), Some(_)) => table = inner,
                (Value::Table(_), None) => return Some(entry.key_span),
                (_, None) => return Some(entry.node.span),
                (_, Some(_)) => return None,
            }
        }
    }

    /// Where the value at an address is written, of a point of a path, `ramp[1]`, that of the path.
    #[must_use]
    pub fn value_span(&self, address: &str) -> Option<Span> {
        let address = address.split_once('[').map_or(address, |(path, _)| path);
        let (path, key) = address.rsplit_once('.')?;
        let table = path.split('.').try_fold(self, |table, part| table.table(part))?;
        table.get(key).map(|node| node.span)
    }

    /// The table under a key, when it is one.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<&Self> {
        match self.get(key) {
            Some(Node { value: Value::Table(table), .. }) => Some(table),
            _ => None,
        }
    }

    /// Adds an entry, or replaces the value of the one with the same key.
    pub fn insert(&mut self, entry: Entry) {
        if let Some(at) = self.position(&entry.key) {
            self.entries[at].node = entry.node;
            return;
        }
        let at = self.entries.len();
        if at + 1 == LONG {
            self.index = self.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
        }
        if at + 1 >= LONG {
            self.index.insert(entry.key.clone(), at);
        }
        self.entries.push(entry);
    }

    /// Keeps a distribution over which something else is written.
    pub fn keep_overwritten(&mut self, place: String, law: Node) {
        self.overwritten.retain(|(known, _)| *known != place);
        self.overwritten.push((place, law));
    }

    /// The distribution last written over at a key or a point of it.
    #[must_use]
    pub fn overwritten(&self, place: &str) -> Option<&Node> {
        self.overwritten.iter().find(|(known, _)| known == place).map(|(_, law)| law)
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let at = self.position(key)?;
        let entry = self.entries.remove(at);
        self.index = if self.entries.len() < LONG {
            BTreeMap::new()
        } else {
            self.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect()
        };
        Some(entry)
    }

    /// The table under a key, made empty where there is none; `None` when something else stands there.
    pub fn table_or_insert(&mut self, key: &str, span: Span) -> Option<&mut Self> {
        if self.position(key).is_none() {
            let node = Node { value: Value::Table(Self::default()), span };
            self.insert(Entry { key: key.to_owned(), key_span: span, node });
        }
        match self.get_mut(key) {
            Some(Node { value: Value::Table(table), .. }) => Some(table),
            _ => None,
        }
    }
}
