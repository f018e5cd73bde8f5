//! Spearman's rank correlation.

use super::super::interval::two_sided_normal;
use super::super::mean;

/// The rank correlation of two columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankCorrelation {
    /// Pairs in which both apply.
    pub count: usize,
    /// Pearson's correlation of the mid-ranks, -1 to 1.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The rank of each value from 1 on; equal ones share the mean of their ranks.
pub(super) fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for group in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let rank = before as f64 + 0.5 * (group.len() + 1) as f64;
        for &at in group {
            ranks[at] = rank;
        }
        before += group.len();
    }
    ranks
}

/// Spearman's rank correlation (1904) with mid-ranks for ties, and its interval by Fisher's z: `tanh(atanh r -+ z se)`
/// with `se^2 = (1 + r^2 / 2) / (n - 3)` (Bonett & Wright 2000, Psychometrika 65, 23-28).
///
/// Pairs of which one does not apply (NaN) are left out. None where a column does not vary or fewer than four pairs
/// remain. The interval is wrong for correlations beyond 0.95, and too wide or narrow where most values are tied: it
/// was made for values that are not. Of a choice the order of its values means nothing.
#[must_use]
pub fn spearman(input: &[f64], outcome: &[f64], confidence: f64) -> Option<RankCorrelation> {
    let kept: Vec<(f64, f64)> =
        input.iter().copied().zip(outcome.iter().copied()).filter(|(x, y)| !x.is_nan() && !y.is_nan()).collect();
    let x = mid_ranks(&kept.iter().map(|pair| pair.0).collect::<Vec<f64>>());
    let y = mid_ranks(&kept.iter().map(|pair| pair.1).collect::<Vec<f64>>());
    let (mx, my) = (mean(&x), mean(&y));
    let product =
        |a: &[f64], ma: f64, b: &[f64], mb: f64| -> f64 { a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).sum() };
    let spread = product(&x, mx, &x, mx) * product(&y, my, &y, my);
    let count = kept.len();
    if count < 4 || spread <= 0.0 {
        return None;
    }
    let value = (product(&x, mx, &y, my) / spread.sqrt()).clamp(-1.0, 1.0);
    if value.abs() > 1.0 - 1e-12 {
        return Some(RankCorrelation { count, value, low: value, high: value });
    }
    let half = two_sided_normal(confidence) * ((1.0 + 0.5 * value * value) / (count - 3) as f64).sqrt();
    let middle = libm::atanh(value);
    Some(RankCorrelation { count, value, low: libm::tanh(middle - half), high: libm::tanh(middle + half) })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::super::words::normals;
    use super::*;

    #[test]
    fn the_correlation_is_that_of_another_library() {
        // scipy 1.17.1, stats.spearmanr, with ties in both columns.
        let x = [1.0, 2.0, 2.0, 3.0, 5.0, 4.0, f64::NAN, 7.0, 7.0, 7.0, 0.0];
        let y = [2.0, 1.0, 3.0, 3.0, 9.0, 4.0, 100.0, 5.0, 8.0, 8.0, 2.5];
        let found = spearman(&x, &y, 0.95).unwrap();
        assert_eq!(found.count, 10);
        assert!((found.value - 0.845_237_696_629_581_8).abs() < 1e-12, "{found:?}");
        assert_eq!(mid_ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }

    #[test]
    fn what_does_not_vary_has_none_and_a_perfect_order_is_one() {
        assert_eq!(spearman(&[1.0; 9], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], 0.95), None);
        let found = spearman(&[1.0, 2.0, 3.0, 4.0, 9.0], &[-1.0, -2.0, -3.0, -4.0, -90.0], 0.95).unwrap();
        assert_eq!((found.value, found.low, found.high), (-1.0, -1.0, -1.0));
    }

    #[test]
    fn the_interval_covers_at_its_rate() {
        for correlation in [0.0, 0.6, 0.9] {
            // Of two normal values (Pearson 1907).
            let truth = 6.0 / std::f64::consts::PI * libm::asin(0.5 * correlation);
            let mut covered = 0;
            for round in 0..1000 {
                let (x, e) = (normals(2 * round, 100), normals(2 * round + 1, 100));
                let own = (1.0 - correlation * correlation).sqrt();
                let y: Vec<f64> = x.iter().zip(e).map(|(x, e)| correlation * x + own * e).collect();
                let found = spearman(&x, &y, 0.95).unwrap();
                covered += u32::from(found.low <= truth && truth <= found.high);
            }
            // 950 less 3.3 standard deviations of a binomial count; where nothing is correlated it is exact but for n.
            assert!(covered >= 927 && (correlation > 0.0 || covered <= 973), "{correlation}: {covered}");
        }
    }
}
