//! One launch told day by day, and what its disruptions cost: the same launch, under the same luck, without them.

pub mod cause;
pub mod pick;
pub mod replay;
pub mod spells;
pub mod story;

use serde::Serialize;

use super::workers::Workers;
use crate::company::plan::PlanError;
use crate::outcome::MetricId;
use crate::scenario::Scenario;
use pick::Picked;
use replay::{Change, replay, replay_with};
use story::Story;

/// How a launch differs from the same launch with one thing changed: the launch less the other.
///
/// Costs leave one thing out at a time, so they do not add up where disruptions overlap or wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Counterfactual {
    /// Phones shipped by the horizon.
    #[serde(rename = "shipped_phones")]
    pub shipped: f64,
    /// Days on which customers were left waiting.
    #[serde(rename = "short_days")]
    pub days_short: f64,
    /// Mean wait of the phones shipped [days]; not a number when either ships none.
    pub wait_mean_days: f64,
    /// Days by which the first phone is shipped later; not a number when either ships none.
    pub first_shipment_days: f64,
    /// Customers who cancelled.
    #[serde(rename = "cancelled_customers")]
    pub cancelled: f64,
    /// Lowest cash [money].
    pub lowest_cash: f64,
    /// Net profit [money].
    pub net_profit: f64,
}

/// A supplier that did not accept the first approach.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refusal {
    /// Its name.
    pub supplier: String,
    /// Approaches made.
    pub approaches: Option<i32>,
    /// What it cost that it did not accept at once.
    pub cost: Counterfactual,
}

/// A launch and what its troubles cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// What happened.
    pub story: Story,
    /// Per disruption: its cost; `None` for one that was never active.
    pub disruptions: Vec<Option<Counterfactual>>,
    /// All disruptions together; `None` when none was active.
    pub together: Option<Counterfactual>,
    /// Suppliers that did not accept the first approach.
    pub refusals: Vec<Refusal>,
    /// Per uncertain input: what it is worth that it was not at its median; `None` where it was.
    pub inputs: Vec<Option<Counterfactual>>,
}

/// Replays a launch, tells it, and replays it without each of its troubles.
///
/// The replays are listed before the first of them runs, and come back in that order whatever the number of threads.
///
/// # Errors
/// When the launch's own plan cannot be compiled.
pub fn explain(scenario: &Scenario, picked: Picked, workers: &Workers) -> Result<Explained, PlanError> {
    let launch = picked.launch;
    let (told, record) = replay(scenario, launch)?;
    let story = Story::new(scenario, told, picked, record);
    let changes = changes(scenario, &story);
    let without = |change: &Change| -> Result<(Change, Counterfactual), PlanError> {
        let other = replay_with(scenario, launch, *change)?;
        Ok((*change, difference(&story, &other.metrics)))
    };
    let costs: Vec<Result<_, PlanError>> = workers.each(&changes, without);
    let costs = costs.into_iter().collect::<Result<Vec<_>, _>>()?;
    let of = |change: Change| costs.iter().find(|(other, _)| *other == change).map(|(_, cost)| *cost);
    let refusals = costs.iter().filter_map(|&(change, cost)| match change {
        Change::FirstApproach(at) => {
            let signature = &story.record.signatures[at];
            Some(Refusal { supplier: signature.supplier.clone(), approaches: signature.approaches, cost })
        }
        _ => None,
    });
    Ok(Explained {
        disruptions: (0..story.record.disruptions.len()).map(|at| of(Change::Spared(at))).collect(),
        together: of(Change::AllSpared),
        refusals: refusals.collect(),
        inputs: (0..story.inputs.len()).map(|at| of(Change::Median(at))).collect(),
        story,
    })
}

/// What is left out, one replay each: disruptions that struck, refusals, draws away from their medians.
fn changes(scenario: &Scenario, story: &Story) -> Vec<Change> {
    let struck = |at: &usize| !story.record.disruptions[*at].spans.is_empty();
    let mut changes: Vec<Change> = (0..story.record.disruptions.len()).filter(struck).map(Change::Spared).collect();
    if !changes.is_empty() {
        changes.push(Change::AllSpared);
    }
    for (at, signature) in story.record.signatures.iter().enumerate() {
        if signature.approaches.is_some_and(|approaches| approaches > 1 || signature.day.is_none()) {
            changes.push(Change::FirstApproach(at));
        }
    }
    for (at, input) in scenario.inputs.iter().enumerate() {
        if story.inputs[at].value != input.distribution.median() {
            changes.push(Change::Median(at));
        }
    }
    changes
}

fn difference(story: &Story, other: &[f64]) -> Counterfactual {
    let less = |metric: MetricId| story.layout.at(metric).map_or(f64::NAN, |at| story.metrics[at] - other[at]);
    Counterfactual {
        shipped: less(MetricId::Shipped),
        days_short: less(MetricId::DaysShort),
        wait_mean_days: less(MetricId::WaitMean),
        first_shipment_days: less(MetricId::FirstShipmentDay),
        cancelled: less(MetricId::Cancelled),
        lowest_cash: less(MetricId::LowestCash),
        net_profit: less(MetricId::NetProfit),
    }
}
