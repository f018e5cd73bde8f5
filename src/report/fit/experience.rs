//! An experience curve that was fitted, told.

use serde_json::{Value, json};

use super::{Origin, Told, as_json, doubts, estimates, pasted, row, toml};
use crate::experiment::fit::experience::{Doubt, Learned};
use crate::report::number;
use crate::report::page::{Group, Page};
use crate::report::said::{Figure, Shown, Text, said};

/// The page, the data and the TOML for the component of a name; `units` is the column of volumes.
#[must_use]
pub fn told(fit: &Learned, from: Origin, units: &str, component: &str) -> Told {
    let toml = toml_of(fit, from, component);
    Told { page: page(fit, from, &toml), json: data(fit, from, units, &toml), toml }
}

fn page(fit: &Learned, from: Origin, toml: &str) -> Page {
    let figure = |id: &str, value: f64, shown: Shown| Figure::new(id.to_owned(), value, shown);
    let about = said!(
        "{rows} rows, over which the volume doubles {doublings} times. Least squares of ln cost on ln volume, which explain \
         {explained} of its variance.",
        rows = figure("rows", fit.volumes.len() as f64, Shown::Decimals(0)),
        doublings = figure("doublings", fit.doublings, Shown::Decimals(1)),
        explained = figure("r_squared", fit.curve.r_squared, Shown::PerCentTo(1)),
    );
    let rows = vec![
        row("progress_ratio", said!("Cost left when the volume has doubled"), fit.curve.progress_ratio),
        row("learning_rate", said!("Learning rate, what is off"), fit.learning_rate),
        row("first_cost", said!("Cost at the first volume"), fit.curve.first_cost),
    ];
    let title = said!("Experience by {column} of {file}", column = from.column, file = from.file);
    Page::new(title, Group::said(about))
        .with(estimates(rows))
        .with(doubts(fit.doubts.iter().map(|doubt| doubted(*doubt)).collect()))
        .with(pasted(toml))
}

fn doubted(doubt: Doubt) -> Text {
    match doubt {
        Doubt::DoesNotFall => said!("The cost does not fall with the volume: there is no experience to be written."),
        Doubt::PerhapsNot => said!("Whether the cost falls with the volume cannot be told from these rows."),
        Doubt::Narrow => said!(
            "The volume has doubled less than twice: what falls with time alone, `erosion_per_quarter`, would look the same."
        ),
    }
}

fn code(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::DoesNotFall => "does_not_fall",
        Doubt::PerhapsNot => "perhaps_not",
        Doubt::Narrow => "narrow",
    }
}

fn data(fit: &Learned, from: Origin, units: &str, toml: &str) -> Value {
    let numbers = |values: &[f64]| values.iter().map(|value| number::json(*value)).collect::<Value>();
    from.json_with(
        "experience",
        json!({
            "units": units,
            "rows": fit.volumes.len(),
            "doublings": number::json(fit.doublings),
            "slope": as_json(fit.curve.slope),
            "progress_ratio": as_json(fit.curve.progress_ratio),
            "learning_rate": as_json(fit.learning_rate),
            "first_cost": as_json(fit.curve.first_cost),
            "r_squared": number::json(fit.curve.r_squared),
            "residual_sd": number::json(fit.curve.residual_sd),
            "volumes": numbers(&fit.volumes),
            "fitted": numbers(&fit.curve.fitted),
            "doubts": fit.doubts.iter().map(|doubt| code(*doubt)).collect::<Value>(),
            "toml": toml,
        }),
    )
}

/// Nothing where the cost does not fall.
fn toml_of(fit: &Learned, from: Origin, component: &str) -> String {
    if fit.doubts.contains(&Doubt::DoesNotFall) {
        return String::new();
    }
    format!(
        "# Fitted to {} of {}; in a scenario the volume is what is bought in it.\n[component.{component}]\nunit_cost = {}\nlearning_rate = \
         {}\nlearning_from = {}\n",
        toml::remark(from.column),
        toml::remark(from.file),
        toml::number(fit.curve.first_cost.value),
        toml::number(fit.learning_rate.value),
        toml::number(fit.volumes[0]),
    )
}
