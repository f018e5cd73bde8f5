//! A fact of the record, and where it lies among launches.

use super::SeriesId;
use crate::language::declare::words;

/// Standard deviations that an error of 95 cases of 100 is.
const DEVIATIONS: f64 = 1.959_963_984_540_054;

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
    /// The series it is about and the day, counted from day 0, where it is about a level on a day.
    pub dated: Option<(SeriesId, i32)>,
}

impl ObservedFact {
    /// A value without an error.
    #[must_use]
    pub fn exactly(name: &str, metric: usize, value: f64, dated: Option<(SeriesId, i32)>) -> Self {
        Self { name: name.to_owned(), metric, value, says: Says::Exactly, error: 0.0, side: Side::Either, dated }
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
        ObservedFact { name: String::new(), metric: 0, value: 100.0, says, error, side, dated: None }
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
    fn a_bound_is_kept_at_itself() {
        let least = fact(Says::AtLeast, 0.0, Side::Either);
        assert_eq!([99.0, 100.0, 101.0].map(|simulated| least.kept(simulated)), [0.0, 1.0, 1.0]);
        let most = fact(Says::AtMost, 0.0, Side::Either);
        assert_eq!([99.0, 100.0, 101.0].map(|simulated| most.kept(simulated)), [1.0, 1.0, 0.0]);
        assert!((fact(Says::AtLeast, 10.0, Side::Either).kept(110.0) - 0.975).abs() < 1e-12);
    }
}
