//! A sheet on which charts are drawn: a list of marks first, a drawing by plotters at the end.
//!
//! The list lets tests read what a chart says: that no label is cut off and that no two of them collide.
//! plotters writes whole pixels, so marks are drawn on a sheet ten times larger whose `viewBox` brings it back.

use std::collections::BTreeSet;

use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};
use plotters_svg::SVGBackend;

use super::font::{self, CAP_HEIGHT, X_HEIGHT};
pub use super::label::{Anchor, Label};
use super::palette::{Ink, PAPER};
use super::stretch::Stretch;
use super::strokes::{FINENESS, Stroke, colour};
use crate::outcome::Naming;
use crate::report::said::{Language, Text};

/// Nothing is drawn farther from the corner of a sheet.
const FARTHEST: f64 = 1e6;

/// One thing on the sheet.
#[derive(Clone, Debug, PartialEq)]
enum Mark {
    Area { points: Vec<(f64, f64)>, ink: Ink },
    Line { points: Vec<(f64, f64)>, ink: Ink, width: f64 },
    Dot { centre: (f64, f64), radius: f64, ink: Ink },
    Label(Label),
}

impl Mark {
    /// From which height to which it reaches, generously: ink has edges and letters have tails.
    fn reach(&self) -> (f64, f64) {
        let of = |points: &[(f64, f64)], more: f64| {
            let heights = || points.iter().map(|point| point.1);
            (heights().fold(f64::MAX, f64::min) - more, heights().fold(f64::MIN, f64::max) + more)
        };
        match self {
            Self::Area { points, .. } => of(points, 1.0),
            // A joint of two lines reaches farther than they are wide.
            Self::Line { points, width, .. } => of(points, 4.0 * width + 1.0),
            Self::Dot { centre, radius, .. } => of(&[*centre], radius + 1.0),
            Self::Label(label) => (label.y - 2.0 * label.size, label.y + label.size),
        }
    }
}

/// The sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Canvas {
    width: f64,
    height: f64,
    marks: Vec<Mark>,
    /// From where to where panels and rows reach, which may be drawn higher.
    panels: Vec<(f64, f64)>,
    lacking: BTreeSet<char>,
    /// The language of what is written on it.
    pub language: Language,
    /// What things are called for people.
    pub naming: Naming,
}

/// Whether a point can lie on any sheet: a value no scale can place is left out.
fn on_paper(point: &(f64, f64)) -> bool {
    point.0.abs() < FARTHEST && point.1.abs() < FARTHEST
}

