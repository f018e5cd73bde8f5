//! Puts the record of a launch into its story: names what happened and finds what caused it.

use super::pick::Picked;
use super::replay::Replay;
use super::spells::{Spell, spells};
use super::story::{Cause, Class, Disruption, Drawn, Opening, Purchase, Signature, Story};
use crate::company::plan::Plan;
use crate::company::record::{PurchaseRecord, Record};
use crate::lanes::Real;
use crate::outcome::{Daily, StatementLine};
use crate::rooms::assembly::day::{BOUND_BY_CALENDAR, BOUND_BY_CAPACITY, BOUND_BY_FIRST_PART};
use crate::rooms::books::day::{Line, Statement};
use crate::rooms::market::plan::windows::OfferPlan;
use crate::rooms::supply::plan::{ClassPlan, SourcePlan};
use crate::rooms::weather::keys::{Effect, Target};
use crate::rooms::weather::plan::Exposure;
use crate::scenario::Scenario;
use crate::units::Days;

/// Puts the record of a launch into a story.
pub(super) fn story(scenario: &Scenario, told: &Replay, picked: Picked, record: Record) -> Story {
    let plan = &told.plan;
    let teller = Teller { scenario, plan, record: &record };
    let purchases: Vec<Purchase> = record.orders.iter().map(|order| teller.purchase(order)).collect();
    let spells = spells(&record.days).into_iter().map(|spell| {
        let cause = teller.cause(&spell, &purchases);
        (spell, cause)
    });
    let spells = spells.collect();
    let fundings = scenario.fundings.iter().zip(&record.fundings);
    let statement = |which: Statement| statement(&record.daily, which);
    Story {
        seed: plan.seed,
        layout: plan.layout.clone(),
        inputs: drawn(scenario, &told.inputs),
        metrics: told.metrics.clone(),
        under_other_rule: told.under_other_rule.clone(),
        slip: told.slip,
        announced: plan.market.as_ref().map(|market| market.announced),
        promise: promise(told),
        parts_for: parts_for(plan, &record),
        signatures: teller.signatures(&purchases),
        classes: plan.supply.classes.iter().map(|class| teller.class(class)).collect(),
        disruptions: (0..plan.disruptions.len()).map(|at| teller.disruption(at, &purchases)).collect(),
        openings: teller.openings(),
        called: record.called.iter().map(|&called| i64::from(called)).sum(),
        wound_up: record.wound_up,
        fundings: fundings.map(|(funding, &(day, amount))| (funding.name.clone(), day, amount)).collect(),
        credit_line: record.credit_line,
        profit: statement(Statement::ProfitAndLoss),
        cash_flow: statement(Statement::CashFlow),
        picked,
        spells,
        purchases,
        days: record.days,
        series: record.daily.values.iter().map(|paths| paths.of(0).collect()).collect(),
    }
}

fn drawn(scenario: &Scenario, values: &[f64]) -> Vec<Drawn> {
    let drawn = |(input, &value): (&crate::language::quantity::Input, &f64)| Drawn {
        value,
        unit: input.unit,
        median: input.distribution.median(),
        share_below: input.distribution.cdf(value),
    };
    scenario.inputs.iter().zip(values).map(drawn).collect()
}

fn promise(told: &Replay) -> Option<f64> {
    let inputs: Vec<Real<1>> = told.inputs.iter().map(|&value| Real::splat(value)).collect();
    told.plan.market.as_ref().map(|market| market.promise.of(&inputs).0[0])
}

/// Phones for which all parts were there or on order at the end.
fn parts_for(plan: &Plan, record: &Record) -> Option<f64> {
    let phones = |(at, class): (usize, &ClassPlan)| {
        let good = record
            .orders
            .iter()
            .filter(|order| order.class == at && !order.cancelled)
            .map(|order| i64::from(order.good));
        (good.sum::<i64>() + i64::from(class.opening)).div_euclid(i64::from(class.quantity)) as f64
    };
    plan.supply.classes.iter().enumerate().map(phones).min_by(f64::total_cmp)
}

/// The lines of a statement over the whole life: months and settlement together, opening and closing cash as they stand.
fn statement(daily: &Daily, statement: Statement) -> Vec<(StatementLine, f64)> {
    let lines = daily.monthly.lines.iter().zip(&daily.monthly.values);
    let lines = lines.filter(|(line, _)| line.statement == statement.name());
    let life = |line: &StatementLine, values: &[f64]| match line.line {
        name if name == Line::OpeningCash.name() => values.first().copied().unwrap_or(0.0),
        name if name == Line::ClosingCash.name() => values.last().copied().unwrap_or(0.0),
        _ => values.iter().sum(),
    };
    lines.map(|(line, paths)| (*line, life(line, &paths.of(0).collect::<Vec<_>>()))).collect()
}

struct Teller<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    record: &'a Record,
}

