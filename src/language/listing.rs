//! Reading a list from a file: a CSV, a Parquet file, or a sheet of a workbook.

use crate::language::cell::Cell;
use crate::language::columnar;
use crate::language::context::Context;
use crate::language::csv;
use crate::language::exported::Exported;
use crate::language::sheet::{SEARCHED, Sheet, under_header};
use crate::language::source::{FileId, Place, Span};
use crate::language::workbook;

/// Reads a CSV file, a Parquet file or a sheet of a workbook, `parts.xlsx#Sheet1`. Faults are recorded; `None` when nothing could be made of
/// it.
pub fn read(place: &Place, named: Option<Span>, how: &Exported, context: &mut Context) -> Option<Sheet> {
    let (file, _) = workbook::named(place);
    let bytes = context.read_bytes(&file, named)?;
    read_again(place, bytes, named, how, context)
}

/// The same of a file that was read before.
pub fn read_again(
    place: &Place,
    bytes: Vec<u8>,
    named: Option<Span>,
    how: &Exported,
    context: &mut Context,
) -> Option<Sheet> {
    let (of, sheet) = workbook::named(place);
    let mut faults = Vec::new();
    let found = if workbook::is_one(&bytes) || sheet.is_some() {
        let page = workbook::page(&of, sheet.as_deref(), &bytes, named, context)?;
        let how = &Exported { in_workbook: true, ..how.clone() };
        let lines = from_header(page.lines, how);
        under_header(page.file, lines, how, &mut faults)
    } else {
        let file = text(&of, named, bytes, context)?;
        csv::split(&context.sources.get(file).text, file, how, &mut faults)
    };
    context.faults.append(&mut faults);
    found
}

/// The text of a list: its own, or that of the CSV that says the same.
fn text(of: &Place, named: Option<Span>, bytes: Vec<u8>, context: &mut Context) -> Option<FileId> {
    let bytes = if columnar::is_one(&bytes) { columnar::as_csv(of, bytes, named, context)? } else { bytes };
    context.add_text(of, named, bytes)
}

/// The lines from the one on that names every column that is asked for; all of them where none does.
fn from_header(mut lines: Vec<Vec<Cell>>, how: &Exported) -> Vec<Vec<Cell>> {
    let at = lines.iter().take(SEARCHED).position(|line| how.heads(line)).unwrap_or(0);
    lines.drain(..at);
    lines
}

/// The name of a sheet, where there are several, and its lines.
type Grid = (Option<String>, Vec<Vec<Cell>>);

/// A file line by line, before anybody knows which of them names the columns: the sheets of a workbook with their names, or
/// the one list of a CSV file without one. Faults are recorded.
pub fn grids(place: &Place, context: &mut Context) -> Option<Vec<Grid>> {
    let (of, sheet) = workbook::named(place);
    let bytes = context.read_bytes(&of, None)?;
    if workbook::is_one(&bytes) || sheet.is_some() {
        let pages = match &sheet {
            Some(name) => vec![workbook::page(&of, Some(name), &bytes, None, context)?],
            None => workbook::pages(&of, &bytes, None, context)?,
        };
        return Some(pages.into_iter().map(|page| (Some(page.name), page.lines)).collect());
    }
    let file = text(&of, None, bytes, context)?;
    let mut faults = Vec::new();
    let (lines, _) = csv::lines(&context.sources.get(file).text, file, None, false, &mut faults);
    context.faults.append(&mut faults);
    Some(vec![(None, lines)])
}
