//! Where a launch stands: what was counted so far, as facts, and what comes after it.
//!
//! E115: of a series that adds up, what came since the fourth and the twelfth line before the last known one, and before that, are
//! facts; of a level the last one is. The rest is forecast from there: the last known value plus what a launch that makes these
//! facts adds to its own of that day, so that orders, stock and cash are what they are.

use jiff::civil::Date;

use super::bank::Kept;
use super::told::Range;
use crate::outcome::{Layout, ObservedFact, Role, Says, SeriesId, Side};
use crate::scenario::Scenario;
use crate::scenario::observed::Observed;
use crate::units::date_of_day;

/// Lines before the last known one at which what came is told apart.
const BACK: [usize; 2] = [4, 12];
/// A discrepancy is not less than that of this share of the largest value of the series: small flows are not known better.
const FLOOR: f64 = 0.02;

/// What was counted of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct ActualSeries {
    /// Which series.
    pub series: SeriesId,
    /// What was counted, line by line; `None` where nothing was.
    pub values: Vec<Option<f64>>,
}

/// What was counted, by its dates.
#[derive(Clone, Debug, PartialEq)]
pub struct Actuals {
    /// The dates, rising.
    pub dates: Vec<Date>,
    /// The series.
    pub series: Vec<ActualSeries>,
}

/// A discrepancy is not less than that, in the unit of the series: no launch makes a number to the last one.
const LEAST: f64 = 1.0;

/// Whether a series adds up from day to day.
fn adds_up(series: SeriesId) -> bool {
    matches!(series, SeriesId::OrdersToDate | SeriesId::ShippedToDate | SeriesId::ReservedToDate)
}

/// The last day of the timeline.
#[must_use]
pub fn last_day(scenario: &Scenario) -> Date {
    date_of_day(scenario.timeline.start, i64::from(scenario.timeline.days) - 1)
}

/// Between a series and the day on which it is kept: no name that can be written has a blank.
const ON: &str = " on ";

/// The name of the metric that keeps a series on a day.
fn kept_as(series: SeriesId, date: Date) -> String {
    format!("{}{ON}{date}", series.id())
}

impl Actuals {
    /// The last line of a series that is known by a day, and its value.
    fn last(&self, of: &ActualSeries, by: Date) -> Option<(usize, f64)> {
        let known = of.values.iter().enumerate().filter(|(at, _)| self.dates[*at] <= by);
        known.filter_map(|(at, value)| Some((at, (*value)?))).next_back()
    }

    /// The days on which a forecast made by then is told: those counted later, and the ends of months.
    #[must_use]
    pub fn days(&self, by: Date, end: Date) -> Vec<Date> {
        let mut days: Vec<Date> = self.dates.iter().copied().filter(|date| *date > by && *date <= end).collect();
        let mut month = by.last_of_month();
        while month < end {
            if month > by {
                days.push(month);
            }
            month = month.tomorrow().map_or(end, Date::last_of_month);
        }
        days.push(end);
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The scenario as it is known by a day: what was counted until then is fitted, what is on record of later days, of the whole
    /// launch or of a series that was counted is not, and the days to come are kept.
    #[must_use]
    pub fn known_by(&self, scenario: &Scenario, by: Date, discrepancy: f64) -> Scenario {
        let mut known = scenario.clone();
        let counted = |fact: &Observed| {
            let series = SeriesId::on_record(&fact.metric, &scenario.company.currency);
            series.is_some_and(|series| self.series.iter().any(|of| of.series == series))
        };
        for fact in &mut known.observed {
            if fact.date.is_none_or(|date| date > by) || counted(fact) {
                fact.role = Role::Check;
            }
        }
        let end = last_day(scenario);
        for of in &self.series {
            let Some((last, value)) = self.last(of, by) else { continue };
            // What comes later is not known by then.
            let largest = of.values[..=last].iter().flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
            let fact = |(from, to): (Option<usize>, usize), value: f64| Observed {
                name: match from {
                    Some(from) => format!("{} from {} to {}", of.series.id(), self.dates[from], self.dates[to]),
                    None => format!("{} to {}", of.series.id(), self.dates[to]),
                },
                metric: of.series.id().to_owned(),
                date: Some(self.dates[to]),
                since: from.map(|at| self.dates[at]),
                per: None,
                number: None,
                value,
                says: Says::Exactly,
                error: 0.0,
                side: Side::Either,
                discrepancy: (discrepancy * value.abs().max(FLOOR * largest)).max(LEAST),
                role: Role::Fit,
            };
            if adds_up(of.series) {
                let mut to = (last, value);
                for back in BACK {
                    let from = last.checked_sub(back).and_then(|at| Some((at, of.values[at]?)));
                    let Some(from) = from.filter(|(at, _)| *at < to.0) else { continue };
                    known.observed.push(fact((Some(from.0), to.0), to.1 - from.1));
                    to = from;
                }
                known.observed.push(fact((None, to.0), to.1));
            } else {
                known.observed.push(fact((None, last), value));
            }
            for date in std::iter::once(self.dates[last]).chain(self.days(by, end)) {
                known.observed.push(Observed {
                    name: kept_as(of.series, date),
                    role: Role::Check,
                    date: Some(date),
                    since: None,
                    ..fact((None, last), value)
                });
            }
        }
        known
    }
}

/// A day to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahead {
    /// The day.
    pub date: Date,
    /// What is forecast.
    pub forecast: Range,
    /// What was counted then, where that is known.
    pub actual: Option<f64>,
}

