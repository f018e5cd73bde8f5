//! What another planner of the parts would be worth: the same launches bought for by the plan as it is written, by the plan
//! as it is learned, and by one who knows everything beforehand.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use crate::company::plan::{Plan, PlanError, compile};
use crate::experiment::replicate::{Simulators, Traced, run_chunk};
use crate::experiment::workers::Workers;
use crate::outcome::{Chunk, MetricId};
use crate::rooms::forecast::plan::planner::WhoPlans;
use crate::scenario::Scenario;
use crate::stats::{Better, Summary, mean};

/// Launches of each planner, and those a thread simulates at a time.
pub const LAUNCHES: u32 = 256;
const STRETCH: u32 = 64;
/// Fewer launches in a run are too few to say what a planner is worth.
pub(super) const LEAST: u32 = 100;
/// Confidence of the intervals.
const CONFIDENCE: f64 = 0.95;

/// One planner's launches.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedBy {
    /// Who plans.
    pub who: WhoPlans,
    /// Mean net profit [money].
    pub profit: f64,
    /// What that is more than with the scenario's own planner, with its 95 % interval under the same luck [money].
    pub gain: (f64, f64, f64),
    /// Share of launches that fall below their credit line.
    pub short: f64,
    /// Mean write-down [money].
    pub write_down: f64,
}

/// What the planners make of the same launches.
#[derive(Clone, Debug, PartialEq)]
pub struct Planners {
    /// Launches of each.
    pub launches: u32,
    /// The scenario's own planner.
    pub own: WhoPlans,
    /// One who keeps the plan, one who learns where a market size can be learned, one who knows beforehand.
    pub by: Vec<PlannedBy>,
}

impl Planners {
    /// What the planners make of a scenario's first launches; `None` where there is no plan to change, luck plays no part,
    /// each launch has a plan of its own, or they are too few.
    ///
    /// # Errors
    /// When a launch's own plan cannot be compiled.
    pub fn of(
        scenario: &Scenario,
        plan: &Plan,
        workers: &Workers,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, PlanError> {
        if !may_change(plan) || scenario.run.launches < LEAST {
            return Ok(None);
        }
        let launches = scenario.run.launches.min(LAUNCHES);
        let own = plan.planner.who;
        let whos = [WhoPlans::Keeps, WhoPlans::Learns, WhoPlans::Foresees];
        let whos = whos.into_iter().filter(|who| *who != WhoPlans::Learns || plan.planner.can_learn);
        let cases =
            whos.map(|who| (who, launches_of(scenario, &plan.clone().planned_by(who), 0..launches, workers, stop)));
        let cases: Vec<(WhoPlans, Columns)> =
            cases.map(|(who, columns)| columns.map(|columns| (who, columns))).collect::<Result<_, _>>()?;
        let Some((_, base)) = cases.iter().find(|(who, _)| *who == own) else { return Ok(None) };
        let by = cases.iter().map(|(who, [profit, short, write_down])| {
            let gains: Vec<f64> = profit.iter().zip(&base[0]).map(|(profit, base)| profit - base).collect();
            let gain = Summary::sampled(&gains, Better::More, plan.layout.sampled);
            let (low, high) = gain.interval(CONFIDENCE);
            let (profit, short, write_down) = (mean(profit), mean(short), mean(write_down));
            PlannedBy { who: *who, profit, gain: (gain.mean, low, high), short, write_down }
        });
        Ok(Some(Self { launches, own, by: by.collect() }))
    }

    /// What one planner makes of the launches.
    #[must_use]
    pub fn of_one(&self, who: WhoPlans) -> Option<&PlannedBy> {
        self.by.iter().find(|by| by.who == who)
    }
}

/// Which of several alternatives earns most on average with the plan kept, and which with the plan learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BestByPlanner {
    /// With the plan as it is written.
    pub kept: usize,
    /// With the plan as it is learned; `None` where nothing can be learned.
    pub learned: Option<usize>,
    /// Launches of each.
    pub launches: u32,
}

impl BestByPlanner {
    /// The best of scenarios for each planner; `None` where one of them has no plan of its own to change, or too few launches.
    ///
    /// # Errors
    /// When a scenario cannot be compiled.
    pub fn of(
        scenarios: &[&Scenario],
        launches: u32,
        workers: &Workers,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, PlanError> {
        let plans: Vec<Plan> = scenarios.iter().map(|scenario| compile(scenario)).collect::<Result<_, _>>()?;
        if launches < LEAST || !plans.iter().all(may_change) {
            return Ok(None);
        }
        let launches = launches.min(LAUNCHES);
        let best = |who: WhoPlans| -> Result<usize, PlanError> {
            let mut best = (0, f64::NEG_INFINITY);
            for (at, (scenario, plan)) in scenarios.iter().zip(&plans).enumerate() {
                let [profit, ..] = launches_of(scenario, &plan.clone().planned_by(who), 0..launches, workers, stop)?;
                let profit = mean(&profit);
                if profit > best.1 {
                    best = (at, profit);
                }
            }
            Ok(best.0)
        };
        let can_learn = plans.iter().all(|plan| plan.planner.can_learn);
        let learned = if can_learn { Some(best(WhoPlans::Learns)?) } else { None };
        Ok(Some(Self { kept: best(WhoPlans::Keeps)?, learned, launches }))
    }
}

/// Whether parts are bought for a build plan that another planner could change, and luck plays a part.
pub(super) fn may_change(plan: &Plan) -> bool {
    let mut planned = plan.supply.classes.iter().flat_map(|class| &class.reviews);
    // Nobody expedites for a plan that changes.
    let expedites =
        plan.supply.classes.iter().any(|class| class.second.as_ref().is_some_and(|second| second.expedite.is_some()));
    planned.any(|review| review.planned_starts > 0.0) && !expedites && !plan.deterministic && plan.is_shared()
}

/// Net profit, whether cash falls below the credit line, and the write-down of each launch.
pub(super) type Columns = [Vec<f64>; 3];

pub(super) fn launches_of(
    scenario: &Scenario,
    plan: &Plan,
    launches: Range<u32>,
    workers: &Workers,
    stop: &AtomicBool,
) -> Result<Columns, PlanError> {
    let starts: Vec<u32> = launches.clone().step_by(STRETCH as usize).collect();
    let run = |simulators: &mut Simulators, &first: &u32| {
        run_chunk(simulators, (scenario, plan), first, STRETCH.min(launches.end - first), Traced::NONE, stop)
            .map(|(chunk, _)| chunk)
    };
    let chunks = workers.each_with(&starts, Simulators::default, run);
    let chunks: Vec<Chunk> = chunks.into_iter().collect::<Result<_, _>>()?;
    let column = |id: MetricId| -> Vec<f64> {
        let at = plan.layout.at(id);
        chunks.iter().flat_map(|chunk| at.map(|at| chunk.metrics[at].iter().copied()).into_iter().flatten()).collect()
    };
    Ok([column(MetricId::NetProfit), column(MetricId::Insolvent), column(MetricId::WriteDown)])
}
