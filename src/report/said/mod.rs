//! What a page says, before a language is chosen: sentences with places, and figures that know what they are.
//!
//! A sentence is written once, in English, where it is decided (`said!`); [`language`] has the same sentence in other
//! languages. A figure carries its id and its value, so that a page can be held against the files it tells of.

pub mod figure;
pub mod language;
mod without;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::outcome::{Naming, Noun};
use crate::report::words::spaced;

pub use figure::{Figure, Shown};
pub use language::Language;

/// A text in no language yet: pieces, one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Text(Vec<Piece>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Piece {
    /// What reads the same in every language: a name of the scenario, a key, a command.
    Name(String),
    /// A phrase of the program with places to fill, by its English form.
    Said { form: Cow<'static, str>, fills: Vec<(Cow<'static, str>, Text)> },
    /// A figure.
    Figure(Figure),
    /// A value as the scenario has it, with its address.
    Input { address: String, told: String },
    /// What is typed.
    Code(String),
    /// Between two sentences.
    Gap,
    /// What begins a sentence: large, in a language that has large letters.
    Begun(Text),
    /// What speaks of another thing than phones.
    Of { noun: Noun, text: Text },
}

/// A sentence of a page: its English form, and what stands in its places, each by its name.
macro_rules! said {
    ($form:literal $(, $place:ident = $fill:expr)* $(,)?) => {
        $crate::report::said::Text::said($form, vec![$((stringify!($place), $crate::report::said::Text::from($fill))),*])
    };
}
pub(crate) use said;

impl Text {
    /// What reads the same in every language.
    #[must_use]
    pub fn name(name: impl Into<String>) -> Self {
        let name = name.into();
        if name.is_empty() { Self::default() } else { Self(vec![Piece::Name(name)]) }
    }

    /// A value of the scenario, by its address.
    #[must_use]
    pub fn input(address: &str, told: &str) -> Self {
        Self(vec![Piece::Input { address: address.to_owned(), told: told.to_owned() }])
    }

    /// What is typed as it stands, such as a command.
    #[must_use]
    pub fn code(code: impl Into<String>) -> Self {
        Self(vec![Piece::Code(code.into())])
    }

