//! Workbooks of Excel: their sheets as lines of cells, each with the place it stands at.
//!
//! The text of a sheet, in which faults are shown, has a line for each row and ` | ` between its cells.

use std::path::PathBuf;

use crate::language::cell::Cell;
use crate::language::source::{FileId, Place};

#[cfg(feature = "excel")]
pub use opened::{page, pages};
#[cfg(not(feature = "excel"))]
pub use unread::{page, pages};

/// A sheet.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its name.
    pub name: String,
    /// Its text.
    pub file: FileId,
    /// Its rows from the first on, each with as many cells as the widest one; blank cells are empty.
    pub lines: Vec<Vec<Cell>>,
}

/// Endings of workbooks.
const ENDINGS: [&str; 2] = [".xlsx", ".xlsm"];

/// Whether a file's name is that of a workbook.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Takes the name of a sheet off the name of a workbook: `parts.xlsx#Sheet1`.
#[must_use]
pub fn named(place: &Place) -> (Place, Option<String>) {
    let Place::File(path) = place else { return (place.clone(), None) };
    let Some(text) = path.to_str() else { return (place.clone(), None) };
    let lower = text.to_ascii_lowercase();
    let found = ENDINGS.iter().find_map(|ending| lower.find(&format!("{ending}#")).map(|at| at + ending.len()));
    match found {
        Some(at) => (Place::File(PathBuf::from(&text[..at])), Some(text[at + 1..].to_owned())),
        None => (place.clone(), None),
    }
}

/// Whether bytes are those of a workbook, or of an old or protected one, which cannot be read.
#[must_use]
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || is_old(bytes)
}

fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

#[cfg(feature = "excel")]
mod opened {
    use std::io::Cursor;

