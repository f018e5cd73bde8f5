//! A probability by the launches that say yes, with an interval that holds also where hardly any of them does.

use super::discordant::exact;
use super::sampled::{Sampled, Worth};

/// Launches that say yes, of all that say yes or no.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Yes.
    pub yes: u64,
    /// Yes or no.
    pub of: u64,
    /// What a launch is worth.
    pub worth: Worth,
}

impl Share {
    /// The share of the launches whose value is wanted, in the order of the launches from launch 0; NaN says neither.
    #[must_use]
    pub fn where_it(values: &[f64], wanted: impl Fn(f64) -> bool, sampled: Sampled) -> Self {
        let answer = |value: &f64| if value.is_nan() { *value } else { f64::from(wanted(*value)) };
        let answers: Vec<f64> = values.iter().map(answer).collect();
        let of = answers.iter().filter(|answer| !answer.is_nan()).count() as u64;
        let yes = answers.iter().filter(|answer| **answer == 1.0).count() as u64;
        Self { yes, of, worth: sampled.worth(&answers) }
    }

    /// The share; NaN of nothing.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.yes as f64 / self.of as f64
    }

    /// The exact interval of Clopper & Pearson of as many independent launches as these are worth (Korn & Graubard 1998,
    /// Survey Methodology 24, 193-201).
    #[must_use]
    pub fn interval(&self, confidence: f64) -> (f64, f64) {
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let [yes, of] = [self.yes, self.of].map(|number| self.worth.effective(number, confidence));
        exact(yes, of, confidence)
    }
}
