//! The typefaces of the charts, carried inside the program.
//!
//! Inter (`assets/inter`), cut down to Latin, Greek and Cyrillic letters, digits and the signs charts need, in a regular and a
//! semi-bold weight; and for letters it lacks Noto Sans CJK (`assets/noto-cjk`), cut down to those of GB 2312, in bold to the
//! common ones. Both are under the SIL Open Font License. No font of the system is ever looked at.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, GlyphId, ScaleFont};

/// Font size of axis labels.
pub const LABEL_SIZE: f64 = 12.0;

/// Name under which drawings and resvg know the typeface: its real family name.
pub const FAMILY: &str = "Inter";
/// Height of a small x as a share of the font size.
pub const X_HEIGHT: f64 = 1118.0 / 2048.0;
/// Height of capitals and digits as a share of the font size.
pub const CAP_HEIGHT: f64 = 1490.0 / 2048.0;

/// Its regular weight.
pub static REGULAR: &[u8] = include_bytes!("../../../assets/inter/Inter-Regular.ttf");
/// Its semi-bold weight.
pub static SEMI_BOLD: &[u8] = include_bytes!("../../../assets/inter/Inter-SemiBold.ttf");
/// Chinese letters in the regular weight.
pub static CHINESE: &[u8] = include_bytes!("../../../assets/noto-cjk/NotoSansCJKsc-Regular.otf");
/// The common ones in bold.
pub static CHINESE_BOLD: &[u8] = include_bytes!("../../../assets/noto-cjk/NotoSansCJKsc-Bold.otf");

/// What stands for a character that no typeface has.
const STAND_IN: char = '\u{25a1}';

/// How heavy the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Labels.
    Regular,
    /// Titles.
    SemiBold,
}

impl Weight {
    /// The typefaces for it by their places, the first that has a letter writes it.
    const fn faces(self) -> [usize; 3] {
        match self {
            Self::Regular => [0, 2, 3],
            Self::SemiBold => [1, 3, 2],
        }
    }
}

/// All typefaces, as they are loaded.
pub(super) const FACES: [&[u8]; 4] = [REGULAR, SEMI_BOLD, CHINESE, CHINESE_BOLD];

fn face(at: usize) -> &'static FontRef<'static> {
    static READ: OnceLock<[FontRef<'static>; 4]> = OnceLock::new();
    let faces = READ
        .get_or_init(|| FACES.map(|bytes| FontRef::try_from_slice(bytes).expect("the embedded typefaces are whole")));
    &faces[at]
}

/// The typeface that writes a character, and its glyph there.
pub(super) fn glyph(character: char, weight: Weight) -> Option<(usize, GlyphId)> {
    weight.faces().into_iter().map(|at| (at, face(at).glyph_id(character))).find(|(_, glyph)| glyph.0 != 0)
}

/// Width of a line of text at a font size, both in the units of the canvas.
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let mut ems = 0.0;
    let mut before: Option<(usize, GlyphId)> = None;
    for character in text.chars() {
        let (at, glyph) = glyph(character, weight).unwrap_or((weight.faces()[0], GlyphId(0)));
        let face = face(at);
        // ab_glyph scales by ascent plus descent; font sizes are in units of the em.
        let per_em = f64::from(face.units_per_em().unwrap_or(2048.0));
        ems += f64::from(face.h_advance_unscaled(glyph)) / per_em;
        if let Some((_, left)) = before.filter(|(of, _)| *of == at) {
            ems += f64::from(face.as_scaled(face.height_unscaled()).kern(left, glyph)) / per_em;
        }
        before = Some((at, glyph));
    }
    ems * size
}

/// Whether a typeface can write a character.
#[must_use]
pub fn has_glyph(character: char) -> bool {
    glyph(character, Weight::Regular).is_some()
}

/// Whether a character is written with the Chinese letters.
#[must_use]
pub fn is_chinese(character: char) -> bool {
    glyph(character, Weight::Regular).is_some_and(|(at, _)| at > 1)
}

/// The text where the typefaces can write all of it, else what stands in for it.
#[must_use]
pub fn written<'t>(text: &'t str, stand_in: &'t str) -> &'t str {
    let text = text.trim();
    if !text.is_empty() && text.chars().all(has_glyph) { text } else { stand_in }
}

/// The text with every character that no typeface has replaced by what says so, so that nothing vanishes silently.
#[must_use]
pub fn legible(text: &str) -> String {
    text.chars().map(|c| if has_glyph(c) { c } else { STAND_IN }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typefaces_have_what_charts_write() {
        let needed = "ABCXYZabcxyz0123456789 .,:;%+-/()[]\u{2212}\u{2013}\u{00d7}\u{2248}\u{2264}\u{25a1}äöüßéñ€¥£";
        assert!(needed.chars().all(|character| has_glyph(character) && !is_chinese(character)));
        assert!("小米骁龙，（～）【】％１、。".chars().all(is_chinese));
        assert_eq!(legible("Mi 1 小米 \u{1f600}"), "Mi 1 小米 \u{25a1}");
        assert_eq!(written("小米手机", "mi1"), "小米手机");
        assert_eq!((written("\u{1f600}", "mi1"), written(" Mi 1 ", "mi1"), written("", "mi1")), ("mi1", "Mi 1", "mi1"));
    }

    #[test]
    fn both_weights_have_the_common_letters_of_gb_2312_and_the_regular_one_the_rest() {
        for weight in [Weight::Regular, Weight::SemiBold] {
            // The first and the last of level 1.
            for character in ['啊', '座'] {
                assert_eq!(glyph(character, weight).map(|(at, _)| at), Some(weight.faces()[1]));
            }
            // The first and the last of level 2: where bold has none, the regular one stands in.
            for character in ['亍', '齄'] {
                assert_eq!(glyph(character, weight).map(|(at, _)| at), Some(2));
            }
        }
        assert!(CHINESE.len() + CHINESE_BOLD.len() < 3 << 20);
    }

    #[test]
    fn what_the_program_says_in_chinese_is_written_in_both_weights() {
        for weight in [Weight::Regular, Weight::SemiBold] {
            let [latin, chinese, _] = weight.faces();
            for letter in include_str!("../said/zh.toml").chars().filter(|letter| !letter.is_whitespace()) {
                let face = glyph(letter, weight).map(|(at, _)| at);
                assert!(face == Some(latin) || face == Some(chinese), "{letter:?} in {weight:?}: {face:?}");
            }
        }
    }

    #[test]
    fn widths_grow_with_text_size_and_weight() {
        let plain = width("300,000 phones", 12.0, Weight::Regular);
        assert!(plain > 70.0 && plain < 110.0, "{plain}");
        assert!((width("300,000 phones", 24.0, Weight::Regular) - 2.0 * plain).abs() < 1e-3);
        assert!(width("300,000 phones", 12.0, Weight::SemiBold) > plain);
        assert_eq!(width("", 12.0, Weight::Regular), 0.0);
        // Chinese letters are as wide as they are high.
        assert!((width("净利润，", 12.0, Weight::Regular) - 48.0).abs() < 1e-9);
        let mixed = width("Mi 1 ", 12.0, Weight::SemiBold) + width("小米", 12.0, Weight::SemiBold);
        assert!((width("Mi 1 小米", 12.0, Weight::SemiBold) - mixed).abs() < 1e-9);
    }
}