    /// A phrase of the program by its English form, in which `{place}` stands for what fills it.
    #[must_use]
    pub fn said(form: impl Into<Cow<'static, str>>, fills: Vec<(&'static str, Self)>) -> Self {
        let fills = fills.into_iter().map(|(place, fill)| (place.into(), fill)).collect();
        Self(vec![Piece::Said { form: form.into(), fills }])
    }

    /// A word of the program that other languages may know, such as the title of a metric.
    #[must_use]
    pub fn term(term: impl Into<Cow<'static, str>>) -> Self {
        let term = term.into();
        if term.is_empty() { Self::default() } else { Self::said(term, Vec::new()) }
    }

    /// Sentences, one behind the other.
    #[must_use]
    pub fn sentences(sentences: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        for sentence in sentences.into_iter().filter(|sentence| !sentence.is_empty()) {
            if !all.is_empty() {
                all.0.push(Piece::Gap);
            }
            all.0.extend(sentence.0);
        }
        all
    }

    /// Several things with the same text between each and the next.
    #[must_use]
    pub fn joined(things: impl IntoIterator<Item = Self>, between: &Self) -> Self {
        let mut all = Self::default();
        for thing in things {
            if !all.is_empty() {
                all.0.extend(between.0.iter().cloned());
            }
            all.0.extend(thing.0);
        }
        all
    }

    /// Things in a row, the last behind an "and": "a, b and c".
    #[must_use]
    pub fn listed(things: impl IntoIterator<Item = Self>) -> Self {
        let mut things: Vec<Self> = things.into_iter().collect();
        let Some(last) = things.pop() else { return Self::default() };
        if things.is_empty() {
            return last;
        }
        said!("{first} and {last}", first = Self::joined(things, &said!(", ")), last = last)
    }

    /// The same with a further text right behind it.
    #[must_use]
    pub fn then(mut self, more: impl Into<Self>) -> Self {
        self.0.extend(more.into().0);
        self
    }

    /// The same at the beginning of a sentence.
    #[must_use]
    pub fn begun(self) -> Self {
        Self(vec![Piece::Begun(self)])
    }

    /// The same with names for people, and of what is sold.
    #[must_use]
    pub fn named(self, naming: &Naming) -> Self {
        if naming.is_usual() || self.is_empty() {
            return self;
        }
        let text = self.labelled(&naming.labels);
        match &naming.noun {
            Some(noun) => Self(vec![Piece::Of { noun: noun.clone(), text }]),
            None => text,
        }
    }

    /// The same with names for people; what is typed and where figures stand keep theirs.
    fn labelled(self, labels: &BTreeMap<String, String>) -> Self {
        let label = |name: &str| {
            let known = labels.iter().find(|(known, _)| *known == name || spaced(known) == name);
            known.map(|(_, label)| label.clone())
        };
        let piece = |piece: Piece| match piece {
            Piece::Name(name) => Piece::Name(label(&name).unwrap_or(name)),
            Piece::Said { form, fills } => {
                let fills = fills.into_iter().map(|(place, fill)| (place, fill.labelled(labels))).collect();
                Piece::Said { form, fills }
            }
            Piece::Begun(text) => Piece::Begun(text.labelled(labels)),
            Piece::Of { noun, text } => Piece::Of { noun, text: text.labelled(labels) },
            other => other,
        };
        if labels.is_empty() { self } else { Self(self.0.into_iter().map(piece).collect()) }
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As it reads in a language.
    #[must_use]
    pub fn told(&self, language: Language) -> String {
        let mut told = String::new();
        self.write(language, None, &mut Plain(&mut told));
        told
    }

    /// As it stands in HTML: no character of it is markup, and each figure is an element with its id and value.
    #[must_use]
    pub fn html(&self, language: Language) -> String {
        let mut html = String::new();
        self.write(language, None, &mut Html(&mut html));
        html
    }

    fn write(&self, language: Language, noun: Option<&Noun>, out: &mut dyn Out) {
        for piece in &self.0 {
            match piece {
                Piece::Name(name) => out.words(name),
                Piece::Figure(figure) => {
                    let told = figure.told(language);
                    // Only things that are counted have a name in a figure.
                    let named = matches!(figure.shown, Shown::Counted(_));
                    out.figure(figure, &noun.filter(|_| named).map_or(told.clone(), |noun| of(noun, language, &told)));
                }
                Piece::Input { address, told } => out.input(address, told),
                Piece::Code(code) => out.code(code),
                Piece::Gap => out.words(language.gap()),
                Piece::Begun(text) if language == Language::English => {
                    text.write(language, noun, &mut Large { out: &mut *out, begun: false });
                }
                Piece::Begun(text) => text.write(language, noun, out),
                Piece::Of { noun, text } => text.write(language, Some(noun), out),
                Piece::Said { form, fills } => {
                    // A title of the user's own is no phrase of the program.
                    let outer = noun;
                    let noun = noun.filter(|_| Language::knows(form));
                    let phrase = |words: &str| noun.map_or(words.to_owned(), |noun| of(noun, language, words));
                    let form = language.form(form);
                    let mut rest: &str = &form;
                    while let Some(open) = rest.find('{') {
                        let Some(length) = rest[open..].find('}') else { break };
                        out.words(&phrase(&rest[..open]));
                        let place = &rest[open + 1..open + length];
                        match fills.iter().find(|(name, _)| *name == place) {
                            Some((_, fill)) => fill.write(language, outer, out),
                            None => out.words(&rest[open..=open + length]),
                        }
                        rest = &rest[open + length + 1..];
                    }
                    out.words(&phrase(rest));
                }
            }
        }
    }
}

/// A phrase of the program, of what is sold.
fn of(noun: &Noun, language: Language, phrase: &str) -> String {
    match language {
        Language::English => noun.english(phrase),
        Language::Chinese => noun.chinese(phrase),
    }
}

