//! What inspection will find of an order, known when it is placed.

use crate::lanes::{Count, Real};
use crate::rooms::calendar::plan::param::Known;
use crate::rooms::supply::plan::inspection::InspectionPlan;
use crate::rooms::supply::plan::{OrderDraw, SourcePlan};
use crate::rooms::today::Today;

/// What inspection will find of an order.
#[derive(Clone, Copy)]
pub struct Found<const L: usize> {
    /// Units fit for a phone.
    pub good: Count<L>,
}

/// The same of one launch.
#[derive(Clone, Copy)]
pub struct FoundOf {
    /// Units fit for a phone.
    pub good: i32,
}

impl<const L: usize> Found<L> {
    /// What is found in one launch.
    #[inline(always)]
    pub fn in_lane(&self, lane: usize) -> FoundOf {
        FoundOf { good: self.good.0[lane] }
    }
}

/// The inspection of each launch.
pub struct Inspection<const L: usize> {
    defect_rate: Known<L>,
}

impl<const L: usize> Inspection<L> {
    /// The inspection with a launch's inputs.
    pub fn new(plan: &InspectionPlan, inputs: &[Real<L>]) -> Self {
        Self { defect_rate: plan.defect_rate.known(inputs) }
    }

    /// E22: of the units ordered `rejected ~ Binomial(ordered, min(1, d + d_spoil))` will fail inspection, `d_spoil` being
    /// the worst spoiling active on the day of arrival; they are credited and not replaced.
    #[inline(always)]
    pub fn of_order(
        &self,
        (plan, source): (&InspectionPlan, &SourcePlan),
        ordered: Count<L>,
        arrival: Count<L>,
        today: &mut Today<L>,
    ) -> Found<L> {
        let spoils = !source.exposure.spoils.is_empty();
        if plan.defect_rate.is_zero() && !spoils {
            return Found { good: ordered };
        }
        let mut defects = self.defect_rate.get();
        if spoils {
            let added = today.calamities.added_defects(&source.exposure, today.inputs, arrival);
            defects = (defects + added).at_most(1.0);
        }
        let rejected =
            today.luck.binomial(source.defect_source, OrderDraw::Rejected.index(today.day), ordered, defects);
        Found { good: ordered - rejected }
    }

    /// What one launch receives of an order; gives what is paid for it.
    #[inline(always)]
    pub fn receive(&mut self, found: FoundOf, unit_cost: f64, _lane: usize) -> f64 {
        f64::from(found.good) * unit_cost
    }
}
