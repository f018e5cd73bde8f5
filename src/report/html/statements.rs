//! The statements of a report: profit and loss, balance sheet and cash flow, year by year.

use std::fmt::Write as _;

use crate::experiment::figures::years::Years;
use crate::outcome::{Monthly, StatementLine};
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::said::said;
use crate::report::said::{Figure, Shown, Text};

/// Statements in the order of a report, with their titles.
fn statements() -> [(&'static str, Text); 3] {
    [
        ("profit_and_loss", said!("Profit and loss")),
        ("balance_sheet", said!("Balance sheet")),
        ("cash_flow", said!("Cash flow")),
    ]
}

/// A table for each statement: its lines, and what they come to in each year on average. Lines that are always nought are left
/// out.
#[must_use]
pub fn groups(monthly: &Monthly, years: &Years, launches: usize, currency: &str) -> Vec<Group> {
    let unit = || said!("million {currency}", currency = Text::term(currency.to_owned()));
    let of = |(statement, title): (&str, Text)| {
        let columns = years.names.iter().map(|year| {
            let name = if year == "settlement" { said!("settlement") } else { Text::name(year.as_str()) };
            Column::of(name, unit())
        });
        let table = Table::new(title, columns, Fit::Blocks);
        let lines = monthly.lines.iter().zip(&years.lines);
        let stirs = |values: &[f64]| values.iter().any(|value| *value != 0.0 && !value.is_nan());
        let rows: Vec<Vec<Text>> = lines
            .filter(|(line, values)| line.statement == statement && stirs(values))
            .map(|(line, values)| row(line, values, &years.names))
            .collect();
        (!rows.is_empty()).then(|| table.rows(rows))
    };
    let mut groups: Vec<Group> = statements().into_iter().filter_map(of).collect();
    if !groups.is_empty() {
        let launches = Figure::new("traced_launches", launches as f64, Shown::counted("launch"));
        groups.insert(
            0,
            Group::said(said!(
                "Means of {launches}, by calendar year; the last column is what is paid and collected after the last day. Month by month with intervals: {file}.",
                launches = launches,
                file = "monthly.csv"
            )),
        );
    }
    groups
}

fn row(line: &StatementLine, values: &[f64], years: &[String]) -> Vec<Text> {
    let figures = values.iter().zip(years).map(|(value, year)| {
        if value.is_nan() {
            return said!("n/a");
        }
        let id = format!("yearly.csv {year} {}.{}", line.statement, line.line);
        Figure::new(id, *value, Shown::Millions(1)).into()
    });
    std::iter::once(Text::term(line.title)).chain(figures).collect()
}

/// The text of `yearly.csv`: a row per year and line.
#[must_use]
pub fn csv(monthly: &Monthly, years: &Years) -> String {
    let mut text = String::from("year,statement,line,mean\n");
    for (at, year) in years.names.iter().enumerate() {
        for (line, values) in monthly.lines.iter().zip(&years.lines) {
            let mean = crate::report::number::shortest(values[at]);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{year},{},{},{mean}", line.statement, line.line);
        }
    }
    text
}
