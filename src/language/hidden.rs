//! Characters that cannot be seen and make a terminal, an editor or a spreadsheet show something else than is written:
//! control characters, and those that turn the direction of text. No text of a scenario holds them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::source::{FileId, Sources, Span};
use crate::language::tree::{Table, Value};

/// Longest text that a fault proposes in its clean form.
const SHORT: usize = 60;

/// Whether a character is one of control (Cc, line feed and tab among them) or turns the direction of text.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text in which each of them is a picture; line feeds and tabs stay.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    pictured(text, |c| is_hidden(c) && !matches!(c, '\n' | '\t'))
}

/// The same for what stands within a line, such as the name of a file: line feeds and tabs become pictures too.
#[must_use]
pub fn shown_in_line(text: &str) -> Cow<'_, str> {
    pictured(text, is_hidden)
}

/// What stands for a hidden character.
#[must_use]
pub fn picture(c: char) -> char {
    match u32::from(c) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

fn pictured(text: &str, is_bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_bad) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_bad(c) { picture(c) } else { c }).collect())
}

/// JSON in which each of them is written as an escape, as the format already does with some.
#[must_use]
pub fn escaped_in_json(json: String) -> String {
    let is_bad = |c: char| is_hidden(c) && c != '\n';
    if !json.contains(is_bad) {
        return json;
    }
    let escaped = |c: char| if is_bad(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escaped).collect()
}

/// The fault of a hidden character in a cell of a CSV file that stands at `span`. Quoted cells may have several lines.
pub fn in_cell(content: &str, text: &str, span: Span) -> Option<Fault> {
    let found = content.chars().find(|&c| is_hidden(c) && !matches!(c, '\n' | '\r' | '\t'))?;
    Some(fault(found, exactly(found, text, span)).help("take it out, or type the cell again"))
}

/// Records a fault for every text and key of a tree that holds a hidden character.
pub fn refuse(tree: &Table, context: &mut Context) {
    let mut found = Vec::new();
    search(tree, &context.sources, &mut found);
    if found.is_empty() {
        return;
    }
    let told = places(&context.faults);
    for (span, fault) in found {
        if !holds(&told, span) {
            context.fault(fault);
        }
    }
}

/// Takes out the faults that hidden characters lead to, for they are gone with them.
pub fn leave_causes(faults: &mut Vec<Fault>) {
    let causes = places(faults);
    if !causes.is_empty() {
        faults.retain(|fault| {
            fault.code == Code::Hidden || !fault.labels.first().is_some_and(|label| holds(&causes, label.span))
        });
    }
}

/// Where hidden characters were found.
fn places(faults: &[Fault]) -> BTreeSet<(FileId, u32)> {
    let hidden = faults.iter().filter(|fault| fault.code == Code::Hidden);
    hidden.filter_map(|fault| fault.labels.first()).map(|label| (label.span.file, label.span.start)).collect()
}

fn holds(places: &BTreeSet<(FileId, u32)>, span: Span) -> bool {
    places.range((span.file, span.start)..(span.file, span.end.max(span.start + 1))).next().is_some()
}

fn search(table: &Table, sources: &Sources, found: &mut Vec<(Span, Fault)>) {
    for entry in table.entries() {
        search_text(&entry.key, entry.key_span, sources, found);
        search_value(&entry.node.value, entry.node.span, sources, found);
    }
}

fn search_value(value: &Value, span: Span, sources: &Sources, found: &mut Vec<(Span, Fault)>) {
    match value {
        Value::Text(text) => search_text(text, span, sources, found),
        Value::List(items) => items.iter().for_each(|item| search_value(&item.value, item.span, sources, found)),
        Value::Table(table) => search(table, sources, found),
        Value::Integer(_) | Value::Float(_) | Value::Flag(_) | Value::Date(_) | Value::Moment(_) => {}
    }
}

fn search_text(text: &str, span: Span, sources: &Sources, found: &mut Vec<(Span, Fault)>) {
    let Some(hidden) = text.chars().find(|&c| is_hidden(c)) else { return };
    let clean: String = text
        .chars()
        .filter_map(|c| if matches!(c, '\n' | '\t') { Some(' ') } else { Some(c).filter(|&c| !is_hidden(c)) })
        .collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let fault = fault(hidden, exactly(hidden, sources.slice(span), span));
    let fault = match clean.len() {
        1..=SHORT => fault.help(format!("write \"{clean}\"")),
        _ => fault.help("write the text without it"),
    };
    found.push((span, fault));
}

fn fault(found: char, span: Span) -> Fault {
    let what = match found {
        '\n' | '\r' => "a line break",
        '\t' => "a tab",
        c if c.is_control() => "a control character",
        _ => "turns the direction of text",
    };
    let title = format!("a text holds a character that cannot be seen, U+{:04X}", u32::from(found));
    Fault::new(Code::Hidden, title).at(span, what)
}

/// The place of a character that stands at `span` in this text as it is; written as an escape, all of it.
fn exactly(found: char, text: &str, span: Span) -> Span {
    match text.find(found) {
        // The line that breaks.
        Some(at) if matches!(found, '\n' | '\r') => Span { end: span.start + at as u32, ..span },
        Some(at) => {
            let start = span.start + at as u32;
            Span { file: span.file, start, end: start + found.len_utf8() as u32 }
        }
        None => span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_as_a_picture() {
        assert_eq!(
            shown("\u{1b}[31m\u{7}red\u{202e}\u{9b}\u{7f}\n\tx"),
            "\u{241b}[31m\u{2407}red\u{fffd}\u{fffd}\u{2421}\n\tx"
        );
        assert_eq!(shown_in_line("a\nb\tc"), "a\u{240a}b\u{2409}c");
        for text in ["方案一", "प्रक्षेपण", "cafe\u{301}", "می‌خواهم", "👩\u{200d}🔬", "\u{a0}"]
        {
            assert!(matches!(shown(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn json_says_the_same_after_it_was_escaped() {
        let value = serde_json::json!({"a": "\u{1b}\u{9b}\u{7f}\u{202e}\u{61c}é", "b": [1, "\n"]});
        let escaped = escaped_in_json(format!("{value:#}"));
        assert!(escaped.chars().all(|c| c == '\n' || !is_hidden(c)), "{escaped}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }
}
