//! Shipments of the market that go wrong.

use crate::lanes::{Count, Real};
use crate::random::math;
use crate::rooms::store::plan::OrderErrorPlan;
use crate::rooms::today::Today;

/// What went wrong today: phones, and those of them that are refunded.
#[derive(Clone, Copy)]
pub struct Wrong<const L: usize> {
    /// Shipments to be set right.
    pub errors: Count<L>,
    /// Those of them whose price goes back.
    pub refunded: Count<L>,
}

/// The errors of each launch.
pub struct OrderErrors<const L: usize> {
    /// Shipments that went wrong to date.
    pub to_date: Count<L>,
    rate: Real<L>,
    refund: Real<L>,
}

impl<const L: usize> OrderErrors<L> {
    /// None yet.
    #[must_use]
    pub fn new(plan: &OrderErrorPlan, inputs: &[Real<L>]) -> Self {
        let missed = (Real::splat(1.0) - plan.rehearsal_effect.of(inputs)).at_least(0.0);
        let power = |missed: f64, times: f64| match times {
            0.0 => 1.0,
            _ if missed <= 0.0 => 0.0,
            _ => math::powf(missed, times),
        };
        let rate = plan.rate.of(inputs) * missed.zip(plan.rehearsals.of(inputs), power);
        Self { to_date: Count::ZERO, rate, refund: plan.refund.of(inputs) }
    }

    /// E47: of the phones shipped to the market a share `rate * (1 - effect)^rehearsals` goes wrong; some are refunded.
    #[inline(always)]
    pub fn of_shipments(&mut self, plan: &OrderErrorPlan, shipped: Count<L>, today: &mut Today<L>) -> Option<Wrong<L>> {
        if plan.rate.is_zero() {
            return None;
        }
        let errors = today.luck.binomial(plan.sources.0, today.day as u32, shipped, self.rate);
        let refunded = today.luck.binomial(plan.sources.1, today.day as u32, errors, self.refund);
        self.to_date += errors;
        Some(Wrong { errors, refunded })
    }
}
