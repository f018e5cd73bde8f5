//! What lies on a sheet, and how plotters draws it.

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily, FontStyle,
};
use plotters_svg::SVGBackend;

use super::font::{FAMILY, Weight, X_HEIGHT};
use super::label::{Anchor, Label};
use super::palette::Ink;

/// Pixels of plotters in one unit of the sheet.
pub const FINENESS: f64 = 10.0;
/// plotters divides font sizes by this before it writes them.
const PLOTTERS_FONT_FACTOR: f64 = 1.24;

/// One thing on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A filled polygon.
    Area { points: Vec<(f64, f64)>, ink: Ink },
    /// A line through points.
    Line { points: Vec<(f64, f64)>, ink: Ink, width: f64 },
    /// A filled circle.
    Dot { centre: (f64, f64), radius: f64, ink: Ink },
    /// Letters.
    Label(Label),
}

impl Mark {
    /// From which height to which it reaches, generously: ink has edges and letters have tails.
    pub fn reach(&self) -> (f64, f64) {
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

type Drawn = Result<(), DrawingErrorKind<std::io::Error>>;

/// Draws one on a sheet of plotters.
pub fn draw(backend: &mut SVGBackend, mark: &Mark) -> Drawn {
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

/// A line.
struct Stroke {
    ink: Ink,
    width: f64,
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        colour(self.ink)
    }

    fn stroke_width(&self) -> u32 {
        (self.width * FINENESS).round() as u32
    }
}

impl BackendTextStyle for Label {
    type FontError = std::convert::Infallible;

    fn color(&self) -> BackendColor {
        colour(self.ink)
    }

    fn size(&self) -> f64 {
        self.size * FINENESS * PLOTTERS_FONT_FACTOR
    }

    fn style(&self) -> FontStyle {
        match self.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::SemiBold => FontStyle::Bold,
        }
    }

    fn anchor(&self) -> Pos {
        let across = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(across, VPos::Bottom)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FAMILY)
    }

    /// Letters stay text: whoever shows the drawing lays them out.
    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok(((0, 0), (0, 0)))
    }

    /// No pixel of a letter is drawn here.
    fn draw<E, D: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: D,
    ) -> Result<Result<(), E>, Self::FontError> {
        Ok(Ok(()))
    }
}

fn pixel(point: (f64, f64)) -> BackendCoord {
    ((point.0 * FINENESS).round() as i32, (point.1 * FINENESS).round() as i32)
}

fn pixels(points: &[(f64, f64)]) -> Vec<BackendCoord> {
    points.iter().copied().map(pixel).collect()
}

/// A colour as plotters takes it.
pub fn colour(ink: Ink) -> BackendColor {
    BackendColor { rgb: ink.rgb, alpha: ink.opacity }
}
