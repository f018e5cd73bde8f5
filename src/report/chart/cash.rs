//! Cash over the days of the timeline, the line below which a launch is short of it, and what remains after all bills.

use super::Material;
use super::canvas::{Anchor, Canvas, Label};
use super::fans::{FOOT, LEFT, WIDE, day_panel, each_day, end_labels, ends, fan_of_days, keys, legend, reach};
use super::figure::{Figure, HEAD, Key, MARGIN, WIDTH};
use super::histogram::FEW;
use super::palette::{AXIS, BLUE, GREEN, Ink, TEXT, VERMILLION};
use super::panel::{Days, Panel, direct, quiet};
use super::scale::{Magnitude, Scale, figure as figure_of};
use crate::experiment::figures::MetricSummary;
use crate::outcome::{MetricId, Rule, SeriesId};
use crate::report::number::per_cent;
use crate::report::words::spaced;
use crate::units::{counted, date_of_day};

/// Space at the right for what remains after all bills.
const RIGHT: f64 = 150.0;
/// The heading stands so much higher than elsewhere: flags come between it and the panel.
const HEADING: f64 = 14.0;
/// Where it is drawn, beyond the last day.
const SETTLED: f64 = 16.0;

/// Money from owners and lenders.
const FLAG: Ink = GREEN;

/// The credit line of the launches shown: the one line of one launch, or its median with where nine in ten lie.
struct CreditLine {
    level: f64,
    range: Option<(f64, f64)>,
    /// Too far below the data to be drawn to scale.
    far: bool,
}

impl CreditLine {
    fn of(material: &Material, lowest: f64, highest: f64) -> Self {
        let layout = material.layout;
        let (level, range) = match material.credit_line {
            Some(own) => (-own, None),
            None => (layout.insolvency_line, layout.insolvency_range.filter(|(low, high)| low < high)),
        };
        let deepest = range.map_or(level, |(low, _)| low);
        let far = lowest.min(0.0) - deepest > 1.5 * (highest.max(0.0) - lowest.min(0.0));
        Self { level, range, far }
    }

    /// The lowest value the axis must hold.
    fn deepest(&self) -> f64 {
        if self.far { 0.0 } else { self.range.map_or(self.level, |(low, _)| low) }
    }
}

/// Cash with the line below which the company is short of it.
pub fn cash(material: &Material) -> Option<Figure> {
    let layout = material.layout;
    let series = layout.series_at(SeriesId::Cash)?;
    let bands = &material.bands[series];
    let (lowest, highest) = reach(material, series)?;
    let settled = settled(material, series);
    let values = settled.iter().flatten().map(|(_, value)| *value).chain([lowest, highest]);
    let (lowest, highest) =
        values.filter(|value| value.is_finite()).fold((lowest, highest), |(low, high), v| (low.min(v), high.max(v)));
    let line = CreditLine::of(material, lowest, highest);
    let mut figure = Figure::new("cash", "Cash in hand", &material.daily_subtitle(), 470.0);
    let mut words = keys(BLUE, bands.spread(), material.daily.launches);
    if !line.far {
        words.push((Key::Line(VERMILLION), said(&line)));
    }
    if line.range.is_some() && !line.far {
        words.push((Key::Patch(VERMILLION.tint(WIDE)), "in nine launches in ten".into()));
    }
    legend(&mut figure, &words);
    let top = HEAD + 62.0;
    let days = super::days_from(layout, None);
    let y = scale(lowest.min(line.deepest()), highest);
    let panel = day_panel(&days, (LEFT, WIDTH - RIGHT), top, 470.0 - top - FOOT, y);
    let canvas = &mut figure.canvas;
    let heading = Panel { top: top - HEADING, ..panel };
    heading.header(canvas, "Cash at the end of each day", &Magnitude::of_scale(&y).unit(&layout.currency), MARGIN);
    panel.y_axis(canvas, 7);
    panel.years(canvas, &days);
    if let Some((low, high)) = line.range.filter(|_| !line.far) {
        canvas.rectangle(panel.left, panel.at_y(high), panel.right, panel.at_y(low), VERMILLION.opacity(WIDE));
    }
    fan_of_days(material, &panel, canvas, &days, (series, BLUE));
    if panel.y.low() < 0.0 {
        canvas.line(vec![(panel.left, panel.at_y(0.0)), (panel.right, panel.at_y(0.0))], AXIS, 1.0);
    }
    draw_line(&panel, canvas, &line);
    mark_short_days(&panel, canvas, material);
    panel.months(canvas, &days, true);
    match &settled {
        Some(ends) => draw_settled(&panel, canvas, ends, bands.p50.last().copied()),
        None => end_labels(&panel, canvas, &ends(material, None, series), BLUE),
    }
    flags(&panel, canvas, material, &days);
    mark_lowest(&panel, canvas, material, &days);
    figure.foot(&note(material, bands.spread()));
    Some(figure)
}

