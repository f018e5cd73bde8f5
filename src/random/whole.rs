//! Families on the whole numbers: Poisson, negative binomial and geometric laws by u.
//!
//! The samplers of [`count`](super::count) turn words into the same laws faster; here is the exact reference, by the
//! regularised incomplete gamma and beta functions.

use crate::stats::special::{beta_regularised, gamma_regularised};

/// No whole number drawn from these laws is larger.
const LARGEST: f64 = 2e9;

/// P(X <= x) of a Poisson law: Q(k + 1, mean), k the whole part of x (DLMF 8.2.4 with 8.4.10).
pub(super) fn poisson_cdf(x: f64, mean: f64) -> f64 {
    if x < 0.0 { 0.0 } else { gamma_regularised(x.floor() + 1.0, mean).1 }
}

/// P(X <= x) of a negative binomial law of variance mean + mean^2 / r: `I_p(r, k + 1)` with p = r / (r + mean)
/// (DLMF 8.17.24).
pub(super) fn negative_binomial_cdf(x: f64, mean: f64, r: f64) -> f64 {
    if x < 0.0 { 0.0 } else { beta_regularised(r, x.floor() + 1.0, r / (r + mean), mean / (r + mean)).0 }
}

/// P(X <= x) of a geometric law on 1, 2, ..: 1 - (1 - 1/mean)^k.
pub(super) fn geometric_cdf(x: f64, mean: f64) -> f64 {
    if x < 1.0 { 0.0 } else { -libm::expm1(x.floor() * libm::log1p(-1.0 / mean)) }
}

/// The smallest k with 1 - (1 - 1/mean)^k >= u: ceil(ln(1 - u) / ln(1 - 1/mean)).
pub(super) fn geometric_quantile(u: f64, mean: f64) -> f64 {
    let trials = libm::log1p(-u) / libm::log1p(-1.0 / mean);
    // A u that is a value of the distribution function stands for that value, whatever its last digit.
    (trials - 1e-12 * trials).ceil().clamp(1.0, LARGEST)
}

/// The smallest whole number from 0 on whose distribution function reaches u, by doubling steps from a guess and bisection.
pub(super) fn whole_quantile(u: f64, guess: f64, spread: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    let reaches = |k: f64| cdf(k) >= u;
    let mut high = guess.round().clamp(0.0, LARGEST);
    let mut step = (0.1 * spread).ceil().max(1.0);
    let mut low = high;
    while high < LARGEST && !reaches(high) {
        low = high;
        high = (high + step).min(LARGEST);
        step *= 2.0;
    }
    // Where the guess reaches already, the way down; -1 reaches nothing.
    while low == high || (low >= 0.0 && reaches(low)) {
        high = low;
        low = (low - step).max(-1.0);
        step *= 2.0;
    }
    while high - low > 1.0 {
        let middle = (low + 0.5 * (high - low)).floor();
        if reaches(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// E max(0, X - c) of a law on 0, 1, ..: mean - c + the integral of its distribution function up to c > 0.
pub(super) fn whole_mean_above(c: f64, mean: f64, cdf: impl Fn(f64) -> f64) -> f64 {
    let whole = c.floor();
    let below: f64 = (0..whole as i64).map(|k| cdf(k as f64)).sum();
    mean - c + below + (c - whole) * cdf(whole)
}
