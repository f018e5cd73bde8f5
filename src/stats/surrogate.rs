//! A surrogate of a function that is dear to ask: a Gaussian process over a few inputs between 0 and 1.
//!
//! Kriging as a guide to the next points to ask (Sacks, Welch, Mitchell & Wynn 1989, Statistical Science 4, 409-423; Jones,
//! Schonlau & Welch 1998, Journal of Global Optimization 13, 455-492): a constant mean, a Matern covariance of smoothness
//! 5/2 with a length for each input, and a nugget; lengths and nugget are those of the largest likelihood on a small grid.
//! The surrogate only proposes; nothing is concluded from it.

/// Lengths that are tried, in widths of the input.
const LENGTHS: [f64; 7] = [0.08, 0.15, 0.3, 0.6, 1.2, 2.4, 5.0];
/// Shares of the variance that are tried as nugget.
const NUGGETS: [f64; 5] = [1e-6, 1e-4, 1e-3, 1e-2, 1e-1];
/// Rounds of the search for lengths, one input after the other.
const ROUNDS: usize = 3;

/// How far two values of an input lie apart: numbers by their difference, words are the same or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// By their difference.
    Number,
    /// One width when they differ.
    Word,
}

/// Covariance of two places relative to the variance.
fn kernel(a: &[f64], b: &[f64], apart: &[Apart], lengths: &[f64]) -> f64 {
    let mut square = 0.0;
    for axis in 0..a.len() {
        let distance = match apart[axis] {
            Apart::Number => a[axis] - b[axis],
            Apart::Word => f64::from(u8::from(a[axis] != b[axis])),
        };
        let scaled = distance / lengths[axis];
        square += scaled * scaled;
    }
    let r = (5.0 * square).sqrt();
    (1.0 + r + r * r / 3.0) * libm::exp(-r)
}

/// A lower triangle by rows.
type Triangle = Vec<Vec<f64>>;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + x * y)
}

/// Cholesky's factor of the covariance with the nugget; `None` when it is not positive.
fn factor(places: &[Vec<f64>], apart: &[Apart], lengths: &[f64], nugget: f64) -> Option<Triangle> {
    let mut lower: Triangle = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let mut row = Vec::with_capacity(at + 1);
        for (before, other) in places[..at].iter().enumerate() {
            let rest = kernel(place, other, apart, lengths) - dot(&row, &lower[before][..before]);
            row.push(rest / lower[before][before]);
        }
        let left = 1.0 + nugget - dot(&row, &row);
        if left.is_nan() || left <= 0.0 {
            return None;
        }
        row.push(left.sqrt());
        lower.push(row);
    }
    Some(lower)
}

/// `x` with `L x = b`.
fn forward(lower: &Triangle, b: &[f64]) -> Vec<f64> {
    let mut x = Vec::with_capacity(b.len());
    for (row, value) in lower.iter().zip(b) {
        x.push((value - dot(&x, row)) / row[x.len()]);
    }
    x
}

/// What is known of the function before any of its values is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    lengths: Vec<f64>,
    nugget: f64,
}

/// The process given the values asked so far.
#[derive(Clone, Debug)]
pub struct Surrogate {
    shape: Shape,
    apart: Vec<Apart>,
    places: Vec<Vec<f64>>,
    lower: Triangle,
    mean: f64,
    variance: f64,
    /// `L^-1 (y - mean)`.
    residual: Vec<f64>,
    likelihood: f64,
}

impl Surrogate {
    /// Fits the process with a shape that is known.
    fn with_shape(places: &[Vec<f64>], values: &[f64], apart: &[Apart], shape: &Shape) -> Option<Self> {
        let lower = factor(places, apart, &shape.lengths, shape.nugget)?;
        let ones = forward(&lower, &vec![1.0; values.len()]);
        let scaled = forward(&lower, values);
        let mean = dot(&ones, &scaled) / dot(&ones, &ones);
        let residual: Vec<f64> = scaled.iter().zip(&ones).map(|(y, one)| y - mean * one).collect();
        let n = values.len() as f64;
        let variance = dot(&residual, &residual) / n;
        let determinant = lower.iter().enumerate().fold(0.0, |sum, (at, row)| sum + libm::log(row[at]));
        let likelihood = -0.5 * n * libm::log(variance.max(f64::MIN_POSITIVE)) - determinant;
        let (shape, apart, places) = (shape.clone(), apart.to_vec(), places.to_vec());
        Some(Self { shape, apart, places, lower, mean, variance, residual, likelihood })
    }

