//! The market with its fans, rivals and pulses.

use jiff::civil::Date;

use crate::scenario::codes::Code;
use crate::scenario::context::Context;
use crate::scenario::fault::Fault;
use crate::scenario::points::in_order;
use crate::scenario::reader::{NO_DATE, Section};
use crate::scenario::tree::{Table, Value};
use crate::scenario::types::{Choice, Fans, Holiday, Market, Number, PriceEffect, Pulse, Rival, Season, Successor};

pub(super) fn market(tree: &Table, context: &mut Context) -> Option<Market> {
    let section = Section::single(tree, "market");
    if !section.is_written() {
        return None;
    }
    Some(Market {
        reach: section.number(context, "reach"),
        announced: section.date(context, "announced"),
        choice: choice(&section, context),
        reference_price: reference_price(&section, tree, context),
        innovation: section.number(context, "innovation"),
        imitation: section.number(context, "imitation"),
        waiting_weight: section.number(context, "waiting_weight"),
        fans: fans(tree, context),
        noise: section.number(context, "noise"),
        noise_correlation: section.number(context, "noise_correlation"),
        forgetting: section.number(context, "forgetting"),
        return_share: section.number(context, "return_share"),
        stay: section.number(context, "stay"),
        cancellation: section.number(context, "cancellation"),
        cancellation_delay: section.number(context, "cancellation_delay"),
        promise: section.number(context, "promise"),
        time_of_day: section.weights(context, "time_of_day").unwrap_or_else(waking_hours),
        price_effect: price_effect(&section, context),
        come_back: section.number(context, "come_back"),
        planned_conversion: section.number(context, "planned_conversion"),
    })
}

/// The price a response to price is measured from. Were it the product's own, it would move with every price that is tried,
/// and the response would never show.
fn reference_price(section: &Section<'_>, tree: &Table, context: &mut Context) -> Option<Number> {
    let chosen = |name: &str, word: &str| {
        let node = section.node(name)?;
        matches!(&node.value, Value::Text(text) if text == word)
            .then(|| (format!("with {name} = \"{word}\""), node.span))
    };
    let reacts = || {
        Section::named(tree, "rival").into_iter().find_map(|(name, rival)| {
            let node = rival.node("reaction")?;
            let moves = !matches!(node.value, Value::Integer(0)) && node.value != Value::Float(0.0);
            moves.then(|| (format!("for the reaction of the rival `{name}`"), node.span))
        })
    };
    if !section.has("reference_price")
        && let Some((why, span)) =
            chosen("choice", "elasticity").or_else(|| chosen("price_acts_on", "rate")).or_else(reacts)
        && !context.misspelt.contains(&(section.path.clone(), "reference_price".to_owned()))
    {
        let title = format!("[market] needs the key `reference_price` {why}");
        let cure = match price_today(tree) {
            Some(price) => format!("write in [market]: reference_price = {price}, the price today"),
            None => {
                "write in [market] the price at which its numbers hold, for example: reference_price = 1_999".into()
            }
        };
        context.fault(Fault::new(Code::NoReferencePrice, title).at(span, "measured from which price?").help(cure));
    }
    section.number_opt(context, "reference_price")
}

/// The product's first price, when it is a plain number, as it is written.
fn price_today(tree: &Table) -> Option<String> {
    let (_, product) = Section::named(tree, "product").into_iter().next()?;
    let number = |value: &Value| match value {
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        _ => None,
    };
    match &product.node("price")?.value {
        Value::List(points) => match &points.first()?.value {
            Value::List(point) => number(&point.get(1)?.value),
            _ => None,
        },
        value => number(value),
    }
}

fn price_effect(section: &Section<'_>, context: &mut Context) -> PriceEffect {
    let word = section.choice(context, "price_acts_on").unwrap_or("market");
    let chosen = section.chosen("price_acts_on", format!("with price_acts_on = \"{word}\""));
    let keys = [("rate", "rate_elasticity"), ("change", "price_change_effect")];
    for (of, key) in keys {
        if of == word {
            section.needs(context, key, &chosen);
        } else {
            section.useless(context, &[key], &chosen, "");
        }
    }
    match word {
        "rate" => PriceEffect::Rate { elasticity: section.number(context, "rate_elasticity") },
        "change" => PriceEffect::Change { effect: section.number(context, "price_change_effect") },
        _ => PriceEffect::Market,
    }
}

