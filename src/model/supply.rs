//! Supply: purchase orders at reviews, deliveries into stock, and what parts cost.
//!
//! Stock is `received - consumed` and needs no update on ordinary days; the parts one phone consumes
//! are the same for all classes, so one counter of phones started serves them all.

mod under_way;

use super::calamity::Calamities;
use crate::lanes::{Count, Mask, Real};
use crate::plan::supply::{ClassPlan, CostGroup, PolicyPlan, ReviewPlan, SupplyPlan};
use crate::random::luck::Luck;
use crate::units::DAYS_PER_YEAR;
use under_way::{Arrival, UnderWay};

/// A purchase order as it is placed.
struct PurchaseOrder<const L: usize> {
    /// Day of arrival.
    arrival: Count<L>,
    /// Units ordered.
    ordered: Count<L>,
    /// Units that will pass inspection.
    good: Count<L>,
    /// Cost of one unit, fixed at placement.
    unit_cost: Real<L>,
    /// Value of the units ordered.
    value: Real<L>,
    /// Deposit paid.
    deposit: Real<L>,
}

/// One supply class of some launches.
pub struct Class<const L: usize> {
    /// Units ordered to date.
    pub ordered: Count<L>,
    /// Good units received to date, with the opening stock.
    pub received: Count<L>,
    /// Units rejected to date.
    pub rejected: Count<L>,
    /// Moving average cost of a unit in stock.
    pub average_cost: Real<L>,
    quantity: i32,
    /// Place of its terms of payment in [`SupplyPlan::terms`].
    terms: usize,
    quote_parts: Vec<CostNow<L>>,
    mean_lead: Count<L>,
    lead_log_sd: Real<L>,
    defect_rate: Real<L>,
    deposit_share: Real<L>,
    holding_rate: Real<L>,
}

/// A cost group with each launch's numbers.
struct CostNow<const L: usize> {
    quote: Real<L>,
    /// log2(1 - learning rate).
    exponent: Real<L>,
    from: Real<L>,
    floor: Real<L>,
    kept_per_quarter: Real<L>,
    volume: Vec<(f64, Real<L>)>,
}

/// What a review asks about the rest of the company.
#[derive(Clone, Copy)]
pub struct Position<const L: usize> {
    /// Phones started to date.
    pub started: Count<L>,
    /// In process + finished - waiting - conversion * reserved, in phones.
    pub phones_ahead: Count<L>,
}

/// Money moved by the deliveries of a day.
#[derive(Clone, Copy, Default)]
pub struct Delivery<const L: usize> {
    /// Value of the good parts.
    pub value: Real<L>,
    /// Deposits set off.
    pub deposit: Real<L>,
}

/// All parts of some launches.
pub struct Supply<const L: usize> {
    /// One per class of the plan.
    pub classes: Vec<Class<L>>,
    /// Parts of one phone at their moving averages.
    pub set_cost: Real<L>,
    /// Phones the scarcest part allows, counted from day 0.
    pub sets_received: Count<L>,
    /// The class that is scarcest.
    pub scarcest: Count<L>,
    /// Value of all orders placed.
    pub value_ordered: Real<L>,
    /// Deliveries of today, by the terms of payment in [`SupplyPlan::terms`].
    pub delivered: Vec<Delivery<L>>,
    under_way: UnderWay,
}

impl<const L: usize> Supply<L> {
    /// Parts on day 0: opening stock at the quoted cost.
    #[inline(always)]
    #[must_use]
    pub fn new(plan: &SupplyPlan, draws: &[Real<L>]) -> Self {
        let classes: Vec<Class<L>> = plan.classes.iter().map(|class| Class::new(class, draws)).collect();
        let mut set_cost = Real::ZERO;
        for (class, plan) in classes.iter().zip(&plan.classes) {
            set_cost += class.average_cost * f64::from(plan.quantity);
        }
        let mut supply = Self {
            classes,
            set_cost,
            sets_received: Count::ZERO,
            scarcest: Count::ZERO,
            value_ordered: Real::ZERO,
            delivered: vec![Delivery::default(); plan.terms.len()],
            under_way: UnderWay::new(plan.reviews_on.len()),
        };
        for lane in 0..L {
            supply.find_scarcest(lane);
        }
        supply
    }

    /// Value of the opening stock.
    #[must_use]
    pub fn opening_value(&self) -> Real<L> {
        self.classes.iter().fold(Real::ZERO, |sum, class| sum + class.received.real() * class.average_cost)
    }

