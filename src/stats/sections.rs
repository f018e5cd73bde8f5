//! Intervals for differences of quantiles by sectioning: parts of the launches stand for repetitions of the whole.

use super::interval::two_sided_student;
use super::quantile::quantiles;
use super::sampled::Sampled;
use super::total::sum;

/// Sections at most, of launches that are independent of each other; more would make them too short for a quantile near
/// the ends.
pub const SECTIONS: usize = 20;
/// Sections at most, however launches were sampled: as many as replicates.
pub const MOST: usize = 32;
/// Launches in a section at least.
const SHORTEST: f64 = 50.0;
/// Launches of a section beyond a quantile at least; with fewer the quantile of a section is biased against that of the
/// whole, and the interval covers less than it says.
const BEYOND: f64 = 10.0;
/// Sections below which no interval is given.
const FEWEST: usize = 5;
/// The same of replicates, whose number is divided by powers of two.
const FEWEST_OF_REPLICATES: usize = 4;

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

/// Launches in parts of which each repeats the whole: stretches of equal length of independent ones, the last with the rest,
/// and as many replicates in each of launches in replicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sections {
    /// How many there are.
    pub count: usize,
    launches: usize,
    sampled: Sampled,
}

impl Sections {
    /// The most there may be of so many launches, but no more than `wanted`.
    #[must_use]
    pub fn up_to(wanted: usize, launches: usize, sampled: Sampled) -> Self {
        let wanted = wanted.min(launches);
        let count = match sampled {
            Sampled::Independently => wanted.min(SECTIONS),
            // The largest power of two, for replicates are as many.
            Sampled::InReplicates(replicates) => match wanted.min(replicates) {
                0 => 0,
                most => 1 << most.ilog2(),
            },
        };
        Self { count, launches, sampled }
    }

    /// Those that tell of a p-quantile of values that apply to `applies` of the launches; none where they are too few.
    fn of_quantile(probability: f64, applies: usize, launches: usize, sampled: Sampled) -> Self {
        let nearer_end = probability.min(1.0 - probability);
        let shortest = (BEYOND / nearer_end).round().max(SHORTEST);
        let found = Self::up_to((applies as f64 / shortest) as usize, launches, sampled);
        let fewest = if sampled == Sampled::Independently { FEWEST } else { FEWEST_OF_REPLICATES };
        if found.count < fewest { Self { count: 0, ..found } } else { found }
    }

    /// The values of each section, of values in the order of the launches from launch 0.
    pub fn of(self, values: &[f64]) -> impl Iterator<Item = Vec<f64>> {
        (0..self.count).map(move |at| match self.sampled {
            Sampled::Independently => {
                let length = self.launches / self.count;
                let end = if at + 1 == self.count { self.launches } else { (at + 1) * length };
                values[at * length..end].to_vec()
            }
            Sampled::InReplicates(_) => values.iter().skip(at).step_by(self.count).copied().collect(),
        })
    }
}

