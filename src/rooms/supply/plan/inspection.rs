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
}

impl InspectionPlan {
    /// The inspection as it is written.
    pub(crate) fn new(inspection: &Inspection, compiler: &mut Compiler) -> Self {
        Self {
            defect_rate: inspection.defect_rate.into(),
            planned_defects: inspection.defect_rate.value,
            days: compiler.whole_days(inspection.inspection_time),
        }
    }
}

impl Fingerprint for Inspection {
    fn mark(&self, marks: &mut Marks) {
        marks.number(self.defect_rate);
        marks.number(self.inspection_time);
    }
}
