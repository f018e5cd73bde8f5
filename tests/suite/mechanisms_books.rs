//! Each key of the company's money does something, in the direction theory says.

use launchsim::company::identities::Identities;
use launchsim::company::plan::{Plan, compile};
use launchsim::company::trace::Trace;
use launchsim::company::{Launches, simulate};
use launchsim::lanes::WIDTH;
use launchsim::language::source::Source;
use launchsim::outcome::{AuditLine, Monthly};
use launchsim::rooms::books::day::Account;
use launchsim::scenario::{Scenario, load};

use crate::limits::daily;
use crate::support;

/// A small company with a random market, terms, VAT and stock left over.
const BASE: &str = r#"
[timeline]
start = 2026-01-10
end = 2028-03-20

[company]
opening_cash = 6_000_000
credit_line = 1_000_000
interest_rate = 0.06
penalty_rate = 0.2
running_cost = 20_000
vat = 0.17
holding_rate = 0.03

[funding.a]
date = 2026-05-05
amount = 2_000_000

[expense.research]
kind = "r_and_d"
amount = 900_000
from = 2026-01-10
to = 2026-06-30

[expense.event]
kind = "marketing"
amount = 100_000
date = 2026-07-01

[product.phone]
price = 1000
assembly_fee = 40
licence_fee = 10
logistics_cost = 8
warranty_cost = 12
payment_fee = 0.01
build = "to_stock"
stock_target = 200
salvage = 0.4
backorder_cost_per_day = 0.1
parts = { screen = 1, screw = 4 }

[supplier.s]
deposit = 0.3
payment_terms = "45 days"

[supplier.a]
payment_terms = "30 days"

[component.screen]
supplier = "s"
unit_cost = 300
lead_time = "2 months"
lead_time_cv = 0.2
defect_rate = 0.02
salvage = 0.3
cancellation_fee = 0.5
learning_rate = 0.05
learning_from = 500

[component.screw]
supplier = "s"
unit_cost = { uniform = { low = 4, high = 6 } }
lead_time = "1 month"
opening_stock = 400
salvage = 0.1

[build_plan]
cumulative = [[2026-04-01, 0], [2027-12-01, 12_000]]

[factory.f]
supplier = "a"
ramp = [[2026-04-01, 20]]
yield_share = 0.97
throughput_time = "2 days"

[market]
reach = 20_000
innovation = 0.3
imitation = 1.5
noise = 0.3
cancellation = 0.001
cancellation_delay = 0.002

[window.open]
kind = "open"
opens = 2026-04-15

[order_stream.operator]
net_price = 700
payment_terms = "60 days"
daily_orders = [[2026-09-01, 2], [2027-09-01, 4]]
"#;

fn scenario(sets: &[&str]) -> Scenario {
    scenario_of(BASE, sets)
}

fn scenario_of(text: &str, sets: &[&str]) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("company.toml");
    let (tables, keys): (Vec<&str>, Vec<&str>) = sets.iter().partition(|set| set.starts_with('['));
    std::fs::write(&path, format!("{text}\n{}", tables.join("\n"))).unwrap();
    let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
    match load(&Source::File(path), &keys) {
        Ok(loaded) => loaded.scenario,
        Err(fault) => panic!("{fault}"),
    }
}

/// Sixteen launches, with the identities checked every day.
struct Run {
    plan: Plan,
    launches: Launches<WIDTH>,
    monthly: Monthly,
    audit: Vec<AuditLine>,
}

impl Run {
    fn of(sets: &[&str]) -> Self {
        Self::on(&scenario(sets))
    }

    fn on(scenario: &Scenario) -> Self {
        let plan = compile(scenario).unwrap();
        let mut identities = Identities::default();
        simulate::<WIDTH>(&plan, 0, &mut identities);
        assert_eq!(identities.broken, None);
        let mut trace = Trace::new(&plan, WIDTH);
        let launches = simulate::<WIDTH>(&plan, 0, &mut trace);
        let daily = trace.into_daily();
        Self { plan, launches, monthly: daily.monthly, audit: daily.audit }
    }

    fn metric(&self, name: &str) -> [f64; WIDTH] {
        let at = self.plan.layout.metric(name).unwrap_or_else(|| panic!("no metric {name}"));
        self.launches.metrics[at].0
    }

