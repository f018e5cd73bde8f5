//! One simulated company, sixteen times side by side, and its day.

use crate::company::Spare;
use crate::company::plan::Plan;
use crate::company::service::{Service, ends_a_week};
use crate::lanes::{Count, Real};
use crate::random::luck::Luck;
use crate::rooms::assembly::day::build::{Build, Phones};
use crate::rooms::assembly::day::{Assembly, Limits};
use crate::rooms::books::day::{Books, Evening, Remains, Terms};
use crate::rooms::contract::day::Contracts;
use crate::rooms::currency::day::Exchange;
use crate::rooms::forecast::day::Forecast;
use crate::rooms::forecast::day::planner::InForce;
use crate::rooms::market::day::{Market, Outlook};
use crate::rooms::market::keys::price::OnPriceCut;
use crate::rooms::returns::day::Returns;
use crate::rooms::store::day::Store;
use crate::rooms::store::day::errors::OrderErrors;
use crate::rooms::store::day::price::StreamPriceNow;
use crate::rooms::store::day::waiting::WaitingHistory;
use crate::rooms::supply::day::{Abroad, Supply};
use crate::rooms::today::World;
use crate::rooms::weather::day::Calamities;

/// The company of `L` launches, with every mechanism in its room.
pub struct Company<'plan, const L: usize> {
    /// Who is interested.
    pub market: Option<Market<'plan, L>>,
    /// Who waits, and the shelf.
    pub store: Store<L>,
    /// Parts.
    pub supply: Supply<L>,
    /// Factories.
    pub assembly: Assembly<'plan, L>,
    /// Money.
    pub books: Books<'plan, L>,
    /// Orders, shipments and cancellations of each day.
    pub history: WaitingHistory<L>,
    /// First day on which a phone was shipped; -1 when none was.
    pub first_shipment: Count<L>,
    /// Shipments that go wrong.
    pub order_errors: OrderErrors<L>,
    /// What customers send back.
    pub returns: Option<Box<Returns<L>>>,
    /// Phones and parts left over, and the value of the parts, noted at the horizon.
    pub left_over: (Count<L>, Real<L>),
    /// Customers who cancelled today because the company is wound up, as the waiting history counts them.
    pub(super) cancelled_by_stop: Count<L>,
    /// Customers who cancelled today because the price has fallen, to order again.
    ordering_again: Count<L>,
    /// What the field asks of its stocks.
    pub(super) service: Service<L>,
    /// What happens whatever it decides.
    pub world: World<'plan, L>,
    /// Share of the orders of the latest review that cash allowed.
    pub share_ordered: Real<L>,
    /// Value of the purchase orders that were cancelled before the end.
    pub orders_cancelled: Real<L>,
    pub(super) forecast: Forecast<L>,
    pub(super) in_force: InForce<L>,
    pub(super) planned_conversion: Real<L>,
    pub(super) stream_prices: Vec<StreamPriceNow<L>>,
    build: Build<L>,
}

