//! Phones on their way back, in refurbishing, and sold again.

use crate::lanes::{Count, Real, Those};
use crate::rooms::returns::plan::ReturnsPlan;
use crate::rooms::today::Today;

/// What customers of some launches send back.
pub struct Returns<const L: usize> {
    share: Real<L>,
    /// Cost of refurbishing one.
    pub cost: Real<L>,
    /// Share of the shelf price net of VAT that a refurbished one brings.
    pub resale: Real<L>,
    /// Of the shipments of the last days, by day modulo their number, how many phones come back.
    cohorts: Vec<Count<L>>,
    /// Their sum.
    coming: Count<L>,
    /// What the days to date have left below one phone, in parts of the days over which a shipment comes back.
    carried: Count<L>,
    /// Phones that are still to come back.
    pub pending: Count<L>,
    /// What was paid for them, with VAT.
    pub owed: Real<L>,
    /// Phones by the day on which they are ready, modulo their number.
    ready: Vec<Count<L>>,
    /// Phones that came back to date.
    pub returned: Count<L>,
    /// Phones in refurbishing.
    pub in_refurbishing: Count<L>,
    /// Phones sold again to date.
    pub resold: Count<L>,
    /// Net of VAT: refunds and refurbishing, less what was sold again.
    pub lost: Real<L>,
}

impl<const L: usize> Returns<L> {
    /// Nothing yet.
    #[must_use]
    pub fn new(plan: &ReturnsPlan, inputs: &[Real<L>]) -> Self {
        Self {
            share: plan.share.of(inputs),
            cost: plan.cost.of(inputs),
            resale: plan.resale.of(inputs),
            cohorts: vec![Count::ZERO; plan.within],
            coming: Count::ZERO,
            carried: Count::ZERO,
            pending: Count::ZERO,
            owed: Real::ZERO,
            ready: vec![Count::ZERO; plan.refurbishing + 1],
            returned: Count::ZERO,
            in_refurbishing: Count::ZERO,
            resold: Count::ZERO,
            lost: Real::ZERO,
        }
    }

    /// E79: of the phones shipped to the market on day s `R_s ~ Binomial(shipped_s, share)` come back, evenly over the w
    /// days after it: to date `floor(sum over s of R_s min(t - s, w)/w)` have, so that fractions of a phone are carried.
    /// Gives how many come today and what was paid for them, at the mean of all who are still to send theirs back (E65).
    pub fn come_back(&mut self, today: &Today<L>) -> (Count<L>, Real<L>) {
        let days = self.cohorts.len() as f64;
        let parts = self.carried + self.coming;
        let due = (parts.real() / days).floor_count();
        self.carried = parts - due * self.cohorts.len() as i32;
        let phones = today.trading.only(due);
        let mean = self.owed / self.pending.real().at_least(1.0);
        let paid = phones.is(self.pending).select(self.owed, mean * phones.real());
        self.take(phones, paid);
        (phones, paid)
    }

    fn take(&mut self, phones: Count<L>, paid: Real<L>) {
        self.pending -= phones;
        self.owed -= paid;
        self.returned += phones;
        self.in_refurbishing += phones;
    }

    /// Of the phones shipped to the market today, for which so much was paid and not paid back, some will come back.
    pub fn note_shipment(&mut self, plan: &ReturnsPlan, shipped: Count<L>, paid: Real<L>, today: &mut Today<L>) {
        let back = today.luck.binomial(plan.returned, today.day as u32, shipped, self.share);
        let place = today.day % self.cohorts.len();
        self.coming += back - self.cohorts[place];
        self.cohorts[place] = back;
        self.pending += back;
        self.owed += paid * (back.real() / shipped.real().at_least(1.0));
    }

    /// E80: a phone that came back is ready after the refurbishing time, and sold on that day. Gives those ready today.
    pub fn refurbish(&mut self, phones: Count<L>, today: &Today<L>) -> Count<L> {
        let days = self.ready.len();
        self.ready[(today.day + days - 1) % days] += phones;
        let ready = std::mem::replace(&mut self.ready[today.day % days], Count::ZERO);
        let sold = today.trading.only(ready);
        self.sell(sold);
        sold
    }

    fn sell(&mut self, phones: Count<L>) {
        self.in_refurbishing -= phones;
        self.resold += phones;
    }

    /// The end: whatever is still to come back does so, and all that is in refurbishing is sold. Gives both, and what was
    /// paid for the former.
    pub fn settle(&mut self, trading: Those<L>) -> (Count<L>, Real<L>, Count<L>) {
        let (phones, paid) = (trading.only(self.pending), trading.only(self.owed));
        self.take(phones, paid);
        let sold = trading.only(self.in_refurbishing);
        self.sell(sold);
        (phones, paid, sold)
    }
}
