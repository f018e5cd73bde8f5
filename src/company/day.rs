//! One simulated company, sixteen times side by side, and its day.

use crate::company::Spare;
use crate::company::plan::Plan;
use crate::lanes::{Count, Real};
use crate::random::luck::Luck;
use crate::random::math;
use crate::rooms::assembly::day::{Assembly, BOUND_BY_CALENDAR, BOUND_BY_CAPACITY, BOUND_BY_DEMAND, Limits};
use crate::rooms::books::day::{Books, Terms};
use crate::rooms::books::plan::{BuildPlan, OrderErrorPlan};
use crate::rooms::contract::day::Contracts;
use crate::rooms::forecast::day::Forecast;
use crate::rooms::forecast::plan::ForecastPlan;
use crate::rooms::market::day::{Draws, Market, Outlook};
use crate::rooms::store::day::Store;
use crate::rooms::store::day::waiting::WaitingHistory;
use crate::rooms::supply::day::Supply;
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
    /// Days on which customers were left waiting, by what bound assembly: demand (phones were in process), capacity, the calendar, then classes.
    pub days_short: Vec<Count<L>>,
    /// First day on which a phone was shipped; -1 when none was.
    pub first_shipment: Count<L>,
    /// Shipments that went wrong to date.
    pub order_errors: Count<L>,
    /// Phones and parts left over, and the value of the parts, noted at the horizon.
    pub left_over: (Count<L>, Real<L>),
    /// Customers who cancelled today because the company is wound up, as the waiting history counts them.
    pub(super) cancelled_by_stop: Count<L>,
    /// Who signs when.
    pub contracts: Contracts<L>,
    /// Who is disrupted when.
    pub calamities: Calamities<L>,
    /// Share of the orders of the latest review that cash allowed.
    pub share_ordered: Real<L>,
    pub(super) forecast: Forecast<L>,
    pub(super) luck: Luck<'plan, L>,
    pub(super) planned_conversion: Real<L>,
    stream_prices: Vec<Real<L>>,
    error_rate: Real<L>,
    error_refund: Real<L>,
    build_target: Real<L>,
    build_cover: Real<L>,
    backorder_rate: Real<L>,
    shelf_rate: Real<L>,
}

/// The parts of a day are called in the order of model.md section 1, which is that of `Compiled::parts_of_day`.
impl<'plan, const L: usize> Company<'plan, L> {
    /// The company on the morning of day 0.
    #[inline(always)]
    #[must_use]
    pub(super) fn new(plan: &'plan Plan, inputs: &[Real<L>], mut luck: Luck<'plan, L>, spare: Spare<L>) -> Self {
        let supply = Supply::new(&plan.supply, inputs, spare.under_way);
        let contracts = Contracts::new(&plan.contracts, &plan.supply, plan.days, inputs, &mut luck);
        let terms = Terms {
            supply: plan.supply.terms.iter().copied().max(),
            assembly: plan.factories.iter().map(|factory| factory.terms).max(),
            streams: plan.streams.iter().map(|stream| stream.terms).max(),
        };
        let mut books = Books::new(&plan.books, &terms, inputs, supply.opening_value());
        books.development_total += contracts.prepayments_within(plan.days);
        let market = plan.market.as_ref();
        Self {
            market: market.map(|market| Market::new((&plan.books.price, &plan.sales), market, inputs, &mut luck)),
            store: Store::new(market, &plan.streams, inputs),
            assembly: Assembly::new(&plan.factories, inputs),
            history: spare.history.anew(),
            days_short: vec![Count::ZERO; plan.layout.constraints.len()],
            first_shipment: Count::splat(-1),
            left_over: (Count::ZERO, Real::ZERO),
            cancelled_by_stop: Count::ZERO,
            share_ordered: Real::splat(1.0),
            calamities: Calamities::new(&plan.disruptions, &plan.supply.transit_groups, plan.days, inputs, &mut luck),
            contracts,
            forecast: Forecast::new(&plan.forecast, inputs),
            planned_conversion: market.map_or(Real::ZERO, |market| market.planned_conversion.of(inputs)),
            stream_prices: plan.streams.iter().map(|stream| stream.net_price.of(inputs)).collect(),
            order_errors: Count::ZERO,
            error_rate: error_rate(&plan.books.order_errors, inputs),
            error_refund: plan.books.order_errors.refund.of(inputs),
            build_target: plan.books.build.target.of(inputs),
            build_cover: plan.books.build.cover.of(inputs),
            backorder_rate: plan.books.backorder_per_day.of(inputs),
            shelf_rate: plan.books.holding_per_day.of(inputs),
            supply,
            books,
            luck,
        }
    }

