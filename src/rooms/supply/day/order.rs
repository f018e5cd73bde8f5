//! Orders: what a review asks for, how two sources share it, and the purchase orders that come of it.

use crate::lanes::{Mask, Those};
use crate::rooms::supply::day::inspection::Found;
use crate::rooms::supply::day::under_way::Arrival;
use crate::rooms::supply::day::{Class, Count, Position, Purchase, Real, Supply};
use crate::rooms::supply::plan::{ClassPlan, ReviewPlan, SecondPlan, SourcePlan, SupplyPlan};
use crate::rooms::today::Today;

/// Units ordered of one class at one review.
#[derive(Clone, Copy, Default)]
pub struct Order<const L: usize> {
    /// With the first source.
    pub first: Count<L>,
    /// With the second source.
    pub second: Count<L>,
}

/// Money that orders ask for when they are placed.
#[derive(Clone, Copy, Default)]
pub struct Paid<const L: usize> {
    /// Deposits.
    pub deposit: Real<L>,
    /// Fixed cost of the orders.
    pub order_cost: Real<L>,
}

impl<const L: usize> Order<L> {
    #[inline(always)]
    pub(super) fn any(&self) -> bool {
        self.first.any() || self.second.any()
    }

    /// Leaves the order of the launches that still trade.
    #[inline(always)]
    fn keep(&mut self, trading: Those<L>) {
        trading.keep(&mut self.first);
        trading.keep(&mut self.second);
    }
}

/// A purchase order as it is placed.
struct PurchaseOrder<const L: usize> {
    /// Day of arrival.
    arrival: Count<L>,
    /// Units ordered.
    ordered: Count<L>,
    /// What inspection will find.
    found: Found<L>,
    /// Cost of one unit, fixed at placement.
    unit_cost: Real<L>,
    /// Value of the units ordered.
    value: Real<L>,
    /// Day of the order.
    day: usize,
    /// Whether the second source took it.
    from_second: bool,
}

impl<const L: usize> PurchaseOrder<L> {
    #[inline(always)]
    fn in_lane(&self, class: usize, lane: usize) -> Arrival {
        let (ordered, found) = (self.ordered.0[lane], self.found.in_lane(lane));
        Arrival::new((class, lane), (self.day, self.from_second), (ordered, found), self.unit_cost.0[lane])
    }
}

impl<const L: usize> Supply<L> {
    /// Where the order of a class waits: in a place of its own where all orders of a day wait for the cash to be counted.
    ///
    /// An order stands in memory, and parts of it are changed there: handed on by value, its launches would be taken apart.
    #[inline(always)]
    pub(super) fn waits_at(&self, class: usize) -> usize {
        class.min(self.asked.len() - 1)
    }

    /// Asks for what is ordered of one class at one review by the launches that still trade, and says whether it may be
    /// anything: `review` where it has one in every launch, else the one of the day, held in the launches whose turn it is.
    #[inline(always)]
    pub fn ask(
        &mut self,
        (plan, at): (&SupplyPlan, usize),
        review: &ReviewPlan,
        position: &Position<L>,
        today: &Today<L>,
    ) -> bool {
        let class_plan = &plan.classes[at];
        let mut need = position.in_force.need(review, class_plan.quantity, &position.phones);
        let secured = self.classes[at].secured(class_plan);
        if !plan.rationed.is_empty()
            && position.in_force.may_change()
            && secured.lt(need).any()
            && let Some(most) = self.scarcest_by((plan, at), review, today.day as i32)
        {
            need = position.in_force.no_more(need, most, class_plan.quantity);
        }
        let waits_at = self.waits_at(at);
        let (class, order) = (&mut self.classes[at], &mut self.asked[waits_at]);
        if let Some(SecondPlan { expedite: Some(expedite), .. }) = &class_plan.second {
            let turn = class_plan.turn(today);
            *order = class.ask_both((class_plan, expedite), (review, turn), position, today);
            order.keep(today.trading);
            return true;
        }
        let wanted = Class::<L>::wanted(class_plan, (review, need, secured), position, today.inputs);
        // What a supplier could have made is counted whether or not anybody asks for it.
        if class.unused.is_none() && !wanted.any() {
            *order = Order::default();
            return false;
        }
        if class_plan.gated {
            *order = class.ask_the_signed(class_plan, wanted, today);
        } else {
            order.first = class.accepted((class_plan, false), wanted, today, Those::ALL);
            order.second = Count::ZERO;
        }
        order.keep(today.trading);
        true
    }

    /// Places what was asked for; says whether anything was. What is paid with it is in `paid`, where anything is ever paid.
    #[inline(always)]
    pub fn place(&mut self, (plan, at): (&SupplyPlan, usize), today: &mut Today<L>) -> bool {
        let waits_at = self.waits_at(at);
        let (order, class) = (&self.asked[waits_at], &mut self.classes[at]);
        if !order.any() {
            return false;
        }
        if let Some(fees) = &mut class.fees {
            self.paid.order_cost = fees.place(order);
        }
        let class_plan = &plan.classes[at];
        let (units, both) = (order.first, order.second.any());
        self.paid.deposit = Real::ZERO;
        let first = class.place(class_plan, false, units, today);
        self.send(at, &first);
        if both {
            let units = self.asked[waits_at].second;
            let second = self.classes[at].place_with_second(class_plan, units, today);
            self.send(at, &second);
        }
        true
    }

