//! Sales windows of every kind.

use jiff::civil::Date;

use crate::scenario::catalogue::Kind;
use crate::scenario::codes::Code;
use crate::scenario::context::Context;
use crate::scenario::fault::Fault;
use crate::scenario::points::in_order;
use crate::scenario::presence::Choice;
use crate::scenario::reader::{NO_DATE, Section, not_a_choice, quoted};
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
        let once = section.chosen("every", "without `every`");
        section.useless(context, &["until"], &once, "write how often it opens, every = \"1 week\", or take `KEY` out");
    }
    Window {
        name: name.to_owned(),
        kind: kind(section, opens, context),
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

fn kind(section: &Section<'_>, opens: Option<Date>, context: &mut Context) -> WindowKind {
    let Some(word) = section.choice(context, "kind") else {
        return WindowKind::Open;
    };
    let chosen = section.chosen("kind", format!("with kind = \"{word}\""));
    if word != "reservation" {
        section.useless(context, &OF_RESERVATION, &chosen, "");
    }
    if word != "round" {
        section.useless(context, &OF_ROUND, &chosen, "");
    }
    match word {
        "in_stock" => WindowKind::InStock,
        "reservation" => {
            section.needs(context, "pay", &chosen);
            let invite_from = section.date(context, "invite_from");
            if let (Some(from), Some(opens)) = (invite_from, opens)
                && from < opens
                && let (Some(first), Some(opening)) = (section.node("invite_from"), section.node("opens"))
            {
                context.fault(
                    Fault::new(Code::Order, format!("invitations start on {from}, before the window opens on {opens}"))
                        .at(first.span, "nobody holds a ticket yet")
                        .at(opening.span, "the window opens")
                        .help("write a day on or after the opening"),
                );
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
            let quota = quota(section, &chosen, context);
            if quota == Quota::Plan && !section.has("delivery_within") {
                section.needs(context, "delivery_within", &section.chosen("quota", "with quota = \"plan\""));
            }
            WindowKind::Round { quota, delivery_within: section.number_opt(context, "delivery_within") }
        }
        _ => WindowKind::Open,
    }
}

fn quota(section: &Section<'_>, chosen: &Choice, context: &mut Context) -> Quota {
    match section.node("quota") {
        None => {
            section.needs(context, "quota", chosen);
            Quota::Stock
        }
        Some(Node { value: Value::Text(text), .. }) if text == "stock" => Quota::Stock,
        Some(Node { value: Value::Text(text), .. }) if text == "plan" => Quota::Plan,
        Some(Node { value: Value::Text(text), span }) if text.parse::<f64>().is_err() => {
            let key = section.key("quota");
            if let Kind::NumberOrChoice(_, choices) = key.kind {
                let fault = not_a_choice(key, text, *span, choices);
                context.fault(fault.allowed(format!("a number of phones, {}", quoted(choices))));
            }
            Quota::Stock
        }
        Some(_) => Quota::Units(section.number_opt(context, "quota").unwrap_or(Number::certain(0.0))),
    }
}