    /// Places the orders of one review; gives the deposit paid.
    #[inline(always)]
    pub fn review(
        &mut self,
        (plan, at): (&SupplyPlan, usize),
        review: &ReviewPlan,
        position: Position<L>,
        calamities: &Calamities<L>,
        (draws, luck): (&[Real<L>], &mut Luck<L>),
    ) -> Real<L> {
        let (class_plan, class) = (&plan.classes[at], &mut self.classes[at]);
        let day = review.day as usize;
        let wanted = class.wanted(class_plan, review, position, draws);
        let accepted = class.accepted(class_plan, wanted, day, calamities, draws);
        if !accepted.any() {
            return Real::ZERO;
        }
        let order = class.place(class_plan, accepted, day, calamities, draws, luck);
        for lane in 0..L {
            if order.ordered.0[lane] > 0 {
                self.under_way.add(order.arrival.0[lane], order.in_lane(at, lane));
            }
        }
        self.value_ordered += order.value;
        order.deposit
    }

    /// Takes the deliveries of a day into stock; says whether there were any, their money is in `delivered`.
    ///
    /// E23: good units enter the moving average, `a <- (a * stock + unit cost * good) / (stock + good)`; what leaves the
    /// stock leaves it at a.
    /// Orders placed together arrive on as many days as there are launches, so each launch has its own turn.
    #[inline(always)]
    pub fn receive(&mut self, started: Count<L>, day: usize) -> bool {
        let arrivals = self.under_way.take(day);
        if arrivals.is_empty() {
            return false;
        }
        self.delivered.fill(Delivery::default());
        let mut scarcer = [false; L];
        for arrival in &arrivals {
            let lane = arrival.lane();
            let class = &mut self.classes[arrival.class()];
            let delivery = &mut self.delivered[class.terms];
            let worth = f64::from(arrival.good) * arrival.unit_cost;
            if arrival.good > 0 {
                let before = class.average_cost.0[lane];
                let stock = class.received.0[lane] - started.0[lane] * class.quantity;
                let average = (before * f64::from(stock) + worth) / f64::from(stock + arrival.good);
                class.average_cost.0[lane] = average;
                self.set_cost.0[lane] += (average - before) * f64::from(class.quantity);
                class.received.0[lane] += arrival.good;
            }
            class.rejected.0[lane] += arrival.ordered - arrival.good;
            delivery.value.0[lane] += worth;
            delivery.deposit.0[lane] += arrival.deposit;
            scarcer[lane] |= self.scarcest.0[lane] == arrival.class() as i32;
        }
        self.under_way.give_back(arrivals);
        // The deliveries of other classes leave the scarcest as it is.
        for lane in 0..L {
            if scarcer[lane] {
                self.find_scarcest(lane);
            }
        }
        true
    }

    /// Finds the scarcest part of one launch again.
    fn find_scarcest(&mut self, lane: usize) {
        let mut least = i32::MAX;
        let mut scarcest = 0;
        for (at, class) in self.classes.iter().enumerate() {
            let received = class.received.0[lane];
            let sets = if class.quantity == 1 { received } else { received / class.quantity };
            if sets < least {
                (least, scarcest) = (sets, at as i32);
            }
        }
        self.sets_received.0[lane] = least;
        self.scarcest.0[lane] = scarcest;
    }

    /// Holding cost of a day at the rates of the classes.
    #[inline(always)]
    #[must_use]
    pub fn holding_cost(&self, plan: &SupplyPlan, started: Count<L>) -> Real<L> {
        plan.held.iter().fold(Real::ZERO, |sum, &at| {
            sum + self.stock(plan, at, started).real() * self.classes[at].holding_rate
        })
    }

    /// Units of a class in stock.
    #[inline(always)]
    #[must_use]
    pub fn stock(&self, plan: &SupplyPlan, at: usize, started: Count<L>) -> Count<L> {
        self.classes[at].received - started * plan.classes[at].quantity
    }

    /// Units of a class ordered and neither received nor rejected.
    #[must_use]
    pub fn open(&self, plan: &SupplyPlan, at: usize) -> Count<L> {
        let class = &self.classes[at];
        class.ordered + plan.classes[at].opening - class.received - class.rejected
    }

    /// Units of each class on purchase orders that arrive after a day.
    #[must_use]
    pub fn on_its_way(&self, day: usize) -> Vec<Count<L>> {
        let mut units = vec![Count::ZERO; self.classes.len()];
        for arrival in self.under_way.after(day) {
            units[arrival.class()].0[arrival.lane()] += arrival.ordered;
        }
        units
    }

    /// Value of each class's open orders and the deposits paid on them.
    #[must_use]
    pub fn open_value(&self, last_day: usize) -> Vec<(Real<L>, Real<L>)> {
        let mut open = vec![(Real::ZERO, Real::ZERO); self.classes.len()];
        for arrival in self.under_way.after(last_day) {
            let (value, deposit): &mut (Real<L>, Real<L>) = &mut open[arrival.class()];
            value.0[arrival.lane()] += f64::from(arrival.ordered) * arrival.unit_cost;
            deposit.0[arrival.lane()] += arrival.deposit;
        }
        open
    }
}

