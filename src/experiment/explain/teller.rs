//! Puts the record of a launch into its story: names what happened and finds what caused it.

use super::pick::Picked;
use super::replay::Replay;
use super::spells::{Spell, spells};
use super::story::{Cause, Drawn, Story};
use crate::company::plan::Plan;
use crate::company::record::{Record, Signature};
use crate::outcome::{Daily, StatementLine};
use crate::rooms::assembly::day::{BOUND_BY_CALENDAR, BOUND_BY_CAPACITY, BOUND_BY_FIRST_PART};
use crate::rooms::books::day::{Line, Statement};
use crate::scenario::Scenario;

/// Puts the record of a launch into a story.
pub(super) fn story(scenario: &Scenario, told: &Replay, picked: Picked, record: Record) -> Story {
    let plan = &told.plan;
    let teller = Teller { plan, record: &record };
    let spells = spells(&record.days).into_iter().map(|spell| {
        let cause = teller.cause(&spell);
        (spell, cause)
    });
    let spells = spells.collect();
    let statement = |which: Statement| statement(&record.daily, which);
    Story {
        seed: plan.seed,
        layout: plan.layout.clone(),
        inputs: drawn(scenario, &told.inputs),
        metrics: told.metrics.clone(),
        under_other_rule: told.under_other_rule.clone(),
        slip: told.slip,
        profit: statement(Statement::ProfitAndLoss),
        cash_flow: statement(Statement::CashFlow),
        picked,
        spells,
        series: record.daily.values.iter().map(|paths| paths.of(0).collect()).collect(),
        record,
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
    plan: &'a Plan,
    record: &'a Record,
}

impl Teller<'_> {
    fn cause(&self, spell: &Spell) -> Cause {
        match spell.constraint.checked_sub(BOUND_BY_FIRST_PART as usize) {
            Some(class) => self.cause_of_parts(spell, class),
            None if spell.constraint == BOUND_BY_CALENDAR as usize => Cause::Rest,
            None => {
                debug_assert_eq!(spell.constraint, BOUND_BY_CAPACITY as usize);
                self.cause_of_capacity(spell)
            }
        }
    }

    fn unsigned(&self, supplier: usize, day: i32) -> Option<Cause> {
        let Signature { supplier, day: signed_day, date: signed_date, .. } = self.record.signatures[supplier].clone();
        let missing = signed_day.is_none_or(|signed| signed > day);
        missing.then_some(Cause::Unsigned { supplier, signed_day, signed_date })
    }

    /// A supplier that had not signed; else the deliveries that were missing, due by the end of the spell, not there on
    /// its first day, and late; else too little had been ordered.
    fn cause_of_parts(&self, spell: &Spell, at: usize) -> Cause {
        let class = &self.plan.supply.classes[at];
        let signed_by_none =
            class.second.as_ref().is_none_or(|second| self.unsigned(second.source.supplier, spell.from).is_some());
        if signed_by_none && let Some(cause) = self.unsigned(class.source.supplier, spell.from) {
            return cause;
        }
        let orders = || self.record.purchases.iter().enumerate().filter(|(_, order)| order.class == at);
        let there = |day: Option<i32>| day.is_some_and(|arrival| arrival <= spell.from);
        let missing = orders()
            .filter(|(_, order)| order.late_days > 0 && order.planned_day <= spell.to && !there(order.arrival_day));
        let mut late: Vec<usize> = missing.map(|(at, _)| at).collect();
        if !late.is_empty() {
            late.sort_by_key(|&at| (-self.record.purchases[at].late_days, at));
            return Cause::Late(late);
        }
        let before = orders().filter(|(_, order)| there(order.arrival_day));
        Cause::TooLittle { rejected: before.map(|(_, order)| order.rejected_phones).sum() }
    }

    fn cause_of_capacity(&self, spell: &Spell) -> Cause {
        let exposures = || self.plan.factories.iter().map(|factory| &factory.exposure);
        let can_hit = |at: usize| {
            exposures().any(|exposure| exposure.halts.contains(&at) || exposure.slows.iter().any(|slow| slow.0 == at))
        };
        let struck = self.record.disruptions.iter().enumerate();
        let struck = struck.filter(|(at, what)| can_hit(*at) && what.is_active_within(spell.from, spell.to));
        let disrupted: Vec<String> = struck.map(|(_, disruption)| disruption.name.clone()).collect();
        if !disrupted.is_empty() {
            return Cause::Disrupted(disrupted);
        }
        if spell.started > 0 {
            return Cause::Capacity;
        }
        // No factory works because of contracts only where none of them has its contract.
        let gates = self.plan.factories.iter().map(|factory| self.unsigned(factory.gate?, spell.from));
        let unsigned: Option<Vec<Cause>> = gates.collect();
        unsigned.and_then(|unsigned| unsigned.into_iter().next()).unwrap_or(Cause::Closed)
    }
}
