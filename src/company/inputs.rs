//! Draws of the uncertain inputs, once per launch.

use crate::company::plan::Plan;
use crate::lanes::Real;
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
    let mut values = Vec::with_capacity(plan.inputs.len());
    let Some(copula) = &plan.copula else {
        for input in &plan.inputs {
            values.push(luck.drawn(input.source, 0, &input.sampler));
        }
        return values;
    };
    for input in &plan.inputs {
        values.push(luck.score(input.source, 0));
    }
    copula.correlate(&mut values);
    for (at, input) in plan.inputs.iter().enumerate() {
        values[at] = if copula.changes(at) {
            input.sampler.at_scores(values[at].at_least(-FARTHEST_SCORE).at_most(FARTHEST_SCORE))
        } else {
            luck.drawn(input.source, 0, &input.sampler)
        };
    }
    values
}
