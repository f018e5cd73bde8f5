//! Fan charts over the days of the timeline: orders, shipments, waiting; stock of pacing parts; cash.

use super::Material;
use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN, WIDTH};
use super::palette::{AXIS, BLUE, GREEN, Ink, ORANGE, PURPLE, QUIET, SKY, TEXT, VERMILLION};
use super::panel::{Days, Panel, direct, quiet};
use super::scale::{Scale, figure as figure_of};
use crate::outcome::{Layout, Unit};
use crate::report::daily::Bands;
use crate::report::number::per_cent;
use crate::report::summary::unit_text;
use crate::units::date_of_day;

/// Strength of the colour in which nine launches in ten lie.
const WIDE: f64 = 0.2;
/// Strength of the colour in which the middle half lies.
const NARROW: f64 = 0.45;
/// Where the days begin.
const LEFT: f64 = 84.0;
/// Space at the right for labels beside the last day.
const RIGHT: f64 = 118.0;
/// Space below the last panel for months and years.
const FOOT: f64 = 52.0;
/// Parts shown at most; the scenario says which set the pace.
const MOST_PARTS: usize = 8;

/// The keys of a fan in one colour; only the line when launches do not differ.
pub fn keys<'t>(ink: Ink, spread: bool) -> Vec<(Key, &'t str)> {
    if spread {
        vec![
            (Key::Line(ink), "median"),
            (Key::Patch(ink.tint(NARROW)), "middle half of the launches"),
            (Key::Patch(ink.tint(WIDE)), "nine launches in ten"),
        ]
    } else {
        Vec::new()
    }
}

/// The days from the month in which the first of some series leaves zero.
fn days_of(material: &Material, series: &[usize]) -> Days {
    let stirs =
        |day: &usize| series.iter().any(|at| material.bands[*at].p95.get(*day).is_some_and(|value| *value > 0.0));
    super::days_from(material.layout, (0..material.layout.days).find(stirs))
}

/// A fan over the days of the axis, the first of them at zero.
fn fan_of_days(panel: &Panel, canvas: &mut Canvas, days: &Days, bands: &Bands, ink: Ink) {
    let xs: Vec<f64> = (0..days.count).map(|day| day as f64).collect();
    fan(panel, canvas, &xs, &bands.from(days.first), ink);
}

/// Two bands and a median.
pub fn fan(panel: &Panel, canvas: &mut Canvas, xs: &[f64], bands: &Bands, ink: Ink) {
    if bands.spread() {
        panel.band(canvas, xs, &bands.p5, &bands.p95, ink.tint(WIDE));
        panel.band(canvas, xs, &bands.p25, &bands.p75, ink.tint(NARROW));
    }
    let points: Vec<(f64, f64)> = xs.iter().copied().zip(bands.p50.iter().copied()).collect();
    panel.line(canvas, &points, ink, 1.8);
}

fn day_panel(days: &Days, sides: (f64, f64), top: f64, height: f64, y: Scale) -> Panel {
    let last = (days.count.max(2) - 1) as f64;
    let x = Scale::Linear { low: 0.0, high: last };
    Panel { left: sides.0, top, right: sides.1, bottom: top + height, x, y }
}

