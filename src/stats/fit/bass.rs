//! The diffusion of a new product (Bass 1969, Management Science 15, 215-227): how many ever buy, and how fast.
//!
//! Of `m` people in reach the share `F(t) = (1 - e^-(p + q)t) / (1 + (q/p) e^-(p + q)t)` has bought by the time t, in periods
//! from the beginning of sale. With a price, t is replaced by the effort to date, `X(t) = t + beta ln(P_t / P_1)` (Bass,
//! Krishnan & Jain 1994, Marketing Science 13, 203-223), P_t being the price of period t; X is nought before the first.

use super::linear::linear;
use super::squares::least_squares;
use super::{CONFIDENCE, Estimate};
use crate::stats::interval::two_sided_student;

/// How the parameters are estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Nonlinear least squares on what is sold between two times, `m (F(t) - F(t - 1))` (Srinivasan & Mason 1986, Marketing
    /// Science 5, 169-178).
    Intervals,
    /// Nonlinear least squares on the rate at the end of each period, `m f(t)`.
    Density,
    /// Linear least squares of sales on what was sold before and its square (Bass 1969): `p = a/m`, `q = -c m`.
    Linear,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfitted {
    /// There are no more periods than parameters.
    Few {
        /// The fewest that there can be.
        least: usize,
    },
    /// Nothing was sold.
    Nothing,
    /// The price is the same in all periods, and its effect cannot be told.
    OnePrice,
    /// By linear least squares nobody is in reach: sales grow with what was sold and never level off.
    NoReach,
    /// The best curve has no end, or cannot be told from others.
    NoBest,
}

/// A diffusion fitted to the sales of periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Bass {
    /// How.
    pub method: Method,
    /// m, p and q: people, and two rates in 1/period.
    pub reach: Estimate,
    /// p.
    pub innovation: Estimate,
    /// q.
    pub imitation: Estimate,
    /// beta in periods, of the generalised model.
    pub price_change: Option<Estimate>,
    /// Correlations of the errors of m, p and q: m with p, m with q, p with q.
    pub correlations: [f64; 3],
    /// What the curve gives for each period.
    pub fitted: Vec<f64>,
    /// Sum of squared residuals.
    pub residual_square_sum: f64,
    /// Periods less parameters.
    pub degrees: usize,
    /// Share of the variance of sales that the curve explains.
    pub r_squared: f64,
    /// When most is sold, in periods from the beginning, the price staying what it was last.
    pub peak: f64,
}

/// The share that has bought by an effort to date, for p > 0.
#[must_use]
pub fn share(p: f64, q: f64, effort: f64) -> f64 {
    let decay = -(p + q) * effort;
    -libm::expm1(decay) / (1.0 + q / p * libm::exp(decay))
}

/// The share that buys per period at an effort to date.
#[must_use]
pub fn density(p: f64, q: f64, effort: f64) -> f64 {
    let decay = libm::exp(-(p + q) * effort);
    let below = 1.0 + q / p * decay;
    (p + q) * (p + q) / p * decay / (below * below)
}

/// The effort to date at which most is sold: `ln(q/p) / (p + q)`, nought where word of mouth is the weaker.
#[must_use]
pub fn peak(p: f64, q: f64) -> f64 {
    if q > p { libm::log(q / p) / (p + q) } else { 0.0 }
}

/// Efforts to date at the ends of all periods, nought before the first.
fn efforts(periods: usize, prices: Option<&[f64]>, beta: f64) -> Vec<f64> {
    let effort = |at: usize| match prices {
        Some(prices) if at > 0 => at as f64 + beta * libm::log(prices[at - 1] / prices[0]),
        _ => at as f64,
    };
    (0..=periods).map(effort).collect()
}

/// What one person in reach buys in each period.
fn shape(method: Method, p: f64, q: f64, efforts: &[f64]) -> Vec<f64> {
    match method {
        Method::Density => efforts[1..].iter().map(|effort| density(p, q, *effort)).collect(),
        _ => efforts.windows(2).map(|pair| share(p, q, pair[1]) - share(p, q, pair[0])).collect(),
    }
}

