//! CSV files cell by cell, each cell with the place it stands at (RFC 4180 with
//! commas). Empty lines and lines that start with `#` are passed over.

use std::borrow::Cow;
use std::ops::Range;

use super::codes::Code;
use super::context::Context;
use super::fault::Fault;
use super::source::{FileId, Place, Span};

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it says, without quotes and surrounding blanks.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A file of cells under a header line.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The file.
    pub file: FileId,
    /// Names of the columns.
    pub header: Vec<Cell>,
    /// The lines below, each with as many cells as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// Reads a CSV file. Faults are recorded; `None` when nothing could be made of it.
pub fn read(place: &Place, named: Option<Span>, context: &mut Context) -> Option<Sheet> {
    let file = context.read_text(place, named)?;
    let mut faults = Vec::new();
    let sheet = split(&context.sources.get(file).text, file, &mut faults);
    context.faults.append(&mut faults);
    sheet
}

/// Reads the text of a CSV file that was read before. Faults are recorded; `None` when nothing could be made of it.
pub fn read_again(place: &Place, text: &str, context: &mut Context) -> Option<Sheet> {
    let file = context.sources.add(place.clone(), text.to_owned());
    let mut faults = Vec::new();
    let sheet = split(text, file, &mut faults);
    context.faults.append(&mut faults);
    sheet
}

/// Splits a text into cells.
fn split(text: &str, file: FileId, faults: &mut Vec<Fault>) -> Option<Sheet> {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut header: Option<Vec<Cell>> = None;
    let mut rows = Vec::new();
    while at < text.len() {
        if text[at..].starts_with('#') {
            at = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
            continue;
        }
        let start = at;
        let Some(cells) = line(text, &mut at, file, faults) else {
            break;
        };
        if cells.len() == 1 && cells[0].text.is_empty() {
            continue;
        }
        match &header {
            None => {
                if let Some(fault) = wrong_separator(&cells) {
                    faults.push(fault);
                    return None;
                }
                header = Some(cells);
            }
            Some(names) => {
                if let Some(row) = fitted(cells, names, Span::new(file, start..at), text, faults) {
                    rows.push(row);
                }
            }
        }
    }
    let Some(header) = header else {
        let span = Span::new(file, 0..0);
        faults.push(
            Fault::new(Code::CsvShape, "the CSV file is empty")
                .at(span, "a header line is expected here")
                .help("write the names of the columns, separated by commas, on the first line"),
        );
        return None;
    };
    Some(Sheet { file, header, rows })
}

/// The fault of a header that is separated by something else than commas.
fn wrong_separator(header: &[Cell]) -> Option<Fault> {
    let [only] = header else { return None };
    let separator = match only.text.find([';', '\t']).map(|at| only.text.as_bytes()[at]) {
        Some(b';') => "`;`",
        Some(_) => "tabs",
        None => return None,
    };
    let fault = Fault::new(Code::CsvShape, format!("the columns are separated by {separator}"))
        .at(only.span, "this header line has no comma")
        .help("save the file as comma-separated");
    Some(fault)
}

/// The cells of a line, made as many as the header has.
fn fitted(mut cells: Vec<Cell>, header: &[Cell], span: Span, text: &str, faults: &mut Vec<Fault>) -> Option<Vec<Cell>> {
    while cells.len() > header.len() && cells.last().is_some_and(|cell| cell.text.is_empty()) {
        cells.pop();
    }
    if let Some(extra) = cells.get(header.len()) {
        faults.push(
            Fault::new(
                Code::CsvShape,
                format!("this line has {} cells but the header has {}", cells.len(), header.len()),
            )
            .at(extra.span, "one cell too many")
            .help("put a cell that holds a comma in quotes: \"screw, short\""),
        );
        return None;
    }
    let line = text[span.start as usize..span.end as usize].trim_end_matches(['\r', '\n']);
    let end = span.start as usize + line.len();
    while cells.len() < header.len() {
        cells.push(Cell { text: String::new(), span: Span::new(span.file, end..end) });
    }
    Some(cells)
}

