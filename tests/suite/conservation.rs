//! Do the identities hold on every day of every launch, whatever a planner writes?

use std::collections::BTreeSet;

use launchsim::company::identities::Identities;
use launchsim::company::plan::{Plan, PlanError, compile};
use launchsim::company::trace::series;
use launchsim::company::{Company, Launches, Observer, simulate};
use launchsim::lanes::Real;
use launchsim::scenario::tables::TABLES;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRng, TestRunner};

use crate::{generator, support};

/// Metrics that have no value in some launches: nothing was shipped, sold out or insolvent, or the day of a fact lies
/// outside the timeline.
const MAY_BE_NAN: [&str; 31] = [
    "full_unit_cost_",
    "break_even_price_",
    "break_even_volume",
    "irr",
    "signature_day.",
    "slip_days",
    "wait_mean_days",
    "wait_p50_days",
    "wait_p90_days",
    "shipped_within_promise",
    "net_margin",
    "average_variable_cost_",
    "loaded_unit_cost_",
    "insolvency_day",
    "cash_gap_ends_day",
    "first_shipment_day",
    "sell_out_hours.",
    "observed.",
    "metric_",
    "payback_day",
    "signed_day.",
    "fill_rate",
    "filled_within_promise",
    "mean_finished_stock",
    "mean_waiting",
    "mean_inventory_",
    "inventory_turns",
    "days_of_supply",
    "bullwhip.",
    "retail_fill_rate.",
    "retail_bullwhip.",
];

/// Watches the identities and every daily series at once.
#[derive(Default)]
struct Watch {
    identities: Identities,
    infinite: Option<String>,
}

impl<const L: usize> Observer<L> for Watch {
    fn begin(&mut self, plan: &Plan, company: &mut Company<L>, inputs: &[Real<L>]) {
        self.identities.begin(plan, company, inputs);
    }

    fn day(&mut self, plan: &Plan, company: &Company<L>, day: usize) {
        self.identities.day(plan, company, day);
        for (series, values) in plan.layout.series.iter().zip(series(plan, company)) {
            let none_yet = series.name.contains("unit_cost") || series.name.contains("variable_cost");
            let fine = |value: &f64| value.is_finite() || (none_yet && value.is_nan());
            if self.infinite.is_none() && !values.0.iter().all(fine) {
                self.infinite = Some(format!("{} is {:?} on day {day}", series.name, values.0));
            }
        }
    }

    fn end(&mut self, plan: &Plan, company: &Company<L>) {
        self.identities.end(plan, company);
    }
}

fn watched<const L: usize>(plan: &Plan, first: u32) -> Result<Launches<L>, String>
where
    Watch: Observer<L>,
{
    let mut watch = Watch::default();
    let results = simulate::<L>(plan, first, &mut watch);
    if let Some(fault) = watch.identities.broken.or(watch.infinite) {
        return Err(format!("{fault} (launches from {first}, {L} side by side)"));
    }
    let metric = |name: &str| results.metrics[plan.layout.metric(name).unwrap()];
    let accounted = metric("shipped") + metric("cancelled") + metric("waiting_end");
    if metric("orders").0 != accounted.0 {
        return Err(format!(
            "orders = shipped + cancelled + waiting at the end: {:?} of {:?}",
            accounted.0,
            metric("orders").0
        ));
    }
    for (metric, values) in plan.layout.metrics.iter().zip(&results.metrics) {
        let may_be_nan = MAY_BE_NAN.iter().any(|name| metric.name.starts_with(name));
        for value in values.0 {
            if !(value.is_finite() || (may_be_nan && value.is_nan())) {
                return Err(format!("{} is {value}", metric.name));
            }
        }
    }
    Ok(results)
}

/// Sixteen launches side by side hold every identity, and each is bit for bit the launch that runs alone.
fn holds(plan: &Plan) -> Result<(), String> {
    let together = watched::<16>(plan, 0)?;
    for lane in [0, 6, 15] {
        let alone = watched::<1>(plan, lane as u32)?;
        for (at, metric) in plan.layout.metrics.iter().enumerate() {
            let (one, many) = (alone.metrics[at].0[0], together.metrics[at].0[lane]);
            if one.to_bits() != many.to_bits() && !(one.is_nan() && many.is_nan()) {
                return Err(format!("{} of launch {lane} is {one} alone and {many} beside others", metric.name));
            }
        }
    }
    Ok(())
}

