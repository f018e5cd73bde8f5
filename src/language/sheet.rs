//! Cells under a line of names, from a CSV file or a sheet of a workbook.

use std::collections::BTreeMap;

use crate::language::cell::Cell;
use crate::language::codes::Code;
use crate::language::exported::Exported;
use crate::language::fault::Fault;
use crate::language::source::{FileId, Span};

/// Cells under a header line.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The text they stand in.
    pub file: FileId,
    /// Names of the columns.
    pub header: Vec<Cell>,
    /// The lines below, each with as many cells as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// Lines searched for the one that names the columns.
pub const SEARCHED: usize = 100;

/// The first line as header of the others, without blank lines and columns.
pub(super) fn under_header(
    file: FileId,
    lines: Vec<Vec<Cell>>,
    how: &Exported,
    faults: &mut Vec<Fault>,
) -> Option<Sheet> {
    // Spreadsheets leave lines of nothing but separators.
    let mut lines = lines.into_iter().filter(|line| line.iter().any(|cell| !cell.text.is_empty()));
    let Some(mut header) = lines.next() else {
        faults.push(
            Fault::new(Code::CsvShape, "the list is empty: there is no line of names")
                .at(Span::new(file, 0..0), "a header line is expected here")
                .help("write the names of the columns on the first line, in a CSV file separated by commas"),
        );
        return None;
    };
    while header.last().is_some_and(|cell| cell.text.is_empty()) {
        header.pop();
    }
    if !how.passes_over_others() {
        named_twice(&header, faults);
    }
    let mut rows: Vec<Vec<Cell>> = lines.filter_map(|cells| fitted(cells, &header, how, faults)).collect();
    // Blank columns in the middle.
    let kept: Vec<bool> = header
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            !cell.text.is_empty() || !how.passes_over_others() && rows.iter().any(|row| !row[at].text.is_empty())
        })
        .collect();
    if kept.contains(&false) {
        let keep = |cells: &mut Vec<Cell>| {
            let mut at = 0;
            cells.retain(|_| {
                at += 1;
                kept[at - 1]
            });
        };
        keep(&mut header);
        rows.iter_mut().for_each(keep);
    }
    Some(Sheet { file, header, rows })
}

/// Columns with one name cannot be told apart, whoever reads them.
fn named_twice(header: &[Cell], faults: &mut Vec<Fault>) {
    let mut seen = BTreeMap::new();
    for cell in header.iter().filter(|cell| !cell.text.is_empty()) {
        if let Some(first) = seen.insert(cell.text.as_str(), cell.span) {
            faults.push(twice(cell, first));
        }
    }
}

/// The fault of a column that is there twice.
#[must_use]
pub fn twice(cell: &Cell, first: Span) -> Fault {
    Fault::new(Code::CsvColumn, format!("there are two columns `{}`", cell.text))
        .at(cell.span, "here again")
        .at(first, "first here")
}

/// The cells of a line, made as many as the header has.
fn fitted(mut cells: Vec<Cell>, header: &[Cell], how: &Exported, faults: &mut Vec<Fault>) -> Option<Vec<Cell>> {
    while cells.len() > header.len() && cells.last().is_some_and(|cell| cell.text.is_empty()) {
        cells.pop();
    }
    let of_workbook = how.in_workbook;
    if of_workbook && how.passes_over_others() {
        cells.truncate(header.len());
    }
    let extra = cells.get(header.len()..).and_then(|more| more.iter().find(|cell| !cell.text.is_empty()));
    if let Some(extra) = extra {
        let fault = if of_workbook {
            Fault::new(Code::CsvShape, "a cell stands below no name of a column").at(extra.span, "in no column").help(
                "name the column in the header line; or, in a table that says how the file is read, write \
                 other_columns = \"pass_over\"",
            )
        } else {
            let title = format!("this line has {} cells but the header has {}", cells.len(), header.len());
            Fault::new(Code::CsvShape, title)
                .at(extra.span, "one cell too many")
                .help("put a cell that holds a comma in quotes: \"screw, short\"")
        };
        faults.push(fault);
        return None;
    }
    cells.truncate(header.len());
    let end = cells.last().map_or(header[0].span, |last| last.span);
    while cells.len() < header.len() {
        cells.push(Cell::of_text("", Span { start: end.end, ..end }));
    }
    Some(cells)
}
