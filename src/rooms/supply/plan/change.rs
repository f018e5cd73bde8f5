//! On which terms open orders can be changed.

use crate::language::quantity::Number;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::supply::plan::SupplyPlan;
use crate::rooms::supply::plan::key::ClassKey;
use crate::units::DAYS_PER_YEAR;

/// On which terms open orders of a class can be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangePlan {
    /// Days before it is due up to which an order can be cancelled, where that is worth its fee.
    pub cancel_until: Option<i32>,
    /// Days before it is due up to which an order can be put off, where that costs no more than to hold its parts.
    pub put_off_until: Option<i32>,
    /// Share of an order's value that putting it off costs.
    pub put_off_fee: Param,
    /// Days before it is needed on which a part is wanted.
    pub safety: i32,
}

impl Compiler<'_> {
    /// Terms of changing orders, where the planner changes any.
    pub(super) fn change(&mut self, key: &ClassKey) -> Option<ChangePlan> {
        let terms = key.change;
        let until = |compiler: &mut Self, until: Option<Number>| until.map(|until| compiler.whole_days(until));
        let (cancel_until, put_off_until) = (until(self, terms.cancel_until), until(self, terms.put_off_until));
        // Whoever cancels pays the fee, whoever keeps the parts gets what they bring.
        let pays = key.cancellable && key.cancellation_fee.value < 1.0 - key.salvage.value;
        let cancel_until = cancel_until.filter(|_| pays);
        let company = &self.scenario.company;
        let yearly = company.interest_rate.value + company.holding_rate.value;
        let held = yearly * key.review.value.max(1.0) / DAYS_PER_YEAR;
        let put_off_until = put_off_until.filter(|_| terms.put_off_fee.value <= held);
        if !key.follow_build_plan || cancel_until.or(put_off_until).is_none() {
            return None;
        }
        let safety = self.whole_days(key.safety_time) + self.whole_days(key.hedge);
        Some(ChangePlan { cancel_until, put_off_until, put_off_fee: terms.put_off_fee.into(), safety })
    }
}

impl SupplyPlan {
    /// Whether a planner who changes the plan asks what is due.
    #[must_use]
    pub fn asks_what_is_due(&self) -> bool {
        !self.rationed.is_empty() || self.classes.iter().any(|class| class.change.is_some())
    }

    /// From now on orders are kept by the day they are due.
    pub fn keep_due(&mut self) {
        self.classes.iter_mut().for_each(|class| class.keeps_due = true);
    }
}
