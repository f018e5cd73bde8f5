//! Bills of materials and supplier lists: CSV lines that become tables of the scenario.

use super::merge::fill;
use super::shape;
use super::tables;
use crate::language::catalogue::{Fallback, Key, Kind, TableKind};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::csv;
use crate::language::csv::{Cell, Sheet};
use crate::language::fault::Fault;
use crate::language::nearest::{listed, nearest};
use crate::language::parse;
use crate::language::source::Span;
use crate::language::tree::{Entry, Node, Table, Value};

/// Columns that hold no key.
const NAME: &str = "name";
const QUANTITY: &str = "quantity";
const NOTE: &str = "note";

/// What one column holds.
#[derive(Clone, Copy)]
enum Column {
    Name,
    Quantity,
    Note,
    Key(&'static Key),
    Unknown,
}

/// Reads the CSV files that the tree names and adds their lines to it, under what is already written.
pub fn add(tree: &mut Table, context: &mut Context) {
    if let Some(node) = tree.get("supplier_list").cloned()
        && let Some(sheet) = sheet_of(&node, "supplier_list", context)
    {
        add_lines(tree, &sheet, tables::table("supplier.*"), None, context);
    }
    for (key, path) in [("past_sales", "past_sale.*"), ("part_worths", "part_worth.*")] {
        if let Some(node) = tree.table("demand").and_then(|demand| demand.get(key)).cloned()
            && let Some(sheet) = sheet_of(&node, key, context)
        {
            add_lines(tree, &sheet, tables::table(path), None, context);
        }
    }
    let products: Vec<(String, Node)> = tree.table("product").map_or_else(Vec::new, |products| {
        let boms = products.entries().iter().filter_map(|entry| match &entry.node.value {
            Value::Table(product) => product.get("bom").map(|node| (entry.key.clone(), node.clone())),
            _ => None,
        });
        boms.collect()
    });
    for (product, node) in products {
        if let Some(sheet) = sheet_of(&node, "bom", context) {
            add_lines(tree, &sheet, tables::table("component.*"), Some(&product), context);
        }
    }
}

fn sheet_of(node: &Node, key: &str, context: &mut Context) -> Option<Sheet> {
    let Value::Text(name) = &node.value else {
        context.fault(
            Fault::new(Code::WrongType, format!("`{key}` takes the name of a CSV file, not {}", node.value.kind()))
                .at(node.span, "not a file name")
                .help(format!("write it in quotes: {key} = \"bom/parts.csv\"")),
        );
        context.blind = true;
        return None;
    };
    let place = context.sources.get(node.span.file).place.beside(name);
    let before = context.faults.len();
    let sheet = csv::read(&place, Some(node.span), context);
    if context.faults.len() > before {
        context.blind = true;
    }
    sheet
}

fn add_lines(tree: &mut Table, sheet: &Sheet, kind: &'static TableKind, product: Option<&str>, context: &mut Context) {
    let required: &[&str] = match (product, kind.root()) {
        (Some(_), _) => &[NAME, "supplier", QUANTITY, "unit_cost", "lead_time"],
        (None, "past_sale") => &["price", "sold"],
        (None, "part_worth") => &[NAME, "utility", "standard_error"],
        (None, _) => &[NAME],
    };
    let Some(columns) = columns_of(sheet, kind, required, context) else {
        context.blind = true;
        return;
    };
    let mut seen = Table::default();
    for (at, row) in sheet.rows.iter().enumerate() {
        let written =
            row.iter().zip(&columns).find_map(|(cell, column)| matches!(column, Column::Name).then_some(cell));
        // Lines that need no name are numbered.
        let numbered = || row.first().map(|cell| Cell { text: format!("line_{}", at + 1), span: cell.span });
        let Some(name) = written.cloned().or_else(numbered) else { continue };
        let name = &name;
        if !shape::is_name(&name.text) {
            context.fault(if name.text.is_empty() {
                Fault::new(Code::CsvCell, "this line has no name").at(name.span, "a name is expected here")
            } else {
                shape::bad_name(&name.text, name.span)
            });
            continue;
        }
        if let Some(first) = seen.entry(&name.text) {
            context.fault(
                Fault::new(Code::Duplicate, format!("`{}` stands on two lines", name.text))
                    .at(name.span, "here again")
                    .at(first.key_span, "first here")
                    .help("join the two lines or rename one"),
            );
            continue;
        }
        seen.insert(entry(&name.text, name.span, Value::Flag(true), name.span));
        add_line(tree, row, &columns, name, kind, product, context);
    }
}

fn add_line(
    tree: &mut Table,
    row: &[Cell],
    columns: &[Column],
    name: &Cell,
    kind: &'static TableKind,
    product: Option<&str>,
    context: &mut Context,
) {
    let root = kind.root();
    let written = tree.table(root).and_then(|things| things.table(&name.text));
    let mut line = Table::default();
    let mut quantity = None;
    for (cell, column) in row.iter().zip(columns) {
        match column {
            Column::Name | Column::Note | Column::Unknown => {}
            Column::Quantity if cell.text.is_empty() => context.fault(empty_cell(QUANTITY, name, cell)),
            Column::Quantity => quantity = Some(entry(&name.text, name.span, value_of(cell, true), cell.span)),
            Column::Key(key) if cell.text.is_empty() => {
                let overridden = written.is_some_and(|table| table.get(key.name).is_some());
                if key.fallback == Fallback::Required && !overridden {
                    context.misspelt.insert((format!("{root}.{}", name.text), key.name.to_owned()));
                    context.fault(empty_cell(key.name, name, cell));
                }
            }
            Column::Key(key) => {
                let is_text = !matches!(
                    key.kind,
                    Kind::Number(_) | Kind::Whole(_) | Kind::Certain(_) | Kind::Flag | Kind::NumberOrPath(_)
                );
                line.insert(entry(key.name, cell.span, value_of(cell, !is_text), cell.span));
            }
        }
    }
    if let Some(things) = tree.table_or_insert(root, name.span) {
        match things.table_or_insert(&name.text, name.span) {
            Some(thing) => fill(thing, line),
            None => return,
        }
    }
    let product = product.and_then(|product| match tree.get_mut("product").map(|node| &mut node.value) {
        Some(Value::Table(products)) => products.table_or_insert(product, name.span),
        _ => None,
    });
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

/// The value of a cell: a number or flag where one is expected, a TOML list or table, or text.
fn value_of(cell: &Cell, plain: bool) -> Value {
    let text = cell.text.as_str();
    if plain {
        if let Ok(whole) = text.parse::<i128>() {
            return Value::Integer(whole);
        }
        if let Ok(number) = text.parse::<f64>() {
            return Value::Float(number);
        }
        match text {
            "true" | "TRUE" | "True" => return Value::Flag(true),
            "false" | "FALSE" | "False" => return Value::Flag(false),
            _ => {}
        }
    }
    if text.starts_with(['{', '['])
        && let Ok(node) = parse::parse_cell(text, cell.span)
    {
        return node.value;
    }
    Value::Text(text.to_owned())
}

fn empty_cell(column: &str, name: &Cell, cell: &Cell) -> Fault {
    Fault::new(Code::CsvCell, format!("`{}` has no {column}", name.text)).at(cell.span, "this cell must not be empty")
}

/// What each column holds; `None` when a required one is missing.
fn columns_of(
    sheet: &Sheet,
    kind: &'static TableKind,
    required: &[&str],
    context: &mut Context,
) -> Option<Vec<Column>> {
    let has_quantity = required.contains(&QUANTITY);
    let mut meant: Vec<&str> = Vec::new();
    let mut columns = Vec::with_capacity(sheet.header.len());
    for (at, cell) in sheet.header.iter().enumerate() {
        let name = cell.text.as_str();
        if !name.is_empty() && sheet.header[..at].iter().any(|first| first.text == name) {
            // Refused already, as in every CSV file.
            columns.push(Column::Unknown);
            continue;
        }
        columns.push(match name {
            NAME => Column::Name,
            NOTE => Column::Note,
            QUANTITY if has_quantity => Column::Quantity,
            _ => kind.key(name).map_or(Column::Unknown, Column::Key),
        });
        if matches!(columns[at], Column::Unknown) {
            let names = kind.keys.iter().map(|key| key.name).chain(required.iter().copied()).chain([NOTE]);
            let fault =
                Fault::new(Code::CsvColumn, format!("there is no column `{name}`")).at(cell.span, "unknown column");
            context.fault(match nearest(name, names) {
                Some(near) => {
                    meant.push(near);
                    fault.help(format!("did you mean `{near}`?"))
                }
                None => {
                    fault.help(format!("a column is a key of [{}.NAME]; remarks go into a column `note`", kind.root()))
                }
            });
        }
    }
    let missing: Vec<&str> =
        required.iter().copied().filter(|name| !sheet.header.iter().any(|cell| cell.text == *name)).collect();
    if missing.is_empty() {
        return Some(columns);
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
    context.fault(
        Fault::new(Code::CsvColumn, format!("the {noun} {} {verb} missing", listed(untold)))
            .at(span, "not in this header")
            .help(format!("a file of this kind needs the columns {}", required.join(","))),
    );
    None
}
