//! The faults of texts that hold characters which cannot be seen: no text, key or cell of a scenario does.

use std::collections::BTreeSet;

use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::hidden::is_hidden;
use crate::language::source::{FileId, Sources, Span};
use crate::language::tree::{Table, Value};

/// Longest text that a fault proposes in its clean form.
const SHORT: usize = 60;

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
