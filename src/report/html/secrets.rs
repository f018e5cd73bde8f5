//! Names that a confidential report does not say: suppliers, wherever they stand.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{ASSUMPTIONS, Looks, Report, Section, assumptions};
use crate::report::chart::drawn::{Drawn, Sheet};
use crate::report::said::{Language, Text, escaped, said};

/// The least of a name that is hidden where it is cut short or goes on in the next line [letters].
const LEAST: usize = 3;

/// Names of suppliers, each with the number that stands for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets(Vec<(String, usize)>);

/// What is found of a name in a text: where it begins, where it ends, and its number.
type Found = (usize, usize, usize);

impl Secrets {
    /// The suppliers of some scenarios, by their names and by what they are called for people; `scenarios` are TOML.
    #[must_use]
    pub fn of(scenarios: &[String]) -> Self {
        let mut suppliers: Vec<String> = Vec::new();
        let mut names: Vec<(String, usize)> = Vec::new();
        for scenario in scenarios {
            let Ok(table) = scenario.parse::<toml::Table>() else { continue };
            for (name, keys) in table.get("supplier").and_then(toml::Value::as_table).into_iter().flatten() {
                let number = suppliers.iter().position(|known| known == name).unwrap_or_else(|| {
                    suppliers.push(name.clone());
                    suppliers.len() - 1
                });
                let label = keys.get("label").and_then(toml::Value::as_str).map(ToOwned::to_owned);
                names.extend([Some(name.clone()), label].into_iter().flatten().map(|name| (name, number + 1)));
            }
        }
        Self::new(names)
    }

    /// The same of several reports.
    #[must_use]
    pub fn together(all: impl IntoIterator<Item = Self>) -> Self {
        let mut names: Vec<(String, usize)> = Vec::new();
        for one in all {
            let before = names.clone();
            let known = |name: &str| before.iter().find(|(known, _)| known == name).map(|(_, number)| *number);
            let taken = |number: usize| before.iter().any(|(_, of)| *of == number);
            let mut most = before.iter().chain(&one.0).map(|(_, number)| *number).max().unwrap_or(0);
            let mut numbers: Vec<(usize, usize)> = Vec::new();
            // The same supplier has one number; of another the number stays, or is the next.
            for (_, number) in &one.0 {
                if numbers.iter().any(|(of, _)| of == number) {
                    continue;
                }
                let mut names_of = one.0.iter().filter(|(_, of)| of == number);
                let same = names_of.find_map(|(name, _)| known(name));
                let new = same.unwrap_or_else(|| {
                    most += usize::from(taken(*number));
                    if taken(*number) { most } else { *number }
                });
                numbers.push((*number, new));
            }
            let renamed = |(name, number): (String, usize)| {
                let new = numbers.iter().find(|(of, _)| *of == number).map_or(number, |(_, new)| *new);
                (name, new)
            };
            names.extend(one.0.iter().cloned().map(renamed));
        }
        Self::new(names)
    }

    /// The longest name first: one may begin as another does.
    fn new(mut names: Vec<(String, usize)>) -> Self {
        names.retain(|(name, _)| !name.trim().is_empty());
        names.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then_with(|| a.cmp(b)));
        names.dedup();
        Self(names)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with what stands for each name in its place, in pieces: what is kept, and numbers of suppliers.
    fn pieces(&self, text: &str, cut: bool) -> Vec<Result<String, usize>> {
        let letters: Vec<char> = text.chars().collect();
        let plain: Vec<char> = letters.iter().copied().map(alike).collect();
        let mut pieces: Vec<Result<String, usize>> = Vec::new();
        let mut kept = String::new();
        let mut at = 0;
        while at < letters.len() {
            match self.0.iter().find_map(|(name, number)| found(&plain, at, name, *number, cut)) {
                Some((_, end, number)) => {
                    pieces.extend([Ok(std::mem::take(&mut kept)), Err(number)]);
                    at = end;
                }
                None => {
                    kept.push(letters[at]);
                    at += 1;
                }
            }
        }
        pieces.push(Ok(kept));
        pieces.retain(|piece| piece.as_ref().is_ok_and(|kept| !kept.is_empty()) || piece.is_err());
        pieces
    }

    /// The text without any of the names.
    #[must_use]
    pub fn hidden(&self, text: &str, language: Language) -> String {
        joined(self.pieces(text, false), language)
    }

