//! The store: customers wait in queues, finished phones go to them oldest first, and some cancel.

pub mod demand;
pub mod errors;
pub mod overdue;
pub mod price;
pub mod retail;
pub mod waiting;

use crate::lanes::{Count, Mask, Real, Single};
use crate::rooms::market::plan::MarketPlan;
use crate::rooms::store::plan::StreamPlan;
use crate::rooms::today::Today;
use demand::Demand;
use overdue::Overdue;
use retail::Retailer;

/// Weight of today in the smoothed shipments by which customers judge their wait.
const SMOOTHING: f32 = 0.1;
/// The longest wait customers reckon with [days].
const LONGEST_WAIT: f32 = 365.0;

/// Customers of the market, or of one order stream.
#[derive(Clone, Copy, Default)]
pub struct Queue<const L: usize> {
    /// Ordered to date.
    pub ordered: Count<L>,
    /// Shipped to date.
    pub shipped: Count<L>,
    /// Cancelled to date.
    pub cancelled: Count<L>,
    /// Waiting now.
    pub waiting: Count<L>,
    /// Ordered today.
    pub orders_today: Count<L>,
    /// Shipped today.
    pub shipped_today: Count<L>,
}

/// All queues of some launches: the market's first, then one per order stream.
pub struct Store<const L: usize> {
    /// The market's queue.
    pub market: Queue<L>,
    /// The streams' queues.
    pub streams: Vec<Queue<L>>,
    /// Finished phones on the shelf.
    pub finished: Count<L>,
    allotments: Vec<Option<Real<L>>>,
    demands: Vec<Demand<L>>,
    /// Of each stream, the stock it holds of its own; empty where none does.
    pub retailers: Vec<Option<Retailer<L>>>,
    /// S_t of E17 and the weight of all its days, `1 - 0.9^n`.
    smoothed_shipments: Single<L>,
    weight_of_shipments: Single<L>,
    /// Days the oldest order of the market has waited, while none has been served.
    oldest_waited: Count<L>,
    cancellation: Single<L>,
    /// Probability of a day's cancellation where the wait does not matter.
    steady_cancellation: Real<L>,
    cancellation_delay: Single<L>,
    promise: Single<L>,
    /// Who has waited too long; `None` where nobody is compensated.
    overdue: Option<Box<Overdue<L>>>,
}

impl<const L: usize> Queue<L> {
    #[inline(always)]
    fn order(&mut self, orders: Count<L>) {
        self.orders_today = orders;
        self.ordered += orders;
        self.waiting += orders;
    }

    #[inline(always)]
    fn ship(&mut self, phones: Count<L>) {
        self.shipped_today += phones;
        self.shipped += phones;
        self.waiting -= phones;
    }
}

impl<const L: usize> Store<L> {
    /// Empty shelves and nobody waiting.
    #[inline(always)]
    #[must_use]
    pub fn new(market: Option<&MarketPlan>, streams: &[StreamPlan], inputs: &[Real<L>]) -> Self {
        let of_market = |get: fn(&MarketPlan) -> &crate::rooms::calendar::plan::param::Param| {
            market.map_or(Real::ZERO, |market| get(market).of(inputs))
        };
        let cancellation = of_market(|market| &market.cancellation);
        let retailer = |stream: &StreamPlan| stream.retail.as_ref().map(|plan| Retailer::new(plan, inputs));
        let hold_stock = streams.iter().any(|stream| stream.retail.is_some());
        Self {
            market: Queue::default(),
            streams: vec![Queue::default(); streams.len()],
            finished: Count::ZERO,
            allotments: streams.iter().map(|stream| stream.allotment.as_ref().map(|share| share.of(inputs))).collect(),
            demands: streams.iter().map(|stream| Demand::new(&stream.orders, inputs)).collect(),
            retailers: if hold_stock { streams.iter().map(retailer).collect() } else { Vec::new() },
            smoothed_shipments: Single::ZERO,
            weight_of_shipments: Single::ZERO,
            oldest_waited: Count::ZERO,
            cancellation: cancellation.single(),
            steady_cancellation: cancellation.at_least(0.0).one_minus_exp_neg(),
            cancellation_delay: of_market(|market| &market.cancellation_delay).single(),
            promise: of_market(|market| &market.promise).single(),
            overdue: market
                .filter(|market| market.compensates)
                .map(|market| Box::new(Overdue::new(market.promise.of(inputs)))),
        }
    }

