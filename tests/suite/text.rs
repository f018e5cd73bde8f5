//! Does the text's arithmetic come out to the yuan?

use launchsim::company::plan::compile;
use launchsim::company::{Unobserved, simulate};

use crate::support;
use crate::validation::{Cases, Tolerance};

/// One metric of the only launch of a scenario of the repository.
fn metrics(path: &str) -> impl Fn(&str) -> f64 {
    let plan = compile(&support::repository_scenario(path, &[])).expect("the text's scenario compiles");
    let results = simulate::<1>(&plan, 0, &mut Unobserved);
    move |name: &str| {
        let at = plan.layout.metric(name).unwrap_or_else(|| panic!("no metric {name}"));
        results.metrics[at].0[0]
    }
}

#[test]
fn three_hundred_thousand_phones_at_1499_lose_150_300_000_yuan() {
    let mut held = Cases::of("three_hundred_thousand_phones_at_1499_lose_150_300_000_yuan");
    let metric = metrics("text_1499.toml");
    held.figure("text at 1,499 yuan", "phones shipped", 300_000.0, metric("shipped"), Tolerance::Exact);
    held.figure("text at 1,499 yuan", "net profit", -150_300_000.0, metric("net_profit_yuan"), Tolerance::Exact);
    held.hold();
}

#[test]
fn three_hundred_thousand_phones_at_1999_lose_300_000_yuan() {
    let mut held = Cases::of("three_hundred_thousand_phones_at_1999_lose_300_000_yuan");
    let metric = metrics("text_1999.toml");
    held.figure("text at 1,999 yuan", "phones shipped", 300_000.0, metric("shipped"), Tolerance::Exact);
    held.figure("text at 1,999 yuan", "net profit", -300_000.0, metric("net_profit_yuan"), Tolerance::Exact);
    held.hold();
}

#[test]
fn the_loaded_cost_of_the_text_is_2000_yuan_at_either_price() {
    let mut held = Cases::of("the_loaded_cost_of_the_text_is_2000_yuan_at_either_price");
    for path in ["text_1499.toml", "text_1999.toml"] {
        let metric = metrics(path);
        held.figure(path, "loaded unit cost", 2_000.0, metric("loaded_unit_cost_yuan"), Tolerance::Exact);
        held.figure(path, "average variable cost", 1_510.0, metric("average_variable_cost_yuan"), Tolerance::Exact);
    }
    held.hold();
}

#[test]
fn nothing_is_left_over_in_the_text() {
    for path in ["text_1499.toml", "text_1999.toml"] {
        let metric = metrics(path);
        for nothing in [
            "phones_left_over",
            "parts_left_over_yuan",
            "write_down_yuan",
            "waiting_end",
            "cancelled",
            "lost",
            "scrapped",
        ] {
            assert_eq!(metric(nothing), 0.0, "{path}: {nothing}");
        }
        assert_eq!(metric("parts_ordered_yuan"), 300_000.0 * 1_290.0, "{path}: exactly the parts of 300,000 phones");
        let spent = metric("net_profit_yuan");
        assert_eq!(metric("closing_cash_yuan"), 700_000_000.0 + spent, "{path}: all of it has been paid");
    }
}

#[test]
fn every_launch_of_the_text_is_the_same() {
    let scenario = support::repository_scenario("text_1999.toml", &[]);
    let metrics = support::launches(&scenario, 20, 2);
    assert_eq!(metrics["net_profit_yuan"], vec![-300_000.0; 20]);
}