    /// The same as a text in no language yet.
    #[must_use]
    pub fn in_text(&self, text: &str) -> Text {
        let pieces = self.pieces(text, false).into_iter();
        pieces.fold(Text::default(), |all, piece| all.then(piece.map_or_else(stands_for, Text::name)))
    }

    /// A drawing without any of the names: in its letters, which may be cut short or go on in the next line, and in its words.
    #[must_use]
    pub fn in_sheet(&self, sheet: &Sheet) -> Sheet {
        let language = sheet.language;
        let hidden = |text: &str| self.hidden(text, language);
        let mut svg = String::with_capacity(sheet.svg.len());
        for (number, piece) in sheet.svg.split('<').enumerate() {
            let Some((tag, told)) = piece.split_once('>').filter(|_| number > 0) else {
                svg.push_str(piece);
                continue;
            };
            svg.extend(["<", tag, ">"]);
            let shown = told.trim();
            if shown.is_empty() {
                svg.push_str(told);
            } else {
                svg.push_str(&escaped(&joined(self.pieces(&unescaped(shown), true), language)));
            }
        }
        let (title, measure) = (hidden(&sheet.title), hidden(&sheet.measure));
        Sheet {
            svg,
            title,
            measure,
            source: hidden(&sheet.source),
            alt: hidden(&sheet.alt),
            size: sheet.size,
            language,
        }
    }
}

impl Report {
    /// The same without sources, without the tables that only concern suppliers, and with numbers in the place of their names.
    fn without_sources(mut self) -> Self {
        let assumed = self.sections.iter_mut().filter(|section| section.id.ends_with(ASSUMPTIONS));
        assumed.for_each(|section| assumptions::without_sources(&mut section.groups));
        let secrets = std::mem::take(&mut self.secrets);
        if secrets.is_empty() {
            return self;
        }
        let text =
            |text: Text| text.without(&|name| secrets.in_text(name), &|code| secrets.hidden(code, Language::English));
        let drawn = |drawn: Drawn| Drawn {
            sheets: drawn.sheets.iter().map(|sheet| secrets.in_sheet(sheet)).collect(),
            ..drawn
        };
        let section = |section: Section| Section {
            id: section.id,
            heading: text(section.heading),
            groups: section.groups.into_iter().map(|group| group.each(&text)).collect(),
            pictures: section.pictures.into_iter().map(drawn).collect(),
        };
        Self {
            title: text(self.title),
            about: text(self.about),
            sections: self.sections.into_iter().map(section).collect(),
            secrets,
        }
    }

    /// The same as it may be seen: a confidential one without what it does not say.
    pub(in crate::report) fn seen(&self, looks: &Looks) -> Cow<'_, Self> {
        if looks.confidential { Cow::Owned(self.clone().without_sources()) } else { Cow::Borrowed(self) }
    }
}

/// Pieces as one text.
fn joined(pieces: Vec<Result<String, usize>>, language: Language) -> String {
    pieces.into_iter().map(|piece| piece.unwrap_or_else(|number| stands_for(number).told(language))).collect()
}

/// What stands for a supplier.
fn stands_for(number: usize) -> Text {
    said!("supplier {number}", number = number.to_string())
}

/// A letter as it is compared: large and small are alike, and so are what stands between words.
fn alike(letter: char) -> char {
    if letter == '_' { ' ' } else { letter.to_lowercase().next().unwrap_or(letter) }
}

/// Whether a letter belongs to a word of letters that are written together.
fn within_word(letter: Option<&char>) -> bool {
    letter.is_some_and(|letter| letter.is_alphanumeric() && !('\u{2e80}'..='\u{9fff}').contains(letter))
}

