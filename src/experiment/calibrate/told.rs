//! What facts say of inputs and of results: before and after.

use crate::language::quantity::Input;
use crate::outcome::{Metric, ObservedFact, Role, Says};
use crate::random::points::REPLICATES;
use crate::stats::importance::{deviation, mean, quantiles, share_below};
use crate::stats::interval::two_sided_student;
use crate::stats::sensitivity::spearman;

/// The quantiles that are told.
pub const SHARES: [f64; 3] = [0.05, 0.5, 0.95];
/// The share of what was believed of an input's width below which facts tell it.
const TOLD: f64 = 0.8;
/// Deviations by which its mean moves where facts only shift it.
const SHIFTED: f64 = 0.3;
/// Degrees of freedom of what replicates say.
const DEGREES: f64 = REPLICATES as f64 - 1.0;
/// Confidence of an interval.
const CONFIDENCE: f64 = 0.95;
/// Errors beyond which a correlation that is new stands out among thousands of pairs.
const STANDS_OUT: f64 = 4.4;
/// A correlation that is told.
const WORTH_TELLING: f64 = 0.2;

/// The middle and the range of nine in ten, and the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The 5 %, 50 % and 95 % quantiles.
    pub quantiles: [f64; 3],
    /// The mean.
    pub mean: f64,
}

impl Range {
    /// Of weighted launches.
    #[must_use]
    pub fn of(values: &[f64], weights: &[f64]) -> Self {
        let found = quantiles(values, weights, &SHARES);
        Self { quantiles: [found[0], found[1], found[2]], mean: mean(values, weights) }
    }
}

/// What facts say of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is known more narrowly.
    Told,
    /// It is as wide, and elsewhere.
    Shifted,
    /// They say nothing of it.
    NotTold,
}

/// An input before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct InputTold {
    /// Its address.
    pub key: String,
    /// Its unit.
    pub unit: &'static str,
    /// What was believed.
    pub prior: Range,
    /// What is believed now.
    pub posterior: Range,
    /// Shares of what was believed that lie below the quantiles of what is believed now.
    pub places: [f64; 3],
    /// By how many of its deviations before its mean has moved.
    pub shift: f64,
    /// The standard error of that, from the launches' own.
    pub error: f64,
    /// How widely its place among what was believed is known, as a share of how widely it was.
    pub width: f64,
    /// In one word.
    pub verdict: Verdict,
}

/// The standard error of a weighted mean, from replicates.
///
/// E113: with `S_r = sum over replicate r of w (y - mean) / W` of R replicates, `se^2 = R/(R - 1) sum S_r^2`: the linearised
/// variance of a ratio over independent groups (Owen 2013, "Monte Carlo theory, methods and examples", 9.2; Wolter 2007).
#[must_use]
pub fn standard_error(values: &[f64], weights: &[f64], launches: &[u32]) -> f64 {
    let middle = mean(values, weights);
    let mut sums = vec![0.0; REPLICATES as usize];
    let mut total = 0.0;
    for ((value, weight), launch) in values.iter().zip(weights).zip(launches).filter(|((value, _), _)| !value.is_nan())
    {
        sums[(launch % REPLICATES) as usize] += weight * (value - middle);
        total += weight;
    }
    let many = f64::from(REPLICATES);
    (many / (many - 1.0) * sums.iter().map(|sum| sum * sum).sum::<f64>()).sqrt() / total
}

/// What facts say of an input; `before` are draws of what was believed.
#[must_use]
pub fn input(of: &Input, before: &[f64], after: &[f64], (weights, launches): (&[f64], &[u32])) -> InputTold {
    let equal = vec![1.0; before.len()];
    let [prior, posterior] = [Range::of(before, &equal), Range::of(after, weights)];
    let spread = deviation(before, &equal);
    let shift = (posterior.mean - prior.mean) / spread;
    // Its place among what was believed, whatever the law: of a skew one a deviation says little.
    let mut sorted = before.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = |value: &f64| {
        let [below, up_to] = [sorted.partition_point(|one| one < value), sorted.partition_point(|one| one <= value)];
        below.midpoint(up_to) as f64 / sorted.len() as f64
    };
    let now: Vec<f64> = after.iter().map(place).collect();
    let even = deviation(&before.iter().map(place).collect::<Vec<f64>>(), &equal);
    let (middle, wide) = (mean(&now, weights), deviation(&now, weights));
    let width = wide / even;
    let squares: Vec<f64> = now.iter().map(|place| (place - middle) * (place - middle)).collect();
    let of_width = standard_error(&squares, weights, launches) / (2.0 * wide * even);
    let error = standard_error(after, weights, launches) / spread;
    let far = two_sided_student(0.99, DEGREES);
    let beyond_luck = shift.abs() > far * error;
    let verdict = match () {
        () if width < TOLD && 1.0 - width > far * of_width => Verdict::Told,
        () if shift.abs() > SHIFTED && beyond_luck => Verdict::Shifted,
        () => Verdict::NotTold,
    };
    let places = posterior.quantiles.map(|value| share_below(before, &equal, value));
    InputTold { key: of.key.clone(), unit: of.unit, prior, posterior, places, shift, error, width, verdict }
}