    /// A line's values, month by month, of one launch.
    fn line(&self, statement: &str, line: &str, launch: usize) -> Vec<f64> {
        let found = |other: &launchsim::outcome::StatementLine| (other.statement, other.line) == (statement, line);
        let at = self.monthly.lines.iter().position(found).unwrap_or_else(|| panic!("no line {statement}/{line}"));
        self.monthly.values[at].of(launch).collect()
    }
}

fn assert_close(a: f64, b: f64, tolerance: f64, what: &str) {
    assert!((a - b).abs() <= tolerance, "{what}: {a} and {b} differ by {}", (a - b).abs());
}

/// Everything of this file at once.
const ALL: &[&str] = &[
    "company.tax_rate=0.25",
    "company.tax_payment_delay=5 months",
    "company.margin_cap=0.05",
    "company.discount_rate=0.1",
    "[loan.bank]\ndate = 2026-03-15\namount = 1_000_000\nrate = 0.08\nterm = \"18 months\"\nrepayment = \"annuity\"",
    "[loan.friend]\ndate = 2026-03-31\namount = 500_000\nrate = 0.05\nterm = \"36 months\"",
    "[service.games]\nrevenue_per_owner_per_month = 3\ncost_share = 0.4\nowner_share = 0.5\nfrom = 2026-06-01",
    "[service.power_bank]\nrevenue_per_phone = 69\ncost_share = 0.9\nowner_share = 0.2",
];

#[test]
fn every_month_of_every_launch_ties_out() {
    for sets in [&[][..], ALL] {
        let run = Run::of(sets);
        assert_eq!(run.monthly.months.first().map(String::as_str), Some("2026-01"));
        assert_eq!(run.monthly.months.len(), 28);
        assert_eq!(run.monthly.months.last().map(String::as_str), Some("settlement"));
        for launch in 0..WIDTH {
            let line = |statement: &str, line: &str| run.line(statement, line, launch);
            let tolerance = 1e-9 * line("balance_sheet", "assets").into_iter().fold(1e6, f64::max);
            let lines_of = |statement: &'static str, but: &'static [&'static str]| {
                let mut sums = vec![0.0; run.monthly.months.len()];
                for other in
                    run.monthly.lines.iter().filter(|other| other.statement == statement && !but.contains(&other.line))
                {
                    line(statement, other.line).iter().zip(&mut sums).for_each(|(value, sum)| *sum += value);
                }
                sums
            };
            let result = lines_of("profit_and_loss", &["net_profit"]);
            let flows = lines_of("cash_flow", &["opening_cash", "closing_cash"]);
            let profit = line("profit_and_loss", "net_profit");
            let retained = line("balance_sheet", "retained_earnings");
            let (opening, closing) = (line("cash_flow", "opening_cash"), line("cash_flow", "closing_cash"));
            let assets = line("balance_sheet", "assets");
            let owed: Vec<f64> = ["liabilities", "paid_in", "retained_earnings"]
                .iter()
                .map(|&other| line("balance_sheet", other))
                .fold(vec![0.0; assets.len()], |sum, more| sum.iter().zip(&more).map(|(a, b)| a + b).collect());
            let (mut earned_before, mut cash_before) = (0.0, 6_000_000.0);
            for (month, label) in run.monthly.months.iter().enumerate() {
                assert_close(result[month], profit[month], tolerance, &format!("{label}: lines of the result"));
                assert_close(retained[month] - earned_before, profit[month], tolerance, &format!("{label}: retained"));
                assert_close(assets[month], owed[month], tolerance, &format!("{label}: balance"));
                assert_close(opening[month], cash_before, tolerance, &format!("{label}: opening cash"));
                assert_close(opening[month] + flows[month], closing[month], tolerance, &format!("{label}: cash"));
                (earned_before, cash_before) = (retained[month], closing[month]);
            }
            assert_close(retained[27], run.metric("net_profit_yuan")[launch], tolerance, "net profit");
            assert_close(closing[27], run.metric("closing_cash_yuan")[launch], tolerance, "cash at the end");
            assert_close(closing[27], assets[27], tolerance, "only cash is left");
        }
    }
}

