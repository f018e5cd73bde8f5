//! The run, the timeline, the company, its funding and its expenses.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::scenario::codes::Code;
use crate::scenario::context::Context;
use crate::scenario::fault::Fault;
use crate::scenario::points::in_order;
use crate::scenario::reader::{NO_DATE, Section};
use crate::scenario::tree::Table;
use crate::scenario::types::{Company, Expense, ExpenseKind, Funding, Loan, Repayment, Run, Service, Slip, Timeline};
use crate::units::days_between;

const LONGEST: i32 = 10_000;

pub(super) fn run(tree: &Table, context: &mut Context) -> Run {
    let section = Section::single(tree, "run");
    Run {
        launches: section.whole(context, "launches") as u32,
        seed: section.whole(context, "seed") as u64,
        deterministic: section.flag(context, "deterministic"),
    }
}

pub(super) fn timeline(tree: &Table, context: &mut Context) -> Timeline {
    let section = Section::single(tree, "timeline");
    section.conflict(context, "end", "horizon");
    let start = section.date(context, "start");
    let end = section.date(context, "end");
    let horizon = section.number_opt(context, "horizon");
    let slip = if section.choice(context, "slip") == Some("wait") { Slip::Wait } else { Slip::Hold };
    let planned_signature = section.date(context, "planned_signature");
    if slip == Slip::Hold {
        section.useless(context, &["planned_signature"], &section.chosen("slip", "without slip = \"wait\""), "");
    }
    let (Some(start), Some(node)) = (start, section.node("start")) else {
        return Timeline { start: NO_DATE, days: 1, slip, planned_signature };
    };
    let days = match (end, section.node("end"), horizon) {
        (Some(end), Some(end_node), _) => {
            in_order(start, node.span, end, end_node.span, context);
            let days = days_between(start, end).saturating_add(1);
            if days > LONGEST {
                context.fault(
                    Fault::new(Code::Horizon, format!("the timeline is {days} days long"))
                        .at(end_node.span, "the last day")
                        .at(node.span, "the first day")
                        .allowed("1 to 10,000 days (27 years)")
                        .help("is the year right?"),
                );
                return Timeline { start, days: 1, slip, planned_signature };
            }
            days
        }
        (_, _, Some(horizon)) => horizon.value as i32,
        _ => {
            if !section.has("end") && !section.has("horizon") {
                section.missing(context, "end", " or the key `horizon`");
            }
            return Timeline { start, days: 1, slip, planned_signature };
        }
    };
    match start.checked_add((days - 1).max(0).days()) {
        Ok(end) if days > 0 => context.timeline = Some((start, end)),
        Ok(_) => {}
        Err(_) => context.fault(
            Fault::new(Code::Horizon, "the timeline goes beyond the year 9999")
                .at(node.span, "the first day")
                .help("is the year right?"),
        ),
    }
    Timeline { start, days, slip, planned_signature }
}

pub(super) fn company(tree: &Table, start: Date, context: &mut Context) -> Company {
    let section = Section::single(tree, "company");
    let currency = section.text(context, "currency").unwrap_or_else(|| "yuan".into());
    if let Some(node) = section.node("currency")
        && (currency.is_empty() || !currency.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        let lower = match currency.as_str() {
            "€" => "euro".to_owned(),
            "$" => "usd".to_owned(),
            "£" => "gbp".to_owned(),
            "¥" | "元" => "yuan".to_owned(),
            other => other.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase(),
        };
        let cure = if lower.is_empty() {
            "write for example \"yuan\" or \"usd\"".to_owned()
        } else {
            format!("write \"{lower}\"")
        };
        context.fault(
            Fault::new(Code::BadName, format!("\"{currency}\" cannot be the suffix of a metric's name"))
                .at(node.span, "not lower-case letters")
                .allowed("lower-case letters a to z")
                .help(cure),
        );
    }
    Company {
        currency,
        opening_cash: section.number(context, "opening_cash"),
        stops_when_insolvent: section.choice(context, "on_insolvency") == Some("stop"),
        credit_line: section.number(context, "credit_line"),
        interest_rate: section.number(context, "interest_rate"),
        penalty_rate: section.number(context, "penalty_rate"),
        running_cost: if section.has("running_cost") {
            section.number_or_path(context, "running_cost", start)
        } else {
            Vec::new()
        },
        vat: section.number(context, "vat"),
        holding_rate: section.number(context, "holding_rate"),
        tax_rate: section.number(context, "tax_rate"),
        tax_payment_delay: section.number(context, "tax_payment_delay"),
        margin_cap: section.number_opt(context, "margin_cap"),
        discount_rate: section.number(context, "discount_rate"),
    }
}

