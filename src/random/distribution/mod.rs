//! Distributions of uncertain inputs, drawn once per launch through their quantile function.
//!
//! A quantile function is monotone in u, so the same word gives the same relative luck in every
//! alternative, and a copula can hand in a correlated u. The formulas are in the private module
//! `families`; the mathematics go through `libm` or [`math`](super::math), never the C library.

use super::bounded::Bounded;
use super::families::{
    ThreePoint, discrete_mean, discrete_quantile, discrete_support, discrete_weight, empirical_mean, empirical_place,
    gamma_law_cdf, gamma_law_quantile, lognormal_parameters, mean_of_quantile, pert_shapes, scaled_beta_cdf,
    scaled_beta_quantile, triangular_cdf, triangular_quantile,
};
use super::normal::{normal_cdf, normal_quantile};
use super::whole::{geometric_cdf, geometric_quantile, negative_binomial_cdf, poisson_cdf, whole_quantile};
use crate::stats::quantile_sorted;

/// A distribution of one uncertain input, in the unit of that input.
///
/// A spread of zero (`sd`, `cv`, or `low` equal to `high`) is the constant.
/// [`Distribution::validate`] says which parameters are allowed; with others the remaining
/// functions return some number or NaN but do not panic.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Equally likely anywhere between `low` and `high`.
    Uniform {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Lognormal, by the mean and coefficient of variation of the value itself, not of its
    /// logarithm.
    LogNormal {
        /// Mean, above 0.
        mean: f64,
        /// Standard deviation divided by the mean.
        cv: f64,
    },
    /// Triangular.
    Triangular {
        /// Smallest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        high: f64,
    },
    /// PERT: a beta law on [low, high] with mean (low + 4 mode + high)/6.
    Pert {
        /// Smallest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        high: f64,
    },
    /// Beta, stretched to [low, high].
    Beta {
        /// First shape, above 0.
        alpha: f64,
        /// Second shape, above 0.
        beta: f64,
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
    },
    /// Gamma, by mean and coefficient of variation: shape 1/cv^2, scale mean cv^2.
    Gamma {
        /// Mean, above 0.
        mean: f64,
        /// Standard deviation divided by the mean.
        cv: f64,
    },
    /// Poisson counts.
    Poisson {
        /// Mean, 0 or above.
        mean: f64,
    },
    /// Negative binomial counts, of variance mean + mean^2 / dispersion.
    NegativeBinomial {
        /// Mean, 0 or above.
        mean: f64,
        /// r: the smaller, the wider; Poisson where it is infinite.
        dispersion: f64,
    },
    /// Geometric, on 1, 2, ..: the number of trials to the first success of chance 1/mean.
    Geometric {
        /// Mean, 1 or above.
        mean: f64,
    },
    /// One of several values.
    Discrete {
        /// The values, in any order.
        values: Vec<f64>,
        /// Their weights, not negative, of any positive sum.
        weights: Vec<f64>,
    },
    /// Observed values, with straight lines between them: the quantile of type 7 of Hyndman & Fan
    /// (1996).
    Empirical {
        /// The values, ascending.
        values: Vec<f64>,
    },
    /// By three quantiles, as planners state them: a shifted lognormal through the three points
    /// (Johnson 1949), normal where they are symmetric. Its support is bounded on the side of the
    /// nearer point and open on the other.
    Quantiles {
        /// One in ten lies below.
        p10: f64,
        /// Median.
        p50: f64,
        /// One in ten lies above.
        p90: f64,
    },
    /// By three quantiles between bounds, of which there is one at least: what is drawn has the three quantiles.
    QuantilesWithin {
        /// One in ten lies below.
        p10: f64,
        /// Median.
        p50: f64,
        /// One in ten lies above.
        p90: f64,
        /// Lower bound, if any.
        low: Option<f64>,
        /// Upper bound, if any.
        high: Option<f64>,
    },
    /// Another distribution given that it falls between two bounds, both included.
    Truncated {
        /// What is truncated.
        of: Box<Distribution>,
        /// Lower bound, if any.
        low: Option<f64>,
        /// Upper bound, if any.
        high: Option<f64>,
    },
}

/// Probability of a tail that is never drawn: a word has 32 bits, and scores that a correlation moves are kept within.
pub const NEVER: f64 = 1e-12;

use Distribution::{
    Beta, Discrete, Empirical, Gamma, Geometric, LogNormal, NegativeBinomial, Normal, Pert, Poisson, Quantiles,
    QuantilesWithin, Triangular, Truncated, Uniform,
};