#[test]
fn statements_do_not_change_what_they_describe() {
    let plan = compile(&scenario(ALL)).unwrap();
    let alone = simulate::<WIDTH>(&plan, 0, &mut launchsim::company::Unobserved);
    let traced = simulate::<WIDTH>(&plan, 0, &mut Trace::new(&plan, WIDTH));
    for (a, b) in alone.metrics.iter().zip(&traced.metrics) {
        assert_eq!(a.0.map(f64::to_bits), b.0.map(f64::to_bits));
    }
}

/// 10,000 phones are bought, built, sold and shipped on the first of January 2026 at 100, and cost 80 each.
const ONE_DAY: &str = r#"
[run]
deterministic = true

[timeline]
start = 2026-01-01
end = 2027-12-30

[company]
opening_cash = 1_000_000

[product.phone]
parts = { all = 1 }

[supplier.s]

[component.all]
supplier = "s"
unit_cost = 80
lead_time = "0 days"
policy = "order_up_to"
order_up_to_level = 0
review = "1 day"

[factory.f]

[order_stream.all]
series = [10_000]
from = 2026-01-01
net_price = 100
"#;

/// The same phones, sold in a market to people who pay in advance and wait ten days.
const TEN_DAYS: &str = r#"
[run]
deterministic = true

[timeline]
start = 2026-01-01
end = 2026-12-31

[company]
opening_cash = 1_000_000

[product.phone]
price = 100
parts = { all = 1 }

[supplier.s]

[component.all]
supplier = "s"
unit_cost = 80
lead_time = "0 days"
policy = "order_up_to"
order_up_to_level = 0
review = "1 day"

[factory.f]
ramp = [[2026-01-01, 1_000]]

[market]
reach = 10_000
innovation = 1_000_000
imitation = 0

[window.open]
kind = "open"
opens = 2026-01-01
"#;

fn metric_of(text: &str, sets: &[&str], name: &str) -> f64 {
    Run::on(&scenario_of(text, sets)).metric(name)[0]
}

fn one_day(sets: &[&str], name: &str) -> f64 {
    metric_of(ONE_DAY, sets, name)
}

#[test]
fn the_sums_of_the_source_text_are_exact() {
    for (file, loss) in [("text_1499", -150_300_000.0), ("text_1999", -300_000.0)] {
        let path = format!("{}/scenarios/{file}.toml", env!("CARGO_MANIFEST_DIR"));
        let loaded = load(&Source::File(path.into()), &[]).unwrap_or_else(|fault| panic!("{fault}"));
        let run = Run::on(&loaded.scenario);
        assert_eq!(run.metric("net_profit_yuan"), [loss; WIDTH]);
        // Everything is sold and paid for, so at a rate of nought the present value is the profit.
        assert_eq!(run.metric("npv_yuan"), [loss; WIDTH]);
    }
}

#[test]
fn tax_is_a_share_of_profit_and_never_negative() {
    assert_eq!(one_day(&[], "income_tax_yuan"), 0.0);
    assert_eq!(one_day(&["company.tax_rate=0.25"], "income_tax_yuan"), 50_000.0);
    assert_eq!(one_day(&["company.tax_rate=0.25"], "net_profit_yuan"), 150_000.0);
    assert_eq!(one_day(&["company.tax_rate=0.25", "component.all.unit_cost=120"], "income_tax_yuan"), 0.0);
}

#[test]
fn losses_are_carried_forward_and_not_back() {
    let loss_first = [
        "company.tax_rate=0.25",
        "[expense.x]\nkind = \"other\"\namount = 120_000\ndate = 2026-06-01",
        "order_stream.all.from=2027-02-01",
    ];
    assert_eq!(one_day(&loss_first, "income_tax_yuan"), 0.25 * 80_000.0);
    let loss_last = ["company.tax_rate=0.25", "[expense.x]\nkind = \"other\"\namount = 120_000\ndate = 2027-06-01"];
    assert_eq!(one_day(&loss_last, "income_tax_yuan"), 0.25 * 200_000.0);
}

