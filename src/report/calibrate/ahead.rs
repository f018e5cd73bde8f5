//! Where a launch stands and what comes: the forecasts on the page.

use jiff::civil::Date;

use super::CalibrationSummary;
use crate::experiment::calibrate::actuals::{Ahead, Forecast, SeriesAhead};
use crate::report::page::{Fit, Group, Table};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::title::title;

/// Days to come that are told of a series at most: the last ones of months, and the last of all.
const DAYS: usize = 7;

impl CalibrationSummary {
    /// What is forecast from where the launch stands; and where there are several forecasts, how early one would have known.
    pub(super) fn ahead(&self) -> Vec<Group> {
        let Some(last) = self.forecasts.last() else { return Vec::new() };
        let at = self.forecasts.len() - 1;
        let mut groups: Vec<Group> = last.series.iter().map(|of| self.days(at, last, of)).collect();
        if at > 0 {
            groups.extend(last.series.first().and_then(|of| self.early(of)));
        }
        groups
    }

    /// The days to come of a series.
    fn days(&self, at: usize, forecast: &Forecast, of: &SeriesAhead) -> Group {
        let unit = of.series.unit();
        let told = monthly(&of.ahead);
        let row = |ahead: &Ahead| {
            let place = of.ahead.iter().position(|one| one.date == ahead.date).unwrap_or(0);
            let id = format!("forecasts[{at}].series.{}.days[{place}]", of.series.id());
            let [_, middle, _] = ahead.forecast.quantiles;
            [
                Text::name(ahead.date.to_string()),
                self.value(format!("{id}.forecast.p50"), middle, unit),
                self.range(&format!("{id}.forecast"), &ahead.forecast, unit),
                ahead.actual.map_or_else(Text::default, |actual| self.value(format!("{id}.actual"), actual, unit)),
            ]
        };
        let heading = said!("{series} as known by {date}", series = title(of.series.title()), date = date(forecast.by));
        let columns = [said!("median"), said!("nine in ten"), said!("counted")];
        let known = said!(
            "Counted by {date}: {value}. From there launches that made the same record go on.",
            date = date(of.known),
            value = self.value(format!("forecasts[{at}].series.{}.known.value", of.series.id()), of.value, unit)
        );
        let fit = Fit::Folded { in_line: false, whole: true };
        Table::new(heading, columns, fit).rows(told.into_iter().map(row)).and(Group::said(known))
    }

    /// What each forecast said of the last day on which a series was counted.
    fn early(&self, of: &SeriesAhead) -> Option<Group> {
        let days = || self.forecasts.iter().flat_map(|forecast| &forecast.series);
        let counted = days().filter(|one| one.series == of.series).flat_map(|one| &one.ahead);
        let last = counted.filter(|ahead| ahead.actual.is_some()).map(|ahead| ahead.date).max();
        // Where nothing was counted after the last of them, the end is what all of them speak of.
        let day = last.or_else(|| of.ahead.last().map(|ahead| ahead.date))?;
        let unit = of.series.unit();
        let row = |(at, forecast): (usize, &Forecast)| {
            let worth: Text =
                Figure::new(format!("forecasts[{at}].effective"), forecast.effective, Shown::Decimals(0)).into();
            let by = Text::name(forecast.by.to_string());
            let found = forecast.series.iter().find(|one| one.series == of.series);
            let place = found.and_then(|one| one.ahead.iter().position(|ahead| ahead.date == day));
            let Some((found, place)) = found.zip(place) else {
                let known = found.filter(|one| one.known >= day);
                let counted = known.map_or_else(
                    || said!("n/a"),
                    |one| self.value(format!("forecasts[{at}].series.{}.known.value", of.series.id()), one.value, unit),
                );
                return [by, counted, Text::default(), Text::default(), worth];
            };
            let ahead = &found.ahead[place];
            let id = format!("forecasts[{at}].series.{}.days[{place}]", of.series.id());
            [
                by,
                self.value(format!("{id}.forecast.p50"), ahead.forecast.quantiles[1], unit),
                self.range(&format!("{id}.forecast"), &ahead.forecast, unit),
                ahead.actual.map_or_else(Text::default, |actual| self.value(format!("{id}.actual"), actual, unit)),
                worth,
            ]
        };
        let heading = said!("{series} on {date}, as known by", series = title(of.series.title()), date = date(day));
        let columns = [said!("median"), said!("nine in ten"), said!("counted"), said!("worth")];
        let fit = Fit::Folded { in_line: false, whole: true };
        Some(Table::new(heading, columns, fit).rows(self.forecasts.iter().enumerate().map(row)))
    }
}

/// A date in a sentence.
fn date(date: Date) -> Text {
    Text::name(date.to_string())
}

/// The last day of each month among the days to come, no more than some of them, and the last of all.
fn monthly(ahead: &[Ahead]) -> Vec<&Ahead> {
    let ends: Vec<&Ahead> = ahead.iter().filter(|one| one.date == one.date.last_of_month()).collect();
    let step = ends.len().div_ceil(DAYS).max(1);
    let mut told: Vec<&Ahead> = ends.into_iter().step_by(step).collect();
    if let Some(last) = ahead.last().filter(|last| told.last().is_none_or(|told| told.date < last.date)) {
        told.push(last);
    }
    told
}
