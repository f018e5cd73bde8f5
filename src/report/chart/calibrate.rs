//! What facts say: of themselves, before and after, and of inputs, within what was believed.

use super::Charts;
use super::canvas::{Anchor, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, Words, shortened, shortened_inside};
use super::font::{LABEL_SIZE, Weight};
use super::intervals::error_bar;
use super::palette::{AXIS, BLUE, PAPER, QUIET, TEXT};
use super::panel::{Panel, quiet};
use super::paper::Paper;
use super::scale::Scale;
use crate::experiment::calibrate::told::{FactTold, InputTold, Range};
use crate::outcome::{Role, Says};
use crate::report::calibrate::CalibrationSummary;
use crate::report::said::{Figure as Value, Shown, Text, said};
use crate::report::words::spaced;

/// Inputs drawn at most.
const MOST: usize = 14;
const ROW: f64 = 36.0;
/// Where the panel begins, behind the names, and what is left beside it.
const LEFT: f64 = 280.0;
const RIGHT: f64 = 130.0;
/// Ratios to the record beyond this, or below its inverse, are cut off.
const WIDEST_RATIO: f64 = 20.0;

/// The pictures of a calibration.
#[must_use]
pub fn draw(paper: &Paper, summary: &CalibrationSummary) -> Charts {
    let mut charts = Charts::default();
    charts.add("forecast", || super::ahead::forecast(paper, summary));
    charts.add("fitted_facts", || facts(paper, summary));
    charts.add("fitted_inputs", || inputs(paper, summary));
    charts
}

/// The scenario and what was spent.
fn subtitle(summary: &CalibrationSummary) -> Text {
    let launches = said!(
        "{launches} worth {effective} that make the record",
        launches = Value::new("", f64::from(summary.found.launches), Shown::counted("launch")),
        effective = Value::new("", summary.found.effective, Shown::Decimals(0))
    );
    super::dotted([Text::name(super::title(&summary.layout)), launches])
}

fn panel(paper: &Paper, x: Scale, rows: usize) -> Panel {
    let top = HEAD + 16.0;
    let bottom = top + rows as f64 * ROW;
    Panel { left: LEFT, top, right: paper.width() - RIGHT, bottom, x, y: Scale::Linear { low: 0.0, high: 1.0 } }
}

/// The name of a row, and what is said beside it.
fn named(figure: &mut Figure, panel: &Panel, (middle, name, remark): (f64, &str, Text)) {
    let canvas = &mut figure.canvas;
    let name = shortened_inside(name, LABEL_SIZE + 1.0, Weight::Regular, panel.left - MARGIN - 14.0);
    let mut label = quiet(&name, MARGIN, middle + 4.5, Anchor::Start);
    label.size = LABEL_SIZE + 1.0;
    canvas.label(Label { ink: TEXT, ..label });
    let remark = shortened(&canvas.told(remark), LABEL_SIZE, Weight::Regular, canvas.width() - panel.right - 16.0);
    canvas.label(quiet(&remark, panel.right + 12.0, middle + 4.5, Anchor::Start));
}

/// Before and after as two bars, one upon the other.
fn bars(figure: &mut Figure, panel: &Panel, middle: f64, [before, after]: [[f64; 3]; 2]) {
    // On a logarithmic scale nothing below nought has a place.
    let at = |value: f64| {
        let nowhere = value <= 0.0 && matches!(panel.x, Scale::Logarithmic { .. });
        if nowhere { panel.left } else { panel.at_x(value).clamp(panel.left, panel.right) }
    };
    let canvas = &mut figure.canvas;
    if before.iter().all(|value| value.is_finite()) {
        canvas.rectangle(at(before[0]), middle - 9.0, at(before[2]), middle + 9.0, QUIET.tint(0.3));
    }
    if after.iter().all(|value| value.is_finite()) {
        canvas.rectangle(at(after[0]), middle - 4.0, at(after[2]), middle + 4.0, BLUE);
        canvas.dot((at(after[1]), middle), 7.0, PAPER);
        canvas.dot((at(after[1]), middle), 5.5, BLUE);
    }
}

