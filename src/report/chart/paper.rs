//! The sheets charts are drawn on: how large they are, and the line at their foot that says where they come from.

use serde::{Deserialize, Serialize};

use crate::outcome::Naming;
use crate::report::said::{Language, Text, said};
use crate::report::words::spaced;

/// What a chart is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// A page of A4, 17 cm wide between its margins, as high as it takes.
    #[default]
    Page,
    /// A slide of 13.33 by 7.5 inches.
    Slide,
    /// A square, 17 cm wide.
    Square,
}

impl Size {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Page, Self::Slide, Self::Square];

    /// Width of a sheet in its units.
    #[must_use]
    pub const fn width(self) -> f64 {
        match self {
            Self::Page | Self::Square => 820.0,
            Self::Slide => 1152.0,
        }
    }

    /// Width by height, where both are given.
    #[must_use]
    pub const fn shape(self) -> Option<f64> {
        match self {
            Self::Page => None,
            Self::Slide => Some(16.0 / 9.0),
            Self::Square => Some(1.0),
        }
    }

    /// Width of the sheet on paper or on the wall [points of 1/72 inch].
    #[must_use]
    pub const fn points(self) -> f64 {
        match self {
            Self::Page | Self::Square => 170.0 / 25.4 * 72.0,
            Self::Slide => 960.0,
        }
    }

    /// The smallest letters that can be read there [points].
    #[must_use]
    pub const fn legible(self) -> f64 {
        match self {
            Self::Page | Self::Square => 7.0,
            Self::Slide => 10.0,
        }
    }

    /// What title, legend, panels and their axes may be high together, so that notes and source fit below them.
    const fn room(self) -> f64 {
        match self {
            Self::Page => 1100.0,
            Self::Slide => 530.0,
            Self::Square => 655.0,
        }
    }
}

/// The sheet all charts of a folder are drawn on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// Its size.
    pub size: Size,
    /// Program, scenario, seed and what was set, for the foot.
    pub source: Text,
    /// The language of what is written on it.
    pub language: Language,
    /// What things are called for people.
    pub naming: Naming,
    /// Whether letters stay letters in its SVG, to be edited, and do not become outlines.
    pub letters: bool,
}

impl Paper {
    /// A sheet for results of a scenario, or of several, with what was set on the command line.
    #[must_use]
    pub fn of(size: Size, version: &str, scenarios: &[&str], seed: Option<u64>, overrides: &[String]) -> Self {
        let mut parts = vec![Text::name(format!("launchsim {version}"))];
        match scenarios {
            [] => {}
            [one] => parts.push(said!("scenario {name}", name = *one)),
            several => parts.push(said!("scenarios {names}", names = several.join(", "))),
        }
        parts.extend(seed.map(|seed| said!("seed {seed}", seed = seed.to_string())));
        if !overrides.is_empty() {
            parts.push(said!("set {keys}", keys = overrides.join(", ")));
        }
        Self { size, source: Text::joined(parts, &Text::name(" \u{b7} ")), ..Self::default() }
    }

    /// The same with names for people, and of what is sold.
    #[must_use]
    pub fn calling(self, naming: &Naming) -> Self {
        Self { naming: naming.clone(), ..self }
    }

    /// The same in another size.
    #[must_use]
    pub fn at(&self, size: Size) -> Self {
        Self { size, ..self.clone() }
    }

    /// The same in another language.
    #[must_use]
    pub fn within(&self, language: Language) -> Self {
        Self { language, ..self.clone() }
    }

    /// What is said, in its language.
    #[must_use]
    pub fn told(&self, text: impl Into<Text>) -> String {
        text.into().named(&self.naming).told(self.language)
    }

    /// What something of the scenario is called for people.
    #[must_use]
    pub fn called(&self, name: &str) -> String {
        self.told(spaced(name))
    }

    /// Width of the sheet.
    #[must_use]
    pub const fn width(&self) -> f64 {
        self.size.width()
    }

    /// How high a chart of one panel is that is so high on a page: it fills a slide or a square.
    #[must_use]
    pub fn height(&self, natural: f64) -> f64 {
        if self.size == Size::Page { natural } else { self.size.room() }
    }

    /// How high each of some rows may be that are so high on a page, beside which the chart takes `rest`.
    #[must_use]
    pub fn row(&self, natural: f64, rows: usize, rest: f64) -> f64 {
        natural.min((self.size.room() - rest) / rows.max(1) as f64).floor()
    }

    /// Whether a chart of such a height leaves room for notes and source.
    #[must_use]
    pub fn fits(&self, height: f64) -> bool {
        height <= self.size.room()
    }

    /// How many rows of a height fit beside what else the chart holds.
    #[must_use]
    pub fn rows(&self, height: f64, rest: f64) -> usize {
        ((self.size.room() - rest) / height).max(1.0) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foot_says_where_a_chart_comes_from() {
        let set = ["product.mi1.price=1499".to_owned()];
        let paper = Paper::of(Size::Page, "0.1.0", &["mi1"], Some(1), &set);
        assert_eq!(
            paper.source.to_string(),
            "launchsim 0.1.0 \u{b7} scenario mi1 \u{b7} seed 1 \u{b7} set product.mi1.price=1499"
        );
        assert_eq!(
            Paper::of(Size::Slide, "2", &["a", "b"], None, &[]).source.to_string(),
            "launchsim 2 \u{b7} scenarios a, b"
        );
    }

    #[test]
    fn rows_shrink_until_they_fit() {
        let slide = Paper { size: Size::Slide, ..Paper::default() };
        assert_eq!((slide.row(172.0, 1, 100.0), slide.row(172.0, 4, 130.0)), (172.0, 100.0));
        assert_eq!((slide.height(300.0), Paper::default().height(300.0)), (530.0, 300.0));
        assert_eq!(slide.rows(20.0, 430.0), 5);
    }
}