fn holds_in(text: &str) {
    holds(&support::plan(text)).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
}

/// How a scenario fails: `None` when all holds.
fn failure(text: &str) -> Option<String> {
    let held = || {
        let scenario = support::try_scenario(text).map_err(|faults| format!("invalid: {faults}"))?;
        let plan = match compile(&scenario) {
            Ok(plan) => plan,
            // Drafts repeat windows freely; one that would open twice at once is refused, as it must be.
            Err(PlanError::OpensTwice { .. }) => return Ok(()),
            Err(fault) => return Err(format!("not compiled: {fault}")),
        };
        holds(&plan)
    };
    match std::panic::catch_unwind(held) {
        Ok(held) => held.err(),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            Some(format!("panic: {}", words.unwrap_or("without words")))
        }
    }
}

/// The kind of a failure, which a smaller scenario must share: its words without numbers.
fn kind(failure: &str) -> String {
    failure.lines().next().unwrap_or("").chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

/// Leaves out tables, then keys, as long as the scenario still fails in the same way.
fn simplest(text: &str, fault: &str) -> String {
    let mut tables: Vec<Vec<String>> = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') || tables.is_empty() {
            tables.push(Vec::new());
        }
        tables.last_mut().expect("just pushed").push(line.to_owned());
    }
    let written = |tables: &[Vec<String>]| tables.iter().flatten().map(|line| format!("{line}\n")).collect::<String>();
    let still = |tables: &[Vec<String>]| failure(&written(tables)).is_some_and(|other| kind(&other) == kind(fault));
    let mut smaller = true;
    while smaller {
        smaller = false;
        for at in (0..tables.len()).rev() {
            let mut fewer = tables.clone();
            fewer.remove(at);
            if still(&fewer) {
                (tables, smaller) = (fewer, true);
                continue;
            }
            for line in (1..tables[at].len()).rev() {
                let mut fewer = tables.clone();
                fewer[at].remove(line);
                if still(&fewer) {
                    (tables, smaller) = (fewer, true);
                }
            }
        }
    }
    written(&tables)
}

/// Cases of the property in the quick suite; `PROPTEST_CASES` asks for more, each run of them for others.
const QUICK: u32 = 300;

#[test]
fn every_identity_holds_every_day_in_any_valid_scenario() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config { cases: asked.unwrap_or(QUICK), failure_persistence: None, ..Config::default() };
    let luck = TestRng::deterministic_rng(config.rng_algorithm);
    let cases = config.cases;
    let mut runner = if asked.is_some() { TestRunner::new(config) } else { TestRunner::new_with_rng(config, luck) };
    let drafts = generator::drafts();
    for case in 0..cases {
        let text = drafts.new_tree(&mut runner).expect("a draft can be drawn").current().text();
        if let Some(fault) = failure(&text) {
            let simplest = simplest(&text, &fault);
            let fault = failure(&simplest).expect("the simplest one fails too");
            panic!("case {case}: {fault}\nin\n{simplest}");
        }
    }
}

/// Keys that name other files, which the tests of scenario files hold.
const OF_FILES: [&str; 7] = [
    ".extends",
    ".supplier_list",
    ".observed_list",
    "product.*.bom",
    "demand.past_sales",
    "demand.part_worths",
    "joint.*.sample",
];

#[test]
fn the_generator_writes_every_key_of_the_catalogue() {
    let mut runner = TestRunner::deterministic();
    let mut written = BTreeSet::new();
    for _ in 0..400 {
        let draft = generator::drafts().new_tree(&mut runner).expect("a draft can be drawn").current();
        let mut table = String::new();
        for line in draft.text().lines() {
            if let Some(header) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                let matches = |path: &str| {
                    let (path, header) = (path.split('.'), header.split('.'));
                    path.clone().count() == header.clone().count()
                        && path.zip(header).all(|(path, part)| path == "*" || path == part)
                };
                let kind = TABLES.iter().find(|kind| matches(kind.path));
                table = kind.unwrap_or_else(|| panic!("no table {header}")).path.to_owned();
            } else if let Some((key, _)) = line.split_once(" = ") {
                written.insert(format!("{table}.{key}"));
            }
        }
    }
    // [sweep] and [explore] say which launches to run and change none of them; tests of their own hold them.
    let keys = TABLES
        .iter()
        .filter(|table| !["sweep", "explore"].contains(&table.path))
        .flat_map(|table| table.keys.iter().map(move |key| format!("{}.{}", table.path, key.name)));
    let missing: Vec<String> = keys.filter(|key| !written.contains(key) && !OF_FILES.contains(&key.as_str())).collect();
    assert!(missing.is_empty(), "tests/suite/generator.rs never writes {}", missing.join(", "));
}

