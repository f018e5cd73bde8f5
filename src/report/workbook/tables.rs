//! Tables of a folder, a sheet for each, with a header that stays.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::format::{Formats, of_column};
use super::pages::excel;
use super::{OfRun, sheet_name};
use crate::outcome::{Layout, unit_text};
use crate::report::folder::RunFolder;
use crate::report::html::Looks;
use crate::report::words::{begun, spaced};

/// Rows a sheet has room for, and columns.
const MOST: [usize; 2] = [1_000_000, 16_000];

/// A table: names and units of its columns, and its cells.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub title: String,
    pub columns: Vec<(String, String)>,
    pub rows: Vec<Vec<String>>,
    /// Columns to the left that stay.
    pub frozen: u16,
}

/// A text as it may be seen.
type Seen<'s> = &'s dyn Fn(&str) -> String;

impl Table {
    /// The same as it may be seen: titles, names of columns and words, and figures as they are.
    pub(super) fn seen(&self, seen: Seen) -> Self {
        let cell = |cell: &String| if number(cell).is_some() { cell.clone() } else { seen(cell) };
        Self {
            title: seen(&self.title),
            columns: self.columns.iter().map(|(name, unit)| (seen(name), unit.clone())).collect(),
            rows: self.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
            frozen: self.frozen,
        }
    }
}

/// Reads a CSV file of the program.
pub(super) fn read(path: &Path, stem: &str, layout: Option<&Layout>) -> Result<Table, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let columns: Vec<String> =
        reader.headers().map_err(|error| error.to_string())?.iter().map(ToOwned::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        rows.push(record.iter().map(ToOwned::to_owned).collect());
    }
    if rows.len() > MOST[0] || columns.len() > MOST[1] {
        return Err(format!("a sheet holds {} rows of {} columns", MOST[0], MOST[1]));
    }
    let columns = columns
        .into_iter()
        .map(|name| (name.clone(), layout.map_or_else(String::new, |layout| unit_of(&name, layout))))
        .collect();
    let frozen = if stem == "daily" { 2 } else { 1 };
    let table = Table { title: begun(&spaced(stem)), columns, rows, frozen };
    Ok(if matches!(stem, "monthly" | "yearly") { by_period(&table, layout) } else { table })
}

/// The unit of a column, from the series it is a figure of.
fn unit_of(name: &str, layout: &Layout) -> String {
    let of = name.rsplit_once('_').map_or(name, |(series, _)| series);
    let series = layout.series.iter().find(|series| series.name == of);
    match (series, name) {
        (Some(series), _) => unit_text(series.unit, &layout.currency),
        (None, "mean" | "p5" | "p95") => layout.currency.clone(),
        (None, "share_of_bill") => "share".to_owned(),
        (None, "units_bought") => "parts".to_owned(),
        (None, _) if name.ends_with(&format!("_{}", layout.currency)) => layout.currency.clone(),
        _ => String::new(),
    }
}

/// Statements as they are read: a row for each line and a column for each month or year, its mean; with the interval of each
/// where there is one in three rows.
fn by_period(table: &Table, layout: Option<&Layout>) -> Table {
    let has_bands = table.columns.len() > 4;
    let mut periods: Vec<&str> = Vec::new();
    let mut lines: Vec<(&str, &str)> = Vec::new();
    let (mut seen, mut known) = (BTreeSet::new(), BTreeSet::new());
    for row in &table.rows {
        let [period, statement, line, ..] = row.as_slice() else { continue };
        if seen.insert(period.as_str()) {
            periods.push(period);
        }
        if known.insert((statement.as_str(), line.as_str())) {
            lines.push((statement, line));
        }
    }
    let figures: &[(&str, usize)] = if has_bands { &[("mean", 3), ("p5", 4), ("p95", 5)] } else { &[("mean", 3)] };
    let unit = layout.map_or_else(String::new, |layout| layout.currency.clone());
    let mut columns = vec![("statement".to_owned(), String::new()), ("line".to_owned(), String::new())];
    columns.push(("figure".to_owned(), String::new()));
    columns.extend(periods.iter().map(|period| ((*period).to_owned(), unit.clone())));
    let mut rows = Vec::with_capacity(lines.len() * figures.len());
    let cells: std::collections::BTreeMap<(&str, &str, &str), &Vec<String>> = table
        .rows
        .iter()
        .filter_map(|row| Some(((row.first()?.as_str(), row.get(1)?.as_str(), row.get(2)?.as_str()), row)))
        .collect();
    for (statement, line) in lines {
        for (figure, column) in figures {
            let mut row = vec![statement.replace('_', " "), line.replace('_', " "), (*figure).to_owned()];
            let cell = |period: &&str| cells.get(&(*period, statement, line)).and_then(|row| row.get(*column)).cloned();
            row.extend(periods.iter().map(|period| cell(period).unwrap_or_default()));
            rows.push(row);
        }
    }
    Table { title: table.title.clone(), columns, rows, frozen: 3 }
}

