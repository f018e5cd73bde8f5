//! Does a change of the scenario move the results the way it must, and nothing else?

use std::collections::BTreeMap;

use launchsim::company::plan::compile;

use crate::support;

/// Launches of each comparison.
const LAUNCHES: u32 = 48;

type Metrics = BTreeMap<String, Vec<f64>>;

/// A company with luck in everything: two suppliers, three parts, rounds, an operator, money of every kind.
const COMPANY: &str = r#"
[timeline]
start = 2026-01-01
horizon = "300 days"
[company]
vat = 0.17
opening_cash = 1_000_000
credit_line = 100_000
interest_rate = 0.1
penalty_rate = 0.3
running_cost = 20_000
holding_rate = 0.1
[funding.round]
date = 2026-03-01
amount = 200_000
[expense.research]
kind = "r_and_d"
amount = 300_000
from = 2026-01-01
to = 2026-05-31
[product.phone]
price = 1999
parts = { screen = 1, chip = 1, screw = 6 }
build = "to_stock"
stock_target = 100
assembly_fee = 60
licence_fee = 40
logistics_cost = 20
warranty_cost = 30
payment_fee = 0.01
holding_cost_per_day = 0.2
backorder_cost_per_day = 0.3
salvage = 0.4
[supplier.sharp]
region = "japan"
deposit = 0.3
payment_terms = "30 days"
[supplier.local]
payment_terms = "60 days"
[component.screen]
supplier = "sharp"
unit_cost = { pert = { low = 150, mode = 200, high = 260 } }
lead_time = "40 days"
lead_time_cv = 0.3
policy = "order_up_to"
order_up_to_level = 900
salvage = 0.3
erosion_per_quarter = 0.03
pacing = true
[component.chip]
supplier = "sharp"
unit_cost = 150
lead_time = "40 days"
lead_time_cv = 0.3
policy = "order_up_to"
order_up_to_level = 900
learning_rate = 0.1
learning_from = 500
pacing = true
[component.screw]
supplier = "local"
unit_cost = 0.5
lead_time = "10 days"
lead_time_cv = 0.5
defect_rate = 0.02
policy = "order_up_to"
order_up_to_level = 5000
cancellation_fee = 0.5
volume_factors = [[0, 1.5], [5000, 1]]
[factory.line]
ramp = [[2026-01-01, 5], [2026-06-01, 60]]
yield_share = 0.95
throughput_time = "2 days"
[market]
reach = { lognormal = { mean = 6000, cv = 0.4 }, at_most = 1_000_000 }
innovation = 0.6
imitation = 4
noise = 0.4
noise_correlation = 0.5
forgetting = 0.01
cancellation = 0.005
cancellation_delay = 0.01
[window.rounds]
kind = "round"
opens = 2026-02-20
opening_hour = 12
every = "1 week"
quota = 250
rush = 0.4
throughput = 40
throughput_cv = 0.3
[order_stream.operator]
daily_orders = [[2026-04-01, 2], [2026-09-30, 8]]
net_price = 1600
payment_terms = "45 days"
[disruption.quake]
region = "japan"
effect = "halt"
from = 2026-03-11
length = "20 days"
"#;

fn run(text: &str) -> Metrics {
    support::launches(&support::scenario(text), LAUNCHES, 2)
}

/// The company with one passage replaced; the passage must be there.
fn with(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old:?} stands once in the company");
        text.replacen(old, new, 1)
    })
}

fn same_bits(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// Every metric of every launch is the same bit for bit.
fn identical(what: &str, one: &Metrics, other: &Metrics) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{what}");
    for (name, values) in one {
        for (launch, (a, b)) in values.iter().zip(&other[name]).enumerate() {
            assert!(same_bits(*a, *b), "{what}: {name} of launch {launch} is {a} and {b}");
        }
    }
}

/// Money of the metrics, for scaling: whether a metric is an amount.
fn is_money(name: &str) -> bool {
    name.split('.').next().is_some_and(|id| id.ends_with("_yuan"))
}

