//! Laws by maximum likelihood, with the parameters that scenarios write.
//!
//! Errors are those of the information, carried over to a parameter of a scenario by its slope (the delta method); those of
//! the ends of a uniform law are exact. Formulas: Johnson, Kotz & Balakrishnan (1994, 1995), *Continuous Univariate
//! Distributions*; Johnson, Kemp & Kotz (2005), *Univariate Discrete Distributions*.

use super::gamma::{digamma, trigamma};
use super::{CONFIDENCE, Estimate};
use crate::stats::interval::two_sided_normal;
use crate::stats::special::solve_increasing;

/// A family of laws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// By mean and sd.
    Normal,
    /// By mean and cv of the value itself.
    LogNormal,
    /// By mean and cv.
    Gamma,
    /// The gamma law of cv 1.
    Exponential,
    /// By alpha and beta, on 0 to 1.
    Beta,
    /// By low and high.
    Uniform,
    /// By mean.
    Poisson,
    /// By mean and dispersion.
    NegativeBinomial,
    /// On 1, 2, .. by mean.
    Geometric,
}

/// A law that was fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// Its family.
    pub family: Family,
    /// Its parameters by their names in a scenario; the cv of an exponential law is 1 and not among them.
    pub parameters: Vec<(&'static str, Estimate)>,
    /// Log-likelihood of the values, no constant left out.
    pub log_likelihood: f64,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Normal,
        Self::LogNormal,
        Self::Gamma,
        Self::Exponential,
        Self::Beta,
        Self::Uniform,
        Self::Poisson,
        Self::NegativeBinomial,
        Self::Geometric,
    ];

    /// Whether it is one of whole numbers.
    #[must_use]
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Poisson | Self::NegativeBinomial | Self::Geometric)
    }

    /// Whether it has no value at nought or below.
    #[must_use]
    pub fn is_above_nought(self) -> bool {
        matches!(self, Self::LogNormal | Self::Gamma | Self::Exponential | Self::Beta | Self::Geometric)
    }

    /// Whether it can have yielded a value.
    fn yields(self, value: f64) -> bool {
        match self {
            Self::Normal | Self::Uniform => true,
            Self::LogNormal | Self::Gamma | Self::Exponential => value > 0.0,
            Self::Beta => value > 0.0 && value < 1.0,
            Self::Poisson | Self::NegativeBinomial => value >= 0.0 && value.fract() == 0.0,
            Self::Geometric => value >= 1.0 && value.fract() == 0.0,
        }
    }
}

/// What the estimators need of the values.
struct Moments {
    n: f64,
    mean: f64,
    /// Mean square about the mean, by n.
    square: f64,
}

impl Moments {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let n = values.clone().count() as f64;
        let mean = values.clone().sum::<f64>() / n;
        let square = values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / n;
        Self { n, mean, square }
    }
}

/// Least relative spread of values that have one; below it they are the same but for rounding.
const SPREAD: f64 = 1e-12;
/// Shapes beyond are as good as none: the law has no spread of its own to be found.
const LARGEST: f64 = 1e9;

/// The law of a family under which the values are likeliest.
///
/// `None` where the family cannot have yielded them, or has no likeliest law: values without spread, or whole numbers that vary
/// less than a Poisson law for a negative binomial one.
#[must_use]
pub fn fit(family: Family, values: &[f64]) -> Option<Law> {
    if values.len() < 2 || !values.iter().all(|value| family.yields(*value)) {
        return None;
    }
    let moments = Moments::of(values.iter().copied());
    let wide = moments.square > SPREAD * SPREAD * moments.mean * moments.mean;
    let one_parameter = matches!(family, Family::Exponential | Family::Poisson | Family::Geometric);
    if !wide && !one_parameter {
        return None;
    }
    let (parameters, log_likelihood) = match family {
        Family::Normal => normal(&moments),
        Family::LogNormal => lognormal(values),
        Family::Gamma => gamma(values, &moments)?,
        Family::Exponential => exponential(&moments),
        Family::Beta => beta(values, &moments)?,
        Family::Uniform => uniform(values),
        Family::Poisson => poisson(values, &moments)?,
        Family::NegativeBinomial => negative_binomial(values, &moments)?,
        Family::Geometric => geometric(&moments)?,
    };
    Some(Law { family, parameters, log_likelihood })
}

