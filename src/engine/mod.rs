//! The engine: the only place that knows the order of the day.
//!
//! [`simulate`] runs `L` launches side by side through every day of the plan. It cannot fail, print,
//! read a clock or touch a file; an [`Observer`] may look on.

mod audit;
mod company;
pub mod identities;
mod inputs;
mod metrics;
mod statements;
pub mod trace;

pub use company::Company;
pub use metrics::Launches;

use crate::lanes::Real;
use crate::model::contract::Contracts;
use crate::plan::Plan;
use crate::random::luck::Luck;

/// Looks at the company at the end of every day and at the end of the launch.
pub trait Observer<const L: usize> {
    /// Day 0 is about to begin.
    fn begin(&mut self, plan: &Plan, company: &mut Company<L>, inputs: &[crate::lanes::Real<L>]) {
        let _ = (plan, company, inputs);
    }
    /// The day is over.
    fn day(&mut self, plan: &Plan, company: &Company<L>, day: usize);
    /// The last day is over, and so is the settlement at the horizon.
    fn end(&mut self, plan: &Plan, company: &Company<L>) {
        let _ = (plan, company);
    }
}

/// Nobody looks on.
pub struct Unobserved;

impl<const L: usize> Observer<L> for Unobserved {
    #[inline(always)]
    fn day(&mut self, _: &Plan, _: &Company<L>, _: usize) {}
}

/// Simulates launches `first..first + L` of a plan.
///
/// The same launch gives the same bits whatever `L` is, whatever else runs beside it and in which order.
pub fn simulate<const L: usize>(plan: &Plan, first: u32, observer: &mut impl Observer<L>) -> Launches<L> {
    let inputs = inputs::draw(plan, first);
    simulate_with(plan, first, inputs, observer)
}

/// The same with the uncertain inputs already drawn.
pub fn simulate_with<const L: usize>(
    plan: &Plan,
    first: u32,
    inputs: Vec<Real<L>>,
    observer: &mut impl Observer<L>,
) -> Launches<L> {
    let mut company = Company::new(plan, first, &inputs);
    observer.begin(plan, &mut company, &inputs);
    let mut captured = Vec::with_capacity(plan.captures.len());
    for day in 0..plan.days {
        company.day(plan, day, &inputs);
        for capture in plan.captures.iter().filter(|capture| capture.day == day) {
            captured.push((*capture, company.captured(capture.series)));
        }
        observer.day(plan, &company, day);
    }
    company.settle(plan, &inputs);
    observer.end(plan, &company);
    metrics::measure(plan, company, inputs, &captured)
}

pub use inputs::draw as draw_inputs;

/// Days the sale of one launch waits for its contracts; zero where sales hold their dates.
#[must_use]
pub fn slip_of(plan: &Plan, launch: u32, inputs: &[Real<1>]) -> i32 {
    if !plan.contracts.sale_waits {
        return 0;
    }
    let luck = Luck::new(plan.seed, launch, &plan.sources, plan.deterministic);
    // A sale that waits beyond the last day never comes, however much longer it would wait.
    Contracts::new(plan, inputs, &luck).slip.0[0].min(plan.days as i32)
}
