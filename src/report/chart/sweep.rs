//! Charts of a sweep: curves over one key, a heat map over two, small multiples beyond.

use super::canvas::{Anchor, Canvas};
use super::figure::{Figure, HEAD, Key, MARGIN, WIDTH, shortened_inside};
use super::font::{self, Weight};
use super::palette::{BLUE, Ink, PAPER, QUIET, TEXT, VERMILLION};
use super::panel::{LABEL_SIZE, Panel, direct, quiet};
use super::scale::{Magnitude, Scale, figure};
use crate::experiment::sweep::best::Choice;
use crate::report::sweep::counted;
use crate::report::sweep::journal::Identity;
use crate::report::sweep::survey::{Survey, best_in_words, unit_in_words};

/// Rows or columns of a heat map at most; neighbouring values share one beyond.
const MOST_CELLS: usize = 120;
/// Dots of points that are drawn at most; of more points every second, third, .. is.
const MOST_DOTS: usize = 20_000;
/// Points along one key that are marked each at most.
const MOST_MARKED: usize = 60;
/// Heat maps on one sheet at most.
const MOST_MAPS: usize = 12;
/// Half the width of a 95 % interval in standard errors.
const NORMAL: f64 = 1.96;
/// Levels between which contours run.
const CONTOURS: usize = 6;

/// Everything a chart of a sweep is drawn from.
struct Material<'a> {
    identity: &'a Identity,
    survey: &'a Survey,
    choice: Option<&'a Choice>,
}

impl Material<'_> {
    fn title(&self) -> String {
        self.identity.metrics[self.identity.objective].title.clone()
    }

    fn unit(&self) -> &str {
        &self.identity.metrics[self.identity.objective].unit
    }

    fn subtitle(&self) -> String {
        // A title may name a price that is varied here; the name of the scenario does not.
        let Identity { scenario, points, launches, .. } = self.identity;
        let (points, part) = match self.survey.part {
            Some(part) => (part.points(*points), format!("part {} of {}: ", part.number, part.of)),
            None => (*points, String::new()),
        };
        let (points, launches) = (counted(points, "point"), counted((*launches).into(), "launch"));
        format!("{scenario} \u{b7} {part}{points} of {launches} under the same luck")
    }

    fn is_alike(&self, at: usize) -> bool {
        self.choice.is_some_and(|choice| choice.alike[at])
    }

    fn is_best(&self, at: usize) -> bool {
        self.choice.is_some_and(|choice| choice.best == at)
    }

    fn axis_title(&self, axis: usize) -> (&str, String) {
        (&self.identity.axes[axis].key, unit_in_words(&self.identity.axes[axis].unit))
    }

    /// The key of an axis and its unit in so much room below a panel.
    fn axis_title_in(&self, axis: usize, room: f64) -> (String, String) {
        let (key, unit) = self.axis_title(axis);
        let beside = font::width(&format!(" (million {unit})"), LABEL_SIZE, Weight::Regular);
        (shortened_inside(key, LABEL_SIZE, Weight::Regular, (room - beside).max(room / 3.0)), unit)
    }

    /// Keys of the dots there are.
    fn dots(&self) -> Vec<(Key, &'static str)> {
        let Some(choice) = self.choice else { return Vec::new() };
        let more = choice.alike.iter().enumerate().any(|(at, alike)| *alike && at != choice.best);
        let mut keys = vec![(Key::Dot(VERMILLION), "best")];
        keys.extend(more.then_some((Key::Dot(TEXT), "cannot be told from it")));
        keys
    }

    /// Smallest and largest mean.
    fn range(&self) -> (f64, f64) {
        let finite = || self.survey.mean.iter().copied().filter(|mean| mean.is_finite());
        (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max))
    }

    fn note(&self) -> String {
        best_in_words(self.identity, self.survey, self.choice)
    }
}

/// The charts of a sweep.
#[must_use]
pub fn draw(identity: &Identity, survey: &Survey, choice: Option<&Choice>) -> Vec<Figure> {
    let material = Material { identity, survey, choice };
    let (low, high) = material.range();
    if survey.mean.is_empty() || low > high {
        return Vec::new();
    }
    match identity.axes.len() {
        1 => vec![curve(&material)],
        2 => vec![maps(&material, &[0, 1])],
        3 if is_grid(&material) => {
            // A map for each value of the key with fewest of them.
            let fewest = (0..3).min_by_key(|&axis| material.survey.levels(axis).len()).unwrap_or(0);
            let others: Vec<usize> = (0..3).filter(|&axis| axis != fewest).collect();
            if material.survey.levels(fewest).len() > MOST_MAPS {
                return vec![scatter(&material)];
            }
            vec![maps(&material, &[others[0], others[1]]), scatter(&material)]
        }
        _ => vec![scatter(&material)],
    }
}

