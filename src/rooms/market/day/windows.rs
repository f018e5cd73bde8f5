//! Sales windows: rounds, shelves, open sales and numbered tickets.

use crate::lanes::{Count, Lanes, Real, Single};
use crate::random::math;
use crate::rooms::assembly::plan::whole_phones;
use crate::rooms::market::day::price::Room;
use crate::rooms::market::day::{Market, Outlook};
use crate::rooms::market::plan::windows::{OfferPlan, Opening, ReservationPlan, SalesPlan, WindowPlan};
use crate::rooms::today::Today;

/// Capacity of a shop that serves everyone at once.
const UNLIMITED: i32 = 2_000_000_000;

/// One window of some launches.
pub(crate) struct WindowState<const L: usize> {
    rush: Single<L>,
    attendance: Real<L>,
    throughput: Option<Real<L>>,
    throughput_log_sd: Single<L>,
    shock: Single<L>,
    /// Fraction of a customer whom the shop could not finish serving on the day before.
    pace_carried: Real<L>,
    lost_of_unserved: Option<Real<L>>,
    limit: Count<L>,
    /// Phones to come within the promise, and what is offered of each that is available, one or more.
    coming: Real<L>,
    offered: Real<L>,
    pay: Real<L>,
    pay_decay: Real<L>,
    /// Room of those in the queue before the phone is too dear, below 1 where it already is.
    room: Room<L>,
    /// Phones still on offer in this repetition.
    quota_left: Count<L>,
    /// Tickets given on each of the window's days.
    tickets: Vec<Count<L>>,
    /// Tickets given, and tickets called, to date.
    given: Count<L>,
    called: Count<L>,
    sold_out: Count<L>,
    hours: Real<L>,
    /// Phones or tickets taken on earlier days of this opening, and the fewest hours after which each number that a fact tells
    /// was taken in one; NaN where it never was.
    taken: Count<L>,
    reached: Vec<Real<L>>,
    /// People who came, and those served, on its latest day.
    came: Count<L>,
    served: Count<L>,
}

/// A window on its latest day, and its tickets to date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowToday<const L: usize> {
    /// Phones or tickets on offer when the day began; `None` without a limit.
    pub offered: Option<Count<L>>,
    /// People who wanted one.
    pub came: Count<L>,
    /// People served.
    pub served: Count<L>,
    /// Times it has sold out to date.
    pub sold_out: Count<L>,
    /// Hours after which it did, summed over those times.
    pub hours: Real<L>,
    /// Tickets called to date.
    pub called: Count<L>,
}

impl<const L: usize> WindowState<L> {
    pub fn new(plan: &WindowPlan, inputs: &[Real<L>]) -> Self {
        let reservation = match &plan.offer {
            OfferPlan::Reservation(reservation) => Some(reservation),
            _ => None,
        };
        let limit = match (&plan.offer, reservation.and_then(|reservation| reservation.limit.as_ref())) {
            (OfferPlan::RoundUnits(units), _) => units.of(inputs).round_count().at_least(0),
            (_, Some(limit)) => limit.of(inputs).round_count().at_least(0),
            _ => Count::splat(UNLIMITED),
        };
        let of_reservation = |get: fn(&ReservationPlan) -> &crate::rooms::calendar::plan::param::Param| {
            reservation.map_or(Real::ZERO, |reservation| get(reservation).of(inputs))
        };
        Self {
            rush: plan.rush.of(inputs).single(),
            attendance: plan.attendance.of(inputs),
            throughput: plan.throughput.as_ref().map(|throughput| throughput.of(inputs)),
            throughput_log_sd: {
                let cv = plan.throughput_cv.of(inputs);
                (cv * cv + 1.0).logarithm().sqrt().single()
            },
            shock: Single::splat(1.0),
            pace_carried: Real::ZERO,
            lost_of_unserved: plan.stay.as_ref().map(|stay| Real::splat(1.0) - stay.of(inputs)),
            limit,
            coming: Real::ZERO,
            offered: plan.promise.as_ref().map_or(Real::ZERO, |promise| Real::splat(1.0) + promise.oversell.of(inputs)),
            pay: of_reservation(|reservation| &reservation.pay),
            pay_decay: of_reservation(|reservation| &reservation.pay_decay),
            room: Room::NONE,
            quota_left: Count::ZERO,
            tickets: Vec::with_capacity(reservation.map_or(0, |reservation| reservation.ticket_days.len())),
            given: Count::ZERO,
            called: Count::ZERO,
            sold_out: Count::ZERO,
            hours: Real::ZERO,
            taken: Count::ZERO,
            reached: vec![Real::splat(f64::NAN); plan.milestones.len()],
            came: Count::ZERO,
            served: Count::ZERO,
        }
    }

