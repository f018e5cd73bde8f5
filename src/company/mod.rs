//! The engine: the only place that knows the order of the day.
//!
//! A [`Simulator`] runs `L` launches side by side through every day of the plan. It cannot fail, print,
//! read a clock or touch a file; an [`Observer`] may look on.

mod audit;
mod bound;
mod channel;
pub mod day;
pub mod identities;
mod inputs;
mod level;
mod metrics;
mod orders;
pub mod plan;
mod promises;
pub mod record;
mod returns;
mod service;
mod statements;
mod stop;
pub mod trace;

pub use day::Company;
pub use level::Level;
pub use metrics::Launches;

use crate::lanes::Real;
use crate::random::kernels::Kernels;
use crate::random::luck::Luck;
use crate::rooms::contract::day::Contracts;
use crate::rooms::store::day::waiting::WaitingHistory;
use crate::rooms::supply::day::UnderWay;
use level::Compiled;
use plan::Plan;

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

/// Simulates `L` launches at a time, with memory that it keeps from one time to the next.
pub struct Simulator<const L: usize> {
    compiled: Compiled<L>,
    spare: Spare<L>,
}

/// Lists that grow in a launch and are filled anew in the next.
#[derive(Default)]
pub(crate) struct Spare<const L: usize> {
    under_way: UnderWay,
    history: WaitingHistory<L>,
}

impl<const L: usize> Default for Simulator<L> {
    fn default() -> Self {
        Self { compiled: Level::best(), spare: Spare::default() }
    }
}

impl<const L: usize> Simulator<L> {
    /// A simulator in a given instruction set, which changes no bit.
    #[must_use]
    pub fn at(level: Level) -> Self {
        Self { compiled: level.compiled(), spare: Spare::default() }
    }

    /// The same with draws computed in another way, such as a slow reference.
    #[must_use]
    pub fn drawing_by(mut self, kernels: Kernels<L>) -> Self {
        self.compiled.kernels = kernels;
        self
    }

    /// The draws.
    #[must_use]
    pub fn kernels(&self) -> Kernels<L> {
        self.compiled.kernels
    }

    /// Simulates launches `first..first + L` of a plan.
    ///
    /// The same launch gives the same bits whatever `L` is, whatever else runs beside it and in which order.
    pub fn simulate(&mut self, plan: &Plan, first: u32, observer: &mut dyn Observer<L>) -> Launches<L> {
        self.simulate_these(plan, in_a_row(first), observer)
    }

    /// Simulates the launches of these numbers, which need not follow each other.
    pub fn simulate_these(&mut self, plan: &Plan, launches: [u32; L], observer: &mut dyn Observer<L>) -> Launches<L> {
        let mut luck = self.luck(plan, launches);
        let inputs = (self.compiled.draw)(plan, &mut luck);
        self.live(plan, luck, inputs, observer)
    }

    /// The same with the uncertain inputs already drawn.
    pub fn simulate_with(
        &mut self,
        plan: &Plan,
        first: u32,
        inputs: Vec<Real<L>>,
        observer: &mut dyn Observer<L>,
    ) -> Launches<L> {
        let luck = self.luck(plan, in_a_row(first));
        self.live(plan, luck, inputs, observer)
    }

    fn luck<'plan>(&self, plan: &'plan Plan, launches: [u32; L]) -> Luck<'plan, L> {
        Luck::new(plan.seed, launches, &plan.sources, self.compiled.kernels, plan.deterministic)
    }

    /// Every day, one after the other, and the settlement at the horizon.
    fn live(
        &mut self,
        plan: &Plan,
        luck: Luck<L>,
        inputs: Vec<Real<L>>,
        observer: &mut dyn Observer<L>,
    ) -> Launches<L> {
        let engine = &self.compiled;
        let mut company = (engine.open)(plan, &inputs, luck, std::mem::take(&mut self.spare));
        observer.begin(plan, &mut company, &inputs);
        let mut captured = Vec::with_capacity(plan.columns.captures.len());
        for day in 0..plan.days {
            for part_of_day in engine.parts_of_day {
                part_of_day(&mut company, plan, day, &inputs);
            }
            for capture in plan.columns.captures.iter().filter(|capture| capture.day == day) {
                captured.push((*capture, trace::today(plan, &company, capture.series, 0)));
            }
            observer.day(plan, &company, day);
        }
        (engine.settle)(&mut company, plan, &inputs);
        observer.end(plan, &company);
        let (launches, spare) = (engine.measure)(plan, company, inputs, &captured);
        self.spare = spare;
        launches
    }
}

/// Launches `first..first + L`.
fn in_a_row<const L: usize>(first: u32) -> [u32; L] {
    std::array::from_fn(|lane| first.wrapping_add(lane as u32))
}

/// [`Simulator::simulate`] once.
pub fn simulate<const L: usize>(plan: &Plan, first: u32, observer: &mut dyn Observer<L>) -> Launches<L> {
    Simulator::default().simulate(plan, first, observer)
}

/// [`Simulator::simulate_with`] once.
pub fn simulate_with<const L: usize>(
    plan: &Plan,
    first: u32,
    inputs: Vec<Real<L>>,
    observer: &mut dyn Observer<L>,
) -> Launches<L> {
    Simulator::default().simulate_with(plan, first, inputs, observer)
}

/// The metrics of launches `first..first + 16`, launch by launch: side by side in an instruction set, or one after the other.
///
/// Not generic, so that whoever compares them does not compile the days of every width and instruction set anew.
#[must_use]
pub fn sixteen(side_by_side: Option<Level>, plan: &Plan, first: u32) -> Vec<Vec<f64>> {
    if let Some(level) = side_by_side {
        let metrics = Simulator::<16>::at(level).simulate(plan, first, &mut Unobserved).metrics;
        return (0..16).map(|lane| metrics.iter().map(|metric| metric.0[lane]).collect()).collect();
    }
    let mut alone = Simulator::<1>::default();
    let mut metrics = |launch| alone.simulate(plan, launch, &mut Unobserved).metrics;
    (first..first + 16).map(|launch| metrics(launch).iter().map(|metric| metric.0[0]).collect()).collect()
}

/// The uncertain inputs of launches `first..first + L`.
#[must_use]
pub fn draw_inputs<const L: usize>(plan: &Plan, first: u32) -> Vec<Real<L>> {
    let simulator = Simulator::default();
    (simulator.compiled.draw)(plan, &mut simulator.luck(plan, in_a_row(first)))
}

/// Days the sale of one launch waits for its contracts; zero where sales hold their dates.
#[must_use]
pub fn slip_of(plan: &Plan, launch: u32, inputs: &[Real<1>]) -> i32 {
    if !plan.contracts.sale_waits {
        return 0;
    }
    let mut luck = Simulator::default().luck(plan, [launch]);
    // A sale that waits beyond the last day never comes, however much longer it would wait.
    Contracts::new(&plan.contracts, &plan.supply, plan.days, inputs, &mut luck).slip.0[0].min(plan.days as i32)
}
