//! Does every key of the catalogue move a result, and in the direction theory says?
//!
//! One row per key: a company that uses it, two values of it, and what must happen to a figure when the second one
//! replaces the first under the same luck. A key of the catalogue without a row fails the first test.

use std::collections::BTreeSet;

use launchsim::language::catalogue::Kind;
use launchsim::language::source::Source;
use launchsim::outcome::{Says, Side};
use launchsim::scenario::Scenario;
use launchsim::scenario::load;
use launchsim::scenario::tables::TABLES;

use crate::support;

/// Launches of each side of a comparison.
const LAUNCHES: u32 = 32;

/// A company that sells to a market; rows add to it what their key needs.
const COMPANY: &str = r#"
[timeline]
start = 2026-01-01
horizon = "400 days"
[company]
opening_cash = 20_000_000
vat = 0.1
[product.phone]
price = 2000
parts = { screen = 1, screw = 4 }
build = "to_stock"
stock_target = 200
assembly_fee = 50
[supplier.maker]
region = "north"
payment_terms = "30 days"
[supplier.other]
region = "south"
[ordering]
policy = "order_up_to"
order_up_to_level = 20_000
[component.screen]
supplier = "maker"
unit_cost = 300
lead_time = "30 days"
order_up_to_level = 4_000
pacing = true
[component.screw]
supplier = "other"
unit_cost = 1
lead_time = "10 days"
[factory.line]
ramp = [[2026-01-01, 20], [2026-06-01, 100]]
[market]
reach = 20_000
announced = 2026-01-10
innovation = 1
imitation = 2
[window.shop]
kind = "open"
opens = 2026-02-01
"#;

/// What the second value does to the figure.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// It never falls in a launch, and rises in some.
    Up,
    /// It never rises in a launch, and falls in some.
    Down,
    /// It rises on average: in a single launch other luck may weigh more.
    UpOnAverage,
    /// It falls on average.
    DownOnAverage,
    /// It differs; theory gives no direction.
    Moves,
}
use Way::{Down, DownOnAverage, Moves, Up, UpOnAverage};

