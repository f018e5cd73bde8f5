//! The Chinese letters of a report: of the typefaces of the charts only those that stand in it.

use std::collections::BTreeSet;

use allsorts::binary::read::ReadScope;
use allsorts::error::ReadWriteError;
use allsorts::font::read_cmap_subtable;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use allsorts::tables::FontTableProvider;
use allsorts::tables::cmap::Cmap;
use allsorts::tag;

use crate::report::chart::font;

/// What a page needs of a typeface, in each weight: files of fonts, empty where it needs none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// Of the regular weight.
    pub regular: Vec<u8>,
    /// Of the bold one.
    pub bold: Vec<u8>,
}

impl Letters {
    /// Those that stand in a text. A typeface that cannot be cut is left out: browsers have letters of their own.
    #[must_use]
    pub fn of(text: &str) -> Self {
        // Most of a page are letters that no look-up needs to tell apart.
        let letters: BTreeSet<char> = text.chars().filter(|letter| !letter.is_ascii()).collect();
        let letters: BTreeSet<char> = letters.into_iter().filter(|letter| font::is_chinese(*letter)).collect();
        if letters.is_empty() {
            return Self::default();
        }
        let of = |face| cut(face, &letters).unwrap_or_default();
        Self { regular: of(font::CHINESE), bold: of(font::CHINESE_BOLD) }
    }
}

/// A typeface with some letters only; those it lacks are left to others.
fn cut(face: &[u8], letters: &BTreeSet<char>) -> Result<Vec<u8>, ReadWriteError> {
    let face = ReadScope::new(face).read::<FontData<'_>>()?;
    let tables = face.table_provider(0)?;
    let map = tables.read_table_data(tag::CMAP)?;
    let map = ReadScope::new(&map).read::<Cmap<'_>>()?;
    let Some((_, map)) = read_cmap_subtable(&map)? else { return Ok(Vec::new()) };
    // The first glyph is what stands for those that are missing.
    let mut glyphs = BTreeSet::from([0]);
    for letter in letters {
        glyphs.extend(map.map_glyph(u32::from(*letter))?);
    }
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    Ok(subset(&tables, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use ab_glyph::{Font, FontRef};

    use super::*;

    #[test]
    fn only_the_letters_that_stand_there_are_kept_and_each_as_it_was() {
        let letters = Letters::of("<p>Mi 1 小米，净利润 骁龙 \u{1f600}</p>");
        let (regular, whole) =
            (FontRef::try_from_slice(&letters.regular).unwrap(), FontRef::try_from_slice(font::CHINESE).unwrap());
        for letter in "小米，净利润骁龙".chars() {
            let (kept, of) = (regular.glyph_id(letter), whole.glyph_id(letter));
            assert!(kept.0 != 0, "{letter} is missing");
            let outline = |face: &FontRef<'_>, glyph| face.outline(glyph).unwrap().curves.len();
            assert_eq!(outline(&regular, kept), outline(&whole, of), "{letter}");
            assert_eq!(regular.h_advance_unscaled(kept), whole.h_advance_unscaled(of));
        }
        assert_eq!(regular.glyph_id('手').0, 0);
        assert!(letters.regular.len() < 10_000 && !letters.bold.is_empty() && letters.bold.len() < 10_000);
        // An English page carries none.
        assert_eq!(Letters::of("<p>Mi 1 – 1,999 yuan · “so” …</p>"), Letters::default());
        assert_eq!(Letters::of("<p>小米</p>"), Letters::of("<p>米小</p>"));
    }
}
