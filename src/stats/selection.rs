//! Selecting the best of a few alternatives under common luck in two stages, with a guarantee.
//!
//! Screening and a second stage (Nelson, Swann, Goldsman & Song 2001, Operations Research 49, 950-963; to clean up after a
//! search: Boesel, Nelson & Kim 2003, Operations Research 51, 814-825), each for half of the error allowed, by paired
//! differences and Bonferroni so that common random numbers may make them depend on each other in any way (Clark & Yang
//! 1986; Nelson & Matejcik 1995, Management Science 41, 1935-1945). With n launches of each of k alternatives in the first
//! stage and `S_ij` the standard deviation of the paired difference:
//!
//! 1. i is left out when some j has `mean_j - mean_i > t S_ij / sqrt(n)`, t one-sided at (error / 2) / (k - 1).
//! 2. those left take `N = max(n, (t S_ij / delta)^2)` launches, the largest over their pairs, and the largest mean is
//!    chosen.
//!
//! Of launches in replicates `S_ij` is what the error of the mean would come from, `sqrt(n) se_ij`, which does not grow with
//! more launches.
//!
//! With at least the confidence asked the one chosen is the best of all, or earns less than it by delta at most, as far as
//! means of the differences are normal. Where N is more than may be simulated, the delta that the launches there are will
//! reach is known before the second stage is looked at, and is what is promised instead.

use super::better::Better;
use super::interval::two_sided_student;
use super::sampled::Sampled;
use super::summary::Summary;

/// What the first stage leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Screened {
    /// Whether each alternative is still in.
    pub kept: Vec<bool>,
    /// Launches of each that the second stage takes, the first included.
    pub launches: u64,
    /// What is promised with so many: the one chosen is at most this far from the best.
    pub delta: f64,
    /// `t S_ij`: by the root of the launches it is the half-width of the interval for a pair.
    widths: Vec<Vec<f64>>,
}

/// How one of those left stands after the second stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    /// Its mean less that of the one chosen.
    pub behind: f64,
    /// Whether it may be the best: none is ahead of it by more than their interval.
    pub may_be_best: bool,
}

impl Screened {
    /// How those left stand by their means over the second stage; `None` for those left out.
    #[must_use]
    pub fn stand(&self, means: &[f64]) -> Vec<Option<Stand>> {
        let root = (self.launches as f64).sqrt();
        let left = || (0..means.len()).filter(|&at| self.kept[at] && !means[at].is_nan());
        let most = left().map(|at| means[at]).fold(f64::NEG_INFINITY, f64::max);
        let wide = |i: usize, j: usize| self.widths.get(i).map_or(0.0, |row| row[j] / root);
        let of = |i: usize| Stand {
            behind: means[i] - most,
            may_be_best: left().all(|j| j == i || means[j] - means[i] <= wide(i, j)),
        };
        (0..means.len()).map(|at| (self.kept[at] && !means[at].is_nan()).then(|| of(at))).collect()
    }
}

/// Student's quantile of one side at half of the error, shared out over the others.
fn student(alternatives: usize, degrees: f64, confidence: f64) -> f64 {
    let error = 0.5 * (1.0 - confidence) / alternatives.saturating_sub(1).max(1) as f64;
    two_sided_student(1.0 - 2.0 * error, degrees.max(1.0))
}

/// The paired difference of two columns.
fn difference(one: &[f64], other: &[f64], sampled: Sampled) -> Summary {
    let pairs = one.iter().zip(other).map(|(x, y)| x - y);
    Summary::sampled(&pairs.collect::<Vec<f64>>(), Better::More, sampled)
}

