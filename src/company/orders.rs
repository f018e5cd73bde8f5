//! Orders of parts: the reviews of a day, and what cash allows of what they ask for.

use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::{Count, Real};
use crate::rooms::contract::day::Contracts;
use crate::rooms::forecast::day::planner::Phones;
use crate::rooms::forecast::plan::planner::WhoPlans;
use crate::rooms::supply::day::{Paid, Position, affordable_share};
use crate::rooms::supply::plan::ReviewPlan;

impl<const L: usize> Company<'_, L> {
    /// Step 3: reviews see today's orders; what a supplier is to be paid at its signature is paid before.
    #[inline(always)]
    pub(super) fn order_parts(&mut self, plan: &Plan, day: usize, inputs: &[Real<L>]) {
        if let Some(paid) = self.world.contracts.prepayments(day) {
            self.books.prepay_development(paid);
        }
        let reviewed = !plan.supply.reviews_on.on(day).is_empty() || !self.world.contracts.out_of_turn(day).is_empty();
        // What is decided on a day without a review is ordered for at the next one.
        if plan.planner.decides.as_ref().map_or(reviewed, |decides| decides[day]) {
            self.in_force.decide(&plan.planner, &self.forecast, inputs);
        }
        if !reviewed {
            return;
        }
        let reserved = match &self.market {
            Some(market) => market.reserved,
            None => Count::ZERO,
        };
        let expected = (reserved.real() * self.planned_conversion).floor_count();
        let ahead = self.assembly.in_process + self.store.finished - self.store.waiting() - expected;
        let phones = Phones::new(self.assembly.started, ahead);
        let position = Position { phones, forecast: self.forecast, in_force: self.in_force };
        self.change_orders(plan, day, &position, inputs);
        if plan.supply.within_cash {
            self.order_within_cash(plan, day, &position, inputs);
            return;
        }
        let trading = self.trading(plan);
        let mut today = self.world.today(day, inputs, trading);
        for (class, review) in reviews(plan, today.contracts, day) {
            if self.supply.ask((&plan.supply, class), review, &position, &today)
                && self.supply.place((&plan.supply, class), &mut today)
            {
                let paid = &self.supply.paid;
                self.books.pay_for_order((&paid.deposit, &paid.order_cost), self.supply.pays(class));
            }
        }
    }

    /// Open orders that the plan no longer needs, or not yet, are cancelled or put off where the suppliers' terms allow it.
    #[inline(always)]
    fn change_orders(&mut self, plan: &Plan, day: usize, position: &Position<L>, inputs: &[Real<L>]) {
        let Some(path) = plan.supply.path.as_ref().filter(|_| plan.planner.who != WhoPlans::Keeps) else { return };
        let in_all = position.in_force.in_all(path.in_all(day), &position.phones);
        let trading = self.trading(plan);
        let today = self.world.today(day, inputs, trading);
        for (class, _) in reviews(plan, today.contracts, day) {
            if let Some(changed) = self.supply.change((&plan.supply, class), (position, in_all), &today) {
                self.books.change_orders(changed.deposit, changed.lost, changed.fee);
                self.orders_cancelled += changed.cancelled;
            }
        }
    }

    /// The same where orders must not bring cash below the credit line before the next review: all are counted, then cut.
    ///
    /// A company that has fallen below it already is bridged: what a planner who learns orders from then on is no cause of it.
    #[inline(always)]
    fn order_within_cash(&mut self, plan: &Plan, day: usize, position: &Position<L>, inputs: &[Real<L>]) {
        let trading = self.trading(plan);
        let mut today = self.world.today(day, inputs, trading);
        self.supply.paid = Paid::default();
        let vat = self.books.vat();
        for (class, review) in reviews(plan, today.contracts, day) {
            if self.supply.ask((&plan.supply, class), review, position, &today) {
                self.supply.note((&plan.supply, class), (day, today.exchange), vat);
            }
        }
        // A fixed cost is not cut with the order: it has to be there for all that was asked for.
        let left = self.books.cash() + self.books.credit_line()
            - self.books.due_before(day, plan.supply.next_review[day])
            - self.supply.paid.order_cost;
        let mut phi = affordable_share(left, self.supply.paid.deposit);
        if position.in_force.may_change() {
            phi = self.books.insolvency_day.lt(Count::ZERO).select(phi, Real::splat(1.0));
        }
        self.share_ordered = phi;
        let some_are_cut = phi.lt(Real::splat(1.0)).any();
        for (class, _) in reviews(plan, today.contracts, day) {
            if some_are_cut {
                self.supply.cut((&plan.supply, class), phi, position);
            }
            if self.supply.place((&plan.supply, class), &mut today) {
                let paid = &self.supply.paid;
                self.books.pay_for_order((&paid.deposit, &paid.order_cost), self.supply.pays(class));
            }
        }
    }
}

/// Today's reviews: those of the review intervals, then those out of turn on a signature.
#[inline(always)]
fn reviews<'plan, const L: usize>(
    plan: &'plan Plan,
    contracts: &Contracts<L>,
    day: usize,
) -> impl Iterator<Item = (usize, &'plan ReviewPlan)> {
    let classes = &plan.supply.classes;
    let in_turn = plan.supply.reviews_on.on(day).iter();
    let in_turn = in_turn.map(|&(class, review)| (class as usize, &classes[class as usize].reviews[review as usize]));
    let out_of_turn = contracts.out_of_turn(day).iter().map(|&class| class as usize);
    in_turn.chain(out_of_turn.map(move |class| (class, &classes[class].reviews[day])))
}