fn is_grid(material: &Material) -> bool {
    material.identity.design == "grid"
}

/// The objective along one key: mean, its interval, and where nine launches in ten lie.
fn curve(material: &Material) -> Figure {
    let survey = material.survey;
    let mut order: Vec<usize> = (0..survey.mean.len()).collect();
    order.sort_by(|&a, &b| survey.inputs[0][a].total_cmp(&survey.inputs[0][b]));
    let of = |values: &[f64]| -> Vec<f64> { order.iter().map(|&at| values[at]).collect() };
    let (xs, means, ses) = (of(&survey.inputs[0]), of(&survey.mean), of(&survey.se));
    let half = |sign: f64| -> Vec<f64> { means.iter().zip(&ses).map(|(mean, se)| mean + sign * NORMAL * se).collect() };
    let (p5, p95) = (of(&survey.p5), of(&survey.p95));
    let (below, above) = (half(-1.0), half(1.0));
    let all = || p5.iter().chain(&p95).chain(&means).chain(&below).chain(&above);
    let finite = || all().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    let mut sheet = Figure::new("sweep", &material.title(), &material.subtitle(), 520.0);
    let mut keys = vec![
        (Key::Line(BLUE), "mean"),
        (Key::Patch(BLUE.tint(0.5)), "its 95 % interval"),
        (Key::Patch(BLUE.tint(0.15)), "nine launches in ten"),
    ];
    keys.extend(material.dots());
    sheet.legend(&keys);
    let panel = Panel {
        left: 96.0,
        top: HEAD + 40.0,
        right: WIDTH - 40.0,
        bottom: 520.0 - 96.0,
        x: ending_on_ticks(xs[0], xs[xs.len() - 1], 8),
        y: ending_on_ticks(low, high, 6),
    };
    let canvas = &mut sheet.canvas;
    panel.header(canvas, &material.title(), &Magnitude::of_scale(&panel.y).unit(material.unit()), MARGIN);
    panel.y_axis(canvas, 6);
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
    let (key, unit) = material.axis_title(0);
    panel.x_axis(canvas, key, &unit, 8);
    sheet.note(&material.note());
    sheet
}

/// A scale that holds both ends and has a tick at its own ends.
fn ending_on_ticks(low: f64, high: f64, most: usize) -> Scale {
    // Rounding widens a scale, which may take a wider step in turn.
    (0..3).fold(Scale::round(low, high, most), |scale, _| Scale::round(scale.low(), scale.high(), most))
}

/// A scale over given values that ends where they do.
fn span(values: &[f64]) -> Scale {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if high > low { Scale::Linear { low, high } } else { Scale::round(low, high, 4) }
}

/// From pale to full blue.
fn shade(share: f64) -> Ink {
    BLUE.tint(0.06 + 0.88 * share.clamp(0.0, 1.0))
}

