//! A diffusion that was fitted, told.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Origin, Told, as_json, doubts, estimates, pasted, row, toml};
use crate::experiment::fit::bass::{Diffusion, Doubt, Period};
use crate::report::number;
use crate::report::page::{Block, Fact, Group, List, Page};
use crate::report::said::{Figure, Shown, Text, said};
use crate::stats::fit::Estimate;
use crate::stats::fit::bass::Method;

/// The page, the data and the TOML; `uncertain` writes each estimate as the law of what is known of it.
#[must_use]
pub fn told(fit: &Diffusion, from: Origin, uncertain: bool) -> Told {
    let toml = toml_of(fit, from, uncertain);
    Told { page: page(fit, from, &toml), json: data(fit, from, &toml), toml }
}

fn page(fit: &Diffusion, from: Origin, toml: &str) -> Page {
    let of = &fit.of_periods;
    let periods = Figure::new("periods", fit.sales.len() as f64, Shown::Decimals(0));
    let sold = Figure::new("sold", fit.sales.iter().sum(), Shown::Rounded);
    let span = match fit.period {
        Period::Week => said!("{periods} weeks; {sold} sold.", periods = periods, sold = sold),
        Period::Month => said!("{periods} months; {sold} sold.", periods = periods, sold = sold),
        Period::Quarter => said!("{periods} quarters; {sold} sold.", periods = periods, sold = sold),
        Period::Year => said!("{periods} years; {sold} sold.", periods = periods, sold = sold),
    };
    let how = match of.method {
        Method::Intervals => said!("Nonlinear least squares on what each period sells (Srinivasan & Mason 1986)."),
        Method::Density => said!("Nonlinear least squares on the rate at the end of each period."),
        Method::Linear => said!("Linear least squares on what was sold before and its square (Bass 1969)."),
    };
    let mut rows = vec![
        row("reach", said!("People in reach, m"), of.reach),
        row("innovation", said!("Innovation per year, p"), fit.innovation),
        row("imitation", said!("Imitation per year, q"), fit.imitation),
    ];
    rows.extend(
        fit.price_change.map(|beta| row("price_change", said!("Effect of a change of the price, years"), beta)),
    );
    let fact = |label: Text, value: Text| Fact { label, value, remark: Text::default() };
    let mut facts = vec![fact(
        said!("Variance of sales explained"),
        Figure::new("r_squared", of.r_squared, Shown::PerCentTo(1)).into(),
    )];
    if fit.peak.is_finite() {
        let years = Figure::new("peak_years", fit.peak, Shown::Digits);
        facts.push(fact(
            said!("Most is sold"),
            match fit.peak_date {
                Some(date) => said!(
                    "{years} years after the beginning, on {date}",
                    years = years,
                    date = Figure::new("peak_day", 0.0, Shown::Day(date))
                ),
                None => said!("{years} years after the beginning", years = years),
            },
        ));
    }
    let title = said!("Diffusion by {column} of {file}", column = from.column, file = from.file);
    Page::new(title, Group::said(Text::sentences([span, how])))
        .with(estimates(rows))
        .with(Group::of([Block::Facts { facts, list: List::Named }]))
        .with(doubts(fit.doubts.iter().map(|doubt| doubted(*doubt)).collect()))
        .with(pasted(toml))
}

fn doubted(doubt: Doubt) -> Text {
    match doubt {
        Doubt::BeforePeak => said!(
            "The sales end before their peak: how many are in reach is hardly known. Take it from the size of the market, and \
             the rates from a comparable product that has peaked."
        ),
        Doubt::Endless => said!(
            "The sales have not slowed down yet: people without end would fit as well, and no scenario is written."
        ),
        Doubt::Wide => said!(
            "The interval of the people in reach is too wide to plan with: its upper end is more than twice its lower one."
        ),
        Doubt::NotPositive => {
            said!("A rate is not above 0, which no scenario takes: use --method nls, whose rates are, or more periods.")
        }
        Doubt::NoImitation => said!("Word of mouth cannot be told from none: sales fall off at one rate."),
        Doubt::FallsFromTheStart => said!(
            "The curve falls from the first day on. If earlier periods are missing, add them: the curve begins with the sale."
        ),
        Doubt::RisingPrice => said!(
            "Sales rise with the price in this list: something else moves both, such as the season or a better model. Do not \
             use the effect of the price."
        ),
    }
}