impl<const L: usize> PurchaseOrder<L> {
    fn in_lane(&self, class: usize, lane: usize) -> Arrival {
        let (ordered, good) = (self.ordered.0[lane], self.good.0[lane]);
        Arrival::new(class, lane, (ordered, good), self.unit_cost.0[lane], self.deposit.0[lane])
    }
}

impl<const L: usize> Class<L> {
    #[inline(always)]
    fn new(plan: &ClassPlan, draws: &[Real<L>]) -> Self {
        let cv = plan.lead_time_cv.of(draws);
        let quotes: Vec<CostNow<L>> = plan.costs.iter().map(|group| CostNow::new(group, draws)).collect();
        let quoted = quotes.iter().fold(Real::ZERO, |sum, group| sum + group.quote);
        Self {
            ordered: Count::ZERO,
            received: Count::splat(plan.opening),
            rejected: Count::ZERO,
            average_cost: if plan.opening > 0 { quoted } else { Real::ZERO },
            quantity: plan.quantity,
            terms: plan.terms,
            quote_parts: quotes,
            mean_lead: plan.lead_time.of(draws).round_count().at_least(0),
            // A lognormal of coefficient of variation cv has log variance ln(1 + cv^2).
            lead_log_sd: (cv * cv + 1.0).ln().sqrt(),
            defect_rate: plan.defect_rate.of(draws),
            deposit_share: plan.deposit.of(draws),
            holding_rate: plan.holding_per_day.of(draws),
        }
    }

    /// E11: the larger of what the build plan needs and what the policy asks for, never their sum, divided by
    /// (1 - defect rate).
    ///
    /// `need = G(t + L + review + safety) - (received + expected)` and
    /// `position = received + expected - consumed + q (in process + finished - waiting - conversion * reserved)`, with
    /// expected = the good share of what is on order: stock + on order + consumed is what was ever secured.
    /// `order_up_to` asks for `level - position`, `s_S` for `S - position` at or below s, `reorder_point` for Q at or below r.
    #[inline(always)]
    fn wanted(&self, plan: &ClassPlan, review: &ReviewPlan, position: Position<L>, draws: &[Real<L>]) -> Count<L> {
        let open = self.ordered + plan.opening - self.received - self.rejected;
        let good_share = Real::splat(1.0) - self.defect_rate;
        // Of what is on order only the expected good part will ever reach stock.
        let expected = if plan.defect_rate.is_zero() { open } else { (open.real() * good_share).floor_count() };
        let secured = self.received + expected;
        // Stock + on order + consumed is what was ever secured, so needs compare with it directly.
        let need = Count::splat(review.cumulative_need) - secured;
        let asked = match &plan.policy {
            PolicyPlan::None => Count::ZERO,
            policy => {
                let position = secured + (position.phones_ahead - position.started) * plan.quantity;
                asked_by_policy(policy, review, position, draws)
            }
        };
        let units = need.max(asked).at_least(0);
        if plan.defect_rate.is_zero() { units } else { (units.real() / good_share).ceil_count() }
    }

    /// E12: rounded up to the multiple and the minimum, then cut to what the supplier accepts.
    #[inline(always)]
    fn accepted(
        &self,
        plan: &ClassPlan,
        wanted: Count<L>,
        day: usize,
        calamities: &Calamities<L>,
        draws: &[Real<L>],
    ) -> Count<L> {
        let (minimum, multiple) = (plan.minimum, plan.multiple);
        let mut order = if multiple == 1 {
            wanted
        } else {
            wanted.map(|units| units.div_euclid(multiple) * multiple + if units % multiple > 0 { multiple } else { 0 })
        };
        if minimum > multiple {
            let lots = (minimum + multiple - 1) / multiple * multiple;
            order = order.gt(Count::ZERO).select(order.at_least(lots), order);
        }
        let exposure = &plan.exposure;
        let limited = plan.weekly_capacity.is_some() || !exposure.slows.is_empty();
        if limited {
            let left = calamities.slowed_to(exposure, draws, day);
            let capacity = match &plan.weekly_capacity {
                Some(weekly) => weekly.of(draws) * (f64::from(plan.review_days) / 7.0) * left,
                None => order.real() * left,
            };
            // The small allowance keeps 56 a week at exactly 8 a day.
            let accepted = (capacity + 1e-9).floor_count().map(|units| units / multiple * multiple);
            let cut = order.min(accepted);
            order = cut.lt(Count::splat(minimum)).select(Count::ZERO, cut);
        }
        if !exposure.order_halts.is_empty() {
            order = calamities.any_active(&exposure.order_halts, day).select(Count::ZERO, order);
        }
        order
    }

