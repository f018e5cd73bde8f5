//! Parts of a class whose cost moves alike are one group.

use crate::language::quantity::Number;
use crate::rooms::calendar::plan::distinct::{Distinct, Fingerprint, Marks};
use crate::rooms::calendar::plan::param::Param;
use crate::rooms::supply::keys::Component;

/// Parts of a class whose unit cost follows the same curve.
#[derive(Clone, Debug, PartialEq)]
pub struct CostGroup {
    /// Quoted cost per class unit, summed over the group's parts.
    pub quote: Param,
    /// The same of a second source that quotes a price of its own.
    pub second_quote: Option<Param>,
    /// Exponent of Wright's curve, log2(1 - learning rate); zero without learning.
    pub learning_rate: Param,
    /// V0 in class units.
    pub learning_from: Param,
    /// Least experience factor.
    pub learning_floor: Param,
    /// Erosion per quarter.
    pub erosion: Param,
    /// Day of the quote.
    pub quoted: i32,
    /// (Units bought before, factor), ascending.
    pub volume_factors: Vec<(f64, Param)>,
    /// Its components.
    pub components: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CostKey {
    learning_rate: Number,
    learning_from: Number,
    learning_floor: Number,
    erosion: Number,
    quoted: i32,
    volume_factors: Vec<(f64, Number)>,
    /// The part itself where its second source quotes a price of its own, which need not move as those of others.
    alone: Option<usize>,
}

impl Fingerprint for CostKey {
    fn mark(&self, marks: &mut Marks) {
        for number in [self.learning_rate, self.learning_from, self.learning_floor, self.erosion] {
            marks.number(number);
        }
        marks.whole(i64::from(self.quoted) as u64);
        marks.whole(self.alone.map_or(0, |part| part + 1));
        for &(from, factor) in &self.volume_factors {
            marks.real(from);
            marks.number(factor);
        }
    }
}

/// Adds a part to the group of its cost curve; the groups stand as their curves do.
pub(crate) fn add_cost(
    costs: &mut Vec<CostGroup>,
    curves: &mut Distinct<CostKey>,
    (index, component): (usize, &Component),
    parts_per_unit: f64,
    quoted: i32,
) {
    // Thresholds count units bought, so a part of which a phone takes two reaches them twice as fast.
    let in_units = |parts: f64| parts / parts_per_unit;
    let own = component.second_source.and_then(|second| second.unit_cost);
    let key = CostKey {
        alone: own.map(|_| index),
        learning_rate: component.learning_rate,
        learning_from: Number { value: in_units(component.learning_from.value), ..component.learning_from },
        learning_floor: component.learning_floor,
        erosion: component.erosion_per_quarter,
        quoted,
        volume_factors: component.volume_factors.iter().map(|&(from, factor)| (in_units(from), factor)).collect(),
    };
    if let Some(group) = costs.get_mut(curves.place(&key)) {
        group.quote.add_scaled(component.unit_cost, parts_per_unit);
        group.components.push(index);
        return;
    }
    costs.push(CostGroup {
        quote: Param::scaled(component.unit_cost, parts_per_unit),
        second_quote: own.map(|price| Param::scaled(price, parts_per_unit)),
        learning_rate: component.learning_rate.into(),
        learning_from: Param::scaled(component.learning_from, 1.0 / parts_per_unit),
        learning_floor: component.learning_floor.into(),
        erosion: component.erosion_per_quarter.into(),
        quoted,
        volume_factors: key.volume_factors.iter().map(|&(from, factor)| (from, factor.into())).collect(),
        components: vec![index],
    });
    curves.push(key);
}