    use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};

    use super::{Page, is_old};
    use crate::language::cell::{Cell, CellKind};
    use crate::language::codes::Code;
    use crate::language::context::Context;
    use crate::language::fault::Fault;
    use crate::language::hidden_text;
    use crate::language::nearest::{listed, nearest};
    use crate::language::source::{Place, Span};

    /// Cells of one sheet at most, blank ones among them.
    const MOST_CELLS: usize = 5_000_000;

    type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

    /// One sheet of a workbook: the one of this name, or the only one that is shown. Faults are recorded.
    pub fn page(
        place: &Place,
        sheet: Option<&str>,
        bytes: &[u8],
        named: Option<Span>,
        context: &mut Context,
    ) -> Option<Page> {
        let mut book = open(place, bytes, named, context)?;
        let names = shown(&book);
        let found = match sheet {
            Some(name) => book.sheet_names().into_iter().find(|known| known == name),
            None if names.len() == 1 => names.first().cloned(),
            None => None,
        };
        if let Some(name) = found {
            return read(&mut book, &name, place, named, context);
        }
        let title = match sheet {
            Some(name) => format!("{} has no sheet `{name}`", place.shown()),
            None => format!("{} has several sheets, and none of them is named", place.shown()),
        };
        let fault = Fault::new(Code::Workbook, title).allowed(listed(names.iter().map(String::as_str)));
        let meant = sheet
            .and_then(|sheet| nearest(sheet, names.iter().map(String::as_str)))
            .or(names.first().map(String::as_str));
        let fault = match meant {
            Some(name) => fault.help(format!("write the sheet behind the file: \"{}#{name}\"", file_name(place))),
            None => fault,
        };
        context.fault(at(fault, named, "which sheet?"));
        None
    }

    /// All sheets of a workbook that are shown. Faults are recorded.
    pub fn pages(place: &Place, bytes: &[u8], named: Option<Span>, context: &mut Context) -> Option<Vec<Page>> {
        let mut book = open(place, bytes, named, context)?;
        let names = shown(&book);
        let mut pages = Vec::with_capacity(names.len());
        for name in names {
            pages.push(read(&mut book, &name, place, named, context)?);
        }
        Some(pages)
    }

    fn file_name(place: &Place) -> String {
        let shown = place.shown();
        shown.rsplit_once('/').map_or(shown.as_str(), |(_, name)| name).to_owned()
    }

    fn at(fault: Fault, named: Option<Span>, label: &str) -> Fault {
        match named {
            Some(span) => fault.at(span, label),
            None => fault,
        }
    }

    fn open<'b>(place: &Place, bytes: &'b [u8], named: Option<Span>, context: &mut Context) -> Option<Book<'b>> {
        if is_old(bytes) {
            let title = format!("{} is a workbook of an old form, or protected by a password", place.shown());
            let fault = Fault::new(Code::Workbook, title).allowed("a workbook .xlsx or .xlsm without a password");
            context.fault(at(fault.help("save it as .xlsx, without a password"), named, "cannot be read"));
            return None;
        }
        match Xlsx::new(Cursor::new(bytes)) {
            Ok(book) => Some(book),
            Err(error) => {
                damaged(place, named, &error.to_string(), context);
                None
            }
        }
    }

    fn damaged(place: &Place, named: Option<Span>, why: &str, context: &mut Context) {
        let why = why.lines().next().unwrap_or("").trim_end_matches('.');
        let fault = Fault::new(Code::Workbook, format!("{} cannot be read as a workbook: {why}", place.shown()));
        context.fault(at(fault.help("open it in Excel or LibreOffice and save it as .xlsx"), named, "cannot be read"));
    }

    fn shown(book: &Book<'_>) -> Vec<String> {
        let sheets = book.sheets_metadata().iter();
        let seen = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet);
        seen.map(|sheet| sheet.name.clone()).collect()
    }

    /// What is read of a cell, before its place in the text is known.
    type Found = (u32, u32, String, CellKind);

    fn read(
        book: &mut Book<'_>,
        name: &str,
        place: &Place,
        named: Option<Span>,
        context: &mut Context,
    ) -> Option<Page> {
        let cells = match cells_of(book, name) {
            Ok(cells) => cells,
            Err(why) => {
                damaged(place, named, &why, context);
                return None;
            }
        };
        let rows = cells.iter().map(|(row, ..)| *row as usize + 1).max().unwrap_or(0);
        let width = cells.iter().map(|(_, column, ..)| *column as usize + 1).max().unwrap_or(0);
        if cells.len() > MOST_CELLS || rows.saturating_mul(width) > MOST_CELLS {
            let title = format!("the sheet {name} of {} is too large: {rows} rows of {width} cells", place.shown());
            let fault = Fault::new(Code::TooLarge, title).allowed("up to 5,000,000 cells in a sheet");
            context.fault(at(fault.help("delete the rows and columns that are not needed"), named, "too large"));
            return None;
        }
        let mut grid: Vec<Vec<(String, CellKind)>> = vec![vec![(String::new(), CellKind::Text); width]; rows];
        for (row, column, text, kind) in cells {
            grid[row as usize][column as usize] = (text, kind);
        }
        let (mut text, mut starts, mut ends) = (String::new(), Vec::new(), Vec::new());
        for row in &grid {
            for (column, (content, _)) in row.iter().enumerate() {
                if column > 0 {
                    text.push_str(" | ");
                }
                starts.push(text.len() as u32);
                text.extend(content.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
                ends.push(text.len() as u32);
            }
            text.push('\n');
        }
        let shown = text.clone();
        let file = context.sources.add_sheet(place.clone(), name, text, starts.clone(), width);
        let mut at = 0;
        let mut lines = Vec::with_capacity(rows);
        for row in grid {
            let mut line = Vec::with_capacity(width);
            for (text, kind) in row {
                let span = Span { file, start: starts[at], end: ends[at] };
                context.faults.extend(hidden_text::in_cell(
                    &text,
                    &shown[span.start as usize..span.end as usize],
                    span,
                ));
                line.push(Cell { text, span, kind });
                at += 1;
            }
            lines.push(line);
        }
        Some(Page { name: name.to_owned(), file, lines })
    }

    fn cells_of(book: &mut Book<'_>, name: &str) -> Result<Vec<Found>, String> {
        let mut reader = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
        let mut cells = Vec::new();
        while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
            let (row, column) = cell.get_position();
            let (text, kind) = content(cell.get_value());
            if !text.is_empty() {
                cells.push((row, column, text, kind));
            }
            if cells.len() > MOST_CELLS {
                break;
            }
        }
        Ok(cells)
    }

    fn content(value: &DataRef<'_>) -> (String, CellKind) {
        let text = |text: &str| (text.trim().to_owned(), CellKind::Text);
        match value {
            DataRef::Empty => text(""),
            DataRef::String(content) => text(content),
            DataRef::SharedString(content) => text(content),
            DataRef::Int(whole) => (whole.to_string(), CellKind::Plain),
            DataRef::Float(number) => (figure(*number), CellKind::Plain),
            DataRef::Bool(flag) => (flag.to_string(), CellKind::Plain),
            DataRef::DateTime(moment) if moment.is_datetime() => {
                let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
                let date = format!("{year:04}-{month:02}-{day:02}");
                let midnight = (hour, minute, second) == (0, 0, 0);
                let moment = if midnight { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") };
                (moment, CellKind::Plain)
            }
            DataRef::DateTime(length) => (figure(length.as_f64()), CellKind::Plain),
            DataRef::DateTimeIso(moment) => {
                (moment.strip_suffix("T00:00:00").unwrap_or(moment).to_owned(), CellKind::Plain)
            }
            DataRef::DurationIso(length) => (length.clone(), CellKind::Plain),
            DataRef::Error(error) => (error.to_string(), CellKind::Broken),
        }
    }

    /// A number as TOML writes it, all of its bits.
    fn figure(number: f64) -> String {
        if number.fract() == 0.0 && number.abs() < 1e15 && !(number == 0.0 && number.is_sign_negative()) {
            format!("{}", number as i64)
        } else {
            format!("{number:?}")
        }
    }
}

#[cfg(not(feature = "excel"))]
mod unread {
    use super::Page;
    use crate::language::codes::Code;
    use crate::language::context::Context;
    use crate::language::fault::Fault;
    use crate::language::source::{Place, Span};

    /// Records that this program reads no workbooks.
    pub fn page(
        place: &Place,
        _: Option<&str>,
        bytes: &[u8],
        named: Option<Span>,
        context: &mut Context,
    ) -> Option<Page> {
        pages(place, bytes, named, context).and_then(|mut pages| pages.pop())
    }

    /// Records that this program reads no workbooks.
    pub fn pages(place: &Place, _: &[u8], named: Option<Span>, context: &mut Context) -> Option<Vec<Page>> {
        let title = format!("{} is a workbook, and this program was built without them", place.shown());
        let fault = Fault::new(Code::Workbook, title).help("save it as CSV, or build with the feature `excel`");
        context.fault(match named {
            Some(span) => fault.at(span, "a workbook"),
            None => fault,
        });
        None
    }
}
