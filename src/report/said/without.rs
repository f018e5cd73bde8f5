//! Texts without names that are not to be said.

use super::{Figure, Language, Piece, Text};

impl Text {
    /// The same with something else in the place of what is not to be said: `of_name` in names, which are read, and `of_code` in
    /// what programs read.
    #[must_use]
    pub fn without(self, of_name: &dyn Fn(&str) -> Self, of_code: &dyn Fn(&str) -> String) -> Self {
        let piece = |piece: Piece| match piece {
            Piece::Name(name) => of_name(&name).0,
            Piece::Said { form, fills } if Language::knows(&form) => {
                let fills = fills.into_iter().map(|(place, fill)| (place, fill.without(of_name, of_code))).collect();
                vec![Piece::Said { form, fills }]
            }
            // Words of the scenario's own.
            Piece::Said { form, .. } => of_name(&form).0,
            Piece::Figure(figure) => vec![Piece::Figure(Figure { id: of_code(&figure.id), ..figure })],
            Piece::Input { address, told } => {
                vec![Piece::Input { address: of_code(&address), told: of_code(&told) }]
            }
            Piece::Code(code) => vec![Piece::Code(of_code(&code))],
            Piece::Gap => vec![Piece::Gap],
            Piece::Begun(text) => vec![Piece::Begun(text.without(of_name, of_code))],
            Piece::Of { noun, text } => vec![Piece::Of { noun, text: text.without(of_name, of_code) }],
        };
        Self(self.0.into_iter().flat_map(piece).collect())
    }
}
