//! Charts of rows, each an interval over all launches: hours to sell out, and the record against the simulation.

use super::Material;
use super::canvas::{Anchor, Canvas, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, Words, shortened};
use super::findings;
use super::font::{LABEL_SIZE, Weight};
use super::histogram::FEW;
use super::palette::{AXIS, BLUE, GRID, TEXT};
use super::panel::{Panel, direct, quiet};
use super::scale::{Scale, round_figure};
use super::words;
use crate::experiment::figures::ObservedSummary;
use crate::outcome::unit_text;
use crate::outcome::{MetricId, ObservedFact, Says, Unit};
use crate::report::fact::written;
use crate::report::said::{Figure as Value, Shown, Text, said};
use crate::stats::Summary;

const ROW: f64 = 40.0;
/// Room for the percentile of a fact beside its value.
const PERCENTILE: f64 = 90.0;
/// Ratios to the record beyond this, or below its inverse, are cut off.
const WIDEST_RATIO: f64 = 20.0;

/// A row: an interval, and on request a fact.
struct Row {
    name: String,
    summary: Summary,
    fact: Option<f64>,
    /// From where to where the truth may lie.
    range: Option<(f64, f64)>,
    remark: Text,
}

/// Hours until each round sold out.
pub fn sell_out(material: &Material) -> Option<Figure> {
    let all = material.figures.metrics.iter().enumerate();
    let rows: Vec<Row> = all
        .filter(|(_, found)| found.metric.id == MetricId::SellOutHours)
        .map(|(index, found)| {
            let share = found.summary.count as f64 / material.figures.launches.max(1) as f64;
            let known = material.layout.observed.iter().find(|fact| fact.metric == index);
            let (fact, range) = (known.map(|fact| fact.value), known.map(ObservedFact::range));
            let remark = said!("sold out in {share}", share = words::share(share));
            Row { name: material.paper.called(&found.metric.of), summary: found.summary, fact, range, remark }
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let largest =
        rows.iter().flat_map(|row| [shown(&row.summary).1, row.fact.unwrap_or(0.0)]).filter(|hours| hours.is_finite());
    let x = Scale::round(0.0, largest.fold(0.0, f64::max), 8);
    let hours: Vec<(String, usize, f64)> =
        rows.iter().map(|row| (row.name.clone(), row.summary.count, row.summary.p50)).collect();
    let heading = material.words(
        Some(findings::sell_out(&hours, material.figures.launches)),
        said!("Hours until each sales round sold out"),
        said!("A row for each round: median, middle half and nine in ten of the launches in which it sold out."),
    );
    let mut figure = sheet("sell_out", heading, material, &rows);
    let panel = panel(x, rows.len(), material.paper.width());
    panel.upright(&mut figure.canvas);
    for (number, row) in rows.iter().enumerate() {
        draw_row(&panel, &mut figure.canvas, number, row, said!("never"));
    }
    panel.x_axis(&mut figure.canvas, said!("Hours after the opening, of the launches that sold out"), "", 8);
    Some(figure)
}

/// Simulated values as multiples of the recorded ones.
pub fn record(material: &Material) -> Option<Figure> {
    let rows: Vec<Row> = material
        .figures
        .observed
        .iter()
        .map(|fact| {
            let simulated = &material.figures.metrics[fact.metric].summary;
            let name = material.paper.called(&fact.name);
            if fact.value > 0.0 {
                let summary = ratio(simulated, fact.value);
                let range = Some((fact.range.0 / fact.value, fact.range.1 / fact.value));
                return Row { name, summary, fact: Some(1.0), range, remark: recorded(material, fact) };
            }
            // Nothing is a multiple of zero; the row says so rather than going missing.
            let summary = Summary { count: 0, ..*simulated };
            Row { name, summary, fact: None, range: None, remark: recorded(material, fact) }
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let bounded = |value: f64| value.is_finite() && value > 0.0;
    let smallest = rows.iter().map(|row| shown(&row.summary).0).filter(|value| bounded(*value)).fold(0.8, f64::min);
    let largest = rows.iter().map(|row| shown(&row.summary).1).filter(|value| bounded(*value)).fold(1.25, f64::max);
    let x =
        Scale::Logarithmic { low: (smallest * 0.95).max(1.0 / WIDEST_RATIO), high: (largest * 1.05).min(WIDEST_RATIO) };
    let facts = material.figures.observed.iter();
    // A bound lies on no side of what keeps it.
    let facts = facts.filter(|fact| fact.says == Says::Exactly);
    let facts: Vec<(f64, Summary)> =
        facts.map(|fact| (fact.value, material.figures.metrics[fact.metric].summary)).collect();
    let heading = material.words(
        Some(findings::record(&facts, material.figures.launches)),
        said!("Simulated values as multiples of those on record"),
        said!(
            "A row for each fact on record: median, middle half and nine in ten of the launches, as multiples of it."
        ),
    );
    let mut figure = sheet("record", heading, material, &rows);
    let panel = panel(x, rows.len(), material.paper.width() - PERCENTILE);
    panel.upright(&mut figure.canvas);
    let one = panel.at_x(1.0);
    figure.canvas.line(vec![(one, panel.top), (one, panel.bottom)], AXIS, 1.5);
    for (number, row) in rows.iter().enumerate() {
        let absent = match &material.figures.observed[number] {
            fact if fact.value > 0.0 => said!("in no launch"),
            fact => said!(
                "simulated, median: {amount}",
                amount = words::amount(material.figures.metrics[fact.metric].summary.p50)
            ),
        };
        draw_row(&panel, &mut figure.canvas, number, row, absent);
    }
    let title = said!("Simulated value as a multiple of the recorded one");
    panel.x_axis(&mut figure.canvas, title, said!("logarithmic scale"), 8);
    Some(figure)
}

/// "3 hours; percentile 51": where the record lies among the launches.
fn recorded(material: &Material, fact: &ObservedSummary) -> Text {
    let unit = material.figures.metrics[fact.metric].metric.unit;
    let rounded = |value: f64| Text::from(round_figure(value, material.paper.language));
    let value = if unit == Unit::DayNumber {
        let day = Value::new("", fact.value, Shown::Nearest(material.layout.start)).into();
        let error = (fact.error > 0.0).then(|| Value::new("", fact.error, Shown::Days).into());
        written(fact.says, day, error)
    } else {
        let error = (fact.error > 0.0).then(|| rounded(fact.error));
        words::with_unit(written(fact.says, rounded(fact.value), error), &unit_text(unit, &material.layout.currency))
    };
    if fact.kept.is_finite() && material.figures.launches > 1 {
        return said!("{value}; kept in {share}", value = value, share = words::share(fact.kept));
    }
    if fact.percentile.is_finite() && material.figures.launches > 1 {
        let percentile = Value::new("", fact.percentile, Shown::Percentile);
        return said!("{value}; percentile {percentile}", value = value, percentile = percentile);
    }
    said!("record: {value}", value = value)
}

fn ratio(summary: &Summary, value: f64) -> Summary {
    Summary {
        min: summary.min / value,
        max: summary.max / value,
        p5: summary.p5 / value,
        p25: summary.p25 / value,
        p50: summary.p50 / value,
        p75: summary.p75 / value,
        p95: summary.p95 / value,
        ..*summary
    }
}

fn sheet(name: &'static str, words: Words, material: &Material, rows: &[Row]) -> Figure {
    let height = HEAD + 24.0 + rows.len() as f64 * ROW + 48.0;
    let mut figure = Figure::new(name, material.paper, words, height);
    let drawn = || rows.iter().map(|row| &row.summary).filter(|summary| summary.count > 0);
    let mut legend = Vec::new();
    if drawn().any(differs) {
        legend.push((Key::Dot(BLUE), said!("median")));
        if drawn().any(|summary| summary.count >= FEW && differs(summary)) {
            legend.push((Key::Patch(BLUE.tint(0.45)), said!("middle half of the launches")));
            legend.push((Key::Line(BLUE), said!("nine launches in ten")));
        }
        if drawn().any(|summary| summary.count < FEW && differs(summary)) {
            legend.push((Key::Line(BLUE.tint(0.45)), said!("lowest to highest")));
        }
    } else if drawn().next().is_some() {
        legend.push((Key::Dot(BLUE), said!("simulated")));
    }
    if rows.iter().any(|row| row.fact.is_some()) {
        let erring = rows.iter().any(|row| row.range.is_some_and(|(low, high)| low < high));
        let said = if erring { said!("on record, and how far it may err") } else { said!("on record") };
        legend.push((Key::Bar(TEXT), said));
    }
    figure.legend(&legend);
    figure
}

fn panel(x: Scale, rows: usize, width: f64) -> Panel {
    let top = HEAD + 16.0;
    let bottom = top + rows as f64 * ROW;
    Panel { left: 230.0, top, right: width - 170.0, bottom, x, y: Scale::Linear { low: 0.0, high: 1.0 } }
}

impl Panel {
    /// Vertical grid lines.
    pub(super) fn upright(&self, canvas: &mut Canvas) {
        for value in super::scale::ticks(&self.x, 8) {
            let x = self.at_x(value);
            canvas.line(vec![(x, self.top), (x, self.bottom)], GRID, 1.0);
        }
    }
}

/// The ends of what is drawn of a row: nine launches in ten, or all of a few.
fn shown(summary: &Summary) -> (f64, f64) {
    if summary.count < FEW { (summary.min, summary.max) } else { (summary.p5, summary.p95) }
}

/// Whether launches differ in a row.
fn differs(summary: &Summary) -> bool {
    summary.max > summary.min
}

/// A row: name, interval, fact and remark; `absent` where no launch has the figure.
fn draw_row(panel: &Panel, canvas: &mut Canvas, number: usize, row: &Row, absent: Text) {
    let middle = panel.top + (number as f64 + 0.5) * ROW;
    let baseline = middle + 4.5;
    let name = shortened(&row.name, LABEL_SIZE + 1.0, Weight::Regular, panel.left - MARGIN - 14.0);
    let mut label = quiet(&name, MARGIN, baseline, Anchor::Start);
    label.size = LABEL_SIZE + 1.0;
    canvas.label(Label { ink: TEXT, ..label });
    let remark =
        shortened(&canvas.told(row.remark.clone()), LABEL_SIZE, Weight::Regular, canvas.width() - panel.right - 16.0);
    canvas.label(quiet(&remark, panel.right + 12.0, baseline, Anchor::Start));
    let Summary { count, min, p5, p25, p50, p75, p95, max, .. } = row.summary;
    let at = |value: f64| panel.at_x(value).clamp(panel.left, panel.right);
    // A logarithmic axis has no place for zero: it is written at the lower end.
    let nought = matches!(panel.x, Scale::Logarithmic { .. }) && p50 <= 0.0;
    if count == 0 {
        canvas.label(quiet(&canvas.told(absent), panel.left + 8.0, baseline, Anchor::Start));
    } else if nought {
        let share = if p95 > 0.0 { said!("0 in the median launch") } else { Text::name("0") };
        canvas.label(direct(&canvas.told(share), panel.left + 6.0, baseline, Anchor::Start, BLUE));
    } else {
        if count < FEW && max > min {
            canvas.line(vec![(at(min), middle), (at(max), middle)], BLUE.tint(0.45), 4.0);
        } else if p95 > p5 {
            canvas.line(vec![(at(p5), middle), (at(p95), middle)], BLUE, 2.5);
            canvas.rectangle(at(p25), middle - 8.0, at(p75), middle + 8.0, BLUE.tint(0.45));
        }
        canvas.dot((at(p50), middle), 5.0, BLUE);
    }
    if let Some((low, high)) = row.range.filter(|(low, high)| low < high) {
        let nowhere = low <= 0.0 && matches!(panel.x, Scale::Logarithmic { .. });
        let low = if nowhere { panel.left } else { at(low) };
        error_bar(canvas, (low, at(high)), middle);
    }
    if let Some(fact) = row.fact {
        canvas.rectangle(at(fact) - 1.5, middle - 12.0, at(fact) + 1.5, middle + 12.0, TEXT);
    }
}

/// From where to where the truth of a record may lie: a thin bar with its ends.
pub(super) fn error_bar(canvas: &mut Canvas, (low, high): (f64, f64), middle: f64) {
    canvas.line(vec![(low, middle), (high, middle)], TEXT, 1.5);
    for end in [low, high] {
        canvas.line(vec![(end, middle - 6.0), (end, middle + 6.0)], TEXT, 1.5);
    }
}
