//! Charts of a comparison: the paired difference, cumulative curves, days side by side, and the verdict on a page.

use super::canvas::Anchor;
use super::fans::fan;
use super::figure::{Figure, HEAD, Key, MARGIN, WIDTH, shortened, shortened_inside, wrapped};
use super::font::{self, Weight};
use super::palette::{AXIS, BLUE, GREEN, Ink, ORANGE, PURPLE, QUIET, SKY, TEXT, VERMILLION};
use super::panel::{LABEL_SIZE, Panel, direct, quiet};
use super::scale::{Magnitude, Scale, figure, round_figure, ticks};
use crate::experiment::compare::Runs;
use crate::experiment::compare::figures::Comparison;
use crate::report::daily::Bands;
use crate::report::sweep::counted;
use crate::stats;

/// Colours of the alternatives in their order.
const INKS: [Ink; 6] = [BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY];
/// Points of a cumulative curve at most.
const CURVE: usize = 400;
/// Bars of a histogram, roughly.
const BARS: usize = 60;
/// Alternatives shown side by side at most.
const SIDE_BY_SIDE: usize = 4;

fn ink(at: usize) -> Ink {
    INKS[at % INKS.len()]
}

/// All charts there is data for.
#[must_use]
pub fn draw(runs: &Runs, comparison: &Comparison, verdict: &[String]) -> Vec<Figure> {
    let drawn = [
        Some(page(comparison, verdict)),
        difference(runs, comparison),
        cumulative(runs, comparison),
        side_by_side(runs, comparison),
    ];
    drawn.into_iter().flatten().collect()
}

fn subtitle(comparison: &Comparison, traced: Option<usize>) -> String {
    let all = crate::units::thousands(f64::from(comparison.launches), 0);
    let launches = match traced.filter(|traced| *traced < comparison.launches as usize) {
        Some(traced) => format!("first {} of {all} launches", crate::units::thousands(traced as f64, 0)),
        None => counted(comparison.launches.into(), "launch"),
    };
    let luck = format!("{launches} of each under the same luck");
    let Some((baseline, others)) = comparison.names.split_first() else { return luck };
    let fits = |text: &String| font::width(text, 13.0, Weight::Regular) <= WIDTH - 2.0 * MARGIN;
    let in_full = format!("{} against {baseline} \u{b7} {luck}", others.join(", "));
    if fits(&in_full) {
        return in_full;
    }
    let many = match others {
        [one] => shortened_inside(one, 13.0, Weight::Regular, 240.0),
        several => format!("{} alternatives", several.len()),
    };
    let baseline = shortened_inside(baseline, 13.0, Weight::Regular, 240.0);
    format!("{many} against {baseline} \u{b7} {luck}")
}

/// Names of the alternatives in so much room, each different from the others.
fn labels(names: &[&str], size: f64, weight: Weight, room: f64) -> Vec<String> {
    let cut: Vec<String> = names.iter().map(|name| shortened_inside(name, size, weight, room)).collect();
    let distinct = cut.iter().enumerate().all(|(at, label)| !cut[..at].contains(label));
    if distinct {
        return cut;
    }
    let numbered = |(at, name): (usize, &&str)| shortened(&format!("{}: {name}", at + 1), size, weight, room);
    names.iter().enumerate().map(numbered).collect()
}

fn profits<'a>(runs: &'a Runs, comparison: &Comparison) -> Option<Vec<&'a [f64]>> {
    let name = format!("net_profit_{}", comparison.currency);
    runs.alternatives.iter().map(|alternative| alternative.column(&name)).collect()
}

