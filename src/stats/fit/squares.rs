//! Nonlinear least squares by damped steps of Gauss and Newton (Levenberg 1944, Marquardt 1963).

use super::linear::{Linear, linear};

/// A curve fitted to outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The parameters.
    pub parameters: Vec<f64>,
    /// (J'J)^-1 at them: times the variance of a residual it is their covariance.
    pub inverse: Vec<Vec<f64>>,
    /// Sum of squared residuals.
    pub residual_square_sum: f64,
}

/// Steps tried before a start is given up.
const STEPS: usize = 500;
/// Step of the differences that stand for slopes; their error is of its fourth power.
const STEP: f64 = 1e-3;
/// A step so small beside a parameter of about one ends the search.
const SETTLED: f64 = 1e-12;

/// The sum of squared residuals of a curve.
fn square_sum(curve: &[f64], outcome: &[f64]) -> f64 {
    let sum = curve.iter().zip(outcome).map(|(curve, outcome)| (outcome - curve) * (outcome - curve)).sum::<f64>();
    if sum.is_nan() { f64::INFINITY } else { sum }
}

/// Columns of the Jacobian of a curve, by central differences of fourth order.
fn slopes(curve: &impl Fn(&[f64]) -> Vec<f64>, at: &[f64]) -> Vec<Vec<f64>> {
    let column = |which: usize| {
        let moved = |by: f64| {
            let mut there = at.to_vec();
            there[which] += by * STEP;
            curve(&there)
        };
        let [far_below, below, above, far_above] = [-2.0, -1.0, 1.0, 2.0].map(moved);
        let slope = |row: usize| (far_below[row] - far_above[row] + 8.0 * (above[row] - below[row])) / (12.0 * STEP);
        (0..below.len()).map(slope).collect()
    };
    (0..at.len()).map(column).collect()
}

/// The parameters near `start` that minimise the sum of squares of `outcome - curve(parameters)`.
///
/// Parameters should be of the order of one, as logarithms are. `None` where no step settles, or parameters cannot be told
/// apart.
#[must_use]
pub fn least_squares(curve: impl Fn(&[f64]) -> Vec<f64>, outcome: &[f64], start: &[f64]) -> Option<Curve> {
    let mut at = start.to_vec();
    let mut least = square_sum(&curve(&at), outcome);
    let mut damping = 1e-3;
    for _ in 0..STEPS {
        let fitted = curve(&at);
        let residuals: Vec<f64> = outcome.iter().zip(&fitted).map(|(outcome, fitted)| outcome - fitted).collect();
        let columns = slopes(&curve, &at);
        let step = damped(&columns, &residuals, damping)?;
        let there: Vec<f64> = at.iter().zip(&step).map(|(at, step)| at + step).collect();
        let sum = square_sum(&curve(&there), outcome);
        let small = step.iter().zip(&at).all(|(step, at)| step.abs() <= SETTLED * (1.0 + at.abs()));
        if sum <= least {
            at = there;
            least = sum;
            damping = (damping * 0.2).max(1e-12);
        }
        if small {
            let Linear { inverse, .. } = linear(&slopes(&curve, &at), outcome)?;
            return Some(Curve { parameters: at, inverse, residual_square_sum: least });
        }
        if sum > least {
            damping *= 5.0;
            if damping > 1e12 {
                // Rounding alone keeps the sum from falling.
                let Linear { inverse, .. } = linear(&slopes(&curve, &at), outcome)?;
                return Some(Curve { parameters: at, inverse, residual_square_sum: least });
            }
        }
    }
    None
}

/// The step that minimises |residuals - J step|^2 + damping sum of (|J_i| step_i)^2.
fn damped(columns: &[Vec<f64>], residuals: &[f64], damping: f64) -> Option<Vec<f64>> {
    let count = columns.len();
    let mut longer: Vec<Vec<f64>> = columns.to_vec();
    for (at, column) in longer.iter_mut().enumerate() {
        let weight = libm::sqrt(damping * column.iter().map(|value| value * value).sum::<f64>());
        column.extend((0..count).map(|other| if other == at { weight } else { 0.0 }));
    }
    let mut right = residuals.to_vec();
    right.extend(std::iter::repeat_n(0.0, count));
    linear(&longer, &right).map(|solved| solved.coefficients)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    /// `Misra1a` of the Statistical Reference Datasets of NIST, from its far start.
    #[test]
    fn misras_parameters_are_those_certified() {
        let y = [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78];
        let x = [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0];
        let curve = |logs: &[f64]| {
            let [b1, b2] = [libm::exp(logs[0]), libm::exp(logs[1])];
            x.iter().map(|x| -b1 * libm::expm1(-b2 * x)).collect::<Vec<f64>>()
        };
        let fit = least_squares(curve, &y, &[libm::log(500.0), libm::log(0.0001)]).unwrap();
        let [b1, b2] = [libm::exp(fit.parameters[0]), libm::exp(fit.parameters[1])];
        assert!((b1 / 2.389_421_291_8E+02 - 1.0).abs() < 1e-9, "{b1}");
        assert!((b2 / 5.501_564_318_1E-04 - 1.0).abs() < 1e-9, "{b2}");
        let sd = libm::sqrt(fit.residual_square_sum / 12.0);
        assert!((sd / 1.018_787_633_0E-01 - 1.0).abs() < 1e-9, "{sd}");
        let errors = [b1 * sd * libm::sqrt(fit.inverse[0][0]), b2 * sd * libm::sqrt(fit.inverse[1][1])];
        assert!((errors[0] / 2.707_007_524_1 - 1.0).abs() < 1e-8, "{errors:?}");
        assert!((errors[1] / 7.266_868_829_4E-06 - 1.0).abs() < 1e-8, "{errors:?}");
    }
}
