//! Are parts bought in another currency booked at the right rates, and has the rate the law it should?

use launchsim::company::identities::Identities;
use launchsim::company::plan::Plan;
use launchsim::company::{Company, Observer, simulate};
use launchsim::experiment::Workers;
use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::lanes::Real;
use launchsim::outcome::Chunk;
use launchsim::random::math::{exp, ln};
use statrs::distribution::{ContinuousCDF, Normal};

use crate::stochastic::{mean_and_error, normal_statistic};
use crate::support;
use crate::validation::Cases;

/// 50 screens at 100 dollars are ordered on day 0 with a deposit of 30 %, come on day 10 and are paid on day 30; the dollar
/// costs 7 yuan and a tenth more every day, up to 11.
const DOLLARS: &str = r#"
[timeline]
start = 2026-01-01
horizon = "60 days"
[company]
opening_cash = 0
[currency.dollar]
rate = [[2026-01-01, 7], [2026-02-10, 11]]
[product.phone]
parts = { screen = 1 }
[supplier.maker]
deposit = 0.3
payment_terms = "20 days"
[ordering]
policy = "to_order"
review = "1 day"
[component.screen]
supplier = "maker"
unit_cost = 100
currency = "dollar"
lead_time = "10 days"
[factory.line]
[order_stream.shops]
from = 2026-01-01
series = [50]
net_price = 2000
"#;

/// Metrics of the first launch, with changes of the text.
fn run(changes: &[(&str, &str)]) -> impl Fn(&str) -> f64 + use<> {
    support::launch(&changed(DOLLARS, changes), 0)
}

fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// Whether an amount is what was reckoned by hand, to a tenth of a fen.
fn is(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.001, "{what}: {found}, by hand {expected}");
}

/// Cash at the end of some days.
fn with_cash_on(days: &[i64]) -> Vec<String> {
    let date = |day: i64| launchsim::units::date_of_day(jiff::civil::date(2026, 1, 1), day);
    let fact = |&day: &i64| {
        format!("[observed.day_{day}]\nmetric = \"cash\"\ndate = {}\nvalue = 1\n[order_stream.shops]", date(day))
    };
    days.iter().map(fact).collect()
}

#[test]
fn deposits_receipts_and_payments_have_the_rates_of_their_days() {
    let facts = with_cash_on(&[0, 9, 10, 29, 30]).concat().replace("[order_stream.shops]", "");
    let told = run(&[("[factory.line]", &format!("{facts}[factory.line]"))]);
    // 1,500 dollars at 7; 3,500 dollars are owed at 8 and paid at 10.
    is("deposit", told("observed.day_0"), -10_500.0);
    is("until the parts come", told("observed.day_9"), -10_500.0);
    is("the shops pay", told("observed.day_10"), 89_500.0);
    is("before the payment", told("observed.day_29"), 89_500.0);
    is("payment", told("observed.day_30"), 54_500.0);
    is("parts", told("cost_of_sales_yuan"), 10_500.0 + 28_000.0);
    is("a part", told("average_variable_cost_yuan"), 770.0);
    is("ordered", told("parts_ordered_yuan"), 35_000.0);
    is("loss", told("exchange_gain_yuan"), -7_000.0);
    is("profit", told("net_profit_yuan"), 54_500.0);
}

#[test]
fn value_added_tax_of_imports_is_owed_in_home_money() {
    let told = run(&[("opening_cash = 0", "opening_cash = 0\nvat = 0.1")]);
    // 10 % of 38,500 in, of 100,000 out; the loss on the dollars is the same.
    is("loss", told("exchange_gain_yuan"), -7_000.0);
    is("profit", told("net_profit_yuan"), 54_500.0);
    let facts = with_cash_on(&[29, 30]).concat().replace("[order_stream.shops]", "");
    let told = run(&[
        ("opening_cash = 0", "opening_cash = 0\nvat = 0.1"),
        ("[factory.line]", &format!("{facts}[factory.line]")),
    ]);
    is("dollars and tax", told("observed.day_30") - told("observed.day_29"), -35_000.0 - 3_850.0);
}

