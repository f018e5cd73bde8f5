//! Keys of the run, the timeline and the company's money.
//!
//! One key stands on one line, so that the list can be read and compared; rustfmt would break each into seven.

use super::Fallback::{Required, Value, Words};
use super::{
    ANYWHERE, INSIDE, INTEREST, Key, Kind, MONEY, NOUGHT, ONE, PER_PHONE, Range, SHARE, SHARE_BELOW_ONE, TableKind,
    whole_days,
};

#[rustfmt::skip]
pub(super) const TOP: TableKind = TableKind {
    path: "",
    doc: "Written at the top of the file, before the first table.",
    keys: &[
        Key::new("title", Kind::Text, Words("the name"), "\"Our first phone\"", "Title for people."),
        Key::new("name", Kind::Text, Words("the file's name without .toml"), "\"first_phone\"", "Name of the result folder: letters and digits of any script, blanks, `_`, `-` and dots inside; a base's name is not inherited."),
        Key::new("extends", Kind::File, Words("none"), "\"base.toml\"", "The scenario this one starts from; only what differs is written."),
        Key::new("supplier_list", Kind::File, Words("none"), "\"bom/suppliers.csv\"", "A CSV of suppliers: a column `name`, other columns are keys of [supplier.NAME]."),
    ],
};

#[rustfmt::skip]
pub(super) const RUN: TableKind = TableKind {
    path: "run",
    doc: "How the scenario is run.",
    keys: &[
        Key::new("launches", Kind::Whole(Range::closed(1.0, 4e9)), Value("10000"), "10000", "Number of simulated launches.").unit("launches"),
        Key::new("seed", Kind::Whole(Range::closed(0.0, 9_223_372_036_854_775_807.0)), Value("1"), "1", "Seed of all luck: the same seed gives the same results."),
        Key::new("deterministic", Kind::Flag, Value("false"), "false", "Every draw is replaced by its mean and every uncertain input by its median."),
    ],
};

#[rustfmt::skip]
pub(super) const TIMELINE: TableKind = TableKind {
    path: "timeline",
    doc: "First and last day; either `end` or `horizon`.",
    keys: &[
        Key::new("start", ANYWHERE, Required, "2026-01-01", "Day 0."),
        Key::new("end", ANYWHERE, Words("from `horizon`"), "2026-12-31", "Last simulated day."),
        Key::new("horizon", Kind::CertainDuration(Range::closed(1.0, 10_000.0)), Words("from `end`"), "\"12 months\"", "Time simulated, instead of `end`.").unit("days, whole"),
        Key::new("slip", Kind::Choice(&["hold", "wait"]), Value("\"hold\""), "\"hold\"", "When contracts come late, the sale holds its dates; or the announcement, the windows and the pulses wait as many days as the last contract is late."),
        Key::new("planned_signature", ANYWHERE, Words("the latest contract when every supplier accepts the first approach"), "2026-04-01", "Day by which all contracts are reckoned with, with slip = \"wait\"."),
    ],
};

#[rustfmt::skip]
pub(super) const COMPANY: TableKind = TableKind {
    path: "company",
    doc: "The company and its money.",
    keys: &[
        Key::new("currency", Kind::Letters, Value("\"yuan\""), "\"yuan\"", "Currency of all money: the suffix of money metrics."),
        Key::new("opening_cash", Kind::Number(MONEY), NOUGHT, "50_000_000", "Cash on day 0; the owners' equity.").unit("money"),
        Key::new("credit_line", Kind::Number(MONEY), NOUGHT, "10_000_000", "Cash may fall to minus this.").unit("money"),
        Key::new("interest_rate", Kind::Number(INTEREST), NOUGHT, "0.06", "Interest on drawn credit.").unit("1/year"),
        Key::new("penalty_rate", Kind::Number(INTEREST), NOUGHT, "0.18", "Interest on what is overdrawn beyond the credit line.").unit("1/year"),
        Key::new("on_insolvency", Kind::Choice(&["go_on", "stop"]), Value("\"go_on\""), "\"go_on\"", "When cash closes below minus the credit line: the launch goes on and the gap is bridged at the penalty rate, or the company is wound up on the next morning. Profit is told under both; this one fills the other columns."),
        Key::new("running_cost", Kind::NumberOrPath(MONEY), NOUGHT, "2_000_000", "Running cost: one number from day 0, or dated steps.").unit("money per month"),
        Key::new("vat", Kind::Number(SHARE), NOUGHT, "0.17", "Value added tax as a share of the net price.").unit("share"),
        Key::new("holding_rate", Kind::Number(INTEREST), NOUGHT, "0.05", "Out-of-pocket cost of holding stock, as a share of its book value.").unit("1/year"),
        Key::new("tax_rate", Kind::Number(SHARE_BELOW_ONE), NOUGHT, "0.25", "Income tax as a share of the calendar year's profit, losses carried forward.").unit("share"),
        Key::new("tax_payment_delay", whole_days(0.0, 3650.0), Value("\"0 days\""), "\"5 months\"", "Time from the end of a year to the payment of its tax and of its rebate.").unit("days, whole"),
        Key::new("margin_cap", Kind::Number(SHARE_BELOW_ONE), Words("off"), "0.05", "Most profit after tax that hardware may make in a calendar year, as a share of its revenue; what is beyond is returned to users.").unit("share"),
        Key::new("discount_rate", Kind::Number(INTEREST), NOUGHT, "0.1", "Rate at which cash flows are discounted to day 0 for the net present value.").unit("1/year"),
    ],
};

