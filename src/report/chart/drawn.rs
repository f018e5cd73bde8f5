//! A chart as it stands within a page: a drawing whose text is text, with what it says to those who do not see it.

use serde::{Deserialize, Serialize};

use super::figure::Figure;

/// A drawing with text as text, which needs the typeface of the charts beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// Name of the chart.
    pub name: String,
    /// What is found in it.
    pub title: String,
    /// What is drawn, for who does not see it.
    pub alt: String,
    /// The drawing: an `svg` element.
    pub svg: String,
}

impl Drawn {
    /// The drawing of a chart.
    ///
    /// # Errors
    /// In the words of the drawing library; there is no known cause.
    pub fn of(figure: &Figure) -> Result<Self, String> {
        let (title, alt) = (figure.title.clone(), figure.alt.clone());
        Ok(Self { name: figure.name.to_owned(), title, alt, svg: figure.canvas.svg()? })
    }
}