#[test]
fn the_share_bought_forward_has_the_forward_rate() {
    let told = run(&[("[product.phone]", "hedged = 0.4\nforward_rate = 7.5\n[product.phone]")]);
    // 1,500 at 0.6 * 7 + 0.4 * 7.5; 3,500 at 0.6 * 8 + 0.4 * 7.5, and paid at 0.6 * 10 + 0.4 * 7.5.
    is("parts", told("cost_of_sales_yuan"), 10_800.0 + 27_300.0);
    is("loss", told("exchange_gain_yuan"), -0.6 * 3_500.0 * 2.0);
    is("profit", told("net_profit_yuan"), 100_000.0 - 10_800.0 - 31_500.0);
    // Without a forward rate it is the path's, of the day of payment.
    let told = run(&[("[product.phone]", "hedged = 0.4\n[product.phone]")]);
    is("parts at the path", told("cost_of_sales_yuan"), 10_500.0 + 3_500.0 * (0.6 * 8.0 + 0.4 * 10.0));
    is("loss at the path", told("exchange_gain_yuan"), -0.6 * 3_500.0 * 2.0);
    let told = run(&[("[product.phone]", "hedged = 1\n[product.phone]")]);
    is("no loss", told("exchange_gain_yuan"), 0.0);
    is("all at the path", told("net_profit_yuan"), 100_000.0 - 10_500.0 - 35_000.0);
}

#[test]
fn the_deposit_of_parts_sent_back_is_owed_by_the_supplier_in_its_currency() {
    let spoiled = "[disruption.rain]\ncomponent = \"screen\"\neffect = \"spoil\"\nfrom = 2026-01-11\nlength = \"1 day\"\ndefect_rate = 0.999999\n[factory.line]";
    let told = run(&[("[factory.line]", spoiled)]);
    // The first 1,500 dollars, paid at 7, come back at 10. The second order of day 11 pays 1,500 at 8.1, owes 3,500 at 9.1 on
    // day 21, and pays them at 11 on day 41.
    is("loss", told("exchange_gain_yuan"), 4_500.0 - 3_500.0 * 1.9);
    is("parts", told("cost_of_sales_yuan"), 12_150.0 + 31_850.0);
    is("profit", told("net_profit_yuan"), 100_000.0 - 44_000.0 - 2_150.0);
}

#[test]
fn the_settlement_has_the_rate_of_the_last_day() {
    let until = |days: &str, keys: &str| {
        let keys = format!("lead_time = \"10 days\"\n{keys}");
        run(&[("60 days", days), ("lead_time = \"10 days\"", &keys)])
    };
    // Day 4, at 7.4: the deposit comes back worth more, and a fifth of the order is owed.
    let open = until("5 days", "cancellation_fee = 0.2");
    is("gain", open("exchange_gain_yuan"), 600.0);
    is("fee", open("write_down_yuan"), 7_400.0);
    is("profit", open("net_profit_yuan"), -6_800.0);
    let owed = until("5 days", "cancellable = false\nsalvage = 0.5");
    is("gain", owed("exchange_gain_yuan"), 600.0);
    is("owed in full", owed("net_profit_yuan"), 600.0 - 37_000.0 + 18_500.0);
    // Day 20, at 9: what is owed is paid.
    let unpaid = until("21 days", "");
    is("loss", unpaid("exchange_gain_yuan"), -3_500.0);
    is("profit", unpaid("net_profit_yuan"), 100_000.0 - 38_500.0 - 3_500.0);
    // Stopped on the morning of day 1, at 7.1.
    let stopped = run(&[("opening_cash = 0", "opening_cash = 0\non_insolvency = \"stop\"")]);
    is("estate", stopped("exchange_gain_yuan"), 150.0);
    is("what is left", stopped("closing_cash_yuan"), 150.0);
}

