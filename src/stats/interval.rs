//! Confidence intervals for a share and for a mean.

use super::special::{beta_quantile, solve_increasing};

/// Above this many degrees of freedom the t quantile is expanded around the normal one.
const MANY_DEGREES: f64 = 1000.0;

/// The z with P(|Z| <= z) = confidence for a standard normal Z, by inverting erf.
fn two_sided_normal(confidence: f64) -> f64 {
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
pub(super) fn two_sided_student(confidence: f64, degrees: f64) -> f64 {
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
    if trials == 0 {
        return (0.0, 1.0);
    }
    let n = trials as f64;
    let p = successes as f64 / n;
    let z = two_sided_normal(confidence);
    let shrink = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / shrink;
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / shrink;
    // At the ends the formula gives 0 and 1 but for rounding.
    let low = if successes == 0 { 0.0 } else { (centre - half).max(0.0) };
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
    use crate::stats::Summary;

    #[test]
    fn t_quantiles_match_the_oracle() {
        // Oracle TQUANT of group 07: scipy 1.17.1 (BSD-3, figures only). Degrees; p = 0.95, 0.975,
        // 0.995.
        let cases = [
            (1.0, [6.313_751_514_675_037, 12.706_204_736_174_694, 63.656_741_162_871_526]),
            (2.0, [2.919_985_580_353_724_2, 4.302_652_729_749_462, 9.924_843_200_918_287]),
            (4.0, [2.131_846_786_326_649_5, 2.776_445_105_197_793_4, 4.604_094_871_349_992]),
            (9.0, [1.833_112_932_656_237, 2.262_157_162_798_205, 3.249_835_541_592_126]),
            (19.0, [1.729_132_811_521_368_2, 2.093_024_054_408_308_7, 2.860_934_606_464_979_4]),
            (29.0, [1.699_127_026_533_497_2, 2.045_229_642_132_703, 2.756_385_903_670_605]),
            (99.0, [1.660_391_156_016_990_6, 1.984_216_951_586_417_4, 2.626_405_457_280_827]),
            (999.0, [1.646_380_345_427_535, 1.962_341_461_133_449_3, 2.580_759_637_267_636_5]),
        ];
        for (degrees, expected) in cases {
            for (p, t) in [0.95, 0.975, 0.995].into_iter().zip(expected) {
                let found = two_sided_student(2.0 * p - 1.0, degrees);
                assert!((found / t - 1.0).abs() < 1e-10, "df {degrees}, p {p}: {found} {t}");
            }
        }
    }

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
    fn a_paired_interval_matches_the_oracle() {
        // Oracle PAIREDT1 of group 07: Student 1908, sleep data (public domain), recomputed with
        // scipy.
        let x = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let y = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let differences: Vec<f64> = x.iter().zip(y).map(|(x, y)| x - y).collect();
        let summary = Summary::of(&differences);
        assert!((summary.mean - 1.58).abs() < 1e-12);
        assert!((summary.sd - 1.229_995_483_279_873_2).abs() < 1e-12);
        let cases = [
            (0.9, 0.866_994_732_970_716_2, 2.293_005_267_029_284),
            (0.95, 0.700_114_236_723_017_5, 2.459_885_763_276_983),
            (0.99, 0.315_948_114_895_182_5, 2.844_051_885_104_825_3),
        ];
        for (confidence, low, high) in cases {
            let found = student_interval(summary.mean, summary.sd, summary.count, confidence);
            assert!((found.0 - low).abs() < 1e-9 && (found.1 - high).abs() < 1e-9, "{confidence}: {found:?}");
        }
    }

    #[test]
    fn wilson_intervals_match_the_oracle() {
        // Oracle WILSON of group 07: statsmodels 0.15.0 (BSD, figures only), 95 %.
        let cases = [
            (15, 148, 0.062_386_399_530_736_28, 0.160_487_241_723_308_03),
            (0, 20, 0.0, 0.161_125_158_052_819_4),
            (430, 474, 0.877_675_690_611_391_4, 0.930_123_617_871_891_9),
            (10, 14, 0.453_509_156_701_068_06, 0.882_786_213_554_230_8),
            (4097, 4985, 0.810_997_358_127_348_5, 0.832_238_155_866_830_7),
            (0, 10, 0.0, 0.277_532_799_862_889_26),
            (500, 1000, 0.469_069_600_368_104_2, 0.530_930_399_631_895_8),
        ];
        for (successes, trials, low, high) in cases {
            let found = wilson(successes, trials, 0.95);
            assert!((found.0 - low).abs() < 1e-12 && (found.1 - high).abs() < 1e-12, "{successes}/{trials}: {found:?}");
            let mirrored = wilson(trials - successes, trials, 0.95);
            assert!((mirrored.0 - (1.0 - high)).abs() < 1e-12 && (mirrored.1 - (1.0 - low)).abs() < 1e-12);
        }
    }

    #[test]
    fn knowing_nothing_excludes_nothing() {
        assert_eq!(wilson(0, 0, 0.95), (0.0, 1.0));
        assert_eq!(student_interval(3.0, f64::NAN, 1, 0.95), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