#[test]
fn tax_is_paid_after_its_delay() {
    let paid_in = |delay: &str| {
        let run =
            Run::on(&scenario_of(ONE_DAY, &["company.tax_rate=0.25", &format!("company.tax_payment_delay={delay}")]));
        let tax = run.line("cash_flow", "income_tax", 0);
        let month = tax.iter().position(|&paid| paid < 0.0).unwrap();
        assert_eq!(tax[month], -50_000.0);
        run.monthly.months[month].clone()
    };
    assert_eq!(paid_in("0 days"), "2026-12");
    assert_eq!(paid_in("5 months"), "2027-06");
    assert_eq!(paid_in("3 years"), "settlement");
}

#[test]
fn the_after_tax_margin_on_hardware_never_exceeds_the_cap() {
    // 200,000 of profit on 1,000,000: without tax (200,000 - 50,000)/0.95 goes back.
    let rebate = one_day(&["company.margin_cap=0.05"], "rebate_yuan");
    assert_close(rebate, 150_000.0 / 0.95, 1e-6, "rebate without tax");
    assert_eq!(one_day(&[], "rebate_yuan"), 0.0);
    assert_eq!(one_day(&["company.margin_cap=0.3"], "rebate_yuan"), 0.0);
    for (tax, cap) in [(0.0, 0.05), (0.25, 0.05), (0.25, 0.12), (0.5, 0.0), (0.25, 0.15), (0.25, 0.16)] {
        let sets = [&format!("company.margin_cap={cap}")[..], &format!("company.tax_rate={tax}")];
        let rebate = one_day(&sets, "rebate_yuan");
        let margin = one_day(&sets, "net_profit_yuan") / (1_000_000.0 - rebate);
        assert_close(margin, f64::min(cap, 0.2 * (1.0 - tax)), 1e-12, &format!("tax {tax} cap {cap}"));
    }
    // On random launches, year by year; without services the company's result is that of hardware.
    for cap in [0.0, 0.02, 0.05] {
        let run =
            Run::of(&["company.tax_rate=0.25", &format!("company.margin_cap={cap}"), "component.screen.unit_cost=150"]);
        assert!(run.metric("rebate_yuan").iter().all(|&rebate| rebate > 0.0));
        for launch in 0..WIDTH {
            let sum = |line: &str, months: std::ops::Range<usize>| {
                run.line("profit_and_loss", line, launch)[months].iter().sum::<f64>()
            };
            for year in [0..12, 12..24, 24..28] {
                let revenue = sum("revenue", year.clone()) + sum("rebate", year.clone());
                let profit = sum("net_profit", year.clone());
                assert!(profit <= cap * revenue + 1e-6, "{profit} of {revenue} in {year:?} with {cap}");
            }
        }
    }
}

#[test]
fn the_cap_leaves_services_alone() {
    let service = "[service.games]\nrevenue_per_owner_per_month = 10";
    let without = one_day(&["company.margin_cap=0.05"], "rebate_yuan");
    assert_close(one_day(&["company.margin_cap=0.05", service], "rebate_yuan"), without, 1e-6, "rebate");
}

#[test]
fn a_bullet_loan_costs_its_rate_and_leaves_at_its_end() {
    let loan = "[loan.bank]\ndate = 2026-01-31\namount = 1_200_000\nrate = 0.1\nterm = \"12 months\"";
    let run = Run::on(&scenario_of(ONE_DAY, &[loan]));
    assert_close(run.metric("interest_paid_yuan")[0], 120_000.0, 1e-6, "interest");
    let owed = run.line("balance_sheet", "loans", 0);
    assert_eq!(owed[0], 1_200_000.0);
    assert_close(owed[11], 1_200_000.0, 1e-6, "the last day of December is a payment day");
    assert_close(owed[12], 0.0, 1e-6, "repaid on 2027-01-31");
    let interest = run.line("cash_flow", "interest_paid", 0);
    assert_close(interest[1], -10_000.0, 1e-9, "a twelfth of the rate on 28 February");
    // The lenders' money is not the project's.
    assert_close(run.metric("npv_yuan")[0], one_day(&[], "npv_yuan"), 1e-6, "present value");
    assert_eq!(run.metric("payback_day")[0].to_bits(), one_day(&[], "payback_day").to_bits());
    assert!(run.metric("lowest_cash_yuan")[0] <= one_day(&[], "lowest_cash_yuan"));
}

