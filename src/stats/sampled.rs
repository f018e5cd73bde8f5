//! How launches were sampled, and what that does to the error of a mean.

use super::interval::{score, two_sided_normal, two_sided_student};
use super::total::sum;

/// Points a replicate must have before the replicates alone say how good a mean is.
const LEAST_POINTS: usize = 2;
/// Launches of either answer that a replicate must have on average before the replicates say how good a share is.
const LEAST_ANSWERS: f64 = 2.0;

/// What a share is worth: the launches that say yes and all that say yes or no, and how many independent launches would
/// know the share as well as one of these does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Launches that say yes.
    pub yes: u64,
    /// Launches that say yes or no.
    pub of: u64,
    /// Independent launches per launch; 1 where the launches are independent or too few to tell.
    pub each: f64,
    /// Degrees of freedom of `each`; `None` where it is not estimated.
    pub degrees: Option<f64>,
}

impl Worth {
    /// Numbers of independent launches that would know as much, yes and all, for an interval of this confidence
    /// (Korn & Graubard 1998, Survey Methodology 24, 193-201): `of each (z / t)^2` of them, where t pays for what the estimate
    /// of `each` is uncertain.
    #[must_use]
    pub fn effective(&self, confidence: f64) -> (f64, f64) {
        let paid = self.degrees.map_or(1.0, |degrees| {
            let ratio = two_sided_normal(confidence) / two_sided_student(confidence, degrees);
            ratio * ratio
        });
        let times = self.each * paid;
        (self.yes as f64 * times, self.of as f64 * times)
    }
}

/// How launches were sampled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sampled {
    /// Each by itself.
    #[default]
    Independently,
    /// Dealt among so many replicates in turn: the replicates are independent of each other and alike, the launches within one
    /// are not.
    InReplicates(usize),
}

impl Sampled {
    /// How a difference is sampled whose sides are sampled in two ways: in replicates if either is, which holds of independent
    /// launches too.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        if self == Self::Independently { other } else { self }
    }

    /// What the share of yes among values is worth that stand in the order of their launches from launch 0: above one half is
    /// yes, NaN does not apply.
    ///
    /// With se its error by [`Sampled::error_of_mean`], a launch is worth `p (1 - p) / (N se^2)` independent ones. The error is
    /// not taken for smaller than what rounding to whole launches leaves in each replicate, `sqrt(R / 12) / N`. With fewer
    /// than two launches of either answer in a replicate the launches count as independent ones, which evenly spread ones are
    /// not worse than.
    #[must_use]
    pub fn worth_of_share(self, values: &[f64]) -> Worth {
        let answers: Vec<f64> =
            values.iter().map(|value| if value.is_nan() { *value } else { f64::from(*value > 0.5) }).collect();
        let of = answers.iter().filter(|answer| !answer.is_nan()).count() as u64;
        let yes = answers.iter().filter(|answer| **answer == 1.0).count() as u64;
        let alone = Worth { yes, of, each: 1.0, degrees: None };
        let Self::InReplicates(replicates) = self else { return alone };
        let (n, p) = (of as f64, yes as f64 / of as f64);
        if (yes.min(of - yes) as f64) < LEAST_ANSWERS * replicates as f64 {
            return alone;
        }
        let Some((se, degrees)) = self.error_of_mean(&answers, p) else { return alone };
        let se = se.max((replicates as f64 / 12.0).sqrt() / n);
        Worth { each: p * (1.0 - p) / (n * se * se), degrees: Some(degrees), ..alone }
    }

    /// Wilson's interval of a share, as [`Sampled::worth_of_share`] reads the values, with effective numbers.
    #[must_use]
    pub fn interval_of_share(self, values: &[f64], confidence: f64) -> (f64, f64) {
        let (yes, of) = self.worth_of_share(values).effective(confidence);
        score(yes, of, confidence)
    }

    /// Standard error of the mean of values in the order of their launches from launch 0, and its degrees of freedom; NaN
    /// where one does not apply. `None` where the launches are independent, or too few for replicates to tell more.
    ///
    /// With S_r the sum and N_r the number of the values of replicate r, m their mean and N their number:
    /// `se^2 = R/(R-1) sum (S_r - m N_r)^2 / N^2`, with R - 1 degrees (the ratio estimate of Cochran 1977, "Sampling
    /// techniques", section 6.3, which is the plain one of R replicates where each has as many values; Owen 2025, "Better
    /// error estimates for randomized quasi-Monte Carlo", on Student's interval from few replicates).
    #[must_use]
    pub fn error_of_mean(self, values: &[f64], mean: f64) -> Option<(f64, f64)> {
        let Self::InReplicates(replicates) = self else { return None };
        if replicates < 2 || values.len() < LEAST_POINTS * replicates {
            return None;
        }
        let left = |replicate: usize| {
            let own = values.iter().skip(replicate).step_by(replicates).filter(|value| !value.is_nan());
            sum(own.map(|value| value - mean))
        };
        let squares = sum((0..replicates).map(|replicate| left(replicate) * left(replicate)));
        let count = values.iter().filter(|value| !value.is_nan()).count() as f64;
        let of = replicates as f64;
        let se = (of / (of - 1.0) * squares).sqrt() / count;
        (se.is_finite()).then_some((se, of - 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Better, Summary};

    #[test]
    fn of_equal_replicates_it_is_the_error_of_their_means() {
        // Three replicates of four values each, dealt in turn.
        let values: Vec<f64> = (0..12).map(|at| f64::from(at % 3) * 10.0 + f64::from(at / 3)).collect();
        let found = Summary::sampled(&values, Better::More, Sampled::InReplicates(3));
        // Their means are 1.5, 11.5 and 21.5, with standard deviation 10.
        assert!((found.se - 10.0 / 3.0_f64.sqrt()).abs() < 1e-12, "{}", found.se);
        assert_eq!(found.degrees, 2.0);
        let (low, high) = found.interval(0.95);
        // t of two degrees is 4.302653.
        assert!((high - low - 2.0 * 4.302_652_729_749_464 * found.se).abs() < 1e-9);
        assert_eq!(Summary::of(&values).degrees, 11.0);
    }

    #[test]
    fn what_does_not_apply_is_left_out_of_its_own_replicate() {
        let values = [1.0, 10.0, f64::NAN, 12.0, 3.0, 14.0];
        let found = Summary::sampled(&values, Better::More, Sampled::InReplicates(2));
        // Sums about the mean 8: replicate 0 has -7 and -5, replicate 1 has 2, 4 and 6; five values.
        assert!((found.se - (2.0 * (144.0 + 144.0_f64)).sqrt() / 5.0).abs() < 1e-12, "{}", found.se);
    }

    #[test]
    fn few_launches_are_as_independent_ones() {
        let values: Vec<f64> = (0..63).map(f64::from).collect();
        let found = Summary::sampled(&values, Better::More, Sampled::InReplicates(32));
        assert_eq!((found.se, found.degrees), (Summary::of(&values).se, 62.0));
    }
}