/// A small company with everything in it, to which the cases at the edge add or from which they take.
fn small(timeline: &str, market: &str, more: &str) -> String {
    format!(
        "[timeline]\nstart = 2026-01-01\n{timeline}\n\
         [company]\nopening_cash = 1_000_000\nvat = 0.17\n\
         [product.phone]\nprice = 1999\nparts = {{ screen = 1, screw = 6 }}\nassembly_fee = 50\n\
         [supplier.maker]\ndeposit = 0.3\npayment_terms = \"30 days\"\n\
         [component.screen]\nsupplier = \"maker\"\nunit_cost = 200\nlead_time = \"20 days\"\nlead_time_cv = 0.3\n\
         policy = \"order_up_to\"\norder_up_to_level = 500\n\
         [component.screw]\nsupplier = \"maker\"\nunit_cost = 0.1\nlead_time = \"5 days\"\ndefect_rate = 0.02\n\
         policy = \"order_up_to\"\norder_up_to_level = 3000\n\
         [factory.line]\nramp = [[2026-01-01, 100]]\nyield_share = 0.97\nthroughput_time = \"2 days\"\n\
         [market]\n{market}\n\
         [window.shop]\nkind = \"open\"\nopens = 2026-01-01\n{more}"
    )
}

const HALF_A_YEAR: &str = "horizon = \"180 days\"";
const SOME_PEOPLE: &str = "reach = 2000\ninnovation = 2\nimitation = 5\ncancellation = 0.02";

/// One metric in sixteen launches.
fn metric(text: &str, name: &str) -> [f64; 16] {
    let plan = support::plan(text);
    let at = plan.layout.metric(name).unwrap_or_else(|| panic!("no metric {name}"));
    watched::<16>(&plan, 0).unwrap_or_else(|fault| panic!("{fault}")).metrics[at].0
}

#[test]
fn a_horizon_of_one_day_holds() {
    let text = small("horizon = \"1 day\"", SOME_PEOPLE, "");
    holds_in(&text);
    assert_eq!(metric(&text, "shipped"), [0.0; 16], "no part arrives on the first day");
    assert!(metric(&text, "parts_ordered_yuan").iter().all(|&value| value > 0.0));
}

#[test]
fn a_market_of_nobody_holds() {
    let text = small(HALF_A_YEAR, "reach = 0\ninnovation = 2\nimitation = 5", "");
    holds_in(&text);
    assert_eq!(metric(&text, "interest"), [0.0; 16]);
}

#[test]
fn a_price_of_nothing_holds() {
    for choice in ["", "choice = \"elasticity\"\nelasticity = 2\nreference_price = 1999"] {
        let text =
            small(HALF_A_YEAR, &format!("{SOME_PEOPLE}\n{choice}"), "").replacen("price = 1999\n", "price = 0\n", 1);
        holds_in(&text);
        assert_eq!(metric(&text, "revenue_yuan"), [0.0; 16], "{choice}");
        assert!(metric(&text, "shipped").iter().all(|&phones| phones > 0.0), "{choice}");
    }
}

#[test]
fn a_company_without_a_factory_ships_nothing() {
    let text = small(HALF_A_YEAR, SOME_PEOPLE, "");
    let (before, rest) = text.split_once("[factory.line]").expect("there is a factory");
    let (_, after) = rest.split_once("[market]").expect("there is a market");
    let text = format!("{before}[market]{after}");
    holds_in(&text);
    assert_eq!(metric(&text, "shipped"), [0.0; 16]);
    assert!(metric(&text, "orders").iter().all(|&phones| phones > 0.0));
}

#[test]
fn a_phone_without_parts_is_bound_by_capacity_alone() {
    let text = small(HALF_A_YEAR, SOME_PEOPLE, "").replace("parts = { screen = 1, screw = 6 }\n", "");
    holds_in(&text);
    assert_eq!(metric(&text, "days_short_parts"), [0.0; 16]);
    assert!(metric(&text, "shipped").iter().all(|&phones| phones > 0.0));
}

