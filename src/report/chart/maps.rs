//! Heat maps of a sweep over two keys, one for each value of a third.

use super::canvas::Anchor;
use super::canvas::{Canvas, Label};
use super::figure::{Figure, HEAD, Key, MARGIN, shortened_inside};
use super::font::Weight;
use super::material::{MOST_DOTS, Material, is_grid};
use super::palette::{BLUE, Ink, PAPER, QUIET, TEXT, VERMILLION};
use super::panel::{Panel, direct, quiet};
use super::scale::{Scale, ticks};
use crate::report::said::{Text, said};

/// Rows or columns of a heat map at most; neighbouring values share one beyond.
const MOST_CELLS: usize = 120;
/// Lines of equal mean, roughly.
const CONTOURS: usize = 6;
/// Room for what a line of notes takes beyond those of other charts: on a slide the letters would become too small.
pub const NOTES: f64 = 24.0;

/// A scale over given values that ends where they do.
pub fn span(values: &[f64]) -> Scale {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if high > low { Scale::Linear { low, high } } else { Scale::round(low, high, 4) }
}

/// From pale to full blue.
fn shade(share: f64) -> Ink {
    BLUE.tint(0.06 + 0.88 * share.clamp(0.0, 1.0))
}

/// Heat maps over two axes, one for each value of a third.
pub fn maps(material: &Material, axes: &[usize; 2]) -> Figure {
    let survey = material.survey;
    let third = (0..material.identity.axes.len()).find(|axis| !axes.contains(axis));
    let groups: Vec<Option<f64>> =
        third.map_or_else(|| vec![None], |axis| survey.levels(axis).into_iter().map(Some).collect());
    let columns = if groups.len() == 1 { 1 } else { 3.min(groups.len()) };
    let rows = groups.len().div_ceil(columns);
    let (gap, foot) = (if columns == 1 { 60.0 } else { 78.0 }, -6.0);
    let rest = HEAD + 44.0 + rows as f64 * gap + foot;
    let height = material.paper.row(if columns == 1 { 400.0 } else { 190.0 }, rows, rest + NOTES);
    let total = HEAD + 44.0 + rows as f64 * (height + gap) + foot;
    let mut sheet = Figure::new(
        "sweep",
        material.paper,
        material.words(said!(
            "A map over two inputs, the darker the higher, with lines of equal mean and a dot at the best point."
        )),
        total,
    );
    let (low, high) = material.range();
    let magnitude = material.magnitude(low.abs().max(high.abs()));
    let shades = [
        said!("{amount} {currency}", amount = material.amount(low, magnitude), currency = material.unit()),
        material.amount(f64::midpoint(low, high), magnitude).into(),
        material.amount(high, magnitude).into(),
    ];
    let mut keys: Vec<(Key, Text)> =
        shades.into_iter().zip([0.0, 0.5, 1.0]).map(|(text, share)| (Key::Patch(shade(share)), text)).collect();
    let lines = if is_grid(material) { levels(low, high) } else { Vec::new() };
    let step = if let [first, second, ..] = lines[..] { second - first } else { high - low };
    let apart = said!("equal mean, every {amount}", amount = material.amount(step, material.magnitude(step)));
    keys.extend((lines.len() > 1).then_some((Key::Line(QUIET), apart)));
    keys.extend(lines.contains(&0.0).then_some((Key::Line(TEXT), said!("zero"))));
    keys.extend(material.dots());
    sheet.legend(&keys);
    let width = (material.paper.width() - 96.0 - 40.0 - 64.0 * (columns as f64 - 1.0)) / columns as f64;
    for (number, group) in groups.iter().enumerate() {
        let left = 96.0 + (number % columns) as f64 * (width + 64.0);
        let top = HEAD + 44.0 + (number / columns) as f64 * (height + gap);
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
                let axis = &material.identity.axes[axis];
                // A length of time is told with its unit.
                let unit = if axis.lasts { "" } else { unit.as_str() };
                let text = format!("{key} = {} {unit}", axis.told(*value));
                let text = shortened_inside(text.trim(), 13.0, Weight::SemiBold, width + 50.0);
                sheet.canvas.label(direct(&text, left, top - 10.0, Anchor::Start, TEXT));
            }
            // The axis is written in the magnitude that fits it, and so is its unit.
            _ => panel.scaled_header(&mut sheet.canvas, y_name, y_unit, MARGIN),
        }
        let most = if columns == 1 { 8 } else { 4 };
        material.x_axis(&panel, &mut sheet.canvas, axes[0], (most, width + 44.0));
    }
    let (up, of) = material.axis_title(axes[1]);
    let of = sheet.canvas.unit(&span(&survey.inputs[axes[1]]), of);
    let across = match (columns, of.is_empty()) {
        (1, _) => Text::default(),
        (_, true) => said!("Upwards: {key}.", key = up),
        (_, false) => said!("Upwards: {key}, {unit}.", key = up, unit = of),
    };
    sheet.foot(Text::sentences([across, material.note()]));
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
    if material.identity.axes[axes[1]].is_text() {
        material.y_words(panel, canvas, axes[1]);
    } else {
        panel.y_axis(canvas, 6);
    }
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
        let wide = panel.right - panel.left > 400.0;
        let mut labels: Vec<Label> = Vec::new();
        for value in levels(range.0, range.1) {
            let cuts = contour(panel, (&xs.middles, &ys.middles), &means, value);
            for &(from, to) in &cuts {
                canvas.line(vec![from, to], PAPER, if value == 0.0 { 4.0 } else { 2.0 });
            }
            for &(from, to) in &cuts {
                let (ink, width) = if value == 0.0 { (TEXT, 2.4) } else { (QUIET, 1.0) };
                canvas.line(vec![from, to], ink, width);
            }
            labels.extend(
                named(panel, &cuts, &material.amount(value, material.magnitude(value)), &labels).filter(|_| wide),
            );
        }
        for label in labels {
            panel.on_paper(canvas, label);
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

/// Round values strictly between two ends.
fn levels(low: f64, high: f64) -> Vec<f64> {
    // Also where ends are no numbers, or all means are one.
    if !(high > low && (high - low).is_finite()) {
        return Vec::new();
    }
    let inside = |value: &f64| *value > low && *value < high;
    ticks(&Scale::Linear { low, high }, CONTOURS).into_iter().filter(inside).collect()
}

/// The value of a line on it, as near to the middle as other values leave room.
fn named(panel: &Panel, cuts: &[Cut], text: &str, others: &[Label]) -> Option<Label> {
    let middle = (f64::midpoint(panel.left, panel.right), f64::midpoint(panel.top, panel.bottom));
    let centre = |cut: &Cut| (f64::midpoint(cut.0.0, cut.1.0), f64::midpoint(cut.0.1, cut.1.1));
    let mut places: Vec<(f64, f64)> = cuts.iter().map(centre).collect();
    let distance = |place: &(f64, f64)| libm::hypot(place.0 - middle.0, place.1 - middle.1);
    places.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    let label = |(x, y): (f64, f64)| quiet(text, x, y + 4.2, Anchor::Middle);
    places.into_iter().map(label).find(|label| {
        let (left, top, right, bottom) = label.bounds();
        let inside = left > panel.left && right < panel.right && top > panel.top && bottom < panel.bottom;
        inside
            && others.iter().all(|other| {
                let (l, t, r, b) = other.bounds();
                right + 6.0 < l || left > r + 6.0 || bottom + 4.0 < t || top > b + 4.0
            })
    })
}

/// A piece of a line on paper.
type Cut = ((f64, f64), (f64, f64));

/// A line of equal value through a grid, by linear interpolation along the sides of two triangles per cell.
fn contour(panel: &Panel, (xs, ys): (&[f64], &[f64]), means: &[Vec<f64>], value: f64) -> Vec<Cut> {
    let mut cuts = Vec::new();
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
                    cuts.push((from, to));
                }
            }
        }
    }
    cuts
}
