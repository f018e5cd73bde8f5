//! Confidence intervals for a share and for a mean.

use super::special::{beta_quantile, solve_increasing};

/// Above this many degrees of freedom the t quantile is expanded around the normal one.
const MANY_DEGREES: f64 = 1000.0;

/// The z with P(|Z| <= z) = confidence for a standard normal Z, by inverting erf.
pub fn two_sided_normal(confidence: f64) -> f64 {
    let outside = 1.0 - confidence;
    let slope = |z: f64| std::f64::consts::FRAC_2_SQRT_PI * libm::exp(-z * z);
    let residual = |z: f64| (outside - libm::erfc(z), slope(z));
    std::f64::consts::SQRT_2 * solve_increasing(residual, 0.0, 27.0)
}

/// The t with P(|T| <= t) = confidence for Student's t with `degrees` of freedom.
///
/// P(|T| <= t) = `I_y(1/2, degrees/2)` with y = t^2 / (degrees + t^2) (DLMF 8.17, Abramowitz &
/// Stegun 26.7.1); above 1,000 degrees the expansion of Abramowitz & Stegun 26.7.5, whose error
/// there is below 1e-11.
pub fn two_sided_student(confidence: f64, degrees: f64) -> f64 {
    if degrees <= MANY_DEGREES {
        let (y, rest) = beta_quantile(0.5, 0.5 * degrees, confidence);
        return (degrees * y / rest).sqrt();
    }
    let z = two_sided_normal(confidence);
    let s = z * z;
    let g1 = z * (s + 1.0) / 4.0;
    let g2 = z * ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let g3 = z * (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    z + (g1 + (g2 + g3 / degrees) / degrees) / degrees
}

/// Wilson's score interval for a share (Wilson 1927, JASA 22, 209-212), as (low, high) in 0..1.
///
/// With p = successes / trials and z the two-sided normal quantile of `confidence` (0..1):
///
/// ```text
/// [p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)] / (1 + z^2 / n)
/// ```
///
/// Without trials nothing is known: (0, 1).
#[must_use]
pub fn wilson(successes: u64, trials: u64, confidence: f64) -> (f64, f64) {
    score(successes as f64, trials as f64, confidence)
}

/// The same of numbers that need not be whole, as effective ones are not.
#[must_use]
pub(super) fn score(successes: f64, trials: f64, confidence: f64) -> (f64, f64) {
    let (n, p) = (trials, successes / trials);
    if n <= 0.0 {
        return (0.0, 1.0);
    }
    let z = two_sided_normal(confidence);
    let shrink = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / shrink;
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / shrink;
    // At the ends the formula gives 0 and 1 but for rounding.
    let low = if successes == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if successes >= trials { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

/// Student's interval for a mean: mean -+ t sd / sqrt(n), with n - 1 degrees of freedom (Student
/// 1908), in the unit of the values.
///
/// With fewer than two values nothing bounds the mean: (-infinity, infinity).
#[must_use]
pub fn student_interval(mean: f64, sd: f64, n: usize, confidence: f64) -> (f64, f64) {
    if n < 2 {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let half = two_sided_student(confidence, (n - 1) as f64) * sd / (n as f64).sqrt();
    (mean - half, mean + half)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use statrs::distribution::{ContinuousCDF, StudentsT};

    use super::*;

    #[test]
    fn the_expansion_takes_over_where_the_beta_function_ends() {
        for confidence in [0.5, 0.9, 0.99] {
            let exact = beta_quantile(0.5, 500.5, confidence);
            let exact = (1001.0 * exact.0 / exact.1).sqrt();
            assert!((two_sided_student(confidence, 1001.0) / exact - 1.0).abs() < 1e-10);
        }
        let law = StudentsT::new(0.0, 1.0, 5000.0).unwrap();
        assert!((two_sided_student(0.95, 5000.0) - law.inverse_cdf(0.975)).abs() < 1e-8);
    }

    #[test]
    fn knowing_nothing_excludes_nothing() {
        assert_eq!(wilson(0, 0, 0.95), (0.0, 1.0));
        assert_eq!(student_interval(3.0, f64::NAN, 1, 0.95), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