    /// Places an order: its cost and its arrival are fixed now.
    ///
    /// E22: of the units ordered `rejected ~ Binomial(ordered, min(1, d + d_spoil))` will fail inspection, `d_spoil` being
    /// the worst spoiling active on the day of arrival; they are credited and not replaced.
    #[inline(always)]
    fn place(
        &mut self,
        plan: &ClassPlan,
        order: Count<L>,
        day: usize,
        calamities: &Calamities<L>,
        draws: &[Real<L>],
        luck: &mut Luck<L>,
    ) -> PurchaseOrder<L> {
        let index = day as u32;
        let mut unit_cost = Real::ZERO;
        for (group, now) in plan.costs.iter().zip(&self.quote_parts) {
            unit_cost += now.unit_cost(group, self.ordered, day);
        }
        let lead = self.lead_time(plan, index, luck);
        let arrival = calamities.arrival(plan.transit, day, lead);
        let mut defects = self.defect_rate;
        if !plan.exposure.spoils.is_empty() {
            defects = (defects + calamities.added_defects(&plan.exposure, draws, arrival)).at_most(1.0);
        }
        let rejected = if plan.defect_rate.is_zero() && plan.exposure.spoils.is_empty() {
            Count::ZERO
        } else {
            luck.binomial(plan.defect_source, index, order, defects)
        };
        let value = order.real() * unit_cost;
        let deposit = value * self.deposit_share;
        self.ordered += order;
        PurchaseOrder { arrival, ordered: order, good: order - rejected, unit_cost, value, deposit }
    }

    /// E13: mean lead time times a lognormal of mean one, at least a day unless written as zero.
    #[inline(always)]
    fn lead_time(&self, plan: &ClassPlan, index: u32, luck: &mut Luck<L>) -> Count<L> {
        if plan.immediate {
            return Count::ZERO;
        }
        if plan.lead_time_cv.is_zero() {
            return self.mean_lead.at_least(1);
        }
        let z = luck.normal(plan.lead_time_source, index);
        let factor = luck.lognormal_of_mean_one(self.lead_log_sd, z);
        (self.mean_lead.real() * factor).round_count().at_least(1)
    }
}

/// What a policy orders at a position, before rounding.
#[inline(always)]
fn asked_by_policy<const L: usize>(
    policy: &PolicyPlan,
    review: &ReviewPlan,
    position: Count<L>,
    draws: &[Real<L>],
) -> Count<L> {
    let at_or_below = |level: Count<L>| -> Mask<L> { position.le(level) };
    match policy {
        PolicyPlan::None => Count::ZERO,
        PolicyPlan::ForecastUpTo => Count::splat(review.forecast_need) - position,
        PolicyPlan::UpTo(level) => level.of(draws).round_count() - position,
        PolicyPlan::MinMax(reorder, up_to) => {
            let gap = up_to.of(draws).round_count() - position;
            at_or_below(reorder.of(draws).round_count()).select(gap, Count::ZERO)
        }
        PolicyPlan::ReorderPoint(reorder, quantity) => {
            let lot = quantity.of(draws).round_count();
            at_or_below(reorder.of(draws).round_count()).select(lot, Count::ZERO)
        }
    }
}

impl<const L: usize> CostNow<L> {
    #[inline(always)]
    fn new(group: &CostGroup, draws: &[Real<L>]) -> Self {
        Self {
            quote: group.quote.of(draws),
            exponent: (Real::splat(1.0) - group.learning_rate.of(draws)).ln() / std::f64::consts::LN_2,
            from: group.learning_from.of(draws),
            floor: group.learning_floor.of(draws),
            kept_per_quarter: Real::splat(1.0) - group.erosion.of(draws),
            volume: group.volume_factors.iter().map(|(from, factor)| (*from, factor.of(draws))).collect(),
        }
    }

    /// E10: `quote * volume_factor(V) * experience(V) * (1 - erosion)^(quarters since the quote)` with V the units
    /// bought before; experience by Wright (1936): `max(floor, (max(V, V0)/V0)^log2(1 - learning rate))`.
    #[inline(always)]
    fn unit_cost(&self, group: &CostGroup, bought: Count<L>, day: usize) -> Real<L> {
        let mut cost = self.quote;
        if !self.volume.is_empty() {
            let mut factor = self.volume[0].1;
            for &(from, next) in &self.volume[1..] {
                factor = bought.map(|units| f64::from(units) >= from).select(next, factor);
            }
            cost = cost * factor;
        }
        if !group.learning_rate.is_zero() {
            let ratio = bought.real().max(self.from) / self.from;
            let experience = ratio.powf(self.exponent).max(self.floor);
            cost = cost * experience;
        }
        if !group.erosion.is_zero() {
            let quarters = f64::from((day as i32 - group.quoted).max(0)) / (DAYS_PER_YEAR / 4.0);
            cost = cost * self.kept_per_quarter.powf(Real::splat(quarters));
        }
        cost
    }
}