/// Key, what else is written (tables and settings), its two values ("" leaves it out), the way, the figure.
type Row = (&'static str, &'static [&'static str], &'static str, &'static str, Way, &'static str);

const PROFIT: &str = "net_profit_yuan";
const HOLDING: &str = "holding_cost_yuan";
const POOR: &str = "company.opening_cash=0";
const DISCOUNTED: &str = "company.discount_rate=0.1";
const NARROW: &str = "factory.line.ramp=[[2026-01-01, 30]]";
const LOGIT: [&str; 4] =
    ["market.choice=logit", "market.quality=3", "market.price_sensitivity=0.0015", "market.reference_price=2000"];
const PLAN: &str = "[build_plan]\ncumulative = [[2026-02-01, 0], [2026-12-31, 15_000]]";
const FORECAST: &str = "[forecast]\ndaily_orders = [[2026-01-01, 50], [2027-03-01, 50]]";
/// A planner who learns from 120 a day that come in place of the 50 expected.
const LEARNS: &[&str] = &[
    PLAN,
    FORECAST,
    NO_STOCK,
    NO_SCREENS,
    "forecast.method=bayes",
    "forecast.overdispersion=50",
    "planner.kind=learning",
];
/// The same with fewer than expected, long lead times and a discount rate.
const CHANGES: &[&str] = &[
    "[build_plan]\ncumulative = [[2026-02-01, 0], [2026-12-31, 60_000]]",
    "[forecast]\ndaily_orders = [[2026-01-01, 300], [2027-03-01, 300]]",
    NO_STOCK,
    NO_SCREENS,
    DISCOUNTED,
    "forecast.method=bayes",
    "forecast.overdispersion=50",
    "planner.kind=learning",
    "factory.line.ramp=[[2026-01-01, 1_000]]",
    "component.screen.lead_time=120 days",
];
/// As many at first as expected, and fewer later, so that orders come too early.
const PUTS_OFF: &[&str] = &[
    "[build_plan]\ncumulative = [[2026-02-01, 0], [2026-12-31, 60_000]]",
    "[forecast]\ndaily_orders = [[2026-01-10, 60], [2026-05-01, 60], [2026-06-01, 600], [2027-03-01, 600]]",
    NO_STOCK,
    NO_SCREENS,
    "company.interest_rate=0.2",
    "forecast.method=bayes",
    "forecast.overdispersion=50",
    "planner.kind=learning",
    "factory.line.ramp=[[2026-01-01, 1_000]]",
    "component.screen.lead_time=120 days",
    "ordering.put_off_until=1 week",
];
/// Lines taken out of the company, so that levels come from the forecast.
const NO_LEVEL: &str = "-order_up_to_level = 4_000";
const NO_GENERAL_LEVEL: &str = "-order_up_to_level = 20_000";
/// Nothing but the build plan asks for parts.
const NO_STOCK: &str = "ordering.order_up_to_level=0";
const NO_SCREENS: &str = "component.screen.order_up_to_level=0";
const HELD: &str = "company.holding_rate=0.1";
const ROUNDS: [&str; 4] =
    ["window.shop.kind=round", "window.shop.quota=300", "window.shop.every=1 week", "window.shop.until=2026-12-31"];
const ERRORS: [&str; 2] = ["product.phone.order_error_rate=0.05", "product.phone.order_error_cost=100"];

const MONEY: &[Row] = &[
    ("run.seed", &["market.noise=0.3"], "1", "2", Moves, "orders"),
    ("run.deterministic", &["market.noise=0.3"], "false", "true", Moves, "orders"),
    (
        "run.sampling",
        &["market.innovation={ uniform = { low = 0.2, high = 0.6 } }"],
        "random",
        "sobol",
        Moves,
        "orders",
    ),
    ("timeline.start", &[], "2026-01-01", "2025-12-01", Moves, "first_shipment_day"),
    ("timeline.end", &[], "2026-10-01", "2026-12-01", Up, "shipped"),
    ("timeline.horizon", &[], "300 days", "400 days", Up, "shipped"),
    (
        "timeline.slip",
        &["supplier.maker.signed=2026-05-01", "timeline.planned_signature=2026-01-01"],
        "hold",
        "wait",
        Moves,
        "interest",
    ),
    (
        "timeline.planned_signature",
        &["timeline.slip=wait", "supplier.maker.acceptance=0.5"],
        "2026-01-01",
        "2026-03-01",
        Down,
        "slip_days",
    ),
    ("company.opening_cash", &[], "20_000_000", "30_000_000", Up, "closing_cash_yuan"),
    ("company.credit_line", &[POOR, "company.penalty_rate=0.3"], "0", "100_000", Down, "interest_paid_yuan"),
    ("company.on_insolvency", &[POOR], "go_on", "stop", Down, "shipped"),
    ("company.interest_rate", &[POOR, "company.credit_line=1e9"], "0.05", "0.1", Up, "interest_paid_yuan"),
    ("company.penalty_rate", &[POOR], "0.1", "0.2", Up, "interest_paid_yuan"),
    ("company.running_cost", &[], "", "1_000", Down, PROFIT),
    ("company.vat", &[], "0.1", "0.17", Down, "revenue_yuan"),
    ("company.holding_rate", &[], "0.1", "0.2", Down, PROFIT),
    ("company.tax_rate", &[], "0.1", "0.25", Up, "income_tax_yuan"),
    ("company.tax_payment_delay", &["company.tax_rate=0.25", DISCOUNTED], "0 days", "20 days", Up, "npv_yuan"),
    ("company.margin_cap", &[], "0.05", "0.1", Down, "rebate_yuan"),
    ("company.discount_rate", &[], "0.05", "0.1", Down, "npv_yuan"),
    ("funding.*.date", &[POOR, FUNDING], "2026-01-02", "2026-03-01", Down, "lowest_cash_yuan"),
    ("funding.*.amount", &[FUNDING], "1_000_000", "2_000_000", Up, "closing_cash_yuan"),
    ("expense.*.kind", &[EXPENSE], "marketing", "r_and_d", Up, "r_and_d_yuan"),
    ("expense.*.amount", &[EXPENSE], "50_000", "60_000", Down, PROFIT),
    ("expense.*.date", &[EXPENSE, DISCOUNTED], "2026-02-01", "2026-06-01", Up, "npv_yuan"),
    ("expense.*.from", &[SPREAD, DISCOUNTED], "2026-02-01", "2026-06-01", Up, "npv_yuan"),
    ("expense.*.to", &[SPREAD, DISCOUNTED], "2026-08-01", "2026-12-01", Up, "npv_yuan"),
    (
        "loan.*.date",
        &[LOAN, POOR, "company.credit_line=1e9", "company.interest_rate=0.3"],
        "2026-02-01",
        "2026-06-01",
        Moves,
        "interest_paid_yuan",
    ),
    ("loan.*.amount", &[LOAN], "1_000_000", "2_000_000", Up, "interest_paid_yuan"),
    ("loan.*.rate", &[LOAN], "0.05", "0.1", Up, "interest_paid_yuan"),
    ("loan.*.term", &[LOAN], "6 months", "9 months", Up, "interest_paid_yuan"),
    ("loan.*.repayment", &[LOAN], "bullet", "annuity", Down, "interest_paid_yuan"),
    ("service.*.revenue_per_owner_per_month", &[SERVICE], "1", "2", Up, "services_revenue_yuan"),
    ("service.*.revenue_per_phone", &[SERVICE], "10", "20", Up, "services_revenue_yuan"),
    ("service.*.cost_share", &[SERVICE], "0.2", "0.4", Down, "services_profit_yuan"),
    ("service.*.owner_share", &[SERVICE], "0.5", "0.7", Up, "services_revenue_yuan"),
    ("service.*.from", &[SERVICE], "2026-03-01", "2026-09-01", Down, "services_revenue_yuan"),
    ("product.*.price", &[], "2_000", "2_100", Up, "revenue_yuan"),
    (
        "product.*.parts",
        &[],
        "{ screen = 1, screw = 4 }",
        "{ screen = 1, screw = 5 }",
        Up,
        "average_variable_cost_yuan",
    ),
    ("product.*.build", &[], "to_stock", "to_order", Down, "phones_left_over"),
    ("product.*.stock_target", &[], "200", "400", Up, "phones_left_over"),
    (
        "product.*.ships_on_closed_days",
        &["factory.line.rest_days=[\"sunday\"]"],
        "true",
        "false",
        Up,
        "first_shipment_day",
    ),
    ("product.*.stock_cover", &[FORECAST], "0 days", "10 days", Up, "phones_left_over"),
    ("product.*.assembly_fee", &[], "50", "60", Down, PROFIT),
    ("product.*.licence_fee", &[], "", "10", Down, PROFIT),
    ("product.*.logistics_cost", &[], "", "10", Down, PROFIT),
    ("product.*.warranty_cost", &[], "", "10", Down, PROFIT),
    (
        "product.*.warranty_period",
        &["product.phone.warranty_cost=100", DISCOUNTED],
        "1 month",
        "12 months",
        Up,
        "npv_yuan",
    ),
    ("product.*.payment_fee", &[], "", "0.01", Down, PROFIT),
    ("product.*.holding_cost_per_day", &[], "", "0.1", Down, PROFIT),
    ("product.*.backorder_cost_per_day", &[], "", "0.1", Down, PROFIT),
    ("product.*.order_error_rate", &ERRORS, "0.01", "0.05", Up, "order_errors"),
    ("product.*.order_error_cost", &ERRORS, "50", "100", Down, PROFIT),
    ("product.*.order_error_refund", &ERRORS, "0.1", "0.5", Down, PROFIT),
    ("product.*.rehearsals", &ERRORS, "0", "1", Down, "order_errors"),
    ("product.*.rehearsal_effect", &[ERRORS[0], "product.phone.rehearsals=1"], "0.3", "0.6", Down, "order_errors"),
    ("product.*.salvage", &[], "0", "0.5", Up, PROFIT),
];

const FUNDING: &str = "[funding.round]\ndate = 2026-01-02\namount = 1_000_000";
const EXPENSE: &str = "[expense.research]\nkind = \"r_and_d\"\namount = 50_000\ndate = 2026-02-01";
const SPREAD: &str = "[expense.research]\nkind = \"r_and_d\"\namount = 50_000\nfrom = 2026-02-01\nto = 2026-08-01";
const LOAN: &str = "[loan.bank]\ndate = 2026-02-01\namount = 50_000_000\nrate = 0.1\nterm = \"6 months\"";
const SERVICE: &str = "[service.cloud]\nrevenue_per_owner_per_month = 1\nrevenue_per_phone = 10\ncost_share = 0.2";
const BACKUP: &str =
    "[supplier.backup]\n[component.screen.second_source]\nsupplier = \"backup\"\nshare = 0.3\npremium = 0.1";
const BACKUP_ALONE: &str = "[supplier.backup]\n[component.screen.second_source]\nsupplier = \"backup\"\nshare = 1";
const EXPEDITED: &str = "[supplier.backup]\n[component.screen.second_source]\nsupplier = \"backup\"\nuse = \"expedite\"\nlead_time = \"5 days\"";
const BACKUP_QUOTES: &str =
    "[supplier.backup]\n[component.screen.second_source]\nsupplier = \"backup\"\nshare = 0.3\nunit_cost = 310";
const DOLLAR: &str = "[currency.dollar]\nrate = 1";
const IN_DOLLARS: &str = "component.screen.currency=dollar";
const RETURNS: &str = "[returns]\nshare = 0.1\nrefurbishing_cost = 60\nresale = 0.5";
const UNSURE: &str = "supplier.maker.acceptance=0.3";
const LATE: &str = "signature_day.maker";

const SUPPLY: &[Row] = &[
    ("supplier.*.signed", &[], "2026-01-01", "2026-04-01", Up, "first_shipment_day"),
    ("supplier.*.deposit", &[], "0", "0.5", Down, "lowest_cash_yuan"),
    ("supplier.*.payment_terms", &[], "0 days", "30 days", Up, "lowest_cash_yuan"),
    ("supplier.*.weekly_capacity", &[], "100", "200", Up, "shipped"),
    ("supplier.*.acceptance", &[], "0.2", "0.6", Down, LATE),
    ("supplier.*.approach_every", &[UNSURE], "20 days", "30 days", Up, LATE),
    (
        "supplier.*.acceptance_endorsed",
        &[UNSURE, "supplier.maker.endorsed_by=[\"other\"]", "supplier.other.signed=2026-02-01"],
        "0.3",
        "0.9",
        Down,
        LATE,
    ),
    ("supplier.*.negotiation_time", &[UNSURE], "0 days", "20 days", Up, LATE),
    ("supplier.*.renegotiations", &[UNSURE, "supplier.maker.renegotiation_time=30 days"], "0", "1", Up, LATE),
    ("supplier.*.renegotiation_time", &[UNSURE, "supplier.maker.renegotiations=1"], "30 days", "60 days", Up, LATE),
    ("supplier.*.prepayment", &[], "", "100_000", Up, "r_and_d_yuan"),
    ("supplier.*.acceptance_prepaid", &[UNSURE, "supplier.maker.prepayment=1000"], "0.3", "0.9", Down, LATE),
    ("ordering.within_cash", &[POOR, "supplier.maker.deposit=1"], "false", "true", Up, "lowest_cash_yuan"),
    ("ordering.policy", &[PLAN], "order_up_to", "to_order", Moves, "parts_ordered_yuan"),
    ("ordering.order_up_to_level", &[], "20_000", "30_000", Up, "parts_left_over_yuan"),
    (
        "ordering.reorder_level",
        &["ordering.policy=s_S", "component.screen.policy=order_up_to"],
        "2_000",
        "10_000",
        UpOnAverage,
        "shipped",
    ),
    (
        "ordering.order_quantity",
        &["ordering.policy=reorder_point", "ordering.reorder_level=4_000", SCREEN_LEVEL],
        "1_000",
        "4_000",
        UpOnAverage,
        "shipped",
    ),
    (
        "ordering.review",
        &["component.screen.order_up_to_level=2_000"],
        "1 day",
        "4 weeks",
        UpOnAverage,
        "wait_mean_days",
    ),
    (
        "ordering.safety_time",
        &[PLAN, NO_LEVEL, NO_GENERAL_LEVEL, "ordering.policy=none", HELD],
        "0 days",
        "20 days",
        UpOnAverage,
        HOLDING,
    ),
    ("ordering.follow_build_plan", &[PLAN, NO_STOCK, NO_SCREENS], "true", "false", Down, "parts_ordered_yuan"),
    ("ordering.last_order", &[], "2026-06-01", "2026-09-01", Up, "parts_ordered_yuan"),
    ("component.*.unit_cost", &[], "300", "310", Down, PROFIT),
    ("component.*.quoted", &["component.screen.erosion_per_quarter=0.1"], "2026-01-01", "2026-06-01", Down, PROFIT),
    ("component.*.lead_time", &[], "30 days", "60 days", Up, "first_shipment_day"),
    ("component.*.lead_time_cv", &[], "0", "0.5", Moves, "first_shipment_day"),
    ("component.*.minimum_order", &[], "0", "1_500", Moves, "parts_ordered_yuan"),
    ("component.*.order_multiple", &[], "1", "1_000", Moves, "parts_ordered_yuan"),
    (
        "component.*.defect_rate",
        &["component.screen.order_up_to_level=2_000"],
        "0",
        "0.3",
        UpOnAverage,
        "wait_mean_days",
    ),
    (
        "component.*.opening_stock",
        &["component.screw.opening_stock=10_000", "window.shop.opens=2026-01-10"],
        "0",
        "500",
        Down,
        "first_shipment_day",
    ),
    ("component.*.learning_rate", &[], "0", "0.1", Up, PROFIT),
    ("component.*.learning_from", &["component.screen.learning_rate=0.1"], "1_000", "2_000", Down, PROFIT),
    ("component.*.learning_floor", &["component.screen.learning_rate=0.1"], "0", "0.95", Down, PROFIT),
    ("component.*.erosion_per_quarter", &[], "0", "0.1", Up, PROFIT),
    (
        "component.*.volume_factors[1]",
        &["component.screen.volume_factors=[[0, 1], [5000, 1]]"],
        "0.9",
        "0.8",
        Up,
        PROFIT,
    ),
    ("component.*.salvage", &[], "0", "0.5", Up, PROFIT),
    ("component.*.cancellation_fee", &[], "0", "0.5", Down, PROFIT),
    ("component.*.cancellable", &[], "true", "false", Down, PROFIT),
    ("component.*.holding_cost_per_day", &[], "", "0.1", Down, PROFIT),
    ("component.*.freight", &[], "0", "3", Down, PROFIT),
    ("component.*.order_cost", &[], "0", "1_000", Down, PROFIT),
    ("component.*.hedge", &[PLAN, NO_SCREENS, HELD], "0 days", "20 days", UpOnAverage, HOLDING),
    ("component.*.sample_size", &["component.screen.defect_rate=0.1"], "5", "2_000", Down, "parts_missed"),
    (
        "component.*.sample_accepts",
        &["component.screen.defect_rate=0.1", "component.screen.sample_size=50"],
        "0",
        "50",
        UpOnAverage,
        "parts_missed",
    ),
    ("component.*.inspection_cost", &[], "0", "3", Down, PROFIT),
    ("component.*.inspection_time", &[], "0 days", "10 days", Up, "first_shipment_day"),
    ("component.*.policy", &[PLAN], "order_up_to", "to_order", Moves, "parts_ordered_yuan"),
    ("component.*.order_up_to_level", &[], "4_000", "6_000", Up, "parts_left_over_yuan"),
    ("component.*.reorder_level", &["component.screen.policy=s_S"], "500", "2_000", UpOnAverage, "shipped"),
    (
        "component.*.order_quantity",
        &["component.screen.policy=reorder_point", "component.screen.reorder_level=1_000"],
        "200",
        "1_000",
        UpOnAverage,
        "shipped",
    ),
    (
        "component.*.review",
        &["component.screen.order_up_to_level=2_000"],
        "1 day",
        "4 weeks",
        UpOnAverage,
        "wait_mean_days",
    ),
    ("component.*.safety_time", &[PLAN, NO_SCREENS, HELD], "0 days", "20 days", UpOnAverage, HOLDING),
    ("component.*.follow_build_plan", &[PLAN, NO_SCREENS], "true", "false", Down, "parts_ordered_yuan"),
    ("component.*.last_order", &[], "2026-06-01", "2026-09-01", Up, "parts_ordered_yuan"),
    ("component.*.second_source.premium", &[BACKUP], "0.1", "0.2", Up, "average_variable_cost_yuan"),
    (
        "component.*.second_source.use",
        &[BACKUP, "component.screen.second_source.lead_time=5 days", FORECAST, NO_LEVEL, NO_GENERAL_LEVEL],
        "share",
        "expedite",
        Moves,
        "parts_ordered_yuan",
    ),
    ("component.*.second_source.order_up_to_level", &[EXPEDITED], "500", "3_000", Up, "expedited.screen"),
    ("component.*.second_source.lead_time", &[BACKUP_ALONE], "10 days", "50 days", Up, "first_shipment_day"),
    ("component.*.second_source.lead_time_cv", &[BACKUP_ALONE], "0", "0.5", Moves, "first_shipment_day"),
    ("component.*.second_source.freight", &[BACKUP], "0", "3", Up, "average_variable_cost_yuan"),
    ("component.*.second_source.order_cost", &[BACKUP], "0", "1_000", Down, PROFIT),
    ("component.*.second_source.share", &[BACKUP], "0.1", "0.5", Up, "average_variable_cost_yuan"),
    ("component.*.second_source.unit_cost", &[BACKUP_QUOTES], "310", "320", Up, "average_variable_cost_yuan"),
    ("currency.*.rate", &[DOLLAR, IN_DOLLARS], "1", "1.1", Down, PROFIT),
    ("currency.*.volatility", &[DOLLAR, IN_DOLLARS], "0", "0.2", Moves, PROFIT),
    ("currency.*.hedged", &[DOLLAR, IN_DOLLARS, "currency.dollar.forward_rate=1.1"], "0", "0.5", Down, PROFIT),
    ("currency.*.forward_rate", &[DOLLAR, IN_DOLLARS, "currency.dollar.hedged=0.5"], "1", "1.1", Down, PROFIT),
    ("returns.share", &[RETURNS], "0.1", "0.2", UpOnAverage, "returned"),
    ("returns.within", &[RETURNS, DISCOUNTED], "7 days", "60 days", UpOnAverage, "npv_yuan"),
    ("returns.refurbishing_cost", &[RETURNS], "0", "60", Down, PROFIT),
    ("returns.refurbishing_time", &[RETURNS, DISCOUNTED], "0 days", "60 days", Down, "npv_yuan"),
    ("returns.resale", &[RETURNS], "0.5", "0.6", Up, PROFIT),
    ("build_plan.cumulative[1]", &[PLAN], "15_000", "40_000", Up, "parts_ordered_yuan"),
    ("build_plan.scale", &[PLAN], "0.8", "1.5", Up, "parts_ordered_yuan"),
    ("planner.kind", LEARNS, "fixed", "learning", Moves, "parts_ordered_yuan"),
    ("planner.critical_ratio", LEARNS, "0.2", "0.9", Up, "parts_ordered_yuan"),
    ("planner.decides", CHANGES, "[2026-01-05]", "[2026-03-01]", Up, "parts_ordered_yuan"),
    ("ordering.cancel_until", CHANGES, "300 days", "1 week", Up, "parts_cancelled_yuan"),
    ("component.*.cancel_until", CHANGES, "300 days", "1 week", Up, "parts_cancelled_yuan"),
    ("ordering.put_off_until", PUTS_OFF, "300 days", "1 week", Up, PROFIT),
    ("component.*.put_off_until", PUTS_OFF, "300 days", "1 week", Up, PROFIT),
    ("ordering.put_off_fee", PUTS_OFF, "0", "0.001", Down, PROFIT),
    ("component.*.put_off_fee", PUTS_OFF, "0", "0.001", Down, PROFIT),
    ("forecast.scale", &[FORECAST, NO_LEVEL, NO_GENERAL_LEVEL], "1", "1.6", Up, "parts_ordered_yuan"),
    ("forecast.method", &[FORECAST, NO_LEVEL, NO_GENERAL_LEVEL], "curve", "smoothing", Moves, "parts_ordered_yuan"),
    (
        "forecast.smoothing",
        &[FORECAST, NO_LEVEL, NO_GENERAL_LEVEL, "forecast.method=smoothing"],
        "0.1",
        "0.9",
        Moves,
        "parts_ordered_yuan",
    ),
    (
        "forecast.prior_mean",
        &[FORECAST, NO_LEVEL, NO_GENERAL_LEVEL, "forecast.method=bayes"],
        "0.5",
        "2",
        Up,
        "parts_ordered_yuan",
    ),
    (
        "forecast.prior_cv",
        &[FORECAST, NO_LEVEL, NO_GENERAL_LEVEL, "forecast.method=bayes"],
        "0.01",
        "1",
        Moves,
        "parts_ordered_yuan",
    ),
    (
        "forecast.overdispersion",
        &[FORECAST, NO_LEVEL, NO_GENERAL_LEVEL, "forecast.method=bayes"],
        "1",
        "1_000",
        Moves,
        "parts_ordered_yuan",
    ),
    ("forecast.daily_orders[1]", &[FORECAST, NO_LEVEL, NO_GENERAL_LEVEL], "50", "80", Up, "parts_ordered_yuan"),
    ("factory.*.opens", &[], "2026-01-01", "2026-05-01", Up, "first_shipment_day"),
    ("factory.*.closes", &[], "2026-06-01", "2026-08-01", Up, "shipped"),
    ("factory.*.decided", &[DECIDED], "2026-01-10", "2026-05-01", Up, "first_shipment_day"),
    ("factory.*.time_to_build", &[DECIDED], "0 days", "60 days", Up, "first_shipment_day"),
    ("factory.*.build_cost", &[DECIDED], "0", "50_000", Down, PROFIT),
    ("factory.*.running_cost", &[], "0", "100", Down, PROFIT),
    ("factory.*.built", &[], "false", "true", Up, "shipped"),
    ("factory.*.ramp_days[0]", &[NO_RAMP, "factory.line.ramp_days=[[0, 30]]"], "30", "40", Up, "shipped"),
    ("shift.*.decided", &[NARROW, SHIFT, "-from = 2026-02-01"], "2026-03-01", "2026-08-01", DownOnAverage, "shipped"),
    (
        "shift.*.time_to_build",
        &[NARROW, SHIFT, "-from = 2026-02-01", "shift.night.decided=2026-03-01"],
        "0 days",
        "100 days",
        DownOnAverage,
        "shipped",
    ),
    ("shift.*.from", &[NARROW, SHIFT], "2026-03-01", "2026-08-01", DownOnAverage, "shipped"),
    ("shift.*.until", &[NARROW, SHIFT], "2026-03-01", "2026-08-01", UpOnAverage, "shipped"),
    ("shift.*.adds", &[NARROW, SHIFT], "0.1", "0.9", Up, "shipped"),
    ("shift.*.cost", &[NARROW, SHIFT], "0", "50_000", Down, PROFIT),
    ("shift.*.cost_per_day", &[NARROW, SHIFT], "0", "100", Down, PROFIT),
    ("shift.*.built", &[NARROW, SHIFT], "false", "true", Up, "shipped"),
    ("factory.*.ramp[0]", &[NARROW], "30", "40", Up, "shipped"),
    ("factory.*.utilisation", &[NARROW], "0.7", "0.9", Up, "shipped"),
    ("factory.*.rest_days", &[NARROW], "[]", "[\"sunday\"]", Down, "shipped"),
    ("factory.*.holidays", &[NARROW], "[]", "[[2026-05-01, 2026-05-07]]", Down, "shipped"),
    ("factory.*.yield_share", &[NARROW], "0.8", "0.95", Up, "shipped"),
    ("factory.*.yield_sd", &[NARROW, "factory.line.yield_share=0.8"], "0", "0.1", Moves, "shipped"),
    ("factory.*.yield_start", &[NARROW, "factory.line.yield_learning=2_000"], "0.5", "0.7", Up, "shipped"),
    ("factory.*.yield_learning", &[NARROW, "factory.line.yield_start=0.5"], "1_000", "3_000", Down, "shipped"),
    (
        "factory.*.finishes_on_closed_days",
        &[
            "-build = \"to_stock\"",
            "-stock_target = 200",
            "factory.line.rest_days=[\"sunday\"]",
            "factory.line.throughput_time=6 days",
            "product.phone.ships_on_closed_days=true",
        ],
        "true",
        "false",
        Up,
        "first_shipment_day",
    ),
    ("factory.*.throughput_time", &[], "0 days", "5 days", Up, "first_shipment_day"),
];

const NO_RAMP: &str = "-ramp = [[2026-01-01, 20], [2026-06-01, 100]]";
const DECIDED: &str = "factory.line.decided=2026-01-10";
const SHIFT: &str = "[shift.night]\nfactory = \"line\"\nfrom = 2026-02-01\nadds = 0.5";

const SCREEN_LEVEL: &str = "component.screen.policy=order_up_to";

const FANS: &str = "[market.fans]\nstart = 1000\ndate = 2025-12-01\ngrowth = 0.02\nceiling = 5_000\nweight = 0.2\nannouncement_share = 0.3";
const RIVAL: &str = "[rival.other]\nquality = 3\nprice = 2000";
const ANSWERS: &str = "[rival.other]\nquality = 3\nprice = 2000\nreaction = 1";
const DEARER: &str = "product.phone.price=1800";
const LOGIT_ALONE: &str = "market.choice=logit";
const REFERENCE: &str = "market.reference_price=2000";
const EXPECTED: &str = "[expectation.plan]\nprice = 2000\nbuyers = 4_000\nlow = 3_000\nhigh = 5_000\n[expectation.cheap]\nprice = 1500\nbuyers = 6_000\n[expectation.dear]\nprice = 2600\nbuyers = 1_000";
const AS_SHARES: &str = "[expectation.plan]\nprice = 2000\nshare = 0.2\nlow = 0.15\nhigh = 0.25\n[expectation.cheap]\nprice = 1500\nshare = 0.3";
const ANSWERED: &str = "[demand]\noverstatement = 1\nwillingness_to_pay = { empirical = { values = [0, 500, 900, 1200, 1500, 1800, 2000, 2300, 2700, 3200, 4000, 5000] } }";
const SOLD: &str = "[past_sale.w1]\nprice = 2000\nsold = 100\n[past_sale.w2]\nprice = 2100\nsold = 91\n[past_sale.w3]\nprice = 1900\nsold = 112\n[past_sale.w4]\nprice = 1800\nsold = 118\n[past_sale.w5]\nprice = 2200\nsold = 80\n[past_sale.w6]\nprice = 2000\nsold = 104\n[past_sale.w7]\nprice = 2400\nsold = 70\n[past_sale.w8]\nprice = 1700\nsold = 130\n[expectation.plan]\nprice = 2000\nbuyers = 4_000\nlow = 3_000\nhigh = 5_000";
const CONJOINT: &str = "[demand]\nprofile = [\"big\"]\n[part_worth.big]\nutility = 1\nstandard_error = 0.1\n[part_worth.none]\nutility = 0.5\nstandard_error = 0.1\nnothing = true\n[part_worth.dear]\nutility = -1.5\nstandard_error = 0.1\nprice = 2500\n[part_worth.cheap]\nutility = 0.4\nstandard_error = 0.1\nprice = 1500";
const PULSE: &str = "[pulse.event]\ndate = 2026-01-20\nstrength = 1\nhalf_life = \"10 days\"";
const HOLIDAY: &str = "[holiday.week]\nfrom = 2026-03-01\nto = 2026-03-10\nfactor = 2";
const SUCCESSOR: &str = "[successor.next]\ndate = 2026-10-01\nlead = \"60 days\"\neffect = 0.5";
const RISE: &str = "product.phone.price=[[2026-01-01, 1500], [2026-04-01, 2200]]";
const CUT: &str = "product.phone.price=[[2026-01-01, 2000], [2026-04-01, 1800]]";
const TICKETS: [&str; 3] = ["window.shop.kind=reservation", "window.shop.pay=0.5", "window.shop.hours=48"];
const SERIES: &str = "[order_stream.shops]\nfrom = 2026-02-01\nseries = [100, 200, 300]\nnet_price = 1500";
const STREAM: &str = "[order_stream.shops]\ndaily_orders = [[2026-01-05, 20], [2026-12-31, 20]]\nnet_price = 1500";
const MARGIN: &str = "[order_stream.shops]\ndaily_orders = [[2026-01-05, 20], [2026-12-31, 20]]\nmargin = 0.3";
const LAW: &str =
    "[order_stream.shops]\ndaily_law = { normal = { mean = 20, sd = 4 } }\nfrom = 2026-01-05\nnet_price = 1500";
const RETAILER: &str =
    "[order_stream.shops]\ndaily_orders = [[2026-01-05, 20], [2026-12-31, 20]]\nmargin = 0.3\nstock = \"20 days\"";
const DEAR: &str = "order_stream.shops.reference_price=1_000";
const SLOPE: &str = "order_stream.shops.price_slope=0.01";
const HALT: &str = "[disruption.storm]\nregion = \"north\"\neffect = \"halt\"\nfrom = 2026-01-01\nlength = \"30 days\"";
const HALT_TO: &str = "[disruption.storm]\nregion = \"north\"\neffect = \"halt\"\nfrom = 2026-01-01\nto = 2026-02-01";
const SLOW: &str = "[disruption.storm]\nfactory = \"line\"\neffect = \"slow\"\nremaining = 0.5\nfrom = 2026-04-01\nlength = \"90 days\"";
const SPOIL: &str = "[disruption.storm]\ncomponent = \"screen\"\neffect = \"spoil\"\ndefect_rate = 0.2\nline_speed = 0.8\nfrom = 2026-04-01\nlength = \"90 days\"";
const RANDOM: &str =
    "[disruption.storm]\nfactory = \"line\"\neffect = \"halt\"\nrate_per_year = 3\nlength = \"20 days\"";
const DEMAND: &str =
    "[disruption.storm]\neffect = \"slow\"\nremaining = 0.2\nfrom = 2026-04-01\nlength = \"90 days\"\ndemand = true";
const PAIR: &str = "[correlation.pair]\nbetween = [\"market.innovation\", \"market.imitation\"]\nrank = 0.1";
const SAMPLED: &str = "[joint.fits]\nlines = [\"market.innovation,market.imitation\", \"0.5,3\", \"1.5,1\"]";
const UNSURE_P: &str = "market.innovation={ uniform = { low = 0.5, high = 1.5 } }";
const UNSURE_Q: &str = "market.imitation={ uniform = { low = 1, high = 3 } }";

const DEMAND_SIDE: &[Row] = &[
    ("market.reach", &[], "20_000", "25_000", Up, "interest"),
    ("market.announced", &[], "2026-01-10", "2026-04-10", Down, "interest"),
    ("market.choice", &[], "none", "logit && market.quality=3 && market.price_sensitivity=0.0015", Down, "interest"),
    ("market.quality", &LOGIT, "2", "3", Up, "interest"),
    ("market.price_sensitivity", &LOGIT, "0.001", "0.0015", Down, "interest"),
    ("market.elasticity", &["market.choice=elasticity", "market.reference_price=1_500"], "1", "2", Down, "interest"),
    (
        "market.reference_share",
        &["market.choice=elasticity", "market.elasticity=1", "market.reference_price=1_500"],
        "0.5",
        "0.8",
        Up,
        "interest",
    ),
    ("market.reference_price", &["market.choice=elasticity", "market.elasticity=1"], "1_500", "1_800", Up, "interest"),
    ("expectation.*.price", &[EXPECTED, LOGIT_ALONE, REFERENCE], "2000", "2200", UpOnAverage, "interest"),
    ("expectation.*.buyers", &[EXPECTED, LOGIT_ALONE, REFERENCE], "4_000", "4_500", UpOnAverage, "interest"),
    ("expectation.*.share", &[AS_SHARES, LOGIT_ALONE, REFERENCE], "0.2", "0.22", UpOnAverage, "interest"),
    ("expectation.*.low", &[EXPECTED, LOGIT_ALONE, REFERENCE], "3_000", "2_000", Moves, "interest"),
    ("expectation.*.high", &[EXPECTED, LOGIT_ALONE, REFERENCE], "5_000", "6_000", Moves, "interest"),
    ("demand.range_holds", &[EXPECTED, LOGIT_ALONE, REFERENCE], "0.9", "0.5", Moves, "interest"),
    ("demand.agreement", &[EXPECTED, LOGIT_ALONE, REFERENCE], "0", "0.9", Moves, "interest"),
    (
        "demand.willingness_to_pay",
        &[ANSWERED, LOGIT_ALONE, REFERENCE],
        "{ empirical = { values = [0, 500, 900, 1200, 1500, 1800, 2000, 2300, 2700, 3200, 4000, 5000] } }",
        "{ empirical = { values = [500, 900, 1200, 1500, 1800, 2000, 2300, 2700, 3200, 4000, 5000, 6000] } }",
        UpOnAverage,
        "interest",
    ),
    ("demand.overstatement", &[ANSWERED, LOGIT_ALONE, REFERENCE], "1", "1.4", DownOnAverage, "interest"),
    ("demand.scale", &[CONJOINT, LOGIT_ALONE, REFERENCE], "1", "2", Moves, "interest"),
    ("past_sale.*.price", &[SOLD, LOGIT_ALONE, REFERENCE], "2000", "2050", Moves, "interest"),
    ("past_sale.*.sold", &[SOLD, LOGIT_ALONE, REFERENCE], "100", "90", Moves, "interest"),
    ("part_worth.*.utility", &[CONJOINT, LOGIT_ALONE, REFERENCE], "0.4", "0.6", Moves, "interest"),
    ("part_worth.*.standard_error", &[CONJOINT, LOGIT_ALONE, REFERENCE], "0.1", "0.3", Moves, "interest"),
    ("part_worth.*.price", &[CONJOINT, LOGIT_ALONE, REFERENCE], "1500", "1700", UpOnAverage, "interest"),
    (
        "market.price_seen",
        &[
            "market.choice=elasticity",
            "market.elasticity=1",
            "market.reference_price=1500",
            "window.shop.opens=2026-05-01",
            RISE,
        ],
        "always",
        "once",
        Moves,
        "orders",
    ),
    ("market.on_price_cut", &[CUT], "keep", "refund", Down, PROFIT),
    ("market.wait_for_cut", &[CUT, "market.on_price_cut=keep"], "0", "0.5", Down, PROFIT),
    (
        "market.cut_known",
        &[CUT, "market.on_price_cut=keep", "market.wait_for_cut=0.5"],
        "0 days",
        "60 days",
        Down,
        PROFIT,
    ),
    ("market.innovation", &[], "1", "1.2", Up, "interest"),
    ("market.imitation", &[], "2", "2.5", Up, "interest"),
    ("market.waiting_weight", &[NARROW], "-0.3", "0.3", Up, "interest"),
    ("market.noise", &[], "0", "0.5", Moves, "interest"),
    ("market.noise_correlation", &["market.noise=0.5"], "0", "0.9", Moves, "interest"),
    ("market.forgetting", &[], "0.005", "0.02", Up, "lost"),
    ("market.return_share", &["market.forgetting=0.02"], "0", "0.5", Down, "lost"),
    ("market.stay", &ROUNDS, "0.5", "0.9", Down, "lost"),
    ("market.cancellation", &[NARROW], "0.001", "0.005", Up, "cancelled"),
    ("market.cancellation_delay", &[NARROW], "0.001", "0.005", Up, "cancelled"),
    ("market.compensation", &[NARROW], "0", "50", Down, PROFIT),
    ("market.ill_will", &[NARROW, "market.cancellation=0.005"], "0", "2", Down, "interest"),
    ("market.promise", &[NARROW, "market.cancellation_delay=0.005"], "20 days", "60 days", Down, "cancelled"),
    (
        "market.time_of_day",
        &[ROUNDS[0], ROUNDS[1], ROUNDS[2], "window.shop.opening_hour=8"],
        "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "[1, 1, 1, 1, 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        UpOnAverage,
        "sell_out_hours.shop",
    ),
    (
        "market.price_acts_on",
        &["market.reference_price=1_500"],
        "market",
        "rate && market.rate_elasticity=1",
        Down,
        "interest",
    ),
    (
        "market.rate_elasticity",
        &["market.price_acts_on=rate", "market.reference_price=1_500"],
        "0.5",
        "1.5",
        Down,
        "interest",
    ),
    ("market.price_change_effect", &["market.price_acts_on=change", CUT], "0", "-1.5", Up, "interest"),
    ("market.come_back", &["market.forgetting=0.02"], "0", "0.01", Down, "lost"),
    ("market.planned_conversion", &TICKETS, "0.2", "0.9", UpOnAverage, "parts_ordered_yuan"),
    ("market.fans.start", &[FANS], "1_000", "2_000", Up, "interest"),
    ("market.fans.date", &[FANS], "2025-12-01", "2026-01-05", Down, "interest"),
    ("market.fans.growth", &[FANS], "0.01", "0.03", Up, "interest"),
    ("market.fans.ceiling", &[FANS], "5_000", "10_000", Up, "interest"),
    ("market.fans.weight", &[FANS], "0.2", "0.5", Up, "interest"),
    ("market.fans.announcement_share", &[FANS], "0.3", "0.6", Up, "interest"),
    ("rival.*.from", &[RIVAL, LOGIT[0], LOGIT[1], LOGIT[2], LOGIT[3]], "2026-01-01", "2026-06-01", Up, "interest"),
    ("rival.*.to", &[RIVAL, LOGIT[0], LOGIT[1], LOGIT[2], LOGIT[3]], "2026-06-01", "2027-01-01", Down, "interest"),
    ("rival.*.quality", &[RIVAL, LOGIT[0], LOGIT[1], LOGIT[2], LOGIT[3]], "2", "3", Down, "interest"),
    ("rival.*.price", &[RIVAL, LOGIT[0], LOGIT[1], LOGIT[2], LOGIT[3]], "2_000", "2_200", Up, "interest"),
    ("rival.*.reaction", &[ANSWERS, DEARER, LOGIT[0], LOGIT[1], LOGIT[2], LOGIT[3]], "0", "1", Down, "interest"),
    (
        "rival.*.reaction_delay",
        &[ANSWERS, DEARER, LOGIT[0], LOGIT[1], LOGIT[2], LOGIT[3]],
        "0 days",
        "200 days",
        Up,
        "interest",
    ),
    (
        "rival.*.reaction_floor",
        &[ANSWERS, DEARER, LOGIT[0], LOGIT[1], LOGIT[2], LOGIT[3]],
        "0",
        "1_950",
        Up,
        "interest",
    ),
    ("pulse.*.date", &[PULSE], "2026-01-20", "2026-12-01", Down, "interest"),
    ("pulse.*.strength", &[PULSE], "1", "2", Up, "interest"),
    ("pulse.*.half_life", &[PULSE], "10 days", "20 days", Up, "interest"),
    ("season.weekdays", &["[season]"], "[1, 1, 1, 1, 1, 1, 1]", "[1, 1, 1, 1, 1, 1, 2]", Up, "interest"),
    (
        "season.months",
        &["[season]"],
        "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
        "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]",
        Up,
        "interest",
    ),
    ("holiday.*.from", &[HOLIDAY], "2026-03-01", "2026-03-08", Down, "interest"),
    ("holiday.*.to", &[HOLIDAY], "2026-03-10", "2026-03-31", Up, "interest"),
    ("holiday.*.factor", &[HOLIDAY], "0", "2", Up, "interest"),
    ("successor.*.date", &[SUCCESSOR], "2026-08-01", "2026-12-01", Up, "interest"),
    ("successor.*.lead", &[SUCCESSOR], "30 days", "120 days", Down, "interest"),
    ("successor.*.effect", &[SUCCESSOR], "0.2", "0.5", Down, "interest"),
    ("window.*.kind", &[], "open", "in_stock", Moves, ""),
    ("window.*.opens", &[], "2026-02-01", "2026-05-01", Down, "interest"),
    ("window.*.closes", &[], "2026-06-01", "2026-09-01", Up, "orders"),
    ("window.*.opening_hour", &[ROUNDS[0], ROUNDS[2], "window.shop.quota=100_000"], "8", "22", DownOnAverage, "orders"),
    (
        "window.*.hours",
        &[ROUNDS[0], ROUNDS[2], "window.shop.quota=100_000", "window.shop.rush=0.1"],
        "2",
        "10",
        Up,
        "orders",
    ),
    ("window.*.every", &[ROUNDS[0], ROUNDS[1]], "1 week", "2 weeks", Down, "orders"),
    ("window.*.until", &[ROUNDS[0], ROUNDS[1], ROUNDS[2]], "2026-06-01", "2026-12-31", Up, "orders"),
    ("window.*.rush", &ROUNDS, "0.5", "2", Down, "sell_out_hours.shop"),
    ("window.*.attendance", &[ROUNDS[0], ROUNDS[2], "window.shop.quota=100_000"], "0.2", "0.6", Up, "orders"),
    (
        "window.*.throughput",
        &[ROUNDS[0], ROUNDS[1], ROUNDS[2], "window.shop.rush=5"],
        "50",
        "100",
        DownOnAverage,
        "sell_out_hours.shop",
    ),
    (
        "window.*.throughput_cv",
        &[ROUNDS[0], ROUNDS[1], ROUNDS[2], "window.shop.throughput=50"],
        "0",
        "0.5",
        Moves,
        "sell_out_hours.shop",
    ),
    ("window.*.stay", &ROUNDS, "0.5", "0.9", Down, "lost"),
    ("window.*.limit", &TICKETS, "100", "300", Up, "reserved"),
    ("window.*.pay", &TICKETS, "0.4", "0.6", Up, "converted"),
    ("window.*.pay_decay", &TICKETS, "0", "0.02", Down, "converted"),
    (
        "window.*.invite_from",
        &[TICKETS[0], TICKETS[1], TICKETS[2], "window.shop.pay_decay=0.02"],
        "2026-02-01",
        "2026-05-01",
        Down,
        "converted",
    ),
    (
        "window.*.invite_every",
        &[TICKETS[0], TICKETS[1], TICKETS[2], "window.shop.pay_decay=0.02"],
        "1 day",
        "30 days",
        DownOnAverage,
        "converted",
    ),
    (
        "window.*.invite_ahead",
        &[TICKETS[0], TICKETS[1], TICKETS[2], "window.shop.pay_decay=0.02"],
        "0 days",
        "20 days",
        UpOnAverage,
        "converted",
    ),
    ("window.*.quota", &ROUNDS, "100", "300", Up, "orders"),
    (
        "window.*.delivery_within",
        &[ROUNDS[0], "window.shop.quota=plan", "window.shop.every=30 days", "window.shop.until=2026-12-01"],
        "2 days",
        "10 days",
        Up,
        "orders",
    ),
    (
        "window.*.promises",
        &[ROUNDS[0], "window.shop.quota=plan", "window.shop.every=30 days", "window.shop.delivery_within=10 days"],
        "available",
        "capacity",
        Moves,
        "orders",
    ),
    (
        "window.*.oversell",
        &[ROUNDS[0], "window.shop.quota=plan", "window.shop.every=30 days", "window.shop.delivery_within=10 days"],
        "0",
        "0.5",
        Up,
        "orders",
    ),
    (
        "order_stream.*.from",
        &[SERIES, "window.shop.opens=2026-06-01"],
        "2026-02-01",
        "2026-04-01",
        Up,
        "first_shipment_day",
    ),
    ("order_stream.*.series", &[SERIES], "[100, 200, 300]", "[100, 200, 400]", Up, "orders"),
    ("order_stream.*.daily_orders[0]", &[STREAM], "20", "25", Up, "orders"),
    ("order_stream.*.to", &[LAW], "2026-06-01", "2026-09-01", Up, "orders"),
    ("order_stream.*.daily_law", &[LAW], "20", "25", Up, "orders"),
    ("order_stream.*.law_factor", &[LAW], "1", "1.5", Up, "orders"),
    ("order_stream.*.price_slope", &[LAW, DEAR], "0.005", "0.01", Down, "orders"),
    ("order_stream.*.price_elasticity", &[LAW, DEAR], "1", "2", Down, "orders"),
    ("order_stream.*.reference_price", &[LAW, SLOPE], "1_000", "1_200", Up, "orders"),
    ("order_stream.*.follows_price", &[LAW, SLOPE, DEAR], "net_price", "shelf_price", Down, "orders"),
    ("order_stream.*.net_price", &[STREAM], "1_500", "1_600", Up, PROFIT),
    ("order_stream.*.margin", &[MARGIN], "0.1", "0.2", Down, PROFIT),
    ("order_stream.*.payment_terms", &[STREAM, DISCOUNTED], "0 days", "60 days", Down, "npv_yuan"),
    ("order_stream.*.allotment", &[STREAM, NARROW], "0.1", "0.5", UpOnAverage, "wait_mean_days"),
    ("order_stream.*.stock", &[MARGIN], "10 days", "20 days", Up, "retail_stock.shops"),
    ("order_stream.*.price_protection", &[RETAILER, CUT], "0.5", "1", Down, PROFIT),
    ("order_stream.*.returnable", &[RETAILER], "0.5", "1", Down, "retail_stock.shops"),
    ("order_stream.*.talks", &[STREAM], "false", "true", Up, "interest"),
    ("disruption.*.demand", &[], "", DEMAND, Down, "interest"),
    ("disruption.*.effect", &[SLOW], "slow", "halt", Moves, ""),
    (
        "disruption.*.stops",
        &[HALT, "disruption.storm.from=2026-05-01", "component.screen.order_up_to_level=2_000"],
        "orders",
        "both",
        Moves,
        "",
    ),
    ("disruption.*.remaining", &[SLOW], "0.2", "0.8", Up, "shipped"),
    ("disruption.*.defect_rate", &[SPOIL], "0", "0.9", DownOnAverage, "shipped"),
    ("disruption.*.line_speed", &[SPOIL], "0.2", "0.8", Up, "shipped"),
    ("disruption.*.from", &[SLOW], "2026-04-01", "2026-12-01", UpOnAverage, "shipped"),
    ("disruption.*.rate_per_year", &[RANDOM], "2", "6", DownOnAverage, "shipped"),
    (
        "disruption.*.strikes",
        &[RANDOM, "disruption.storm.rate_per_year=20"],
        "any_time",
        "after_recovery",
        Moves,
        "shipped",
    ),
    ("disruption.*.length", &[HALT], "30 days", "90 days", Up, "first_shipment_day"),
    ("disruption.*.to", &[HALT_TO], "2026-02-01", "2026-04-01", Up, "first_shipment_day"),
    ("joint.*.drawn", &[SAMPLED], "true", "false", Moves, "interest"),
    ("correlation.*.rank", &[PAIR, UNSURE_P, UNSURE_Q], "-0.8", "0.8", Moves, "interest"),
];

/// Keys that move no figure of a launch by their nature, and the test that sees what they do.
const ELSEWHERE: &[(&str, &str)] = &[
    ("part_worth.*.nothing", "a_conjoint_study_gives_the_curve_its_part_worths_say"),
    ("run.launches", "the_number_of_launches_is_what_is_written"),
    ("component.*.fair_price", "the_audit_ranks_the_screws_first_and_four_fifths_of_their_price_is_overpaid"),
    ("component.*.pacing", "a_pacing_part_is_shown_by_name"),
    ("observed.*.date", "an_observed_fact_is_held_against_its_day"),
    ("observed.*.number", "hours_until_a_number_are_those_of_a_quota_of_as_many"),
    ("observed.*.value", "an_observed_fact_is_held_against_its_day"),
    ("observed.*.since", "a_fact_on_record_is_a_level_a_flow_a_ratio_or_a_bound_with_its_error"),
    ("observed.*.says", "a_fact_on_record_is_a_level_a_flow_a_ratio_or_a_bound_with_its_error"),
    ("observed.*.error", "a_fact_on_record_is_a_level_a_flow_a_ratio_or_a_bound_with_its_error"),
    ("observed.*.error_share", "a_fact_on_record_is_a_level_a_flow_a_ratio_or_a_bound_with_its_error"),
    ("observed.*.side", "a_fact_on_record_is_a_level_a_flow_a_ratio_or_a_bound_with_its_error"),
    ("observed.*.discrepancy", "a_normal_input_and_a_normal_fact_give_the_posterior_of_the_textbook"),
    ("observed.*.role", "what_cannot_be_fitted_is_refused_with_the_cure"),
    ("metric.*.unit", "a_unit_is_that_of_the_expression_or_the_one_written"),
    ("metric.*.better", "which_way_is_good_decides_which_launch_is_worst"),
    ("sweep.design", "the_scenario_can_say_what_is_swept"),
    ("sweep.points", "the_scenario_can_say_what_is_swept"),
    ("sweep.launches", "the_scenario_can_say_what_is_swept"),
];

fn rows() -> impl Iterator<Item = &'static Row> {
    MONEY.iter().chain(SUPPLY).chain(DEMAND_SIDE)
}

/// Whether a key is a name or a text, which says who or what and not how much.
fn is_name(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Text
            | Kind::Letters
            | Kind::File
            | Kind::Metric
            | Kind::Reference(_)
            | Kind::References(_)
            | Kind::TwoKeys
            | Kind::Texts
    )
}

