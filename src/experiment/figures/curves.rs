//! What curves and bars over launches need: where most values lie, and the share of launches at or below a value.

use crate::stats;

/// The values below and above which such a share of the launches lies each; values in any order.
#[must_use]
pub fn all_but(share: f64, values: &[f64]) -> (f64, f64) {
    let ends = stats::quantiles(values, &[share, 1.0 - share]);
    (ends[0], ends[1])
}

/// Values with the share of launches at or below, at so many equal steps of the share; values ascend.
#[must_use]
pub fn shares(sorted: &[f64], steps: usize) -> Vec<(f64, f64)> {
    let point = |step: usize| {
        let share = step as f64 / steps as f64;
        (stats::quantile_sorted(sorted, share), share)
    };
    (0..=steps).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_values_lie_between_the_ends_and_all_are_below_the_last() {
        let values: Vec<f64> = (0..=1000).rev().map(f64::from).collect();
        assert_eq!(all_but(0.001, &values), (1.0, 999.0));
        let sorted: Vec<f64> = values.into_iter().rev().collect();
        assert_eq!(shares(&sorted, 4), [(0.0, 0.0), (250.0, 0.25), (500.0, 0.5), (750.0, 0.75), (1000.0, 1.0)]);
    }
}