#[test]
fn two_sources_may_ask_for_different_money() {
    let second = "[supplier.other]\n[component.screen.second_source]\nsupplier = \"other\"\nshare = 0.4\n";
    // 30 at 700 yuan, and 20 at 100 dollars on delivery, at 8.
    let abroad = format!("{second}unit_cost = 100\ncurrency = \"dollar\"\n[factory.line]");
    let told = run(&[("unit_cost = 100\ncurrency = \"dollar\"", "unit_cost = 700"), ("[factory.line]", &abroad)]);
    is("parts", told("cost_of_sales_yuan"), 21_000.0 + 16_000.0);
    is("no loss", told("exchange_gain_yuan"), 0.0);
    // 30 as above, and 20 at 720 yuan.
    let home = format!("{second}unit_cost = 720\n[factory.line]");
    let told = run(&[("[factory.line]", &home)]);
    is("parts", told("cost_of_sales_yuan"), 0.6 * 38_500.0 + 14_400.0);
    is("loss", told("exchange_gain_yuan"), -0.6 * 7_000.0);
    // A premium is paid in the currency it is a premium on.
    let premium = format!("{second}premium = 0.1\n[factory.line]");
    let told = run(&[("[factory.line]", &premium)]);
    is("parts", told("cost_of_sales_yuan"), 0.6 * 38_500.0 + 20.0 * 110.0 * 8.0);
}

#[test]
fn the_cost_audit_of_imports_is_in_home_money() {
    let second = "[supplier.other]\n[component.screen.second_source]\nsupplier = \"other\"\nshare = 0.4\nunit_cost = 720\n[factory.line]";
    let text =
        changed(DOLLARS, &[("[factory.line]", second), ("unit_cost = 100\n", "unit_cost = 100\nfair_price = 50\n")]);
    let (scenario, plan) = (support::scenario(&text), support::plan(&text));
    let settings = Settings { launches: 1, workers: &Workers::start(Some(1)).unwrap(), trace: true };
    let mut pass = |_: Chunk| Ok::<(), std::convert::Infallible>(());
    let stop = std::sync::atomic::AtomicBool::new(false);
    let Ok(daily) = replicate(&scenario, &plan, &settings, &stop, &mut pass) else { panic!("it runs") };
    let lines = &daily.audit;
    is("money", lines[0].money, 0.6 * 38_500.0 + 14_400.0);
    is("units", lines[0].units, 50.0);
    // A fair price of 50 dollars: 30 as they were paid, 20 on the day they came and were paid.
    is("fair money", lines[0].fair_money.expect("a fair price"), 0.5 * 0.6 * 38_500.0 + 20.0 * 50.0 * 8.0);
}

#[test]
fn opening_stock_is_worth_its_quote_at_the_rate_of_day_0() {
    let told = run(&[("lead_time = ", "opening_stock = 50\nlead_time = ")]);
    is("parts", told("cost_of_sales_yuan"), 50.0 * 700.0);
    is("nothing bought", told("parts_ordered_yuan"), 0.0);
}

/// A company that does nothing but watch the dollar for a year.
const WATCHED: &str = r#"
[run]
seed = 7
[timeline]
start = 2026-01-01
horizon = "366 days"
[currency.dollar]
rate = [[2026-01-01, 7], [2027-01-01, 8]]
volatility = 0.25
[product.phone]
"#;

/// Rates on some days, launch by launch.
struct Rates {
    days: [usize; 2],
    found: Vec<[f64; 2]>,
}

impl Observer<16> for Rates {
    fn begin(&mut self, _: &Plan, company: &mut Company<16>, _: &[Real<16>]) {
        let [early, late] = self.days.map(|day| company.world.exchange.spot(0, day));
        self.found.extend(early.0.into_iter().zip(late.0).map(|(early, late)| [early, late]));
    }

    fn day(&mut self, _: &Plan, _: &Company<16>, _: usize) {}
}

