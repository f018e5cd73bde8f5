//! Charts of a sweep: curves over one key, a heat map over two, small multiples beyond.

use super::Charts;
use super::canvas::Anchor;
use super::figure::{Figure, HEAD, Key, MARGIN};
use super::font::{self};
use super::histogram::FEW;
use super::maps::{NOTES, maps, span};
use super::material::{MOST_DOTS, Material, is_grid};
use super::palette::{BLUE, TEXT, VERMILLION};
use super::panel::{Panel, quiet};
use super::paper::{Paper, Size};
use super::risk::{Axes, Choice, Risk, risk};
use super::scale::Scale;
use crate::experiment::sweep::best::Selection;
use crate::report::said::{Text, said};
use crate::report::sweep::journal::Identity;
use crate::report::sweep::survey::Survey;

/// Points along one key that are marked each at most.
const MOST_MARKED: usize = 60;
/// Heat maps on one sheet at most.
const MOST_MAPS: usize = 12;

/// The charts of a sweep.
#[must_use]
pub fn draw(paper: &Paper, identity: &Identity, survey: &Survey, choice: Option<&Selection>) -> Charts {
    let material = Material { paper, identity, survey, choice };
    let (low, high) = material.range();
    if survey.mean.is_empty() || low > high {
        return Charts::default();
    }
    let mut charts = Charts::default();
    if font::written(&identity.scenario, "") != identity.scenario.trim() {
        charts.warnings.push(format!(
            "charts are titled \u{201c}scenario\u{201d}: their typefaces lack letters of \u{201c}{}\u{201d}",
            identity.scenario
        ));
    }
    charts.add("risk", || risky(&material));
    match identity.axes.len() {
        1 => charts.add("sweep", || Some(curve(&material))),
        2 => charts.add("sweep", || Some(maps(&material, &[0, 1]))),
        3 if is_grid(&material) => {
            // A map for each value of the key with fewest of them.
            let fewest = (0..3).min_by_key(|&axis| material.survey.levels(axis).len()).unwrap_or(0);
            let others: Vec<usize> = (0..3).filter(|&axis| axis != fewest).collect();
            if material.survey.levels(fewest).len() <= MOST_MAPS {
                charts.add("sweep", || Some(maps(&material, &[others[0], others[1]])));
            }
            charts.add("sweep_by_key", || Some(scatter(&material)));
        }
        _ => charts.add("sweep_by_key", || Some(scatter(&material))),
    }
    charts
}

/// Gain against risk of the points, where money is looked for: short of cash where half of them ever are, else losing money.
fn risky(material: &Material) -> Option<Figure> {
    let (identity, survey) = (material.identity, material.survey);
    let objective = &identity.metrics[identity.objective];
    if identity.least || !objective.title.contains("rofit") || material.is_share() {
        return None;
    }
    let any = 2 * survey.short.iter().filter(|share| **share > 0.0).count() >= survey.short.len();
    let choice = |at: usize| Choice {
        risk: if any { survey.short[at] } else { survey.losing[at][0] },
        gain: survey.mean[at],
        name: material.place(at),
        ink: None,
    };
    let choices: Vec<Choice> = (0..survey.mean.len()).map(choice).collect();
    let risk_of = if any { Risk::Short } else { Risk::Losing };
    let unit = Text::term(objective.unit.clone());
    risk(material.paper, &choices, &Axes { gain: material.title(), unit, risk: risk_of, about: material.subtitle() })
}