    /// Fits the process to values at places; `known` is a shape found before, which is kept if there is one.
    ///
    /// `None` with fewer than two values, or when all values are the same.
    #[must_use]
    pub fn fit(places: &[Vec<f64>], values: &[f64], apart: &[Apart], known: Option<&Shape>) -> Option<Self> {
        if values.len() < 2 || values.iter().all(|value| *value == values[0]) {
            return None;
        }
        if let Some(fitted) = known.and_then(|shape| Self::with_shape(places, values, apart, shape)) {
            return Some(fitted);
        }
        let mut shape = Shape { lengths: vec![0.6; apart.len()], nugget: 1e-3 };
        let mut best = Self::with_shape(places, values, apart, &shape);
        for _ in 0..ROUNDS {
            let before = shape.clone();
            let axes = (0..apart.len()).flat_map(|axis| LENGTHS.map(|length| (Some(axis), length)));
            let trials: Vec<(Option<usize>, f64)> = axes.chain(NUGGETS.map(|nugget| (None, nugget))).collect();
            for (axis, value) in trials {
                let mut trial = shape.clone();
                match axis {
                    Some(axis) => trial.lengths[axis] = value,
                    None => trial.nugget = value,
                }
                let fitted = Self::with_shape(places, values, apart, &trial);
                let of = |one: &Option<Self>| one.as_ref().map_or(f64::NEG_INFINITY, |one| one.likelihood);
                if of(&fitted) > of(&best) {
                    (best, shape) = (fitted, trial);
                }
            }
            if shape == before {
                break;
            }
        }
        best
    }

    /// The shape found.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// What it expects at a place.
    #[must_use]
    pub fn expect(&self, place: &[f64]) -> Expected {
        let covariance: Vec<f64> =
            self.places.iter().map(|other| kernel(place, other, &self.apart, &self.shape.lengths)).collect();
        let scaled = forward(&self.lower, &covariance);
        let mean = self.mean + dot(&scaled, &self.residual);
        let left = (1.0 - dot(&scaled, &scaled)).max(0.0);
        Expected { mean, left, variance: self.variance, scaled }
    }

    /// Takes from what is expected at one place what asking at another will tell of it.
    pub fn asked(&self, one: &mut Expected, place: &[f64], (other, at): (&Expected, &[f64])) {
        let covariance = kernel(place, at, &self.apart, &self.shape.lengths);
        // Beyond the values there are, both carry what was taken before.
        let rest = covariance - dot(&one.scaled, &other.scaled);
        let pivot = (other.left + self.shape.nugget).max(1e-12).sqrt();
        one.left = (one.left - (rest / pivot) * (rest / pivot)).max(0.0);
        one.scaled.push(rest / pivot);
    }
}

/// What is expected of the function at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The mean.
    pub mean: f64,
    /// Variance left, relative.
    left: f64,
    variance: f64,
    scaled: Vec<f64>,
}

impl Expected {
    /// Standard deviation of what is not known.
    #[must_use]
    pub fn sd(&self) -> f64 {
        (self.left * self.variance).sqrt()
    }

    /// Chance that the function is at most this.
    #[must_use]
    pub fn at_most(&self, limit: f64) -> f64 {
        let sd = self.sd();
        if sd > 0.0 { normal_below((limit - self.mean) / sd) } else { f64::from(u8::from(self.mean <= limit)) }
    }

    /// Expected improvement on a value, where more is better (Mockus 1978; Jones, Schonlau & Welch 1998).
    #[must_use]
    pub fn improvement(&self, best: f64) -> f64 {
        let sd = self.sd();
        if sd <= 0.0 {
            return (self.mean - best).max(0.0);
        }
        let z = (self.mean - best) / sd;
        let density = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
        (sd * (z * normal_below(z) + density)).max(0.0)
    }
}

