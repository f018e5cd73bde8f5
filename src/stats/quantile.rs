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
    let mut found = vec![f64::NAN; probabilities.len()];
    if values.is_empty() {
        return found;
    }
    let mut ascending: Vec<usize> = (0..probabilities.len()).collect();
    ascending.sort_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    // All values before `settled` are at most, and all after at least, what stands there.
    let mut settled = 0;
    for which in ascending {
        let (below, fraction) = place(values.len(), probabilities[which]);
        let rest = &mut values[settled..];
        let (_, &mut low, above) = rest.select_nth_unstable_by(below - settled, f64::total_cmp);
        let high = if fraction == 0.0 { low } else { above.iter().copied().fold(f64::INFINITY, f64::min) };
        found[which] = between(low, high, fraction);
        settled = below;
    }
    found
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
