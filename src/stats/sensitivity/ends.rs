//! What an outcome is where an input is lowest, and where it is highest.

use super::super::interval::{score, two_sided_student};
use super::super::summary::Summary;
use super::lines::Lines;

/// An outcome at the lowest and at the highest values of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    /// The highest input among the lowest.
    pub lowest_to: f64,
    /// The lowest input among the highest.
    pub highest_from: f64,
    /// Values at the low end and at the high end.
    pub counts: (usize, usize),
    /// The mean at the low end and at the high end; a share where the outcome is yes or no.
    pub means: (f64, f64),
    /// From the low end to the high end.
    pub change: f64,
    /// Lower end of the interval of the change.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The change of an outcome's mean from the lowest `share` of an input's values to the highest.
///
/// Equal inputs stay together, so an end may hold more: a choice or a yes and no is told by its first and last value.
/// The interval of means is Welch's (1947, Biometrika 34, 28-35), Student's with Satterthwaite's degrees of freedom; that
/// of shares, where all outcomes are 0 or 1, joins Wilson's intervals of both (Newcombe 1998, Statistics in Medicine 17,
/// 873-890, method 10). Pairs of which one does not apply (NaN) are left out. None where the ends meet, or one of them
/// holds a single value. Rows of the same line of a sample are one piece of evidence: an end of n rows counts as
/// `n^2 / (n_1^2 + .. + n_m^2)` of m lines (E116). An answer that rises and falls again may have the same ends. Below some thirty values at an end
/// Welch's interval of a very skewed outcome covers less than it says.
#[must_use]
pub fn ends(input: &[f64], outcome: &[f64], lines: Lines<'_>, share: f64, confidence: f64) -> Option<Ends> {
    let pairs = input.iter().copied().zip(outcome.iter().copied()).enumerate();
    let mut kept: Vec<(f64, f64, usize)> =
        pairs.filter(|(_, (x, y))| !x.is_nan() && !y.is_nan()).map(|(row, (x, y))| (x, y, row)).collect();
    kept.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = libm::ceil(share * kept.len() as f64) as usize;
    let lowest_to = kept.get(size.checked_sub(1)?)?.0;
    let highest_from = kept[kept.len() - size].0;
    if lowest_to >= highest_from {
        return None;
    }
    let of = |within: &dyn Fn(f64) -> bool| -> End {
        let rows = || kept.iter().filter(|pair| within(pair.0));
        let values: Vec<f64> = rows().map(|pair| pair.1).collect();
        End { told: Summary::of(&values), effective: lines.effective(rows().map(|pair| pair.2)) }
    };
    let (first, last) = (of(&|x| x <= lowest_to), of(&|x| x >= highest_from));
    let (a, b) = (&first.told, &last.told);
    // Two lines are two values but for rounding.
    if first.effective < 1.5 || last.effective < 1.5 {
        return None;
    }
    let change = b.mean - a.mean;
    let is_share = kept.iter().all(|pair| pair.1 == 0.0 || pair.1 == 1.0);
    let (low, high) = if is_share { newcombe(&first, &last, confidence) } else { welch(&first, &last, confidence) };
    let (counts, means) = ((a.count, b.count), (a.mean, b.mean));
    Some(Ends { lowest_to, highest_from, counts, means, change, low, high })
}

/// The outcomes at one end, and as many independent ones as they say as much.
struct End {
    told: Summary,
    effective: f64,
}

impl End {
    fn variance_of_mean(&self) -> f64 {
        self.told.sd * self.told.sd / self.effective
    }
}

fn welch(a: &End, b: &End, confidence: f64) -> (f64, f64) {
    let (va, vb) = (a.variance_of_mean(), b.variance_of_mean());
    let change = b.told.mean - a.told.mean;
    if va + vb == 0.0 {
        return (change, change);
    }
    let degrees = (va + vb) * (va + vb) / (va * va / (a.effective - 1.0) + vb * vb / (b.effective - 1.0));
    let half = two_sided_student(confidence, degrees) * (va + vb).sqrt();
    (change - half, change + half)
}

