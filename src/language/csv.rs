//! CSV files cell by cell, each cell with the place it stands at (RFC 4180). Empty lines and lines that start with `#` are
//! passed over. Columns are separated by commas, or as spreadsheets of other countries do by `;` or tabs; numbers then may
//! have a decimal comma.

use std::borrow::Cow;
use std::ops::Range;

use crate::language::cell::Cell;
use crate::language::codes::Code;
use crate::language::exported::Exported;
use crate::language::fault::Fault;
use crate::language::hidden_text;
use crate::language::sheet::{SEARCHED, Sheet, under_header};
use crate::language::source::{FileId, Span};

/// Splits a text into cells. Faults are recorded; `None` when nothing could be made of it.
pub(super) fn split(text: &str, file: FileId, how: &Exported, faults: &mut Vec<Fault>) -> Option<Sheet> {
    let begin = header_of(text, file, how);
    let (lines, separator) = lines(text, file, begin, !how.names_columns(), faults);
    let mut sheet = under_header(file, lines, how, faults)?;
    if separator != ',' && how.decimal.is_none() {
        decimal_commas(&mut sheet.rows, faults);
    }
    Some(sheet)
}

/// The lines that are not blank, and what separates their cells: from a place on at which that is known, or from the first on.
/// Lines that begin with `#` may be remarks, which are left out. Faults are recorded.
pub(super) fn lines(
    text: &str,
    file: FileId,
    begin: Option<(usize, char)>,
    remarks: bool,
    faults: &mut Vec<Fault>,
) -> (Vec<Vec<Cell>>, char) {
    let mut at = begin.map_or_else(|| first_of(text), |(at, _)| at);
    let mut said = begin.map(|(_, separator)| separator);
    let mut separator = ',';
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    while at < text.len() {
        let end = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
        let this = &text[at..end];
        let heads = lines.is_empty();
        // A header may begin with a column `#`; any other line that begins so is a remark, unless another system wrote it.
        let numbers = |rest: &str| heads && rest.starts_with([',', ';', '\t']);
        if remarks && this.strip_prefix('#').is_some_and(|rest| !numbers(rest)) {
            at = end;
            line_end(text, &mut at);
            continue;
        }
        if heads && said.is_none() && declared(this).is_some() {
            said = declared(this);
            at = end;
            line_end(text, &mut at);
            continue;
        }
        if heads {
            separator = said.unwrap_or_else(|| separator_of(this));
        }
        let Some(cells) = line(text, &mut at, separator, file, faults) else {
            continue;
        };
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            lines.push(cells);
        }
    }
    (lines, separator)
}

