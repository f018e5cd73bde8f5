//! Quantile functions of beta and gamma laws as tables in normal scores.
//!
//! To invert an incomplete beta or gamma function takes microseconds, and a launch draws dozens of inputs.
//! A [`QuantileTable`] holds x(z) = Q(Phi(z)), the quantile as a function of the standard normal score z, in
//! pieces of an eighth; each is the polynomial of degree seven that has the value and three derivatives of x
//! at both of its ends. [`Distribution::quantile`] stays the reference.

use std::f64::consts::TAU;
use std::sync::Arc;

use super::distribution::Distribution;
use super::families::pert_shapes;
use super::memo::Memo;
use super::normal::normal_quantile;
use crate::stats::special::{LARGEST_SHAPE, beta_prefactor, beta_quantile, gamma_prefactor, gamma_quantile};

/// The scores of all words lie between -6.34 and 6.34.
const REACH: f64 = 6.5;
const STEP: f64 = 0.125;
const PIECES: usize = 104;
/// 2^-35, the share below a score of -6.54.
const TAIL_SHARE: f64 = 1.0 / 34_359_738_368.0;
/// Terms of the Taylor series that carries x from one end of a piece to the other.
const ORDER: usize = 14;
/// Error allowed to a table, as a share of the width of a beta law or of the mean of a gamma law.
const TOLERANCE: f64 = 1e-11;

/// The quantile function of one law, by normal score.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantileTable {
    low: f64,
    high: f64,
    /// Coefficients of each piece in (z - its left end) / [`STEP`], constant term first.
    pieces: Vec<[f64; 8]>,
}

/// The pieces of laws on [0, 1] or of scale one, by kind and shapes.
static SHAPES: Memo<[u64; 3], Option<Pieces>> = Memo::new(256);

/// Coefficients of each piece.
type Pieces = Arc<[[f64; 8]]>;

/// A beta law on [0, 1], or a gamma law of scale one.
#[derive(Clone, Copy)]
enum Law {
    Beta(f64, f64),
    Gamma(f64),
}

/// A point of the law: x, and 1 - x where that has a meaning.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    rest: f64,
}

impl Point {
    /// The point some steps along the Taylor series of x around this one.
    fn moved(self, series: &[f64; ORDER], steps: f64) -> Self {
        // Without the constant term, beside which the change of a tiny 1 - x would be lost.
        let change = steps * sum_at(&series[1..], steps);
        Self { x: self.x + change, rest: self.rest - change }
    }
}

impl QuantileTable {
    /// The table of a distribution whose quantile is slow; `None` where it is quick already, or too sharply
    /// bent for pieces of this width.
    #[must_use]
    pub fn new(distribution: &Distribution) -> Option<Self> {
        let (law, low, scale) = match *distribution {
            Distribution::Pert { low, mode, high } if low < high => {
                let (alpha, beta) = pert_shapes(low, mode, high);
                (Law::Beta(alpha, beta), low, high - low)
            }
            Distribution::Beta { alpha, beta, low, high } if low < high => (Law::Beta(alpha, beta), low, high - low),
            Distribution::Gamma { mean, cv } if cv > 0.0 && cv * cv * LARGEST_SHAPE >= 1.0 => {
                (Law::Gamma(1.0 / (cv * cv)), 0.0, mean * cv * cv)
            }
            _ => return None,
        };
        let shape = SHAPES.of(law.key(), || law.pieces())?;
        let mut pieces: Vec<[f64; 8]> =
            shape.iter().map(|piece| piece.map(|coefficient| coefficient * scale)).collect();
        for piece in &mut pieces {
            piece[0] += low;
        }
        let (low, high) = distribution.support();
        Some(Self { low, high, pieces })
    }

    /// The quantile at Phi(z), to 1e-10 of the law's width (of the mean of a gamma law); `None` beyond the
    /// scores that words have.
    #[must_use]
    pub fn at(&self, z: f64) -> Option<f64> {
        let place = (z + REACH) * (1.0 / STEP);
        if !(0.0..PIECES as f64).contains(&place) {
            return None;
        }
        let piece = place as usize;
        let value = sum_at(&self.pieces[piece], place - piece as f64);
        Some(value.max(self.low).min(self.high))
    }
}

impl Law {
    /// What tells it from other laws.
    fn key(self) -> [u64; 3] {
        match self {
            Self::Beta(a, b) => [0, a.to_bits(), b.to_bits()],
            Self::Gamma(a) => [1, a.to_bits(), 0],
        }
    }

