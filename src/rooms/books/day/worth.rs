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
/// Days put together for a first guess.
const TOGETHER: usize = 30;
/// Halvings for a first guess from months, after which Newton's steps over days double the digits; and for a sure root
/// where they do not meet.
const HALVINGS: [usize; 2] = [16, 60];
const NEWTON_STEPS: usize = 5;
/// The last step of Newton's method where it has met the root.
const MET: f64 = 1e-12;

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
        let unique: [bool; L] = std::array::from_fn(unique);
        let told = present_value(&self.flows, Real::splat(LEAST_KEPT));
        let mut kept = self.guess();
        let mut step = Real::ZERO;
        for _ in 0..NEWTON_STEPS {
            let (sum, rise) = value_and_rise(&self.flows, kept);
            let next = (kept - sum / rise).max(Real::splat(LEAST_KEPT)).min(Real::splat(1.0));
            step = next - kept;
            kept = next;
        }
        // Compared so that not a number has not met it.
        let met = |lane: usize| step.0[lane].abs() <= MET;
        if !(0..L).all(|lane| !unique[lane] || met(lane)) {
            let sure = root(&self.flows, (LEAST_KEPT, 1.0), HALVINGS[1]);
            for lane in (0..L).filter(|&lane| !met(lane)) {
                kept.0[lane] = sure.0[lane];
            }
        }
        let yearly = kept.to_the_power(Real::splat(-DAYS_PER_YEAR)) - Real::splat(1.0);
        let mut rate = Real::splat(f64::NAN);
        for lane in (0..L).filter(|&lane| unique[lane] && told.0[lane] < 0.0) {
            rate.0[lane] = yearly.0[lane];
        }
        rate
    }

    /// The factor a day keeps, from the flows of months.
    fn guess(&self) -> Real<L> {
        let months: Vec<Real<L>> =
            self.flows.chunks(TOGETHER).map(|days| days.iter().fold(Real::ZERO, |sum, &flow| sum + flow)).collect();
        let least = libm::pow(LEAST_KEPT, TOGETHER as f64);
        root(&months, (least, 1.0), HALVINGS[0]).to_the_power(Real::splat(1.0 / TOGETHER as f64))
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

/// The sum of flows, each worth so much of the one before.
fn present_value<const L: usize>(flows: &[Real<L>], kept: Real<L>) -> Real<L> {
    flows.iter().rev().fold(Real::ZERO, |sum, &flow| sum * kept + flow)
}

/// The same, with how it rises with what is kept.
fn value_and_rise<const L: usize>(flows: &[Real<L>], kept: Real<L>) -> (Real<L>, Real<L>) {
    let zero = (Real::ZERO, Real::ZERO);
    flows.iter().rev().fold(zero, |(sum, rise), &flow| (sum * kept + flow, rise * kept + sum))
}

/// Where the sum is zero between two factors, below it at the lower one.
fn root<const L: usize>(flows: &[Real<L>], (low, high): (f64, f64), halvings: usize) -> Real<L> {
    let (mut low, mut high) = (Real::splat(low), Real::splat(high));
    for _ in 0..halvings {
        let middle = (low + high) * 0.5;
        let below = present_value(flows, middle).lt(Real::ZERO);
        low = below.select(middle, low);
        high = below.select(high, middle);
    }
    (low + high) * 0.5
}
