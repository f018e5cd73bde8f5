//! The catalogue as a page to read: the reference in docs/scenario.md.

use std::fmt::Write as _;

use super::tables::TABLES;
use crate::language::catalogue::{Fallback, Key, Kind};
use crate::language::choices::quoted;
use crate::language::scale::range_in_words;

/// Every table and key with unit, range, default and meaning, as Markdown.
#[must_use]
pub fn markdown() -> String {
    let mut text = String::new();
    for table in TABLES {
        let title = match table.path {
            "" => "Top of the file".to_owned(),
            path => format!("`[{}]`", path.replace('*', "NAME")),
        };
        let _ = write!(text, "\n### {title}\n\n{}\n\n", table.doc);
        text.push_str("| key | value | unit | allowed | default | meaning |\n|---|---|---|---|---|---|\n");
        for key in table.keys {
            let cells = [
                format!("`{}`", key.name),
                kind_in_words(key),
                key.unit.to_owned(),
                range_of_kind(key.kind),
                default_in_words(key),
                key.doc.to_owned(),
            ];
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

/// What a key takes.
#[must_use]
pub fn kind_in_words(key: &Key) -> String {
    let text = match key.kind {
        Kind::Number(_) => "number",
        Kind::Certain(_) => "number, certain",
        Kind::Whole(_) => "whole number, certain",
        Kind::Duration { .. } => "length of time",
        Kind::CertainDuration(_) => "length of time, certain",
        Kind::Date { .. } => "date",
        Kind::Choice(_) => "choice",
        Kind::Text => "text",
        Kind::Letters | Kind::Metric => "name",
        Kind::Flag => "true or false",
        Kind::Reference(root) => return format!("name of a {root}"),
        Kind::References(root) => return format!("names of {root}s"),
        Kind::File => "file name",
        Kind::Path(_) => "dated points",
        Kind::NumberOrPath(_) => "number or dated points",
        Kind::NumberOrChoice(..) => "number or choice",
        Kind::Steps(_) => "steps",
        Kind::Weekdays => "weekdays",
        Kind::Holidays => "dates",
        Kind::Weights(number) => return format!("{number} weights"),
        Kind::Series(_) => "list",
        Kind::TwoKeys => "two keys",
        Kind::Texts => "list of texts",
        Kind::Parts(_) => "table",
    };
    text.to_owned()
}

/// What a key allows, or "".
#[must_use]
pub fn range_of_kind(kind: Kind) -> String {
    match kind {
        Kind::Number(range)
        | Kind::Certain(range)
        | Kind::Whole(range)
        | Kind::Path(range)
        | Kind::NumberOrPath(range)
        | Kind::Steps(range)
        | Kind::Series(range)
        | Kind::Parts(range) => range_in_words(&range, ""),
        Kind::Duration { range, .. } | Kind::CertainDuration(range) => range_in_words(&range, " days"),
        Kind::NumberOrChoice(range, words) => {
            format!("{}, {}", range_in_words(&range, ""), quoted(words))
        }
        Kind::Choice(words) => quoted(words),
        Kind::Date { inside: true } => "inside the timeline".to_owned(),
        Kind::Letters => "lower-case letters".to_owned(),
        _ => String::new(),
    }
}

/// What holds when a key is not written.
#[must_use]
pub fn default_in_words(key: &Key) -> String {
    match key.fallback {
        Fallback::Required => "required".to_owned(),
        Fallback::Value(value) => value.to_owned(),
        Fallback::Words(words) => words.to_owned(),
    }
}
