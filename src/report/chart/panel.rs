//! A rectangle of paper with two scales: axes, lines and bands in the units of the data.

use jiff::civil::Date;

use super::canvas::{Anchor, Canvas, Label};
use super::font::{LABEL_SIZE, Weight};
use super::palette::{AXIS, GRID, Ink, PAPER, QUIET, TEXT};
use super::scale::{Magnitude, Scale, month_ticks, ticks};
use crate::report::said::{Language, Text};

/// Font size of panel headers and direct labels.
pub const HEADER_SIZE: f64 = 13.0;

/// Room between what stands above a panel and its upper edge, where a number of the axis may stand.
const ABOVE: f64 = 15.0;

/// The rectangle and its scales.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// Left edge of the data.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// Horizontal scale.
    pub x: Scale,
    /// Vertical scale.
    pub y: Scale,
}

/// The days an axis shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// Day of the timeline on which the axis begins.
    pub first: usize,
    /// Its date.
    pub start: Date,
    /// How many days follow, the first included.
    pub count: usize,
}

/// A text in the style of axis labels.
#[must_use]
pub fn quiet(text: &str, x: f64, y: f64, anchor: Anchor) -> Label {
    Label { text: text.into(), x, y, size: LABEL_SIZE, weight: Weight::Regular, ink: QUIET, anchor }
}

/// A text in the style of direct labels.
#[must_use]
pub fn direct(text: &str, x: f64, y: f64, anchor: Anchor, ink: Ink) -> Label {
    Label { text: text.into(), x, y, size: HEADER_SIZE, weight: Weight::SemiBold, ink: ink.for_text(), anchor }
}

impl Panel {
    /// Horizontal place of a value.
    #[must_use]
    pub fn at_x(&self, value: f64) -> f64 {
        self.left + self.x.share(value) * (self.right - self.left)
    }

    /// Vertical place of a value.
    #[must_use]
    pub fn at_y(&self, value: f64) -> f64 {
        self.bottom - self.y.share(value) * (self.bottom - self.top)
    }

    /// A remark above the right end of the panel.
    pub fn remark(&self, canvas: &mut Canvas, text: impl Into<Text>) {
        let text = canvas.told(text);
        canvas.label(quiet(&text, self.right, self.top - ABOVE, Anchor::End));
    }

    /// What stands above the panel: the quantity in bold, its unit after it.
    pub fn header(&self, canvas: &mut Canvas, quantity: impl Into<Text>, unit: impl Into<Text>, from: f64) {
        let y = self.top - ABOVE;
        let (quantity, unit) = (&canvas.told(quantity), &canvas.told(unit));
        let bold = Label { ink: TEXT, ..direct(quantity, from, y, Anchor::Start, TEXT) };
        let width = super::font::width(quantity, bold.size, bold.weight);
        canvas.label(bold);
        let mut unit = quiet(unit, from + width + 6.0, y, Anchor::Start);
        unit.size = HEADER_SIZE;
        canvas.label(unit);
    }

    /// The same with the word for the magnitude of the vertical axis before the unit.
    pub fn scaled_header(&self, canvas: &mut Canvas, quantity: impl Into<Text>, unit: impl Into<Text>, from: f64) {
        let unit = canvas.unit(&self.y, unit);
        self.header(canvas, quantity, unit, from);
    }

    /// Grid lines and numbers of the vertical axis.
    pub fn y_axis(&self, canvas: &mut Canvas, most: usize) {
        let magnitude = Magnitude::of_scale(&self.y, canvas.language);
        let values = ticks(&self.y, most);
        let step = if values.len() > 1 { values[1] - values[0] } else { 1.0 };
        for value in values {
            let y = self.at_y(value);
            let ink = if value == 0.0 { AXIS } else { GRID };
            canvas.line(vec![(self.left, y), (self.right, y)], ink, 1.0);
            canvas.label(quiet(&magnitude.tick(value, step), self.left - 8.0, y + 4.2, Anchor::End));
        }
    }