/// Orders, shipments and waiting, one below the other.
pub fn progress(material: &Material) -> Option<Figure> {
    let rows: Vec<(usize, &str, &str, Ink)> = [
        ("orders_cumulative", "Orders so far", "phones", BLUE),
        ("shipped_cumulative", "Shipments so far", "phones", GREEN),
        ("waiting", "Waiting for their phone", "customers", VERMILLION),
    ]
    .into_iter()
    .filter_map(|(name, title, unit, ink)| Some((material.layout.series(name)?, title, unit, ink)))
    .collect();
    if rows.is_empty() || material.daily.launches == 0 {
        return None;
    }
    let (height, gap) = (172.0, 48.0);
    let first = HEAD + 40.0;
    let total = first + rows.len() as f64 * (height + gap) - gap + FOOT;
    let subtitle = material.daily_subtitle();
    let mut figure = Figure::new("progress", "Orders, shipments and customers waiting", &subtitle, total);
    let facts = material.dated_facts("shipped_cumulative");
    let days = days_of(material, &rows.iter().map(|row| row.0).collect::<Vec<_>>());
    let mut legend = keys(QUIET, rows.iter().any(|row| material.bands[row.0].spread()));
    if !facts.is_empty() {
        legend.push((Key::Dot(TEXT), "on record"));
    }
    figure.legend(&legend);
    for (number, (series, title, unit, ink)) in rows.iter().enumerate() {
        let bands = &material.bands[*series];
        let highest = bands.range().map_or(0.0, |(_, high)| high).max(0.0);
        let shown = if material.layout.series[*series].name == "shipped_cumulative" { &facts[..] } else { &[] };
        let highest = shown.iter().map(|(_, value)| *value).fold(highest, f64::max);
        let top = first + number as f64 * (height + gap);
        let panel = day_panel(&days, (LEFT, WIDTH - RIGHT), top, height, Scale::round(0.0, highest, 5));
        let canvas = &mut figure.canvas;
        let unit = super::scale::Magnitude::of_scale(&panel.y).unit(unit);
        panel.header(canvas, title, &unit, MARGIN);
        panel.y_axis(canvas, 5);
        panel.years(canvas, &days);
        fan_of_days(&panel, canvas, &days, bands, *ink);
        for (day, value) in shown.iter().filter(|(day, _)| *day >= days.first as f64) {
            canvas.dot((panel.at_x(*day - days.first as f64), panel.at_y(*value)), 4.5, TEXT);
        }
        panel.months(canvas, &days, number + 1 == rows.len());
        end_labels(&panel, canvas, bands, *ink);
    }
    Some(figure)
}

/// What the last day says, beside it.
fn end_labels(panel: &Panel, canvas: &mut Canvas, bands: &Bands, ink: Ink) {
    let last = |curve: &[f64]| curve.last().copied().unwrap_or(f64::NAN);
    let median = last(&bands.p50);
    let mut labels = vec![(median, direct(&figure_of(median), 0.0, 0.0, Anchor::Start, ink))];
    for (curve, name) in [(&bands.p95, "95 %"), (&bands.p5, "5 %")] {
        let value = last(curve);
        if (panel.at_y(value) - panel.at_y(median)).abs() > 14.0 {
            labels.push((value, quiet(&format!("{name}: {}", figure_of(value)), 0.0, 0.0, Anchor::Start)));
        }
    }
    panel.right_labels(canvas, labels);
}

/// Stock of each pacing part, in two columns.
pub fn stock(material: &Material) -> Option<Figure> {
    let all = material.layout.series.iter().enumerate();
    let parts: Vec<(usize, &str)> =
        all.filter_map(|(at, series)| Some((at, series.name.strip_prefix("stock.")?))).take(MOST_PARTS).collect();
    if parts.is_empty() || material.daily.launches == 0 {
        return None;
    }
    let columns = if parts.len() == 1 { 1 } else { 2 };
    let (height, gap) = (150.0, 50.0);
    let first = HEAD + 40.0;
    let rows = parts.len().div_ceil(columns);
    let total = first + rows as f64 * (height + gap) - gap + FOOT;
    let title = "Stock of the parts that set the pace";
    let mut figure = Figure::new("stock", title, &material.daily_subtitle(), total);
    figure.legend(&keys(QUIET, parts.iter().any(|(series, _)| material.bands[*series].spread())));
    let days = days_of(material, &parts.iter().map(|part| part.0).collect::<Vec<_>>());
    let inks = [BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY];
    let column_width = (WIDTH - MARGIN) / columns as f64;
    for (number, (series, part)) in parts.iter().enumerate() {
        let bands = &material.bands[*series];
        let highest = bands.range().map_or(0.0, |(_, high)| high).max(0.0);
        let left = (number % columns) as f64 * column_width;
        let top = first + (number / columns) as f64 * (height + gap);
        let sides = (left + LEFT, left + column_width - 12.0);
        let panel = day_panel(&days, sides, top, height, Scale::round(0.0, highest, 4));
        let canvas = &mut figure.canvas;
        let unit = super::scale::Magnitude::of_scale(&panel.y).unit("parts in stock");
        panel.header(canvas, &part.replace('_', " "), &unit, left + MARGIN);
        panel.y_axis(canvas, 4);
        panel.years(canvas, &days);
        fan_of_days(&panel, canvas, &days, bands, inks[number % inks.len()]);
        panel.months(canvas, &days, number + columns >= parts.len());
    }
    Some(figure)
}