#[test]
fn an_annuity_pays_the_same_every_month_and_less_interest_than_a_bullet() {
    let loan = |repayment: &str| {
        format!(
            "[loan.bank]\ndate = 2026-01-15\namount = 15_000\nrate = 0.08\nterm = \"18 months\"\nrepayment = \"{repayment}\""
        )
    };
    let run = Run::on(&scenario_of(ONE_DAY, &[&loan("annuity")]));
    let (interest, principal) = (run.line("cash_flow", "interest_paid", 0), run.line("cash_flow", "loans", 0));
    // Payment of 15,000 over 18 months at 8 % / 12, from the formula of FIN11.
    let rate: f64 = 0.08 / 12.0;
    let growth = (0..18).fold(1.0, |growth, _| growth * (1.0 + rate));
    let payment = 15_000.0 * rate * growth / (growth - 1.0);
    for month in 1..=18 {
        assert_close(-interest[month] - principal[month], payment, 1e-6, &format!("month {month}"));
    }
    assert_close(run.line("balance_sheet", "loans", 0)[18], 0.0, 1e-6, "repaid");
    let bullet = one_day(&[&loan("bullet")], "interest_paid_yuan");
    assert!(run.metric("interest_paid_yuan")[0] < bullet);
    let later = loan("bullet").replace("18 months", "19 months");
    assert!(one_day(&[&later], "interest_paid_yuan") > bullet);
}

#[test]
fn what_follows_the_phone_is_earned_apart_from_it() {
    let service =
        "[service.games]\nrevenue_per_owner_per_month = 3\ncost_share = 0.4\nowner_share = 0.5\nfrom = 2026-12-31";
    let days = 365.0;
    let revenue = 10_000.0 * 0.5 * 3.0 * 12.0 / 365.25 * days;
    assert_close(one_day(&[service], "services_revenue_yuan"), revenue, 1e-5, "revenue of 365 days");
    assert_close(one_day(&[service], "services_profit_yuan"), 0.6 * revenue, 1e-5, "profit");
    assert_eq!(one_day(&[service], "hardware_profit_yuan"), 200_000.0);
    assert_close(one_day(&[service], "net_profit_yuan"), 200_000.0 + 0.6 * revenue, 1e-5, "the company");
    let accessory = "[service.power_bank]\nrevenue_per_phone = 69\nowner_share = 0.2\ncost_share = 0.95";
    assert_close(one_day(&[accessory], "services_revenue_yuan"), 69.0 * 2_000.0, 1e-6, "accessories");
    // The phone at cost, the profit from what follows.
    let at_cost = [&accessory.replace("0.95", "0.5")[..], "order_stream.all.net_price=80"];
    assert_eq!(one_day(&at_cost, "hardware_profit_yuan"), 0.0);
    assert_close(one_day(&at_cost, "net_profit_yuan"), 69_000.0, 1e-6, "profit from accessories");
}

#[test]
fn present_value_discounts_every_flow_by_its_day() {
    // 800,000 out on day 0, 1,000,000 in after the terms.
    for (terms, rate) in [(0, 0.1), (100, 0.1), (365, 0.1), (700, 0.3), (100, 0.0)] {
        let sets =
            [&format!("order_stream.all.payment_terms={terms} days")[..], &format!("company.discount_rate={rate}")];
        let expected = -800_000.0 + 1_000_000.0 * libm::pow(1.0 + rate, -f64::from(terms) / 365.25);
        assert_close(one_day(&sets, "npv_yuan"), expected, 1e-5, &format!("{terms} days at {rate}"));
    }
    // What is not received by the last day, 728, is received in the settlement.
    let sets = ["order_stream.all.payment_terms=2000 days", "company.discount_rate=0.1"];
    let expected = -800_000.0 + 1_000_000.0 * libm::pow(1.1, -728.0 / 365.25);
    assert_close(one_day(&sets, "npv_yuan"), expected, 1e-5, "settled");
    // Owners' money is not the project's.
    let funded =
        one_day(&["[funding.x]\ndate = 2026-03-01\namount = 5_000_000", "company.discount_rate=0.1"], "npv_yuan");
    assert_eq!(funded, one_day(&["company.discount_rate=0.1"], "npv_yuan"));
}