impl Distribution {
    /// The smallest x with P(X <= x) >= u, for u in 0..=1, in the unit of the input. Monotone in u.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        if let Some(value) = self.constant() {
            return value;
        }
        match *self {
            Uniform { low, high } => low + u * (high - low),
            Normal { mean, sd } => mean + sd * normal_quantile(u),
            LogNormal { mean, cv } => {
                let (mu, sigma) = lognormal_parameters(mean, cv);
                libm::exp(mu + sigma * normal_quantile(u))
            }
            Triangular { low, mode, high } => triangular_quantile(u, low, mode, high),
            Pert { low, mode, high } => {
                let (alpha, beta) = pert_shapes(low, mode, high);
                scaled_beta_quantile(u, alpha, beta, low, high)
            }
            Beta { alpha, beta, low, high } => scaled_beta_quantile(u, alpha, beta, low, high),
            Gamma { mean, cv } => gamma_law_quantile(u, mean, cv),
            Poisson { mean } => self.whole_quantile(u, mean, mean),
            NegativeBinomial { mean, dispersion } => self.whole_quantile(u, mean, mean + mean * mean / dispersion),
            Geometric { mean } => geometric_quantile(u, mean),
            Discrete { ref values, ref weights } => discrete_quantile(u, values, weights),
            Empirical { ref values } => quantile_sorted(values, u),
            Quantiles { p10, p50, p90 } => ThreePoint::new(p10, p50, p90).quantile(u),
            QuantilesWithin { p10, p50, p90, low, high } => Bounded::new([p10, p50, p90], low, high).quantile(u),
            Truncated { ref of, low, high } => {
                if let Some((values, weights)) = self.as_discrete() {
                    return discrete_quantile(u, &values, &weights);
                }
                let (below, up_to) = of.mass_below_and_up_to(low, high);
                let x = of.quantile(below + u * (up_to - below));
                let (lowest, highest) = of.between(low, high);
                x.max(lowest).min(highest)
            }
        }
    }

    /// The 50 % quantile: what an uncertain input is in a deterministic run.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The expected value, in the unit of the input.
    ///
    /// In closed form, except for truncated distributions, where it is the integral of the quantile
    /// function over u = Phi(z) by the trapezoidal rule in z (relative error below 1e-6 for smooth
    /// laws).
    #[must_use]
    pub fn mean(&self) -> f64 {
        if let Some(value) = self.constant() {
            return value;
        }
        match *self {
            Uniform { low, high } => 0.5 * (low + high),
            Normal { mean, .. }
            | LogNormal { mean, .. }
            | Gamma { mean, .. }
            | Poisson { mean }
            | NegativeBinomial { mean, .. }
            | Geometric { mean } => mean,
            Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Beta { alpha, beta, low, high } => low + (high - low) * alpha / (alpha + beta),
            Discrete { ref values, ref weights } => discrete_mean(values, weights),
            Empirical { ref values } => empirical_mean(values),
            Quantiles { p10, p50, p90 } => ThreePoint::new(p10, p50, p90).mean(),
            QuantilesWithin { .. } => mean_of_quantile(|u| self.quantile(u)),
            Truncated { .. } => match self.as_discrete() {
                Some((values, weights)) => discrete_mean(&values, &weights),
                None => mean_of_quantile(|u| self.quantile(u)),
            },
        }
    }

    fn whole_quantile(&self, u: f64, mean: f64, variance: f64) -> f64 {
        let sd = libm::sqrt(variance);
        let guess = mean + sd * normal_quantile(u.clamp(1e-9, 1.0 - 1e-9));
        whole_quantile(u, guess, sd, |x| self.cdf(x))
    }

    /// P(X <= x).
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if let Some(value) = self.constant() {
            return if x < value { 0.0 } else { 1.0 };
        }
        let (lowest, highest) = self.support();
        if x < lowest {
            return 0.0;
        }
        if x >= highest {
            return 1.0;
        }
        match *self {
            Uniform { low, high } => (x - low) / (high - low),
            Normal { mean, sd } => normal_cdf((x - mean) / sd),
            LogNormal { mean, cv } => {
                let (mu, sigma) = lognormal_parameters(mean, cv);
                if x <= 0.0 { 0.0 } else { normal_cdf((libm::log(x) - mu) / sigma) }
            }
            Triangular { low, mode, high } => triangular_cdf(x, low, mode, high),
            Pert { low, mode, high } => {
                let (alpha, beta) = pert_shapes(low, mode, high);
                scaled_beta_cdf(x, alpha, beta, low, high)
            }
            Beta { alpha, beta, low, high } => scaled_beta_cdf(x, alpha, beta, low, high),
            Gamma { mean, cv } => gamma_law_cdf(x, mean, cv),
            Poisson { mean } => poisson_cdf(x, mean),
            NegativeBinomial { mean, dispersion } => negative_binomial_cdf(x, mean, dispersion),
            Geometric { mean } => geometric_cdf(x, mean),
            Discrete { ref values, ref weights } => discrete_weight(values, weights, |value| value <= x),
            Empirical { ref values } => {
                let after = values.partition_point(|&value| value <= x);
                empirical_place(values, after, x)
            }
            Quantiles { p10, p50, p90 } => ThreePoint::new(p10, p50, p90).cdf(x),
            QuantilesWithin { p10, p50, p90, low, high } => Bounded::new([p10, p50, p90], low, high).cdf(x),
            Truncated { ref of, low, high } => {
                let (below, up_to) = of.mass_below_and_up_to(low, high);
                ((of.cdf(x) - below) / (up_to - below)).clamp(0.0, 1.0)
            }
        }
    }

    /// P(X < x), which differs from the distribution function where a single value has weight.
    pub(super) fn cdf_below(&self, x: f64) -> f64 {
        if let Some(value) = self.constant() {
            return if x <= value { 0.0 } else { 1.0 };
        }
        match self {
            Discrete { values, weights } => discrete_weight(values, weights, |value| value < x),
            Empirical { values } => {
                let after = values.partition_point(|&value| value < x);
                if after == values.len() { 1.0 } else { empirical_place(values, after, x) }
            }
            Truncated { of, low, high } => {
                let (below, up_to) = of.mass_below_and_up_to(*low, *high);
                ((of.cdf_below(x) - below) / (up_to - below)).clamp(0.0, 1.0)
            }
            Poisson { .. } | NegativeBinomial { .. } | Geometric { .. } => self.cdf(x.ceil() - 1.0),
            _ => self.cdf(x),
        }
    }

    /// The least and the largest value between two bounds, infinite where there is none; of a whole-number law the whole
    /// numbers between them.
    pub(super) fn between(&self, low: Option<f64>, high: Option<f64>) -> (f64, f64) {
        let (low, high) = (low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY));
        match self {
            Poisson { .. } | NegativeBinomial { .. } | Geometric { .. } => (low.ceil(), high.floor()),
            Truncated { of, .. } => of.between(Some(low), Some(high)),
            _ => (low, high),
        }
    }

    /// P(X < low) and P(X <= high), 0 and 1 where there is no bound.
    pub(super) fn mass_below_and_up_to(&self, low: Option<f64>, high: Option<f64>) -> (f64, f64) {
        (low.map_or(0.0, |x| self.cdf_below(x)), high.map_or(1.0, |x| self.cdf(x)))
    }

    /// The smallest and the largest possible value; infinite where there is no bound.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        if let Some(value) = self.constant() {
            return (value, value);
        }
        match *self {
            Uniform { low, high } | Triangular { low, high, .. } | Pert { low, high, .. } | Beta { low, high, .. } => {
                (low, high)
            }
            Normal { .. } => (f64::NEG_INFINITY, f64::INFINITY),
            LogNormal { .. } | Gamma { .. } | Poisson { .. } | NegativeBinomial { .. } => (0.0, f64::INFINITY),
            Geometric { .. } => (1.0, f64::INFINITY),
            Discrete { ref values, ref weights } => discrete_support(values, weights),
            Empirical { ref values } => (quantile_sorted(values, 0.0), quantile_sorted(values, 1.0)),
            Quantiles { p10, p50, p90 } => ThreePoint::new(p10, p50, p90).support(),
            QuantilesWithin { p10, p50, p90, low, high } => Bounded::new([p10, p50, p90], low, high).support(),
            Truncated { ref of, low, high } => {
                if let Some((values, weights)) = self.as_discrete() {
                    return discrete_support(&values, &weights);
                }
                let (lowest, highest) = of.support();
                let (low, high) = of.between(low, high);
                (lowest.max(low), highest.min(high))
            }
        }
    }

    /// The values between which it is drawn: its support without tails of a probability of [`NEVER`].
    #[must_use]
    pub fn reach(&self) -> (f64, f64) {
        let (low, high) = self.support();
        let low = if low.is_finite() { low } else { self.quantile(NEVER) };
        let high = if high.is_finite() { high } else { self.quantile(1.0 - NEVER) };
        (low, high)
    }

    /// The value of a distribution without spread.
    fn constant(&self) -> Option<f64> {
        match *self {
            Uniform { low, high }
            | Triangular { low, high, .. }
            | Pert { low, high, .. }
            | Beta { low, high, .. }
            | Quantiles { p10: low, p90: high, .. } => (low == high).then_some(low),
            Normal { mean, sd } => (sd == 0.0).then_some(mean),
            LogNormal { mean, cv } | Gamma { mean, cv } => (cv == 0.0).then_some(mean),
            Empirical { ref values } => (values.len() == 1).then(|| values[0]),
            Poisson { mean } | NegativeBinomial { mean, .. } => (mean == 0.0).then_some(mean),
            Geometric { mean } => (mean == 1.0).then_some(mean),
            Discrete { .. } | QuantilesWithin { .. } | Truncated { .. } => None,
        }
    }
}

mod above;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests;
mod ties;
