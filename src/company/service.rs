//! What the field asks of a stock: how much there is, who waits for it, and how much orders swing.
//!
//! E103 and E106. All of it is noted from the first day on which anybody may order: before it there is nobody to serve.

use crate::company::plan::Plan;
use crate::lanes::{Count, Real};
use crate::rooms::store::day::Store;
use crate::rooms::supply::day::Supply;

/// Days of a period over which orders are summed.
const WEEK: usize = 7;
/// Weeks at the beginning that are left out, in which stocks are first filled.
const FIRST: usize = 1;
/// Below this share of the squared mean a variance is rounding.
const NO_VARIANCE: f64 = 1e-12;

/// Sums over the days of a launch.
pub struct Service<const L: usize> {
    /// Finished phones at the end of each day.
    pub finished: Real<L>,
    /// Customers waiting at the end of each day.
    pub waiting: Real<L>,
    /// Book value of parts, work in process and finished phones at the end of each day.
    pub inventory: Real<L>,
    /// What customers and retailers order from us.
    demand: Weekly<L>,
    /// What we order of each pacing part.
    parts: Vec<Weekly<L>>,
    /// What customers of each stream with a stock of its own ask for, and what that orders.
    retailers: Vec<Option<Box<[Weekly<L>; 2]>>>,
}

/// A count week by week.
#[derive(Clone, Copy)]
struct Weekly<const L: usize> {
    to_date: Count<L>,
    sum: Real<L>,
    squares: Real<L>,
}

impl<const L: usize> Weekly<L> {
    const NONE: Self = Self { to_date: Count::ZERO, sum: Real::ZERO, squares: Real::ZERO };

    /// A week ends; in the first ones only where it stands is noted.
    #[inline(always)]
    fn ends(&mut self, to_date: Count<L>, counts: bool) {
        if counts {
            let week = (to_date - self.to_date).real();
            self.sum += week;
            self.squares += week * week;
        }
        self.to_date = to_date;
    }

    /// Mean and variance over so many weeks, the variance with n - 1.
    fn moments(&self, weeks: f64) -> (Real<L>, Real<L>) {
        let mean = self.sum / weeks;
        (mean, ((self.squares - self.sum * mean) / (weeks - 1.0)).at_least(0.0))
    }
}

impl<const L: usize> Service<L> {
    /// Nothing noted yet.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let holds_stock = plan.streams.iter().any(|stream| stream.retail.is_some());
        let retailer = |holds: bool| holds.then(|| Box::new([Weekly::NONE; 2]));
        Self {
            finished: Real::ZERO,
            waiting: Real::ZERO,
            inventory: Real::ZERO,
            demand: Weekly::NONE,
            parts: vec![Weekly::NONE; plan.pacing.len()],
            retailers: if holds_stock {
                plan.streams.iter().map(|stream| retailer(stream.retail.is_some())).collect()
            } else {
                Vec::new()
            },
        }
    }

    /// A week ends with a day.
    #[inline(never)]
    pub fn week(&mut self, plan: &Plan, day: usize, store: &Store<L>, supply: &Supply<L>) {
        let counts = whole_weeks(plan, day) > FIRST;
        self.demand.ends(store.ordered(), counts);
        for (part, weekly) in plan.pacing.iter().zip(&mut self.parts) {
            weekly.ends(supply.classes[part.class].ordered, counts);
        }
        for (at, weekly) in self.retailers.iter_mut().enumerate() {
            if let (Some(weekly), Some(retailer)) = (weekly, store.retailer(at)) {
                let [asked, ordered] = weekly.as_mut();
                asked.ends(retailer.sold + retailer.lost, counts);
                ordered.ends(store.streams[at].ordered, counts);
            }
        }
    }

    /// E106 of a pacing part: of its orders over those that come to us.
    pub fn bullwhip(&self, plan: &Plan, part: usize) -> Real<L> {
        swing(plan, &self.demand, &self.parts[part])
    }

    /// E106 of a stream with a stock of its own: of its orders over those of its customers.
    pub fn bullwhip_of_retailer(&self, plan: &Plan, stream: usize) -> Real<L> {
        let weekly = self.retailers.get(stream).and_then(Option::as_ref);
        weekly.map_or(Real::splat(f64::NAN), |weekly| swing(plan, &weekly[0], &weekly[1]))
    }
}

/// Whether a week of selling ends with a day.
#[inline(always)]
pub(super) fn ends_a_week(plan: &Plan, day: usize) -> bool {
    (day + 1 - plan.first_orders).is_multiple_of(WEEK)
}

/// Whole weeks from the first day of orders through a day.
fn whole_weeks(plan: &Plan, day: usize) -> usize {
    (day + 1 - plan.first_orders) / WEEK
}

/// E106: `(Var(q)/E(q)^2) / (Var(D)/E(D)^2)`; not a number with fewer than two weeks, without orders, or where demand is the same
/// every week.
fn swing<const L: usize>(plan: &Plan, demand: &Weekly<L>, orders: &Weekly<L>) -> Real<L> {
    let weeks = plan.days.saturating_sub(plan.first_orders) / WEEK;
    let weeks = weeks.saturating_sub(FIRST) as f64;
    if weeks < 2.0 {
        return Real::splat(f64::NAN);
    }
    let ((mean, variance), (ordered, of_orders)) = (demand.moments(weeks), orders.moments(weeks));
    let of_demand = variance.zip(mean, |variance, mean| {
        if mean > 0.0 && variance > NO_VARIANCE * mean * mean { variance / (mean * mean) } else { f64::NAN }
    });
    let of_orders =
        of_orders.zip(ordered, |variance, mean| if mean > 0.0 { variance / (mean * mean) } else { f64::NAN });
    of_orders / of_demand
}
