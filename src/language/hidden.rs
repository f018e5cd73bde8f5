//! Characters that cannot be seen and make a terminal, an editor or a spreadsheet show something else than is written:
//! control characters, and those that turn the direction of text.

use std::borrow::Cow;

/// Whether a character is one of control (Cc, line feed and tab among them) or turns the direction of text.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text in which each of them is a picture; line feeds and tabs stay.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    pictured(text, |c| is_hidden(c) && !matches!(c, '\n' | '\t'))
}

/// The same for what stands within a line, such as the name of a file: line feeds and tabs become pictures too.
#[must_use]
pub fn shown_in_line(text: &str) -> Cow<'_, str> {
    pictured(text, is_hidden)
}

/// What stands for a hidden character.
#[must_use]
pub fn picture(c: char) -> char {
    match u32::from(c) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

fn pictured(text: &str, is_bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_bad) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_bad(c) { picture(c) } else { c }).collect())
}

/// JSON in which each of them is written as an escape, as the format already does with some.
#[must_use]
pub fn escaped_in_json(json: String) -> String {
    let is_bad = |c: char| is_hidden(c) && c != '\n';
    if !json.contains(is_bad) {
        return json;
    }
    let escaped = |c: char| if is_bad(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_as_a_picture() {
        assert_eq!(
            shown("\u{1b}[31m\u{7}red\u{202e}\u{9b}\u{7f}\n\tx"),
            "\u{241b}[31m\u{2407}red\u{fffd}\u{fffd}\u{2421}\n\tx"
        );
        assert_eq!(shown_in_line("a\nb\tc"), "a\u{240a}b\u{2409}c");
        for text in ["方案一", "प्रक्षेपण", "cafe\u{301}", "می‌خواهم", "👩\u{200d}🔬", "\u{a0}"]
        {
            assert!(matches!(shown(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn json_says_the_same_after_it_was_escaped() {
        let value = serde_json::json!({"a": "\u{1b}\u{9b}\u{7f}\u{202e}\u{61c}é", "b": [1, "\n"]});
        let escaped = escaped_in_json(format!("{value:#}"));
        assert!(escaped.chars().all(|c| c == '\n' || !is_hidden(c)), "{escaped}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
    }
}
