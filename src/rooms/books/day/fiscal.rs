//! Fiscal years: income tax with losses carried forward, and the cap on the margin of hardware.

use crate::lanes::{Mask, Real};
use crate::rooms::books::day::accounts::Account;
use crate::rooms::books::day::ledger::Ledger;
use crate::rooms::books::plan::BooksPlan;

/// What a fiscal year is judged by, as sums since day 0 or of one year.
#[derive(Clone, Copy)]
struct Figures<const L: usize> {
    /// Profit before tax and rebate.
    profit: Real<L>,
    /// The same of hardware alone: without services and accessories.
    hardware: Real<L>,
    /// Revenue of hardware.
    revenue: Real<L>,
    /// Interest, which lowered the profit.
    interest: Real<L>,
}

impl<const L: usize> Figures<L> {
    const ZERO: Self = Self { profit: Real::ZERO, hardware: Real::ZERO, revenue: Real::ZERO, interest: Real::ZERO };

    fn to_date(ledger: &Ledger<L>) -> Self {
        let profit = ledger.net_profit() + ledger.balance(Account::IncomeTax) + ledger.balance(Account::Rebate);
        Self {
            profit,
            hardware: profit - ledger.services_profit(),
            revenue: ledger.balance(Account::Revenue),
            interest: ledger.balance(Account::Interest),
        }
    }

    fn since(self, opening: Self) -> Self {
        Self {
            profit: self.profit - opening.profit,
            hardware: self.hardware - opening.hardware,
            revenue: self.revenue - opening.revenue,
            interest: self.interest - opening.interest,
        }
    }
}

/// A closed year whose tax and rebate are still to be paid.
struct Assessment<const L: usize> {
    due: i32,
    tax: Real<L>,
    rebate: Real<L>,
    /// What the tax would be beyond it if nobody were paid interest.
    shield: Real<L>,
}

/// The fiscal year under way.
pub(crate) struct Fiscal<const L: usize> {
    tax_rate: Real<L>,
    margin_cap: Option<Real<L>>,
    /// Figures at the start of the year.
    opening: Figures<L>,
    /// Losses carried forward by the company.
    losses: Real<L>,
    /// The same if nobody were paid interest.
    unlevered_losses: Real<L>,
    /// Tax that interest has saved, of the years whose tax was paid.
    pub shield_to_date: Real<L>,
    /// Launches that are wound up: they pay no more tax of their own accord.
    ended: Mask<L>,
    /// Losses carried forward by hardware alone.
    hardware_losses: Real<L>,
    /// Rebate accrued for the year under way.
    rebate: Real<L>,
    unpaid: Vec<Assessment<L>>,
}

impl<const L: usize> Fiscal<L> {
    pub fn new(plan: &BooksPlan, inputs: &[Real<L>]) -> Self {
        Self {
            tax_rate: plan.tax_rate.of(inputs),
            margin_cap: plan.margin_cap.as_ref().map(|cap| cap.of(inputs)),
            opening: Figures::ZERO,
            losses: Real::ZERO,
            unlevered_losses: Real::ZERO,
            shield_to_date: Real::ZERO,
            ended: Mask::splat(false),
            hardware_losses: Real::ZERO,
            rebate: Real::ZERO,
            unpaid: Vec::new(),
        }
    }

    /// The end of a day: the rebate is accrued every month, the year is closed at its end, and what is due is paid.
    pub fn end_of_day(&mut self, plan: &BooksPlan, ledger: &mut Ledger<L>, day: usize) {
        if plan.year_ends[day] {
            self.close_year(ledger, day as i32 + plan.tax_payment_delay);
        } else if plan.month_ends[day] {
            self.accrue_rebate(ledger);
        }
        for year in &self.unpaid {
            if year.due == day as i32 {
                ledger.book(Account::TaxPayable, Account::Cash, year.tax);
                ledger.book(Account::RebatePayable, Account::Cash, year.rebate);
                self.shield_to_date += self.ended.select(Real::ZERO, year.shield);
            }
        }
    }

    /// The settlement: the year is closed, and all tax is about to be paid.
    pub fn settle(&mut self, ledger: &mut Ledger<L>, last_day: i32) {
        let mut shield = Real::ZERO;
        for year in self.unpaid.iter().filter(|year| year.due > last_day) {
            shield += year.shield;
        }
        self.close_year(ledger, last_day);
        if let Some(year) = self.unpaid.last() {
            shield += year.shield;
        }
        self.shield_to_date += self.ended.select(Real::ZERO, shield);
    }

    /// Brings the rebate of the year to what its figures to date ask for.
    fn accrue_rebate(&mut self, ledger: &mut Ledger<L>) -> Figures<L> {
        let year = Figures::to_date(ledger).since(self.opening);
        let rebate = self.rebate_of(&year);
        ledger.book(Account::Rebate, Account::RebatePayable, rebate - self.rebate);
        self.rebate = rebate;
        year
    }

    /// The rebate that the figures of a year ask for.
    fn rebate_of(&self, year: &Figures<L>) -> Real<L> {
        let mut rebate = Real::ZERO;
        let Some(cap) = self.margin_cap else { return rebate };
        for (lane, rebate) in rebate.0.iter_mut().enumerate() {
            let (profit, revenue) = (year.hardware.0[lane], year.revenue.0[lane]);
            *rebate = rebate_owed(profit, revenue, self.hardware_losses.0[lane], self.tax_rate.0[lane], cap.0[lane]);
        }
        rebate
    }

