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
