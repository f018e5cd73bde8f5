//! What the planner expects day by day, and how the forecast follows what happens.

pub mod planner;

use crate::language::quantity::Number;
use crate::rooms::calendar::plan::compiler::{Compiler, interpolate};
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::forecast::keys::{Forecast, ForecastMethod};

/// The forecast: how it follows new interest, and by what its curve is multiplied.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastPlan {
    /// How it follows new interest.
    pub method: MethodPlan,
    /// What its curve is multiplied by in each launch; `None` where that is in the curve.
    pub scale: Option<Param>,
}

impl ForecastPlan {
    pub(crate) fn new(forecast: &Forecast) -> Self {
        let scale = forecast.scale.input.map(|_| forecast.scale.into());
        Self { method: forecast.method.into(), scale }
    }

    /// Whether it follows what happens.
    #[must_use]
    pub fn learns(&self) -> bool {
        self.method != MethodPlan::Curve
    }
}

/// How the forecast follows new interest.
#[derive(Clone, Debug, PartialEq)]
pub enum MethodPlan {
    /// It does not: the planner's own curve.
    Curve,
    /// Exponential smoothing, with the weight of the newest day; from the announcement on.
    Smoothing(Param),
    /// The curve times a learned size: prior mean, prior coefficient of variation, overdispersion.
    Bayes(Param, Param, Param),
}

impl From<ForecastMethod> for MethodPlan {
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

/// Days beyond the timeline to which a plan is looked at.
const BEYOND: i32 = 1_000;

/// By the end of each day: phones the build plan has started as it is written, and phones the line can have started.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPath(Vec<(f64, f64)>);

impl PlannedPath {
    /// Phones the written plan has started by the end of a day, and phones the line can start from a day on to it.
    #[must_use]
    pub fn by(&self, day: i32, today: usize) -> (f64, f64) {
        let at = |day: usize| self.0.get(day).or(self.0.last()).copied().unwrap_or((0.0, 0.0));
        let (starts, line) = at(day.max(0) as usize);
        (starts, line - at(today).1)
    }

    /// The same by the end of the plan.
    #[must_use]
    pub fn in_all(&self, today: usize) -> (f64, f64) {
        self.by(i32::MAX, today)
    }
}

/// Forecast orders of the days ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// Orders before each day, from day 0 on to the end of the forecast.
    before: Vec<f64>,
}

impl Ahead {
    fn new(daily: impl Iterator<Item = f64>) -> Self {
        let mut total = 0.0;
        let sums = daily.map(|orders| {
            total += orders;
            total
        });
        Self { before: std::iter::once(0.0).chain(sums).collect() }
    }

    /// Orders of so many days after a day: of whole days, and of the fraction of the last one its share.
    #[must_use]
    pub fn orders(&self, day: usize, days: f64) -> f64 {
        let before = |day: usize| self.before.get(day).or(self.before.last()).copied().unwrap_or(0.0);
        let whole = days.max(0.0) as usize;
        let (from, to) = (before(day + 1), before(day + 1 + whole));
        to - from + (days.max(0.0) - whole as f64) * (before(day + 2 + whole) - to)
    }

    /// Most orders of a day.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.before.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max)
    }
}

impl PlannedFlow {
    pub(crate) fn new(compiler: &mut Compiler, yield_share: f64, output: Option<Vec<f64>>) -> Self {
        let scenario = compiler.scenario;
        let scaled = |path: Vec<(i32, f64)>, scale: Number| match scale.input {
            // What differs between launches multiplies in each of them.
            Some(_) => path,
            None => path.into_iter().map(|(day, value)| (day, value * scale.value)).collect(),
        };
        let (plan, forecast) = (&scenario.build_plan, &scenario.forecast);
        Self {
            starts: scaled(compiler.fixed_path(&plan.cumulative), plan.scale),
            yield_share,
            orders: scaled(compiler.fixed_path(&forecast.daily_orders), forecast.scale),
            output,
        }
    }

    /// G(t) in phone-sets: cumulative planned phones through a day over the planned yield.
    pub(crate) fn starts_through(&self, day: i32) -> f64 {
        let last = self.starts.last().map_or(0.0, |&(_, value)| value);
        let phones = interpolate(&self.starts, day, 0.0, last);
        if self.yield_share > 0.0 { phones / self.yield_share } else { phones }
    }

    /// Whole phones to have been started by the end of each day.
    pub(crate) fn cumulative_starts(&self, days: usize) -> Vec<i32> {
        let starts = |day: i32| (self.starts_through(day) * (1.0 - 1e-12)).ceil().min(2e9) as i32;
        (0..days as i32).map(starts).collect()
    }

    /// Phones the line can start after `from` through `to`, by what it is planned to put out; nothing after the plan's end.
    pub(crate) fn line_between(&self, from: i32, to: i32) -> f64 {
        let end = self.starts.last().map_or(0, |&(day, _)| day);
        let output = self.output_between(from, to.min(end));
        if self.yield_share > 0.0 { output / self.yield_share } else { output }
    }

    /// The build plan and the line day by day to the plan's end.
    pub(crate) fn path(&self, days: usize) -> PlannedPath {
        let end = self.starts.last().map_or(0, |&(day, _)| day).clamp(days as i32 - 1, days as i32 + BEYOND);
        let mut line = 0.0;
        let days = (0..=end).map(|day| {
            // What is ordered already is of use as long as the line runs.
            line += self.output_between(day - 1, day) / if self.yield_share > 0.0 { self.yield_share } else { 1.0 };
            (self.starts_through(day), line)
        });
        PlannedPath(days.collect())
    }

    /// Whether any orders are expected.
    pub(crate) fn expects_orders(&self) -> bool {
        self.orders.iter().any(|&(_, orders)| orders > 0.0)
    }

    /// Forecast orders of one day.
    pub(crate) fn orders_on(&self, day: i32) -> f64 {
        interpolate(&self.orders, day, 0.0, 0.0)
    }

    /// Forecast orders of the days ahead of each of `days`.
    pub(crate) fn ahead(&self, days: usize) -> Ahead {
        let last = self.orders.last().map_or(0, |&(day, _)| day.max(0));
        Ahead::new((0..=last.max(days as i32 - 1)).map(|day| self.orders_on(day)))
    }

    /// Forecast orders after `from` through `to`, no more than planned capacity lets out.
    pub(crate) fn orders_between(&self, from: i32, to: i32) -> f64 {
        self.uncapped_orders_between(from, to).min(self.output_between(from, to))
    }

    /// Forecast orders after `from` through `to`.
    pub(crate) fn uncapped_orders_between(&self, from: i32, to: i32) -> f64 {
        (from + 1..=to).map(|day| self.orders_on(day)).sum()
    }

    /// Planned output after `from` through `to`.
    pub(crate) fn output_between(&self, from: i32, to: i32) -> f64 {
        if self.output.is_none() { f64::INFINITY } else { (from + 1..=to).map(|day| self.output_on(day)).sum() }
    }

    /// Planned good phones of one day; capacity stays at its last level beyond the timeline.
    pub(crate) fn output_on(&self, day: i32) -> f64 {
        match &self.output {
            None => 1e9,
            Some(output) => output.get(day.max(0) as usize).or(output.last()).copied().unwrap_or(0.0),
        }
    }
}