#[test]
fn the_internal_rate_makes_the_present_value_zero() {
    // 800,000 out on day 0, 1,000,000 in after the terms.
    for terms in [30, 100, 365, 700] {
        let set = format!("order_stream.all.payment_terms={terms} days");
        let rate = one_day(&[&set], "irr");
        let expected = libm::pow(1.25, 365.25 / f64::from(terms)) - 1.0;
        assert!((rate / expected - 1.0).abs() < 1e-9, "{terms} days: {rate} and {expected}");
        let value = one_day(&[&set, &format!("company.discount_rate={}", rate.min(10.0))], "npv_yuan");
        assert!(rate > 10.0 || value.abs() < 1e-4, "{terms} days: {value}");
    }
    // Nothing is paid first, or more than comes back.
    assert!(one_day(&["order_stream.all.payment_terms=0 days"], "irr").is_nan());
    assert!(one_day(&["order_stream.all.payment_terms=100 days", "order_stream.all.net_price=70"], "irr").is_nan());
}

#[test]
fn payback_is_the_day_the_cumulative_flow_comes_back_to_nought() {
    let payback = |sets: &[&str]| one_day(sets, "payback_day");
    assert_eq!(payback(&["order_stream.all.payment_terms=100 days"]), 100.0);
    assert!(payback(&[]).is_nan(), "money that never was out does not come back");
    assert!(payback(&["order_stream.all.payment_terms=100 days", "component.all.unit_cost=101"]).is_nan());
    // A later and lower low takes an earlier payback away.
    let expense = "[expense.x]\nkind = \"other\"\namount = 1_100_000\ndate = 2026-06-01";
    assert!(payback(&["order_stream.all.payment_terms=100 days", expense]).is_nan());
    let later = "[order_stream.more]\nseries = [20_000]\nfrom = 2026-09-01\nnet_price = 200";
    assert_eq!(payback(&["order_stream.all.payment_terms=100 days", expense, later]), 243.0);
}

#[test]
fn customers_who_wait_are_owed_what_they_paid() {
    let run = Run::on(&scenario_of(TEN_DAYS, &["company.vat=0.25", "factory.f.ramp=[[2026-01-01, 100]]"]));
    // 10,000 pay 100 on the first day; by the end of January 3,100 are shipped.
    assert_eq!(run.line("cash_flow", "from_customers", 0)[0], 1_000_000.0);
    assert_close(run.line("balance_sheet", "customer_prepayments", 0)[0], 690_000.0, 1e-6, "prepayments");
    assert_close(run.line("profit_and_loss", "revenue", 0)[0], 310_000.0 / 1.25, 1e-6, "revenue net of VAT");
    // Output VAT arises at shipment: 62,000 less the input VAT on all parts, bought on the first day.
    assert_close(run.line("balance_sheet", "vat", 0)[0], 62_000.0 - 200_000.0, 1e-6, "VAT");
    let cancelled = Run::on(&scenario_of(
        TEN_DAYS,
        &["company.vat=0.25", "factory.f.ramp=[[2026-01-01, 1]]", "market.cancellation=0.05"],
    ));
    let shipped = cancelled.metric("shipped")[0];
    assert!(cancelled.metric("cancelled")[0] > 9_000.0);
    // Refunds come before shipment, so they reverse no VAT: what is left is that of the phones shipped and of parts.
    assert_close(cancelled.metric("revenue_yuan")[0], shipped * 80.0, 1e-6, "revenue");
    let paid: f64 = cancelled.line("cash_flow", "from_customers", 0).iter().sum();
    assert_close(paid, shipped * 100.0, 1e-6, "what was not refunded");
    let vat: f64 = cancelled.line("cash_flow", "vat", 0).iter().sum();
    assert_close(vat, 200_000.0 - shipped * 20.0, 1e-6, "VAT reclaimed less VAT paid");
}

#[test]
fn value_added_tax_is_settled_monthly_and_a_credit_carries_forward() {
    let run = Run::on(&scenario_of(ONE_DAY, &["company.vat=0.25"]));
    let paid = run.line("cash_flow", "vat", 0);
    assert_eq!(paid[0], 0.0);
    assert_close(paid[1], -50_000.0, 1e-6, "output less input on the first of February");
    assert_close(paid.iter().sum::<f64>(), -50_000.0, 1e-6, "once");
    let loss = Run::on(&scenario_of(ONE_DAY, &["company.vat=0.25", "component.all.unit_cost=120"]));
    let paid = loss.line("cash_flow", "vat", 0);
    assert!(paid[..24].iter().all(|&paid| paid == 0.0), "a credit is not paid out");
    assert_close(loss.line("balance_sheet", "vat", 0)[12], -50_000.0, 1e-6, "it is carried forward");
    assert_close(paid[24], 50_000.0, 1e-6, "until the settlement");
}