/// The parts of a day are called in the order of model.md section 1, which is that of `Compiled::parts_of_day`.
impl<'plan, const L: usize> Company<'plan, L> {
    /// The company on the morning of day 0.
    #[inline(always)]
    #[must_use]
    pub(super) fn new(plan: &'plan Plan, inputs: &[Real<L>], mut luck: Luck<'plan, L>, spare: Spare<L>) -> Self {
        let exchange = Exchange::new(&plan.currencies, plan.days, inputs, &mut luck);
        let supply = Supply::new(&plan.supply, inputs, &exchange, spare.under_way);
        let contracts = Contracts::new(&plan.contracts, &plan.supply, plan.days, inputs, &mut luck);
        let terms = Terms {
            supply: plan.supply.terms.iter().map(|terms| terms.days).max(),
            assembly: plan.factories.iter().map(|factory| factory.terms).max(),
            streams: plan.streams.iter().map(|stream| stream.terms).max(),
        };
        let mut books = Books::new(&plan.books, &terms, inputs, supply.opening_value());
        books.deal_abroad(plan.currencies.len(), &terms);
        books.development_total += contracts.prepayments_within(plan.days);
        let market = plan.market.as_ref();
        // Draws are taken in this order.
        let of_market = market.map(|market| Market::new((&plan.books.price, &plan.sales), market, inputs, &mut luck));
        let calamities = Calamities::new(&plan.disruptions, &plan.supply.transit_groups, plan.days, inputs, &mut luck);
        let mut forecast = Forecast::new(&plan.forecast, inputs);
        let in_force = InForce::new(&plan.planner, &mut forecast, luck.launches(), inputs);
        let world = World { luck, contracts, calamities, exchange };
        Self {
            market: of_market,
            store: Store::new(market, &plan.streams, inputs),
            assembly: Assembly::new(&plan.factories, plan.layout.constraints.len(), inputs),
            history: spare.history.anew(),
            first_shipment: Count::splat(-1),
            left_over: (Count::ZERO, Real::ZERO),
            cancelled_by_stop: Count::ZERO,
            ordering_again: Count::ZERO,
            share_ordered: Real::splat(1.0),
            world,
            orders_cancelled: Real::ZERO,
            in_force,
            forecast,
            planned_conversion: market.map_or(Real::ZERO, |market| market.planned_conversion.of(inputs)),
            stream_prices: plan.streams.iter().map(|stream| StreamPriceNow::new(&stream.price, inputs)).collect(),
            returns: plan.returns.as_ref().map(|returns| Box::new(Returns::new(returns, inputs))),
            order_errors: OrderErrors::new(&plan.order_errors, inputs),
            build: Build::new(&plan.build, inputs),
            service: Service::new(plan),
            supply,
            books,
        }
    }

    /// What of it the next launches can use.
    #[inline(always)]
    pub(super) fn leave(self) -> Spare<L> {
        Spare { under_way: self.supply.leave(), history: self.history }
    }

    /// People who became interested to date.
    #[inline(always)]
    fn interest(&self) -> Count<L> {
        match &self.market {
            Some(market) => market.interest,
            None => Count::ZERO,
        }
    }

    /// Steps 1 and 2: the market looks at stocks as they were at the opening of the day.
    #[inline(always)]
    pub(super) fn sell(&mut self, plan: &Plan, day: usize, inputs: &[Real<L>]) {
        self.books.meet_the_rates(&self.world.exchange, day);
        if plan.books.stops_when_insolvent {
            self.cancelled_by_stop = Count::ZERO;
            self.wind_up_the_insolvent(plan, day, inputs);
        }
        self.books.open_day(&plan.books, day);
        if plan.market.as_ref().is_some_and(|market| !market.price.cuts.is_empty()) {
            self.meet_a_cut(plan, day);
        }
        if !self.store.retailers.is_empty() {
            self.protect_prices(plan, day);
        }
        if plan.sales.looks_ahead() {
            self.look_ahead(plan, day);
        }
        let interest_before = self.interest();
        let trading = self.trading(plan);
        let sent_back = self.sent_back();
        let mut today = self.world.today(day, inputs, trading);
        if let (Some(market), Some(market_plan)) = (&mut self.market, &plan.market) {
            let outlook = Outlook {
                finished: self.store.finished,
                waiting: self.store.waiting(),
                market_waiting: self.store.market.waiting,
                market_owners: self.store.market.shipped - sent_back,
                talking_owners: self.store.talking_owners(&plan.streams) - sent_back,
            };
            market.day((&plan.sales, market_plan), &outlook, &mut today);
            self.books.customers_pay(&plan.books, day, market.orders_today);
        }
        let orders = self.market.as_ref().map_or(&Count::ZERO, |market| &market.orders_today);
        self.store.take_orders(orders, &plan.streams, &mut today);
        if plan.forecast.learns() {
            let mut new_interest = self.interest() - interest_before;
            if !plan.streams.is_empty() {
                new_interest += self.store.of_streams(|queue| queue.orders_today);
            }
            let announced = plan.market.as_ref().is_none_or(|market| market.announced <= day as i32);
            self.forecast.learn(announced, new_interest, plan.build.forecast[day]);
        }
    }