/// The distribution of the difference in net profit, one panel per alternative.
fn difference(runs: &Runs, comparison: &Comparison) -> Option<Figure> {
    let profits = profits(runs, comparison)?;
    let (baseline, others) = profits.split_first()?;
    let differences: Vec<Vec<f64>> = others
        .iter()
        .map(|values| values.iter().zip(*baseline).map(|(y, x)| y - x).filter(|d| d.is_finite()).collect())
        .collect();
    let all: Vec<f64> = differences.iter().flatten().copied().collect();
    let ends = stats::quantiles(&all, &[0.001, 0.999]);
    if differences.iter().any(Vec::is_empty) || ends[0] >= ends[1] {
        return None;
    }
    // Between two panels: the axis of one, then heading, title of the axis and mean of the next.
    let (height, gap, first) = (190.0, 116.0, HEAD + 66.0);
    let total = first + differences.len() as f64 * (height + gap) - gap + 58.0;
    let mut sheet =
        Figure::new("difference", "Difference in net profit, launch by launch", &subtitle(comparison, None), total);
    sheet.legend(&[(Key::Patch(BLUE), "more than the baseline"), (Key::Patch(VERMILLION), "less")]);
    let width = ticks(&Scale::round(ends[0], ends[1], BARS), BARS);
    let width = if width.len() > 1 { width[1] - width[0] } else { ends[1] - ends[0] };
    let low = ((ends[0] / width).floor() * width).min(0.0);
    let high = ((ends[1] / width).ceil() * width).max(0.0);
    for (number, values) in differences.iter().enumerate() {
        let bars = ((high - low) / width).round() as usize;
        let mut counts = vec![0_usize; bars.max(1)];
        for value in values.iter().filter(|value| (low..=high).contains(*value)) {
            let at = (((value - low) / width) as usize).min(counts.len() - 1);
            counts[at] += 1;
        }
        let tallest = counts.iter().copied().max().unwrap_or(1) as f64 / values.len() as f64;
        let top = first + number as f64 * (height + gap);
        let (x, y) = (Scale::Linear { low, high }, Scale::round(0.0, tallest, 4));
        let panel = Panel { left: 74.0, top, right: WIDTH - 30.0, bottom: top + height, x, y };
        let canvas = &mut sheet.canvas;
        let title = format!("{} less {}", comparison.names[number + 1], comparison.names[0]);
        let title = shortened_inside(&title, 13.0, Weight::SemiBold, WIDTH - 2.0 * MARGIN);
        canvas.label(direct(&title, MARGIN, top - 46.0, Anchor::Start, TEXT));
        let mut bars_are = format!("Share of launches in each bar of {} {}", round_figure(width), comparison.currency);
        let beyond = values.iter().filter(|value| !(low..=high).contains(*value)).count() as u64;
        if beyond > 0 {
            let (lie, beyond) = (if beyond == 1 { "lies" } else { "lie" }, counted(beyond, "launch"));
            bars_are = format!("{bars_are}; {beyond} {lie} beyond the ends of the axis");
        }
        canvas.label(quiet(&bars_are, MARGIN, top - 28.0, Anchor::Start));
        panel.y_axis_per_cent(canvas, 4);
        for (bar, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let from = low + bar as f64 * width;
            let ink = if from + width / 2.0 < 0.0 { VERMILLION } else { BLUE };
            let top = panel.at_y(*count as f64 / values.len() as f64);
            canvas.rectangle(panel.at_x(from) + 0.4, top, panel.at_x(from + width) - 0.4, panel.bottom, ink);
        }
        let mean = stats::mean(values);
        let at = panel.at_x(mean.clamp(low, high));
        canvas.dashes((at, panel.bottom), (at, top - 4.0), TEXT, 1.4);
        let mut label = direct(&format!("mean {}", figure(mean)), at, top - 8.0, Anchor::Middle, TEXT);
        let half = (label.bounds().2 - label.bounds().0) / 2.0;
        label.x = label.x.clamp(MARGIN + half, WIDTH - MARGIN - half);
        canvas.label(label);
        panel.x_axis(canvas, "Difference in net profit", &comparison.currency, 9);
    }
    Some(sheet)
}

/// The share of launches at or below each net profit.
fn cumulative(runs: &Runs, comparison: &Comparison) -> Option<Figure> {
    let profits = profits(runs, comparison)?;
    let sorted: Vec<Vec<f64>> = profits
        .iter()
        .map(|values| {
            let mut values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
            values.sort_unstable_by(f64::total_cmp);
            values
        })
        .collect();
    let low = sorted.iter().map(|values| stats::quantile_sorted(values, 0.001)).fold(f64::INFINITY, f64::min);
    let high = sorted.iter().map(|values| stats::quantile_sorted(values, 0.999)).fold(f64::NEG_INFINITY, f64::max);
    if low.is_nan() || low >= high {
        return None;
    }
    let mut sheet =
        Figure::new("cumulative", "Net profit: share of launches at or below", &subtitle(comparison, None), 500.0);
    let named: Vec<&str> = comparison.names.iter().take(INKS.len()).map(String::as_str).collect();
    let room = (WIDTH - 2.0 * MARGIN) / named.len() as f64 - 52.0;
    let named = labels(&named, LABEL_SIZE, Weight::Regular, room);
    let keys: Vec<(Key, &str)> =
        named.iter().enumerate().map(|(at, name)| (Key::Line(ink(at)), name.as_str())).collect();
    sheet.legend(&keys);
    let (x, y) = (Scale::Linear { low, high }, Scale::Linear { low: 0.0, high: 1.0 });
    let panel = Panel { left: 74.0, top: HEAD + 16.0, right: WIDTH - 30.0, bottom: 500.0 - 76.0, x, y };
    panel.y_axis_per_cent(&mut sheet.canvas, 5);
    if low < 0.0 && high > 0.0 {
        sheet.canvas.line(vec![(panel.at_x(0.0), panel.top), (panel.at_x(0.0), panel.bottom)], AXIS, 1.0);
    }
    for (at, values) in sorted.iter().enumerate() {
        let points: Vec<(f64, f64)> = (0..=CURVE)
            .map(|step| {
                let share = step as f64 / CURVE as f64;
                (stats::quantile_sorted(values, share).clamp(low, high), share)
            })
            .collect();
        panel.line(&mut sheet.canvas, &points, ink(at), 1.8);
    }
    panel.x_axis(&mut sheet.canvas, "Net profit", &comparison.currency, 9);
    sheet.note(
        "A curve that lies to the right everywhere belongs to an alternative that is better at every level of profit.",
    );
    Some(sheet)
}

