//! Uniform and normal deviates from one word.
//!
//! The normal quantile is algorithm AS 241, PPND16 (Wichura 1988, Applied Statistics 37, 477-484):
//! three rational functions of degree 7, for the centre and two tails. The coefficients are
//! selected, not the branch, so that launches side by side share one evaluation. The deviates of words, which the daily
//! loop draws, take one wider rational function in nearly all cases, and the algorithm in the tails.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]
#![expect(
    clippy::unreadable_literal,
    clippy::excessive_precision,
    reason = "published coefficients are easier to compare as printed"
)]

use super::math;

/// Numerators and denominators of AS 241, constant term first: centre, tail, far tail.
const CENTRE: [[f64; 8]; 2] = [
    [
        3.3871328727963666080e0,
        1.3314166789178437745e+2,
        1.9715909503065514427e+3,
        1.3731693765509461125e+4,
        4.5921953931549871457e+4,
        6.7265770927008700853e+4,
        3.3430575583588128105e+4,
        2.5090809287301226727e+3,
    ],
    [
        1.0,
        4.2313330701600911252e+1,
        6.8718700749205790830e+2,
        5.3941960214247511077e+3,
        2.1213794301586595867e+4,
        3.9307895800092710610e+4,
        2.8729085735721942674e+4,
        5.2264952788528545610e+3,
    ],
];
const TAIL: [[f64; 8]; 2] = [
    [
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ],
    [
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ],
];
const FAR_TAIL: [[f64; 8]; 2] = [
    [
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ],
    [
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ],
];

/// The middle of the word's cell in the unit interval: (word + 1/2) / 2^32, never 0 or 1.
#[inline(always)]
#[must_use]
pub fn uniform(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4294967296.0)
}

/// AS 241.
#[inline(always)]
fn quantile_kernel(u: f64) -> f64 {
    let q = u - 0.5;
    let tail_probability = if q < 0.0 { u } else { 1.0 - u };
    let root = (-math::ln(tail_probability)).sqrt();
    let central = q.abs() <= 0.425;
    let far = root > 5.0;
    let tail_argument = if far { root - 5.0 } else { root - 1.6 };
    let r = if central { 0.180625 - q * q } else { tail_argument };
    let pick = |side: usize, power: usize| {
        let tail = if far { FAR_TAIL[side][power] } else { TAIL[side][power] };
        if central { CENTRE[side][power] } else { tail }
    };
    let mut numerator = pick(0, 7);
    let mut denominator = pick(1, 7);
    for power in (0..7).rev() {
        numerator = numerator * r + pick(0, power);
        denominator = denominator * r + pick(1, power);
    }
    let sign = if q < 0.0 { -1.0 } else { 1.0 };
    let factor = if central { q } else { sign };
    factor * (numerator / denominator)
}

/// The z with Phi(z) = u, the standard normal quantile, with a relative error of about 1e-15.
///
/// Minus and plus infinity at 0 and 1; NaN outside.
#[inline(always)]
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    let z = quantile_kernel(u);
    let z = if u == 0.0 { f64::NEG_INFINITY } else { z };
    if u == 1.0 { f64::INFINITY } else { z }
}

/// How far from the middle of the unit interval [`central_quantile`] reaches; beyond lie two words in a thousand.
const CENTRAL: f64 = 0.499;

/// Coefficients of the even and of the odd powers of r in the numerator of [`central_quantile`].
const NUMERATOR: [[f64; 6]; 2] = [
    [
        6.192850312947857,
        12654067.668142071,
        1011519309813.674,
        4567986026927315.0,
        8.717077543018089e17,
        2.86622753604373e18,
    ],
    [
        14583.094722980879,
        5104013047.06542,
        98360680181344.06,
        9.681660900293659e16,
        2.941422692736232e18,
        3.627377958218428e17,
    ],
];

/// The same of its denominator.
const DENOMINATOR: [[f64; 6]; 2] = [
    [1.0, 2230270.6320415745, 203939929379.00162, 1134805929511001.8, 3.037763057100881e17, 1.9735789772039772e18],
    [
        2449.1189599219824,
        955115174.4196106,
        21760239131669.047,
        2.785478745241084e16,
        1.3368310080571156e18,
        6.21530204130551e17,
    ],
];

/// The middle of the word's cell less one half, exactly.
#[inline(always)]
pub(super) fn centred(word: u32) -> f64 {
    (f64::from((word ^ 0x8000_0000) as i32) + 0.5) * (1.0 / 4294967296.0)
}

/// Whether a centred word is beyond the reach of [`central_quantile`].
#[inline(always)]
pub(super) fn is_in_tail(q: f64) -> bool {
    q.abs() > CENTRAL
}

/// The normal quantile of 1/2 + q for |q| <= 0.499: `q N(r)/D(r)` with `r = 0.499^2 - q^2`.
///
/// One rational function without logarithm, root or choice. It is the minimax fit of degree 11 over 11 in relative
/// error, found by the exchange algorithm of Remez with 60 digits; it errs by at most 2.3e-12, which is less than
/// a hundredth of the width of the word's own cell everywhere. All coefficients are positive and so is r, so nothing
/// cancels. Even and odd powers are summed apart, which halves the chain of operations that wait for each other.
#[inline(always)]
pub(super) fn central_quantile(q: f64) -> f64 {
    let r = CENTRAL * CENTRAL - q * q;
    let square = r * r;
    let polynomial = |[even, odd]: &[[f64; 6]; 2]| {
        let (mut e, mut o) = (even[5], odd[5]);
        for power in (0..5).rev() {
            e = e * square + even[power];
            o = o * square + odd[power];
        }
        e + r * o
    };
    q * (polynomial(&NUMERATOR) / polynomial(&DENOMINATOR))
}

