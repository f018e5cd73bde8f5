//! The formulas of the families of distributions, one function each, in terms of u or of a standard
//! normal z.

use super::normal::{normal_cdf, normal_quantile};
use crate::stats::special::{
    LARGEST_SHAPE, beta_quantile, beta_regularised, gamma_quantile, gamma_regularised, solve_increasing,
};

/// The parameters of ln X for a lognormal X: sigma^2 = ln(1 + cv^2), mu = ln(mean) - sigma^2 / 2,
/// as (mu, sigma).
pub(super) fn lognormal_parameters(mean: f64, cv: f64) -> (f64, f64) {
    let variance = libm::log1p(cv * cv);
    (libm::log(mean) - 0.5 * variance, libm::sqrt(variance))
}

/// Triangular quantile: with c = (mode - low) / (high - low), low + sqrt(u (high - low)(mode -
/// low)) up to u = c and high - sqrt((1 - u)(high - low)(high - mode)) beyond.
pub(super) fn triangular_quantile(u: f64, low: f64, mode: f64, high: f64) -> f64 {
    let width = high - low;
    if u * width <= mode - low {
        low + libm::sqrt(u * width * (mode - low))
    } else {
        high - libm::sqrt((1.0 - u) * width * (high - mode))
    }
}

/// Triangular distribution function, for low <= x <= high.
pub(super) fn triangular_cdf(x: f64, low: f64, mode: f64, high: f64) -> f64 {
    let width = high - low;
    if x < mode {
        (x - low) * (x - low) / (width * (mode - low))
    } else if x < high {
        1.0 - (high - x) * (high - x) / (width * (high - mode))
    } else {
        1.0
    }
}

/// The shapes of the beta law behind PERT (Malcolm, Roseboom, Clark & Fazar 1959, in the form of
/// Vose 2008): alpha = 1 + 4 (mode - low)/(high - low), beta = 1 + 4 (high - mode)/(high - low).
pub(super) fn pert_shapes(low: f64, mode: f64, high: f64) -> (f64, f64) {
    let width = high - low;
    (1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width)
}

/// Quantile of a beta law stretched to [low, high].
pub(super) fn scaled_beta_quantile(u: f64, alpha: f64, beta: f64, low: f64, high: f64) -> f64 {
    if u <= 0.0 {
        return low;
    }
    if u >= 1.0 {
        return high;
    }
    let (x, y) = beta_quantile(alpha, beta, u);
    if x <= 0.5 { low + x * (high - low) } else { high - y * (high - low) }
}

/// Distribution function of a beta law stretched to [low, high].
pub(super) fn scaled_beta_cdf(x: f64, alpha: f64, beta: f64, low: f64, high: f64) -> f64 {
    let width = high - low;
    beta_regularised(alpha, beta, (x - low) / width, (high - x) / width).0
}

/// The gamma quantile of mean 1 and coefficient of variation cv for very large shapes, from a
/// standard normal z.
///
/// Cornish-Fisher: 1 + cv z + cv^2 (z^2 - 1)/3 + cv^3 (z^3 - 7z)/36, error of order cv^4 <= 1e-12.
fn nearly_normal_gamma(z: f64, cv: f64) -> f64 {
    1.0 + cv * (z + cv * ((z * z - 1.0) / 3.0 + cv * z * (z * z - 7.0) / 36.0))
}

/// Gamma quantile: shape 1/cv^2, scale mean cv^2.
pub(super) fn gamma_law_quantile(u: f64, mean: f64, cv: f64) -> f64 {
    let shape = 1.0 / (cv * cv);
    if u <= 0.0 {
        0.0
    } else if u >= 1.0 {
        f64::INFINITY
    } else if shape > LARGEST_SHAPE {
        mean * nearly_normal_gamma(normal_quantile(u), cv)
    } else {
        mean * (cv * cv) * gamma_quantile(shape, u)
    }
}

/// Gamma distribution function: shape 1/cv^2, scale mean cv^2.
pub(super) fn gamma_law_cdf(x: f64, mean: f64, cv: f64) -> f64 {
    let shape = 1.0 / (cv * cv);
    if x <= 0.0 {
        0.0
    } else if x == f64::INFINITY {
        1.0
    } else if shape > LARGEST_SHAPE {
        let z = solve_increasing(|z| (nearly_normal_gamma(z, cv) - x / mean, cv), -40.0, 40.0);
        normal_cdf(z)
    } else {
        gamma_regularised(shape, x / (mean * cv * cv)).0
    }
}

/// The indices of the values that have weight, by rising value, and the total weight.
fn by_value(values: &[f64], weights: &[f64]) -> (Vec<usize>, f64) {
    let mut order: Vec<usize> = (0..values.len().min(weights.len())).filter(|&i| weights[i] > 0.0).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let total = order.iter().map(|&i| weights[i]).sum();
    (order, total)
}

