//! The greatest of a log-likelihood, by Newton's steps on differences.

/// Step of the differences that stand for first derivatives; their error is of its fourth power.
const FIRST: f64 = 1e-3;
/// The same for second derivatives.
const SECOND: f64 = 1e-2;
const STEPS: usize = 200;
/// A step so small beside a parameter of about one ends the search.
const SETTLED: f64 = 1e-10;

/// Where a log-likelihood is greatest.
#[derive(Clone, Debug, PartialEq)]
pub struct Greatest {
    /// The parameters.
    pub at: Vec<f64>,
    /// The log-likelihood there.
    pub log_likelihood: f64,
    /// Covariance of the parameters: the inverse of the observed information, row by row.
    pub covariance: Vec<Vec<f64>>,
}

/// The parameters near `start` at which a log-likelihood is greatest.
///
/// Parameters should be of the order of one, as logarithms are. `None` where it has no greatest value that Newton's steps,
/// halved until they rise, come to.
#[must_use]
pub fn greatest(of: impl Fn(&[f64]) -> f64, start: &[f64]) -> Option<Greatest> {
    let mut at = start.to_vec();
    let mut most = of(&at);
    if !most.is_finite() {
        return None;
    }
    for _ in 0..STEPS {
        let slope = gradient(&of, &at);
        let mut bent = information(&of, &at);
        let mut ridge = 0.0;
        // Far from the top the information may not be positive: then a ridge turns the step towards the slope.
        let step = loop {
            if let Some(inverse) = inverse(&bent) {
                break product(&inverse, &slope);
            }
            let grown: f64 = if ridge == 0.0 { 1e-3 * (1.0 + largest(&bent)) } else { 9.0 * ridge };
            ridge += grown;
            for (row, entries) in bent.iter_mut().enumerate() {
                entries[row] += grown;
            }
            if !ridge.is_finite() {
                return None;
            }
        };
        if step.iter().zip(&at).all(|(step, at)| step.abs() <= SETTLED * (1.0 + at.abs())) {
            let covariance = inverse(&information(&of, &at))?;
            return Some(Greatest { at, log_likelihood: most, covariance });
        }
        // No step beyond what an expansion can see.
        let longest = step.iter().fold(0.0_f64, |longest, step| longest.max(step.abs()));
        let mut share = if longest > 1.0 { 1.0 / longest } else { 1.0 };
        loop {
            let there: Vec<f64> = at.iter().zip(&step).map(|(at, step)| at + share * step).collect();
            let value = of(&there);
            if value > most {
                (at, most) = (there, value);
                break;
            }
            share *= 0.5;
            if share < 1e-9 {
                // Rounding alone keeps it from rising.
                let covariance = inverse(&information(&of, &at))?;
                let small = step.iter().all(|step| step.abs() < 1e-5);
                return small.then_some(Greatest { at, log_likelihood: most, covariance });
            }
        }
    }
    None
}

/// The value where some parameters are moved.
fn moved(of: &impl Fn(&[f64]) -> f64, at: &[f64], by: &[(usize, f64)]) -> f64 {
    let mut there = at.to_vec();
    for (which, by) in by {
        there[*which] += by;
    }
    of(&there)
}

fn gradient(of: &impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let slope = |which: usize| {
        let [far_below, below, above, far_above] =
            [-2.0, -1.0, 1.0, 2.0].map(|steps| moved(of, at, &[(which, steps * FIRST)]));
        (far_below - far_above + 8.0 * (above - below)) / (12.0 * FIRST)
    };
    (0..at.len()).map(slope).collect()
}

/// The negative second derivatives, each of fourth order in the step.
fn information(of: &impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<Vec<f64>> {
    let here = of(at);
    let twice = |which: usize| {
        let [far_below, below, above, far_above] =
            [-2.0, -1.0, 1.0, 2.0].map(|steps| moved(of, at, &[(which, steps * SECOND)]));
        (16.0 * (below + above) - far_below - far_above - 30.0 * here) / (12.0 * SECOND * SECOND)
    };
    let both = |one: usize, other: usize| {
        let by = |step: f64| {
            let corner = |up: f64, right: f64| moved(of, at, &[(one, up * step), (other, right * step)]);
            (corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0)) / (4.0 * step * step)
        };
        (4.0 * by(SECOND) - by(2.0 * SECOND)) / 3.0
    };
    let entry = |row: usize, column: usize| -if row == column { twice(row) } else { both(row, column) };
    (0..at.len()).map(|row| (0..at.len()).map(|column| entry(row, column)).collect()).collect()
}

fn largest(matrix: &[Vec<f64>]) -> f64 {
    matrix.iter().flatten().fold(0.0, |most: f64, entry| most.max(entry.abs()))
}

fn product(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| row.iter().zip(vector).map(|(one, other)| one * other).sum()).collect()
}

/// The inverse of a symmetric matrix by Cholesky's factor; `None` where it is not positive.
fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let count = matrix.len();
    let mut lower = vec![vec![0.0; count]; count];
    for row in 0..count {
        for column in 0..=row {
            let known: f64 = (0..column).map(|at| lower[row][at] * lower[column][at]).sum();
            let rest = 0.5 * (matrix[row][column] + matrix[column][row]) - known;
            if row == column {
                if rest.is_nan() || rest <= 0.0 {
                    return None;
                }
                lower[row][row] = libm::sqrt(rest);
            } else {
                lower[row][column] = rest / lower[column][column];
            }
        }
    }
    // Columns of the inverse of the factor.
    let mut turned = vec![vec![0.0; count]; count];
    for (of, column) in turned.iter_mut().enumerate() {
        for row in of..count {
            let known: f64 = (of..row).map(|at| lower[row][at] * column[at]).sum();
            column[row] = (f64::from(u8::from(row == of)) - known) / lower[row][row];
        }
    }
    let entry = |row: usize, column: usize| turned[row].iter().zip(&turned[column]).map(|(a, b)| a * b).sum();
    Some((0..count).map(|row| (0..count).map(|column| entry(row, column)).collect()).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_top_of_a_tilted_hill_and_its_covariance_are_found() {
        // -1/2 (x - c)' A (x - c) bent by a fourth power that is flat at the top.
        let hill = |at: &[f64]| {
            let [x, y] = [at[0] - 0.7, at[1] + 2.0];
            -0.5 * (40.0 * x * x + 2.0 * 9.0 * x * y + 5.0 * y * y) - x * x * x * x
        };
        let found = greatest(hill, &[5.0, 5.0]).unwrap();
        assert!((found.at[0] - 0.7).abs() < 1e-9 && (found.at[1] + 2.0).abs() < 1e-9, "{found:?}");
        let determinant = 40.0 * 5.0 - 81.0;
        let known = [[5.0 / determinant, -9.0 / determinant], [-9.0 / determinant, 40.0 / determinant]];
        for (row, known) in found.covariance.iter().zip(known) {
            assert!(row.iter().zip(known).all(|(one, other)| (one / other - 1.0).abs() < 1e-7), "{found:?}");
        }
    }

    #[test]
    fn what_rises_for_ever_has_no_greatest_value() {
        assert_eq!(greatest(|at| at[0], &[0.0]), None);
        assert_eq!(greatest(|_| f64::NAN, &[0.0]), None);
    }
}