#[rustfmt::skip]
pub(super) const FUNDING: TableKind = TableKind {
    path: "funding.*",
    doc: "Money put in by owners.",
    keys: &[
        Key::new("date", INSIDE, Required, "2026-06-01", "Day the money arrives."),
        Key::new("amount", Kind::Number(MONEY), Required, "100_000_000", "How much.").unit("money"),
    ],
};

#[rustfmt::skip]
pub(super) const LOAN: TableKind = TableKind {
    path: "loan.*",
    doc: "Money lent to the company; interest is paid every month.",
    keys: &[
        Key::new("date", INSIDE, Required, "2026-06-01", "Day the money arrives."),
        Key::new("amount", Kind::Number(MONEY), Required, "50_000_000", "How much.").unit("money"),
        Key::new("rate", Kind::Number(INTEREST), Required, "0.08", "Interest; a twelfth of it is due every month.").unit("1/year"),
        Key::new("term", Kind::Duration { range: Range::above(0.0, 36_525.0), whole: false }, Required, "\"24 months\"", "Time until it is paid back, in whole months.").unit("days"),
        Key::new("repayment", Kind::Choice(&["bullet", "annuity"]), Value("\"bullet\""), "\"bullet\"", "All of it at the end, or the same payment every month."),
    ],
};

#[rustfmt::skip]
pub(super) const SERVICE: TableKind = TableKind {
    path: "service.*",
    doc: "Services and accessories that owners of the phone buy; all money net of VAT.",
    keys: &[
        Key::new("revenue_per_owner_per_month", Kind::Number(PER_PHONE), NOUGHT, "4", "Revenue per owner who uses it, every month.").unit("money per month"),
        Key::new("revenue_per_phone", Kind::Number(PER_PHONE), NOUGHT, "69", "Revenue once per phone shipped to one who uses it.").unit("money"),
        Key::new("cost_share", Kind::Number(Range::closed(0.0, 10.0)), NOUGHT, "0.4", "What it costs, as a share of its revenue.").unit("share"),
        Key::new("owner_share", Kind::Number(SHARE), ONE, "0.3", "Share of owners who use it.").unit("share"),
        Key::new("from", ANYWHERE, Words("the start"), "2026-10-01", "First day."),
    ],
};

#[rustfmt::skip]
pub(super) const EXPENSE: TableKind = TableKind {
    path: "expense.*",
    doc: "Money spent apart from phones: on one `date`, or spread evenly over `from` to `to`.",
    keys: &[
        Key::new("kind", Kind::Choice(&["r_and_d", "nre", "tooling", "marketing", "other"]), Required, "\"tooling\"", "What for; r_and_d, nre and tooling are part of the loaded unit cost."),
        Key::new("amount", Kind::Number(MONEY), Required, "5_000_000", "How much in all.").unit("money"),
        Key::new("date", INSIDE, Words("none"), "2026-03-01", "Day of payment."),
        Key::new("from", INSIDE, Words("none"), "2026-01-01", "First day of payment, instead of `date`."),
        Key::new("to", INSIDE, Words("none"), "2026-06-30", "Last day of payment, with `from`."),
    ],
};