#[test]
fn every_key_of_the_catalogue_has_a_row() {
    let mut left: BTreeSet<String> = BTreeSet::new();
    for table in TABLES {
        let keys = table.keys.iter().filter(|key| !is_name(key.kind));
        left.extend(keys.map(|key| format!("{}.{}", table.path, key.name)));
    }
    assert!(left.len() > 180, "{}", left.len());
    let mut unknown = Vec::new();
    for key in rows().map(|row| row.0).chain(ELSEWHERE.iter().map(|(key, _)| *key)) {
        if !left.remove(key.split('[').next().expect("a key")) {
            unknown.push(key);
        }
    }
    assert!(left.is_empty(), "keys without a row: {left:?}");
    assert!(unknown.is_empty(), "rows of no key, or of one twice: {unknown:?}");
    let tests: String = std::fs::read_dir("tests/suite")
        .expect("the tests")
        .map(|entry| std::fs::read_to_string(entry.expect("an entry").path()).expect("a text"))
        .collect();
    for (key, test) in ELSEWHERE {
        assert!(tests.contains(&format!("fn {test}(")), "{key}: no test is called {test}");
    }
}

/// The address of a key in the company.
fn address(key: &str) -> String {
    let names = [
        ("funding", "round"),
        ("expense", "research"),
        ("loan", "bank"),
        ("service", "cloud"),
        ("currency", "dollar"),
        ("product", "phone"),
        ("supplier", "maker"),
        ("component", "screen"),
        ("factory", "line"),
        ("shift", "night"),
        ("rival", "other"),
        ("expectation", "plan"),
        ("past_sale", "w1"),
        ("part_worth", "cheap"),
        ("pulse", "event"),
        ("holiday", "week"),
        ("successor", "next"),
        ("window", "shop"),
        ("order_stream", "shops"),
        ("disruption", "storm"),
        ("joint", "fits"),
        ("correlation", "pair"),
    ];
    let root = key.split('.').next().expect("a table");
    let name = names.iter().find(|(table, _)| *table == root).map_or("", |(_, name)| name);
    key.replace('*', name)
}

