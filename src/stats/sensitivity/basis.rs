//! The pieces of which a smooth answer to one input is put together.

/// Up to so many distinct values each has a level of its own.
const FEW_VALUES: usize = 12;
/// A value that this share of the sample has in common has a level of its own too.
const ATOM: f64 = 0.05;

/// What an outcome may look like over one input: a level for each value that many rows have in common, and for the rest
/// a straight line or a cubic spline with its knots at quantiles.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    /// Values with a level of their own, ascending.
    levels: Vec<f64>,
    piece: Piece,
}

#[derive(Clone, Debug)]
enum Piece {
    /// Every value has a level.
    None,
    /// A straight line from the first to the second value.
    Line(f64, f64),
    /// Cubic B-splines on these knots, the outer ones fourfold.
    Spline(Vec<f64>),
}

impl Basis {
    /// The bases to choose from for the values of one input, from the stiffest on, with so many values at least between
    /// two knots.
    pub fn candidates(input: &[f64], between_knots: usize) -> Vec<Self> {
        let mut sorted = input.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let groups: Vec<&[f64]> = sorted.chunk_by(|a, b| a == b).collect();
        let few = groups.len() <= FEW_VALUES;
        let has_level = |group: &&[f64]| few || group.len() as f64 >= ATOM * sorted.len() as f64;
        let levels: Vec<f64> = groups.iter().filter(|group| has_level(group)).map(|group| group[0]).collect();
        let rest: Vec<f64> = groups.iter().filter(|group| !has_level(group)).flat_map(|group| group.to_vec()).collect();
        let (Some(&first), Some(&last)) = (rest.first(), rest.last()) else {
            return vec![Self { levels, piece: Piece::None }];
        };
        if first == last {
            return vec![Self { levels: [levels, vec![first]].concat(), piece: Piece::None }];
        }
        let mut found = vec![Self { levels: levels.clone(), piece: Piece::Line(first, last) }];
        for inner in [0, 1, 2, 4, 8, 16, 32] {
            if rest.len() < (inner + 1) * between_knots {
                break;
            }
            let mut knots = vec![first; 4];
            for knot in 1..=inner {
                let value = super::super::quantile_sorted(&rest, knot as f64 / (inner + 1) as f64);
                if value > knots[knots.len() - 1] && value < last {
                    knots.push(value);
                }
            }
            knots.extend([last; 4]);
            found.push(Self { levels: levels.clone(), piece: Piece::Spline(knots) });
        }
        found
    }

    /// Columns of the design.
    pub fn columns(&self) -> usize {
        self.levels.len()
            + match &self.piece {
                Piece::None => 0,
                Piece::Line(..) => 2,
                Piece::Spline(knots) => knots.len() - 4,
            }
    }

    /// Entries that are not zero in a row, at most.
    pub fn entries(&self) -> usize {
        match self.piece {
            Piece::None => 1,
            Piece::Line(..) => 2,
            Piece::Spline(_) => 4,
        }
    }

    /// Adds the entries of a value to a row, its columns counted from `first`. They sum to one.
    pub fn row(&self, value: f64, first: usize, row: &mut Vec<(usize, f64)>) {
        if let Ok(level) = self.levels.binary_search_by(|level| level.total_cmp(&value)) {
            row.push((first + level, 1.0));
            return;
        }
        let first = first + self.levels.len();
        match &self.piece {
            Piece::None => {}
            Piece::Line(low, high) => {
                let place = (value - low) / (high - low);
                row.extend([(first, 1.0 - place), (first + 1, place)]);
            }
            Piece::Spline(knots) => {
                let (span, weights) = cubic(knots, value);
                row.extend(weights.into_iter().enumerate().map(|(k, weight)| (first + span - 3 + k, weight)));
            }
        }
    }
}

/// The four cubic B-splines that are not zero at a value, and the span it lies in (de Boor 1978, "A practical guide to
/// splines", ch. X): `B_(i,1) = 1` on the span, `B_(i,k) = w_(i,k) B_(i,k-1) + (1 - w_(i+1,k)) B_(i+1,k-1)`.
fn cubic(knots: &[f64], value: f64) -> (usize, [f64; 4]) {
    let last = knots.len() - 5;
    let span = (knots.partition_point(|knot| *knot <= value).max(4) - 1).min(last);
    let mut weights = [1.0, 0.0, 0.0, 0.0];
    for degree in 1..4 {
        let mut saved = 0.0;
        for k in 0..degree {
            let (right, left) = (knots[span + k + 1], knots[span + 1 + k - degree]);
            let part = weights[k] / (right - left);
            weights[k] = saved + (right - value) * part;
            saved = (value - left) * part;
        }
        weights[degree] = saved;
    }
    (span, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splines_are_those_of_another_library() {
        // scipy 1.17.1, interpolate.BSpline.design_matrix on these knots.
        let knots = [0.0, 0.0, 0.0, 0.0, 0.4, 0.5, 1.0, 1.0, 1.0, 1.0];
        let expected = [
            (0.0, 3, [1.0, 0.0, 0.0, 0.0]),
            (0.1, 3, [0.421_875, 0.450_625, 0.1225, 0.005]),
            (0.4, 4, [0.04, 0.64, 0.32, 0.0]),
            (0.45, 4, [0.005, 0.544_583_333_333_333_3, 0.446_944_444_444_444_5, 0.003_472_222_222_222_22]),
            (1.0, 5, [0.0, 0.0, 0.0, 1.0]),
        ];
        for (value, span, weights) in expected {
            let (found_span, found) = cubic(&knots, value);
            assert_eq!(found_span, span, "{value}");
            for (found, expected) in found.iter().zip(weights) {
                assert!((found - expected).abs() < 1e-12, "{value}: {found} {expected}");
            }
        }
    }

    #[test]
    fn entries_sum_to_one_and_common_values_have_their_own() {
        let input: Vec<f64> = (0..400).map(|i| if i % 3 == 0 { 0.0 } else { f64::from(i * 37 % 401) }).collect();
        let candidates = Basis::candidates(&input, 10);
        assert_eq!(candidates.len(), 7, "a line and 0 to 16 knots: 32 would leave fewer than ten values between them");
        for basis in &candidates {
            for &value in &input {
                let mut row = Vec::new();
                basis.row(value, 2, &mut row);
                assert!((row.iter().map(|entry| entry.1).sum::<f64>() - 1.0).abs() < 1e-12);
                assert!(row.len() <= basis.entries());
                assert!(row.iter().all(|entry| (2..2 + basis.columns()).contains(&entry.0)));
                assert_eq!(row == [(2, 1.0)], value == 0.0);
            }
        }
    }

    #[test]
    fn a_choice_has_levels_only() {
        let input: Vec<f64> = (0..50).map(|i| f64::from(i % 3)).collect();
        let candidates = Basis::candidates(&input, 10);
        assert_eq!(candidates.len(), 1);
        assert_eq!((candidates[0].columns(), candidates[0].entries()), (3, 1));
    }
}
