//! The correlation of normal scores behind a rank correlation, also of inputs that take single values.
//!
//! Spearman's rho of a population is the correlation of the mid-ranks `F*(x) = (P(X < x) + P(X <= x)) / 2`, which ties
//! share (Kendall 1945, Biometrika 33, 239-251). Behind two inputs stand normal scores of correlation r. Where neither has
//! ties, `rho = (6/pi) asin(r/2)`. Else the covariance of the mid-ranks is the integral over r of the expected product
//! of their slopes (Price 1958, IRE Transactions on Information Theory 4, 69-72), and a slope of a step is a point: for
//! two steps at scores s and t it is the bivariate normal density (Plackett 1954, Biometrika 41, 351-360). It rises
//! with r, so r is found by following the integral until the covariance is the one that rho asks for.

use std::f64::consts::{PI, SQRT_2, TAU};

use super::distribution::Distribution;
use super::normal::normal_quantile;

/// Ties that shrink the variance of the ranks by less than this share do not show: rho then errs by less than 0.0002.
const NO_TIES: f64 = 3e-4;
/// What is left beyond the values told apart of a law without a largest one.
const REST: f64 = 1e-4;
/// Cells into which a stretch without ties is cut beside ties: their own ties would shrink the variance by 1/4096.
const CELLS: usize = 64;
/// Equal panels of the angle from nought to a right angle, each with five Gauss points.
const PANELS: usize = 192;
/// Nodes and weights of Gauss and Legendre on -1..1.
const GAUSS: [(f64, f64); 5] = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
];

/// How the ranks of an input lie.
#[derive(Clone, Debug, PartialEq)]
enum Ranks {
    /// Without ties.
    Even,
    /// In steps: the share below each step but the first, its normal score, and by how much the mid-rank rises there.
    Steps { rises: Vec<[f64; 3]>, variance: f64 },
}

impl Ranks {
    fn of(law: &Distribution) -> Self {
        let Some(shares) = law.shares_of_values(NO_TIES.sqrt(), REST, CELLS) else { return Self::Even };
        let ties: f64 = shares.iter().map(|share| share * share * share).sum();
        if shares.len() < 2 || ties < NO_TIES {
            return Self::Even;
        }
        let mut below = 0.0;
        let rise = |pair: &[f64]| {
            below += pair[0];
            [below, normal_quantile(below), 0.5 * (pair[0] + pair[1])]
        };
        Self::Steps { rises: shares.windows(2).map(rise).collect(), variance: (1.0 - ties) / 12.0 }
    }

    fn variance(&self) -> f64 {
        match self {
            Self::Even => 1.0 / 12.0,
            Self::Steps { variance, .. } => *variance,
        }
    }
}

/// The largest covariance of two inputs' mid-ranks: that of inputs which rise together, or of which one falls as the other
/// rises.
fn extreme(one: &Ranks, other: &Ranks, together: bool) -> f64 {
    let both = |a: f64, b: f64| {
        // P(U > a, V > b) - P(U > a) P(V > b) with V = U or V = 1 - U.
        let joint = if together { (1.0 - a).min(1.0 - b) } else { (1.0 - a - b).max(0.0) };
        joint - (1.0 - a) * (1.0 - b)
    };
    let sign = if together { 1.0 } else { -1.0 };
    match (one, other) {
        (Ranks::Even, Ranks::Even) => sign / 12.0,
        (Ranks::Even, Ranks::Steps { rises, .. }) | (Ranks::Steps { rises, .. }, Ranks::Even) => {
            sign * rises.iter().map(|[share, _, rise]| rise * 0.5 * share * (1.0 - share)).sum::<f64>()
        }
        (Ranks::Steps { rises, .. }, Ranks::Steps { rises: others, .. }) => {
            rises.iter().map(|[a, _, x]| x * others.iter().map(|[b, _, y]| y * both(*a, *b)).sum::<f64>()).sum()
        }
    }
}

/// The slope of the covariance by the angle whose sine is r, of an input without ties r over the root of two.
fn slope(one: &Ranks, other: &Ranks, angle: f64) -> f64 {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let narrow = 0.5 / (cosine * cosine);
    match (one, other) {
        (Ranks::Steps { rises, .. }, Ranks::Steps { rises: others, .. }) => {
            let at = |s: f64, t: f64| libm::exp(-(s * s - 2.0 * s * t * sine + t * t) * narrow);
            let of = |[_, s, x]: &[f64; 3]| x * others.iter().map(|[_, t, y]| y * at(*s, *t)).sum::<f64>();
            rises.iter().map(of).sum::<f64>() / TAU
        }
        (Ranks::Even, Ranks::Steps { rises, .. }) | (Ranks::Steps { rises, .. }, Ranks::Even) => {
            rises.iter().map(|[_, t, rise]| rise * libm::exp(-t * t * narrow)).sum::<f64>() / TAU
        }
        // Nobody asks: it has a closed form.
        (Ranks::Even, Ranks::Even) => 0.0,
    }
}

/// Rounded towards nought to three digits, so that what is stated can be reached.
fn inwards(rank: f64) -> f64 {
    (rank * 1000.0 * (1.0 + 1e-12)).trunc() / 1000.0 + 0.0
}