/// The company with tables added, lines taken out and settings laid over it.
fn company(changes: &[String]) -> Result<Scenario, String> {
    let mut text = COMPANY.to_owned();
    let mut sets = Vec::new();
    for change in changes {
        if let Some(line) = change.strip_prefix('-') {
            assert_eq!(text.matches(line).count(), 1, "{line:?} stands once in the company");
            text = text.replace(line, "");
        } else if change.starts_with('[') {
            text = format!("{text}{change}\n");
        } else {
            sets.push(change.clone());
        }
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let path = folder.path().join("company.toml");
    std::fs::write(&path, text).expect("a temporary file can be written");
    load(&Source::File(path), &sets).map(|loaded| loaded.scenario).map_err(|fault| fault.to_string())
}

/// The company of a row with one of its values.
fn side((key, with, ..): &Row, value: &str) -> Result<Scenario, String> {
    let mut changes: Vec<String> = with.iter().map(|&item| item.to_owned()).collect();
    let mut parts = value.split(" && ");
    match parts.next() {
        None | Some("") => {}
        Some(table) if table.starts_with("[disruption") => changes.push(table.to_owned()),
        Some(value) => changes.push(format!("{}={value}", address(key))),
    }
    changes.extend(parts.map(str::to_owned));
    company(&changes)
}

/// What is wrong with a row; `None` when the key does what it must.
fn fault(row: &Row) -> Option<String> {
    let &(key, _, from, to, way, metric) = row;
    let sides = [from, to].map(|value| side(row, value).map(|scenario| support::launches(&scenario, LAUNCHES, 1)));
    let [before, after] = match sides {
        [Ok(before), Ok(after)] => [before, after],
        [one, other] => return Some(format!("{key}: {}", one.and(other).err()?)),
    };
    if metric.is_empty() {
        let differs = before.iter().any(|(name, values)| after.get(name).is_some_and(|other| !same(values, other)));
        return (!differs).then(|| format!("{key}: nothing moves"));
    }
    let (Some(before), Some(after)) = (before.get(metric), after.get(metric)) else {
        return Some(format!("{key}: no figure {metric}"));
    };
    // What never comes, comes later than anything.
    let late = |value: &f64| if value.is_nan() { f64::INFINITY } else { *value };
    let pairs: Vec<(f64, f64)> = before.iter().map(late).zip(after.iter().map(late)).collect();
    let rise = |sign: f64| {
        let against = pairs.iter().position(|(a, b)| a != b && (b - a) * sign < 0.0);
        let moved = pairs.iter().any(|(a, b)| a != b);
        match against {
            Some(launch) => {
                Some(format!("{key}: {metric} of launch {launch} goes from {} to {}", pairs[launch].0, pairs[launch].1))
            }
            None => (!moved).then(|| format!("{key}: {metric} stays at {}", pairs[0].0)),
        }
    };
    let finite: Vec<&(f64, f64)> = pairs.iter().filter(|(a, b)| a.is_finite() && b.is_finite()).collect();
    let sum: f64 = finite.iter().map(|(a, b)| b - a).sum();
    let on_average = |sign: f64| (sum * sign <= 0.0).then(|| format!("{key}: {metric} goes by {sum} in all"));
    match way {
        Up => rise(1.0),
        Down => rise(-1.0),
        UpOnAverage => on_average(1.0),
        DownOnAverage => on_average(-1.0),
        Moves => same(before, after).then(|| format!("{key}: {metric} stays at {}", before[0])),
    }
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()))
}

