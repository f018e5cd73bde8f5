//! Correlated uncertain inputs: the Gaussian copula.
//!
//! Planners state rank correlations because those do not depend on the shape of the inputs'
//! distributions. Spearman's rho of a pair of normals with correlation r is (6/pi) asin(r/2)
//! (Pearson 1907; Kruskal 1958, "Ordinal measures of association", JASA 53, 814-861), so r = 2
//! sin(pi rho / 6).

use std::ops::{Add, Mul};

use super::distribution::Distribution;
use super::normal::normal_cdf;
use super::ranks::normal_correlation;

/// A pivot at or below this is not positive but for rounding.
const SMALLEST_PIVOT: f64 = 1e-10;

/// A Gaussian copula between n uncertain inputs.
///
/// ```
/// use launchsim::random::Copula;
///
/// let copula = Copula::new(3, &[(0, 2, 0.6)])?;
/// let mut values = [0.0, -1.0, 0.5];
/// copula.uniforms(&mut values);
/// assert_eq!(values[0], 0.5);
/// assert!(values.iter().all(|u| (0.0..=1.0).contains(u)));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    n: usize,
    /// Rows of the Cholesky factor that differ from the unit matrix, by falling row: the row and
    /// its non-zero columns.
    rows: Vec<(usize, Vec<(usize, f64)>)>,
}

impl Copula {
    /// Builds the copula of `n` inputs from (one input, another, Spearman's rho) for each
    /// correlated pair; every pair that is not named has a rank correlation of 0.
    ///
    /// # Errors
    ///
    /// A sentence that names the pair by its indices, when an index is out of range, a pair is
    /// named twice, a rho is not between -1 and 1, or the correlations contradict each other (their
    /// matrix is not positive definite).
    pub fn new(n: usize, spearman: &[(usize, usize, f64)]) -> Result<Self, String> {
        let mut scores = Vec::with_capacity(spearman.len());
        for (place, &(i, j, rho)) in spearman.iter().enumerate() {
            if i >= n || j >= n {
                return Err(format!(
                    "the correlation of inputs {i} and {j} names an input that does not exist: there are {n}"
                ));
            }
            if i == j {
                return Err(format!("input {i} is correlated with itself; name two different inputs"));
            }
            if rho.is_nan() || rho.abs() >= 1.0 {
                return Err(format!(
                    "the rank correlation of inputs {i} and {j} is {rho}; it must lie between -1 and 1, both excluded \
                     (inputs that always move together are one input)"
                ));
            }
            if spearman[..place].iter().any(|&(k, l, _)| (k, l) == (i, j) || (l, k) == (i, j)) {
                return Err(format!("the rank correlation of inputs {i} and {j} is given twice"));
            }
            scores.push((i, j, 2.0 * libm::sin(std::f64::consts::PI * rho / 6.0)));
        }
        Self::of_scores(n, &scores).map_err(|row| contradiction(row, spearman))
    }

    /// Builds the copula of inputs with these laws from Spearman's rho of each correlated pair, which holds also where a law
    /// takes single values.
    ///
    /// # Errors
    ///
    /// As [`Copula::new`], and when two laws cannot have the rho asked for.
    pub fn of_laws(laws: &[&Distribution], spearman: &[(usize, usize, f64)]) -> Result<Self, String> {
        let even = Self::new(laws.len(), spearman);
        let mut scores = Vec::with_capacity(spearman.len());
        for &(i, j, rho) in spearman {
            let (Some(one), Some(other)) = (laws.get(i), laws.get(j)) else { return even };
            let r = normal_correlation(one, other, rho).map_err(|(low, high)| {
                format!(
                    "the rank correlation of inputs {i} and {j} is {rho}; theirs can lie between {low} and {high} only"
                )
            })?;
            scores.push((i, j, r));
        }
        Self::of_scores(laws.len(), &scores).map_err(|row| even.err().unwrap_or_else(|| contradiction(row, spearman)))
    }

