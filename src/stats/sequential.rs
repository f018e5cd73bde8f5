//! How many launches are enough: stopping when an interval is narrow, without spoiling what it promises.
//!
//! Looking again and again until an interval is narrow makes it miss more often than it says (Anscombe 1952; Chow &
//! Robbins 1965 keep the confidence only in the limit). Here every look spends a part of the error allowed: look k of
//! 1, 2, .. makes its intervals with confidence `1 - a / 2^k`. The parts sum to a, so all intervals of all looks hold
//! together with confidence 1 - a, and so does the one at which we stop, whatever the rule (Bonferroni; the idea of
//! spending is Lan & `DeMets` 1983, Biometrika 70, 659-663). A pilot, as in Stein (1945, Annals of Mathematical Statistics
//! 16, 243-258), says where the first look is worth its part; it costs nothing because nothing is decided at it.
//! Stopping at the first look takes 1.3 times the launches of one look without a rule.

use super::discordant::Discordant;
use super::interval::two_sided_student;
use super::share::Share;

/// How much more than predicted is simulated before a look, for the prediction is uncertain.
const MARGIN: f64 = 1.1;
/// A look is worth its part only when there are this many times the launches of the last.
const GROWTH: f64 = 1.25;
/// So many times the launches are simulated next while nothing is seen from which to predict: a rare event is found in few
/// steps, and not much later than it could have been.
const UNSEEN_GROWTH: u64 = 4;

/// What an interval is about, as seen so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Estimate {
    /// A mean of values.
    Mean {
        /// Standard deviation of one launch; of launches in replicates what the error of their mean would come from.
        sd: f64,
        /// Degrees of freedom where replicates tell it; `None` of independent launches.
        degrees: Option<f64>,
    },
    /// A probability.
    Share(Share),
    /// A difference of two probabilities in pairs.
    ShareDifference(Discordant),
}

impl Estimate {
    /// Half-width at a confidence after so many launches: Student's for a mean; for probabilities the farther end of the
    /// exact intervals of [`Share::interval`] and [`Discordant::difference`], which know that what was never seen in a thousand
    /// launches may happen in the next.
    fn half_width(&self, confidence: f64, launches: u64) -> f64 {
        let farther = |value: f64, (low, high): (f64, f64)| (value - low).max(high - value);
        match *self {
            Self::Mean { sd, degrees } => student(confidence, launches, degrees) * sd / (launches as f64).sqrt(),
            Self::Share(share) => {
                let value = if share.of == 0 { 0.5 } else { share.value() };
                farther(value, share.interval(confidence))
            }
            Self::ShareDifference(pairs) => {
                let found = pairs.difference(confidence);
                farther(if pairs.pairs == 0 { 0.0 } else { found.value }, (found.low, found.high))
            }
        }
    }

    /// Degrees of freedom where replicates tell it.
    fn degrees(&self) -> Option<f64> {
        match self {
            Self::Mean { degrees, .. } => *degrees,
            Self::Share(share) => share.worth.degrees,
            Self::ShareDifference(pairs) => pairs.worth.degrees,
        }
    }

    /// The standard deviation of one launch that predicts how many it takes; of a probability after two more of each answer
    /// (Agresti & Coull 1998, American Statistician 52, 119-126), so that it is not nothing where nothing was seen.
    fn predicted_sd(&self) -> f64 {
        let shrunk = |yes: u64, of: u64| (yes as f64 + 2.0) / (of as f64 + 4.0);
        match *self {
            Self::Mean { sd, .. } => sd,
            Self::Share(Share { yes, of, worth }) => {
                let p = shrunk(yes, of);
                (p * (1.0 - p) / worth.each).sqrt()
            }
            Self::ShareDifference(Discordant { gained, lost, pairs, worth }) => {
                (shrunk(gained + lost, pairs) / worth.each).sqrt()
            }
        }
    }
}

/// An interval that shall become narrow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What it is about.
    pub estimate: Estimate,
    /// Half-width wanted, in the same unit; `None` where it cannot be told yet, as a share of a mean that is still 0 or of
    /// a metric that applied in no launch so far.
    pub wanted: Option<f64>,
}

fn student(confidence: f64, launches: u64, degrees: Option<f64>) -> f64 {
    two_sided_student(confidence, degrees.unwrap_or(launches.saturating_sub(1).max(1) as f64))
}

/// The looks of one sequential experiment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Looks {
    error: f64,
    statements: usize,
    taken: u32,
}

impl Looks {
    /// Looks whose intervals, `statements` at each, hold all together with this confidence.
    #[must_use]
    pub fn new(confidence: f64, statements: usize) -> Self {
        Self { error: 1.0 - confidence, statements: statements.max(1), taken: 0 }
    }

    /// Confidence of each interval at the next look.
    #[must_use]
    pub fn next_confidence(&self) -> f64 {
        let halves = libm::ldexp(1.0, self.taken.min(60) as i32 + 1);
        1.0 - self.error / halves / self.statements as f64
    }

    /// Looks taken so far.
    #[must_use]
    pub fn taken(&self) -> u32 {
        self.taken
    }