/// A figure of a launch before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricTold {
    /// Which figure.
    pub metric: Metric,
    /// As launches of what was believed have it.
    pub prior: Range,
    /// As it is after the facts.
    pub posterior: Range,
    /// The 95 % interval of the mean after, for the launches there are.
    pub interval: (f64, f64),
}

/// A figure before and after.
#[must_use]
pub fn metric(of: &Metric, before: &[f64], after: &[f64], (weights, launches): (&[f64], &[u32])) -> MetricTold {
    let [prior, posterior] = [Range::of(before, &vec![1.0; before.len()]), Range::of(after, weights)];
    let half = two_sided_student(CONFIDENCE, DEGREES) * standard_error(after, weights, launches);
    MetricTold { metric: of.clone(), prior, posterior, interval: (posterior.mean - half, posterior.mean + half) }
}

/// A fact before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct FactTold {
    /// The fact.
    pub fact: ObservedFact,
    /// What it is held against.
    pub metric: Metric,
    /// What launches said before.
    pub prior: Range,
    /// What they say after.
    pub posterior: Range,
    /// Per cent of launches whose record would lie below it: before and after.
    pub percentile: [f64; 2],
    /// Share of launches that keep a bound, before and after; NaN of an exact value.
    pub kept: [f64; 2],
    /// How many launches the bank would be worth without this fact; NaN of one that is held back.
    pub without: f64,
}

impl FactTold {
    /// Whether it is held back and names a value, so that it says whether the fit tells the truth.
    #[must_use]
    pub fn tries_the_fit(&self) -> bool {
        self.fact.role == Role::Check && self.fact.says == Says::Exactly
    }

    /// Whether it lies inside what nine launches in ten say after the fit.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        (100.0 * SHARES[0]..=100.0 * SHARES[2]).contains(&self.percentile[1])
    }
}

/// A fact before and after.
#[must_use]
pub fn fact(of: &ObservedFact, metric: &Metric, before: &[f64], (after, weights): (&[f64], &[f64])) -> FactTold {
    let equal = vec![1.0; before.len()];
    let share = |values: &[f64], weights: &[f64], of: &dyn Fn(f64) -> f64| {
        let found: Vec<f64> = values.iter().map(|value| if value.is_nan() { f64::NAN } else { of(*value) }).collect();
        mean(&found, weights)
    };
    let both = |of: &dyn Fn(f64) -> f64| [share(before, &equal, of), share(after, weights, of)];
    FactTold {
        fact: of.clone(),
        metric: metric.clone(),
        prior: Range::of(before, &equal),
        posterior: Range::of(after, weights),
        percentile: both(&|value| of.below(value)).map(|share| 100.0 * share),
        kept: both(&|value| of.kept(value)),
        without: f64::NAN,
    }
}

/// Two inputs that go together after the facts otherwise than before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairTold {
    /// The two inputs.
    pub between: (usize, usize),
    /// Spearman's rank correlation before.
    pub before: f64,
    /// The same after.
    pub after: f64,
}

/// The pairs of inputs whose rank correlation stands out from what it was, the most changed first. `draws` are equally likely
/// lines worth `effective` of them.
#[must_use]
pub fn pairs(draws: &[Vec<f64>], stated: &[(usize, usize, f64)], effective: f64) -> Vec<PairTold> {
    let mut found = Vec::new();
    let effective = effective.min(draws.first().map_or(0, Vec::len) as f64);
    for one in 0..draws.len() {
        for other in 0..one {
            let before = stated.iter().find(|(a, b, _)| [(*a, *b), (*b, *a)].contains(&(one, other)));
            let before = before.map_or(0.0, |(.., rank)| *rank);
            // One that never varies goes with nothing.
            let Some(after) = spearman(&draws[one], &draws[other], CONFIDENCE).map(|found| found.value) else {
                continue;
            };
            let noise = (1.0 - before * before) / (effective - 1.0).max(1.0).sqrt();
            if (after - before).abs() > WORTH_TELLING.max(STANDS_OUT * noise) {
                found.push(PairTold { between: (other, one), before, after });
            }
        }
    }
    found.sort_by(|a: &PairTold, b| (b.after - b.before).abs().total_cmp(&(a.after - a.before).abs()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::made_luck::normal;

    #[test]
    fn a_weighted_mean_misses_by_its_error() {
        // Weights that go with the values, of a truth that is known: y = x + luck is seen, and weighed by exp(x - 1/2), so that x
        // has the mean 1.
        let (mut held, tries, launches) = (0, 400, 1024);
        for attempt in 0..tries {
            let of = |salt: u64| move |launch: u64| normal((salt << 50) + (attempt << 20) + launch);
            let (shared, own) = (of(1), of(2));
            let x: Vec<f64> = (0..launches).map(shared).collect();
            let y: Vec<f64> = (0..launches).map(|launch| x[launch as usize] + 0.3 * own(launch)).collect();
            let weights: Vec<f64> = x.iter().map(|x| libm::exp(x - 0.5)).collect();
            let numbers: Vec<u32> = (0..launches as u32).collect();
            let error = standard_error(&y, &weights, &numbers);
            held += usize::from((mean(&y, &weights) - 1.0).abs() < two_sided_student(CONFIDENCE, DEGREES) * error);
        }
        // 380 of 400 are expected; four deviations less for what is rightly held, and for a ratio that is skew.
        assert!((358..=400).contains(&held), "{held}");
    }
}