/// The objective along one key: mean, its interval, and where nine launches in ten lie.
fn curve(material: &Material) -> Figure {
    let survey = material.survey;
    let mut order: Vec<usize> = (0..survey.mean.len()).collect();
    order.sort_by(|&a, &b| survey.inputs[0][a].total_cmp(&survey.inputs[0][b]));
    let of = |values: &[f64]| -> Vec<f64> { order.iter().map(|&at| values[at]).collect() };
    let (xs, means, ses) = (of(&survey.inputs[0]), of(&survey.mean), of(&survey.se));
    let interval = |(mean, se): (&f64, &f64)| material.interval(*mean, *se);
    let (below, above): (Vec<f64>, Vec<f64>) = means.iter().zip(&ses).map(interval).unzip();
    // A share of launches has no launches above and below it, and a handful of launches no quantiles.
    let banded = !material.is_share() && material.identity.launches as usize >= FEW;
    let missing = vec![f64::NAN; xs.len()];
    let (p5, p95) = if banded { (of(&survey.p5), of(&survey.p95)) } else { (missing.clone(), missing) };
    let all = || p5.iter().chain(&p95).chain(&means).chain(&below).chain(&above);
    let finite = || all().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    let words =
        material.words(said!("A curve of the objective over the input, a dot at each point, with the best marked."));
    let (height, width) = (material.paper.height(460.0), material.paper.width());
    let mut sheet = Figure::new("sweep", material.paper, words, height);
    let mut keys =
        vec![(Key::Line(BLUE), if material.is_share() { said!("share of launches") } else { said!("mean") })];
    if below.iter().zip(&above).any(|(low, high)| high > low) {
        let its = if material.is_share() { said!("its exact 95 % interval") } else { said!("its 95 % interval") };
        keys.push((Key::Patch(BLUE.tint(0.5)), its));
    }
    if p5.iter().zip(&p95).any(|(low, high)| high > low) {
        keys.push((Key::Patch(BLUE.tint(0.15)), said!("nine launches in ten")));
    }
    keys.extend(material.dots());
    sheet.legend(&keys);
    let panel = Panel {
        left: 96.0,
        top: HEAD + 44.0,
        right: width - 40.0,
        bottom: height - 52.0,
        x: if material.identity.axes[0].is_text() { span(&xs) } else { ending_on_ticks(xs[0], xs[xs.len() - 1], 8) },
        y: ending_on_ticks(low, high, 6),
    };
    let canvas = &mut sheet.canvas;
    let unit = material.y_axis(&panel, canvas, 6);
    panel.header(canvas, material.title(), unit, MARGIN);
    panel.band(canvas, &xs, &p5, &p95, BLUE.tint(0.15));
    panel.band(canvas, &xs, &below, &above, BLUE.tint(0.5));
    let points: Vec<(f64, f64)> = xs.iter().copied().zip(means.iter().copied()).collect();
    panel.line(canvas, &points, BLUE, 1.8);
    for (place, &at) in order.iter().enumerate() {
        if material.is_alike(at) && means[place].is_finite() {
            let ink = if material.is_best(at) { VERMILLION } else { TEXT };
            canvas.dot((panel.at_x(xs[place]), panel.at_y(means[place])), 4.5, ink);
        } else if xs.len() <= MOST_MARKED && means[place].is_finite() {
            canvas.dot((panel.at_x(xs[place]), panel.at_y(means[place])), 2.6, BLUE);
        }
    }
    material.x_axis(&panel, canvas, 0, (8, width - 200.0));
    sheet.foot(material.note());
    sheet
}

/// A scale that holds both ends and has a tick at its own ends.
fn ending_on_ticks(low: f64, high: f64, most: usize) -> Scale {
    // Rounding widens a scale, which may take a wider step in turn.
    (0..3).fold(Scale::round(low, high, most), |scale, _| Scale::round(scale.low(), scale.high(), most))
}

/// The objective against each key in a panel of its own, a dot per point.
fn scatter(material: &Material) -> Figure {
    let survey = material.survey;
    let slide = material.paper.size == Size::Slide;
    let axes = material.identity.axes.len().min(if slide { 8 } else { 12 });
    let columns = if slide { 4 } else { 3 }.min(axes);
    let rows = axes.div_ceil(columns);
    let gap = 86.0;
    let height = material.paper.row(170.0, rows, HEAD + 36.0 + 4.0 * NOTES + rows as f64 * gap - 34.0);
    let words =
        material.words(said!("A panel for each input: the objective of every point over it, with the best marked."));
    let total = HEAD + 36.0 + rows as f64 * (height + gap) - 34.0;
    let mut sheet = Figure::new("sweep_by_key", material.paper, words, total);
    let mut keys = vec![(Key::Dot(BLUE.tint(0.45)), said!("mean of a point"))];
    keys.extend(material.dots());
    sheet.legend(&keys);
    let (low, high) = material.range();
    let width = (material.paper.width() - 96.0 - 40.0 - 64.0 * (columns as f64 - 1.0)) / columns as f64;
    for axis in 0..axes {
        let left = 96.0 + (axis % columns) as f64 * (width + 64.0);
        let top = HEAD + 36.0 + (axis / columns) as f64 * (height + gap);
        let (x, y) = (span(&survey.inputs[axis]), Scale::round(low, high, 4));
        let panel = Panel { left, top, right: left + width, bottom: top + height, x, y };
        let canvas = &mut sheet.canvas;
        let of_objective = material.y_axis(&panel, canvas, 4);
        let thinned = survey.mean.len().div_ceil(MOST_DOTS).max(1);
        let shown = |at: usize| at.is_multiple_of(thinned) || material.is_alike(at);
        let mut order: Vec<usize> =
            (0..survey.mean.len()).filter(|&at| survey.mean[at].is_finite() && shown(at)).collect();
        order.sort_by_key(|&at| (material.is_best(at), material.is_alike(at)));
        for at in order {
            let ink = match (material.is_best(at), material.is_alike(at)) {
                (true, _) => VERMILLION,
                (_, true) => TEXT,
                _ => BLUE.tint(0.45),
            };
            let radius = if material.is_best(at) { 5.0 } else { 2.2 };
            canvas.dot((panel.at_x(survey.inputs[axis][at]), panel.at_y(survey.mean[at])), radius, ink);
        }
        material.x_axis(&panel, canvas, axis, (4, width + 44.0));
        if axis % columns == 0 {
            canvas.label(quiet(&of_objective, MARGIN, top - 12.0, Anchor::Start));
        }
    }
    sheet.foot(material.note());
    sheet
}
