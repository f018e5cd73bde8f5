//! The planner's forecast.

use crate::scenario::context::Context;
use crate::scenario::reader::Section;
use crate::scenario::tree::Table;
use crate::scenario::types::{Forecast, ForecastMethod};

pub(super) fn forecast(tree: &Table, context: &mut Context) -> Forecast {
    let section = Section::single(tree, "forecast");
    let word = section.choice(context, "method").unwrap_or("curve");
    let choice = section.chosen("method", format!("with method = \"{word}\""));
    let method = match word {
        "smoothing" => ForecastMethod::Smoothing { weight: section.number(context, "smoothing") },
        "bayes" => ForecastMethod::Bayes {
            mean: section.number(context, "prior_mean"),
            cv: section.number(context, "prior_cv"),
            overdispersion: section.number(context, "overdispersion"),
        },
        _ => ForecastMethod::Curve,
    };
    if word != "smoothing" {
        section.useless(context, &["smoothing"], &choice, "");
    }
    if word != "bayes" {
        section.useless(context, &["prior_mean", "prior_cv", "overdispersion"], &choice, "");
    }
    let daily_orders = if section.has("daily_orders") { section.path(context, "daily_orders") } else { Vec::new() };
    Forecast { daily_orders, method }
}
