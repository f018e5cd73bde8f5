//! When and how phones are sold to the market.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value as Default, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::choices::{not_a_choice, quoted};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, words};
use crate::language::fault::Fault;
use crate::language::presence::Condition;
use crate::language::quantity::Number;
use crate::language::ranges::{ANYWHERE, COUNT, CV, NOUGHT, ONE, RATE, SHARE, whole_days};
use crate::language::reader::Section;
use crate::language::tree::{Node, Table, Value};

const OF_RESERVATION: [&str; 6] = ["limit", "pay", "pay_decay", "invite_from", "invite_every", "invite_ahead"];
const OF_ROUND: [&str; 2] = ["quota", "delivery_within"];

words! {
    /// How a window sells.
    pub enum Sale {
        /// Everyone interested orders at once.
        Open = "open",
        /// As long as the shelf lasts.
        InStock = "in_stock",
        /// Numbered tickets, called when phones are there.
        Reservation = "reservation",
        /// A quota on sale.
        Round = "round",
    }
}

words! {
    /// What a promise rests on.
    pub enum Promises {
        /// What there is, and what the parts in stock or due and planned output allow.
        Available = "available",
        /// Planned output, whatever parts there are.
        Capacity = "capacity",
    }
}

/// Number of phones on offer in a round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quota {
    /// A number of phones.
    Units(Number),
    /// "stock": finished phones beyond those waiting.
    Stock,
    /// "plan": stock plus planned output until the promised delivery.
    Plan,
}

/// Kind of a sales window with what only it has.
#[derive(Clone, Debug, PartialEq)]
pub enum WindowKind {
    /// Everyone interested orders at once.
    Open,
    /// Sold as long as the shelf lasts.
    InStock,
    /// Numbered tickets, called when phones are there.
    Reservation {
        /// `limit` [tickets].
        limit: Option<Number>,
        /// `pay`.
        pay: Number,
        /// `pay_decay` [1/day].
        pay_decay: Number,
        /// `invite_from`.
        invite_from: Option<Date>,
        /// `invite_every` [days, whole].
        invite_every: Number,
        /// `invite_ahead` [days, whole].
        invite_ahead: Number,
    },
    /// A quota on sale.
    Round {
        /// `quota`.
        quota: Quota,
        /// `delivery_within` [days, whole].
        delivery_within: Option<Number>,
    },
}