/// Smallest value whose cumulative weight reaches u of the total.
pub(super) fn discrete_quantile(u: f64, values: &[f64], weights: &[f64]) -> f64 {
    let (order, total) = by_value(values, weights);
    // Decimal weights such as 0.25 + 0.05 + 0.1 miss their sum by rounding; a u of 0.4 still means
    // the third value.
    let target = u * total * (1.0 - 4.0 * f64::EPSILON);
    let mut cumulative = 0.0;
    for &i in &order {
        cumulative += weights[i];
        if cumulative >= target {
            return values[i];
        }
    }
    order.last().map_or(f64::NAN, |&i| values[i])
}

/// The share of the weight of the values that satisfy a condition.
pub(super) fn discrete_weight(values: &[f64], weights: &[f64], condition: impl Fn(f64) -> bool) -> f64 {
    let (order, total) = by_value(values, weights);
    order.iter().filter(|&&i| condition(values[i])).map(|&i| weights[i]).sum::<f64>() / total
}

/// Sum of weight times value over the sum of weights.
pub(super) fn discrete_mean(values: &[f64], weights: &[f64]) -> f64 {
    let (order, total) = by_value(values, weights);
    order.iter().map(|&i| values[i] * weights[i]).sum::<f64>() / total
}

/// The smallest and largest value that have weight.
pub(super) fn discrete_support(values: &[f64], weights: &[f64]) -> (f64, f64) {
    let (order, _) = by_value(values, weights);
    (order.first().map_or(f64::NAN, |&i| values[i]), order.last().map_or(f64::NAN, |&i| values[i]))
}

/// The u at which the line between the values before and at index `after` passes x.
pub(super) fn empirical_place(values: &[f64], after: usize, x: f64) -> f64 {
    if after == 0 {
        return 0.0;
    }
    let (low, high) = (values[after - 1], values[after]);
    ((after - 1) as f64 + (x - low) / (high - low)) / (values.len() - 1) as f64
}

/// Mean of the law whose quantile joins the values by straight lines: the ends count half. NaN for
/// fewer than two.
pub(super) fn empirical_mean(values: &[f64]) -> f64 {
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return f64::NAN;
    };
    (values.iter().sum::<f64>() - 0.5 * (first + last)) / (values.len() as f64 - 1.0)
}

/// The integral of a quantile function over u = Phi(z), by the trapezoidal rule in z from -8 to 8
/// in steps of 1/128.
pub(super) fn mean_of_quantile(quantile: impl Fn(f64) -> f64) -> f64 {
    const STEPS: i32 = 1024;
    const REACH: f64 = 8.0;
    let mut total = 0.0;
    let mut mass = 0.0;
    for step in -STEPS..=STEPS {
        let z = REACH * f64::from(step) / f64::from(STEPS);
        let density = libm::exp(-0.5 * z * z);
        total += density * quantile(normal_cdf(z));
        mass += density;
    }
    total / mass
}

/// The law through three quantiles: shifted lognormal, one of Johnson's system (SL; Johnson 1949,
/// "Systems of frequency curves generated by methods of translation", Biometrika 36, 149-176).
///
/// With z90 the 90 % quantile of the standard normal, rho = (p90 - p50)/(p50 - p10) and d =
/// ln(rho)/z90, X = p50 + (p90 - p50) (e^(d Z) - 1)/(rho - 1). At Z = 0 and +-z90 it hits the three
/// points; it is increasing in Z; at rho = 1 it is the normal law; a rho below 1 mirrors it. It is
/// bounded on the steeper side only.
pub(super) struct ThreePoint {
    p50: f64,
    /// p90 - p50.
    upper: f64,
    /// ln(rho) / z90; 0 for the normal law.
    bend: f64,
    z90: f64,
}

impl ThreePoint {
    pub(super) fn new(p10: f64, p50: f64, p90: f64) -> Self {
        let z90 = normal_quantile(0.9);
        let bend = libm::log((p90 - p50) / (p50 - p10)) / z90;
        // Below this a difference of the quotients from 1 is rounding, and the law is normal to all
        // digits.
        let bend = if bend.abs() < 1e-12 { 0.0 } else { bend };
        Self { p50, upper: p90 - p50, bend, z90 }
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let z = normal_quantile(u);
        if self.bend == 0.0 {
            return self.p50 + self.upper * (z / self.z90);
        }
        self.p50 + self.upper * (libm::expm1(self.bend * z) / libm::expm1(self.bend * self.z90))
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        let relative = (x - self.p50) / self.upper;
        if self.bend == 0.0 {
            return normal_cdf(relative * self.z90);
        }
        let stretched = relative * libm::expm1(self.bend * self.z90);
        if stretched <= -1.0 {
            return if self.bend > 0.0 { 0.0 } else { 1.0 };
        }
        normal_cdf(libm::log1p(stretched) / self.bend)
    }

    /// E e^(dZ) = e^(d^2/2).
    pub(super) fn mean(&self) -> f64 {
        if self.bend == 0.0 {
            return self.p50;
        }
        self.p50 + self.upper * libm::expm1(0.5 * self.bend * self.bend) / libm::expm1(self.bend * self.z90)
    }

    pub(super) fn support(&self) -> (f64, f64) {
        if self.bend == 0.0 {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        let bound = self.p50 - self.upper / libm::expm1(self.bend * self.z90);
        if self.bend > 0.0 { (bound, f64::INFINITY) } else { (f64::NEG_INFINITY, bound) }
    }
}
