//! What can be promised: phones that parts and lines will have made by a day.

use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::{Count, Real};
use crate::rooms::supply::day::due::phones_of;
use crate::rooms::supply::plan::{ClassPlan, PolicyPlan};

/// What makes a whole phone of a sum of fractions in spite of rounding.
const ROUNDING: f64 = 1e-6;

impl<const L: usize> Company<'_, L> {
    /// Windows that promise phones today learn how many come within their promise.
    #[inline(always)]
    pub(super) fn look_ahead(&mut self, plan: &Plan, day: usize) {
        for (at, window) in plan.sales.windows.iter().enumerate() {
            let Some(promise) = &window.promise else { continue };
            if !self.market.as_ref().is_some_and(|market| market.promises(&plan.sales, at, day)) {
                continue;
            }
            // The days of a promise begin with today, and end with the timeline.
            let by = (day as i32 + promise.days).min(plan.days as i32) - 1;
            let mut coming = self.coming(plan, day as i32, by);
            if by >= day as i32 && !plan.streams.is_empty() {
                let phones = self.store.finished.real() + coming;
                coming -= self.store.set_aside(&plan.streams, (day, by as usize), phones);
            }
            if let Some(market) = &mut self.market {
                market.look_ahead(at, coming);
            }
        }
    }

    /// E97: good phones that come from the morning of a day through another: those of the phones in process that are
    /// finished by then, and of new ones `min over s of (y sets(s) + output(s))`, with sets(s) the sets of each part in
    /// stock or due by day s, y the planned yield and output(s) what the lines are planned to start after s and finish in
    /// time. From s on the lines set the pace, before it the part does; only the last day before more of a part is due can
    /// be the least.
    #[inline(always)]
    fn coming(&self, plan: &Plan, today: i32, by: i32) -> Real<L> {
        if by < today {
            return Real::ZERO;
        }
        let output = |from: i32| -> f64 { plan.factories.iter().map(|line| line.output.started_from(from, by)).sum() };
        let last = plan.factories.iter().map(|line| line.output.last_start(by)).max().unwrap_or(-1);
        let started = self.assembly.started;
        let mut new = Real::splat(output(today));
        if last >= today {
            // Sets in stock that are enough, whatever is due; mostly there are as many of every part.
            let mut sets = enough(new, started, plan.planned_yield);
            let short = self.supply.sets_received.lt(sets).any();
            // The part that is scarcest in some launch comes first: what it leaves is often enough for all others.
            let first = self.supply.scarcest.0[0] as usize;
            let parts = if short { plan.supply.classes.len() } else { 0 };
            // Chained iterators would cost a fifth of it all.
            for turn in 0..=parts {
                let at = if turn == 0 { first } else { turn - 1 };
                if parts == 0 || (turn > 0 && at == first) || !self.supply.sets_of(at).lt(sets).any() {
                    continue;
                }
                let class = &plan.supply.classes[at];
                let phones = (started, plan.planned_yield);
                let reordered = ordered_anew(class, today).filter(|&day| day <= last);
                let until = reordered.unwrap_or(last + 1);
                let bought = &self.supply.classes[at];
                let mut least =
                    if until > today { bought.least_until(class, (today, until), phones, output) } else { new };
                if reordered.is_some() && class.gated {
                    let signed = self.world.contracts.has_signed(class.source.supplier, today as usize);
                    least = signed.select(least, {
                        let units = self.supply.due_by(&plan.supply, at, last, today);
                        phones_of(class, units, phones) + Real::splat(output(last + 1))
                    });
                }
                new = new.min(least);
                sets = enough(new, started, plan.planned_yield);
            }
            if let Some(starts) = &plan.build.starts {
                new = new.min((self.in_force.starts(starts[last as usize]) - started).real() * plan.planned_yield);
            }
        }
        let in_process = self.assembly.finished_by(by as usize, today as usize).real() * plan.planned_yield;
        (in_process + new.at_least(0.0) + ROUNDING).floor_count().real()
    }
}

/// Sets, counted from day 0, that are enough for so many good phones beside those started.
#[inline(always)]
fn enough<const L: usize>(phones: Real<L>, started: Count<L>, planned_yield: f64) -> Count<L> {
    started + (phones * (1.0 / planned_yield)).ceil_count().at_least(0) + 1
}

/// The day by which whatever customers order today can be in stock, under a policy that orders parts for them.
fn ordered_anew(class: &ClassPlan, today: i32) -> Option<i32> {
    if class.policy == PolicyPlan::None {
        return None;
    }
    let in_turn = |day: i32| !class.gated || day % class.review_days == 0;
    let review = class.reviews.iter().map(|review| review.day).find(|&day| day >= today && in_turn(day))?;
    Some(review + class.planned_days(false))
}
