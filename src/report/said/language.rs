//! Languages of a page, and the sentences in those that are not English.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The Chinese of every sentence and word, by its English form.
const CHINESE: &str = include_str!("zh.toml");

/// A language of pages and charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// English, in which sentences are written.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Simplified Chinese.
    #[serde(rename = "zh")]
    Chinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its tag in HTML.
    #[must_use]
    pub const fn html_tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
        }
    }

    /// What stands between two sentences.
    pub(super) const fn gap(self) -> &'static str {
        match self {
            Self::English => " ",
            Self::Chinese => "",
        }
    }

    /// A sentence in this language, its places as they are; in English where it is not known.
    pub(super) fn form(self, english: &str) -> Cow<'_, str> {
        let known = match self {
            Self::English => None,
            // A title within a sentence begins small, which makes no difference there.
            Self::Chinese => chinese().get(english).or_else(|| chinese().get(&crate::report::words::begun(english))),
        };
        known.map_or(Cow::Borrowed(english), |form| Cow::Owned(form.clone()))
    }

    /// Whether a phrase is one of the program, known in every language.
    pub(super) fn knows(english: &str) -> bool {
        let known = chinese();
        known.contains_key(english) || known.contains_key(&crate::report::words::begun(english))
    }

    /// A date as it is written.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        match self {
            Self::English => date.strftime("%-d %b %Y").to_string(),
            Self::Chinese => date.strftime("%Y年%-m月%-d日").to_string(),
        }
    }

    /// The name of a month on an axis, without its year.
    #[must_use]
    pub fn short_month(self, date: Date) -> String {
        match self {
            Self::English => date.strftime("%b").to_string(),
            Self::Chinese => date.strftime("%-m月").to_string(),
        }
    }

    /// A year on an axis.
    #[must_use]
    pub fn year(self, date: Date) -> String {
        match self {
            Self::English => date.year().to_string(),
            Self::Chinese => date.strftime("%Y年").to_string(),
        }
    }

    /// A date without its year.
    #[must_use]
    pub fn date_of_year(self, date: Date) -> String {
        match self {
            Self::English => date.strftime("%-d %b").to_string(),
            Self::Chinese => date.strftime("%-m月%-d日").to_string(),
        }
    }

    /// A date with its month written out.
    #[must_use]
    pub fn date_in_full(self, date: Date) -> String {
        match self {
            Self::English => date.strftime("%-d %B %Y").to_string(),
            Self::Chinese => self.date(date),
        }
    }

    /// A month as it is written.
    #[must_use]
    pub fn month(self, date: Date) -> String {
        match self {
            Self::English => date.strftime("%B %Y").to_string(),
            Self::Chinese => date.strftime("%Y年%-m月").to_string(),
        }
    }
}

/// The Chinese sentences; those of tables of one file whose names tell where they belong.
fn chinese() -> &'static BTreeMap<String, String> {
    static SENTENCES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    SENTENCES.get_or_init(|| {
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(CHINESE).unwrap_or_default();
        tables.into_values().flatten().collect()
    })
}