/// The differences of p-quantiles `q_p(alternative) - q_p(baseline)` for each of the probabilities, paired by launch.
///
/// Sectioning (Asmussen & Glynn 2007, "Stochastic simulation", III.5a; Nakayama 2014, ACM Transactions on Modeling and
/// Computer Simulation 24(4), 19): with D the difference over all launches and `D_1 .. D_b` those of b sections,
/// `D -+ t_{b-1} S / sqrt(b)`, `S^2 = sum (D_j - D)^2 / (b - 1)`. A section holds the same launches on both sides, so
/// what common luck saves is kept. A section holds 50 launches at least, and so many that ten lie beyond the quantile:
/// 200 for p = 5 %. b is the launches over that, at most 20; below five sections (250 launches for the median, 1,000 for
/// p = 5 %) there is no interval. Launches in replicates make sections of whole replicates, 4, 8, 16 or as many as there are
/// (Nakayama, Kaplan, Li, Tuffin & L'Ecuyer 2020, "Quantile estimation via a combination of conditional Monte Carlo and
/// randomized quasi-Monte Carlo", Winter Simulation Conference). Quantiles are of type 7 over the launches to which the value applies, and only those
/// count.
///
/// # Panics
/// When there are not as many values on one side as on the other.
#[must_use]
pub fn quantile_differences(
    baseline: &[f64],
    alternative: &[f64],
    probabilities: &[f64],
    (confidence, sampled): (f64, Sampled),
) -> Vec<IntervalEstimate> {
    assert_eq!(baseline.len(), alternative.len(), "values must come in pairs");
    let difference = |baseline: &[f64], alternative: &[f64]| -> Vec<f64> {
        let of = |values: &[f64]| {
            let kept: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            quantiles(&kept, probabilities)
        };
        of(baseline).iter().zip(of(alternative)).map(|(x, y)| y - x).collect()
    };
    let whole = difference(baseline, alternative);
    let applies = |values: &[f64]| values.iter().filter(|value| !value.is_nan()).count();
    let applies = applies(baseline).min(applies(alternative));
    let of = |&probability: &f64| Sections::of_quantile(probability, applies, baseline.len(), sampled);
    let cuts: Vec<Sections> = probabilities.iter().map(of).collect();
    // Quantiles with as many sections share them.
    let parts: Vec<(usize, Vec<Vec<f64>>)> = cuts
        .iter()
        .enumerate()
        .filter(|&(at, cut)| cut.count > 0 && !cuts[..at].contains(cut))
        .map(|(_, cut)| {
            let pairs = cut.of(baseline).zip(cut.of(alternative));
            (cut.count, pairs.map(|(x, y)| difference(&x, &y)).collect())
        })
        .collect();
    let estimate = |(at, &value): (usize, &f64)| {
        let nothing = IntervalEstimate { value, low: f64::NEG_INFINITY, high: f64::INFINITY };
        let Some((count, parts)) = parts.iter().find(|(count, _)| *count == cuts[at].count) else { return nothing };
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

    const ALONE: Sampled = Sampled::Independently;

    fn quantile_differences(x: &[f64], y: &[f64], probabilities: &[f64]) -> Vec<IntervalEstimate> {
        super::quantile_differences(x, y, probabilities, (0.95, ALONE))
    }

    #[test]
    fn sections_hold_every_launch_once_and_replicates_stay_whole() {
        let launches: Vec<f64> = (0..1037).map(f64::from).collect();
        let stretches = Sections::up_to(50, launches.len(), ALONE);
        assert_eq!(stretches.count, 20);
        assert_eq!(stretches.of(&launches).flatten().collect::<Vec<_>>(), launches);
        for (wanted, count) in [(0, 0), (1, 1), (7, 4), (31, 16), (50, 32)] {
            let groups = Sections::up_to(wanted, launches.len(), Sampled::InReplicates(32));
            assert_eq!(groups.count, count);
            let parts: Vec<Vec<f64>> = groups.of(&launches).collect();
            let mut section_of = [None; 32];
            for (at, part) in parts.iter().enumerate() {
                for launch in part {
                    let replicate = *launch as usize % 32;
                    assert_eq!(*section_of[replicate].get_or_insert(at), at, "replicate {replicate} is parted");
                }
            }
            let mut all: Vec<f64> = parts.concat();
            all.sort_by(f64::total_cmp);
            assert_eq!(all, if count == 0 { Vec::new() } else { launches.clone() });
        }
    }

    #[test]
    fn a_shift_moves_every_quantile_and_leaves_no_doubt() {
        let x: Vec<f64> = (0..1000).map(|i| f64::from(i * 7919 % 1009)).collect();
        let y: Vec<f64> = x.iter().map(|x| x + 2.5).collect();
        for found in quantile_differences(&x, &y, &[0.05, 0.5, 0.95]) {
            // Five sections of 200 launches are just enough for the ends.
            assert!(
                found.value == 2.5 && (found.low - 2.5).abs() < 1e-12 && (found.high - 2.5).abs() < 1e-12,
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_quantile_near_the_end_takes_more_launches() {
        let count = |launches: usize, sampled: Sampled| {
            move |p: f64| Sections::of_quantile(p, launches, launches, sampled).count
        };
        assert_eq!([0.05, 0.5, 0.95].map(count(999, ALONE)), [0, 19, 0]);
        assert_eq!([0.05, 0.5, 0.95].map(count(1000, ALONE)), [5, 20, 5]);
        assert_eq!([0.01, 0.05, 0.99].map(count(5000, ALONE)), [5, 20, 5]);
        assert_eq!([0.01, 0.5].map(count(4999, ALONE)), [0, 20]);
        assert_eq!([0.01, 0.05, 0.5].map(count(5000, Sampled::InReplicates(32))), [4, 16, 32]);
        assert_eq!([0.05, 0.5].map(count(799, Sampled::InReplicates(32))), [0, 8]);
        // Launches to which a value does not apply tell nothing of its quantiles.
        let x: Vec<f64> = (0..2000).map(|i| if i % 4 == 0 { f64::from(i) } else { f64::NAN }).collect();
        let found = quantile_differences(&x, &x, &[0.05, 0.5]);
        assert!(found[0].high == f64::INFINITY && found[1].high == 0.0, "{found:?}");
    }

    #[test]
    fn few_launches_give_no_interval() {
        let x: Vec<f64> = (0..200).map(f64::from).collect();
        let found = quantile_differences(&x, &x, &[0.5]);
        assert_eq!((found[0].value, found[0].high), (0.0, f64::INFINITY));
    }
}