/// Fits the sales of equally long periods from the beginning of sale on.
///
/// `prices` are above nought, one for each period, and go with [`Method::Intervals`].
///
/// # Errors
/// [`Unfitted`] where the sales do not tell the parameters.
pub fn fit(sales: &[f64], prices: Option<&[f64]>, method: Method) -> Result<Bass, Unfitted> {
    let parameters = 3 + usize::from(prices.is_some());
    if sales.len() <= parameters {
        return Err(Unfitted::Few { least: parameters + 1 });
    }
    if sales.iter().all(|sold| *sold == 0.0) {
        return Err(Unfitted::Nothing);
    }
    if prices.is_some_and(|prices| prices.iter().all(|price| *price == prices[0])) {
        return Err(Unfitted::OnePrice);
    }
    if method == Method::Linear { by_regression(sales) } else { by_curve(sales, prices, method) }
}

/// Starts of the search: rates of innovation and imitation per period, and effects of a price.
const INNOVATION: [f64; 6] = [0.0001, 0.001, 0.003, 0.01, 0.03, 0.15];
const IMITATION: [f64; 7] = [0.01, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5];
const PRICE_CHANGE: [f64; 4] = [0.0, -1.0, -3.0, 1.0];
/// How many of them are followed to the end.
const FOLLOWED: usize = 6;

/// The m that fits best once a shape is known: `sum of y g / sum of g^2`; and the squares that remain.
fn level(sales: &[f64], shape: &[f64]) -> (f64, f64) {
    let (product, square) = sales
        .iter()
        .zip(shape)
        .fold((0.0, 0.0), |(product, square), (sold, share)| (product + sold * share, square + share * share));
    let m = product / square;
    let rest = sales.iter().zip(shape).map(|(sold, share)| (sold - m * share) * (sold - m * share)).sum();
    (m, rest)
}

fn by_curve(sales: &[f64], prices: Option<&[f64]>, method: Method) -> Result<Bass, Unfitted> {
    let periods = sales.len();
    let effects: &[f64] = if prices.is_some() { &PRICE_CHANGE } else { &[0.0] };
    let mut starts = Vec::new();
    for beta in effects {
        let efforts = efforts(periods, prices, *beta);
        for p in INNOVATION {
            for q in IMITATION {
                let (m, rest) = level(sales, &shape(method, p, q, &efforts));
                if m > 0.0 && rest.is_finite() {
                    starts.push((rest, [libm::log(m), libm::log(p), libm::log(q), *beta]));
                }
            }
        }
    }
    starts.sort_by(|one, other| one.0.total_cmp(&other.0));
    let parameters = 3 + usize::from(prices.is_some());
    let curve = |at: &[f64]| {
        let [m, p, q] = [at[0], at[1], at[2]].map(libm::exp);
        let efforts = efforts(periods, prices, at.get(3).copied().unwrap_or(0.0));
        shape(method, p, q, &efforts).into_iter().map(|share| m * share).collect::<Vec<f64>>()
    };
    let ends = starts.iter().take(FOLLOWED).filter_map(|(_, start)| least_squares(curve, sales, &start[..parameters]));
    let best = ends.min_by(|one, other| one.residual_square_sum.total_cmp(&other.residual_square_sum));
    let best = best.ok_or(Unfitted::NoBest)?;
    let degrees = periods - parameters;
    let variance = best.residual_square_sum / degrees as f64;
    let error = |at: usize| libm::sqrt(variance * best.inverse[at][at]);
    let reach = two_sided_student(CONFIDENCE, degrees as f64);
    let [m, p, q] = [0, 1, 2].map(|at| Estimate::above_nought(libm::exp(best.parameters[at]), error(at), reach));
    let correlation = |one: usize, other: usize| {
        best.inverse[one][other] / libm::sqrt(best.inverse[one][one] * best.inverse[other][other])
    };
    let price_change = best.parameters.get(3).map(|beta| Estimate::around(*beta, error(3), reach));
    let efforts = efforts(periods, prices, price_change.map_or(0.0, |beta| beta.value));
    Ok(Bass {
        method,
        reach: m,
        innovation: p,
        imitation: q,
        price_change,
        correlations: [correlation(0, 1), correlation(0, 2), correlation(1, 2)],
        fitted: curve(&best.parameters),
        residual_square_sum: best.residual_square_sum,
        degrees,
        r_squared: explained(sales, best.residual_square_sum),
        peak: time_of(peak(p.value, q.value), &efforts),
    })
}

