//! A cell of a CSV file or a workbook.

use crate::language::source::Span;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Text, which may be meant as a number; every cell of a CSV file.
    Text,
    /// A number, a date or a truth value, which a workbook keeps as such: nothing in it can be read in two ways.
    Plain,
    /// What a formula yields that cannot be reckoned: #REF!
    Broken,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it says, without quotes and surrounding blanks.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
    /// What it holds.
    pub kind: CellKind,
}

impl Cell {
    /// A cell of text.
    #[must_use]
    pub fn of_text(text: &str, span: Span) -> Self {
        Self { text: text.to_owned(), span, kind: CellKind::Text }
    }
}