    /// What of it the next launches can use.
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
        if plan.books.stops_when_insolvent {
            self.cancelled_by_stop = Count::ZERO;
            self.wind_up_the_insolvent(plan, day, inputs);
        }
        self.books.open_day(&plan.books, day);
        let trading = self.trading(plan);
        let mut orders = Count::ZERO;
        let interest_before = self.interest();
        if let (Some(market), Some(market_plan)) = (&mut self.market, &plan.market) {
            let outlook = Outlook {
                finished: self.store.finished,
                waiting: self.store.waiting(),
                market_waiting: self.store.market.waiting,
                market_owners: self.store.market.shipped,
                talking_owners: self.store.talking_owners(&plan.streams),
                hazard_left: self.calamities.share_left(&market_plan.exposure, inputs, day),
                trading,
            };
            let mut draws = Draws { inputs, luck: &mut self.luck };
            orders = market.day((&plan.sales, market_plan), day, &outlook, &mut draws);
            self.books.customers_pay(&plan.books, day, orders);
        }
        self.store.take_orders(orders, &plan.streams, day, trading, &mut self.luck);
        if !matches!(plan.forecast, ForecastPlan::Curve) {
            let interest = self.interest();
            let streams = self.store.of_streams(|queue| queue.orders_today);
            let announced = plan.market.as_ref().is_none_or(|market| market.announced <= day as i32);
            self.forecast.learn(announced, interest - interest_before + streams, plan.books.build.forecast[day]);
        }
    }

    /// Step 4: deliveries due today.
    #[inline(always)]
    pub(super) fn receive(&mut self, plan: &Plan, day: usize, _: &[Real<L>]) {
        if self.supply.receive(self.assembly.started, day) {
            for (&terms, delivery) in plan.supply.terms.iter().zip(&self.supply.delivered) {
                self.books.parts_arrive(&plan.books, day, terms, delivery.value, delivery.deposit);
            }
        }
    }

    /// Phones to be kept finished: the target, and what the forecast expects of the days to be covered.
    #[inline(always)]
    fn stock_wanted(&self, build: &BuildPlan, day: usize) -> Count<L> {
        let mut stock = self.build_target;
        if !build.cover.is_zero() {
            let planned = match &build.covered {
                Some(covered) => Real::splat(covered[day]),
                None => self.build_cover.map(|cover| build.ahead.orders(day, cover)),
            };
            stock += self.forecast.expected(planned, self.build_cover);
        }
        // Rounding of a sum of days makes no phone.
        (stock - Real::splat(1e-6)).ceil_count().at_least(0)
    }

    /// Step 5. E21: `wanted = waiting + ceil(target + forecast of the next cover days) - finished - in process`, or with
    /// `build = "to_plan"` E52: `wanted = planned starts through today - started`, whoever waits.
    #[inline(always)]
    pub(super) fn assemble(&mut self, plan: &Plan, day: usize, inputs: &[Real<L>]) {
        let build = &plan.books.build;
        // Until the first factory opens there is no line; whoever waits, waits for its capacity.
        if day < build.first_open {
            let waits = self.store.waiting().gt(Count::ZERO);
            self.assembly.binding = waits.select(Count::splat(BOUND_BY_CAPACITY), Count::splat(BOUND_BY_DEMAND));
            return;
        }
        let parts = if plan.supply.classes.is_empty() {
            Count::splat(i32::MAX)
        } else {
            self.supply.sets_received - self.assembly.started
        };
        let limits = Limits {
            wanted: match &build.starts {
                Some(starts) => Count::splat(starts[day]) - self.assembly.started,
                None => {
                    self.store.waiting() + self.stock_wanted(build, day)
                        - self.store.finished
                        - self.assembly.in_process
                }
            },
            parts,
            scarcest: self.supply.scarcest,
            unit_cost: self.supply.set_cost + self.books.assembly_fee,
        };
        let limits = Limits { wanted: self.trading(plan).only(limits.wanted), ..limits };
        let draws = (inputs, &mut self.luck);
        let output = self.assembly.day(&plan.factories, day, &limits, (&self.contracts, &self.calamities), draws);
        self.books.phones_start(output.started, self.supply.set_cost);
        for (factory, &started) in plan.factories.iter().zip(&self.assembly.started_today) {
            self.books.owe_assembly(&plan.books, day, factory.terms, started);
        }
        self.books.phones_finish(output.finished_cost, output.scrapped_cost);
        self.store.finished += output.finished;
    }

    /// Step 6: shipments, then cancellations. On closed days the shelf stays locked, unless it is said otherwise.
    #[inline(always)]
    pub(super) fn ship(&mut self, plan: &Plan, day: usize, _: &[Real<L>]) {
        // Until somebody can order, nobody waits.
        if day < plan.first_orders {
            self.history.note(Count::ZERO, Count::ZERO, Count::ZERO);
            return;
        }
        let on_shelf = self.store.finished;
        let market_waiting = self.store.market.waiting;
        let locked = match self.assembly.closed {
            Some(closed) if !plan.books.ships_on_closed_days => closed.select(on_shelf, Count::ZERO),
            _ => Count::ZERO,
        };
        // Whoever waits before a locked shelf waits for the day to end, whether or not the line had anything to do.
        let shut_out = locked.gt(Count::ZERO) & self.store.waiting().gt(Count::ZERO);
        let idle = self.assembly.binding.is(Count::splat(BOUND_BY_DEMAND));
        self.assembly.binding = (shut_out & idle).select(Count::splat(BOUND_BY_CALENDAR), self.assembly.binding);
        self.store.finished -= locked;
        let shipped = self.store.ship();
        self.store.finished += locked;
        self.books.phones_ship(&plan.books, shipped, on_shelf);
        let paid = self.books.market_revenue(&plan.books, self.store.market.shipped_today, market_waiting);
        self.correct_errors(plan, day, paid);
        for (at, (stream, queue)) in plan.streams.iter().zip(&self.store.streams).enumerate() {
            let price = self.stream_prices[at];
            self.books.stream_revenue(&plan.books, day, stream.terms, queue.shipped_today, price);
        }
        let first = shipped.gt(Count::ZERO) & self.first_shipment.lt(Count::ZERO);
        self.first_shipment = first.select(Count::splat(day as i32), self.first_shipment);
        if let (Some(market), Some(market_plan)) = (&mut self.market, &plan.market) {
            let waiting = self.store.market.waiting;
            let cancelled = self.store.cancel(market_plan, day, &mut self.luck);
            market.after_cancellation(market_plan, day, cancelled, &mut self.luck);
            self.books.refund(cancelled, waiting);
            let queue = &self.store.market;
            self.history.note(queue.orders_today, queue.shipped_today, cancelled + self.cancelled_by_stop);
        } else {
            let store = &self.store;
            let (orders, shipped) =
                (store.of_streams(|queue| queue.orders_today), store.of_streams(|queue| queue.shipped_today));
            self.history.note(orders, shipped, self.cancelled_by_stop);
        }
    }

    /// E47: of the phones shipped to the market, for which `paid` was paid in all, a share `rate * (1 - effect)^rehearsals`
    /// goes wrong; some are refunded.
    #[inline(always)]
    fn correct_errors(&mut self, plan: &Plan, day: usize, paid: Real<L>) {
        let errors = &plan.books.order_errors;
        if errors.rate.is_zero() {
            return;
        }
        let index = day as u32;
        let wrong = self.luck.binomial(errors.sources.0, index, self.store.market.shipped_today, self.error_rate);
        let refunded = self.luck.binomial(errors.sources.1, index, wrong, self.error_refund);
        self.order_errors += wrong;
        let price = paid / self.store.market.shipped_today.real().at_least(1.0);
        self.books.correct_errors(&plan.books, wrong, refunded, price);
    }

    /// Step 7: holding and backorder costs at their rates, then the books close the day.
    ///
    /// E33: `holding = sum h_i stock_i + h finished + (rate/365.25) (book value of parts, work in process and finished)`,
    /// `backorder = b * waiting`, on what is there at the end of the day.
    #[inline(always)]
    pub(super) fn close(&mut self, plan: &Plan, day: usize, _: &[Real<L>]) {
        let mut holding = Real::ZERO;
        if !plan.books.holding_per_day.is_zero() {
            holding += self.store.finished.real() * self.shelf_rate;
        }
        holding += self.supply.holding_cost(&plan.supply, self.assembly.started);
        let waiting = self.store.waiting();
        self.count_short_days(waiting);
        let backorder = waiting.real() * self.backorder_rate;
        if !plan.books.services.is_empty() {
            let today = self.store.market.shipped_today + self.store.of_streams(|queue| queue.shipped_today);
            self.books.serve_owners(&plan.books, day, self.store.shipped(), today);
        }
        self.books.close_day(&plan.books, day, holding, backorder);
    }

    /// A day is short when customers are left waiting; it counts for what bound assembly on it.
    #[inline(always)]
    fn count_short_days(&mut self, waiting: Count<L>) {
        if !waiting.any() {
            return;
        }
        for lane in 0..L {
            if waiting.0[lane] > 0 {
                self.days_short[self.assembly.binding.0[lane] as usize].0[lane] += 1;
            }
        }
    }

    /// E35: the settlement at the horizon. The waiting are refunded, open orders cancelled at `fee share * value` and
    /// their deposits returned, parts and finished phones go at `salvage share * book value`, the rest of them and all
    /// work in process is written down. Then the fiscal year is closed and all claims and debts are paid at book value.
    #[inline(always)]
    pub fn settle(&mut self, plan: &Plan, inputs: &[Real<L>]) {
        let last_day = plan.days - 1;
        if plan.books.stops_when_insolvent {
            self.wind_up_the_insolvent(plan, plan.days, inputs);
        }
        let waiting = self.store.market.waiting;
        self.books.refund(waiting, waiting);
        let mut parts_value = Real::ZERO;
        let mut parts_salvage = Real::ZERO;
        let open_orders = self.supply.open_value(last_day);
        for (at, class) in plan.supply.classes.iter().enumerate() {
            let stock = self.supply.stock(&plan.supply, at, self.assembly.started);
            let value = stock.real() * self.supply.classes[at].average_cost;
            parts_value += value;
            parts_salvage += value * class.salvage.of(inputs);
            let open = open_orders[at];
            self.books.cancel_purchase_orders(open.deposit, open.value * class.cancellation_fee.of(inputs));
            if !class.cancellable {
                parts_salvage += open.good * class.salvage.of(inputs);
            }
        }
        let finished = self.books.balance(crate::rooms::books::day::Account::Finished);
        let finished_salvage = finished * plan.books.salvage.of(inputs);
        self.left_over = (self.store.finished + self.assembly.in_process, parts_value);
        self.books.write_down(parts_salvage, finished_salvage);
        self.books.pay_what_is_open(&plan.books, last_day);
    }
}

/// Share of shipments that go wrong after the rehearsals.
fn error_rate<const L: usize>(plan: &OrderErrorPlan, inputs: &[Real<L>]) -> Real<L> {
    let missed = (Real::splat(1.0) - plan.rehearsal_effect.of(inputs)).at_least(0.0);
    let power = |missed: f64, times: f64| match times {
        0.0 => 1.0,
        _ if missed <= 0.0 => 0.0,
        _ => math::powf(missed, times),
    };
    plan.rate.of(inputs) * missed.zip(plan.rehearsals.of(inputs), power)
}