    /// Today's orders of the market and of every stream join their queues.
    ///
    /// E29: a stream with rates `r_t` orders `floor(R_t) - floor(R_{t-1})` phones, `R_t = r_0 + .. + r_t`, so that fractions
    /// of a phone are carried and none is lost; a series and a law (E68) order whole phones.
    #[inline(always)]
    pub fn take_orders(&mut self, market_orders: &Count<L>, plans: &[StreamPlan], today: &mut Today<L>) {
        self.market.order(*market_orders);
        if !self.retailers.is_empty() {
            self.take_orders_of_retailers(plans, today);
            return;
        }
        for ((plan, demand), queue) in plans.iter().zip(&mut self.demands).zip(&mut self.streams) {
            let orders = demand.on(&plan.orders, today);
            queue.order(today.trading.only(orders));
        }
    }

    /// The same where a stream has a stock of its own: its customers buy from that, and it orders by E92.
    #[inline(never)]
    fn take_orders_of_retailers(&mut self, plans: &[StreamPlan], today: &mut Today<L>) {
        let streams = self.demands.iter_mut().zip(&mut self.streams).zip(&mut self.retailers);
        for (plan, ((demand, queue), retailer)) in plans.iter().zip(streams) {
            let asked = demand.on(&plan.orders, today);
            let asked = today.trading.only(asked);
            let orders = match (&plan.retail, retailer) {
                (Some(retail), Some(retailer)) => {
                    let (opens, first) = retail.first;
                    if today.day == opens {
                        retailer.stock_up(retail, demand.expected(&plan.orders, (first, first)));
                    }
                    retailer.trade(retail, today.day, asked, queue.waiting)
                }
                _ => asked,
            };
            queue.order(today.trading.only(orders));
        }
    }

    /// Everyone who waits in some launches cancels; gives how many, of the market and of all streams.
    pub fn turn_away(&mut self, stopped: Mask<L>) -> (Count<L>, Count<L>) {
        let leave = |queue: &mut Queue<L>| {
            let left = stopped.select(queue.waiting, Count::ZERO);
            queue.cancelled += left;
            queue.waiting -= left;
            left
        };
        let of_market = leave(&mut self.market);
        (of_market, self.streams.iter_mut().map(leave).fold(Count::ZERO, |sum, left| sum + left))
    }

    /// Everyone in the market's queue cancels to order again; gives how many.
    pub fn order_again(&mut self, leaving: Mask<L>) -> Count<L> {
        let left = leaving.select(self.market.waiting, Count::ZERO);
        self.market.cancelled += left;
        self.market.waiting -= left;
        left
    }

    /// Of the market's customers who cancelled today, how many have waited longer than promised, on average over who they
    /// may be; `None` where nobody asks. `others` left in the morning for other reasons.
    #[inline(always)]
    pub fn late_of_cancelled(&mut self, cancelled: Count<L>, others: Count<L>) -> Option<Real<L>> {
        let queue = &self.market;
        self.overdue.as_mut().map(|overdue| overdue.day((queue.orders_today, queue.shipped_today), cancelled, others))
    }

    /// A figure of all queues together.
    #[inline(always)]
    fn total(&self, figure: impl Fn(&Queue<L>) -> Count<L>) -> Count<L> {
        if self.streams.is_empty() { figure(&self.market) } else { figure(&self.market) + self.of_streams(figure) }
    }

