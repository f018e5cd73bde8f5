//! Fill rate, mean stock, turns and bullwhip: hand-computed weeks, and what the days of simulated launches say.

use launchsim::company::plan::Plan;
use launchsim::company::{Company, Launches, Observer, simulate};
use launchsim::experiment::Workers;
use launchsim::experiment::figures::days::bands;
use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::outcome::Chunk;

use crate::limits::metrics;
use crate::support;
use crate::validation::{Cases, Tolerance};

/// A line of four a day and one part in stock; a shop asks for ten phones on day 4, three on day 6 and five on day 9.
fn shop(build: &str, days: u32) -> String {
    format!(
        "[timeline]\nstart = 2026-01-01\nhorizon = \"{days} days\"\n[product.phone]\nprice = 100\nassembly_fee = 5\n{build}\n\
         parts = {{ part = 1 }}\n[supplier.maker]\n[ordering]\npolicy = \"none\"\n[component.part]\nsupplier = \"maker\"\n\
         unit_cost = 10\nlead_time = \"1 day\"\nopening_stock = 100\nholding_cost_per_day = 0.01\n[factory.line]\nramp = [[2026-01-01, 4]]\n\
         [order_stream.shop]\nnet_price = 80\nfrom = 2026-01-05\nseries = [10, 0, 3, 0, 0, 5]\n"
    )
}

fn near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: {found} for {expected}");
}

/// Figures by hand, to the last digits.
fn by_hand(cases: &mut Cases, case: &str, found: &std::collections::BTreeMap<String, f64>, figures: &[(&str, f64)]) {
    for &(name, expected) in figures {
        let tolerance = if expected == 0.0 { Tolerance::Exact } else { Tolerance::Relative(1e-12) };
        cases.figure(case, name, expected, found[name], tolerance);
    }
}

#[test]
fn customers_served_from_the_shelf_are_counted_by_hand() {
    let mut cases = Cases::of("customers_served_from_the_shelf_are_counted_by_hand");
    // Built to order: four of the ten, two of the three and four of the five are served on their day; one waits to the end.
    let found = metrics(&support::plan(&shop("", 10)));
    let figures = [
        ("fill_rate", 10.0 / 18.0),
        ("filled_within_promise", 17.0 / 18.0),
        ("mean_waiting", (6.0 + 2.0 + 1.0 + 1.0) / 6.0),
        ("mean_finished_stock", 0.0),
    ];
    by_hand(&mut cases, "4 a day, built to order, asked for 10, 0, 3, 0, 0, 5", &found, &figures);
    // Five on the shelf: nine of the ten, and all the others; nobody waits for a month.
    let found = metrics(&support::plan(&shop("build = \"to_stock\"\nstock_target = 5", 10)));
    let figures = [
        ("fill_rate", 17.0 / 18.0),
        ("filled_within_promise", 1.0),
        ("mean_waiting", 1.0 / 6.0),
        ("mean_finished_stock", (0.0 + 3.0 + 4.0 + 5.0 + 5.0 + 4.0) / 6.0),
    ];
    by_hand(&mut cases, "the same with 5 on the shelf", &found, &figures);
    cases.hold();
}

#[test]
fn turns_and_days_of_supply_are_cost_of_sales_over_book_value() {
    let mut cases = Cases::of("turns_and_days_of_supply_are_cost_of_sales_over_book_value");
    let found = metrics(&support::plan(&shop("build = \"to_stock\"\nstock_target = 5", 10)));
    // Parts at 10, finished phones at 15; 9, 13, 17, 18, 18 and 22 of the parts are used by the evenings of days 4 to 9.
    let book = [910.0, 870.0 + 45.0, 830.0 + 60.0, 820.0 + 75.0, 820.0 + 75.0, 780.0 + 60.0];
    let mean = book.iter().sum::<f64>() / 6.0;
    let costs = found["holding_cost_yuan"] + found["order_cost_yuan"] + found["backorder_cost_yuan"];
    assert!(costs > 0.0);
    let figures = [
        ("mean_inventory_yuan", mean),
        ("days_of_supply", mean / (18.0 * 15.0 / 6.0)),
        ("inventory_turns", 18.0 * 15.0 / 6.0 * 365.25 / mean),
        ("inventory_cost_per_month_yuan", costs / (10.0 / 30.4375)),
    ];
    by_hand(&mut cases, "parts at 10, phones at 15, 5 on the shelf", &found, &figures);
    cases.hold();
}

#[test]
fn where_nothing_is_asked_for_or_sold_the_figures_do_not_apply() {
    let none = shop("", 10).replace("[10, 0, 3, 0, 0, 5]", "[0]");
    let late = shop("", 4).replace("2026-01-05", "2026-02-01");
    for text in [none, late] {
        let found = metrics(&support::plan(&text));
        let names = ["fill_rate", "filled_within_promise", "inventory_turns", "days_of_supply", "mean_waiting"];
        for name in names.into_iter().chain(["mean_finished_stock", "mean_inventory_yuan"]) {
            assert!(found[name].is_nan(), "{name}: {}", found[name]);
        }
        assert!(found["inventory_cost_per_month_yuan"] > 0.0, "the parts are held all the same");
    }
}