    /// The share of people who would choose the phone has moved by a ratio.
    pub(super) fn see_the_price(&mut self, ratio: Real<L>) {
        self.room.0 = self.room.0 * ratio;
    }

    /// What the window may promise with so many phones on the shelf beyond those waiting: with planned output alone, or,
    /// where parts have to keep the promise, with what is coming (E97), and more by the share that is oversold.
    fn available(&self, window: &WindowPlan, free: Count<L>, planned: f64) -> Count<L> {
        if window.promise.is_none() {
            return (free.real() + planned).floor_count().at_least(0);
        }
        let available = (free.real() + self.coming).floor_count().at_least(0);
        (available.real() * self.offered + 1e-6).floor_count()
    }

    pub fn today(&self) -> WindowToday<L> {
        let offered = self.quota_left + self.served;
        let limited = offered.0.iter().all(|&offered| offered < UNLIMITED);
        WindowToday {
            offered: limited.then_some(offered),
            came: self.came,
            served: self.served,
            sold_out: self.sold_out,
            hours: self.hours,
            called: self.called,
        }
    }

    /// Hours until a number that a fact tells.
    pub fn hours_until(&self, milestone: usize) -> Real<L> {
        self.reached[milestone]
    }

    pub fn sell_out_hours(&self) -> Real<L> {
        self.hours.zip(self.sold_out, |hours, times| if times > 0 { hours / f64::from(times) } else { f64::NAN })
    }
}

/// What came of one window on one day.
struct Served<const L: usize> {
    served: Count<L>,
    unserved: Count<L>,
}

