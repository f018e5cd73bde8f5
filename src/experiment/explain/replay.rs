//! One launch alone, as it was or with one thing changed and the same luck.

use std::convert::Infallible;

use super::super::foresight::foreseeing;
use super::super::other_rule::{agree, is_short, with_other_rule};
use super::super::replicate::profit;
use crate::company::plan::{Plan, PlanError, compile, compile_for};
use crate::company::record::{LaunchRecord, Recorder};
use crate::company::{Observer, Unobserved, draw_inputs, simulate_with, slip_of};
use crate::lanes::Real;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::contract::plan::SignaturePlan;
use crate::rooms::forecast::plan::planner::WhoPlans;
use crate::rooms::weather::plan::TimingPlan;
use crate::scenario::Scenario;

/// What is otherwise than in the launch itself.
///
/// A change is made to the compiled plan: what it takes away stays there without effect, so that classes of parts, sources
/// of draws and the order of sums are those of the launch, and no luck moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// One disruption never strikes.
    Spared(usize),
    /// No disruption ever strikes.
    AllSpared,
    /// A supplier accepts the first approach.
    FirstApproach(usize),
    /// An uncertain input has its median.
    Median(usize),
}

/// A launch that has been simulated again.
pub struct Replay {
    /// The plan it ran through: its own, where launches do not share one.
    pub plan: Plan,
    /// Its uncertain inputs.
    pub inputs: Vec<f64>,
    /// Its metrics, in the order of the layout.
    pub metrics: Vec<f64>,
    /// The same under the rule that is not the scenario's own, where it falls below its credit line.
    pub under_other_rule: Option<Vec<f64>>,
    /// Days by which its sale waited for contracts.
    pub slip: i32,
}

fn never(timing: &mut TimingPlan) {
    match timing {
        TimingPlan::Dated { length, .. } => *length = Param::certain(0.0),
        TimingPlan::Random { rate, .. } => *rate = Param::certain(0.0),
    }
}

impl Change {
    fn apply(self, plan: &mut Plan) {
        match self {
            Self::Spared(at) => never(&mut plan.disruptions[at].timing),
            Self::AllSpared => plan.disruptions.iter_mut().for_each(|disruption| never(&mut disruption.timing)),
            Self::FirstApproach(at) => {
                if let SignaturePlan::Approached(approach) = &mut plan.contracts.suppliers[at]
                    && approach.acceptance.is_some()
                {
                    approach.acceptance = Some(Param::certain(1.0));
                    (approach.endorsed, approach.prepaid) = (None, None);
                }
            }
            Self::Median(_) => {}
        }
    }
}

/// Simulates one launch alone with its record: bit for bit the launch of that number in a run.
///
/// # Errors
/// [`PlanError`] when the launch's own plan cannot be compiled.
pub fn replay(scenario: &Scenario, launch: u32) -> Result<(Replay, LaunchRecord), PlanError> {
    let (plan, inputs, slip) = plan_of(scenario, launch, None)?;
    let mut recorder = Recorder::new(scenario, &plan);
    let replay = live(plan, launch, inputs, slip, &mut recorder);
    Ok((replay, recorder.into_record()))
}

/// The same launch under the same luck with one thing changed.
///
/// # Errors
/// As [`replay`].
pub fn replay_with(scenario: &Scenario, launch: u32, change: Change) -> Result<Replay, PlanError> {
    let (plan, inputs, slip) = plan_of(scenario, launch, Some(change))?;
    Ok(live(plan, launch, inputs, slip, &mut Unobserved))
}

/// The plan a launch runs through, as in `experiment::replicate`: the shared one, or one of its own.
fn plan_of(scenario: &Scenario, launch: u32, change: Option<Change>) -> Result<(Plan, Vec<Real<1>>, i32), PlanError> {
    let mut plan = compile(scenario)?;
    if let Some(change) = change {
        change.apply(&mut plan);
    }
    let mut inputs = draw_inputs::<1>(&plan, launch);
    if let Some(Change::Median(at)) = change {
        inputs[at] = Real::splat(scenario.inputs[at].distribution.median());
    }
    if plan.is_shared() {
        return Ok((foreseen(plan, launch, &inputs), inputs, 0));
    }
    let values: Vec<f64> = inputs.iter().map(|value| value.0[0]).collect();
    let slip = slip_of(&plan, launch, &inputs);
    let mut own = compile_for(scenario, &values, slip)?;
    if let Some(change) = change {
        change.apply(&mut own);
    }
    Ok((foreseen(own, launch, &inputs), inputs, slip))
}

/// The plan with what is best for the launch known beforehand, where its planner knows.
fn foreseen(plan: Plan, launch: u32, inputs: &[Real<1>]) -> Plan {
    if plan.planner.who != WhoPlans::Foresees {
        return plan;
    }
    let worth = |plan: &Plan| {
        let results = simulate_with(plan, launch, inputs.to_vec(), &mut Unobserved);
        Ok::<_, Infallible>(vec![profit(plan, &results, 0)])
    };
    foreseeing(&plan, (launch, 1), worth).unwrap_or_else(|never| match never {})
}

fn live(mut plan: Plan, launch: u32, inputs: Vec<Real<1>>, slip: i32, observer: &mut dyn Observer<1>) -> Replay {
    let results = simulate_with(&plan, launch, inputs, observer);
    let values = |columns: &[Real<1>]| -> Vec<f64> { columns.iter().map(|value| value.0[0]).collect() };
    let (inputs, mut metrics) = (values(&results.inputs), values(&results.metrics));
    let mut under_other_rule = is_short(&plan.layout, &results, 0).then(|| {
        let again = with_other_rule(&mut plan, |plan| simulate_with(plan, launch, results.inputs, &mut Unobserved));
        let mut other = values(&again.metrics);
        agree(&plan.layout, &mut metrics, &mut other);
        other
    });
    plan.columns.own.fill_row(&mut metrics);
    if let Some(other) = &mut under_other_rule {
        plan.columns.own.fill_row(other);
    }
    Replay { plan, inputs, metrics, under_other_rule, slip }
}
