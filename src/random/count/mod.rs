//! Counts from one word: binomial, Poisson and negative binomial by inverting the distribution
//! function.
//!
//! Each sampler gives the smallest k with F(k) >= u for the u of its word, so it is monotone in the
//! word and takes exactly one. Where the variance is small the law is summed term by term, which is
//! exact but for binomial counts: of them, which are drawn every day, all but the mean is worked out
//! in single precision. Above [`LARGE_VARIANCE`] the quantile is that of Cornish & Fisher (1937, "Moments and
//! cumulants in the specification of distributions", Revue de l'Institut International de
//! Statistique 5, 307-320) with the cumulants corrected for the lattice, branch-free for launches
//! side by side.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use super::normal::{normal, uniform};
use super::{deviate, math, single};
use crate::stats::special::beta_regularised;

/// From this variance on the Cornish-Fisher quantile is used.
///
/// Measured total variation distance between the law over all 2^32 words and the exact one: at this
/// variance 5.2e-5 (Poisson, and binomial with p near 0 or 1; 1.7e-5 at p = 1/2), at 16 2.8e-5, at
/// 32 6.4e-6, at 100 6.2e-7, at 1,000 2e-8; it falls with the square of the variance. Below, only
/// the grain of the word remains (1e-9). Of binomial counts, which are some standard deviations s to
/// seven digits beside their mean, the place where one count ends and the next begins is known to
/// about 5e-8 s: up to 2e-6 below the switch, 2.5e-5 at s = 500.
pub const LARGE_VARIANCE: f64 = 12.0;

/// No Poisson or negative binomial count is larger, so that sums of a count and a stock still fit an `i32`.
pub const LARGEST_COUNT: i32 = 1_999_999_999;

/// The Cornish-Fisher quantile of a law on the whole numbers, rounded, from its cumulants k1 to k5.
///
/// At the boundary k + 1/2 the distribution function of a lattice law follows the smooth expansion
/// with the cumulants of the law less those of a uniform rounding error: k2 - 1/12 and k4 + 1/120
/// (Sheppard's corrections; Esseen 1945). With s^2 = k2 - 1/12 and gj = kj / s^j the quantile is
///
/// ```text
/// k1 + s [z + g3 (z^2 - 1)/6
///           + g4 (z^3 - 3z)/24 - g3^2 (2z^3 - 5z)/36
///           + g5 (z^4 - 6z^2 + 3)/120 - g3 g4 (z^4 - 5z^2 + 2)/24 + g3^3 (12z^4 - 53z^2 + 17)/324]
/// ```
#[inline(always)]
fn cornish_fisher(z: f64, [k1, k2, k3, k4, k5]: [f64; 5]) -> f64 {
    let lattice = k2 - 1.0 / 12.0;
    // Lanes that belong to the other branch also come through here and must not divide by zero.
    let variance = if lattice > 0.5 { lattice } else { 0.5 };
    let s = variance.sqrt();
    let inverse = 1.0 / variance;
    let a = k3 * inverse;
    let b = (k4 + 1.0 / 120.0) * inverse;
    let c = k5 * inverse;
    let z2 = z * z;
    let skew = a * (z2 - 1.0) * (1.0 / 6.0);
    let kurtosis = z * (b * (z2 - 3.0) * (1.0 / 24.0) - a * a * (2.0 * z2 - 5.0) * (1.0 / 36.0));
    let fifth = c * ((z2 - 6.0) * z2 + 3.0) * (1.0 / 120.0) - a * b * ((z2 - 5.0) * z2 + 2.0) * (1.0 / 24.0)
        + a * a * a * ((12.0 * z2 - 53.0) * z2 + 17.0) * (1.0 / 324.0);
    math::round(k1 + (s * z + skew + kurtosis * (s * inverse) + fifth * inverse))
}

/// Keeps x in [low, high]; a NaN becomes low.
#[inline(always)]
pub(super) fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = if x > low { x } else { low };
    if x > high { high } else { x }
}

/// The variance of a binomial count of n trials with probability p, by which its branch is chosen.
#[inline(always)]
pub(super) fn binomial_variance(n: f64, p: f64) -> f32 {
    (n * p * (1.0 - p)) as f32
}

/// Whether `binomial` sums the law of n trials with probability p term by term: n p (1 - p) <
/// [`LARGE_VARIANCE`].
#[inline(always)]
#[must_use]
pub fn binomial_is_small(n: i32, p: f64) -> bool {
    !is_large(binomial_variance(f64::from(n), p))
}

/// Whether a variance is one of the large branch.
#[inline(always)]
pub(super) fn is_large(variance: f32) -> bool {
    variance >= LARGE_VARIANCE as f32
}

