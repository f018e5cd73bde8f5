//! A fact of the record, and where it lies among launches.

use super::SeriesId;
use crate::language::declare::words;

/// Standard deviations that an error of 95 cases of 100 is.
const DEVIATIONS: f64 = 1.959_963_984_540_054;
/// The logarithm of the square root of 2 pi.
const LOG_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_7;

/// The logarithm of the chance that a normal number of this deviation lies below x; with none it does or does not.
fn log_chance(x: f64, deviation: f64) -> f64 {
    if deviation == 0.0 {
        return if x >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
    }
    let z = x / deviation;
    if z > -30.0 {
        return libm::log(0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2));
    }
    // Mills' ratio: what erfc cannot hold.
    -0.5 * z * z - LOG_ROOT_TWO_PI - libm::log(-z) + libm::log1p(-1.0 / (z * z))
}

words! {
    /// What a record says with its value.
    pub enum Says {
        /// That it was so much.
        Exactly = "exactly",
        /// That it was so much or more.
        AtLeast = "at_least",
        /// That it was so much or less.
        AtMost = "at_most",
    }
}

words! {
    /// On which side of a record the truth may lie.
    pub enum Side {
        /// On either.
        Either = "either",
        /// The record may be too low.
        Above = "above",
        /// The record may be too high.
        Below = "below",
    }
}

words! {
    /// What a fact is for.
    pub enum Role {
        /// Inputs are fitted to it.
        Fit = "fit",
        /// It is held back, and what is fitted to the others is held against it.
        Check = "check",
    }
}

/// A fact of the record and the metric it is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedFact {
    /// Name of the `[observed.NAME]` table.
    pub name: String,
    /// Index into [`super::Layout::metrics`].
    pub metric: usize,
    /// Value on record.
    pub value: f64,
    /// What the record says with it.
    pub says: Says,
    /// How far the truth may lie from it in 95 cases of 100, in its unit.
    pub error: f64,
    /// On which side the truth may lie.
    pub side: Side,
    /// What it is for.
    pub role: Role,
    /// How far a launch with the right inputs may lie from the truth in 95 cases of 100, because a model is not the world, in its
    /// unit.
    pub discrepancy: f64,
    /// The series it is about and the day, counted from day 0, where it is about a level on a day.
    pub dated: Option<(SeriesId, i32)>,
}

impl ObservedFact {
    /// A value without an error.
    #[must_use]
    pub fn exactly(name: &str, metric: usize, value: f64, dated: Option<(SeriesId, i32)>) -> Self {
        Self {
            name: name.to_owned(),
            metric,
            value,
            says: Says::Exactly,
            error: 0.0,
            side: Side::Either,
            role: Role::Check,
            discrepancy: 0.0,
            dated,
        }
    }

