//! What is wrong with an expression, where in it, and what to write instead.

use std::fmt;
use std::ops::Range;

use crate::language::hidden::shown_in_line;

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionFault {
    /// What is wrong, in one line.
    pub what: String,
    /// Where in the text, in bytes; at its end an empty stretch.
    pub place: Range<usize>,
    /// What to write instead; "" where nothing better can be said.
    pub help: String,
}

impl ExpressionFault {
    /// A fault at a place.
    #[must_use]
    pub fn new(what: impl Into<String>, place: Range<usize>, help: impl Into<String>) -> Self {
        Self { what: what.into(), place, help: help.into() }
    }

    /// The text with carets under the place, for a terminal: two lines.
    #[must_use]
    pub fn pointed_out(&self, text: &str) -> String {
        let before = text.get(..self.place.start).unwrap_or(text).chars().count();
        let marked = text.get(self.place.clone()).map_or(0, |marked| marked.chars().count());
        format!("{}\n{}{}", shown_in_line(text), " ".repeat(before), "^".repeat(marked.max(1)))
    }
}

impl fmt::Display for ExpressionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if self.help.is_empty() { Ok(()) } else { write!(f, "; {}", self.help) }
    }
}

impl std::error::Error for ExpressionFault {}
