//! Expediting: what is needed before the first source can deliver is ordered from a faster one.

use std::collections::VecDeque;

use crate::lanes::{Count, Mask, Real};
use crate::rooms::calendar::plan::param::Known;
use crate::rooms::supply::day::{Class, Order, Position};
use crate::rooms::supply::plan::expedite::ExpeditePlan;
use crate::rooms::supply::plan::{ClassPlan, PolicyPlan, ReviewPlan};
use crate::rooms::today::Today;

/// What a class that expedites remembers.
pub struct Expediting<const L: usize> {
    /// Units ordered from the fast source to date.
    pub units: Count<L>,
    level: Option<Known<L>>,
    /// Planned days from an order with the first source to stock.
    first: i32,
    /// Orders with the first source, the planned ones last.
    slow: VecDeque<SlowOrder<L>>,
}

/// An order with the first source.
struct SlowOrder<const L: usize> {
    /// Day on which the planner expects it in stock.
    planned: i32,
    /// Day on which it is in stock.
    arrival: Count<L>,
    units: Count<L>,
}

impl<const L: usize> Expediting<L> {
    pub(crate) fn new(plan: &ClassPlan, inputs: &[Real<L>]) -> Option<Box<Self>> {
        let expedite = plan.second.as_ref()?.expedite.as_ref()?;
        Some(Box::new(Self {
            units: Count::ZERO,
            level: expedite.level.as_ref().map(|level| level.known(inputs)),
            first: expedite.first,
            slow: VecDeque::new(),
        }))
    }

    /// Notes an order as it is placed.
    pub(crate) fn note(&mut self, day: usize, from_second: bool, (units, arrival): (Count<L>, Count<L>)) {
        if from_second {
            self.units += units;
        } else if units.any() {
            self.slow.push_back(SlowOrder { planned: day as i32 + self.first, arrival, units });
        }
    }

    /// Units on order with the first source that are planned for a day or later.
    fn from(&self, day: i32, today: usize) -> Count<L> {
        let mut units = Count::ZERO;
        for order in self.slow.iter().filter(|order| order.planned >= day) {
            // What came early is in stock.
            units += Count::splat(today as i32).le(order.arrival).select(order.units, Count::ZERO);
        }
        units
    }
}

impl<const L: usize> Class<L> {
    /// E75: the second source takes what the first can no longer bring in time, then the first what raises the position of
    /// both to its own level (dual index; Veeraraghavan & Scheller-Wolf 2008; with one period between the two Fukuda 1964).
    #[inline(never)]
    pub(crate) fn ask_both(
        &mut self,
        (plan, expedite): (&ClassPlan, &ExpeditePlan),
        (review, turn): (&ReviewPlan, Mask<L>),
        outlook: &Position<L>,
        today: &Today<L>,
    ) -> Order<L> {
        let day = today.day as i32;
        if let Some(expediting) = &mut self.expediting {
            // What is due within the fast lead time stays so.
            while expediting.slow.front().is_some_and(|order| order.planned <= day + expedite.second) {
                expediting.slow.pop_front();
            }
        }
        let source = &plan.source;
        let halted = today.calamities.any_active(&source.exposure.order_halts, today.day);
        let takes = today.contracts.has_signed(source.supplier, today.day) & !halted;
        // The next order with the second source arrives after one review, one placed today with the first perhaps sooner.
        let next = day + expedite.second + expedite.review;
        let sooner = next.min(day + expedite.first);
        let mut needed = self.short_until((plan, expedite), sooner, outlook, today);
        if sooner < next {
            needed = takes.select(needed, self.short_until((plan, expedite), next, outlook, today));
        }
        let second = self.take_from_signed((plan, true), (turn.select(needed, Count::ZERO), turn), today);
        self.ordered += second;
        let need = outlook.in_force.need(review, plan.quantity, &outlook.phones);
        let wanted =
            turn.select(Self::wanted(plan, (review, need, self.secured(plan)), outlook, today.inputs), Count::ZERO);
        let first = self.take_from_signed((plan, false), (wanted, turn), today);
        self.ordered -= second;
        Order { first, second }
    }

    /// E76: units short of what is needed until a day: of a level with what arrives within the fast lead time, or, at every
    /// planned delivery of the first source until then and on the day itself, of the need with what is planned before it.
    fn short_until(
        &self,
        (plan, expedite): (&ClassPlan, &ExpeditePlan),
        until: i32,
        outlook: &Position<L>,
        today: &Today<L>,
    ) -> Count<L> {
        let Some(expediting) = &self.expediting else { return Count::ZERO };
        let open = self.open(plan);
        let good_share = Real::splat(1.0 - plan.inspection.planned_defects);
        let ahead = (outlook.phones.ahead - outlook.phones.started) * plan.quantity;
        let secured = |before: i32| {
            let open = open - expediting.from(before, today.day);
            self.received + (open.real() * good_share).floor_count()
        };
        let fast = today.day as i32 + expedite.second;
        let mut short = Count::ZERO;
        if let Some(level) = &expediting.level {
            short = level.get().round_count() - (secured(fast + 1) + ahead);
        }
        let deliveries = expediting.slow.iter().map(|order| order.planned).filter(|&planned| planned < until);
        for end in deliveries.chain(std::iter::once(until)) {
            let (review, secured) = (expedite.review(today.day as i32, end), secured(end));
            short = short.max(Count::splat(review.cumulative_need) - secured);
            if plan.policy == PolicyPlan::ForecastUpTo {
                short = short.max(outlook.forecast.need(&review, plan.quantity) - (secured + ahead));
            }
        }
        (short.at_least(0).real() / good_share).ceil_count()
    }
}