fn rates(text: &str, days: [usize; 2], launches: u32) -> Vec<[f64; 2]> {
    let plan = support::plan(text);
    let mut rates = Rates { days, found: Vec::new() };
    for block in 0..launches / 16 {
        simulate::<16>(&plan, 16 * block, &mut rates);
    }
    rates.found
}

/// What an option to buy a dollar at `strike` brings on its day, undiscounted, after Black (1976).
fn option(forward: f64, strike: f64, deviation: f64) -> f64 {
    let law = Normal::standard();
    let d = ln(forward / strike) / deviation + deviation / 2.0;
    forward * law.cdf(d) - strike * law.cdf(d - deviation)
}

#[test]
fn the_rate_is_a_geometric_brownian_motion_about_its_path() {
    // The formula is that of Hull's example (Options, Futures, and Other Derivatives, "The Black-Scholes-Merton model"):
    // S = 42, K = 40, r = 0.1, s = 0.2, T = 0.5 give 4.76.
    let hull = option(42.0 * exp(0.05), 40.0, 0.2 * 0.5_f64.sqrt()) * exp(-0.05);
    assert_eq!(format!("{hull:.2}"), "4.76");
    let mut held = Cases::of("the_rate_is_a_geometric_brownian_motion_about_its_path");
    let (early, late, volatility) = (100, 365, 0.25);
    let found = rates(WATCHED, [early, late], 4096);
    let years = |days: usize| days as f64 / 365.25;
    let path = |day: usize| 7.0 + day as f64 / 365.0;
    for (at, day) in [early, late].into_iter().enumerate() {
        let case = format!("a currency of 25 % a year, day {day}");
        let values: Vec<f64> = found.iter().map(|rates| rates[at]).collect();
        held.simulated(&case, "rate", path(day), &values, 0.01);
        let variance = volatility * volatility * years(day);
        let logs: Vec<f64> = values.iter().map(|rate| ln(rate / path(day)) + variance / 2.0).collect();
        let (mean, error) = mean_and_error(&logs);
        normal_statistic("mean of its logarithm", mean / error);
        let squares: Vec<f64> = logs.iter().map(|log| log * log).collect();
        held.simulated(&case, "variance of its logarithm", variance, &squares, 0.03);
        let bought: Vec<f64> = values.iter().map(|rate| (rate - 7.5).max(0.0)).collect();
        held.simulated(&case, "option to buy at 7.5", option(path(day), 7.5, variance.sqrt()), &bought, 0.04);
    }
    // What moves after a day has nothing to do with what moved before.
    let moves = |rates: &[f64; 2]| {
        let first = ln(rates[0] / path(early));
        (first, ln(rates[1] / path(late)) - first)
    };
    let products = found.iter().map(moves).map(|(before, after)| {
        let drift = |days: usize| volatility * volatility * years(days) / 2.0;
        (before + drift(early)) * (after + drift(late - early))
    });
    let (mean, error) = mean_and_error(&products.collect::<Vec<f64>>());
    normal_statistic("covariance of increments", mean / error);
    held.hold();
}

#[test]
fn the_rate_of_a_launch_is_the_same_whatever_is_decided_and_its_path_without_luck() {
    let ours = rates(WATCHED, [1, 365], 64);
    let theirs = rates(
        &changed(
            WATCHED,
            &[(
                "[product.phone]",
                "hedged = 0.5\n[currency.yen]\nrate = 0.05\nvolatility = 0.1\n[supplier.maker]\n[product.phone]",
            )],
        ),
        [1, 365],
        64,
    );
    assert_eq!(ours, theirs);
    assert!(ours.windows(2).all(|pair| pair[0] != pair[1]));
    let calm = rates(&changed(WATCHED, &[("seed = 7", "deterministic = true")]), [0, 365], 16);
    assert!(calm.iter().all(|rates| rates[0] == 7.0 && (rates[1] - 8.0).abs() < 1e-12), "{calm:?}");
}