impl Canvas {
    /// An empty sheet of this many units, whole ones.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Self {
        Self {
            width: width.ceil(),
            height: height.ceil(),
            marks: Vec::new(),
            panels: Vec::new(),
            lacking: BTreeSet::new(),
            language: Language::default(),
            naming: Naming::default(),
        }
    }

    /// What is said, in its language.
    #[must_use]
    pub fn told(&self, text: impl Into<Text>) -> String {
        text.into().named(&self.naming).told(self.language)
    }

    /// A figure to three digits or so, in its language.
    #[must_use]
    pub fn amount(&self, value: f64) -> String {
        super::scale::figure_in(self.language, value)
    }

    /// The unit of an axis with the word for its magnitude, in its language: "million phones".
    #[must_use]
    pub fn unit(&self, scale: &super::scale::Scale, unit: impl Into<Text>) -> String {
        super::scale::Magnitude::of_scale(scale, self.language).unit(&self.told(unit))
    }

    /// Width of the sheet.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Height of the sheet.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.height
    }

    /// Makes room below for more.
    pub fn extend(&mut self, height: f64) {
        self.height = (self.height + height).ceil();
    }

    /// Moves everything down, and makes the room above.
    pub fn lower(&mut self, by: f64) {
        let by = by.ceil();
        self.move_all(0.0, by);
        self.panels.iter_mut().for_each(|(top, bottom)| (*top, *bottom) = (*top + by, *bottom + by));
        self.height += by;
    }

    /// Says that a panel, or rows, reach from one height to another: there the drawing may be made higher.
    pub fn panel(&mut self, top: f64, bottom: f64) {
        self.panels.push((top, bottom));
    }

    /// Makes panels higher, so that the drawing takes up to so much more room; letters and dots keep their size.
    pub fn grow(&mut self, room: f64) {
        let Some(stretch) = Stretch::of(&self.panels, room) else { return };
        self.move_each(&|(x, y)| (x, stretch.at(y)));
        self.height = (self.height + stretch.more()).floor();
    }

    /// Makes the sheet so many times as wide as high: room below, or left and right of what is drawn.
    pub fn fit(&mut self, shape: f64) {
        let (width, height) = ((self.height * shape).ceil(), (self.width / shape).ceil());
        if height >= self.height {
            self.height = height;
        } else {
            self.move_all(((width - self.width) / 2.0).floor(), 0.0);
            self.width = width;
        }
    }

    fn move_all(&mut self, dx: f64, dy: f64) {
        self.move_each(&|(x, y)| (x + dx, y + dy));
    }

    fn move_each(&mut self, place: &dyn Fn((f64, f64)) -> (f64, f64)) {
        for mark in &mut self.marks {
            match mark {
                Mark::Area { points, .. } | Mark::Line { points, .. } => {
                    for point in points {
                        *point = place(*point);
                    }
                }
                Mark::Dot { centre, .. } => *centre = place(*centre),
                // The middle of letters goes where the middle of their row goes.
                Mark::Label(label) => {
                    let above = CAP_HEIGHT / 2.0 * label.size;
                    let (x, middle) = place((label.x, label.y - above));
                    (label.x, label.y) = (x, middle + above);
                }
            }
        }
    }

    /// Fills a polygon.
    pub fn area(&mut self, points: Vec<(f64, f64)>, ink: Ink) {
        if points.len() > 2 && points.iter().all(on_paper) {
            self.marks.push(Mark::Area { points, ink });
        }
    }

    /// Fills a rectangle.
    pub fn rectangle(&mut self, left: f64, top: f64, right: f64, bottom: f64, ink: Ink) {
        self.area(vec![(left, top), (right, top), (right, bottom), (left, bottom)], ink);
    }

    /// Draws a line through points.
    pub fn line(&mut self, points: Vec<(f64, f64)>, ink: Ink, width: f64) {
        if points.len() > 1 && points.iter().all(on_paper) {
            self.marks.push(Mark::Line { points, ink, width });
        }
    }

    /// Draws a straight dashed line.
    pub fn dashes(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = libm::hypot(dx, dy);
        let (dash, gap) = (6.0, 4.0);
        let mut at = 0.0;
        while at < length && on_paper(&from) && on_paper(&to) {
            let end = (at + dash).min(length);
            let point = |distance: f64| (from.0 + dx * distance / length, from.1 + dy * distance / length);
            self.line(vec![point(at), point(end)], ink, width);
            at += dash + gap;
        }
    }

    /// Draws a filled circle.
    pub fn dot(&mut self, centre: (f64, f64), radius: f64, ink: Ink) {
        if on_paper(&centre) {
            self.marks.push(Mark::Dot { centre, radius, ink });
        }
    }

    /// Writes a line of text; characters that no typeface has are replaced and remembered.
    pub fn label(&mut self, mut label: Label) {
        self.lacking.extend(label.text.chars().filter(|character| !font::has_glyph(*character)));
        label.text = font::legible(label.text.trim());
        if !label.text.is_empty() && on_paper(&(label.x, label.y)) {
            self.marks.push(Mark::Label(label));
        }
    }

    /// Characters that should stand on the sheet and that no typeface has.
    #[must_use]
    pub fn lacking(&self) -> &BTreeSet<char> {
        &self.lacking
    }

    /// The texts on the sheet, in the order they were written.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Label(label) => Some(label),
            _ => None,
        })
    }

    /// Draws the marks as SVG with text still as text.
    ///
    /// # Errors
    /// In plotters' words; with a sheet in memory there is no known cause.
    pub fn svg(&self) -> Result<String, String> {
        self.svg_of(&self.marks.iter().collect::<Vec<_>>(), true)
    }

    /// The same in pieces of so many marks, which lie one over the other; only the first has paper under it.
    pub fn pieces(&self, marks: usize) -> impl Iterator<Item = Result<String, String>> {
        let piece = move |(at, marks): (usize, &[Mark])| self.svg_of(&marks.iter().collect::<Vec<_>>(), at == 0);
        self.marks.chunks(marks).enumerate().map(piece)
    }

    /// The same of a strip from one height to another, with all that reaches into it.
    ///
    /// # Errors
    /// As [`Self::svg`].
    pub fn strip(&self, from: f64, to: f64) -> Result<String, String> {
        let reaches = |mark: &&Mark| {
            let (top, bottom) = mark.reach();
            bottom >= from && top <= to
        };
        self.svg_of(&self.marks.iter().filter(reaches).collect::<Vec<_>>(), true)
    }

    fn svg_of(&self, marks: &[&Mark], paper: bool) -> Result<String, String> {
        let mut drawing = String::new();
        let size = ((self.width * FINENESS) as u32, (self.height * FINENESS) as u32);
        {
            let mut backend = SVGBackend::with_string(&mut drawing, size);
            if paper {
                let all = (size.0 as i32, size.1 as i32);
                backend.draw_rect((0, 0), all, &colour(PAPER), true).map_err(|error| error.to_string())?;
            }
            for mark in marks {
                draw(&mut backend, mark).map_err(|error| error.to_string())?;
            }
            backend.present().map_err(|error| error.to_string())?;
        }
        let body = drawing.split_once('\n').map_or("", |(_, body)| body);
        let (width, height) = (self.width, self.height);
        Ok(format!(
            "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" stroke-linejoin=\"round\" \
             stroke-linecap=\"butt\" xmlns=\"http://www.w3.org/2000/svg\">\n{body}",
            size.0, size.1
        ))
    }
}

