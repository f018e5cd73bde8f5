//! What was made of data: a page for people, the TOML to paste, and all figures as data.

pub mod bass;
pub mod experience;
pub mod law;
pub mod lead_time;
mod toml;

use serde_json::{Value, json};

use crate::report::number;
use crate::report::page::{Align, Block, Column, Fit, Group, Page, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::stats::fit::Estimate;

/// What a command hands over: the page, the same as data, and the TOML, if there is one.
#[derive(Clone, Debug)]
pub struct Told {
    /// For people.
    pub page: Page,
    /// For programs.
    pub json: Value,
    /// To be pasted into a scenario; empty where nothing can be.
    pub toml: String,
}

/// A list and its column, as a page names them.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The file.
    pub file: &'a str,
    /// The column.
    pub column: &'a str,
}

impl Origin<'_> {
    /// The data of a kind, which say where they come from.
    fn json_with(&self, kind: &str, more: Value) -> Value {
        let mut data =
            json!({ "format": crate::report::FORMAT, "kind": kind, "file": self.file, "column": self.column });
        if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
            data.extend(more);
        }
        data
    }
}

/// A row of a table of estimates.
fn row(id: &str, name: Text, estimate: Estimate) -> [Text; 5] {
    let figure = |what: &str, value: f64| Figure::new(format!("{id}.{what}"), value, Shown::Digits).into();
    [
        name,
        figure("value", estimate.value),
        figure("standard_error", estimate.error),
        figure("low", estimate.low),
        figure("high", estimate.high),
    ]
}

/// A table of estimates with their errors and intervals.
fn estimates(rows: Vec<[Text; 5]>) -> Group {
    let columns = [said!("estimate"), said!("standard error"), said!("95 % from"), said!("to")]
        .map(|title| Column::of(title, ""));
    Table::new(Column { align: Align::Left, ..Column::of(said!("Parameter"), "") }, columns, Fit::Blocks).rows(rows)
}

/// An estimate as data.
fn as_json(estimate: Estimate) -> Value {
    json!({
        "value": number::json(estimate.value),
        "standard_error": number::json(estimate.error),
        "low": number::json(estimate.low),
        "high": number::json(estimate.high),
    })
}

/// What speaks against the figures, one paragraph each.
fn doubts(sentences: Vec<Text>) -> Option<Group> {
    let blocks: Vec<Block> = sentences.into_iter().map(|text| Block::Paragraph { text }).collect();
    (!blocks.is_empty()).then(|| Group::of(blocks).below(said!("Before you use it")))
}

/// The TOML below its heading.
fn pasted(toml: &str) -> Option<Group> {
    Group::note(toml.trim_end()).map(|group| group.below(said!("For the scenario")))
}
