//! An expression in words: numbers as people write them, names, signs.

use std::ops::Range;

use super::fault::ExpressionFault;
use crate::language::hidden::{is_hidden, picture};

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Word {
    /// A number, with its unit reckoned in.
    Number(f64),
    /// A name, a function or one of `and`, `or`, `not`.
    Name,
    /// A name between backticks, never a function.
    Quoted,
    /// An operator, a parenthesis or a comma.
    Sign(Sign),
}

/// Signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
    /// `^`
    Power,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
}

/// A word and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// What it is.
    pub word: Word,
    /// Where.
    pub place: Range<usize>,
}

/// How signs are written, the longer before what they begin with.
const SIGNS: &[(&str, Sign)] = &[
    ("<=", Sign::AtMost),
    (">=", Sign::AtLeast),
    ("!=", Sign::Unequal),
    ("==", Sign::Equal),
    ("\u{2264}", Sign::AtMost),
    ("\u{2265}", Sign::AtLeast),
    ("\u{2260}", Sign::Unequal),
    ("\u{2212}", Sign::Minus),
    ("+", Sign::Plus),
    ("-", Sign::Minus),
    ("*", Sign::Times),
    ("/", Sign::Over),
    ("^", Sign::Power),
    ("(", Sign::Open),
    (")", Sign::Close),
    (",", Sign::Comma),
    ("<", Sign::Below),
    (">", Sign::Above),
    ("=", Sign::Equal),
];

/// What other languages write, and what is written here.
const FOREIGN: &[(&str, &str)] = &[
    ("**", "^"),
    ("&&", "and"),
    ("||", "or"),
    ("<>", "!="),
    ("&", "and"),
    ("|", "or"),
    ("!", "not"),
    ("\u{d7}", "*"),
    ("\u{b7}", "*"),
    ("\u{f7}", "/"),
    ("[", "("),
    ("]", ")"),
    ("{", "("),
    ("}", ")"),
    (";", ","),
];

/// The words of a text.
///
/// # Errors
/// At the first character that begins none, or a number that is none.
pub fn words(text: &str) -> Result<Vec<Placed>, ExpressionFault> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if matches!(first, ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{202f}') {
            at += first.len_utf8();
            continue;
        }
        let (word, length) = if first.is_ascii_digit() || (first == '.' && digit_follows(rest)) {
            number(text, at, words.last())?
        } else if first.is_alphabetic() || first == '_' {
            (Word::Name, name_length(rest))
        } else if first == '`' {
            let close = rest[1..].find('`').filter(|length| *length > 0).ok_or_else(|| {
                let help = "write the name between two backticks: `days_short.front-glass`";
                ExpressionFault::new("a name in backticks that does not end", at..text.len(), help)
            })?;
            (Word::Quoted, close + 2)
        } else {
            sign(rest)
                .map(|(sign, length)| (Word::Sign(sign), length))
                .map_err(|(what, length, help)| ExpressionFault::new(what, at..at + length, help))?
        };
        words.push(Placed { word, place: at..at + length });
        at += length;
    }
    Ok(words)
}

fn sign(rest: &str) -> Result<(Sign, usize), (String, usize, String)> {
    let foreign = FOREIGN.iter().find(|(written, _)| rest.starts_with(written));
    let known = SIGNS.iter().find(|(written, _)| rest.starts_with(written));
    match (known, foreign) {
        // `**` begins with `*`, `!=` with `!`.
        (Some((written, sign)), foreign) if foreign.is_none_or(|(other, _)| other.len() <= written.len()) => {
            Ok((*sign, written.len()))
        }
        (_, Some((written, ours))) => {
            Err((format!("`{written}` means nothing here"), written.len(), format!("write `{ours}`")))
        }
        _ => {
            let first = rest.chars().next().unwrap_or(' ');
            let shown = if is_hidden(first) { picture(first) } else { first };
            let help = match first {
                '%' => "`%` stands behind a number: 5 % is 0.05",
                '"' | '\'' => "names stand without quotes, or between backticks",
                _ => "",
            };
            Err((format!("`{shown}` means nothing here"), first.len_utf8(), help.into()))
        }
    }
}

fn digit_follows(rest: &str) -> bool {
    rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Letters, digits and `_`, in parts joined by dots.
fn name_length(rest: &str) -> usize {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let mut end = 0;
    loop {
        end += rest[end..].find(|c| !letter(c)).unwrap_or(rest.len() - end);
        let Some(after) = rest[end..].strip_prefix('.') else { return end };
        if !after.starts_with(letter) {
            return end;
        }
        end += 1;
    }
}

/// A number with its unit: `1e6`, `5 %`, `100M`, `10k`, `1_000`.
fn number(text: &str, at: usize, before: Option<&Placed>) -> Result<(Word, usize), ExpressionFault> {
    let rest = &text[at..];
    let whole = digits(rest);
    let mut plain: String = rest[..whole].replace('_', "");
    let mut end = whole;
    if rest[end..].starts_with('.') && digit_follows(&rest[end..]) {
        let fraction = digits(&rest[end + 1..]);
        plain.push('.');
        plain.push_str(&rest[end + 1..end + 1 + fraction].replace('_', ""));
        end += 1 + fraction;
    }
    let mut exponent = false;
    if let Some(after) = rest[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(after.starts_with(['+', '-']));
        if after[sign..].starts_with(|c: char| c.is_ascii_digit()) {
            let power = digits(&after[sign..]);
            plain.push('e');
            plain.push_str(&after[..sign + power].replace('_', ""));
            end += 1 + sign + power;
            exponent = true;
        }
    }
    let letters = name_length(&rest[end..]);
    let unit = &rest[end..end + letters];
    end += letters;
    let place = at..at + end;
    let per_cent = rest[end..].trim_start_matches([' ', '\u{a0}', '\u{202f}']).starts_with('%');
    let power = match unit {
        "" if per_cent => "e-2",
        "" => "",
        "k" | "K" => "e3",
        "M" => "e6",
        "bn" => "e9",
        _ => {
            let written = &rest[..end];
            let help = "behind a number stands nothing, k, M, bn or %: 10k, 100M, 5 %";
            return Err(ExpressionFault::new(format!("`{written}` is no number"), place, help));
        }
    };
    if !unit.is_empty() && (exponent || per_cent) {
        let help = "write one of them: 1e6, 100M or 5 %";
        return Err(ExpressionFault::new("a number with two units", place, help));
    }
    let follows_comma = matches!(before, Some(Placed { word: Word::Sign(Sign::Comma), place }) if place.end == at);
    if follows_comma && whole == 3 && !text[..at - 1].ends_with(|c: char| !c.is_ascii_digit()) {
        let help = "write 1000 or 1_000, and a blank behind a comma that separates: max(1, 200)";
        let start = text[..at - 1].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |before| before + 1);
        return Err(ExpressionFault::new("a comma within a number", start..at + end, help));
    }
    // The decimal text with its power is rounded once.
    let value = match (exponent, per_cent) {
        (true, true) => plain.parse::<f64>().map(|value| value / 100.0),
        _ => format!("{plain}{power}").parse::<f64>(),
    };
    let value = value.ok().filter(|value| value.is_finite());
    let value =
        value.ok_or_else(|| ExpressionFault::new("a number too large to be held", place, "write one below 1e308"))?;
    if per_cent {
        end += rest[end..].find('%').map_or(0, |blanks| blanks + 1);
    }
    Ok((Word::Number(value), end))
}

/// Digits with `_` between them.
fn digits(rest: &str) -> usize {
    let all = rest.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(rest.len());
    rest[..all].trim_end_matches('_').len()
}
