//! What the planner expects day by day, and how the forecast follows what happens.

use super::compiler::{Compiler, interpolate};
use super::param::Param;
use crate::scenario::types::ForecastMethod;

/// How the forecast follows new interest.
#[derive(Clone, Debug, PartialEq)]
pub enum ForecastPlan {
    /// It does not: the planner's own curve.
    Curve,
    /// Exponential smoothing, with the weight of the newest day; from the announcement on.
    Smoothing(Param),
    /// The curve times a learned size: prior mean, prior coefficient of variation, overdispersion.
    Bayes(Param, Param, Param),
}

impl From<ForecastMethod> for ForecastPlan {
    fn from(method: ForecastMethod) -> Self {
        match method {
            ForecastMethod::Curve => Self::Curve,
            ForecastMethod::Smoothing { weight } => Self::Smoothing(weight.into()),
            ForecastMethod::Bayes { mean, cv, overdispersion } => {
                Self::Bayes(mean.into(), cv.into(), overdispersion.into())
            }
        }
    }
}

/// What the planner expects day by day: starts, orders and output.
#[derive(Clone, Debug, Default)]
pub struct PlannedFlow {
    /// Cumulative planned starts at dated points.
    starts: Vec<(i32, f64)>,
    /// Planned yield.
    yield_share: f64,
    /// Forecast orders at dated points.
    orders: Vec<(i32, f64)>,
    /// Planned output per day from day 0 on; `None` when capacity is unlimited.
    output: Option<Vec<f64>>,
}

impl PlannedFlow {
    pub(super) fn new(compiler: &mut Compiler, yield_share: f64, output: Option<Vec<f64>>) -> Self {
        let scenario = compiler.scenario;
        Self {
            starts: compiler.fixed_path(&scenario.build_plan),
            yield_share,
            orders: compiler.fixed_path(&scenario.forecast.daily_orders),
            output,
        }
    }

    /// G(t) in phone-sets: cumulative planned phones through a day over the planned yield.
    pub(super) fn starts_through(&self, day: i32) -> f64 {
        let last = self.starts.last().map_or(0.0, |&(_, value)| value);
        let phones = interpolate(&self.starts, day, 0.0, last);
        if self.yield_share > 0.0 { phones / self.yield_share } else { phones }
    }

    /// Whole phones to have been started by the end of each day.
    pub(super) fn cumulative_starts(&self, days: usize) -> Vec<i32> {
        let starts = |day: i32| (self.starts_through(day) * (1.0 - 1e-12)).ceil().min(2e9) as i32;
        (0..days as i32).map(starts).collect()
    }

    /// Forecast orders of one day.
    pub(super) fn orders_on(&self, day: i32) -> f64 {
        interpolate(&self.orders, day, 0.0, 0.0)
    }

    /// Forecast orders after `from` through `to`, no more than planned capacity lets out.
    pub(super) fn orders_between(&self, from: i32, to: i32) -> f64 {
        self.uncapped_orders_between(from, to).min(self.output_between(from, to))
    }

    /// Forecast orders after `from` through `to`.
    pub(super) fn uncapped_orders_between(&self, from: i32, to: i32) -> f64 {
        (from + 1..=to).map(|day| self.orders_on(day)).sum()
    }

    /// Planned output after `from` through `to`.
    pub(super) fn output_between(&self, from: i32, to: i32) -> f64 {
        if self.output.is_none() { f64::INFINITY } else { (from + 1..=to).map(|day| self.output_on(day)).sum() }
    }

    /// Planned good phones of one day; capacity stays at its last level beyond the timeline.
    pub(super) fn output_on(&self, day: i32) -> f64 {
        match &self.output {
            None => 1e9,
            Some(output) => output.get(day.max(0) as usize).or(output.last()).copied().unwrap_or(0.0),
        }
    }
}
