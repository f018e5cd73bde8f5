//! The distribution of net profit over all launches.

use super::Material;
use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN};
use super::findings;
use super::histogram::{Bars, DUST, FEW, piles, shared};
use super::palette::{AXIS, BLUE, Ink, ORANGE, TEXT, VERMILLION};
use super::panel::{Panel, direct, quiet};
use super::scale::{Scale, exact, figure, round_figure};
use crate::experiment::figures::MetricSummary;
use crate::outcome::{MetricId, Rule};
use crate::report::number::per_cent;
use crate::units::counted;

const HEIGHT: f64 = 500.0;

/// What became of a launch, in the order in which bars are piled up.
const KINDS: [(&str, Ink); 3] =
    [("earns", BLUE), ("earns, but was short of cash", ORANGE), ("loses money", VERMILLION)];

/// Which of [`KINDS`] a launch is.
fn kind(profit: f64, short: bool) -> usize {
    match (profit < 0.0, short) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    }
}

/// A histogram of net profit with its median, its 5 % and 95 % quantile and zero.
pub fn profit(material: &Material) -> Option<Figure> {
    let metric = material.figures.metric(MetricId::NetProfit)?;
    let short = |launch: usize| material.insolvency_day.get(launch).is_some_and(|day| day.is_finite());
    let launches: Vec<(f64, usize)> = material
        .profit
        .iter()
        .enumerate()
        .filter(|(_, value)| value.is_finite())
        .map(|(launch, &value)| (value, kind(value, short(launch))))
        .collect();
    let values: Vec<f64> = launches.iter().map(|(value, _)| *value).collect();
    if let Some(value) = shared(&values, 0.0) {
        return Some(single(material, value, launches[0].1));
    }
    if values.is_empty() {
        return None;
    }
    let bars = Bars::over(&values);
    let few = values.len() < FEW;
    let height = material.paper.height(if few { 330.0 } else { HEIGHT });
    let currency = &material.layout.currency;
    let words = material.words(
        findings::profit(material.figures, currency),
        &format!("Net profit of a launch, {currency}"),
        if few {
            "A dot for each launch on an axis of net profit."
        } else {
            "A histogram of net profit over the launches."
        },
    );
    let mut sheet = Figure::new("profit", material.paper, words, height);
    let used: Vec<(Key, &str)> = KINDS
        .iter()
        .enumerate()
        .filter(|(kind, _)| launches.iter().any(|(_, other)| other == kind))
        .map(|(_, (word, ink))| (if few { Key::Dot(*ink) } else { Key::Patch(*ink) }, *word))
        .collect();
    sheet.legend(&used);
    let of = |wanted: usize| launches.iter().filter(move |(_, kind)| *kind == wanted).map(|(value, _)| *value);
    let kinds: Vec<(Vec<usize>, Ink)> =
        KINDS.iter().enumerate().map(|(kind, (_, ink))| (bars.counts(of(kind)), *ink)).collect();
    let tallest = (0..bars.count).map(|bar| kinds.iter().map(|(counts, _)| counts[bar]).sum::<usize>()).max();
    let tallest = tallest.unwrap_or(1) as f64 / values.len() as f64;
    let panel = Panel {
        left: 74.0,
        top: HEAD + 76.0,
        right: sheet.canvas.width() - 30.0,
        bottom: height - 50.0,
        x: bars.scale(),
        y: Scale::round(0.0, tallest, 5),
    };
    let canvas = &mut sheet.canvas;
    let title = if few {
        "Each launch".to_owned()
    } else {
        format!("Share of launches in each bar of {} {currency}", round_figure(bars.width))
    };
    canvas.label(direct(&title, MARGIN, HEAD + 18.0, Anchor::Start, TEXT));
    if few {
        let dots: Vec<(f64, Ink)> = launches.iter().map(|&(value, kind)| (value, KINDS[kind].1)).collect();
        piles(&panel, canvas, &dots);
    } else {
        panel.y_axis_per_cent(canvas, 5);
        bars.draw(&panel, canvas, &kinds, values.len());
    }
    panel.x_axis(canvas, "Net profit", currency, 9);
    markers(&panel, canvas, metric, few);
    if !few {
        beyond(&panel, canvas, &bars, metric);
    }
    sheet.foot(&note(material, &launches, &bars, metric));
    Some(sheet)
}

