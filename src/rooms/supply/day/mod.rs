//! Supply: purchase orders at reviews, deliveries into stock, and what parts cost.
//!
//! Stock is `received - consumed` and needs no update on ordinary days; the parts one phone consumes
//! are the same for all classes, so one counter of phones started serves them all.

mod abroad;
mod audit;
mod cash;
mod change;
mod cost;
pub mod due;
mod expedite;
mod fees;
pub mod inspection;
pub mod left_over;
mod order;
mod policy;
mod source;
mod under_way;

use crate::lanes::{Count, Real};
use crate::rooms::calendar::plan::param::Known;
use crate::rooms::currency::day::Exchange;
use crate::rooms::forecast::day::Forecast;
use crate::rooms::forecast::day::planner::{InForce, Phones};
use crate::rooms::supply::plan::{ClassPlan, PolicyPlan, ReviewPlan, SupplyPlan};
pub use abroad::Abroad;
use abroad::Arrived;
pub use audit::{Purchase, Purchases};
pub use cash::affordable_share;
pub use change::Changed;
use cost::CostNow;
use due::Due;
use expedite::Expediting;
use fees::Fees;
use inspection::Inspection;
pub use order::{Order, Paid};
use policy::asked_by_policy;
use source::{SecondNow, SourceNow};
pub use under_way::{OpenOrders, UnderWay};

/// One supply class of some launches.
pub struct Class<const L: usize> {
    /// Units ordered to date, less those cancelled.
    pub ordered: Count<L>,
    /// Good units received to date, with the opening stock.
    pub received: Count<L>,
    /// Units rejected to date.
    pub rejected: Count<L>,
    /// Moving average cost of a unit in stock.
    pub average_cost: Real<L>,
    quantity: i32,
    /// Of the first and of the second source: the place of its terms in [`SupplyPlan::terms`].
    terms: [u32; 2],
    /// Whether any source is paid in another currency.
    is_abroad: bool,
    /// Whether the good parts cost their price in home money and nothing beside.
    is_plain: bool,
    /// Whether any order is paid for in part when it is placed.
    pays_deposits: bool,
    source: SourceNow<L>,
    second: Option<SecondNow<L>>,
    quote_parts: Vec<CostNow<L>>,
    /// What inspection finds.
    pub inspection: Inspection<L>,
    holding_rate: Known<L>,
    /// What its orders cost beside the price; `None` where that is nothing.
    pub fees: Option<Box<Fees<L>>>,
    /// What is remembered to expedite; `None` where no source does.
    pub expediting: Option<Box<Expediting<L>>>,
    /// What is not due yet; `None` where no plan asks.
    pub due: Option<Box<Due<L>>>,
    /// What the reviews to date have left below one lot of what the first and the second source accept; `None` where
    /// neither accepts a number a week.
    unused: Option<Box<[Real<L>; 2]>>,
    /// What was bought, where the cost audit is wanted.
    pub purchases: Option<Box<Purchases<L>>>,
}

/// What a review asks about the rest of the company.
pub struct Position<const L: usize> {
    /// How far phones have come.
    pub phones: Phones<L>,
    /// What the planner has learned.
    pub forecast: Forecast<L>,
    /// What the build plan is by now.
    pub in_force: InForce<L>,
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
    /// Phones each class allows, counted from day 0.
    sets: Vec<Count<L>>,
    /// Phones the scarcest part allows, counted from day 0.
    pub sets_received: Count<L>,
    /// The class that is scarcest.
    pub scarcest: Count<L>,
    /// Value of all orders placed.
    pub value_ordered: Real<L>,
    /// Orders of the day that wait for the cash to be counted, per class; where they do not, the one that is placed.
    asked: Vec<Order<L>>,
    /// What is paid with the latest order.
    pub paid: Paid<L>,
    /// Deliveries of today, by the terms of payment in [`SupplyPlan::terms`].
    pub delivered: Vec<Delivery<L>>,
    /// The same in other currencies; empty where nothing is bought in any.
    pub abroad: Vec<Abroad<L>>,
    under_way: UnderWay,
    /// On the latest day it was asked: for the end of a span, and of a scarce part itself, the phones the others allow.
    scarcest_on: (i32, Vec<ScarcestBy<L>>),
}

/// The end of a span, the scarce part that asks if it is one, and the phones for which the scarce parts can be there.
type ScarcestBy<const L: usize> = (i32, Option<usize>, Option<Count<L>>);

