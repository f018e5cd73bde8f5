//! Several facts at once: how far they lie together from the middle of what launches say of them.

use super::interval::two_sided_normal;
use super::total::sum;

/// Launches below which nothing is said.
const FEWEST: usize = 100;
/// What is left of a fact's variance when the others are known, below which it says nothing of its own.
const DEPENDENT: f64 = 1e-9;

/// Normal scores of values: of the value with k smaller and e equal ones among n, itself included, the normal quantile of
/// `(k + e/2) / n` (van der Waerden 1952, with mid-ranks).
fn scores(values: &[f64]) -> Vec<f64> {
    let n = values.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut found = vec![0.0; n];
    let mut from = 0;
    while from < n {
        let equal = order[from..].iter().take_while(|&&at| values[at] == values[order[from]]).count();
        let score = score((from as f64 + 0.5 * equal as f64) / n as f64);
        order[from..from + equal].iter().for_each(|&at| found[at] = score);
        from += equal;
    }
    found
}

/// The normal quantile of a share above 0 and below 1.
fn score(share: f64) -> f64 {
    let z = two_sided_normal((2.0 * share - 1.0).abs());
    if share < 0.5 { -z } else { z }
}

/// The share of launches that lie as far from the middle of all launches as the facts do, or further, all facts together;
/// `None` with fewer than two facts, or fewer than a hundred launches to which all apply.
///
/// E109: with z the normal scores of what a launch says of each fact and C their correlations, a launch lies at
/// `d^2 = z' C^-1 z` (Mahalanobis 1936), the facts at the same of their own scores, the normal quantiles of `below`, the
/// shares of launches below each of them, no nearer to 0 or 1 than half a launch. The share is
/// `(1 + launches with no smaller d) / (1 + launches)`, a p-value of a test of outlyingness by permutation (Davison & Hinkley
/// 1997, "Bootstrap methods and their application", 4.2). A fact that the others say already counts once.
///
/// # Panics
/// When there are not as many columns as facts.
#[must_use]
pub fn as_far(columns: &[&[f64]], below: &[f64]) -> Option<f64> {
    assert_eq!(columns.len(), below.len(), "each fact has a column");
    let launches = columns.first().map_or(0, |column| column.len());
    let whole: Vec<usize> = (0..launches).filter(|&at| columns.iter().all(|column| !column[at].is_nan())).collect();
    let (n, facts) = (whole.len(), columns.len());
    if facts < 2 || n < FEWEST {
        return None;
    }
    let half = 0.5 / n as f64;
    let of = |column: &&[f64]| scores(&whole.iter().map(|&at| column[at]).collect::<Vec<f64>>());
    let launch: Vec<Vec<f64>> = columns.iter().map(of).collect();
    let fact: Vec<f64> = below.iter().map(|share| score(share.clamp(half, 1.0 - half))).collect();
    // What each fact says beyond those before it, its own deviation one: d^2 is the sum of the squares (Gram & Schmidt).
    let mut kept: Vec<(Vec<f64>, f64)> = Vec::new();
    for (mut values, mut own) in launch.into_iter().zip(fact) {
        let all = sum(values.iter().map(|z| z * z)) / n as f64;
        for (basis, record) in &kept {
            let along = sum(values.iter().zip(basis).map(|(z, b)| z * b)) / n as f64;
            values.iter_mut().zip(basis).for_each(|(z, b)| *z -= along * b);
            own -= along * record;
        }
        let left = sum(values.iter().map(|z| z * z)) / n as f64;
        if left <= DEPENDENT * all.max(f64::MIN_POSITIVE) {
            continue;
        }
        let root = left.sqrt();
        for z in &mut values {
            *z /= root;
        }
        kept.push((values, own / root));
    }
    let distance = |at: usize| sum(kept.iter().map(|(values, _)| values[at] * values[at]));
    let facts = sum(kept.iter().map(|(_, own)| own * own));
    let as_far = (0..n).filter(|&at| distance(at) >= facts).count();
    Some((1 + as_far) as f64 / (1 + n) as f64)
}

/// The chance that of so many independent facts at least `outside` lie outside a range that holds `share` of what can be.
#[must_use]
pub fn chance_of_outside(outside: usize, facts: usize, share: f64) -> f64 {
    if outside == 0 {
        return 1.0;
    }
    let (k, n) = (outside as f64, facts as f64);
    super::special::beta_regularised(k, n - k + 1.0, 1.0 - share, share).0
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;
    use crate::stats::made_luck::normal;

    fn columns(n: u64) -> [Vec<f64>; 3] {
        let of = |salt: u64| move |launch: u64| normal((salt << 40) + launch);
        let (shared, own, other) = (of(1), of(2), of(3));
        [
            (0..n).map(shared).collect(),
            (0..n).map(|launch| shared(launch) + 0.1 * own(launch)).collect(),
            (0..n).map(|launch| libm::exp(other(launch))).collect(),
        ]
    }

    fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
        columns.iter().map(Vec::as_slice).collect()
    }

    #[test]
    fn facts_that_contradict_what_goes_together_are_far_though_each_is_not() {
        let columns = columns(2000);
        let of = |below: [f64; 3]| as_far(&slices(&columns), &below).unwrap();
        assert!(of([0.5, 0.5, 0.5]) > 0.99);
        // The first two go together: one high and the other low never happens.
        assert!(of([0.8, 0.8, 0.5]) > 0.5);
        assert!(of([0.8, 0.2, 0.5]) < 0.001);
        assert!(of([0.5, 0.5, 1.0]) < 0.02);
    }

    #[test]
    fn launches_taken_for_the_facts_lie_anywhere_among_the_others() {
        let columns = columns(2000);
        let all = slices(&columns);
        let mut within = 0;
        for truth in 0..200 {
            let rest: Vec<Vec<f64>> = columns.iter().map(|column| column[200..].to_vec()).collect();
            let below: Vec<f64> = rest
                .iter()
                .zip(&all)
                .map(|(rest, own)| rest.iter().filter(|value| **value < own[truth]).count() as f64 / rest.len() as f64)
                .collect();
            within += usize::from(as_far(&slices(&rest), &below).unwrap() > 0.1);
        }
        // 180 of 200, within four standard errors.
        assert!((163..=197).contains(&within), "{within}");
    }

    #[test]
    fn a_fact_said_twice_counts_once_and_little_says_nothing() {
        let [x, y, z] = columns(500);
        let once = as_far(&[&x, &z], &[0.9, 0.3]).unwrap();
        assert_eq!(as_far(&[&x, &x, &z], &[0.9, 0.9, 0.3]), Some(once));
        assert_eq!(as_far(&[&x], &[0.9]), None);
        assert_eq!(as_far(&[&x[..50], &y[..50]], &[0.9, 0.5]), None);
    }

    #[test]
    fn as_many_outside_are_as_likely_as_binomials_say() {
        // 1 - 0.9^6 - 6 0.1 0.9^5, and 0.1^6.
        assert!((chance_of_outside(2, 6, 0.9) - 0.114_265).abs() < 1e-9);
        assert!((chance_of_outside(6, 6, 0.9) - 1e-6).abs() < 1e-15);
        assert_eq!(chance_of_outside(0, 6, 0.9), 1.0);
    }
}
