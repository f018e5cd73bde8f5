//! Metrics of the planner's own, on the page of a run.

use super::page::Group;
use super::text::{Sheet, said_in};
use crate::outcome::{Metric, MetricId, Unit, unit_text};

/// Its title with the unit, where figures do not say it.
pub(super) fn titled(metric: &Metric, currency: &str) -> String {
    match metric.unit {
        Unit::Number | Unit::Share | Unit::YesNo | Unit::DayNumber => metric.title.clone(),
        unit => format!("{}, {}", metric.title, unit_text(unit, currency)),
    }
}

impl Sheet<'_> {
    /// Median and nine in ten of each; of a condition in how many launches it holds.
    pub(super) fn own(&self) -> Option<Group> {
        let figures = &self.run.figures;
        let row = |of: &crate::experiment::figures::MetricSummary| {
            let title = titled(&of.metric, &self.layout().currency);
            if let Some(chance) = &of.probability {
                let value = |value: f64| self.value(value, Unit::YesNo);
                let range = if figures.launches == 1 {
                    String::new()
                } else {
                    format!("between {} and {}", value(chance.low), value(chance.high))
                };
                return [title, format!("in {}", value(chance.value)), range];
            }
            let [middle, mut range] = self.figures_of(&of.summary, of.metric.unit);
            if of.summary.count > 0 && of.summary.count < figures.launches {
                range = said_in(&range, of.summary.count as f64 / figures.launches as f64);
            }
            [title, middle, range]
        };
        let own = figures.metrics.iter().filter(|of| of.metric.id == MetricId::Own);
        Self::table("Of your own".into(), own.map(row).collect())
    }
}
