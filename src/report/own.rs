//! Metrics of the planner's own, on the page of a run.

use super::page::Group;
use super::said::Text;
use super::text::Sheet;
use crate::outcome::{Metric, MetricId, Unit, unit_text};
use crate::report::said::said;

/// Its title with the unit, where figures do not say it.
pub(super) fn titled(metric: &Metric, currency: &str) -> Text {
    let title = super::title::title(&metric.title);
    match metric.unit {
        Unit::Number | Unit::Share | Unit::YesNo | Unit::DayNumber => title,
        unit => said!("{title}, {unit}", title = title, unit = Text::term(unit_text(unit, currency))),
    }
}

impl Sheet<'_> {
    /// Median and nine in ten of each; of a condition in how many launches it holds.
    pub(super) fn own(&self) -> Option<Group> {
        let figures = &self.run.figures;
        let row = |of: &crate::experiment::figures::MetricSummary| {
            let title = titled(&of.metric, &self.layout().currency);
            if let Some(chance) = &of.probability {
                let value = |what: &str, value: f64| {
                    self.value(format!("probabilities.{}.{what}", of.metric.name), value, Unit::YesNo)
                };
                let range = if figures.launches == 1 {
                    Text::default()
                } else {
                    let (low, high) = (value("low", chance.low), value("high", chance.high));
                    said!("between {low} and {high}", low = low, high = high)
                };
                return [title, said!("in {share}", share = value("value", chance.value)), range];
            }
            let [middle, range] = self.told_of(of);
            [title, middle, range]
        };
        let own = figures.metrics.iter().filter(|of| of.metric.id == MetricId::Own);
        Self::table(said!("Of your own").into(), own.map(row).collect())
    }
}
