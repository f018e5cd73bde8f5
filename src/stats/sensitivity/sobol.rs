//! Sobol' indices from a design of their own.

use super::super::interval::two_sided_normal;
use super::super::mean;
use super::super::summary::Summary;
use super::words;

/// Resamples from which an interval is read.
const RESAMPLES: u64 = 400;

/// Share of the squares below which a variance is taken for rounding.
const ROUNDING: f64 = 1e-12;

/// Outcomes of a model at the rows of two independent samples of its inputs, A and B, and of what is mixed from them.
#[derive(Clone, Copy, Debug)]
pub struct Evaluations<'a> {
    /// At the rows of A.
    pub a: &'a [f64],
    /// At the rows of B.
    pub b: &'a [f64],
    /// For each input, at the rows of A with that input from B.
    pub ab: &'a [&'a [f64]],
    /// For each input, at the rows of B with that input from A; none where pairs of inputs are not asked for.
    pub ba: &'a [&'a [f64]],
}

/// An index and its interval. Estimates of small indices may be negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What one input does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Alone: the share of the variance that would go if it were known.
    pub first: Index,
    /// With all others: the share that would remain if all others were known.
    pub total: Index,
}

/// What two inputs do together beyond what each does alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The two inputs, the lower number first.
    pub inputs: (usize, usize),
    /// Their second-order index.
    pub index: Index,
}

/// The first-order and total index of each input.
///
/// `S_i = mean[f_B (f_AB - f_A)] / V` (Saltelli et al. 2010, Computer Physics Communications 181, 259-270, table 2b) and
/// `T_i = mean[(f_A - f_AB)^2] / 2 V` (Jansen 1999, Computer Physics Communications 117, 35-43), with outcomes less the
/// mean of all of them and V the variance of those of A and B together. The intervals are `-+ z sd` over 400 resamples of
/// the rows (Archer, Saltelli & Sobol' 1997, Journal of Statistical Computation and Simulation 58, 99-120).
///
/// None where the outcomes of A and B do not vary, or where a resample does not: with fewer than some ten rows that differ
/// from the rest. Inputs must be independent of each
/// other. With points of a Sobol' sequence the intervals are too wide, for they take the rows for independent; below some
/// hundred rows, and for outcomes of which few rows hold most of the variance, they cover less than they say.
#[must_use]
pub fn indices(of: &Evaluations, confidence: f64) -> Option<Vec<Indices>> {
    let base = Base::of(of)?;
    let z = two_sided_normal(confidence);
    let both = of.ab.iter().map(|mixed| {
        let first = base.first(mixed);
        let total: Vec<f64> =
            base.a.iter().zip(*mixed).map(|(a, m)| a - (m - base.middle)).map(|d| 0.5 * d * d).collect();
        Some(Indices { first: base.index(&first, z)?, total: base.index(&total, z)? })
    });
    both.collect()
}

/// The second-order index of each pair of inputs, `S_jk = mean[f_BA_j f_AB_k - f_A f_B] / V - S_j - S_k` (Saltelli 2002,
/// Computer Physics Communications 145, 280-297); the rest as for [`indices`]. None also where no outcomes of B with an
/// input from A are given. It takes many more rows than indices of the first order to be known as well.
#[must_use]
pub fn pairs(of: &Evaluations, confidence: f64) -> Option<Vec<Pair>> {
    let base = Base::of(of)?;
    if of.ba.len() != of.ab.len() {
        return None;
    }
    let z = two_sided_normal(confidence);
    let firsts: Vec<Vec<f64>> = of.ab.iter().map(|mixed| base.first(mixed)).collect();
    let mut found = Vec::new();
    for j in 0..of.ab.len() {
        for k in j + 1..of.ab.len() {
            let term = |row: usize| {
                let together = (of.ba[j][row] - base.middle) * (of.ab[k][row] - base.middle);
                together - base.a[row] * base.b[row] - firsts[j][row] - firsts[k][row]
            };
            let terms: Vec<f64> = (0..base.a.len()).map(term).collect();
            found.push(Pair { inputs: (j, k), index: base.index(&terms, z)? });
        }
    }
    Some(found)
}

/// Outcomes of A and B less the mean of all.
struct Base {
    a: Vec<f64>,
    b: Vec<f64>,
    middle: f64,
}

