//! Summaries of one result over many launches.
//!
//! Sums run in index order with Neumaier's compensation (Neumaier 1974, "Rundungsfehleranalyse
//! einiger Verfahren zur Summation endlicher Summen", ZAMM 54, 39-51), so a figure neither depends
//! on how the launches were spread over threads nor loses digits to their number.

use super::better::Better;
use super::interval::{student_interval, two_sided_student};
use super::quantile;
use super::sampled::Sampled;
use super::total::sum;

/// The share of launches that `Summary::cvar5` averages.
const TAIL_SHARE: f64 = 0.05;

/// What many launches say about one result, in the unit of the result.
///
/// NaN entries mean "not applicable" (the price of a launch that never sold) and are left out;
/// `count` says how many remain. Without any, every figure is NaN; with one, `sd` and `se` are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Values that are not NaN.
    pub count: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation with n - 1.
    pub sd: f64,
    /// Standard error of the mean: sd / sqrt(n), or of launches in replicates the one that [`Sampled`] says.
    pub se: f64,
    /// Degrees of freedom of `se`.
    pub degrees: f64,
    /// As many independent values would know the mean as well: `(sd / se)^2`.
    pub worth: f64,
    /// Smallest value.
    pub min: f64,
    /// 5 % quantile (type 7, like the four that follow).
    pub p5: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Largest value.
    pub max: f64,
    /// Mean of the worst 5 %, see [`lower_tail_mean`]: of the highest where less is better, else of the lowest.
    pub cvar5: f64,
}

impl Summary {
    /// Summarises the values in index order, more being better; a copy is reordered inside, the values are not.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        Self::where_better(values, Better::More)
    }

    /// The same where more, less or neither is better: the worst launches lie at the other end.
    #[must_use]
    pub fn where_better(values: &[f64], better: Better) -> Self {
        Self::sampled(values, better, Sampled::Independently)
    }

    /// The same of launches that were sampled in some way; the first value is that of launch 0.
    #[must_use]
    pub fn sampled(values: &[f64], better: Better, sampled: Sampled) -> Self {
        let kept: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        let count = kept.len();
        let mean = mean(&kept);
        let sd = standard_deviation(&kept, mean);
        let min = kept.iter().copied().reduce(f64::min).unwrap_or(f64::NAN);
        let max = kept.iter().copied().reduce(f64::max).unwrap_or(f64::NAN);
        let (q, mut kept) = quantile::reordering(kept, &[0.05, 0.25, 0.5, 0.75, 0.95]);
        let cvar5 = if better == Better::Less {
            for value in &mut kept {
                *value = -*value;
            }
            0.0 - tail_mean_of_reordered(&mut kept, TAIL_SHARE)
        } else {
            tail_mean_of_reordered(&mut kept, TAIL_SHARE)
        };
        let alone = || (sd / (count as f64).sqrt(), count as f64 - 1.0);
        let (se, degrees) = sampled.error_of_mean(values, mean).unwrap_or_else(alone);
        let worth = (sd / se) * (sd / se);
        Self {
            count,
            mean,
            sd,
            se,
            degrees,
            worth,
            min,
            p5: q[0],
            p25: q[1],
            p50: q[2],
            p75: q[3],
            p95: q[4],
            max,
            cvar5,
        }
    }
}

impl Summary {
    /// Student's interval for the mean: mean -+ t se with [`Summary::degrees`] of freedom.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> (f64, f64) {
        if self.count < 2 || self.degrees == self.count as f64 - 1.0 {
            return student_interval(self.mean, self.sd, self.count, confidence);
        }
        let half = two_sided_student(confidence, self.degrees) * self.se;
        (self.mean - half, self.mean + half)
    }
}

/// Arithmetic mean in index order with Neumaier's compensation, in the unit of the values; NaN for
/// none.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    sum(values.iter().copied()) / values.len() as f64
}

/// sqrt(sum (x - mean)^2 / (n - 1)) of values with this mean, less what the rounding of the mean adds (Chan, Golub &
/// `LeVeque` 1983, eq. 1.7); NaN for fewer than two.
#[must_use]
pub fn standard_deviation(values: &[f64], mean: f64) -> f64 {
    let n = values.len() as f64;
    if values.len() < 2 {
        return f64::NAN;
    }
    let squares = sum(values.iter().map(|v| (v - mean) * (v - mean)));
    let residue = sum(values.iter().map(|v| v - mean));
    ((squares - residue * residue / n).max(0.0) / (n - 1.0)).sqrt()
}