#[test]
fn every_key_moves_a_result_in_the_direction_of_theory() {
    let faults: Vec<String> = rows().filter_map(fault).collect();
    assert!(faults.is_empty(), "{} of {} keys:\n{}", faults.len(), rows().count(), faults.join("\n"));
}

#[test]
fn the_number_of_launches_is_what_is_written() {
    let scenario = company(&["run.launches=17".to_owned()]).expect("it is sound");
    assert_eq!(scenario.run.launches, 17);
}

#[test]
fn a_pacing_part_is_shown_by_name() {
    for (pacing, shown) in [("true", true), ("false", false)] {
        let scenario = company(&[format!("component.screen.pacing={pacing}")]).expect("it is sound");
        let plan = launchsim::company::plan::compile(&scenario).expect("it compiles");
        assert_eq!(plan.layout.metric("days_short.screen").is_some(), shown);
        assert_eq!(plan.layout.series.iter().any(|series| series.name == "stock.screen"), shown);
    }
}

#[test]
fn an_observed_fact_is_held_against_its_day() {
    let fact = "[observed.fact]\nmetric = \"orders_cumulative\"\ndate = 2026-06-01\nvalue = 5_000".to_owned();
    let on = |date: &str| {
        let scenario = company(&[fact.clone(), format!("observed.fact.date={date}")]).expect("it is sound");
        support::launches(&scenario, LAUNCHES, 1)["observed.fact"].clone()
    };
    assert!(on("2026-06-01").iter().zip(on("2026-09-01")).all(|(early, late)| *early < late));
    let scenario = company(&[fact, "observed.fact.value=7".to_owned()]).expect("it is sound");
    let plan = launchsim::company::plan::compile(&scenario).expect("it compiles");
    assert_eq!(plan.layout.observed[0].value, 7.0);
}

