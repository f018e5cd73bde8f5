//! Elementary functions that give the same bits on every x86-64 processor.
//!
//! `f64::exp` and its sisters call the C library, which picks other code, with or without fused
//! multiply-add, on other processors. The functions here use additions, multiplications, divisions,
//! square roots and bit patterns only, each of which IEEE 754 defines to the last bit. They hold no
//! branch, only selections, so that a loop over launches side by side becomes vector code, and for
//! the same reason no `floor` or `round`, which are calls on a processor without SSE4.1: [`round`]
//! adds and subtracts a large number instead.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]
#![expect(
    clippy::unreadable_literal,
    clippy::excessive_precision,
    reason = "published coefficients are easier to compare as printed"
)]

/// 1.5 * 2^52: adding it pushes the fraction of a number below 2^51 out of the mantissa.
const ROUNDER: f64 = 6755399441055744.0;
/// The upper bits of ln 2; the trailing zeros make `k * LN2_HIGH` exact for every exponent k.
const LN2_HIGH: f64 = 6.93147180369123816490e-01;
/// ln 2 minus [`LN2_HIGH`].
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/// 1/k! for k = 2 to 13. On |r| <= ln 2 / 2 the first term left out is below 5e-18 of the sum.
const INVERSE_FACTORIALS: [f64; 12] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5040.0,
    1.0 / 40320.0,
    1.0 / 362880.0,
    1.0 / 3628800.0,
    1.0 / 39916800.0,
    1.0 / 479001600.0,
    1.0 / 6227020800.0,
];

/// The nearest whole number, halves to even, for |x| < 2^51.
#[inline(always)]
#[must_use]
pub fn round(x: f64) -> f64 {
    (x + ROUNDER) - ROUNDER
}

/// 2^k for a whole number k in -1022..=1023, by writing the exponent bits.
#[inline(always)]
fn power_of_two(k: f64) -> f64 {
    // The low 12 bits of k + ROUNDER are k in two's complement; the shift drops all the others.
    f64::from_bits((k + ROUNDER).to_bits().wrapping_add(1023) << 52)
}

/// Splits x = k ln 2 + r with |r| <= ln 2 / 2 and returns (e^r - 1, k).
#[inline(always)]
fn reduced_exp_minus_one(x: f64) -> (f64, f64) {
    let k = round(x * std::f64::consts::LOG2_E);
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let square = r * r;
    // Even and odd powers apart: two chains of operations that need not wait for each other.
    let (mut even, mut odd) = (INVERSE_FACTORIALS[10], INVERSE_FACTORIALS[11]);
    for i in (0..5).rev() {
        even = even * square + INVERSE_FACTORIALS[2 * i];
        odd = odd * square + INVERSE_FACTORIALS[2 * i + 1];
    }
    (r + square * (even + r * odd), k)
}

/// e^x, within one unit in the last place (0.89 measured).
///
/// Argument reduction by ln 2 in two parts (Cody & Waite 1980) and the Taylor polynomial of degree
/// 13. Below -745.2 the result is 0, above 709.8 infinite; a NaN stays NaN.
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    let x = if x > 710.0 { 710.0 } else { x };
    let x = if x < -746.0 { -746.0 } else { x };
    let (e, k) = reduced_exp_minus_one(x);
    // Two factors, because 2^k itself leaves the range of normal numbers before the result does.
    let half = round(0.5 * k);
    ((1.0 + e) * power_of_two(half)) * power_of_two(k - half)
}

/// 1 - e^(-x): the probability that a hazard x [-] strikes, within 1.1 units in the last place
/// (measured), also for small x.
///
/// With -x = k ln 2 + r it is (1 - 2^k) - 2^k (e^r - 1), which for k = 0 has no cancellation.
/// Meant for x >= 0; from 60 on the result is 1.
#[inline(always)]
#[must_use]
pub fn one_minus_exp_neg(x: f64) -> f64 {
    let x = if x > 60.0 { 60.0 } else { x };
    let x = if x < -700.0 { -700.0 } else { x };
    let (e, k) = reduced_exp_minus_one(-x);
    let scale = power_of_two(k);
    (1.0 - scale) - scale * e
}

/// The natural logarithm of x > 0, within one unit in the last place (0.78 measured).
///
/// The method of fdlibm (Sun Microsystems 1993): x = 2^k m with m in [sqrt(1/2), sqrt(2)), s = f /
/// (2 + f) for f = m - 1, and a polynomial in s^2. ln 0 is minus infinity, of a negative number
/// NaN.
#[inline(always)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    const OFFSET: u64 = 0x3ff0_0000_0000_0000 - 0x3fe6_a09e_0000_0000;
    // Subnormal numbers have no hidden bit: scale them into the normal range first.
    let tiny = x < f64::MIN_POSITIVE;
    let scaled = if tiny { x * 18014398509481984.0 } else { x };
    let bits = scaled.to_bits().wrapping_add(OFFSET);
    // The biased exponent becomes a number through the mantissa of 2^52: no integer conversion is
    // needed.
    let biased = f64::from_bits(0x4330_0000_0000_0000 | (bits >> 52));
    let k = biased - (4503599627370496.0 + 1023.0) - if tiny { 54.0 } else { 0.0 };
    let m = f64::from_bits((bits & 0x000f_ffff_ffff_ffff).wrapping_add(0x3fe6_a09e_0000_0000));
    let f = m - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    let odd = z
        * (6.666666666666735130e-01
            + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    let tail = odd + even;
    let value = s * (half_square + tail) + k * LN2_LOW - half_square + f + k * LN2_HIGH;
    let value = if x == 0.0 { f64::NEG_INFINITY } else { value };
    let value = if x == f64::INFINITY { x } else { value };
    if x >= 0.0 { value } else { f64::NAN }
}

