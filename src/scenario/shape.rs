//! Whether every table and key of a scenario is one of the catalogue's.

use super::cursor::Cursor;
use super::tables;
use crate::language::catalogue::TableKind;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::nearest::nearest;
use crate::language::parse::ascii;
use crate::language::source::Span;
use crate::language::tree::{Entry, Table, Value};
use crate::language::{NotBuilt, later};
use crate::rooms::product::keys as product;
use crate::rooms::supply::keys as supply;

/// Records a fault for every table, name and key that cannot be.
pub fn check(tree: &Table, context: &mut Context) {
    for entry in tree.entries() {
        match Cursor::Top.step(&entry.key) {
            Cursor::Names(kind) => match &entry.node.value {
                Value::Table(names) => check_names(names, kind, context),
                _ => context.fault(not_a_table(entry, &format!("{}.NAME", kind.root()))),
            },
            Cursor::Keys(kind) => match &entry.node.value {
                Value::Table(table) => check_keys(table, kind, kind.path, context),
                _ => context.fault(not_a_table(entry, kind.path)),
            },
            Cursor::Top | Cursor::Leaf(_) => {}
            Cursor::Free => context.fault(unknown(Cursor::Top, "", &entry.key, entry.key_span)),
        }
    }
}

fn check_names(names: &Table, kind: &'static TableKind, context: &mut Context) {
    for entry in names.entries() {
        let name = &entry.key;
        if !is_name(name) {
            context.fault(bad_name(name, entry.key_span));
        }
        match &entry.node.value {
            Value::Table(table) => check_keys(table, kind, &format!("{}.{name}", kind.root()), context),
            _ => context.fault(not_a_name(entry, kind)),
        }
    }
}

fn check_keys(table: &Table, kind: &'static TableKind, path: &str, context: &mut Context) {
    for entry in table.entries() {
        match Cursor::Keys(kind).step(&entry.key) {
            Cursor::Keys(inner) => match &entry.node.value {
                Value::Table(table) => check_keys(table, inner, &format!("{path}.{}", entry.key), context),
                _ => context.fault(not_a_table(entry, inner.path)),
            },
            Cursor::Free => {
                if let Some(near) = near_key(kind, &entry.key) {
                    context.misspelt.insert((path.to_owned(), near.to_owned()));
                }
                context.fault(unknown(Cursor::Keys(kind), &format!("{path}."), &entry.key, entry.key_span));
            }
            Cursor::Top | Cursor::Names(_) | Cursor::Leaf(_) => {}
        }
    }
}

/// Whether a name can be an address.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// The fault of a name that cannot be an address.
#[must_use]
pub fn bad_name(name: &str, span: Span) -> Fault {
    let mut proposal: String =
        ascii(name).chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' }).collect();
    if !proposal.starts_with(|c: char| c.is_ascii_alphabetic()) {
        proposal.insert_str(0, "n_");
    }
    let title = if name.is_empty() {
        "a name must not be empty".to_owned()
    } else {
        format!("`{name}` cannot be used as a name")
    };
    let fault = Fault::new(Code::BadName, title)
        .at(span, "not a name")
        .allowed("ASCII letters, digits, `_` and `-`, starting with a letter");
    let is_latin = ascii(name).matches('_').count() <= name.matches('_').count();
    if proposal.chars().any(|c| c.is_ascii_alphanumeric()) && (name.is_ascii() || is_latin) && !name.is_empty() {
        fault.help(format!("write `{proposal}`"))
    } else {
        fault.help("write a name in ASCII letters; the full one can stand in a comment")
    }
}

