//! The curve of demand as a table.

use super::chart::scale::exact;
use super::number;
use super::number::per_cent;
use super::page::{Column, Fit, Group, Page, Table};
use super::words::written;
use crate::experiment::demand::{AtPrice, DemandCurve, Spread};
use crate::units::thousands;
use serde_json::json;

/// The curve at a row of prices.
#[must_use]
pub fn page(curve: &DemandCurve, currency: &str) -> Page {
    let columns = [Column::of("of reach", ""), Column::of("would choose it", "people"), Column::of("elasticity", "")];
    let table = Table::new(Column::of("At a price", currency), columns, Fit::Blocks);
    let rows = curve.row.iter().map(|at| {
        let planned = if (at.price - curve.planned).abs() < 1e-9 { " (planned)" } else { "" };
        vec![
            format!("{}{planned}", exact(at.price, 0.005)),
            per_cent(at.share.p50),
            spread(at.buyers, people),
            spread(at.elasticity, |elasticity| written(elasticity, 1)),
        ]
    });
    let about = if curve.row.iter().all(|at| at.buyers.is_certain()) {
        "On the day of the announcement; the same in all launches, since nothing of it is uncertain here."
    } else {
        "On the day of the announcement: the median, and where nine launches in ten lie."
    };
    Page::new("Demand by price", Group::text(about)).with(table.rows(rows))
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

/// Three digits of a number of people.
fn people(number: f64) -> String {
    let unit = if number > 0.0 { libm::pow(10.0, libm::floor(libm::log10(number)) - 2.0).max(1.0) } else { 1.0 };
    thousands(libm::round(number / unit) * unit, 0)
}

fn spread(spread: Spread, told: impl Fn(f64) -> String) -> String {
    if !spread.p50.is_finite() {
        return "-".to_owned();
    }
    let (low, middle, high) = (told(spread.p5), told(spread.p50), told(spread.p95));
    if low == high { middle } else { format!("{middle} ({low} to {high})") }
}
