//! The distribution of net profit over all launches.

use super::Material;
use super::canvas::Anchor;
use super::figure::{Figure, HEAD, Key, MARGIN, WIDTH};
use super::palette::{AXIS, BLUE, Ink, TEXT, VERMILLION};
use super::panel::{Panel, direct, quiet};
use super::scale::{Scale, figure, round_figure, ticks};
use crate::report::number::per_cent;
use crate::report::summary::MetricSummary;
use crate::stats;

/// Bars of the histogram, roughly.
const BARS: usize = 60;
const HEIGHT: f64 = 500.0;

/// A histogram of net profit with its mean, its 5 % and 95 % quantile and zero.
pub fn profit(material: &Material) -> Option<Figure> {
    let name = format!("net_profit_{}", material.layout.currency);
    let summary = material.figures.metric(&name)?;
    let finite: Vec<f64> = material.profit.iter().copied().filter(|value| value.is_finite()).collect();
    if finite.is_empty() {
        return None;
    }
    let subtitle = material.subtitle();
    if summary.summary.min == summary.summary.max {
        return Some(single(material, summary.summary.mean, &subtitle));
    }
    let mut figure = Figure::new("profit", "Net profit of a launch", &subtitle, HEIGHT);
    figure.legend(&[(Key::Patch(BLUE), "launches that earn"), (Key::Patch(VERMILLION), "launches that lose money")]);
    // A few launches far out must not squeeze the others into one bar.
    let ends = stats::quantiles(&finite, &[0.001, 0.999]);
    let width = ticks(&Scale::round(ends[0], ends[1], BARS), BARS);
    let width = if width.len() > 1 { width[1] - width[0] } else { ends[1] - ends[0] };
    let low = ((ends[0] / width).floor() * width).min(0.0);
    let high = ((ends[1] / width).ceil() * width).max(0.0);
    let bars = count(&finite, low, high, width);
    let tallest = bars.iter().copied().max().unwrap_or(1) as f64 / finite.len() as f64;
    let panel = Panel {
        left: 74.0,
        top: HEAD + 76.0,
        right: WIDTH - 30.0,
        bottom: HEIGHT - 76.0,
        x: Scale::Linear { low, high },
        y: Scale::round(0.0, tallest, 5),
    };
    let canvas = &mut figure.canvas;
    let title = format!("Share of launches in each bar of {} {}", round_figure(width), material.layout.currency);
    canvas.label(direct(&title, MARGIN, HEAD + 20.0, Anchor::Start, TEXT));
    panel.y_axis_per_cent(canvas, 5);
    for (number, count) in bars.iter().enumerate().filter(|(_, count)| **count > 0) {
        let from = low + number as f64 * width;
        let ink = if from + width / 2.0 < 0.0 { VERMILLION } else { BLUE };
        let top = panel.at_y(*count as f64 / finite.len() as f64);
        canvas.rectangle(panel.at_x(from) + 0.4, top, panel.at_x(from + width) - 0.4, panel.bottom, ink);
    }
    panel.x_axis(canvas, "Net profit", &material.layout.currency, 9);
    markers(&panel, &mut figure, summary);
    let beyond = finite.iter().filter(|value| **value < low || **value > high).count();
    let loss = stats::fraction_below(&finite, 0.0);
    let mut note = format!("{} of the launches lose money.", per_cent(loss));
    if beyond > 0 {
        let beyond = crate::units::thousands(beyond as f64, 0);
        note = format!("{note} {beyond} launches lie beyond the ends of the axis.");
    }
    figure.note(&note);
    Some(figure)
}

/// How many values fall into each bar; the last bar holds its upper end too.
fn count(values: &[f64], low: f64, high: f64, width: f64) -> Vec<usize> {
    let bars = (((high - low) / width).round() as usize).max(1);
    let mut counts = vec![0; bars];
    for value in values.iter().filter(|value| (low..=high).contains(*value)) {
        counts[(((value - low) / width) as usize).min(bars - 1)] += 1;
    }
    counts
}

/// Lines at zero, at the quantiles and at the mean, the latter with names above the bars.
fn markers(panel: &Panel, sheet: &mut Figure, metric: &MetricSummary) {
    let summary = &metric.summary;
    let zero = panel.at_x(0.0);
    sheet.canvas.line(vec![(zero, panel.bottom), (zero, panel.top)], AXIS, 1.2);
    let mut marks: Vec<(f64, String, Ink)> = vec![
        (summary.p5, format!("5 %: {}", figure(summary.p5)), TEXT),
        (summary.mean, format!("mean: {}", figure(summary.mean)), TEXT),
        (summary.p95, format!("95 %: {}", figure(summary.p95)), TEXT),
    ];
    marks.retain(|(value, ..)| (panel.x.low()..=panel.x.high()).contains(value));
    marks.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Labels go on the lowest of three lines on which they have room.
    let mut free = [f64::NEG_INFINITY; 3];
    for (value, text, ink) in marks {
        let x = panel.at_x(value);
        let mut label = direct(&text, x, 0.0, Anchor::Middle, ink);
        let half = (label.bounds().2 - label.bounds().0) / 2.0;
        label.x = label.x.clamp(MARGIN + half, WIDTH - MARGIN - half);
        let line = free.iter().position(|end| *end < label.x - half - 10.0).unwrap_or(2);
        free[line] = label.x + half;
        label.y = panel.top - 8.0 - 17.0 * line as f64;
        sheet.canvas.dashes((x, panel.bottom), (x, panel.top - 3.0), ink, 1.3);
        sheet.canvas.label(label);
    }
}

/// All launches earn the same: a chart of one bar would say less than the figure.
fn single(material: &Material, value: f64, subtitle: &str) -> Figure {
    let mut drawn = Figure::new("profit", "Net profit of the launch", subtitle, 200.0);
    let ink = if value < 0.0 { VERMILLION } else { BLUE };
    let mut label =
        direct(&format!("{} {}", figure(value), material.layout.currency), MARGIN, 130.0, Anchor::Start, ink);
    label.size = 34.0;
    drawn.canvas.label(label);
    let words = if value < 0.0 { "lost" } else { "earned" };
    let exact = crate::units::thousands(value.abs(), 0);
    let every = if material.figures.launches == 1 { "" } else { " in every launch" };
    let text = format!("exactly {exact} {} {words}{every}", material.layout.currency);
    drawn.canvas.label(quiet(&text, MARGIN, 160.0, Anchor::Start));
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_within_the_ends_is_counted_once() {
        let values = [-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 9.0];
        assert_eq!(count(&values, 0.0, 2.0, 1.0), [2, 3]);
    }
}
