//! Dated points and daily series that stand in a file: `price = { file = "prices.xlsx#List", columns = { date = "Month" } }`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::cells::{broken, number_of, value_of};
use super::cursor::Cursor;
use crate::language::catalogue::{Fallback, Key, Kind};
use crate::language::cell::{Cell, CellKind};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::exported::Exported;
use crate::language::fault::Fault;
use crate::language::listing;
use crate::language::nearest::listed;
use crate::language::reader::date_of;
use crate::language::sheet::{Sheet, twice};
use crate::language::source::Span;
use crate::language::tree::{Entry, Node, Table, Value};
use crate::units::{date_of_day, days_between};

/// The columns of such a file.
const COLUMNS: [&str; 2] = ["date", "value"];

/// A day at most so long after the first of a series.
const LONGEST: i32 = 10_000;

/// The column of dates, for which the catalogue has no key of its own.
const DATE: Key = Key::new("date", Kind::Date { inside: false }, Fallback::Required, "2026-01-01", "The day.");

/// Puts the points of every file that is named in place of a path or a series where it is named.
pub fn add(tree: &mut Table, context: &mut Context) {
    below(tree, Cursor::Top, context);
}

fn below(table: &mut Table, cursor: Cursor, context: &mut Context) {
    let keys: Vec<String> = table.entries().iter().map(|entry| entry.key.clone()).collect();
    for name in keys {
        let inner = cursor.step(&name);
        let Some(Node { value: Value::Table(written), span }) = table.get_mut(&name) else { continue };
        let Cursor::Leaf(key) = inner else {
            below(written, inner, context);
            continue;
        };
        let is_series = match key.kind {
            Kind::Series(_) => true,
            Kind::Path(_) | Kind::NumberOrPath(_) => false,
            _ => continue,
        };
        if written.get("file").is_none() {
            continue;
        }
        let node = Node { value: Value::Table(written.clone()), span: *span };
        let before = context.faults.len();
        let points = points_of(&node, key, is_series, context);
        if context.faults.len() > before {
            context.blind = true;
        }
        match points {
            Some(points) if is_series => series(table, &name, &points, node.span, context),
            Some(points) => {
                let pair = |(date, value): (Node, Node)| Node {
                    span: Span { end: value.span.end.max(date.span.end), ..date.span },
                    value: Value::List(vec![date, value]),
                };
                put(table, &name, points.into_iter().map(pair).collect());
            }
            // It is named as a fault already; what is required is there.
            None => {
                table.remove(&name);
            }
        }
    }
}

fn put(table: &mut Table, name: &str, items: Vec<Node>) {
    if let Some(node) = table.get_mut(name) {
        node.value = Value::List(items);
    }
}

/// The points of a file in the order of their dates.
fn points_of(node: &Node, key: &'static Key, is_series: bool, context: &mut Context) -> Option<Vec<(Node, Node)>> {
    let (file, how) = Exported::of(node, key.name, &COLUMNS, context)?;
    let Value::Text(name) = &file.value else { return None };
    let place = context.sources.get(file.span.file).place.beside(name);
    let sheet = listing::read(&place, Some(file.span), &how, context)?;
    let [dates, values] = columns(&sheet, &how, context)?;
    let faults = context.faults.len();
    let mut points: Vec<(Date, Node, Node)> = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        let (day, amount) = (&row[dates], &row[values]);
        if day.text.is_empty() && how.nameless {
            continue;
        }
        if let Some(cell) = [day, amount].into_iter().find(|cell| cell.kind == CellKind::Broken) {
            context.fault(broken(cell));
            continue;
        }
        let Some(value) = point_value(amount, key, &how, context) else { continue };
        let Some(text) = value_of(day, &DATE, &how, context) else { continue };
        let written = Node { value: text, span: day.span };
        if let Some(date) = date_of(&written, context) {
            points.push((date, Node { value: Value::Date(date), ..written }, value));
        } else if how.dates.is_none()
            && let Some(fault) = context.faults.last_mut()
        {
            let way = "or say in which order all are written: dates = \"day-month-year\" or \"month-day-year\" where the file is named";
            fault.help = Some(fault.help.take().map_or_else(|| way.to_owned(), |help| format!("{help}; {way}")));
        }
    }
    if context.faults.len() > faults {
        return None;
    }
    if points.is_empty() {
        let title = format!("{} has no line below its header", place.shown());
        context.fault(Fault::new(Code::BadList, title).at(file.span, "no points in it"));
        return None;
    }
    points.sort_by_key(|(date, ..)| *date);
    if !is_series && let Some(pair) = points.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        context.fault(
            Fault::new(Code::NotAscending, format!("two lines give a value of {}", pair[0].0))
                .at(pair[1].1.span, "here again")
                .at(pair[0].1.span, "first here")
                .help("leave one line for each date"),
        );
        return None;
    }
    Some(points.into_iter().map(|(_, date, value)| (date, value)).collect())
}

