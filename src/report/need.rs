//! What short cash needs: how likely, how much, how long, by when, what ends it, and what is earned either way.

use serde_json::{Value, json};

use super::error::ReportError;
use super::launches::Columns;
use super::number;
use super::summary::Probability;
use crate::outcome::{Layout, MetricId};
use crate::stats::quantile::{is_carried, quantiles};
use crate::stats::{Summary, fraction_below};
use crate::units::date_of_day;

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
    pub fn of(layout: &Layout, columns: &Columns, chance: Option<Probability>) -> Result<Option<Self>, ReportError> {
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
        let read: Result<Vec<Vec<f64>>, ReportError> = found.iter().map(|&at| columns.metric(at)).collect();
        Ok(read?.try_into().ok().map(|columns: [Vec<f64>; 8]| Self::new(layout, &columns, chance)))
    }

    fn new(layout: &Layout, columns: &[Vec<f64>; 8], chance: Probability) -> Self {
        let [insolvent, gaps, days, first, ends, peak, bridged, wound_up] = columns;
        let of_short = |column: &[f64]| -> Vec<f64> {
            insolvent.iter().zip(column).filter(|(short, _)| **short > 0.5).map(|(_, value)| *value).collect()
        };
        let earliest: Vec<f64> = of_short(first).into_iter().map(|day| -day).collect();
        let ends = of_short(ends);
        let share = |count: usize| count as f64 / ends.len().max(1) as f64;
        let profit = |column: &[f64]| Profit { summary: Summary::of(column), losing: fraction_below(column, 0.0) };
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

    /// As it stands in `summary.json`.
    #[must_use]
    pub fn json(&self, layout: &Layout) -> Value {
        let currency = &layout.currency;
        let levels = |values: &[Option<f64>; 3]| {
            let [p50, p95, p99] = values.map(|value| value.map_or(Value::Null, number::json));
            json!({"p50": p50, "p95": p95, "p99": p99})
        };
        let date = |day: f64| date_of_day(layout.start, day.floor() as i64).to_string();
        let [by_50, by_95, by_99] = self.by.map(|day| day.map_or(Value::Null, |day| Value::from(date(day))));
        let end = |end: &End| {
            json!({
                "inflows": end.inflows,
                "date": end.day.map(|day| date(f64::from(day))),
                "share": number::json(end.share),
            })
        };
        let profit = |profit: &Profit| {
            let Summary { mean, p5, p50, p95, cvar5, .. } = profit.summary;
            let [mean, p5, p50, p95, cvar5] = [mean, p5, p50, p95, cvar5].map(number::json);
            let losing = number::json(profit.losing);
            json!({"mean": mean, "p5": p5, "p50": p50, "p95": p95, "cvar5": cvar5, "losing": losing})
        };
        let Probability { value, low, high } = self.chance;
        json!({
            "launches_short": self.short,
            "chance": {"value": number::json(value), "low": number::json(low), "high": number::json(high)},
            (MetricId::CashGap.name(currency)): levels(&self.gap),
            "cash_gap_days": levels(&self.days),
            "needed_by": {"p50": by_50, "p95": by_95, "p99": by_99},
            "ended_by": self.ends.iter().map(end).collect::<Vec<_>>(),
            "open_at_the_end": number::json(self.open),
            (format!("credit_line_that_covers_{currency}")): levels(&self.line),
            (MetricId::NetProfit.name(currency)): {
                "bridged": profit(&self.bridged),
                "wound_up": profit(&self.wound_up),
            },
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Inflow;
    use crate::report::synthetic;

    fn layout() -> Layout {
        let inflow = |name: &str, day| Inflow { name: name.into(), day, amount: 1.0 };
        let inflows = vec![inflow("funding.a", 10), inflow("loan.b", 20), inflow("funding.c", 20)];
        Layout { inflows, ..synthetic::layout() }
    }

    /// A hundred launches of which every second is short: launch i by i yuan, for i/10 days from day i on.
    fn need() -> Need {
        let of = |f: fn(f64) -> f64| (0..100).map(|at| f(f64::from(at))).collect::<Vec<_>>();
        let columns = [
            of(|at| at % 2.0),
            of(|at| at * (at % 2.0)),
            of(|at| at / 10.0),
            of(|at| at),
            of(|at| {
                if at < 80.0 {
                    20.0
                } else if at < 90.0 {
                    33.0
                } else {
                    f64::NAN
                }
            }),
            of(|at| at),
            of(|at| at - 10.0),
            of(|at| at - 50.0),
        ];
        let chance = Probability { value: 0.5, low: 0.4, high: 0.6 };
        Need::new(&layout(), &columns, chance)
    }

    #[test]
    fn a_need_is_that_of_the_short_launches_and_a_line_that_of_all() {
        let need = need();
        assert_eq!((need.short, need.launches), (50, 100));
        // Odd numbers from 1 to 99; fifty of them do not carry their 99 % quantile, a hundred launches do.
        assert_eq!(need.gap, [Some(50.0), Some(94.1), None]);
        let near = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 1e-9);
        assert!(near(need.days[1], 9.41) && near(need.line[2], 98.01), "{need:?}");
        assert!(near(need.by[0], 50.0) && near(need.by[1], 5.9) && need.by[2].is_none(), "{:?}", need.by);
        assert_eq!((need.bridged.losing, need.wound_up.losing), (0.1, 0.5));
    }

    #[test]
    fn gaps_are_ended_by_the_money_of_their_last_day_by_receipts_or_not_at_all() {
        let need = need();
        let told: Vec<(String, Option<i32>, f64)> =
            need.ends.iter().map(|end| (end.inflows.join("+"), end.day, end.share)).collect();
        assert_eq!(told, [("loan.b+funding.c".to_owned(), Some(20), 0.8), (String::new(), None, 0.1)]);
        assert_eq!(need.open, 0.1);
        let json = need.json(&layout());
        assert_eq!(json["ended_by"][0]["date"], "2010-11-21");
        assert!(json["ended_by"][1]["date"].is_null() && json["cash_gap_yuan"]["p99"].is_null());
        assert_eq!(json["needed_by"]["p95"], "2010-11-06");
    }
}
