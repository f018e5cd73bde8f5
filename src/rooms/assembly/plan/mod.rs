//! Factories of the plan: which days they work, what they can start, what comes out good.

pub mod build;
pub mod capacity;
pub mod output;

use crate::lanes::{Count, Lanes, Real};
use crate::language::quantity::{Number, Path};
use crate::random::luck::Source;
use crate::rooms::assembly::keys::Factory;
use crate::rooms::assembly::plan::capacity::{ShiftPlan, staffed};
use crate::rooms::calendar::plan::compiler::{Compiler, interpolate};
use crate::rooms::calendar::plan::curve::{Curve, Shape};
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::contract::plan::ContractsPlan;
use crate::rooms::weather::plan::Exposure;
use output::OutputPlan;

/// Days beyond the timeline for which planned output is known, so that orders near the end see ahead.
const PLANNED_DAYS_BEYOND: usize = 800;

/// Phones a factory without a ramp can start in a day.
pub const UNLIMITED: i32 = 2_000_000_000;

/// Whole phones of a day, whose fraction is carried to the next; the small allowance keeps 700 a day at 0.7 of nameplate
/// at 490, and seven days of 13/7 at 13.
#[inline(always)]
#[must_use]
pub fn whole_phones<const L: usize>(phones: Real<L>, carried: &mut Real<L>) -> Count<L> {
    let today = phones + *carried;
    let whole = (today + 1e-6).floor_count().at_least(0);
    // Beyond what can be counted there is no fraction.
    *carried = (today - whole.real()).at_most(1.0);
    whole
}

/// One factory.
#[derive(Clone, Debug, PartialEq)]
pub struct FactoryPlan {
    /// Name of the table.
    pub name: String,
    /// Whether it works, day by day: open, no rest day, no holiday, and signed where the day of signature is certain.
    pub works: Vec<bool>,
    /// Whether it is open and signed in the same sense, but has a rest day or a holiday: a closed day.
    pub rests: Vec<bool>,
    /// For each day of a start, the day on which the batch is finished.
    pub finished_on: Vec<usize>,
    /// Nameplate capacity [phones per day]; `None` when unlimited.
    pub nameplate: Option<Curve>,
    /// Effective share of nameplate.
    pub utilisation: Curve,
    /// Share of started phones that are good.
    pub yield_share: Param,
    /// Its day-to-day standard deviation; zero draws good phones one by one.
    pub yield_sd: Param,
    /// Shifts added to it.
    pub shifts: Vec<ShiftPlan>,
    /// Effective capacity of each day, where it is the same in all launches.
    pub certain_capacity: Option<Vec<i32>>,
    /// Draws of good phones.
    pub yield_source: Source,
    /// Days a batch takes at most, from start to finished, with the first and the last.
    pub batches: usize,
    /// Days from start to payment of the assembly fee.
    pub terms: usize,
    /// Its supplier, where the day of its signature differs between launches.
    pub gate: Option<usize>,
    /// Yield of the first phone, and the phones started after which the gap to the mature yield has shrunk by 1/e.
    pub learning: Option<(Param, Param)>,
    /// Disruptions that can hit it.
    pub exposure: Exposure,
    /// What it is planned to put out, and by when.
    pub output: OutputPlan,
}

