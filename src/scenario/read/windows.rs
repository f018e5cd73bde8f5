//! Sales windows of every kind.

use crate::scenario::catalogue::Kind;
use crate::scenario::context::Context;
use crate::scenario::points::in_order;
use crate::scenario::reader::{NO_DATE, Section, not_a_choice};
use crate::scenario::tree::{Node, Table, Value};
use crate::scenario::types::{Number, Quota, Window, WindowKind};

const OF_RESERVATION: [&str; 6] = ["limit", "pay", "pay_decay", "invite_from", "invite_every", "invite_ahead"];
const OF_ROUND: [&str; 2] = ["quota", "delivery_within"];

pub(super) fn windows(tree: &Table, context: &mut Context) -> Vec<Window> {
    let read = |(name, section): (&str, Section<'_>)| window(name, &section, context);
    Section::named(tree, "window").into_iter().map(read).collect()
}

fn window(name: &str, section: &Section<'_>, context: &mut Context) -> Window {
    let opens = section.date(context, "opens");
    let closes = section.date(context, "closes");
    let until = section.date(context, "until");
    for (last, date) in [("closes", closes), ("until", until)] {
        if let (Some(opens), Some(date), Some(first), Some(node)) =
            (opens, date, section.node("opens"), section.node(last))
        {
            in_order(opens, first.span, date, node.span, context);
        }
    }
    if !section.has("every") {
        section.useless(context, &["until"], "without `every`", "write how often it opens, every = \"1 week\", or take `KEY` out");
    }
    Window {
        name: name.to_owned(),
        kind: kind(section, context),
        opens: opens.unwrap_or(NO_DATE),
        closes,
        opening_hour: section.number(context, "opening_hour"),
        hours: section.number_opt(context, "hours"),
        every: section.number_opt(context, "every"),
        until,
        rush: section.number(context, "rush"),
        attendance: section.number(context, "attendance"),
        throughput: section.number_opt(context, "throughput"),
        throughput_cv: section.number(context, "throughput_cv"),
        stay: section.number_opt(context, "stay"),
    }
}

fn kind(section: &Section<'_>, context: &mut Context) -> WindowKind {
    let Some(word) = section.choice(context, "kind") else { return WindowKind::Open };
    let because = format!("with kind = \"{word}\"");
    if word != "reservation" {
        section.useless(context, &OF_RESERVATION, &because, "");
    }
    if word != "round" {
        section.useless(context, &OF_ROUND, &because, "");
    }
    match word {
        "in_stock" => WindowKind::InStock,
        "reservation" => {
            if !section.has("pay") {
                section.missing(context, "pay", &format!(" {because}"));
            }
            let invite_from = section.date(context, "invite_from");
            if let (Some(from), Some(first), Some(opens)) = (invite_from, section.node("invite_from"), section.node("opens"))
                && let Some(opening) = section.date(context, "opens")
            {
                in_order(opening, opens.span, from, first.span, context);
            }
            WindowKind::Reservation {
                limit: section.number_opt(context, "limit"),
                pay: section.number(context, "pay"),
                pay_decay: section.number(context, "pay_decay"),
                invite_from,
                invite_every: section.number(context, "invite_every"),
                invite_ahead: section.number(context, "invite_ahead"),
            }
        }
        "round" => {
            let quota = quota(section, &because, context);
            if quota == Quota::Plan && !section.has("delivery_within") {
                section.missing(context, "delivery_within", " with quota = \"plan\"");
            }
            WindowKind::Round { quota, delivery_within: section.number_opt(context, "delivery_within") }
        }
        _ => WindowKind::Open,
    }
}

fn quota(section: &Section<'_>, because: &str, context: &mut Context) -> Quota {
    match section.node("quota") {
        None => {
            section.missing(context, "quota", &format!(" {because}"));
            Quota::Stock
        }
        Some(Node { value: Value::Text(text), .. }) if text == "stock" => Quota::Stock,
        Some(Node { value: Value::Text(text), .. }) if text == "plan" => Quota::Plan,
        Some(Node { value: Value::Text(text), span }) if text.parse::<f64>().is_err() => {
            let key = section.key("quota");
            if let Kind::NumberOrChoice(_, choices) = key.kind {
                context.fault(not_a_choice(key, text, *span, choices));
            }
            Quota::Stock
        }
        Some(_) => Quota::Units(section.number_opt(context, "quota").unwrap_or(Number::certain(0.0))),
    }
}
