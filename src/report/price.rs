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

/// Why a price without effect on demand makes no best price, and what to write.
#[must_use]
pub fn price_moves_nobody(choice: &str) -> Text {
    match choice {
        "" => said!(
            "The price moves nobody here: as many people are interested and order at every price, for orders come from order streams alone. Write a [market] to let the price decide."
        ),
        "elasticity" => said!(
            "The price moves nobody here: as many people are interested and order at every price, though market.choice is \"elasticity\". Look at market.elasticity, which may be 0, at market.reference_price, and at market.reference_share: where it is left out, it is 1, and a price below the reference opens nobody."
        ),
        "none" => said!(
            "The price moves nobody here: as many people are interested and order at every price, for market.choice is \"none\". Write under [market] choice = \"elasticity\" with elasticity, reference_price and reference_share, or choice = \"logit\"."
        ),
        other => said!(
            "The price moves nobody here: as many people are interested and order at every price, though market.choice is \"{choice}\": see what binds orders with {command}.",
            choice = other,
            command = "`launchsim explain`"
        ),
    }
}