/// Customers who come by luck and cancel, a part ordered in lots every week, and a shop with a stock of its own.
const LUCKY: &str = r#"
[timeline]
start = 2026-01-01
horizon = "300 days"
[product.phone]
price = 2000
parts = { screen = 1, screw = 4 }
build = "to_stock"
stock_target = 60
[supplier.maker]
[ordering]
policy = "order_up_to"
order_up_to_level = 20_000
review = "7 days"
[component.screen]
supplier = "maker"
unit_cost = 300
lead_time = "9 days"
lead_time_cv = 0.4
order_up_to_level = 900
opening_stock = 500
pacing = true
[component.screw]
supplier = "maker"
unit_cost = 1
lead_time = "1 day"
order_up_to_level = 6_000
opening_stock = 6_000
order_multiple = 1_000
pacing = true
[factory.line]
ramp = [[2026-01-01, 90]]
[market]
reach = 20_000
announced = 2026-01-10
innovation = 1
imitation = 2
cancellation = 0.01
[window.weekly]
kind = "open"
opens = 2026-02-01
[order_stream.shops]
net_price = 1500
from = 2026-02-10
daily_law = { uniform = { low = 5, high = 15 } }
stock = "10 days"
"#;

/// What the days of a launch say of the same figures.
#[derive(Default)]
struct Days {
    /// Orders, shipments and those waiting in the evening, of the market.
    market: Vec<[f64; 3]>,
    finished: Vec<f64>,
    waiting: Vec<f64>,
    /// To date in the evening: orders of all, screens and screws ordered, customers of the shops, orders of the shops.
    to_date: Vec<[f64; 5]>,
}

impl Observer<1> for Days {
    fn day(&mut self, _: &Plan, company: &Company<1>, _: usize) {
        let (store, queue) = (&company.store, &company.store.market);
        self.market.push([queue.orders_today, queue.shipped_today, queue.waiting].map(|count| f64::from(count.0[0])));
        self.finished.push(f64::from(store.finished.0[0]));
        self.waiting.push(f64::from(store.waiting().0[0]));
        let retailer = store.retailer(0).unwrap();
        let classes = &company.supply.classes;
        let ordered = |name: usize| f64::from(classes[name].ordered.0[0]);
        let asked = f64::from(retailer.sold.0[0] + retailer.lost.0[0]);
        let of_shops = f64::from(store.streams[0].ordered.0[0]);
        self.to_date.push([f64::from(store.ordered().0[0]), ordered(0), ordered(1), asked, of_shops]);
    }
}

#[test]
fn the_figures_of_a_launch_are_those_of_its_days() {
    let plan = support::plan(LUCKY);
    assert_eq!(plan.pacing.iter().map(|part| part.class).collect::<Vec<_>>(), [0, 1]);
    for launch in 0..8 {
        let mut days = Days::default();
        let Launches { metrics, .. } = simulate::<1>(&plan, launch, &mut days);
        let metric = |name: &str| metrics[plan.layout.metric(name).unwrap_or_else(|| panic!("no {name}"))].0[0];
        let first = plan.first_orders;
        let mean = |values: &[f64]| values[first..].iter().sum::<f64>() / (values.len() - first) as f64;
        near(metric("mean_finished_stock"), mean(&days.finished), "finished");
        near(metric("mean_waiting"), mean(&days.waiting), "waiting");
        // On its day is served whoever is left when those of the days before have been.
        let mut before = 0.0;
        let mut met = 0.0;
        for [_, shipped, waiting] in &days.market {
            met += (shipped - before).max(0.0);
            before = *waiting;
        }
        let ordered: f64 = days.market.iter().map(|[orders, ..]| orders).sum();
        assert!(met > 0.0 && met < ordered, "{met} of {ordered}");
        let fill = metric("fill_rate");
        assert!((fill - met / ordered).abs() < 1e-9, "{fill} for {}", met / ordered);
        let shipped: f64 = days.market.iter().map(|[_, shipped, _]| shipped).sum();
        let in_time = metric("shipped_within_promise") * shipped / ordered;
        assert!((metric("filled_within_promise") - in_time).abs() < 1e-9, "{in_time} in time");
        // Whole weeks after the first one.
        let weekly = |at: usize| -> Vec<f64> {
            let ends: Vec<f64> = days.to_date[first..].iter().skip(6).step_by(7).map(|day| day[at]).collect();
            ends.windows(2).map(|pair| pair[1] - pair[0]).collect()
        };
        let swing = |at: usize| {
            let weeks = weekly(at);
            let mean = weeks.iter().sum::<f64>() / weeks.len() as f64;
            weeks.iter().map(|week| (week - mean).powi(2)).sum::<f64>() / (weeks.len() - 1) as f64 / (mean * mean)
        };
        for (name, orders, demand) in
            [("bullwhip.screen", 1, 0), ("bullwhip.screw", 2, 0), ("retail_bullwhip.shops", 4, 3)]
        {
            let (found, expected) = (metric(name), swing(orders) / swing(demand));
            assert!((found / expected - 1.0).abs() < 1e-9, "{name}: {found} for {expected}");
        }
        let (sold, lost) = (metric("sold_through.shops"), metric("retail_lost.shops"));
        near(metric("retail_fill_rate.shops"), sold / (sold + lost), "fill rate of the shops");
    }
}

