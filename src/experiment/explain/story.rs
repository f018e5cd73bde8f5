//! The story of one launch: events a planner can read, with names and causes.

use jiff::civil::Date;

use super::pick::Picked;
use super::spells::Spell;
use crate::company::record::Record;
use crate::outcome::{Layout, MetricId, SeriesId, StatementLine};

/// Why a spell was.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// Who was to deliver, or to assemble, had not signed on its first day.
    Unsigned {
        /// Supplier.
        supplier: String,
        /// When it signed, if ever.
        signed_day: Option<i32>,
        /// Its date.
        signed_date: Option<Date>,
    },
    /// Deliveries were late, the latest first: places in [`Record::purchases`].
    Late(Vec<usize>),
    /// No delivery was late: too little had been ordered in time.
    TooLittle {
        /// Parts rejected before, in those of so many phones.
        rejected: f64,
    },
    /// Factories were disrupted, by these.
    Disrupted(Vec<String>),
    /// Every factory that is open had a rest day or a holiday.
    Rest,
    /// No factory worked on any of its days.
    Closed,
    /// Customers or plan wanted more than the factories can do.
    Capacity,
}

/// An uncertain input as it was drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Its value, in the unit of its key.
    pub value: f64,
    /// That unit, "" when it has none; money is in the scenario's currency.
    pub unit: &'static str,
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
    pub record: Record,
    /// Lines of the profit and loss over the whole life, with the settlement; the last is the net profit.
    pub profit: Vec<(StatementLine, f64)>,
    /// Lines of the cash flow over the whole life, from the opening to the closing cash.
    pub cash_flow: Vec<(StatementLine, f64)>,
}

impl Story {
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
