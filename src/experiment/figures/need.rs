//! What short cash needs: how likely, how much, how long, by when, what ends it, and what is earned either way.

use super::{ColumnSource, Probability};
use crate::outcome::{Layout, MetricId};
use crate::stats::quantile::{is_carried, quantiles};
use crate::stats::{Better, Summary, fraction_below};

/// Shares of launches at which a need is told.
pub const LEVELS: [f64; 3] = [0.5, 0.95, 0.99];
/// The chance of falling short from which on no single profit leads a page.
pub const WEIGHTY: f64 = 0.01;

/// The need of the launches that fall below their credit line, and what all launches earn under both rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Launches that fall short.
    pub short: usize,
    /// All launches.
    pub launches: usize,
    /// How likely a launch falls short.
    pub chance: Probability,
    /// At each level, how far the short ones fall below their credit line; `None` where too few carry it [money].
    pub gap: [Option<f64>; 3],
    /// At each level, the days they are below it.
    pub days: [Option<f64>; 3],
    /// At each level, the day by which they need the money: so many need it no earlier.
    pub by: [Option<f64>; 3],
    /// At each level, what all launches would have to be able to draw: the line that covers so many of them [money].
    pub line: [Option<f64>; 3],
    /// What ends the gap, the most frequent first.
    pub ends: Vec<End>,
    /// Share of the short ones that are still below their line on the last evening.
    pub open: f64,
    /// Net profit of all launches if a gap is bridged at the penalty rate.
    pub bridged: Profit,
    /// Net profit of all launches if whoever falls short is wound up.
    pub wound_up: Profit,
}

/// Net profit of all launches under one rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profit {
    /// Its distribution.
    pub summary: Summary,
    /// Share of launches that lose money.
    pub losing: f64,
}

/// How gaps end.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The fundings and loans of the day on which cash is back above the line; none where receipts bring it there.
    pub inflows: Vec<String>,
    /// That day; `None` where receipts end gaps on various days.
    pub day: Option<i32>,
    /// Share of the short launches.
    pub share: f64,
}

impl Need {
    /// Reads the columns of a finished table; `None` where the layout has no cash.
    ///
    /// # Errors
    /// When a column cannot be read back.
    pub fn of<C: ColumnSource>(
        layout: &Layout,
        columns: &C,
        chance: Option<Probability>,
    ) -> Result<Option<Self>, C::Fault> {
        let names = [
            MetricId::Insolvent,
            MetricId::CashGap,
            MetricId::CashGapDays,
            MetricId::InsolvencyDay,
            MetricId::CashGapEndsDay,
            MetricId::PeakFundingNeed,
            MetricId::NetProfitBridged,
            MetricId::NetProfitWoundUp,
        ];
        let found: Option<Vec<usize>> = names.into_iter().map(|id| layout.at(id)).collect();
        let (Some(found), Some(chance)) = (found, chance) else { return Ok(None) };
        let read: Result<Vec<Vec<f64>>, C::Fault> = found.iter().map(|&at| columns.metric(at)).collect();
        Ok(read?.try_into().ok().map(|columns: [Vec<f64>; 8]| Self::new(layout, &columns, chance)))
    }

    /// The need that columns tell of: who is short, gaps, their days, first days, last days, peaks, and profit under both
    /// rules.
    #[must_use]
    pub fn new(layout: &Layout, columns: &[Vec<f64>; 8], chance: Probability) -> Self {
        let [insolvent, gaps, days, first, ends, peak, bridged, wound_up] = columns;
        let of_short = |column: &[f64]| -> Vec<f64> {
            insolvent.iter().zip(column).filter(|(short, _)| **short > 0.5).map(|(_, value)| *value).collect()
        };
        let earliest: Vec<f64> = of_short(first).into_iter().map(|day| -day).collect();
        let ends = of_short(ends);
        let share = |count: usize| count as f64 / ends.len().max(1) as f64;
        let profit = |column: &[f64]| Profit {
            summary: Summary::sampled(column, Better::More, layout.sampled),
            losing: fraction_below(column, 0.0),
        };
        Self {
            short: ends.len(),
            launches: insolvent.len(),
            chance,
            gap: at_levels(&of_short(gaps)),
            days: at_levels(&of_short(days)),
            by: at_levels(&earliest).map(|day| day.map(|day| -day)),
            line: at_levels(peak),
            open: share(ends.iter().filter(|day| day.is_nan()).count()),
            ends: endings(layout, &ends),
            bridged: profit(bridged),
            wound_up: profit(wound_up),
        }
    }

    /// Whether falling short is likely enough that profit is told under both rules only.
    #[must_use]
    pub fn is_weighty(&self) -> bool {
        self.chance.value > WEIGHTY
    }

    /// Whether all launches fall short alike, as one does and as all do without luck.
    #[must_use]
    pub fn is_the_same_in_all(&self) -> bool {
        let alike = |profit: &Profit| profit.summary.min >= profit.summary.max;
        self.short == self.launches && alike(&self.bridged) && alike(&self.wound_up)
    }
}

/// The quantiles at the levels, as far as the values carry them.
fn at_levels(values: &[f64]) -> [Option<f64>; 3] {
    let found = quantiles(values, &LEVELS);
    std::array::from_fn(|at| is_carried(values.len(), LEVELS[at]).then(|| found[at]))
}

/// What brings cash back above the line in the short launches, the most frequent first.
fn endings(layout: &Layout, ends: &[f64]) -> Vec<End> {
    let share = |count: usize| count as f64 / ends.len().max(1) as f64;
    let mut days: Vec<i32> = layout.inflows.iter().map(|inflow| inflow.day).collect();
    days.dedup();
    let mut endings = Vec::new();
    let mut rest = ends.iter().filter(|day| !day.is_nan()).count();
    for day in days {
        let count = ends.iter().filter(|end| **end == f64::from(day)).count();
        rest -= count;
        let here = layout.inflows.iter().filter(|inflow| inflow.day == day);
        let inflows = here.map(|inflow| inflow.name.clone()).collect();
        endings.push(End { inflows, day: Some(day), share: share(count) });
    }
    endings.push(End { inflows: Vec::new(), day: None, share: share(rest) });
    endings.retain(|end| end.share > 0.0);
    endings.sort_by(|a, b| b.share.total_cmp(&a.share));
    endings
}