type Found = (Vec<(&'static str, Estimate)>, f64);

/// An estimate above nought by its own error.
fn positive(value: f64, error: f64) -> Estimate {
    Estimate::above_nought(value, error / value, two_sided_normal(CONFIDENCE))
}

fn normal(of: &Moments) -> Found {
    let sd = libm::sqrt(of.square);
    let mean = Estimate::around(of.mean, sd / libm::sqrt(of.n), two_sided_normal(CONFIDENCE));
    let log_likelihood = -0.5 * of.n * (libm::log(std::f64::consts::TAU * of.square) + 1.0);
    (vec![("mean", mean), ("sd", positive(sd, sd / libm::sqrt(2.0 * of.n)))], log_likelihood)
}

/// Mean `e^(mu + s^2/2)` and cv `sqrt(e^(s^2) - 1)`, with the errors of mu and s, which are independent.
#[must_use]
pub(super) fn of_logarithms(mu: f64, s: f64, [mu_mu, mu_s, s_s]: [f64; 3]) -> Vec<(&'static str, Estimate)> {
    let square = s * s;
    let cv = libm::sqrt(libm::expm1(square));
    let of_mean = libm::sqrt(mu_mu + 2.0 * s * mu_s + square * s_s);
    let of_cv = s * libm::exp(square) / (cv * cv) * libm::sqrt(s_s);
    let reach = two_sided_normal(CONFIDENCE);
    let mean = libm::exp(mu + 0.5 * square);
    vec![("mean", Estimate::above_nought(mean, of_mean, reach)), ("cv", Estimate::above_nought(cv, of_cv, reach))]
}

fn lognormal(values: &[f64]) -> Found {
    let of = Moments::of(values.iter().map(|value| libm::log(*value)));
    let covariance = [of.square / of.n, 0.0, of.square / (2.0 * of.n)];
    let log_likelihood = -0.5 * of.n * (libm::log(std::f64::consts::TAU * of.square) + 1.0) - of.n * of.mean;
    (of_logarithms(of.mean, libm::sqrt(of.square), covariance), log_likelihood)
}

/// The shape k solves `ln k - psi(k) = ln mean - mean of ln`; the mean is that of the values.
fn gamma(values: &[f64], of: &Moments) -> Option<Found> {
    let logs = values.iter().map(|value| libm::log(*value)).sum::<f64>() / of.n;
    let gap = libm::log(of.mean) - logs;
    if gap <= 0.5 / LARGEST {
        return None;
    }
    // The left side falls in k, and lies between 1/(2k) and 1/k.
    let residual = |ln_k: f64| {
        let k = libm::exp(ln_k);
        (gap - (libm::log(k) - digamma(k)), k * trigamma(k) - 1.0)
    };
    let k = libm::exp(solve_increasing(residual, libm::log(0.5 / gap) - 0.01, libm::log(1.0 / gap) + 0.01));
    let error = 1.0 / libm::sqrt(of.n * (trigamma(k) - 1.0 / k));
    let cv = 1.0 / libm::sqrt(k);
    let mean = positive(of.mean, of.mean / libm::sqrt(k * of.n));
    let log_likelihood = of.n * (k * libm::log(k / of.mean) - k - libm::lgamma(k) + (k - 1.0) * logs);
    Some((vec![("mean", mean), ("cv", positive(cv, 0.5 * cv / k * error))], log_likelihood))
}

fn exponential(of: &Moments) -> Found {
    let mean = positive(of.mean, of.mean / libm::sqrt(of.n));
    (vec![("mean", mean)], -of.n * (libm::log(of.mean) + 1.0))
}

/// Newton's steps on the logarithms of alpha and beta, from the law of the same mean and variance.
fn beta(values: &[f64], of: &Moments) -> Option<Found> {
    let logs = values.iter().map(|value| libm::log(*value)).sum::<f64>() / of.n;
    let others = values.iter().map(|value| libm::log1p(-*value)).sum::<f64>() / of.n;
    let size = (of.mean * (1.0 - of.mean) / of.square - 1.0).max(0.1);
    let (mut a, mut b) = (of.mean * size, (1.0 - of.mean) * size);
    for _ in 0..200 {
        let (both, curved) = (digamma(a + b), trigamma(a + b));
        let (of_a, of_b) = (logs - digamma(a) + both, others - digamma(b) + both);
        let (a_a, b_b) = (trigamma(a) - curved, trigamma(b) - curved);
        let determinant = a_a * b_b - curved * curved;
        // The information of one value is [[a_a, -curved], [-curved, b_b]].
        let (step_a, step_b) = ((of_a * b_b + of_b * curved) / determinant, (of_a * curved + of_b * a_a) / determinant);
        if !(step_a + step_b).is_finite() || a.max(b) > LARGEST {
            return None;
        }
        (a, b) = ((a + step_a).max(0.2 * a), (b + step_b).max(0.2 * b));
        if step_a.abs() <= 1e-14 * a && step_b.abs() <= 1e-14 * b {
            break;
        }
    }
    let curved = trigamma(a + b);
    let (a_a, b_b) = (trigamma(a) - curved, trigamma(b) - curved);
    let determinant = of.n * (a_a * b_b - curved * curved);
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let log_likelihood = of.n * ((a - 1.0) * logs + (b - 1.0) * others - log_beta);
    let alpha = positive(a, libm::sqrt(b_b / determinant));
    let parameters = vec![("alpha", alpha), ("beta", positive(b, libm::sqrt(a_a / determinant)))];
    log_likelihood.is_finite().then_some((parameters, log_likelihood))
}

/// The outermost values. The true end lies beyond the last value by more than c times their range with the chance
/// `(1 + c)^(1 - n)`; the deviation of the outermost of n is `width sqrt(n / ((n + 1)^2 (n + 2)))`.
fn uniform(values: &[f64]) -> Found {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (n, width) = (values.len() as f64, high - low);
    let error = width * libm::sqrt(n / (n + 2.0)) / (n + 1.0);
    let beyond = width * (libm::pow(1.0 - CONFIDENCE, -1.0 / (n - 1.0)) - 1.0);
    let lower = Estimate { value: low, error, low: low - beyond, high: low };
    let upper = Estimate { value: high, error, low: high, high: high + beyond };
    (vec![("low", lower), ("high", upper)], -n * libm::log(width))
}

/// Sum of ln x! over the values.
fn factorials(values: &[f64]) -> f64 {
    values.iter().map(|value| libm::lgamma(value + 1.0)).sum()
}

fn poisson(values: &[f64], of: &Moments) -> Option<Found> {
    let log_likelihood = of.n * of.mean * (libm::log(of.mean) - 1.0) - factorials(values);
    let mean = positive(of.mean, libm::sqrt(of.mean / of.n));
    (of.mean > 0.0).then_some((vec![("mean", mean)], log_likelihood))
}

/// The dispersion r solves `sum of psi(x + r) - n psi(r) = n ln(1 + mean/r)`; the mean is that of the values.
fn negative_binomial(values: &[f64], of: &Moments) -> Option<Found> {
    if of.square <= of.mean {
        return None;
    }
    let sum = |of: fn(f64) -> f64, r: f64| values.iter().map(|value| of(value + r) - of(r)).sum::<f64>();
    // In ln r it falls through nought once where the values vary more than a Poisson law.
    let residual = |ln_r: f64| {
        let r = libm::exp(ln_r);
        let value = sum(digamma, r) - of.n * libm::log1p(of.mean / r);
        let slope = sum(trigamma, r) + of.n * of.mean / (r * (r + of.mean));
        (-value, -slope * r)
    };
    let r = libm::exp(solve_increasing(residual, -12.0, libm::log(LARGEST)));
    if r > 0.5 * LARGEST {
        return None;
    }
    let information = -sum(trigamma, r) - of.n * of.mean / (r * (r + of.mean));
    let log_likelihood = sum(libm::lgamma, r) - factorials(values) - of.n * r * libm::log1p(of.mean / r)
        + of.n * of.mean * libm::log(of.mean / (r + of.mean));
    let mean = positive(of.mean, libm::sqrt((of.mean + of.mean * of.mean / r) / of.n));
    let dispersion = positive(r, 1.0 / libm::sqrt(information));
    dispersion.error.is_finite().then_some((vec![("mean", mean), ("dispersion", dispersion)], log_likelihood))
}

fn geometric(of: &Moments) -> Option<Found> {
    if of.mean <= 1.0 {
        return None;
    }
    let chance = 1.0 / of.mean;
    let log_likelihood = of.n * (libm::log(chance) + (of.mean - 1.0) * libm::log1p(-chance));
    Some((vec![("mean", positive(of.mean, libm::sqrt(of.mean * (of.mean - 1.0) / of.n)))], log_likelihood))
}

/// Akaike's criterion with the correction for few values (Hurvich & Tsai 1989): `-2 l + 2 k + 2 k (k + 1) / (n - k - 1)`;
/// infinite where the values are too few for it.
#[must_use]
pub fn criterion(log_likelihood: f64, parameters: usize, values: usize) -> f64 {
    let (k, n) = (parameters as f64, values as f64);
    if n <= k + 1.0 {
        return f64::INFINITY;
    }
    -2.0 * log_likelihood + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0)
}
