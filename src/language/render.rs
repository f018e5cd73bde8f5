//! Faults as people read them, with the line and a caret, and as programs read them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use crate::language::codes::Code;
use crate::language::codes::Severity;
use crate::language::fault::{Fault, Faults};
use crate::language::source::{Positions, Sources};
use crate::units::thousands;

/// Lines are wrapped by the terminal, never by the renderer, so that messages are the same everywhere.
const WIDTH: usize = 160;

impl Faults {
    /// All messages, plain or coloured, one after the other with an empty line between.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render(&self.list, &self.sources, colour)
    }

    /// All messages as JSON: an array of objects with `code`, `severity`, `title`, `labels`, `allowed` and `help`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        to_json(&self.list, &self.sources)
    }
}

/// Faults that say the same of the same text and are shown; one cause on many lines is one fault to mend.
const OF_A_CAUSE: usize = 3;
/// Faults with the same code that are shown.
const OF_A_CODE: usize = 20;
/// Places of one fault that are shown.
const OF_A_FAULT: usize = 20;
/// Lines kept on either side of what is shown; the renderer shows fewer.
const AROUND: usize = 3;

/// Renders a list of faults or warnings: of one cause the first few, and how many more there are.
#[must_use]
pub fn render(faults: &[Fault], sources: &Sources, colour: bool) -> String {
    let cause_of = |fault: &'_ Fault| {
        let found = fault.labels.first().map_or("", |label| sources.slice(label.span));
        (fault.code, fault.title.clone(), found.to_owned())
    };
    let mut of_cause: BTreeMap<(Code, String, String), usize> = BTreeMap::new();
    for fault in faults {
        *of_cause.entry(cause_of(fault)).or_default() += 1;
    }
    let mut shown: BTreeMap<(Code, String, String), usize> = BTreeMap::new();
    let mut of_code: BTreeMap<Code, (usize, usize)> = BTreeMap::new();
    let mut texts = Vec::new();
    for fault in faults {
        let cause = cause_of(fault);
        let all = of_cause.get(&cause).copied().unwrap_or(1);
        let of_this = shown.entry(cause).or_default();
        let (printed, passed_over) = of_code.entry(fault.code).or_default();
        if *of_this == OF_A_CAUSE {
            continue;
        }
        if *printed == OF_A_CODE {
            *passed_over += 1;
            continue;
        }
        *of_this += 1;
        *printed += 1;
        let mut text = render_one(fault, sources, colour);
        let more = all - *of_this;
        if *of_this == OF_A_CAUSE && more > 0 {
            let places = if more == 1 {
                "1 more place".to_owned()
            } else {
                format!("{} more places", thousands(more as f64, 0))
            };
            let indent = text.lines().last().map_or(2, |line| line.len() - line.trim_start().len());
            let _ = write!(text, "\n{:indent$}= note: the same in {places}", "");
        }
        texts.push(text);
    }
    for (code, (_, passed_over)) in of_code.iter().filter(|(_, (_, passed_over))| *passed_over > 0) {
        texts.push(format!("{} more of {} are not shown", thousands(*passed_over as f64, 0), code.id()));
    }
    texts.join("\n\n")
}

fn render_one(fault: &Fault, sources: &Sources, colour: bool) -> String {
    let level = match fault.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&fault.title).id(fault.code.id()));
    let labels = &fault.labels[..fault.labels.len().min(OF_A_FAULT)];
    let mut done = vec![false; labels.len()];
    for first in 0..labels.len() {
        if done[first] {
            continue;
        }
        let file = labels[first].span.file;
        let source = sources.get(file);
        let of_file = labels.iter().filter(|label| label.span.file == file).map(|label| label.span);
        let (start, end) = sources.lines_around(file, of_file, AROUND);
        let text = source.text.get(start.offset..end).unwrap_or("");
        let mut snippet = Snippet::source(text).line_start(start.line).fold(true);
        if sources.cell(labels[first].span).is_some() {
            group = group.element(Origin::path(sources.shown_place(labels[first].span)));
        } else {
            snippet = snippet.path(&source.name);
        }
        for (at, label) in labels.iter().enumerate().skip(first) {
            if label.span.file != file {
                continue;
            }
            done[at] = true;
            let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let beside = |at: u32| (at as usize).saturating_sub(start.offset);
            let range = within(text, beside(label.span.start), beside(label.span.end));
            snippet = snippet.annotation(kind.span(range).label(&label.text));
        }
        group = group.element(snippet);
    }
    if let Some(allowed) = &fault.allowed {
        group = group.element(Level::NOTE.with_name("allowed").message(allowed));
    }
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&[group])
}

/// A range cut to the text's length and to whole characters, so that no message can make the renderer panic.
fn within(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let mut start = start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// A list of faults or warnings as JSON.
#[must_use]
pub fn to_json(faults: &[Fault], sources: &Sources) -> Value {
    let mut positions = Positions::of(sources);
    let mut one = |fault: &Fault| {
        let labels: Vec<Value> = fault
            .labels
            .iter()
            .map(|label| {
                let cell = sources.cell(label.span);
                let (line, column) = match &cell {
                    Some(cell) => (cell.row, cell.column),
                    None => positions.position(label.span),
                };
                let mut told = json!({
                    "file": sources.get(label.span.file).name,
                    "line": line,
                    "column": column,
                    "start": label.span.start,
                    "end": label.span.end,
                    "found": sources.slice(label.span),
                    "text": label.text,
                });
                if let (Some(cell), Value::Object(fields)) = (cell, &mut told) {
                    fields.insert("sheet".into(), cell.sheet.clone().into());
                    fields.insert("cell".into(), cell.reference().into());
                }
                told
            })
            .collect();
        json!({
            "code": fault.code.id(),
            "severity": match fault.severity() { Severity::Error => "error", Severity::Warning => "warning" },
            "title": fault.title,
            "labels": labels,
            "allowed": fault.allowed,
            "help": fault.help,
        })
    };
    Value::Array(faults.iter().map(&mut one).collect())
}
