//! A line of text on a sheet.

use super::font::{self, CAP_HEIGHT, Weight};
use super::palette::Ink;

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text starts at the point.
    Start,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What it says.
    pub text: String,
    /// Horizontal position of the anchor.
    pub x: f64,
    /// Baseline.
    pub y: f64,
    /// Font size.
    pub size: f64,
    /// How heavy.
    pub weight: Weight,
    /// Colour.
    pub ink: Ink,
    /// Horizontal anchor.
    pub anchor: Anchor,
}

impl Label {
    /// Left, top, right and bottom of the letters.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64, f64, f64) {
        let width = font::width(&self.text, self.size, self.weight);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        (left, self.y - CAP_HEIGHT * self.size, left + width, self.y + 0.2 * self.size)
    }
}