/// How far the binomial count of a standard normal z lies from its mean n p, before it is rounded.
///
/// Cornish-Fisher as in `cornish_fisher` with the cumulants n p q, n p q (q - p), n p q (1 - 6 p q), n p q (q - p)(1 - 12
/// p q), q = 1 - p. Of a count only its mean needs more than seven digits: this is some standard deviations, which are known
/// to a ten-millionth, and a count is 1e-3 of a unit off where its standard deviation is 1,000.
#[inline(always)]
pub(super) fn binomial_off_the_mean(z: f32, variance: f32, p: f32) -> f32 {
    let lattice = variance - 1.0 / 12.0;
    // Lanes that belong to the other branch also come through here and must not divide by zero.
    let lattice = if lattice > 0.5 { lattice } else { 0.5 };
    let (s, inverse) = (lattice.sqrt(), 1.0 / lattice);
    let pq = p * (1.0 - p);
    let share = variance * inverse;
    let a = share * (1.0 - 2.0 * p);
    let b = share * (1.0 - 6.0 * pq) + (1.0 / 120.0) * inverse;
    let c = a * (1.0 - 12.0 * pq);
    let z2 = z * z;
    let skew = a * (z2 - 1.0) * (1.0 / 6.0);
    let kurtosis = z * (b * (z2 - 3.0) * (1.0 / 24.0) - a * a * (2.0 * z2 - 5.0) * (1.0 / 36.0));
    let fifth = c * ((z2 - 6.0) * z2 + 3.0) * (1.0 / 120.0) - a * b * ((z2 - 5.0) * z2 + 2.0) * (1.0 / 24.0)
        + a * a * a * ((12.0 * z2 - 53.0) * z2 + 17.0) * (1.0 / 324.0);
    s * z + skew + kurtosis * (s * inverse) + fifth * inverse
}

/// The large branch of `binomial`: the whole number in [0, n] that belongs to a standard normal z.
///
/// Where [`binomial_is_small`] the result is finite and in range but means nothing.
#[inline(always)]
#[must_use]
pub fn binomial_large(z: f32, n: f64, p: f64) -> f64 {
    let off = binomial_off_the_mean(z, binomial_variance(n, p), p as f32);
    clamp(math::round(n * p + f64::from(off)), 0.0, n)
}

/// The number of successes in n trials of probability p (clamped to 0..1; NaN counts as 0).
///
/// Below a variance of [`LARGE_VARIANCE`] the quantile, by summing from the end where the
/// probability is below one half; above, `binomial_large(deviate::of(word), n, p)`.
#[inline(always)]
#[must_use]
pub fn binomial(word: u32, n: i32, p: f64) -> i32 {
    let p = clamp(p, 0.0, 1.0);
    if n <= 0 || p == 0.0 {
        0
    } else if binomial_is_small(n, p) {
        binomial_small(word, n, p)
    } else {
        binomial_large(deviate::of(word), f64::from(n), p) as i32
    }
}

/// A small binomial count on its way, term by term from k = 0, of successes or of failures, whichever are rarer.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    /// Share of the unit interval above the word.
    pub above: f32,
    /// P(K > k).
    pub tail: f32,
    /// P(K = k).
    pub probability: f32,
    /// Of a success, and what is expected of all trials.
    pub odds: f32,
    pub mean: f32,
    pub trials: f32,
}

impl Terms {
    /// At k = 0: `P(0) = (1 - p)^n`, and P(K > 0) by its own formula, which keeps the digits of what is rare.
    ///
    /// Failures of probability 1 - p are seen from the other end of the unit interval, so that monotonicity in the word
    /// survives.
    #[inline(always)]
    pub fn of(word: u32, n: i32, p: f64) -> Self {
        let mirrored = p > 0.5;
        let (share, above) = if mirrored { ((1.0 - p) as f32, word) } else { (p as f32, !word) };
        let trials = n as f32;
        let (probability, tail) = single::exp_neg_and_rest(trials * -single::ln_one_minus(share));
        Self { above: share_of(above), tail, probability, odds: share / (1.0 - share), mean: trials * share, trials }
    }

    /// Whether the count is larger than k = `step`, to which it has come. What is below 1e-10 past the mean is not told apart:
    /// the tail, from which each term has been taken, holds nothing but rounding by then.
    #[inline(always)]
    pub fn passes(&self, step: f32) -> bool {
        self.above < self.tail && (step < self.mean || self.probability > 1e-10)
    }

    /// On to the next k: `P(k + 1) = P(k) (n - k)/(k + 1) p/(1 - p)`; `next` is 1/(k + 1).
    #[inline(always)]
    pub fn step(&mut self, step: f32, next: f32) {
        self.probability *= self.odds * (self.trials - step) * next;
        self.tail -= self.probability;
    }
}

