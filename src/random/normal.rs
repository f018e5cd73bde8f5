//! Uniform and normal deviates from one word.
//!
//! The normal quantile is algorithm AS 241, PPND16 (Wichura 1988, Applied Statistics 37, 477-484): three rational
//! functions of degree 7, for the centre and two tails. The coefficients are selected, not the branch, so that
//! launches side by side share one evaluation.

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

/// AS 241; `FAR` says whether probabilities below 1e-11 may occur, which a word cannot reach.
#[inline(always)]
fn quantile_kernel<const FAR: bool>(u: f64) -> f64 {
    let q = u - 0.5;
    let tail_probability = if q < 0.0 { u } else { 1.0 - u };
    let root = (-math::ln(tail_probability)).sqrt();
    let central = q.abs() <= 0.425;
    let far = FAR && root > 5.0;
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
    let z = quantile_kernel::<true>(u);
    let z = if u == 0.0 { f64::NEG_INFINITY } else { z };
    if u == 1.0 { f64::INFINITY } else { z }
}

/// A standard normal deviate: `normal_quantile(uniform(word))`, bit for bit, between -6.34 and 6.34.
#[inline(always)]
#[must_use]
pub fn normal(word: u32) -> f64 {
    quantile_kernel::<false>(uniform(word))
}

/// Phi(z) = erfc(-z / sqrt 2) / 2, the standard normal distribution function, accurate in the lower tail too.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}
