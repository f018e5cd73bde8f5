//! Orders within cash: what a day's orders ask for at once, and what is left of them.

use crate::rooms::currency::day::Exchange;
use crate::rooms::supply::day::order::{Order, below_a_lot, whole_lots};
use crate::rooms::supply::day::{Class, Count, Position, Real, Supply};
use crate::rooms::supply::plan::{ClassPlan, SourcePlan, SupplyPlan};

/// E50: the share of the orders that cash allows, `phi = clamp((cash + credit - payments due before the next review) /
/// cash asked for, 0, 1)`; with nothing asked for it is one while anything is left.
#[must_use]
pub fn affordable_share<const L: usize>(left: Real<L>, asked: Real<L>) -> Real<L> {
    left.zip(asked, |left, asked| {
        if asked > 0.0 {
            (left / asked).clamp(0.0, 1.0)
        } else if left >= 0.0 {
            1.0
        } else {
            0.0
        }
    })
}

impl<const L: usize> Supply<L> {
    /// Adds to `paid` the cash that what was asked for asks for: deposits, and with VAT what is paid on the day of the order
    /// because it arrives on it and is due at once; and its fixed cost beside.
    #[inline(always)]
    pub fn note(&mut self, (plan, at): (&SupplyPlan, usize), (day, exchange): (usize, &Exchange<L>), vat: Real<L>) {
        let (class_plan, class, order) = (&plan.classes[at], &self.classes[at], &self.asked[at]);
        let (first, on) = ((class_plan, &class_plan.source, false), (day, exchange));
        if let Some(second) = &class_plan.second {
            let mut of_both = Real::ZERO;
            class.ask_cash(first, order.first, on, vat, &mut of_both);
            class.ask_cash((class_plan, &second.source, true), order.second, on, vat, &mut of_both);
            self.paid.deposit += of_both;
        } else {
            class.ask_cash(first, order.first, on, vat, &mut self.paid.deposit);
        }
        if let Some(fees) = &class.fees {
            self.paid.order_cost += fees.of(order);
        }
    }

    /// An order that cash cuts (E50) is `floor(phi * order / multiple) * multiple`, and nothing below the minimum; a planner who
    /// learns keeps what customers' orders in hand need, which pay for it.
    #[inline(always)]
    pub fn cut(&mut self, (plan, at): (&SupplyPlan, usize), phi: Real<L>, position: &Position<L>) {
        let class = &plan.classes[at];
        let asked = self.asked[at];
        if !asked.any() {
            return;
        }
        let in_hand = if position.in_force.may_change() {
            self.classes[at].short_of_orders(class, position)
        } else {
            Count::ZERO
        };
        let cut = |units: Count<L>, kept: Count<L>| {
            let left = (units.real() * phi).floor_count().max(kept.min(units));
            let left = whole_lots(left, class.multiple);
            left.lt(Count::splat(class.minimum)).select(Count::ZERO, left)
        };
        let order = Order { first: cut(asked.first, in_hand), second: cut(asked.second, Count::ZERO) };
        if let Some(unused) = &mut self.classes[at].unused {
            for (unused, given_back) in unused.iter_mut().zip([asked.first - order.first, asked.second - order.second])
            {
                *unused = below_a_lot(*unused + given_back.real(), class.lot());
            }
        }
        self.asked[at] = order;
    }
}

impl<const L: usize> Class<L> {
    /// Adds the cash that so many units ask for on the day of their order.
    #[inline(always)]
    fn ask_cash(
        &self,
        (plan, source, from_second): (&ClassPlan, &SourcePlan, bool),
        units: Count<L>,
        (day, exchange): (usize, &Exchange<L>),
        vat: Real<L>,
        sum: &mut Real<L>,
    ) {
        let at_once = source.lead.immediate && plan.inspection.days == 0 && source.terms == 0;
        // What asks for no money needs no price.
        if (!at_once && source.deposit.is_zero()) || !units.any() {
            return;
        }
        let mut value = units.real() * self.unit_cost(plan, from_second, day);
        if source.currency.is_some() {
            value = value * exchange.paid(source.currency, day);
        }
        if !at_once {
            *sum += value * self.deposit_share(from_second).get();
            return;
        }
        let freight = self.fees.as_ref().map(|fees| units.real() * fees.freight(from_second).get());
        *sum += freight.map_or(value, |freight| value + freight) * (Real::splat(1.0) + vat);
    }
}