    /// The polynomial of each piece; `None` where it is bent too sharply.
    fn pieces(self) -> Option<Pieces> {
        let series = self.series()?;
        let allowed = match self {
            Self::Beta(..) => TOLERANCE,
            Self::Gamma(shape) => TOLERANCE * shape,
        };
        let piece = |ends: &[[f64; ORDER]]| {
            let piece = hermite(&ends[0], &ends[1]);
            let middle = sum_at(&ends[0], 0.5) - sum_at(&piece, 0.5);
            (middle.abs() <= allowed).then_some(piece)
        };
        series.windows(2).map(piece).collect()
    }

    /// The Taylor series of x in (z - end) / [`STEP`] at the ends of all pieces.
    ///
    /// Carried from both tails to the middle, the direction in which errors shrink (an error of probability
    /// is an error of x divided by the density); `None` when the two do not meet.
    fn series(self) -> Option<Vec<[f64; ORDER]>> {
        let middle = PIECES / 2;
        let mut series = vec![[0.0; ORDER]; PIECES + 1];
        let mut meetings = [0.0; 2];
        for (meeting, upwards) in meetings.iter_mut().zip([true, false]) {
            let direction = if upwards { 1.0 } else { -1.0 };
            let (score, tail) = self.tail(!upwards);
            let mut point = tail.moved(&self.taylor(score, tail), (-direction * REACH - score) / STEP);
            for step in 0..=middle {
                let at = if upwards { step } else { PIECES - step };
                series[at] = self.taylor(at as f64 * STEP - REACH, point);
                *meeting = point.x;
                point = point.moved(&series[at], direction);
            }
        }
        let gap = (meetings[0] - meetings[1]).abs();
        (gap <= TOLERANCE * meetings[0]).then_some(series)
    }

    /// A point just beyond the reach of the table, and its score.
    fn tail(self, upper: bool) -> (f64, Point) {
        // One less this share is exact, so that the upper tail is as precise as the lower one.
        let share = TAIL_SHARE;
        let point = match self {
            Self::Beta(a, b) if upper => {
                let (rest, x) = beta_quantile(b, a, share);
                Point { x, rest }
            }
            Self::Beta(a, b) => {
                let (x, rest) = beta_quantile(a, b, share);
                Point { x, rest }
            }
            Self::Gamma(a) => Point { x: gamma_quantile(a, if upper { 1.0 - share } else { share }), rest: 0.0 },
        };
        let score = normal_quantile(share);
        (if upper { -score } else { score }, point)
    }

    /// The Taylor series of x(z) around one score.
    ///
    /// With phi the normal density and f that of the law, x' = y = phi(z)/f(x). For a beta law of shapes a, b
    /// let p = y/x and q = y/(1 - x); then y' = y s, p' = p (s - p), q' = q (s + q) with
    /// s = -z - (a - 1) p + (b - 1) q. For a gamma law of shape a, s = -z - (a - 1) p + y.
    /// The right-hand sides are products of series, so each term follows from those before.
    fn taylor(self, z: f64, Point { x, rest }: Point) -> [f64; ORDER] {
        let normal_density = libm::exp(-0.5 * z * z) / TAU.sqrt();
        let (shape, far_shape, curvature, slope) = match self {
            Self::Beta(a, b) => (a - 1.0, b - 1.0, 0.0, normal_density * x * rest / beta_prefactor(a, b, x, rest)),
            Self::Gamma(a) => (a - 1.0, 0.0, 1.0, normal_density * x / gamma_prefactor(a, x)),
        };
        let [mut value, mut y, mut p, mut q, mut s] = [[0.0; ORDER]; 5];
        value[0] = x;
        y[0] = slope;
        p[0] = slope / x;
        q[0] = if rest == 0.0 { 0.0 } else { slope / rest };
        for n in 0..ORDER - 1 {
            let score = if n == 0 { z } else { 0.0 } + if n == 1 { STEP } else { 0.0 };
            s[n] = -score - shape * p[n] + far_shape * q[n] + curvature * y[n];
            let [mut grown_y, mut grown_p, mut grown_q] = [0.0; 3];
            for k in 0..=n {
                grown_y += y[k] * s[n - k];
                grown_p += p[k] * (s[n - k] - p[n - k]);
                grown_q += q[k] * (s[n - k] + q[n - k]);
            }
            let weight = STEP / (n + 1) as f64;
            value[n + 1] = y[n] * weight;
            y[n + 1] = grown_y * weight;
            p[n + 1] = grown_p * weight;
            q[n + 1] = grown_q * weight;
        }
        value
    }
}