impl<const L: usize> Supply<L> {
    /// Parts on day 0: opening stock at the quoted cost.
    #[inline(always)]
    #[must_use]
    pub fn new(plan: &SupplyPlan, inputs: &[Real<L>], exchange: &Exchange<L>, under_way: UnderWay) -> Self {
        let mut classes: Vec<Class<L>> = plan.classes.iter().map(|class| Class::new(class, inputs)).collect();
        for (class, plan) in classes.iter_mut().zip(&plan.classes).filter(|(class, _)| class.is_abroad) {
            class.average_cost = class.average_cost * exchange.paid(plan.source.currency, 0);
        }
        let mut set_cost = Real::ZERO;
        for (class, plan) in classes.iter().zip(&plan.classes) {
            set_cost += class.average_cost * f64::from(plan.quantity);
        }
        let mut supply = Self {
            classes,
            set_cost,
            sets: Vec::new(),
            sets_received: Count::ZERO,
            scarcest: Count::ZERO,
            value_ordered: Real::ZERO,
            asked: vec![Order::default(); if plan.within_cash { plan.classes.len().max(1) } else { 1 }],
            paid: Paid::default(),
            delivered: vec![Delivery::default(); plan.terms.len()],
            abroad: if plan.is_abroad { vec![Abroad::default(); plan.terms.len()] } else { Vec::new() },
            under_way: under_way.anew(plan.reviews_on.days()),
            scarcest_on: (-1, Vec::new()),
        };
        supply.sets = supply.classes.iter().map(|class| Count::splat(class.received.0[0] / class.quantity)).collect();
        supply.find_scarcest();
        supply
    }

    /// The lists of arrivals, for the next launches.
    #[must_use]
    pub fn leave(self) -> UnderWay {
        self.under_way
    }

    /// From now on purchases that arrive by the last day are noted for the cost audit, one by one where orders may be
    /// cancelled before they arrive.
    pub fn keep_purchases(&mut self, last_day: i32, revocable: bool) {
        self.classes.iter_mut().for_each(|class| class.keep_purchases(last_day, revocable));
    }

    /// Value of the opening stock.
    #[must_use]
    pub fn opening_value(&self) -> Real<L> {
        self.classes.iter().fold(Real::ZERO, |sum, class| sum + class.received.real() * class.average_cost)
    }

    /// Takes the deliveries of a day into stock; says whether there were any, their money is in `delivered`.
    ///
    /// E23: good units enter the moving average, `a <- (a * stock + unit cost * good) / (stock + good)`; what leaves the
    /// stock leaves it at a.
    /// Orders placed together arrive on as many days as there are launches, so each launch has its own turn.
    #[inline(always)]
    pub fn receive(&mut self, plan: &SupplyPlan, started: Count<L>, day: usize, exchange: &Exchange<L>) -> bool {
        let arrivals = self.under_way.take(day);
        if arrivals.is_empty() {
            return false;
        }
        self.delivered.fill(Delivery::default());
        self.abroad.fill(Abroad::default());
        let mut scarcest_came = false;
        for arrival in &arrivals {
            // It is one of so many anyway, and the compiler sees it.
            let lane = arrival.lane() % L;
            let class = &mut self.classes[arrival.class()];
            let terms = class.terms[usize::from(arrival.from_second)] as usize;
            let delivery = &mut self.delivered[terms];
            let good = arrival.found.good;
            let worth = if class.is_plain {
                let worth = f64::from(good) * arrival.unit_cost;
                delivery.value.0[lane] += worth;
                if class.pays_deposits {
                    delivery.deposit.0[lane] += class.deposit_of(arrival);
                }
                worth
            } else if class.is_abroad && plan.terms[terms].currency.is_some() {
                let arrived = Arrived { exchange, day, terms: plan.terms[terms] };
                class.receive_abroad(arrival, &arrived, (delivery, &mut self.abroad[terms]))
            } else {
                let worth =
                    class.inspection.receive(arrival.found, arrival.unit_cost, lane) + class.freight_of(arrival);
                delivery.value.0[lane] += worth;
                delivery.deposit.0[lane] += class.deposit_of(arrival);
                worth
            };
            if good > 0 {
                let before = class.average_cost.0[lane];
                let stock = class.received.0[lane] - started.0[lane] * class.quantity;
                let average = (before * f64::from(stock) + worth) / f64::from(stock + good);
                class.average_cost.0[lane] = average;
                self.set_cost.0[lane] += (average - before) * f64::from(class.quantity);
                let received = class.received.0[lane] + good;
                class.received.0[lane] = received;
                let sets = if class.quantity == 1 { received } else { received / class.quantity };
                self.sets[arrival.class()].0[lane] = sets;
            }
            class.rejected.0[lane] += arrival.ordered - good;
            scarcest_came |= self.scarcest.0[lane] == arrival.class() as i32;
        }
        self.under_way.give_back(arrivals);
        // The deliveries of other classes leave the scarcest as it is.
        if scarcest_came {
            self.find_scarcest();
        }
        true
    }

