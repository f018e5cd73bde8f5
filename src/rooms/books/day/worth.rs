//! What the launch is worth: net present value and payback, whoever pays for it.

use crate::lanes::{Count, Real};
use crate::rooms::books::day::accounts::Account;
use crate::rooms::books::day::ledger::Ledger;
use crate::rooms::books::plan::BooksPlan;
use crate::units::DAYS_PER_YEAR;

/// Money that is none but for rounding.
const HALF_A_FEN: f64 = 0.005;
/// What a day keeps at the highest rate that is told, a million a year.
const LEAST_KEPT: f64 = 0.962_88;
/// Halvings of the factor a day keeps, after which Newton's steps double the digits.
const BISECTIONS: usize = 10;
const NEWTON_STEPS: usize = 4;

/// Discounted cash flows and the day on which they had paid back.
pub struct Worth<const L: usize> {
    /// What owners brought in kind, so that paid-in money can be told from it.
    in_kind: Real<L>,
    kept_per_day: Real<L>,
    /// Discount factor of today.
    factor: Real<L>,
    /// Cash flows to date.
    to_date: Real<L>,
    lowest: Real<L>,
    /// Net present value of the cash flows to date.
    pub present_value: Real<L>,
    /// Day of payback; -1 when it has not come.
    pub payback_day: Count<L>,
    /// Cash flow of each day, the settlement added to the last.
    flows: Vec<Real<L>>,
}

impl<const L: usize> Worth<L> {
    pub(crate) fn new(plan: &BooksPlan, inputs: &[Real<L>], in_kind: Real<L>) -> Self {
        let yearly = plan.discount_rate.of(inputs) + Real::splat(1.0);
        Self {
            in_kind,
            kept_per_day: yearly.to_the_power(Real::splat(-1.0 / DAYS_PER_YEAR)),
            factor: Real::splat(1.0),
            to_date: Real::ZERO,
            lowest: Real::ZERO,
            present_value: Real::ZERO,
            payback_day: Count::splat(-1),
            flows: Vec::with_capacity(plan.month_ends.len()),
        }
    }

    /// Takes the cash flow of a day, after its last booking.
    ///
    /// E63: `NPV = sum F_t (1 + r)^(-t/365.25) + S (1 + r)^(-T/365.25)`, F_t the cash flow of day t without owners'
    /// money, loans, interest and the tax that interest saved, S the settlement after the last day T (the project seen as financed by equity alone;
    /// Brealey, Myers & Allen, Principles of Corporate Finance).
    /// E64: payback is the first day on which the undiscounted sum of F is not negative after its lowest point below zero.
    #[inline(always)]
    pub(crate) fn note(&mut self, plan: &BooksPlan, (ledger, tax_shield): (&Ledger<L>, Real<L>), day: usize) {
        let to_date = self.without_financing(ledger) - tax_shield;
        let flow = to_date - self.to_date;
        self.to_date = to_date;
        if let Some(today) = self.flows.get_mut(day) {
            *today += flow;
        } else {
            self.flows.push(flow);
        }
        if plan.discount_rate.is_zero() {
            self.present_value = to_date;
        } else {
            self.present_value += flow * self.factor;
        }
        let lower = to_date.lt(self.lowest);
        self.lowest = lower.select(to_date, self.lowest);
        let back = Real::ZERO.le(to_date) & self.lowest.lt(Real::ZERO) & self.payback_day.lt(Count::ZERO);
        let today = Count::splat(day as i32);
        self.payback_day = lower.select(Count::splat(-1), back.select(today, self.payback_day));
    }

    /// Takes the settlement, as money of the last day.
    pub(crate) fn settle(&mut self, plan: &BooksPlan, flows: (&Ledger<L>, Real<L>), last_day: usize) {
        if !plan.discount_rate.is_zero() {
            // The last night is over already.
            self.factor = self.factor / self.kept_per_day;
        }
        self.note(plan, flows, last_day);
    }

    /// E91: the rate r at which `sum F_t (1 + r)^(-t/365.25)` is zero, where exactly one above zero makes it so for sure: the
    /// flow to date is first below zero and crosses it once (Norstrom 1972). Not a number elsewhere, such as where the launch
    /// loses money.
    pub fn internal_rate(&self) -> Real<L> {
        let (mut to_date, mut crossings, mut sign) = (Real::<L>::ZERO, [0u32; L], [0i8; L]);
        for &flow in &self.flows {
            to_date += flow;
            for lane in 0..L {
                let now = if to_date.0[lane] >= HALF_A_FEN { 1 } else { -i8::from(to_date.0[lane] <= -HALF_A_FEN) };
                if now != 0 {
                    crossings[lane] += u32::from(now != sign[lane]);
                    sign[lane] = now;
                }
            }
        }
        // Below zero first, above it at last: two changes from nothing.
        let unique = |lane: usize| crossings[lane] == 2 && sign[lane] > 0;
        if !(0..L).any(unique) {
            return Real::splat(f64::NAN);
        }
        // The value at a factor that a day keeps, and how it rises with the factor.
        let value = |kept: Real<L>| {
            let zero = (Real::ZERO, Real::ZERO);
            self.flows.iter().rev().fold(zero, |(sum, rise), &flow| (sum * kept + flow, rise * kept + sum))
        };
        let (mut low, mut high) = (Real::splat(LEAST_KEPT), Real::splat(1.0));
        let told = value(low).0;
        for _ in 0..BISECTIONS {
            let middle = (low + high) * 0.5;
            let below = value(middle).0.lt(Real::ZERO);
            low = below.select(middle, low);
            high = below.select(high, middle);
        }
        let mut kept = (low + high) * 0.5;
        for _ in 0..NEWTON_STEPS {
            let (sum, rise) = value(kept);
            kept = (kept - sum / rise).max(low).min(high);
        }
        let yearly = kept.to_the_power(Real::splat(-DAYS_PER_YEAR)) - Real::splat(1.0);
        let mut rate = Real::splat(f64::NAN);
        for lane in (0..L).filter(|&lane| unique(lane) && told.0[lane] < 0.0) {
            rate.0[lane] = yearly.0[lane];
        }
        rate
    }

    /// The night: tomorrow's money is worth a little less.
    #[inline(always)]
    pub(crate) fn discount(&mut self, plan: &BooksPlan) {
        if !plan.discount_rate.is_zero() {
            self.factor = self.factor * self.kept_per_day;
        }
    }

    /// Cash received less cash paid since day 0, but for owners, lenders and interest. Equity and liabilities carry
    /// debit balances of the other sign, so that adding them takes their money out.
    #[inline(always)]
    fn without_financing(&self, ledger: &Ledger<L>) -> Real<L> {
        let owners = ledger.debit_balance(Account::PaidIn) + self.in_kind;
        let lenders = ledger.debit_balance(Account::Loans);
        let interest = ledger.debit_balance(Account::Interest) + ledger.debit_balance(Account::InterestPayable);
        ledger.debit_balance(Account::Cash) + owners + lenders + interest
    }
}
