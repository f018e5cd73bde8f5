//! The market: interest spreads by advertising, fans and the word of those served; the interested wait in a pool
//! until a window lets them order.

pub mod asked;
mod choice;
mod price;
mod rates;
mod windows;

use crate::lanes::{Count, Real, Single};
use crate::random::luck::{Luck, Source};
use crate::random::math;
use crate::rooms::calendar::plan::curve::Curve;
use crate::rooms::market::plan::windows::SalesPlan;
use crate::rooms::market::plan::{MarketPlan, PriceEffectPlan};
use crate::rooms::today::Today;
use crate::units::DAYS_PER_YEAR;
use choice::OwnPrice;
use price::Eyes;
use rates::Rates;
use windows::WindowState;
pub use windows::WindowToday;

/// What the market sees of the rest of the company at the opening of a day.
#[derive(Clone, Copy)]
pub struct Outlook<const L: usize> {
    /// Finished phones on the shelf.
    pub finished: Count<L>,
    /// Customers waiting for a phone, of the market and of all streams.
    pub waiting: Count<L>,
    /// Customers of the market waiting.
    pub market_waiting: Count<L>,
    /// Customers of the market served.
    pub market_owners: Count<L>,
    /// Owners who spread the word.
    pub talking_owners: Count<L>,
}

/// The people of some launches.
#[expect(clippy::struct_field_names, reason = "the reference market is one of the markets the model speaks of")]
pub struct Market<'plan, const L: usize> {
    rates: Rates<L>,
    /// `m_t` from each day of [`MarketPlan::share_changes`] on.
    markets: Vec<Count<L>>,
    /// `m_ref`.
    reference_market: Single<L>,
    own: OwnPrice<'plan, L>,
    era: usize,
    /// What can be counted of people, those won again included.
    most_interested: i32,
    fans: Real<L>,
    noise_level: Single<L>,
    pulses: Vec<Single<L>>,
    windows: Vec<WindowState<L>>,
    /// People who became interested to date.
    pub interest: Count<L>,
    /// People interested now.
    pub interested: Count<L>,
    /// Numbered tickets given to date.
    pub reserved_to_date: Count<L>,
    /// Tickets in the queue now.
    pub reserved: Count<L>,
    /// Tickets that became orders.
    pub converted: Count<L>,
    /// Tickets that lapsed.
    pub lapsed: Count<L>,
    /// People who forgot about it.
    pub forgotten: Count<L>,
    /// People a sold-out round turned away for good.
    pub turned_away: Count<L>,
    /// People who will never come back: of the forgotten, the lapsed, the turned away and those who cancelled.
    pub gone: Count<L>,
    /// Orders of today.
    pub orders_today: Count<L>,
    /// Orders without a ticket.
    pub direct_orders: Count<L>,
    /// People who were interested until the phone became too dear.
    pub priced_out: Count<L>,
    /// People who cancelled because they waited, where they bear ill will.
    ill: Count<L>,
    /// People who cancelled to order again.
    pub back_in_pool: Count<L>,
    /// How they go on looking at the price, where it moves.
    eyes: Option<Eyes<L>>,
    /// What a rise of the price has taken from the days to come (E43); zero or below.
    effort_owed: Real<L>,
}

