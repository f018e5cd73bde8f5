//! Supply: purchase orders at reviews, deliveries into stock, and what parts cost.
//!
//! Stock is `received - consumed` and needs no update on ordinary days; the parts one phone consumes
//! are the same for all classes, so one counter of phones started serves them all.

mod audit;
mod cost;
mod order;
mod policy;

use super::calamity::Calamities;
use super::contract::Contracts;
use super::forecast::Forecast;
use crate::lanes::{Count, Real};
use crate::plan::supply::{ClassPlan, PolicyPlan, ReviewPlan, SourcePlan, SupplyPlan};
use crate::random::math;
pub use audit::Purchases;
use cost::CostNow;
pub use order::{Order, affordable_share};
use policy::asked_by_policy;

/// A purchase order on its way.
#[derive(Clone, Copy, Debug)]
struct PurchaseOrder<const L: usize> {
    /// Day of arrival.
    arrival: Count<L>,
    /// Units ordered.
    ordered: Count<L>,
    /// Units that will pass inspection.
    good: Count<L>,
    /// Cost of one unit, fixed at placement.
    unit_cost: Real<L>,
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
    first: Channel<L>,
    second: Option<SecondChannel<L>>,
    quote_parts: Vec<CostNow<L>>,
    mean_lead: Count<L>,
    lead_log_sd: Real<L>,
    defect_rate: Real<L>,
    holding_rate: Real<L>,
    /// What was bought, where the cost audit is wanted.
    pub purchases: Option<Box<Purchases<L>>>,
}

/// Purchase orders with one supplier.
struct Channel<const L: usize> {
    orders: Vec<PurchaseOrder<L>>,
    /// No delivery is due before this day in any launch.
    next_due: i32,
    deposit_share: Real<L>,
}

/// Purchase orders with a second supplier.
struct SecondChannel<const L: usize> {
    channel: Channel<L>,
    premium: Real<L>,
    share: Real<L>,
}

/// What a review asks about the rest of the company.
pub struct Position<const L: usize> {
    /// Phones started to date.
    pub started: Count<L>,
    /// In process + finished - waiting - conversion * reserved, in phones.
    pub phones_ahead: Count<L>,
    /// What the planner has learned.
    pub forecast: Forecast<L>,
}

/// What stands between an order and its delivery: who has signed and what is disrupted.
#[derive(Clone, Copy)]
pub struct Obstacles<'a, const L: usize> {
    /// Signatures.
    pub contracts: &'a Contracts<L>,
    /// Disruptions.
    pub calamities: &'a Calamities<L>,
    /// The uncertain inputs.
    pub draws: &'a [Real<L>],
}

/// Money moved by an order or a delivery of one class.
#[derive(Clone, Copy)]
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
    /// Orders of the day that wait for the cash to be counted, per class.
    asked: Vec<Order<L>>,
}