pub(super) fn loans(tree: &Table, context: &mut Context) -> Vec<Loan> {
    let read = |(name, section): (&str, Section<'_>)| Loan {
        name: name.to_owned(),
        date: section.date(context, "date").unwrap_or(NO_DATE),
        amount: section.number(context, "amount"),
        rate: section.number(context, "rate"),
        term: section.number(context, "term"),
        repayment: match section.choice(context, "repayment") {
            Some("annuity") => Repayment::Annuity,
            _ => Repayment::Bullet,
        },
    };
    Section::named(tree, "loan").into_iter().map(read).collect()
}

pub(super) fn services(tree: &Table, context: &mut Context) -> Vec<Service> {
    let read = |(name, section): (&str, Section<'_>)| {
        if !section.has("revenue_per_owner_per_month") && !section.has("revenue_per_phone") {
            section.missing(context, "revenue_per_owner_per_month", " or the key `revenue_per_phone`");
        }
        Service {
            name: name.to_owned(),
            revenue_per_owner_per_month: section.number(context, "revenue_per_owner_per_month"),
            revenue_per_phone: section.number(context, "revenue_per_phone"),
            cost_share: section.number(context, "cost_share"),
            owner_share: section.number(context, "owner_share"),
            from: section.date(context, "from"),
        }
    };
    Section::named(tree, "service").into_iter().map(read).collect()
}

pub(super) fn fundings(tree: &Table, context: &mut Context) -> Vec<Funding> {
    let read = |(name, section): (&str, Section<'_>)| Funding {
        name: name.to_owned(),
        date: section.date(context, "date").unwrap_or(NO_DATE),
        amount: section.number(context, "amount"),
    };
    Section::named(tree, "funding").into_iter().map(read).collect()
}

pub(super) fn expenses(tree: &Table, context: &mut Context) -> Vec<Expense> {
    let read = |(name, section): (&str, Section<'_>)| {
        let kind = match section.choice(context, "kind") {
            Some("r_and_d") => ExpenseKind::ResearchAndDevelopment,
            Some("nre") => ExpenseKind::Nre,
            Some("tooling") => ExpenseKind::Tooling,
            Some("marketing") => ExpenseKind::Marketing,
            _ => ExpenseKind::Other,
        };
        let amount = section.number(context, "amount");
        let (from, to) = payment_days(&section, context);
        Expense { name: name.to_owned(), kind, amount, from, to }
    };
    Section::named(tree, "expense").into_iter().map(read).collect()
}

/// Either `date`, or `from` and `to`.
fn payment_days(section: &Section<'_>, context: &mut Context) -> (Date, Date) {
    let date = section.date(context, "date");
    let from = section.date(context, "from");
    let to = section.date(context, "to");
    if section.has("date") {
        section.conflict(context, "date", "from");
        section.conflict(context, "date", "to");
        let date = date.unwrap_or(NO_DATE);
        return (date, date);
    }
    match (section.has("from"), section.has("to")) {
        (false, false) => section.missing(context, "date", ", or `from` and `to`"),
        (true, false) => section.missing(context, "to", " beside `from`"),
        (false, true) => section.missing(context, "from", " beside `to`"),
        (true, true) => {}
    }
    if let (Some(from), Some(to), Some(first), Some(last)) = (from, to, section.node("from"), section.node("to")) {
        in_order(from, first.span, to, last.span, context);
    }
    (from.unwrap_or(NO_DATE), to.unwrap_or(NO_DATE))
}
