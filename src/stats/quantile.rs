//! Quantiles of a sample, type 7 of Hyndman & Fan (1996), "Sample quantiles in statistical
//! packages", The American Statistician 50, 361-365.
//!
//! With h = (n - 1) p the p-quantile lies between the order statistics floor(h) and floor(h) + 1
//! (counted from 0), at the fraction h - floor(h). It is the default of R, `NumPy` and
//! spreadsheets.

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
/// Selects instead of sorting, so a million values take a few passes. The values must hold no NaN;
/// they are put into another order.
#[must_use]
pub fn quantiles(values: &mut [f64], probabilities: &[f64]) -> Vec<f64> {
    let n = values.len();
    if n == 0 {
        return vec![f64::NAN; probabilities.len()];
    }
    let places: Vec<(usize, f64)> = probabilities.iter().map(|&p| place(n, p)).collect();
    let above = |below: usize| (below + 1).min(n - 1);
    let mut ranks: Vec<usize> = places.iter().flat_map(|&(below, _)| [below, above(below)]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    settle(values, 0, &ranks);
    places.iter().map(|&(below, fraction)| between(values[below], values[above(below)], fraction)).collect()
}

/// Puts the order statistics of some ascending ranks where they belong; the first of the values has the rank `first`.
///
/// The middle rank comes first, so that each of the others is looked for in one of the halves only.
fn settle(values: &mut [f64], first: usize, ranks: &[usize]) {
    let middle = ranks.len() / 2;
    let Some(&rank) = ranks.get(middle) else { return };
    let (low, _, high) = values.select_nth_unstable_by(rank - first, f64::total_cmp);
    settle(low, first, &ranks[..middle]);
    settle(high, rank + 1, &ranks[middle + 1..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selection_gives_the_bits_of_sorting_in_the_order_asked() {
        let mut values: Vec<f64> = (0..5001).map(|i| f64::from(i * 7919 % 5003) * 0.37 - 500.0).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let probabilities = [0.95, 0.0, 0.5, 0.05, 1.0, 0.123_456, 0.5];
        let found = quantiles(&mut values, &probabilities);
        for (p, q) in probabilities.iter().zip(found) {
            assert_eq!(q, quantile_sorted(&sorted, *p));
        }
    }

    #[test]
    fn nothing_has_no_quantile_and_one_value_is_every_quantile() {
        assert!(quantile_sorted(&[], 0.5).is_nan());
        assert!(quantiles(&mut [], &[0.1, 0.9]).iter().all(|q| q.is_nan()));
        assert_eq!(quantiles(&mut [4.0], &[0.0, 0.3, 1.0]), [4.0; 3]);
        assert_eq!(quantile_sorted(&[f64::INFINITY; 3], 0.3), f64::INFINITY);
    }
}