    /// A figure of all order streams together.
    #[inline(always)]
    #[must_use]
    pub fn of_streams(&self, figure: impl Fn(&Queue<L>) -> Count<L>) -> Count<L> {
        let mut total = Count::ZERO;
        for queue in &self.streams {
            total += figure(queue);
        }
        total
    }

    /// Customers waiting in all queues.
    #[inline(always)]
    #[must_use]
    pub fn waiting(&self) -> Count<L> {
        self.total(|queue| queue.waiting)
    }

    /// Phones shipped to date in all queues.
    #[inline(always)]
    #[must_use]
    pub fn shipped(&self) -> Count<L> {
        self.total(|queue| queue.shipped)
    }

    /// Orders cancelled to date in all queues.
    #[inline(always)]
    #[must_use]
    pub fn cancelled(&self) -> Count<L> {
        self.total(|queue| queue.cancelled)
    }

    /// Orders to date in all queues.
    #[inline(always)]
    #[must_use]
    pub fn ordered(&self) -> Count<L> {
        self.total(|queue| queue.ordered)
    }

    /// The stock of a stream, where it holds one of its own.
    #[inline(always)]
    #[must_use]
    pub fn retailer(&self, stream: usize) -> Option<&Retailer<L>> {
        self.retailers.get(stream).and_then(Option::as_ref)
    }

    /// Phones that order streams are expected to take, of so many, for orders to come from a day through another: those
    /// orders, and with an allotment no more than its share after those who wait.
    #[inline(always)]
    pub fn set_aside(&self, plans: &[StreamPlan], (from, by): (usize, usize), phones: Real<L>) -> Real<L> {
        let mut aside = Real::ZERO;
        for (at, (plan, demand)) in plans.iter().zip(&self.demands).enumerate() {
            let mut orders = demand.expected(&plan.orders, (from, by));
            if let Some(share) = self.allotments[at] {
                orders = orders.min((share * phones - self.streams[at].waiting.real()).at_least(0.0));
            }
            aside += orders;
        }
        aside
    }

    /// Owners through a stream to date, and those of today: its customers where it holds a stock, else all to whom we shipped.
    #[inline(always)]
    #[must_use]
    pub fn owners_through(&self, stream: usize) -> (Count<L>, Count<L>) {
        let queue = &self.streams[stream];
        let shipped = (queue.shipped, queue.shipped_today);
        self.retailer(stream).map_or(shipped, |retailer| (retailer.sold, retailer.sold_today))
    }

    /// Owners to date, and those who became one today.
    #[inline(always)]
    #[must_use]
    pub fn owners(&self) -> (Count<L>, Count<L>) {
        let (mut owners, mut today) = (self.market.shipped, self.market.shipped_today);
        for stream in 0..self.streams.len() {
            let through = self.owners_through(stream);
            owners += through.0;
            today += through.1;
        }
        (owners, today)
    }

    /// Owners who spread the word.
    #[inline(always)]
    #[must_use]
    pub fn talking_owners(&self, plans: &[StreamPlan]) -> Count<L> {
        let mut talking = self.market.shipped;
        for (at, plan) in plans.iter().enumerate() {
            if plan.talks {
                talking += self.owners_through(at).0;
            }
        }
        talking
    }

    /// Step 6 of the day: finished phones go to waiting customers.
    ///
    /// E28: streams with an allotment a take `min(waiting, floor(a * shelf))` first, in the order of the scenario; the
    /// market and the other streams share the rest in proportion to those waiting, rounded down, the market taking what
    /// the rounding leaves; what is left then goes to allotted streams too. Within a queue the oldest order is served
    /// first (our assumption A8).
    #[inline(always)]
    pub fn ship(&mut self) -> Count<L> {
        self.market.shipped_today = Count::ZERO;
        for queue in &mut self.streams {
            queue.shipped_today = Count::ZERO;
        }
        if self.streams.is_empty() {
            let shipped = self.market.waiting.min(self.finished);
            self.market.ship(shipped);
            self.finished -= shipped;
            return shipped;
        }
        let before = self.finished;
        for (queue, allotment) in self.streams.iter_mut().zip(&self.allotments) {
            if let Some(share) = allotment {
                let phones = (before.real() * *share).floor_count().min(queue.waiting).min(self.finished);
                queue.ship(phones);
                self.finished -= phones;
            }
        }
        self.share_out();
        for queue in &mut self.streams {
            let phones = queue.waiting.min(self.finished);
            queue.ship(phones);
            self.finished -= phones;
        }
        before - self.finished
    }