fn newcombe(a: &End, b: &End, confidence: f64) -> (f64, f64) {
    let of = |end: &End| {
        let share = end.told.mean;
        let (low, high) = score(share * end.effective, end.effective, confidence);
        (share, share - low, high - share)
    };
    let ((pa, down_a, up_a), (pb, down_b, up_b)) = (of(a), of(b));
    let change = pb - pa;
    (change - (down_b * down_b + up_a * up_a).sqrt(), change + (up_b * up_b + down_a * down_a).sqrt())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::super::words::{normals, shares};
    use super::*;

    #[test]
    fn welch_is_that_of_another_library() {
        // scipy 1.17.1, stats.ttest_ind(last, first, equal_var=False).confidence_interval(0.95).
        let input: Vec<f64> = (0..10).map(f64::from).collect();
        let outcome = [3.0, 4.5, 1.0, 7.0, 0.0, 0.0, 9.0, 30.0, 12.0, 17.5];
        let found = ends(&input, &outcome, Lines::ALONE, 0.4, 0.95).unwrap();
        assert_eq!((found.lowest_to, found.highest_from, found.counts), (3.0, 6.0, (4, 4)));
        assert_eq!(found.change, 13.25);
        assert!(
            (found.low - -0.993_961_208_022_215_1).abs() < 1e-9 && (found.high - 27.493_961_208_022_215).abs() < 1e-9,
            "{found:?}"
        );
    }

    #[test]
    fn shares_are_those_of_the_paper() {
        // Newcombe 1998, table II, method 10: 56/70 less 48/80, and 0/10 less 0/20.
        let of = |(yes_b, b): (usize, usize), (yes_a, a): (usize, usize)| {
            let input: Vec<f64> = (0..a + b).map(|at| f64::from(u8::from(at >= a))).collect();
            let yes = |at: usize| if at < a { at < yes_a } else { at - a < yes_b };
            let outcome: Vec<f64> = (0..a + b).map(|at| f64::from(u8::from(yes(at)))).collect();
            let end = |values: &[f64]| End { told: Summary::of(values), effective: values.len() as f64 };
            let found = newcombe(&end(&outcome[..a]), &end(&outcome[a..]), 0.95);
            assert!(yes_a == 0 || ends(&input, &outcome, Lines::ALONE, 0.1, 0.95).unwrap().low == found.0);
            found
        };
        let (low, high) = of((56, 70), (48, 80));
        assert!((low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5, "{low} {high}");
        let (low, high) = of((0, 10), (0, 20));
        assert!((low - -0.1611).abs() < 5e-5 && (high - 0.2775).abs() < 5e-5, "{low} {high}");
    }

    #[test]
    fn values_that_are_equal_stay_together() {
        let input: Vec<f64> = (0..60).map(|at| f64::from(at % 3)).collect();
        let found = ends(&input, &input, Lines::ALONE, 0.1, 0.95).unwrap();
        assert_eq!((found.counts, found.means, found.low, found.high), ((20, 20), (0.0, 2.0), 2.0, 2.0));
        assert_eq!(ends(&[1.0; 60], &input, Lines::ALONE, 0.1, 0.95), None);
        assert_eq!(ends(&[], &[], Lines::ALONE, 0.1, 0.95), None);
        assert_eq!(ends(&[1.0, 2.0, f64::NAN], &[1.0, 2.0, 3.0], Lines::ALONE, 0.1, 0.95), None);
    }

    #[test]
    fn launches_of_the_same_line_are_one_piece_of_evidence() {
        // Each of 60 lines taken by 20 launches, whose outcome hangs on no input that is looked at.
        let ids: Vec<u32> = (0..1200).map(|row| row % 60).collect();
        let mut covered = [0, 0];
        for round in 0..1000 {
            let (x, e, luck) = (shares(3 * round, 60), normals(3 * round + 1, 60), normals(3 * round + 2, 1200));
            let of_line = |values: &[f64], row: usize| values[row % 60];
            let input: Vec<f64> = (0..1200).map(|row| of_line(&x, row)).collect();
            let outcome: Vec<f64> = (0..1200).map(|row| of_line(&e, row) + 0.3 * luck[row]).collect();
            for (covered, lines) in covered.iter_mut().zip([Lines::of(&ids), Lines::ALONE]) {
                let found = ends(&input, &outcome, lines, 0.1, 0.95).unwrap();
                *covered += u32::from(found.low <= 0.0 && 0.0 <= found.high);
            }
        }
        assert!(covered[0] >= 950 - 23 && covered[1] < 500, "{covered:?}");
        // One line alone at an end says nothing of another.
        let input: Vec<f64> = ids.iter().map(|id| f64::from(u8::from(*id > 0))).collect();
        assert_eq!(ends(&input, &input, Lines::of(&ids), 0.01, 0.95), None);
    }

    #[test]
    fn the_interval_covers_at_its_rate() {
        let mut covered = [0, 0];
        for round in 0..1000 {
            let (x, e) = (shares(2 * round, 200), normals(2 * round + 1, 200));
            let y: Vec<f64> = x.iter().zip(&e).map(|(x, e)| x + (0.2 + x) * e).collect();
            // From the lowest tenth of the values drawn to the highest the mean rises by that of the inputs themselves.
            let truth = |of: &dyn Fn(f64) -> f64| {
                let seen: Vec<f64> = x.iter().map(|x| of(*x)).collect();
                ends(&x, &seen, Lines::ALONE, 0.1, 0.95).unwrap().change
            };
            let found = ends(&x, &y, Lines::ALONE, 0.1, 0.95).unwrap();
            let mean = truth(&|x| x);
            covered[0] += u32::from(found.low <= mean && mean <= found.high);
            let chance = |x: f64| 0.2 + 0.6 * x;
            let yes: Vec<f64> =
                x.iter().zip(shares(90_000 + round, 200)).map(|(x, u)| f64::from(u8::from(u < chance(*x)))).collect();
            let found = ends(&x, &yes, Lines::ALONE, 0.1, 0.95).unwrap();
            let share = truth(&chance);
            covered[1] += u32::from(found.low <= share && share <= found.high);
        }
        // 950 -+ 3.3 standard deviations of a binomial count; Newcombe's may cover a little more.
        assert!((927..=973).contains(&covered[0]) && (927..=985).contains(&covered[1]), "{covered:?}");
    }
}
