//! What it is worth to know some inputs together, in words and as data.

use serde_json::{Value, json as data};

use crate::report::number::json as number;
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::words::written;
use crate::stats::sensitivity::Worth;

/// A row for each set of inputs.
pub fn group(all: &[(String, Option<Worth>)], currency: &str) -> Group {
    let unit = format!("million {currency}");
    let columns = [Column::of("worth to know", unit.clone()), Column::of("95 %", unit)];
    let million = |value: f64| written(value / 1e6, 1);
    let rows = all.iter().map(|(names, worth)| match worth {
        Some(Worth { value, low, high, .. }) => {
            vec![names.clone(), million(*value), format!("{} to {}", million(*low), million(*high))]
        }
        None => vec![names.clone(), "n/a".into(), String::new()],
    });
    let said = "What could be earned more by choosing when all inputs of a row are known, and nothing else is.";
    Table::new("Known together", columns, Fit::Blocks).rows(rows).and(Group::text(said))
}

/// The content of a file.
pub fn json(all: &[(String, Option<Worth>)]) -> Value {
    let one = |(names, worth): &(String, Option<Worth>)| {
        let figures = worth.as_ref().map_or(
            Value::Null,
            |worth| data!({ "value": number(worth.value), "low": number(worth.low), "high": number(worth.high) }),
        );
        data!({ "inputs": names.split(", ").collect::<Vec<_>>(), "worth": figures })
    };
    Value::Array(all.iter().map(one).collect())
}
