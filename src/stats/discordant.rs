//! The difference of two probabilities from pairs of yes and no.

use super::interval::score;
use super::sampled::{Sampled, Worth};
use super::special::{LARGEST_SHAPE, beta_quantile, beta_regularised};

/// The interval of Clopper & Pearson (1934, Biometrika 26, 404-413) for a share: it covers with at least the
/// `confidence` asked, whatever the share and the number of trials.
///
/// `[B(a/2; x, n - x + 1), B(1 - a/2; x + 1, n - x)]` with x successes of n, a = 1 - confidence and B the beta quantile.
/// Beyond a million successes or failures Wilson's interval stands in; they differ there by less than one part in 10^6.
#[must_use]
pub fn clopper_pearson(successes: u64, trials: u64, confidence: f64) -> (f64, f64) {
    exact(successes as f64, trials as f64, confidence)
}

/// The same of numbers that need not be whole, as effective ones are not (Korn & Graubard 1998).
#[must_use]
pub(super) fn exact(x: f64, n: f64, confidence: f64) -> (f64, f64) {
    if x.max(n - x) >= LARGEST_SHAPE {
        return score(x, n, confidence);
    }
    let outside = 0.5 * (1.0 - confidence);
    let low = if x <= 0.0 { 0.0 } else { beta_quantile(x, n - x + 1.0, outside).0 };
    let high = if x >= n { 1.0 } else { 1.0 - beta_quantile(n - x, x + 1.0, outside).0 };
    (low, high)
}

/// The difference of two probabilities in pairs, `P(alternative) - P(baseline)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProbabilityDifference {
    /// Pairs.
    pub pairs: u64,
    /// Pairs in which the alternative says yes and the baseline no.
    pub gained: u64,
    /// Pairs in which the alternative says no and the baseline yes.
    pub lost: u64,
    /// `(gained - lost) / pairs`, NaN without pairs.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The least error allowed at which the interval leaves zero out: `1 - (1 - m)^2` with m the exact chance of McNemar's
    /// test (1947) of a split at least as uneven if neither were likelier.
    pub p_value: f64,
}

/// Pairs that say yes or no on both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discordant {
    /// Pairs in which only the alternative says yes.
    pub gained: u64,
    /// Pairs in which only the baseline says yes.
    pub lost: u64,
    /// All pairs.
    pub pairs: u64,
    /// What a pair is worth.
    pub worth: Worth,
}

impl Discordant {
    /// Of the answers on both sides, 1 and 0, in the order of the launches from launch 0; a pair with a NaN is none.
    ///
    /// # Panics
    /// When there are not as many answers on one side as on the other.
    #[must_use]
    pub fn of(baseline: &[f64], alternative: &[f64], sampled: Sampled) -> Self {
        assert_eq!(baseline.len(), alternative.len(), "answers must come in pairs");
        let yes = |answer: &f64| if answer.is_nan() { *answer } else { f64::from(*answer > 0.5) };
        let changes: Vec<f64> = baseline.iter().zip(alternative).map(|(x, y)| yes(y) - yes(x)).collect();
        let count = |wanted: fn(f64) -> bool| changes.iter().filter(|change| wanted(**change)).count() as u64;
        let (gained, lost) = (count(|change| change > 0.0), count(|change| change < 0.0));
        Self { gained, lost, pairs: count(|change| !change.is_nan()), worth: sampled.worth(&changes) }
    }