table! {
    /// When and how phones are sold to the market.
    WINDOW = "window.*", named Window {
        /// Its name for people, in tables and sentences; files and addresses keep NAME.
        label: String = Kind::Text, Words("NAME"), r#""Sale of 18 December""#;
        /// What kind, with what only it has.
        kind: WindowKind => kind {
            /// Everyone orders; as long as the shelf lasts; numbered tickets; a quota.
            kind = Kind::Choice(Sale::ALL), Required, r#""open""#;
            /// Tickets at most, with kind = "reservation".
            limit = Kind::Number(COUNT), Words("unlimited"), "300_000", "tickets";
            /// Chance that a caller pays, with kind = "reservation".
            pay = Kind::Number(SHARE), Words(r#"required with "reservation""#), "0.7", "share";
            /// Decay of that chance with the time waited, with kind = "reservation".
            pay_decay = Kind::Number(RATE), NOUGHT, "0.002", "1/day";
            /// First invitation day, with kind = "reservation".
            invite_from = ANYWHERE, Words("`opens`"), "2026-10-01";
            /// Time between invitation days, with kind = "reservation".
            invite_every = whole_days(1.0, 3650.0), Default(r#""1 day""#), r#""1 day""#, "days, whole";
            /// Planned output promised ahead, with kind = "reservation".
            invite_ahead = whole_days(0.0, 3650.0), Default(r#""0 days""#), r#""5 days""#, "days, whole";
            /// Phones on offer with kind = "round": a number, "stock", or "plan" (stock and planned output until the promised delivery).
            quota = Kind::NumberOrChoice(COUNT, &["stock", "plan"]), Words(r#"required with "round""#), "100_000", "phones";
            /// Promised delivery, with kind = "round".
            delivery_within = whole_days(0.0, 3650.0), Words(r#"none; required with quota = "plan""#), r#""11 weeks""#, "days, whole";
        }
        /// What a promise rests on, with quota = "plan" or kind = "reservation": what parts and planned output allow, or planned output alone.
        promises: Promises = Kind::Choice(Promises::ALL), Default(r#""available""#), r#""available""#;
        /// What is promised beyond what is available, as a share of it.
        oversell: Number = Kind::Number(Range::closed(0.0, 10.0)), NOUGHT, "0.05", "share";
        /// First day.
        opens: Date = ANYWHERE, Required, "2026-09-01";
        /// Last day.
        closes: Option<Date> = ANYWHERE, Words(r#""open": the end; others: as long as `hours` run"#), "2026-12-31";
        /// Last day on which it may open again.
        until: Option<Date> = ANYWHERE, Words("the end, with `every`"), "2026-12-31";
        /// Hour of the day at which it opens.
        opening_hour: Number = Kind::Number(Range::below(0.0, 24.0)), NOUGHT, "12", "hour";
        /// How long it stays open; may pass midnight.
        hours: Option<Number> = Kind::Number(Range::above(0.0, 240_000.0)), Words("until midnight of `closes`, or of the first day"), "34", "hours";
        /// It opens again after this time, until `until`.
        every: Option<Number> = whole_days(1.0, 3650.0), Words("opens once"), r#""1 week""#, "days, whole";
        /// Rate at which those who want one come.
        rush: Number = Kind::Number(Range::above(0.0, 1e6)), ONE, "0.5", "1/waking hour";
        /// Share of the interested who try.
        attendance: Number = Kind::Number(SHARE), ONE, "0.8", "share";
        /// Orders the shop can serve.
        throughput: Option<Number> = Kind::Number(Range::above(0.0, 1e12)), Words("unlimited"), "50_000", "orders per hour";
        /// Uncertainty of the throughput, one shock per opening.
        throughput_cv: Number = Kind::Number(CV), NOUGHT, "0.2", "ratio";
        /// Share of those it could not serve who stay interested; the others are lost sales.
        stay: Option<Number> = Kind::Number(SHARE), Words("the market's `stay`"), "0.3", "share";
    }
}

pub(crate) fn windows(tree: &Table, context: &mut Context) -> Vec<Window> {
    Section::each(tree, &WINDOW, |name, section| {
        section.ascending(context, "opens", "closes");
        section.ascending(context, "opens", "until");
        if !section.has("every") {
            let once = section.chosen("every", "without `every`");
            let cure = "write how often it opens, every = \"1 week\", or take `KEY` out";
            section.useless(context, &["until"], &once, cure);
        }
        let window = Window::of(name, section, tree, context);
        window.check_promises(section, context);
        window
    })
}

impl Window {
    /// Whether it promises phones that are still to be made.
    #[must_use]
    pub fn promises_phones(&self) -> bool {
        matches!(self.kind, WindowKind::Reservation { .. } | WindowKind::Round { quota: Quota::Plan, .. })
    }

    fn check_promises(&self, section: &Section<'_>, context: &mut Context) {
        if !self.promises_phones() {
            let chosen = match self.kind {
                WindowKind::Round { .. } => section.chosen("quota", "but with quota = \"plan\""),
                _ => section.chosen("kind", "but with kind = \"reservation\" or quota = \"plan\""),
            };
            section.useless(context, &["promises", "oversell"], &chosen, "");
        } else if self.promises == Promises::Capacity {
            let chosen = section.chosen("promises", "with promises = \"capacity\"");
            let cure = "take `KEY` out, or promise what is \"available\"";
            section.useless(context, &["oversell"], &chosen, cure);
        }
    }
}

fn kind(section: &Section<'_>, _: &Table, context: &mut Context) -> WindowKind {
    let Some(sale) = section.choice(context, "kind").and_then(Sale::of) else {
        return WindowKind::Open;
    };
    let chosen = section.chosen("kind", format!("with kind = \"{}\"", sale.word()));
    if sale != Sale::Reservation {
        section.useless(context, &OF_RESERVATION, &chosen, "");
    }
    if sale != Sale::Round {
        section.useless(context, &OF_ROUND, &chosen, "");
    }
    match sale {
        Sale::Open => WindowKind::Open,
        Sale::InStock => WindowKind::InStock,
        Sale::Reservation => {
            section.needs(context, "pay", &chosen);
            let invite_from = section.date(context, "invite_from");
            if let (Some(from), Some(opens)) = (invite_from, section.shown_date("opens"))
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
        Sale::Round => {
            let quota = quota(section, &chosen, context);
            if quota == Quota::Plan && !section.has("delivery_within") {
                section.needs(context, "delivery_within", &section.chosen("quota", "with quota = \"plan\""));
            }
            WindowKind::Round { quota, delivery_within: section.number_opt(context, "delivery_within") }
        }
    }
}

fn quota(section: &Section<'_>, chosen: &Condition, context: &mut Context) -> Quota {
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