    /// Those who paid and wait when the price falls are paid back the difference, or order again, as the scenario says.
    #[inline(never)]
    fn meet_a_cut(&mut self, plan: &Plan, day: usize) {
        self.ordering_again = Count::ZERO;
        let (Some(market), Some(market_plan)) = (&mut self.market, &plan.market) else { return };
        if !market_plan.price.cuts.contains(&day) {
            return;
        }
        let waiting = self.store.market.waiting;
        match market_plan.price.on_cut {
            OnPriceCut::Keep => {}
            OnPriceCut::Refund => self.books.refund_the_difference(day, waiting),
            OnPriceCut::OrderAgain => {
                let again = self.store.order_again(self.books.paid_above_the_price(day, waiting));
                self.books.refund(again, waiting);
                market.take_back(again);
                self.ordering_again = again;
            }
        }
    }

    /// Step 4: deliveries due today.
    #[inline(always)]
    pub(super) fn receive(&mut self, plan: &Plan, day: usize, _: &[Real<L>]) {
        if self.supply.receive(&plan.supply, self.assembly.started, day, &self.world.exchange) {
            for (at, (terms, delivery)) in plan.supply.terms.iter().zip(&self.supply.delivered).enumerate() {
                let invoice = self.books.parts_arrive(&plan.books, delivery.value, delivery.deposit);
                match terms.currency {
                    None => self.books.owe_suppliers(day + terms.days, invoice),
                    Some(currency) => {
                        let Abroad { owed, lost } = self.supply.abroad[at];
                        self.books.owe_abroad((day + terms.days, currency), invoice, (owed, lost));
                    }
                }
            }
        }
    }

    /// Step 5: the line is asked for phones, starts what it can and hands over what is finished.
    #[inline(always)]
    pub(super) fn assemble(&mut self, plan: &Plan, day: usize, inputs: &[Real<L>]) {
        // Until the first factory opens there is no line.
        if day < plan.build.first_open {
            self.assembly.wait_to_open(self.store.waiting());
            return;
        }
        let phones = Phones {
            waiting: self.store.waiting(),
            finished: self.store.finished,
            in_process: self.assembly.in_process,
            started: self.assembly.started,
        };
        let wanted = self.build.wanted(&plan.build, day, &phones, (&self.forecast, &self.in_force));
        let parts = if plan.supply.classes.is_empty() {
            Count::splat(i32::MAX)
        } else {
            self.supply.sets_received - self.assembly.started
        };
        let trading = self.trading(plan);
        let limits = Limits {
            wanted: trading.only(wanted),
            parts,
            scarcest: self.supply.scarcest,
            unit_cost: self.supply.set_cost + self.books.assembly_fee,
        };
        let mut today = self.world.today(day, inputs, trading);
        let output = self.assembly.day(&plan.factories, &limits, &mut today);
        self.books.phones_start(output.started, self.supply.set_cost);
        for (factory, &started) in plan.factories.iter().zip(&self.assembly.started_today) {
            self.books.owe_assembly(&plan.books, day, factory.terms, started);
        }
        self.books.phones_finish(output.finished_cost, output.scrapped_cost);
        self.store.finished += output.finished;
    }