/// ln(1 + x) for x > -1, also where x is small beside 1.
///
/// The rounding error of 1 + x is known exactly and put back to first order.
#[inline(always)]
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    let sum = 1.0 + x;
    let lost = x - (sum - 1.0);
    ln(sum) + lost / sum
}

/// base^e = exp(e ln base) for base > 0, with a relative error of about |e ln base| * 1e-16.
#[inline(always)]
#[must_use]
pub fn powf(base: f64, e: f64) -> f64 {
    exp(e * ln(base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::philox::word;

    /// Distance in units in the last place of `expected`.
    fn ulps(found: f64, expected: f64) -> f64 {
        if found == expected {
            return 0.0;
        }
        let ulp = f64::from_bits(expected.abs().to_bits() + 1) - expected.abs();
        (found - expected).abs() / ulp
    }

    /// A number between low and high, from one word.
    fn between(index: u32, low: f64, high: f64) -> f64 {
        low + (high - low) * (f64::from(word(7, 0, 1, index)) + 0.5) / 4294967296.0
    }

    fn worst(count: u32, low: f64, high: f64, ours: fn(f64) -> f64, reference: fn(f64) -> f64) -> f64 {
        (0..count).map(|i| between(i, low, high)).map(|x| ulps(ours(x), reference(x))).fold(0.0, f64::max)
    }

    #[test]
    fn exp_is_within_one_unit_in_the_last_place_of_libm() {
        for (low, high) in [(-1.0, 1.0), (-40.0, 40.0), (-708.0, 709.0), (-745.0, -708.0)] {
            let error = worst(200_000, low, high, exp, libm::exp);
            assert!(error <= 1.0, "exp on {low}..{high}: {error} ulp");
        }
    }

    #[test]
    fn exp_saturates_and_keeps_nan() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-0.0), 1.0);
        assert_eq!(exp(710.0), f64::INFINITY);
        assert_eq!(exp(f64::INFINITY), f64::INFINITY);
        assert_eq!(exp(-746.0), 0.0);
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
        assert_eq!(exp(709.782712893384), libm::exp(709.782712893384));
        assert!(exp(f64::NAN).is_nan());
    }

    #[test]
    fn ln_equals_libm_bit_for_bit() {
        for i in 0..400_000 {
            let x = exp(between(i, -744.0, 709.0));
            assert_eq!(ln(x).to_bits(), libm::log(x).to_bits(), "ln({x:e})");
            let near_one = between(i, 0.5, 2.0);
            assert_eq!(ln(near_one).to_bits(), libm::log(near_one).to_bits(), "ln({near_one})");
        }
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
    }

    #[test]
    fn ln_1p_keeps_small_arguments() {
        for (low, high) in [(-0.5, 1.0), (-1e-3, 1e-3), (-1e-9, 1e-9), (1.0, 1e6)] {
            let error = worst(100_000, low, high, ln_1p, libm::log1p);
            assert!(error <= 2.5, "ln_1p on {low}..{high}: {error} ulp");
        }
        assert_eq!(ln_1p(0.0), 0.0);
    }

    #[test]
    fn hazards_become_probabilities_without_cancellation() {
        let reference = |x: f64| -libm::expm1(-x);
        for (low, high) in [(0.0, 1e-12), (0.0, 1e-3), (0.0, 1.5), (0.0, 50.0)] {
            let error = worst(200_000, low, high, one_minus_exp_neg, reference);
            assert!(error <= 3.0, "1 - exp(-x) on {low}..{high}: {error} ulp");
        }
        assert_eq!(one_minus_exp_neg(0.0), 0.0);
        assert_eq!(one_minus_exp_neg(1e300), 1.0);
        assert_eq!(one_minus_exp_neg(f64::INFINITY), 1.0);
        assert!(one_minus_exp_neg(f64::NAN).is_nan());
    }

    #[test]
    fn powers_err_by_the_condition_of_the_exponential() {
        for i in 0..200_000 {
            let base = between(i, 1e-3, 1e6);
            let e = between(i + 1_000_000, -3.0, 3.0);
            let expected = libm::pow(base, e);
            let allowed = (2.0 + 1.5 * (e * libm::log(base)).abs()) * f64::EPSILON;
            assert!((powf(base, e) / expected - 1.0).abs() <= allowed, "{base}^{e}");
        }
        assert_eq!(powf(5.0, 0.0), 1.0);
    }

    #[test]
    fn the_bits_of_the_functions_are_frozen() {
        let mut hash = 0_u64;
        for i in 0..10_000 {
            let x = between(i, -30.0, 30.0);
            for y in [exp(x), one_minus_exp_neg(x.abs()), ln(x.abs()), powf(x.abs(), 0.3)] {
                hash = hash.rotate_left(7) ^ y.to_bits();
            }
        }
        assert_eq!(hash, 0xe7a4_731e_2109_9e95, "{hash:#x}");
    }

    #[test]
    fn rounding_gives_the_nearest_whole_number() {
        for (x, expected) in [(0.49, 0.0), (0.51, 1.0), (1.5, 2.0), (2.5, 2.0), (-1.2, -1.0), (2e9 + 0.3, 2e9)] {
            assert_eq!(round(x), expected);
        }
    }
}
