//! What bound the sales of a launch, told from what is left at its end.

use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::Count;
use crate::rooms::forecast::day::planner::Phones;

/// A company that was wound up: cash.
const CASH: i32 = -1;
/// Phones are left for all who want one.
pub(super) const DEMAND: i32 = 0;
/// Parts are left for them, and no phones.
pub(super) const CAPACITY: i32 = 1;
/// Neither is left, and all that the build plan asked for came.
pub(super) const PLAN: i32 = 2;
/// Neither is left, and the supply class of this number is not covered by a plan or did not come, and so on upwards.
pub(super) const FIRST_PART: i32 = 3;

/// What of a plan may be missing while it counts as come [share]: rejects of the last orders are not ordered again.
const MISSING: f64 = 0.01;

/// What bound sales, of each launch.
///
/// Unserved are those who wait, the tickets not called, and who came on the last day of sale and got none.
pub(super) fn bound_by<const L: usize>(plan: &Plan, company: &Company<L>) -> Count<L> {
    let mut unserved = company.store.waiting();
    if let Some(market) = &company.market {
        unserved += market.reserved;
        let openings = (0..plan.days).rev().map(|day| plan.sales.openings_on.on(day));
        for opening in openings.into_iter().find(|openings| !openings.is_empty()).unwrap_or_default() {
            let today = market.window(opening.window);
            unserved += today.came - today.served;
        }
    }
    let supply = &company.supply;
    let phones = company.store.finished + company.assembly.in_process;
    let sets = supply.sets_received - company.assembly.started;
    let mut bound = Count::ZERO;
    for lane in 0..L {
        let (unserved, phones) = (unserved.0[lane], phones.0[lane]);
        bound.0[lane] = if company.books.wound_up.0[lane] {
            CASH
        } else if unserved <= phones {
            DEMAND
        } else if supply.classes.is_empty() || unserved - phones <= sets.0[lane] {
            CAPACITY
        } else {
            let class = supply.scarcest.0[lane];
            if plan_is_there(plan, company, class as usize, lane) { PLAN } else { FIRST_PART + class }
        };
    }
    bound
}

/// Whether all that was planned of a part has come: of a plan that follows what happens, all that was ordered of it, unless
/// its supplier accepts a number a week.
fn plan_is_there<const L: usize>(plan: &Plan, company: &Company<L>, at: usize, lane: usize) -> bool {
    let (class_plan, class) = (&plan.supply.classes[at], &company.supply.classes[at]);
    let Some(review) = class_plan.reviews.last() else { return false };
    let needed = if company.in_force.may_change() {
        if class_plan.planned_weekly.is_some() || review.planned_starts <= 0.0 {
            return false;
        }
        class.ordered.0[lane] + class_plan.opening - class.rejected.0[lane]
    } else {
        company.in_force.need(review, class_plan.quantity, &Phones::new(Count::ZERO, Count::ZERO)).0[lane]
    };
    let missing = f64::from(needed - class.received.0[lane]);
    needed > 0 && missing <= MISSING * f64::from(needed)
}