/// The polynomial on [0, 1] that has the value and three derivatives of two series at its ends.
fn hermite(left: &[f64; ORDER], right: &[f64; ORDER]) -> [f64; 8] {
    let &[a0, a1, a2, a3, ..] = left;
    let &[b0, b1, b2, b3, ..] = right;
    // What the cubic of the left end leaves of the value and the derivatives at the right one.
    let d0 = b0 - a0 - a1 - a2 - a3;
    let d1 = b1 - a1 - 2.0 * a2 - 3.0 * a3;
    let d2 = 2.0 * (b2 - a2 - 3.0 * a3);
    let d3 = 6.0 * (b3 - a3);
    [
        a0,
        a1,
        a2,
        a3,
        35.0 * d0 - 15.0 * d1 + 2.5 * d2 - d3 / 6.0,
        -84.0 * d0 + 39.0 * d1 - 7.0 * d2 + 0.5 * d3,
        70.0 * d0 - 34.0 * d1 + 6.5 * d2 - 0.5 * d3,
        -20.0 * d0 + 10.0 * d1 - 2.0 * d2 + d3 / 6.0,
    ]
}

/// A polynomial by Horner's rule, constant term first.
fn sum_at(coefficients: &[f64], at: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, &coefficient| sum * at + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::normal::{normal, uniform};
    use crate::random::philox::word;

    fn laws() -> Vec<(Distribution, f64)> {
        let pert = |mode| Distribution::Pert { low: 10.0, mode, high: 110.0 };
        let beta = |alpha, beta| Distribution::Beta { alpha, beta, low: -1.0, high: 1.0 };
        let gamma = |cv| Distribution::Gamma { mean: 50.0, cv };
        let mut laws: Vec<(Distribution, f64)> =
            [10.0, 25.0, 60.0, 109.0, 110.0].map(|mode| (pert(mode), 100.0)).into();
        laws.extend([(1.0, 1.0), (2.0, 5.0), (0.5, 0.5), (40.0, 3.0), (500.0, 700.0)].map(|(a, b)| (beta(a, b), 2.0)));
        laws.extend([0.05, 0.3, 1.0].map(|cv| (gamma(cv), 50.0)));
        laws
    }

    #[test]
    fn the_table_is_within_1e_10_of_the_exact_quantile() {
        for (law, width) in laws() {
            let table = QuantileTable::new(&law).unwrap_or_else(|| panic!("no table for {law:?}"));
            let edges = [0, 1, u32::MAX - 1, u32::MAX];
            let mut worst = 0.0_f64;
            for word in (0..4_000).map(|index| word(1, 2, 3, index)).chain(edges) {
                let found = table.at(normal(word)).expect("the score of a word");
                worst = worst.max((found - law.quantile(uniform(word))).abs() / width);
            }
            assert!(worst < 1e-10, "{law:?}: {worst:e}");
        }
    }

    #[test]
    fn the_table_rises_with_the_score_and_stays_within_the_support() {
        for (law, _) in laws() {
            let table = QuantileTable::new(&law).unwrap_or_else(|| panic!("no table for {law:?}"));
            let (low, high) = law.support();
            let mut before = low;
            for place in 0..=26_000 {
                let value = table.at(f64::from(place - 13_000) * 0.000_499_99).expect("a score within reach");
                // In the tails a step is smaller than the rounding of the polynomial.
                assert!(value >= before - 1e-12 * before.abs() && value <= high, "{law:?} at {place}: {value}");
                before = value;
            }
        }
    }

    #[test]
    fn quick_laws_and_scores_out_of_reach_have_no_table() {
        assert!(QuantileTable::new(&Distribution::Uniform { low: 0.0, high: 1.0 }).is_none());
        assert!(QuantileTable::new(&Distribution::Pert { low: 1.0, mode: 1.0, high: 1.0 }).is_none());
        // x falls below the smallest number within the table's reach.
        assert!(QuantileTable::new(&Distribution::Beta { alpha: 0.01, beta: 1.0, low: 0.0, high: 1.0 }).is_none());
        let table = QuantileTable::new(&Distribution::Pert { low: 0.0, mode: 1.0, high: 4.0 });
        assert!(table.is_some_and(|table| table.at(6.6).is_none() && table.at(f64::NAN).is_none()));
    }
}
