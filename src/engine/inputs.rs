//! Draws of the uncertain inputs, once per launch.

use crate::lanes::{Lanes, Real};
use crate::plan::Plan;
use crate::random::normal::{normal, uniform};
use crate::random::philox::word;

/// Each uncertain input's value in launches `first..first + L`; its median in deterministic mode.
///
/// E36: `x = F^-1(u)`; independent inputs have `u = (word + 1/2) / 2^32`, rank-correlated ones `u = Phi(L z)` with
/// L L' the matrix of `r = 2 sin(pi rho / 6)` and rho Spearman's correlation (Gaussian copula; Pearson 1907).
#[must_use]
pub fn draw<const L: usize>(plan: &Plan, first: u32) -> Vec<Real<L>> {
    let mut draws = vec![Real::ZERO; plan.inputs.len()];
    let mut shares = vec![0.0; plan.inputs.len()];
    for lane in 0..L {
        let launch = first.wrapping_add(lane as u32);
        let address = |source: crate::random::luck::Source| word(plan.seed, launch, plan.sources[source.0], 0);
        match &plan.copula {
            Some(copula) => {
                for (share, input) in shares.iter_mut().zip(&plan.inputs) {
                    *share = normal(address(input.source));
                }
                copula.uniforms(&mut shares);
            }
            None => {
                for (share, input) in shares.iter_mut().zip(&plan.inputs) {
                    *share = uniform(address(input.source));
                }
            }
        }
        for ((draw, share), input) in draws.iter_mut().zip(&shares).zip(&plan.inputs) {
            let Lanes(values) = draw;
            values[lane] =
                if plan.deterministic { input.distribution.median() } else { input.distribution.quantile(*share) };
        }
    }
    draws
}
