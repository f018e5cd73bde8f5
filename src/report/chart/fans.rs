//! Fan charts over the days of the timeline: orders, shipments, waiting; stock of pacing parts.

use super::Material;
use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN};
use super::findings;
use super::histogram::FEW;
use super::palette::{BLUE, GREEN, Ink, QUIET, TEXT, VERMILLION};
use super::panel::{Days, Panel, direct, quiet};
use super::paper::Size;
use super::scale::{Scale, figure_in};
use super::words::number;
use crate::outcome::{MetricId, Paths, Says, SeriesId};
use crate::report::said::{Text, said};
use crate::report::words::spaced;
use crate::stats::bands::Bands;

/// Strength of the colour in which nine launches in ten lie.
pub const WIDE: f64 = 0.2;
/// Strength of the colour in which the middle half lies.
const NARROW: f64 = 0.45;
/// Launches drawn as hair lines where bands hide groups of them.
const HAIR: usize = 15;
/// Where the days begin.
pub const LEFT: f64 = 84.0;
/// Space at the right for labels beside the last day.
const RIGHT: f64 = 118.0;
/// Space below the last panel for months and years.
pub const FOOT: f64 = 44.0;
/// Parts shown at most; the scenario says which set the pace.
const MOST_PARTS: usize = 8;
/// What a band of days does not say by itself.
pub fn each_day_by_itself() -> Text {
    said!("Median and bands are of each day for itself: a launch may lie high on one day and low on another.")
}

/// The keys of a fan in one colour: none when launches do not differ, the launches themselves when they are few.
pub fn keys(ink: Ink, spread: bool, launches: usize) -> Vec<(Key, Text)> {
    if !spread {
        return Vec::new();
    }
    if launches < FEW {
        return vec![(Key::Line(ink), said!("each of the {some} launches", some = launches.to_string()))];
    }
    vec![
        (Key::Line(ink), said!("median")),
        (Key::Patch(ink.tint(NARROW)), said!("middle half")),
        (Key::Patch(ink.tint(WIDE)), said!("nine launches in ten")),
    ]
}

/// The legend of a figure from keys that own their words.
pub fn legend(figure: &mut Figure, keys: &[(Key, Text)]) {
    figure.legend(keys);
}

/// What a fan is drawn from: quantiles, and where launches are few the launches themselves.
pub struct Fan {
    bands: Bands,
    paths: Vec<Vec<f64>>,
    /// Some of many launches, where bands hide that these fall into groups.
    hair: Vec<Vec<f64>>,
}

impl Fan {
    /// The fan of a series from a day on.
    pub fn of(paths: &Paths, bands: &Bands, launches: usize, first: usize) -> Self {
        let path = |launch: usize| paths.of(launch).skip(first).collect();
        let bands = bands.from(first);
        let grouped = launches >= FEW && !bands.is_of_one_piece();
        let hair = if grouped { (0..launches.min(HAIR)).map(path).collect() } else { Vec::new() };
        let paths = if (2..FEW).contains(&launches) { (0..launches).map(path).collect() } else { Vec::new() };
        Self { bands, paths, hair }
    }

    /// A fan of quantiles over anything, with the paths of the launches.
    pub fn over(bands: Bands, paths: Vec<Vec<f64>>) -> Self {
        Self { bands, hair: Vec::new(), paths: if (2..FEW).contains(&paths.len()) { paths } else { Vec::new() } }
    }

    /// Two bands and a median; each launch where there are few of them.
    pub fn draw(&self, panel: &Panel, canvas: &mut Canvas, xs: &[f64], ink: Ink) {
        let mut curve = |values: &[f64], width: f64| {
            let points: Vec<(f64, f64)> = xs.iter().copied().zip(values.iter().copied()).collect();
            match points.as_slice() {
                // A line needs two points; the only day of a timeline is a dot.
                [only] => canvas.dot((panel.at_x(only.0), panel.at_y(only.1)), 3.0 + width / 2.0, ink),
                _ => panel.line(canvas, &points, ink, width),
            }
        };
        if !self.paths.is_empty() {
            self.paths.iter().for_each(|path| curve(path, 1.0));
            return;
        }
        if self.bands.spread() && xs.len() > 1 {
            panel.band(canvas, xs, &self.bands.p5, &self.bands.p95, ink.tint(WIDE));
            panel.band(canvas, xs, &self.bands.p25, &self.bands.p75, ink.tint(NARROW));
        } else if self.bands.spread() {
            let ends = |low: &[f64], high: &[f64]| vec![(xs[0], low[0]), (xs[0], high[0])];
            panel.line(canvas, &ends(&self.bands.p5, &self.bands.p95), ink.tint(WIDE), 8.0);
            panel.line(canvas, &ends(&self.bands.p25, &self.bands.p75), ink.tint(NARROW), 8.0);
        }
        for path in self.hair.iter().filter(|_| xs.len() > 1) {
            let points: Vec<(f64, f64)> = xs.iter().copied().zip(path.iter().copied()).collect();
            panel.line(canvas, &points, ink, 0.4);
        }
        let points: Vec<(f64, f64)> = xs.iter().copied().zip(self.bands.p50.iter().copied()).collect();
        match points.as_slice() {
            [only] => canvas.dot((panel.at_x(only.0), panel.at_y(only.1)), 4.0, ink),
            _ => panel.line(canvas, &points, ink, 1.8),
        }
    }
}

