//! The typeface of the charts, carried inside the program.
//!
//! Inter (SIL Open Font License, `assets/inter/LICENSE.txt`), cut down to Latin, Greek and Cyrillic letters, digits and
//! the signs charts need, in a regular and a semi-bold weight. No font of the system is ever looked at.

use std::sync::{Arc, OnceLock};

use ab_glyph::{Font, FontRef, ScaleFont};
use plotters::style::{FontStyle, register_font};
use resvg::usvg::fontdb::Database;

/// Font size of axis labels.
pub const LABEL_SIZE: f64 = 12.0;

/// Name under which both plotters and resvg know the typeface: its real family name.
pub const FAMILY: &str = "Inter";
/// Height of a small x as a share of the font size.
pub const X_HEIGHT: f64 = 1118.0 / 2048.0;
/// Height of capitals and digits as a share of the font size.
pub const CAP_HEIGHT: f64 = 1490.0 / 2048.0;

/// Its regular weight.
pub static REGULAR: &[u8] = include_bytes!("../../../assets/inter/Inter-Regular.ttf");
/// Its semi-bold weight.
pub static SEMI_BOLD: &[u8] = include_bytes!("../../../assets/inter/Inter-SemiBold.ttf");

/// How heavy the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Labels.
    Regular,
    /// Titles.
    SemiBold,
}

fn face(weight: Weight) -> &'static FontRef<'static> {
    static FACES: OnceLock<[FontRef<'static>; 2]> = OnceLock::new();
    let faces = FACES.get_or_init(|| {
        [REGULAR, SEMI_BOLD].map(|bytes| FontRef::try_from_slice(bytes).expect("the embedded typeface is whole"))
    });
    match weight {
        Weight::Regular => &faces[0],
        Weight::SemiBold => &faces[1],
    }
}

/// Makes the typeface known to plotters; doing it twice does no harm.
pub fn register() {
    // A failure would show at once: plotters then refuses to lay out any text.
    let _ = register_font(FAMILY, FontStyle::Normal, REGULAR);
    let _ = register_font(FAMILY, FontStyle::Bold, SEMI_BOLD);
}

/// The same bytes for resvg.
#[must_use]
pub fn database() -> Arc<Database> {
    static DATABASE: OnceLock<Arc<Database>> = OnceLock::new();
    let database = DATABASE.get_or_init(|| {
        let mut database = Database::new();
        database.load_font_data(REGULAR.to_vec());
        database.load_font_data(SEMI_BOLD.to_vec());
        Arc::new(database)
    });
    Arc::clone(database)
}

/// Width of a line of text at a font size, both in the units of the canvas.
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let face = face(weight);
    // ab_glyph scales by ascent plus descent; font sizes are in units of the em.
    let per_em = face.units_per_em().unwrap_or(2048.0);
    let advances: f32 = text.chars().map(|c| face.h_advance_unscaled(face.glyph_id(c))).sum();
    let scaled = face.as_scaled(face.height_unscaled());
    let kerning: f32 = text
        .chars()
        .zip(text.chars().skip(1))
        .map(|(left, right)| scaled.kern(face.glyph_id(left), face.glyph_id(right)))
        .sum();
    f64::from(advances + kerning) / f64::from(per_em) * size
}

/// Whether the typeface can write a character.
#[must_use]
pub fn has_glyph(character: char) -> bool {
    face(Weight::Regular).glyph_id(character).0 != 0 && face(Weight::SemiBold).glyph_id(character).0 != 0
}

/// The text where the typeface can write all of it, else what stands in for it.
#[must_use]
pub fn written<'t>(text: &'t str, stand_in: &'t str) -> &'t str {
    let text = text.trim();
    if !text.is_empty() && text.chars().all(has_glyph) { text } else { stand_in }
}

/// The text with every character the typeface lacks replaced by a hollow square, so that nothing vanishes silently.
#[must_use]
pub fn legible(text: &str) -> String {
    text.chars().map(|c| if has_glyph(c) { c } else { '\u{25a1}' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typeface_has_what_charts_write() {
        let needed = "ABCXYZabcxyz0123456789 .,:;%+-/()[]\u{2212}\u{2013}\u{00d7}\u{2248}\u{2264}\u{25a1}äöüßéñ€¥£";
        for character in needed.chars() {
            assert!(has_glyph(character), "{character:?}");
        }
        assert_eq!(legible("Mi 1 小米"), "Mi 1 \u{25a1}\u{25a1}");
        assert_eq!((written("小米手机", "mi1"), written(" Mi 1 ", "mi1"), written("", "mi1")), ("mi1", "Mi 1", "mi1"));
    }

    #[test]
    fn widths_grow_with_text_size_and_weight() {
        let plain = width("300,000 phones", 12.0, Weight::Regular);
        assert!(plain > 70.0 && plain < 110.0, "{plain}");
        assert!((width("300,000 phones", 24.0, Weight::Regular) - 2.0 * plain).abs() < 1e-3);
        assert!(width("300,000 phones", 12.0, Weight::SemiBold) > plain);
        assert_eq!(width("", 12.0, Weight::Regular), 0.0);
    }
}