/// Writes a table on a sheet of its own.
pub(super) fn write(
    book: &mut Workbook,
    table: &Table,
    formats: &Formats,
    names: &mut Vec<String>,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(sheet_name(&table.title, names))?;
    head(sheet, &table.columns, table.frozen, formats)?;
    for (at, (name, unit)) in table.columns.iter().enumerate() {
        let column = at as u16;
        let cells = || table.rows.iter().filter_map(|row| row.get(at)).map(String::as_str);
        let numbers: Vec<f64> = cells().filter_map(number).collect();
        let format = formats.number(&of_column(unit, &numbers));
        let date = formats.number("yyyy-mm-dd");
        let mut longest = name.len().min(18);
        for (row, cell) in cells().enumerate() {
            let row = row as u32 + 1;
            if let Some(value) = number(cell) {
                sheet.write_number_with_format(row, column, value, &format)?;
            } else if let Ok(day) = cell.parse::<Date>() {
                sheet.write_with_format(row, column, excel(day)?, &date)?;
            } else if !cell.is_empty() && cell != "NaN" {
                // What files write before a text that looks like a formula is not needed here.
                let bare =
                    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell);
                let text: String = bare.chars().take(32_000).collect();
                longest = longest.max(text.chars().count().min(48));
                sheet.write_string_with_format(row, column, text, &formats.text)?;
            }
        }
        let figures = if numbers.is_empty() { 0 } else { 15 };
        sheet.set_column_width(column, longest.max(figures).max(9) as f64 + 2.0)?;
    }
    let last = table.rows.len() as u32;
    if last > 0 && !table.columns.is_empty() {
        sheet.autofilter(0, 0, last, table.columns.len() as u16 - 1)?;
    }
    Ok(())
}