/// The time at which an effort to date is reached; beyond the last period time and effort go on alike.
fn time_of(effort: f64, efforts: &[f64]) -> f64 {
    let last = efforts.len() - 1;
    match efforts.iter().position(|reached| *reached >= effort) {
        Some(0) => 0.0,
        Some(at) => (at - 1) as f64 + (effort - efforts[at - 1]) / (efforts[at] - efforts[at - 1]),
        None => last as f64 + (effort - efforts[last]),
    }
}

/// Share of the variance that is explained: 1 less the squares that remain over those about the mean.
fn explained(values: &[f64], residual_square_sum: f64) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let total: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    1.0 - residual_square_sum / total
}

/// `y_t = a + b Y_(t-1) + c Y_(t-1)^2`, with Y what was sold before; m is the larger root of `a + b m + c m^2`.
fn by_regression(sales: &[f64]) -> Result<Bass, Unfitted> {
    let mut sold = 0.0;
    let before: Vec<f64> = sales
        .iter()
        .map(|now| {
            sold += now;
            sold - now
        })
        .collect();
    let columns = [vec![1.0; sales.len()], before.clone(), before.iter().map(|sold| sold * sold).collect()];
    let line = linear(&columns, sales).ok_or(Unfitted::NoBest)?;
    let [a, b, c] = [0, 1, 2].map(|at| line.coefficients[at]);
    let root = b * b - 4.0 * a * c;
    if c >= 0.0 || root <= 0.0 {
        return Err(Unfitted::NoReach);
    }
    let m = (-b - libm::sqrt(root)) / (2.0 * c);
    let (p, q) = (a / m, -c * m);
    let degrees = sales.len() - 3;
    let variance = line.residual_square_sum / degrees as f64;
    // m moves by -(da + m db + m^2 dc) / (b + 2 c m), and p and q with it (the delta method).
    let per = -1.0 / (b + 2.0 * c * m);
    let of_m = [per, per * m, per * m * m];
    let of_p = [1.0 / m - a / (m * m) * of_m[0], -a / (m * m) * of_m[1], -a / (m * m) * of_m[2]];
    let of_q = [-c * of_m[0], -c * of_m[1], -m - c * of_m[2]];
    let covariance = |one: &[f64; 3], other: &[f64; 3]| {
        let row = |at: usize| one[at] * (0..3).map(|to| line.inverse[at][to] * other[to]).sum::<f64>();
        variance * (0..3).map(row).sum::<f64>()
    };
    let errors = [&of_m, &of_p, &of_q].map(|of| libm::sqrt(covariance(of, of)));
    let reach = two_sided_student(CONFIDENCE, degrees as f64);
    let correlations = [
        covariance(&of_m, &of_p) / (errors[0] * errors[1]),
        covariance(&of_m, &of_q) / (errors[0] * errors[2]),
        covariance(&of_p, &of_q) / (errors[1] * errors[2]),
    ];
    Ok(Bass {
        method: Method::Linear,
        reach: Estimate::around(m, errors[0], reach),
        innovation: Estimate::around(p, errors[1], reach),
        imitation: Estimate::around(q, errors[2], reach),
        price_change: None,
        correlations,
        fitted: before.iter().map(|sold| a + b * sold + c * sold * sold).collect(),
        residual_square_sum: line.residual_square_sum,
        degrees,
        r_squared: explained(sales, line.residual_square_sum),
        peak: if p > 0.0 { peak(p, q) } else { f64::NAN },
    })
}
