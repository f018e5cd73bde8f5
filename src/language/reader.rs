//! Reading the values of one table, each as the catalogue says it must be.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::language::catalogue::{Fallback, Key, Kind, TableKind};
use crate::language::choices::{not_a_choice, quoted};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::parse::date_cure;
use crate::language::quantity::KeyAddress;
use crate::language::source::Span;
use crate::language::tree::{Entry, Node, Table, Value};
use crate::language::unknown::unknown_name;

/// Stands in for a date that could not be read; the fault is recorded.
pub const NO_DATE: Date = jiff::civil::date(2000, 1, 1);

/// One table of a scenario while it is read.
#[derive(Clone, Debug)]
pub struct Section<'t> {
    /// What kind of table it is.
    pub kind: &'static TableKind,
    /// Its address: `component.screen`.
    pub path: String,
    /// Its entries; `None` when the table is not written.
    pub table: Option<&'t Table>,
    /// Where its name is written.
    pub span: Option<Span>,
}

impl<'t> Section<'t> {
    /// A table that is written at most once: `run`, or nested ones like `market.fans`.
    #[must_use]
    pub fn single(tree: &'t Table, kind: &'static TableKind) -> Self {
        let mut table = Some(tree);
        let mut span = None;
        for part in kind.path.split('.').filter(|part| !part.is_empty()) {
            let entry = table.and_then(|table| table.entry(part));
            span = entry.map(|entry| entry.key_span);
            table = entry.and_then(|entry| match &entry.node.value {
                Value::Table(inner) => Some(inner),
                _ => None,
            });
        }
        Self { kind, path: kind.path.to_owned(), table, span }
    }

