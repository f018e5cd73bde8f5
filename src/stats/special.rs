//! The incomplete gamma and beta functions, and a solver that inverts a distribution function.
//!
//! Everything goes through `libm`, which is Rust code and gives the same bits on every processor;
//! the crates at hand call the C library once another dependency switches their `std` feature on.
//! The formulas are those of the Digital Library of Mathematical Functions (DLMF, dlmf.nist.gov,
//! chapter 8). Speed is secondary here: these functions serve inputs drawn once per launch and
//! intervals computed once per report.

use std::f64::consts::TAU;

/// Enough terms for shapes up to [`LARGEST_SHAPE`], where series need several times the square root
/// of the shape.
const MAX_TERMS: usize = 100_000;
/// Beyond this shape the callers use an expansion around the normal law instead.
pub const LARGEST_SHAPE: f64 = 1e6;
/// In place of zero in continued fractions (Lentz 1976).
const TINY: f64 = 1e-300;

/// ln Gamma(x) - [(x - 1/2) ln x - x + ln(2 pi)/2] for x >= 10 (DLMF 5.11.1), error below 1e-16.
fn stirling_remainder(x: f64) -> f64 {
    let t = 1.0 / (x * x);
    (1.0 / 12.0
        - t * (1.0 / 360.0 - t * (1.0 / 1260.0 - t * (1.0 / 1680.0 - t * (1.0 / 1188.0 - t * (691.0 / 360_360.0))))))
        / x
}

/// x^a e^(-x) / Gamma(a), written so that large shapes lose no digits.
pub(crate) fn gamma_prefactor(a: f64, x: f64) -> f64 {
    if a < 10.0 {
        return libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    }
    let away = (x - a) / a;
    libm::sqrt(a / TAU) * libm::exp(a * (libm::log1p(away) - away) - stirling_remainder(a))
}

/// x^a (1-x)^b / B(a, b) with y = 1 - x given, written so that large shapes lose no digits.
pub(crate) fn beta_prefactor(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if a < 10.0 || b < 10.0 {
        let ln_beta = ln_beta(a, b);
        return libm::exp(a * libm::log(x) + b * libm::log(y) - ln_beta);
    }
    let n = a + b;
    let away = (x * b - y * a) / n;
    // Both are x n / a - 1 and y n / b - 1, never below -1 but for rounding, of which there is no logarithm.
    let exponent = a * libm::log1p((away * n / a).max(-1.0)) + b * libm::log1p((-away * n / b).max(-1.0));
    let remainder = stirling_remainder(a) + stirling_remainder(b) - stirling_remainder(n);
    libm::sqrt(a * b / (TAU * n)) * libm::exp(exponent - remainder)
}

/// ln B(a, b) = ln Gamma(a) + ln Gamma(b) - ln Gamma(a + b), for at least one shape below 10.
fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if large < 10.0 {
        return libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    }
    // ln Gamma(large) - ln Gamma(large + small) without taking the difference of two large numbers.
    let sum = large + small;
    let difference = small - (large - 0.5) * libm::log1p(small / large) - small * libm::log(sum)
        + stirling_remainder(large)
        - stirling_remainder(sum);
    libm::lgamma(small) + difference
}

/// (P, Q) with P = P(a, x), the regularised lower incomplete gamma function, and Q = 1 - P, for a >
/// 0 and x >= 0.
///
/// The series DLMF 8.11.4 below a + 1 and the continued fraction DLMF 8.9.2 (by Lentz) above, so
/// that the smaller of the two is accurate to its own last digits.
#[must_use]
pub fn gamma_regularised(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    let prefactor = gamma_prefactor(a, x);
    if x < a + 1.0 {
        let mut term = 1.0 / a;
        let mut sum = term;
        for k in 1..MAX_TERMS {
            term *= x / (a + k as f64);
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        let p = (prefactor * sum).clamp(0.0, 1.0);
        return (p, 1.0 - p);
    }
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for k in 1..MAX_TERMS {
        let k = k as f64;
        let numerator = -k * (k - a);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    let q = (prefactor * fraction).clamp(0.0, 1.0);
    (1.0 - q, q)
}

/// (I, 1 - I) with I = `I_x(a, b)`, the regularised incomplete beta function, for a, b > 0; `y` is
/// 1 - x.
///
/// Taking y separately keeps the digits of an x near 1. The continued fraction DLMF 8.17.22 (by
/// Lentz), on the side of the mean where it converges fast (DLMF 8.17.4).
#[must_use]
pub fn beta_regularised(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        let (upper, lower) = beta_fraction(b, a, y, x);
        return (lower, upper);
    }
    beta_fraction(a, b, x, y)
}

fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..MAX_TERMS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    // A clamp hands a NaN on, where a minimum would make a certainty of it.
    let lower = (beta_prefactor(a, b, x, y) * fraction / a).clamp(0.0, 1.0);
    (lower, 1.0 - lower)
}

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// The x in [low, high] where an increasing function crosses zero, by Newton's steps kept inside a
/// shrinking bracket.
///
/// `f` returns the value and the slope. A step that leaves the bracket, or that follows steps which
/// do not halve it fast enough, is replaced by bisection, so the answer is always found to the last
/// digits. Where the function is no number, neither is the answer.
#[must_use]
pub fn solve_increasing(f: impl Fn(f64) -> (f64, f64), low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let mut x = 0.5 * (low + high);
    let mut width = high - low;
    for round in 0..400 {
        let (value, slope) = f(x);
        if value < 0.0 {
            low = x;
        } else if value > 0.0 {
            high = x;
        } else {
            return if value.is_nan() { f64::NAN } else { x };
        }
        let newton = x - value / slope;
        let slow = round % 4 == 3 && high - low > 0.5 * width;
        let inside = newton > low && newton < high;
        let next = if inside && !slow { newton } else { 0.5 * (low + high) };
        if round % 4 == 3 {
            width = high - low;
        }
        let settled = (next - x).abs() <= f64::EPSILON * 0.5 * x.abs();
        if settled || next <= low || next >= high {
            return next;
        }
        x = next;
    }
    x
}