/// Heat maps over two axes, one for each value of a third.
fn maps(material: &Material, axes: &[usize; 2]) -> Figure {
    let survey = material.survey;
    let third = (0..material.identity.axes.len()).find(|axis| !axes.contains(axis));
    let groups: Vec<Option<f64>> =
        third.map_or_else(|| vec![None], |axis| survey.levels(axis).into_iter().map(Some).collect());
    let columns = if groups.len() == 1 { 1 } else { 3.min(groups.len()) };
    let rows = groups.len().div_ceil(columns);
    let height = if columns == 1 { 400.0 } else { 190.0 };
    let (gap, foot) = (if columns == 1 { 60.0 } else { 78.0 }, 66.0);
    let total = HEAD + 40.0 + rows as f64 * (height + gap) + foot;
    let mut sheet = Figure::new("sweep", &material.title(), &material.subtitle(), total);
    let (low, high) = material.range();
    let magnitude = Magnitude::of(low.abs().max(high.abs()));
    let shades = [
        format!("{} {}", magnitude.figure(low), material.unit()),
        magnitude.figure(f64::midpoint(low, high)),
        magnitude.figure(high),
    ];
    let mut keys: Vec<(Key, &str)> =
        shades.iter().zip([0.0, 0.5, 1.0]).map(|(text, share)| (Key::Patch(shade(share)), text.as_str())).collect();
    let apart = format!("equal mean, every {}", figure((high - low) / CONTOURS as f64));
    keys.extend((is_grid(material) && high > low).then_some((Key::Line(QUIET), apart.as_str())));
    keys.extend(material.dots());
    sheet.legend(&keys);
    let width = (WIDTH - 96.0 - 40.0 - 64.0 * (columns as f64 - 1.0)) / columns as f64;
    for (number, group) in groups.iter().enumerate() {
        let left = 96.0 + (number % columns) as f64 * (width + 64.0);
        let top = HEAD + 36.0 + (number / columns) as f64 * (height + gap);
        let members: Vec<usize> = (0..survey.mean.len())
            .filter(|&at| group.is_none_or(|value| third.is_some_and(|axis| survey.inputs[axis][at] == value)))
            .collect();
        let panel = Panel {
            left,
            top,
            right: left + width,
            bottom: top + height,
            x: span(&survey.inputs[axes[0]]),
            y: span(&survey.inputs[axes[1]]),
        };
        map(material, &panel, &mut sheet.canvas, axes, &members, (low, high));
        let (y_name, y_unit) = material.axis_title(axes[1]);
        match (group, third) {
            (Some(value), Some(axis)) => {
                let (key, unit) = material.axis_title(axis);
                let text = format!("{key} = {} {unit}", figure(*value));
                let text = shortened_inside(text.trim(), 13.0, Weight::SemiBold, width + 50.0);
                sheet.canvas.label(direct(&text, left, top - 10.0, Anchor::Start, TEXT));
            }
            _ => panel.header(&mut sheet.canvas, y_name, &y_unit, MARGIN),
        }
        let (x_name, x_unit) = material.axis_title_in(axes[0], width + 44.0);
        panel.x_axis(&mut sheet.canvas, &x_name, &x_unit, if columns == 1 { 8 } else { 4 });
    }
    let (up, of) = material.axis_title(axes[1]);
    let across = if columns == 1 { String::new() } else { format!("Upwards: {up}, {of}. ").replace(", .", ".") };
    sheet.note(&format!("{across}{}", material.note()));
    sheet
}

/// One heat map: cells of a grid or dots of another design, contours, and the best points.
fn map(
    material: &Material,
    panel: &Panel,
    canvas: &mut Canvas,
    axes: &[usize; 2],
    members: &[usize],
    range: (f64, f64),
) {
    let survey = material.survey;
    let share = |mean: f64| if range.1 > range.0 { (mean - range.0) / (range.1 - range.0) } else { 0.5 };
    panel.y_axis(canvas, 6);
    let cells = is_grid(material);
    if cells {
        let (xs, ys) = (Bins::of(&survey.levels(axes[0])), Bins::of(&survey.levels(axes[1])));
        let mut sums = vec![vec![(0.0, 0.0); ys.middles.len()]; xs.middles.len()];
        for &at in members.iter().filter(|&&at| survey.mean[at].is_finite()) {
            let (sum, count) = &mut sums[xs.place(survey.inputs[axes[0]][at])][ys.place(survey.inputs[axes[1]][at])];
            *sum += survey.mean[at];
            *count += 1.0;
        }
        let means: Vec<Vec<f64>> =
            sums.iter().map(|column| column.iter().map(|(sum, count)| sum / count).collect()).collect();
        for (i, column) in means.iter().enumerate() {
            for (j, &mean) in column.iter().enumerate().filter(|(_, mean)| mean.is_finite()) {
                let ((left, right), (low, high)) = (xs.edges(i), ys.edges(j));
                let clamp_x = |value: f64| panel.at_x(value).clamp(panel.left, panel.right);
                let clamp_y = |value: f64| panel.at_y(value).clamp(panel.top, panel.bottom);
                canvas.rectangle(clamp_x(left), clamp_y(high), clamp_x(right), clamp_y(low), shade(share(mean)));
            }
        }
        for level in 1..CONTOURS {
            let value = range.0 + (range.1 - range.0) * level as f64 / CONTOURS as f64;
            contour(panel, canvas, &xs.middles, &ys.middles, &means, value);
        }
    }
    let thinned = members.len().div_ceil(MOST_DOTS).max(1);
    for (number, &at) in members.iter().enumerate() {
        let centre = (panel.at_x(survey.inputs[axes[0]][at]), panel.at_y(survey.inputs[axes[1]][at]));
        if material.is_alike(at) {
            let ink = if material.is_best(at) { VERMILLION } else { TEXT };
            canvas.dot(centre, if material.is_best(at) { 6.0 } else { 3.5 }, ink);
            if !cells {
                canvas.dot(centre, 2.0, shade(share(survey.mean[at])));
            }
        } else if !cells && number % thinned == 0 && survey.mean[at].is_finite() {
            canvas.dot(centre, 3.2, shade(share(survey.mean[at])));
        }
    }
}

