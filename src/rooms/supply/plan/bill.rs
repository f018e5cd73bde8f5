//! Lines of the bill of materials, for the audit of what each of them cost.

use crate::rooms::calendar::plan::compiler::Compiler;
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::supply::plan::SupplyPlan;
use crate::rooms::supply::plan::fees::freights;

/// One line of the bill of materials.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditPart {
    /// Its component.
    pub component: String,
    /// Who sells it.
    pub supplier: String,
    /// Parts in one phone.
    pub per_phone: i32,
    /// Its supply class, and the cost group in it.
    pub place: (usize, usize),
    /// Parts in one unit of the class.
    pub parts_per_unit: f64,
    /// Its part of the group's quote, per class unit.
    pub quote: Param,
    /// Its freight per class unit, from the first and from the second source.
    pub freight: [Param; 2],
    /// What it would cost fairly.
    pub fair_price: Option<Param>,
}

/// The lines in the order of the bill.
pub(crate) fn parts(compiler: &Compiler, supply: &SupplyPlan) -> Vec<AuditPart> {
    let scenario = compiler.scenario;
    // The cost group of each part in the class it is counted in.
    let mut group_of = vec![None; scenario.components.len()];
    for (at, class) in supply.classes.iter().enumerate() {
        for (group, costs) in class.costs.iter().enumerate() {
            for &part in &costs.components {
                if supply.class_of_component[part] == Some(at) && group_of[part].is_none() {
                    group_of[part] = Some(group);
                }
            }
        }
    }
    let line = |&(index, per_phone): &(usize, i32)| {
        let component = &scenario.components[index];
        let at = supply.class_of_component[index]?;
        let class = &supply.classes[at];
        let group = group_of[index]?;
        let parts_per_unit = f64::from(per_phone) / f64::from(class.quantity);
        Some(AuditPart {
            component: component.name.clone(),
            supplier: scenario.suppliers[component.supplier].name.clone(),
            per_phone,
            place: (at, group),
            parts_per_unit,
            quote: Param::scaled(component.unit_cost, parts_per_unit),
            freight: freights(component).map(|freight| Param::scaled(freight, parts_per_unit)),
            fair_price: component.fair_price.map(Param::from),
        })
    };
    scenario.products[0].parts.iter().filter_map(line).collect()
}