    /// The difference with an interval that covers with at least the `confidence` asked.
    ///
    /// Only discordant pairs tell the two apart. With r the probability of one and s the share of them gained, the
    /// difference is `r (2 s - 1)`. Given how many are discordant, those gained are binomial, so the intervals of Clopper &
    /// Pearson for r and for s, each at the square root of the confidence, hold together with the confidence asked:
    /// `P(both) = E[1(r in) P(s in | discordant)] >= c^(1/2) c^(1/2)`. The ends are those of `r (2 s - 1)` over both.
    /// The conditional binomial is McNemar's (1947, Psychometrika 12, 153-157); joining the two this way is ours.
    /// The interval leaves zero out when that for s leaves one half out, which is when m < 1 - c^(1/2); so the p-value that
    /// says the same as the interval is `1 - (1 - m)^2`: below 1 - c exactly when zero lies outside.
    /// It is up to a quarter wider than Tango's score interval (1998), which only approximates its confidence.
    /// Pairs of launches in replicates count as many times as they are worth.
    #[must_use]
    pub fn difference(&self, confidence: f64) -> ProbabilityDifference {
        let &Self { gained, lost, pairs, worth } = self;
        let each = confidence.sqrt();
        let [x, y, n] = [gained, lost, pairs].map(|number| worth.effective(number, confidence));
        let (least, most) = if pairs == 0 { (0.0, 1.0) } else { exact(x + y, n, each) };
        let (few, many) = if gained + lost == 0 { (0.0, 1.0) } else { exact(x, x + y, each) };
        let (down, up) = (2.0 * few - 1.0, 2.0 * many - 1.0);
        let low = if down < 0.0 { most * down } else { least * down };
        let high = if up > 0.0 { most * up } else { least * up };
        let value = (gained as f64 - lost as f64) / pairs as f64;
        ProbabilityDifference { pairs, gained, lost, value, low, high, p_value: joined(split_or_worse(x, y)) }
    }
}

/// The error of two intervals that hold together, each with the error of one.
fn joined(error: f64) -> f64 {
    error * (2.0 - error)
}