/// How many lose, how many earn though they were short of cash, the mean, and what the axis does not hold.
fn note(material: &Material, launches: &[(f64, usize)], bars: &Bars, metric: &MetricSummary) -> String {
    let share = |wanted: usize| launches.iter().filter(|(_, kind)| *kind == wanted).count();
    let all = launches.len();
    let (short, lost) = (share(1), share(2));
    let said = |count: usize, what: [&str; 2]| match all < FEW {
        true if count == 1 => format!("1 of {all} launches {}", what[0]),
        true => format!("{count} of {all} launches {}", what[1]),
        false => format!("{} of the launches {}", per_cent(count as f64 / all as f64), what[1]),
    };
    let mut note = format!("{}.", said(lost, ["loses money", "lose money"]));
    if short > 0 {
        let earn = said(short, ["earns, but was short of cash", "earn, but were short of cash"]);
        note = format!("{note} {earn} on the way: it fell below the credit line.");
        if material.layout.rule == Rule::GoOn {
            note.push_str(" Their profit counts as if the gap had been bridged at the penalty rate.");
        }
    }
    let mean = figure(metric.summary.mean);
    note = format!("{note} Mean: {mean} {}.", material.layout.currency);
    let outside = launches.iter().filter(|(value, _)| !bars.holds(*value)).count() as u64;
    if outside > 0 {
        let lie = if outside == 1 { "lies" } else { "lie" };
        note = format!("{note} {} {lie} beyond the ends of the axis.", counted(outside as f64, "launch"));
    }
    note
}

/// Lines at zero, at the quantiles and at the median, the latter with names above the bars.
fn markers(panel: &Panel, canvas: &mut Canvas, metric: &MetricSummary, few: bool) {
    let summary = &metric.summary;
    let within = |value: f64| (panel.x.low()..=panel.x.high()).contains(&value);
    if within(0.0) {
        let zero = panel.at_x(0.0);
        canvas.line(vec![(zero, panel.bottom), (zero, panel.top)], AXIS, 1.2);
    }
    let named: &[(f64, &str)] = if few {
        &[(summary.min, "lowest"), (summary.max, "highest")]
    } else {
        &[(summary.p5, "5 %"), (summary.p50, "median"), (summary.p95, "95 %")]
    };
    // Where three digits do not tell launches apart, as many are written as the axis tells.
    let alike = figure(summary.p5) == figure(summary.p95);
    let told = |value: f64| {
        if alike { exact(value, (panel.x.high() - panel.x.low()) / 100.0) } else { figure(value) }
    };
    // Labels go on the lowest of three lines on which they have room.
    let mut free = [f64::NEG_INFINITY; 3];
    for &(value, name) in named.iter().filter(|(value, _)| within(*value)) {
        let x = panel.at_x(value);
        let mut label = direct(&format!("{name}: {}", told(value)), x, 0.0, Anchor::Middle, TEXT);
        let half = (label.bounds().2 - label.bounds().0) / 2.0;
        label.x = label.x.clamp(MARGIN + half, canvas.width() - MARGIN - half);
        let line = free.iter().position(|end| *end < label.x - half - 10.0).unwrap_or(2);
        free[line] = label.x + half;
        label.y = panel.top - 8.0 - 17.0 * line as f64;
        canvas.dashes((x, panel.bottom), (x, panel.top - 3.0), TEXT, 1.3);
        canvas.label(label);
    }
}

/// Names the worst and the best launch below the ends of an axis that does not hold them.
fn beyond(panel: &Panel, canvas: &mut Canvas, bars: &Bars, metric: &MetricSummary) {
    let (worst, best) = (metric.summary.min, metric.summary.max);
    let ends = [(worst, "worst", panel.left, 1.0, Anchor::Start), (best, "best", panel.right, -1.0, Anchor::End)];
    for (value, name, tip, way, anchor) in ends {
        if bars.holds(value) || !value.is_finite() {
            continue;
        }
        let y = panel.bottom + 34.0;
        canvas.line(vec![(tip + 16.0 * way, y), (tip, y)], TEXT, 1.3);
        canvas.area(vec![(tip, y), (tip + 6.0 * way, y - 4.0), (tip + 6.0 * way, y + 4.0)], TEXT);
        canvas.label(direct(&format!("{name}: {}", figure(value)), tip + 22.0 * way, y + 4.5, anchor, TEXT));
    }
}

/// All launches earn the same: a chart of one bar would say less than the figure.
fn single(material: &Material, value: f64, kind: usize) -> Figure {
    let currency = &material.layout.currency;
    let words = material.words(
        findings::profit(material.figures, currency),
        &format!("Net profit of the launch, {currency}"),
        "The figure alone: all launches agree.",
    );
    let mut drawn = Figure::new("profit", material.paper, words, 200.0);
    let mut label = direct(&format!("{} {currency}", figure(value)), MARGIN, 130.0, Anchor::Start, KINDS[kind].1);
    label.size = 34.0;
    drawn.canvas.label(label);
    let words = match value {
        _ if value < 0.0 => "lost",
        _ if value > 0.0 => "earned",
        _ => "earned or lost",
    };
    let exact = exact(value.abs(), DUST * value.abs());
    let every = if material.figures.launches == 1 { "" } else { " in every launch" };
    let mut text = format!("exactly {exact} {currency} {words}{every}");
    if kind == 1 {
        text.push_str(", but short of cash on the way");
    }
    drawn.canvas.label(quiet(&text, MARGIN, 160.0, Anchor::Start));
    drawn
}