/// Values of an axis, neighbours joined where there are too many to show each.
struct Bins {
    /// The first value of each bin.
    firsts: Vec<f64>,
    /// Mean of each bin's values.
    middles: Vec<f64>,
}

impl Bins {
    fn of(levels: &[f64]) -> Self {
        let size = levels.len().div_ceil(MOST_CELLS).max(1);
        let middle = |bin: &[f64]| bin.iter().sum::<f64>() / bin.len() as f64;
        Self {
            firsts: levels.chunks(size).map(|bin| bin[0]).collect(),
            middles: levels.chunks(size).map(middle).collect(),
        }
    }

    fn place(&self, value: f64) -> usize {
        self.firsts.partition_point(|first| *first <= value).saturating_sub(1)
    }

    /// Half way to the neighbours of a bin; the first and the last reach to the ends.
    fn edges(&self, at: usize) -> (f64, f64) {
        let here = self.middles[at];
        let low = if at == 0 { f64::MIN } else { f64::midpoint(self.middles[at - 1], here) };
        (low, self.middles.get(at + 1).map_or(f64::MAX, |next| f64::midpoint(here, *next)))
    }
}

/// A line of equal value through a grid, by linear interpolation along the sides of two triangles per cell.
fn contour(panel: &Panel, canvas: &mut Canvas, xs: &[f64], ys: &[f64], means: &[Vec<f64>], value: f64) {
    for i in 1..xs.len() {
        for j in 1..ys.len() {
            let corner = |i: usize, j: usize| (xs[i], ys[j], means[i][j]);
            let (a, b, c, d) = (corner(i - 1, j - 1), corner(i, j - 1), corner(i, j), corner(i - 1, j));
            for triangle in [[a, b, c], [a, c, d]] {
                let cut = |from: (f64, f64, f64), to: (f64, f64, f64)| {
                    let crosses = (from.2 < value) != (to.2 < value) && from.2.is_finite() && to.2.is_finite();
                    let share = (value - from.2) / (to.2 - from.2);
                    crosses.then(|| {
                        (panel.at_x(from.0 + share * (to.0 - from.0)), panel.at_y(from.1 + share * (to.1 - from.1)))
                    })
                };
                let sides = [(0, 1), (1, 2), (2, 0)];
                let ends: Vec<(f64, f64)> =
                    sides.iter().filter_map(|&(from, to)| cut(triangle[from], triangle[to])).collect();
                if let [from, to] = ends[..] {
                    canvas.line(vec![from, to], PAPER, 2.0);
                    canvas.line(vec![from, to], QUIET, 1.0);
                }
            }
        }
    }
}

/// The objective against each key in a panel of its own, a dot per point.
fn scatter(material: &Material) -> Figure {
    let survey = material.survey;
    let axes = material.identity.axes.len().min(12);
    let columns = 3.min(axes);
    let rows = axes.div_ceil(columns);
    let (height, gap) = (170.0, 86.0);
    let total = HEAD + 36.0 + rows as f64 * (height + gap) + 40.0;
    let mut sheet = Figure::new("sweep_by_key", &material.title(), &material.subtitle(), total);
    let mut keys = vec![(Key::Dot(BLUE.tint(0.45)), "mean of a point")];
    keys.extend(material.dots());
    sheet.legend(&keys);
    let (low, high) = material.range();
    let width = (WIDTH - 96.0 - 40.0 - 64.0 * (columns as f64 - 1.0)) / columns as f64;
    for axis in 0..axes {
        let left = 96.0 + (axis % columns) as f64 * (width + 64.0);
        let top = HEAD + 36.0 + (axis / columns) as f64 * (height + gap);
        let (x, y) = (span(&survey.inputs[axis]), Scale::round(low, high, 4));
        let panel = Panel { left, top, right: left + width, bottom: top + height, x, y };
        let canvas = &mut sheet.canvas;
        panel.y_axis(canvas, 4);
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
        let (name, unit) = material.axis_title_in(axis, width + 44.0);
        panel.x_axis(canvas, &name, &unit, 4);
        if axis % columns == 0 {
            let unit = Magnitude::of_scale(&panel.y).unit(material.unit());
            canvas.label(quiet(&unit, MARGIN, top - 10.0, Anchor::Start));
        }
    }
    sheet.note(&material.note());
    sheet
}