    /// Builds it from the correlations of the normal scores; or the first row whose pivot is not positive.
    fn of_scores(n: usize, scores: &[(usize, usize, f64)]) -> Result<Self, usize> {
        let mut matrix = vec![0.0; n * n];
        for i in 0..n {
            matrix[i * n + i] = 1.0;
        }
        for &(i, j, r) in scores {
            matrix[i * n + j] = r;
            matrix[j * n + i] = r;
        }
        let factor = cholesky(n, matrix)?;
        let mut rows = Vec::new();
        for i in (0..n).rev() {
            let columns: Vec<(usize, f64)> =
                (0..=i).map(|j| (j, factor[i * n + j])).filter(|&(_, weight)| weight != 0.0).collect();
            if columns != [(i, 1.0)] {
                rows.push((i, columns));
            }
        }
        Ok(Self { n, rows })
    }

    /// Turns independent standard normals, one per input, into correlated uniforms in place: z -> Phi(L z).
    ///
    /// # Panics
    ///
    /// As [`Copula::correlate`].
    pub fn uniforms(&self, independent_normals: &mut [f64]) {
        self.correlate(independent_normals);
        for value in independent_normals {
            *value = normal_cdf(*value);
        }
    }

    /// Turns independent standard normals, one per input, into correlated ones in place, of one launch or of launches side
    /// by side.
    ///
    /// z -> L z with L the lower Cholesky factor. An input without correlation keeps
    /// its z exactly, and so does the first of a correlated group, so that stating a correlation
    /// moves as few draws as possible.
    ///
    /// # Panics
    ///
    /// When the slice does not hold one value per input.
    #[inline(always)]
    pub fn correlate<T>(&self, independent_normals: &mut [T])
    where
        T: Copy + Default + Add<Output = T> + Mul<f64, Output = T>,
    {
        let values = independent_normals;
        assert_eq!(values.len(), self.n, "one normal per input of the copula");
        // A row reads only columns up to its own, so going down the rows overwrites nothing still
        // needed.
        for (row, columns) in &self.rows {
            let mut sum = T::default();
            for &(column, weight) in columns {
                sum = sum + values[column] * weight;
            }
            values[*row] = sum;
        }
    }

    /// Whether an input's normal is changed by others.
    #[must_use]
    pub fn changes(&self, input: usize) -> bool {
        self.rows.iter().any(|(row, _)| *row == input)
    }
}

/// The lower Cholesky factor of an n x n matrix by rows, or the first row whose pivot is not
/// positive.
fn cholesky(n: usize, mut matrix: Vec<f64>) -> Result<Vec<f64>, usize> {
    for i in 0..n {
        for j in 0..=i {
            let mut rest = matrix[i * n + j];
            for k in 0..j {
                rest -= matrix[i * n + k] * matrix[j * n + k];
            }
            if i == j {
                if rest <= SMALLEST_PIVOT {
                    return Err(i);
                }
                matrix[i * n + i] = rest.sqrt();
            } else {
                matrix[i * n + j] = rest / matrix[j * n + j];
            }
        }
    }
    Ok(matrix)
}

