//! Correlated uncertain inputs: the Gaussian copula.
//!
//! Planners state rank correlations because those do not depend on the shape of the inputs' distributions. Spearman's
//! rho of a pair of normals with correlation r is (6/pi) asin(r/2) (Pearson 1907; Kruskal 1958, "Ordinal measures of
//! association", JASA 53, 814-861), so r = 2 sin(pi rho / 6).

use super::normal::normal_cdf;

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
    /// Rows of the Cholesky factor that differ from the unit matrix, by falling row: the row and its non-zero columns.
    rows: Vec<(usize, Vec<(usize, f64)>)>,
}

impl Copula {
    /// Builds the copula of `n` inputs from (one input, another, Spearman's rho) for each correlated pair; every other
    /// pair is independent given these.
    ///
    /// # Errors
    ///
    /// A sentence that names the pair by its indices, when an index is out of range, a pair is named twice, a rho is
    /// not between -1 and 1, or the correlations contradict each other (their matrix is not positive definite).
    pub fn new(n: usize, spearman: &[(usize, usize, f64)]) -> Result<Self, String> {
        let mut matrix = vec![0.0; n * n];
        for i in 0..n {
            matrix[i * n + i] = 1.0;
        }
        for (place, &(i, j, rho)) in spearman.iter().enumerate() {
            if i >= n || j >= n {
                return Err(format!("the correlation of inputs {i} and {j} names an input that does not exist: there are {n}"));
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
            let r = 2.0 * libm::sin(std::f64::consts::PI * rho / 6.0);
            matrix[i * n + j] = r;
            matrix[j * n + i] = r;
        }
        let factor = cholesky(n, matrix).map_err(|row| contradiction(row, spearman))?;
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

    /// Turns independent standard normals, one per input, into correlated uniforms in place.
    ///
    /// z -> L z -> Phi(L z) with L the lower Cholesky factor. An input without correlation keeps its z exactly, and so does
    /// the first of a correlated group, so that stating a correlation moves as few draws as possible.
    ///
    /// # Panics
    ///
    /// When the slice does not hold one value per input.
    pub fn uniforms(&self, independent_normals: &mut [f64]) {
        let values = independent_normals;
        assert_eq!(values.len(), self.n, "one normal per input of the copula");
        // A row reads only columns up to its own, so going down the rows overwrites nothing still needed.
        for (row, columns) in &self.rows {
            values[*row] = columns.iter().fold(0.0, |sum, &(column, weight)| sum + weight * values[column]);
        }
        for value in values {
            *value = normal_cdf(*value);
        }
    }
}

/// The lower Cholesky factor of an n x n matrix by rows, or the first row whose pivot is not positive.
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

/// Names the pairs that meet in the row where the factorisation failed, which are the ones to weaken.
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
