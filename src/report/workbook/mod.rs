//! `results.xlsx`: a report and the tables beside it as a workbook, numbers as numbers with their units, and charts that
//! Excel draws. Every text is text and never a formula, and the same results give the same bytes.

mod charts;
mod format;
mod pages;
mod tables;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::error::ReportError;
use super::folder::RunFolder;
use super::html::{Assumption, Looks, Report};
use crate::outcome::Layout;
use format::Formats;

/// The name of the file.
pub const FILE: &str = "results.xlsx";

/// What the workbook of a run has beside its report and its tables.
#[derive(Clone, Copy, Debug)]
pub struct OfRun<'a> {
    /// What was simulated.
    pub layout: &'a Layout,
    /// What the scenario assumes.
    pub assumptions: &'a [Assumption],
}

/// Writes the workbook beside the files that a folder has already, where it is wanted; gives a warning where a table is too
/// large for it.
///
/// # Errors
/// When the file cannot be written.
pub fn write(
    folder: &mut RunFolder,
    report: &Report,
    looks: &Looks,
    run: Option<OfRun<'_>>,
) -> Result<Vec<String>, ReportError> {
    if !looks.xlsx {
        return Ok(Vec::new());
    }
    let (bytes, warnings) = put_together(folder, report, looks, run)
        .map_err(|error| ReportError::file("write", &folder.target().join(FILE))(std::io::Error::other(error)))?;
    folder.write(FILE, &bytes)?;
    Ok(warnings)
}

fn put_together(
    folder: &RunFolder,
    report: &Report,
    looks: &Looks,
    run: Option<OfRun<'_>>,
) -> Result<(Vec<u8>, Vec<String>), XlsxError> {
    let formats = Formats::new();
    let mut book = Workbook::new();
    // A confidential one says of suppliers what the page says.
    let report = &*report.seen(looks);
    let secret = looks.confidential && !report.secrets.is_empty();
    let seen = |text: &str| if secret { report.secrets.hidden(text, looks.language) } else { text.to_owned() };
    let title = report.title.told(looks.language);
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let about = DocProperties::new().set_title(title.chars().take(255).collect::<String>());
    book.set_properties(&about.set_author("launchsim").set_creation_datetime(&made));
    let mut names: Vec<String> = Vec::new();
    pages::write(&mut book, report, looks, run.is_some(), &formats, &mut names)?;
    if let Some(run) = run {
        tables::assumptions(&mut book, run, looks, &seen, &formats, &mut names)?;
        tables::metrics(&mut book, folder, &seen, &formats, &mut names)?;
    }
    let mut warnings = Vec::new();
    let mut daily = None;
    for name in folder.files() {
        let confidential = looks.confidential && matches!(name.as_str(), "cost_audit.csv" | "order_plan.csv");
        let Some(stem) = name.strip_suffix(".csv").filter(|stem| !stem.contains('/') && *stem != "launches") else {
            continue;
        };
        if confidential {
            continue;
        }
        let path = folder.staging().join(name);
        match tables::read(&path, stem, run.map(|run| run.layout)) {
            Ok(table) => {
                tables::write(&mut book, &table.seen(&seen), &formats, &mut names)?;
                if stem == "daily" {
                    daily = Some(table);
                }
            }
            Err(why) => warnings.push(format!("{FILE} is without {name}: {why}")),
        }
    }
    if let Some((table, run)) = daily.zip(run) {
        charts::write(&mut book, &table, run.layout, &mut names)?;
    }
    Ok((book.save_to_buffer()?, warnings))
}

/// A name for a sheet that Excel takes and none has yet.
fn sheet_name(wanted: &str, names: &mut Vec<String>) -> String {
    let plain: String = wanted.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(28).collect();
    let plain = if plain.trim().is_empty() { "Sheet".to_owned() } else { plain.trim().to_owned() };
    let taken = |name: &str, names: &[String]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let mut name = plain.clone();
    let mut number = 2;
    while taken(&name, names) {
        name = format!("{plain} {number}");
        number += 1;
    }
    names.push(name.clone());
    name
}