/// The normal quantile of the middle of a word's cell, for words in the tails.
#[inline(always)]
pub(super) fn tail_quantile(word: u32) -> f64 {
    quantile_kernel(uniform(word))
}

/// A standard normal deviate, between -6.34 and 6.34: the normal quantile of `uniform(word)`, within 2.3e-12 of it.
#[inline(always)]
#[must_use]
pub fn normal(word: u32) -> f64 {
    let q = centred(word);
    if is_in_tail(q) { tail_quantile(word) } else { central_quantile(q) }
}

/// Phi(z) = erfc(-z / sqrt 2) / 2, the standard normal distribution function, accurate in the lower
/// tail too.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::philox::word;

    #[test]
    fn the_quantile_undoes_the_distribution_function_far_into_the_tail() {
        let mut u = 0.5;
        while u > 1e-300 {
            let z = normal_quantile(u);
            // d ln Phi / dz is about |z| in the tail, so an error of 1e-15 in z shows as z^2 1e-15.
            let allowed = 2e-15 * (1.0 + z * z);
            assert!((normal_cdf(z) / u - 1.0).abs() < allowed, "{u:e}");
            u *= 0.83;
        }
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(1.1).is_nan());
    }

    #[test]
    fn the_deviate_of_a_word_is_the_quantile_of_its_cell_and_antisymmetric() {
        let edges = [0, 1, 2, 0x7fff_ffff, 0x8000_0000, u32::MAX - 1, u32::MAX];
        let seams = [uniform_word(0.001), uniform_word(0.999)].into_iter().flat_map(|seam| seam - 100..seam + 100);
        for w in (0..400_000).map(|i| word(3, 0, 9, i)).chain(edges).chain(seams) {
            let (z, exact) = (normal(w), normal_quantile(uniform(w)));
            assert!((z - exact).abs() <= 2.3e-12 * exact.abs(), "{w}: {z} {exact}");
            assert_eq!(normal(!w), -z);
        }
        assert!(normal(0) > -6.34 && normal(0) < -6.33);
        assert!(uniform(0) > 0.0 && uniform(u32::MAX) < 1.0);
    }

    #[test]
    fn launches_side_by_side_draw_the_deviates_of_their_words() {
        for first in (0..40_000).step_by(16) {
            let words = crate::lanes::Lanes::<u32, 16>(std::array::from_fn(|lane| word(3, first + lane as u32, 9, 0)));
            for (&z, &w) in words.normal().0.iter().zip(&words.0) {
                assert_eq!(z.to_bits(), normal(w).to_bits());
            }
        }
    }

    #[test]
    fn the_kernel_agrees_with_libm_on_the_same_words() {
        let mut worst = 0.0_f64;
        for i in 0..200_000 {
            let u = uniform(word(4, 0, 9, i));
            let z = normal_quantile(u);
            // One Newton step through libm's erfc, on the side where the digits are.
            let tail = u.min(1.0 - u);
            let x = -z.abs();
            let density = libm::exp(-0.5 * x * x) / std::f64::consts::TAU.sqrt();
            let step = (normal_cdf(x) - tail) / density;
            worst = worst.max(step.abs() / (1.0 + x.abs()));
        }
        assert!(worst < 1e-15, "{worst:e}");
    }

    #[test]
    fn deviates_are_monotone_in_the_word() {
        let mut previous = f64::NEG_INFINITY;
        for w in (0..=u32::MAX).step_by(9973) {
            let z = normal(w);
            assert!(z > previous, "{w}");
            previous = z;
        }
        for seam in [0.001, 0.075, 0.925, 0.999].map(uniform_word) {
            for w in seam - 500..seam + 500 {
                assert!(normal(w) <= normal(w + 1), "{w}");
            }
        }
    }

    fn uniform_word(u: f64) -> u32 {
        (u * 4294967296.0) as u32
    }

    #[test]
    fn deviates_have_the_moments_and_the_law_of_the_normal() {
        let n = 10_000_u32;
        let mut values: Vec<f64> = (0..n).map(|i| normal(word(11, i, 5, 0))).collect();
        let count = f64::from(n);
        for (power, expected, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)] {
            let moment = values.iter().map(|z| z.powi(power)).sum::<f64>() / count;
            let z = (moment - expected) / libm::sqrt(variance / count);
            // Two-sided p = 1e-4 each.
            assert!(z.abs() < 3.89, "moment {power}: {moment}, z {z}");
        }
        values.sort_by(f64::total_cmp);
        let statistic = values
            .iter()
            .enumerate()
            .map(|(i, &z)| {
                let below = i as f64 / count;
                (normal_cdf(z) - below).max(below + 1.0 / count - normal_cdf(z))
            })
            .fold(0.0, f64::max);
        // Oracle KSCRIT of group 07: n = 10000, alpha = 0.001 (scipy, BSD-3, figures only).
        assert!(statistic < 0.01947748045729969, "Kolmogorov-Smirnov {statistic}");
    }
}
