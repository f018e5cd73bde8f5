//! What bound the sales of a launch, told from what is left at its end.

use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::Count;

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
            let needed = plan.supply.classes[class as usize].reviews.last().map_or(0, |review| review.cumulative_need);
            let missing = f64::from(needed - supply.classes[class as usize].received.0[lane]);
            if needed > 0 && missing <= MISSING * f64::from(needed) { PLAN } else { FIRST_PART + class }
        };
    }
    bound
}
