//! The sweep a scenario asks for. Keys and values are read by the sweep itself, not here.

use crate::scenario::context::Context;
use crate::scenario::reader::{Section, wrong_type};
use crate::scenario::tree::{Table, Value};
use crate::scenario::types::SweepTable;

pub(super) fn sweep(tree: &Table, context: &mut Context) -> SweepTable {
    let section = Section::single(tree, "sweep");
    if !section.is_written() {
        return SweepTable::default();
    }
    section.conflict(context, "maximize", "minimize");
    for other in ["vary", "design", "points"] {
        section.conflict(context, "list", other);
    }
    let mut vary = Vec::new();
    let items = if section.has("vary") { section.list(context, "vary", "a list of texts in quotes") } else { None };
    for item in items.unwrap_or_default() {
        match &item.value {
            Value::Text(text) => vary.push(text.clone()),
            _ => context.fault(wrong_type(section.key("vary"), item, "KEY=VALUES in quotes")),
        }
    }
    let mut whole = |name: &str| section.has(name).then(|| section.whole(context, name) as u64);
    let (points, launches) = (whole("points"), whole("launches").map(|launches| launches as u32));
    SweepTable {
        vary,
        design: if section.has("design") { section.choice(context, "design") } else { None },
        points,
        list: if section.has("list") { list(&section, context) } else { None },
        launches,
        maximize: if section.has("maximize") { section.text(context, "maximize") } else { None },
        minimize: if section.has("minimize") { section.text(context, "minimize") } else { None },
    }
}

/// Name and text of the file of points.
fn list(section: &Section, context: &mut Context) -> Option<(String, String)> {
    let name = section.text(context, "list")?;
    let span = section.node("list")?.span;
    let place = context.sources.get(span.file).place.beside(&name);
    let file = context.read_text(&place, Some(span))?;
    Some((place.shown(), context.sources.get(file).text.clone()))
}
