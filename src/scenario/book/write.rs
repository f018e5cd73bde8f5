//! Writing a scenario as a workbook.

use std::collections::BTreeSet;

use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Formula, Workbook, Worksheet, XlsxError};

use super::held::{Held, LONGEST, fits, held, pieces, seen};
use super::items::{Item, flatten};
use super::look::{Formats, START_LINES, fit};
use super::questions::SUBJECTS;
use super::sheets::{ADDED, MORE, QUESTIONS, START, title};
use crate::language::catalogue::{Key, Kind, TableKind};
use crate::language::hidden::is_hidden;
use crate::language::parse;
use crate::language::source::{Place, Sources};
use crate::language::tree::{Node, Table};
use crate::scenario::cursor::Cursor;
use crate::scenario::load::Loaded;
use crate::scenario::reference::{default_in_words, kind_in_words, range_of_kind};
use crate::scenario::tables::{self, TABLES};

/// Why a workbook was not written.
#[derive(Debug, thiserror::Error)]
#[error("a workbook cannot hold this scenario: {0}")]
pub struct WriteError(String);

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

/// Lines kept free for more things below the last one.
pub(super) const SPARE: u32 = 200;

/// The scenario as a workbook: the same bytes for the same scenario. One to start from has no name, so that its file gives it
/// one.
///
/// # Errors
/// [`WriteError`] where the scenario is larger than a workbook can be.
pub fn write(loaded: &Loaded, to_start_from: bool) -> Result<Vec<u8>, WriteError> {
    let mut sources = Sources::default();
    let file = sources.add(Place::Argument, loaded.resolved_toml());
    let mut tree = parse::parse_file(&sources, file).map_err(|fault| WriteError(fault.title))?;
    if to_start_from {
        tree.remove("name");
    }
    let mut items = Vec::new();
    flatten(&tree, "", Cursor::Top, &mut items);
    let mut book = Workbook::new();
    let written = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let about =
        DocProperties::new().set_title(&loaded.scenario.title).set_author("launchsim").set_creation_datetime(&written);
    book.set_properties(&about);
    let mut writer = Writer { loaded, tree: &tree, items, done: BTreeSet::new(), formats: Formats::new() };
    let pages: Vec<&'static TableKind> = TABLES.iter().filter(|kind| writer.has_a_page(kind)).collect();
    writer.start(book.add_worksheet())?;
    // The order of the sheets: what is asked, the parts, the things, and the rest.
    book.add_worksheet().set_name(QUESTIONS)?;
    for kind in in_order(&pages) {
        let sheet = book.add_worksheet().set_name(title(kind))?;
        writer.things(sheet, kind)?;
    }
    writer.questions(book.worksheet_from_name(QUESTIONS)?)?;
    writer.more(book.add_worksheet().set_name(MORE)?)?;
    Ok(book.save_to_buffer()?)
}

