//! Parameters estimated from data: curves by least squares, laws by maximum likelihood.
//!
//! Each estimator gives its standard errors with it; where they are wrong is said in docs/statistics.md.

pub mod bass;
pub mod censored;
pub mod distance;
pub mod experience;
mod gamma;
pub mod kaplan_meier;
pub mod law;
pub mod likelihood;
pub mod linear;
pub mod squares;

/// An estimate with its standard error and the interval of a confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Confidence of all intervals of estimates.
pub const CONFIDENCE: f64 = 0.95;

impl Estimate {
    /// By its error, with `reach` errors to either side.
    #[must_use]
    pub fn around(value: f64, error: f64, reach: f64) -> Self {
        Self { value, error, low: value - reach * error, high: value + reach * error }
    }

    /// Of what is above nought, by the error of its logarithm: the interval is as wide in proportion on either side.
    #[must_use]
    pub fn above_nought(value: f64, log_error: f64, reach: f64) -> Self {
        let factor = libm::exp(reach * log_error);
        Self { value, error: value * log_error, low: value / factor, high: value * factor }
    }

    /// The same in another unit, of which there are `factor` in one of this; negative factors turn the ends round.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let (one, other) = (self.low * factor, self.high * factor);
        Self { value: self.value * factor, error: self.error * factor.abs(), low: one.min(other), high: one.max(other) }
    }

    /// Mean and coefficient of variation of the lognormal law that says what is known of an estimate above nought: its median
    /// is the estimate, and its logarithm has the error of the estimate's.
    #[must_use]
    pub fn lognormal(self) -> (f64, f64) {
        let log_error = self.error / self.value;
        let square = log_error * log_error;
        (self.value * libm::exp(0.5 * square), libm::sqrt(libm::expm1(square)))
    }
}

/// The rank correlation (Spearman) of two normal values of this correlation: `6/pi asin(correlation / 2)` (Pearson 1907).
#[must_use]
pub fn rank_of_normal(correlation: f64) -> f64 {
    6.0 / std::f64::consts::PI * libm::asin(0.5 * correlation)
}