    /// The tables of a kind that the planner names, in order; things that are no tables are passed over.
    #[must_use]
    pub fn named(tree: &'t Table, kind: &'static TableKind) -> Vec<(&'t str, Self)> {
        let root = kind.root();
        let entries = tree.table(root).map_or(&[][..], Table::entries);
        let section = |entry: &'t Entry| {
            let table = match &entry.node.value {
                Value::Table(table) => Some(table),
                _ => None,
            };
            let path = format!("{root}.{}", entry.key);
            (entry.key.as_str(), Self { kind, path, table, span: Some(entry.key_span) })
        };
        entries.iter().map(section).collect()
    }

    /// Reads each of the tables of a kind that the planner names.
    pub fn each<T>(tree: &'t Table, kind: &'static TableKind, mut read: impl FnMut(&'t str, &Self) -> T) -> Vec<T> {
        Self::named(tree, kind).iter().map(|(name, section)| read(name, section)).collect()
    }

    /// A table of a kind nested in this one, when it is written: `component.screen.second_source`.
    #[must_use]
    pub fn nested(&self, name: &str, kind: &'static TableKind) -> Option<Self> {
        let entry = self.table.and_then(|table| table.entry(name))?;
        let Value::Table(table) = &entry.node.value else { return None };
        Some(Self { kind, path: format!("{}.{name}", self.path), table: Some(table), span: Some(entry.key_span) })
    }

    /// Whether the table is written.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.table.is_some()
    }

    /// The catalogue's entry of a key.
    ///
    /// # Panics
    /// When the catalogue has no such key: the reader and the catalogue disagree.
    #[must_use]
    pub fn key(&self, name: &str) -> &'static Key {
        match self.kind.key(name) {
            Some(key) => key,
            None => panic!("the catalogue has no key {name:?} in [{}]; please report this", self.kind.path),
        }
    }

    /// What is written under a key.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<&'t Node> {
        self.table.and_then(|table| table.get(name))
    }

    /// Where a key is written; where a later file overrides it, its value there.
    #[must_use]
    pub fn key_span(&self, name: &str) -> Option<Span> {
        let entry = self.table.and_then(|table| table.entry(name))?;
        let (key, value) = (entry.key_span, entry.node.span);
        Some(if key.file == value.file { key } else { value })
    }

    /// Whether a key is written.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.node(name).is_some()
    }

    /// Address of a key, or of a point of its path.
    #[must_use]
    pub fn address<'a>(&'a self, key: &'a str, point: Option<usize>) -> KeyAddress<'a> {
        KeyAddress { table: &self.path, key, point }
    }

    /// What is written under a key; that a required one is missing is recorded.
    fn written(&self, context: &mut Context, name: &str) -> Option<&'t Node> {
        let node = self.node(name);
        if node.is_none() && self.key(name).fallback == Fallback::Required {
            self.missing(context, name, "");
        }
        node
    }

    /// The text under a key, or the fault of anything else.
    pub(super) fn text_in(&self, context: &mut Context, name: &str, node: &'t Node, expected: &str) -> Option<&'t str> {
        let Value::Text(text) = &node.value else {
            context.fault(wrong_type(self.key(name), node, expected));
            return None;
        };
        Some(text)
    }

    /// Text, or `None` when nothing usable is written.
    pub fn text(&self, context: &mut Context, name: &str) -> Option<String> {
        let node = self.written(context, name)?;
        self.text_in(context, name, node, "text in quotes").map(str::to_owned)
    }

    /// A flag, or its default.
    pub fn flag(&self, context: &mut Context, name: &str) -> bool {
        let key = self.key(name);
        match self.node(name) {
            Some(Node { value: Value::Flag(flag), .. }) => *flag,
            Some(node) => {
                context.fault(wrong_type(key, node, "true or false"));
                false
            }
            None => matches!(key.fallback, Fallback::Value("true")),
        }
    }

    /// One of the key's choices, or its default; `None` when nothing usable is written.
    pub fn choice(&self, context: &mut Context, name: &str) -> Option<&'static str> {
        let key = self.key(name);
        let Kind::Choice(choices) = key.kind else {
            return None;
        };
        let Some(node) = self.written(context, name) else {
            return match key.fallback {
                Fallback::Value(text) => choices.iter().copied().find(|choice| *choice == text.trim_matches('"')),
                _ => None,
            };
        };
        let text = self.text_in(context, name, node, &format!("one of {}", quoted(choices)))?;
        let found = choices.iter().copied().find(|choice| *choice == text);
        if found.is_none() {
            context.fault(not_a_choice(key, text, node.span, choices));
        }
        found
    }

    /// A date; `None` when nothing usable is written.
    pub fn date(&self, context: &mut Context, name: &str) -> Option<Date> {
        let node = self.written(context, name)?;
        let date = date_of(node, context)?;
        if matches!(self.key(name).kind, Kind::Date { inside: true }) {
            inside_timeline(date, node.span, context);
        }
        Some(date)
    }

    /// The date under a key, if there is one; what is wrong with it is said where it is read.
    #[must_use]
    pub fn shown_date(&self, name: &str) -> Option<Date> {
        match &self.node(name)?.value {
            Value::Date(date) => Some(*date),
            Value::Text(text) if is_date_shaped(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// Index of the named thing under the key's table; `None` when nothing usable is written.
    pub fn reference(&self, context: &mut Context, name: &str, tree: &Table) -> Option<usize> {
        let Kind::Reference(root) = self.key(name).kind else { return None };
        let node = self.written(context, name)?;
        let text = self.text_in(context, name, node, &format!("the name of a {root} in quotes"))?;
        let found = tree.table(root).and_then(|things| things.position(text));
        let names_are_tables = tree.get(root).is_none_or(|node| matches!(node.value, Value::Table(_)));
        if found.is_none() && names_are_tables {
            unknown_name(root, text, node.span, tree, context);
        }
        found
    }

    /// Indices of the things named in a list under the key's table.
    pub fn references(&self, context: &mut Context, name: &str, tree: &Table) -> Vec<usize> {
        let Kind::References(root) = self.key(name).kind else { return Vec::new() };
        let names = self.items(context, name, &format!("a list of names of a {root}"));
        let (mut found, mut known) = (Vec::new(), BTreeSet::new());
        for node in names {
            let Some(text) = self.text_in(context, name, node, &format!("names of a {root} in quotes")) else {
                continue;
            };
            match tree.table(root).and_then(|things| things.position(text)) {
                Some(at) if known.insert(at) => found.push(at),
                Some(_) => {}
                None if context.blind => {}
                None => unknown_name(root, text, node.span, tree, context),
            }
        }
        found
    }

    /// A list of items; `None` when nothing usable is written.
    pub fn list(&self, context: &mut Context, name: &str, what: &str) -> Option<&'t [Node]> {
        let node = self.written(context, name)?;
        let Value::List(items) = &node.value else {
            context.fault(wrong_type(self.key(name), node, what));
            return None;
        };
        Some(items)
    }

    /// The items of a list; none where it is not written, required or not, or is no list.
    pub fn items(&self, context: &mut Context, name: &str, what: &str) -> &'t [Node] {
        if self.has(name) { self.list(context, name, what).unwrap_or_default() } else { &[] }
    }
}