fn head(sheet: &mut Worksheet, columns: &[(String, String)], frozen: u16, formats: &Formats) -> Result<(), XlsxError> {
    for (at, (name, unit)) in columns.iter().enumerate() {
        let title = if unit.is_empty() { name.clone() } else { format!("{name} [{unit}]") };
        sheet.write_string_with_format(0, at as u16, title, &formats.head)?;
    }
    sheet.set_freeze_panes(1, frozen)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// A number of a file.
fn number(cell: &str) -> Option<f64> {
    cell.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// All metrics of a run, from its summary.
pub(super) fn metrics(
    book: &mut Workbook,
    folder: &RunFolder,
    seen: Seen,
    formats: &Formats,
    names: &mut Vec<String>,
) -> Result<(), XlsxError> {
    let text = fs::read_to_string(folder.staging().join("summary.json")).unwrap_or_default();
    let Ok(summary) = serde_json::from_str::<Value>(&text) else { return Ok(()) };
    let mut rows: Vec<(String, &Value, bool)> = Vec::new();
    let mut figures: Vec<&str> = Vec::new();
    for (of, is_share) in [("metrics", false), ("probabilities", true)] {
        for (name, metric) in summary[of].as_object().into_iter().flatten() {
            for (figure, value) in metric.as_object().into_iter().flatten() {
                if (value.is_number() || value.is_null()) && !figures.contains(&figure.as_str()) {
                    figures.push(figure);
                }
            }
            rows.push((name.clone(), metric, is_share));
        }
    }
    let sheet = book.add_worksheet().set_name(sheet_name("Metrics", names))?;
    let mut columns: Vec<(String, String)> =
        ["metric", "title", "unit"].iter().map(|name| ((*name).to_owned(), String::new())).collect();
    columns.extend(figures.iter().map(|figure| ((*figure).to_owned(), String::new())));
    head(sheet, &columns, 2, formats)?;
    for (at, (name, metric, is_share)) in rows.iter().enumerate() {
        let row = at as u32 + 1;
        let unit = if *is_share { "share" } else { metric["unit"].as_str().unwrap_or("") };
        sheet.write_string_with_format(row, 0, seen(name), &formats.text)?;
        sheet.write_string_with_format(row, 1, seen(metric["title"].as_str().unwrap_or("")), &formats.text)?;
        sheet.write_string_with_format(row, 2, if *is_share { "share of launches" } else { unit }, &formats.text)?;
        let values: Vec<f64> =
            figures.iter().filter(|figure| **figure != "count").filter_map(|figure| metric[*figure].as_f64()).collect();
        let format = formats.number(&of_column(unit, &values));
        for (column, figure) in figures.iter().enumerate() {
            if let Some(value) = metric[*figure].as_f64() {
                let format = if *figure == "count" { &formats.number("#,##0") } else { &format };
                sheet.write_number_with_format(row, column as u16 + 3, value, format)?;
            }
        }
    }
    for (column, width) in (0..columns.len() as u16).zip([34.0, 44.0, 18.0].into_iter().chain(std::iter::repeat(15.0)))
    {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

/// What a scenario assumes: each input with its value, its unit, what it means and where it comes from.
pub(super) fn assumptions(
    book: &mut Workbook,
    run: OfRun<'_>,
    looks: &Looks,
    seen: Seen,
    formats: &Formats,
    names: &mut Vec<String>,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(sheet_name("Assumptions", names))?;
    let titles = ["key", "value", "unit", "meaning", "source"];
    let columns: Vec<(String, String)> = titles
        .iter()
        .take(if looks.confidential { 4 } else { 5 })
        .map(|name| ((*name).to_owned(), String::new()))
        .collect();
    head(sheet, &columns, 1, formats)?;
    let mut row = 1;
    for assumption in run.assumptions {
        if looks.confidential && ["supplier.", "component."].iter().any(|root| assumption.address.starts_with(root)) {
            continue;
        }
        let address = seen(&assumption.address);
        sheet.write_string_with_format(row, 0, address.as_str(), &formats.wrapped)?;
        let told = seen(&assumption.value.told(looks.language));
        let plain = told.replace(',', "").replace('\u{2212}', "-");
        match (number(&plain), told.parse::<Date>()) {
            (Some(value), _) => {
                let format = formats.number(if value.fract() == 0.0 { "#,##0" } else { "General" });
                sheet.write_number_with_format(row, 1, value, &format)?;
            }
            (None, Ok(day)) => {
                sheet.write_with_format(row, 1, excel(day)?, &formats.number("yyyy-mm-dd"))?;
            }
            _ => {
                sheet.write_string_with_format(
                    row,
                    1,
                    told.chars().take(32_000).collect::<String>(),
                    &formats.wrapped,
                )?;
            }
        }
        let unit = assumption.unit.replace("money", &run.layout.currency);
        sheet.write_string_with_format(row, 2, unit, &formats.wrapped)?;
        sheet.write_string_with_format(row, 3, assumption.meaning, &formats.wrapped)?;
        if !looks.confidential {
            let source: String = assumption.source.chars().take(32_000).collect();
            sheet.write_string_with_format(row, 4, source, &formats.wrapped)?;
        }
        let source = if looks.confidential { "" } else { assumption.source.as_str() };
        let texts = [(address.as_str(), 38), (told.as_str(), 34), (assumption.meaning, 56), (source, 64)];
        sheet.set_row_height(row, super::format::height(&texts))?;
        row += 1;
    }
    for (column, width) in (0..).zip([38.0, 34.0, 16.0, 56.0, 64.0]) {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}