#[test]
fn orders_that_pass_demand_on_swing_as_it_does_and_lots_swing_more() {
    let text = |lot: &str| {
        format!(
            "[timeline]\nstart = 2026-01-01\nhorizon = \"400 days\"\n[product.phone]\nparts = {{ part = 1 }}\n[supplier.maker]\n\
             [ordering]\npolicy = \"to_order\"\nreview = \"1 day\"\n[component.part]\nsupplier = \"maker\"\nunit_cost = 1\n\
             lead_time = \"0 days\"\npacing = true\n{lot}\n[factory.line]\n[order_stream.shop]\nnet_price = 1\nfrom = 2026-01-01\n\
             daily_law = {{ uniform = {{ low = 50, high = 150 }} }}\n"
        )
    };
    let ratios = |lot: &str| -> Vec<f64> {
        let plan = support::plan(&text(lot));
        let results = simulate::<16>(&plan, 0, &mut launchsim::company::Unobserved);
        results.metrics[plan.layout.metric("bullwhip.part").unwrap()].0.to_vec()
    };
    let mut cases = Cases::of("orders_that_pass_demand_on_swing_as_it_does_and_lots_swing_more");
    assert_eq!(ratios(""), vec![1.0; 16]);
    for (launch, ratio) in ratios("").into_iter().take(3).enumerate() {
        cases.figure(
            &format!("ordered each day what was asked for, launch {launch}"),
            "bullwhip.part",
            1.0,
            ratio,
            Tolerance::Exact,
        );
    }
    cases.hold();
    assert!(
        ratios("order_multiple = 2_000").iter().all(|ratio| *ratio > 5.0),
        "{:?}",
        ratios("order_multiple = 2_000")
    );
    // Without any swing of demand there is nothing to compare with.
    let steady = text("").replace("{ uniform = { low = 50, high = 150 } }", "{ uniform = { low = 100, high = 100 } }");
    let steady = steady.replace("from = 2026-01-01\n", "").replace(
        "daily_law = { uniform = { low = 100, high = 100 } }",
        "daily_orders = [[2026-01-01, 100], [2027-02-04, 100]]",
    );
    assert!(metrics(&support::plan(&steady))["bullwhip.part"].is_nan());
}

#[test]
fn means_of_days_stand_beside_their_quantiles() {
    let scenario = support::scenario(LUCKY);
    let plan = launchsim::company::plan::compile(&scenario).unwrap();
    let workers = Workers::start(Some(2)).unwrap();
    let settings = Settings { launches: 40, workers: &workers, trace: true };
    let mut sink = |_: Chunk| Ok::<(), std::convert::Infallible>(());
    let stop = std::sync::atomic::AtomicBool::new(false);
    let daily = replicate(&scenario, &plan, &settings, &stop, &mut sink).unwrap_or_else(|why| panic!("{why:?}"));
    let bands = bands(&daily, &workers);
    let waiting = plan.layout.series("waiting").unwrap();
    for day in [0, 40, 120, 299] {
        let values: Vec<f64> = daily.values[waiting].at(day).collect();
        near(bands[waiting].mean[day], values.iter().sum::<f64>() / 40.0, "mean of a day");
    }
}

#[test]
fn the_page_of_a_run_tells_service_and_stock_where_they_apply() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("lucky.toml"), LUCKY).unwrap();
    std::fs::write(home.path().join("none.toml"), shop("", 10).replace("[10, 0, 3, 0, 0, 5]", "[0]")).unwrap();
    let page = |file: &str| {
        let output = crate::folders::run(home.path(), &["run", file, "-n", "32", "--no-charts", "-o", "out"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let told = page("lucky.toml");
    let told = told.split("Service and stock").nth(1).unwrap_or_else(|| panic!("{told}"));
    for title in [
        "Fill rate",
        "Mean stock of finished phones",
        "Mean inventory, yuan",
        "Inventory turns a year",
        "Bullwhip ratio of screen",
        "Fill rate of shops",
        "Bullwhip ratio of shops",
    ] {
        assert!(told.contains(title), "{title}: {told}");
    }
    // Without orders there is nothing to serve.
    assert!(!page("none.toml").contains("Fill rate"));
}
