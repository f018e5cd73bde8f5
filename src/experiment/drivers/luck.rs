//! Luck's own share of the variance: what remains when every drawn input is known.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Effect;
use super::asked::{Asked, CONFIDENCE};
use super::subject::Subject;
use crate::company::{Simulator, Unobserved, draw_inputs};
use crate::experiment::workers::Workers;
use crate::lanes::WIDTH;
use crate::random::math::{exp, ln};
use crate::stats::interval::two_sided_normal;
use crate::stats::mean;

/// Fewer pairs say nothing.
const LEAST: u32 = 64;

/// Luck's share of the variance of each figure, with the launches that it took.
///
/// Each of `launches` launches is simulated with its inputs and its luck, and with its inputs and the luck of another: the
/// correlation of the two is the share of all inputs together (Sobol' 1993; Saltelli 2002), and one less it is luck's own. The
/// interval is that of Pearson's correlation by Fisher's z (1915). Luck and what it does together with inputs count as luck.
///
/// `None` where a figure does not vary, or each launch has a plan of its own.
pub(super) fn shares(
    subject: &Subject,
    asked: &[Asked],
    launches: u32,
    workers: &Workers,
    stop: &AtomicBool,
) -> (Vec<Option<Effect>>, u64) {
    let nothing = (vec![None; asked.len()], 0);
    let cases = subject.cases();
    if launches < LEAST || cases.is_empty() || cases.iter().any(|(_, plan)| !plan.is_shared() || plan.deterministic) {
        return nothing;
    }
    let starts: Vec<u32> = (0..launches).step_by(WIDTH).collect();
    // The figures of a block with the inputs of its launches, under their own luck and under that of launches beyond.
    let block = |simulator: &mut Simulator<WIDTH>, &first: &u32| -> [Vec<Vec<f64>>; 2] {
        [first, first + launches.next_multiple_of(WIDTH as u32)].map(|luck| {
            let mut figures = vec![vec![0.0; WIDTH]; asked.len()];
            for (side, (_, plan)) in cases.iter().enumerate() {
                if stop.load(Ordering::Relaxed) {
                    return figures;
                }
                let inputs = draw_inputs::<WIDTH>(plan, first);
                let results = simulator.simulate_with(plan, luck, inputs, &mut Unobserved);
                let metrics: Vec<Vec<f64>> = results.metrics.iter().map(|metric| metric.0.to_vec()).collect();
                let sign = if side == 0 && cases.len() > 1 { -1.0 } else { 1.0 };
                for (figure, asked) in figures.iter_mut().zip(asked) {
                    for (value, of_side) in figure.iter_mut().zip(asked.column(&plan.layout, &metrics, WIDTH)) {
                        *value += sign * of_side;
                    }
                }
            }
            figures
        })
    };
    let blocks = workers.each_with(&starts, Simulator::default, block);
    let column = |figure: usize, side: usize| -> Vec<f64> {
        blocks.iter().flat_map(|block| block[side][figure].iter().copied()).collect()
    };
    let shares = (0..asked.len()).map(|figure| share(&column(figure, 0), &column(figure, 1))).collect();
    (shares, 2 * u64::from(launches) * cases.len() as u64)
}

/// One less the correlation, with its interval.
fn share(own: &[f64], other: &[f64]) -> Option<Effect> {
    let pairs: Vec<(f64, f64)> = own
        .iter()
        .copied()
        .zip(other.iter().copied())
        .filter(|(own, other)| !own.is_nan() && !other.is_nan())
        .collect();
    if pairs.len() < LEAST as usize {
        return None;
    }
    let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let middle = mean(&[mean(&x), mean(&y)]);
    let product = |a: &[f64], b: &[f64]| -> f64 {
        mean(&a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle)).collect::<Vec<_>>())
    };
    // Both columns have the same distribution.
    let variance = mean(&[product(&x, &x), product(&y, &y)]);
    if variance <= 0.0 {
        return None;
    }
    let correlation = (product(&x, &y) / variance).clamp(-1.0, 1.0);
    let half = two_sided_normal(CONFIDENCE) / (x.len() as f64 - 3.0).sqrt();
    // Fisher's z and back; a correlation of one has no interval.
    let at = |shift: f64| {
        if correlation.abs() >= 1.0 {
            return correlation;
        }
        let z = 0.5 * (ln(1.0 + correlation) - ln(1.0 - correlation)) + shift;
        let e = exp(2.0 * z);
        (e - 1.0) / (e + 1.0)
    };
    let luck = |correlation: f64| (1.0 - correlation).clamp(0.0, 1.0);
    Some(Effect { change: luck(correlation), low: luck(at(half)), high: luck(at(-half)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x + e with variances 3 and 1 in pairs that share x: luck is a quarter.
    #[test]
    fn the_share_of_luck_is_found_and_covered() {
        let mut seed = 1_u64;
        let mut next = || {
            let mut sum = 0.0;
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                sum += (seed >> 11) as f64 / (1_u64 << 53) as f64;
            }
            sum - 6.0
        };
        let mut covered = 0;
        for _ in 0..200 {
            let (mut own, mut other) = (Vec::new(), Vec::new());
            for _ in 0..200 {
                let x = 3.0_f64.sqrt() * next();
                own.push(x + next());
                other.push(x + next());
            }
            let found = share(&own, &other).unwrap();
            covered += u32::from(found.low <= 0.25 && 0.25 <= found.high);
        }
        // Of 200 intervals at 95 %: 190 less 3.3 standard deviations of a binomial count.
        assert!(covered >= 180, "{covered}");
        assert_eq!(share(&[1.0; 100], &[1.0; 100]), None);
        let same: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(share(&same, &same), Some(Effect { change: 0.0, low: 0.0, high: 0.0 }));
    }
}