/// A hundred thousand phones are shipped on one day, and paid twenty days later.
const ROUND: &str = "[run]\ndeterministic = true\nlaunches = 1\n[timeline]\nstart = 2012-01-15\nhorizon = \"60 days\"\n\
    [company]\nopening_cash = 0\ncredit_line = 1_000_000_000\nvat = 0.17\n[product.phone]\nparts = { screen = 1 }\n\
    [supplier.s]\n[component.screen]\nsupplier = \"s\"\nunit_cost = 0\nlead_time = \"0 days\"\nopening_stock = 100_000\n\
    [ordering]\npolicy = \"to_order\"\n[factory.f]\n[order_stream.shop]\nfrom = 2012-02-01\nnet_price = 1000\n\
    payment_terms = \"20 days\"\nseries = [100_000]\n";

#[test]
fn value_added_tax_of_the_first_day_of_a_month_belongs_to_that_month() {
    // Days count from 15 January: the first of February is day 17, the first of March day 46.
    for (from, paid_on) in [("2012-01-31", 17), ("2012-02-01", 46), ("2012-02-02", 46), ("2012-02-29", 46)] {
        let text = ROUND.replace("from = 2012-02-01", &format!("from = {from}"));
        let owed = daily(&support::plan(&text), |company| company.books.balance(Account::Vat).0[0]);
        let first = owed.iter().position(|&owed| owed > 0.0).unwrap();
        assert_close(owed[first], 17_000_000.0, 1e-6, from);
        assert!(owed[first..paid_on].iter().all(|&owed| owed > 0.0), "{from}: owed until {paid_on}");
        assert!(owed[paid_on..].iter().all(|&owed| owed == 0.0), "{from}: paid on {paid_on}");
        let paid = Run::on(&scenario_of(&text, &[])).line("cash_flow", "vat", 0);
        let month = if paid_on == 17 { 1 } else { 2 };
        assert_close(paid[month], -17_000_000.0, 1e-6, "in the month after");
    }
    // Parts that arrive on the first lower the next payment and not that of the day.
    let buys = "[component.gold]\nsupplier = \"s\"\nunit_cost = 100\nlead_time = \"17 days\"\npolicy = \"order_up_to\"\n\
        order_up_to_level = 1_000\nreview = \"365 days\"\n";
    let text =
        ROUND.replace("from = 2012-02-01", "from = 2012-01-31").replace("screen = 1 }", "screen = 1, gold = 1 }")
            + buys;
    let text = text
        .replace("series = [100_000]", "series = [500]")
        .replace("lead_time = \"17 days\"", "lead_time = \"17 days\"\nopening_stock = 500");
    let owed = daily(&support::plan(&text), |company| company.books.balance(Account::Vat).0[0]);
    assert_close(owed[16], 0.17 * 500.0 * 1000.0, 1e-6, "output of 31 January");
    assert!(owed[17] < 0.0, "a credit of what arrived on the first: {}", owed[17]);
}

#[test]
fn orders_within_cash_know_what_the_state_was_paid_this_morning() {
    // On the first of February 17 million of the 18 in hand are paid before parts are ordered.
    let text = ROUND
        .replace("credit_line = 1_000_000_000", "credit_line = 0")
        .replace("opening_cash = 0", "opening_cash = 18_000_000")
        + "[component.gold]\nsupplier = \"t\"\nunit_cost = 100\nlead_time = \"200 days\"\npolicy = \"order_up_to\"\n\
           order_up_to_level = 500_000\nreview = \"17 days\"\nopening_stock = 100_000\n[supplier.t]\nsigned = 2012-01-20\ndeposit = 1\n";
    let text = text
        .replace("screen = 1 }", "screen = 1, gold = 1 }")
        .replace("from = 2012-02-01", "from = 2012-01-15")
        .replace("\"to_order\"", "\"to_order\"\nwithin_cash = true")
        .replace("signed = 2012-01-20", "signed = 2012-02-01")
        .replace("payment_terms = \"20 days\"", "payment_terms = \"90 days\"");
    let cash = daily(&support::plan(&text), |company| company.books.cash().0[0]);
    assert_close(cash[16], 18_000_000.0, 1e-6, "the last evening of January");
    assert_close(cash[17], 0.0, 100.0, "a million buys ten thousand parts, and the line is kept");
    assert!(cash.iter().all(|&cash| cash >= -1e-6));
}

