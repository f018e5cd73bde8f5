//! Quantiles of a sample, type 7 of Hyndman & Fan (1996), "Sample quantiles in statistical
//! packages", The American Statistician 50, 361-365.
//!
//! With h = (n - 1) p the p-quantile lies between the order statistics floor(h) and floor(h) + 1
//! (counted from 0), at the fraction h - floor(h). It is the default of R, `NumPy` and
//! spreadsheets.

use super::interval::two_sided_normal;
use super::sampled::Sampled;
use super::share::Share;
use super::special::{LARGEST_SHAPE, beta_regularised};

/// Where a p-quantile lies in n sorted values: the index below it and the fraction of the way to
/// the next one.
fn place(n: usize, p: f64) -> (usize, f64) {
    let h = (n - 1) as f64 * p.clamp(0.0, 1.0);
    let below = (h as usize).min(n - 1);
    (below, h - below as f64)
}

/// The point a fraction of the way from one value to the next; equal infinities stay what they are.
fn between(low: f64, high: f64, fraction: f64) -> f64 {
    if fraction == 0.0 || low == high { low } else { low + fraction * (high - low) }
}

/// Whether n values carry their p-quantile: on average at least one of them lies beyond it, `n min(p, 1 - p) >= 1`; any
/// value carries the median.
///
/// Fewer would only show their largest or smallest value under another name.
#[must_use]
pub fn is_carried(n: usize, p: f64) -> bool {
    // 0.95 has no exact double: twenty values carry it.
    n > 0 && (p == 0.5 || n as f64 * p.min(1.0 - p) >= 1.0 - 1e-9)
}

/// The p-quantile (type 7) of values sorted in ascending order, in the unit of the values; NaN if
/// there are none.
///
/// p is clamped to 0..1.
#[must_use]
pub fn quantile_sorted(sorted: &[f64], p: f64) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let (below, fraction) = place(sorted.len(), p);
    let above = (below + 1).min(sorted.len() - 1);
    between(sorted[below], sorted[above], fraction)
}

/// The quantiles (type 7) at each of the probabilities, in the order asked; NaN for each if there
/// are no values.
///
/// Selects instead of sorting, so a million values take a few passes. The values must hold no NaN.
#[must_use]
pub fn quantiles(values: &[f64], probabilities: &[f64]) -> Vec<f64> {
    reordering(values.to_vec(), probabilities).0
}

/// The interval of each p-quantile between two of the values, in the order of their launches from launch 0; NaN does not
/// apply. An end beyond which the values cannot tell is infinite: the 5 % quantile has a lower end from 72 launches on.
///
/// Of n independent values as many lie below the quantile as a binomial of n and p says, so it lies between the values of
/// ranks r and s with at least the confidence asked, r the largest with `P(B < r) <= a/2` and s the smallest with
/// `P(B >= s) <= a/2`, whatever the distribution (Thompson 1936, Annals of Mathematical Statistics 7, 122-128; David & Nagaraja
/// 2003, "Order statistics", 7.1). Launches in replicates count as many times as those are worth that lie below the quantile,
/// which is the interval of Woodruff (1952, Journal of the American Statistical Association 47, 635-646).
#[must_use]
pub fn intervals(values: &[f64], probabilities: &[f64], (confidence, sampled): (f64, Sampled)) -> Vec<(f64, f64)> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let of = |&p: &f64| {
        if sorted.is_empty() {
            return (f64::NEG_INFINITY, f64::INFINITY);
        }
        let quantile = quantile_sorted(&sorted, p);
        let times = |below: fn(f64, f64) -> bool| {
            let share = Share::where_it(values, |value| below(value, quantile), sampled);
            share.worth.effective(1, confidence)
        };
        // Of equal values some lie at the quantile itself.
        let times = times(|value, quantile| value < quantile).min(times(|value, quantile| value <= quantile));
        let outside = 0.5 * (1.0 - confidence);
        let (low, high) = (rank(sorted.len(), p, times, outside), rank(sorted.len(), 1.0 - p, times, outside));
        let low = low.map_or(f64::NEG_INFINITY, |below| sorted[below]);
        (low, high.map_or(f64::INFINITY, |above| sorted[sorted.len() - 1 - above]))
    };
    probabilities.iter().map(of).collect()
}

