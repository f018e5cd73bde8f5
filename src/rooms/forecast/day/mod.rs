//! Forecasts that learn from new interest; not from orders, which in rounds measure the quota.

pub mod planner;

use crate::lanes::{Count, Real};
use crate::rooms::forecast::plan::{ForecastPlan, MethodPlan};
use crate::rooms::supply::plan::ReviewPlan;

/// What the planner of each launch expects.
#[derive(Clone, Copy)]
pub struct Forecast<const L: usize> {
    /// What has been learned.
    pub learned: Learned<L>,
    /// What the curve is multiplied by, where that differs between launches.
    scale: Option<Real<L>>,
}

/// What the planner of each launch has learned.
#[derive(Clone, Copy)]
pub enum Learned<const L: usize> {
    /// The curve as it was planned.
    Curve,
    /// Expected orders a day, from the announcement on.
    Smoothing {
        /// Weight of the newest day.
        weight: Real<L>,
        /// Level; `None` before the announcement.
        level: Option<Real<L>>,
    },
    /// The curve times a size of gamma distribution.
    Bayes {
        /// Shape of the posterior.
        shape: Real<L>,
        /// Rate of the posterior.
        rate: Real<L>,
        /// Evidence of one customer: the inverse of the overdispersion.
        evidence: Real<L>,
    },
}

impl<const L: usize> Forecast<L> {
    /// What is believed on day 0.
    ///
    /// A gamma prior of mean mu and coefficient of variation cv has shape `k = 1/cv^2` and rate `k/mu`.
    #[must_use]
    pub fn new(plan: &ForecastPlan, inputs: &[Real<L>]) -> Self {
        let learned = match &plan.method {
            MethodPlan::Curve => Learned::Curve,
            MethodPlan::Smoothing(weight) => Learned::Smoothing { weight: weight.of(inputs), level: None },
            MethodPlan::Bayes(mean, cv, overdispersion) => {
                let cv = cv.of(inputs);
                let shape = Real::splat(1.0) / (cv * cv);
                Learned::Bayes {
                    shape,
                    rate: shape / mean.of(inputs),
                    evidence: Real::splat(1.0) / overdispersion.of(inputs),
                }
            }
        };
        Self { learned, scale: plan.scale.as_ref().map(|scale| scale.of(inputs)) }
    }

    /// Before anything is learned: what is known of the demand curve at the price that will be asked.
    pub(crate) fn expect_at_price(&mut self, size: f64) {
        if let Learned::Bayes { rate, .. } = &mut self.learned {
            *rate = *rate / Real::splat(size);
        }
    }

    /// What the curve says, as it is multiplied in each launch.
    #[inline(always)]
    fn scaled(&self, planned: Real<L>) -> Real<L> {
        self.scale.map_or(planned, |scale| planned * scale)
    }

    /// Learns from a day's new interest, of which the curve expected `planned`.
    ///
    /// E56: `level <- level + w (new interest - level)`, from the curve's value at the announcement (simple exponential
    /// smoothing, Brown 1959). E57: with a day's interest Poisson of mean `size * f_t`, its variance phi times its mean,
    /// `shape <- shape + n_t/phi` and `rate <- rate + f_t/phi` on days with f_t > 0 (gamma-Poisson, Gelman et al. 2013,
    /// section 2.6; for stocks Azoury 1985; phi discounts the evidence as in quasi-likelihood).
    #[inline(always)]
    pub fn learn(&mut self, announced: bool, new_interest: Count<L>, planned: f64) {
        let expected = self.scaled(Real::splat(planned));
        match &mut self.learned {
            Learned::Curve => {}
            Learned::Smoothing { weight, level } => {
                if announced {
                    let before = level.unwrap_or(expected);
                    *level = Some(before + *weight * (new_interest.real() - before));
                }
            }
            Learned::Bayes { shape, rate, evidence } => {
                if planned > 0.0 {
                    *shape += new_interest.real() * *evidence;
                    *rate += *evidence * expected;
                }
            }
        }
    }

    /// Expected orders of days for which the curve has `planned` orders in all.
    #[inline(always)]
    #[must_use]
    pub fn orders(&self, planned: f64, days: i32) -> Real<L> {
        self.expected(Real::splat(planned), Real::splat(f64::from(days)))
    }

    /// The same where each launch asks for days of its own.
    #[inline(always)]
    #[must_use]
    pub fn expected(&self, planned: Real<L>, days: Real<L>) -> Real<L> {
        match self.learned {
            Learned::Smoothing { level: Some(level), .. } => level * days,
            Learned::Bayes { shape, rate, .. } => shape / rate * self.scaled(planned),
            _ => self.scaled(planned),
        }
    }

    /// Units a review expects to need over its span, no more than planned output.
    #[inline(always)]
    #[must_use]
    pub fn need(&self, review: &ReviewPlan, quantity: i32) -> Count<L> {
        match self {
            Self { learned: Learned::Curve, scale: None } => Count::splat(review.forecast_need),
            _ => {
                let orders = self.orders(review.forecast_orders, review.span).at_most(review.planned_output);
                (orders * f64::from(quantity) * (1.0 - 1e-12)).ceil_count()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Lanes;
    use crate::rooms::calendar::plan::param::Param;

    #[test]
    fn a_tight_prior_keeps_the_curve_and_a_loose_one_follows_the_market() {
        let learned = |cv: f64, overdispersion: f64| {
            let certain = Param::certain;
            let method = MethodPlan::Bayes(certain(1.0), certain(cv), certain(overdispersion));
            let plan = ForecastPlan { method, scale: None };
            let mut forecast = Forecast::<1>::new(&plan, &[]);
            for _ in 0..10 {
                forecast.learn(true, Lanes([400]), 100.0);
            }
            forecast.orders(1000.0, 10).0[0]
        };
        assert!((learned(0.001, 1.0) - 1000.0).abs() < 5.0);
        assert!((learned(5.0, 1.0) - 4000.0).abs() < 5.0);
        // k = 4: (4 + 4000/1000) / (4 + 1000/1000) = 1.6 times the curve.
        assert!((learned(0.5, 1000.0) - 1600.0).abs() < 1e-9);
    }

    #[test]
    fn smoothing_starts_from_the_curve_and_closes_the_gap_geometrically() {
        let plan = ForecastPlan { method: MethodPlan::Smoothing(Param::certain(0.5)), scale: None };
        let mut forecast = Forecast::<1>::new(&plan, &[]);
        assert_eq!(forecast.orders(70.0, 7).0, [70.0]);
        forecast.learn(true, Lanes([30]), 10.0);
        assert_eq!(forecast.orders(0.0, 7).0, [140.0]);
        forecast.learn(true, Lanes([30]), 10.0);
        assert_eq!(forecast.orders(0.0, 7).0, [175.0]);
    }
}