    /// Finds the scarcest part again, the first of equally scarce ones.
    #[inline(always)]
    fn find_scarcest(&mut self) {
        // In two passes the compiler would lay classes side by side in place of launches, which takes twice as long.
        let mut least = Count::splat(i32::MAX);
        let mut scarcest = Count::ZERO;
        for (at, &sets) in self.sets.iter().enumerate() {
            scarcest = sets.lt(least).select(Count::splat(at as i32), scarcest);
            least = least.min(sets);
        }
        self.sets_received = least;
        self.scarcest = scarcest;
    }

    /// Holding cost of a day at the rates of the classes.
    #[inline(always)]
    #[must_use]
    pub fn holding_cost(&self, plan: &SupplyPlan, started: Count<L>) -> Real<L> {
        let mut cost = Real::ZERO;
        for &at in &plan.held {
            cost += self.stock(plan, at, started).real() * self.classes[at].holding_rate.get();
        }
        cost
    }

    /// Units of a class in stock.
    #[inline(always)]
    #[must_use]
    pub fn stock(&self, plan: &SupplyPlan, at: usize, started: Count<L>) -> Count<L> {
        self.classes[at].received - started * plan.classes[at].quantity
    }

    /// Phones a class allows, counted from day 0.
    #[must_use]
    pub fn sets_of(&self, at: usize) -> Count<L> {
        self.sets[at]
    }

    /// Units of a class ordered and neither received nor rejected.
    #[must_use]
    pub fn open(&self, plan: &SupplyPlan, at: usize) -> Count<L> {
        self.classes[at].open(&plan.classes[at])
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
}

impl<const L: usize> Class<L> {
    #[inline(always)]
    fn new(plan: &ClassPlan, inputs: &[Real<L>]) -> Self {
        let quotes: Vec<CostNow<L>> = plan.costs.iter().map(|group| CostNow::new(group, inputs)).collect();
        let mut quoted = Real::ZERO;
        for group in &quotes {
            quoted += group.quote.get();
        }
        let is_abroad = plan.source(false).currency.or(plan.source(true).currency).is_some();
        let (fees, inspection) = (Fees::new(&plan.fees, inputs), Inspection::new(&plan.inspection, inputs));
        Self {
            ordered: Count::ZERO,
            received: Count::splat(plan.opening),
            rejected: Count::ZERO,
            average_cost: if plan.opening > 0 { quoted } else { Real::ZERO },
            quantity: plan.quantity,
            terms: [plan.source(false).terms_group as u32, plan.source(true).terms_group as u32],
            is_abroad,
            is_plain: !is_abroad && fees.is_none() && inspection.is_free(),
            pays_deposits: {
                let second = plan.second.as_ref().is_some_and(|second| !second.source.deposit.is_zero());
                second || !plan.source.deposit.is_zero()
            },
            source: SourceNow::new(&plan.source, inputs),
            second: plan.second.as_ref().map(|second| SecondNow::new(second, inputs)),
            quote_parts: quotes,
            inspection,
            holding_rate: plan.holding_per_day.known(inputs),
            fees,
            expediting: Expediting::new(plan, inputs),
            due: plan.keeps_due.then(Box::default),
            unused: plan.is_rationed().then(|| Box::new([Real::ZERO; 2])),
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
    fn wanted(
        plan: &ClassPlan,
        (review, need, secured): (&ReviewPlan, Count<L>, Count<L>),
        outlook: &Position<L>,
        inputs: &[Real<L>],
    ) -> Count<L> {
        let good_share = Real::splat(1.0 - plan.inspection.planned_defects);
        // Stock + on order + consumed is what was ever secured, so needs compare with it directly.
        let need = need - secured;
        let asked = match &plan.policy {
            PolicyPlan::None => Count::ZERO,
            policy => {
                let position = secured + (outlook.phones.ahead - outlook.phones.started) * plan.quantity;
                let forecast_need = if *policy == PolicyPlan::ForecastUpTo {
                    outlook.forecast.need(review, plan.quantity)
                } else {
                    Count::ZERO
                };
                asked_by_policy(policy, forecast_need, position, inputs)
            }
        };
        let units = need.max(asked).at_least(0);
        if plan.inspection.defect_rate.is_zero() || !units.any() {
            units
        } else {
            (units.real() / good_share).ceil_count()
        }
    }
}
