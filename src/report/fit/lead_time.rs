//! Lead times that were fitted, told.

use serde_json::{Value, json};

use super::law::{name, parameters_json, ranking};
use super::{Origin, Told, doubts, pasted, toml};
use crate::experiment::fit::lead_time::{Arrived, Doubt, LeadTimes, Ranked};
use crate::report::number;
use crate::report::page::{Column, Fit, Group, Page, Table};
use crate::report::said::{Figure, Shown, Text, said};

/// The page, the data and the TOML for the component of a name.
#[must_use]
pub fn told(fit: &LeadTimes, from: Origin, component: &str) -> Told {
    let toml = toml_of(fit, from, component);
    Told { page: page(fit, from, &toml), json: data(fit, from, &toml), toml }
}

fn page(fit: &LeadTimes, from: Origin, toml: &str) -> Page {
    let figure = |id: String, value: f64, shown: Shown| Text::from(Figure::new(id, value, shown));
    let about = said!(
        "{arrived} orders have arrived and {open} are open, whose age is a lead time that is longer. Laws by maximum likelihood, \
         in days; held against the share of orders still open (Kaplan & Meier 1958).",
        arrived = figure("arrived".into(), fit.arrived as f64, Shown::Decimals(0)),
        open = figure("open".into(), fit.open as f64, Shown::Decimals(0)),
    );
    let ranked = fit.ranked.iter().map(|one| (&one.law, [one.criterion, one.distance, one.held]));
    let laws = ranking(ranked, (said!("held at arrivals"), "held", Shown::PerCent));
    let names = fit.ranked.iter().map(|ranked| Column::of(Text::name(name(ranked.law.family)), ""));
    let columns = std::iter::once(Column::of(said!("the orders"), "")).chain(names);
    let by = fit.by.iter().enumerate().map(|(row, by)| {
        let orders = match by.orders {
            Some(days) => figure(format!("by.{row}.orders"), days, Shown::Decimals(1)),
            None => said!("later"),
        };
        let share = figure(format!("by.{row}.share"), by.share, Shown::PerCent);
        let laws = by.laws.iter().enumerate();
        let laws = laws.map(|(at, days)| figure(format!("by.{row}.laws.{at}"), *days, Shown::Decimals(1)));
        [share, orders].into_iter().chain(laws).collect::<Vec<Text>>()
    });
    let by = Table::new(Column::of(said!("Arrived after days, by"), ""), columns, Fit::Blocks).rows(by);
    let title = said!("Lead times by {column} of {file}", column = from.column, file = from.file);
    Page::new(title, Group::said(about))
        .with(laws)
        .with(by)
        .with(doubts(fit.doubts.iter().map(|doubt| doubted(*doubt)).collect()))
        .with(pasted(toml))
}

fn doubted(doubt: Doubt) -> Text {
    match doubt {
        Doubt::Few => said!("Fewer than 20 orders have arrived: how much lead times vary is a guess."),
        Doubt::MostlyOpen => {
            said!("More orders are open than have arrived: the long lead times are those of the law alone.")
        }
        Doubt::AnotherLaw(family) => said!(
            "The {law} law suits these orders better; a part's lead time is lognormal, and its late tail may be off.",
            law = name(family)
        ),
        Doubt::Apart => said!(
            "The lognormal law leaves what the orders say: look whether there are two kinds of orders, such as two suppliers, and \
             fit each by itself."
        ),
        Doubt::OutOfRange => said!("A scenario takes lead times up to 3,650 days with a cv up to 5."),
    }
}

fn code(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Few => "few_arrivals",
        Doubt::MostlyOpen => "mostly_open",
        Doubt::AnotherLaw(_) => "another_law",
        Doubt::Apart => "apart",
        Doubt::OutOfRange => "out_of_range",
    }
}

fn data(fit: &LeadTimes, from: Origin, toml: &str) -> Value {
    let least = fit.ranked[0].criterion;
    let one = |ranked: &Ranked| {
        json!({
            "law": name(ranked.law.family),
            "parameters": parameters_json(&ranked.law),
            "log_likelihood": number::json(ranked.law.log_likelihood),
            "aicc": number::json(ranked.criterion),
            "beyond": number::json(ranked.criterion - least),
            "distance": number::json(ranked.distance),
            "held": number::json(ranked.held),
        })
    };
    let by = |by: &Arrived| {
        json!({
            "share": number::json(by.share),
            "orders": by.orders.map(number::json),
            "laws": by.laws.iter().map(|days| number::json(*days)).collect::<Value>(),
        })
    };
    let step = |step: &crate::stats::fit::kaplan_meier::Step| {
        json!({
            "days": number::json(step.time),
            "at_risk": step.at_risk,
            "arrived": step.ended,
            "open": number::json(step.open),
            "low": number::json(step.low),
            "high": number::json(step.high),
        })
    };
    from.json_with(
        "lead_time",
        json!({
            "arrived": fit.arrived,
            "open": fit.open,
            "laws": fit.ranked.iter().map(one).collect::<Value>(),
            "by": fit.by.iter().map(by).collect::<Value>(),
            "still_open": fit.steps.iter().map(step).collect::<Value>(),
            "doubts": fit.doubts.iter().map(|doubt| code(*doubt)).collect::<Value>(),
            "toml": toml,
        }),
    )
}

/// Nothing where no scenario takes it.
fn toml_of(fit: &LeadTimes, from: Origin, component: &str) -> String {
    let Some(lognormal) = fit.lognormal().filter(|_| !fit.doubts.contains(&Doubt::OutOfRange)) else {
        return String::new();
    };
    let [mean, cv] = [0, 1].map(|at| toml::number(lognormal.law.parameters[at].1.value));
    format!(
        "# Fitted to {} arrived and {} open orders, {} of {}.\n[component.{component}]\nlead_time = \"{mean} days\"\nlead_time_cv = \
         {cv}\n",
        fit.arrived,
        fit.open,
        toml::remark(from.column),
        toml::remark(from.file),
    )
}