    /// Whether anything is ever paid with an order of a class: a deposit, and a fixed cost.
    #[inline(always)]
    #[must_use]
    pub fn pays(&self, class: usize) -> (bool, bool) {
        (self.classes[class].pays_deposits, self.classes[class].fees.is_some())
    }

    /// Puts a purchase order on its way and notes the deposit paid.
    #[inline(always)]
    fn send(&mut self, at: usize, order: &PurchaseOrder<L>) {
        for lane in 0..L {
            if order.ordered.0[lane] > 0 {
                self.under_way.add(order.arrival.0[lane], order.in_lane(at, lane));
            }
        }
        self.value_ordered += order.value;
        let class = &self.classes[at];
        if class.pays_deposits {
            self.paid.deposit += order.value * class.deposit_share(order.from_second).get();
        }
    }
}

/// Most units of a class ordered in one launch.
pub(super) const MOST_UNITS: i32 = 2_000_000_000;

/// Rounded up to a multiple, as far as units can be counted.
fn in_lots(units: i32, multiple: i32) -> i32 {
    let (units, multiple) = (i64::from(units), i64::from(multiple));
    ((units + multiple - 1).div_euclid(multiple) * multiple).min(i64::from(MOST_UNITS)) as i32
}

/// What makes a whole unit of a sum of fractions in spite of rounding: 56 a week are 8 a day, and seven sevenths are one.
const ROUNDING: f64 = 1e-6;

/// What is left of some units beyond whole lots; no more than a lot where there are more lots than can be counted.
#[inline(always)]
pub(super) fn below_a_lot<const L: usize>(units: Real<L>, lot: i32) -> Real<L> {
    let lot = f64::from(lot);
    (units - ((units + ROUNDING) / lot).floor_count().real() * lot).at_most(lot)
}

impl ClassPlan {
    /// Launches that hold the day's review where reviews differ between them: all on days of the interval, else those in
    /// which a source signs.
    fn turn<const L: usize>(&self, today: &Today<L>) -> Mask<L> {
        let (day, contracts) = (today.day, today.contracts);
        let signs_today = |source: &SourcePlan| contracts.signs(source.supplier, day);
        match &self.second {
            _ if day as i32 % self.review_days == 0 => Mask::splat(true),
            Some(second) => signs_today(&self.source) | signs_today(&second.source),
            None => signs_today(&self.source),
        }
    }

    /// The least that is ordered at a time: the minimum in whole multiples, and a unit at least.
    pub(super) fn lot(&self) -> i32 {
        in_lots(self.minimum.max(1), self.multiple)
    }
}

/// The largest whole number of lots in some units, in units. The quotient of whole numbers this small is exact enough.
#[inline(always)]
pub(super) fn whole_lots<const L: usize>(units: Count<L>, lot: i32) -> Count<L> {
    if lot == 1 { units } else { (units.real() / f64::from(lot)).floor_count() * lot }
}

impl<const L: usize> Class<L> {
    /// The order of a class whose reviews differ between launches: held on days of the interval and on days of a
    /// signature, and placed with those who have signed.
    fn ask_the_signed(&mut self, plan: &ClassPlan, wanted: Count<L>, today: &Today<L>) -> Order<L> {
        let turn = plan.turn(today);
        let wanted = turn.select(wanted, Count::ZERO);
        match &plan.second {
            Some(second) => self.split(plan, second, (wanted, turn), today),
            None => Order { first: self.take_from_signed((plan, false), (wanted, turn), today), second: Count::ZERO },
        }
    }

    /// What the first or the second source accepts of what is wanted in the launches whose turn it is.
    pub(crate) fn take_from_signed(
        &mut self,
        (plan, from_second): (&ClassPlan, bool),
        (wanted, turn): (Count<L>, Mask<L>),
        today: &Today<L>,
    ) -> Count<L> {
        let signed = today.contracts.has_signed(plan.source(from_second).supplier, today.day);
        let accepted = self.accepted((plan, from_second), wanted, today, Those::of(turn & signed));
        signed.select(accepted, Count::ZERO)
    }