    /// The year so far of the launches that are wound up, taxed as if it had ended.
    pub fn assess(&mut self, ledger: &mut Ledger<L>, stopped: Mask<L>) {
        let year = Figures::to_date(ledger).since(self.opening);
        let rebate = self.rebate_of(&year);
        let tax = self.tax_rate * (year.profit - rebate - self.losses).at_least(0.0);
        let only = |amount: Real<L>| stopped.select(amount, Real::ZERO);
        ledger.book(Account::Rebate, Account::RebatePayable, only(rebate - self.rebate));
        ledger.book(Account::IncomeTax, Account::TaxPayable, only(tax));
        self.ended = self.ended | stopped;
    }

    /// Closes the fiscal year: rebate first, then tax on what is left.
    ///
    /// E59: `taxable = max(0, P - C)`, `tax = tau * taxable`, `C <- max(0, C - P)` with P the year's profit before tax
    /// and after the rebate, C the losses carried forward, tau the tax rate; never negative, and no loss is carried back.
    /// The tax shield of interest (E63) is what the same rule would ask for if no interest had been paid, less the tax.
    pub fn close_year(&mut self, ledger: &mut Ledger<L>, due: i32) {
        let year = self.accrue_rebate(ledger);
        let profit = year.profit - self.rebate;
        let tax = self.tax_rate * (profit - self.losses).at_least(0.0);
        ledger.book(Account::IncomeTax, Account::TaxPayable, tax);
        self.losses = (self.losses - profit).at_least(0.0);
        let unlevered = profit + year.interest;
        let shield = self.tax_rate * (unlevered - self.unlevered_losses).at_least(0.0) - tax;
        self.unlevered_losses = (self.unlevered_losses - unlevered).at_least(0.0);
        self.hardware_losses = (self.hardware_losses - (year.hardware - self.rebate)).at_least(0.0);
        self.unpaid.push(Assessment { due, tax, rebate: self.rebate, shield });
        self.rebate = Real::ZERO;
        self.opening = Figures::to_date(ledger);
    }
}

/// E60: what is returned to users so that the after-tax margin of a year's hardware stays within the cap k.
///
/// `X0 = max(0, (P - k R)/(1 - k))`, and if `P - X0 > C` instead `max(0, ((1 - tau) P + tau C - k R)/(1 - tau - k))`,
/// with R the revenue and P the profit of hardware before tax and rebate, C the losses hardware carries forward and tau
/// the tax rate. Where `k >= 1 - tau` the second form has no solution and X0, which caps the margin before tax, holds.
fn rebate_owed(profit: f64, revenue: f64, losses: f64, tax_rate: f64, cap: f64) -> f64 {
    let untaxed = ((profit - cap * revenue) / (1.0 - cap)).max(0.0);
    let kept = 1.0 - tax_rate;
    if profit - untaxed <= losses || kept <= cap {
        return untaxed;
    }
    ((kept * profit + tax_rate * losses - cap * revenue) / (kept - cap)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After-tax margin once the rebate is paid.
    fn margin(profit: f64, revenue: f64, losses: f64, tax_rate: f64, cap: f64) -> f64 {
        let rebate = rebate_owed(profit, revenue, losses, tax_rate, cap);
        let before_tax = profit - rebate;
        (before_tax - tax_rate * (before_tax - losses).max(0.0)) / (revenue - rebate)
    }

    #[test]
    fn without_tax_the_margin_comes_down_to_the_cap() {
        // 1,000 of revenue with 100 of profit: (100 - 50)/(1 - 0.05).
        let rebate = rebate_owed(100.0, 1000.0, 0.0, 0.0, 0.05);
        assert!((rebate - 50.0 / 0.95).abs() < 1e-12);
        assert!((margin(100.0, 1000.0, 0.0, 0.0, 0.05) - 0.05).abs() < 1e-12);
    }

    #[test]
    fn tax_lets_more_profit_before_tax_stand() {
        // 6.6 % before a quarter of tax is 4.95 %: nothing is owed.
        assert_eq!(rebate_owed(66.0, 1000.0, 0.0, 0.25, 0.05), 0.0);
        assert!((margin(100.0, 1000.0, 0.0, 0.25, 0.05) - 0.05).abs() < 1e-12);
    }

    #[test]
    fn the_after_tax_margin_never_exceeds_the_cap_and_is_met_when_anything_is_owed() {
        for profit in [-50.0, 0.0, 10.0, 49.0, 51.0, 80.0, 200.0, 700.0, 999.0] {
            for losses in [0.0, 5.0, 50.0, 300.0, 2000.0] {
                for tax_rate in [0.0, 0.15, 0.25, 0.6, 0.97] {
                    for cap in [0.0, 0.01, 0.05, 0.3, 0.5] {
                        let rebate = rebate_owed(profit, 1000.0, losses, tax_rate, cap);
                        let margin = margin(profit, 1000.0, losses, tax_rate, cap);
                        let what = format!("P {profit} C {losses} tax {tax_rate} cap {cap}: {rebate} {margin}");
                        assert!(rebate >= 0.0 && margin <= cap + 1e-12, "{what}");
                        if rebate > 0.0 && cap < 1.0 - tax_rate {
                            assert!((margin - cap).abs() < 1e-9, "{what}");
                        }
                    }
                }
            }
        }
    }
}
