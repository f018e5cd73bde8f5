//! From TOML text to a tree.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::language::codes::Code;
use crate::language::fault::Fault;
use crate::language::source::{FileId, Sources, Span};
use crate::language::tree::{Entry, Node, Table, Value};

/// Parses a whole file.
///
/// # Errors
/// The syntax fault that stops it.
pub fn parse_file(sources: &Sources, file: FileId) -> Result<Table, Fault> {
    let text = &sources.get(file).text;
    match DeTable::parse(text) {
        Ok(table) => Ok(table_of(table.into_inner(), &|range| Span::new(file, range))),
        Err(error) => Err(syntax_fault(&error, text, file)),
    }
}

/// Parses the one value `text`, which stands at `offset` in its file.
///
/// # Errors
/// What the parser says.
pub fn parse_value(text: &str, file: FileId, offset: usize) -> Result<Node, toml::de::Error> {
    let value = DeValue::parse(text)?;
    let span = value.span();
    let at = move |range: Range<usize>| Span::new(file, range.start + offset..range.end + offset);
    Ok(Node { value: value_of(value.into_inner(), &at), span: at(span) })
}

/// Parses the one value `text`, all of which is held to stand at `span`.
///
/// # Errors
/// What the parser says.
pub fn parse_cell(text: &str, span: Span) -> Result<Node, toml::de::Error> {
    let value = DeValue::parse(text)?;
    Ok(Node { value: value_of(value.into_inner(), &|_| span), span })
}

fn syntax_fault(error: &toml::de::Error, text: &str, file: FileId) -> Fault {
    let range = error.span().unwrap_or(0..text.len().min(1));
    let message = error.message().trim().lines().next().unwrap_or("it cannot be read").to_owned();
    let cure = cure_of(&message, text, &range);
    let fault = Fault::new(Code::Syntax, format!("this is not valid TOML: {message}"))
        .at(Span::new(file, range), "the file cannot be read from here on");
    match cure {
        Some(cure) => fault.help(cure),
        None => fault,
    }
}

/// What to write instead, for the slips that are made most.
fn cure_of(message: &str, text: &str, range: &Range<usize>) -> Option<String> {
    let found = text.get(range.clone()).unwrap_or("");
    let line_start = text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(line_start..range.start)?;
    let after = text.get(range.start..)?.lines().next().unwrap_or("");
    if message.contains("duplicate key") {
        return Some(format!("`{found}` is already written above; keep one of the two"));
    }
    let line = text.get(line_start..)?.lines().next().unwrap_or("");
    if let Some((_, value)) = line.split_once('=') {
        let value = value.split(['#', ',', ']', '}']).next().unwrap_or("").trim().trim_start_matches('[').trim();
        if let Some(cure) = date_cure(value).or_else(|| thousands_cure(value)) {
            return Some(cure);
        }
    }
    if line.contains(CURLY) {
        let straight = line.trim().replace(['“', '”', '„', '‟', '″'], "\"").replace(['‘', '’', '‚'], "'");
        return Some(format!("write straight quotes: {straight}"));
    }
    if line.trim_start().starts_with('[') && !line.is_ascii() {
        return Some(format!("names are written in ASCII letters: {}", ascii(line.trim())));
    }
    if message.contains("must be quoted") {
        return Some(format!("write it in quotes: \"{found}\""));
    }
    if before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(',') {
        return Some("write a decimal point, 80.5, and separate thousands by `_`, 80_500".into());
    }
    if message.contains("string") && message.contains("expected") {
        return Some("close the text with the same quote on the same line".into());
    }
    if message.contains("date") {
        return Some("is there such a day? write year-month-day: 2011-09-05".into());
    }
    if before.contains('=') && message.contains("newline") {
        return Some("write one key on each line, and text in quotes".into());
    }
    None
}

/// Quotation marks that word processors put in place of straight ones.
const CURLY: [char; 8] = ['“', '”', '„', '‟', '″', '‘', '’', '‚'];

