//! What was counted so far, from a list, and the days by which forecasts are made.

use jiff::civil::Date;

use super::CalibrateArguments;
use crate::cli::failure::Failure;
use crate::cli::fit::list::columns;
use crate::cli::terminal;
use crate::experiment::calibrate::actuals::{ActualSeries, Actuals, last_day};
use crate::language::exported::Decimal;
use crate::language::nearest::{listed, nearest};
use crate::outcome::SeriesId;
use crate::scenario::Loaded;

/// The series that can be counted and forecast.
const COUNTED: [SeriesId; 6] = [
    SeriesId::OrdersToDate,
    SeriesId::ShippedToDate,
    SeriesId::ReservedToDate,
    SeriesId::Waiting,
    SeriesId::FinishedStock,
    SeriesId::Cash,
];

/// Reads what was counted, where a list of it is named.
pub(super) fn read(arguments: &CalibrateArguments, loaded: &Loaded) -> Result<Option<Actuals>, Failure> {
    let Some(file) = &arguments.actuals else { return Ok(None) };
    let currency = &loaded.scenario.company.currency;
    let start = loaded.scenario.timeline.start;
    let how = (arguments.decimal.map(Decimal::from), arguments.sign.clone());
    let (dates, names, counted) = columns(file, &["date"], how, |columns, context| {
        let dates = columns.dates("date", context)?;
        let names: Vec<String> =
            columns.names().filter(|name| *name != "date" && !name.is_empty()).map(str::to_owned).collect();
        let series = |name: &str| SeriesId::on_record(name, currency).filter(|series| COUNTED.contains(series));
        let of = |name: &String| series(name).map(|series| Some((name.clone(), series, columns.known(name, context)?)));
        let counted = names.iter().filter_map(of).collect::<Option<Vec<(String, SeriesId, Vec<Option<f64>>)>>>()?;
        Some((dates, names, counted))
    })?;
    let ids = || COUNTED.iter().map(|series| series.id());
    let shown = terminal::path(file);
    for (at, (name, series, _)) in counted.iter().enumerate() {
        if let Some((first, ..)) = counted[..at].iter().find(|(_, known, _)| known == series) {
            let text = format!("{shown} counts the same in `{first}` and in `{name}`: leave one of the two columns");
            return Err(Failure::Usage(text));
        }
    }
    let passed: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !counted.iter().any(|(known, ..)| known == name)).collect();
    if let Some((name, near)) = passed.iter().find_map(|name| Some((name, nearest(name, ids())?))) {
        return Err(Failure::Usage(format!("{shown} has a column `{name}`; did you mean `{near}`?")));
    }
    let known = counted.iter().any(|(.., values)| values.iter().any(Option::is_some));
    if !known {
        let all = listed(ids());
        return Err(Failure::Usage(format!("{shown} counts nothing that launches yield: name its columns {all}")));
    }
    if !passed.is_empty() && !arguments.common.quiet() {
        terminal::tell(&format!("{shown}: passed over {}", listed(passed.iter().copied())));
    }
    // What was counted before the first day is no launch's.
    let inside = |values: Vec<Option<f64>>| {
        values.into_iter().zip(&dates).map(|(value, date)| value.filter(|_| *date >= start)).collect()
    };
    let series =
        counted.into_iter().map(|(_, series, values)| ActualSeries { series, values: inside(values) }).collect();
    Ok(Some(Actuals { dates, series }))
}

/// The days by which forecasts are made, rising.
pub(super) fn days(asked: &[Date], counted: &Actuals, loaded: &Loaded) -> Result<Vec<Date>, Failure> {
    let known = |at: usize| counted.series.iter().any(|of| of.values[at].is_some());
    let within = |date: &Date| *date >= loaded.scenario.timeline.start && *date < last_day(&loaded.scenario);
    let days: Vec<Date> =
        counted.dates.iter().enumerate().filter(|(at, _)| known(*at)).map(|(_, date)| *date).filter(within).collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Err(Failure::Usage("nothing was counted between the first and the last day of the timeline".into()));
    };
    let mut asked = if asked.is_empty() { vec![*last] } else { asked.to_vec() };
    asked.sort_unstable();
    asked.dedup();
    if let Some(day) = asked.iter().find(|day| *day < first || !within(day)) {
        return Err(Failure::Usage(format!(
            "--as-of: by {day} nothing can be forecast; the first line with a figure is of {first}, and the timeline ends on {}",
            last_day(&loaded.scenario)
        )));
    }
    Ok(asked)
}
