//! Laws that were fitted, told.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Origin, Told, as_json, doubts, pasted, toml};
use crate::experiment::fit::law::{Doubt, Laws, Ranked};
use crate::report::number;
use crate::report::page::{Column, Fit, Group, Page, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::stats::fit::Estimate;
use crate::stats::fit::law::{Family, Law};

/// The page, the data and the TOML; `key` is the address of the key the law is for, where it is known.
#[must_use]
pub fn told(laws: &Laws, from: Origin, key: Option<&str>) -> Told {
    let toml = toml_of(laws, from, key);
    Told { page: page(laws, from, &toml), json: data(laws, from, &toml), toml }
}

/// The name of a family in a scenario; the exponential law is the gamma law of cv 1.
#[must_use]
pub(super) fn name(family: Family) -> &'static str {
    match family {
        Family::Normal => "normal",
        Family::LogNormal => "lognormal",
        Family::Gamma => "gamma",
        Family::Exponential => "exponential",
        Family::Beta => "beta",
        Family::Uniform => "uniform",
        Family::Poisson => "poisson",
        Family::NegativeBinomial => "negative_binomial",
        Family::Geometric => "geometric",
    }
}

/// Parameters with their errors: "mean 43.5 ± 2.63, cv 0.468 ± 0.041".
fn parameters(id: &str, law: &Law) -> Text {
    let one = |(name, estimate): &(&'static str, Estimate)| {
        let figure = |what: &str, value: f64| Figure::new(format!("{id}.{name}.{what}"), value, Shown::Digits);
        said!(
            "{name} {value} \u{b1} {error}",
            name = *name,
            value = figure("value", estimate.value),
            error = figure("standard_error", estimate.error)
        )
    };
    Text::joined(law.parameters.iter().map(one), &said!(", "))
}

/// Laws in their order, each with its criterion, its distance and one figure more, whose heading, id and form are `last`.
pub(super) fn ranking<'l>(
    ranked: impl Iterator<Item = (&'l Law, [f64; 3])>,
    (heading, what, shown): (Text, &str, Shown),
) -> Group {
    let columns = [
        Column::left(said!("parameters \u{b1} standard error")),
        Column::of(said!("AICc beyond the first"), ""),
        Column::of(said!("distance"), ""),
        Column::of(heading, ""),
    ];
    let mut first = None;
    let rows = ranked.enumerate().map(|(at, (law, [criterion, distance, last]))| {
        let beyond = criterion - *first.get_or_insert(criterion);
        let id = |what: &str| format!("laws.{at}.{what}");
        let figure = |what: &str, value: f64, shown: Shown| Text::from(Figure::new(id(what), value, shown));
        [
            Text::name(name(law.family)),
            parameters(&id("parameters"), law),
            figure("beyond", beyond, Shown::Decimals(1)),
            figure("distance", distance, Shown::Decimals(3)),
            figure(what, last, shown.clone()),
        ]
    });
    Table::new(Column::of(said!("Law"), ""), columns, Fit::Blocks).rows(rows)
}

fn page(laws: &Laws, from: Origin, toml: &str) -> Page {
    let values = &laws.values;
    let figure = |id: &str, value: f64, shown: Shown| Figure::new(id.to_owned(), value, shown);
    let about = said!(
        "{values} values from {low} to {high}. The likeliest law for its number of parameters stands first. A law passes where \
         values drawn from it lie as far from their own fit in more than 5 % of {draws} draws.",
        values = figure("count", values.len() as f64, Shown::Decimals(0)),
        low = figure("least", values[0], Shown::Digits),
        high = figure("largest", values[values.len() - 1], Shown::Digits),
        draws = figure("draws", f64::from(laws.replicates), Shown::Decimals(0)),
    );
    let ranked = laws.ranked.iter().map(|one| (&one.law, [one.criterion, one.distance, one.p_value]));
    let table = ranking(ranked, (said!("as far in"), "p_value", Shown::PerCentTo(1)));
    Page::new(said!("Laws for {column} of {file}", column = from.column, file = from.file), Group::said(about))
        .with(table)
        .with(doubts(laws.doubts.iter().map(|doubt| doubted(*doubt)).collect()))
        .with(pasted(toml))
}

fn doubted(doubt: Doubt) -> Text {
    match doubt {
        Doubt::Few => said!("There are fewer than 20 values: most laws pass, and the tails are a guess."),
        Doubt::Whole => said!(
            "All values are whole numbers, and the first law is not one of those: fine for lengths of time in days and the like, \
             wrong for counts, for which poisson, negative_binomial and geometric are."
        ),
        Doubt::NoneFits => said!(
            "No law passes: something splits the values, such as two suppliers or a change of rule. Fit the parts by themselves, \
             or let the values speak with an empirical law."
        ),
    }
}

fn code(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Few => "few_values",
        Doubt::Whole => "whole_numbers",
        Doubt::NoneFits => "none_fits",
    }
}

/// The parameters of a law as data.
pub(super) fn parameters_json(law: &Law) -> Value {
    law.parameters.iter().map(|(name, estimate)| ((*name).to_owned(), as_json(*estimate))).collect()
}

fn data(laws: &Laws, from: Origin, toml: &str) -> Value {
    let least = laws.ranked[0].criterion;
    let one = |ranked: &Ranked| {
        json!({
            "law": name(ranked.law.family),
            "parameters": parameters_json(&ranked.law),
            "log_likelihood": number::json(ranked.law.log_likelihood),
            "aicc": number::json(ranked.criterion),
            "beyond": number::json(ranked.criterion - least),
            "distance": number::json(ranked.distance),
            "p_value": number::json(ranked.p_value),
            "toml": toml::law(&ranked.law),
        })
    };
    from.json_with(
        "law",
        json!({
            "count": laws.values.len(),
            "least": number::json(laws.values[0]),
            "largest": number::json(laws.values[laws.values.len() - 1]),
            "draws": laws.replicates,
            "laws": laws.ranked.iter().map(one).collect::<Value>(),
            "doubts": laws.doubts.iter().map(|doubt| code(*doubt)).collect::<Value>(),
            "toml": toml,
        }),
    )
}

/// Laws as likely but for this much of the criterion are written as remarks.
const AS_LIKELY: f64 = 2.0;

fn toml_of(laws: &Laws, from: Origin, key: Option<&str>) -> String {
    let (table, last) = match key.map(|key| key.rsplit_once('.').unwrap_or(("", key))) {
        Some((table, last)) if !table.is_empty() => (format!("[{table}]\n"), last),
        Some((_, last)) => (String::new(), last),
        None => (String::new(), "KEY"),
    };
    let (column, file) = (toml::remark(from.column), toml::remark(from.file));
    let mut text = format!("# Fitted to {} values of {column} of {file}.\n{table}", laws.values.len());
    // Writing to a String cannot fail.
    if laws.any_fits() {
        let _ = writeln!(text, "{last} = {}", toml::law(&laws.ranked[0].law));
    } else {
        let [file, column] = [from.file, from.column].map(toml::quoted);
        let _ = writeln!(text, "{last} = {{ empirical = {{ file = {file}, column = {column} }} }}");
    }
    let least = laws.ranked[0].criterion;
    for ranked in laws.ranked.iter().skip(1).filter(|ranked| ranked.criterion - least <= AS_LIKELY && laws.any_fits()) {
        let _ = writeln!(text, "# about as likely: {last} = {}", toml::law(&ranked.law));
    }
    text
}
