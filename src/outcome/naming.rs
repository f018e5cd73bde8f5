//! What things are called for people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The word for the thing sold, and names for people of what a scenario has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Naming {
    /// The thing sold; `None` where it is a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noun: Option<Noun>,
    /// Names for people by names of the scenario.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// What the thing sold is called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Noun {
    /// One of them: "speaker".
    pub one: String,
    /// Several: "speakers".
    pub many: String,
    /// In Chinese.
    pub chinese: String,
}

impl Naming {
    /// Whether everything is called as it is anyway.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.noun.is_none() && self.labels.is_empty()
    }
}

impl Noun {
    /// The thing sold by its keys; of what is left out several end in s, and Chinese has the same word. `None` where nothing is written.
    #[must_use]
    pub fn of(one: &str, many: &str, chinese: &str) -> Option<Self> {
        if [one, many, chinese].iter().all(|word| word.is_empty()) {
            return None;
        }
        let or = |word: &str, other: &str| if word.is_empty() { other.to_owned() } else { word.to_owned() };
        let usual = if one.is_empty() { "phones".to_owned() } else { format!("{one}s") };
        let in_chinese = if one.is_empty() { "\u{624b}\u{673a}" } else { one };
        Some(Self { one: or(one, "phone"), many: or(many, &usual), chinese: or(chinese, in_chinese) })
    }

    /// A phrase of the program in English, of this instead of phones.
    #[must_use]
    pub fn english(&self, phrase: &str) -> String {
        let article = if self.one.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) { "n" } else { "" };
        let large = |word: &str| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        };
        // Whatever the noun is, it is put in once: it may hold the word itself.
        let words = [
            ("phones", '\u{1}', self.many.clone()),
            ("Phones", '\u{2}', large(&self.many)),
            ("phone", '\u{3}', self.one.clone()),
            ("Phone", '\u{4}', large(&self.one)),
        ];
        let articled =
            phrase.replace(" a phone", &format!(" a{article} phone")).replace("A phone", &format!("A{article} phone"));
        let marked = words.iter().fold(articled, |text, (word, mark, _)| text.replace(word, &mark.to_string()));
        words.iter().fold(marked, |text, (_, mark, word)| text.replace(*mark, word))
    }

    /// A phrase of the program in Chinese, of this instead of phones.
    #[must_use]
    pub fn chinese(&self, phrase: &str) -> String {
        phrase.replace("\u{624b}\u{673a}", &self.chinese)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_speaks_of_what_is_sold() {
        let speaker = Noun::of("speaker", "", "").unwrap_or_default();
        assert_eq!(speaker.english("Phones shipped, a phone"), "Speakers shipped, a speaker");
        let box_of = Noun::of("air box", "air boxes", "\u{76d2}").unwrap_or_default();
        assert_eq!(box_of.english("A phone of 2 phones or a phone"), "An air box of 2 air boxes or an air box");
        assert_eq!(box_of.chinese("\u{624b}\u{673a}\u{51fa}\u{8d27}\u{91cf}"), "\u{76d2}\u{51fa}\u{8d27}\u{91cf}");
        let smart = Noun::of("smartphone", "", "").unwrap_or_default();
        assert_eq!(smart.english("a phone and phones"), "a smartphone and smartphones");
        assert_eq!(Noun::of("", "", ""), None);
    }
}