impl<const L: usize> Market<'_, L> {
    /// Whether a window promises phones on a day.
    pub fn promises(&self, sales: &SalesPlan, at: usize, day: usize) -> bool {
        let opens = |first: bool| {
            sales.openings_on.on(day).iter().any(|opening| opening.window == at && (opening.first_day || !first))
        };
        match &sales.windows[at].offer {
            OfferPlan::RoundPlan(_) => opens(true),
            OfferPlan::Reservation(reservation) => {
                let since = day as i32 - reservation.invite_from;
                let invites = since >= 0 && since % reservation.invite_every == 0;
                invites && ((self.windows[at].given - self.windows[at].called).any() || opens(false))
            }
            _ => false,
        }
    }

    /// A window learns how many phones come within its promise.
    pub fn look_ahead(&mut self, at: usize, coming: Real<L>) {
        self.windows[at].coming = coming;
    }

    /// All windows open today, in the order of the scenario.
    #[inline(always)]
    pub(crate) fn sell(&mut self, sales: &SalesPlan, outlook: &Outlook<L>, eagerness: Real<L>, today: &mut Today<L>) {
        for opening in sales.openings_on.on(today.day) {
            let window = &sales.windows[opening.window];
            if window.offer == OfferPlan::Open {
                let takers = today.trading.only(self.ready());
                self.take_from_pool(takers);
                let state = &mut self.windows[opening.window];
                (state.quota_left, state.came, state.served) = (Count::splat(UNLIMITED) - takers, takers, takers);
                self.direct_orders += takers;
                self.orders_today += takers;
                continue;
            }
            self.set_quota(sales, opening, outlook, today);
            let Served { served, unserved } = self.serve(window, opening, eagerness, today);
            self.take_from_pool(served);
            if matches!(window.offer, OfferPlan::Reservation(_)) {
                self.reserved += served;
                self.reserved_to_date += served;
                let state = &mut self.windows[opening.window];
                if let Some(eyes) = &self.eyes {
                    state.room = state.room.joined(state.given - state.called, served, eyes.room);
                }
                state.given += served;
                state.tickets.push(served);
            } else {
                self.direct_orders += served;
                self.orders_today += served;
            }
            let lost_share = self.windows[opening.window].lost_of_unserved.unwrap_or(self.rates.lost_of_unserved);
            let lost = today.luck.binomial(window.lost_source, today.day as u32, unserved, lost_share);
            self.take_from_pool(lost);
            self.turned_away += lost;
            self.gone += lost;
        }
    }

    /// On the first day of a repetition, what it offers and how fast the shop is this time.
    ///
    /// E15: the quota is a number, or `max(0, finished - waiting)` plus, for a promise within k days, what is coming in
    /// them (E97) or their planned output; stocks are those at the opening of the day, and orders of windows served before count as waiting.
    /// The throughput of one opening is its mean times a lognormal of mean one.
    #[inline(always)]
    fn set_quota(&mut self, sales: &SalesPlan, opening: &Opening, outlook: &Outlook<L>, today: &mut Today<L>) {
        let window = &sales.windows[opening.window];
        let state = &mut self.windows[opening.window];
        if opening.first_day && !window.throughput_cv.is_zero() {
            let z = today.luck.normal(window.throughput_source, opening.occurrence);
            state.shock = today.luck.lognormal_of_mean_one(state.throughput_log_sd, z);
        }
        let free = outlook.finished - outlook.waiting - self.orders_today;
        match window.offer {
            // The shelf is looked at every day, a round's quota is set when it opens.
            OfferPlan::InStock => state.quota_left = free.at_least(0),
            _ if !opening.first_day => {}
            OfferPlan::RoundPlan(days) => {
                let planned = Real::<L>::splat(sales.planned_output(today.day, days)).floor_count();
                state.quota_left = state.available(window, free, f64::from(planned.0[0]));
            }
            OfferPlan::RoundStock => state.quota_left = free.at_least(0),
            OfferPlan::Open | OfferPlan::Reservation(_) | OfferPlan::RoundUnits(_) => state.quota_left = state.limit,
        }
    }

    /// E8: in a window open H waking hours `D ~ Binomial(interested, c (1 - exp(-lambda H)))` want one; the shop
    /// serves min(D, throughput * hours, quota left), in whole customers whose fraction is carried to its next day. E9: it sells out after the later of
    /// `-ln(1 - Q/(D+1) * (1 - exp(-lambda H)))/lambda` and `Q/throughput` hours.
    #[inline(always)]
    fn serve(&mut self, window: &WindowPlan, opening: &Opening, eagerness: Real<L>, today: &mut Today<L>) -> Served<L> {
        let ready = self.ready();
        let state = &mut self.windows[opening.window];
        let come = (state.rush * opening.waking_hours as f32).one_minus_exp_neg();
        let chance = state.attendance * eagerness * come.real();
        let wanting = today.luck.binomial(window.demand_source, today.day as u32, ready, chance);
        let wanting = today.trading.only(wanting);
        let speed = match state.throughput {
            Some(throughput) => Some(throughput * state.shock.real()),
            None => None,
        };
        let pace = match speed {
            Some(speed) => whole_phones(speed * opening.clock_hours, &mut state.pace_carried),
            None => Count::splat(UNLIMITED),
        };
        let quota = state.quota_left;
        let served = wanting.min(pace).min(quota);
        state.quota_left -= served;
        (state.came, state.served) = (wanting, served);
        let rush = state.rush;
        let hours = |number: i32, lane: usize| {
            let share = f64::from(number) / (f64::from(wanting.0[lane]) + 1.0) * f64::from(come.0[lane]);
            let waking_hours = -math::ln(1.0 - share) / f64::from(rush.0[lane]);
            let by_rush = waking_hours * opening.clock_hours / opening.waking_hours;
            let by_pace = speed.map_or(0.0, |speed| f64::from(number) / speed.0[lane]);
            opening.clock_hours_before + by_rush.max(by_pace).min(opening.clock_hours)
        };
        for lane in 0..L {
            let quota = quota.0[lane];
            if quota == 0 || served.0[lane] < quota {
                continue;
            }
            state.hours.0[lane] += hours(quota, lane);
            state.sold_out.0[lane] += 1;
        }
        if !window.milestones.is_empty() {
            state.reach(window, opening, served, hours);
        }
        Served { served, unserved: wanting - served }
    }

    /// E16: on an invitation day `called = min(tickets, max(0, finished + coming within k days - waiting))`, the
    /// oldest first; a caller pays with probability `pay * exp(-nu * days waited)` and becomes an order, the rest
    /// lapse. All called on one day are taken to have waited as long as the oldest of them (our assumption A11).
    #[inline(always)]
    pub(crate) fn invite(&mut self, sales: &SalesPlan, outlook: &Outlook<L>, today: &mut Today<L>) {
        for (at, window) in sales.windows.iter().enumerate() {
            let OfferPlan::Reservation(reservation) = &window.offer else { continue };
            let since = today.day as i32 - reservation.invite_from;
            let queue = self.windows[at].given - self.windows[at].called;
            if since < 0 || since % reservation.invite_every != 0 || !queue.any() {
                continue;
            }
            let planned = sales.planned_output(today.day, reservation.invite_ahead).floor();
            let state = &mut self.windows[at];
            let promised = outlook.waiting + self.orders_today;
            let free = state.available(window, outlook.finished - promised, planned);
            let called = today.trading.only(queue.min(free));
            let waited = state.days_the_oldest_waited(reservation, today.day);
            // Whoever finds the phone too dear by now does not pay (E71).
            let chance = state.pay * (-(state.pay_decay * waited)).exponential() * state.room.0.at_most(1.0);
            let paid = today.luck.binomial(reservation.pay_source, today.day as u32, called, chance);
            let lapsed = called - paid;
            state.called += called;
            self.reserved -= called;
            self.converted += paid;
            self.lapsed += lapsed;
            self.lose(lapsed, reservation.return_source, today);
            // The places of those who lapse pass on to the next day's callers.
            self.orders_today += paid;
        }
    }
}