/// A name that begins at a place of a text, as a word or words of their own. Where names may be cut, also what is left of one before
/// or behind an ellipsis, or at the end or the beginning of a line.
fn found(text: &[char], at: usize, name: &str, number: usize, cut: bool) -> Option<Found> {
    let name: Vec<char> = name.trim().chars().map(alike).collect();
    let apart = |from: usize, to: usize| {
        let before = from.checked_sub(1).and_then(|place| text.get(place));
        let joined = |one: Option<&char>, other: Option<&char>| within_word(one) && within_word(other);
        !joined(before, text.get(from)) && !joined(text.get(to - 1), text.get(to))
    };
    let fits = |part: &[char]| reach(text, at, part).filter(|end| apart(at, *end));
    if let Some(end) = fits(&name) {
        return Some((at, end, number));
    }
    if !cut {
        return None;
    }
    let least = if name.iter().any(|letter| within_word(Some(letter))) { LEAST } else { 2 };
    let ends = |from: usize| matches!(text.get(from), Some('\u{2026}'));
    // Where a line ends, a word ends.
    let whole = |place: usize| !(within_word(name.get(place - 1)) && within_word(name.get(place)));
    for length in (least..name.len()).rev() {
        let (head, tail) = (&name[..length], &name[name.len() - length..]);
        if let Some(end) = fits(head).filter(|end| ends(*end) || *end == text.len() && whole(length)) {
            return Some((at, end, number));
        }
        let begins = at.checked_sub(1).is_some_and(ends);
        if let Some(end) = fits(tail).filter(|_| begins || at == 0 && whole(name.len() - length)) {
            return Some((at, end, number));
        }
    }
    None
}

/// Where a part of a name ends that begins at a place of a text, which may be broken into lines.
fn reach(text: &[char], at: usize, part: &[char]) -> Option<usize> {
    let mut end = at;
    for &letter in part {
        while text.get(end) == Some(&'\n') && letter != ' ' && end > at {
            end += 1;
        }
        let same = text.get(end).is_some_and(|found| *found == letter || letter == ' ' && *found == '\n');
        end = same.then_some(end + 1)?;
    }
    (end > at).then_some(end)
}

/// A text of SVG as it is read.
fn unescaped(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    marks.into_iter().fold(text.to_owned(), |text, (mark, letter)| text.replace(mark, letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::paper::Size;

    fn secrets() -> Secrets {
        let scenario = "[supplier.acme_glass]\nlabel = \"Acme <Glass> & Sons\"\n[supplier.ac]\n[supplier.z]\nlabel = \"富士康科技\"";
        Secrets::of(&[scenario.to_owned()])
    }

    #[test]
    fn no_name_of_a_supplier_is_left_however_it_is_written() {
        let hidden = |text: &str| secrets().hidden(text, Language::English);
        assert_eq!(
            hidden("Acme glass signs; supplier.acme_glass.price"),
            "supplier 1 signs; supplier.supplier 1.price"
        );
        assert_eq!(
            hidden("parts from Acme <Glass> & Sons, ac and 富士康科技的"),
            "parts from supplier 1, supplier 2 and supplier 3的"
        );
        // Parts of other words stay.
        assert_eq!(hidden("the back of a maze, acting"), "the back of a maze, acting");
        assert_eq!(hidden("acme_\nglass_price, Acme\n<Glass>\n& Sons"), "supplier 1_price, supplier 1");
        assert_eq!(secrets().hidden("ac", Language::Chinese), "供应商2");
        assert_eq!(secrets().in_text("ac signs").to_string(), "supplier 2 signs");
        let other = Secrets::of(&["[supplier.ac]\n[supplier.new]".to_owned()]);
        let both = Secrets::together([secrets(), other]);
        assert_eq!(both.hidden("ac, new, acme_glass", Language::English), "supplier 2, supplier 4, supplier 1");
    }

    #[test]
    fn nothing_of_a_name_is_left_in_a_picture_that_cuts_or_wraps_it() {
        let svg = "<svg a=\"ac\"><text x=\"1\">\nhangs on Acme &lt;Glass&gt;\n</text><text>&amp; Sons, most</text><text>supplier.acme_gl\u{2026}price</text><text>富士康</text><text>科技 &lt;b&gt;</text></svg>";
        let sheet = Sheet {
            size: Size::Page,
            language: Language::English,
            title: "Acme_glass".into(),
            measure: String::new(),
            source: "set supplier.ac.x=1".into(),
            alt: String::new(),
            svg: svg.into(),
        };
        let hidden = secrets().in_sheet(&sheet);
        assert_eq!((hidden.title.as_str(), hidden.source.as_str()), ("supplier 1", "set supplier.supplier 2.x=1"));
        assert_eq!(
            hidden.svg,
            "<svg a=\"ac\"><text x=\"1\">hangs on supplier 1</text><text>supplier 1, most</text><text>supplier.supplier 1\u{2026}price</text><text>supplier 3</text><text>supplier 3 &lt;b&gt;</text></svg>"
        );
    }
}
