//! The scenario of `launchsim init`: one that runs, with every key that could be written beside it.

use std::fmt::Write as _;

use super::cursor::Cursor;
use super::reference::{default_in_words, kind_in_words, range_of_kind};
use super::tables::TABLES;
use crate::language::catalogue::{Key, TableKind};
use crate::language::parse::parse_file;
use crate::language::source::{Place, Sources};
use crate::language::tree::{Table, Value};

/// The part of the starter that is not in comments.
pub(super) const WRITTEN: &str = include_str!("starter.toml");

const OPENING: &str = "\
# A scenario of launchsim: copy it, change it, and run it with `launchsim run FILE`.
#
# Lines without # are a small phone launch that runs as it stands. Lines like #key = value show every other key with an
# example; take the # away to use one. Behind each key: [unit] what is allowed; default.
# Any number or length of time can be a distribution instead: { normal = { mean = 220, sd = 10 }, at_least = 180 }.
# A file that differs in a few keys writes extends = \"this_file.toml\" at its top, and then only those keys.
";

/// The commented starter scenario, listing every key with unit, range and default.
///
/// # Panics
/// When the starter inside the program is not valid TOML, which the tests rule out.
#[must_use]
pub fn starter() -> String {
    let mut sources = Sources::default();
    let file = sources.add(Place::BuiltIn("starter.toml".into()), WRITTEN.to_owned());
    let tree = match parse_file(&sources, file) {
        Ok(tree) => tree,
        Err(fault) => panic!("the starter scenario is not valid TOML: {}; please report this", fault.title),
    };
    let mut writer = Writer { sources, text: OPENING.to_owned() };
    for kind in TABLES {
        writer.kind(kind, &tree);
    }
    writer.text
}

/// The starter without comments and without the keys that are not written.
#[must_use]
pub const fn small() -> &'static str {
    WRITTEN
}

struct Writer {
    sources: Sources,
    text: String,
}

impl Writer {
    fn kind(&mut self, kind: &'static TableKind, tree: &Table) {
        let _ = write!(self.text, "\n# {}\n", kind.doc);
        if kind.path.is_empty() {
            self.keys(kind, Some(tree), true);
            return;
        }
        if !kind.is_named() {
            // A table nested in named ones is shown in the first of them.
            let things = tree.table(kind.root()).map_or(&[][..], Table::entries);
            let first = things.first().map_or("NAME", |thing| thing.key.as_str());
            let path = kind.path.replace('*', first);
            let mut table = Some(tree);
            for part in path.split('.') {
                table = table.and_then(|table| table.table(part));
            }
            self.header(&path, table.is_some());
            self.keys(kind, table, true);
            return;
        }
        let things = tree.table(kind.root()).map_or(&[][..], Table::entries);
        if things.is_empty() {
            self.header(&kind.path.replace('*', "NAME"), false);
            self.keys(kind, None, true);
        }
        for (number, thing) in things.iter().enumerate() {
            if let Value::Table(table) = &thing.node.value {
                if number > 0 {
                    self.text.push('\n');
                }
                self.header(&format!("{}.{}", kind.root(), thing.key), true);
                self.keys(kind, Some(table), number == 0);
            }
        }
    }

    fn header(&mut self, path: &str, written: bool) {
        let mark = if written { "" } else { "#" };
        let _ = writeln!(self.text, "{mark}[{path}]");
    }

    /// The keys of one table: those written as they are, and on the first table of a kind all others as comments.
    fn keys(&mut self, kind: &'static TableKind, table: Option<&Table>, all: bool) {
        for key in kind.keys {
            match table.and_then(|table| table.get(key.name)) {
                Some(node) => {
                    let value = self.sources.slice(node.span).to_owned();
                    let value = match &node.value {
                        Value::Table(parts)
                            if matches!(
                                Cursor::Keys(kind).step(key.name),
                                Cursor::Leaf(Key { kind: crate::language::catalogue::Kind::Parts(_), .. })
                            ) =>
                        {
                            self.inline(parts)
                        }
                        _ => value,
                    };
                    if all {
                        self.key("", key, &value);
                    } else {
                        let _ = writeln!(self.text, "{} = {value}", key.name);
                    }
                }
                None if all => self.key("#", key, key.sample),
                None => {}
            }
        }
    }

    fn inline(&self, table: &Table) -> String {
        let fields: Vec<String> = table
            .entries()
            .iter()
            .map(|entry| format!("{} = {}", entry.key, self.sources.slice(entry.node.span)))
            .collect();
        format!("{{ {} }}", fields.join(", "))
    }

    /// A key with its meaning above and unit, range and default behind it.
    fn key(&mut self, mark: &str, key: &Key, value: &str) {
        let mut remark =
            if key.unit.is_empty() { format!("[{}]", kind_in_words(key)) } else { format!("[{}]", key.unit) };
        let range = range_of_kind(key.kind);
        if !range.is_empty() {
            let _ = write!(remark, " {range}");
        }
        let default = default_in_words(key);
        let _ = if default.starts_with("required") {
            write!(remark, "; {default}")
        } else {
            write!(remark, "; default {default}")
        };
        let _ = write!(self.text, "# {}\n{mark}{} = {value} # {remark}\n", key.doc, key.name);
    }
}
