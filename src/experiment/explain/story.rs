//! The story of one launch: events a planner can read, with names and causes.

use serde::Serialize;

use super::cause::Cause;
use super::pick::Picked;
use super::replay::Replay;
use super::spells::{Spell, spells};
use crate::company::record::LaunchRecord;
use crate::language::quantity::Input;
use crate::outcome::{Daily, Layout, MetricId, SeriesId, StatementLine};
use crate::rooms::books::day::{Line, Statement};
use crate::scenario::Scenario;

/// An uncertain input as it was drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drawn {
    /// Its key.
    pub key: String,
    /// The unit of the key, "" when it has none.
    pub unit: String,
    /// Its value, in that unit.
    pub value: f64,
    /// Its median.
    pub median: f64,
    /// Chance of a lower value.
    pub share_below: f64,
}

/// All that is told of a launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Which launch, and how it was picked.
    pub picked: Picked,
    /// Seed of its luck.
    pub seed: u64,
    /// Names of the columns.
    pub layout: Layout,
    /// Its uncertain inputs.
    pub inputs: Vec<Drawn>,
    /// Its metrics.
    pub metrics: Vec<f64>,
    /// The same under the rule that is not the scenario's own, where it falls below its credit line.
    pub under_other_rule: Option<Vec<f64>>,
    /// Days by which the sale waited for contracts.
    pub slip: i32,
    /// Per series: its value on every day.
    pub series: Vec<Vec<f64>>,
    /// What held assembly up, and why.
    pub spells: Vec<(Spell, Cause)>,
    /// What happened day by day.
    pub record: LaunchRecord,
    /// Lines of the profit and loss over the whole life, with the settlement; the last is the net profit.
    pub profit: Vec<(StatementLine, f64)>,
    /// Lines of the cash flow over the whole life, from the opening to the closing cash.
    pub cash_flow: Vec<(StatementLine, f64)>,
}

impl Story {
    /// A launch with its record: names what happened and finds what caused it.
    pub(super) fn new(scenario: &Scenario, told: Replay, picked: Picked, record: LaunchRecord) -> Self {
        let Replay { plan, inputs, metrics, under_other_rule, slip } = told;
        let layout = &plan.layout;
        let drawn = |(input, &value): (&Input, &f64)| Drawn {
            key: input.key.clone(),
            unit: input.unit.replace("money", &layout.currency),
            value,
            median: input.distribution.median(),
            share_below: input.distribution.cdf(value),
        };
        let spells = spells(&record.days, layout.start, &layout.constraints).into_iter().map(|spell| {
            let cause = Cause::of(&spell, &plan, &record);
            (spell, cause)
        });
        Self {
            picked,
            seed: plan.seed,
            inputs: scenario.inputs.iter().zip(&inputs).map(drawn).collect(),
            metrics,
            under_other_rule,
            slip,
            series: record.daily.values.iter().map(|paths| paths.of(0).collect()).collect(),
            spells: spells.collect(),
            profit: statement(&record.daily, Statement::ProfitAndLoss),
            cash_flow: statement(&record.daily, Statement::CashFlow),
            layout: plan.layout,
            record,
        }
    }

    /// The value of a metric; `None` where it does not apply.
    #[must_use]
    pub fn metric(&self, metric: MetricId) -> Option<f64> {
        let at = self.layout.at(metric)?;
        Some(self.metrics[at]).filter(|value| !value.is_nan())
    }

    /// A metric under the rule that is not the scenario's own; `None` where the launch is the same under both.
    #[must_use]
    pub fn otherwise(&self, metric: MetricId) -> Option<f64> {
        let at = self.layout.at(metric)?;
        self.under_other_rule.as_ref().map(|metrics| metrics[at]).filter(|value| !value.is_nan())
    }

    /// Day and amount of the lowest closing cash of this launch, which is not that of going on where it was wound up.
    #[must_use]
    pub fn lowest_cash(&self) -> Option<(usize, f64)> {
        let evenings = self.series(SeriesId::Cash).iter().copied().enumerate();
        evenings.reduce(|lowest, evening| if evening.1 < lowest.1 { evening } else { lowest })
    }

    /// The values of a series, day by day.
    #[must_use]
    pub fn series(&self, series: SeriesId) -> &[f64] {
        let at = self.layout.series_at(series);
        at.and_then(|at| self.series.get(at)).map_or(&[], Vec::as_slice)
    }

    /// Cash before the first day.
    #[must_use]
    pub fn opening_cash(&self) -> f64 {
        self.cash_flow.first().map_or(0.0, |(_, cash)| *cash)
    }

    /// The name of what bound assembly.
    #[must_use]
    pub fn constraint(&self, at: usize) -> &str {
        &self.layout.constraints[at]
    }
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