/// Where a text is written.
trait Out {
    fn words(&mut self, words: &str);
    fn figure(&mut self, figure: &Figure, told: &str);
    fn input(&mut self, address: &str, told: &str);
    fn code(&mut self, code: &str);
}

struct Plain<'a>(&'a mut String);

impl Out for Plain<'_> {
    fn words(&mut self, words: &str) {
        self.0.push_str(words);
    }

    fn figure(&mut self, _: &Figure, told: &str) {
        self.0.push_str(told);
    }

    fn input(&mut self, _: &str, told: &str) {
        self.0.push_str(told);
    }

    fn code(&mut self, code: &str) {
        self.0.push_str(code);
    }
}

struct Html<'a>(&'a mut String);

impl Out for Html<'_> {
    fn words(&mut self, words: &str) {
        self.0.push_str(&escaped(words));
    }

    fn figure(&mut self, figure: &Figure, told: &str) {
        let (id, value) = (escaped(&figure.id), crate::report::number::shortest(figure.value));
        let told = escaped(told);
        // Writing to a String cannot fail.
        let _ = write!(self.0, "<data data-figure=\"{id}\" value=\"{value}\">{told}</data>");
    }

    fn input(&mut self, address: &str, told: &str) {
        let (address, told) = (escaped(address), escaped(told));
        let _ = write!(self.0, "<data data-input=\"{address}\" value=\"{told}\">{told}</data>");
    }

    fn code(&mut self, code: &str) {
        let _ = write!(self.0, "<code>{}</code>", escaped(code));
    }
}

/// Passes on what is written, the first letter of it large.
struct Large<'a> {
    out: &'a mut dyn Out,
    begun: bool,
}

impl Out for Large<'_> {
    fn words(&mut self, words: &str) {
        if self.begun || words.is_empty() {
            return self.out.words(words);
        }
        self.begun = true;
        self.out.words(&crate::report::words::begun(words));
    }

    fn figure(&mut self, figure: &Figure, told: &str) {
        self.begun = true;
        self.out.figure(figure, told);
    }

    fn input(&mut self, address: &str, told: &str) {
        self.begun = true;
        self.out.input(address, told);
    }

    fn code(&mut self, code: &str) {
        self.begun = true;
        self.out.code(code);
    }
}

/// A text in which no character is markup of HTML.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

impl fmt::Display for Text {
    /// In English.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.told(Language::English))
    }
}

impl From<String> for Text {
    fn from(name: String) -> Self {
        Self::name(name)
    }
}

impl From<&str> for Text {
    fn from(name: &str) -> Self {
        Self::name(name)
    }
}

impl From<&String> for Text {
    fn from(name: &String) -> Self {
        Self::name(name.as_str())
    }
}

impl From<Figure> for Text {
    fn from(figure: Figure) -> Self {
        Self(vec![Piece::Figure(figure)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_filled_in_each_language_and_nothing_in_it_is_markup() {
        let profit = Figure::new("metrics.net_profit_yuan.p50", 1_220_000_000.0, Shown::Amount);
        let text = said!("The launch earns {amount} {currency}.", amount = profit, currency = Text::name("<b>"));
        assert_eq!(text.to_string(), "The launch earns 1.22 billion <b>.");
        assert!(text.told(Language::Chinese).contains("12.2 亿"), "{}", text.told(Language::Chinese));
        let figure = "<data data-figure=\"metrics.net_profit_yuan.p50\" value=\"1220000000\">1.22 billion</data>";
        assert_eq!(text.html(Language::English), format!("The launch earns {figure} &lt;b&gt;."));
        let two = Text::sentences([text.clone(), Text::default(), Text::name("So.")]);
        assert_eq!(two.to_string(), "The launch earns 1.22 billion <b>. So.");
        let begun = said!("{part} is missing", part = "a screen").begun();
        assert_eq!([begun.to_string(), begun.html(Language::English)], ["A screen is missing", "A screen is missing"]);
        let read: Text = serde_json::from_str(&serde_json::to_string(&two).unwrap()).unwrap();
        assert_eq!(read, two);
    }
}