type Drawn = Result<(), DrawingErrorKind<std::io::Error>>;

fn draw(backend: &mut SVGBackend, mark: &Mark) -> Drawn {
    match mark {
        Mark::Area { points, ink } => backend.fill_polygon(pixels(points), &colour(*ink)),
        Mark::Line { points, ink, width } => backend.draw_path(pixels(points), &Stroke { ink: *ink, width: *width }),
        Mark::Dot { centre, radius, ink } => {
            backend.draw_circle(pixel(*centre), (radius * FINENESS) as u32, &colour(*ink), true)
        }
        Mark::Label(label) => {
            // plotters lifts a text anchored at its bottom by half an x-height; the baseline is meant.
            let baseline = label.y + 0.5 * X_HEIGHT * label.size;
            backend.draw_text(&label.text, label, pixel((label.x, baseline)))
        }
    }
}

fn pixel(point: (f64, f64)) -> BackendCoord {
    ((point.0 * FINENESS).round() as i32, (point.1 * FINENESS).round() as i32)
}

fn pixels(points: &[(f64, f64)]) -> Vec<BackendCoord> {
    points.iter().copied().map(pixel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::font::Weight;
    use crate::report::chart::palette::TEXT;

    #[test]
    fn marks_become_svg_in_the_units_of_the_sheet() {
        let mut canvas = Canvas::new(90.0, 50.0);
        canvas.line(vec![(0.0, 0.0), (1.25, 2.0)], TEXT, 1.5);
        let label = Label {
            text: " a < b ".into(),
            x: 10.0,
            y: 20.0,
            size: 12.0,
            weight: Weight::Regular,
            ink: TEXT,
            anchor: Anchor::Start,
        };
        canvas.label(label);
        let svg = canvas.svg().unwrap();
        assert!(svg.starts_with("<svg width=\"90\" height=\"50\" viewBox=\"0 0 900 500\""), "{svg}");
        assert!(svg.contains("0,0 13,20"), "{svg}");
        assert!(svg.contains("font-size=\"120") && svg.contains("a &lt; b"), "{svg}");
        assert_eq!(canvas.labels().count(), 1);
    }
}
