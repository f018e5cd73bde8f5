//! Differences between two alternatives that met the same luck, launch by launch.

use super::better::Better;
use super::sampled::Sampled;
use super::share::Share;
use super::summary::Summary;
use super::total::sum;

/// A share with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// Share of the pairs; NaN without any.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Chance {
    /// A share with its interval of this confidence.
    #[must_use]
    pub fn of(share: &Share, confidence: f64) -> Self {
        let (low, high) = share.interval(confidence);
        Self { value: share.value(), low, high }
    }
}

/// What pairs of values say about `alternative - baseline`, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// Distribution of the difference over the pairs; `count` is the number of pairs.
    pub summary: Summary,
    /// Lower end of Student's interval for the mean difference.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Pearson's correlation of the two values that common luck brought about; NaN when either never varies.
    pub correlation: f64,
    /// How many times as many independent runs the same interval would cost:
    /// `(var(alternative) + var(baseline)) / var(difference)`; NaN when the difference never varies.
    pub reduction: f64,
    /// Chance that the alternative has more.
    pub more: Chance,
    /// Chance that it has less.
    pub less: Chance,
}

impl PairedDifference {
    /// Compares pairs of values; a pair with a NaN on either side does not apply and is left out.
    ///
    /// With d the difference of a pair, the interval is `mean(d) -+ t sd(d) / sqrt(n)` with n - 1 degrees of freedom
    /// (Student 1908): exact when d is normal, else close for hundreds of pairs. Common random numbers make sd(d) small:
    /// `var(d) = var(x) + var(y) - 2 cov(x, y)` (Law 2015, "Simulation modeling and analysis", section 11.2).
    ///
    /// # Panics
    /// When there are not as many values on one side as on the other.
    #[must_use]
    pub fn of(baseline: &[f64], alternative: &[f64], confidence: f64) -> Self {
        Self::sampled(baseline, alternative, confidence, Sampled::Independently)
    }

    /// The same of launches that were sampled in some way, from launch 0 on.
    ///
    /// # Panics
    /// When there are not as many values on one side as on the other.
    #[must_use]
    pub fn sampled(baseline: &[f64], alternative: &[f64], confidence: f64, sampled: Sampled) -> Self {
        assert_eq!(baseline.len(), alternative.len(), "values must come in pairs");
        let pairs = || baseline.iter().zip(alternative).filter(|(x, y)| !x.is_nan() && !y.is_nan());
        let (x, y): (Vec<f64>, Vec<f64>) = pairs().map(|(x, y)| (*x, *y)).unzip();
        // Not a number where either is none, so that each stays in its replicate.
        let in_place: Vec<f64> = baseline.iter().zip(alternative).map(|(x, y)| y - x).collect();
        let summary = Summary::sampled(&in_place, Better::More, sampled);
        let (low, high) = summary.interval(confidence);
        let (of_x, of_y) = (Summary::of(&x), Summary::of(&y));
        let products = x.iter().zip(&y).map(|(x, y)| (x - of_x.mean) * (y - of_y.mean));
        let covariance = sum(products) / (summary.count as f64 - 1.0);
        let spread = of_x.sd * of_y.sd;
        let correlation = if spread > 0.0 { (covariance / spread).clamp(-1.0, 1.0) } else { f64::NAN };
        let alone = of_x.sd * of_x.sd + of_y.sd * of_y.sd;
        let reduction = if summary.sd > 0.0 { alone / (summary.sd * summary.sd) } else { f64::NAN };
        let share = |wanted: fn(f64) -> bool| Chance::of(&Share::where_it(&in_place, wanted, sampled), confidence);
        Self { summary, low, high, correlation, reduction, more: share(|d| d > 0.0), less: share(|d| d < 0.0) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_same_values_differ_by_exactly_nothing() {
        let values = [0.1, 0.3, f64::NAN, 7.7];
        let found = PairedDifference::of(&values, &values, 0.95);
        assert_eq!((found.summary.count, found.summary.mean, found.low, found.high), (3, 0.0, 0.0, 0.0));
        assert_eq!((found.more.value, found.less.value), (0.0, 0.0));
        assert!((found.correlation - 1.0).abs() < 1e-12 && found.reduction.is_nan());
    }

    #[test]
    fn pairs_that_do_not_apply_are_left_out() {
        let found = PairedDifference::of(&[1.0, f64::NAN, 3.0], &[2.0, 5.0, f64::NAN], 0.95);
        assert_eq!((found.summary.count, found.summary.mean), (1, 1.0));
        assert_eq!((found.low, found.high), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
