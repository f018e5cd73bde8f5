//! Draws of the uncertain inputs, once per launch.

use crate::lanes::Real;
use crate::plan::Plan;
use crate::random::luck::Luck;
use crate::random::normal::{normal_cdf, uniform};

/// Each uncertain input's value in launches `first..first + L`; its median in deterministic mode.
///
/// E36: `x = F^-1(u)`; independent inputs have `u = (word + 1/2) / 2^32`, rank-correlated ones `u = Phi(L z)` with
/// L L' the matrix of `r = 2 sin(pi rho / 6)` and rho Spearman's correlation (Gaussian copula; Pearson 1907).
#[inline(always)]
#[must_use]
pub fn draw<const L: usize>(plan: &Plan, luck: &mut Luck<L>) -> Vec<Real<L>> {
    if plan.deterministic {
        return plan.inputs.iter().map(|input| Real::splat(input.distribution.median())).collect();
    }
    let scores: Vec<Real<L>> = plan.inputs.iter().map(|input| luck.normal(input.source, 0)).collect();
    let mut draws = scores.clone();
    let mut of_one_launch = vec![0.0; plan.inputs.len()];
    for lane in 0..L {
        if let Some(copula) = &plan.copula {
            for (score, scores) in of_one_launch.iter_mut().zip(&scores) {
                *score = scores.0[lane];
            }
            copula.correlate(&mut of_one_launch);
            for (draw, &score) in draws.iter_mut().zip(&of_one_launch) {
                draw.0[lane] = score;
            }
        }
        for (draw, input) in draws.iter_mut().zip(&plan.inputs) {
            let score = draw.0[lane];
            let share = || match plan.copula {
                Some(_) => normal_cdf(score),
                None => uniform(luck.words(input.source, 0).0[lane]),
            };
            draw.0[lane] = input.value(score, share);
        }
    }
    draws
}
