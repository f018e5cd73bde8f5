//! Can this work at all? One launch without luck, looked through for what no planner can mean.
//!
//! Every draw is its mean and every uncertain input its median, so what is found here is no bad luck.

mod demand;
mod money;
mod supply;

use jiff::civil::Date;

use super::explain::replay::{Replay, replay};
use crate::company::record::LaunchRecord;
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::language::quantity::Path;
use crate::outcome::{MetricId, SeriesId};
use crate::rooms::books::keys::OnInsolvency;
use crate::scenario::Scenario;
use crate::scenario::{Loaded, Scenario as Written};
use crate::units::{date_of_day, days_between, thousands};

/// The launch without luck, and what it was read from.
struct Look<'l> {
    loaded: &'l Loaded,
    scenario: &'l Scenario,
    launch: Replay,
    record: LaunchRecord,
}

/// What is probably not meant: the warnings of the scenario itself and those of its launch without luck, sorted by where
/// they stand.
#[must_use]
pub fn warnings(loaded: &Loaded) -> Vec<Fault> {
    let mut found = loaded.warnings.clone();
    let mut scenario: Written = loaded.scenario.clone();
    scenario.run.deterministic = true;
    // Whether the plan can work is asked of a launch that goes on.
    scenario.company.on_insolvency = OnInsolvency::GoOn;
    // What cannot be compiled is refused elsewhere, with its reason.
    let Ok((launch, record)) = replay(&scenario, 0) else { return found };
    let look = Look { loaded, scenario: &loaded.scenario, launch, record };
    look.supply(&mut found);
    look.demand(&mut found);
    look.money(&mut found);
    found.sort_by_key(|fault| fault.labels.first().map(|label| label.span));
    found
}

impl Look<'_> {
    /// The value of a metric.
    fn metric(&self, metric: MetricId) -> f64 {
        self.launch.plan.layout.at(metric).map_or(f64::NAN, |at| self.launch.metrics[at])
    }

    /// The value of a series on a day.
    fn series(&self, series: SeriesId, day: usize) -> f64 {
        let at = self.launch.plan.layout.series_at(series);
        at.and_then(|at| self.record.daily.values[at].at(day).next()).unwrap_or(0.0)
    }

    fn days(&self) -> usize {
        self.launch.plan.days
    }

    fn date(&self, day: i32) -> Date {
        date_of_day(self.scenario.timeline.start, i64::from(day))
    }

    fn money_text(&self, amount: f64) -> String {
        format!("{} {}", thousands(amount, if amount.abs() < 100.0 { 2 } else { 0 }), self.scenario.company.currency)
    }

    /// A fault at the first of these addresses that is written.
    fn fault(&self, code: Code, title: String, addresses: &[&str], label: String) -> Fault {
        let fault = Fault::new(code, title);
        match addresses.iter().find_map(|address| self.loaded.place(address)) {
            Some(span) => fault.at(span, label),
            None => fault,
        }
    }

    /// Value of a dated path on a day: linear between its points, `before` and `after` outside them.
    fn on(&self, path: &Path, day: i32, before: f64, after: f64) -> f64 {
        let at = |date: Date| days_between(self.scenario.timeline.start, date);
        match (path.first(), path.last()) {
            (Some(first), _) if day < at(first.0) => before,
            (_, Some(last)) if day > at(last.0) => after,
            _ => {
                let next = path.partition_point(|(date, _)| at(*date) <= day);
                let (from, to) = (path.get(next.saturating_sub(1)), path.get(next));
                match (from, to) {
                    (Some((from, low)), Some((to, high))) => {
                        let share = f64::from(day - at(*from)) / f64::from(days_between(*from, *to).max(1));
                        low.value + share * (high.value - low.value)
                    }
                    (Some((_, level)), None) => level.value,
                    _ => before,
                }
            }
        }
    }

    /// Phones the build plan names through a day.
    fn planned(&self, day: i32) -> f64 {
        let last = self.scenario.build_plan.cumulative.last().map_or(0.0, |(_, level)| level.value);
        self.on(&self.scenario.build_plan.cumulative, day, 0.0, last)
    }

    /// Orders the forecast expects within the timeline.
    fn forecast(&self) -> f64 {
        (0..self.days() as i32).map(|day| self.on(&self.scenario.forecast.daily_orders, day, 0.0, 0.0)).sum()
    }
}

/// `1 day` or `12 days`.
fn days_text(days: i32) -> String {
    if days == 1 { "1 day".into() } else { format!("{} days", thousands(f64::from(days), 0)) }
}

/// Up to three names, and how many more there are.
fn named(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    match (shown.as_slice(), names.len()) {
        (_, more) if more > 3 => format!("{} and {} more", shown.join(", "), more - 3),
        ([one], _) => one.clone(),
        ([first @ .., last], _) => format!("{} and {last}", first.join(", ")),
        ([], _) => String::new(),
    }
}
