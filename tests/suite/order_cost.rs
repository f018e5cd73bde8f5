//! Does a purchase order cost its fixed cost, and does that answer how much to order at a time?

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::random::math::exp;
use launchsim::rooms::books::day::Account;

use crate::support;
use crate::validation::Cases;
use crate::validation::Tolerance::{Absolute, Relative};

/// Phones asked for a day.
const DAILY: u32 = 100;
/// Of an order.
const FIXED: f64 = 2_500.0;
/// Of a part and a day.
const HOLDING: f64 = 0.02;

/// A hundred phones a day for 3,000 days from one part in lots of Q, ordered when the last lot is used up.
fn in_lots(lot: u32) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = 2026-01-01\nhorizon = \"3000 days\"\n\
         [product.phone]\nparts = {{ screen = 1 }}\n[factory.line]\n[supplier.maker]\n\
         [component.screen]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"1 day\"\nreview = \"1 day\"\n\
         policy = \"reorder_point\"\nreorder_level = 0\norder_quantity = {lot}\nopening_stock = {lot}\n\
         holding_cost_per_day = {HOLDING}\norder_cost = {FIXED}\n\
         [order_stream.shops]\ndaily_orders = [[2026-01-01, {DAILY}], [2040-01-01, {DAILY}]]\nnet_price = 2\n"
    )
}

/// Harris (1913): a lot Q of yearly demand D costs `K D/Q + h Q/2` a year, least at `sqrt(2 K D/h)`. Stock is counted in
/// the evening, when half a day's demand has left it that the formula still holds.
#[test]
fn lots_cost_a_year_what_the_formula_of_harris_says() {
    let mut held = Cases::of("lots_cost_a_year_what_the_formula_of_harris_says");
    let a_year = 365.25;
    let (demand, holding) = (f64::from(DAILY) * a_year, HOLDING * a_year);
    let best = (2.0 * FIXED * demand / holding).sqrt();
    let mut costs: Vec<(u32, f64)> = Vec::new();
    for lot in [2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 7_500, 10_000, 12_000] {
        let launch = support::launch(&in_lots(lot), 0);
        let cost = (launch("order_cost_yuan") + launch("holding_cost_yuan")) * a_year / 3_000.0;
        let formula = FIXED * demand / f64::from(lot) + holding * f64::from(lot) / 2.0;
        let evening = holding * f64::from(DAILY) / 2.0;
        held.figure("Harris", &format!("yearly cost of lots of {lot}"), formula - evening, cost, Relative(1e-12));
        assert_eq!(launch("purchase_orders.screen"), f64::from(300_000 / lot));
        costs.push((lot, cost));
    }
    let least = costs.iter().min_by(|a, b| a.1.total_cmp(&b.1)).expect("there are lots").0;
    held.figure("Harris", "the lot that costs least", best, f64::from(least), Absolute(1e-9));
    held.hold();
}

/// The chance of k customers of a mean.
fn poisson(mean: f64) -> Vec<f64> {
    let mut chances = vec![exp(-mean)];
    for k in 1..200 {
        chances.push(chances[k - 1] * mean / k as f64);
    }
    chances
}

/// Mean cost a day of an (s, S) policy without a lead time, by the renewal of its position: it starts at S after an
/// order, and m(j) is how often it stands at S - j until it is at s or below.
fn cost_of((low, high): (usize, usize), fixed: f64, holding: f64, shortage: f64, demand: &[f64]) -> f64 {
    let evening = |stock: usize| -> f64 {
        let cost = |asked: usize| {
            let (asked, stock) = (asked as f64, stock as f64);
            holding * (stock - asked).max(0.0) + shortage * (asked - stock).max(0.0)
        };
        demand.iter().enumerate().map(|(asked, chance)| chance * cost(asked)).sum()
    };
    let mut visits: Vec<f64> = Vec::new();
    for j in 0..high - low {
        let before: f64 = (0..j).map(|k| visits[k] * demand[j - k]).sum();
        visits.push((before + if j == 0 { 1.0 } else { 0.0 }) / (1.0 - demand[0]));
    }
    let total: f64 = visits.iter().enumerate().map(|(j, visits)| visits * evening(high - j)).sum();
    (fixed + total) / visits.iter().sum::<f64>()
}

