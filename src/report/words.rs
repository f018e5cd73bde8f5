//! Words and numbers as people read them, on every page and chart.

use crate::units::thousands;

/// A name for people: without underscores.
#[must_use]
pub fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// The same with minus signs as wide as a plus.
#[must_use]
pub fn minus(text: &str) -> String {
    text.replace('-', "\u{2212}")
}

/// A number with its thousands separated and a true minus sign.
#[must_use]
pub fn written(value: f64, decimals: usize) -> String {
    minus(&thousands(value, decimals))
}

/// A whole number.
#[must_use]
pub fn whole(value: f64) -> String {
    written(value, 0)
}

/// "1 day", "1,200 days".
#[must_use]
pub fn counted(number: f64, noun: &str) -> String {
    minus(&crate::units::counted(number.round(), noun))
}

/// An upper-case beginning.
#[must_use]
pub fn begun(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A title within a sentence: its first letter small, VAT and R&D as they are.
#[must_use]
pub fn within(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

/// A number to four digits or so.
#[must_use]
pub fn digits(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 1000.0 || value.fract() == 0.0 => 0,
        _ if size >= 100.0 => 1,
        _ if size >= 10.0 => 2,
        _ if size >= 0.1 => 3,
        _ => 5,
    };
    written(value, decimals)
}