/// Takes one line off the text; a quoted cell may hold line breaks.
fn line(text: &str, at: &mut usize, file: FileId, faults: &mut Vec<Fault>) -> Option<Vec<Cell>> {
    let mut cells = Vec::new();
    loop {
        let (range, content) = match cell(text, *at) {
            Ok(found) => found,
            Err(unclosed) => {
                faults.push(
                    Fault::new(Code::CsvShape, "this quote is never closed")
                        .at(Span::new(file, unclosed), "opens here")
                        .help("close it with another `\"`; a quote inside a cell is written `\"\"`"),
                );
                *at = text.len();
                return None;
            }
        };
        *at = range.end;
        cells.push(Cell { text: content.trim().to_owned(), span: Span::new(file, trimmed(text, range)) });
        match text.as_bytes().get(*at) {
            Some(b',') => *at += 1,
            Some(b'\r') => {
                *at += if text.as_bytes().get(*at + 1) == Some(&b'\n') { 2 } else { 1 };
                return Some(cells);
            }
            Some(_) => {
                *at += 1;
                return Some(cells);
            }
            None => return Some(cells),
        }
    }
}

/// The cell that starts at a byte: where it stands and what it says; or the quote that is never closed.
fn cell(text: &str, start: usize) -> Result<(Range<usize>, Cow<'_, str>), Range<usize>> {
    let rest = &text[start..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if !rest[blank..].starts_with('"') {
        let end = rest.find([',', '\n', '\r']).map_or(text.len(), |length| start + length);
        return Ok((start..end, Cow::Borrowed(&text[start..end])));
    }
    let open = start + blank;
    let mut from = open + 1;
    let close = loop {
        let Some(quote) = text[from..].find('"') else {
            return Err(open..open + 1);
        };
        if text[from + quote + 1..].starts_with('"') {
            from += quote + 2;
        } else {
            break from + quote;
        }
    };
    let after = &text[close + 1..];
    let end = after.find([',', '\n', '\r']).map_or(text.len(), |length| close + 1 + length);
    let inside = &text[open + 1..close];
    let content =
        if inside.contains("\"\"") { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) };
    let tail = text[close + 1..end].trim();
    let content = if tail.is_empty() { content } else { Cow::Owned(format!("{content}{tail}")) };
    Ok((start..end, content))
}

/// A range without the blanks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = &text[range.clone()];
    let start = range.start + (cell.len() - cell.trim_start().len());
    let end = range.start + cell.trim_end().len();
    start.min(end)..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (Vec<Vec<String>>, usize) {
        let mut faults = Vec::new();
        let sheet = split(text, FileId(0), &mut faults);
        let rows = sheet.map_or_else(Vec::new, |sheet| {
            sheet.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect()
        });
        (rows, faults.len())
    }

    #[test]
    fn quotes_commas_and_line_ends_are_read_as_rfc_4180_has_them() {
        let (rows, faults) =
            cells("\u{feff}a,b\r\n\"x, \"\"y\"\"\",2\r\n\r\n 3 ,\n# a remark, with \"one quote\n\"two\nlines\",4");
        assert_eq!(faults, 0);
        assert_eq!(rows, [["x, \"y\"", "2"], ["3", ""], ["two\nlines", "4"]]);
    }

    #[test]
    fn short_lines_are_filled_and_long_ones_refused() {
        assert_eq!(cells("a,b,c\n1\n"), (vec![vec!["1".into(), String::new(), String::new()]], 0));
        assert_eq!(cells("a,b\n1,2,3\n").1, 1);
        assert_eq!(cells("a,b\n1,2,,\n").1, 0);
    }

    #[test]
    fn empty_files_unclosed_quotes_and_other_separators_are_faults() {
        for text in ["", "\n\n", "a,b\n\"x,1\n", "a;b\n1;2\n"] {
            assert_eq!(cells(text).1, 1, "{text:?}");
        }
    }
}
