//! Incoming inspection of a class.

use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::distinct::{Fingerprint, Marks};
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::supply::keys::inspection::Inspection;

/// How the deliveries of a class are inspected.
#[derive(Clone, Debug, PartialEq)]
pub struct InspectionPlan {
    /// Share of faulty parts.
    pub defect_rate: Param,
    /// The same as it is planned.
    pub planned_defects: f64,
    /// Days between arrival and stock.
    pub days: i32,
    /// Units of each order that are inspected, and the faulty ones among them with which it is accepted; `None` where all
    /// are inspected.
    pub sample: Option<(i32, i32)>,
    /// Cost of inspecting one unit of the class.
    pub cost: Param,
}

impl InspectionPlan {
    /// The inspection as it is written.
    ///
    /// A unit of the class is so many parts, which are inspected one by one.
    pub(crate) fn new(inspection: &Inspection, compiler: &mut Compiler) -> Self {
        Self {
            defect_rate: inspection.defect_rate.into(),
            planned_defects: inspection.defect_rate.value,
            sample: inspection.sample_size.map(|size| (size, inspection.sample_accepts)),
            cost: inspection.inspection_cost.into(),
            days: compiler.whole_days(inspection.inspection_time),
        }
    }
}

impl Fingerprint for Inspection {
    fn mark(&self, marks: &mut Marks) {
        marks.number(self.defect_rate);
        marks.number(self.inspection_time);
        marks.whole(self.sample_size.unwrap_or(0));
        marks.whole(self.sample_accepts);
        marks.number(self.inspection_cost);
    }
}
