//! Metrics of the planner's own in one launch.

use super::text::Sheet;
use crate::outcome::{Metric, MetricId, Unit, unit_text};
use crate::report::chart::scale::figure;
use crate::report::number::per_cent;
use crate::report::page::{Block, Fact, Group, List};
use crate::report::said::Text;

impl Sheet<'_> {
    /// What each comes to in this launch.
    pub(super) fn own(&self) -> Option<Group> {
        let story = self.words.story;
        let own = story.layout.metrics.iter().zip(&story.metrics).filter(|(metric, _)| metric.id == MetricId::Own);
        let fact = |(metric, value): (&Metric, &f64)| Fact {
            label: Text::term(metric.title.clone()),
            value: self.value_of(metric, *value).into(),
            remark: Text::default(),
        };
        let facts: Vec<Fact> = own.map(fact).collect();
        (!facts.is_empty()).then(|| Group::of([Block::Facts { facts, list: List::Named }]).below("Of your own"))
    }

    fn value_of(&self, metric: &Metric, value: f64) -> String {
        match metric.unit {
            _ if value.is_nan() => "does not apply".into(),
            Unit::Money => self.words.money(value),
            Unit::YesNo => if value == 0.0 { "no" } else { "yes" }.into(),
            Unit::Share => per_cent(value),
            Unit::DayNumber => self.words.date(libm::round(value) as i32),
            Unit::Number => figure(value),
            unit => format!("{} {}", figure(value), unit_text(unit, &self.words.story.layout.currency)),
        }
    }
}
