//! The engine: the only place that knows the order of the day.
//!
//! [`simulate`] runs `L` launches side by side through every day of the plan. It cannot fail, print,
//! read a clock or touch a file; an [`Observer`] may look on.

mod audit;
mod company;
pub mod identities;
mod inputs;
mod level;
mod metrics;
pub mod record;
mod statements;
mod stop;
pub mod trace;

pub use company::Company;
pub use level::Level;
pub use metrics::Launches;

use crate::lanes::Real;
use crate::model::contract::Contracts;
use crate::plan::Plan;
use crate::random::luck::Luck;
use level::Compiled;

/// Looks at the company at the end of every day and at the end of the launch.
pub trait Observer<const L: usize> {
    /// Day 0 is about to begin.
    fn begin(&mut self, plan: &Plan, company: &mut Company<L>, inputs: &[Real<L>]) {
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
    fn day(&mut self, _: &Plan, _: &Company<L>, _: usize) {}
}

/// Simulates launches `first..first + L` of a plan.
///
/// The same launch gives the same bits whatever `L` is, whatever else runs beside it and in which order.
pub fn simulate<const L: usize>(plan: &Plan, first: u32, observer: &mut dyn Observer<L>) -> Launches<L> {
    live(&Level::best(), plan, first, None, observer)
}

/// The same with the uncertain inputs already drawn.
pub fn simulate_with<const L: usize>(
    plan: &Plan,
    first: u32,
    inputs: Vec<Real<L>>,
    observer: &mut dyn Observer<L>,
) -> Launches<L> {
    live(&Level::best(), plan, first, Some(inputs), observer)
}

/// As [`simulate`], in a given instruction set, which changes no bit.
pub fn simulate_at<const L: usize>(
    level: Level,
    plan: &Plan,
    first: u32,
    observer: &mut dyn Observer<L>,
) -> Launches<L> {
    live(&level.compiled(), plan, first, None, observer)
}

/// The uncertain inputs of launches `first..first + L`.
#[must_use]
pub fn draw_inputs<const L: usize>(plan: &Plan, first: u32) -> Vec<Real<L>> {
    let engine = Level::best();
    (engine.draw)(plan, &mut Luck::new(plan.seed, first, &plan.sources, engine.kernels, plan.deterministic))
}

/// Every day, one after the other, and the settlement at the horizon.
fn live<const L: usize>(
    engine: &Compiled<L>,
    plan: &Plan,
    first: u32,
    inputs: Option<Vec<Real<L>>>,
    observer: &mut dyn Observer<L>,
) -> Launches<L> {
    let mut luck = Luck::new(plan.seed, first, &plan.sources, engine.kernels, plan.deterministic);
    let inputs = inputs.unwrap_or_else(|| (engine.draw)(plan, &mut luck));
    let mut company = (engine.open)(plan, &inputs, luck);
    observer.begin(plan, &mut company, &inputs);
    let mut captured = Vec::with_capacity(plan.captures.len());
    for day in 0..plan.days {
        for part_of_day in engine.parts_of_day {
            part_of_day(&mut company, plan, day, &inputs);
        }
        for capture in plan.captures.iter().filter(|capture| capture.day == day) {
            captured.push((*capture, company.captured(capture.series)));
        }
        observer.day(plan, &company, day);
    }
    (engine.settle)(&mut company, plan, &inputs);
    observer.end(plan, &company);
    (engine.measure)(plan, company, inputs, &captured)
}

/// Days the sale of one launch waits for its contracts; zero where sales hold their dates.
#[must_use]
pub fn slip_of(plan: &Plan, launch: u32, inputs: &[Real<1>]) -> i32 {
    if !plan.contracts.sale_waits {
        return 0;
    }
    let kernels = Level::best().kernels;
    let mut luck = Luck::new(plan.seed, launch, &plan.sources, kernels, plan.deterministic);
    // A sale that waits beyond the last day never comes, however much longer it would wait.
    Contracts::new(plan, inputs, &mut luck).slip.0[0].min(plan.days as i32)
}
