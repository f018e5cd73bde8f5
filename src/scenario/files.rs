//! Reading a scenario file and the chain of files it extends.

use std::collections::BTreeMap;

use super::book;
use super::cursor::Cursor;
use super::merge::lay_over;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::fault::Fault;
use crate::language::parse;
use crate::language::source::{Place, Span};
use crate::language::tree::{Table, Value};
use crate::language::workbook;

/// A file of the chain, with where its name is written.
struct Link {
    place: Place,
    named: Option<Span>,
}

/// Reads `place` and everything it extends, base first. Faults are recorded; what could be read is returned.
pub fn read_chain(place: Place, context: &mut Context) -> Option<Table> {
    let mut chain: Vec<Link> = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut known: BTreeMap<Place, usize> = BTreeMap::new();
    let mut next = Some(Link { place, named: None });
    while let Some(link) = next.take() {
        if let Some(at) = known.insert(link.place.file(&*context.files), chain.len()) {
            context.fault(cycle(&chain[at..], &link));
            context.blind = true;
            break;
        }
        let Some(bytes) = context.read_bytes(&link.place, link.named) else {
            context.blind = true;
            break;
        };
        let layer = -(chain.len() as i32);
        match table_of(&link, bytes, layer, context) {
            Some(mut table) => {
                next = base_of(&mut table, &link.place, context);
                if !chain.is_empty() {
                    table.remove("name");
                }
                tables.push(table);
            }
            None => context.blind = true,
        }
        chain.push(link);
    }
    if tables.is_empty() {
        return None;
    }
    let mut merged = Table::default();
    for table in tables.into_iter().rev() {
        lay_over(&mut merged, table, Cursor::Top);
    }
    Some(merged)
}

/// The table of one file, a text or a workbook. Faults are recorded.
fn table_of(link: &Link, bytes: Vec<u8>, layer: i32, context: &mut Context) -> Option<Table> {
    if workbook::is_one(&bytes) {
        let faults = context.faults.len();
        let (table, files) = book::read(&link.place, &bytes, link.named, context)?;
        for file in files {
            context.sources.set_layer(file, layer);
        }
        // A key whose cell is at fault may seem to be missing.
        context.blind |= context.faults.len() > faults;
        return Some(table);
    }
    let file = context.add_text(&link.place, link.named, bytes)?;
    context.sources.set_layer(file, layer);
    match parse::parse_file(&context.sources, file) {
        Ok(table) => Some(table),
        Err(fault) => {
            context.fault(fault);
            None
        }
    }
}

/// Takes `extends` out of a file's table.
fn base_of(table: &mut Table, place: &Place, context: &mut Context) -> Option<Link> {
    let entry = table.remove("extends")?;
    if let Value::Text(name) = &entry.node.value {
        return Some(Link { place: place.beside(name), named: Some(entry.node.span) });
    }
    context.fault(
        Fault::new(Code::WrongType, format!("`extends` takes the name of a file, not {}", entry.node.value.kind()))
            .at(entry.node.span, "not a file name")
            .help("write it in quotes: extends = \"base.toml\""),
    );
    context.blind = true;
    None
}

fn cycle(chain: &[Link], again: &Link) -> Fault {
    let names: Vec<String> = chain.iter().map(|link| &link.place).chain([&again.place]).map(Place::shown).collect();
    let title = if chain.len() == 1 { "this file extends itself" } else { "these files extend each other in a circle" };
    let mut fault = Fault::new(Code::ExtendsCycle, title)
        .allowed("a chain of files that ends with one that extends nothing")
        .help(format!("take one `extends` out of the circle {}", names.join(" -> ")));
    if let Some(span) = again.named {
        fault = fault.at(span, "leads back to a file already read");
    }
    fault
}
