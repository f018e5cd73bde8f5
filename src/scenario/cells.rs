//! The cells of a list as values of the keys they stand for.

use crate::language::catalogue::{Key, Kind};
use crate::language::cell::Cell;
use crate::language::codes::Code;
use crate::language::context::Context;
use crate::language::exported::Exported;
use crate::language::fault::Fault;
use crate::language::figure::{self, NotANumber};
use crate::language::parse;
use crate::language::tree::Value;

/// The value of a cell: a number or flag where one is expected, a TOML list or table, or text. `None` where it may be two
/// numbers, which is recorded.
pub(super) fn value_of(cell: &Cell, key: &Key, how: &Exported, context: &mut Context) -> Option<Value> {
    let text = cell.text.as_str();
    let written = |text: String| Some(Value::Text(text));
    if text.starts_with(['{', '['])
        && let Ok(node) = parse::parse_cell(text, cell.span)
    {
        return Some(node.value);
    }
    match key.kind {
        Kind::Number(_) | Kind::Whole(_) | Kind::Certain(_) | Kind::NumberOrPath(_) | Kind::NumberOrChoice(..) => {
            number_of(cell, key.name, how, context)
        }
        Kind::Flag => Some(match text {
            "true" | "TRUE" | "True" => Value::Flag(true),
            "false" | "FALSE" | "False" => Value::Flag(false),
            _ => return number_of(cell, key.name, how, context),
        }),
        Kind::Duration { .. } | Kind::CertainDuration(_) => {
            written(how.unit(key.name).and_then(|unit| figure::duration(text, unit)).unwrap_or_else(|| text.to_owned()))
        }
        Kind::Date { .. } => {
            written(how.dates.and_then(|order| figure::date(text, order)).unwrap_or_else(|| text.to_owned()))
        }
        Kind::Reference(_) if how.clean => {
            let cleaned = figure::cleaned(text);
            written(if cleaned.is_empty() { text.to_owned() } else { cleaned })
        }
        _ => written(text.to_owned()),
    }
}

/// The number in a cell, or its text, of which the reader of the key says why it is none; `None` where that is said here.
pub(super) fn number_of(cell: &Cell, key: &str, how: &Exported, context: &mut Context) -> Option<Value> {
    match figure::number(cell, how) {
        Ok(value) => Some(value),
        Err(NotANumber::Because(what, cure)) if how.said.is_some() => {
            context.fault(
                Fault::new(Code::CsvCell, format!("`{key}`: {what}")).at(cell.span, "not a number as it is").help(cure),
            );
            None
        }
        Err(_) => Some(Value::Text(cell.text.clone())),
    }
}

/// The fault of a formula that cannot be reckoned.
pub(super) fn broken(cell: &Cell) -> Fault {
    Fault::new(Code::CsvCell, format!("the formula of this cell yields {}", cell.text))
        .at(cell.span, "nothing that could be read")
        .help("mend the formula, or write the value")
}
