//! What is marked in the panels of cash: the credit line, dated money, short days, the lowest day and the last bills.

use crate::outcome::{Inflow, MetricId, Rule};
use crate::report::chart::Material;
use crate::report::chart::canvas::{Anchor, Canvas, Label};
use crate::report::chart::fans::{End, end_labels, ends};
use crate::report::chart::histogram::FEW;
use crate::report::chart::palette::{BLUE, GREEN, Ink, TEXT, VERMILLION};
use crate::report::chart::panel::{Days, Panel, direct, quiet};
use crate::report::chart::words::{self, amount};
use crate::report::said::{Text, said};
use crate::report::words::spaced;

/// The heading stands so much higher than elsewhere: flags come between it and the panel.
pub(super) const HEADING: f64 = 14.0;
/// Where what remains is drawn, beyond the last day.
const SETTLED: f64 = 16.0;

/// Money from owners and lenders.
const FLAG: Ink = GREEN;

/// The credit line of the launches shown: the one line of one launch, or its median with where nine in ten lie.
pub(super) struct CreditLine {
    level: f64,
    pub range: Option<(f64, f64)>,
    /// Too far below the data to be drawn to scale.
    pub far: bool,
}

impl CreditLine {
    pub fn of(material: &Material, lowest: f64, highest: f64) -> Self {
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
    pub fn deepest(&self) -> f64 {
        if self.far { 0.0 } else { self.range.map_or(self.level, |(low, _)| low) }
    }
}

/// The line in the legend.
pub(super) fn line_in_words(line: &CreditLine) -> Text {
    match (line.range, line.level < 0.0) {
        (Some(_), _) => said!("credit line, median {amount}", amount = amount(-line.level)),
        (None, true) => said!("credit line {amount}", amount = amount(-line.level)),
        (None, false) => said!("no credit: short of cash below zero"),
    }
}

/// The credit line to scale, or an arrow towards it with its amount.
pub(super) fn draw_line(panel: &Panel, canvas: &mut Canvas, line: &CreditLine) {
    if !line.far && line.level >= panel.y.low() {
        let height = panel.at_y(line.level);
        canvas.dashes((panel.left, height), (panel.right, height), VERMILLION, 1.6);
        return;
    }
    let (x, tip) = (panel.left + 14.0, panel.bottom - 3.0);
    canvas.line(vec![(x, tip - 16.0), (x, tip)], VERMILLION, 1.5);
    canvas.area(vec![(x, tip), (x - 4.0, tip - 6.0), (x + 4.0, tip - 6.0)], VERMILLION);
    let text = canvas.told(said!("below: {what}", what = line_in_words(line)));
    panel.on_paper(canvas, direct(&text, x + 10.0, tip - 4.0, Anchor::Start, VERMILLION));
}

/// What launches hold when all is paid and collected after the last day, where there is such a metric.
pub(super) fn settled(material: &Material, series: usize) -> Option<Vec<End>> {
    material.figures.metric(MetricId::ClosingCash)?;
    Some(ends(material, Some(MetricId::ClosingCash), series))
}

/// A bar from the lowest to the highest of the quantiles beyond the last day, a dot at the median, and their figures.
pub(super) fn draw_settled(panel: &Panel, canvas: &mut Canvas, ends: &[End], last: Option<f64>) {
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
    canvas.label(quiet(&canvas.told(said!("after all bills")), panel.right + 6.0, panel.top - 9.0, Anchor::Start));
    let beside = Panel { right: x, ..*panel };
    end_labels(&beside, canvas, ends, BLUE);
}

/// The days on which launches fall short of cash: nine in ten of them as a thick mark on the axis.
pub(super) fn mark_short_days(panel: &Panel, canvas: &mut Canvas, material: &Material, shown: &Days) {
    let Some(days) = material.figures.metric(MetricId::InsolvencyDay).map(|metric| &metric.summary) else { return };
    if days.count == 0 {
        return;
    }
    let (from, to) = if days.count < FEW { (days.min, days.max) } else { (days.p5, days.p95) };
    let (first, last) = (shown.first as f64, (shown.first + shown.count) as f64);
    if to < first || from > last {
        return;
    }
    let at = |day: f64, wider: f64| (panel.at_x(day - first) + wider).clamp(panel.left, panel.right);
    canvas.rectangle(at(from, -2.0), panel.bottom - 6.0, at(to, 2.0), panel.bottom, VERMILLION);
}

/// A dot at the lowest cash of a launch with the figure the page gives.
pub(super) fn mark_lowest(panel: &Panel, canvas: &mut Canvas, material: &Material, days: &Days) {
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
    let (lowest_told, date) = (amount(lowest), words::date(material.layout.start, day));
    let text = canvas.told(if material.figures.launches == 1 {
        said!("lowest: {amount}, {date}", amount = lowest_told, date = date)
    } else {
        said!("lowest, median: {amount}, {date}", amount = lowest_told, date = date)
    });
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
pub(super) fn flags(panel: &Panel, canvas: &mut Canvas, material: &Material, days: &Days) {
    let mut free_from = panel.left - 10.0;
    let mut unnamed = 0;
    let inflows = &material.layout.inflows;
    let shown = days.first as i32..(days.first + days.count) as i32;
    let at = |inflow: &Inflow| panel.at_x(f64::from(inflow.day) - days.first as f64);
    let shown: Vec<&Inflow> = inflows.iter().filter(|inflow| shown.contains(&inflow.day)).collect();
    for inflow in &shown {
        let x = at(inflow);
        canvas.line(vec![(x, panel.top - 4.0), (x, panel.bottom)], FLAG, 1.0);
        canvas.area(vec![(x, panel.top - 12.0), (x + 8.0, panel.top - 8.0), (x, panel.top - 4.0)], FLAG);
        let name = spaced(inflow.name.rsplit_once('.').map_or(inflow.name.as_str(), |(_, name)| name));
        let amount = canvas.amount(inflow.amount);
        let beside = |text: &str| quiet(text, x + 11.0, panel.top - 5.0, Anchor::Start);
        let before = |text: &str| quiet(text, x - 4.0, panel.top - 5.0, Anchor::End);
        let covers = |label: &Label, flag: f64| label.bounds().0 < flag + 10.0 && label.bounds().2 > flag - 3.0;
        let free = |label: &Label| {
            let (left, _, right, _) = label.bounds();
            let clear = shown.iter().map(|other| at(other)).filter(|flag| *flag != x).all(|flag| !covers(label, flag));
            left >= free_from && right <= panel.right && clear
        };
        let whole = format!("{name} {amount}");
        // On the other side of the flag, or the amount alone, where there is no room for the name too.
        let candidates = [beside(&whole), before(&whole), beside(&amount), before(&amount)];
        let Some(label) = candidates.into_iter().find(free) else {
            unnamed += 1;
            continue;
        };
        free_from = label.bounds().2.max(x + 8.0) + 10.0;
        canvas.label(label);
    }
    if unnamed > 0 {
        Panel { top: panel.top - HEADING, ..*panel }.remark(
            canvas,
            if unnamed == 1 {
                said!("1 inflow more not named here")
            } else {
                said!("{some} inflows more not named here", some = unnamed.to_string())
            },
        );
    }
}