impl<const L: usize> Supply<L> {
    /// Parts on day 0: opening stock at the quoted cost.
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
            asked: if plan.within_cash { vec![Order::default(); plan.classes.len()] } else { Vec::new() },
        };
        supply.find_scarcest(plan);
        supply
    }

    /// From now on purchases that arrive by the last day are noted for the cost audit.
    pub fn keep_purchases(&mut self, last_day: i32) {
        self.classes.iter_mut().for_each(|class| class.keep_purchases(last_day));
    }

    /// Value of the opening stock.
    #[must_use]
    pub fn opening_value(&self) -> Real<L> {
        self.classes.iter().fold(Real::ZERO, |sum, class| sum + class.received.real() * class.average_cost)
    }

    /// Whether any delivery of a class may be due by `day`.
    #[inline(always)]
    #[must_use]
    pub fn is_due(&self, class: usize, day: usize) -> bool {
        self.classes[class].first.next_due <= day as i32
    }

    /// Whether any delivery of a class's second source may be due by `day`.
    #[inline(always)]
    #[must_use]
    pub fn is_due_from_second(&self, class: usize, day: usize) -> bool {
        self.classes[class].second.as_ref().is_some_and(|second| second.channel.next_due <= day as i32)
    }

    /// Takes the deliveries of one class due today into stock, those of its first or of its second source.
    #[inline(always)]
    pub fn receive(&mut self, plan: &SupplyPlan, at: usize, from_second: bool, started: Count<L>, day: usize) -> Delivery<L> {
        let class = &mut self.classes[at];
        let quantity = plan.classes[at].quantity;
        let before = class.average_cost;
        let delivery = class.receive(from_second, started * quantity, day as i32);
        self.set_cost += (class.average_cost - before) * f64::from(quantity);
        delivery
    }

    /// Finds the scarcest part again; call it after deliveries.
    #[inline(always)]
    pub fn find_scarcest(&mut self, plan: &SupplyPlan) {
        let mut least = Count::splat(i32::MAX);
        let mut scarcest = Count::ZERO;
        for (at, (class, class_plan)) in self.classes.iter().zip(&plan.classes).enumerate() {
            let sets = if class_plan.quantity == 1 {
                class.received
            } else {
                class.received.map(|received| received / class_plan.quantity)
            };
            scarcest = sets.lt(least).select(Count::splat(at as i32), scarcest);
            least = sets.min(least);
        }
        self.sets_received = least;
        self.scarcest = scarcest;
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

    /// Units of a class on purchase orders that have not arrived by the end of a day.
    #[must_use]
    pub fn on_its_way(&self, at: usize, day: usize) -> Count<L> {
        let later = |order: &PurchaseOrder<L>| order.arrival.gt(Count::splat(day as i32)).select(order.ordered, Count::ZERO);
        self.classes[at].under_way().fold(Count::ZERO, |sum, order| sum + later(order))
    }

    /// Value of a class's open orders and the deposits paid on them.
    #[must_use]
    pub fn open_value(&self, at: usize, last_day: usize) -> (Real<L>, Real<L>) {
        let mut value = Real::ZERO;
        let mut deposit = Real::ZERO;
        for order in self.classes[at].under_way() {
            let open = order.arrival.gt(Count::splat(last_day as i32));
            value += open.select(order.ordered.real() * order.unit_cost, Real::ZERO);
            deposit += open.select(order.deposit, Real::ZERO);
        }
        (value, deposit)
    }
}

impl<const L: usize> Class<L> {
    /// Holding cost per unit and day, where there is any.
    #[inline(always)]
    #[must_use]
    pub fn holding_rate(&self, plan: &ClassPlan) -> Option<Real<L>> {
        (!plan.holding_per_day.is_zero()).then_some(self.holding_rate)
    }

