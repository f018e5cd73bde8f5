//! What inspection will find of an order, known when it is placed.

use crate::lanes::{Count, Mask, Real};
use crate::rooms::calendar::plan::param::Known;
use crate::rooms::supply::plan::inspection::InspectionPlan;
use crate::rooms::supply::plan::{OrderDraw, SourcePlan};
use crate::rooms::today::Today;

/// What inspection will find of an order.
#[derive(Clone, Copy)]
pub struct Found<const L: usize> {
    /// Units fit for a phone.
    pub good: Count<L>,
    /// Faulty units it does not find; they are paid for and taken out on the line.
    missed: Count<L>,
    /// Units inspected.
    inspected: Count<L>,
}

/// The same of one launch.
#[derive(Clone, Copy)]
pub struct FoundOf {
    /// Units fit for a phone.
    pub good: i32,
    missed: i32,
    inspected: i32,
}

impl<const L: usize> Found<L> {
    /// What is found in one launch.
    #[inline(always)]
    pub fn in_lane(&self, lane: usize) -> FoundOf {
        FoundOf { good: self.good.0[lane], missed: self.missed.0[lane], inspected: self.inspected.0[lane] }
    }
}

/// The inspection of each launch.
pub struct Inspection<const L: usize> {
    /// Faulty units received to date that it did not find.
    pub missed: Count<L>,
    defect_rate: Known<L>,
    cost: Option<Real<L>>,
}

impl<const L: usize> Inspection<L> {
    /// The inspection with a launch's inputs.
    pub fn new(plan: &InspectionPlan, inputs: &[Real<L>]) -> Self {
        let costs = plan.sample.is_some() || !plan.cost.is_zero();
        Self {
            missed: Count::ZERO,
            defect_rate: plan.defect_rate.known(inputs),
            cost: costs.then(|| plan.cost.of(inputs)),
        }
    }

    /// Whether it costs nothing and misses nothing, so that the good units cost their price.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.cost.is_none()
    }

    /// E22: of the units ordered `faulty ~ Binomial(ordered, min(1, d + d_spoil))`, `d_spoil` being the worst spoiling
    /// active on the day of arrival; what is found is credited and not replaced.
    #[inline(always)]
    pub fn of_order(
        &self,
        (plan, source): (&InspectionPlan, &SourcePlan),
        ordered: Count<L>,
        arrival: Count<L>,
        today: &mut Today<L>,
    ) -> Found<L> {
        let spoils = !source.exposure.spoils.is_empty();
        let mut defects = self.defect_rate.get();
        if spoils {
            let added = today.calamities.added_defects(&source.exposure, today.inputs, arrival);
            defects = (defects + added).at_most(1.0);
        }
        if plan.sample.is_some() {
            return sampled((plan, source), ordered, defects, today);
        }
        if plan.defect_rate.is_zero() && !spoils {
            return Found { good: ordered, missed: Count::ZERO, inspected: ordered };
        }
        let faulty = today.luck.binomial(source.defect_source, OrderDraw::Rejected.index(today.day), ordered, defects);
        Found { good: ordered - faulty, missed: Count::ZERO, inspected: ordered }
    }

    /// Units of an order that are paid for: the good ones and those missed, but of an order without a good one none.
    pub fn paid_for(&self, found: FoundOf) -> i32 {
        let missed = if self.cost.is_some() { found.missed } else { 0 };
        if found.good > 0 { found.good + missed } else { 0 }
    }

    /// What one launch receives of an order; gives what is paid for it: the good units, those missed and the inspection,
    /// which are part of what the good ones cost. An order without a good unit goes back whole, at the supplier's cost.
    #[inline(always)]
    pub fn receive(&mut self, found: FoundOf, unit_cost: f64, lane: usize) -> f64 {
        let good = f64::from(found.good) * unit_cost;
        match &self.cost {
            Some(cost) if found.good > 0 => {
                self.missed.0[lane] += found.missed;
                good + f64::from(found.missed) * unit_cost + f64::from(found.inspected) * cost.0[lane]
            }
            _ => good,
        }
    }
}

/// E70: single sampling with screening of what is refused (Dodge & Romig 1959): of a sample of n units
/// `S ~ Binomial(min(n, ordered), d)` are faulty, of the others `R ~ Binomial(ordered - min(n, ordered), d)`. With `S <= c`
/// the order is accepted: S are credited and R missed; else all of it is inspected and S + R are credited.
#[inline(never)]
fn sampled<const L: usize>(
    (plan, source): (&InspectionPlan, &SourcePlan),
    ordered: Count<L>,
    defects: Real<L>,
    today: &mut Today<L>,
) -> Found<L> {
    let (size, accepts) = plan.sample.unwrap_or((i32::MAX, 0));
    let sample = ordered.min(Count::splat(size));
    let mut faulty = |draw: OrderDraw, units: Count<L>| {
        today.luck.binomial(source.defect_source, draw.index(today.day), units, defects)
    };
    let found = faulty(OrderDraw::Sampled, sample);
    let others = faulty(OrderDraw::Rejected, ordered - sample);
    let refused: Mask<L> = found.gt(Count::splat(accepts));
    Found {
        good: ordered - found - others,
        missed: refused.select(Count::ZERO, others),
        inspected: refused.select(ordered, sample),
    }
}