/// The largest k with `P(B <= k) <= outside`, B of so many values worth `times` as many independent ones, each below with
/// probability p; `None` where even none of them below is likelier.
fn rank(n: usize, p: f64, times: f64, outside: f64) -> Option<usize> {
    let all = n as f64 * times;
    if all >= LARGEST_SHAPE {
        let z = two_sided_normal(1.0 - 2.0 * outside);
        let below = (all * p - z * (all * p * (1.0 - p)).sqrt() - 1.0) / times;
        return (below >= 0.0).then_some(below as usize);
    }
    let likely = |k: usize| {
        let below = k as f64 * times;
        beta_regularised(below + 1.0, (all - below).max(f64::MIN_POSITIVE), p, 1.0 - p).1 > outside
    };
    let (mut first_likely, mut beyond) = (0, n);
    while first_likely < beyond {
        let middle = first_likely.midpoint(beyond);
        if likely(middle) { beyond = middle } else { first_likely = middle + 1 }
    }
    first_likely.checked_sub(1)
}

/// The quantiles in the memory of the values, which come back in another order.
pub(super) fn reordering(values: Vec<f64>, probabilities: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let n = values.len();
    if n == 0 {
        return (vec![f64::NAN; probabilities.len()], values);
    }
    let places: Vec<(usize, f64)> = probabilities.iter().map(|&p| place(n, p)).collect();
    let above = |below: usize| (below + 1).min(n - 1);
    let mut ranks: Vec<usize> = places.iter().flat_map(|&(below, _)| [below, above(below)]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let mut keys: Vec<i64> = values.into_iter().map(|value| key(value.to_bits())).collect();
    settle(&mut keys, 0, &ranks);
    let values: Vec<f64> = keys.into_iter().map(|order| f64::from_bits(key(order as u64) as u64)).collect();
    let found = places.iter().map(|&(below, fraction)| between(values[below], values[above(below)], fraction));
    (found.collect(), values)
}

/// The bits of a double as a whole number of the same order, and back: negative ones are turned round. Whole numbers are
/// compared in a third of the time of `f64::total_cmp`.
fn key(bits: u64) -> i64 {
    let bits = bits as i64;
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

/// Puts the order statistics of some ascending ranks where they belong; the first of the keys has the rank `first`.
///
/// The middle rank comes first, so that each of the others is looked for in one of the halves only.
fn settle(keys: &mut [i64], first: usize, ranks: &[usize]) {
    let middle = ranks.len() / 2;
    let Some(&rank) = ranks.get(middle) else { return };
    let (low, _, high) = keys.select_nth_unstable(rank - first);
    settle(low, first, &ranks[..middle]);
    settle(high, rank + 1, &ranks[middle + 1..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_is_carried_by_as_many_values_as_leave_one_beyond_it() {
        let least = |p: f64| (1..1000).find(|&n| is_carried(n, p));
        assert_eq!([0.5, 0.95, 0.05, 0.99, 0.01].map(least), [Some(1), Some(20), Some(20), Some(100), Some(100)]);
        assert!(!is_carried(0, 0.5) && !is_carried(1_000_000, 1.0));
    }

    #[test]
    fn selection_gives_the_bits_of_sorting_in_the_order_asked() {
        let values: Vec<f64> = (0..5001).map(|i| f64::from(i * 7919 % 5003) * 0.37 - 500.0).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let probabilities = [0.95, 0.0, 0.5, 0.05, 1.0, 0.123_456, 0.5];
        let found = quantiles(&values, &probabilities);
        for (p, q) in probabilities.iter().zip(found) {
            assert_eq!(q, quantile_sorted(&sorted, *p));
        }
    }

    #[test]
    fn negative_values_infinities_and_zeros_keep_their_order() {
        let sorted = [f64::NEG_INFINITY, -1e300, -2.5, -5e-324, -0.0, 0.0, 1e-9, 2.0, 1e300, f64::INFINITY];
        let mixed = [3, 9, 0, 5, 1, 8, 2, 7, 4, 6].map(|at: usize| sorted[at]);
        for (rank, value) in sorted.into_iter().enumerate() {
            let found = quantiles(&mixed, &[rank as f64 / 9.0])[0];
            assert_eq!(found.to_bits(), value.to_bits(), "rank {rank}");
        }
    }

    #[test]
    fn nothing_has_no_quantile_and_one_value_is_every_quantile() {
        assert!(quantile_sorted(&[], 0.5).is_nan());
        assert!(quantiles(&[], &[0.1, 0.9]).iter().all(|q| q.is_nan()));
        assert_eq!(quantiles(&[4.0], &[0.0, 0.3, 1.0]), [4.0; 3]);
        assert_eq!(quantile_sorted(&[f64::INFINITY; 3], 0.3), f64::INFINITY);
    }
}