fn code(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::BeforePeak => "before_peak",
        Doubt::Endless => "endless_reach",
        Doubt::Wide => "wide_reach",
        Doubt::NotPositive => "rate_not_positive",
        Doubt::NoImitation => "no_imitation",
        Doubt::FallsFromTheStart => "falls_from_the_start",
        Doubt::RisingPrice => "rising_price",
    }
}

fn data(fit: &Diffusion, from: Origin, toml: &str) -> Value {
    let of = &fit.of_periods;
    let method = match of.method {
        Method::Intervals => "nls",
        Method::Density => "density",
        Method::Linear => "ols",
    };
    let numbers = |values: &[f64]| values.iter().map(|value| number::json(*value)).collect::<Value>();
    let more = json!({
        "method": method,
        "periods": fit.sales.len(),
        "periods_per_year": number::json(fit.period.per_year()),
        "sold": number::json(fit.sales.iter().sum()),
        "reach": as_json(of.reach),
        "innovation": as_json(fit.innovation),
        "imitation": as_json(fit.imitation),
        "price_change": fit.price_change.map(as_json),
        "innovation_per_period": as_json(of.innovation),
        "imitation_per_period": as_json(of.imitation),
        "correlations": {
            "reach_innovation": number::json(of.correlations[0]),
            "reach_imitation": number::json(of.correlations[1]),
            "innovation_imitation": number::json(of.correlations[2]),
        },
        "residual_square_sum": number::json(of.residual_square_sum),
        "degrees": of.degrees,
        "r_squared": number::json(of.r_squared),
        "peak_years": number::json(fit.peak),
        "peak_date": fit.peak_date.map(|date| date.to_string()),
        "sales": numbers(&fit.sales),
        "fitted": numbers(&of.fitted),
        "doubts": fit.doubts.iter().map(|doubt| code(*doubt)).collect::<Value>(),
        "toml": toml,
    });
    from.json_with("bass", more)
}

/// Nothing where no scenario takes it.
fn toml_of(fit: &Diffusion, from: Origin, uncertain: bool) -> String {
    if fit.doubts.iter().any(|doubt| matches!(doubt, Doubt::NotPositive | Doubt::Endless)) {
        return String::new();
    }
    let value = |estimate: Estimate| if uncertain { toml::lognormal(estimate) } else { toml::number(estimate.value) };
    let of = &fit.of_periods;
    let mut text = format!(
        "# Fitted to {} of {}; people who buy at the prices of that time.\n[market]\nreach = {}\ninnovation = {}\nimitation = {}\n",
        toml::remark(from.column),
        toml::remark(from.file),
        value(of.reach),
        value(fit.innovation),
        value(fit.imitation),
    );
    if let Some(beta) = fit.price_change {
        let beta = if uncertain { toml::normal(beta) } else { toml::number(beta.value) };
        // Writing to a String cannot fail.
        let _ = write!(text, "price_acts_on = \"change\"\nprice_change_effect = {beta}\n");
    }
    if uncertain {
        let [reach, innovation, imitation] = ["market.reach", "market.innovation", "market.imitation"];
        let [one, two, three] = fit.ranks;
        toml::correlation(&mut text, "reach_and_innovation", [reach, innovation], one);
        toml::correlation(&mut text, "reach_and_imitation", [reach, imitation], two);
        toml::correlation(&mut text, "innovation_and_imitation", [innovation, imitation], three);
    }
    text
}