/// The first byte behind a byte order mark.
fn first_of(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Where the line begins that names every column asked for, and what separates its cells; `None` where none is asked for, or
/// no line near the top has them all.
fn header_of(text: &str, file: FileId, how: &Exported) -> Option<(usize, char)> {
    if !how.names_columns() {
        return None;
    }
    let mut at = first_of(text);
    for _ in 0..SEARCHED {
        let start = at;
        if start >= text.len() {
            return None;
        }
        for separator in [',', ';', '\t'] {
            let (mut next, mut passed_over) = (start, Vec::new());
            if line(text, &mut next, separator, file, &mut passed_over).is_some_and(|cells| how.heads(&cells)) {
                return Some((start, separator));
            }
        }
        at = start + text[start..].find(['\n', '\r']).unwrap_or(text.len() - start);
        line_end(text, &mut at);
    }
    None
}

/// The separator a first line declares as Excel does: `sep=;`.
fn declared(line: &str) -> Option<char> {
    let said = line.trim().trim_matches('"');
    let said = said.strip_prefix("sep=").or_else(|| said.strip_prefix("SEP="))?;
    let mut chars = said.chars();
    chars.next().filter(|separator| matches!(separator, ',' | ';' | '\t') && chars.next().is_none())
}

/// What separates the columns of a header: a comma, unless it has none, and semicolons or tabs.
fn separator_of(header: &str) -> char {
    [',', ';', '\t'].into_iter().find(|separator| header.contains(*separator)).unwrap_or(',')
}

/// Passes over the end of a line.
fn line_end(text: &str, at: &mut usize) {
    let rest = &text[*at..];
    *at += if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
}

/// Reads numbers as a spreadsheet with decimal commas writes them: 12,5 and 1.234,5 become 12.5 and 1234.5.
fn decimal_commas(rows: &mut [Vec<Cell>], faults: &mut Vec<Fault>) {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = |text: &str| text.strip_prefix(['-', '+']).unwrap_or(text).to_owned();
    // Thousands in groups of three, separated by dots.
    let grouped = |text: &str| {
        let groups: Vec<&str> = text.split('.').collect();
        groups[0].len() <= 3
            && groups[1..].iter().all(|group| group.len() == 3)
            && groups.iter().all(|&group| digits(group))
    };
    let with_comma = |text: &str| {
        let text = unsigned(text);
        text.split_once(',').is_some_and(|(whole, fraction)| digits(fraction) && (digits(whole) || grouped(whole)))
    };
    let with_dot = |text: &str| {
        let text = unsigned(text);
        text.split_once('.').is_some_and(|(whole, fraction)| digits(whole) && digits(fraction)) && !grouped(&text)
    };
    let cells = || rows.iter().flatten();
    let commas = cells().any(|cell| with_comma(&cell.text));
    let dots = cells().any(|cell| with_dot(&cell.text));
    for cell in rows.iter_mut().flatten() {
        let is_grouped = cell.text.contains('.') && grouped(&unsigned(&cell.text));
        if with_comma(&cell.text) {
            cell.text = cell.text.replace('.', "").replace(',', ".");
        } else if is_grouped && commas && !dots {
            cell.text = cell.text.replace('.', "");
        } else if is_grouped && !dots {
            let plain = cell.text.replace('.', "");
            faults.push(
                Fault::new(Code::CsvCell, format!("{} may be {plain} or a number with a fraction", cell.text))
                    .at(cell.span, "a dot for thousands, or for a fraction?")
                    .help(format!("write {plain}, or {}", cell.text.replacen('.', ",", 1))),
            );
        }
    }
}

/// Takes one line off the text; a quoted cell may hold line breaks.
fn line(text: &str, at: &mut usize, separator: char, file: FileId, faults: &mut Vec<Fault>) -> Option<Vec<Cell>> {
    let mut cells = Vec::new();
    loop {
        let (range, content) = match cell(text, *at, separator) {
            Ok(found) => found,
            Err(Torn::Unclosed(quote)) => {
                faults.push(
                    Fault::new(Code::CsvShape, "this quote is never closed")
                        .at(Span::new(file, quote), "opens here")
                        .help("close it with another `\"`; a quote inside a cell is written `\"\"`"),
                );
                *at = text.len();
                return None;
            }
            Err(Torn::Followed { quote, tail }) => {
                *at = tail.end;
                faults.push(
                    Fault::new(Code::CsvShape, "text follows a closing quote")
                        .at(Span::new(file, tail), "belongs to no cell")
                        .at(Span::new(file, quote), "the cell opens here")
                        .help("write a quote inside a cell twice, `\"4.0\"\" screen\"`, and close each quote in its own cell"),
                );
                *at += text[*at..].find(['\n', '\r']).unwrap_or(text.len() - *at);
                line_end(text, at);
                return None;
            }
        };
        *at = range.end;
        let place = trimmed(text, range);
        let span = Span::new(file, place.clone());
        faults.extend(hidden_text::in_cell(content.trim(), &text[place], span));
        cells.push(Cell::of_text(content.trim(), span));
        if text[*at..].starts_with(separator) {
            *at += separator.len_utf8();
        } else {
            line_end(text, at);
            return Some(cells);
        }
    }
}

/// What cannot be a cell.
enum Torn {
    /// The quote that is never closed.
    Unclosed(Range<usize>),
    /// The opening quote, and text after the closing one.
    Followed { quote: Range<usize>, tail: Range<usize> },
}

/// The cell that starts at a byte: where it stands and what it says.
fn cell(text: &str, start: usize, separator: char) -> Result<(Range<usize>, Cow<'_, str>), Torn> {
    let ends = [separator, '\n', '\r'];
    let rest = &text[start..];
    let blank = rest.len() - rest.trim_start_matches(|c| c == ' ' || c == '\t' && separator != '\t').len();
    if !rest[blank..].starts_with('"') {
        let end = rest.find(ends).map_or(text.len(), |length| start + length);
        return Ok((start..end, Cow::Borrowed(&text[start..end])));
    }
    let open = start + blank;
    let mut from = open + 1;
    let close = loop {
        let Some(quote) = text[from..].find('"') else {
            return Err(Torn::Unclosed(open..open + 1));
        };
        if text[from + quote + 1..].starts_with('"') {
            from += quote + 2;
        } else {
            break from + quote;
        }
    };
    let after = &text[close + 1..];
    let end = after.find(ends).map_or(text.len(), |length| close + 1 + length);
    let inside = &text[open + 1..close];
    let content =
        if inside.contains("\"\"") { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) };
    if text[close + 1..end].trim().is_empty() {
        Ok((start..end, content))
    } else {
        Err(Torn::Followed { quote: open..open + 1, tail: trimmed(text, close + 1..end) })
    }
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
        let sheet = split(text, FileId(0), &Exported::default(), &mut faults);
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
    fn empty_files_and_quotes_gone_astray_are_faults() {
        for text in ["", "\n\n", ",,\n;;\n", "a,b\n\"x,1\n", "a,b\n\"5\"0,1\n"] {
            assert_eq!(cells(text).1, 1, "{text:?}");
        }
        // Two stray quotes would make one cell of the lines between them.
        let (rows, faults) = cells("part,note\nchip,\"in stock\nscreen,new\nbattery,\"in stock\ncase,old\n");
        assert_eq!(faults, 1);
        assert_eq!(rows, [["case", "old"]]);
    }

    #[test]
    fn a_remark_ends_where_its_line_does() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "# a remark", "1,2", "#,3", "4,5", ""].join(end);
            assert_eq!(cells(&text), (vec![vec!["1".into(), "2".into()], vec!["4".into(), "5".into()]], 0), "{end:?}");
        }
    }

    #[test]
    fn a_header_may_begin_with_a_column_of_numbers() {
        let mut faults = Vec::new();
        let sheet = split("#,name\n1,screen\n", FileId(0), &Exported::default(), &mut faults).unwrap();
        assert_eq!(sheet.header.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["#", "name"]);
        assert_eq!(sheet.rows.len(), 1);
    }

    #[test]
    fn blank_columns_and_lines_of_spreadsheets_are_passed_over() {
        for text in ["a,b,,\n1,2,,\n,,,\n3,4\n,,\n", ";;\na;b;\n1;2;\n;;\n3;4;;\n"] {
            assert_eq!(cells(text), (vec![vec!["1".into(), "2".into()], vec!["3".into(), "4".into()]], 0), "{text:?}");
        }
        assert_eq!(cells("a,b,\n1,2,3\n").1, 1, "a cell below no column is not blank");
    }

    #[test]
    fn semicolons_tabs_and_decimal_commas_are_read() {
        let read = |rows: &[[&str; 2]]| -> Vec<Vec<String>> {
            rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
        };
        assert_eq!(
            cells("a;b\nx,y;0,65\nz;1.234,5\nw;1.500\n"),
            (read(&[["x,y", "0.65"], ["z", "1234.5"], ["w", "1500"]]), 0)
        );
        assert_eq!(cells("a\tb\nx\t-2,5\n"), (read(&[["x", "-2.5"]]), 0));
        assert_eq!(cells("sep=;\r\na;b\r\nx;1.5\r\ny;1.500"), (read(&[["x", "1.5"], ["y", "1.500"]]), 0));
        assert_eq!(cells("a;b\nx;1.500\n").1, 1, "one and a half, or fifteen hundred");
        assert_eq!(
            cells("a,b\nx,\"0,65\"\n"),
            (read(&[["x", "0,65"]]), 0),
            "commas that separate columns stay as they are"
        );
    }
}
