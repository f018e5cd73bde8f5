//! The first scenario a newcomer meets: it earns, its price has a best, and its screen has to come in time.

use std::collections::BTreeMap;

use launchsim::language::source::Source;
use launchsim::scenario::{load, starter};

use crate::support;

/// Mean of a metric over launches of the starter with one key set.
fn mean(setting: Option<&str>, metric: &str) -> f64 {
    column(setting).get(metric).map(|values| values.iter().sum::<f64>() / values.len() as f64).unwrap()
}

fn column(setting: Option<&str>) -> BTreeMap<String, Vec<f64>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my_phone.toml");
    std::fs::write(&path, starter()).unwrap();
    let sets: Vec<String> = setting.into_iter().map(str::to_owned).collect();
    let loaded = load(&Source::File(path), &sets).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(loaded.warnings.is_empty(), "a newcomer is warned of the starter: {:?}", loaded.warnings);
    support::launches(&loaded.scenario, 400, 2)
}

#[test]
fn it_earns_in_the_middle_and_some_launches_fall_short_of_cash() {
    let columns = column(None);
    let mut profits = columns["net_profit_yuan"].clone();
    profits.sort_by(f64::total_cmp);
    assert!(profits[profits.len() / 2] > 0.0, "median {}", profits[profits.len() / 2]);
    let short = columns["insolvent"].iter().sum::<f64>() / profits.len() as f64;
    assert!(short > 0.01 && short < 0.1, "{short} are short of cash");
}

#[test]
fn the_best_price_lies_inside_the_sweep_of_the_readme() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains("--vary product.phone.price=1499..2499:250"));
    let at = |price: u32| mean(Some(&format!("product.phone.price={price}")), "net_profit_yuan");
    let [low, best, high] = [1_499, 1_999, 2_499].map(at);
    assert!(best > 0.0 && best > low + 1e7 && best > high + 1e7, "{low} {best} {high}");
}

#[test]
fn a_later_screen_costs_profit_and_makes_people_wait() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains("component.screen.lead_time=1 month..7 months:1 month"));
    let at = |months: u32, metric: &str| mean(Some(&format!("component.screen.lead_time={months} months")), metric);
    let profit = [1, 3, 5, 7].map(|months| at(months, "net_profit_yuan"));
    let wait = [1, 3, 5, 7].map(|months| at(months, "wait_mean_days"));
    assert!(profit.is_sorted_by(|a, b| a > b), "{profit:?}");
    assert!(profit[0] - profit[3] > 2e7, "{profit:?}");
    assert!(wait.is_sorted_by(|a, b| a < b), "{wait:?}");
}
