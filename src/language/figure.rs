//! Numbers, dates and lengths of time as other systems write them, in a list whose table says how.
//!
//! What can be read in two ways is refused, with what to write so that it can be read in one.

use jiff::civil::Date;

use crate::language::cell::{Cell, CellKind};
use crate::language::exported::{Dates, Decimal, Exported};
use crate::language::tree::Value;

/// Why a cell is no number.
#[derive(Clone, Debug, PartialEq)]
pub enum NotANumber {
    /// It does not look like one.
    Text,
    /// It looks like one, but for what is said here: what is wrong, and what to write.
    Because(String, String),
}

/// Marks of money.
const MONEY: [&str; 12] = ["$", "€", "£", "¥", "￥", "元", "₹", "₩", "USD", "EUR", "CNY", "RMB"];

/// The number in a cell.
///
/// # Errors
/// [`NotANumber`] where it is none, or may be two.
pub fn number(cell: &Cell, how: &Exported) -> Result<Value, NotANumber> {
    let text = cell.text.as_str();
    if cell.kind == CellKind::Plain || how.said.is_none() {
        return plain(text).ok_or_else(|| amiss(text, how).unwrap_or(NotANumber::Text));
    }
    let mut rest = text;
    if let Some(sign) = how.sign.as_deref().map(str::trim) {
        let negative = rest.strip_prefix('-').unwrap_or(rest).trim_start();
        if let Some(amount) = negative.strip_prefix(sign) {
            let amount = amount.trim();
            return figure(amount, how).map(|value| if rest.starts_with('-') { negated(value) } else { value });
        }
        rest = rest.strip_suffix(sign).unwrap_or(rest).trim();
    }
    if let Some(share) = rest.strip_suffix('%') {
        return figure(share.trim(), how).map(|value| match value {
            Value::Integer(whole) => Value::Float(format!("{whole}e-2").parse().unwrap_or(whole as f64 / 100.0)),
            Value::Float(number) => Value::Float(format!("{number}e-2").parse().unwrap_or(number / 100.0)),
            other => other,
        });
    }
    figure(rest, how)
}

fn negated(value: Value) -> Value {
    match value {
        Value::Integer(whole) => Value::Integer(-whole),
        Value::Float(number) => Value::Float(-number),
        other => other,
    }
}

/// A number as TOML writes it.
fn plain(text: &str) -> Option<Value> {
    if let Ok(whole) = text.parse::<i128>() {
        return Some(Value::Integer(whole));
    }
    text.parse::<f64>().ok().map(Value::Float)
}

/// A number with separators.
fn figure(text: &str, how: &Exported) -> Result<Value, NotANumber> {
    let spaceless = without_blanks(text).ok_or_else(|| amiss(text, how).unwrap_or(NotANumber::Text))?;
    let (points, commas) = (spaceless.matches('.').count(), spaceless.matches(',').count());
    let because = |what: String, cure: &str| NotANumber::Because(what, cure.to_owned());
    let decimal = match (points, commas, how.decimal) {
        // Both: the last one separates the decimals.
        (1.., 1.., said) => {
            let last = if spaceless.rfind('.') > spaceless.rfind(',') { Decimal::Point } else { Decimal::Comma };
            match said {
                Some(said) if said != last => {
                    return Err(because(
                        format!("{text} contradicts what is said of decimals"),
                        "correct `decimal`, or the cell",
                    ));
                }
                None if last == Decimal::Comma => {
                    return Err(because(
                        format!("{text} has a decimal comma"),
                        "write decimal = \"comma\" where the file is named",
                    ));
                }
                _ => last,
            }
        }
        (_, _, Some(said)) => said,
        // 1,234,567 can be read in one way only.
        (0, 0, _) | (1, 0, None) | (0, 2.., None) => Decimal::Point,
        (0, 1, None) => return Err(amiss(text, how).unwrap_or(NotANumber::Text)),
        _ => {
            return Err(because(
                format!("{text} has points between thousands"),
                "write decimal = \"comma\" where the file is named",
            ));
        }
    };
    let (group, point) = if decimal == Decimal::Point { (',', '.') } else { ('.', ',') };
    let (whole, fraction) = spaceless.split_once(point).map_or((spaceless.as_str(), None), |(w, f)| (w, Some(f)));
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    if fraction.is_some_and(|fraction| fraction.contains([group, point])) || !grouped(unsigned, group) {
        let said = if decimal == Decimal::Point { "point" } else { "comma" };
        return if points + commas > 0 && spaceless.bytes().all(|byte| byte.is_ascii_digit() || b".,-+".contains(&byte))
        {
            Err(because(format!("{text} is no number with a decimal {said}"), "correct `decimal`, or the cell"))
        } else {
            plain(&spaceless).ok_or_else(|| amiss(text, how).unwrap_or(NotANumber::Text))
        };
    }
    let whole = whole.replace(group, "");
    let written = fraction.map_or_else(|| whole.clone(), |fraction| format!("{whole}.{fraction}"));
    plain(&written).ok_or_else(|| amiss(text, how).unwrap_or(NotANumber::Text))
}

/// A number without the blanks or apostrophes that separate its thousands; `None` where they stand elsewhere.
fn without_blanks(text: &str) -> Option<String> {
    const BLANKS: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\'', '\u{2019}'];
    if !text.contains(BLANKS) {
        return Some(text.to_owned());
    }
    let whole = text.split(['.', ',']).next().unwrap_or("");
    let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let groups: Vec<&str> = unsigned.split(BLANKS).collect();
    let fits = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    let plain: String = text.chars().filter(|c| !BLANKS.contains(c)).collect();
    (fits && !text[whole.len()..].contains(BLANKS)).then_some(plain)
}

