//! Services and accessories: the phone at cost, the profit from what follows.

use crate::lanes::{Count, Real};
use crate::rooms::books::day::accounts::Account;
use crate::rooms::books::day::ledger::Ledger;
use crate::rooms::books::plan::ServicePlan;
use crate::units::DAYS_PER_YEAR;

/// What owners bring in through one service.
pub(crate) struct ServiceNow<const L: usize> {
    revenue_per_owner_per_day: Real<L>,
    revenue_per_phone: Real<L>,
    cost_share: Real<L>,
}

impl<const L: usize> ServiceNow<L> {
    pub fn new(plan: &ServicePlan, inputs: &[Real<L>]) -> Self {
        let owner_share = plan.owner_share.of(inputs);
        Self {
            revenue_per_owner_per_day: plan.per_owner_per_month.of(inputs) * owner_share * (12.0 / DAYS_PER_YEAR),
            revenue_per_phone: plan.per_phone.of(inputs) * owner_share,
            cost_share: plan.cost_share.of(inputs),
        }
    }

    /// E66: revenue of a day is `share (12/365.25 * monthly revenue * owners + revenue per phone * shipped today)`, of
    /// which the cost is its share; both are cash at once. Owners are all to whom a phone was shipped, through a retailer
    /// with a stock (E92) all to whom it was sold, and who have kept it.
    #[inline(always)]
    pub fn day(&self, ledger: &mut Ledger<L>, owners: Count<L>, shipped: Count<L>) {
        let revenue = owners.real() * self.revenue_per_owner_per_day + shipped.real() * self.revenue_per_phone;
        ledger.book(Account::Cash, Account::ServiceRevenue, revenue);
        ledger.book(Account::ServiceCost, Account::Cash, revenue * self.cost_share);
    }
}
