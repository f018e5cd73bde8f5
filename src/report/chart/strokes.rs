//! Lines and letters as plotters takes them.

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, FontFamily, FontStyle};

use super::font::{FAMILY, Weight};
use super::label::{Anchor, Label};
use super::palette::Ink;

/// Pixels of plotters in one unit of the sheet.
pub(super) const FINENESS: f64 = 10.0;
/// plotters divides font sizes by this before it writes them.
const PLOTTERS_FONT_FACTOR: f64 = 1.24;

/// A line.
pub(super) struct Stroke {
    pub ink: Ink,
    pub width: f64,
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

/// A colour.
pub(super) fn colour(ink: Ink) -> BackendColor {
    BackendColor { rgb: ink.rgb, alpha: ink.opacity }
}