#[test]
fn doubling_all_prices_and_costs_doubles_all_money_and_moves_nothing_else() {
    let doubled = with(
        COMPANY,
        &[
            ("opening_cash = 1_000_000", "opening_cash = 2_000_000"),
            ("credit_line = 100_000", "credit_line = 200_000"),
            ("running_cost = 20_000", "running_cost = 40_000"),
            ("amount = 200_000", "amount = 400_000"),
            ("amount = 300_000", "amount = 600_000"),
            ("price = 1999", "price = 3998"),
            ("assembly_fee = 60", "assembly_fee = 120"),
            ("licence_fee = 40", "licence_fee = 80"),
            ("logistics_cost = 20", "logistics_cost = 40"),
            ("warranty_cost = 30", "warranty_cost = 60"),
            ("holding_cost_per_day = 0.2", "holding_cost_per_day = 0.4"),
            ("backorder_cost_per_day = 0.3", "backorder_cost_per_day = 0.6"),
            ("low = 150, mode = 200, high = 260", "low = 300, mode = 400, high = 520"),
            ("unit_cost = 150", "unit_cost = 300"),
            ("unit_cost = 0.5", "unit_cost = 1"),
            ("net_price = 1600", "net_price = 3200"),
        ],
    );
    let (one, two) = (run(COMPANY), run(&doubled));
    for (name, values) in &one {
        for (launch, (&a, &b)) in values.iter().zip(&two[name]).enumerate() {
            if is_money(name) {
                let scale = one["revenue_yuan"][launch].max(1e6);
                assert!((b - 2.0 * a).abs() <= 1e-12 * scale || a.is_nan(), "{name} of launch {launch}: {a} and {b}");
            } else if name == "net_margin" {
                assert!((b - a).abs() <= 1e-12, "{name} of launch {launch}: {a} and {b}");
            } else if !name.starts_with("input component.screen") {
                assert!(same_bits(a, b), "{name} of launch {launch}: {a} and {b}");
            }
        }
    }
}

#[test]
fn a_dearer_part_never_raises_the_profit_and_moves_no_phone() {
    let plain = run(COMPANY);
    for (old, new) in [
        ("low = 150, mode = 200, high = 260", "low = 160, mode = 210, high = 270"),
        ("unit_cost = 150", "unit_cost = 180"),
        ("unit_cost = 0.5", "unit_cost = 0.51"),
        ("licence_fee = 40", "licence_fee = 45"),
        ("assembly_fee = 60", "assembly_fee = 61"),
    ] {
        let dearer = run(&with(COMPANY, &[(old, new)]));
        for launch in 0..LAUNCHES as usize {
            for name in ["shipped", "orders", "started", "cancelled", "days_short"] {
                assert!(same_bits(plain[name][launch], dearer[name][launch]), "{new}: {name} of launch {launch}");
            }
            let (before, after) = (plain["net_profit_yuan"][launch], dearer["net_profit_yuan"][launch]);
            assert!(after < before, "{new}: launch {launch} earned {before}, then {after}");
        }
    }
}

#[test]
fn a_longer_lead_time_never_ships_more_from_dated_orders() {
    // Orders that no delay can drive away; every phone is bought for an order in hand.
    let company = with(COMPANY, &[("build = \"to_stock\"\nstock_target = 100\n", "")]);
    let (head, tail) = company.split_once("[market]").expect("there is a market");
    let (_, streams) = tail.split_once("[order_stream.operator]").expect("there is an operator");
    let company =
        format!("{head}[order_stream.operator]{streams}").replace("order_up_to_level = 5000", "order_up_to_level = 0");
    let company = company.replace("order_up_to_level = 900", "order_up_to_level = 0");
    let mut before: Option<Metrics> = None;
    for lead in [20, 40, 80, 160] {
        let text = company.replace("lead_time = \"40 days\"", &format!("lead_time = \"{lead} days\""));
        let after = run(&text);
        if let Some(before) = &before {
            for launch in 0..LAUNCHES as usize {
                let (sooner, later) = (before["shipped"][launch], after["shipped"][launch]);
                assert!(later <= sooner, "lead time {lead}: launch {launch} shipped {sooner}, then {later}");
                assert!(before["first_shipment_day"][launch] <= after["first_shipment_day"][launch], "launch {launch}");
            }
            assert!(after["shipped"].iter().sum::<f64>() < before["shipped"].iter().sum(), "it does matter");
        }
        before = Some(after);
    }
}