/// The value of a point: a number, or for keys that may be uncertain a distribution as TOML writes it.
fn point_value(cell: &Cell, key: &'static Key, how: &Exported, context: &mut Context) -> Option<Node> {
    if cell.text.is_empty() {
        let fault = Fault::new(Code::CsvCell, "this line has no value").at(cell.span, "a number is expected here");
        context.fault(fault.help("write it, or delete the line"));
        return None;
    }
    let value = if cell.text.starts_with('{') {
        value_of(cell, key, how, context)
    } else {
        number_of(cell, key.name, how, context)
    };
    Some(Node { value: value?, span: cell.span })
}

/// Where the columns of dates and values are.
fn columns(sheet: &Sheet, how: &Exported, context: &mut Context) -> Option<[usize; 2]> {
    let mut found: [Option<usize>; 2] = [None; 2];
    for (at, cell) in sheet.header.iter().enumerate() {
        let wanted = how.key_of(&cell.text).and_then(|key| COLUMNS.iter().position(|column| *column == key));
        match wanted.map(|column| (&mut found[column], column)) {
            Some((Some(first), _)) => context.fault(twice(cell, sheet.header[*first].span)),
            Some((place, _)) => *place = Some(at),
            None if how.passes_over_others() || cell.text == "note" => {}
            None => context.fault(
                Fault::new(Code::CsvColumn, format!("there is no column `{}` in a list of dated values", cell.text))
                    .at(cell.span, "neither date nor value")
                    .help("write other_columns = \"pass_over\" where the file is named"),
            ),
        }
    }
    for (column, _) in COLUMNS.iter().zip(&found).filter(|(_, found)| found.is_none()) {
        let names = listed(sheet.header.iter().map(|cell| cell.text.as_str()));
        let span = how.columns.iter().find(|said| said.key == *column).map(|said| said.span).or(how.said);
        let fault = Fault::new(Code::CsvColumn, format!("no column holds the {column}; the columns are {names}"))
            .help(format!("say which one it is: columns = {{ {column} = \"its header\" }}"));
        context.fault(match span {
            Some(span) => fault.at(span, "not in the header"),
            None => fault,
        });
    }
    found[0].zip(found[1]).map(|(dates, values)| [dates, values])
}

/// Puts a number for each day in place of a file: what stands on lines of one day adds up, and other days have none. The first
/// day is `from` where it is written, else that of the first line.
fn series(table: &mut Table, name: &str, points: &[(Node, Node)], span: Span, context: &mut Context) {
    let date = |node: &Node| if let Value::Date(date) = node.value { Some(date) } else { None };
    let Some((first, last)) = points.first().and_then(|first| Some((date(&first.0)?, date(&points.last()?.0)?))) else {
        return;
    };
    let from = match table.get("from").cloned() {
        Some(node) => match date_of(&node, &mut Context::default()) {
            Some(from) => from,
            None => return,
        },
        None => {
            let node = Node { value: Value::Date(first), span: points[0].0.span };
            table.insert(Entry { key: "from".into(), key_span: span, node });
            first
        }
    };
    if first < from {
        context.fault(
            Fault::new(Code::OutsideTimeline, format!("{first} lies before `from`, {from}"))
                .at(points[0].0.span, "before the first day of the series")
                .help("leave `from` out, and the series begins with the first line"),
        );
        return;
    }
    let length = days_between(from, last);
    if length > LONGEST {
        let title = format!("the series is {length} days long");
        context.fault(Fault::new(Code::Horizon, title).at(span, "too long").allowed(format!("up to {LONGEST} days")));
        return;
    }
    let mut sums: BTreeMap<i32, Node> = BTreeMap::new();
    for (day, value) in points {
        let Some(day) = date(day).map(|day| days_between(from, day)) else { continue };
        match sums.get_mut(&day) {
            Some(known) => match (&mut known.value, &value.value) {
                (Value::Integer(sum), Value::Integer(more)) => *sum += more,
                // What is no whole number is said by the reader of the key.
                (_, Value::Integer(_)) => {}
                _ => *known = value.clone(),
            },
            None => {
                sums.insert(day, value.clone());
            }
        }
    }
    let none = || Node { value: Value::Integer(0), span };
    let items = (0..=length).map(|day| sums.get(&day).cloned().unwrap_or_else(none)).collect();
    debug_assert_eq!(date_of_day(from, i64::from(length)), last);
    put(table, name, items);
}