    /// Shares the shelf among the market and the streams without an allotment, in proportion to those waiting.
    #[inline(always)]
    fn share_out(&mut self) {
        let mut total = self.market.waiting;
        for (queue, allotment) in self.streams.iter().zip(&self.allotments) {
            if allotment.is_none() {
                total += queue.waiting;
            }
        }
        let share = (self.finished.real() / total.real().at_least(1.0)).at_most(1.0);
        for (queue, _) in self.streams.iter_mut().zip(&self.allotments).filter(|(_, share)| share.is_none()) {
            let phones = (queue.waiting.real() * share).floor_count().min(self.finished);
            queue.ship(phones);
            self.finished -= phones;
        }
        // The market takes the phones that the rounding down left over.
        let phones = self.market.waiting.min(self.finished);
        self.market.ship(phones);
        self.finished -= phones;
    }

    /// The wait [days] by which so many waiting customers judge, `E_t` of E17.
    #[inline(always)]
    #[must_use]
    pub fn judged_wait(&self, waiting: Count<L>) -> Single<L> {
        let pace = self.smoothed_shipments.at_least(1e-6);
        let by_pace = (waiting.single() * self.weight_of_shipments / pace).at_most(LONGEST_WAIT);
        // Before the first shipment there is no pace to judge by, only what was promised, until it is broken.
        let by_promise = self.oldest_waited.single().at_most(LONGEST_WAIT).max(self.promise);
        self.market.shipped.gt(Count::ZERO).select(by_pace, by_promise)
    }

    /// What customers see of the day's shipments: `S_t = S_{t-1} + 0.1 (shipped_t - S_{t-1})` from the first shipment on,
    /// with the weight of its n days, `1 - 0.9^n`; before it, how long the oldest order has waited.
    #[inline(always)]
    fn watch_shipments(&mut self) {
        let queue = &self.market;
        self.smoothed_shipments += (queue.shipped_today.single() - self.smoothed_shipments) * SMOOTHING;
        let weight = self.weight_of_shipments + (Single::splat(1.0) - self.weight_of_shipments) * SMOOTHING;
        self.weight_of_shipments = queue.shipped.gt(Count::ZERO).select(weight, Single::ZERO);
        let waited_overnight = (queue.waiting + queue.shipped_today).gt(queue.orders_today);
        self.oldest_waited = waited_overnight.select(self.oldest_waited + Count::splat(1), Count::ZERO);
    }

    /// Then cancellations. E17: `c_t = c0 + c1 max(0, E_t/promise - 1)`, with `E_t = waiting (1 - 0.9^n) / S_t` on the n-th
    /// day since the first shipment and `E_t = max(promise, days the oldest order has waited)` before it.
    #[inline(always)]
    pub fn cancel(&mut self, market: &MarketPlan, today: &mut Today<L>) -> Count<L> {
        self.watch_shipments();
        if market.cancellation.is_zero() && market.cancellation_delay.is_zero() {
            return Count::ZERO;
        }
        let probability = if market.cancellation_delay.is_zero() {
            self.steady_cancellation
        } else {
            let overrun = (self.judged_wait(self.market.waiting) / self.promise - Single::splat(1.0)).at_least(0.0);
            (self.cancellation + self.cancellation_delay * overrun).at_least(0.0).one_minus_exp_neg().real()
        };
        let cancelled =
            today.luck.binomial(market.sources.cancelled, today.day as u32, self.market.waiting, probability);
        self.market.cancelled += cancelled;
        self.market.waiting -= cancelled;
        cancelled
    }
}
