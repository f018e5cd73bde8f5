//! The distribution of net profit over all launches.

use super::Material;
use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN};
use super::findings;
use super::histogram::{Bars, DUST, FEW, piles, shared};
use super::palette::{AXIS, BLUE, Ink, ORANGE, TEXT, VERMILLION};
use super::panel::{Panel, direct, quiet};
use super::scale::{Scale, exact, figure, figure_in, round_figure};
use super::words;
use crate::experiment::figures::MetricSummary;
use crate::outcome::{MetricId, Rule};
use crate::report::said::{Language, Text, said};

const HEIGHT: f64 = 500.0;

/// What became of a launch, in the order in which bars are piled up.
const KINDS: [Ink; 3] = [BLUE, ORANGE, VERMILLION];

/// The same in words.
fn kinds_in_words() -> [Text; 3] {
    [said!("earns"), said!("earns, but was short of cash"), said!("loses money")]
}

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
    let heading = material.words(
        findings::profit(material.figures, currency),
        said!("Net profit of a launch, {currency}", currency = material.currency()),
        if few {
            said!("A dot for each launch on an axis of net profit.")
        } else {
            said!("A histogram of net profit over the launches.")
        },
    );
    let mut sheet = Figure::new("profit", material.paper, heading, height);
    let used: Vec<(Key, Text)> = KINDS
        .iter()
        .zip(kinds_in_words())
        .enumerate()
        .filter(|(kind, _)| launches.iter().any(|(_, other)| other == kind))
        .map(|(_, (ink, word))| (if few { Key::Dot(*ink) } else { Key::Patch(*ink) }, word))
        .collect();
    sheet.legend(&used);
    let of = |wanted: usize| launches.iter().filter(move |(_, kind)| *kind == wanted).map(|(value, _)| *value);
    let kinds: Vec<(Vec<usize>, Ink)> =
        KINDS.iter().enumerate().map(|(kind, ink)| (bars.counts(of(kind)), *ink)).collect();
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
    let title = canvas.told(each_bar(&bars, currency, few, canvas.language));
    canvas.label(direct(&title, MARGIN, HEAD + 18.0, Anchor::Start, TEXT));
    if few {
        let dots: Vec<(f64, Ink)> = launches.iter().map(|&(value, kind)| (value, KINDS[kind])).collect();
        piles(&panel, canvas, &dots);
    } else {
        panel.y_axis_per_cent(canvas, 5);
        bars.draw(&panel, canvas, &kinds, values.len());
    }
    panel.x_axis(canvas, said!("Net profit"), material.currency(), 9);
    markers(&panel, canvas, metric, few);
    if !few {
        beyond(&panel, canvas, &bars, metric);
    }
    sheet.foot(note(material, &launches, &bars, metric));
    Some(sheet)
}

/// How many lose, how many earn though they were short of cash, the mean, and what the axis does not hold.
fn note(material: &Material, launches: &[(f64, usize)], bars: &Bars, metric: &MetricSummary) -> Text {
    let share = |wanted: usize| launches.iter().filter(|(_, kind)| *kind == wanted).count();
    let all = launches.len();
    let (short, lost) = (share(1), share(2));
    let (some, every) = (|count: usize| count.to_string(), || all.to_string());
    let of_all = |count: usize| words::share(count as f64 / all as f64);
    let mut note = vec![match (all < FEW, lost) {
        (true, 1) => said!("1 of {all} launches loses money.", all = every()),
        (true, lost) => said!("{some} of {all} launches lose money.", some = some(lost), all = every()),
        (false, lost) => said!("{share} of the launches lose money.", share = of_all(lost)),
    }];
    if short > 0 {
        let earn = match (all < FEW, short) {
            (true, 1) => said!("1 of {all} launches earns, but was short of cash", all = every()),
            (true, short) => {
                said!("{some} of {all} launches earn, but were short of cash", some = some(short), all = every())
            }
            (false, short) => said!("{share} of the launches earn, but were short of cash", share = of_all(short)),
        };
        note.push(said!("{earn} on the way: it fell below the credit line.", earn = earn));
        if material.layout.rule == Rule::GoOn {
            note.push(said!("Their profit counts as if the gap had been bridged at the penalty rate."));
        }
    }
    note.push(said!("Mean: {amount}.", amount = words::money(metric.summary.mean, &material.layout.currency)));
    note.extend(outside(launches.iter().filter(|(value, _)| !bars.holds(*value)).count()));
    Text::sentences(note)
}

