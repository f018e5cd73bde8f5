//! Figures, dates and names within what charts say: rounded as on a picture, in no language yet.

use jiff::civil::Date;

use crate::report::said::{Figure, Shown, Text, said};

fn shown(value: f64, shown: Shown) -> Text {
    Figure::new("", value, shown).into()
}

/// A figure to three digits or so.
pub fn amount(value: f64) -> Text {
    shown(value, Shown::Rounded)
}

/// A share in per cent.
pub fn share(value: f64) -> Text {
    shown(value, Shown::PerCent)
}

/// A number with so many decimals.
pub fn number(value: f64, decimals: usize) -> Text {
    shown(value, Shown::Decimals(decimals))
}

/// A whole number of things.
pub fn counted(value: f64, what: &'static str) -> Text {
    shown(value.round(), Shown::counted(what))
}

/// A whole number of days.
pub fn days(value: f64) -> Text {
    shown(value.round(), Shown::Days)
}

/// The date of a day counted from the first.
pub fn date(start: Date, day: f64) -> Text {
    shown(day, Shown::Day(start))
}

/// Money with its currency: "5.00 million yuan".
pub fn money(value: f64, currency: &str) -> Text {
    with_unit(amount(value), currency)
}

/// A figure with its unit behind it.
pub fn with_unit(told: Text, unit: &str) -> Text {
    if unit.is_empty() {
        return told;
    }
    said!("{amount} {currency}", amount = told, currency = Text::term(unit.to_owned()))
}

/// "a", "a and b", "a, b and c"; beyond three the rest is counted.
pub fn listed(names: &[Text]) -> Text {
    match names {
        [] => Text::default(),
        [one] => one.clone(),
        [all @ .., last] if names.len() <= 3 => {
            said!("{first} and {last}", first = Text::joined(all.iter().cloned(), &said!(", ")), last = last.clone())
        }
        [first, second, rest @ ..] => said!(
            "{first}, {second} and {more} more",
            first = first.clone(),
            second = second.clone(),
            more = number(rest.len() as f64, 0)
        ),
    }
}
