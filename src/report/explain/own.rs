//! Metrics of the planner's own in one launch.

use super::text::Sheet;
use crate::outcome::{Metric, MetricId, Unit, unit_text};
use crate::report::measure::with_unit;
use crate::report::page::{Block, Fact, Group, List};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::title::title as titled;

impl Sheet<'_> {
    /// What each comes to in this launch.
    pub(super) fn own(&self) -> Option<Group> {
        let story = self.words.story;
        let own = story.layout.metrics.iter().zip(&story.metrics).filter(|(metric, _)| metric.id == MetricId::Own);
        let fact = |(metric, value): (&Metric, &f64)| Fact {
            label: titled(&metric.title),
            value: self.value_of(metric, *value),
            remark: Text::default(),
        };
        let facts: Vec<Fact> = own.map(fact).collect();
        let heading = said!("Of your own");
        (!facts.is_empty()).then(|| Group::of([Block::Facts { facts, list: List::Named }]).below(heading))
    }

    fn value_of(&self, metric: &Metric, value: f64) -> Text {
        let id = format!("metrics.{}.value", metric.name);
        let of = |shown: Shown| Figure::new(id.clone(), value, shown);
        match metric.unit {
            _ if value.is_nan() => said!("does not apply"),
            Unit::Money => self.words.money(id.clone(), value),
            Unit::YesNo if value == 0.0 => said!("no"),
            Unit::YesNo => said!("yes"),
            Unit::Share => of(Shown::PerCent).into(),
            Unit::DayNumber => of(Shown::Nearest(self.words.story.layout.start)).into(),
            Unit::Number => of(Shown::Rounded).into(),
            unit => {
                let unit = Text::term(unit_text(unit, &self.words.story.layout.currency));
                with_unit(of(Shown::Rounded), unit)
            }
        }
    }
}