/// A word as a share of the unit interval; the last of its bits is beyond any use.
#[inline(always)]
fn share_of(word: u32) -> f32 {
    (((word >> 1) as i32) as f32 + 0.25) * (1.0 / 2_147_483_648.0)
}

/// Inversion term by term: the law is within 3e-6 of the exact one.
#[inline(always)]
fn binomial_small(word: u32, n: i32, p: f64) -> i32 {
    let mut terms = Terms::of(word, n, p);
    let (mut k, mut step) = (0, 0.0);
    while terms.passes(step) {
        terms.step(step, 1.0 / (step + 1.0));
        step += 1.0;
        k += 1;
    }
    let k = k.min(n);
    if p > 0.5 { n - k } else { k }
}

/// Whether `poisson` sums the law term by term: mean < [`LARGE_VARIANCE`].
#[inline(always)]
#[must_use]
pub fn poisson_is_small(mean: f64) -> bool {
    let large = mean >= LARGE_VARIANCE;
    !large
}

/// The large branch of `poisson`: the whole number in [0, [`LARGEST_COUNT`]] that belongs to a
/// standard normal z.
///
/// Cornish-Fisher with all cumulants equal to the mean; to the order 1/sqrt(mean) it is the
/// expansion of Giles (2016, "Algorithm 955: approximation of the inverse Poisson cumulative
/// distribution function", ACM TOMS 42, 7).
#[inline(always)]
#[must_use]
pub fn poisson_large(z: f64, mean: f64) -> f64 {
    clamp(cornish_fisher(z, [mean; 5]), 0.0, f64::from(LARGEST_COUNT))
}

/// A Poisson count of the given mean; 0 for a mean that is not positive, at most [`LARGEST_COUNT`].
///
/// Below a mean of [`LARGE_VARIANCE`] the exact quantile, P(0) = e^(-mean) and P(k + 1) = P(k) mean
/// / (k + 1); above, `poisson_large(normal(word), mean)`.
#[inline(always)]
#[must_use]
pub fn poisson(word: u32, mean: f64) -> i32 {
    // Beyond the largest count the sum of the expansion could lose its meaning; the result is the
    // same.
    let mean = clamp(mean, 0.0, 2.5e9);
    if !poisson_is_small(mean) {
        return poisson_large(normal(word), mean) as i32;
    }
    let u = uniform(word);
    let mut probability = math::exp(-mean);
    let mut cumulative = probability;
    let mut k = 0.0;
    // A probability of zero ends the sum should rounding keep it below u.
    while u > cumulative && probability > 0.0 {
        k += 1.0;
        probability *= mean / k;
        cumulative += probability;
    }
    k as i32
}

/// A negative binomial count of the given mean and dispersion r, whose variance is mean + mean^2 /
/// r; exact.
///
/// P(0) = (r / (r + mean))^r and P(k + 1) = P(k) (k + r) / (k + 1) mean / (mean + r). Means up to
/// 100 are summed; above, the smallest k with F(k) = `I_x(r, k + 1)` >= u, x = r / (r + mean) (DLMF
/// 8.17.24), is found by bisection. 0 for a mean that is not positive, the Poisson law for an
/// infinite r; at most [`LARGEST_COUNT`]. An r that is not positive, for which no law exists, gives
/// 0.
#[must_use]
pub fn negative_binomial(word: u32, mean: f64, dispersion_r: f64) -> i32 {
    let r = dispersion_r;
    if mean.is_nan() || r.is_nan() || mean <= 0.0 || r <= 0.0 {
        return 0;
    }
    if mean / r < 1e-12 {
        return poisson(word, mean);
    }
    let u = uniform(word);
    let failure = r / (r + mean);
    let success = mean / (r + mean);
    if mean <= 100.0 {
        let mut probability = math::exp(-r * math::ln_1p(mean / r));
        let mut cumulative = probability;
        let mut k = 0.0;
        while u > cumulative && probability > 0.0 {
            probability *= success * ((k + r) / (k + 1.0));
            k += 1.0;
            cumulative += probability;
        }
        return clamp(k, 0.0, f64::from(LARGEST_COUNT)) as i32;
    }
    let reaches = |k: f64| {
        let (at_most, above) = beta_regularised(r, k + 1.0, failure, success);
        // On the side where the digits are: 1 - u is exact.
        if u < 0.5 { at_most >= u } else { above <= 1.0 - u }
    };
    let mut low = -1.0;
    let mut high = math::round(mean);
    while high < f64::from(LARGEST_COUNT) && !reaches(high) {
        low = high;
        high *= 2.0;
    }
    while high - low > 1.0 {
        let middle = low + math::round(0.5 * (high - low));
        let middle = if middle >= high { high - 1.0 } else { middle };
        if reaches(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    clamp(high, 0.0, f64::from(LARGEST_COUNT)) as i32
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests;
