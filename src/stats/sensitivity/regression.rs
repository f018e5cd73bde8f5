//! Least squares on a design whose rows are mostly zero.
//!
//! The normal equations `X'X b = X'y` are summed in the order of the rows and solved by Cholesky's decomposition. A
//! column that depends on those before it is left out (its pivot is below a ten thousand millionth of its square), so a
//! basis that sums to one may stand beside a constant. The columns are local pieces of polynomials or bounded products,
//! of which the normal equations lose no digits that a figure shows; they would of high powers.

/// Share of a column's square below which its pivot is taken for rounding.
const DEPENDENT: f64 = 1e-10;

/// Rows of a design, each with the same number of entries `(column, value)`; entries of value zero fill up.
#[derive(Clone, Debug)]
pub(super) struct Design {
    columns: usize,
    entries: usize,
    at: Vec<usize>,
    values: Vec<f64>,
}

impl Design {
    /// An empty design with so many columns and so many entries in a row.
    pub fn new(columns: usize, entries: usize) -> Self {
        Self { columns, entries, at: Vec::new(), values: Vec::new() }
    }

    /// Adds a row. Entries that are missing are filled up with zeros.
    pub fn push(&mut self, row: &[(usize, f64)]) {
        for entry in 0..self.entries {
            let (column, value) = row.get(entry).copied().unwrap_or((0, 0.0));
            self.at.push(column);
            self.values.push(value);
        }
    }

    /// `X'X`, or `X'WX` with weights on the rows.
    fn gram(&self, weights: Option<&[f64]>) -> Vec<f64> {
        let p = self.columns;
        let mut gram = vec![0.0; p * p];
        for (row, (at, values)) in self.rows().enumerate() {
            let weight = weights.map_or(1.0, |weights| weights[row]);
            for (&i, &x) in at.iter().zip(values) {
                if x != 0.0 {
                    for (&j, &y) in at.iter().zip(values) {
                        gram[i * p + j] += weight * x * y;
                    }
                }
            }
        }
        gram
    }

    fn rows(&self) -> impl Iterator<Item = (&[usize], &[f64])> {
        self.at.chunks_exact(self.entries).zip(self.values.chunks_exact(self.entries))
    }
}

/// The inverse of the normal equations of a design, from which any number of outcomes is fitted.
#[derive(Clone, Debug)]
pub(super) struct Solver {
    columns: usize,
    inverse: Vec<f64>,
    /// Columns that do not depend on others.
    pub rank: usize,
}

impl Solver {
    /// Sums and inverts `X'X`, or `X'WX` with weights on the rows.
    pub fn of(design: &Design, weights: Option<&[f64]>) -> Self {
        let p = design.columns;
        let (lower, kept) = cholesky(&design.gram(weights), p);
        // The inverse of the triangle, column by column, then its product with itself.
        let mut triangle = vec![0.0; p * p];
        for column in (0..p).filter(|&c| kept[c]) {
            triangle[column * p + column] = 1.0 / lower[column * p + column];
            for row in (column + 1..p).filter(|&r| kept[r]) {
                let known: f64 = (column..row).map(|k| lower[row * p + k] * triangle[k * p + column]).sum();
                triangle[row * p + column] = -known / lower[row * p + row];
            }
        }
        let mut inverse = vec![0.0; p * p];
        for i in 0..p {
            for j in 0..=i {
                let entry: f64 = (i..p).map(|k| triangle[k * p + i] * triangle[k * p + j]).sum();
                inverse[i * p + j] = entry;
                inverse[j * p + i] = entry;
            }
        }
        Self { columns: p, inverse, rank: kept.iter().filter(|kept| **kept).count() }
    }

    /// The fitted value of each row, `X (X'X)^-1 X'y`, or with the weights by which it was inverted.
    pub fn fitted(&self, design: &Design, outcome: &[f64], weights: Option<&[f64]>) -> Vec<f64> {
        let p = self.columns;
        let mut right = vec![0.0; p];
        for (row, ((at, values), y)) in design.rows().zip(outcome).enumerate() {
            let y = weights.map_or(1.0, |weights| weights[row]) * y;
            for (&i, &x) in at.iter().zip(values) {
                right[i] += x * y;
            }
        }
        let solution: Vec<f64> =
            self.inverse.chunks_exact(p).map(|row| row.iter().zip(&right).map(|(a, b)| a * b).sum()).collect();
        design.rows().map(|(at, values)| at.iter().zip(values).map(|(&i, x)| solution[i] * x).sum()).collect()
    }

