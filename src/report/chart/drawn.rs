//! A chart as it is kept for reports: a drawing for each size whose text is text, with what it says to those who do not see it.

use serde::{Deserialize, Serialize};

use super::figure::Figure;
use super::paper::Size;
use crate::report::said::Language;

/// A chart on the sheets it was drawn on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// Name of the chart.
    pub name: String,
    /// Its sheets, that of the page first.
    pub sheets: Vec<Sheet>,
}

/// A drawing with text as text, which needs the typeface of the charts beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is made for.
    pub size: Size,
    /// Its language.
    pub language: Language,
    /// What is found in it.
    pub title: String,
    /// What is measured.
    pub measure: String,
    /// Where it comes from.
    pub source: String,
    /// What is drawn, for who does not see it.
    pub alt: String,
    /// The drawing: an `svg` element.
    pub svg: String,
}

impl Drawn {
    /// A chart without a sheet yet.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self { name: name.to_owned(), sheets: Vec::new() }
    }

    /// Whether there is a sheet of a size in a language.
    #[must_use]
    pub fn has(&self, size: Size, language: Language) -> bool {
        self.sheets.iter().any(|sheet| sheet.size == size && sheet.language == language)
    }

    /// The sheet for a page in a language.
    #[must_use]
    pub fn page(&self, language: Language) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.language == language).or(self.sheets.first())
    }

    /// The sheet for a slide in a language.
    #[must_use]
    pub fn slide(&self, language: Language) -> Option<&Sheet> {
        let mut slides = self.sheets.iter().filter(|sheet| sheet.size == Size::Slide);
        slides.clone().find(|sheet| sheet.language == language).or(slides.next())
    }
}

impl Sheet {
    /// The drawing of a chart.
    ///
    /// # Errors
    /// In the words of the drawing library; there is no known cause.
    pub fn of(figure: &Figure) -> Result<Self, String> {
        Ok(Self {
            size: figure.paper.size,
            language: figure.paper.language,
            title: figure.title.clone(),
            measure: figure.measure.clone(),
            source: figure.paper.told(figure.paper.source.clone()),
            alt: figure.alt.clone(),
            svg: figure.canvas.svg()?,
        })
    }
}