impl Teller<'_> {
    fn supplier(&self, at: usize) -> &str {
        &self.scenario.suppliers[at].name
    }

    fn class(&self, class: &ClassPlan) -> Class {
        let supplier = self.supplier(class.source.supplier).to_owned();
        Class { name: class.name.clone(), parts: class.components.len(), supplier }
    }

    fn source(&self, order: &PurchaseRecord) -> &SourcePlan {
        let class = &self.plan.supply.classes[order.class];
        match &class.second {
            Some(second) if order.from_second => &second.source,
            _ => &class.source,
        }
    }

    fn purchase(&self, order: &PurchaseRecord) -> Purchase {
        let class = &self.plan.supply.classes[order.class];
        let source = self.source(order);
        let component = &self.scenario.components[class.components[0]];
        let lead = Days(component.lead_time.value).rounded_half_up();
        let planned = order.day + lead + class.inspection.days;
        let days = self.plan.days as i32;
        let arrival = (order.arrival < days && !order.cancelled).then_some(order.arrival);
        // Days on which a delivery of this source stood still while it was under way.
        // One that is cancelled is waited for until then.
        let end = self.record.wound_up.filter(|_| order.cancelled).unwrap_or(days);
        let until = order.arrival.min(end);
        let halts = |at: &usize| (order.day..until).any(|day| self.record.disrupted[*at][day as usize]);
        let halted = order.arrival - order.day - order.lead - class.inspection.days;
        let halted_by: Vec<usize> = source.exposure.halts.iter().copied().filter(halts).collect();
        let per_phone = f64::from(class.quantity);
        Purchase {
            class: order.class,
            supplier: self.supplier(source.supplier).to_owned(),
            day: order.day,
            phones: f64::from(order.ordered) / per_phone,
            rejected: f64::from(order.ordered - order.good) / per_phone,
            value: f64::from(order.ordered) * order.unit_cost,
            planned,
            arrival,
            cancelled: order.cancelled,
            late: if order.cancelled { (until - planned).max(0) } else { until - planned },
            halted: if halted_by.is_empty() { 0 } else { halted.max(0).min(until - order.day) },
            halted_by: if halted > 0 { halted_by } else { Vec::new() },
        }
    }

    fn signatures(&self, purchases: &[Purchase]) -> Vec<Signature> {
        let last = self.plan.days as i32 - 1;
        let found = self.record.signatures.iter().enumerate().map(|(at, record)| {
            let name = self.supplier(at);
            let approaches = record.approach.map(|(number, interval)| match record.day {
                Some(_) => number.round().max(1.0) as i32,
                None => last.div_euclid(interval.max(1)),
            });
            Signature {
                supplier: name.to_owned(),
                day: record.day,
                approaches,
                uncertain: self.plan.contracts.is_uncertain(at),
                first_order: purchases.iter().filter(|order| order.supplier == name).map(|order| order.day).min(),
                needed: self.plan.contracts.needed.iter().any(|any| any.contains(&at)),
            }
        });
        found.collect()
    }

    fn disruption(&self, at: usize, purchases: &[Purchase]) -> Disruption {
        let disruption = &self.scenario.disruptions[at];
        let scenario = self.scenario;
        let whom = match disruption.target {
            Target::Region => format!("in {}", disruption.region),
            Target::Supplier(at) => format!("of {}", scenario.suppliers[at].name),
            Target::Component(at) => format!("of {}", scenario.components[at].name),
            Target::Factory(at) => format!("at the factory {}", scenario.factories[at].name),
            Target::Demand => "of new interest".to_owned(),
        };
        let works = matches!(disruption.target, Target::Factory(_) | Target::Demand);
        let what = match disruption.effect {
            Effect::Halt { .. } if works => "everything stands still",
            Effect::Halt { orders: true, deliveries: true } => "no orders taken and no deliveries",
            Effect::Halt { orders: true, .. } => "no orders taken",
            Effect::Halt { .. } => "no deliveries",
            Effect::Slow { .. } => "slowed down",
            Effect::Spoil { line_speed: Some(_), .. } => "faulty parts, fitted by hand,",
            Effect::Spoil { .. } => "faulty parts",
        };
        Disruption {
            name: disruption.name.clone(),
            what: format!("{what} {whom}"),
            spans: spans(&self.record.disrupted[at]),
            orders_held_up: purchases.iter().filter(|order| order.halted_by.contains(&at)).count(),
        }
    }

    fn openings(&self) -> Vec<Opening> {
        let mut found: Vec<Opening> = Vec::new();
        let mut places: Vec<(usize, u32)> = Vec::new();
        for record in &self.record.windows {
            let window = &self.plan.sales.windows[record.window];
            // A shelf is filled anew every day, and an open sale has no end: neither is told by its days.
            let key = (record.window, record.occurrence);
            let at = places.iter().rposition(|other| *other == key).unwrap_or_else(|| {
                places.push(key);
                let tickets = matches!(window.offer, OfferPlan::Reservation(_));
                let limited = !matches!(window.offer, OfferPlan::InStock | OfferPlan::Open);
                found.push(Opening {
                    window: window.name.clone(),
                    occurrence: record.occurrence,
                    tickets,
                    days: (record.day, record.day),
                    offered: record.offered.filter(|_| limited),
                    came: 0,
                    served: 0,
                    sold_out_after: None,
                });
                places.len() - 1
            });
            let opening = &mut found[at];
            opening.days.1 = record.day;
            opening.came += i64::from(record.came);
            opening.served += i64::from(record.served);
            if opening.offered.is_some() {
                opening.sold_out_after = opening.sold_out_after.or(record.sold_out_after);
            }
        }
        found
    }

    /// Whether an exposure has any of its halts or slowings active within some days.
    fn active(&self, exposure: &Exposure, (from, to): (i32, i32)) -> Vec<usize> {
        let all = exposure.halts.iter().copied().chain(exposure.slows.iter().map(|&(at, _)| at));
        let within = |at: &usize| (from..=to).any(|day| self.record.disrupted[*at][day as usize]);
        let mut found: Vec<usize> = all.filter(within).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn cause(&self, spell: &Spell, purchases: &[Purchase]) -> Cause {
        match spell.constraint.checked_sub(BOUND_BY_FIRST_PART as usize) {
            Some(class) => self.cause_of_parts(spell, class, purchases),
            None if spell.constraint == BOUND_BY_CALENDAR as usize => Cause::Rest,
            None => {
                debug_assert_eq!(spell.constraint, BOUND_BY_CAPACITY as usize);
                self.cause_of_capacity(spell)
            }
        }
    }

    fn unsigned(&self, supplier: usize, day: i32) -> Option<Cause> {
        let signed = self.record.signatures[supplier].day;
        let missing = signed.is_none_or(|signed| signed > day);
        missing.then(|| Cause::Unsigned { supplier: self.supplier(supplier).to_owned(), signed })
    }

    /// A supplier that had not signed; else the deliveries that were missing, due by the end of the spell, not there on
    /// its first day, and late; else too little had been ordered.
    fn cause_of_parts(&self, spell: &Spell, at: usize, purchases: &[Purchase]) -> Cause {
        let class = &self.plan.supply.classes[at];
        let signed_by_none =
            class.second.as_ref().is_none_or(|second| self.unsigned(second.source.supplier, spell.from).is_some());
        if signed_by_none && let Some(cause) = self.unsigned(class.source.supplier, spell.from) {
            return cause;
        }
        let missing = purchases.iter().enumerate().filter(|(_, order)| {
            let there = order.arrival.is_some_and(|arrival| arrival <= spell.from);
            order.class == at && order.late > 0 && order.planned <= spell.to && !there
        });
        let mut late: Vec<usize> = missing.map(|(at, _)| at).collect();
        if !late.is_empty() {
            late.sort_by_key(|&at| (-purchases[at].late, at));
            return Cause::Late(late);
        }
        let of_class = purchases.iter().filter(|order| order.class == at);
        let before = of_class.filter(|order| order.arrival.is_some_and(|arrival| arrival <= spell.from));
        Cause::TooLittle { rejected: before.map(|order| order.rejected).sum() }
    }

    fn cause_of_capacity(&self, spell: &Spell) -> Cause {
        let within = (spell.from, spell.to);
        let mut disrupted: Vec<usize> =
            self.plan.factories.iter().flat_map(|factory| self.active(&factory.exposure, within)).collect();
        disrupted.sort_unstable();
        disrupted.dedup();
        if !disrupted.is_empty() {
            return Cause::Disrupted(disrupted);
        }
        if spell.started > 0 {
            return Cause::Capacity;
        }
        let gates = self
            .plan
            .factories
            .iter()
            .map(|factory| factory.gate.and_then(|supplier| self.unsigned(supplier, spell.from)));
        let gates: Vec<Option<Cause>> = gates.collect();
        match gates.into_iter().collect::<Option<Vec<Cause>>>() {
            Some(unsigned) if !unsigned.is_empty() => unsigned.into_iter().next().unwrap_or(Cause::Closed),
            _ => Cause::Closed,
        }
    }
}

/// Stretches of days on which something is so.
fn spans(days: &[bool]) -> Vec<(i32, i32)> {
    let mut found: Vec<(i32, i32)> = Vec::new();
    for (day, _) in days.iter().enumerate().filter(|(_, active)| **active) {
        let day = day as i32;
        match found.last_mut() {
            Some(last) if last.1 == day - 1 => last.1 = day,
            _ => found.push((day, day)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::spans;

    #[test]
    fn days_in_a_row_are_one_span() {
        assert_eq!(spans(&[true, true, false, true]), [(0, 1), (3, 3)]);
        assert!(spans(&[false]).is_empty());
    }
}
