//! Lead times: their law, and its numbers where they are the same in all launches.

use std::sync::Arc;

use crate::lanes::{Count, Lanes, Real};
use crate::language::quantity::Number;
use crate::random::math;
use crate::random::memo::Memo;
use crate::random::normal::normal;
use crate::random::steps::Steps;
use crate::rooms::calendar::plan::param::Param;
use crate::units::Days;

/// The lead time of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadPlan {
    /// Its mean [days].
    pub mean: Param,
    /// It is written as zero: deliveries arrive the same day.
    pub immediate: bool,
    /// Coefficient of variation.
    pub cv: Param,
    /// The lead time by the word of its deviate, where its law is the same in all launches.
    pub table: Option<Arc<Steps>>,
    /// What the planner reckons with, its median [days].
    pub planned: i32,
}

impl LeadPlan {
    pub(crate) fn new(mean: Number, cv: Number) -> Self {
        Self {
            mean: mean.into(),
            immediate: mean == Number::certain(0.0),
            cv: cv.into(),
            table: None,
            planned: Days(mean.value).rounded_half_up(),
        }
    }
}

/// A mean lead time in whole days.
#[must_use]
pub fn whole_days(mean: f64) -> f64 {
    f64::from(Lanes([mean]).round_count().at_least(0).0[0])
}

/// Standard deviation of the logarithm of a lognormal with a coefficient of variation: its variance is `ln(1 + cv^2)`.
#[must_use]
pub fn log_sd(cv: f64) -> f64 {
    math::ln(cv * cv + 1.0).sqrt()
}

/// E13: mean lead time times a lognormal of mean one, `L exp(s Z - s^2/2)` in whole days, at least one.
#[expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]
#[inline(always)]
#[must_use]
pub fn drawn<const L: usize>(mean: Real<L>, log_sd: Real<L>, z: Real<L>) -> Count<L> {
    (mean * log_sd.lognormal_of_mean_one(z)).round_count().at_least(1)
}

/// Lead times that were tabulated, by mean and standard deviation of the logarithm.
static TABLES: Memo<[u64; 2], Option<Arc<Steps>>> = Memo::new(1024);

impl LeadPlan {
    /// Tabulates [`drawn`] by the word of its deviate, where mean and variation are certain and the lead times not too many.
    pub(crate) fn tabulate(&mut self) {
        let (Some(mean), Some(cv)) = (self.mean.as_certain(), self.cv.as_certain()) else { return };
        if self.immediate || self.cv.is_zero() {
            return;
        }
        let (mean, log_sd) = (whole_days(mean), log_sd(cv));
        let table = || {
            let [mean, log_sd] = [mean, log_sd].map(|number| Lanes([number]));
            Steps::of(|word| drawn(mean, log_sd, Lanes([normal(word)])).0[0]).map(Arc::new)
        };
        // Neither is below zero, so that equal numbers have equal bits.
        self.table = TABLES.of([mean.to_bits(), log_sd.to_bits()], table);
    }
}
