//! Units and magnitudes of what a page tells, in no language yet.

use super::chart::scale::{Magnitude, exact};
use super::said::{Figure, Shown, Text};
use crate::report::said::said;

/// Units that are no money: other languages have words for the whole of each.
const WHOLE: [&str; 8] = ["1", "phones", "parts", "home", "phone-sets", "orders", "money", "share"];

/// A unit of the catalogue in a sentence: a share has none, and `1/year` reads "per year".
#[must_use]
pub fn unit(unit: &str) -> Text {
    match (unit.split_once('/'), unit.split_once(" per ")) {
        _ if unit == "share" || unit == "ratio" => Text::default(),
        (Some(("1", of)), _) => said!("per {unit}", unit = Text::term(of.to_owned())),
        (_, Some((one, other))) if !WHOLE.contains(&one) && !one.starts_with('[') => {
            said!("{one} per {other}", one = Text::term(one.to_owned()), other = Text::term(other.to_owned()))
        }
        _ => Text::term(unit.to_owned()),
    }
}

/// A number of days, weeks, months, years or hours, by the word that is written behind it; nothing of other words.
#[must_use]
pub fn lasting(number: &Text, word: &str) -> Option<Text> {
    let number = number.clone();
    Some(match word {
        "hour" => said!("{number} hour", number = number),
        "hours" => said!("{number} hours", number = number),
        "day" => said!("{number} day", number = number),
        "days" => said!("{number} days", number = number),
        "week" => said!("{number} week", number = number),
        "weeks" => said!("{number} weeks", number = number),
        "month" => said!("{number} month", number = number),
        "months" => said!("{number} months", number = number),
        "year" => said!("{number} year", number = number),
        "years" => said!("{number} years", number = number),
        _ => return None,
    })
}

/// A value with its unit, if it has one.
#[must_use]
pub fn with_unit(value: impl Into<Text>, unit: Text) -> Text {
    let value = value.into();
    if unit.is_empty() { value } else { said!("{amount} {unit}", amount = value, unit = unit) }
}

/// Decimals of a number as it is written.
fn decimals(told: &str) -> usize {
    told.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// A figure with as many decimals as tell it within a tolerance.
#[must_use]
pub fn within(id: impl Into<String>, value: f64, tolerance: f64) -> Figure {
    Figure::new(id, value, Shown::Decimals(decimals(&exact(value, tolerance))))
}

/// A share of launches or of something else, where there is one.
#[must_use]
pub fn share(id: impl Into<String>, share: f64) -> Text {
    if share.is_finite() { Figure::new(id, share, Shown::PerCent).into() } else { said!("n/a") }
}

/// Amounts of a table in one magnitude, which is said beside it.
#[derive(Clone, Copy, Debug)]
pub struct Amounts(Magnitude);

impl Amounts {
    /// Fit for all of some values.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let finite = values.into_iter().map(f64::abs).filter(|value| value.is_finite());
        Self(Magnitude::of(finite.fold(0.0, f64::max)))
    }

    /// An amount without the word for its magnitude.
    #[must_use]
    pub fn told(self, id: impl Into<String>, value: f64) -> Text {
        if !value.is_finite() {
            return said!("n/a");
        }
        let told = self.0.figure(value);
        let decimals = decimals(told.trim_end_matches(self.0.word).trim_end());
        let shown = match self.0.word {
            _ if told.contains('e') => Shown::Rounded,
            "million" => Shown::Millions(decimals),
            "billion" => Shown::Billions(decimals),
            _ => Shown::Decimals(decimals),
        };
        Figure::new(id, value, shown).into()
    }

    /// The unit with the magnitude before it: "million phones"; nothing where neither is to be said.
    #[must_use]
    pub fn unit(self, unit: Text) -> Text {
        match (self.0.word, unit.is_empty()) {
            ("million", false) => said!("million {unit}", unit = unit),
            ("billion", false) => said!("billion {unit}", unit = unit),
            ("million", true) => said!("million"),
            ("billion", true) => said!("billion"),
            _ => unit,
        }
    }

    /// Whether amounts stand as they are.
    #[must_use]
    pub fn is_plain(self) -> bool {
        self.0.word.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::said::Language;

    #[test]
    fn units_are_told_in_each_language() {
        let told = |of: &str| [Language::English, Language::Chinese].map(|language| unit(of).told(language));
        assert_eq!(told("yuan"), ["yuan", "元"]);
        assert_eq!(told("yuan per month"), ["yuan per month", "元/月"]);
        assert_eq!(told("zloty per day"), ["zloty per day", "zloty/天"]);
        assert_eq!(told("1/year"), ["per year", "/年"]);
        assert_eq!(told("phones per day"), ["phones per day", "台/天"]);
        assert_eq!(told("share"), ["", ""]);
        let price = with_unit("1,999", unit("yuan"));
        assert_eq!([price.to_string(), price.told(Language::Chinese)], ["1,999 yuan", "1,999元"]);
    }

    #[test]
    fn amounts_of_a_table_have_one_magnitude() {
        let amounts = Amounts::of([889e6, -12.0, f64::NAN]);
        let told = [889e6, 1.22e6, -4.5e5, 0.0, f64::NAN].map(|value| amounts.told("", value).to_string());
        assert_eq!(told, ["889", "1.22", "\u{2212}0.450", "0", "n/a"]);
        assert_eq!(amounts.unit(Text::name("yuan")).to_string(), "million yuan");
        let few = Amounts::of([3.0, 0.25]);
        assert_eq!([3.0, 0.25].map(|value| few.told("", value).to_string()), ["3", "0.250"]);
        assert!(few.is_plain());
    }
}
