//! What was counted, and what was forecast by each day.

use super::figure::{Figure, HEAD, Key, MARGIN, Words};
use super::palette::{BLUE, QUIET, TEXT};
use super::panel::{Days, Panel};
use super::paper::Paper;
use super::scale::Scale;
use crate::experiment::calibrate::actuals::{Forecast, SeriesAhead};
use crate::outcome::unit_text;
use crate::report::calibrate::CalibrationSummary;
use crate::report::said::{Figure as Value, Shown, Text, said};
use crate::report::title::title;
use crate::units::days_between;

/// Sides of the panel.
const LEFT: f64 = 84.0;
const RIGHT: f64 = 40.0;
const HEIGHT: f64 = 300.0;
const FOOT: f64 = 44.0;

/// A fan from each day by which a forecast was made, and what was counted.
#[must_use]
pub fn forecast(paper: &Paper, summary: &CalibrationSummary) -> Option<Figure> {
    let last = summary.forecasts.last()?;
    let of = last.series.first()?;
    let layout = &summary.layout;
    let all: Vec<(&Forecast, &SeriesAhead)> = summary
        .forecasts
        .iter()
        .filter_map(|forecast| Some((forecast, forecast.series.iter().find(|one| one.series == of.series)?)))
        .collect();
    let highest = all.iter().flat_map(|(_, one)| one.ahead.iter().map(|ahead| ahead.forecast.quantiles[2]));
    let counted = || all.iter().flat_map(|(_, one)| one.counted.iter().map(|(_, value)| *value));
    let highest = highest.chain(counted()).fold(of.value, f64::max);
    let lowest = all.iter().flat_map(|(_, one)| one.ahead.iter().map(|ahead| ahead.forecast.quantiles[0]));
    let lowest = lowest.chain(counted()).fold(0.0, f64::min);
    let days = Days { first: 0, start: layout.start, count: layout.days };
    let y = Scale::round(lowest, highest, 6);
    let end = of.ahead.last()?;
    let [low, middle, high] = end.forecast.quantiles;
    let amount = |value: f64| Value::new("", value, Shown::Rounded);
    let series = title(of.series.title());
    let words = Words {
        finding: said!(
            "As known by {date}: {middle} by the end, nine in ten from {low} to {high}",
            date = Text::name(last.by.to_string()),
            middle = amount(middle),
            low = amount(low),
            high = amount(high)
        ),
        measure: super::dotted([series.clone(), Text::name(super::title(layout))]),
        drawn: said!(
            "Lines of what was counted, and a band of nine in ten with its median from each day by which it was forecast."
        ),
    };
    let mut figure = Figure::new("forecast", paper, words, HEAD + 24.0 + HEIGHT + FOOT);
    let mut keys =
        vec![(Key::Line(TEXT), said!("counted")), (Key::Patch(BLUE.tint(0.3)), said!("forecast: nine in ten"))];
    keys.push((Key::Line(BLUE), said!("median")));
    if all.len() > 1 {
        keys.push((Key::Patch(QUIET.tint(0.25)), said!("forecast before")));
    }
    figure.legend(&keys);
    let top = HEAD + 24.0;
    let x = Scale::Linear { low: 0.0, high: layout.days as f64 };
    let panel = Panel { left: LEFT, top, right: paper.width() - RIGHT, bottom: top + HEIGHT, x, y };
    let unit = Text::term(unit_text(of.series.unit(), &layout.currency));
    panel.scaled_header(&mut figure.canvas, series, unit, MARGIN);
    panel.y_axis(&mut figure.canvas, 6);
    let day = |date: jiff::civil::Date| f64::from(days_between(layout.start, date)) + 0.5;
    let mut medians = Vec::new();
    for (at, (_, one)) in all.iter().enumerate() {
        let last = at + 1 == all.len();
        // The later a forecast was made, the darker.
        let shade = if last { BLUE.tint(0.3) } else { QUIET.tint(0.12 + 0.3 * at as f64 / all.len() as f64) };
        let mut xs = vec![day(one.known)];
        let (mut low, mut middle, mut high) = (vec![one.value], vec![(day(one.known), one.value)], vec![one.value]);
        for ahead in &one.ahead {
            xs.push(day(ahead.date));
            low.push(ahead.forecast.quantiles[0]);
            middle.push((day(ahead.date), ahead.forecast.quantiles[1]));
            high.push(ahead.forecast.quantiles[2]);
        }
        panel.band(&mut figure.canvas, &xs, &low, &high, shade);
        medians.push((middle, if last { BLUE } else { QUIET }));
    }
    for (middle, ink) in &medians {
        panel.line(&mut figure.canvas, middle, *ink, 2.0);
    }
    let mut counted: Vec<(f64, f64)> =
        all.iter().flat_map(|(_, one)| &one.counted).map(|(date, value)| (day(*date), *value)).collect();
    counted
        .extend(all.iter().flat_map(|(_, one)| &one.ahead).filter_map(|ahead| Some((day(ahead.date), ahead.actual?))));
    counted.sort_by(|a, b| a.0.total_cmp(&b.0));
    counted.dedup_by(|a, b| a.0 == b.0);
    panel.line(&mut figure.canvas, &counted, TEXT, 2.0);
    for (x, y) in &counted {
        figure.canvas.dot((panel.at_x(*x), panel.at_y(*y)), 3.0, TEXT);
    }
    panel.months(&mut figure.canvas, &days, true);
    panel.years(&mut figure.canvas, &days);
    Some(figure)
}