/// Screens alternatives by their first stage, where more is better, and says how many launches of those left make the
/// promise of `delta`, no more than `most`. Only a rival can beat another: who is not known to keep a condition is none.
///
/// With fewer than two launches all stay in and nothing is promised.
#[must_use]
pub fn screen(
    columns: &[&[f64]],
    rivals: &[bool],
    (delta, most): (f64, u64),
    (confidence, sampled): (f64, Sampled),
) -> Screened {
    let k = columns.len();
    let n = columns.first().map_or(0, |column| column.len());
    if k < 2 {
        return Screened { kept: vec![true; k], launches: n as u64, delta: 0.0, widths: Vec::new() };
    }
    if n < 2 {
        let widths = vec![vec![f64::INFINITY; k]; k];
        return Screened { kept: vec![true; k], launches: most, delta: f64::INFINITY, widths };
    }
    let pairs: Vec<Vec<Summary>> =
        (0..k).map(|i| (0..k).map(|j| difference(columns[j], columns[i], sampled)).collect()).collect();
    let wide = |pair: &Summary| {
        if pair.count < 2 {
            return f64::INFINITY;
        }
        student(k, pair.degrees, confidence) * pair.se * (pair.count as f64).sqrt()
    };
    let widths: Vec<Vec<f64>> = pairs.iter().map(|row| row.iter().map(wide).collect()).collect();
    let beaten = |i: usize, j: usize| {
        let pair = &pairs[i][j];
        rivals[j] && pair.mean > widths[i][j] / (pair.count as f64).sqrt()
    };
    let kept: Vec<bool> = (0..k).map(|i| !(0..k).any(|j| j != i && beaten(i, j))).collect();
    let left = || (0..k).filter(|&i| kept[i]);
    let others = |i: usize| left().filter(move |&j| j != i);
    let widest = left().flat_map(|i| others(i).map(move |j| (i, j))).fold(0.0, |most, (i, j)| widths[i][j].max(most));
    let ratio = widest / delta;
    let needed = if widest == 0.0 { n as u64 } else { ((ratio * ratio).ceil() as u64).max(n as u64) };
    let launches = needed.min(most.max(n as u64));
    let reached = widest / (launches as f64).sqrt();
    Screened { kept, launches, delta: if needed <= launches { delta } else { reached }, widths }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::made_luck::normal;

    /// Alternatives whose means are given, under luck they share for the most part.
    fn column(mean: f64, salt: u64, experiment: u64, launches: u64) -> Vec<f64> {
        let shared = |launch: u64| 5.0 * normal((experiment << 32) + launch);
        let own = |launch: u64| normal((experiment << 32) + (salt << 24) + launch);
        (0..launches).map(|launch| mean + shared(launch) + own(launch)).collect()
    }

    fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
        columns.iter().map(Vec::as_slice).collect()
    }

    #[test]
    fn what_is_far_behind_is_left_out_and_what_is_close_takes_more_launches() {
        let columns: Vec<Vec<f64>> =
            [(0.0, 1), (3.0, 2), (3.1, 3)].map(|(mean, salt)| column(mean, salt, 0, 64)).into();
        let found = screen(&slices(&columns), &[true; 3], (0.2, 100_000), (0.95, Sampled::Independently));
        assert_eq!(found.kept, [false, true, true]);
        // (2.55 * sqrt(2) / 0.2)^2, for the two left.
        assert!((200..500).contains(&found.launches) && found.delta == 0.2, "{found:?}");
        let fewer = screen(&slices(&columns), &[true; 3], (0.2, 100), (0.95, Sampled::Independently));
        assert_eq!(fewer.launches, 100);
        assert!(fewer.delta > 0.3 && fewer.delta < 0.5, "{fewer:?}");
        let stand = |means: &[f64]| fewer.stand(means).into_iter().map(|one| one.map(|one| one.may_be_best));
        assert_eq!(stand(&[0.0, 3.0, 3.1]).collect::<Vec<_>>(), [None, Some(true), Some(true)]);
        assert_eq!(stand(&[0.0, 2.0, 3.1]).collect::<Vec<_>>(), [None, Some(false), Some(true)]);
        // Who is no rival leaves nobody out.
        let found = screen(&slices(&columns), &[true, false, false], (0.2, 100), (0.95, Sampled::Independently));
        assert_eq!(found.kept, [true; 3]);
    }

    #[test]
    fn one_alone_and_copies_need_no_second_stage() {
        let column = column(1.0, 1, 0, 32);
        let alone = screen(&[&column], &[true], (0.1, 1000), (0.95, Sampled::Independently));
        assert_eq!((alone.kept.len(), alone.launches, alone.delta), (1, 32, 0.0));
        let same = screen(&[&column, &column], &[true; 2], (0.1, 1000), (0.95, Sampled::Independently));
        assert_eq!((same.kept.clone(), same.launches, same.delta), (vec![true; 2], 32, 0.1));
        assert!(same.stand(&[1.0, 1.0]).iter().all(|one| one.is_some_and(|one| one.may_be_best)));
    }

    /// The least favourable case: one leads all others by delta. Chosen wrongly at most as often as was promised.
    #[test]
    fn the_one_chosen_is_within_delta_as_often_as_promised() {
        let means = [0.0, 0.0, 0.0, 0.0, 0.5];
        let experiments = 400;
        let mut wrong = 0;
        for experiment in 1..=experiments {
            let all: Vec<Vec<f64>> =
                means.iter().enumerate().map(|(at, mean)| column(*mean, at as u64, experiment, 600)).collect();
            let first: Vec<&[f64]> = all.iter().map(|values| &values[..32]).collect();
            let found = screen(&first, &[true; 5], (0.5, 600), (0.95, Sampled::Independently));
            assert_eq!(found.delta, 0.5);
            let mean = |at: usize| crate::stats::mean(&all[at][..found.launches as usize]);
            let chosen = (0..5).filter(|&at| found.kept[at]).max_by(|&a, &b| mean(a).total_cmp(&mean(b)));
            wrong += u32::from(chosen != Some(4));
        }
        // 5 % of 400 and three standard errors; Bonferroni keeps it well below.
        assert!(wrong <= 33, "{wrong} of {experiments}");
    }
}