#[test]
fn a_fact_on_record_is_a_level_a_flow_a_ratio_or_a_bound_with_its_error() {
    let facts = "[observed.early]\nmetric = \"orders_cumulative\"\ndate = 2026-06-01\nvalue = 1\n\
        [observed.late]\nmetric = \"orders_cumulative\"\ndate = 2026-08-01\nvalue = 1\n\
        [observed.between]\nmetric = \"orders_cumulative\"\nsince = 2026-06-01\ndate = 2026-08-01\nvalue = 100\n\
        error = 3\nerror_share = 0.05\nside = \"above\"\n\
        [observed.shipped_of_orders]\nmetric = \"shipped\"\nper = \"orders\"\nvalue = 0.9\nsays = \"at_least\"\n";
    let scenario = company(&[facts.to_owned()]).expect("it is sound");
    let found = support::launches(&scenario, LAUNCHES, 1);
    let of = |name: &str| &found[name];
    for launch in 0..LAUNCHES as usize {
        let at = |name: &str| of(name)[launch];
        assert_eq!(at("observed.between"), at("observed.late") - at("observed.early"));
        assert_eq!(at("observed.shipped_of_orders"), at("shipped") / at("orders"));
    }
    assert!(of("observed.between").iter().any(|orders| *orders > 0.0));
    let plan = launchsim::company::plan::compile(&scenario).expect("it compiles");
    let [.., between, ratio] = plan.layout.observed.as_slice() else { panic!("four facts") };
    assert_eq!((between.error, between.side, between.says), (8.0, Side::Above, Says::Exactly));
    assert_eq!((ratio.error, ratio.side, ratio.says), (0.0, Side::Either, Says::AtLeast));
}