/// What each bar stands for, or each dot.
pub(super) fn each_bar(bars: &Bars, currency: &str, few: bool, language: Language) -> Text {
    if few {
        return said!("Each launch");
    }
    let width = words::with_unit(round_figure(bars.width, language).into(), currency);
    said!("Share of launches in each bar of {width}", width = width)
}

/// How many launches an axis does not hold.
pub(super) fn outside(launches: usize) -> Option<Text> {
    match launches {
        0 => None,
        1 => Some(said!("1 launch lies beyond the ends of the axis.")),
        some => Some(said!("{some} launches lie beyond the ends of the axis.", some = words::number(some as f64, 0))),
    }
}

/// Lines at zero, at the quantiles and at the median, the latter with names above the bars.
fn markers(panel: &Panel, canvas: &mut Canvas, metric: &MetricSummary, few: bool) {
    let summary = &metric.summary;
    let within = |value: f64| (panel.x.low()..=panel.x.high()).contains(&value);
    if within(0.0) {
        let zero = panel.at_x(0.0);
        canvas.line(vec![(zero, panel.bottom), (zero, panel.top)], AXIS, 1.2);
    }
    let named = if few {
        vec![(summary.min, said!("lowest")), (summary.max, said!("highest"))]
    } else {
        vec![(summary.p5, Text::name("5 %")), (summary.p50, said!("median")), (summary.p95, Text::name("95 %"))]
    };
    let language = canvas.language;
    // Where three digits do not tell launches apart, as many are written as the axis tells.
    let alike = figure(summary.p5) == figure(summary.p95);
    let told = |value: f64| {
        if alike { exact(value, (panel.x.high() - panel.x.low()) / 100.0) } else { figure_in(language, value) }
    };
    // Labels go on the lowest of three lines on which they have room.
    let mut free = [f64::NEG_INFINITY; 3];
    for (value, name) in named.into_iter().filter(|(value, _)| within(*value)) {
        let x = panel.at_x(value);
        let text = canvas.told(said!("{name}: {value}", name = name, value = told(value)));
        let mut label = direct(&text, x, 0.0, Anchor::Middle, TEXT);
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
    let ends = [
        (worst, said!("worst"), panel.left, 1.0, Anchor::Start),
        (best, said!("best"), panel.right, -1.0, Anchor::End),
    ];
    for (value, name, tip, way, anchor) in ends {
        if bars.holds(value) || !value.is_finite() {
            continue;
        }
        let y = panel.bottom + 34.0;
        canvas.line(vec![(tip + 16.0 * way, y), (tip, y)], TEXT, 1.3);
        canvas.area(vec![(tip, y), (tip + 6.0 * way, y - 4.0), (tip + 6.0 * way, y + 4.0)], TEXT);
        let text = canvas.told(said!("{name}: {value}", name = name, value = canvas.amount(value)));
        canvas.label(direct(&text, tip + 22.0 * way, y + 4.5, anchor, TEXT));
    }
}

/// All launches earn the same: a chart of one bar would say less than the figure.
fn single(material: &Material, value: f64, kind: usize) -> Figure {
    let currency = &material.layout.currency;
    let heading = material.words(
        findings::profit(material.figures, currency),
        said!("Net profit of the launch, {currency}", currency = material.currency()),
        said!("The figure alone: all launches agree."),
    );
    let mut drawn = Figure::new("profit", material.paper, heading, 200.0);
    let mut label =
        direct(&drawn.canvas.told(words::money(value, currency)), MARGIN, 130.0, Anchor::Start, KINDS[kind]);
    label.size = 34.0;
    drawn.canvas.label(label);
    let exact = words::with_unit(exact(value.abs(), DUST * value.abs()).into(), currency);
    let mut text = match value {
        _ if value < 0.0 => said!("exactly {amount} lost", amount = exact),
        _ if value > 0.0 => said!("exactly {amount} earned", amount = exact),
        _ => said!("exactly {amount} earned or lost", amount = exact),
    };
    if material.figures.launches > 1 {
        text = said!("{what} in every launch", what = text);
    }
    if kind == 1 {
        text = said!("{what}, but short of cash on the way", what = text);
    }
    let text = drawn.canvas.told(text);
    drawn.canvas.label(quiet(&text, MARGIN, 160.0, Anchor::Start));
    drawn
}
