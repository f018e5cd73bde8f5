//! Demand of an order stream in some launches: what it orders on a day.

use crate::lanes::{Count, Real};
use crate::rooms::store::plan::{FollowedPlan, LawPlan, OrdersPlan, ResponsePlan};
use crate::rooms::today::Today;

/// The orders of one stream.
pub enum Demand<const L: usize> {
    /// Certain, as the plan has them.
    Certain,
    /// The points of a path, what the price makes of it, and the orders it asked for to date.
    Rate(Vec<Real<L>>, Moved<L>, Real<L>),
    /// Drawn anew each day.
    Law(LawNow<L>),
}

/// A law of daily orders in some launches.
pub struct LawNow<const L: usize> {
    factors: Vec<Real<L>>,
    moved: Moved<L>,
    /// In deterministic mode: the mean of a day, what it was worked out for, and the sum of the days' means.
    mean: (Real<L>, Option<(Real<L>, Real<L>)>, Real<L>),
}

/// What a price makes of orders in some launches.
pub struct Moved<const L: usize> {
    prices: Vec<Real<L>>,
    /// Slope or elasticity, and the price at which orders hold.
    response: (Real<L>, Real<L>),
    /// Orders are multiplied by this, and that is taken off.
    now: (Real<L>, Real<L>),
}

impl<const L: usize> Moved<L> {
    fn new(plan: &FollowedPlan, inputs: &[Real<L>]) -> Self {
        let response = match &plan.response {
            ResponsePlan::None => (Real::ZERO, Real::ZERO),
            ResponsePlan::Linear(effect, reference) | ResponsePlan::Elastic(effect, reference) => {
                (effect.of(inputs), reference.of(inputs))
            }
        };
        Self { prices: plan.price.points_of(inputs), response, now: (Real::splat(1.0), Real::ZERO) }
    }

    /// On a day.
    #[inline(always)]
    fn on(&mut self, plan: &FollowedPlan, day: usize) -> (Real<L>, Real<L>) {
        if plan.changes.contains(&day) {
            self.now = self.at(plan, day);
        }
        self.now
    }

    /// What the price of a day makes of orders.
    #[inline(always)]
    fn at(&self, plan: &FollowedPlan, day: usize) -> (Real<L>, Real<L>) {
        let (effect, reference) = self.response;
        let price = plan.price.through(&self.prices, day);
        match plan.response {
            ResponsePlan::None => self.now,
            ResponsePlan::Linear(..) => (Real::splat(1.0), (price - reference) * effect),
            ResponsePlan::Elastic(..) => ((price / reference).to_the_power(-effect), Real::ZERO),
        }
    }
}

/// A sum of fractions that is whole but for rounding is whole.
#[inline(always)]
fn whole<const L: usize>(sum: Real<L>) -> Count<L> {
    (sum + 1e-9).floor_count()
}

impl<const L: usize> Demand<L> {
    /// Before day 0.
    #[must_use]
    pub fn new(plan: &OrdersPlan, inputs: &[Real<L>]) -> Self {
        match plan {
            OrdersPlan::Series(_) => Self::Certain,
            OrdersPlan::Rate(rate, followed) => {
                Self::Rate(rate.points_of(inputs), Moved::new(followed, inputs), Real::ZERO)
            }
            OrdersPlan::Law(law) => Self::Law(LawNow::new(law, inputs)),
        }
    }

    /// What is expected from a day through another.
    #[inline(always)]
    pub fn expected(&self, plan: &OrdersPlan, (from, by): (usize, usize)) -> Real<L> {
        let mut orders = Real::ZERO;
        match (plan, self) {
            (OrdersPlan::Series(series), _) => {
                orders = Real::splat(series[from..=by].iter().map(|&orders| f64::from(orders)).sum::<f64>());
            }
            (OrdersPlan::Rate(rate, followed), Self::Rate(points, moved, _)) => {
                let (mut scale, mut shift) = moved.at(followed, from);
                for day in from..=by {
                    if day > from && followed.changes.contains(&day) {
                        (scale, shift) = moved.at(followed, day);
                    }
                    let of_day = rate.through(points, day);
                    orders += Real::ZERO.lt(of_day).select((of_day * scale - shift).at_least(0.0), Real::ZERO);
                }
            }
            (OrdersPlan::Law(law), Self::Law(now)) => {
                for day in from..=by {
                    let (scale, shift) = now.moved.at(&law.followed, day);
                    let scale = law.factor.through(&now.factors, day) * scale;
                    let inside = (law.span.0..=law.span.1).contains(&(day as i32));
                    let mean = |scale, shift| law.sampler.law().mean_above_nought(scale, shift);
                    orders += if inside { scale.zip(shift, mean) } else { Real::ZERO };
                }
            }
            _ => {}
        }
        orders
    }

    /// Orders of a day.
    #[inline(always)]
    pub fn on(&mut self, plan: &OrdersPlan, today: &mut Today<L>) -> Count<L> {
        match (plan, self) {
            (OrdersPlan::Series(series), _) => Count::splat(series[today.day]),
            (OrdersPlan::Rate(rate, followed), Self::Rate(points, moved, total)) => {
                let before = *total;
                let orders = rate.through(points, today.day);
                *total += if followed.response == ResponsePlan::None {
                    orders
                } else {
                    let (scale, shift) = moved.on(followed, today.day);
                    // Outside its points nobody orders, however cheap the phone is.
                    let within = Real::ZERO.lt(orders);
                    within.select((orders * scale - shift).at_least(0.0), Real::ZERO)
                };
                whole(*total) - whole(before)
            }
            (OrdersPlan::Law(law), Self::Law(now)) => now.on(law, today),
            _ => Count::ZERO,
        }
    }
}

impl<const L: usize> LawNow<L> {
    fn new(plan: &LawPlan, inputs: &[Real<L>]) -> Self {
        Self {
            factors: plan.factor.points_of(inputs),
            moved: Moved::new(&plan.followed, inputs),
            mean: (Real::ZERO, None, Real::ZERO),
        }
    }

    /// E68: `orders_t = max(0, round(g_t x_t (p_t/P)^-e - b (p_t - P)))` with `x_t = F^-1(u_t)` drawn anew each day, g the
    /// factor of the day, p_t the price followed and P the price at which the law holds.
    ///
    /// In deterministic mode the expectation of the same, without its rounding, is summed as by E29.
    #[inline(always)]
    fn on(&mut self, plan: &LawPlan, today: &mut Today<L>) -> Count<L> {
        let (scale, shift) = self.moved.on(&plan.followed, today.day);
        if (today.day as i32) < plan.span.0 || plan.span.1 < today.day as i32 {
            return Count::ZERO;
        }
        let scale = plan.factor.through(&self.factors, today.day) * scale;
        if today.luck.is_deterministic() {
            return self.mean_of_a_day(plan, scale, shift);
        }
        (today.luck.drawn(plan.source, today.day as u32, &plan.sampler) * scale - shift).round_count().at_least(0)
    }

    fn mean_of_a_day(&mut self, plan: &LawPlan, scale: Real<L>, shift: Real<L>) -> Count<L> {
        let (mean, known, total) = &mut self.mean;
        if *known != Some((scale, shift)) {
            *mean = scale.zip(shift, |scale, shift| plan.sampler.law().mean_above_nought(scale, shift));
            *known = Some((scale, shift));
        }
        let before = *total;
        *total += *mean;
        whole(*total) - whole(before)
    }
}