/// The fault of a value of the wrong kind.
#[must_use]
pub fn wrong_type(key: &Key, node: &Node, expected: &str) -> Fault {
    let found = node.value.kind();
    let fault = Fault::new(Code::WrongType, format!("`{}` takes {expected}, not {found}", key.name))
        .at(node.span, format!("{found} found"));
    if let Some(law) = law_of(key, &node.value) {
        return fault.help(format!("for an uncertain number write: {} = {law}", key.name));
    }
    fault.help(format!("write for example: {} = {}", key.name, key.sample))
}

/// The distribution a list of two or three ascending numbers is probably meant to be.
fn law_of(key: &Key, value: &Value) -> Option<String> {
    let Value::List(items) = value else { return None };
    if !matches!(key.kind, Kind::Number(_)) {
        return None;
    }
    let number = |item: &Node| match item.value {
        Value::Integer(number) => Some(number as f64),
        Value::Float(number) => Some(number),
        _ => None,
    };
    match items.iter().map(number).collect::<Option<Vec<f64>>>()?.as_slice() {
        [low, high] if low <= high => Some(format!("{{ uniform = {{ low = {low}, high = {high} }} }}")),
        [low, mode, high] if low <= mode && mode <= high => {
            Some(format!("{{ triangular = {{ low = {low}, mode = {mode}, high = {high} }} }}"))
        }
        _ => None,
    }
}

/// A date, written as one or as text; faults are recorded.
pub fn date_of(node: &Node, context: &mut Context) -> Option<Date> {
    let date = match &node.value {
        Value::Date(date) => Some(*date),
        Value::Text(text) => is_date_shaped(text).then(|| text.parse().ok()).flatten(),
        _ => None,
    };
    if date.is_none() {
        let found = context.sources.slice(node.span).to_owned();
        let fault = Fault::new(Code::BadDate, "this is not a date");
        let fault = match &node.value {
            Value::Text(text) if is_date_shaped(text) => fault.at(node.span, "no such day in the calendar"),
            value => fault.at(node.span, format!("{} found", value.kind())),
        };
        context.fault(match &node.value {
            Value::Moment(_) => {
                fault.help(format!("leave the time of day out: {}", found.get(..10).unwrap_or("2011-09-05")))
            }
            Value::Text(text) => {
                fault.help(date_cure(text).unwrap_or_else(|| "write year-month-day: 2011-09-05".into()))
            }
            _ => fault.help("write year-month-day: 2011-09-05"),
        });
    }
    date
}

/// Whether a text looks like 2011-09-05.
fn is_date_shaped(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Records a fault when a date lies outside the timeline.
pub fn inside_timeline(date: Date, span: Span, context: &mut Context) {
    let Some((start, end)) = context.timeline else {
        return;
    };
    if date < start || date > end {
        let side = if date < start { "before the first" } else { "after the last" };
        context.fault(
            Fault::new(Code::OutsideTimeline, format!("{date} lies {side} simulated day"))
                .at(span, "outside the timeline")
                .allowed(format!("{start} to {end}"))
                .help("move the date, or [timeline]"),
        );
    }
}
