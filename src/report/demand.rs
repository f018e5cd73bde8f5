//! The curve of demand as a table.

use super::measure::within;
use super::number;
use super::page::{Column, Fit, Group, Page, Table};
use super::said::{Figure, Language, Shown, Text, said};
use crate::experiment::demand::{AtPrice, DemandCurve, Spread};
use serde_json::json;

/// The curve at a row of prices.
#[must_use]
pub fn page(curve: &DemandCurve, currency: &str) -> Page {
    let columns = [
        Column::of(said!("of reach"), ""),
        Column::of(said!("would choose it"), Text::term("people")),
        Column::of(said!("elasticity"), ""),
    ];
    let table = Table::new(Column::of(said!("At a price"), Text::term(currency.to_owned())), columns, Fit::Blocks);
    let rows = curve.row.iter().enumerate().map(|(row, at)| {
        let id = |what: &str| format!("{row}.{what}");
        let price = within(id("price"), at.price, 0.005);
        [
            if (at.price - curve.planned).abs() < 1e-9 {
                said!("{price} (planned)", price = price)
            } else {
                price.into()
            },
            Figure::new(id("share.p50"), at.share.p50, Shown::PerCent).into(),
            spread(&id("buyers"), at.buyers, &Shown::ThreeDigits),
            spread(&id("elasticity"), at.elasticity, &Shown::Decimals(1)),
        ]
    });
    let about = if curve.row.iter().all(|at| at.buyers.is_certain()) {
        said!("On the day of the announcement; the same in all launches, since nothing of it is uncertain here.")
    } else {
        said!("On the day of the announcement: the median, and where nine launches in ten lie.")
    };
    Page::new(said!("Demand by price"), Group::said(about)).with(table.rows(rows))
}

/// The same as data.
#[must_use]
pub fn as_json(curve: &DemandCurve) -> serde_json::Value {
    let told = |spread: Spread| json!({ "p5": number::json(spread.p5), "p50": number::json(spread.p50), "p95": number::json(spread.p95) });
    let rows = curve.row.iter().map(|at: &AtPrice| {
        json!({
            "price": number::json(at.price),
            "share": told(at.share),
            "buyers": told(at.buyers),
            "elasticity": told(at.elasticity),
        })
    });
    rows.collect()
}

fn spread(id: &str, spread: Spread, shown: &Shown) -> Text {
    if !spread.p50.is_finite() {
        return "-".into();
    }
    let of = |what: &str, value: f64| Figure::new(format!("{id}.{what}"), value, shown.clone());
    let (low, middle, high) = (of("p5", spread.p5), of("p50", spread.p50), of("p95", spread.p95));
    if low.told(Language::English) == high.told(Language::English) {
        middle.into()
    } else {
        said!("{value} ({low} to {high})", value = middle, low = low, high = high)
    }
}
