//! Draws of the uncertain inputs, once per launch.

use crate::lanes::{Lanes, Real};
use crate::plan::Plan;
use crate::random::normal::{normal, normal_cdf, uniform};
use crate::random::philox::word;

/// Each uncertain input's value in launches `first..first + L`; its median in deterministic mode.
#[must_use]
pub fn draw<const L: usize>(plan: &Plan, first: u32) -> Vec<Real<L>> {
    if plan.deterministic {
        return plan.inputs.iter().map(|input| Real::splat(input.distribution.median())).collect();
    }
    let mut draws = vec![Real::ZERO; plan.inputs.len()];
    let mut scores = vec![0.0; plan.inputs.len()];
    let mut words = vec![0; plan.inputs.len()];
    for lane in 0..L {
        let launch = first.wrapping_add(lane as u32);
        for ((word_of, score), input) in words.iter_mut().zip(&mut scores).zip(&plan.inputs) {
            *word_of = word(plan.seed, launch, plan.sources[input.source.0], 0);
            *score = normal(*word_of);
        }
        if let Some(copula) = &plan.copula {
            copula.correlate(&mut scores);
        }
        for (((draw, input), &score), &word) in draws.iter_mut().zip(&plan.inputs).zip(&scores).zip(&words) {
            let share = || if plan.copula.is_some() { normal_cdf(score) } else { uniform(word) };
            let Lanes(values) = draw;
            values[lane] = input.value(score, share);
        }
    }
    draws
}
