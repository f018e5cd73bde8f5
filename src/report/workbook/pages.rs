//! The sections of a report, a sheet for each.

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::format::{Formats, decimals, height};
use super::sheet_name;
use crate::report::html::{Looks, Report, Section};
use crate::report::page::{Align, Block, Fact, Group, Table};
use crate::report::said::{Figure, Language, Shown, Text};
use crate::units::date_of_day;

/// Columns over which sentences stand.
const WIDE: u16 = 5;
/// Characters that have room over them.
const ROOM: usize = 140;
/// Width of the first column, and of the others.
const WIDTHS: [f64; 2] = [46.0, 24.0];

/// The sheets by the sections they hold; others are called by their heading.
const NAMES: [(&str, &str); 10] = [
    ("answer", "Answer"),
    ("levels", "Levels"),
    ("why", "Why"),
    ("hangs-on", "Drivers"),
    ("risks", "Short of cash"),
    ("record", "Record"),
    ("statements", "Statements"),
    ("assumptions", "Assumptions"),
    ("details", "Details"),
    ("reproduce", "Reproduce"),
];

/// Writes the sections; what a run assumes has a sheet that is not of the report.
pub(super) fn write(
    book: &mut Workbook,
    report: &Report,
    looks: &Looks,
    of_run: bool,
    formats: &Formats,
    names: &mut Vec<String>,
) -> Result<(), XlsxError> {
    let mut title = Some(&report.title);
    for section in &report.sections {
        if section.groups.is_empty() || of_run && section.id == "assumptions" {
            continue;
        }
        let known = NAMES.iter().find(|(id, _)| *id == section.id).map(|(_, name)| (*name).to_owned());
        let name = known.unwrap_or_else(|| section.heading.told(looks.language));
        let sheet = book.add_worksheet().set_name(sheet_name(&name, names))?;
        sheet.set_screen_gridlines(false).set_landscape().set_print_fit_to_pages(1, 0);
        for column in 0..30 {
            sheet.set_column_width(column, if column == 0 { WIDTHS[0] } else { WIDTHS[1] })?;
        }
        let mut page = Page { sheet, row: 0, language: looks.language, formats };
        page.line(title.take().unwrap_or(&section.heading), &formats.title)?;
        if !report.about.is_empty() && page.row == 1 && section.id == "answer" {
            page.sentence(&report.about)?;
        }
        page.row += 1;
        page.section(section)?;
    }
    Ok(())
}

struct Page<'p> {
    sheet: &'p mut Worksheet,
    row: u32,
    language: Language,
    formats: &'p Formats,
}

impl Page<'_> {
    fn section(&mut self, section: &Section) -> Result<(), XlsxError> {
        for group in &section.groups {
            self.group(group)?;
        }
        Ok(())
    }

    fn group(&mut self, group: &Group) -> Result<(), XlsxError> {
        if let Some(heading) = &group.heading {
            self.line(heading, &self.formats.heading)?;
        }
        for block in &group.blocks {
            match block {
                Block::Paragraph { text } => self.sentence(text)?,
                Block::Facts { facts, .. } => {
                    for Fact { label, value, remark } in facts {
                        self.cell(0, label, &self.formats.wrapped)?;
                        self.value(1, value)?;
                        self.cell(2, remark, &self.formats.text)?;
                        let (label, value) = (label.told(self.language), value.told(self.language));
                        self.sheet.set_row_height(self.row, height(&[(&label, 46), (&value, 24)]))?;
                        self.row += 1;
                    }
                }
                Block::Table(table) => self.table(table)?,
                Block::Note { text } => {
                    for line in text.told(self.language).lines() {
                        let line: String = line.chars().take(32_000).collect();
                        self.sheet.write_string_with_format(self.row, 0, line, &self.formats.code)?;
                        self.row += 1;
                    }
                }
                Block::Charts { .. } => {}
            }
        }
        self.row += 1;
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        for (at, column) in table.columns.iter().enumerate() {
            let (title, unit) = (column.title.told(self.language).replace('\n', " "), column.unit.told(self.language));
            let title = if unit.is_empty() { title } else { format!("{title} [{unit}]") };
            let head = if column.align == Align::Right { &self.formats.head_of_figures } else { &self.formats.head };
            self.sheet.write_string_with_format(self.row, at as u16, title, head)?;
        }
        self.sheet.set_row_height(self.row, 31)?;
        self.row += 1;
        for row in &table.rows {
            let texts: Vec<String> = row
                .iter()
                .map(|text| if text.figure().is_some() { String::new() } else { text.told(self.language) })
                .collect();
            let shown: Vec<(&str, usize)> =
                texts.iter().enumerate().map(|(at, text)| (text.as_str(), if at == 0 { 46 } else { 24 })).collect();
            self.sheet.set_row_height(self.row, height(&shown))?;
            for (at, text) in row.iter().enumerate() {
                if at == 0 { self.cell(0, text, &self.formats.wrapped)? } else { self.value(at as u16, text)? }
            }
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, text: &Text, format: &Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, text.told(self.language).replace('\n', " "), format)?;
        self.row += 1;
        Ok(())
    }

    /// Sentences over several columns, as high as they need.
    fn sentence(&mut self, text: &Text) -> Result<(), XlsxError> {
        let told = text.told(self.language);
        self.sheet.merge_range(self.row, 0, self.row, WIDE, "", &self.formats.wrapped)?;
        self.sheet.set_row_height(self.row, height(&[(&told, ROOM)]))?;
        self.sheet.write_string_with_format(self.row, 0, told, &self.formats.wrapped)?;
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, column: u16, text: &Text, format: &Format) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        self.sheet.write_string_with_format(self.row, column, text.told(self.language), format)?;
        Ok(())
    }

    /// A figure as a number, anything else as text.
    fn value(&mut self, column: u16, text: &Text) -> Result<(), XlsxError> {
        let Some(figure) = text.figure() else {
            let format = if text.told(self.language).chars().count() > 40 {
                &self.formats.wrapped
            } else {
                &self.formats.leaning
            };
            return self.cell(column, text, format);
        };
        match held(figure, self.language) {
            Held::Number(value, format) => {
                self.sheet.write_number_with_format(self.row, column, value, &self.formats.number(&format))?;
            }
            Held::Day(date) => {
                let format = self.formats.number("yyyy-mm-dd");
                self.sheet.write_with_format(self.row, column, excel(date)?, &format)?;
            }
            Held::Text => self.cell(column, text, &self.formats.wrapped)?,
        }
        Ok(())
    }
}