/// The x with P(a, x) = u for shape a in (0, [`LARGEST_SHAPE`]] and 0 < u < 1: the gamma quantile
/// with scale 1.
///
/// Solved for ln x, so that the tiny quantiles of a small shape keep their digits, on whichever of
/// P and Q is smaller.
#[must_use]
pub fn gamma_quantile(a: f64, u: f64) -> f64 {
    let residual = |ln_x: f64| {
        let x = libm::exp(ln_x);
        let (p, q) = gamma_regularised(a, x);
        let value = if u < 0.5 { p - u } else { (1.0 - u) - q };
        (value, gamma_prefactor(a, x))
    };
    // x^a / Gamma(a + 1) bounds P from above, so its root bounds the quantile from below.
    let low = ((libm::log(u) + libm::lgamma(a + 1.0)) / a).max(-744.0);
    let high = libm::log(a + 40.0 * libm::sqrt(a) + 800.0);
    libm::exp(solve_increasing(residual, low.min(high - 1.0), high))
}

/// (x, 1 - x) with `I_x(a, b) = u` for a, b > 0 and 0 < u < 1: the beta quantile and its
/// complement.
///
/// Solved for the logarithm of the smaller of x and 1 - x.
#[must_use]
pub fn beta_quantile(a: f64, b: f64, u: f64) -> (f64, f64) {
    let (at_half, _) = beta_regularised(a, b, 0.5, 0.5);
    if u > at_half {
        let (y, x) = smaller_beta_quantile(b, a, 1.0 - u, u);
        return (x, y);
    }
    smaller_beta_quantile(a, b, u, 1.0 - u)
}

/// The quantile for a u that is known to lie below x = 1/2; `v` is 1 - u.
fn smaller_beta_quantile(a: f64, b: f64, u: f64, v: f64) -> (f64, f64) {
    let residual = |ln_x: f64| {
        let x = libm::exp(ln_x);
        let y = 1.0 - x;
        let (lower, upper) = beta_regularised(a, b, x, y);
        let value = if u < 0.5 { lower - u } else { v - upper };
        (value, beta_prefactor(a, b, x, y) / y)
    };
    let x = libm::exp(solve_increasing(residual, -744.0, -std::f64::consts::LN_2));
    (x, 1.0 - x)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use statrs::function::{beta::checked_beta_reg, gamma::checked_gamma_lr};

    use super::*;

    const SHAPES: [f64; 9] = [0.1, 0.5, 1.0, 2.5, 9.0, 11.0, 40.0, 300.0, 5000.0];

    #[test]
    fn the_incomplete_gamma_function_agrees_with_statrs() {
        for a in SHAPES {
            for factor in [0.01, 0.3, 0.9, 1.0, 1.1, 1.5, 4.0] {
                let (p, q) = gamma_regularised(a, a * factor);
                let expected = checked_gamma_lr(a, a * factor).unwrap();
                assert!((p - expected).abs() < 2e-11, "P({a}, {}): {p} {expected}", a * factor);
                assert!((p + q - 1.0).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn the_incomplete_gamma_function_has_its_closed_forms() {
        for x in [1e-9, 0.1, 1.0, 1.9, 2.1, 30.0] {
            let (p, q) = gamma_regularised(1.0, x);
            assert!((p / -libm::expm1(-x) - 1.0).abs() < 1e-14);
            assert!((q / libm::exp(-x) - 1.0).abs() < 1e-14);
            let (p, _) = gamma_regularised(0.5, x);
            assert!((p / libm::erf(x.sqrt()) - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn the_incomplete_beta_function_agrees_with_statrs() {
        for a in SHAPES {
            for b in SHAPES {
                let mean = a / (a + b);
                for x in [0.5 * mean, mean, 0.5 + 0.5 * mean, 0.03] {
                    let (found, rest) = beta_regularised(a, b, x, 1.0 - x);
                    let expected = checked_beta_reg(a, b, x).unwrap();
                    assert!((found - expected).abs() < 5e-11, "I_{x}({a}, {b}): {found} {expected}");
                    assert!((found + rest - 1.0).abs() < 1e-15);
                }
            }
        }
    }

    #[test]
    fn quantiles_undo_the_distribution_functions() {
        for a in SHAPES {
            for u in [1e-9, 1e-3, 0.2, 0.5, 0.8, 0.999, 1.0 - 1e-9] {
                let (p, q) = gamma_regularised(a, gamma_quantile(a, u));
                let error = if u < 0.5 { p / u - 1.0 } else { q / (1.0 - u) - 1.0 };
                assert!(error.abs() < 1e-10, "gamma {a} {u}: {error:e}");
                for b in SHAPES {
                    let (x, y) = beta_quantile(a, b, u);
                    let (p, q) = beta_regularised(a, b, x, y);
                    let error = if u < 0.5 { p / u - 1.0 } else { q / (1.0 - u) - 1.0 };
                    assert!(error.abs() < 1e-10, "beta {a} {b} {u}: {error:e}");
                }
            }
        }
    }
}
