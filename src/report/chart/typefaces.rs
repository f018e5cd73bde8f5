//! The typefaces of the charts as resvg knows them.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::{self, Database};
use resvg::usvg::{FallbackSelectionFn, FontResolver};

use super::font::{FACES, Weight, glyph};

/// The bytes of the typefaces for resvg.
#[must_use]
pub fn database() -> Arc<Database> {
    Arc::clone(&known().0)
}

/// All typefaces as resvg knows them, with their ids in the order of [`FACES`].
fn known() -> &'static (Arc<Database>, Vec<fontdb::ID>) {
    static DATABASE: OnceLock<(Arc<Database>, Vec<fontdb::ID>)> = OnceLock::new();
    DATABASE.get_or_init(|| {
        let mut database = Database::new();
        for bytes in FACES {
            database.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
        }
        let ids = database.faces().map(|face| face.id).collect();
        (Arc::new(database), ids)
    })
}

/// How resvg finds a typeface for a letter that the first lacks: as widths are measured here.
#[must_use]
pub fn resolver() -> FontResolver<'static> {
    let select_fallback: FallbackSelectionFn<'static> = Box::new(|character, tried, _| {
        let ids = &known().1;
        let weight = if tried.first() == ids.get(1) { Weight::SemiBold } else { Weight::Regular };
        glyph(character, weight).and_then(|(at, _)| ids.get(at).copied()).filter(|id| !tried.contains(id))
    });
    FontResolver { select_fallback, ..FontResolver::default() }
}