/// The line in the legend.
fn said(line: &CreditLine) -> String {
    match (line.range, line.level < 0.0) {
        (Some(_), _) => format!("credit line, median {}", figure_of(-line.level)),
        (None, true) => format!("credit line {}", figure_of(-line.level)),
        (None, false) => "no credit: short of cash below zero".into(),
    }
}

/// The credit line to scale, or an arrow towards it with its amount.
fn draw_line(panel: &Panel, canvas: &mut Canvas, line: &CreditLine) {
    if !line.far {
        let height = panel.at_y(line.level);
        canvas.dashes((panel.left, height), (panel.right, height), VERMILLION, 1.6);
        return;
    }
    let (x, tip) = (panel.left + 14.0, panel.bottom - 3.0);
    canvas.line(vec![(x, tip - 16.0), (x, tip)], VERMILLION, 1.5);
    canvas.area(vec![(x, tip), (x - 4.0, tip - 6.0), (x + 4.0, tip - 6.0)], VERMILLION);
    let text = format!("far below: {}", said(line));
    panel.on_paper(canvas, direct(&text, x + 10.0, tip - 4.0, Anchor::Start, VERMILLION));
}

/// What launches hold when all is paid and collected after the last day, where there is such a metric.
fn settled(material: &Material, series: usize) -> Option<Vec<(&'static str, f64)>> {
    material.figures.metric(MetricId::ClosingCash)?;
    Some(ends(material, Some(MetricId::ClosingCash), series))
}

/// A bar from the lowest to the highest of the quantiles beyond the last day, a dot at the median, and their figures.
fn draw_settled(panel: &Panel, canvas: &mut Canvas, ends: &[(&str, f64)], last: Option<f64>) {
    let x = panel.right + SETTLED;
    let values = || ends.iter().map(|(_, value)| *value).filter(|value| value.is_finite());
    let (Some(low), Some(high)) = (values().reduce(f64::min), values().reduce(f64::max)) else { return };
    canvas.line(vec![(x, panel.at_y(low)), (x, panel.at_y(high))], BLUE.tint(0.45), 4.0);
    for (name, value) in ends.iter().filter(|(name, _)| name.is_empty() || ends.len() == 2) {
        if let Some(last) = last.filter(|_| name.is_empty()) {
            canvas.dashes((panel.right, panel.at_y(last)), (x, panel.at_y(*value)), BLUE, 1.3);
        }
        canvas.dot((x, panel.at_y(*value)), 4.0, BLUE);
    }
    canvas.label(quiet("after all bills", panel.right + 6.0, panel.top - 9.0, Anchor::Start));
    let beside = Panel { right: x, ..*panel };
    end_labels(&beside, canvas, ends, BLUE);
}

/// Zero and all values, ending on a round tick above but not below, where little room is needed.
fn scale(lowest: f64, highest: f64) -> Scale {
    let round = Scale::round(lowest.min(0.0), highest.max(0.0), 7);
    let span = round.high() - lowest.min(0.0);
    Scale::Linear { low: lowest.min(0.0) - 0.05 * span, high: round.high() }
}

/// The days on which launches fall short of cash: nine in ten of them as a thick mark on the axis.
fn mark_short_days(panel: &Panel, canvas: &mut Canvas, material: &Material) {
    let Some(days) = material.figures.metric(MetricId::InsolvencyDay).map(|metric| &metric.summary) else { return };
    if days.count == 0 {
        return;
    }
    let (from, to) = if days.count < FEW { (days.min, days.max) } else { (days.p5, days.p95) };
    let (left, right) = (panel.at_x(from) - 2.0, panel.at_x(to) + 2.0);
    canvas.rectangle(left, panel.bottom - 6.0, right.min(panel.right + 2.0), panel.bottom, VERMILLION);
}