/// Everything that costs or brings money, in one company.
const MONEYED: &[&str] = &[
    "[funding.round]\ndate = 2026-03-01\namount = 1_000_000",
    "[expense.research]\nkind = \"r_and_d\"\namount = 50_000\nfrom = 2026-02-01\nto = 2026-08-01",
    "[loan.bank]\ndate = 2026-02-01\namount = 3_000_000\nrate = 0.1\nterm = \"9 months\"\nrepayment = \"annuity\"",
    "[service.cloud]\nrevenue_per_owner_per_month = 3\nrevenue_per_phone = 10\ncost_share = 0.2",
    "[rival.other]\nquality = 3\nprice = [[2026-01-01, 2100], [2026-06-01, 1900]]\nreaction = 0.5\nreaction_floor = 1_700",
    "[order_stream.shops]\ndaily_orders = [[2026-01-05, 20], [2026-12-31, 20]]\nnet_price = 1500\npayment_terms = \"30 days\"",
    "[order_stream.town]\ndaily_law = { uniform = { low = 5, high = 25 } }\nnet_price = 1600\nprice_slope = 0.01\nreference_price = 1_500",
    "[order_stream.chain]\ndaily_orders = [[2026-01-05, 5], [2026-12-31, 5]]\nmargin = 0.2\nstock = \"30 days\"\nprice_protection = 0.7\nreturnable = 0.6",
    "[supplier.backup]\n[component.screen.second_source]\nsupplier = \"backup\"\nshare = 0.3\npremium = 0.1",
    "[factory.extra]\ndecided = 2026-03-01\ntime_to_build = \"30 days\"\nbuild_cost = 40_000\nrunning_cost = 150\nramp_days = [[0, 5], [60, 30]]",
    "[shift.night]\nfactory = \"line\"\ndecided = 2026-05-01\ntime_to_build = \"10 days\"\nuntil = 2026-11-30\nadds = 0.4\ncost = 9_000\ncost_per_day = 80",
    "company.opening_cash=700_000",
    "company.credit_line=400_000",
    "company.interest_rate=0.07",
    "company.penalty_rate=0.2",
    "company.running_cost=[[2026-01-01, 30_000], [2026-06-01, 70_000]]",
    "company.holding_rate=0.1",
    "company.tax_rate=0.25",
    "company.tax_payment_delay=20 days",
    "company.margin_cap=0.05",
    "company.discount_rate=0.1",
    "product.phone.price=[[2026-01-01, 2000], [2026-07-01, 1800]]",
    "product.phone.licence_fee=40",
    "product.phone.logistics_cost=20",
    "product.phone.warranty_cost=30",
    "product.phone.payment_fee=0.01",
    "product.phone.holding_cost_per_day=0.1",
    "product.phone.backorder_cost_per_day=0.2",
    "market.compensation=30",
    "product.phone.order_error_rate=0.02",
    "product.phone.order_error_cost=70",
    "product.phone.order_error_refund=0.3",
    "product.phone.salvage=0.4",
    "supplier.maker.deposit=0.4",
    "supplier.maker.prepayment=100_000",
    "ordering.within_cash=true",
    "component.screen.learning_rate=0.1",
    "component.screen.volume_factors=[[0, 1], [3000, 0.9]]",
    "component.screen.erosion_per_quarter=0.03",
    "component.screen.salvage=0.3",
    "component.screen.cancellation_fee=0.5",
    "component.screen.holding_cost_per_day=0.05",
    "component.screen.freight=3",
    "component.screen.second_source.freight=5",
    "component.screen.order_cost=900",
    "component.screen.second_source.order_cost=700",
    "component.screen.inspection_cost=0.2",
    "component.screen.fair_price=250",
    "[currency.dollar]\nrate = [[2026-01-01, 1.1], [2026-09-01, 0.9]]\nvolatility = 0.2\nhedged = 0.3",
    "component.screen.currency=dollar",
    "[returns]\nshare = 0.1\nrefurbishing_cost = 60\nresale = 0.5",
    "market.choice=logit",
    "market.quality=3",
    "market.price_sensitivity=0.0015",
    "market.reference_price=2000",
    "market.noise=0.3",
    "market.cancellation=0.002",
];

