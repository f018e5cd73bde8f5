//! The price in words.

use super::said::{Figure, Shown, Text, said};
use crate::outcome::{Layout, PriceStep};
use crate::units::days_between;

/// The price of the day of the announcement, and when it changes.
#[must_use]
pub fn words(layout: &Layout) -> Option<Text> {
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