    /// Numbers in per cent on the vertical axis, of a scale in shares.
    pub fn y_axis_per_cent(&self, canvas: &mut Canvas, most: usize) {
        let scale = Scale::Linear { low: self.y.low() * 100.0, high: self.y.high() * 100.0 };
        let values = ticks(&scale, most);
        let step = if values.len() > 1 { values[1] - values[0] } else { 1.0 };
        for value in values {
            let y = self.at_y(value / 100.0);
            let ink = if value == 0.0 { AXIS } else { GRID };
            canvas.line(vec![(self.left, y), (self.right, y)], ink, 1.0);
            let text = format!("{} %", Magnitude::of_in(1.0, canvas.language).tick(value, step));
            canvas.label(quiet(&text, self.left - 8.0, y + 4.2, Anchor::End));
        }
    }

    /// Ticks and numbers of the horizontal axis with its title below.
    pub fn x_axis(&self, canvas: &mut Canvas, title: impl Into<Text>, unit: impl Into<Text>, most: usize) {
        canvas.panel(self.top, self.bottom);
        let (title, unit) = (&canvas.told(title), &canvas.told(unit));
        let magnitude = Magnitude::of_scale(&self.x, canvas.language);
        let values = ticks(&self.x, most);
        let mut free_from = f64::NEG_INFINITY;
        for (number, value) in values.iter().enumerate() {
            let step = match (&self.x, values.get(number + 1), number.checked_sub(1)) {
                (Scale::Logarithmic { .. }, ..) => *value,
                (_, Some(next), _) => next - value,
                (_, None, Some(before)) => value - values[before],
                _ => 1.0,
            };
            let x = self.at_x(*value);
            canvas.line(vec![(x, self.bottom), (x, self.bottom + 5.0)], AXIS, 1.0);
            let text = match (&self.x, magnitude.unit("").is_empty()) {
                (Scale::Logarithmic { .. }, _) => super::scale::round_figure(*value, canvas.language),
                _ => magnitude.tick(*value, step),
            };
            let label = quiet(&text, x, self.bottom + 18.0, Anchor::Middle);
            let (start, _, end, _) = label.bounds();
            if start > free_from && start > 0.0 && end < canvas.width() {
                free_from = end + 8.0;
                canvas.label(label);
            }
        }
        canvas.line(vec![(self.left, self.bottom), (self.right, self.bottom)], AXIS, 1.0);
        let unit = match self.x {
            Scale::Logarithmic { .. } => unit.clone(),
            Scale::Linear { .. } => magnitude.unit(unit),
        };
        let unit = match canvas.language {
            _ if unit.is_empty() => unit,
            Language::English => format!(" ({unit})"),
            Language::Chinese => format!("\u{ff08}{unit}\u{ff09}"),
        };
        let middle = f64::midpoint(self.left, self.right);
        let room = 2.0 * middle.min(canvas.width() - middle) - 20.0;
        let beside = super::font::width(&unit, LABEL_SIZE, Weight::Regular);
        let title = super::figure::shortened_inside(title, LABEL_SIZE, Weight::Regular, room - beside);
        canvas.label(quiet(&format!("{title}{unit}"), middle, self.bottom + 38.0, Anchor::Middle));
    }

    /// Lines through the panel where years begin.
    pub fn years(&self, canvas: &mut Canvas, days: &Days) {
        for tick in month_ticks(days.start, days.count, self.right - self.left, canvas.language) {
            let x = self.at_x(tick.day);
            if !tick.year.is_empty() && tick.day > 0.0 {
                canvas.line(vec![(x, self.top), (x, self.bottom)], GRID, 1.0);
            }
        }
    }

