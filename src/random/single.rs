//! Elementary functions in single precision, for chances and luck, of which seven digits are more than anybody knows.
//!
//! As in [`math`](super::math) they are additions, multiplications, divisions and bit patterns only, without a branch, so that
//! they give the same bits everywhere and become vector code, twice as wide as that of double precision.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use std::f32::consts::{LN_2, LOG2_E};

/// The upper bits of ln 2, 355/512; the trailing zeros make `k * LN2_HIGH` exact for every exponent k (Cody & Waite 1980).
const LN2_HIGH: f32 = 0.693_359_4;
/// ln 2 minus [`LN2_HIGH`].
const LN2_LOW: f32 = -2.121_944_4e-4;

/// (e^x - 1, 2^k) with x = k ln 2 + r and |r| <= ln 2 / 2, the former of the remainder r, for |x| <= 80.
///
/// The Taylor polynomial of degree 7: the first term left out is below 6e-9 of the sum.
#[inline(always)]
fn reduced_exp_minus_one(x: f32) -> (f32, f32) {
    // 1.5 * 2^23 pushes the fraction of a number below 2^22 out of the mantissa.
    const ROUNDER: f32 = 12_582_912.0;
    let shifted = x * LOG2_E + ROUNDER;
    let k = shifted - ROUNDER;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let mut e = 1.0 / 5040.0;
    for term in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5] {
        e = e * r + term;
    }
    // The low bits of the shifted number are k in two's complement; the shift drops all the others.
    let scale = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    (r + r * r * e, scale)
}

/// e^x for x held within +-80, with a relative error of up to 1e-7; a NaN stays NaN.
#[inline(always)]
#[must_use]
pub fn exp(x: f32) -> f32 {
    let x = if x > 80.0 { 80.0 } else { x };
    let x = if x < -80.0 { -80.0 } else { x };
    let (e, scale) = reduced_exp_minus_one(x);
    scale + scale * e
}

/// 1 - e^(-x): the probability that a hazard x [-] strikes, also for small x, with a relative error of up to 1e-7.
///
/// With -x = k ln 2 + r it is (1 - 2^k) - 2^k (e^r - 1), which for k = 0 has no cancellation. From 60 on it is 1.
#[inline(always)]
#[must_use]
pub fn one_minus_exp_neg(x: f32) -> f32 {
    let x = if x > 60.0 { 60.0 } else { x };
    let x = if x < -60.0 { -60.0 } else { x };
    let (e, scale) = reduced_exp_minus_one(-x);
    (1.0 - scale) - scale * e
}

/// e^(-x) and 1 - e^(-x) for x from 0 to 80, each as [`exp`] and [`one_minus_exp_neg`] have it.
#[inline(always)]
#[must_use]
pub fn exp_neg_and_rest(x: f32) -> (f32, f32) {
    let x = if x > 80.0 { 80.0 } else { x };
    let (e, scale) = reduced_exp_minus_one(-x);
    (scale + scale * e, (1.0 - scale) - scale * e)
}

/// The natural logarithm of a normal number x > 0, with an error of up to 1.3e-7 of the larger of it and one.
///
/// x = 2^k m with m in [sqrt(1/2), sqrt(2)), and the series of the inverse hyperbolic tangent of s = (m - 1)/(m + 1):
/// the first term left out is below 8e-10.
#[inline(always)]
#[must_use]
pub fn ln(x: f32) -> f32 {
    const ROOT_OF_HALF: u32 = 0x3f35_04f3;
    let bits = x.to_bits().wrapping_sub(ROOT_OF_HALF);
    let k = ((bits as i32) >> 23) as f32;
    let m = f32::from_bits((bits & 0x007f_ffff).wrapping_add(ROOT_OF_HALF));
    let s = (m - 1.0) / (m + 1.0);
    let z = s * s;
    let mut sum = 2.0 / 9.0;
    for term in [2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0, 2.0] {
        sum = sum * z + term;
    }
    k * LN_2 + s * sum
}

/// ln(1 - p) for p from 0 to 1/2, also where p is small, with a relative error of up to 2.2e-7: the same series of
/// s = -p/(2 - p).
#[inline(always)]
#[must_use]
pub fn ln_one_minus(p: f32) -> f32 {
    let s = -p / (2.0 - p);
    let z = s * s;
    let mut sum = 2.0 / 15.0;
    for term in [2.0 / 13.0, 2.0 / 11.0, 2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0, 2.0] {
        sum = sum * z + term;
    }
    s * sum
}