/// Zheng & Federgruen (1991), table 1: at a mean of 10 the best policy is (6, 40), at 35.022 a day. What the simulation
/// makes of it and of their other policies is held by `s_s_policies_under_poisson_demand_cost_what_the_tables_say`.
#[test]
fn the_best_s_s_policy_of_zheng_and_federgruen_is_the_best() {
    let demand = poisson(10.0);
    let cost = |policy| cost_of(policy, 64.0, 1.0, 9.0, &demand);
    let all = (0..20).flat_map(|low| (low + 1..80).map(move |high| (low, high)));
    let best = all.min_by(|a, b| cost(*a).total_cmp(&cost(*b))).expect("there are policies");
    assert_eq!(best, (6, 40));
    assert!((cost(best) - 35.021_555).abs() < 5e-7, "{}", cost(best));
}

/// Books of each evening of a launch: orders to date, cash.
struct Evenings(Vec<(f64, f64)>);

impl Observer<1> for Evenings {
    fn day(&mut self, _: &Plan, company: &Company<1>, _: usize) {
        self.0.push((company.books.balance(Account::OrderCost).0[0], company.books.cash().0[0]));
    }
}

fn evenings(text: &str) -> Vec<(f64, f64)> {
    let mut seen = Evenings(Vec::new());
    simulate::<1>(&support::plan(text), 0, &mut seen);
    seen.0
}

/// A screen and a chip that are ordered alike, on day 0 for a plan of a hundred phones and in a week for the next.
const TWO_PARTS: &str = r#"
[run]
deterministic = true
[timeline]
start = 2026-01-01
horizon = "30 days"
[company]
opening_cash = 1_000
[product.phone]
parts = { screen = 1, chip = 2 }
build = "to_plan"
[factory.line]
[supplier.maker]
payment_terms = "60 days"
[component.screen]
supplier = "maker"
unit_cost = 1
lead_time = "2 days"
order_cost = 70
[component.chip]
supplier = "maker"
unit_cost = 1
lead_time = "2 days"
order_cost = 30
[build_plan]
cumulative = [[2026-01-05, 0], [2026-01-06, 100], [2026-01-12, 100], [2026-01-13, 200]]
[order_stream.shops]
daily_orders = [[2026-01-20, 10], [2026-01-25, 10]]
net_price = 2
"#;

#[test]
fn every_order_of_every_part_is_paid_on_its_day() {
    let seen = evenings(TWO_PARTS);
    assert_eq!(seen[0], (100.0, 900.0), "an order of screens and one of chips, though they travel together");
    assert_eq!(seen[6], (100.0, 900.0), "nothing until the next review");
    assert_eq!(seen[7], (200.0, 800.0));
    let launch = support::launch(TWO_PARTS, 0);
    assert_eq!([launch("purchase_orders.screen"), launch("purchase_orders.chip")], [2.0, 2.0]);
    assert_eq!(launch("order_cost_yuan"), 200.0);
    // It is no part of what a phone costs, but of what the launch earns.
    let free = support::launch(&TWO_PARTS.replace("order_cost = 70\n", "").replace("order_cost = 30\n", ""), 0);
    assert_eq!(free("average_variable_cost_yuan"), launch("average_variable_cost_yuan"));
    assert_eq!(free("net_profit_yuan") - launch("net_profit_yuan"), 200.0);
}

#[test]
fn an_order_with_the_second_source_costs_its_own_or_the_same() {
    let second = |more: &str| {
        let text =
            format!("{TWO_PARTS}[supplier.other]\npayment_terms = \"60 days\"\n[component.screen.second_source]\n");
        evenings(&format!("{text}supplier = \"other\"\nshare = 0.5\n{more}"))[0].0
    };
    assert_eq!(second(""), 70.0 + 70.0 + 30.0);
    assert_eq!(second("order_cost = 11\n"), 70.0 + 11.0 + 30.0);
    assert_eq!(second("order_cost = 0\n"), 70.0 + 30.0);
}

#[test]
fn orders_within_cash_leave_room_for_what_placing_them_costs() {
    let text = TWO_PARTS
        .replace("payment_terms = \"60 days\"", "payment_terms = \"60 days\"\ndeposit = 1")
        .replace("opening_cash = 1_000", "opening_cash = 250")
        .replace("[component.screen]", "[ordering]\nwithin_cash = true\n[component.screen]");
    // 300 parts are asked for, 100 go to the orders and 150 are left: half of each.
    let seen = evenings(&text);
    assert_eq!(seen[0], (100.0, 0.0));
    let launch = support::launch(&text, 0);
    assert_eq!(launch("lowest_cash_yuan"), 0.0);
    let poor = evenings(&text.replace("opening_cash = 250", "opening_cash = 100"));
    assert_eq!(poor[0], (0.0, 100.0), "an order that is not placed costs nothing");
}