    /// Months along the bottom, with names below when `named`.
    pub fn months(&self, canvas: &mut Canvas, days: &Days, named: bool) {
        canvas.panel(self.top, self.bottom);
        let mut free_from = f64::NEG_INFINITY;
        let ticks = month_ticks(days.start, days.count, self.right - self.left, canvas.language);
        // Years stand below the months, and in their place where no month has room.
        let below = if ticks.iter().all(|tick| tick.label.is_empty()) { 18.0 } else { 34.0 };
        let mut years: Vec<Label> = Vec::new();
        for tick in ticks {
            let x = self.at_x(tick.day);
            let length = if tick.label.is_empty() { 3.0 } else { 5.0 };
            canvas.line(vec![(x, self.bottom), (x, self.bottom + length)], AXIS, 1.0);
            if !named {
                continue;
            }
            let month = quiet(&tick.label, x, self.bottom + 18.0, Anchor::Middle);
            if !tick.year.is_empty() {
                years.push(Label { ink: TEXT, ..quiet(&tick.year, x, self.bottom + below, Anchor::Middle) });
            }
            let (start, _, end, _) = month.bounds();
            if start > free_from && end < canvas.width() {
                free_from = end + 3.0;
                canvas.label(month);
            }
        }
        // An axis that begins in December has two years close together.
        for at in (1..years.len()).rev() {
            let over = years[at - 1].bounds().2 + 5.0 - years[at].bounds().0;
            years[at - 1].x -= over.max(0.0);
        }
        for year in years {
            canvas.label(year);
        }
        canvas.line(vec![(self.left, self.bottom), (self.right, self.bottom)], AXIS, 1.0);
    }

    /// A line through data, broken at missing values and cut at the upper and lower edge.
    pub fn line(&self, canvas: &mut Canvas, points: &[(f64, f64)], ink: Ink, width: f64) {
        let mut run: Vec<(f64, f64)> = Vec::new();
        for pair in points.windows(2) {
            match self.cut(pair[0], pair[1]) {
                Some((from, to)) => {
                    if run.last() != Some(&from) {
                        canvas.line(std::mem::take(&mut run), ink, width);
                        run.push(from);
                    }
                    run.push(to);
                }
                None => canvas.line(std::mem::take(&mut run), ink, width),
            }
        }
        canvas.line(run, ink, width);
    }

