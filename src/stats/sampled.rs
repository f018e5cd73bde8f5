//! How launches were sampled, and what that does to the error of a mean.

use super::interval::{two_sided_normal, two_sided_student};
use super::total::sum;

/// Points a replicate must have before the replicates alone say how good a mean is: with fewer a skew metric is skew in the
/// means of the replicates too, and Student's interval covers less than it says.
const LEAST_POINTS: usize = 4;
/// Launches of a rarer answer that a replicate must have on average before the replicates say how good a share is.
const LEAST_ANSWERS: usize = 2;

/// What launches that answer with whole numbers are worth: how many independent launches would know the mean of the answers
/// as well as one of these does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Independent launches per launch; 1 where the launches are independent or too few to tell.
    pub each: f64,
    /// Degrees of freedom of `each`; `None` where it is not estimated.
    pub degrees: Option<f64>,
}

impl Worth {
    /// Of independent launches.
    pub const ALONE: Self = Self { each: 1.0, degrees: None };

    /// As many independent launches as so many of these are worth in an interval of this confidence (Korn & Graubard 1998,
    /// Survey Methodology 24, 193-201): `each (z / t)^2` times as many, where t pays for what the estimate of `each` is
    /// uncertain.
    #[must_use]
    pub fn effective(&self, number: u64, confidence: f64) -> f64 {
        let paid = self.degrees.map_or(1.0, |degrees| {
            let ratio = two_sided_normal(confidence) / two_sided_student(confidence, degrees);
            ratio * ratio
        });
        number as f64 * self.each * paid
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
    /// How many replicates there are; `None` of independent launches.
    #[must_use]
    pub fn replicates(self) -> Option<usize> {
        match self {
            Self::Independently => None,
            Self::InReplicates(replicates) => Some(replicates),
        }
    }

    /// How a difference is sampled whose sides are sampled in two ways: in replicates if either is, which holds of independent
    /// launches too.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        if self == Self::Independently { other } else { self }
    }

    /// What launches are worth that answer with -1, 0 or 1, in the order of the launches from launch 0; NaN does not apply.
    ///
    /// With v the variance of an answer, N their number and se the error of their mean by [`Sampled::error_of_mean`], a
    /// launch is worth `v / (N se^2)` independent ones. Answers of a replicate sum to a whole number, so that of an evenly
    /// spread share with `n p` between two of them the sums take these two only, with a variance up to a quarter; few
    /// replicates may not show it, so the error is not taken for smaller than `sqrt(R / 4) / N`.
    /// Where fewer than two launches of a replicate do not give the commonest answer, they count as independent ones, which
    /// evenly spread ones are not worse than.
    #[must_use]
    pub fn worth(self, answers: &[f64]) -> Worth {
        let Self::InReplicates(replicates) = self else { return Worth::ALONE };
        let kept: Vec<f64> = answers.iter().copied().filter(|answer| !answer.is_nan()).collect();
        let common = [-1.0, 0.0, 1.0].map(|answer| kept.iter().filter(|other| **other == answer).count());
        if kept.len() - common.into_iter().fold(0, usize::max) < LEAST_ANSWERS * replicates {
            return Worth::ALONE;
        }
        let n = kept.len() as f64;
        let mean = sum(kept.iter().copied()) / n;
        let Some((se, degrees)) = self.error_of_mean(answers, mean) else { return Worth::ALONE };
        let variance = sum(kept.iter().map(|answer| (answer - mean) * (answer - mean))) / n;
        let se = se.max((replicates as f64 / 4.0).sqrt() / n);
        Worth { each: variance / (n * se * se), degrees: Some(degrees) }
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
        let values = [1.0, 10.0, f64::NAN, 12.0, 3.0, 14.0, 8.0, 8.0];
        let found = Summary::sampled(&values, Better::More, Sampled::InReplicates(2));
        // Sums about the mean 8: replicate 0 has -7, -5 and 0, replicate 1 has 2, 4, 6 and 0; seven values.
        assert!((found.se - (2.0 * (144.0 + 144.0_f64)).sqrt() / 7.0).abs() < 1e-12, "{}", found.se);
    }

    #[test]
    fn few_launches_are_as_independent_ones() {
        let values: Vec<f64> = (0..127).map(f64::from).collect();
        let found = Summary::sampled(&values, Better::More, Sampled::InReplicates(32));
        assert_eq!((found.se, found.degrees), (Summary::of(&values).se, 126.0));
    }
}
