//! A supplier of a class with each launch's numbers.

use crate::lanes::{Count, Real};
use crate::rooms::calendar::plan::param::Known;
use crate::rooms::supply::plan::{OrderDraw, SecondPlan, SourcePlan, lead};
use crate::rooms::today::Today;

/// What ordering from one supplier means.
pub(crate) struct SourceNow<const L: usize> {
    pub deposit_share: Known<L>,
    /// In whole days.
    mean_lead: Known<L>,
    lead_log_sd: Known<L>,
}

impl<const L: usize> SourceNow<L> {
    #[inline(always)]
    pub fn new(plan: &SourcePlan, inputs: &[Real<L>]) -> Self {
        Self {
            deposit_share: plan.deposit.known(inputs),
            mean_lead: plan.lead.mean.known(inputs).map(lead::whole_days),
            lead_log_sd: plan.lead.cv.known(inputs).map(lead::log_sd),
        }
    }

    /// E13 for an order of a day; zero days where that is what is written.
    #[inline(always)]
    pub fn lead_time(&self, source: &SourcePlan, today: &mut Today<L>) -> Count<L> {
        let plan = &source.lead;
        if plan.immediate {
            return Count::ZERO;
        }
        if plan.cv.is_zero() || today.luck.is_deterministic() {
            return self.mean_lead.get().whole().at_least(1);
        }
        let index = OrderDraw::LeadTime.index(today.day);
        match &plan.table {
            Some(table) => table.of_each(today.luck.words(source.lead_time_source, index)),
            None => {
                let z = today.luck.score(source.lead_time_source, index);
                lead::drawn(self.mean_lead.get(), self.lead_log_sd.get(), z)
            }
        }
    }
}

/// The second supplier of a class.
pub(crate) struct SecondNow<const L: usize> {
    pub source: SourceNow<L>,
    pub premium: Known<L>,
    pub share: Known<L>,
}

impl<const L: usize> SecondNow<L> {
    pub fn new(plan: &SecondPlan, inputs: &[Real<L>]) -> Self {
        Self {
            source: SourceNow::new(&plan.source, inputs),
            premium: plan.premium.known(inputs),
            share: plan.share.known(inputs),
        }
    }
}