/// `min(1, 2 P(X >= max(b, c)))` for X binomial with b + c trials of probability one half.
fn split_or_worse(gained: f64, lost: f64) -> f64 {
    let (larger, all) = (gained.max(lost), gained + lost);
    if gained == lost {
        return 1.0;
    }
    (2.0 * beta_regularised(larger, all - larger + 1.0, 0.5, 0.5).0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probability_difference(gained: u64, lost: u64, pairs: u64, confidence: f64) -> ProbabilityDifference {
        Discordant { gained, lost, pairs, worth: Worth::ALONE }.difference(confidence)
    }

    #[test]
    fn intervals_for_a_share_end_where_the_tails_weigh_half_of_what_is_left() {
        // By closed form: no success of n leaves 1 - (a/2)^(1/n) (Clopper & Pearson 1934).
        let (low, high) = clopper_pearson(0, 20, 0.95);
        assert_eq!(low, 0.0);
        assert!((high - (1.0 - libm::pow(0.025, 0.05))).abs() < 1e-12, "{high}");
        assert!((clopper_pearson(20, 20, 0.95).0 - libm::pow(0.025, 0.05)).abs() < 1e-12);
        let (low, high) = clopper_pearson(7, 20, 0.95);
        let tail = |p: f64, counts: std::ops::RangeInclusive<i32>| -> f64 {
            let choose = |k: i32| (1..=k).map(|i| f64::from(20 - k + i) / f64::from(i)).product::<f64>();
            counts.map(|k| choose(k) * libm::pow(p, f64::from(k)) * libm::pow(1.0 - p, f64::from(20 - k))).sum()
        };
        assert!((tail(low, 7..=20) - 0.025).abs() < 1e-10 && (tail(high, 0..=7) - 0.025).abs() < 1e-10);
    }

    #[test]
    fn mcnemars_exact_chance_is_a_sum_of_binomials() {
        // b = 9, c = 1: 2 (10 + 1) / 1024.
        assert!((split_or_worse(9.0, 1.0) - 22.0 / 1024.0).abs() < 1e-12);
        assert!((split_or_worse(1.0, 9.0) - 22.0 / 1024.0).abs() < 1e-12);
        assert_eq!(split_or_worse(4.0, 4.0), 1.0);
        assert_eq!(split_or_worse(0.0, 0.0), 1.0);
    }

    #[test]
    fn every_interval_for_a_share_holds_the_share() {
        let holds = |x: u64, n: u64| {
            let (low, high) = clopper_pearson(x, n, 0.95);
            let share = x as f64 / n as f64;
            assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high), "{x} of {n}: {low} to {high}");
            assert!(if x == 0 { low == 0.0 } else { low > 0.0 && low < share }, "{x} of {n}: {low}");
            assert!(if x == n { high == 1.0 } else { high < 1.0 && high > share }, "{x} of {n}: {high}");
        };
        for n in 1..=500 {
            (0..=n).for_each(|x| holds(x, n));
        }
        for n in [501, 1000, 2048, 3333, 10_000, 33_333, 100_000, 300_000, 999_999, 1_000_000_u64] {
            let few = [0, 1, 2, 3, 7, 20, 53, 150, 400].into_iter().filter(|few| few * 2 < n);
            few.clone().chain(few.map(|few| n - few)).chain([n / 3, n / 2]).for_each(|x| holds(x, n));
        }
    }

    #[test]
    fn the_tails_beyond_an_interval_weigh_what_another_library_says() {
        use statrs::function::beta::checked_beta_reg;
        for (x, n) in
            [(1, 30), (5, 100), (26, 38), (53, 1000), (120, 700), (11, 5000), (590, 10_000), (40_000, 100_000)]
        {
            let (low, high) = clopper_pearson(x, n, 0.95);
            let (x, n) = (x as f64, n as f64);
            let above = checked_beta_reg(x, n - x + 1.0, low);
            let below = checked_beta_reg(x + 1.0, n - x, high).map(|share| 1.0 - share);
            for tail in [above, below] {
                assert!(tail.is_ok_and(|tail| (tail - 0.025).abs() < 1e-8), "{x} of {n}: {low} to {high}: {tail:?}");
            }
        }
    }

    #[test]
    fn the_p_value_and_the_interval_never_say_different_things() {
        for confidence in [0.9, 0.95, 0.99] {
            for gained in 0..80 {
                for lost in 0..80 {
                    let found = probability_difference(gained, lost, 400, confidence);
                    let apart = found.low > 0.0 || found.high < 0.0;
                    assert_eq!(apart, found.p_value < 1.0 - confidence, "{gained} gained, {lost} lost: {found:?}");
                }
            }
        }
    }

    #[test]
    fn swapping_the_sides_mirrors_the_interval() {
        let one = probability_difference(30, 12, 1000, 0.95);
        let other = probability_difference(12, 30, 1000, 0.95);
        assert!((one.low + other.high).abs() < 1e-12 && (one.high + other.low).abs() < 1e-12);
        assert!(one.low > 0.0 && one.value == 0.018 && one.high < 0.045, "{one:?}");
    }

    #[test]
    fn agreement_in_every_pair_bounds_the_difference_around_zero() {
        let found = probability_difference(0, 0, 10_000, 0.95);
        assert_eq!((found.value, found.p_value), (0.0, 1.0));
        assert!(found.low < 0.0 && found.low > -0.001 && found.high == -found.low);
    }

    /// Probability that the interval covers, summed over every outcome of few pairs.
    fn coverage(gain: f64, loss: f64, pairs: u64) -> f64 {
        let choose = |n: u64, k: u64| (1..=k).map(|i| (n - k + i) as f64 / i as f64).product::<f64>();
        let mut covered = 0.0;
        for gained in 0..=pairs {
            for lost in 0..=pairs - gained {
                let found = probability_difference(gained, lost, pairs, 0.95);
                if found.low <= gain - loss && gain - loss <= found.high {
                    let weight = choose(pairs, gained) * choose(pairs - gained, lost);
                    let same = libm::pow(1.0 - gain - loss, (pairs - gained - lost) as f64);
                    covered += weight * libm::pow(gain, gained as f64) * libm::pow(loss, lost as f64) * same;
                }
            }
        }
        covered
    }

    #[test]
    fn the_interval_covers_by_enumeration_of_every_outcome() {
        for pairs in [5, 20, 40] {
            for (gain, loss) in [(0.01, 0.01), (0.05, 0.0), (0.2, 0.1), (0.5, 0.5), (0.02, 0.3), (0.9, 0.05)] {
                let found = coverage(gain, loss, pairs);
                assert!(found >= 0.95, "{pairs} pairs, {gain} gained, {loss} lost: {found}");
            }
        }
    }
}