impl<const L: usize> WindowState<L> {
    /// E117: within an opening the number N is reached on the day on which what was taken passes it, after the hours of E9 with
    /// N less what the days before took in place of Q; of several openings the fewest hours count.
    #[cold]
    fn reach(&mut self, window: &WindowPlan, opening: &Opening, served: Count<L>, hours: impl Fn(i32, usize) -> f64) {
        let before = if opening.first_day { Count::ZERO } else { self.taken };
        for (&number, reached) in window.milestones.iter().zip(&mut self.reached) {
            for lane in 0..L {
                let left = number - before.0[lane];
                if left > 0 && served.0[lane] >= left {
                    reached.0[lane] = hours(left, lane).min(reached.0[lane]);
                }
            }
        }
        self.taken = before + served;
    }

    /// Days since the oldest ticket not yet called was given.
    #[inline(always)]
    fn days_the_oldest_waited(&self, reservation: &ReservationPlan, day: usize) -> Real<L> {
        let mut given = Count::ZERO;
        let mut oldest = Count::splat(reservation.ticket_days.first().copied().unwrap_or(0));
        for (at, tickets) in self.tickets.iter().enumerate() {
            given += *tickets;
            let next = reservation.ticket_days.get(at + 1).copied().unwrap_or(reservation.ticket_days[at]);
            oldest = given.le(self.called).select(Count::splat(next), oldest);
        }
        (Lanes([day as i32; L]) - oldest).real().at_least(0.0)
    }
}
