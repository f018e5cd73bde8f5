//! Which price of a sweep is best, by how much people answer to the price.

use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};

use super::journal::Identity;
use super::survey::Survey;
use crate::experiment::Workers;
use crate::experiment::planners::BestByPlanner;
use crate::experiment::response::Ranking;
use crate::language::source::Source;
use crate::outcome::MetricId;
use crate::report::chart::scale::exact;
use crate::report::measure::with_unit;
use crate::report::said::Text;
use crate::report::{planners, response};
use crate::scenario::{Scenario, load};

/// Points up to which it is asked.
const MOST: usize = 12;

/// What another planner of the parts and another elasticity would call the best price.
pub(super) struct Best {
    names: Vec<String>,
    told: Vec<Text>,
    by_planner: Option<BestByPlanner>,
    ranking: Option<Ranking>,
    launches: u32,
    currency: String,
}

impl Best {
    /// Of a sweep of nothing but the price for net profit; `None` of any other, of one with many points, and where the price
    /// does not move how many would choose the phone.
    pub(super) fn of(identity: &Identity, survey: &Survey, scenario: Option<&str>, workers: &Workers) -> Option<Self> {
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
        let (launches, currency) = (identity.launches, identity.currency.clone());
        let numbers = || values.iter().map(|value| exact(*value, 0.005));
        let price = |number: String| with_unit(Text::input(&axis.key, &number), Text::term(currency.clone()));
        let told = numbers().map(price).collect();
        let names = numbers().map(|number| format!("{number} {currency}")).collect();
        let found = ranking.is_some() || by_planner.is_some();
        found.then_some(Self { names, told, by_planner, ranking, launches, currency })
    }

    /// What is said of both, a paragraph each.
    pub(super) fn words(&self) -> impl Iterator<Item = Text> {
        let planner = self.by_planner.as_ref().map(|best| planners::best_words(best, &self.told));
        let ranking = self.ranking.as_ref();
        let ranking = ranking.map(|ranking| response::words(ranking, &self.told, self.launches, &self.currency));
        planner.into_iter().chain(ranking)
    }

    /// Both as data, under the names that a comparison has for them.
    pub(super) fn data(&self) -> [(&'static str, Value); 2] {
        let ranking = self.ranking.as_ref();
        [
            (
                "ranking_by_elasticity",
                json!(ranking.map(|ranking| response::data(ranking, &self.names, self.launches))),
            ),
            ("best_by_planner", json!(self.by_planner.as_ref().map(|best| planners::best_data(best, &self.names)))),
        ]
    }
}