    /// Step 6: shipments, then cancellations. On closed days the shelf stays locked, unless it is said otherwise.
    #[inline(always)]
    pub(super) fn ship(&mut self, plan: &Plan, day: usize, inputs: &[Real<L>]) {
        // Until somebody can order, nobody waits.
        if day < plan.first_orders {
            self.history.note(Count::ZERO, Count::ZERO, Count::ZERO);
            return;
        }
        let trading = self.trading(plan);
        let mut today = self.world.today(day, inputs, trading);
        let on_shelf = self.store.finished;
        let market_waiting = self.store.market.waiting;
        let locked = match self.assembly.closed {
            Some(closed) if !plan.books.ships_on_closed_days => closed.select(on_shelf, Count::ZERO),
            _ => Count::ZERO,
        };
        self.assembly.wait_for_the_shelf(locked.gt(Count::ZERO) & self.store.waiting().gt(Count::ZERO));
        self.store.finished -= locked;
        let shipped = self.store.ship();
        self.store.finished += locked;
        let unit_cost = self.books.phones_ship(&plan.books, shipped, on_shelf);
        let mut paid = self.books.market_revenue(&plan.books, self.store.market.shipped_today, market_waiting);
        let shipped_to_market = self.store.market.shipped_today;
        if let Some(wrong) = self.order_errors.of_shipments(&plan.order_errors, shipped_to_market, &mut today) {
            self.books.correct_errors(&plan.books, (wrong.errors, wrong.refunded), shipped_to_market, paid);
            paid = paid * (Real::splat(1.0) - wrong.refunded.real() / shipped_to_market.real().at_least(1.0));
        }
        for (at, (stream, queue)) in plan.streams.iter().zip(&self.store.streams).enumerate() {
            let price = self.stream_prices[at].on(|| self.books.net_shelf_price(day));
            self.books.stream_revenue(&plan.books, day, stream.terms, queue.shipped_today, price);
            if let Some(retailer) = self.store.retailers.get_mut(at).and_then(Option::as_mut) {
                retailer.receive(queue.shipped_today, price, unit_cost);
            }
        }
        let first = shipped.gt(Count::ZERO) & self.first_shipment.lt(Count::ZERO);
        self.first_shipment = first.select(Count::splat(day as i32), self.first_shipment);
        if let (Some(market), Some(market_plan)) = (&mut self.market, &plan.market) {
            let waiting = self.store.market.waiting;
            let cancelled = self.store.cancel(market_plan, &mut today);
            market.after_cancellation(market_plan, cancelled, &mut today);
            self.books.refund(cancelled, waiting);
            let left = self.cancelled_by_stop + self.ordering_again;
            if let Some(late) = self.store.late_of_cancelled(cancelled, left) {
                self.books.compensate(late);
            }
            let queue = &self.store.market;
            self.history.note(
                queue.orders_today,
                queue.shipped_today,
                cancelled + self.cancelled_by_stop + self.ordering_again,
            );
        } else {
            let store = &self.store;
            let (orders, shipped) =
                (store.of_streams(|queue| queue.orders_today), store.of_streams(|queue| queue.shipped_today));
            self.history.note(orders, shipped, self.cancelled_by_stop);
        }
        if self.returns.is_some() {
            self.take_back(plan, day, paid, inputs);
        }
    }

    /// Step 7: services, then the books close the day.
    #[inline(always)]
    pub(super) fn close(&mut self, plan: &Plan, day: usize, _: &[Real<L>]) {
        let waiting = self.store.waiting();
        self.assembly.count_short_days(waiting);
        if !plan.books.services.is_empty() {
            let (sold, today) = self.store.owners();
            let owners = sold - self.sent_back();
            self.books.serve_owners(&plan.books, day, owners, today);
        }
        let parts_cost = self.supply.holding_cost(&plan.supply, self.assembly.started);
        self.books.close_day(&plan.books, day, &Evening { finished: self.store.finished, parts_cost, waiting });
        if day >= plan.first_orders {
            self.service.finished += self.store.finished.real();
            self.service.waiting += waiting.real();
            self.service.inventory += self.books.inventory();
            if ends_a_week(plan, day) {
                self.service.week(plan, day, &self.store, &self.supply);
            }
        }
    }

    /// The end: what is left over is noted, and the books are settled.
    #[inline(always)]
    pub fn settle(&mut self, plan: &Plan, inputs: &[Real<L>]) {
        let last_day = plan.days - 1;
        if plan.books.stops_when_insolvent {
            self.wind_up_the_insolvent(plan, plan.days, inputs);
        }
        self.settle_returns(plan);
        let left = self.supply.left_over(&plan.supply, self.assembly.started, (last_day, &self.world.exchange), inputs);
        let returned = if self.store.retailers.is_empty() { Count::ZERO } else { self.clear_the_channel(plan) };
        self.left_over = (self.store.finished + self.assembly.in_process + returned, left.value);
        let waiting = self.store.market.waiting;
        if !plan.books.compensation.is_zero() {
            self.books.compensate(waiting.real());
        }
        let remains = Remains { waiting, parts: left.salvage, cancelled: &left.cancelled, lost: left.lost };
        self.books.settle(&plan.books, last_day, &remains);
    }
}