impl<'plan, const L: usize> Market<'plan, L> {
    /// The market on day 0.
    #[inline(always)]
    #[must_use]
    pub fn new(
        (price, sales): (&'plan Curve, &SalesPlan),
        market: &MarketPlan,
        inputs: &[Real<L>],
        luck: &mut Luck<L>,
    ) -> Self {
        let path = price.of(inputs);
        let opening_day = (market.announced.max(0) as usize).min(market.season.len() - 1);
        let reference = market.reference_price.as_ref().map_or(path.on(opening_day), |price| price.of(inputs));
        let own = OwnPrice { path, reference, turn: market.turn };
        let reach = market.reach.of(inputs).at_least(0.0).at_most(2e9);
        let moves_market = market.price_effect == PriceEffectPlan::Market;
        let size = |day: usize| {
            let price = if moves_market { own.felt(day) } else { reference };
            (reach * choice::share(market, inputs, &own, price, day)).round_count()
        };
        let reference_market = (reach * choice::share(market, inputs, &own, reference, opening_day)).at_least(1.0);
        let rates = Rates::new(market, inputs);
        let mut people = Self {
            markets: market.share_changes.iter().map(|&day| size(day)).collect(),
            reference_market: reference_market.single(),
            own,
            era: 0,
            most_interested: sales.most_interested,
            fans: Real::ZERO,
            noise_level: Single::ZERO,
            pulses: vec![Single::ZERO; market.pulses.len()],
            windows: sales.windows.iter().map(|window| WindowState::new(window, inputs)).collect(),
            interest: Count::ZERO,
            interested: Count::ZERO,
            reserved_to_date: Count::ZERO,
            reserved: Count::ZERO,
            converted: Count::ZERO,
            lapsed: Count::ZERO,
            forgotten: Count::ZERO,
            turned_away: Count::ZERO,
            gone: Count::ZERO,
            orders_today: Count::ZERO,
            direct_orders: Count::ZERO,
            priced_out: Count::ZERO,
            ill: Count::ZERO,
            back_in_pool: Count::ZERO,
            eyes: market.price.is_seen().then_some(Eyes::NEW),
            effort_owed: Real::ZERO,
            rates,
        };
        // A pulse that struck before day 0 has faded since; the first day halves it once more.
        for (at, pulse) in market.pulses.iter().enumerate().filter(|(_, pulse)| pulse.day < 0) {
            let days = f64::from(-pulse.day - 1);
            let faded =
                pulse.half_life.of(inputs).map(|half_life| math::exp(-std::f64::consts::LN_2 * days / half_life));
            people.pulses[at] = people.rates.pulse_strength[at] * faded.single();
        }
        if let Some(fans) = &market.fans {
            people.fans = fans.start.of(inputs);
            for _ in fans.day..0 {
                people.grow_fans();
            }
        }
        // a_0 is stationary: it uses the draw of the day before day 0.
        let stationary = luck.normal(market.sources.noise, u32::MAX);
        people.noise_level = people.rates.noise * stationary;
        people
    }

    /// People the phone has reached and who are therefore no longer new.
    #[inline(always)]
    fn engaged(&self, outlook: &Outlook<L>) -> Count<L> {
        self.interested + self.reserved + outlook.market_waiting + outlook.market_owners + self.gone
    }

    /// Step 2 of the day: interest grows, some forget, windows sell.
    #[inline(always)]
    pub fn day(&mut self, (sales, market): (&SalesPlan, &MarketPlan), outlook: &Outlook<L>, today: &mut Today<L>) {
        self.orders_today = Count::ZERO;
        if market.share_changes.get(self.era + 1) == Some(&today.day) {
            self.era += 1;
        }
        if self.eyes.is_some() {
            self.look_at_the_price(market, self.engaged(outlook), today);
        }
        let noise = self.noise_of_today(market, today);
        let pulse = self.pulse_of_today(market, today.day);
        if let Some(fans) = &market.fans
            && today.day as i32 > fans.day
            && today.day > 0
        {
            self.grow_fans();
        }
        if (today.day as i32) < market.announced {
            return;
        }
        let engaged = self.engaged(outlook);
        self.come_back(market, today);
        let calm = self.hazard(engaged, outlook, pulse) * self.price_factor(market, today);
        let left = Self::left_by_successors(market, today);
        let slowed = Self::season_factor(market, today) * left.single();
        let undisturbed = today.calamities.share_left(&market.exposure, today.inputs, today.day);
        let hazard = calm * slowed * noise * undisturbed.single();
        self.new_interest(market, engaged, hazard, today);
        self.forget(market, today);
        self.sell(sales, outlook, left, today);
        self.invite(sales, outlook, today);
    }

    /// E3: `ln G_t = a_t - s^2/2`, `a_t = rho a_{t-1} + s sqrt(1 - rho^2) Z_t` (our assumption A3).
    #[inline(always)]
    fn noise_of_today(&mut self, market: &MarketPlan, today: &mut Today<L>) -> Single<L> {
        if market.noise.is_zero() {
            return Single::splat(1.0);
        }
        let rates = &self.rates;
        let z = today.luck.normal(market.sources.noise, today.day as u32);
        self.noise_level = self.noise_level * rates.noise_kept + rates.noise_new * z;
        today.luck.lognormal_of_mean_one_at(rates.noise, self.noise_level)
    }

    /// E43: `x_t` of the hazard: `(price/reference)^-e`, or in the generalised Bass model of Bass, Krishnan & Jain (1994)
    /// `1 + beta * d ln(price)/dt` with t in years; one when the price moves the market's size. Where it is negative, what
    /// is missing is owed by the days that follow: the effort to date is the greatest `t + beta ln(P_t/P_0)` so far, so
    /// that a path that falls and rises is worth no more than one fall to its lowest price.
    #[inline(always)]
    fn price_factor(&mut self, market: &MarketPlan, today: &Today<L>) -> Single<L> {
        let price = self.own.felt(today.day).at_least(1e-9);
        match &market.price_effect {
            PriceEffectPlan::Market => Single::splat(1.0),
            PriceEffectPlan::Rate(elasticity) => {
                (self.own.reference / price).to_the_power(elasticity.of(today.inputs)).single()
            }
            PriceEffectPlan::Change(effect) => {
                let before = self.own.felt(today.day.saturating_sub(1)).at_least(1e-9);
                let yearly = (price / before).logarithm() * DAYS_PER_YEAR;
                let effort = Real::splat(1.0) + effect.of(today.inputs) * yearly + self.effort_owed;
                self.effort_owed = effort.at_most(0.0);
                effort.at_least(0.0).single()
            }
        }
    }

    /// E44: the season's factor of the day, times those of the holidays it falls into.
    #[inline(always)]
    fn season_factor(market: &MarketPlan, today: &Today<L>) -> Single<L> {
        let mut factor = Real::splat(market.season[today.day]);
        for (from, to, holiday) in &market.holidays {
            if (*from..=*to).contains(&(today.day as i32)) {
                factor = factor * holiday.of(today.inputs);
            }
        }
        factor.single()
    }

    /// E45: what the successors leave of hazard and attendance: `1 - effect * clamp((t - (date - lead))/lead, 0, 1)` each.
    #[inline(always)]
    fn left_by_successors(market: &MarketPlan, today: &Today<L>) -> Real<L> {
        let mut left = Real::splat(1.0);
        for successor in &market.successors {
            let until = Real::splat(f64::from(successor.day - today.day as i32));
            let near = Real::splat(1.0) - until / successor.lead.of(today.inputs).at_least(1e-9);
            left = left * (Real::splat(1.0) - successor.effect.of(today.inputs) * near.at_least(0.0).at_most(1.0));
        }
        left
    }

    /// E46: of those lost for good some can be won again after all, with a hazard a day.
    #[inline(always)]
    fn come_back(&mut self, market: &MarketPlan, today: &mut Today<L>) {
        if market.come_back.is_zero() {
            return;
        }
        let chance = market.come_back.of(today.inputs).one_minus_exp_neg();
        self.gone -= today.luck.binomial(market.sources.come_back, today.day as u32, self.gone, chance);
    }

    /// E4: `p_t` beyond p: each pulse adds its strength on its day and halves with its half-life.
    #[inline(always)]
    fn pulse_of_today(&mut self, market: &MarketPlan, day: usize) -> Single<L> {
        let mut sum = Single::ZERO;
        for (at, pulse) in market.pulses.iter().enumerate() {
            if pulse.day == day as i32 {
                self.pulses[at] = self.rates.pulse_strength[at];
            } else if pulse.day < day as i32 {
                self.pulses[at] = self.pulses[at] * self.rates.pulse_kept[at];
            }
            sum += self.pulses[at];
        }
        sum
    }

    /// E5: `fans_{t+1} = fans_t + g * fans_t * (1 - fans_t/K)` (Verhulst 1838).
    #[inline(always)]
    fn grow_fans(&mut self) {
        let room = Real::splat(1.0) - self.fans / self.rates.fan_ceiling;
        self.fans = (self.fans + self.rates.fan_growth * self.fans * room).at_least(0.0);
    }

    /// E2: `h_t = max(0, p_t + q W_t / m_ref) / 365.25` with
    /// `W_t = owners + w_fan fans (1 - min(1, engaged/m_ref)) + w_wait (reserved + waiting) - w_ill cancelled`:
    /// only the served spread the word (Ho, Savin & Terwiesch 2002), those waiting help or hurt
    /// (Keith, Sterman & Struben 2018).
    #[inline(always)]
    fn hazard(&self, engaged: Count<L>, outlook: &Outlook<L>, pulse: Single<L>) -> Single<L> {
        let rates = &self.rates;
        let reached = (engaged.single() / self.reference_market).at_most(1.0);
        let fans = rates.fan_weight * self.fans.single() * (Single::splat(1.0) - reached);
        let waiting = (self.reserved + outlook.market_waiting).single();
        let word = outlook.talking_owners.single() + fans + rates.waiting_weight * waiting
            - rates.ill_will * self.ill.single();
        let per_year = rates.innovation + pulse + rates.imitation * word / self.reference_market;
        (per_year * (1.0 / DAYS_PER_YEAR) as f32).at_least(0.0)
    }

    /// E6: `new ~ Binomial(remaining, 1 - exp(-h_t G_t))` (the stochastic Bass model, Niu 2002);
    /// at the announcement a share of the fans enters at once.
    #[inline(always)]
    fn new_interest(&mut self, market: &MarketPlan, engaged: Count<L>, hazard: Single<L>, today: &mut Today<L>) {
        let countable = Count::splat(self.most_interested) - self.interest;
        let mut remaining = (self.markets[self.era] - engaged).min(countable).at_least(0);
        let mut new = Count::ZERO;
        if today.day as i32 == market.announced.max(0) && market.announced >= 0 {
            new = (self.rates.announcement_share * self.fans).round_count().min(remaining);
            remaining -= new;
        }
        let probability = hazard.one_minus_exp_neg().real();
        new += today.luck.binomial(market.sources.interest, today.day as u32, remaining, probability);
        let new = today.trading.only(new);
        if self.eyes.is_some() {
            self.join_at_the_price(market, new, engaged, today);
        }
        self.interest += new;
        self.interested += new;
    }

    /// E7: the pool leaks with hazard f; a share of the leavers can be won again.
    #[inline(always)]
    fn forget(&mut self, market: &MarketPlan, today: &mut Today<L>) {
        if market.forgetting.is_zero() {
            return;
        }
        let index = today.day as u32;
        let leavers =
            today.luck.binomial(market.sources.forgotten, index, self.interested, self.rates.forget_probability);
        self.leave_pool(leavers);
        self.forgotten += leavers;
        self.lose(leavers, market.sources.forgotten_return, today);
    }

    /// Of customers who cancelled, those who will never come back join the lost.
    #[inline(always)]
    pub fn after_cancellation(&mut self, market: &MarketPlan, cancelled: Count<L>, today: &mut Today<L>) {
        self.ill += cancelled;
        self.lose(cancelled, market.sources.cancelled_return, today);
    }

    /// Of customers who sent their phone back, those who will never come again join the lost.
    pub fn after_return(&mut self, won_again: Source, sent_back: Count<L>, today: &mut Today<L>) {
        self.lose(sent_back, won_again, today);
    }

    /// Of people who leave, all but the share that can be won again are lost for good.
    #[inline(always)]
    fn lose(&mut self, leavers: Count<L>, source: Source, today: &mut Today<L>) {
        self.gone += leavers;
        if self.rates.return_share.any() {
            self.gone -= today.luck.binomial(source, today.day as u32, leavers, self.rates.return_share);
        }
    }

    /// Hours after which a window sold out, mean over its repetitions that did; not a number when none did.
    #[must_use]
    pub fn sell_out_hours(&self, window: usize) -> Real<L> {
        self.windows[window].sell_out_hours()
    }

    /// Hours until a number that a fact on record tells was taken within an opening of a window.
    pub fn hours_until(&self, window: usize, milestone: usize) -> Real<L> {
        self.windows[window].hours_until(milestone)
    }

    /// A window on its latest day.
    #[must_use]
    pub fn window(&self, window: usize) -> WindowToday<L> {
        self.windows[window].today()
    }

    /// Those of the pool who would buy today.
    #[inline(always)]
    fn ready(&self) -> Count<L> {
        self.eyes.as_ref().map_or(self.interested, |eyes| self.interested - eyes.waiting_for_cut)
    }

    #[inline(always)]
    fn take_from_pool(&mut self, takers: Count<L>) {
        self.interested -= takers;
        if let Some(eyes) = &mut self.eyes {
            eyes.waiting_for_cut = eyes.waiting_for_cut.min(self.interested);
        }
    }
}