/// The fan of one series of a run over the days of the axis, the first of them at zero.
pub fn fan_of_days(material: &Material, panel: &Panel, canvas: &mut Canvas, days: &Days, (series, ink): (usize, Ink)) {
    let xs: Vec<f64> = (0..days.count).map(|day| day as f64).collect();
    let (paths, bands) = (&material.daily.values[series], &material.bands[series]);
    Fan::of(paths, bands, material.daily.launches, days.first).draw(panel, canvas, &xs, ink);
}

/// Lowest and highest value a fan reaches; of few launches, that any of them reaches.
pub fn reach(material: &Material, series: usize) -> Option<(f64, f64)> {
    let bands = &material.bands[series];
    if !(2..FEW).contains(&material.daily.launches) {
        return bands.range();
    }
    let paths = &material.daily.values[series];
    let finite = || (0..material.daily.launches).flat_map(|launch| paths.of(launch)).filter(|value| value.is_finite());
    Some((finite().reduce(f64::min)?, finite().reduce(f64::max)?))
}

pub fn day_panel(days: &Days, sides: (f64, f64), top: f64, height: f64, y: Scale) -> Panel {
    let last = (days.count.max(2) - 1) as f64;
    let x = Scale::Linear { low: 0.0, high: last };
    Panel { left: sides.0, top, right: sides.1, bottom: top + height, x, y }
}

/// Orders, shipments and waiting, one below the other.
pub fn progress(material: &Material) -> Option<Figure> {
    let rows: Vec<(usize, Text, Text, MetricId, Ink)> = [
        (SeriesId::OrdersToDate, said!("Orders so far"), said!("phones"), MetricId::Orders, BLUE),
        (SeriesId::ShippedToDate, said!("Shipments so far"), said!("phones"), MetricId::Shipped, GREEN),
        (SeriesId::Waiting, said!("Waiting for their phone"), said!("customers"), MetricId::WaitingEnd, VERMILLION),
    ]
    .into_iter()
    .filter_map(|(id, title, unit, metric, ink)| Some((material.layout.series_at(id)?, title, unit, metric, ink)))
    .collect();
    if rows.is_empty() || material.daily.launches == 0 {
        return None;
    }
    let gap = 52.0;
    let first = HEAD + 44.0;
    let height = material.paper.row(172.0, rows.len(), first + (rows.len() as f64 - 1.0) * gap + FOOT);
    let total = first + rows.len() as f64 * (height + gap) - gap + FOOT;
    let words = material.daily_words(
        findings::progress(material.figures),
        said!("Orders, shipments and customers waiting"),
        said!("Three panels over the days: orders so far, shipments so far and customers waiting."),
    );
    let mut figure = Figure::new("progress", material.paper, words, total);
    let facts = material.dated_facts(SeriesId::ShippedToDate);
    let days = material.days();
    let spread = rows.iter().any(|row| material.bands[row.0].spread());
    let mut words = keys(QUIET, spread, material.daily.launches);
    if !facts.is_empty() {
        let bounds = facts.iter().any(|(.., says)| *says != Says::Exactly);
        words.push((
            Key::Dot(TEXT),
            if bounds { said!("on record, with an arrow: or more, or less") } else { said!("on record") },
        ));
    }
    legend(&mut figure, &words);
    // Orders and shipments stand on one scale: what lies between them is the queue.
    let highest = |series: usize| reach(material, series).map_or(0.0, |(_, high)| high).max(0.0);
    let recorded = facts.iter().map(|(_, value, _)| *value).fold(0.0, f64::max);
    let phones =
        rows.iter().filter(|row| row.3 != MetricId::WaitingEnd).map(|row| highest(row.0)).fold(recorded, f64::max);
    let (width, ticks) = (material.paper.width(), if height < 120.0 { 3 } else { 5 });
    for (number, (series, title, unit, metric, ink)) in rows.iter().enumerate() {
        let shown = if material.layout.series[*series].id == SeriesId::ShippedToDate { &facts[..] } else { &[] };
        let highest = if *metric == MetricId::WaitingEnd { highest(*series) } else { phones };
        let top = first + number as f64 * (height + gap);
        let panel = day_panel(&days, (LEFT, width - RIGHT), top, height, Scale::round(0.0, highest, ticks));
        let canvas = &mut figure.canvas;
        panel.scaled_header(canvas, title.clone(), unit.clone(), MARGIN);
        panel.y_axis(canvas, ticks);
        panel.years(canvas, &days);
        fan_of_days(material, &panel, canvas, &days, (*series, *ink));
        for (day, value, says) in shown.iter().filter(|(day, ..)| *day >= days.first as f64) {
            mark_fact(canvas, (panel.at_x(*day - days.first as f64), panel.at_y(*value)), *says);
        }
        panel.months(canvas, &days, number + 1 == rows.len());
        end_labels(&panel, canvas, &ends(material, Some(*metric), *series), *ink);
    }
    if spread {
        let hair = hair_lines(material, rows.iter().map(|row| row.0));
        figure.foot(Text::sentences([each_day(material), hair, all_launches(material)]));
    }
    Some(figure)
}