    /// The leverage of each row, `x (X'X)^-1 x'` in 0..1: how much of its own outcome is in its fitted value.
    pub fn leverages(&self, design: &Design) -> Vec<f64> {
        let p = self.columns;
        let leverage = |(at, values): (&[usize], &[f64])| {
            let mut total = 0.0;
            for (&i, &x) in at.iter().zip(values) {
                let row = &self.inverse[i * p..(i + 1) * p];
                total += x * at.iter().zip(values).map(|(&j, y)| row[j] * y).sum::<f64>();
            }
            total.clamp(0.0, 1.0)
        };
        design.rows().map(leverage).collect()
    }
}

impl Solver {
    /// `tr[(X'X)^-1 X'WX (X'X)^-1 X'WX]` with weights W on the rows: the sum over all pairs of rows of the square of what
    /// one has of the other's outcome, by both weights.
    pub fn pairs(&self, design: &Design, weights: &[f64]) -> f64 {
        let p = self.columns;
        let weighted = design.gram(Some(weights));
        let entry = |i: usize, j: usize| -> f64 { (0..p).map(|k| self.inverse[i * p + k] * weighted[k * p + j]).sum() };
        let product: Vec<f64> = (0..p * p).map(|at| entry(at / p, at % p)).collect();
        (0..p * p).map(|at| product[at] * product[at % p * p + at / p]).sum()
    }
}

/// The lower triangle of a square matrix, and which columns it keeps.
fn cholesky(gram: &[f64], p: usize) -> (Vec<f64>, Vec<bool>) {
    let mut lower = vec![0.0; p * p];
    let mut kept = vec![false; p];
    for column in 0..p {
        let square: f64 = (0..column).map(|k| lower[column * p + k] * lower[column * p + k]).sum();
        let own = gram[column * p + column];
        let pivot = own - square;
        if pivot <= DEPENDENT * own {
            for k in 0..column {
                lower[column * p + k] = 0.0;
            }
            continue;
        }
        kept[column] = true;
        let root = pivot.sqrt();
        lower[column * p + column] = root;
        for row in column + 1..p {
            let known: f64 = (0..column).map(|k| lower[row * p + k] * lower[column * p + k]).sum();
            lower[row * p + column] = (gram[row * p + column] - known) / root;
        }
    }
    (lower, kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Longley's employment data (NIST StRD), of which three columns are enough here: deflator, armed forces, year.
    const ROWS: [([f64; 3], f64); 6] = [
        ([83.0, 159.0, 1947.0], 60_323.0),
        ([88.5, 145.6, 1948.0], 61_122.0),
        ([88.2, 161.6, 1949.0], 60_171.0),
        ([89.5, 165.0, 1950.0], 61_187.0),
        ([96.2, 309.9, 1951.0], 63_221.0),
        ([98.1, 359.4, 1952.0], 63_639.0),
    ];

    fn design(twice: bool) -> (Design, Vec<f64>) {
        let mut design = Design::new(5, 5);
        for ([a, b, c], _) in ROWS {
            let copy = if twice { 2.0 * (a - 90.0) - 1.0 } else { 0.0 };
            design.push(&[(0, 1.0), (1, a - 90.0), (2, copy), (3, b - 200.0), (4, c - 1949.0)]);
        }
        (design, ROWS.iter().map(|row| row.1).collect())
    }

    #[test]
    fn fitted_values_and_leverages_are_those_of_another_library() {
        // numpy.linalg.lstsq 2.4.6 on the same six rows; leverages are the diagonal of X pinv(X).
        let fitted = [60_207.754_2, 60_995.259_3, 60_793.981_2, 60_829.153_6, 63_150.941_2, 63_685.910_5];
        let leverages = [0.975_289, 0.885_632, 0.290_616, 0.767_960, 0.428_078, 0.652_425];
        for twice in [false, true] {
            let (design, outcome) = design(twice);
            let solver = Solver::of(&design, None);
            assert_eq!(solver.rank, 4, "a column that is missing or depends on others is left out");
            for (found, expected) in solver.fitted(&design, &outcome, None).iter().zip(fitted) {
                assert!((found - expected).abs() < 1e-3, "{found} {expected}");
            }
            for (found, expected) in solver.leverages(&design).iter().zip(leverages) {
                assert!((found - expected).abs() < 1e-6, "{found} {expected}");
            }
        }
    }
}