#[test]
fn a_part_nobody_supplies_is_a_fault() {
    let text = small(HALF_A_YEAR, SOME_PEOPLE, "").replace("supplier = \"maker\"\nunit_cost = 200", "unit_cost = 200");
    let faults = support::try_scenario(&text).expect_err("a part needs a supplier");
    assert!(faults.contains("supplier"), "{faults}");
}

#[test]
fn a_part_nobody_ever_orders_stops_the_line() {
    let text = small(HALF_A_YEAR, SOME_PEOPLE, "").replace("policy = \"order_up_to\"\norder_up_to_level = 500\n", "");
    holds_in(&text);
    assert_eq!(metric(&text, "shipped"), [0.0; 16]);
}

#[test]
fn demand_that_is_halted_from_the_start_is_nought() {
    let halt = "[disruption.silence]\ndemand = true\neffect = \"halt\"\nfrom = 2026-01-01\nlength = \"10000 days\"\n";
    let text = small(HALF_A_YEAR, SOME_PEOPLE, halt);
    holds_in(&text);
    assert_eq!(metric(&text, "interest"), [0.0; 16]);
}

#[test]
fn everything_on_day_0_holds() {
    let everything = "[order_stream.operator]\nfrom = 2026-01-01\nseries = [700]\nnet_price = 1500\n\
        [expense.tooling]\nkind = \"tooling\"\namount = 50000\ndate = 2026-01-01\n\
        [funding.round]\namount = 100000\ndate = 2026-01-01\n\
        [pulse.event]\ndate = 2026-01-01\nstrength = 1e9\nhalf_life = \"1 day\"\n\
        [disruption.quake]\nsupplier = \"maker\"\neffect = \"halt\"\nfrom = 2026-01-01\nlength = \"1 day\"\n";
    let text = small("horizon = \"1 day\"", SOME_PEOPLE, everything).replace("\"20 days\"", "\"0 days\"");
    holds_in(&text);
    assert_eq!(metric(&text, "interest"), [2000.0; 16], "a pulse of that strength reaches everybody");
}

#[test]
fn disruptions_longer_than_the_timeline_hold() {
    for target in ["supplier = \"maker\"", "factory = \"line\"", "component = \"screw\""] {
        let halt =
            format!("[disruption.flood]\n{target}\neffect = \"halt\"\nfrom = 2025-01-01\nlength = \"10000 days\"\n");
        let text = small(HALF_A_YEAR, SOME_PEOPLE, &halt);
        holds_in(&text);
        assert_eq!(metric(&text, "shipped"), [0.0; 16], "{target}");
    }
}

#[test]
fn a_lead_time_longer_than_the_timeline_ships_nothing() {
    let text = small(HALF_A_YEAR, SOME_PEOPLE, "").replace("\"20 days\"\nlead_time_cv = 0.3", "\"3650 days\"");
    holds_in(&text);
    assert_eq!(metric(&text, "shipped"), [0.0; 16]);
    assert!(metric(&text, "parts_ordered_yuan").iter().all(|&value| value > 0.0));
}

#[test]
fn a_timeline_of_ten_thousand_days_holds() {
    holds_in(&small("horizon = \"10000 days\"", SOME_PEOPLE, ""));
}

#[test]
fn two_thousand_million_customers_hold() {
    // Everybody orders on the first day, and an unlimited factory builds from parts that are there at once.
    let text = "[timeline]\nstart = 2026-01-01\nhorizon = \"40 days\"\n[company]\nopening_cash = 1e15\nvat = 0.17\n\
        [product.phone]\nprice = 1_000_000\nparts = { case = 1 }\n[supplier.maker]\ndeposit = 0.3\n\
        [component.case]\nsupplier = \"maker\"\nunit_cost = 1_000_000\nlead_time = \"0 days\"\n\
        policy = \"order_up_to\"\norder_up_to_level = 0\nreview = \"1 day\"\n[factory.line]\n[market]\n\
        reach = 1_999_999_999\ninnovation = 1e9\nimitation = 1e9\n[window.shop]\nkind = \"open\"\nopens = 2026-01-01\n";
    holds_in(text);
    assert_eq!(metric(text, "shipped"), [1_999_999_999.0; 16]);
}

#[test]
fn more_than_two_thousand_million_units_are_refused() {
    let text = small(HALF_A_YEAR, "reach = 2_000_000_000\ninnovation = 2\nimitation = 5", "");
    let fault = compile(&support::scenario(&text)).expect_err("six screws for each of them cannot be counted");
    assert!(fault.to_string().contains("2,000,000,000"), "{fault}");
}
