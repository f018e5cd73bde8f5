//! Three quantiles within bounds: the law of Hadlock & Bickel (2017, "Johnson quantile-parameterized distributions",
//! Decision Analysis 14(1), 35-64), which passes through the three points whatever they are and ends at the bounds.
//!
//! Between two bounds it is their J-QPD-B, above one bound their J-QPD-S, below one bound the mirror of that. Both follow
//! from a normal score z in closed form, rise with z, and are as easily turned round.

use super::normal::{normal_cdf, normal_quantile};

/// Below this a middle point is in the middle but for rounding.
const STRAIGHT: f64 = 1e-12;

/// A law through three quantiles with one or two bounds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounded {
    low: f64,
    /// Width between two bounds; of one bound nothing.
    width: Option<f64>,
    /// -1 for the mirror of a law with a lower bound.
    sign: f64,
    start: f64,
    delta: f64,
    lambda: f64,
    shift: f64,
}

impl Bounded {
    /// Of points that rise strictly and lie strictly between the bounds, of which there is one at least.
    pub(super) fn new([p10, p50, p90]: [f64; 3], low: Option<f64>, high: Option<f64>) -> Self {
        let z90 = normal_quantile(0.9);
        let (points, low, width, sign) = match (low, high) {
            (Some(low), Some(high)) => ([p10, p50, p90], low, Some(high - low), 1.0),
            (None, Some(high)) => ([-p90, -p50, -p10], -high, None, -1.0),
            (low, _) => ([p10, p50, p90], low.unwrap_or(0.0), None, 1.0),
        };
        // The scale on which the law is one of Johnson's: normal scores between two bounds, logarithms above one.
        let [first, middle, last] = points.map(|point| match width {
            Some(width) => score_between(point - low, low + width - point, width),
            None => libm::log(point - low),
        });
        let (left, right) = (middle - first, last - middle);
        let bend = (last - first) / (2.0 * left.min(right)) - 1.0;
        let side = if bend < STRAIGHT { 0.0 } else { (right - left).signum() };
        if side == 0.0 {
            return Self {
                low,
                width,
                sign,
                start: middle,
                delta: 0.0,
                lambda: (last - first) / (2.0 * z90),
                shift: 0.0,
            };
        }
        let start = if side > 0.0 { first } else { last };
        let angle = libm::acosh(1.0 + bend);
        if width.is_some() {
            let (delta, lambda) = (angle / z90, (last - first) / libm::sinh(2.0 * angle));
            return Self { low, width, sign, start, delta, lambda, shift: side * z90 };
        }
        let stretched = libm::sinh(angle);
        let (delta, lambda) = (stretched / z90, left.min(right) / stretched);
        Self { low, width, sign, start, delta, lambda, shift: side * libm::asinh(stretched) }
    }

    /// The value at a normal score.
    fn at_score(&self, z: f64) -> f64 {
        let z = self.sign * z;
        let place = if self.delta == 0.0 {
            self.start + self.lambda * z
        } else if self.width.is_some() {
            self.start + self.lambda * libm::sinh(self.delta * (z + self.shift))
        } else {
            self.start + self.lambda * libm::sinh(libm::asinh(self.delta * z) + self.shift)
        };
        let value = match self.width {
            Some(width) => self.low + (width * normal_cdf(place)).min(width),
            None => self.low + libm::exp(place),
        };
        self.sign * value
    }

    pub(super) fn quantile(&self, u: f64) -> f64 {
        let (least, most) = self.support();
        if u <= 0.0 {
            return least;
        }
        if u >= 1.0 {
            return most;
        }
        self.at_score(normal_quantile(u)).clamp(least, most)
    }

    /// P(X <= x), for x within the support.
    pub(super) fn cdf(&self, x: f64) -> f64 {
        let above = self.sign * x - self.low;
        let place = match self.width {
            Some(width) => score_between(above, width - above, width),
            None => libm::log(above),
        };
        let along = (place - self.start) / self.lambda;
        let z = if self.delta == 0.0 {
            along
        } else if self.width.is_some() {
            libm::asinh(along) / self.delta - self.shift
        } else {
            libm::sinh(libm::asinh(along) - self.shift) / self.delta
        };
        normal_cdf(self.sign * z)
    }

    pub(super) fn support(&self) -> (f64, f64) {
        match (self.width, self.sign > 0.0) {
            (Some(width), _) => (self.low, self.low + width),
            (None, true) => (self.low, f64::INFINITY),
            (None, false) => (f64::NEG_INFINITY, -self.low),
        }
    }
}

/// The normal score of the share of a width that lies below, by the smaller of the two parts.
fn score_between(below: f64, above: f64, width: f64) -> f64 {
    if below <= above { normal_quantile(below / width) } else { -normal_quantile(above / width) }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Case = ([f64; 3], Option<f64>, Option<f64>);
    const CASES: [Case; 9] = [
        ([5.0, 100.0, 110.0], Some(0.0), None),
        ([20.0, 100.0, 250.0], Some(0.0), None),
        ([1.0, 3.0, 6.0], Some(0.0), None),
        ([1.0, 2.0, 4.0], Some(0.0), None),
        ([5.0, 100.0, 110.0], Some(0.0), Some(200.0)),
        ([0.1, 0.5, 0.9], Some(0.0), Some(1.0)),
        ([0.9, 0.95, 0.99], Some(0.0), Some(1.0)),
        ([5.0, 100.0, 110.0], None, Some(111.0)),
        ([-3.0, -2.0, 9.0], None, Some(10.0)),
    ];

    #[test]
    fn the_three_points_hold_whatever_the_bounds() {
        for (points, low, high) in CASES {
            let law = Bounded::new(points, low, high);
            for (u, point) in [0.1, 0.5, 0.9].into_iter().zip(points) {
                assert!(
                    (law.quantile(u) - point).abs() < 1e-9 * (1.0 + point.abs()),
                    "{points:?} {u}: {}",
                    law.quantile(u)
                );
                assert!((law.cdf(point) - u).abs() < 1e-9, "{points:?} {point}: {}", law.cdf(point));
            }
        }
    }

    #[test]
    fn the_quantile_rises_within_the_bounds_and_undoes_the_distribution_function() {
        for (points, low, high) in CASES {
            let law = Bounded::new(points, low, high);
            let values: Vec<f64> = (0..=2000).map(|at| law.quantile(f64::from(at) / 2000.0)).collect();
            assert!(values.windows(2).all(|pair| pair[0] <= pair[1]), "{points:?}");
            assert!(
                values.iter().all(|x| *x >= low.unwrap_or(f64::NEG_INFINITY) && *x <= high.unwrap_or(f64::INFINITY))
            );
            let (least, most) = law.support();
            for u in [1e-6, 0.01, 0.3, 0.7, 0.99] {
                let x = law.quantile(u);
                // So near to a bound that no digits are left between them.
                if x - least > 1e-6 && most - x > 1e-6 {
                    assert!((law.cdf(x) / u - 1.0).abs() < 1e-6, "{points:?} {u}: {x} {}", law.cdf(x));
                }
            }
        }
    }
}