/// Shipments, waiting customers and cash of each alternative in a column of its own, rows on one scale.
fn side_by_side(runs: &Runs, comparison: &Comparison) -> Option<Figure> {
    let shown = &runs.alternatives[..runs.alternatives.len().min(SIDE_BY_SIDE)];
    let cash = format!("cash_{}", comparison.currency);
    let rows: Vec<(&str, &str, &str)> = [
        ("shipped_cumulative", "Shipments so far", "phones"),
        ("waiting", "Waiting for their phone", "customers"),
        (cash.as_str(), "Cash", comparison.currency.as_str()),
    ]
    .into_iter()
    .filter(|(series, ..)| shown.iter().all(|one| one.layout.series(series).is_some() && one.daily.launches > 0))
    .collect();
    if rows.is_empty() {
        return None;
    }
    let (height, gap, left, between) = (150.0, 72.0, 84.0, 26.0);
    let width = (WIDTH - left - 30.0 - between * (shown.len() as f64 - 1.0)) / shown.len() as f64;
    let total = HEAD + 66.0 + rows.len() as f64 * (height + gap) - gap + 52.0;
    let traced = shown.iter().map(|one| one.daily.launches).max();
    let mut sheet =
        Figure::new("side_by_side", "Shipments, waiting and cash side by side", &subtitle(comparison, traced), total);
    sheet.legend(&super::fans::keys(QUIET, true));
    let named: Vec<&str> = shown.iter().map(|one| one.name.as_str()).collect();
    let named = labels(&named, 13.0, Weight::SemiBold, width);
    // Cash moves long before the first phone does; the other rows begin with the month in which one of them stirs.
    let mut begins: Option<usize> = None;
    for (row, (series, title, unit)) in rows.iter().enumerate() {
        let top = HEAD + 66.0 + row as f64 * (height + gap);
        let bands: Vec<Bands> =
            shown.iter().filter_map(|one| Some(Bands::of(&one.daily.values[one.layout.series(series)?]))).collect();
        let of_cash = *series == cash;
        if !of_cash {
            let stirs = |bands: &Bands| bands.p95.iter().position(|value| *value > 0.0);
            begins = begins.or_else(|| bands.iter().filter_map(stirs).min());
        }
        let ranges: Vec<(f64, f64)> = bands.iter().filter_map(Bands::range).collect();
        let low = ranges.iter().map(|range| range.0).fold(0.0, f64::min);
        let high = ranges.iter().map(|range| range.1).fold(0.0, f64::max);
        let y = Scale::round(low, high, 4);
        for (column, (one, bands)) in shown.iter().zip(&bands).enumerate() {
            let from = left + column as f64 * (width + between);
            let axis = super::days_from(&one.layout, begins.filter(|day| !of_cash && *day < one.layout.days));
            let x = Scale::Linear { low: 0.0, high: (axis.count.max(2) - 1) as f64 };
            let panel = Panel { left: from, top, right: from + width, bottom: top + height, x, y };
            let canvas = &mut sheet.canvas;
            if column == 0 {
                panel.header(canvas, title, &Magnitude::of_scale(&y).unit(unit), MARGIN);
                panel.y_axis(canvas, 4);
            } else {
                for value in ticks(&y, 4) {
                    let at = panel.at_y(value);
                    canvas.line(vec![(panel.left, at), (panel.right, at)], super::palette::GRID, 1.0);
                }
            }
            if row == 0 {
                canvas.label(direct(&named[column], from, top - 30.0, Anchor::Start, ink(column)));
            }
            panel.years(canvas, &axis);
            let days: Vec<f64> = (0..axis.count).map(|day| day as f64).collect();
            fan(&panel, canvas, &days, &bands.from(axis.first), ink(column));
            panel.months(canvas, &axis, true);
        }
    }
    Some(sheet)
}

/// The verdict in words with the figures that matter most.
fn page(comparison: &Comparison, verdict: &[String]) -> Figure {
    let room = WIDTH - 2.0 * MARGIN - 10.0;
    let in_lines = |text: &String| text.lines().flat_map(|line| wrapped(line, 13.0, room)).collect();
    let mut lines: Vec<Vec<String>> = verdict.iter().map(in_lines).collect();
    if let ([_, _], Some(first)) = (comparison.names.as_slice(), verdict.first()) {
        // The heading of the only alternative says what the subtitle does.
        let heading = first.lines().next().map_or(0, |line| wrapped(line, 13.0, room).len());
        lines[0].drain(..heading);
    }
    let height = HEAD + 10.0 + lines.iter().map(|lines| lines.len() as f64 * 19.0 + 14.0).sum::<f64>() + 20.0;
    let mut sheet = Figure::new("verdict", "What is known and what is not", &subtitle(comparison, None), height);
    let mut y = HEAD + 4.0;
    for lines in lines {
        for line in lines {
            let mut label = quiet(&line, MARGIN, y, Anchor::Start);
            label.size = 13.0;
            label.ink = TEXT;
            sheet.canvas.label(label);
            y += 19.0;
        }
        y += 14.0;
    }
    sheet
}