/// Names the pairs that meet in the row where the factorisation failed, which are the ones to
/// weaken.
fn contradiction(row: usize, spearman: &[(usize, usize, f64)]) -> String {
    let pairs: Vec<String> = spearman
        .iter()
        .filter(|&&(i, j, _)| i.max(j) == row)
        .map(|(i, j, rho)| format!("({i}, {j}) = {rho}"))
        .collect();
    format!(
        "the rank correlations contradict each other (their matrix is not positive definite): given the earlier \
         ones, those of input {row} cannot hold together: {}; weaken one of them",
        pairs.join(", ")
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;
    use crate::random::normal::normal;
    use crate::random::philox::word;

    fn normals(launch: u32, n: usize) -> Vec<f64> {
        (0..n).map(|i| normal(word(31, launch, i as u64, 0))).collect()
    }

    /// Spearman's rho of two columns without ties.
    fn spearman(a: &[f64], b: &[f64]) -> f64 {
        let ranks = |values: &[f64]| {
            let mut order: Vec<usize> = (0..values.len()).collect();
            order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
            let mut ranks = vec![0.0; values.len()];
            for (rank, i) in order.into_iter().enumerate() {
                ranks[i] = rank as f64;
            }
            ranks
        };
        let squares: f64 = ranks(a).iter().zip(ranks(b)).map(|(x, y)| (x - y).powi(2)).sum();
        let n = a.len() as f64;
        1.0 - 6.0 * squares / (n * (n * n - 1.0))
    }

    #[test]
    fn the_rank_correlations_asked_for_come_out() {
        let asked = [(0, 1, 0.8), (0, 3, -0.4), (1, 3, -0.2), (2, 4, 0.55)];
        let copula = Copula::new(5, &asked).unwrap();
        let launches = 20_000;
        let mut columns = vec![Vec::new(); 5];
        for launch in 0..launches {
            let mut values = normals(launch, 5);
            copula.uniforms(&mut values);
            for (column, value) in columns.iter_mut().zip(values) {
                column.push(value);
            }
        }
        // Standard error of a rho of zero, 1 / sqrt(n - 1), is the largest; 4.42 of them are p =
        // 1e-5.
        let allowed = 4.42 / f64::from(launches - 1).sqrt();
        for i in 0..5 {
            for j in 0..i {
                let expected = asked.iter().find(|&&(a, b, _)| (a, b) == (j, i)).map_or(0.0, |pair| pair.2);
                let found = spearman(&columns[i], &columns[j]);
                assert!((found - expected).abs() < allowed, "({j}, {i}): {found} for {expected}");
            }
        }
        for column in &mut columns {
            column.sort_by(f64::total_cmp);
            let n = f64::from(launches);
            let statistic = column.iter().enumerate().map(|(i, u)| (u - i as f64 / n).abs()).fold(0.0, f64::max);
            // Asymptotic Kolmogorov-Smirnov at alpha = 1e-5: 2.47 / sqrt(n).
            assert!(statistic < 2.47 / n.sqrt(), "Kolmogorov-Smirnov {statistic}");
        }
    }

    #[test]
    fn inputs_without_correlation_and_first_inputs_keep_their_luck_exactly() {
        let copula = Copula::new(4, &[(1, 3, 0.7), (0, 2, 0.0)]).unwrap();
        for launch in 0..100 {
            let before = normals(launch, 4);
            let mut after = before.clone();
            copula.uniforms(&mut after);
            for i in [0, 1, 2] {
                assert_eq!(after[i], normal_cdf(before[i]));
            }
            assert_ne!(after[3], normal_cdf(before[3]));
        }
    }

    #[test]
    fn impossible_correlations_are_named_with_their_pair() {
        type Pairs<'a> = &'a [(usize, usize, f64)];
        let faults: [(Pairs, &str); 6] = [
            (&[(0, 3, 0.1)], "the correlation of inputs 0 and 3 names an input that does not exist: there are 3"),
            (&[(1, 1, 0.1)], "input 1 is correlated with itself"),
            (&[(0, 1, 1.0)], "the rank correlation of inputs 0 and 1 is 1; it must lie between -1 and 1"),
            (&[(0, 1, f64::NAN)], "the rank correlation of inputs 0 and 1 is NaN"),
            (&[(0, 1, 0.1), (1, 0, 0.2)], "the rank correlation of inputs 1 and 0 is given twice"),
            (&[(0, 1, 0.9), (0, 2, 0.9), (1, 2, -0.5)], "the rank correlations contradict each other"),
        ];
        for (pairs, beginning) in faults {
            let message = Copula::new(3, pairs).unwrap_err();
            assert!(message.starts_with(beginning), "{message}");
        }
        let message = Copula::new(3, &[(0, 1, 0.9), (0, 2, 0.9), (1, 2, -0.5)]).unwrap_err();
        assert!(message.contains("(0, 2) = 0.9, (1, 2) = -0.5"), "{message}");
    }
}
