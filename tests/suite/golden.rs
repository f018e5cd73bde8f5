//! Have the flagship's numbers moved? Metrics of its first launches, kept in `tests/golden`.
//!
//! When they move on purpose, run the tests with `UPDATE_GOLDEN=1` and name the reason in the changelog under
//! *Numbers changed*.

use std::fmt::Write as _;
use std::path::Path;

use launchsim::company::plan::compile;
use launchsim::company::{Unobserved, simulate};

use crate::support;

const METRICS: [&str; 14] = [
    "interest",
    "orders",
    "shipped",
    "cancelled",
    "lost",
    "wait_mean_days",
    "days_short",
    "first_shipment_day",
    "revenue_yuan",
    "net_profit_yuan",
    "average_variable_cost_yuan",
    "loaded_unit_cost_yuan",
    "lowest_cash_yuan",
    "closing_cash_yuan",
];

/// The first launches of a scenario of the repository, a line a metric, every digit of it.
fn figures(path: &str) -> String {
    let plan = compile(&support::repository_scenario(path, &[])).unwrap_or_else(|fault| panic!("{fault}"));
    let results = simulate::<16>(&plan, 0, &mut Unobserved);
    let mut text = String::new();
    for name in METRICS {
        let at = plan.layout.metric(name).unwrap_or_else(|| panic!("no metric {name}"));
        let [a, b, c, ..] = results.metrics[at].0;
        writeln!(text, "{name} {a:?} {b:?} {c:?}").expect("text grows");
    }
    text
}

fn unmoved(scenario: &str, golden: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(golden);
    let figures = figures(scenario);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &figures).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    let moved: Vec<String> = kept
        .lines()
        .zip(figures.lines())
        .filter(|(kept, now)| kept != now)
        .map(|(kept, now)| format!("  was {kept}\n  is  {now}"))
        .collect();
    assert!(
        moved.is_empty() && kept == figures,
        "{scenario} yields other numbers than {golden}; if that is meant, run with UPDATE_GOLDEN=1 and say why in the \
         changelog\n{}",
        moved.join("\n")
    );
}

#[test]
fn the_flagship_yields_the_numbers_on_record() {
    unmoved("mi1.toml", "mi1.txt");
}

#[test]
fn the_small_benchmark_yields_the_numbers_on_record() {
    unmoved("bench/b1_small.toml", "b1_small.txt");
}