/// The correlation of the normal scores that gives two inputs this rank correlation.
///
/// # Errors
/// The least and the largest rank correlation that the two can have, when this one lies outside.
pub fn normal_correlation(one: &Distribution, other: &Distribution, rank: f64) -> Result<f64, (f64, f64)> {
    let (one, other) = (Ranks::of(one), Ranks::of(other));
    if one == Ranks::Even && other == Ranks::Even {
        return Ok(2.0 * libm::sin(PI * rank / 6.0));
    }
    if rank == 0.0 {
        return Ok(0.0);
    }
    let unit = (one.variance() * other.variance()).sqrt();
    let limits = (extreme(&one, &other, false) / unit, extreme(&one, &other, true) / unit);
    let outside = Err((inwards(limits.0), inwards(limits.1)));
    if rank <= limits.0 || rank >= limits.1 {
        return outside;
    }
    let steps_only = one != Ranks::Even && other != Ranks::Even;
    // r is the sine of the angle, of an input without ties the root of two times it.
    let (whole, scale) = if steps_only { (0.5 * PI, 1.0) } else { (0.25 * PI, SQRT_2) };
    let sign = rank.signum();
    let width = sign * whole / PANELS as f64;
    let integral = |from: f64, width: f64| -> f64 {
        let node = |(place, weight): &(f64, f64)| weight * slope(&one, &other, from + 0.5 * width * (1.0 + place));
        0.5 * width * GAUSS.iter().map(node).sum::<f64>()
    };
    let mut left = rank * unit;
    for panel in 0..PANELS {
        let from = panel as f64 * width;
        let part = integral(from, width);
        if (left - part) * sign > 0.0 {
            left -= part;
            continue;
        }
        let (mut low, mut high) = (0.0, 1.0);
        while high - low > 1e-14 {
            let middle = 0.5 * (low + high);
            if (left - integral(from, middle * width)) * sign > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
            if middle == low && middle == high {
                break;
            }
        }
        let found = scale * libm::sin(from + high * width);
        return if found.abs() < 1.0 - 1e-6 { Ok(found) } else { outside };
    }
    outside
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    fn choice(weights: &[f64]) -> Distribution {
        Distribution::Discrete { values: (0..weights.len()).map(|at| at as f64).collect(), weights: weights.to_vec() }
    }

    const EVEN: Distribution = Distribution::Uniform { low: 0.0, high: 1.0 };

    #[test]
    fn inputs_without_ties_keep_pearsons_formula_to_the_bit() {
        let normal = Distribution::Normal { mean: 3.0, sd: 1.0 };
        for rank in [-0.9, -0.4, 0.0, 0.5, 0.8] {
            assert_eq!(normal_correlation(&EVEN, &normal, rank), Ok(2.0 * libm::sin(PI * rank / 6.0)));
        }
        let many = Distribution::Poisson { mean: 2000.0 };
        assert_eq!(normal_correlation(&many, &normal, 0.5), Ok(2.0 * libm::sin(PI * 0.5 / 6.0)));
    }

    #[test]
    fn two_coins_have_sheppards_correlation() {
        // Of two fair coins rho is the tetrachoric one: (2/pi) asin r (Sheppard 1899).
        for rank in [-0.7, 0.2, 0.5, 0.9] {
            let found = normal_correlation(&choice(&[1.0, 1.0]), &choice(&[2.0, 2.0]), rank).unwrap();
            assert!((found - libm::sin(0.5 * PI * rank)).abs() < 1e-9, "{rank}: {found}");
        }
    }

    #[test]
    fn a_coin_beside_a_number_has_its_closed_form() {
        // Cov(1(Z > 0), Phi(W)) = asin(r / sqrt 2) / (2 pi), and the deviations are 1/2 and 1/sqrt 12.
        for rank in [-0.8, 0.3, 0.7] {
            let found = normal_correlation(&choice(&[1.0, 1.0]), &EVEN, rank).unwrap();
            let angle = rank * TAU * 0.5 / 12.0_f64.sqrt();
            assert!((found - SQRT_2 * libm::sin(angle)).abs() < 1e-9, "{rank}: {found}");
        }
    }

    #[test]
    fn what_no_joint_law_can_reach_is_refused_with_what_can_be_reached() {
        assert_eq!(normal_correlation(&choice(&[3.0, 1.0]), &EVEN, 0.8), Err((-0.75, 0.75)));
        assert!(normal_correlation(&choice(&[3.0, 1.0]), &EVEN, 0.74).is_ok());
        // Three to one and one to three can only fall as the other rises.
        let (low, high) = normal_correlation(&choice(&[3.0, 1.0]), &choice(&[1.0, 3.0]), 0.5).unwrap_err();
        assert_eq!((low, high), (-1.0, 0.333));
    }

    #[test]
    fn ties_ask_for_more_correlation_of_the_scores_and_more_so_the_fewer_values_there_are() {
        let scores = [2, 3, 5, 9, 20].map(|n| normal_correlation(&choice(&vec![1.0; n]), &EVEN, 0.6).unwrap());
        assert!(scores.windows(2).all(|pair| pair[0] > pair[1]), "{scores:?}");
        assert!(scores[4] > 2.0 * libm::sin(PI * 0.1) && scores[4] < 1.01 * 2.0 * libm::sin(PI * 0.1));
    }
}