    /// From where to where the truth may lie in 95 cases of 100.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let [below, above] = match self.side {
            Side::Either => [self.error, self.error],
            Side::Above => [0.0, self.error],
            Side::Below => [self.error, 0.0],
        };
        (self.value - below, self.value + above)
    }

    /// The chance that a record of what a launch yields would lie below the value on record, one equal to it counted half.
    ///
    /// E108: with s = error / 1.96 a record lies around the truth y by a normal law of deviation s, `P = Phi((v - y) / s)`;
    /// where it may be too low only, below it by the absolute value of one, `P = 1 - max(0, 1 - 2 Phi((v - y) / s))`, and
    /// likewise above it.
    #[must_use]
    pub fn below(&self, simulated: f64) -> f64 {
        if self.error == 0.0 {
            return f64::from(u8::from(simulated < self.value)).midpoint(f64::from(u8::from(simulated <= self.value)));
        }
        let z = DEVIATIONS * (self.value - simulated) / self.error;
        let below = 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
        match self.side {
            Side::Either => below,
            // A record is at most the truth, or at least.
            Side::Above => (2.0 * below).min(1.0),
            Side::Below => (2.0 * below - 1.0).max(0.0),
        }
    }

    /// How likely the record is where a launch yields so much: the logarithm of a density in the fact's unit, of a bound that
    /// of a chance; minus infinity where the fact applies to nothing.
    ///
    /// E111: with r the record's and d the model's deviation, error / 1.96 and discrepancy / 1.96, and
    /// `w^2 = r^2 + d^2`, the record v of a launch y has the density `phi((v - y)/w)/w`; where the record may be too low only
    /// it has the skew-normal one `2 phi(x/w) Phi(-x r/(d w))/w` with x = v - y (Azzalini 1985), and likewise where it may be too
    /// high. A bound has the chance `Phi((y - v)/w)` of being kept, or of not being passed.
    #[must_use]
    pub fn log_likelihood(&self, simulated: f64) -> f64 {
        if simulated.is_nan() {
            return f64::NEG_INFINITY;
        }
        let [record, model] = [self.error / DEVIATIONS, self.discrepancy / DEVIATIONS];
        let both = libm::hypot(record, model);
        let x = self.value - simulated;
        match (self.says, self.side) {
            (Says::AtLeast, _) => log_chance(-x, both),
            (Says::AtMost, _) => log_chance(x, both),
            (Says::Exactly, _) if both == 0.0 => log_chance(-x.abs(), 0.0),
            (Says::Exactly, side) => {
                let z = x / both;
                let density = -0.5 * z * z - libm::log(both) - LOG_ROOT_TWO_PI;
                let skew = match side {
                    Side::Either => return density,
                    Side::Above => -x,
                    Side::Below => x,
                };
                // The side on which the record lies beside the truth; without a discrepancy it cannot lie on the other.
                let share =
                    if model > 0.0 { log_chance(skew * record / (model * both), 1.0) } else { log_chance(skew, 0.0) };
                density + std::f64::consts::LN_2 + share
            }
        }
    }

    /// By how many deviations of record and model together a launch that yields so much misses the record; none of a bound that it
    /// keeps, infinitely many where the fact applies to nothing.
    #[must_use]
    pub fn deviations(&self, simulated: f64) -> f64 {
        let off = match self.says {
            _ if simulated.is_nan() => return f64::INFINITY,
            Says::Exactly => (simulated - self.value).abs(),
            Says::AtLeast => (self.value - simulated).max(0.0),
            Says::AtMost => (simulated - self.value).max(0.0),
        };
        let both = libm::hypot(self.error, self.discrepancy);
        match () {
            () if off == 0.0 => 0.0,
            () if both == 0.0 => f64::INFINITY,
            () => DEVIATIONS * off / both,
        }
    }

    /// The record that would be made of a launch that yields so much, by two normal scores: one of the record's error, one of
    /// the discrepancy.
    #[must_use]
    pub fn recorded(&self, simulated: f64, [of_record, of_model]: [f64; 2]) -> f64 {
        let [record, model] = [self.error / DEVIATIONS, self.discrepancy / DEVIATIONS];
        let error = match self.side {
            Side::Either => of_record,
            Side::Above => -of_record.abs(),
            Side::Below => of_record.abs(),
        };
        simulated + record * error + model * of_model
    }

    /// The chance that what a launch yields keeps the bound on record; of an exact value not a number.
    #[must_use]
    pub fn kept(&self, simulated: f64) -> f64 {
        let equal = self.error == 0.0 && simulated == self.value;
        match self.says {
            Says::Exactly => f64::NAN,
            Says::AtLeast => {
                if equal {
                    1.0
                } else {
                    1.0 - self.below(simulated)
                }
            }
            Says::AtMost => {
                if equal {
                    1.0
                } else {
                    self.below(simulated)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(says: Says, error: f64, side: Side) -> ObservedFact {
        ObservedFact { says, error, side, ..ObservedFact::exactly("", 0, 100.0, None) }
    }

    #[test]
    fn an_exact_record_lies_above_or_below() {
        let exact = fact(Says::Exactly, 0.0, Side::Either);
        assert_eq!([99.0, 100.0, 101.0].map(|simulated| exact.below(simulated)), [1.0, 0.5, 0.0]);
        assert!(exact.kept(100.0).is_nan());
    }

    #[test]
    fn an_error_is_that_of_ninety_five_cases_of_a_hundred() {
        let either = fact(Says::Exactly, 10.0, Side::Either);
        assert!((either.below(110.0) - 0.025).abs() < 1e-12 && (either.below(90.0) - 0.975).abs() < 1e-12);
        assert_eq!(either.below(100.0), 0.5);
        // The truth lies above the record by no more than 10 in 95 cases.
        let above = fact(Says::Exactly, 10.0, Side::Above);
        assert_eq!([above.below(90.0), above.below(100.0)], [1.0, 1.0]);
        assert!((above.below(110.0) - 0.05).abs() < 1e-12);
        let below = fact(Says::Exactly, 10.0, Side::Below);
        assert_eq!([below.below(100.0), below.below(110.0)], [0.0, 0.0]);
        assert!((below.below(90.0) - 0.95).abs() < 1e-12);
    }

    #[test]
    fn a_record_is_as_likely_as_it_would_be_made() {
        // Densities that sum to one over all records, and the mean of records that are made.
        for side in [Side::Either, Side::Above, Side::Below] {
            for (error, discrepancy) in [(10.0, 5.0), (10.0, 0.0), (0.0, 5.0)] {
                let fact = |value: f64| ObservedFact { value, discrepancy, ..fact(Says::Exactly, error, side) };
                let step = 0.01;
                let records = (0..10_000).map(|at| 50.0 + step * f64::from(at) + 0.5 * step);
                let (mut sum, mut mean) = (0.0, 0.0);
                for record in records {
                    let density = libm::exp(fact(record).log_likelihood(100.0));
                    sum += density * step;
                    mean += record * density * step;
                }
                assert!((sum - 1.0).abs() < 2e-3, "{side:?} {error} {discrepancy}: {sum}");
                // The mean of the absolute value of a normal number is its deviation times the root of 2/pi.
                let away = error / 1.96 * libm::sqrt(std::f64::consts::FRAC_2_PI);
                let away = match side {
                    Side::Either => 0.0,
                    Side::Above => -away,
                    Side::Below => away,
                };
                assert!((mean - 100.0 * sum - away).abs() < 0.02, "{side:?} {error} {discrepancy}: {mean}");
            }
        }
        let above = fact(Says::Exactly, 10.0, Side::Above);
        assert_eq!(above.recorded(100.0, [1.0, 0.0]), 100.0 - 10.0 / DEVIATIONS);
        assert_eq!(above.recorded(100.0, [-1.0, 0.0]), 100.0 - 10.0 / DEVIATIONS);
    }

    #[test]
    fn a_bound_far_away_has_a_chance_that_can_be_compared() {
        let least = fact(Says::AtLeast, 10.0, Side::Either);
        assert_eq!(fact(Says::AtLeast, 0.0, Side::Either).log_likelihood(99.0), f64::NEG_INFINITY);
        assert_eq!(fact(Says::AtLeast, 0.0, Side::Either).log_likelihood(100.0), 0.0);
        assert!((least.log_likelihood(100.0) - 0.5_f64.ln()).abs() < 1e-12);
        // log Phi(-30) and log Phi(-31) as mpmath 1.3 has them.
        assert!((log_chance(-30.0, 1.0) + 454.321_243_956_343_3).abs() < 1e-4);
        assert!((log_chance(-31.0, 1.0) + 484.853_958_395_540_8).abs() < 1e-4);
        assert!(least.log_likelihood(-1e6) < least.log_likelihood(-1e5));
        assert_eq!(least.log_likelihood(f64::NAN), f64::NEG_INFINITY);
    }

    #[test]
    fn a_bound_is_kept_at_itself() {
        let least = fact(Says::AtLeast, 0.0, Side::Either);
        assert_eq!([99.0, 100.0, 101.0].map(|simulated| least.kept(simulated)), [0.0, 1.0, 1.0]);
        let most = fact(Says::AtMost, 0.0, Side::Either);
        assert_eq!([99.0, 100.0, 101.0].map(|simulated| most.kept(simulated)), [1.0, 1.0, 0.0]);
        assert!((fact(Says::AtLeast, 10.0, Side::Either).kept(110.0) - 0.975).abs() < 1e-12);
    }
}
