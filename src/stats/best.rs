//! Choosing among several alternatives: comparison with the best, and regret.

use super::better::Better;
use super::interval::two_sided_student;
use super::paired::Chance;
use super::sampled::Sampled;
use super::share::Share;
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
/// `w_ij = t se_ij`, se_ij its standard error and t one-sided at (1 - confidence) / (k - 1) by Bonferroni,
/// i may be the best when `D_ij + w_ij > 0` for all j; its interval is
/// `[min(0, min over candidates j of D_ij - w_ij), max(0, min_j D_ij + w_ij)]`.
/// All intervals hold together with at least the confidence asked, as far as the differences' means are normal.
///
/// Launches with a NaN in any column are left out. With fewer than two launches all may be the best.
#[must_use]
pub fn against_the_best(columns: &[&[f64]], confidence: f64, sampled: Sampled) -> Vec<AgainstBest> {
    let whole = applies_to_all(columns);
    let others = columns.len().saturating_sub(1).max(1) as f64;
    let one_sided = 1.0 - 2.0 * (1.0 - confidence) / others;
    // (D_ij, w_ij)
    let difference = |i: usize, j: usize| {
        let of = |at: usize| if whole[at] { columns[i][at] - columns[j][at] } else { f64::NAN };
        let summary = Summary::sampled(&(0..whole.len()).map(of).collect::<Vec<f64>>(), Better::More, sampled);
        if summary.count < 2 {
            return (0.0, f64::INFINITY);
        }
        (summary.mean, two_sided_student(one_sided, summary.degrees) * summary.se)
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
pub fn regrets(columns: &[&[f64]], confidence: f64, sampled: Sampled) -> Vec<Regret> {
    let whole = applies_to_all(columns);
    let best = |at: usize| columns.iter().map(|column| column[at]).fold(f64::NEG_INFINITY, f64::max);
    let best: Vec<f64> = (0..whole.len()).map(|at| if whole[at] { best(at) } else { f64::NAN }).collect();
    let of = |column: &&[f64]| {
        let regret: Vec<f64> = best.iter().zip(*column).map(|(best, own)| best - own).collect();
        let share = Share::where_it(&regret, |regret| regret == 0.0, sampled);
        Regret { summary: Summary::sampled(&regret, Better::More, sampled), best: Chance::of(&share, confidence) }
    };
    columns.iter().map(of).collect()
}

/// Whether a launch has a value in every column.
fn applies_to_all(columns: &[&[f64]]) -> Vec<bool> {
    let launches = columns.first().map_or(0, |column| column.len());
    (0..launches).map(|at| columns.iter().all(|column| !column[at].is_nan())).collect()
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
        let found = against_the_best(&[&a, &b, &c], 0.95, Sampled::Independently);
        assert_eq!(found.iter().map(|one| one.may_be_best).collect::<Vec<_>>(), [false, true, true]);
        assert!(found[0].high == 0.0 && found[0].low < -0.9 && found[0].low > -1.2, "{found:?}");
        let found = against_the_best(&[&a, &b], 0.95, Sampled::Independently);
        assert!(!found[0].may_be_best && found[1].may_be_best && found[1].low == 0.0 && found[1].high > 0.9);
    }

    #[test]
    fn copies_are_all_the_best() {
        let a = noise(1, 100);
        assert!(
            against_the_best(&[&a, &a, &a], 0.95, Sampled::Independently)
                .iter()
                .all(|one| one.may_be_best && one.low == 0.0 && one.high == 0.0)
        );
    }

    #[test]
    fn regret_is_what_the_best_would_have_brought() {
        let found = regrets(&[&[1.0, 5.0, f64::NAN], &[3.0, 4.0, 9.0]], 0.95, Sampled::Independently);
        assert_eq!((found[0].summary.mean, found[0].best.value), (1.0, 0.5));
        assert_eq!((found[1].summary.max, found[1].best.value), (1.0, 0.5));
    }
}
