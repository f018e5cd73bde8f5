//! A retailer with a stock of its own: what its customers buy is not what it orders.

use crate::lanes::{Count, Real, Those};
use crate::rooms::store::plan::RetailPlan;

/// Days of demand by which a retailer judges the next ones.
pub const JUDGED_BY: usize = 28;

/// The stock of one retailer.
pub struct Retailer<const L: usize> {
    /// Phones it holds.
    pub stock: Count<L>,
    /// Phones its customers bought to date.
    pub sold: Count<L>,
    /// And today.
    pub sold_today: Count<L>,
    /// Customers who found none and left, to date.
    pub lost: Count<L>,
    /// Phones that came back at the end.
    pub returned: Count<L>,
    /// Credited to date because the price fell, net of VAT.
    pub credited: Real<L>,
    /// What it paid for the phones it holds, less credits, and what they cost us, net of VAT.
    worth: Lot<L>,
    protection: Real<L>,
    returnable: Real<L>,
    /// Demand of the latest days, by day modulo their number, and its sum.
    demands: [Count<L>; JUDGED_BY],
    recent: Count<L>,
    /// Stock up to which it orders.
    level: Count<L>,
}

/// Money in phones that a retailer holds, net of VAT.
#[derive(Clone, Copy)]
pub struct Lot<const L: usize> {
    /// What it paid for them.
    pub paid: Real<L>,
    /// What they cost us.
    pub cost: Real<L>,
}

impl<const L: usize> Lot<L> {
    const NONE: Self = Self { paid: Real::ZERO, cost: Real::ZERO };

    /// Takes out some of the phones in stock at their average; all of them leave nothing.
    #[inline(always)]
    fn take(&mut self, phones: Count<L>, stock: Count<L>) -> Self {
        let (all, share) = (phones.is(stock), phones.real() / stock.real().at_least(1.0));
        let part = |value: Real<L>| all.select(value, value * share);
        let taken = Self { paid: part(self.paid), cost: part(self.cost) };
        self.paid -= taken.paid;
        self.cost -= taken.cost;
        taken
    }
}

impl<const L: usize> Retailer<L> {
    /// Empty shelves.
    #[must_use]
    pub fn new(plan: &RetailPlan, inputs: &[Real<L>]) -> Self {
        Self {
            stock: Count::ZERO,
            sold: Count::ZERO,
            sold_today: Count::ZERO,
            lost: Count::ZERO,
            returned: Count::ZERO,
            credited: Real::ZERO,
            worth: Lot::NONE,
            protection: plan.protection.of(inputs),
            returnable: plan.returnable.of(inputs),
            demands: [Count::ZERO; JUDGED_BY],
            recent: Count::ZERO,
            level: Count::ZERO,
        }
    }

    /// Before its first customers come it stocks up for as much a day as is expected of their first day.
    pub fn stock_up(&mut self, plan: &RetailPlan, expected: Real<L>) {
        self.level = (expected * plan.days as f64).round_count();
    }

    /// E92: a retailer that holds `I` phones sells `s_t = min(D_t, I)` to its customers, who leave where there is none, and
    /// orders `q_t = max(0, S_t - (I - s_t) - O_t)`, O being on order from us and `S_t` the demand of d days, rounded, at
    /// the mean of the last `n = min(28, days since the first)`: `S_t = d (D_t + .. + D_{t-n+1})/n`.
    #[inline(always)]
    pub fn trade(&mut self, plan: &RetailPlan, day: usize, demand: Count<L>, on_order: Count<L>) -> Count<L> {
        let (opens, first) = plan.first;
        if day < opens {
            return Count::ZERO;
        }
        if first <= day {
            self.sold_today = demand.min(self.stock);
            self.worth.take(self.sold_today, self.stock);
            self.stock -= self.sold_today;
            self.sold += self.sold_today;
            self.lost += demand - self.sold_today;
            let place = day % JUDGED_BY;
            self.recent += demand - self.demands[place];
            self.demands[place] = demand;
            let judged = (day - first + 1).min(JUDGED_BY);
            self.level = (self.recent.real() * (plan.days as f64 / judged as f64)).round_count();
        }
        (self.level - self.stock - on_order).at_least(0)
    }

    /// Phones of the day arrive: what it pays for each, and what each cost us.
    #[inline(always)]
    pub fn receive(&mut self, phones: Count<L>, price: Real<L>, cost: Real<L>) {
        self.stock += phones;
        self.worth.paid += phones.real() * price;
        self.worth.cost += phones.real() * cost;
    }

    /// E93: where what it pays falls from `w` to `w'` it is credited `g max(0, w - w')` for each phone it holds, g being
    /// `price_protection`. Gives the credit.
    pub fn protect(&mut self, before: Real<L>, after: Real<L>, trading: Those<L>) -> Real<L> {
        let fall = (before - after).at_least(0.0) * self.protection;
        let credit = trading.only(fall * self.stock.real());
        self.worth.paid -= credit;
        self.credited += credit;
        credit
    }

    /// At the horizon a share of what it holds comes back, in whole phones at the average of what it paid.
    pub fn give_back(&mut self, trading: Those<L>) -> Lot<L> {
        // A share of a count that is whole but for rounding is whole.
        let phones = (self.stock.real() * self.returnable + 1e-9).floor_count();
        let phones = trading.only(phones);
        let lot = self.worth.take(phones, self.stock);
        self.stock -= phones;
        self.returned += phones;
        lot
    }
}
