//! Least squares on a few columns, by Householder's reflections (Golub & Van Loan 2013, *Matrix Computations*, 5.2).

/// Outcomes explained by a few columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// A coefficient for each column.
    pub coefficients: Vec<f64>,
    /// (X'X)^-1, row by row: times the variance of a residual it is the covariance of the coefficients.
    pub inverse: Vec<Vec<f64>>,
    /// Sum of squared residuals.
    pub residual_square_sum: f64,
}

/// Smallest part of a column that may be its own, beside its length: below it the columns explain each other.
const ALIKE: f64 = 1e-13;

/// The coefficients b that minimise |y - X b|^2; `None` where columns explain each other, or there are fewer rows than columns.
///
/// `columns` are those of X, each as long as `outcome`. They are brought to length one first, so that powers of a large
/// number stand beside a one without loss.
#[must_use]
pub fn linear(columns: &[Vec<f64>], outcome: &[f64]) -> Option<Linear> {
    let (rows, count) = (outcome.len(), columns.len());
    if rows < count || count == 0 {
        return None;
    }
    let lengths: Vec<f64> = columns.iter().map(|column| length(column)).collect();
    if lengths.iter().any(|length| !length.is_finite() || *length <= 0.0) {
        return None;
    }
    let mut q: Vec<Vec<f64>> = columns
        .iter()
        .zip(&lengths)
        .map(|(column, length)| column.iter().map(|value| value / length).collect())
        .collect();
    let mut y = outcome.to_vec();
    let mut upper = vec![vec![0.0; count]; count];
    for at in 0..count {
        let rest = length(&q[at][at..]);
        if rest < ALIKE {
            return None;
        }
        // The sign that cancels nothing.
        let diagonal = if q[at][at] > 0.0 { -rest } else { rest };
        let mut mirror = q[at][at..].to_vec();
        mirror[0] -= diagonal;
        let square: f64 = mirror.iter().map(|value| value * value).sum();
        let reflect = |column: &mut [f64]| {
            let product: f64 = mirror.iter().zip(column.iter()).map(|(one, other)| one * other).sum();
            let factor = 2.0 * product / square;
            for (value, mirrored) in column.iter_mut().zip(&mirror) {
                *value -= factor * mirrored;
            }
        };
        reflect(&mut y[at..]);
        for (to, column) in q.iter_mut().enumerate().skip(at + 1) {
            reflect(&mut column[at..]);
            upper[at][to] = column[at];
        }
        upper[at][at] = diagonal;
    }
    let solved = back(&upper, &y[..count]);
    let coefficients = solved.iter().zip(&lengths).map(|(value, length)| value / length).collect();
    let residual_square_sum = y[count..].iter().map(|value| value * value).sum();
    // (R'R)^-1 = R^-1 R^-1'.
    let unit = |at: usize| (0..count).map(|other| f64::from(u8::from(at == other))).collect::<Vec<f64>>();
    let turned: Vec<Vec<f64>> = (0..count).map(|at| back(&upper, &unit(at))).collect();
    let inverse = (0..count)
        .map(|row| {
            let entry = |column: usize| {
                let sum: f64 = turned.iter().map(|of| of[row] * of[column]).sum();
                sum / (lengths[row] * lengths[column])
            };
            (0..count).map(entry).collect()
        })
        .collect();
    Some(Linear { coefficients, inverse, residual_square_sum })
}

/// The length of a column.
fn length(column: &[f64]) -> f64 {
    libm::sqrt(column.iter().map(|value| value * value).sum::<f64>())
}

/// Solves an upper triangle from its last row up.
fn back(upper: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut solved = right.to_vec();
    for row in (0..right.len()).rev() {
        let known: f64 = (row + 1..right.len()).map(|column| upper[row][column] * solved[column]).sum();
        solved[row] = (right[row] - known) / upper[row][row];
    }
    solved
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    /// Longley's data of the Statistical Reference Datasets of NIST (itl.nist.gov/div898/strd, certified to 15 digits), which
    /// normal equations lose half of their digits on.
    #[test]
    fn longleys_coefficients_are_those_certified() {
        let y = [
            60323.0, 61122.0, 60171.0, 61187.0, 63221.0, 63639.0, 64989.0, 63761.0, 66019.0, 67857.0, 68169.0, 66513.0,
            68655.0, 69564.0, 69331.0, 70551.0,
        ];
        let columns = vec![
            vec![1.0; 16],
            vec![
                83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9,
            ],
            vec![
                234_289.0, 259_426.0, 258_054.0, 284_599.0, 328_975.0, 346_999.0, 365_385.0, 363_112.0, 397_469.0,
                419_180.0, 442_769.0, 444_546.0, 482_704.0, 502_601.0, 518_173.0, 554_894.0,
            ],
            vec![
                2356.0, 2325.0, 3682.0, 3351.0, 2099.0, 1932.0, 1870.0, 3578.0, 2904.0, 2822.0, 2936.0, 4681.0, 3813.0,
                3931.0, 4806.0, 4007.0,
            ],
            vec![
                1590.0, 1456.0, 1616.0, 1650.0, 3099.0, 3594.0, 3547.0, 3350.0, 3048.0, 2857.0, 2798.0, 2637.0, 2552.0,
                2514.0, 2572.0, 2827.0,
            ],
            vec![
                107_608.0, 108_632.0, 109_773.0, 110_929.0, 112_075.0, 113_270.0, 115_094.0, 116_219.0, 117_388.0,
                118_734.0, 120_445.0, 121_950.0, 123_366.0, 125_368.0, 127_852.0, 130_081.0,
            ],
            (1947..=1962).map(f64::from).collect(),
        ];
        let fit = linear(&columns, &y).unwrap();
        let certified = [
            (-3_482_258.634_595_82, 890_420.383_607_373),
            (15.061_872_271_373_3, 84.914_925_774_766_9),
            (-0.358_191_792_925_910e-1, 0.334_910_077_722_432e-1),
            (-2.020_229_803_816_83, 0.488_399_681_651_699),
            (-1.033_226_867_173_59, 0.214_274_163_161_675),
            (-0.511_041_056_535_807e-1, 0.226_073_200_069_370),
            (1_829.151_464_613_55, 455.478_499_142_212),
        ];
        let variance = fit.residual_square_sum / 9.0;
        for (at, (value, error)) in certified.into_iter().enumerate() {
            assert!((fit.coefficients[at] / value - 1.0).abs() < 1e-9, "{at}: {}", fit.coefficients[at]);
            let found = libm::sqrt(variance * fit.inverse[at][at]);
            assert!((found / error - 1.0).abs() < 1e-9, "{at}: {found}");
        }
        assert!((libm::sqrt(variance) / 304.854_073_561_965 - 1.0).abs() < 1e-10);
    }

    #[test]
    fn columns_that_explain_each_other_have_no_coefficients() {
        let one = vec![1.0, 1.0, 1.0, 1.0];
        let twice = vec![2.0, 2.0, 2.0, 2.0];
        assert_eq!(linear(&[one.clone(), twice], &[1.0, 2.0, 3.0, 4.0]), None);
        assert_eq!(linear(&[one], &[]), None);
    }
}