    /// The part of a segment between the upper and lower edge, on paper.
    fn cut(&self, from: (f64, f64), to: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
        let a = (self.at_x(from.0), self.at_y(from.1));
        let b = (self.at_x(to.0), self.at_y(to.1));
        if !(a.0.is_finite() && a.1.is_finite() && b.0.is_finite() && b.1.is_finite()) {
            return None;
        }
        let (top, bottom) = (self.top - 0.5, self.bottom + 0.5);
        if (a.1 < top && b.1 < top) || (a.1 > bottom && b.1 > bottom) {
            return None;
        }
        let at_height = |y: f64| (a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1), y);
        let inside = |p: (f64, f64)| {
            if p.1 < top {
                at_height(top)
            } else if p.1 > bottom {
                at_height(bottom)
            } else {
                p
            }
        };
        Some((inside(a), inside(b)))
    }

    /// The area between two curves, broken where either is missing and cut at the edges.
    pub fn band(&self, canvas: &mut Canvas, xs: &[f64], low: &[f64], high: &[f64], ink: Ink) {
        let place = |x: f64, y: f64| (self.at_x(x), self.at_y(y).clamp(self.top, self.bottom));
        let whole = |at: &usize| low[*at].is_finite() && high[*at].is_finite();
        let all: Vec<usize> = (0..xs.len()).collect();
        for run in all.chunk_by(|a, b| whole(a) == whole(b)).filter(|run| whole(&run[0])) {
            let upper = run.iter().map(|&at| place(xs[at], high[at]));
            let lower = run.iter().rev().map(|&at| place(xs[at], low[at]));
            canvas.area(upper.chain(lower).collect(), ink);
        }
    }

    /// A dashed line at a level with what it means written on it, above or below.
    pub fn level(&self, canvas: &mut Canvas, value: f64, text: &str, ink: Ink, above: bool) {
        let y = self.at_y(value);
        canvas.dashes((self.left, y), (self.right, y), ink, 1.5);
        let baseline = if above { y - 6.0 } else { y + 15.0 };
        self.on_paper(canvas, direct(text, self.left + 8.0, baseline, Anchor::Start, ink));
    }

    /// Labels beside the right edge at the height of what they name, pushed apart where they would collide.
    pub fn right_labels(&self, canvas: &mut Canvas, mut labels: Vec<(f64, Label)>) {
        let spacing = 16.0;
        labels.retain(|(value, _)| value.is_finite());
        labels.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut places: Vec<f64> = labels
            .iter()
            .map(|(value, _)| (self.at_y(*value) + 4.5).clamp(self.top + 4.5, self.bottom + 4.5))
            .collect();
        for at in 1..places.len() {
            places[at] = places[at].max(places[at - 1] + spacing);
        }
        for at in (0..places.len()).rev() {
            let lowest = if at + 1 == places.len() { self.bottom + 4.5 } else { places[at + 1] - spacing };
            places[at] = places[at].min(lowest);
        }
        for ((_, label), y) in labels.into_iter().zip(places) {
            let room = canvas.width() - self.right - 10.0;
            let text = super::figure::shortened(&label.text, label.size, label.weight, room);
            canvas.label(Label { text, x: self.right + 8.0, y, anchor: Anchor::Start, ..label });
        }
    }

    /// Writes the one of some labels that hides least of a curve; one that leaves the panel is the last resort.
    pub fn clear_of(&self, canvas: &mut Canvas, labels: impl Iterator<Item = Label>, curve: &[(f64, f64)]) {
        let hides = |label: &Label| {
            let (left, top, right, bottom) = label.bounds();
            let inside = |&&(x, y): &&(f64, f64)| {
                let (x, y) = (self.at_x(x), self.at_y(y));
                (left - 2.0..=right + 2.0).contains(&x) && (top - 2.0..=bottom + 2.0).contains(&y)
            };
            let leaves = left < self.left || right > self.right || top < self.top || bottom > self.bottom;
            curve.iter().filter(inside).count() + if leaves { curve.len() + 1 } else { 0 }
        };
        if let Some(label) = labels.min_by_key(hides) {
            self.on_paper(canvas, label);
        }
    }

    /// Writes a label with white paper behind it, so that lines do not run through its letters.
    pub fn on_paper(&self, canvas: &mut Canvas, label: Label) {
        let (left, top, right, bottom) = label.bounds();
        canvas.rectangle(left - 2.0, top - 2.0, right + 2.0, bottom + 1.0, PAPER.opacity(0.85));
        canvas.label(label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> Panel {
        Panel {
            left: 0.0,
            top: 0.0,
            right: 100.0,
            bottom: 100.0,
            x: Scale::Linear { low: 0.0, high: 10.0 },
            y: Scale::Linear { low: 0.0, high: 10.0 },
        }
    }

    #[test]
    fn lines_break_at_missing_values_and_end_at_the_edges() {
        let panel = panel();
        let mut canvas = Canvas::new(100.0, 100.0);
        let before = canvas.clone();
        panel.line(&mut canvas, &[(0.0, f64::NAN), (1.0, f64::NAN)], TEXT, 1.0);
        assert_eq!(canvas, before);
        panel.line(&mut canvas, &[(0.0, 1.0), (1.0, 1.0), (2.0, f64::NAN), (3.0, 1.0), (4.0, 1.0)], TEXT, 1.0);
        assert_eq!(canvas.svg().unwrap().matches("<polyline").count(), 2);
        assert_eq!(panel.cut((0.0, 5.0), (10.0, 1000.0)).map(|(_, end)| end.1), Some(-0.5));
        assert_eq!(panel.cut((0.0, 500.0), (10.0, 1000.0)), None);
    }

    #[test]
    fn bands_leave_out_missing_days() {
        let mut canvas = Canvas::new(100.0, 100.0);
        let xs = [0.0, 1.0, 2.0, 3.0, 4.0];
        let low = [1.0, 1.0, f64::NAN, 1.0, 1.0];
        panel().band(&mut canvas, &xs, &low, &[2.0, 2.0, 2.0, 20.0, 2.0], TEXT);
        assert_eq!(canvas.svg().unwrap().matches("<polygon").count(), 2);
    }
}
