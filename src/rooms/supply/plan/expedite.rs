//! A fast second source, of which only what is needed before the first can deliver is ordered.

use crate::language::quantity::Number;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::forecast::plan::PlannedFlow;
use crate::rooms::supply::plan::lead::LeadPlan;
use crate::rooms::supply::plan::{ClassKey, ReviewPlan};

/// What a review needs to know to expedite.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpeditePlan {
    /// Planned days from an order with the first source to stock.
    pub first: i32,
    /// The same with the second source.
    pub second: i32,
    /// Days between reviews.
    pub review: i32,
    /// Level of the expedited position; `None` where what is needed says how much.
    pub level: Option<Param>,
    /// Class units one phone takes.
    quantity: i32,
    /// Units the build plan needs through each day from day 0 on; none where it is not followed.
    starts: Vec<i32>,
    /// Forecast orders and planned output of each day from day 0 on; none where no policy asks.
    expected: Vec<(f64, f64)>,
}

/// Whole units of some phones; a part in 10^12 keeps a whole number whole in spite of rounding.
fn units(phones: f64, quantity: i32) -> i32 {
    (phones * f64::from(quantity) * (1.0 - 1e-12)).ceil().min(2e9) as i32
}

impl ExpeditePlan {
    /// What the planner expects, as far ahead as the last review looks.
    pub(crate) fn new(
        compiler: &mut Compiler,
        key: &ClassKey,
        (level, forecast): (Option<Number>, bool),
        [first, second]: [&LeadPlan; 2],
        planned: &PlannedFlow,
    ) -> Self {
        let inspection = compiler.whole_days(key.inspection.inspection_time);
        let review = compiler.whole_days(key.review).max(1);
        let second = second.planned + inspection;
        let days = 0..compiler.days as i32 + second + review + 1;
        let starts = |day: i32| units(planned.starts_through(day), key.quantity);
        let expected = |day: i32| (planned.orders_on(day), planned.output_between(day - 1, day));
        Self {
            first: first.planned + inspection,
            second,
            review,
            level: level.map(Param::from),
            quantity: key.quantity,
            starts: if key.follow_build_plan { days.clone().map(starts).collect() } else { Vec::new() },
            expected: if forecast { days.map(expected).collect() } else { Vec::new() },
        }
    }

    /// What is needed through a day, as a review of an earlier day sees it.
    #[must_use]
    pub fn review(&self, day: i32, through: i32) -> ReviewPlan {
        let last = |day: i32| (day.max(0) as usize).min(self.starts.len().saturating_sub(1));
        let ahead = self.expected.get(day as usize + 1..=through as usize).unwrap_or_default();
        let (forecast_orders, planned_output) =
            ahead.iter().fold((0.0, 0.0), |sum, of_day| (sum.0 + of_day.0, sum.1 + of_day.1));
        let cumulative_need = self.starts.get(last(through)).copied().unwrap_or(0);
        ReviewPlan {
            day,
            cumulative_need,
            // Only a plan that is bought for as it is written is expedited.
            planned_starts: 0.0,
            line_ahead: 0.0,
            forecast_need: units(forecast_orders.min(planned_output), self.quantity),
            forecast_orders,
            planned_output,
            span: through - day,
        }
    }
}
