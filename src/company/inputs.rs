//! Draws of the uncertain inputs, once per launch.

use std::sync::Arc;

use crate::company::plan::{Draw, JointPlan, Plan};
use crate::lanes::{Lanes, Real};
use crate::random::luck::Luck;

/// The normal score beyond which lies a share of 10^-12: words lie within 6.34, sums of them need not.
const FARTHEST_SCORE: f64 = 7.034_483_825_301_13;

/// Each uncertain input's value in launches `first..first + L`; its median in deterministic mode.
///
/// E36: `x = F^-1(u)`; independent inputs have `u = (word + 1/2) / 2^32`, rank-correlated ones `u = Phi(L z)` with
/// L L' the matrix of `r = 2 sin(pi rho / 6)` and rho Spearman's correlation (Gaussian copula; Pearson 1907); r of an
/// input that takes single values as [`random::ranks`](crate::random::ranks) finds it.
#[inline(always)]
#[must_use]
pub fn draw<const L: usize>(plan: &Plan, luck: &mut Luck<L>) -> Vec<Real<L>> {
    if plan.deterministic {
        return plan.inputs.iter().map(|input| Real::splat(input.sampler.law().median())).collect();
    }
    let line = |luck: &mut Luck<L>, joint: &JointPlan| words(luck, &joint.draw).0.map(|word| joint.lines.at(word));
    let lines: Vec<[usize; L]> = plan.joints.iter().map(|joint| line(luck, joint)).collect();
    let drawn = |line: &Option<(usize, Arc<[f64]>)>| {
        line.as_ref().map(|(joint, values)| Lanes(lines[*joint].map(|line| values[line])))
    };
    let mut values = Vec::with_capacity(plan.inputs.len());
    let Some(copula) = &plan.copula else {
        for input in &plan.inputs {
            values.push(drawn(&input.line).unwrap_or_else(|| input.sampler.draw(&words(luck, &input.draw))));
        }
        return values;
    };
    for input in &plan.inputs {
        values.push(words(luck, &input.draw).normal());
    }
    copula.correlate(&mut values);
    for (at, input) in plan.inputs.iter().enumerate() {
        values[at] = if let Some(value) = drawn(&input.line) {
            value
        } else if copula.changes(at) {
            input.sampler.at_scores(values[at].at_least(-FARTHEST_SCORE).at_most(FARTHEST_SCORE))
        } else {
            input.sampler.draw(&words(luck, &input.draw))
        };
    }
    values
}

/// The word of an input or of a sample in each launch: that of its point, or one of its own.
#[expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]
#[inline(always)]
fn words<const L: usize>(luck: &mut Luck<L>, draw: &Draw) -> Lanes<u32, L> {
    match &draw.place {
        Some(place) => luck.points(place),
        None => *luck.words(draw.source, 0),
    }
}