/// P(Z <= z) of a standard normal Z.
fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    fn wave(place: &[f64]) -> f64 {
        libm::sin(4.0 * place[0]) + 0.5 * place[1]
    }

    fn asked() -> (Vec<Vec<f64>>, Vec<f64>) {
        let places: Vec<Vec<f64>> = (0..25).map(|at| vec![f64::from(at % 5) / 4.0, f64::from(at / 5) / 4.0]).collect();
        let values = places.iter().map(|place| wave(place)).collect();
        (places, values)
    }

    #[test]
    fn a_smooth_function_is_foretold_between_the_places_asked() {
        let (places, values) = asked();
        let fitted = Surrogate::fit(&places, &values, &[Apart::Number; 2], None).unwrap();
        for place in [[0.1, 0.3], [0.6, 0.9], [0.4, 0.55]] {
            let expected = fitted.expect(&place);
            assert!((expected.mean - wave(&place)).abs() < 0.05, "{expected:?}");
            assert!(expected.sd() < 0.1 && expected.sd() > 0.0);
        }
        // Where it was asked it knows.
        assert!(fitted.expect(&places[7]).sd() < 0.02);
    }

    #[test]
    fn asking_at_a_place_takes_away_what_was_not_known_there() {
        let (places, values) = asked();
        let fitted = Surrogate::fit(&places, &values, &[Apart::Number; 2], None).unwrap();
        let (near, at) = ([0.12, 0.3], [0.1, 0.3]);
        let (mut one, other) = (fitted.expect(&near), fitted.expect(&at));
        let before = one.sd();
        fitted.asked(&mut one, &near, (&other, &at));
        assert!(one.sd() < 0.3 * before, "{} of {before}", one.sd());
        // The same as if the value were among those asked.
        let more: Vec<Vec<f64>> = places.iter().cloned().chain([at.to_vec()]).collect();
        let lower = factor(&more, &[Apart::Number; 2], &fitted.shape.lengths, fitted.shape.nugget).unwrap();
        let covariance: Vec<f64> =
            more.iter().map(|place| kernel(&near, place, &[Apart::Number; 2], &fitted.shape.lengths)).collect();
        let scaled = forward(&lower, &covariance);
        assert!((1.0 - dot(&scaled, &scaled) - one.left).abs() < 1e-9);
    }

    #[test]
    fn words_are_the_same_or_not() {
        let places: Vec<Vec<f64>> = (0..12).map(|at| vec![f64::from(at % 3), f64::from(at / 3) / 3.0]).collect();
        let values: Vec<f64> = places.iter().map(|place| [1.0, 9.0, 2.0][place[0] as usize] + place[1]).collect();
        let fitted = Surrogate::fit(&places, &values, &[Apart::Word, Apart::Number], None).unwrap();
        assert!((fitted.expect(&[1.0, 0.5]).mean - 9.5).abs() < 0.3);
    }

    #[test]
    fn improvement_is_that_of_a_normal() {
        let known = Expected { mean: 3.0, left: 0.0, variance: 1.0, scaled: Vec::new() };
        assert_eq!((known.improvement(2.0), known.improvement(4.0), known.at_most(3.0)), (1.0, 0.0, 1.0));
        // E max(Z, 0) = 1 / sqrt(2 pi).
        let unknown = Expected { left: 1.0, ..known };
        assert!((unknown.improvement(3.0) - 0.398_942_280_4).abs() < 1e-9);
        assert!((unknown.at_most(4.96) - 0.975).abs() < 1e-4);
    }

    #[test]
    fn values_that_never_differ_make_no_surrogate() {
        let places = vec![vec![0.0], vec![1.0]];
        assert!(Surrogate::fit(&places, &[2.0, 2.0], &[Apart::Number], None).is_none());
        assert!(Surrogate::fit(&places[..1], &[2.0], &[Apart::Number], None).is_none());
    }
}
