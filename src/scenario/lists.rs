//! Bills of materials and supplier lists: lines of CSV files and workbooks that become tables of the scenario.

use super::cells::{broken, number_of, value_of};
use super::columns::{Column, List, NAME, NOTE, QUANTITY, columns_of};
use super::merge::fill;
use super::shape;
use super::tables;
use crate::language::catalogue::{Fallback, TableKind};
use crate::language::cell::{Cell, CellKind};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::exported::Exported;
use crate::language::fault::Fault;
use crate::language::figure;
use crate::language::listing;
use crate::language::source::Span;
use crate::language::tree::{Entry, Node, Table, Value};

/// Lists that are named at the top or in a table: table, key, and the tables their lines become.
const LISTS: [(&str, &str, &str); 4] = [
    ("", "supplier_list", "supplier.*"),
    ("", "observed_list", "observed.*"),
    ("demand", "past_sales", "past_sale.*"),
    ("demand", "part_worths", "part_worth.*"),
];

/// Columns that a list must have, or a value said for.
fn required(kind: &TableKind) -> &'static [&'static str] {
    match kind.root() {
        "component" => &[NAME, "supplier", QUANTITY, "unit_cost", "lead_time"],
        "past_sale" => &["price", "sold"],
        "part_worth" => &[NAME, "utility", "standard_error"],
        "observed" => &["metric", "value"],
        _ => &[NAME],
    }
}

/// Reads the files that the tree names and adds their lines to it, under what is already written.
pub fn add(tree: &mut Table, context: &mut Context) {
    for (table, key, path) in LISTS {
        let holder = if table.is_empty() { Some(&mut *tree) } else { inner(tree, &[table]) };
        let Some(node) = holder.and_then(|holder| holder.get_mut(key)) else { continue };
        if let Some(list) = list_of(node, key, tables::table(path), None, context) {
            add_lines(tree, &list, context);
        }
    }
    let products: Vec<String> = tree
        .table("product")
        .map_or_else(Vec::new, |products| products.entries().iter().map(|entry| entry.key.clone()).collect());
    for product in products {
        let Some(node) = inner(tree, &["product", &product]).and_then(|product| product.get_mut("bom")) else {
            continue;
        };
        if let Some(list) = list_of(node, "bom", tables::table("component.*"), Some(product), context) {
            add_lines(tree, &list, context);
        }
    }
}

/// The table inside others, where there is one.
fn inner<'t>(tree: &'t mut Table, path: &[&str]) -> Option<&'t mut Table> {
    path.iter().try_fold(tree, |table, part| match &mut table.get_mut(part)?.value {
        Value::Table(inner) => Some(inner),
        _ => None,
    })
}

/// Reads the list a key names. What remains of how it is read is the file's name, which is all that the catalogue knows.
fn list_of(
    node: &mut Node,
    key: &str,
    kind: &'static TableKind,
    product: Option<String>,
    context: &mut Context,
) -> Option<List> {
    let required = required(kind);
    let keys: Vec<&str> =
        required.iter().copied().chain(kind.keys.iter().map(|key| key.name)).chain([NAME, NOTE]).collect();
    let before = context.faults.len();
    let named = Exported::of(node, key, &keys, context);
    let sheet = named.as_ref().and_then(|(file, how)| {
        let Value::Text(name) = &file.value else { return None };
        let place = context.sources.get(file.span.file).place.beside(name);
        listing::read(&place, Some(file.span), how, context)
    });
    if context.faults.len() > before {
        context.blind = true;
    }
    let (file, how) = named?;
    node.value = file.value;
    sheet.map(|sheet| List { sheet, how, kind, product, required })
}

fn add_lines(tree: &mut Table, list: &List, context: &mut Context) {
    let Some(columns) = columns_of(list, context) else {
        context.blind = true;
        return;
    };
    let List { sheet, how, kind, .. } = list;
    let mut seen = Table::default();
    for (at, row) in sheet.rows.iter().enumerate() {
        let written =
            row.iter().zip(&columns).find_map(|(cell, column)| matches!(column, Column::Name).then_some(cell));
        // Lines that need no name are numbered.
        let numbered = || row.first().map(|cell| Cell::of_text(&format!("line_{}", at + 1), cell.span));
        let Some(mut name) = written.cloned().or_else(numbered) else { continue };
        if name.text.is_empty() && how.nameless {
            continue;
        }
        if how.clean {
            let cleaned = figure::cleaned(&name.text);
            name.text = if cleaned.is_empty() { name.text } else { cleaned };
        }
        let name = &name;
        if !shape::is_name(&name.text) {
            context.fault(if name.text.is_empty() {
                let fault = Fault::new(Code::CsvCell, "this line has no name").at(name.span, "a name is expected here");
                match how.said {
                    Some(_) => fault
                        .help("write nameless = \"pass_over\" where the file is named, if it is no part of the list"),
                    None => fault,
                }
            } else {
                let fault = shape::bad_name(&name.text, name.span);
                let way = "or let the program make names: names = \"clean\" where the file is named";
                match (how.said, fault.help.clone()) {
                    (Some(_), Some(help)) if !how.clean => fault.help(format!("{help}; {way}")),
                    _ => fault,
                }
            });
            continue;
        }
        if let Some(first) = seen.entry(&name.text) {
            if how.add_up && kind.root() == "component" {
                add_again(tree, row, &columns, name, list, context);
                continue;
            }
            let fault = Fault::new(Code::Duplicate, format!("`{}` stands on two lines", name.text))
                .at(name.span, "here again")
                .at(first.key_span, "first here");
            let help = "join the two lines or rename one";
            context.fault(match how.said {
                Some(_) if kind.root() == "component" => {
                    fault.help(format!("{help}; or write repeated = \"add_up\" where the file is named"))
                }
                _ => fault.help(help),
            });
            continue;
        }
        seen.insert(entry(&name.text, name.span, Value::Flag(true), name.span));
        add_line(tree, row, &columns, name, list, context);
    }
}