#[test]
fn present_value_leaves_out_interest_and_the_tax_it_saves() {
    // A profit in the first year and a loss in the second, or the other way round.
    let expense = |date: &str| format!("[expense.x]\nkind = \"other\"\namount = 150_000\ndate = {date}");
    for date in ["2026-06-01", "2027-06-01"] {
        for delay in ["0 days", "100 days", "1000 days"] {
            let expense = expense(date);
            let sets = [
                &expense[..],
                "company.tax_rate=0.25",
                "company.discount_rate=0.1",
                &format!("company.tax_payment_delay={delay}"),
            ];
            let without = one_day(&sets, "npv_yuan");
            for (date, rate) in [("2026-01-15", 0.3), ("2026-11-01", 2.0)] {
                let loan = format!("[loan.bank]\ndate = {date}\namount = 300_000\nrate = {rate}\nterm = \"9 months\"");
                let with = one_day(&[&sets[..], &[&loan[..]]].concat(), "npv_yuan");
                assert_close(with, without, 1e-5, &format!("loan of {date} at {rate}, tax paid after {delay}"));
            }
        }
    }
}

#[test]
fn the_cost_audit_adds_up_to_what_parts_cost() {
    let run = Run::of(&["component.screen.defect_rate=0", "[ordering]\nlast_order = 2027-06-01"]);
    let bought: f64 = run.metric("parts_ordered_yuan").iter().sum();
    let audited: f64 = run.audit.iter().map(|line| line.money).sum();
    assert!(bought > 0.0);
    assert_close(audited, bought, 1e-9 * bought, "money of all lines");
    let names: Vec<&str> = run.audit.iter().map(|line| line.component.as_str()).collect();
    assert_eq!(names, ["screen", "screw"]);
    assert_eq!(run.audit[1].per_phone, 4);
    // Rejected parts are credited: they are in no line, and the unit cost stays what was quoted.
    let rejected = Run::on(&scenario_of(ONE_DAY, &["component.all.defect_rate=0.2"]));
    let (units, money) = (rejected.audit[0].units, rejected.audit[0].money);
    assert!(units > 0.0);
    assert_close(money / units, 80.0, 1e-9, "unit cost");
}

#[test]
fn a_part_at_five_times_the_fair_price_is_found() {
    let bill = ["component.screw.unit_cost=5", "component.screw.fair_price=1", "component.screen.fair_price=300"];
    let run = Run::of(&bill);
    let (screen, screw) = (&run.audit[0], &run.audit[1]);
    assert_close(screw.money / screw.fair_money.unwrap(), 5.0, 1e-9, "times the fair price");
    // Experience makes the screen cheaper than its quote.
    assert!(screen.money < screen.fair_money.unwrap());
    assert!(Run::of(&[]).audit[0].fair_money.is_none());
    // The audit only looks.
    assert_eq!(run.metric("net_profit_yuan"), Run::of(&bill[..1]).metric("net_profit_yuan"));
}

#[test]
fn a_class_of_several_parts_is_told_apart_by_quotes() {
    // Both parts travel together and erode alike; the bill splits them by their quotes.
    let text = ONE_DAY.replace("parts = { all = 1 }", "parts = { all = 1, nut = 2 }");
    let nut = "[component.nut]\nsupplier = \"s\"\nunit_cost = 5\nlead_time = \"0 days\"\npolicy = \"order_up_to\"\norder_up_to_level = 0\nreview = \"1 day\"";
    let run = Run::on(&scenario_of(&text, &[nut]));
    let launches = WIDTH as f64;
    assert_eq!(run.audit[0].money, 800_000.0 * launches);
    assert_eq!((run.audit[1].units, run.audit[1].money), (20_000.0 * launches, 100_000.0 * launches));
}