pub(super) fn season(tree: &Table, context: &mut Context) -> Season {
    let section = Section::single(tree, "season");
    Season {
        weekdays: section.weights(context, "weekdays").unwrap_or([1.0; 7]),
        months: section.weights(context, "months").unwrap_or([1.0; 12]),
    }
}

pub(super) fn holidays(tree: &Table, context: &mut Context) -> Vec<Holiday> {
    let mut holidays = Vec::new();
    for (name, section) in Section::named(tree, "holiday") {
        let (from, to) = (section.date(context, "from"), section.date(context, "to"));
        if let (Some(from), Some(to), Some(first), Some(last)) = (from, to, section.node("from"), section.node("to")) {
            in_order(from, first.span, to, last.span, context);
        }
        holidays.push(Holiday {
            name: name.to_owned(),
            from: from.unwrap_or(NO_DATE),
            to: to.unwrap_or(NO_DATE),
            factor: section.number(context, "factor"),
        });
    }
    holidays
}

pub(super) fn successors(tree: &Table, context: &mut Context) -> Vec<Successor> {
    let read = |(name, section): (&str, Section<'_>)| Successor {
        name: name.to_owned(),
        date: section.date(context, "date").unwrap_or(NO_DATE),
        lead: section.number(context, "lead"),
        effect: section.number(context, "effect"),
    };
    Section::named(tree, "successor").into_iter().map(read).collect()
}

/// Little activity at night, full activity by day.
fn waking_hours() -> [f64; 24] {
    std::array::from_fn(|hour| if hour < 8 { 0.1 } else { 1.0 })
}

fn choice(section: &Section<'_>, context: &mut Context) -> Choice {
    let word = section.choice(context, "choice").unwrap_or("none");
    let chosen = section.chosen("choice", format!("with choice = \"{word}\""));
    let need = |name: &str, context: &mut Context| {
        section.needs(context, name, &chosen);
        section.number(context, name)
    };
    match word {
        "logit" => {
            let choice =
                Choice::Logit { quality: need("quality", context), sensitivity: need("price_sensitivity", context) };
            section.useless(context, &["elasticity", "reference_share"], &chosen, "");
            choice
        }
        "elasticity" => {
            let elasticity = need("elasticity", context);
            let choice = Choice::Elasticity { elasticity, share: section.number(context, "reference_share") };
            section.useless(context, &["quality", "price_sensitivity"], &chosen, "");
            choice
        }
        _ => {
            let keys = ["quality", "price_sensitivity", "elasticity", "reference_share"];
            section.useless(context, &keys, &chosen, "write choice = \"logit\" or \"elasticity\", or take `KEY` out");
            Choice::None
        }
    }
}

fn fans(tree: &Table, context: &mut Context) -> Option<Fans> {
    let section = Section::single(tree, "market.fans");
    section.is_written().then(|| Fans {
        start: section.number(context, "start"),
        date: section.date(context, "date").unwrap_or(NO_DATE),
        growth: section.number(context, "growth"),
        ceiling: section.number(context, "ceiling"),
        weight: section.number(context, "weight"),
        announcement_share: section.number(context, "announcement_share"),
    })
}

pub(super) fn rivals(tree: &Table, start: Date, context: &mut Context) -> Vec<Rival> {
    let read = |(name, section): (&str, Section<'_>)| {
        let from = section.date(context, "from");
        let to = section.date(context, "to");
        if let (Some(from), Some(to), Some(first), Some(last)) = (from, to, section.node("from"), section.node("to")) {
            in_order(from, first.span, to, last.span, context);
        }
        Rival {
            name: name.to_owned(),
            from,
            to,
            quality: section.number(context, "quality"),
            price: section.number_or_path(context, "price", start),
            reaction: section.number(context, "reaction"),
            reaction_delay: section.number(context, "reaction_delay"),
            reaction_floor: section.number(context, "reaction_floor"),
        }
    };
    Section::named(tree, "rival").into_iter().map(read).collect()
}

pub(super) fn pulses(tree: &Table, context: &mut Context) -> Vec<Pulse> {
    let read = |(name, section): (&str, Section<'_>)| Pulse {
        name: name.to_owned(),
        date: section.date(context, "date").unwrap_or(NO_DATE),
        strength: section.number(context, "strength"),
        half_life: section.number(context, "half_life"),
    };
    Section::named(tree, "pulse").into_iter().map(read).collect()
}
