//! How the interested and those with a ticket go on looking at the price.

use crate::lanes::{Count, Real};
use crate::rooms::market::day::Market;
use crate::rooms::market::day::choice;
use crate::rooms::market::plan::MarketPlan;
use crate::rooms::today::Today;

/// How much dearer than today's price people would have taken the phone, as a ratio of the shares of people who would
/// choose it: 1 of whoever joined at today's price or stayed when it rose to it, above 1 after it has fallen.
#[derive(Clone, Copy)]
pub(super) struct Room<const L: usize>(pub(super) Real<L>);

impl<const L: usize> Room<L> {
    /// Of people who join at today's price.
    pub(super) const NONE: Self = Self(Real::splat(1.0));

    /// The mean of `people` who have it and of those who join them.
    #[inline(always)]
    pub(super) fn joined(self, people: Count<L>, joining: Count<L>, theirs: Self) -> Self {
        let all = (people + joining).real().at_least(1.0);
        let mean = (people.real() * self.0 + joining.real() * theirs.0) / all;
        Self((people + joining).gt(Count::ZERO).select(mean, Real::splat(1.0)))
    }

    /// Share of the people who stay after the share who would choose the phone moved by `ratio`.
    #[inline(always)]
    fn stay(self, ratio: Real<L>) -> Real<L> {
        (self.0 * ratio).at_most(1.0)
    }

    /// The room that is left to those who stay.
    #[inline(always)]
    fn moved(self, ratio: Real<L>) -> Self {
        Self((self.0 * ratio).at_least(1.0))
    }
}

/// How the interested and those with a ticket go on looking at the price.
pub(super) struct Eyes<const L: usize> {
    /// Room of the interested before the phone is too dear.
    pub room: Room<L>,
    /// The engaged who have left the pool, and the sum of their room.
    others: (Count<L>, Real<L>),
    /// Of the interested, those who wait for a cut of the price.
    pub waiting_for_cut: Count<L>,
}

impl<const L: usize> Eyes<L> {
    /// Of a pool that nobody has joined.
    pub const NEW: Self = Self { room: Room::NONE, others: (Count::ZERO, Real::ZERO), waiting_for_cut: Count::ZERO };

    /// Those who are engaged and no longer in the pool went with the room of the pool.
    #[inline(always)]
    fn note_others(&mut self, engaged: Count<L>, interested: Count<L>) {
        let (others, before) = (engaged - interested, self.others.0);
        let more = (others - before).at_least(0).real() * self.room.0;
        let kept = others.min(before).real() / before.real().at_least(1.0);
        self.others = (others, self.others.1 * kept + more);
    }

    /// Room of those who become interested today: what the engaged leave of the market's, so that of people who would pay
    /// a higher price never more are found than there are. Each of the m people of today's market has a mean room of one,
    /// those who joined when the phone was dearer have more than that, and so those they leave have less:
    /// `r = (m - sum of r of the engaged) / (m - engaged)`.
    #[inline(always)]
    fn room_of_new(&self, market: Count<L>, engaged: Count<L>, interested: Count<L>) -> Room<L> {
        let market = market.real();
        let taken = interested.real() * self.room.0 + self.others.1;
        Room(((market - taken) / (market - engaged.real()).at_least(1.0)).at_least(0.0).at_most(1.0))
    }
}

impl<const L: usize> Market<'_, L> {
    /// The interested see today's price, and the cuts to come that are known.
    #[inline(never)]
    pub(super) fn look_at_the_price(&mut self, market: &MarketPlan, engaged: Count<L>, today: &mut Today<L>) {
        if let Some(eyes) = &mut self.eyes
            && !market.price.moves.is_empty()
        {
            eyes.note_others(engaged, self.interested);
        }
        if market.price.moves.contains(&today.day) {
            self.see_the_price(market, today);
        }
        self.wait_for_a_cut(market, today);
    }

    /// People become interested at today's price; some of them wait for a cut they know of.
    #[inline(never)]
    pub(super) fn join_at_the_price(
        &mut self,
        market: &MarketPlan,
        new: Count<L>,
        engaged: Count<L>,
        today: &mut Today<L>,
    ) {
        let Some(eyes) = &mut self.eyes else { return };
        if !market.price.moves.is_empty() {
            let theirs = eyes.room_of_new(self.markets[self.era], engaged, self.interested);
            eyes.room = eyes.room.joined(self.interested, new, theirs);
        }
        if market.price.cut_known[today.day] {
            let share = market.price.wait_share.of(today.inputs);
            eyes.waiting_for_cut += today.luck.binomial(market.price.wait.1, today.day as u32, new, share);
        }
    }

    /// E71: when the own price moves the share of people who would choose the phone by `f = s(P_t)/s(P_{t-1})`, rivals as
    /// they are today, each of the interested stays with probability `min(1, r f)`, r being their room: shares are chances
    /// that a willingness to pay is above the price, so the ratio is that of whoever would pay the price before.
    fn see_the_price(&mut self, market: &MarketPlan, today: &mut Today<L>) {
        let price = |day: usize| choice::share(market, today.inputs, &self.own, self.own.felt(day), today.day);
        let (before, after) = (price(today.day - 1), price(today.day));
        let ratio = after.zip(before, |after, before| if before > 0.0 { after / before } else { 1.0 });
        let Some(eyes) = &mut self.eyes else { return };
        let leave = Real::splat(1.0) - eyes.room.stay(ratio);
        eyes.room = eyes.room.moved(ratio);
        eyes.others.1 = eyes.others.1 * ratio;
        let leavers = today.luck.binomial(market.price.priced_out, today.day as u32, self.interested, leave);
        self.leave_pool(leavers);
        self.priced_out += leavers;
        for window in &mut self.windows {
            window.see_the_price(ratio);
        }
    }

    /// Customers who cancelled to order again at a lower price are interested as before.
    pub fn take_back(&mut self, customers: Count<L>) {
        if let Some(eyes) = &mut self.eyes {
            eyes.room = eyes.room.joined(self.interested, customers, Room::NONE);
        }
        self.interested += customers;
        self.back_in_pool += customers;
    }

    /// People leave the pool, those who wait for a cut among them in proportion.
    #[inline(always)]
    pub(super) fn leave_pool(&mut self, leavers: Count<L>) {
        if let Some(eyes) = &mut self.eyes
            && eyes.waiting_for_cut.any()
        {
            let share = eyes.waiting_for_cut.real() / self.interested.real().at_least(1.0);
            eyes.waiting_for_cut -= (leavers.real() * share).round_count();
        }
        self.take_from_pool(leavers);
    }

    /// Of the interested, some wait for a cut they know of; when it is there, or no longer to come, nobody does.
    fn wait_for_a_cut(&mut self, market: &MarketPlan, today: &mut Today<L>) {
        let Some(eyes) = &mut self.eyes else { return };
        let known = |day: usize| market.price.cut_known[day];
        if !known(today.day) {
            eyes.waiting_for_cut = Count::ZERO;
        } else if today.day == 0 || !known(today.day - 1) {
            let (source, share) = (market.price.wait.0, market.price.wait_share.of(today.inputs));
            eyes.waiting_for_cut = today.luck.binomial(source, today.day as u32, self.interested, share);
        }
    }
}
