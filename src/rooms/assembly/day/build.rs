//! What the line is asked for: whoever waits and the stock to be kept, or the plan.

use crate::lanes::{Count, Real};
use crate::rooms::assembly::plan::build::BuildPlan;
use crate::rooms::forecast::day::Forecast;
use crate::rooms::forecast::day::planner::InForce;

/// Where phones stand when the line is asked.
pub struct Phones<const L: usize> {
    /// Customers who wait.
    pub waiting: Count<L>,
    /// Phones on the shelf.
    pub finished: Count<L>,
    /// Phones in process.
    pub in_process: Count<L>,
    /// Phones started to date.
    pub started: Count<L>,
}

/// The build policy of each launch.
pub struct Build<const L: usize> {
    target: Real<L>,
    cover: Real<L>,
}

impl<const L: usize> Build<L> {
    /// The policy with a launch's inputs.
    #[must_use]
    pub fn new(plan: &BuildPlan, inputs: &[Real<L>]) -> Self {
        Self { target: plan.target.of(inputs), cover: plan.cover.of(inputs) }
    }

    /// E21: `wanted = waiting + ceil(target + forecast of the next cover days) - finished - in process`, or with
    /// `build = "to_plan"` E52: `wanted = planned starts through today - started`, whoever waits.
    #[inline(always)]
    #[must_use]
    pub fn wanted(
        &self,
        plan: &BuildPlan,
        day: usize,
        phones: &Phones<L>,
        (forecast, in_force): (&Forecast<L>, &InForce<L>),
    ) -> Count<L> {
        match &plan.starts {
            Some(starts) => in_force.starts(starts[day]) - phones.started,
            None => phones.waiting + self.stock(plan, day, forecast) - phones.finished - phones.in_process,
        }
    }

    /// Phones to be kept finished: the target, and what the forecast expects of the days to be covered.
    #[inline(always)]
    fn stock(&self, plan: &BuildPlan, day: usize, forecast: &Forecast<L>) -> Count<L> {
        let mut stock = self.target;
        if !plan.cover.is_zero() {
            let planned = match &plan.covered {
                Some(covered) => Real::splat(covered[day]),
                None => self.cover.map(|cover| plan.ahead.orders(day, cover)),
            };
            stock += forecast.expected(planned, self.cover);
        }
        // Rounding of a sum of days makes no phone.
        (stock - Real::splat(1e-6)).ceil_count().at_least(0)
    }
}