/// Adds the quantity of a part that stood on a line before; the rest of the two lines must agree.
fn add_again(tree: &mut Table, row: &[Cell], columns: &[Column], name: &Cell, list: &List, context: &mut Context) {
    let Some((line, quantity)) = line_of(row, columns, name, None, list, context) else { return };
    let before = tree.table("component").and_then(|things| things.table(&name.text));
    for entry in line.entries() {
        let differs = before.and_then(|before| before.get(&entry.key)).is_some_and(|first| {
            first.value != entry.node.value
                && context.sources.get(first.span.file).layer == crate::language::source::LISTS
        });
        if differs {
            let title = format!("`{}` stands on two lines with different {}", name.text, entry.key);
            let first = before.and_then(|before| before.get(&entry.key)).map_or(name.span, |first| first.span);
            context.fault(
                Fault::new(Code::Duplicate, title)
                    .at(entry.node.span, "here another")
                    .at(first, "first here")
                    .help("lines that add up agree in all but their quantity"),
            );
        }
    }
    let parts = list.product.as_deref().and_then(|product| inner(tree, &["product", product, "parts"]));
    let Some(known) = parts.and_then(|parts| parts.get_mut(&name.text)) else { return };
    if let (Value::Integer(sum), Some(Entry { node: Node { value: Value::Integer(more), .. }, .. })) =
        (&mut known.value, quantity)
    {
        *sum += more;
    }
}

/// The keys of a line, and its quantity.
fn line_of(
    row: &[Cell],
    columns: &[Column],
    name: &Cell,
    written: Option<&Table>,
    list: &List,
    context: &mut Context,
) -> Option<(Table, Option<Entry>)> {
    let (root, how) = (list.kind.root(), &list.how);
    let mut line = Table::default();
    let mut quantity = None;
    for (cell, column) in row.iter().zip(columns) {
        let key = match column {
            Column::Name | Column::Note | Column::Unknown => continue,
            Column::Quantity => QUANTITY,
            Column::Key(key) => key.name,
        };
        if cell.kind == CellKind::Broken {
            context.fault(broken(cell));
            return None;
        }
        match column {
            _ if cell.text.is_empty() && how.values.get(key).is_some() => {}
            Column::Quantity if cell.text.is_empty() => context.fault(empty_cell(QUANTITY, name, cell, how)),
            Column::Quantity => {
                quantity =
                    number_of(cell, QUANTITY, how, context).map(|value| entry(&name.text, name.span, value, cell.span));
            }
            Column::Key(key) if cell.text.is_empty() => {
                let overridden = written.is_some_and(|table| table.get(key.name).is_some());
                if key.fallback == Fallback::Required && !overridden {
                    context.misspelt.insert((format!("{root}.{}", name.text), key.name.to_owned()));
                    context.fault(empty_cell(key.name, name, cell, how));
                }
            }
            Column::Key(key) => match value_of(cell, key, how, context) {
                Some(value) => line.insert(entry(key.name, cell.span, value, cell.span)),
                None => {
                    context.misspelt.insert((format!("{root}.{}", name.text), key.name.to_owned()));
                }
            },
            Column::Name | Column::Note | Column::Unknown => {}
        }
    }
    for value in how.values.entries() {
        if value.key == QUANTITY {
            quantity.get_or_insert(entry(&name.text, name.span, value.node.value.clone(), value.node.span));
        } else if line.get(&value.key).is_none() && list.kind.key(&value.key).is_some() {
            line.insert(value.clone());
        }
    }
    Some((line, quantity))
}

fn add_line(tree: &mut Table, row: &[Cell], columns: &[Column], name: &Cell, list: &List, context: &mut Context) {
    let root = list.kind.root();
    let written = tree.table(root).and_then(|things| things.table(&name.text));
    let Some((line, quantity)) = line_of(row, columns, name, written, list, context) else {
        context.blind = true;
        return;
    };
    if let Some(things) = tree.table_or_insert(root, name.span) {
        match things.table_or_insert(&name.text, name.span) {
            Some(thing) => fill(thing, line),
            None => return,
        }
    }
    let product = list.product.as_deref().and_then(|product| inner(tree, &["product", product]));
    if let (Some(product), Some(quantity)) = (product, quantity)
        && let Some(parts) = product.table_or_insert("parts", name.span)
        && parts.get(&quantity.key).is_none()
    {
        parts.insert(quantity);
    }
}

fn entry(key: &str, key_span: Span, value: Value, span: Span) -> Entry {
    Entry { key: key.to_owned(), key_span, node: Node { value, span } }
}

fn empty_cell(column: &str, name: &Cell, cell: &Cell, how: &Exported) -> Fault {
    let fault = Fault::new(Code::CsvCell, format!("`{}` has no {column}", name.text))
        .at(cell.span, "this cell must not be empty");
    match how.said {
        Some(_) => fault.help(format!(
            "fill it in, or say what holds for all: values = {{ {column} = .. }} where the file is named"
        )),
        None => fault,
    }
}
