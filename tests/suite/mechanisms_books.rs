//! Each key of the company's money does something, in the direction theory says.

use launchsim::engine::identities::Identities;
use launchsim::engine::trace::Trace;
use launchsim::engine::{Launches, simulate};
use launchsim::lanes::WIDTH;
use launchsim::outcome::Monthly;
use launchsim::plan::{Plan, compile};
use launchsim::scenario::{Scenario, Source, load};

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
        Self { plan, launches, monthly: trace.into_daily().monthly }
    }

    fn metric(&self, name: &str) -> [f64; WIDTH] {
        let at = self.plan.layout.metric(name).unwrap_or_else(|| panic!("no metric {name}"));
        self.launches.metrics[at].0
    }

    /// A line's values, month by month, of one launch.
    fn line(&self, statement: &str, line: &str, launch: usize) -> Vec<f64> {
        let found = |other: &launchsim::outcome::StatementLine| (other.statement, other.line) == (statement, line);
        let at = self.monthly.lines.iter().position(found).unwrap_or_else(|| panic!("no line {statement}/{line}"));
        self.monthly.values[at].chunks(WIDTH).map(|month| month[launch]).collect()
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
                for other in run.monthly.lines.iter().filter(|other| other.statement == statement && !but.contains(&other.line)) {
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
    let alone = simulate::<WIDTH>(&plan, 0, &mut launchsim::engine::Unobserved);
    let traced = simulate::<WIDTH>(&plan, 0, &mut Trace::new(&plan, WIDTH));
    for (a, b) in alone.metrics.iter().zip(&traced.metrics) {
        assert_eq!(a.0.map(f64::to_bits), b.0.map(f64::to_bits));
    }
}
