//! Launches that count more or less: importance weights.

use super::total::sum;

/// The weights of logarithms of weights, the largest of which becomes 1.
#[must_use]
pub fn weights(logarithms: &[f64]) -> Vec<f64> {
    let largest = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return vec![0.0; logarithms.len()];
    }
    logarithms.iter().map(|logarithm| libm::exp(logarithm - largest)).collect()
}

/// How many launches of equal weight say as much: `(sum w)^2 / sum w^2` of E112 (Kish 1965, "Survey sampling", 11.7; Kong 1992);
/// 0 where nothing has weight.
#[must_use]
pub fn effective(weights: &[f64]) -> f64 {
    let squares = sum(weights.iter().map(|weight| weight * weight));
    let all = sum(weights.iter().copied());
    if squares > 0.0 { all * all / squares } else { 0.0 }
}

/// The weighted mean of the values that are numbers; NaN where they have no weight.
#[must_use]
pub fn mean(values: &[f64], weights: &[f64]) -> f64 {
    let known = || values.iter().zip(weights).filter(|(value, _)| !value.is_nan());
    sum(known().map(|(value, weight)| value * weight)) / sum(known().map(|(_, weight)| *weight))
}

/// The weighted standard deviation of the values that are numbers; NaN where they have no weight.
#[must_use]
pub fn deviation(values: &[f64], weights: &[f64]) -> f64 {
    let middle = mean(values, weights);
    let squares: Vec<f64> = values.iter().map(|value| (value - middle) * (value - middle)).collect();
    mean(&squares, weights).sqrt()
}

/// The values at which the weighted share below reaches each of the `shares`, which rise; NaN where nothing has weight.
///
/// Values that are no number are left out.
#[must_use]
pub fn quantiles(values: &[f64], weights: &[f64], shares: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).filter(|&at| !values[at].is_nan() && weights[at] > 0.0).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let total = sum(order.iter().map(|&at| weights[at]));
    let (mut below, mut next) = (0.0, 0);
    let mut found = Vec::with_capacity(shares.len());
    for share in shares {
        // Weights that add up to a whole miss it by rounding.
        let target = share * total * (1.0 - 4.0 * f64::EPSILON);
        while next < order.len() && below + weights[order[next]] < target {
            below += weights[order[next]];
            next += 1;
        }
        found.push(order.get(next).map_or(f64::NAN, |&at| values[at]));
    }
    found
}

/// The weighted share of values below a number, those equal to it counted half; NaN where nothing has weight.
#[must_use]
pub fn share_below(values: &[f64], weights: &[f64], of: f64) -> f64 {
    let counted = |value: f64| f64::from(u8::from(value < of)).midpoint(f64::from(u8::from(value <= of)));
    let known = || values.iter().zip(weights).filter(|(value, _)| !value.is_nan());
    sum(known().map(|(value, weight)| counted(*value) * weight)) / sum(known().map(|(_, weight)| *weight))
}

/// So many places drawn by their weights, each as often as its weight says but for one: the places at which the weights up to
/// them pass `(k + u) / count` of all (systematic resampling; Kitagawa 1996; Douc, Cappe & Moulines 2005).
#[must_use]
pub fn drawn(weights: &[f64], count: usize, u: f64) -> Vec<usize> {
    let total = sum(weights.iter().copied());
    let mut found = Vec::with_capacity(count);
    let (mut up_to, mut at) = (0.0, 0);
    let last = weights.iter().rposition(|weight| *weight > 0.0);
    let Some(last) = last else { return found };
    for k in 0..count {
        let target = (k as f64 + u) / count as f64 * total;
        while at < last && up_to + weights[at] <= target {
            up_to += weights[at];
            at += 1;
        }
        found.push(at);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_say_what_no_weights_say() {
        let values = [3.0, 1.0, 2.0, 5.0, 4.0];
        let equal = [0.2; 5];
        assert!((effective(&equal) - 5.0).abs() < 1e-12);
        assert!((mean(&values, &equal) - 3.0).abs() < 1e-12);
        assert!((deviation(&values, &equal) - 2.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(quantiles(&values, &equal, &[0.0, 0.2, 0.21, 0.5, 1.0]), [1.0, 1.0, 2.0, 3.0, 5.0]);
        assert!((share_below(&values, &equal, 3.0) - 0.5).abs() < 1e-12);
        assert_eq!(drawn(&equal, 5, 0.5), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn weights_are_whole_launches_seen_again() {
        // A weight of three is a value that stands there three times.
        let (values, by_weight) = ([1.0, 2.0, 4.0, f64::NAN], [3.0, 0.0, 1.0, 7.0]);
        let again = [1.0, 1.0, 1.0, 4.0];
        let equal = [1.0; 4];
        assert_eq!(mean(&values, &by_weight), mean(&again, &equal));
        assert!((deviation(&values, &by_weight) - deviation(&again, &equal)).abs() < 1e-12);
        let shares = [0.1, 0.75, 0.76];
        assert_eq!(quantiles(&values, &by_weight, &shares), quantiles(&again, &equal, &shares));
        assert_eq!(share_below(&values, &by_weight, 4.0), share_below(&again, &equal, 4.0));
        assert!((effective(&by_weight[..3]) - 1.6).abs() < 1e-12);
        assert_eq!(drawn(&by_weight[..3], 8, 0.5), [0, 0, 0, 0, 0, 0, 2, 2]);
    }

    #[test]
    fn logarithms_far_below_any_number_still_compare() {
        let found = weights(&[-5000.0, -5001.0, f64::NEG_INFINITY]);
        assert_eq!([found[0], found[2]], [1.0, 0.0]);
        assert!((found[1] - libm::exp(-1.0)).abs() < 1e-15);
        assert_eq!(weights(&[f64::NEG_INFINITY]), [0.0]);
        assert_eq!(effective(&[0.0, 0.0]), 0.0);
        assert!(quantiles(&[1.0], &[0.0], &[0.5])[0].is_nan());
        assert!(drawn(&[0.0], 3, 0.5).is_empty());
    }
}
