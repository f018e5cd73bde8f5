//! Intervals for differences of quantiles by sectioning: parts of the launches stand for repetitions of the whole.

use super::interval::two_sided_student;
use super::quantile::quantiles;
use super::total::sum;

/// Sections at most; more would make them too short for a quantile near the ends.
pub const SECTIONS: usize = 20;
/// Launches in a section at least.
const SHORTEST: f64 = 50.0;
/// Launches of a section beyond a quantile at least; with fewer the quantile of a section is biased against that of the
/// whole, and the interval covers less than it says.
const BEYOND: f64 = 10.0;
/// Sections below which no interval is given.
const FEWEST: usize = 5;

/// A difference with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntervalEstimate {
    /// The difference, NaN when either side has no value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Launch numbers of each of `count` sections of `launches` launches: equal stretches, the last one takes the rest.
pub fn sections(launches: usize, count: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    let length = launches / count.max(1);
    (0..count).map(move |at| at * length..if at + 1 == count { launches } else { (at + 1) * length })
}

/// How many sections tell of a p-quantile of values that apply to so many launches; 0 where they are too few.
fn sections_for(probability: f64, launches: usize) -> usize {
    let nearer_end = probability.min(1.0 - probability);
    let shortest = (BEYOND / nearer_end).round().max(SHORTEST);
    let count = ((launches as f64 / shortest) as usize).min(SECTIONS);
    if count < FEWEST { 0 } else { count }
}

/// The differences of p-quantiles `q_p(alternative) - q_p(baseline)` for each of the probabilities, paired by launch.
///
/// Sectioning (Asmussen & Glynn 2007, "Stochastic simulation", III.5a; Nakayama 2014, ACM Transactions on Modeling and
/// Computer Simulation 24(4), 19): with D the difference over all launches and `D_1 .. D_b` those of b sections,
/// `D -+ t_{b-1} S / sqrt(b)`, `S^2 = sum (D_j - D)^2 / (b - 1)`. A section holds the same launches on both sides, so
/// what common luck saves is kept. A section holds 50 launches at least, and so many that ten lie beyond the quantile:
/// 200 for p = 5 %. b is the launches over that, at most 20; below five sections (250 launches for the median, 1,000 for
/// p = 5 %) there is no interval. Quantiles are of type 7 over the launches to which the value applies, and only those
/// count.
///
/// # Panics
/// When there are not as many values on one side as on the other.
#[must_use]
pub fn quantile_differences(
    baseline: &[f64],
    alternative: &[f64],
    probabilities: &[f64],
    confidence: f64,
) -> Vec<IntervalEstimate> {
    assert_eq!(baseline.len(), alternative.len(), "values must come in pairs");
    let difference = |range: std::ops::Range<usize>| -> Vec<f64> {
        let of = |values: &[f64]| {
            let kept: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            quantiles(&kept, probabilities)
        };
        of(&baseline[range.clone()]).iter().zip(of(&alternative[range])).map(|(x, y)| y - x).collect()
    };
    let whole = difference(0..baseline.len());
    let applies = |values: &[f64]| values.iter().filter(|value| !value.is_nan()).count();
    let applies = applies(baseline).min(applies(alternative));
    let counts: Vec<usize> = probabilities.iter().map(|&probability| sections_for(probability, applies)).collect();
    // Quantiles with as many sections share them.
    let parts: Vec<(usize, Vec<Vec<f64>>)> = counts
        .iter()
        .enumerate()
        .filter(|&(at, count)| *count > 0 && !counts[..at].contains(count))
        .map(|(_, &count)| (count, sections(baseline.len(), count).map(difference).collect()))
        .collect();
    let estimate = |(at, &value): (usize, &f64)| {
        let nothing = IntervalEstimate { value, low: f64::NEG_INFINITY, high: f64::INFINITY };
        let Some((count, parts)) = parts.iter().find(|(count, _)| *count == counts[at]) else { return nothing };
        if parts.iter().any(|part| part[at].is_nan()) {
            return nothing;
        }
        let count = *count;
        let student = two_sided_student(confidence, (count - 1) as f64);
        let squares = sum(parts.iter().map(|part| (part[at] - value) * (part[at] - value)));
        let half = student * (squares / (count as f64 - 1.0) / count as f64).sqrt();
        IntervalEstimate { value, low: value - half, high: value + half }
    };
    whole.iter().enumerate().map(estimate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_hold_every_launch_once() {
        let all: Vec<usize> = sections(1037, 20).flatten().collect();
        assert_eq!(all, (0..1037).collect::<Vec<_>>());
    }

    #[test]
    fn a_shift_moves_every_quantile_and_leaves_no_doubt() {
        let x: Vec<f64> = (0..1000).map(|i| f64::from(i * 7919 % 1009)).collect();
        let y: Vec<f64> = x.iter().map(|x| x + 2.5).collect();
        for found in quantile_differences(&x, &y, &[0.05, 0.5, 0.95], 0.95) {
            // Five sections of 200 launches are just enough for the ends.
            assert!(
                found.value == 2.5 && (found.low - 2.5).abs() < 1e-12 && (found.high - 2.5).abs() < 1e-12,
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_quantile_near_the_end_takes_more_launches() {
        assert_eq!([0.05, 0.5, 0.95].map(|p| sections_for(p, 999)), [0, 19, 0]);
        assert_eq!([0.05, 0.5, 0.95].map(|p| sections_for(p, 1000)), [5, 20, 5]);
        assert_eq!([0.01, 0.05, 0.99].map(|p| sections_for(p, 5000)), [5, 20, 5]);
        assert_eq!([0.01, 0.5].map(|p| sections_for(p, 4999)), [0, 20]);
        // Launches to which a value does not apply tell nothing of its quantiles.
        let x: Vec<f64> = (0..2000).map(|i| if i % 4 == 0 { f64::from(i) } else { f64::NAN }).collect();
        let found = quantile_differences(&x, &x, &[0.05, 0.5], 0.95);
        assert!(found[0].high == f64::INFINITY && found[1].high == 0.0, "{found:?}");
    }

    #[test]
    fn few_launches_give_no_interval() {
        let x: Vec<f64> = (0..200).map(f64::from).collect();
        let found = quantile_differences(&x, &x, &[0.5], 0.95);
        assert_eq!((found[0].value, found[0].high), (0.0, f64::INFINITY));
    }
}