/// A dot where a fact of the record lies, with an arrow where it was so much or more, or less.
fn mark_fact(canvas: &mut Canvas, (x, y): (f64, f64), says: Says) {
    canvas.dot((x, y), 4.5, TEXT);
    let tip = match says {
        Says::Exactly => return,
        Says::AtLeast => y - 20.0,
        Says::AtMost => y + 20.0,
    };
    let back = if tip < y { 7.0 } else { -7.0 };
    canvas.line(vec![(x, y), (x, tip + back)], TEXT, 1.6);
    canvas.area(vec![(x, tip), (x - 4.5, tip + back), (x + 4.5, tip + back)], TEXT);
}

/// What thin lines are, where some are drawn.
fn hair_lines(material: &Material, mut series: impl Iterator<Item = usize>) -> Text {
    let launches = material.daily.launches;
    let grouped = launches >= FEW && series.any(|at| !material.bands[at].is_of_one_piece());
    if grouped {
        said!("Thin lines: {some} single launches, which fall into groups.", some = launches.min(HAIR).to_string())
    } else {
        Text::default()
    }
}

/// What bands of days do not say; nothing where launches are drawn one by one.
pub fn each_day(material: &Material) -> Text {
    if material.daily.launches < FEW { Text::default() } else { each_day_by_itself() }
}

/// Of which launches the figures at the right end are, where not all are drawn.
pub fn all_launches(material: &Material) -> Text {
    if material.daily.launches >= material.figures.launches {
        return Text::default();
    }
    said!("Figures at the right: of all {all} launches.", all = number(material.figures.launches as f64, 0))
}

/// A figure with the quantile it stands for; nothing names the median.
pub type End = (Text, f64);

/// The median with the ends of nine in ten.
pub fn quantiles(p50: f64, p95: f64, p5: f64) -> Vec<End> {
    vec![(Text::default(), p50), (Text::name("95 %"), p95), (Text::name("5 %"), p5)]
}

/// What all launches end at by a metric, or else the traced ones by the series, with the quantile each stands for.
pub fn ends(material: &Material, metric: Option<MetricId>, series: usize) -> Vec<End> {
    let few = (2..FEW).contains(&material.figures.launches);
    match metric
        .and_then(|id| material.figures.metric(id))
        .map(|metric| &metric.summary)
        .filter(|summary| summary.count > 0)
    {
        Some(summary) if few => vec![(said!("least"), summary.min), (said!("most"), summary.max)],
        Some(summary) => quantiles(summary.p50, summary.p95, summary.p5),
        None if few => {
            let last = |launch: usize| material.daily.values[series].of(launch).last().unwrap_or(f64::NAN);
            let finite = || (0..material.daily.launches).map(last).filter(|value| value.is_finite());
            let (low, high) = (finite().reduce(f64::min), finite().reduce(f64::max));
            vec![(said!("least"), low.unwrap_or(f64::NAN)), (said!("most"), high.unwrap_or(f64::NAN))]
        }
        None => {
            let bands = &material.bands[series];
            let last = |curve: &[f64]| curve.last().copied().unwrap_or(f64::NAN);
            quantiles(last(&bands.p50), last(&bands.p95), last(&bands.p5))
        }
    }
}

