//! Figures, dates and names within what charts say: rounded as on a picture, in no language yet.

use jiff::civil::Date;

use crate::outcome::{Layout, PriceStep};
use crate::report::said::{Figure, Shown, Text, said};
use crate::units::days_between;

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

/// The price of the day of the announcement, and when it changes.
pub fn price_in_words(layout: &Layout) -> Option<Text> {
    let (first, later) = layout.prices.split_first()?;
    let amount =
        |at: usize, step: &PriceStep| Text::from(Figure::new(format!("prices.{at}.price"), step.price, Shown::Exact));
    let mut price =
        said!("{amount} {currency}", amount = amount(0, first), currency = Text::term(layout.currency.clone()));
    if first.uncertain {
        price = said!("{price}, uncertain", price = price);
    }
    let change = |at: usize| {
        let day = f64::from(days_between(layout.start, later[at].from));
        let from = Figure::new(format!("prices.{}.from", at + 1), day, Shown::Day(layout.start));
        said!("{amount} from {date}", amount = amount(at + 1, &later[at]), date = from)
    };
    Some(match later.len() {
        0 => price,
        1 => said!("{price}, {change}", price = price, change = change(0)),
        all => said!(
            "{price}, {change}, and so on until {last}",
            price = price,
            change = change(0),
            last = change(all - 1)
        ),
    })
}
