//! In words, at which elasticity another price is the better one.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::chart::scale::exact;
use super::number::{json, plain};
use super::words::written;
use crate::experiment::response::{LAUNCHES, Ranking};
use crate::units::counted;

/// A paragraph; `names` are what the alternatives are called in a sentence.
#[must_use]
pub fn words(ranking: &Ranking, names: &[String], launches: u32, currency: &str) -> String {
    let told = |elasticity: f64| written(elasticity, if elasticity < 10.0 { 2 } else { 1 });
    let pivot = format!("{} {currency}", exact(ranking.pivot, 0.005));
    let here = if ranking.elasticity.is_certain() {
        format!("the scenario says {}", told(ranking.elasticity.p50))
    } else {
        let (low, high) = (told(ranking.elasticity.p5), told(ranking.elasticity.p95));
        format!("the scenario says {}, {low} to {high} in nine launches of ten", told(ranking.elasticity.p50))
    };
    let what = format!("how many per cent fewer would choose the phone at {pivot} for one per cent more");
    let name = |at: usize| &names[at];
    let said = if ranking.flips.is_empty() {
        let (low, high) = (told(ranking.tried.0), told(ranking.tried.1));
        format!(
            "{} earns most on average at any elasticity from {low} to {high} ({what}; {here}).",
            name(ranking.first)
        )
    } else {
        let mut said =
            format!("Which price earns most hangs on the elasticity: {what}; {here}. {}", name(ranking.first));
        for (number, flip) in ranking.flips.iter().enumerate() {
            let (low, high) = (told(flip.interval.0), told(flip.interval.1));
            let range = if low == high { String::new() } else { format!(" ({low} to {high})") };
            let verb = if number == 0 { " is best" } else { "" };
            // Writing to a String cannot fail.
            let _ = write!(said, "{verb} up to {}{range}, {}", told(flip.elasticity), name(flip.to));
        }
        said + " above."
    };
    let launches = counted(f64::from(launches.min(LAUNCHES)), "launch");
    format!("{said} From {launches} of each, as many people choosing the phone at {pivot} each time.")
}

/// The same as data.
#[must_use]
pub fn data(ranking: &Ranking, names: &[String]) -> Value {
    let flip = |flip: &crate::experiment::response::Flip| {
        json!({
            "elasticity": json(flip.elasticity),
            "interval": [json(flip.interval.0), json(flip.interval.1)],
            "best_above": names[flip.to],
        })
    };
    let elasticity = &ranking.elasticity;
    plain(&json!({
        "at_price": ranking.pivot,
        "elasticity": { "p5": elasticity.p5, "p50": elasticity.p50, "p95": elasticity.p95 },
        "tried": [ranking.tried.0, ranking.tried.1],
        "best_below": names[ranking.first],
        "flips": ranking.flips.iter().map(flip).collect::<Vec<_>>(),
    }))
}