#[test]
fn more_patience_never_cancels_more() {
    let mut before = run(COMPANY);
    for hazard in ["0.002", "0"] {
        let text = with(COMPANY, &[("cancellation = 0.005", &format!("cancellation = {hazard}"))]);
        let after = run(&text);
        let sum = |metrics: &Metrics| metrics["cancelled"].iter().sum::<f64>();
        assert!(sum(&after) < sum(&before), "hazard {hazard}");
        before = after;
    }
}

#[test]
fn an_unused_part_and_an_idle_supplier_change_nothing() {
    let more = "[supplier.idle]\nregion = \"japan\"\ndeposit = 1\nweekly_capacity = 0\n\
        [component.unused]\nsupplier = \"sharp\"\nunit_cost = 99\nlead_time = \"40 days\"\nlead_time_cv = 0.3\n\
        policy = \"order_up_to\"\norder_up_to_level = 900\nopening_stock = 50\n\
        [component.spare]\nsupplier = \"idle\"\nunit_cost = 99\nlead_time = \"40 days\"\n";
    identical("unused parts", &run(COMPANY), &run(&format!("{COMPANY}{more}")));
}

#[test]
fn the_order_of_the_tables_changes_nothing() {
    // Windows are served and inputs listed in the order of the file; everything else is known by its name.
    let (before, rest) = COMPANY.split_once("[supplier.sharp]").expect("there is a supplier");
    let (suppliers, rest) = rest.split_once("[component.screen]").expect("there is a part");
    let (parts, rest) = rest.split_once("[factory.line]").expect("there is a factory");
    let (factory, rest) = rest.split_once("[market]").expect("there is a market");
    let other = format!(
        "[market]{rest}\n[factory.line]{factory}\n[component.screen]{parts}\n[supplier.sharp]{suppliers}\n{before}"
    );
    identical("order of the tables", &run(COMPANY), &run(&other));
}

#[test]
fn the_order_of_a_phones_parts_changes_no_count() {
    let other = with(COMPANY, &[("{ screen = 1, chip = 1, screw = 6 }", "{ screw = 6, chip = 1, screen = 1 }")]);
    let (mut one, mut two) = (run(COMPANY), run(&other));
    // Of two parts equally short the first is named.
    for metrics in [&mut one, &mut two] {
        metrics.retain(|name, _| !name.starts_with("days_short.") && !name.starts_with("bound_by."));
    }
    close_and_counts("order of the parts", &one, &two);
}

/// Counts the same exactly, money to rounding.
fn close_and_counts(what: &str, one: &Metrics, two: &Metrics) {
    for (name, values) in one {
        for (launch, (&a, &b)) in values.iter().zip(&two[name]).enumerate() {
            if is_money(name) || ["net_margin", "irr", "inventory_turns", "days_of_supply"].contains(&name.as_str()) {
                let scale = match name.as_str() {
                    "net_margin" => 1.0,
                    "irr" | "inventory_turns" | "days_of_supply" => a.abs().max(1.0),
                    _ => one["revenue_yuan"][launch].max(1e6),
                };
                assert!(
                    (a - b).abs() <= 1e-9 * scale || (a.is_nan() && b.is_nan()),
                    "{what}: {name}, {launch}: {a}, {b}"
                );
            } else {
                assert!(same_bits(a, b), "{what}: {name} of launch {launch}: {a} and {b}");
            }
        }
    }
}