impl Compiler<'_> {
    /// Every factory, and the planned yield and output of all together.
    pub fn factories(&mut self, contracts: &ContractsPlan) -> (Vec<FactoryPlan>, f64, Option<Vec<f64>>) {
        let scenario = self.scenario;
        let horizon = self.days + PLANNED_DAYS_BEYOND;
        let mut output = Some(vec![0.0; horizon]);
        let mut planned_yield: f64 = 1.0;
        let mut plans = Vec::new();
        for (index, factory) in scenario.factories.iter().enumerate() {
            let gate = factory.supplier.filter(|&at| factory.built && contracts.is_uncertain(at));
            let signed = factory.supplier.map_or(0, |at| self.planned_signature(at));
            let (opens, planned) = (self.opening(factory), self.planned_opening(factory));
            let calendar = self.calendar(factory, planned.max(signed), horizon);
            let daily = if factory.built {
                planned_yield = planned_yield.min(factory.yield_share.value);
                self.planned_output(index, planned, &calendar.works)
            } else {
                Some(vec![0.0; horizon])
            };
            output = output.zip(daily.as_deref()).map(|(mut total, daily)| {
                total.iter_mut().zip(daily).for_each(|(total, today)| *total += today);
                total
            });
            // In the simulation an uncertain signature opens the gate on its own day, and what is built is ready on its.
            let calendar = match gate {
                Some(_) => self.calendar(factory, opens, horizon),
                None if opens != planned => self.calendar(factory, opens.max(signed), horizon),
                None => calendar,
            };
            let mut plan = self.factory(index, opens, gate, calendar);
            plan.output = OutputPlan::new(daily.as_deref(), &plan.works, &plan.finished_on);
            plans.push(plan);
        }
        (plans, planned_yield, if scenario.factories.is_empty() { None } else { output })
    }

    fn factory(&mut self, index: usize, opens: i32, gate: Option<usize>, calendar: Calendar) -> FactoryPlan {
        let factory = &self.scenario.factories[index];
        let terms = factory.supplier.map_or(0, |at| self.whole_days(self.scenario.suppliers[at].payment_terms));
        let nameplate = factory.is_limited().then(|| self.curve(&self.ramp(factory, opens), Shape::Linear));
        let shifts = self.shifts(index);
        let utilisation = self.curve_or(&factory.utilisation, Shape::Step, 1.0);
        let exposure = self.exposure_of_factory(index);
        let throughput = self.whole_days(factory.throughput_time).max(0) as usize;
        let Calendar { mut works, mut rests } = calendar;
        let closed = |day: usize| !factory.finishes_on_closed_days && rests.get(day) == Some(&true);
        // On a day without a start there is no batch, and none is finished late.
        let finished_on =
            |day: usize| if works[day] { (day + throughput..=rests.len()).find(|&day| !closed(day)) } else { None };
        let finished_on: Vec<usize> = (0..self.days).map(|day| finished_on(day).unwrap_or(day)).collect();
        let batches = finished_on.iter().enumerate().map(|(day, finished)| finished - day + 1).max().unwrap_or(1);
        works.truncate(self.days);
        rests.truncate(self.days);
        let undisturbed = gate.is_none() && exposure.halts.is_empty() && exposure.slows.is_empty();
        let certain_capacity =
            if undisturbed { certain_capacity(&works, nameplate.as_ref(), &utilisation, &shifts) } else { None };
        FactoryPlan {
            name: factory.name.clone(),
            works,
            rests,
            finished_on,
            shifts,
            certain_capacity,
            nameplate,
            utilisation,
            yield_share: factory.yield_share.into(),
            yield_sd: factory.yield_sd.into(),
            yield_source: self.daily_source("yield", &factory.name),
            batches,
            terms: terms.max(0) as usize,
            gate,
            learning: factory.learning.map(|(start, phones)| (start.into(), phones.into())),
            exposure,
            output: OutputPlan::default(),
        }
    }

    /// Day by day: whether the factory is open and signed, and then whether it works, or has a rest day or a holiday.
    fn calendar(&self, factory: &Factory, opens: i32, horizon: usize) -> Calendar {
        let closes = self.day_or(factory.closes, i32::MAX);
        // Monday is 0, as in the scenario.
        let first_weekday = i32::from(self.scenario.timeline.start.weekday().to_monday_zero_offset());
        let holidays: Vec<(i32, i32)> =
            factory.holidays.iter().map(|&(from, to)| (self.day(from), self.day(to))).collect();
        let rests = |day: i32| {
            let weekday = (first_weekday + day).rem_euclid(7) as u8;
            factory.rest_days.contains(&weekday) || holidays.iter().any(|&(from, to)| (from..=to).contains(&day))
        };
        let open = |day: i32| factory.built && (opens..=closes).contains(&day);
        let days = || 0..horizon as i32;
        Calendar {
            works: days().map(|day| open(day) && !rests(day)).collect(),
            rests: days().map(|day| open(day) && rests(day)).collect(),
        }
    }

    /// What the planner expects the factory to put out day by day: medians of whatever is uncertain; `None` without limit.
    ///
    /// E40: `nameplate * utilisation`, with its shifts, in whole phones, the fraction carried to the next day, times the
    /// yield, on every working day and counted on the day of the start.
    fn planned_output(&self, index: usize, opens: i32, works: &[bool]) -> Option<Vec<f64>> {
        let factory = &self.scenario.factories[index];
        if !factory.is_limited() {
            return None;
        }
        let shifts = self.planned_shifts(index);
        let planned = |path: &Path| -> Vec<(i32, f64)> {
            path.iter().map(|&(date, value)| (self.day(date), value.value)).collect()
        };
        let (ramp, utilisation) = (planned(&self.ramp(factory, opens)), planned(&factory.utilisation));
        let first = ramp.first().map_or(0.0, |&(_, value)| value);
        let last = ramp.last().map_or(0.0, |&(_, value)| value);
        let mut carried = Lanes([0.0]);
        let mut daily = vec![0.0; works.len()];
        for (day, output) in daily.iter_mut().enumerate() {
            if works[day] {
                let nameplate = interpolate(&ramp, day as i32, first, last);
                let step = utilisation.iter().rev().find(|&&(date, _)| date <= day as i32);
                let share = step.or(utilisation.first()).map_or(1.0, |&(_, value)| value);
                let mut capacity = nameplate * share;
                if !shifts.is_empty() {
                    capacity *= staffed(&shifts, day as i32);
                }
                let [starts] = whole_phones(Lanes([capacity]), &mut carried).0;
                *output = f64::from(starts) * factory.yield_share.value;
            }
        }
        Some(daily)
    }

    /// A path of the scenario as a curve.
    pub fn curve(&self, path: &Path, shape: Shape) -> Curve {
        let points: Vec<(i32, Param)> = path.iter().map(|&(date, value)| (self.day(date), value.into())).collect();
        Curve::new(&points, shape, self.days)
    }

    /// A path of the scenario as a curve, or a constant where nothing is written.
    pub fn curve_or(&self, path: &Path, shape: Shape, default: f64) -> Curve {
        if path.is_empty() {
            let constant = vec![(self.scenario.timeline.start, Number::certain(default))];
            return self.curve(&constant, shape);
        }
        self.curve(path, shape)
    }
}

/// Days on which a factory works, and closed days on which it would but for its calendar.
struct Calendar {
    works: Vec<bool>,
    rests: Vec<bool>,
}

/// Effective capacity of each day, where it is certain.
fn certain_capacity(
    works: &[bool],
    nameplate: Option<&Curve>,
    utilisation: &Curve,
    shifts: &[ShiftPlan],
) -> Option<Vec<i32>> {
    let shifts: Vec<((i32, i32), f64)> =
        shifts.iter().map(|shift| Some((shift.days, shift.adds.as_certain()?))).collect::<Option<_>>()?;
    let mut carried = Lanes([0.0]);
    let capacity = |(day, works): (usize, &bool)| {
        let nameplate = match nameplate {
            Some(curve) => curve.certain_on(day)?,
            None => f64::from(UNLIMITED),
        };
        let mut capacity = nameplate * utilisation.certain_on(day)?;
        if !shifts.is_empty() {
            capacity *= staffed(&shifts, day as i32);
        }
        Some(if *works { whole_phones(Lanes([capacity]), &mut carried).0[0] } else { 0 })
    };
    works.iter().enumerate().map(capacity).collect()
}
