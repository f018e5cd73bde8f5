//! Derivatives of the logarithm of the gamma function.

/// Where the expansions for large arguments reach the last digit.
const LARGE: f64 = 12.0;

/// psi(x), the derivative of ln Gamma(x), for x > 0 (DLMF 5.5.2 up to 12, 5.11.2 beyond).
#[must_use]
pub fn digamma(x: f64) -> f64 {
    let (mut x, mut below) = (x, 0.0);
    while x < LARGE {
        below += 1.0 / x;
        x += 1.0;
    }
    let t = 1.0 / (x * x);
    let series = t
        * (1.0 / 12.0
            - t * (1.0 / 120.0 - t * (1.0 / 252.0 - t * (1.0 / 240.0 - t * (1.0 / 132.0 - t * (691.0 / 32_760.0))))));
    libm::log(x) - 0.5 / x - series - below
}

/// psi'(x), the second derivative of ln Gamma(x), for x > 0 (DLMF 5.15.5 up to 12, 5.15.8 beyond).
#[must_use]
pub fn trigamma(x: f64) -> f64 {
    let (mut x, mut below) = (x, 0.0);
    while x < LARGE {
        below += 1.0 / (x * x);
        x += 1.0;
    }
    let t = 1.0 / (x * x);
    let series = t
        * (1.0 / 6.0
            - t * (1.0 / 30.0 - t * (1.0 / 42.0 - t * (1.0 / 30.0 - t * (5.0 / 66.0 - t * (691.0 / 2730.0))))));
    below + (1.0 + 0.5 / x + series) / x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of `scipy.special.digamma` and `polygamma(1, x)`, scipy 1.17.1.
    const KNOWN: [(f64, f64, f64); 6] = [
        (0.01, -100.560_885_457_868_68, 10_001.621_213_528_311),
        (0.5, -1.963_510_026_021_423_5, 4.934_802_200_544_68),
        (1.0, -0.577_215_664_901_532_9, 1.644_934_066_848_226_6),
        (3.7, 1.167_153_539_361_511_3, 0.310_037_857_670_038_33),
        (11.9, 2.433_933_536_882_537_7, 0.087_663_201_190_004_18),
        (250.0, 5.519_459_584_531_046, 0.004_008_010_666_632_532),
    ];

    #[test]
    fn both_are_those_of_scipy_and_fall_by_one_over_x_from_step_to_step() {
        for (x, first, second) in KNOWN {
            assert!((digamma(x) - first).abs() < 1e-14 * (1.0 + first.abs()), "{x}: {}", digamma(x));
            assert!((trigamma(x) / second - 1.0).abs() < 1e-14, "{x}: {}", trigamma(x));
        }
        for x in [0.3, 5.0, 11.5, 40.0] {
            assert!((digamma(x + 1.0) - digamma(x) - 1.0 / x).abs() < 1e-14 * (1.0 + 1.0 / x));
        }
    }
}