#[test]
fn parts_that_travel_together_behave_as_they_do_apart() {
    // With the same salvage share screen and chip fall into one class.
    let together = with(
        COMPANY,
        &[("order_up_to_level = 900\nlearning_rate", "order_up_to_level = 900\nsalvage = 0.3\nlearning_rate")],
    );
    let plan = compile(&support::scenario(&together)).expect("it compiles");
    assert_eq!(plan.supply.classes.len(), 2, "screen and chip travel together");
    // A disruption of the chip alone that ends before the timeline hits nobody, and tells the two apart.
    let harmless =
        "[disruption.past]\ncomponent = \"chip\"\neffect = \"halt\"\nfrom = 2025-01-01\nlength = \"10 days\"\n";
    let apart = format!("{together}{harmless}");
    let plan = compile(&support::scenario(&apart)).expect("it compiles");
    assert_eq!(plan.supply.classes.len(), 3, "screen and chip travel apart");
    let (mut one, mut two) = (run(&together), run(&apart));
    // Which of two parts that are equally short is named differs by their number; their sum does not.
    for metrics in [&mut one, &mut two] {
        metrics.retain(|name, _| !name.starts_with("days_short.") && !name.starts_with("bound_by."));
    }
    close_and_counts("apart", &one, &two);
}

#[test]
fn a_part_of_which_a_phone_takes_several_is_counted_in_sets_without_changing_anything() {
    // Two of a part at half the price, in lots of two, are one part: only their names differ.
    let plain = with(
        COMPANY,
        &[
            ("unit_cost = 150", "unit_cost = 75"),
            ("chip = 1", "chip = 2"),
            (
                "order_up_to_level = 900\nlearning_rate = 0.1\nlearning_from = 500",
                "order_up_to_level = 1800\nlearning_rate = 0.1\nlearning_from = 1000",
            ),
        ],
    );
    let (mut one, mut two) = (run(COMPANY), run(&plain));
    for metrics in [&mut one, &mut two] {
        metrics.retain(|name, _| !name.starts_with("days_short.") && !name.starts_with("bound_by."));
    }
    close_and_counts("pairs", &one, &two);
}

#[test]
fn another_price_leaves_the_luck_of_every_launch_as_it_was() {
    // One part, one order on day 0: its arrival is the lead time that luck drew.
    let arrival = |price: u32, more: &str| {
        let text = format!(
            "[timeline]\nstart = 2026-01-01\nhorizon = \"300 days\"\n[product.phone]\nprice = {price}\nparts = {{ screen = 1 }}\n\
             [supplier.maker]\n[component.screen]\nsupplier = \"maker\"\nunit_cost = {{ uniform = {{ low = 1, high = 9 }} }}\n\
             lead_time = \"60 days\"\nlead_time_cv = 0.4\npolicy = \"order_up_to\"\norder_up_to_level = 500\n[factory.line]\n\
             [window.shop]\nkind = \"open\"\nopens = 2026-01-01\n\
             [market]\nreach = 400\ninnovation = 1e6\nimitation = 0\nchoice = \"elasticity\"\nelasticity = 2\nreference_price = 1000\n{more}"
        );
        run(&text)
    };
    let plain = arrival(1000, "");
    for (what, other) in [
        ("a higher price", arrival(1300, "")),
        ("a noisy market", arrival(1000, "noise = 0.5\nforgetting = 0.01\n")),
        (
            "one more part",
            arrival(1000, "[component.spare]\nsupplier = \"maker\"\nunit_cost = 1\nlead_time = \"9 days\"\n"),
        ),
    ] {
        for name in ["first_shipment_day", "input component.screen.unit_cost"] {
            assert_eq!(plain[name], other[name], "{what}: {name}");
        }
    }
    let days: std::collections::BTreeSet<i64> = plain["first_shipment_day"].iter().map(|&day| day as i64).collect();
    assert!(days.len() > 20, "the lead times do differ: {days:?}");
}

#[test]
fn another_seed_is_other_luck() {
    let other = run(&format!("[run]\nseed = 2\n{COMPANY}"));
    let plain = run(COMPANY);
    let differ = plain["net_profit_yuan"].iter().zip(&other["net_profit_yuan"]).filter(|(a, b)| a != b).count();
    assert_eq!(differ, LAUNCHES as usize);
}
