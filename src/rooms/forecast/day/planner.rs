//! The plan in force: the build plan as it is written, multiplied, or learned.

use crate::lanes::{Count, Lanes, Mask, Real};
use crate::random::math;
use crate::rooms::forecast::day::{Forecast, Learned};
use crate::rooms::forecast::plan::planner::{PlannerPlan, Served, WhoPlans};
use crate::rooms::supply::plan::ReviewPlan;

/// What the build plan is multiplied by in each launch.
#[derive(Clone, Copy)]
pub enum InForce<const L: usize> {
    /// Nothing: it is bought for as it is written.
    Written,
    /// A number known from the beginning.
    Multiplied(Real<L>),
    /// What has been learned by the latest day of decision, times such a number.
    Learned(Real<L>),
    /// What was known beforehand, and in the other launches what has been learned.
    Foreseen(Mask<L>, Real<L>),
}

/// How many phones have come how far, as a planner sees it.
#[derive(Clone, Copy)]
pub struct Phones<const L: usize> {
    /// Phones started to date.
    pub started: Count<L>,
    /// In process + finished - waiting - conversion * reserved.
    pub ahead: Count<L>,
    /// Phones started, and phones that are ordered by now, as the learned plan reckons with them.
    learned: (Real<L>, Real<L>),
}

impl<const L: usize> Phones<L> {
    /// So many started, and so many more than those ordered.
    #[inline(always)]
    #[must_use]
    pub fn new(started: Count<L>, ahead: Count<L>) -> Self {
        Self { started, ahead, learned: (started.real(), (started - ahead).real()) }
    }
}

impl<const L: usize> InForce<L> {
    /// The plan on the morning of day 0.
    #[must_use]
    pub fn new(plan: &PlannerPlan, forecast: &mut Forecast<L>, launches: [u32; L], inputs: &[Real<L>]) -> Self {
        let scale = plan.scale.as_ref().map(|scale| scale.of(inputs));
        let mut planner = match plan.who {
            WhoPlans::Keeps => return scale.map_or(Self::Written, Self::Multiplied),
            WhoPlans::Learns => Self::Learned(Real::splat(1.0)),
            WhoPlans::Foresees => {
                let known = launches.map(|launch| plan.foreseen(launch));
                let size = Lanes(known.map(|size| size.unwrap_or(1.0)));
                let size = scale.map_or(size, |scale| size * scale);
                Self::Foreseen(Lanes(known.map(|size| size.is_some())), size)
            }
        };
        if plan.can_learn {
            forecast.expect_at_price(plan.size_at_price);
        }
        planner.decide(plan, forecast, inputs);
        planner
    }

    /// E98: what has been learned by a day of decision becomes the plan: `S = shape/rate`, or the quantile of the belief at
    /// the critical ratio, times what the plan is multiplied by.
    #[inline(always)]
    pub fn decide(&mut self, plan: &PlannerPlan, forecast: &Forecast<L>, inputs: &[Real<L>]) {
        let Learned::Bayes { shape, rate, .. } = forecast.learned else { return };
        let mut learned = shape / rate;
        if let Served::Quantile(..) = plan.served {
            learned = learned * shape.map(|shape| plan.served.of_mean(math::ln(shape)));
        }
        if let Some(scale) = &plan.scale {
            learned = learned * scale.of(inputs);
        }
        match self {
            Self::Written | Self::Multiplied(_) => {}
            Self::Learned(size) => *size = learned,
            Self::Foreseen(known, size) => *size = known.select(*size, learned),
        }
    }

    /// Phones by which the written starts are multiplied.
    #[inline(always)]
    #[must_use]
    pub fn starts(&self, written: i32) -> Count<L> {
        match *self {
            Self::Written => Count::splat(written),
            Self::Multiplied(size) | Self::Learned(size) | Self::Foreseen(_, size) => whole(size * f64::from(written)),
        }
    }

    /// Units a review needs for the plan by the end of its span.
    ///
    /// E99: the written plan needs `ceil(q G)`, a multiplied one `ceil(q s G)`; the learned one
    /// `ceil(q min(started + line, scarcest, max(S G, started - ahead)))`: the plan as it is learned, or what is ordered by now
    /// where that is more, as far as the line can go from what it has started and the parts of suppliers who accept a number a
    /// week can be there.
    #[inline(always)]
    #[must_use]
    pub fn need(&self, review: &ReviewPlan, quantity: i32, phones: &Phones<L>) -> Count<L> {
        match *self {
            Self::Written => Count::splat(review.cumulative_need),
            Self::Multiplied(size) => whole(size * (review.planned_starts * f64::from(quantity))),
            Self::Learned(size) => learned(size, (review.planned_starts, review.line_ahead), quantity, phones),
            Self::Foreseen(known, size) => {
                let written = whole(size * (review.planned_starts * f64::from(quantity)));
                known.select(written, learned(size, (review.planned_starts, review.line_ahead), quantity, phones))
            }
        }
    }

    /// Units a learned plan needs by a day on which the written one has started so many phones, and the line can have started
    /// so many more than now; nothing is too much for another plan.
    #[inline(always)]
    #[must_use]
    pub fn needed(&self, by: (f64, f64), quantity: i32, phones: &Phones<L>) -> Count<L> {
        match *self {
            Self::Written | Self::Multiplied(_) => Count::splat(i32::MAX),
            Self::Learned(size) => learned(size, by, quantity, phones),
            Self::Foreseen(known, size) => known.select(Count::splat(i32::MAX), learned(size, by, quantity, phones)),
        }
    }

    /// Units needed where parts are of no use beyond so many phones; a plan that does not follow what happens needs them all.
    #[inline(always)]
    #[must_use]
    pub fn no_more(&self, need: Count<L>, phones: Count<L>, quantity: i32) -> Count<L> {
        let least = need.min(whole(phones.real() * f64::from(quantity)));
        match *self {
            Self::Written | Self::Multiplied(_) => need,
            Self::Learned(_) => least,
            Self::Foreseen(known, _) => known.select(need, least),
        }
    }

    /// Phones a learned plan starts in all.
    #[inline(always)]
    #[must_use]
    pub fn in_all(&self, by: (f64, f64), phones: &Phones<L>) -> Count<L> {
        self.needed(by, 1, phones)
    }

    /// Whether any launch's plan follows what happens.
    #[inline(always)]
    #[must_use]
    pub fn may_change(&self) -> bool {
        matches!(self, Self::Learned(_) | Self::Foreseen(..))
    }
}

/// What a learned plan needs of a part by a day on which the written one has started so many phones, and the line can have
/// started so many more than now.
#[inline(always)]
fn learned<const L: usize>(size: Real<L>, (starts, line): (f64, f64), quantity: i32, phones: &Phones<L>) -> Count<L> {
    let (started, ordered) = phones.learned;
    let plan = (size * starts).max(ordered).min(started + Real::splat(line));
    whole(plan * f64::from(quantity))
}

/// A part in 10^12 is rounding, and makes no unit.
#[inline(always)]
fn whole<const L: usize>(units: Real<L>) -> Count<L> {
    (units * (1.0 - 1e-12)).at_most(2e9).ceil_count()
}