/// base^e = exp(e ln base) for a normal base > 0, with a relative error of up to
/// 1e-7 (1 + 1.3 |e| + 2 |e ln base|).
#[inline(always)]
#[must_use]
pub fn powf(base: f32, e: f32) -> f32 {
    exp(e * ln(base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::philox::word;

    /// A number between low and high, from one word; by its logarithm where low is above zero and much lower than high.
    fn between(index: u32, low: f64, high: f64) -> f32 {
        let share = (f64::from(word(7, 0, 1, index)) + 0.5) / 4_294_967_296.0;
        let spread =
            if low > 0.0 && high > 1e3 * low { low * libm::pow(high / low, share) } else { low + (high - low) * share };
        spread as f32
    }

    /// The largest error beside `size` of the exact value.
    fn worst((low, high): (f64, f64), ours: fn(f32) -> f32, exact: fn(f64) -> f64, size: fn(f64) -> f64) -> f64 {
        let error = |x: f32| (f64::from(ours(x)) - exact(f64::from(x))).abs() / size(exact(f64::from(x)));
        (0..200_000).map(|index| error(between(index, low, high))).fold(0.0, f64::max)
    }

    #[test]
    fn functions_keep_seven_digits_beside_libm() {
        let (itself, or_one) = (f64::abs as fn(f64) -> f64, (|x: f64| x.abs().max(1.0)) as fn(f64) -> f64);
        for range in [(-1.0, 1.0), (-80.0, 80.0)] {
            let error = worst(range, exp, libm::exp, itself);
            assert!(error <= 1e-7, "exp on {range:?}: {error:e}");
        }
        for range in [(1e-30, 1e-3), (0.0, 1.5), (0.0, 50.0)] {
            let error = worst(range, one_minus_exp_neg, |x| -libm::expm1(-x), itself);
            assert!(error <= 1e-7, "1 - exp(-x) on {range:?}: {error:e}");
            let both = |x: f32| exp_neg_and_rest(x);
            for x in (0..1000).map(|index| between(index, range.0, range.1)) {
                assert_eq!(both(x), (exp(-x), one_minus_exp_neg(x)));
            }
        }
        for range in [(0.5, 2.0), (1e-30, 1e30)] {
            let error = worst(range, ln, libm::log, or_one);
            assert!(error <= 1.3e-7, "ln on {range:?}: {error:e}");
        }
        for range in [(1e-30, 1e-3), (0.0, 0.5)] {
            let error = worst(range, ln_one_minus, |x| libm::log1p(-x), itself);
            assert!(error <= 2.2e-7, "ln(1 - p) on {range:?}: {error:e}");
        }
    }

    #[test]
    fn powers_err_by_the_condition_of_the_exponential() {
        for index in 0..200_000 {
            let (base, e) = (between(index, 1e-3, 1e6), between(index + 1_000_000, -3.0, 3.0));
            let (exact_base, exact_e) = (f64::from(base), f64::from(e));
            let exact = libm::pow(exact_base, exact_e);
            let allowed = 1e-7 * (1.0 + 1.3 * exact_e.abs() + 2.0 * (exact_e * libm::log(exact_base)).abs());
            assert!((f64::from(powf(base, e)) / exact - 1.0).abs() <= allowed, "{base}^{e}");
        }
        assert_eq!((powf(5.0, 0.0), powf(1.0, -0.4)), (1.0, 1.0));
    }

    #[test]
    fn functions_saturate_and_keep_nan() {
        assert_eq!((exp(0.0), exp(-0.0), ln(1.0), ln_one_minus(0.0)), (1.0, 1.0, 0.0, 0.0));
        assert_eq!((exp(1e9), exp(-1e9)), (exp(80.0), exp(-80.0)));
        assert_eq!(
            (one_minus_exp_neg(0.0), one_minus_exp_neg(60.0), one_minus_exp_neg(f32::INFINITY)),
            (0.0, 1.0, 1.0)
        );
        assert!(exp(f32::NAN).is_nan() && one_minus_exp_neg(f32::NAN).is_nan());
    }

    #[test]
    fn the_bits_of_the_functions_are_frozen() {
        let mut hash = 0_u32;
        for index in 0..10_000 {
            let x = between(index, -30.0, 30.0);
            let share = between(index, 0.0, 0.5);
            for y in [exp(x), one_minus_exp_neg(x.abs()), ln(x.abs()), powf(x.abs(), 0.3), ln_one_minus(share)] {
                hash = hash.rotate_left(7) ^ y.to_bits();
            }
        }
        assert_eq!(hash, 0x904e_32e7, "{hash:#x}");
    }
}