fn near_key(kind: &'static TableKind, written: &str) -> Option<&'static str> {
    let nested = tables::TABLES.iter().filter_map(|table| table.path.strip_prefix(kind.path)?.strip_prefix('.'));
    let names: Vec<&str> = kind.keys.iter().map(|key| key.name).chain(nested.filter(|name| *name != "*")).collect();
    let alias = tables::ALIASES.iter().find(|(table, word, _)| *table == kind.path && *word == written);
    if let Some((_, _, meant)) = alias {
        return Some(meant);
    }
    nearest(written, names.iter().copied()).or_else(|| sharing_a_word(written, &names))
}

/// The only key that shares a word with what was written: `unit_price` and `unit_cost`.
fn sharing_a_word(written: &str, names: &[&'static str]) -> Option<&'static str> {
    let words: Vec<&str> = written.split('_').filter(|word| word.len() >= 4).collect();
    let mut sharing = names.iter().filter(|name| name.split('_').any(|word| words.contains(&word)));
    sharing.next().copied().filter(|_| sharing.next().is_none())
}

/// Whole tables that are not built yet.
const LATER: &[NotBuilt] = &[
    later("", "channel", "sales channels", "write an operator or a retailer as [order_stream.NAME]"),
    later("", "optimize", "decisions under risk", ""),
    later("", "calibrate", "fitting to observed facts", ""),
    later("", "generation", "later products", ""),
];

/// The entry for a key that is not built yet.
fn not_built(table: &str, key: &str) -> Option<&'static NotBuilt> {
    let mut lists = [LATER, product::LATER, supply::LATER].into_iter().flatten();
    lists.find(|entry| entry.table == table && entry.key == key)
}

/// The fault of a key or table that the catalogue does not have: not built yet, misspelt, or misplaced.
#[must_use]
pub fn unknown(cursor: Cursor, path: &str, key: &str, span: Span) -> Fault {
    let table = match cursor {
        Cursor::Keys(kind) => kind.path,
        _ => "",
    };
    if let Some(entry) = not_built(table, key) {
        let fault = Fault::new(Code::NotBuilt, format!("`{path}{key}` is not built yet: {}", entry.what))
            .at(span, "would be ignored, so it is refused");
        let cure =
            if entry.instead.is_empty() { "take it out".to_owned() } else { format!("until then, {}", entry.instead) };
        return fault.help(cure);
    }
    let Cursor::Keys(kind) = cursor else {
        let fault = Fault::new(Code::UnknownTable, format!("there is no table or key `{key}`")).at(span, "unknown");
        let top = tables::table("").keys.iter().map(|key| key.name);
        return match nearest(key, tables::roots().chain(top)) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => match owner(key) {
                Some(owner) => fault.help(format!("`{key}` is a key of [{owner}]")),
                None => fault.help(format!("the tables are {}", tables::roots().collect::<Vec<_>>().join(", "))),
            },
        };
    };
    let name = kind.path.replace('*', "NAME");
    let fault = Fault::new(Code::UnknownKey, format!("there is no key `{key}` in [{name}]")).at(span, "unknown key");
    if let Some(own) = tables::table_at_root(key).or_else(|| tables::table_at_root(key.trim_end_matches('s'))) {
        return fault.help(format!("write it as a table of its own: [{}]", own.path.replace('*', "NAME")));
    }
    if tables::table("").key(key).is_some() {
        return fault.help(format!("`{key}` stands at the top of the file, above the first [table]"));
    }
    match near_key(kind, key) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => match owner(key) {
            Some(owner) => fault.help(format!("`{key}` is a key of [{owner}]")),
            None if kind.keys.len() > 12 => fault.help("docs/scenario.md lists every key"),
            None => fault.help(format!(
                "[{name}] has the keys {}",
                kind.keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")
            )),
        },
    }
}

/// The table that has a key of this name.
fn owner(key: &str) -> Option<String> {
    let table = tables::TABLES.iter().find(|table| !table.path.is_empty() && table.key(key).is_some())?;
    Some(table.path.replace('*', "NAME"))
}

fn not_a_table(entry: &Entry, table: &str) -> Fault {
    let fault = Fault::new(Code::NotATable, format!("`{}` is a table, not {}", entry.key, entry.node.value.kind()))
        .at(entry.node.span, format!("{} where a table belongs", entry.node.value.kind()));
    if matches!(entry.node.value, Value::List(_)) {
        return fault.help(format!("write [{table}] with single brackets"));
    }
    fault.help(format!("write [{table}] and its keys on the lines below"))
}

fn not_a_name(entry: &Entry, kind: &TableKind) -> Fault {
    let root = kind.root();
    let fault = Fault::new(Code::NotATable, format!("each {root} is a table with a name of its own"))
        .at(entry.node.span, format!("`{}` is read as the name of a {root}", entry.key));
    if kind.key(&entry.key).is_some() {
        fault.help(format!("write [{root}.NAME] with a name, and `{}` below it", entry.key))
    } else {
        fault.help(format!("write [{root}.{}] and its keys on the lines below", entry.key))
    }
}
