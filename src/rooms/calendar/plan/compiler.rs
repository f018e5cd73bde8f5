//! What every part of the compilation needs: the calendar, the list of draw sources, and a watch on
//! uncertain inputs that shape the plan itself.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::language::quantity::{Number, Path};
use crate::random::luck::{Address, Source};
use crate::random::philox::source_id;
use crate::rooms::weather::targets::Targets;
use crate::scenario::Scenario;
use crate::units::{Days, days_between};

/// A scenario under compilation.
pub(crate) struct Compiler<'s> {
    pub scenario: &'s Scenario,
    pub days: usize,
    pub sources: Vec<Address>,
    by_name: BTreeMap<String, Source>,
    /// Uncertain inputs that shape the plan: each launch then compiles a plan of its own.
    pub structural: BTreeSet<usize>,
    /// Whom disruptions hit.
    pub targets: Targets<'s>,
    /// The uncertain inputs' values, when the plan is for one launch.
    given: Option<&'s [f64]>,
}

impl<'s> Compiler<'s> {
    pub fn new(scenario: &'s Scenario, given: Option<&'s [f64]>) -> Self {
        Self {
            scenario,
            days: scenario.timeline.days as usize,
            sources: Vec::new(),
            by_name: BTreeMap::new(),
            structural: BTreeSet::new(),
            targets: Targets::of(&scenario.disruptions),
            given,
        }
    }

    /// Whether the plan is for one launch whose uncertain inputs are given.
    pub fn is_of_one_launch(&self) -> bool {
        self.given.is_some()
    }

    /// Day number of a date; negative before day 0.
    pub fn day(&self, date: Date) -> i32 {
        days_between(self.scenario.timeline.start, date)
    }

    /// Day number of an optional date, or `default`.
    pub fn day_or(&self, date: Option<Date>, default: i32) -> i32 {
        date.map_or(default, |date| self.day(date))
    }

    /// The last day.
    pub fn last_day(&self) -> i32 {
        self.days as i32 - 1
    }

    /// The source of draws for a purpose and a thing's name; the same pair is the same source.
    pub fn source(&mut self, purpose: &str, name: &str) -> Source {
        let sources = &mut self.sources;
        *self.by_name.entry(format!("{purpose}/{name}")).or_insert_with(|| {
            sources.push(Address { id: source_id(purpose, name), daily: false });
            Source(sources.len() - 1)
        })
    }

    /// The same for draws taken day after day, of which four are then worked out at a time.
    pub fn daily_source(&mut self, purpose: &str, name: &str) -> Source {
        let source = self.source(purpose, name);
        self.sources[source.0].daily = true;
        source
    }

    /// The source of a supplier's rejections. In deterministic mode each class carries the fractions of its own counts,
    /// so that a further part moves nobody's rejections; else all share the supplier's luck.
    pub fn defect_source(&mut self, address: &str) -> Source {
        if !self.scenario.run.deterministic {
            return self.source("order", address);
        }
        self.sources.push(Address { id: source_id("rejected", address), daily: false });
        Source(self.sources.len() - 1)
    }

    /// A number that shapes the plan: one value for all launches, else the input is structural.
    pub fn fixed(&mut self, number: Number) -> f64 {
        self.structural.extend(number.input);
        match (self.given, number.input) {
            (Some(given), Some(input)) => given[input],
            _ => number.value,
        }
    }

    /// A length of time that shapes the plan, in whole days rounded half up.
    pub fn whole_days(&mut self, number: Number) -> i32 {
        Days(self.fixed(number)).rounded_half_up()
    }

    /// A dated path whose values shape the plan.
    pub fn fixed_path(&mut self, path: &Path) -> Vec<(i32, f64)> {
        path.iter().map(|&(date, value)| (self.day(date), self.fixed(value))).collect()
    }
}

/// The value of a path on a day: linear between points, `before` the first, `after` the last.
pub(crate) fn interpolate(path: &[(i32, f64)], day: i32, before: f64, after: f64) -> f64 {
    let next = path.partition_point(|&(date, _)| date <= day);
    match (next.checked_sub(1).and_then(|at| path.get(at)), path.get(next)) {
        (None, _) => before,
        (Some(&(date, value)), None) => {
            if date == day {
                value
            } else {
                after
            }
        }
        (Some(&(from, low)), Some(&(to, high))) => low + (high - low) * f64::from(day - from) / f64::from(to - from),
    }
}