/// Cash with the line below which the company is insolvent.
pub fn cash(material: &Material) -> Option<Figure> {
    let layout = material.layout;
    let bands = &material.bands[layout.series(&format!("cash_{}", layout.currency))?];
    let (lowest, highest) = bands.range()?;
    let mut figure = Figure::new("cash", "Cash in hand", &cash_subtitle(material), 500.0);
    let mut legend = keys(BLUE, bands.spread());
    let line = layout.insolvency_line;
    let range = layout.insolvency_range.filter(|(low, high)| low < high);
    let below = match range {
        Some(_) => format!("credit line, median {}", figure_of(-line)),
        None => format!("insolvent below {}", figure_of(line)),
    };
    legend.push((Key::Line(VERMILLION), &below));
    if range.is_some() {
        legend.push((Key::Patch(VERMILLION.tint(WIDE)), "in nine launches in ten"));
    }
    figure.legend(&legend);
    let top = HEAD + 40.0;
    let days = super::days_from(layout, None);
    let deepest = range.map_or(line, |(low, _)| low);
    let panel = day_panel(&days, (LEFT, WIDTH - RIGHT), top, 500.0 - top - FOOT, scale(lowest.min(deepest), highest));
    let canvas = &mut figure.canvas;
    let unit = super::scale::Magnitude::of_scale(&panel.y).unit(&unit_text(Unit::Money, &layout.currency));
    panel.header(canvas, "Cash at the end of each day", &unit, MARGIN);
    panel.y_axis(canvas, 7);
    panel.years(canvas, &days);
    if let Some((low, high)) = range {
        canvas.rectangle(panel.left, panel.at_y(high), panel.right, panel.at_y(low), VERMILLION.opacity(WIDE));
    }
    fan_of_days(&panel, canvas, &days, bands, BLUE);
    if panel.y.low() < 0.0 {
        canvas.line(vec![(panel.left, panel.at_y(0.0)), (panel.right, panel.at_y(0.0))], AXIS, 1.0);
    }
    let height = panel.at_y(line);
    canvas.dashes((panel.left, height), (panel.right, height), VERMILLION, 1.6);
    panel.months(canvas, &days, true);
    end_labels(&panel, canvas, bands, BLUE);
    mark_lowest(&panel, canvas, layout, bands);
    Some(figure)
}

/// Zero and all values, ending on a round tick above but not below, where little room is needed.
fn scale(lowest: f64, highest: f64) -> Scale {
    let round = Scale::round(lowest.min(0.0), highest.max(0.0), 7);
    let span = round.high() - lowest.min(0.0);
    Scale::Linear { low: lowest.min(0.0) - 0.05 * span, high: round.high() }
}

/// Marks the lowest point of the median and says when it is.
fn mark_lowest(panel: &Panel, canvas: &mut Canvas, layout: &Layout, bands: &Bands) {
    let lowest = bands.p50.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    let Some((day, value)) = lowest.filter(|(_, value)| value.is_finite()) else { return };
    canvas.dot((panel.at_x(day as f64), panel.at_y(*value)), 4.0, BLUE);
    let date = date_of_day(layout.start, day as i64);
    let whose = if bands.spread() { "lowest median" } else { "lowest" };
    let text =
        format!("{whose}: {} {} on {} {}", figure_of(*value), layout.currency, date.day(), date.strftime("%b %Y"));
    panel.remark(canvas, &text);
}

fn cash_subtitle(material: &Material) -> String {
    let daily = material.daily_subtitle();
    match material.figures.metric("insolvent").and_then(|metric| metric.probability) {
        Some(chance) if chance.value.is_finite() && material.figures.launches > 1 => {
            format!("{daily} \u{b7} insolvent in {} of all", per_cent(chance.value))
        }
        _ => daily,
    }
}
