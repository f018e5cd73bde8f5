//! What it is worth to know some inputs together, in words and as data.

use serde_json::{Value, json as data};

use crate::report::number::json as number;
use crate::report::page::{Column, Fit, Group, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::stats::sensitivity::Worth;

/// A row for each set of inputs.
pub fn group(all: &[(String, Option<Worth>)], currency: &str) -> Group {
    let unit = || said!("million {currency}", currency = Text::term(currency.to_owned()));
    let columns = [Column::of(said!("worth to know"), unit()), Column::of("95 %", unit())];
    let rows = all.iter().enumerate().map(|(at, (names, worth))| {
        let of = |what: &str, value: f64| {
            Figure::new(format!("worth_together.{at}.worth.{what}"), value, Shown::Millions(1))
        };
        match worth {
            Some(Worth { value, low, high, .. }) => vec![
                Text::name(names.as_str()),
                of("value", *value).into(),
                said!("{low} to {high}", low = of("low", *low), high = of("high", *high)),
            ],
            None => vec![Text::name(names.as_str()), said!("n/a"), Text::default()],
        }
    });
    let said = said!("What could be earned more by choosing when all inputs of a row are known, and nothing else is.");
    Table::new(said!("Known together"), columns, Fit::Blocks).rows(rows).and(Group::said(said))
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
