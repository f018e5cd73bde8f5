//! Numbers that are allowed but look as if they were meant in per cent, or in another unit.

use super::at;
use crate::language::catalogue::{Key, Kind, Range};
use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::language::tree::{Node, Table, Value};
use crate::scenario::cursor::Cursor;
use crate::units::{Days, date_of_day, thousands};

/// A factor above which it is rather meant in per cent.
const MOST_FACTOR: f64 = 10.0;
/// Spread above which it is rather meant in per cent: already at 1.5 a lognormal is below its mean four times in five.
const MOST_SPREAD: f64 = 1.5;
/// Factors of a season average about 1: so far off they are rather written on another scale.
const SEASON: Range = Range::closed(0.5, 2.0);

/// Every such number of the tree.
pub fn find(tree: &Table, warnings: &mut Vec<Fault>) {
    visit(tree, Cursor::Top, warnings);
}

fn visit(table: &Table, cursor: Cursor, warnings: &mut Vec<Fault>) {
    for entry in table.entries() {
        match (cursor.step(&entry.key), &entry.node.value) {
            (Cursor::Leaf(key), _) => warnings.extend(judged(key, &entry.node)),
            (Cursor::Free, _) => {}
            (inner, Value::Table(table)) => visit(table, inner, warnings),
            _ => {}
        }
    }
}

fn judged(key: &Key, node: &Node) -> Option<Fault> {
    match key.kind {
        Kind::Number(range) => number(key, range, node, typical(&node.value)?),
        Kind::Steps(_) if key.name != "ramp_days" => {
            let Value::List(steps) = &node.value else { return None };
            let factor = |step: &Node| match &step.value {
                Value::List(pair) => pair.get(1).and_then(|factor| typical(&factor.value)),
                _ => None,
            };
            let (step, value) =
                steps.iter().filter_map(|step| Some((step, factor(step)?))).find(|(_, value)| *value > MOST_FACTOR)?;
            Some(factor_fault(key, step, value))
        }
        Kind::Weights(7 | 12) => season(key, node),
        Kind::NumberOrChoice(..) if key.name == "quota" => {
            let value = typical(&node.value).filter(|value| *value < 1.0)?;
            let title = format!("`quota` = {value} offers less than one phone");
            let fault = Fault::new(Code::QuotaBelowOne, title).at(node.span, "a number of phones, not a share");
            Some(fault.help("write the number of phones of one opening, \"stock\" or \"plan\""))
        }
        _ => None,
    }
}

fn number(key: &Key, range: Range, node: &Node, value: f64) -> Option<Fault> {
    let percent = format!("{} %", thousands(value * 100.0, 0));
    let is = |text: String, label: String| {
        let hundredth = value / 100.0;
        let fault = Fault::new(Code::InPerCent, format!("`{}` is {text}", key.name)).at(node.span, label);
        Some(fault.help(format!("if {value} % is meant, write {hundredth}")))
    };
    match key.unit {
        "1/year" if range.high == 10.0 && value > 1.0 => is(format!("{percent} a year"), "1 is 100 % a year".into()),
        "share" if range.high > 2.0 && value > 1.0 => is(percent, "1 is 100 %".into()),
        "1/day" if value > 1.0 => {
            let left = 100.0 * crate::random::math::exp(-value);
            is(format!("so high that {left:.0} % are left after one day"), "1 is about two in three a day".into())
        }
        "ratio" if range == Range::closed(0.0, 5.0) && value > MOST_SPREAD => {
            is(format!("a spread of {percent}"), "1 is 100 %".into())
        }
        "ratio" if key.name == "factor" && value > MOST_FACTOR => Some(factor_fault(key, node, value)),
        _ => None,
    }
}

fn factor_fault(key: &Key, node: &Node, value: f64) -> Fault {
    let title = format!("`{}` multiplies by {}", key.name, thousands(value, 0));
    let fault = Fault::new(Code::InPerCent, title).at(node.span, "a factor: 1 changes nothing");
    fault.help(format!("if {value} % is meant, write {}", value / 100.0))
}

fn season(key: &Key, node: &Node) -> Option<Fault> {
    let Value::List(items) = &node.value else { return None };
    let values: Vec<f64> = items.iter().filter_map(|item| typical(&item.value)).collect();
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    if values.is_empty() || SEASON.contains(mean) {
        return None;
    }
    let title =
        format!("the factors of `{}` average {}: they multiply the interest of all days", key.name, short(mean));
    let example: Vec<String> = values.iter().take(3).map(|value| short(value / mean.max(1e-9))).collect();
    let fault = Fault::new(Code::SeasonScale, title).at(node.span, "1 is an ordinary day");
    Some(fault.help(format!("divide them by {}: [{}, ..]", short(mean), example.join(", "))))
}

fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The number itself; of a distribution a typical value, as far as one is written.
fn typical(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Table(law) => law.entries().iter().find_map(|family| match &family.node.value {
            Value::Table(parameters) => ["p50", "mode", "mean", "low"]
                .iter()
                .find_map(|name| parameters.get(name).and_then(|node| typical(&node.value))),
            _ => None,
        }),
        _ => None,
    }
}

/// What does not work at all.
pub fn works(scenario: &crate::scenario::Scenario, tree: &Table, warnings: &mut Vec<Fault>) {
    let product = &scenario.products[0];
    let address = format!("product.{}", product.name);
    if product.parts.is_empty() {
        let title = format!("the phone `{}` has no parts, so it costs nothing to buy", product.name);
        warnings.push(
            at(Fault::new(Code::NoParts, title), tree.place(&address), "made of nothing")
                .help(format!("write [{address}.parts] with screen = 1 and so on, or bom = \"parts.csv\"")),
        );
    }
    if !scenario.factories.iter().any(|factory| factory.built) {
        let fault = Fault::new(Code::NoFactory, "there is no factory, so no phone is ever built");
        warnings.push(
            at(fault, tree.place(&address), "assembled nowhere")
                .help("write [factory.NAME] with a ramp, or without one for unlimited capacity"),
        );
    }
    for factory in scenario.factories.iter().filter(|factory| factory.built) {
        let address = format!("factory.{}", factory.name);
        let (why, key) = if factory.rest_days.len() == 7 {
            ("rests on all seven weekdays", "rest_days")
        } else if !factory.ramp.is_empty() && factory.ramp.iter().all(|(_, level)| level.value == 0.0) {
            ("has no capacity on any day", "ramp")
        } else if !factory.ramp_days.is_empty() && factory.ramp_days.iter().all(|(_, level)| level.value == 0.0) {
            ("has no capacity on any day", "ramp_days")
        } else if let (Some(decided), Some(closes)) = (factory.decided, factory.closes)
            && date_of_day(decided, Days(factory.time_to_build.value).rounded_half_up().into()) > closes
        {
            ("closes before it is built", "closes")
        } else if factory.yield_share.value == 0.0 && factory.yield_share.input.is_none() {
            ("makes no good phone", "yield_share")
        } else {
            continue;
        };
        let fault = Fault::new(Code::NeverWorks, format!("the factory `{}` {why}", factory.name));
        let place = tree.place(&format!("{address}.{key}")).or_else(|| tree.place(&address));
        warnings.push(at(fault, place, "builds nothing").help(format!("change `{key}`, or take the factory out")));
    }
}
