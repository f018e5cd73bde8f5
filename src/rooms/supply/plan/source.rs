//! Who sells a class, on which terms, and what luck has a say in when it is ordered.

use crate::random::luck::Source;
use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::supply::plan::expedite::ExpeditePlan;
use crate::rooms::supply::plan::lead::LeadPlan;
use crate::rooms::supply::plan::{ClassKey, ClassPlan};
use crate::rooms::weather::plan::Exposure;

/// What ordering from one supplier means.
#[derive(Clone, Debug, PartialEq)]
pub struct SourcePlan {
    /// Index of the supplier.
    pub supplier: usize,
    /// Its lead time.
    pub lead: LeadPlan,
    /// Draws of lead times, shared by all parts of the supplier under the same policy.
    pub lead_time_source: Source,
    /// Draws of rejections: the same source, at another place of the order's block; see [`OrderDraw`].
    pub defect_source: Source,
    /// Currency of its prices; `None` where it is the company's.
    pub currency: Option<usize>,
    /// Share of the order's value paid at the order.
    pub deposit: Param,
    /// Days from stock to payment.
    pub terms: usize,
    /// Place of these terms in [`SupplyPlan::terms`](super::SupplyPlan::terms).
    pub terms_group: usize,
    /// Units a week the supplier accepts.
    pub weekly_capacity: Option<Param>,
    /// Disruptions that can hit it.
    pub exposure: Exposure,
    /// Index of its transit group, when deliveries can be halted.
    pub transit: Option<usize>,
}

impl ClassPlan {
    /// Its first or its second source.
    #[inline(always)]
    #[must_use]
    pub fn source(&self, second: bool) -> &SourcePlan {
        match &self.second {
            Some(other) if second => &other.source,
            _ => &self.source,
        }
    }

    /// Its sources.
    pub(crate) fn sources_mut(&mut self) -> impl Iterator<Item = &mut SourcePlan> {
        std::iter::once(&mut self.source).chain(self.second.as_mut().map(|second| &mut second.source))
    }

    /// Days from an order with its first or its second source to stock, as the planner reckons.
    #[must_use]
    pub fn planned_days(&self, second: bool) -> i32 {
        self.source(second).lead.planned + self.inspection.days
    }

    /// Whether any source accepts a number a week and no more.
    #[must_use]
    pub fn is_rationed(&self) -> bool {
        let second = self.second.as_ref().is_some_and(|second| second.source.weekly_capacity.is_some());
        second || self.source.weekly_capacity.is_some()
    }
}

/// A second supplier of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct SecondPlan {
    /// Its terms.
    pub source: SourcePlan,
    /// Its price above the first one's.
    pub premium: Param,
    /// Share of every order that goes to it.
    pub share: Param,
    /// How it expedites; `None` where it takes its share.
    pub expedite: Option<ExpeditePlan>,
}

/// What is drawn for a purchase order, each at a place of its own in the order's block of four words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderDraw {
    /// Its lead time.
    LeadTime,
    /// How many of its units are faulty, beside those of a sample.
    Rejected,
    /// How many of a sample are faulty.
    Sampled,
}

impl OrderDraw {
    /// Index of the draw for the order of a day.
    #[inline]
    #[must_use]
    pub const fn index(self, day: usize) -> u32 {
        4 * day as u32 + self as u32
    }
}

impl Compiler<'_> {
    pub(crate) fn source_plan(
        &mut self,
        (component, at): (usize, usize),
        (lead, currency): (LeadPlan, Option<usize>),
        key: &ClassKey,
        tag: &str,
    ) -> SourcePlan {
        let supplier = &self.scenario.suppliers[at];
        let address = format!("{}/{tag}", supplier.name);
        // Terms run from the arrival, which lies an inspection before the stock.
        let terms = self.whole_days(supplier.payment_terms) - self.whole_days(key.inspection.inspection_time);
        SourcePlan {
            supplier: at,
            lead,
            lead_time_source: self.source("order", &address),
            defect_source: self.defect_source(&address),
            currency,
            deposit: supplier.deposit.into(),
            terms: terms.max(0) as usize,
            weekly_capacity: supplier.weekly_capacity.map(|sets| Param::scaled(sets, f64::from(key.quantity))),
            exposure: self.exposure_of_component(component, at),
            transit: None,
            terms_group: 0,
        }
    }
}
