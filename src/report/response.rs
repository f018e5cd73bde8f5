//! In words, at which elasticity another price is the better one.

use serde_json::{Value, json};

use super::measure::{with_unit, within};
use super::number::{json, plain};
use super::said::{Figure, Shown, Text};
use crate::experiment::response::{LAUNCHES, Ranking};
use crate::report::said::said;

/// A paragraph; `names` are what the alternatives are called in a sentence.
#[must_use]
pub fn words(ranking: &Ranking, names: &[Text], launches: u32, currency: &str) -> Text {
    let told = |id: String, elasticity: f64| {
        let decimals = if elasticity < 10.0 { 2 } else { 1 };
        Text::from(Figure::new(format!("ranking_by_elasticity.{id}"), elasticity, Shown::Decimals(decimals)))
    };
    let pivot = || {
        let price = within("ranking_by_elasticity.at_price", ranking.pivot, 0.005);
        with_unit(price, Text::term(currency.to_owned()))
    };
    let elasticity = &ranking.elasticity;
    let middle = told("elasticity.p50".into(), elasticity.p50);
    let here = if elasticity.is_certain() {
        said!("the scenario says {elasticity}", elasticity = middle)
    } else {
        said!(
            "the scenario says {elasticity}, {low} to {high} in nine launches of ten",
            elasticity = middle,
            low = told("elasticity.p5".into(), elasticity.p5),
            high = told("elasticity.p95".into(), elasticity.p95)
        )
    };
    let what =
        said!("how many per cent fewer would choose the phone at {price} for one per cent more", price = pivot());
    let name = |at: usize| names[at].clone();
    let said = if ranking.flips.is_empty() {
        said!(
            "{best} earns most on average at any elasticity from {low} to {high} ({what}; {here}).",
            best = name(ranking.first),
            low = told("tried.0".into(), ranking.tried.0),
            high = told("tried.1".into(), ranking.tried.1),
            what = what,
            here = here
        )
    } else {
        let flips = ranking.flips.iter().enumerate().map(|(at, flip)| {
            let id = |what: &str| format!("flips.{at}.{what}");
            let (low, high) = flip.interval;
            let value = told(id("elasticity"), flip.elasticity);
            let [low, high] = [("interval.0", low), ("interval.1", high)].map(|(what, end)| told(id(what), end));
            let value = if low.to_string() == high.to_string() {
                value
            } else {
                said!("{value} ({low} to {high})", value = value, low = low, high = high)
            };
            said!("up to {value}, {next}", value = value, next = name(flip.to))
        });
        said!(
            "Which price earns most hangs on the elasticity: {what}; {here}. {best} is best {flips} above.",
            what = what,
            here = here,
            best = name(ranking.first),
            flips = Text::joined(flips, &said!(" "))
        )
    };
    let launches =
        Figure::new("ranking_by_elasticity.launches", f64::from(launches.min(LAUNCHES)), Shown::counted("launch"));
    let from = said!(
        "From {launches} of each, as many people choosing the phone at {price} each time.",
        launches = launches,
        price = pivot()
    );
    Text::sentences([said, from])
}

/// The same as data.
#[must_use]
pub fn data(ranking: &Ranking, names: &[String], launches: u32) -> Value {
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
        "launches": launches.min(LAUNCHES),
        "elasticity": { "p5": elasticity.p5, "p50": elasticity.p50, "p95": elasticity.p95 },
        "tried": [ranking.tried.0, ranking.tried.1],
        "best_below": names[ranking.first],
        "flips": ranking.flips.iter().map(flip).collect::<Vec<_>>(),
    }))
}
