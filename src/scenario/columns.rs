//! The columns of a list and the keys they hold.

use crate::language::catalogue::{Key, TableKind};
use crate::language::cell::Cell;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::exported::{Column as Named, Exported};
use crate::language::fault::Fault;
use crate::language::nearest::{listed, nearest};
use crate::language::sheet::{Sheet, twice};
use crate::language::source::Span;

/// Columns that hold no key.
pub(super) const NAME: &str = "name";
pub(super) const QUANTITY: &str = "quantity";
pub(super) const NOTE: &str = "note";

/// What one column holds.
#[derive(Clone, Copy)]
pub(super) enum Column {
    Name,
    Quantity,
    Note,
    Key(&'static Key),
    Unknown,
}

/// A list that is read: its lines, how it was written, and what they become.
pub(super) struct List {
    pub sheet: Sheet,
    pub how: Exported,
    pub kind: &'static TableKind,
    /// The product whose bill of materials it is.
    pub product: Option<String>,
    pub required: &'static [&'static str],
}

/// What each column holds; `None` when a required one is missing.
pub(super) fn columns_of(list: &List, context: &mut Context) -> Option<Vec<Column>> {
    let List { sheet, how, kind, required, .. } = list;
    let has_quantity = required.contains(&QUANTITY);
    let mut meant: Vec<&str> = Vec::new();
    let mut columns: Vec<Column> = Vec::with_capacity(sheet.header.len());
    let mut held: Vec<(String, Span)> = Vec::new();
    for (at, cell) in sheet.header.iter().enumerate() {
        let name = cell.text.as_str();
        let again = !name.is_empty() && sheet.header[..at].iter().any(|first| first.text == name);
        let key = how.key_of(name).unwrap_or("");
        let column = match key {
            "" => Column::Unknown,
            NAME => Column::Name,
            NOTE => Column::Note,
            QUANTITY if has_quantity => Column::Quantity,
            _ => kind.key(key).map_or(Column::Unknown, Column::Key),
        };
        columns.push(if again { Column::Unknown } else { column });
        if matches!(column, Column::Unknown) {
            if !how.passes_over_others() && !again {
                context.fault(unknown_column(cell, kind, required, how, &mut meant));
            }
            continue;
        }
        if let Some((_, first)) = held.iter().find(|(known, _)| known == key) {
            // Refused already where no column is passed over and the names are the same.
            if how.passes_over_others() || !again {
                context.fault(twice(cell, *first));
            }
            continue;
        }
        held.push((key.to_owned(), cell.span));
    }
    let holds = |name: &str| held.iter().any(|(known, _)| known == name);
    let mut found = true;
    for Named { key, header, span } in how.columns.iter().filter(|column| !holds(&column.key)) {
        found = false;
        let names = || sheet.header.iter().map(|cell| cell.text.as_str());
        let fault = Fault::new(Code::CsvColumn, format!("there is no column `{header}`, which is to hold `{key}`"))
            .at(*span, "not in the header");
        let fault = match nearest(header, names()) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!("the columns are {}", listed(names()))),
        };
        context.fault(match sheet.header.first() {
            Some(first) => fault.at(first.span, "the header begins here"),
            None => fault,
        });
    }
    let mapped = |name: &str| how.columns.iter().any(|column| column.key == name);
    let missing: Vec<&str> = required
        .iter()
        .copied()
        .filter(|name| !holds(name) && how.values.get(name).is_none() && !mapped(name))
        .collect();
    if missing.is_empty() {
        return found.then_some(columns);
    }
    let span = sheet.header.first().map_or(Span::new(sheet.file, 0..0), |first| {
        let last = sheet.header.last().unwrap_or(first);
        Span { file: sheet.file, start: first.span.start, end: last.span.end }
    });
    let untold: Vec<&str> = missing.iter().copied().filter(|name| !meant.contains(name)).collect();
    if untold.is_empty() {
        return None;
    }
    let (noun, verb) = if untold.len() == 1 { ("column", "is") } else { ("columns", "are") };
    let fault = Fault::new(Code::CsvColumn, format!("the {noun} {} {verb} missing", listed(untold.iter().copied())))
        .at(span, "not in this header");
    context.fault(match how.said {
        Some(_) => fault.help(format!(
            "say which column it is, columns = {{ {0} = \"its header\" }}, or what holds for all lines, values = {{ {0} = .. }}",
            untold[0]
        )),
        None => fault.help(format!("a file of this kind needs the columns {}", required.join(","))),
    });
    None
}

fn unknown_column<'n>(
    cell: &Cell,
    kind: &'static TableKind,
    required: &'n [&'n str],
    how: &Exported,
    meant: &mut Vec<&'n str>,
) -> Fault {
    let name = cell.text.as_str();
    let names = kind.keys.iter().map(|key| key.name).chain(required.iter().copied()).chain([NOTE]);
    let fault = Fault::new(Code::CsvColumn, format!("there is no column `{name}`")).at(cell.span, "unknown column");
    let near = nearest(name, names);
    match near {
        Some(near) => {
            meant.push(near);
            fault.help(format!("did you mean `{near}`?"))
        }
        None if how.said.is_some() => fault.help(format!(
            "say which key it holds, columns = {{ KEY = \"{name}\" }}, or other_columns = \"pass_over\" where the file is named"
        )),
        None => fault.help(format!("a column is a key of [{}.NAME]; remarks go into a column `note`", kind.root())),
    }
}
