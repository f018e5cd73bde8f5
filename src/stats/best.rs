//! Choosing among several alternatives: comparison with the best, and regret.

use super::interval::two_sided_student;
use super::paired::Chance;
use super::sampled::Sampled;
use super::summary::Summary;

/// How an alternative stands against the best of the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgainstBest {
    /// Lower end of the interval for its mean less the largest mean of the others; at most 0.
    pub low: f64,
    /// Upper end, at least 0.
    pub high: f64,
    /// Whether it may be the best: no other is better beyond doubt.
    pub may_be_best: bool,
}

/// Simultaneous intervals for `mean_i - max over the others of mean_j`, where more is better.
///
/// Multiple comparisons with the best (Hsu 1984, Annals of Statistics 12, 1136-1144) for alternatives under common
/// luck, after Nelson & Matejcik (1995, Management Science 41, 1935-1945): with `D_ij` the mean paired difference and
/// `w_ij = t s_ij / sqrt(n)`, t one-sided at (1 - confidence) / (k - 1) by Bonferroni,
/// i may be the best when `D_ij + w_ij > 0` for all j; its interval is
/// `[min(0, min over candidates j of D_ij - w_ij), max(0, min_j D_ij + w_ij)]`.
/// All intervals hold together with at least the confidence asked, as far as the differences' means are normal.
///
/// Launches with a NaN in any column are left out. With fewer than two launches all may be the best.
#[must_use]
pub fn against_the_best(columns: &[&[f64]], confidence: f64) -> Vec<AgainstBest> {
    let launches = columns.first().map_or(0, |column| column.len());
    let whole: Vec<usize> = (0..launches).filter(|&at| columns.iter().all(|column| !column[at].is_nan())).collect();
    let others = columns.len().saturating_sub(1).max(1) as f64;
    let n = whole.len();
    let student =
        if n < 2 { f64::NAN } else { two_sided_student(1.0 - 2.0 * (1.0 - confidence) / others, (n - 1) as f64) };
    // (D_ij, w_ij)
    let difference = |i: usize, j: usize| {
        let differences: Vec<f64> = whole.iter().map(|&at| columns[i][at] - columns[j][at]).collect();
        let summary = Summary::of(&differences);
        if n < 2 { (0.0, f64::INFINITY) } else { (summary.mean, student * summary.se) }
    };
    let rows: Vec<Vec<(f64, f64)>> = (0..columns.len())
        .map(|i| (0..columns.len()).map(|j| if i == j { (0.0, 0.0) } else { difference(i, j) }).collect())
        .collect();
    let others_of = |i: usize| (0..columns.len()).filter(move |&j| j != i);
    let upper = |i: usize| others_of(i).map(|j| rows[i][j].0 + rows[i][j].1).fold(f64::INFINITY, f64::min);
    // Alternatives that never differ are all the best: nothing beats either.
    let may = |i: usize| others_of(i).all(|j| rows[i][j].0 + rows[i][j].1 > 0.0 || rows[i][j] == (0.0, 0.0));
    (0..columns.len())
        .map(|i| {
            let low = others_of(i).filter(|&j| may(j)).map(|j| rows[i][j].0 - rows[i][j].1).fold(0.0, f64::min);
            AgainstBest { low, high: upper(i).max(0.0), may_be_best: may(i) }
        })
        .collect()
}

/// What choosing an alternative costs in hindsight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regret {
    /// Distribution over launches of the best alternative's value less this one's.
    pub summary: Summary,
    /// Chance that no other has more in a launch.
    pub best: Chance,
}

/// The regret of each alternative (Savage 1951, Journal of the American Statistical Association 46, 55-67), where more is
/// better; launches with a NaN in any column are left out.
#[must_use]
pub fn regrets(columns: &[&[f64]], confidence: f64) -> Vec<Regret> {
    let launches = columns.first().map_or(0, |column| column.len());
    let mut regret = vec![Vec::with_capacity(launches); columns.len()];
    for at in (0..launches).filter(|&at| columns.iter().all(|column| !column[at].is_nan())) {
        let best = columns.iter().map(|column| column[at]).fold(f64::NEG_INFINITY, f64::max);
        regret.iter_mut().zip(columns).for_each(|(regret, column)| regret.push(best - column[at]));
    }
    let of = |regret: &Vec<f64>| {
        let best = Chance::of(regret, |regret| regret == 0.0, confidence, Sampled::Independently);
        Regret { summary: Summary::of(regret), best }
    };
    regret.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look drawn, of spread about one.
    fn noise(salt: u32, n: u32) -> Vec<f64> {
        (0..n).map(|i| f64::from((i * 7919 + salt * 104_729) % 1009) / 291.3 - 1.73).collect()
    }

    #[test]
    fn the_clearly_best_stands_alone_and_neighbours_stay_together() {
        let base = noise(1, 1000);
        let shifted = |by: f64, salt: u32| -> Vec<f64> {
            base.iter().zip(noise(salt, 1000)).map(|(x, e)| x + by + 0.5 * e).collect()
        };
        let (a, b, c) = (shifted(0.0, 2), shifted(1.0, 3), shifted(1.01, 4));
        let found = against_the_best(&[&a, &b, &c], 0.95);
        assert_eq!(found.iter().map(|one| one.may_be_best).collect::<Vec<_>>(), [false, true, true]);
        assert!(found[0].high == 0.0 && found[0].low < -0.9 && found[0].low > -1.2, "{found:?}");
        let found = against_the_best(&[&a, &b], 0.95);
        assert!(!found[0].may_be_best && found[1].may_be_best && found[1].low == 0.0 && found[1].high > 0.9);
    }

    #[test]
    fn copies_are_all_the_best() {
        let a = noise(1, 100);
        assert!(
            against_the_best(&[&a, &a, &a], 0.95)
                .iter()
                .all(|one| one.may_be_best && one.low == 0.0 && one.high == 0.0)
        );
    }

    #[test]
    fn regret_is_what_the_best_would_have_brought() {
        let found = regrets(&[&[1.0, 5.0, f64::NAN], &[3.0, 4.0, 9.0]], 0.95);
        assert_eq!((found[0].summary.mean, found[0].best.value), (1.0, 0.5));
        assert_eq!((found[1].summary.max, found[1].best.value), (1.0, 0.5));
    }
}