/// The forecast of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesAhead {
    /// Which series.
    pub series: SeriesId,
    /// The day of its last known value.
    pub known: Date,
    /// That value.
    pub value: f64,
    /// All that was counted until then, by its days.
    pub counted: Vec<(Date, f64)>,
    /// The days to come.
    pub ahead: Vec<Ahead>,
}

/// What is forecast from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The day by which is known what is known.
    pub by: Date,
    /// Launches drawn.
    pub launches: u32,
    /// Launches of equal weight that are where the company is.
    pub effective: f64,
    /// The series; none where too few launches are where the company is.
    pub series: Vec<SeriesAhead>,
}

impl Actuals {
    /// Whether a fact only keeps a series on a day.
    #[must_use]
    pub fn keeps(&self, fact: &ObservedFact) -> bool {
        self.series.iter().any(|of| fact.name.strip_prefix(of.series.id()).is_some_and(|rest| rest.starts_with(ON)))
    }

    /// The forecast by launches that weigh what they weigh.
    #[must_use]
    pub fn ahead(
        &self,
        (by, end): (Date, Date),
        layout: &Layout,
        (kept, weights): (&Kept, &[f64]),
    ) -> Vec<SeriesAhead> {
        let column = |series: SeriesId, date: Date| {
            let name = kept_as(series, date);
            let fact = layout.observed.iter().find(|fact| fact.name == name)?;
            Some(kept.metrics[fact.metric].as_slice())
        };
        let of_series = |of: &ActualSeries| {
            let (last, value) = self.last(of, by)?;
            let now = column(of.series, self.dates[last])?;
            let day = |date: Date| {
                let then = column(of.series, date)?;
                let anchored = then.iter().zip(now).map(|(then, now)| value + then - now);
                // Only cash can be less than nothing.
                let least = if of.series == SeriesId::Cash { f64::NEG_INFINITY } else { 0.0 };
                let anchored: Vec<f64> = anchored.map(|anchored| anchored.max(least)).collect();
                let actual = self.dates.iter().position(|known| *known == date).and_then(|at| of.values[at]);
                Some(Ahead { date, forecast: Range::of(&anchored, weights), actual })
            };
            let ahead = self.days(by, end).into_iter().filter_map(day).collect();
            let counted =
                self.dates[..=last].iter().zip(&of.values).filter_map(|(date, value)| Some((*date, (*value)?)));
            Some(SeriesAhead { series: of.series, known: self.dates[last], value, counted: counted.collect(), ahead })
        };
        self.series.iter().filter_map(of_series).collect()
    }
}
