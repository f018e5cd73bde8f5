//! The cost audit: what each line of the bill of materials cost over the life.

use crate::company::day::Company;
use crate::company::plan::Plan;
use crate::lanes::Real;
use crate::outcome::AuditLine;
use crate::rooms::supply::plan::bill::AuditPart;

/// The audit under way for the first lanes.
#[derive(Default)]
pub(super) struct Audit<const L: usize> {
    lines: Vec<Line<L>>,
}

/// A line of the bill with each launch's numbers.
struct Line<const L: usize> {
    /// Its share of its cost group's quote.
    share: Real<L>,
    /// Its freight per class unit from the first and from the second source.
    freight: [Real<L>; 2],
    fair_price: Option<Real<L>>,
}

impl<const L: usize> Audit<L> {
    /// The morning of day 0.
    pub fn open(&mut self, plan: &Plan, company: &mut Company<L>, inputs: &[Real<L>]) {
        let changes = plan.supply.classes.iter().any(|class| class.change.is_some());
        company.supply.keep_purchases(plan.days as i32 - 1, plan.books.stops_when_insolvent || changes);
        let line = |part: &AuditPart| {
            let (class, group) = part.place;
            let whole = plan.supply.classes[class].costs[group].quote.of(inputs);
            let share = part.quote.of(inputs).zip(whole, |part, whole| if whole > 0.0 { part / whole } else { 0.0 });
            let freight = [part.freight[0].of(inputs), part.freight[1].of(inputs)];
            Line { share, freight, fair_price: part.fair_price.as_ref().map(|price| price.of(inputs)) }
        };
        self.lines = plan.audit.iter().map(line).collect();
    }

    /// After the last day: sums over the first `launches` lanes.
    pub fn close(&self, plan: &Plan, company: &Company<L>, launches: usize) -> Vec<AuditLine> {
        let sum = |values: Real<L>| values.0[..launches].iter().sum();
        let line = |(part, line): (&AuditPart, &Line<L>)| {
            let (class, group) = part.place;
            let purchases = company.supply.classes[class].purchases.as_deref();
            let nothing = (Real::ZERO, Real::ZERO, Real::ZERO);
            let (units, at_rates, spent) =
                purchases.map_or(nothing, |found| (found.units, found.units_at_rates, found.spent[group]));
            let shipped = purchases.map_or([Real::ZERO; 2], |found| found.shipped);
            let (units, at_rates) = (units * part.parts_per_unit, at_rates * part.parts_per_unit);
            AuditLine {
                component: part.component.clone(),
                supplier: part.supplier.clone(),
                per_phone: part.per_phone,
                units: sum(units),
                money: sum(spent * line.share),
                fair_money: line.fair_price.map(|price| sum(at_rates * price)),
                freight: sum(shipped[0] * line.freight[0] + shipped[1] * line.freight[1]),
            }
        };
        plan.audit.iter().zip(&self.lines).map(line).collect()
    }
}
