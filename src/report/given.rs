//! That what launches say holds given the lines of a sample, and how far another sample would move it.

use serde_json::{Map, Value, json};

use super::number;
use super::page::Group;
use super::said::{Figure, Shown, Text, said};
use crate::outcome::Given;

/// What another sample would move, with the deviation of the launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moved {
    /// The mean net profit.
    Mean(f64),
    /// The mean difference of two net profits.
    Difference(f64),
}

impl Moved {
    fn deviation(self) -> f64 {
        let (Self::Mean(deviation) | Self::Difference(deviation)) = self;
        deviation
    }
}

/// A sentence on each sample; nothing where inputs are drawn from none.
pub fn group(given: &[Given], moved: Option<Moved>, currency: &str) -> Option<Group> {
    let sentences = given.iter().map(|given| sentence(given, moved, currency));
    (!given.is_empty()).then(|| Group::said(Text::sentences(sentences)))
}

fn sentence(given: &Given, moved: Option<Moved>, currency: &str) -> Text {
    let id = |what: &str| format!("given.{}.{what}", given.name);
    let lines = Figure::new(id("lines"), given.lines as f64, Shown::counted("line"));
    let name = given.name.as_str();
    let Some(moved) = moved.filter(|moved| moved.deviation() > 0.0) else {
        return said!("All of it holds given the {lines} of the sample {name}.", lines = lines, name = name);
    };
    let moves = Figure::new(id("moves_net_profit"), given.moves(moved.deviation()), Shown::Rounded);
    let currency = Text::term(currency.to_owned());
    match moved {
        Moved::Mean(_) => said!(
            "All of it, intervals too, holds given the {lines} of the sample {name}: another one as good may move the mean net profit by {moves} {currency}.",
            lines = lines,
            name = name,
            moves = moves,
            currency = currency
        ),
        Moved::Difference(_) => said!(
            "All of it, intervals too, holds given the {lines} of the sample {name}: another one as good may move the mean difference of net profit by {moves} {currency}.",
            lines = lines,
            name = name,
            moves = moves,
            currency = currency
        ),
    }
}

/// The samples in files, with what another one would do to the mean net profit or its difference.
pub fn json(given: &[Given], moved: Option<Moved>) -> Value {
    let of = |given: &Given| {
        let moves = moved.filter(|moved| moved.deviation() > 0.0).map(|moved| given.moves(moved.deviation()));
        let figures = json!({
            "lines": given.lines,
            "worth": number::json(given.worth),
            "moves_net_profit": moves.map(number::json),
        });
        (given.name.clone(), figures)
    };
    Value::Object(given.iter().map(of).collect::<Map<String, Value>>())
}