/// The cure of a date that is written in another order: 01.10.2026, 1/10/2026 or 2026/10/01.
#[must_use]
pub fn date_cure(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['"', '\'']);
    let separator = ['.', '/'].into_iter().find(|separator| text.matches(*separator).count() == 2)?;
    let parts: Vec<&str> = text.split(separator).collect();
    let numbers: Vec<i32> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let date = |year: i32, month: i32, day: i32| {
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let (first, second, third) = (numbers[0], numbers[1], numbers[2]);
    let (one, other) = match (parts[0].len(), parts[2].len()) {
        (4, 1 | 2) => (date(first, second, third), None),
        (1 | 2, 4) if separator == '.' => (date(third, second, first), None),
        (1 | 2, 4) => (date(third, second, first), date(third, first, second)),
        _ => return None,
    };
    match (one, other) {
        (Some(one), Some(other)) if one != other => Some(format!("write year-month-day: {one}, or {other}")),
        (Some(date), _) | (None, Some(date)) => Some(format!("write year-month-day: {date}")),
        (None, None) => None,
    }
}

/// The cure of thousands separated by dots or blanks: 3.000.000.
fn thousands_cure(text: &str) -> Option<String> {
    let separator = ['.', ' ', '\''].into_iter().find(|separator| text.contains(*separator))?;
    let groups: Vec<&str> = text.split(separator).collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let fits = groups.len() > if separator == '.' { 2 } else { 1 }
        && groups[0].len() <= 3
        && groups[1..].iter().all(|group| group.len() == 3)
        && groups.iter().all(digits);
    fits.then(|| format!("separate thousands by `_`: {}", groups.join("_")))
}

/// A text in ASCII letters, as names are written.
#[must_use]
pub fn ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ä' | 'æ' => plain.push_str("ae"),
            'ö' | 'ø' | 'œ' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'Ä' => plain.push_str("Ae"),
            'Ö' | 'Ø' => plain.push_str("Oe"),
            'Ü' => plain.push_str("Ue"),
            'ß' => plain.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' | 'å' => plain.push('a'),
            'ç' | 'č' | 'ć' => plain.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ě' => plain.push('e'),
            'ì' | 'í' | 'î' | 'ï' => plain.push('i'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' => plain.push('o'),
            'ù' | 'ú' | 'û' | 'ů' => plain.push('u'),
            'š' | 'ś' => plain.push('s'),
            'ž' | 'ź' | 'ż' => plain.push('z'),
            'ý' => plain.push('y'),
            c if c.is_ascii() => plain.push(c),
            _ => plain.push('_'),
        }
    }
    plain
}

fn table_of(table: DeTable<'_>, span: &impl Fn(Range<usize>) -> Span) -> Table {
    let mut entries = Table::default();
    for (key, value) in table {
        let key_span = span(key.span());
        let value_span = span(value.span());
        let node = Node { value: value_of(value.into_inner(), span), span: value_span };
        entries.insert(Entry { key: key.into_inner().into_owned(), key_span, node });
    }
    entries
}

fn value_of(value: DeValue<'_>, span: &impl Fn(Range<usize>) -> Span) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => match i128::from_str_radix(number.as_str(), number.radix()) {
            Ok(whole) => Value::Integer(whole),
            Err(_) => Value::Float(if number.as_str().starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }),
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(moment) => moment_of(&moment),
        DeValue::Array(list) => Value::List(
            list.into_iter()
                .map(|item| {
                    let item_span = span(item.span());
                    Node { value: value_of(item.into_inner(), span), span: item_span }
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(table_of(table, span)),
    }
}

fn moment_of(moment: &toml::value::Datetime) -> Value {
    let date = match moment.date {
        Some(date) if moment.time.is_none() && moment.offset.is_none() => {
            Date::new(date.year as i16, date.month as i8, date.day as i8).ok()
        }
        _ => None,
    };
    date.map_or_else(|| Value::Moment(moment.to_string()), Value::Date)
}
