//! The mean of what a law leaves above nought: what a day asks for on average where nobody asks for less than nothing.

use super::Distribution::{self, Geometric, NegativeBinomial, Normal, Poisson};
use crate::random::families::{discrete_mean, mean_of_quantile};
use crate::random::normal::normal_cdf;
use crate::random::whole::whole_mean_above;

impl Distribution {
    /// E max(0, scale X - shift) for scale >= 0: the mean of what is left above nought.
    ///
    /// In closed form where nothing falls below nought, for normal, discrete and whole-number laws; else as the integral
    /// of the quantile function, as [`Self::mean`] does for truncated ones.
    #[must_use]
    pub fn mean_above_nought(&self, scale: f64, shift: f64) -> f64 {
        let least = self.support().0;
        if scale == 0.0 || self.constant().is_some() || scale * least >= shift {
            return (if scale == 0.0 { 0.0 } else { scale * self.mean() } - shift).max(0.0);
        }
        if let Some((values, weights)) = self.as_discrete() {
            let left: Vec<f64> = values.iter().map(|value| (scale * value - shift).max(0.0)).collect();
            return discrete_mean(&left, &weights);
        }
        match *self {
            // With k the mean over the deviation: sd (phi(k) + k Phi(k)).
            Normal { mean, sd } => {
                let (mean, sd) = (scale * mean - shift, scale * sd);
                let k = mean / sd;
                sd * libm::exp(-0.5 * k * k) / libm::sqrt(std::f64::consts::TAU) + mean * normal_cdf(k)
            }
            Poisson { mean } | NegativeBinomial { mean, .. } | Geometric { mean } if shift < 1e6 * scale => {
                scale * whole_mean_above(shift / scale, mean, |x| self.cdf(x))
            }
            _ => mean_of_quantile(|u| (scale * self.quantile(u) - shift).max(0.0)),
        }
    }
}
