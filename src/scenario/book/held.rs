//! What a cell holds of a value: a number, a date, or text as TOML writes it.

use rust_xlsxwriter::ExcelDateTime;

use crate::language::catalogue::{Key, Kind};
use crate::language::tree::{Node, Value};
use crate::scenario::resolved::plain;

/// Characters of a cell, less than the 32,767 that it can hold.
pub(super) const LONGEST: usize = 32_000;

/// What a cell holds.
pub(super) enum Held {
    Number(f64),
    Flag(bool),
    Date(ExcelDateTime),
    Text(String),
}

/// The value as a cell holds it, all of it.
pub(super) fn held(node: &Node, key: Option<&Key>) -> Held {
    match &node.value {
        Value::Integer(whole) if whole.unsigned_abs() < 1 << 53 => Held::Number(*whole as f64),
        Value::Float(number) if number.is_finite() && !(*number == 0.0 && number.is_sign_negative()) => {
            Held::Number(*number)
        }
        Value::Flag(flag) => Held::Flag(*flag),
        // Spreadsheets count days from 1900, and one too many up to its March.
        Value::Date(date) if date.year() > 1900 => {
            match ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8) {
                Ok(day) => Held::Date(day),
                Err(_) => Held::Text(date.to_string()),
            }
        }
        Value::Date(date) => Held::Text(date.to_string()),
        Value::Text(text) => {
            let words = key.is_some_and(|key| {
                !matches!(key.kind, Kind::Text | Kind::Letters | Kind::Metric | Kind::Reference(_) | Kind::Choice(_))
            });
            let bare = !text.is_empty() && text.trim() == text && !text.starts_with(['"', '\'']);
            Held::Text(if words || bare { text.clone() } else { plain(node) })
        }
        _ => Held::Text(plain(node)),
    }
}

/// Whether a value has room in one cell.
pub(super) fn fits(node: &Node, key: Option<&Key>) -> bool {
    pieces(node, key).len() == 1
}

/// The text of a value in pieces that have room in a cell each.
pub(super) fn pieces(node: &Node, key: Option<&Key>) -> Vec<String> {
    let Held::Text(text) = held(node, key) else { return vec![String::new()] };
    if text.len() <= LONGEST {
        return vec![text];
    }
    let mut pieces = vec![String::new()];
    let mut last = ' ';
    for c in text.chars() {
        let room = pieces.last().map_or(0, String::len) < LONGEST - 4;
        // Blanks at the ends of a cell are not kept.
        if !room && !c.is_whitespace() && !last.is_whitespace() {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
        last = c;
    }
    pieces
}

/// What of a value is seen.
pub(super) fn seen(node: Option<&Node>, key: Option<&Key>) -> String {
    match node.map(|node| held(node, key)) {
        Some(Held::Text(text)) => text,
        _ => String::new(),
    }
}
