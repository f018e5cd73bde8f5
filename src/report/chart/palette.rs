//! Colours that readers with any colour vision tell apart (Okabe & Ito 2008, "Color universal design").

/// A colour with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    /// Red, green, blue.
    pub rgb: (u8, u8, u8),
    /// 0 (invisible) ..= 1 (solid).
    pub opacity: f64,
}

impl Ink {
    /// A solid colour.
    #[must_use]
    pub const fn solid(red: u8, green: u8, blue: u8) -> Self {
        Self { rgb: (red, green, blue), opacity: 1.0 }
    }

    /// The same colour on white paper, mixed to a solid tint: 1 is the colour itself, 0 is white.
    ///
    /// Bands are tints, not transparent, so that printers and viewers need no blending.
    #[must_use]
    pub fn tint(self, strength: f64) -> Self {
        let mix = |channel: u8| (255.0 - (255.0 - f64::from(channel)) * strength).round() as u8;
        Self::solid(mix(self.rgb.0), mix(self.rgb.1), mix(self.rgb.2))
    }

    /// The same colour, see-through.
    #[must_use]
    pub const fn opacity(self, opacity: f64) -> Self {
        Self { rgb: self.rgb, opacity }
    }
}

/// Contrast with white paper that letters need (WCAG 2.2, success criterion 1.4.3).
const LEGIBLE: f64 = 4.5;

impl Ink {
    /// The same hue for letters: as dark as it must be to be read on white paper.
    #[must_use]
    pub fn for_text(self) -> Self {
        let darker = |strength: f64| {
            let scaled = |channel: u8| (f64::from(channel) * strength).round() as u8;
            Self::solid(scaled(self.rgb.0), scaled(self.rgb.1), scaled(self.rgb.2))
        };
        let steps = (0..=50).map(|step| darker(1.0 - f64::from(step) / 50.0));
        steps.into_iter().find(|ink| ink.contrast() >= LEGIBLE).unwrap_or(TEXT)
    }

    /// Contrast with white, 1 to 21.
    fn contrast(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        };
        let (red, green, blue) = self.rgb;
        1.05 / (0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05)
    }
}

/// White paper.
pub const PAPER: Ink = Ink::solid(255, 255, 255);
/// Titles and data labels.
pub const TEXT: Ink = Ink::solid(26, 26, 26);
/// Axis labels and subtitles.
pub const QUIET: Ink = Ink::solid(89, 89, 89);
/// Axis lines.
pub const AXIS: Ink = Ink::solid(120, 120, 120);
/// Grid lines.
pub const GRID: Ink = Ink::solid(226, 226, 226);
/// Okabe-Ito blue.
pub const BLUE: Ink = Ink::solid(0, 114, 178);
/// Okabe-Ito bluish green.
pub const GREEN: Ink = Ink::solid(0, 158, 115);
/// Okabe-Ito vermillion.
pub const VERMILLION: Ink = Ink::solid(213, 94, 0);
/// Okabe-Ito orange.
pub const ORANGE: Ink = Ink::solid(230, 159, 0);
/// Okabe-Ito reddish purple.
pub const PURPLE: Ink = Ink::solid(204, 121, 167);
/// Okabe-Ito sky blue.
pub const SKY: Ink = Ink::solid(86, 180, 233);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_colour_can_be_read_on_white() {
        for ink in [TEXT, QUIET, BLUE, GREEN, VERMILLION, ORANGE, PURPLE, SKY] {
            assert!(ink.for_text().contrast() >= LEGIBLE, "{ink:?}");
        }
        assert_eq!((TEXT.for_text(), BLUE.for_text()), (TEXT, BLUE));
        assert!(SKY.contrast() < LEGIBLE && (Ink::solid(0, 0, 0).contrast() - 21.0).abs() < 1e-9);
    }
}