#[test]
fn a_full_hedge_removes_all_spread_that_the_rate_brings() {
    let uncertain = "rate = [[2026-01-01, { uniform = { low = 6.5, high = 7.5 } }], [2026-02-10, { normal = { mean = 11, sd = 1 }, at_least = 1, at_most = 21 }]]\nvolatility = 0.4";
    let told = |keys: &str| {
        let rate = format!("{uncertain}\n{keys}");
        let text = changed(DOLLARS, &[("rate = [[2026-01-01, 7], [2026-02-10, 11]]", &rate)]);
        support::launches(&support::scenario(&text), 64, 2)["net_profit_yuan"].clone()
    };
    let open = told("");
    assert!(open.iter().any(|profit| (profit - open[0]).abs() > 1_000.0));
    for (keys, expected) in [("hedged = 1", 54_500.0), ("hedged = 1\nforward_rate = 8", 60_000.0)] {
        for profit in told(keys) {
            is(keys, profit, expected);
        }
    }
    // Half of it leaves half of each launch's distance.
    for (half, all) in told("hedged = 0.5").iter().zip(&open) {
        is("half", *half, 0.5 * (54_500.0 + all));
    }
}

/// Two currencies under luck, with deposits, faulty parts, tax, orders within cash and companies that are wound up.
fn under_luck() -> String {
    changed(
        DOLLARS,
        &[
            (
                "rate = [[2026-01-01, 7], [2026-02-10, 11]]",
                "rate = 8\nvolatility = 0.5\nhedged = 0.3\n[currency.yen]\nrate = 0.06\nvolatility = 0.6",
            ),
            ("review = \"1 day\"", "review = \"1 day\"\nwithin_cash = true"),
            ("opening_cash = 0", "opening_cash = 30_000\nvat = 0.1\non_insolvency = \"stop\""),
            (
                "lead_time = \"10 days\"",
                "lead_time = \"10 days\"\nlead_time_cv = 0.4\ndefect_rate = 0.05\ninspection_cost = 3\nsample_size = 5",
            ),
            ("series = [50]", "daily_law = { uniform = { low = 0, high = 20 } }"),
            (
                "[factory.line]",
                "[supplier.other]\ndeposit = 0.5\n[component.screen.second_source]\nsupplier = \"other\"\nshare = 0.4\nunit_cost = 12_000\ncurrency = \"yen\"\n[factory.line]",
            ),
        ],
    )
}

#[test]
fn identities_hold_under_luck_with_two_currencies_and_orders_within_cash() {
    let plan = support::plan(&under_luck());
    for block in 0..4 {
        let mut identities = Identities::default();
        simulate::<16>(&plan, 16 * block, &mut identities);
        assert_eq!(identities.broken, None);
    }
}

#[test]
fn neither_threads_nor_lanes_change_a_bit_of_a_launch_that_buys_abroad() {
    let text = under_luck();
    let (scenario, plan) = (support::scenario(&text), support::plan(&text));
    let bits = |metrics: std::collections::BTreeMap<String, Vec<f64>>| -> Vec<Vec<u64>> {
        metrics.into_values().map(|values| values.into_iter().map(f64::to_bits).collect()).collect()
    };
    let one = support::launches(&scenario, 600, 1);
    assert!(one["exchange_gain_yuan"].iter().any(|gain| *gain > 0.0));
    assert!(one["exchange_gain_yuan"].iter().any(|gain| *gain < 0.0));
    let at = plan.layout.metric("exchange_gain_yuan").expect("the metric");
    for launch in [0, 17, 401] {
        let alone = simulate::<1>(&plan, launch, &mut launchsim::company::Unobserved).metrics[at].0[0];
        assert_eq!(alone.to_bits(), one["exchange_gain_yuan"][launch as usize].to_bits(), "launch {launch}");
    }
    assert_eq!(bits(one), bits(support::launches(&scenario, 600, 3)));
}
