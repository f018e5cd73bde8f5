//! The company, its funding, loans, expenses and services.

use jiff::civil::Date;

use crate::language::catalogue::Fallback::{Required, Value, Words};
use crate::language::catalogue::{Kind, Range};
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::declare::{Word as _, keys, table, words};
use crate::language::fault::Fault;
use crate::language::points::in_order;
use crate::language::quantity::{Number, Path};
use crate::language::ranges::{
    ANYWHERE, INSIDE, INTEREST, MONEY, NOUGHT, ONE, PER_PHONE, SHARE, SHARE_BELOW_ONE, whole_days,
};
use crate::language::reader::{NO_DATE, Section};
use crate::language::tree::Table;

words! {
    /// What happens when cash closes below minus the credit line.
    pub enum OnInsolvency {
        /// The launch goes on, and the gap is bridged at the penalty rate.
        GoOn = "go_on",
        /// The company is wound up on the next morning.
        Stop = "stop",
    }
}

words! {
    /// How a loan is paid back.
    pub enum Repayment {
        /// All of it at the end, interest every month.
        Bullet = "bullet",
        /// The same payment every month.
        Annuity = "annuity",
    }
}

words! {
    /// What an expense is for.
    pub enum ExpenseKind {
        /// Research and development; part of the loaded unit cost.
        ResearchAndDevelopment = "r_and_d",
        /// Non-recurring engineering paid to suppliers; part of the loaded unit cost.
        Nre = "nre",
        /// Tooling and tests; part of the loaded unit cost.
        Tooling = "tooling",
        /// Marketing; not in the unit cost.
        Marketing = "marketing",
        /// Anything else; not in the unit cost.
        Other = "other",
    }
}