    fn new(plan: &ClassPlan, draws: &[Real<L>]) -> Self {
        let cv = plan.lead_time_cv.of(draws);
        let quotes: Vec<CostNow<L>> = plan.costs.iter().map(|group| CostNow::new(group, draws)).collect();
        let quoted = quotes.iter().fold(Real::ZERO, |sum, group| sum + group.quote);
        Self {
            ordered: Count::ZERO,
            received: Count::splat(plan.opening),
            rejected: Count::ZERO,
            average_cost: if plan.opening > 0 { quoted } else { Real::ZERO },
            first: Channel::new(&plan.source, plan.reviews.len(), draws),
            second: plan.second.as_ref().map(|second| SecondChannel {
                channel: Channel::new(&second.source, plan.reviews.len(), draws),
                premium: second.premium.of(draws),
                share: second.share.of(draws),
            }),
            quote_parts: quotes,
            mean_lead: plan.lead_time.of(draws).round_count().at_least(0),
            // A lognormal of coefficient of variation cv has log variance ln(1 + cv^2).
            lead_log_sd: cv.map(|cv| math::ln(1.0 + cv * cv).sqrt()),
            defect_rate: plan.defect_rate.of(draws),
            holding_rate: plan.holding_per_day.of(draws),
            purchases: None,
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
    fn wanted(&self, plan: &ClassPlan, review: &ReviewPlan, outlook: &Position<L>, draws: &[Real<L>]) -> Count<L> {
        let open = self.ordered + plan.opening - self.received - self.rejected;
        let good_share = Real::splat(1.0 - plan.planned_defects);
        // Of what is on order only the expected good part will ever reach stock.
        let expected = if plan.defect_rate.is_zero() { open } else { (open.real() * good_share).floor_count() };
        let secured = self.received + expected;
        // Stock + on order + consumed is what was ever secured, so needs compare with it directly.
        let need = Count::splat(review.cumulative_need) - secured;
        let asked = match &plan.policy {
            PolicyPlan::None => Count::ZERO,
            policy => {
                let position = secured + (outlook.phones_ahead - outlook.started) * plan.quantity;
                let forecast_need = if *policy == PolicyPlan::ForecastUpTo { outlook.forecast.need(review, plan.quantity) } else { Count::ZERO };
                asked_by_policy(policy, forecast_need, position, draws)
            }
        };
        let units = need.max(asked).at_least(0);
        if plan.defect_rate.is_zero() { units } else { (units.real() / good_share).ceil_count() }
    }

    /// Cost of one unit placed today with the first or the second source.
    #[inline(always)]
    fn unit_cost(&self, plan: &ClassPlan, from_second: bool, day: usize) -> Real<L> {
        let mut unit_cost = Real::ZERO;
        for (group, now) in plan.costs.iter().zip(&self.quote_parts) {
            unit_cost += now.unit_cost(group, self.ordered, day);
        }
        match &self.second {
            Some(second) if from_second => unit_cost * (Real::splat(1.0) + second.premium),
            _ => unit_cost,
        }
    }

    fn channel(&self, from_second: bool) -> &Channel<L> {
        match &self.second {
            Some(second) if from_second => &second.channel,
            _ => &self.first,
        }
    }

    /// All purchase orders that have not arrived in every launch.
    fn under_way(&self) -> impl Iterator<Item = &PurchaseOrder<L>> {
        self.first.orders.iter().chain(self.second.iter().flat_map(|second| &second.channel.orders))
    }

    /// E23: good units enter the moving average, `a <- (a * stock + unit cost * good) / (stock + good)`; what leaves the
    /// stock leaves it at a.
    #[inline(always)]
    fn receive(&mut self, from_second: bool, consumed: Count<L>, day: i32) -> Delivery<L> {
        let channel = match &mut self.second {
            Some(second) if from_second => &mut second.channel,
            _ => &mut self.first,
        };
        let today = Count::splat(day);
        let mut value = Real::ZERO;
        let mut deposit = Real::ZERO;
        for order in &channel.orders {
            let due = order.arrival.is(today);
            if !due.any() {
                continue;
            }
            let good = due.select(order.good, Count::ZERO);
            let worth = good.real() * order.unit_cost;
            let stock = self.received - consumed;
            let after = (stock + good).real();
            let average = (self.average_cost * stock.real() + worth) / after;
            self.average_cost = good.gt(Count::ZERO).select(average, self.average_cost);
            self.received += good;
            self.rejected += due.select(order.ordered - order.good, Count::ZERO);
            value += worth;
            deposit += due.select(order.deposit, Real::ZERO);
        }
        channel.orders.retain(|order| order.arrival.gt(today).any());
        let later = channel.orders.iter().flat_map(|order| order.arrival.0).filter(|&arrival| arrival > day);
        channel.next_due = later.min().unwrap_or(i32::MAX);
        Delivery { value, deposit }
    }
}

impl<const L: usize> Channel<L> {
    fn new(plan: &SourcePlan, reviews: usize, draws: &[Real<L>]) -> Self {
        Self {
            orders: Vec::with_capacity(reviews.min(64)),
            next_due: i32::MAX,
            deposit_share: plan.deposit.of(draws),
        }
    }

    #[inline(always)]
    fn push(&mut self, order: PurchaseOrder<L>) {
        self.orders.push(order);
        for &arrival in order.arrival.0.iter().filter(|&&arrival| arrival >= 0) {
            self.next_due = self.next_due.min(arrival);
        }
    }
}