/// What the last day says, beside it; quantiles that read like the median are left out.
pub fn end_labels(panel: &Panel, canvas: &mut Canvas, ends: &[End], ink: Ink) {
    let language = canvas.language;
    let figure_of = |value: f64| figure_in(language, value);
    let first = ends.first().map_or_else(String::new, |(_, value)| figure_of(*value));
    let label = |(at, (name, value)): (usize, &End)| {
        let told = figure_of(*value);
        let alone = at == 0 && ends.iter().all(|(_, value)| figure_of(*value) == told);
        if at > 0 && told == first {
            None
        } else if name.is_empty() || alone {
            Some((*value, direct(&told, 0.0, 0.0, Anchor::Start, ink)))
        } else {
            let text = said!("{name}: {value}", name = name.clone(), value = told).told(language);
            Some((*value, quiet(&text, 0.0, 0.0, Anchor::Start)))
        }
    };
    panel.right_labels(canvas, ends.iter().enumerate().filter_map(label).collect());
}

/// Days on which at least half of the launches have none of a part, since half of them first had some; where half of them never
/// have, since any had.
fn days_without(bands: &Bands) -> usize {
    let since = |stocks: &[f64]| stocks.iter().position(|stock| *stock > 0.0);
    let first = since(&bands.p50).or_else(|| since(&bands.p95)).unwrap_or(bands.p50.len());
    bands.p50.iter().skip(first).filter(|stock| **stock <= 0.0).count()
}

/// Stock of each pacing part, in columns.
pub fn stock(material: &Material) -> Option<Figure> {
    let all = material.layout.series.iter().enumerate();
    let parts: Vec<(usize, &str)> = all
        .filter(|(_, series)| series.id == SeriesId::StockOfPart)
        .map(|(at, series)| (at, series.of.as_str()))
        .take(MOST_PARTS)
        .collect();
    if parts.is_empty() || material.daily.launches == 0 {
        return None;
    }
    // Four stand two by two.
    let wide = if material.paper.size == Size::Slide && parts.len() != 4 { 3 } else { 2 };
    let columns = parts.len().min(if parts.len() > 6 { wide + 1 } else { wide });
    let columns = if material.paper.size == Size::Slide { columns } else { columns.min(2) };
    let gap = 54.0;
    let first = HEAD + 44.0;
    let rows = parts.len().div_ceil(columns);
    let height = material.paper.row(150.0, rows, first + (rows as f64 - 1.0) * gap + FOOT);
    let total = first + rows as f64 * (height + gap) - gap + FOOT;
    let without: Vec<(String, usize)> =
        parts.iter().map(|(series, part)| (spaced(part), days_without(&material.bands[*series]))).collect();
    let words = material.daily_words(
        Some(findings::stock(&without, material.daily.launches)),
        said!("Stock of the parts that set the pace, parts"),
        said!("A panel for each part that sets the pace: its stock over the days."),
    );
    let mut figure = Figure::new("stock", material.paper, words, total);
    let spread = parts.iter().any(|(series, _)| material.bands[*series].spread());
    legend(&mut figure, &keys(BLUE, spread, material.daily.launches));
    let days = material.days();
    let column_width = (material.paper.width() - MARGIN) / columns as f64;
    for (number, (series, part)) in parts.iter().enumerate() {
        let highest = reach(material, *series).map_or(0.0, |(_, high)| high).max(0.0);
        let left = (number % columns) as f64 * column_width;
        let top = first + (number / columns) as f64 * (height + gap);
        let sides = (left + LEFT, left + column_width - 12.0);
        let panel = day_panel(&days, sides, top, height, Scale::round(0.0, highest, 4));
        let canvas = &mut figure.canvas;
        panel.scaled_header(canvas, spaced(part), said!("parts in stock"), left + MARGIN);
        panel.y_axis(canvas, 4);
        panel.years(canvas, &days);
        fan_of_days(material, &panel, canvas, &days, (*series, BLUE));
        panel.months(canvas, &days, number + columns >= parts.len());
    }
    if spread && !each_day(material).is_empty() {
        let hair = hair_lines(material, parts.iter().map(|part| part.0));
        figure.foot(Text::sentences([each_day(material), hair]));
    }
    Some(figure)
}
