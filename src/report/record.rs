//! Facts on record beside what the launches say of them.

use super::fact::written;
use super::page::{Fit, Group, Table};
use super::said::{Figure, Shown, Text};
use super::text::{Sheet, shown};
use super::words::spaced;
use crate::experiment::figures::{ObservedSummary, Together};
use crate::outcome::{Layout, Says, Unit};
use crate::report::said::said;

/// A chance below which what happened is no accident.
const UNLIKELY: f64 = 0.05;

impl Sheet<'_> {
    /// Facts of the record: the fact, what the launches say, and where among them it lies; then all facts together.
    pub(super) fn record(&self) -> Option<Group> {
        let facts = &self.run.figures.observed;
        if facts.is_empty() {
            return None;
        }
        let single = self.run.figures.launches == 1;
        let [range, percentile] =
            if single { [Text::default(), Text::default()] } else { [said!("nine in ten"), said!("percentile")] };
        let row = |fact: &ObservedSummary| {
            let metric = &self.run.figures.metrics[fact.metric];
            let id = |what: &str| format!("observed.{}.{what}", fact.name);
            let [middle, range] = self.figures_of(&id, &metric.summary, metric.metric.unit);
            let place = match fact.says {
                _ if metric.summary.count == 0 || single => Text::default(),
                Says::Exactly => Figure::new(id("percentile"), fact.percentile, Shown::Percentile).into(),
                _ => said!("kept in {share}", share = Figure::new(id("kept"), fact.kept, Shown::PerCent)),
            };
            let told = |what: &str, value: f64| self.value(id(what), value, metric.metric.unit);
            let error = error(id("error"), fact.error, metric.metric.unit, self.layout());
            let record = written(fact.says, told("value", fact.value), error);
            [spaced(&fact.name).into(), record, middle, range, place]
        };
        let fit = Fit::Folded { in_line: false, whole: false };
        let table = Table::new(said!("On record"), [said!("record"), said!("simulated"), range, percentile], fit);
        let group = table.rows(facts.iter().map(row));
        Some(match &self.run.figures.together {
            Some(all) => group.and(Group::said(sentence(all))),
            None => group,
        })
    }
}

/// How far the truth may lie from a value, where it may; of a day so many days.
pub(super) fn error(id: String, error: f64, unit: Unit, layout: &Layout) -> Option<Text> {
    let how = if unit == Unit::DayNumber { Shown::Days } else { shown(error, unit, layout) };
    (error > 0.0).then(|| Figure::new(id, error, how).into())
}

/// How far all facts together lie from the middle, and whether more of them lie outside than chance would bring.
fn sentence(all: &Together) -> Text {
    let id = |what: &str| format!("observed_together.{what}");
    let together = said!(
        "Together the {facts} with a value lie as far from the middle of the launches as {share} of the launches do, or further.",
        facts = Figure::new(id("facts"), all.facts as f64, Shown::counted("fact")),
        share = Figure::new(id("as_far"), all.as_far, Shown::PerCent)
    );
    let narrow = (all.outside > 0 && all.chance < UNLIKELY).then(|| {
        said!(
            "{outside} of them lie outside what nine launches in ten say, which chance alone would bring in {chance}: the ranges are too narrow to be believed, or the scenario lacks something.",
            outside = Figure::new(id("outside"), all.outside as f64, Shown::Bare),
            chance = Figure::new(id("chance_of_outside"), all.chance, Shown::PerCent)
        )
    });
    Text::sentences([Some(together), narrow].into_iter().flatten())
}