/// Parts first, then who makes them.
fn in_order(pages: &[&'static TableKind]) -> Vec<&'static TableKind> {
    let mut pages = pages.to_vec();
    pages.sort_by_key(|kind| match kind.root() {
        "component" => 0,
        "supplier" => 1,
        _ => 2,
    });
    pages
}

pub(super) struct Writer<'l> {
    loaded: &'l Loaded,
    pub(super) tree: &'l Table,
    pub(super) items: Vec<Item>,
    /// Addresses that stand on a sheet already.
    pub(super) done: BTreeSet<String>,
    pub(super) formats: Formats,
}

impl Writer<'_> {
    /// Whether the things of a table have a sheet of their own.
    fn has_a_page(&self, kind: &TableKind) -> bool {
        let root = kind.root();
        let things = self.tree.table(root).map_or(0, |things| things.entries().len());
        let has_own = kind.is_named() && kind.path == format!("{root}.*");
        has_own && (things > 1 || matches!(root, "component" | "supplier"))
    }

    pub(super) fn unit(&self, unit: &str) -> String {
        unit.replace("money", &self.loaded.scenario.company.currency)
    }

    /// Where a value comes from.
    pub(super) fn note(&self, address: &str) -> String {
        let told = self.loaded.place(address).map_or_else(String::new, |span| self.loaded.remark(span));
        told.chars().filter(|&c| !is_hidden(c)).take(LONGEST).collect()
    }

    fn start(&self, sheet: &mut Worksheet) -> Result<(), WriteError> {
        sheet.set_name(START)?.set_screen_gridlines(false);
        sheet.set_column_width(0, 110)?;
        sheet.write_with_format(0, 0, self.loaded.scenario.title.as_str(), &self.formats.title)?;
        for (row, line) in START_LINES.iter().enumerate() {
            sheet.write_with_format(row as u32 + 2, 0, *line, &self.formats.text)?;
            fit(sheet, row as u32 + 2, &[(line, 110.0)])?;
        }
        Ok(())
    }

    fn header(&self, sheet: &mut Worksheet, columns: &[(&str, f64)]) -> Result<(), WriteError> {
        for (at, (name, width)) in columns.iter().enumerate() {
            sheet.write_with_format(0, at as u16, *name, &self.formats.head)?;
            sheet.set_column_width(at as u16, *width)?;
        }
        sheet.set_freeze_panes(1, 2)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        Ok(())
    }

    fn questions(&mut self, sheet: &mut Worksheet) -> Result<(), WriteError> {
        self.header(
            sheet,
            &[
                ("Question", 44.0),
                ("Answer", 30.0),
                ("Unit", 16.0),
                ("Allowed", 24.0),
                ("If left empty", 18.0),
                ("Example", 28.0),
                ("What it means", 56.0),
                ("Note", 32.0),
                ("Key", 30.0),
            ],
        )?;
        let mut row = 1;
        for subject in SUBJECTS {
            let asked: Vec<(String, &str, &'static Key)> = subject
                .questions
                .iter()
                .filter_map(|(pattern, question)| {
                    self.addressed(pattern).map(|(address, key)| (address, *question, key))
                })
                .filter(|(address, ..)| !self.done.contains(address))
                .collect();
            if asked.is_empty() {
                continue;
            }
            for column in 0..9 {
                sheet.write_with_format(
                    row,
                    column,
                    if column == 0 { subject.title } else { "" },
                    &self.formats.subject,
                )?;
            }
            row += 1;
            for (address, question, key) in asked {
                let node = self.items.iter().find(|item| item.address == address).map(|item| item.node.clone());
                let long = node.as_ref().is_some_and(|node| !fits(node, Some(key)));
                if long {
                    continue;
                }
                sheet.write_with_format(row, 0, question, &self.formats.text)?;
                self.value(sheet, (row, 1), node.as_ref(), Some(key))?;
                let unit = if key.unit.is_empty() { kind_in_words(key) } else { self.unit(key.unit) };
                let note = self.note(&address);
                let told = [
                    unit,
                    range_of_kind(key.kind),
                    default_in_words(key),
                    key.sample.to_owned(),
                    key.doc.to_owned(),
                    note,
                ];
                for (at, text) in told.iter().enumerate() {
                    sheet.write_string_with_format(row, at as u16 + 2, text.trim_matches('"'), &self.formats.quiet)?;
                }
                sheet.write_with_format(row, 8, address.as_str(), &self.formats.quiet)?;
                let answer = seen(node.as_ref(), Some(key));
                let widths = [16.0, 24.0, 18.0, 28.0, 56.0, 32.0];
                let mut cells: Vec<(&str, f64)> = vec![(question, 44.0), (&answer, 30.0)];
                cells.extend(told.iter().map(String::as_str).zip(widths));
                fit(sheet, row, &cells)?;
                self.done.insert(address);
                row += 1;
            }
        }
        Ok(())
    }

    /// The address a question asks for in this scenario; `None` where its table has not exactly one thing.
    fn addressed(&self, pattern: &str) -> Option<(String, &'static Key)> {
        let root = pattern.split('.').next()?;
        let things = self.tree.table(root).map_or(&[][..], Table::entries);
        let address = match pattern.split_once('*') {
            Some((before, after)) if things.len() == 1 => format!("{before}{}{after}", things[0].key),
            Some(_) => return None,
            None => pattern.to_owned(),
        };
        // A table that is not written may mean something by being there, so no question stands for it.
        let single = !pattern.contains('*') && pattern.contains('.');
        if single && self.tree.table(root).is_none() {
            return None;
        }
        match address.split('.').fold(Cursor::Top, Cursor::step) {
            Cursor::Leaf(key) => Some((address, key)),
            _ => None,
        }
    }

    fn more(&mut self, sheet: &mut Worksheet) -> Result<(), WriteError> {
        self.header(
            sheet,
            &[
                ("Key", 42.0),
                ("Value", 44.0),
                ("Unit", 18.0),
                ("Allowed", 26.0),
                ("What it means", 60.0),
                ("Note", 40.0),
            ],
        )?;
        let mut row = 1;
        for item in &self.items {
            let Item { address, key, node } = item;
            if self.done.contains(address) {
                continue;
            }
            let pieces = pieces(node, *key);
            for (at, piece) in pieces.iter().enumerate() {
                let added = if at == 0 { "" } else { ADDED };
                sheet.write_string_with_format(row + at as u32, 0, format!("{address}{added}"), &self.formats.text)?;
                if pieces.len() > 1 {
                    sheet.write_string_with_format(row + at as u32, 1, piece, &self.formats.answer)?;
                    sheet.set_row_height(row + at as u32, 15)?;
                }
            }
            if pieces.len() == 1 {
                self.value(sheet, (row, 1), Some(node), *key)?;
            }
            if let Some(key) = key {
                let told = [self.unit(key.unit), range_of_kind(key.kind), key.doc.to_owned(), self.note(address)];
                for (at, text) in told.iter().enumerate() {
                    sheet.write_string_with_format(row, at as u16 + 2, text, &self.formats.quiet)?;
                }
                if pieces.len() == 1 {
                    let value = seen(Some(node), Some(key));
                    let mut cells = vec![(value.as_str(), 44.0)];
                    cells.extend(told.iter().map(String::as_str).zip([18.0, 26.0, 60.0, 40.0]));
                    fit(sheet, row, &cells)?;
                }
            }
            row += pieces.len() as u32;
        }
        Ok(())
    }

    /// Writes the value of a key, or a cell for it, with the choices there are.
    pub(super) fn value(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        node: Option<&Node>,
        key: Option<&'static Key>,
    ) -> Result<(), WriteError> {
        let Formats { answer, date, .. } = &self.formats;
        match node.map(|node| held(node, key)) {
            None => sheet.write_blank(row, column, answer)?,
            Some(Held::Number(number)) => sheet.write_number_with_format(row, column, number, answer)?,
            Some(Held::Flag(flag)) => sheet.write_boolean_with_format(row, column, flag, answer)?,
            Some(Held::Date(day)) => sheet.write_with_format(row, column, day, date)?,
            Some(Held::Text(text)) => sheet.write_string_with_format(row, column, text, answer)?,
        };
        if let Some(choices) = key.map(|key| self.choices(key)).transpose()?.flatten() {
            sheet.add_data_validation(row, column, row, column, &choices)?;
        }
        Ok(())
    }

    /// The list to choose from.
    pub(super) fn choices(&self, key: &Key) -> Result<Option<DataValidation>, WriteError> {
        let list = match key.kind {
            Kind::Choice(words) => DataValidation::new().allow_list_strings(words)?,
            Kind::Flag => DataValidation::new().allow_list_strings(&["TRUE", "FALSE"])?,
            Kind::Reference(root) => {
                let kind = tables::table_at_root(root).filter(|kind| self.has_a_page(kind));
                let Some(kind) = kind else { return Ok(None) };
                let many = self.tree.table(root).map_or(0, |things| things.entries().len()) as u32;
                let sheet = title(kind);
                DataValidation::new().allow_list_formula(Formula::new(format!("='{sheet}'!$A$2:$A${}", many + SPARE)))
            }
            _ => return Ok(None),
        };
        let list = list.set_error_title("None of the choices")?;
        Ok(Some(list.set_error_message("Choose one of the list, or leave the cell empty.")?))
    }
}