/// A dot at the lowest cash of a launch with the figure the page gives.
fn mark_lowest(panel: &Panel, canvas: &mut Canvas, material: &Material, days: &Days) {
    // The lowest cash is that of going on; a curve of companies wound up does not pass it.
    let short = material.figures.need.as_ref().is_some_and(|need| need.short > 0);
    if material.layout.rule == Rule::WindUp && short {
        return;
    }
    let value = |id: MetricId| material.figures.metric(id).map(|metric| metric.summary.p50);
    let lowest = value(MetricId::LowestCash).filter(|value| value.is_finite());
    let day = value(MetricId::LowestCashDay).filter(|day| (0.0..material.layout.days as f64).contains(day));
    let (Some(lowest), Some(day)) = (lowest, day) else { return };
    if (2..FEW).contains(&material.figures.launches) {
        return;
    }
    let date = date_of_day(days.start, day as i64 - days.first as i64);
    let whose = if material.figures.launches == 1 { "lowest" } else { "lowest, median" };
    let text = format!("{whose}: {}, {} {}", figure_of(lowest), date.day(), date.strftime("%b %Y"));
    let (x, y) = (panel.at_x(day - days.first as f64), panel.at_y(lowest));
    canvas.dot((x, y), 4.0, TEXT);
    // Above the curve where the dot lies low, and joined to it; below where there is room.
    let up = y > panel.bottom - 70.0;
    let (dy, baseline) = if up { (-34.0, y - 40.0) } else { (0.0, y + 20.0) };
    let mut label = direct(&text, x - 9.0, baseline, Anchor::End, TEXT);
    if label.bounds().0 < panel.left + 4.0 {
        (label.x, label.anchor) = (x + 9.0, Anchor::Start);
    }
    if up {
        canvas.line(vec![(x, y - 5.0), (x, y + dy)], TEXT, 1.0);
        label.x += if label.anchor == Anchor::End { 12.0 } else { -12.0 };
    }
    panel.on_paper(canvas, label);
}

/// Fundings and loans as flags above the panel at the days they come in; one after the other where there is no room.
fn flags(panel: &Panel, canvas: &mut Canvas, material: &Material, days: &Days) {
    let mut free_from = panel.left - 10.0;
    let mut unnamed = 0;
    let inflows = &material.layout.inflows;
    for inflow in inflows.iter().filter(|inflow| (0..material.layout.days as i32).contains(&inflow.day)) {
        let x = panel.at_x(f64::from(inflow.day) - days.first as f64);
        canvas.line(vec![(x, panel.top - 4.0), (x, panel.bottom)], FLAG, 1.0);
        canvas.area(vec![(x, panel.top - 12.0), (x + 8.0, panel.top - 8.0), (x, panel.top - 4.0)], FLAG);
        let name = spaced(inflow.name.rsplit_once('.').map_or(inflow.name.as_str(), |(_, name)| name));
        let amount = figure_of(inflow.amount);
        let beside = |text: &str| quiet(text, x + 11.0, panel.top - 5.0, Anchor::Start);
        let free = |label: &Label| label.bounds().0 >= free_from && label.bounds().2 <= panel.right;
        // The amount alone where there is no room for the name too.
        let candidates = [format!("{name} {amount}"), amount].map(|text| beside(&text));
        let Some(label) = candidates.into_iter().find(free) else {
            unnamed += 1;
            continue;
        };
        free_from = label.bounds().2 + 10.0;
        canvas.label(label);
    }
    if unnamed > 0 {
        Panel { top: panel.top - HEADING, ..*panel }
            .remark(canvas, &format!("{} more not named here", counted(f64::from(unnamed), "inflow")));
    }
}

fn note(material: &Material, spread: bool) -> String {
    let mut parts = Vec::new();
    parts.extend(short_of_cash(material));
    if let Some(closing) = material.figures.metric(MetricId::ClosingCash) {
        let currency = &material.layout.currency;
        let whose = if spread { "in the median launch" } else { "" };
        parts.push(format!(
            "After all bills of the last day are paid and collected: {} {currency} {whose}",
            figure_of(closing.summary.p50)
        ));
    }
    let mut text = String::new();
    for part in &parts {
        text.push_str(part.trim_end());
        text.push_str(". ");
    }
    if spread {
        text.push_str(each_day(material));
    }
    text.trim().to_owned()
}

/// In how many launches cash falls below the credit line, and when.
fn short_of_cash(material: &Material) -> Option<String> {
    let MetricSummary { summary, .. } = material.figures.metric(MetricId::InsolvencyDay)?;
    let launches = material.figures.launches;
    let date = |day: f64| {
        let day = day.clamp(0.0, material.layout.days as f64);
        let date = date_of_day(material.layout.start, day as i64);
        format!("{} {}", date.day(), date.strftime("%b %Y"))
    };
    let (count, all) = (summary.count, launches.max(1));
    Some(match (count, launches) {
        (0, 1) => "Cash stays above the credit line".into(),
        (0, _) => "Cash stays above the credit line in every launch".into(),
        (_, 1) => format!("Short of cash from {}, when it falls below the credit line", date(summary.p50)),
        _ if count == all && summary.min == summary.max => {
            format!("Short of cash in every launch: below the credit line on {}", date(summary.p50))
        }
        _ if all < FEW => {
            format!("Short of cash in {count} of {all} launches: below the credit line, first on {}", date(summary.min))
        }
        _ => format!(
            "Short of cash in {} of the launches: below the credit line, half of them by {}; the mark on the axis holds nine in ten of these days",
            per_cent(count as f64 / all as f64),
            date(summary.p50)
        ),
    })
}
