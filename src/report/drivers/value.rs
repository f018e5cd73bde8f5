//! Values of inputs and their names, in no language yet.

use crate::experiment::sweep::axis::Axis;
use crate::experiment::sweep::dates::date_text;
use crate::report::measure::{lasting, unit, with_unit};
use crate::report::said::{Figure, Shown, Text, said};
use crate::report::words::minus;
use crate::units::thousands;

/// A value of a drawn input with the unit of its key; `id` is where it stands in `drivers.json`.
pub(crate) fn drawn_value(key: &str, (id, value): (&str, f64), currency: &str) -> Text {
    let figure = |shown: Shown| Text::from(Figure::new(id, value, shown));
    match Axis::of_key(key) {
        Ok(axis) if axis.is_dated() => Text::input(key, &date_text(libm::floor(value + 0.5))),
        Ok(axis) if axis.lasts() => said!("{number} days", number = figure(Shown::Drawn)),
        Ok(axis) => with_unit(figure(Shown::Drawn), unit(&axis.unit_in(currency))),
        Err(_) => figure(Shown::Drawn),
    }
}

/// What an input that was not drawn is called.
pub(crate) fn tried_name(name: &str) -> Text {
    match name.strip_suffix(", its dates") {
        Some(input) => said!("{input}, its dates", input = input),
        None => Text::name(name),
    }
}

/// What such an input is, money in the scenario's own and thousands apart; dates keep their hyphens.
pub(crate) fn as_written(input: &str, value: &str, currency: &str) -> Text {
    let one = |one: &str| {
        let told = |number: &str| Text::input(input, number);
        if let Some(change) = one.strip_suffix(" in odds") {
            return said!("{change} in odds", change = told(change));
        }
        if ["drawn", "by default"].contains(&one) {
            return Text::term(one.to_owned());
        }
        let (number, word) = one.split_once(' ').unwrap_or((one, ""));
        let decimals = number.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let apart = number.parse().ok().filter(|parsed: &f64| parsed.is_finite() && !number.contains(['e', 'E', '+']));
        let is_number = apart.is_some() || number.trim_start_matches(['+', '\u{2212}']).parse::<f64>().is_ok();
        let number = told(&apart.map_or_else(|| number.to_owned(), |parsed| minus(&thousands(parsed, decimals))));
        match word {
            _ if !is_number => told(one),
            "points" => said!("{number} points", number = number),
            "numbers" => said!("{number} numbers", number = number),
            // A change in per cent has no unit.
            word if word.starts_with('%') => told(one),
            // As the catalogue writes it.
            word if ["share", "ratio"].contains(&word) || word.starts_with("1/") => {
                said!("{amount} {unit}", amount = number, unit = Text::term(word.to_owned()))
            }
            word => lasting(&number, word).unwrap_or_else(|| with_unit(number, unit(word))),
        }
    };
    let value = value.replace("money", currency);
    Text::joined(value.split("; ").map(one), &said!("; "))
}
