//! The experience curve: what a thing costs falls by the same share each time the volume made so far doubles (Wright 1936).

use super::linear::linear;
use super::{CONFIDENCE, Estimate};
use crate::stats::interval::two_sided_student;

/// A curve `cost = first * volume^slope` fitted to logarithms.
#[derive(Clone, Debug, PartialEq)]
pub struct Experience {
    /// The exponent, below nought where cost falls.
    pub slope: Estimate,
    /// What is left of the cost when the volume has doubled, `2^slope`.
    pub progress_ratio: Estimate,
    /// Cost at the volume of the first row.
    pub first_cost: Estimate,
    /// Share of the variance of ln cost that is explained.
    pub r_squared: f64,
    /// Standard deviation of the residuals of ln cost.
    pub residual_sd: f64,
    /// What the curve gives for each row.
    pub fitted: Vec<f64>,
}

/// Fits costs above nought to cumulative volumes above nought, by least squares of logarithms. `None` for fewer than three
/// rows, or a volume that is the same in all.
#[must_use]
pub fn fit(volumes: &[f64], costs: &[f64]) -> Option<Experience> {
    let degrees = costs.len().checked_sub(2).filter(|degrees| *degrees > 0)? as f64;
    let first = *volumes.first()?;
    // Counted from the first row, the level is the cost there, and has that error.
    let doublings: Vec<f64> = volumes.iter().map(|volume| libm::log2(volume / first)).collect();
    let logs: Vec<f64> = costs.iter().map(|cost| libm::log(*cost)).collect();
    let line = linear(&[vec![1.0; logs.len()], doublings.clone()], &logs)?;
    let [level, per_doubling] = [line.coefficients[0], line.coefficients[1]];
    let mean = logs.iter().sum::<f64>() / logs.len() as f64;
    let total: f64 = logs.iter().map(|log| (log - mean) * (log - mean)).sum();
    let variance = line.residual_square_sum / degrees;
    let [of_level, of_doubling] = [0, 1].map(|at| libm::sqrt(variance * line.inverse[at][at]));
    let reach = two_sided_student(CONFIDENCE, degrees);
    Some(Experience {
        slope: Estimate::around(per_doubling, of_doubling, reach).times(std::f64::consts::LOG2_E),
        progress_ratio: Estimate::above_nought(libm::exp(per_doubling), of_doubling, reach),
        first_cost: Estimate::above_nought(libm::exp(level), of_level, reach),
        r_squared: 1.0 - line.residual_square_sum / total,
        residual_sd: libm::sqrt(variance),
        fitted: doublings.iter().map(|doubling| libm::exp(level + per_doubling * doubling)).collect(),
    })
}