impl Base {
    fn of(of: &Evaluations) -> Option<Self> {
        let all: Vec<f64> =
            [of.a, of.b].iter().chain(of.ab).chain(of.ba).flat_map(|column| column.iter().copied()).collect();
        let middle = mean(&all);
        let less = |column: &[f64]| -> Vec<f64> { column.iter().map(|value| value - middle).collect() };
        let base = Self { a: less(of.a), b: less(of.b), middle };
        (of.a.len() > 1).then_some(base)
    }

    fn first(&self, mixed: &[f64]) -> Vec<f64> {
        (0..self.a.len()).map(|row| self.b[row] * (mixed[row] - self.middle - self.a[row])).collect()
    }

    /// The mean of a term by the variance of A and B, and its interval; none where a resample does not vary.
    fn index(&self, terms: &[f64], z: f64) -> Option<Index> {
        let rows = terms.len();
        let ratio = |row: &dyn Fn(usize) -> usize| {
            let (mut term, mut sum, mut squares) = (0.0, 0.0, 0.0);
            for at in 0..rows {
                let row = row(at);
                let (a, b) = (self.a[row], self.b[row]);
                term += terms[row];
                sum += a + b;
                squares += a * a + b * b;
            }
            let n = rows as f64;
            let (middle, squares) = (sum / (2.0 * n), squares / (2.0 * n));
            let variance = squares - middle * middle;
            // What remains of equal values is rounding.
            (variance > ROUNDING * squares).then(|| term / n / variance)
        };
        let value = ratio(&|row| row)?;
        let resampled: Option<Vec<f64>> =
            (0..RESAMPLES).map(|resample| ratio(&|at| words::row(resample * rows as u64 + at as u64, rows))).collect();
        let half = z * Summary::of(&resampled?).sd;
        Some(Index { value, low: value - half, high: value + half })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::super::words::shares;
    use super::*;

    type Model = fn(&[f64]) -> f64;

    fn ishigami(u: &[f64]) -> f64 {
        let [x, y, z] = [u[0], u[1], u[2]].map(|u| (2.0 * u - 1.0) * std::f64::consts::PI);
        libm::sin(x) + 7.0 * libm::sin(y) * libm::sin(y) + 0.1 * z * z * z * z * libm::sin(x)
    }

    fn linear(u: &[f64]) -> f64 {
        2.0 * u[0] + 3.0 * u[1] + u[2]
    }

    /// Factors of -1 and 1, each as likely.
    fn factorial(u: &[f64]) -> f64 {
        let [a, b, c] = [u[0], u[1], u[2]].map(|u| if u < 0.5 { -1.0 } else { 1.0 });
        10.0 + 3.0 * a - 2.0 * b + 1.5 * a * b + 0.5 * c
    }

    /// Outcomes at A, B, then at A with each input from B, then at B with each input from A.
    fn evaluated(f: Model, inputs: usize, rows: usize, u: &dyn Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
        let at = |from_b: &dyn Fn(usize) -> bool| -> Vec<f64> {
            let point = |row: usize| -> Vec<f64> {
                (0..inputs).map(|input| u(row, if from_b(input) { inputs + input } else { input })).collect()
            };
            (0..rows).map(|row| f(&point(row))).collect()
        };
        let mut found = vec![at(&|_| false), at(&|_| true)];
        found.extend((0..inputs).map(|input| at(&|other| other == input)));
        found.extend((0..inputs).map(|input| at(&|other| other != input)));
        found
    }

    fn both(columns: &[Vec<f64>], with_pairs: bool) -> (Vec<Indices>, Vec<Pair>) {
        let inputs = (columns.len() - 2) / 2;
        let mixed: Vec<&[f64]> = columns[2..].iter().map(Vec::as_slice).collect();
        let ba = if with_pairs { &mixed[inputs..] } else { &[] };
        let of = Evaluations { a: &columns[0], b: &columns[1], ab: &mixed[..inputs], ba };
        (indices(&of, 0.95).unwrap(), pairs(&of, 0.95).unwrap_or_default())
    }

    #[test]
    fn the_estimates_of_a_small_sample_are_those_of_another_library() {
        // SALib 1.6.0, analyze.sobol.analyze(calc_second_order=True), Ishigami at 64 points of a plain recurrence.
        let steps = [
            0.819_172_513_396_164,
            0.671_043_606_703_789,
            0.549_700_477_901_97,
            0.450_306_947,
            0.368_878_2,
            0.302_176_9,
        ];
        let u = |row: usize, column: usize| ((row + 1) as f64 * steps[column]) % 1.0;
        let (found, found_pairs) = both(&evaluated(ishigami, 3, 64, &u), true);
        let first = [0.083_540_422_262_921_26, 0.429_215_978_303_133_85, -0.144_811_043_407_159_67];
        let total = [0.401_519_869_744_989_3, 0.433_803_802_809_116_57, 0.262_118_735_509_961_23];
        for (found, (first, total)) in found.iter().zip(first.into_iter().zip(total)) {
            assert!((found.first.value - first).abs() < 1e-9 && (found.total.value - total).abs() < 1e-9, "{found:?}");
        }
        let together = [0.272_557_702_214_944_9, 0.523_000_616_055_673_5, 0.012_830_136_752_149_446];
        for (found, expected) in found_pairs.iter().zip(together) {
            assert!((found.index.value - expected).abs() < 1e-9, "{found:?} {expected}");
        }
        assert_eq!(found_pairs.iter().map(|pair| pair.inputs).collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn intervals_cover_the_closed_forms() {
        // ISH1, LINEAR and FACTORIAL: first-order and total indices in closed form.
        let cases: [(Model, [f64; 3], [f64; 3]); 3] = [
            (
                ishigami,
                [0.313_905_191_147_811_46, 0.442_411_144_790_040_9, 0.0],
                [0.557_588_855_209_959_2, 0.442_411_144_790_040_9, 0.243_683_664_062_147_73],
            ),
            (linear, [2.0 / 7.0, 9.0 / 14.0, 1.0 / 14.0], [2.0 / 7.0, 9.0 / 14.0, 1.0 / 14.0]),
            (factorial, [9.0 / 15.5, 4.0 / 15.5, 0.25 / 15.5], [11.25 / 15.5, 6.25 / 15.5, 0.25 / 15.5]),
        ];
        for (case, (model, first, total)) in cases.into_iter().enumerate() {
            let mut covered = [[0; 2]; 3];
            for round in 0..200 {
                let columns: Vec<Vec<f64>> = (0..6).map(|column| shares(6 * round + column, 200)).collect();
                let (found, _) = both(&evaluated(model, 3, 200, &|row, column| columns[column][row]), false);
                for input in 0..3 {
                    let holds = |index: &Index, truth: f64| u32::from(index.low <= truth && truth <= index.high);
                    covered[input][0] += holds(&found[input].first, first[input]);
                    covered[input][1] += holds(&found[input].total, total[input]);
                }
            }
            // 190 less 3.3 standard deviations of a binomial count.
            assert!(covered.as_flattened().iter().all(|covered| *covered >= 180), "case {case}: {covered:?}");
        }
    }

    #[test]
    fn an_interaction_is_found_and_what_does_not_vary_has_no_index() {
        let columns: Vec<Vec<f64>> = (0..6).map(|column| shares(column, 4000)).collect();
        let (_, found) = both(&evaluated(factorial, 3, 4000, &|row, column| columns[column][row]), true);
        for (pair, truth) in found.iter().zip([2.25 / 15.5, 0.0, 0.0]) {
            assert!(pair.index.low <= truth && truth <= pair.index.high, "{pair:?}");
            assert_eq!(pair.index.low > 0.0, truth > 0.0, "{pair:?}");
        }
        let still: &[f64] = &[2.0; 50];
        assert_eq!(indices(&Evaluations { a: still, b: still, ab: &[still], ba: &[] }, 0.95), None);
        // Two rows of fifty that differ say nothing, twenty do.
        let of = |many: usize| -> Vec<f64> { (0..50).map(|row| f64::from(u8::from(row < many))).collect() };
        let still = vec![0.0; 50];
        let few = Evaluations { a: &of(2), b: &still, ab: &[&still], ba: &[] };
        assert_eq!(indices(&few, 0.95), None);
        let more = Evaluations { a: &of(20), b: &still, ab: &[&still], ba: &[] };
        assert!(indices(&more, 0.95).is_some());
    }
}