table! {
    /// The company and its money.
    COMPANY = "company", Company {
        /// Currency of all money: the suffix of money metrics.
        currency: String => currency {
            /// Currency of all money: the suffix of money metrics.
            currency = Kind::Letters, Value(r#""yuan""#), r#""yuan""#;
        }
        /// Cash on day 0; the owners' equity.
        opening_cash: Number = Kind::Number(MONEY), NOUGHT, "50_000_000", "money";
        /// When cash closes below minus the credit line: the launch goes on and the gap is bridged at the penalty rate, or the company is wound up on the next morning. Profit is told under both; this one fills the other columns.
        on_insolvency: OnInsolvency = Kind::Choice(OnInsolvency::ALL), Value(r#""go_on""#), r#""go_on""#;
        /// Cash may fall to minus this.
        credit_line: Number = Kind::Number(MONEY), NOUGHT, "10_000_000", "money";
        /// Interest on drawn credit.
        interest_rate: Number = Kind::Number(INTEREST), NOUGHT, "0.06", "1/year";
        /// Interest on what is overdrawn beyond the credit line.
        penalty_rate: Number = Kind::Number(INTEREST), NOUGHT, "0.18", "1/year";
        /// Running cost [money per month]; none where it is not written.
        running_cost: Path => running_cost {
            /// Running cost: one number from day 0, or dated steps.
            running_cost = Kind::NumberOrPath(MONEY), NOUGHT, "2_000_000", "money per month";
        }
        /// Value added tax as a share of the net price.
        vat: Number = Kind::Number(SHARE), NOUGHT, "0.17", "share";
        /// Out-of-pocket cost of holding stock, as a share of its book value.
        holding_rate: Number = Kind::Number(INTEREST), NOUGHT, "0.05", "1/year";
        /// Income tax as a share of the calendar year's profit, losses carried forward.
        tax_rate: Number = Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.25", "share";
        /// Time from the end of a year to the payment of its tax and of its rebate.
        tax_payment_delay: Number = whole_days(0.0, 3650.0), Value(r#""0 days""#), r#""5 months""#, "days, whole";
        /// Most profit after tax that hardware may make in a calendar year, as a share of its revenue; what is beyond is returned to users.
        margin_cap: Option<Number> = Kind::Number(SHARE_BELOW_ONE), Words("off"), "0.05", "share";
        /// Rate at which cash flows are discounted to day 0 for the net present value.
        discount_rate: Number = Kind::Number(INTEREST), NOUGHT, "0.1", "1/year";
    }
}

table! {
    /// Money put in by owners.
    FUNDING = "funding.*", named Funding {
        /// Day the money arrives.
        date: Date = INSIDE, Required, "2026-06-01";
        /// How much.
        amount: Number = Kind::Number(MONEY), Required, "100_000_000", "money";
    }
}

table! {
    /// Money lent to the company; interest is paid every month.
    LOAN = "loan.*", named Loan {
        /// Day the money arrives.
        date: Date = INSIDE, Required, "2026-06-01";
        /// How much.
        amount: Number = Kind::Number(MONEY), Required, "50_000_000", "money";
        /// Interest; a twelfth of it is due every month.
        rate: Number = Kind::Number(INTEREST), Required, "0.08", "1/year";
        /// Time until it is paid back, in whole months.
        term: Number = Kind::Duration { range: Range::above(0.0, 36_525.0), whole: false }, Required, r#""24 months""#, "days";
        /// All of it at the end, or the same payment every month.
        repayment: Repayment = Kind::Choice(Repayment::ALL), Value(r#""bullet""#), r#""bullet""#;
    }
}

table! {
    /// Services and accessories that owners of the phone buy; all money net of VAT.
    SERVICE = "service.*", named Service {
        /// Revenue per owner who uses it, every month.
        revenue_per_owner_per_month: Number = Kind::Number(PER_PHONE), NOUGHT, "4", "money per month";
        /// Revenue once per phone shipped to one who uses it.
        revenue_per_phone: Number = Kind::Number(PER_PHONE), NOUGHT, "69", "money";
        /// What it costs, as a share of its revenue.
        cost_share: Number = Kind::Number(Range::closed(0.0, 10.0)), NOUGHT, "0.4", "share";
        /// Share of owners who use it.
        owner_share: Number = Kind::Number(SHARE), ONE, "0.3", "share";
        /// First day.
        from: Option<Date> = ANYWHERE, Words("the start"), "2026-10-01";
    }
}

table! {
    /// Money spent apart from phones: on one `date`, or spread evenly over `from` to `to`.
    EXPENSE = "expense.*", named Expense {
        /// What for; r_and_d, nre and tooling are part of the loaded unit cost.
        kind: ExpenseKind = Kind::Choice(ExpenseKind::ALL), Required, r#""tooling""#;
        /// How much in all.
        amount: Number = Kind::Number(MONEY), Required, "5_000_000", "money";
        /// First and last day of payment, the same where `date` was written.
        days: (Date, Date) => payment_days {
            /// Day of payment.
            date = INSIDE, Words("none"), "2026-03-01";
            /// First day of payment, instead of `date`.
            from = INSIDE, Words("none"), "2026-01-01";
            /// Last day of payment, with `from`.
            to = INSIDE, Words("none"), "2026-06-30";
        }
    }
}

pub(crate) fn company(tree: &Table, context: &mut Context) -> Company {
    Company::of(&Section::single(tree, &COMPANY), tree, context)
}

pub(crate) fn fundings(tree: &Table, context: &mut Context) -> Vec<Funding> {
    Section::each(tree, &FUNDING, |name, section| Funding::of(name, section, tree, context))
}

pub(crate) fn loans(tree: &Table, context: &mut Context) -> Vec<Loan> {
    Section::each(tree, &LOAN, |name, section| Loan::of(name, section, tree, context))
}

pub(crate) fn services(tree: &Table, context: &mut Context) -> Vec<Service> {
    Section::each(tree, &SERVICE, |name, section| {
        if !section.has("revenue_per_owner_per_month") && !section.has("revenue_per_phone") {
            section.missing(context, "revenue_per_owner_per_month", " or the key `revenue_per_phone`");
        }
        Service::of(name, section, tree, context)
    })
}

pub(crate) fn expenses(tree: &Table, context: &mut Context) -> Vec<Expense> {
    Section::each(tree, &EXPENSE, |name, section| Expense::of(name, section, tree, context))
}

/// Lower-case letters, for it ends the names of metrics.
fn currency(section: &Section<'_>, _: &Table, context: &mut Context) -> String {
    let currency = section.text(context, "currency").unwrap_or_else(|| "yuan".into());
    if let Some(node) = section.node("currency")
        && (currency.is_empty() || !currency.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        let signs = [('€', "euro"), ('$', "usd"), ('£', "gbp"), ('¥', "yuan"), ('元', "yuan")];
        let lower = signs.iter().find(|(sign, _)| currency.contains(*sign)).map_or_else(
            || currency.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase(),
            |(_, word)| (*word).to_owned(),
        );
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
    currency
}

fn running_cost(section: &Section<'_>, _: &Table, context: &mut Context) -> Path {
    if !section.has("running_cost") {
        return Path::new();
    }
    let start = context.timeline.map_or(NO_DATE, |(start, _)| start);
    section.number_or_path(context, "running_cost", start)
}

/// Either `date`, or `from` and `to`.
fn payment_days(section: &Section<'_>, _: &Table, context: &mut Context) -> (Date, Date) {
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