    /// E48: of an order of X units `floor(share * X)` go to the second source while it takes any, the others to the
    /// first; what the first does not accept goes to the second too (dual sourcing; Tomlin 2006).
    fn split(
        &mut self,
        plan: &ClassPlan,
        second: &SecondPlan,
        (wanted, turn): (Count<L>, Mask<L>),
        today: &Today<L>,
    ) -> Order<L> {
        let halted = today.calamities.any_active(&second.source.exposure.order_halts, today.day);
        let takes = today.contracts.has_signed(second.source.supplier, today.day) & !halted;
        let share = self.second.as_ref().map_or(Real::ZERO, |second| second.share.get());
        let theirs = takes.select((wanted.real() * share).floor_count(), Count::ZERO);
        let ours = wanted - theirs;
        let first = self.take_from_signed((plan, false), (ours, turn), today);
        let refused = (ours - first).at_least(0);
        Order { first, second: self.take_from_signed((plan, true), (theirs + refused, turn), today) }
    }

    /// E12: rounded up to the multiple and the minimum, then cut to what the supplier accepts: whole multiples of its
    /// allowance, `weekly capacity * days until the next review in turn / 7 * share left` and what the reviews before have
    /// left of theirs below one lot. Whole lots that nobody ordered are gone. `open` are the launches that hold this
    /// review with a supplier who has signed.
    #[inline(always)]
    fn accepted(
        &mut self,
        (plan, from_second): (&ClassPlan, bool),
        wanted: Count<L>,
        today: &Today<L>,
        open: Those<L>,
    ) -> Count<L> {
        let (day, calamities, inputs) = (today.day, today.calamities, today.inputs);
        let (source, minimum, multiple) = (plan.source(from_second), plan.minimum, plan.multiple);
        let mut order = if multiple == 1 {
            wanted
        } else {
            ((wanted.real() / f64::from(multiple)).ceil_count().real() * f64::from(multiple)).floor_count()
        };
        if minimum > multiple {
            order = order.gt(Count::ZERO).select(order.at_least(plan.lot()), order);
        }
        // Whole units are counted to two thousand million.
        order = order.min(Count::splat(MOST_UNITS - plan.opening) - self.ordered);
        let exposure = &source.exposure;
        if !exposure.order_halts.is_empty() {
            order = calamities.any_active(&exposure.order_halts, day).select(Count::ZERO, order);
        }
        let whole = |order: Count<L>, units: Real<L>| {
            let cut = order.min(whole_lots((units + ROUNDING).floor_count(), multiple));
            cut.lt(Count::splat(minimum)).select(Count::ZERO, cut)
        };
        match (&source.weekly_capacity, &mut self.unused) {
            (Some(weekly), Some(unused)) => {
                let unused = &mut unused[usize::from(from_second)];
                // Until the next review in turn, which on a day of signature is nearer than an interval.
                let covered = plan.review_days - day as i32 % plan.review_days;
                let left = calamities.slowed_to(exposure, inputs, day);
                let allowance = *unused + open.only(weekly.of(inputs) * (f64::from(covered) / 7.0) * left);
                order = whole(order, allowance);
                *unused = below_a_lot(allowance - open.only(order).real(), plan.lot());
            }
            _ if !exposure.slows.is_empty() => {
                order = whole(order, order.real() * calamities.slowed_to(exposure, inputs, day));
            }
            _ => {}
        }
        order
    }

    /// [`Self::place`] with the second source, out of line so that the ordinary case stays short.
    #[inline(never)]
    fn place_with_second(&mut self, plan: &ClassPlan, order: Count<L>, today: &mut Today<L>) -> PurchaseOrder<L> {
        self.place(plan, true, order, today)
    }

    /// Places an order with one source: its cost and its arrival are fixed now.
    #[inline(always)]
    fn place(
        &mut self,
        plan: &ClassPlan,
        from_second: bool,
        order: Count<L>,
        today: &mut Today<L>,
    ) -> PurchaseOrder<L> {
        let source = plan.source(from_second);
        let day = today.day;
        let unit_cost = self.unit_cost(plan, from_second, day);
        let lead = self.source(from_second).lead_time(source, today);
        let arrival = today.calamities.arrival(source.transit, day, lead);
        let found = self.inspection.of_order((&plan.inspection, source), order, arrival, today);
        let placed = order.gt(Count::ZERO);
        let rate = source.currency.map(|_| today.exchange.paid(source.currency, day));
        let mut value = order.real() * unit_cost;
        if let Some(rate) = rate {
            value = value * rate;
        }
        let arrival = placed.select(arrival + plan.inspection.days, Count::splat(-1));
        if self.purchases.is_some() {
            let (day, cancelled) = (day as i32, Mask::splat(false));
            let unit_cost = rate.map_or(unit_cost, |rate| unit_cost * rate);
            let purchase =
                Purchase { day, from_second, ordered: order, good: found.good, lead, arrival, unit_cost, cancelled };
            self.note_purchase(plan, &purchase, today.exchange);
        }
        self.ordered += order;
        if let Some(expediting) = &mut self.expediting {
            expediting.note(day, from_second, (order, arrival));
        }
        if let Some(due) = &mut self.due {
            let day = day as i32;
            due.note((day, from_second), day + plan.planned_days(from_second), (order, arrival));
        }
        PurchaseOrder { arrival, ordered: order, found, unit_cost, value, day, from_second }
    }
}