/// A day as Excel counts it.
pub(super) fn excel(date: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(date.year().max(1900) as u16, date.month() as u8, date.day() as u8)
}

enum Held {
    Number(f64, String),
    Day(Date),
    Text,
}

/// A figure in the unit in which it is shown.
fn held(figure: &Figure, language: Language) -> Held {
    let value = figure.value;
    if !value.is_finite() {
        return Held::Text;
    }
    let number = |value: f64, format: String| Held::Number(value, format);
    let rounded = |value: f64| {
        let digits = match value.abs() {
            _ if value.fract() == 0.0 => 0,
            size if size >= 100.0 => 0,
            size if size >= 1.0 => 2,
            _ => 4,
        };
        number(value, decimals(digits))
    };
    match &figure.shown {
        Shown::Signed if value > 0.0 => match rounded(value) {
            Held::Number(value, format) => number(value, with_sign(&format)),
            other => other,
        },
        Shown::Signed | Shown::Rounded | Shown::ThreeDigits | Shown::Digits | Shown::Exact | Shown::Drawn => {
            rounded(value)
        }
        Shown::Amount => rounded(value.abs()),
        Shown::Less => rounded(-value),
        Shown::Decimals(digits) | Shown::ShareTo(digits) => number(value, decimals(*digits)),
        Shown::Plain(digits) => number(value, plain(*digits)),
        Shown::SignedDecimals(digits) => number(value, signed(*digits)),
        Shown::AmountTo(digits) => number(value.abs(), decimals(*digits)),
        Shown::PerCent => number(value, "0.0 %".to_owned()),
        Shown::PerCentBare => number(value * 100.0, decimals(1)),
        Shown::AmountPerCent => number(value.abs(), "0.0 %".to_owned()),
        Shown::LessPerCent => number(-value, "0.0 %".to_owned()),
        Shown::PerCentTo(digits) => number(value, format!("{} %", decimals(*digits))),
        Shown::AmountPoints(digits) => number((value * 100.0).abs(), decimals(*digits)),
        Shown::Points(digits) => number(value * 100.0, decimals(*digits)),
        Shown::SignedPoints(digits) => number(value * 100.0, signed(*digits)),
        Shown::Billions(digits) => number(value / 1e9, decimals(*digits)),
        Shown::Millions(digits) => number(value / 1e6, decimals(*digits)),
        Shown::SignedMillions(digits) => number(value / 1e6, signed(*digits)),
        Shown::LessMillions(digits) => number(-value / 1e6, decimals(*digits)),
        Shown::Percentile | Shown::Bare => number(value, "0".to_owned()),
        Shown::Counted(_) if language == Language::English && value == value.round() => {
            let noun: String = figure.told(language).chars().skip_while(|c| !c.is_alphabetic()).collect();
            number(value, format!("#,##0\" {}\"", noun.replace('"', "")))
        }
        Shown::Days => number(value, "#,##0.#\" days\"".to_owned()),
        Shown::Day(start) => Held::Day(date_of_day(*start, value.floor() as i64)),
        Shown::Nearest(start) | Shown::InFull(start) => Held::Day(date_of_day(*start, value.round() as i64)),
        Shown::OfYear(_) | Shown::Month(_) | Shown::Counted(_) => Held::Text,
    }
}

fn signed(digits: usize) -> String {
    with_sign(&decimals(digits))
}

fn with_sign(format: &str) -> String {
    format!("+{format};-{format};0")
}

/// A format with so many decimals and without separators.
fn plain(digits: usize) -> String {
    decimals(digits).replace("#,##0", "0")
}