/// The share of values strictly below x, NaN for no values. NaN entries count as not below.
#[must_use]
pub fn fraction_below(values: &[f64], x: f64) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    values.iter().filter(|&&v| v < x).count() as f64 / values.len() as f64
}

/// Mean of the lowest `share` (0..1) of the values: the conditional value at risk of Rockafellar &
/// Uryasev (2002, "Conditional value-at-risk for general loss distributions", J. Banking & Finance
/// 26, 1443-1471), for results where less is worse.
///
/// With n values and k = floor(share n): `(x_1 + .. + x_k + (share n - k) x_(k+1)) / (share n)`.
/// The atom at the boundary counts by the fraction that falls into the tail; the two other
/// definitions in use (mean of all values at or beyond the quantile, or strictly beyond it) jump
/// with n. NaN entries are left out; NaN if none remain.
#[must_use]
pub fn lower_tail_mean(values: &[f64], share: f64) -> f64 {
    let mut kept: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    tail_mean_of_reordered(&mut kept, share)
}

fn tail_mean_of_reordered(values: &mut [f64], share: f64) -> f64 {
    let n = values.len();
    if n == 0 {
        return f64::NAN;
    }
    let weight = share.clamp(0.0, 1.0) * n as f64;
    let whole = (weight as usize).min(n - 1);
    values.select_nth_unstable_by(whole, f64::total_cmp);
    // Selection leaves the tail in an order of its own; sorting it makes the sum independent of
    // that.
    values[..whole].sort_unstable_by(f64::total_cmp);
    let boundary = values[whole];
    let fraction = weight - whole as f64;
    if whole == 0 {
        return boundary;
    }
    let partial = if fraction == 0.0 { 0.0 } else { fraction * boundary };
    sum(values[..whole].iter().copied().chain([partial])) / weight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_says_what_it_should() {
        let summary = Summary::of(&[0.0, 100.0, f64::NAN, 2.0, 11.0, 1.0, 35.5, 3.5, 7.0, 20.0, f64::NAN, 11.0]);
        assert_eq!(summary.count, 10);
        assert_eq!((summary.min, summary.max), (0.0, 100.0));
        assert_eq!((summary.p25, summary.p50, summary.p75), (2.375, 9.0, 17.75));
        assert!((summary.p5 - 0.45).abs() < 1e-12 && (summary.p95 - 70.975).abs() < 1e-10);
        assert!((summary.mean - 19.1).abs() < 1e-12);
        assert!((summary.se * 10.0_f64.sqrt() - summary.sd).abs() < 1e-12);
        assert_eq!(summary.cvar5, 0.0);
    }

    #[test]
    fn the_worst_launches_of_a_cost_are_the_dearest() {
        let costs: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(Summary::where_better(&costs, Better::Less).cvar5, 98.0);
        for better in [Better::More, Better::Neither] {
            assert_eq!(Summary::where_better(&costs, better).cvar5, 3.0);
        }
        let none = Summary::where_better(&[0.0; 40], Better::Less);
        assert!(none.cvar5 == 0.0 && none.cvar5.is_sign_positive());
    }

    #[test]
    fn nothing_gives_not_applicable_and_one_value_no_deviation() {
        for empty in [Summary::of(&[]), Summary::of(&[f64::NAN; 3])] {
            assert_eq!(empty.count, 0);
            let figures = [empty.mean, empty.sd, empty.se, empty.min, empty.p5, empty.p50, empty.max, empty.cvar5];
            assert!(figures.iter().all(|f| f.is_nan()));
        }
        let one = Summary::of(&[3.0]);
        assert_eq!((one.count, one.mean, one.min, one.p5, one.max, one.cvar5), (1, 3.0, 3.0, 3.0, 3.0, 3.0));
        assert!(one.sd.is_nan() && one.se.is_nan());
        assert!(mean(&[]).is_nan() && fraction_below(&[], 1.0).is_nan());
    }

    #[test]
    fn small_terms_survive_large_ones() {
        assert_eq!(mean(&[1.0, 1e100, 1.0, -1e100]), 0.5);
        assert_eq!(mean(&[1.0, f64::INFINITY]), f64::INFINITY);
    }

    #[test]
    fn fractions_below_are_strict() {
        assert_eq!(fraction_below(&[1.0, 2.0, 2.0, 3.0], 2.0), 0.25);
        assert_eq!(fraction_below(&[1.0, 2.0, 2.0, 3.0], 9.0), 1.0);
    }
}