#[test]
fn twice_all_money_of_the_catalogue_is_exactly_twice_all_money_and_nothing_else() {
    let changes: Vec<String> = MONEYED.iter().map(|&change| change.to_owned()).collect();
    let one = company(&changes).expect("it is sound");
    // Written out and read again, to walk over every key by its unit.
    let mut text = COMPANY.to_owned();
    let mut sets: Vec<String> = Vec::new();
    for change in &changes {
        if change.starts_with('[') { text = format!("{text}{change}\n") } else { sets.push(change.clone()) }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("company.toml");
    std::fs::write(&path, text).expect("a file");
    let loaded = load(&Source::File(path.clone()), &sets).unwrap_or_else(|fault| panic!("{fault}"));
    let mut units = BTreeSet::new();
    for key in loaded.keys() {
        let factor = match key.key.unit {
            "money" | "money per month" | "money per day" => 2.0,
            "1/money" | "phones per day and money" => 0.5,
            _ => continue,
        };
        let value: f64 =
            key.written.replace('_', "").parse().unwrap_or_else(|_| panic!("{}: {}", key.address, key.written));
        sets.push(format!("{}={}", key.address, value * factor));
        units.insert(key.key.name);
    }
    let of_money = |name: &str| TABLES.iter().flat_map(|table| table.keys).any(|key| key.name == name);
    let missing: Vec<&str> = TABLES
        .iter()
        .flat_map(|table| table.keys)
        // Answers are a law, not a number.
        .filter(|key| key.unit.contains("money") && !units.contains(key.name) && key.name != "willingness_to_pay")
        .map(|key| key.name)
        .collect();
    assert!(missing.is_empty() && of_money("price"), "keys of money not walked: {missing:?}");
    let two = load(&Source::File(path), &sets).unwrap_or_else(|fault| panic!("{fault}")).scenario;
    let (one, two) = (support::launches(&one, LAUNCHES, 2), support::launches(&two, LAUNCHES, 2));
    let mut rebate = 0.0;
    for (name, values) in &one {
        let factor = if name.split('.').next().is_some_and(|id| id.ends_with("_yuan")) { 2.0 } else { 1.0 };
        for (launch, (a, b)) in values.iter().zip(&two[name]).enumerate() {
            let doubled = a * factor;
            assert!(
                doubled.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
                "{name} of launch {launch}: {a} and {b}"
            );
            rebate += if name == "rebate_yuan" { *a } else { 0.0 };
        }
    }
    assert!(rebate > 0.0, "the cap binds");
}
