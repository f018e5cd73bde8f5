//! Factories of the plan: which days they work, what they can start, what comes out good.

use super::calamity::Exposure;
use super::compiler::{Compiler, interpolate};
use super::contract::ContractsPlan;
use super::curve::{Curve, Shape};
use super::param::Param;
use crate::lanes::{Count, Lanes, Real};
use crate::random::luck::Source;
use crate::scenario::types::{Factory, Number, Path};

/// Days beyond the timeline for which planned output is known, so that orders near the end see ahead.
const PLANNED_DAYS_BEYOND: usize = 800;

/// Phones a factory without a ramp can start in a day.
pub const UNLIMITED: i32 = 2_000_000_000;

/// Capacity in whole phones a day; the small allowance keeps 700 a day at 0.7 of nameplate at 490.
#[inline(always)]
#[must_use]
pub fn whole_phones<const L: usize>(capacity: Real<L>) -> Count<L> {
    (capacity + 1e-9).floor_count().at_least(0)
}

/// One factory.
#[derive(Clone, Debug, PartialEq)]
pub struct FactoryPlan {
    /// Name of the table.
    pub name: String,
    /// Whether it works, day by day: open, no rest day, no holiday, and signed where the day of signature is certain.
    pub works: Vec<bool>,
    /// Nameplate capacity [phones per day]; `None` when unlimited.
    pub nameplate: Option<Curve>,
    /// Effective share of nameplate.
    pub utilisation: Curve,
    /// Share of started phones that are good.
    pub yield_share: Param,
    /// Its day-to-day standard deviation; zero draws good phones one by one.
    pub yield_sd: Param,
    /// Effective capacity of each day, where it is the same in all launches.
    pub certain_capacity: Option<Vec<i32>>,
    /// Draws of good phones.
    pub yield_source: Source,
    /// Days from start to finished.
    pub throughput_days: usize,
    /// Days from start to payment of the assembly fee.
    pub terms: usize,
    /// Its supplier, where the day of its signature differs between launches.
    pub gate: Option<usize>,
    /// Yield of the first phone, and the phones started after which the gap to the mature yield has shrunk by 1/e.
    pub learning: Option<(Param, Param)>,
    /// Disruptions that can hit it.
    pub exposure: Exposure,
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
            let gate = factory.supplier.filter(|&at| contracts.is_uncertain(at));
            let signed = factory.supplier.map_or(0, |at| self.planned_signature(at));
            let works = self.working_days(factory, signed, horizon);
            planned_yield = planned_yield.min(factory.yield_share.value);
            output = output.and_then(|total| self.add_planned_output(factory, &works, total));
            // In the simulation an uncertain signature opens the gate on its own day.
            let works =
                if gate.is_some() { self.working_days(factory, 0, self.days) } else { works[..self.days].to_vec() };
            plans.push(self.factory(index, factory, gate, works));
        }
        (plans, planned_yield, if scenario.factories.is_empty() { None } else { output })
    }

    fn factory(&mut self, index: usize, factory: &Factory, gate: Option<usize>, works: Vec<bool>) -> FactoryPlan {
        let terms = factory.supplier.map_or(0, |at| self.whole_days(self.scenario.suppliers[at].payment_terms));
        let nameplate = (!factory.ramp.is_empty()).then(|| self.curve(&factory.ramp, Shape::Linear));
        let utilisation = self.curve_or(&factory.utilisation, Shape::Step, 1.0);
        let exposure = self.exposure_of_factory(index);
        let undisturbed = gate.is_none() && exposure.halts.is_empty() && exposure.slows.is_empty();
        let certain_capacity = if undisturbed {
            works
                .iter()
                .enumerate()
                .map(|(day, works)| certain_capacity(*works, nameplate.as_ref(), &utilisation, day))
                .collect()
        } else {
            None
        };
        FactoryPlan {
            name: factory.name.clone(),
            works,
            certain_capacity,
            nameplate,
            utilisation,
            yield_share: factory.yield_share.into(),
            yield_sd: factory.yield_sd.into(),
            yield_source: self.daily_source("yield", &factory.name),
            throughput_days: self.whole_days(factory.throughput_time).max(0) as usize,
            terms: terms.max(0) as usize,
            gate,
            learning: factory.learning.map(|(start, phones)| (start.into(), phones.into())),
            exposure,
        }
    }

    /// Day by day: whether the factory is open, signed and neither resting nor on holiday.
    fn working_days(&self, factory: &Factory, signed: i32, horizon: usize) -> Vec<bool> {
        let opens = self.day_or(factory.opens, 0).max(signed);
        let closes = self.day_or(factory.closes, i32::MAX);
        // Monday is 0, as in the scenario.
        let first_weekday = self.scenario.timeline.start.weekday().to_monday_zero_offset() as i32;
        let holidays: Vec<(i32, i32)> =
            factory.holidays.iter().map(|&(from, to)| (self.day(from), self.day(to))).collect();
        let works = |day: i32| {
            let weekday = (first_weekday + day).rem_euclid(7) as u8;
            day >= opens
                && day <= closes
                && !factory.rest_days.contains(&weekday)
                && !holidays.iter().any(|&(from, to)| (from..=to).contains(&day))
        };
        (0..horizon as i32).map(works).collect()
    }

    /// Adds what the planner expects the factory to put out: medians of whatever is uncertain.
    ///
    /// E40: `floor(nameplate * utilisation) * yield` on every working day, counted on the day of the start.
    fn add_planned_output(&self, factory: &Factory, works: &[bool], mut total: Vec<f64>) -> Option<Vec<f64>> {
        if factory.ramp.is_empty() {
            return None;
        }
        let planned = |path: &Path| -> Vec<(i32, f64)> {
            path.iter().map(|&(date, value)| (self.day(date), value.value)).collect()
        };
        let (ramp, utilisation) = (planned(&factory.ramp), planned(&factory.utilisation));
        let first = ramp.first().map_or(0.0, |&(_, value)| value);
        let last = ramp.last().map_or(0.0, |&(_, value)| value);
        for (day, output) in total.iter_mut().enumerate() {
            if works[day] {
                let nameplate = interpolate(&ramp, day as i32, first, last);
                let step = utilisation.iter().rev().find(|&&(date, _)| date <= day as i32);
                let share = step.or(utilisation.first()).map_or(1.0, |&(_, value)| value);
                *output += (nameplate * share + 1e-9).floor() * factory.yield_share.value;
            }
        }
        Some(total)
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

/// Effective capacity of a day, where it is certain.
fn certain_capacity(works: bool, nameplate: Option<&Curve>, utilisation: &Curve, day: usize) -> Option<i32> {
    let nameplate = match nameplate {
        Some(curve) => curve.certain_on(day)?,
        None => f64::from(UNLIMITED),
    };
    let capacity = whole_phones(Lanes([nameplate * utilisation.certain_on(day)?])).0[0];
    Some(if works { capacity } else { 0 })
}