    /// Launches after which all intervals should be as narrow as wanted, by what the `launches` so far show; `u64::MAX` where
    /// more than that would be needed.
    ///
    /// It is always more than `launches` after a look, and before one where some width cannot be told yet.
    #[must_use]
    pub fn launches_needed(&self, progress: &[Progress], launches: u64) -> u64 {
        let of = |one: &Progress| {
            let factor = student(self.next_confidence(), launches, one.estimate.degrees());
            let sd = one.estimate.predicted_sd();
            let Some(wanted) = one.wanted.filter(|_| !sd.is_nan()) else {
                return launches.saturating_mul(UNSEEN_GROWTH);
            };
            // What never varied is known.
            let ratio = if sd == 0.0 { 0.0 } else { factor * sd / wanted };
            // Beyond the numbers there are, the conversion gives the largest.
            (ratio * ratio * MARGIN).ceil() as u64
        };
        let least = if self.taken == 0 { launches } else { (launches as f64 * GROWTH).ceil() as u64 };
        progress.iter().map(of).fold(least, u64::max)
    }

    /// Takes a look: the half-widths reached, and whether all are as narrow as wanted.
    pub fn look(&mut self, progress: &[Progress], launches: u64) -> (Vec<f64>, bool) {
        let confidence = self.next_confidence();
        self.taken += 1;
        let halves: Vec<f64> = progress.iter().map(|one| one.estimate.half_width(confidence, launches)).collect();
        let narrow = |(half, one): (&f64, &Progress)| one.wanted.is_some_and(|wanted| *half <= wanted);
        let enough = halves.iter().zip(progress).all(narrow);
        (halves, enough)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::sampled::Worth;

    fn unseen(of: u64) -> Estimate {
        Estimate::Share(Share { yes: 0, of, worth: Worth::ALONE })
    }

    #[test]
    fn the_parts_spent_never_exceed_the_error_allowed() {
        let mut looks = Looks::new(0.95, 2);
        let mut spent = 0.0;
        for _ in 0..40 {
            spent += 2.0 * (1.0 - looks.next_confidence());
            looks.look(&[], 1000);
        }
        assert!(spent <= 0.05 + 1e-12 && spent > 0.0499, "{spent}");
    }

    #[test]
    fn the_prediction_is_the_launches_a_narrow_interval_takes() {
        let mut looks = Looks::new(0.95, 1);
        let progress = [Progress { estimate: Estimate::Mean { sd: 10.0, degrees: None }, wanted: Some(0.1) }];
        let needed = looks.launches_needed(&progress, 1000);
        // (2.2437 * 100)^2 * 1.1 with the two-sided normal quantile of 0.975, a little more for Student's.
        assert!((55_000..56_000).contains(&needed), "{needed}");
        assert!(!looks.look(&progress, 1000).1);
        assert!(looks.look(&progress, needed * 2).1);
    }

    #[test]
    fn what_never_varies_needs_no_more_launches() {
        let mut looks = Looks::new(0.95, 1);
        let progress = [Progress { estimate: Estimate::Mean { sd: 0.0, degrees: None }, wanted: Some(0.0) }];
        assert_eq!(looks.launches_needed(&progress, 1024), 1024);
        assert!(looks.look(&progress, 1024).1);
    }

    #[test]
    fn what_was_never_seen_is_not_known_to_be_impossible() {
        let mut looks = Looks::new(0.95, 1);
        let never = |launches| [Progress { estimate: unseen(launches), wanted: Some(0.0005) }];
        let (halves, reached) = looks.look(&never(1024), 1024);
        // Half of the 5 % at the first look: 1 - 0.0125^(1/1024).
        assert!(!reached && (halves[0] - 0.004_270).abs() < 1e-6, "{halves:?}");
        let needed = looks.launches_needed(&never(1024), 1024);
        assert!(looks.look(&never(needed), needed).1, "{needed}");
        let same = Estimate::ShareDifference(Discordant { gained: 0, lost: 0, pairs: 1024, worth: Worth::ALONE });
        assert!(!looks.look(&[Progress { estimate: same, wanted: Some(0.001) }], 1024).1);
    }

    #[test]
    fn what_cannot_be_predicted_grows_in_steps_and_what_cannot_be_counted_is_the_most_there_is() {
        let mut looks = Looks::new(0.95, 1);
        let unseen = [Progress { estimate: unseen(1024), wanted: None }];
        assert_eq!(looks.launches_needed(&unseen, 1024), 4096);
        let none = [Progress { estimate: Estimate::Mean { sd: f64::NAN, degrees: None }, wanted: Some(1.0) }];
        assert_eq!(looks.launches_needed(&none, 1024), 4096);
        let narrow = |wanted| [Progress { estimate: Estimate::Mean { sd: 1.0, degrees: None }, wanted: Some(wanted) }];
        assert_eq!(looks.launches_needed(&narrow(1e-12), 1024), u64::MAX);
        assert_eq!(looks.launches_needed(&narrow(0.0), 1024), u64::MAX);
        assert!(!looks.look(&unseen, 1024).1);
        assert!(looks.launches_needed(&narrow(100.0), 1024) > 1024);
    }
}
