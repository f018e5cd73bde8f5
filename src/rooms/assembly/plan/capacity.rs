//! Capacity that is decided on: lines that open after their time to build, and shifts that are added to a line.

use crate::language::quantity::{Number, Path};
use crate::rooms::assembly::keys::{Factory, Shift};
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::units::{Days, date_of_day};

/// A shift of a factory.
#[derive(Clone, Debug, PartialEq)]
pub struct ShiftPlan {
    /// First and last day.
    pub days: (i32, i32),
    /// What it adds to one, the capacity without shifts.
    pub adds: Param,
}

/// What capacity that is decided on costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CapacityCost {
    /// First and last day on which it is paid.
    pub days: (i32, i32),
    /// Amount of each day.
    pub per_day: Number,
    /// Whether it is paid once, to have the capacity; else day by day, to keep it.
    pub once: bool,
}

/// E95: the factor of the shifts of a day, `1 + sum of what each shift adds that works on it`.
#[must_use]
pub fn staffed(shifts: &[((i32, i32), f64)], day: i32) -> f64 {
    let works = |((first, last), _): &&((i32, i32), f64)| (*first..=*last).contains(&day);
    shifts.iter().filter(works).fold(1.0, |factor, (_, adds)| factor + adds)
}

impl Compiler<'_> {
    /// E94: the first working day, `decided + time to build`, or the day written; day 0 where none is.
    pub(super) fn opening(&mut self, factory: &Factory) -> i32 {
        match factory.decided {
            Some(decided) if factory.built => self.day(decided) + self.whole_days(factory.time_to_build).max(0),
            _ => self.planned_opening(factory),
        }
    }

    /// The first working day as the planner reckons with it: after the median of an uncertain time to build.
    pub(super) fn planned_opening(&self, factory: &Factory) -> i32 {
        match factory.decided {
            Some(decided) => self.day(decided) + Days(factory.time_to_build.value).rounded_half_up().max(0),
            None => self.day_or(factory.opens, 0),
        }
    }

    /// The ramp of a factory by dates, whether it is written so or by days since it opened.
    pub(super) fn ramp(&self, factory: &Factory, opens: i32) -> Path {
        let date = |days: f64| date_of_day(self.scenario.timeline.start, i64::from(opens) + days as i64);
        match factory.ramp_days.as_slice() {
            [] => factory.ramp.clone(),
            points => points.iter().map(|&(days, level)| (date(days), level)).collect(),
        }
    }

    /// Shifts of a factory there are.
    pub(super) fn shifts(&mut self, factory: usize) -> Vec<ShiftPlan> {
        let scenario = self.scenario;
        let of = |shift: &&Shift| shift.built && shift.factory == factory && scenario.factories[factory].built;
        let shifts = scenario.shifts.iter().filter(of);
        shifts.map(|shift| ShiftPlan { days: self.days_of_shift(shift), adds: shift.adds.into() }).collect()
    }

    /// The same as the planner reckons with them: medians of whatever is uncertain.
    pub(super) fn planned_shifts(&self, factory: usize) -> Vec<((i32, i32), f64)> {
        let of = |shift: &&Shift| shift.built && shift.factory == factory;
        let planned = |shift: &Shift| {
            let lead = Days(shift.time_to_build.value).rounded_half_up().max(0);
            (self.shift_within(shift, lead), shift.adds.value)
        };
        self.scenario.shifts.iter().filter(of).map(planned).collect()
    }

    fn days_of_shift(&mut self, shift: &Shift) -> (i32, i32) {
        let lead = if shift.decided.is_some() { self.whole_days(shift.time_to_build).max(0) } else { 0 };
        self.shift_within(shift, lead)
    }

    /// First and last day of a shift that takes so long to have.
    fn shift_within(&self, shift: &Shift, lead: i32) -> (i32, i32) {
        let first = match (shift.decided, shift.from) {
            (Some(decided), _) => self.day(decided) + lead,
            (None, from) => self.day_or(from, 0),
        };
        (first, self.day_or(shift.until, i32::MAX))
    }

    /// What lines and shifts that are decided on cost: E94 and E95.
    pub fn capacity_costs(&mut self) -> Vec<CapacityCost> {
        let scenario = self.scenario;
        let mut costs = Vec::new();
        for factory in scenario.factories.iter().filter(|factory| factory.built) {
            if let Some(decided) = factory.decided {
                let day = self.day(decided);
                costs.push(CapacityCost { days: (day, day), per_day: factory.build_cost, once: true });
            }
            let open = (self.opening(factory), self.day_or(factory.closes, i32::MAX));
            costs.push(CapacityCost { days: open, per_day: factory.running_cost, once: false });
        }
        for shift in scenario.shifts.iter().filter(|shift| shift.built && scenario.factories[shift.factory].built) {
            let days = self.days_of_shift(shift);
            let paid = self.day_or(shift.decided, days.0);
            costs.push(CapacityCost { days: (paid, paid), per_day: shift.cost, once: true });
            costs.push(CapacityCost { days, per_day: shift.cost_per_day, once: false });
        }
        costs.retain(|cost| cost.per_day != Number::certain(0.0));
        costs
    }
}
