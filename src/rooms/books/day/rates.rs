//! Rates of the launches: every number of the books that does not change in time.

use crate::lanes::Real;
use crate::rooms::books::plan::BooksPlan;
use crate::units::DAYS_PER_YEAR;

/// Rates of each launch.
pub(crate) struct Rates<const L: usize> {
    pub vat: Real<L>,
    pub licence_fee: Real<L>,
    pub logistics_cost: Real<L>,
    pub warranty_cost: Real<L>,
    pub warranty_paid_per_day: Real<L>,
    pub payment_fee: Real<L>,
    pub credit_line: Real<L>,
    pub interest_per_day: Real<L>,
    pub penalty_per_day: Real<L>,
    pub holding_per_day: Real<L>,
    pub shelf_per_day: Real<L>,
    pub salvage: Real<L>,
    pub backorder_per_day: Real<L>,
    pub compensation: Real<L>,
    pub expenses_per_day: Vec<Real<L>>,
    pub fundings: Vec<Real<L>>,
}

impl<const L: usize> Rates<L> {
    pub fn new(plan: &BooksPlan, inputs: &[Real<L>]) -> Self {
        let one = Real::splat(1.0);
        Self {
            vat: plan.vat.of(inputs),
            licence_fee: plan.licence_fee.of(inputs),
            logistics_cost: plan.logistics_cost.of(inputs),
            warranty_cost: plan.warranty_cost.of(inputs),
            warranty_paid_per_day: (one / plan.warranty_period.of(inputs).at_least(1.0)).at_most(1.0),
            payment_fee: plan.payment_fee.of(inputs),
            credit_line: plan.credit_line.of(inputs),
            interest_per_day: plan.interest_rate.of(inputs) / DAYS_PER_YEAR,
            penalty_per_day: plan.penalty_rate.of(inputs) / DAYS_PER_YEAR,
            holding_per_day: plan.holding_rate.of(inputs) / DAYS_PER_YEAR,
            salvage: plan.salvage.of(inputs),
            shelf_per_day: plan.holding_per_day.of(inputs),
            backorder_per_day: plan.backorder_per_day.of(inputs),
            compensation: plan.compensation.of(inputs),
            expenses_per_day: plan.expenses.iter().map(|expense| expense.per_day.of(inputs)).collect(),
            fundings: plan.fundings.iter().map(|(_, amount)| amount.of(inputs)).collect(),
        }
    }
}
