//! Which price of a sweep is best, by how much people answer to the price.

use std::sync::atomic::AtomicBool;

use super::journal::Identity;
use super::survey::Survey;
use crate::experiment::Workers;
use crate::experiment::planners::BestByPlanner;
use crate::experiment::response::Ranking;
use crate::language::source::Source;
use crate::outcome::MetricId;
use crate::report::chart::scale::exact;
use crate::report::{planners, response};
use crate::scenario::{Scenario, load};

/// Points up to which it is asked.
const MOST: usize = 12;

/// A paragraph on a sweep of nothing but the price for net profit; `None` of any other, of one with many points, and where
/// the price does not move how many would choose the phone.
#[must_use]
pub fn said(identity: &Identity, survey: &Survey, scenario: Option<&str>, workers: &Workers) -> Option<String> {
    let ([axis], None, Some(text)) = (identity.axes.as_slice(), survey.part, scenario) else { return None };
    let values = survey.inputs.first()?;
    let parts: Vec<&str> = axis.key.split('.').collect();
    let of_price = matches!(parts.as_slice(), ["product", _, "price"]);
    let of_profit = identity.metric(MetricId::NetProfit) == Some(identity.objective) && !identity.least;
    if !of_price || !of_profit || values.len() < 2 || values.len() > MOST {
        return None;
    }
    let source = Source::Text { name: "scenario.toml".into(), text: text.to_owned() };
    let at = |value: &f64| -> Option<Scenario> {
        let mut scenario = load(&source, &[format!("{}={}", axis.key, axis.written(*value))]).ok()?.scenario;
        scenario.run.seed = identity.seed;
        Some(scenario)
    };
    let scenarios: Vec<Scenario> = values.iter().map(at).collect::<Option<_>>()?;
    let alone: Vec<&Scenario> = scenarios.iter().collect();
    let stop = AtomicBool::new(false);
    let ranking = Ranking::of(&alone, identity.launches, workers, &stop).ok()?;
    let by_planner = BestByPlanner::of(&alone, identity.launches, workers, &stop).ok()?;
    let names: Vec<String> =
        values.iter().map(|value| format!("{} {}", exact(*value, 0.005), &identity.currency)).collect();
    let ranking =
        ranking.map(|ranking| response::words(&ranking, &names, identity.launches, &identity.currency).to_string());
    let by_planner = by_planner.map(|best| planners::best_words(&best, &names).to_string());
    let said: Vec<String> = [by_planner, ranking].into_iter().flatten().collect();
    if said.is_empty() { None } else { Some(said.join("\n")) }
}