/// Whether digits stand alone or in groups of three.
fn grouped(text: &str, separator: char) -> bool {
    let digits = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = text.split(separator).collect();
    let threes = groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    threes && groups.iter().all(digits)
}

/// What keeps a text from being a number that it looks like, and what to write.
fn amiss(text: &str, how: &Exported) -> Option<NotANumber> {
    let because = |what: String, cure: String| Some(NotANumber::Because(what, cure));
    let at = if how.said.is_some() { "where the file is named" } else { "in a table that says how to read the file" };
    if let Some(mark) = MONEY.iter().find(|mark| text.starts_with(**mark) || text.ends_with(**mark)) {
        let bare = text.trim_start_matches(mark).trim_end_matches(mark).trim();
        return bare.starts_with(|c: char| c.is_ascii_digit() || c == '-').then_some(()).and_then(|()| {
            because(
                format!("{text} has a sign of money"),
                format!("if the amounts are in the money of the scenario, or of the part's `currency`, write sign = \"{mark}\" {at}"),
            )
        });
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some((whole, fraction)) = unsigned.split_once(',')
        && grouped(whole, '.')
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
    {
        let thousand = fraction.len() == 3 && !whole.starts_with('0') && !whole.contains('.') && whole.len() <= 3;
        let what = if thousand {
            format!("{text} may be {} or {whole}.{fraction}", unsigned.replace(',', ""))
        } else {
            format!("{text} has a decimal comma")
        };
        let or = if thousand { " or decimal = \"point\"" } else { "" };
        return because(what, format!("write decimal = \"comma\"{or} {at}"));
    }
    None
}

/// A date in the order that is said, as year-month-day; `None` where it is none.
#[must_use]
pub fn date(text: &str, order: Dates) -> Option<String> {
    let day = text.split([' ', 'T']).next().unwrap_or(text);
    let parts: Vec<&str> = day.split(['/', '-', '.']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (year, month, day) = match order {
        Dates::YearMonthDay => (first, second, third),
        Dates::DayMonthYear => (third, second, first),
        Dates::MonthDayYear => (third, first, second),
    };
    let year: i16 = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i16>().ok()?,
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok().map(|date| date.to_string())
}

/// A length of time: a number without a unit is counted in the column's own, "Net 30" and "30+" are not.
#[must_use]
pub fn duration(text: &str, unit: &str) -> Option<String> {
    let lower = text.trim().to_ascii_lowercase();
    let number = lower.strip_prefix("net").map_or(lower.as_str(), str::trim);
    number.parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| format!("{number} {unit}"))
}

/// A name made of what is written: letters, digits and `_`.
#[must_use]
pub fn cleaned(text: &str) -> String {
    let plain = crate::language::parse::ascii(text);
    let mut name = String::with_capacity(plain.len());
    for c in plain.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            name.push(c);
        } else if !name.ends_with('_') {
            name.push('_');
        }
    }
    let name = name.trim_matches(['_', '-']);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("n_{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::source::{FileId, Span};

    fn read(text: &str, decimal: Option<Decimal>, sign: Option<&str>) -> Result<f64, NotANumber> {
        let span = Span::new(FileId(0), 0..text.len());
        let how = Exported { said: Some(span), decimal, sign: sign.map(str::to_owned), ..Exported::default() };
        number(&Cell::of_text(text, span), &how).map(|value| match value {
            Value::Integer(whole) => whole as f64,
            Value::Float(number) => number,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn what_can_be_read_in_one_way_is_read() {
        for (text, value) in [
            ("12", 12.0),
            ("1,234.50", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("-0.5", -0.5),
            ("2.5 %", 0.025),
            ("1 234.5", 1234.5),
            ("1e3", 1000.0),
        ] {
            assert_eq!(read(text, None, None), Ok(value), "{text}");
        }
        for (text, value) in
            [("1.234,50", 1234.5), ("0,65", 0.65), ("1.234", 1234.0), ("1'234,5", 1234.5), ("1,234", 1.234)]
        {
            assert_eq!(read(text, Some(Decimal::Comma), None), Ok(value), "{text}");
        }
        for (text, value) in [("$1,234.50", 1234.5), ("$ 12", 12.0), ("-$3", -3.0), ("7 $", 7.0), ("8", 8.0)] {
            assert_eq!(read(text, Some(Decimal::Point), Some("$")), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_not() {
        for text in ["1,234", "0,65", "1.234,50", "1.234.567", "$5", "5 €", "1.2.3", "12 34"] {
            assert!(read(text, None, None).is_err(), "{text}");
        }
        for text in ["12.5", "1,234.5", "1.23,4"] {
            assert!(read(text, Some(Decimal::Comma), None).is_err(), "{text}");
        }
        assert!(
            matches!(read("1,234", None, None), Err(NotANumber::Because(what, _)) if what.contains("1234 or 1.234"))
        );
        assert_eq!(read("screen", None, None), Err(NotANumber::Text));
    }

    #[test]
    fn dates_lengths_and_names_are_read_as_is_said() {
        assert_eq!(date("08/06/25", Dates::MonthDayYear).as_deref(), Some("2025-08-06"));
        assert_eq!(date("31.12.2026", Dates::DayMonthYear).as_deref(), Some("2026-12-31"));
        assert_eq!(date("2026-02-30", Dates::YearMonthDay), None);
        assert_eq!(duration("Net 30", "days").as_deref(), Some("30 days"));
        assert_eq!(duration("4-6", "weeks"), None);
        assert_eq!(cleaned("4.0\" screen, Sharp"), "n_4_0_screen_Sharp");
        assert_eq!(cleaned("Kabel (kurz) ü"), "Kabel_kurz_ue");
        assert_eq!(cleaned("屏幕"), "");
    }
}
