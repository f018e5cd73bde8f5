//! Launches that fall below their credit line, simulated again under the rule that is not the scenario's own.
//!
//! A launch that never falls below it is the same whether the company would go on or be wound up, so only the others are
//! simulated twice, with the same luck.

use crate::company::plan::Plan;
use crate::company::{Launches, Simulator, Unobserved};
use crate::lanes::WIDTH;
use crate::outcome::{Chunk, Layout, MetricId, Rule, Short};

/// Fewer launches than this are simulated one at a time: beside a single one, fifteen would be simulated in vain.
const FEW: usize = 3;

/// Whether a launch fell below its credit line.
pub(super) fn is_short<const L: usize>(layout: &Layout, results: &Launches<L>, lane: usize) -> bool {
    layout.at(MetricId::Insolvent).is_some_and(|at| results.metrics[at].0[lane] > 0.5)
}

/// Does something with a plan under the other rule.
pub(super) fn with_other_rule<T>(plan: &mut Plan, run: impl FnOnce(&Plan) -> T) -> T {
    let own = plan.books.stops_when_insolvent;
    plan.books.stops_when_insolvent = !own;
    let result = run(plan);
    plan.books.stops_when_insolvent = own;
    result
}

/// Simulates the short launches of a chunk again, as many abreast as there are.
pub(super) fn simulate_short(abreast: &mut Simulator<WIDTH>, alone: &mut Simulator<1>, plan: &Plan, chunk: &mut Chunk) {
    let Some(insolvent) = plan.layout.at(MetricId::Insolvent) else { return };
    let column = chunk.metrics[insolvent].iter().enumerate();
    let places: Vec<usize> = column.filter(|(_, value)| **value > 0.5).map(|(place, _)| place).collect();
    if places.is_empty() {
        return;
    }
    let mut other = plan.clone();
    other.books.stops_when_insolvent = !plan.books.stops_when_insolvent;
    let first = chunk.first;
    for block in places.chunks(WIDTH) {
        if block.len() < FEW {
            for &place in block {
                let again = alone.simulate_these(&other, [first + place as u32], &mut Unobserved);
                add(&plan.layout, chunk, place, &again, 0);
            }
            continue;
        }
        // Lanes that are left over repeat the last launch.
        let numbers = std::array::from_fn(|lane| first + block[lane.min(block.len() - 1)] as u32);
        let again = abreast.simulate_these(&other, numbers, &mut Unobserved);
        for (lane, &place) in block.iter().enumerate() {
            add(&plan.layout, chunk, place, &again, lane);
        }
    }
}

/// Puts a launch of a chunk beside itself under the other rule.
pub(super) fn add<const L: usize>(layout: &Layout, chunk: &mut Chunk, launch: usize, again: &Launches<L>, lane: usize) {
    let mut own: Vec<f64> = chunk.metrics.iter().map(|column| column[launch]).collect();
    let mut other: Vec<f64> = again.metrics.iter().map(|value| value.0[lane]).collect();
    agree(layout, &mut own, &mut other);
    chunk.metrics.iter_mut().zip(own).for_each(|(column, value)| column[launch] = value);
    chunk.short.push(Short { launch, metrics: other });
}

/// Gives the metrics that are those of one rule whatever the scenario's to both rows of a launch.
pub(super) fn agree(layout: &Layout, own: &mut [f64], other: &mut [f64]) {
    let (going_on, wound_up) = match layout.rule {
        Rule::GoOn => (own, other),
        Rule::WindUp => (other, own),
    };
    for (at, metric) in layout.metrics.iter().enumerate() {
        match metric.id.rule() {
            Some(Rule::GoOn) => wound_up[at] = going_on[at],
            Some(Rule::WindUp) => going_on[at] = wound_up[at],
            None => {}
        }
    }
}