fn facts(paper: &Paper, summary: &CalibrationSummary) -> Option<Figure> {
    let mut told: Vec<&FactTold> = summary.found.facts.iter().filter(|told| told.fact.value > 0.0).collect();
    told.sort_by_key(|told| told.fact.role != Role::Fit);
    told.first()?;
    let ratios = |told: &FactTold, range: &Range| range.quantiles.map(|value| value / told.fact.value);
    let ends = told.iter().flat_map(|told| [ratios(told, &told.prior), ratios(told, &told.posterior)]).flatten();
    let ends: Vec<f64> = ends.filter(|ratio| ratio.is_finite() && *ratio > 0.0).collect();
    let low = ends.iter().copied().fold(0.8, f64::min).max(1.0 / WIDEST_RATIO);
    let high = ends.iter().copied().fold(1.25, f64::max).min(WIDEST_RATIO);
    let panel = panel(paper, Scale::Logarithmic { low: low * 0.95, high: high * 1.05 }, told.len());
    let tried = || summary.found.facts.iter().filter(|told| told.tries_the_fit());
    let inside = tried().filter(|told| told.is_inside()).count();
    let count = |number: usize| Value::new("", number as f64, Shown::Bare);
    let measure = said!("Simulated values as multiples of those on record");
    let finding = if tried().count() > 0 {
        said!(
            "Fitted to {fitted}, the model says {inside} of {all} others within nine in ten",
            fitted = Value::new(
                "",
                summary.found.facts.iter().filter(|told| told.fact.role == Role::Fit).count() as f64,
                Shown::counted("fact")
            ),
            inside = count(inside),
            all = count(tried().count())
        )
    } else {
        measure.clone()
    };
    let words = Words {
        finding,
        measure: super::dotted([measure.clone(), subtitle(summary)]),
        drawn: said!(
            "A row for each fact: what nine launches in ten say before and after, as multiples of the record."
        ),
    };
    let mut figure = Figure::new("fitted_facts", paper, words, HEAD + 24.0 + told.len() as f64 * ROW + 48.0);
    figure.legend(&[
        (Key::Patch(QUIET.tint(0.3)), said!("before")),
        (Key::Patch(BLUE), said!("after: nine in ten and median")),
        (Key::Bar(TEXT), said!("on record, and how far it may err")),
    ]);
    panel.upright(&mut figure.canvas);
    let one = panel.at_x(1.0);
    figure.canvas.line(vec![(one, panel.top), (one, panel.bottom)], AXIS, 1.5);
    for (number, told) in told.iter().enumerate() {
        let middle = panel.top + (number as f64 + 0.5) * ROW;
        let remark = match (told.fact.role, told.fact.says) {
            (Role::Fit, _) => said!("fitted"),
            (Role::Check, Says::Exactly) => {
                said!("percentile {percentile}", percentile = Value::new("", told.percentile[1], Shown::Percentile))
            }
            (Role::Check, _) => said!("kept in {share}", share = Value::new("", told.kept[1], Shown::PerCent)),
        };
        named(&mut figure, &panel, (middle, &paper.called(&told.fact.name), remark));
        bars(&mut figure, &panel, middle, [ratios(told, &told.prior), ratios(told, &told.posterior)]);
        let (low, high) = told.fact.range();
        if low < high {
            let at = |value: f64| {
                let ratio = value / told.fact.value;
                if ratio > 0.0 { panel.at_x(ratio).clamp(panel.left, panel.right) } else { panel.left }
            };
            error_bar(&mut figure.canvas, (at(low), at(high)), middle);
        }
        figure.canvas.rectangle(one - 1.5, middle - 12.0, one + 1.5, middle + 12.0, TEXT);
    }
    panel.x_axis(&mut figure.canvas, measure, said!("logarithmic scale"), 8);
    Some(figure)
}

fn inputs(paper: &Paper, summary: &CalibrationSummary) -> Option<Figure> {
    let mut told: Vec<&InputTold> = summary.told();
    told.truncate(MOST);
    let first = told.first()?;
    let panel = panel(paper, Scale::Linear { low: 0.0, high: 100.0 }, told.len());
    let measure = said!("Where an input lies within what was believed of it, per cent of that below");
    let words = Words {
        finding: said!("The facts say most of {input}", input = Text::name(first.key.clone())),
        measure: super::dotted([measure.clone(), subtitle(summary)]),
        drawn: said!(
            "A row for each input that the facts say something of: the middle and nine in ten of what is believed after them."
        ),
    };
    let mut figure = Figure::new("fitted_inputs", paper, words, HEAD + 24.0 + told.len() as f64 * ROW + 48.0);
    figure.legend(&[
        (Key::Patch(QUIET.tint(0.3)), said!("before: nine in ten")),
        (Key::Patch(BLUE), said!("after: nine in ten and median")),
    ]);
    panel.upright(&mut figure.canvas);
    for (number, told) in told.iter().enumerate() {
        let middle = panel.top + (number as f64 + 0.5) * ROW;
        let width = said!("{share} as wide", share = Value::new("", told.width, Shown::PerCentTo(0)));
        named(&mut figure, &panel, (middle, &spaced(&told.key), width));
        bars(&mut figure, &panel, middle, [[5.0, 50.0, 95.0], told.places.map(|share| 100.0 * share)]);
    }
    panel.x_axis(&mut figure.canvas, said!("Share of what was believed that lies below"), "%", 10);
    Some(figure)
}
