//! Names that become names of folders and files, on every system: of a scenario, of its results, of alternatives.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::random::philox::source_id;

/// Characters of a name at most.
const MOST_CHARACTERS: usize = 100;
/// Bytes of a name at most: systems take 255 with what is added, and letters outside ASCII have up to four.
const MOST_BYTES: usize = 200;
/// What a name may be, in words.
pub const ALLOWED: &str = "letters and digits of any script, blanks, `_`, `-` and dots inside; at most 100 characters";
/// A name that always is one.
const SAMPLE: &str = "first_phone";

/// Names that Windows gives to devices, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Names that it gives to devices with a number behind them; it takes the superscripts 1 to 3 for numbers too.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Why a name cannot be that of a folder, in a few words; `None` when it can.
#[must_use]
pub fn trouble(name: &str) -> Option<String> {
    let Some(first) = name.chars().next() else {
        return Some("it is empty".into());
    };
    if let Some(wrong) = name.chars().find(|&c| !may_stand_in(c)) {
        return Some(format!("{} cannot stand in it", told(wrong)));
    }
    if !may_begin(first) {
        return Some(format!("it begins with {}", told(first)));
    }
    if let Some(last) = name.chars().next_back().filter(|&c| matches!(c, ' ' | '.')) {
        return Some(format!("it ends with {}", told(last)));
    }
    if is_device(name) {
        return Some("Windows gives this name to a device".into());
    }
    let (characters, bytes) = (name.chars().count(), name.len());
    if characters > MOST_CHARACTERS || bytes > MOST_BYTES {
        return Some(format!("it is too long: {characters} characters, {bytes} bytes"));
    }
    None
}

/// The nearest name that can be one.
#[must_use]
pub fn cleaned(name: &str) -> String {
    let mut clean = String::with_capacity(name.len());
    for c in name.chars() {
        match may_stand_in(c) {
            true => clean.push(c),
            false if clean.is_empty() || clean.ends_with('_') => {}
            false => clean.push('_'),
        }
    }
    let clean = clean.trim_start_matches(|c| !may_begin(c) || c == '_').trim_end_matches(['.', ' ', '_']);
    if !clean.contains(char::is_alphanumeric) {
        return SAMPLE.into();
    }
    let clean = if is_device(clean) { format!("{clean}_phone").replace('.', "_") } else { clean.to_owned() };
    shortened(&clean, MOST_CHARACTERS).into_owned()
}

/// A name of so many characters at most; one that was cut ends in a checksum of the whole, so that names that differ
/// still do.
#[must_use]
pub fn shortened(name: &str, most: usize) -> Cow<'_, str> {
    if name.chars().count() <= most && name.len() <= MOST_BYTES {
        return Cow::Borrowed(name);
    }
    let sum = format!("_{:08x}", source_id("file name", name) as u32);
    let fits = |(at, _): &(usize, char)| at + sum.len() <= MOST_BYTES;
    let kept = most.saturating_sub(sum.len());
    let mut end = name.char_indices().take(kept + 1).take_while(fits).last().map_or(0, |(at, _)| at);
    // A mark stays with its letter.
    while name[end..].starts_with(is_combining_mark) {
        end = name[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    Cow::Owned(format!("{}{sum}", &name[..end]))
}

/// Makes names different that a system may take for one: the second `mi1`, or `Mi1`, becomes `mi1_2`, or `Mi1_2`.
#[must_use]
pub fn told_apart(mut names: Vec<String>) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::new();
    for name in &mut names {
        let wanted = name.clone();
        let mut number = 2;
        while !taken.insert(folded(name)) {
            *name = format!("{wanted}_{number}");
            number += 1;
        }
    }
    names
}

/// What is the same for names that differ in case, or in how a letter and its marks are put together.
fn folded(name: &str) -> String {
    name.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

fn may_begin(c: char) -> bool {
    c == '_' || c.is_alphanumeric() && !is_combining_mark(c)
}

fn may_stand_in(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, ' ' | '-' | '_' | '.')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim_end().to_lowercase();
    let is_number = |rest: &str| matches!(rest.chars().collect::<Vec<_>>()[..], ['1'..='9' | '¹' | '²' | '³']);
    DEVICES.contains(&stem.as_str())
        || NUMBERED_DEVICES.iter().any(|device| stem.strip_prefix(device).is_some_and(is_number))
}

/// A character in a message.
fn told(c: char) -> String {
    match c {
        ' ' => "a blank".into(),
        c if c.is_ascii_graphic() => format!("`{c}`"),
        c => format!("the character U+{:04X}", u32::from(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_names_and_paths_are_not() {
        let long = "a".repeat(100);
        for name in [
            "mi1",
            "方案一",
            "phone.v1.2",
            "Mi 1",
            "_a",
            "1-2",
            "stdin",
            "63",
            "cafe\u{301}",
            "हिन्दी",
            "console",
            "com0",
            "com10",
            &long,
        ] {
            assert_eq!(trouble(name), None, "{name}");
        }
        let (longer, wide) = ("a".repeat(101), "方".repeat(67));
        for name in [
            "",
            ".",
            "..",
            "../x",
            "/abs",
            "a/b",
            "a\\b",
            "C:x",
            "=cmd|' /C calc'!A0",
            "@SUM(1)",
            "-x",
            " x",
            "x ",
            "x.",
            "CON",
            "con.txt",
            "Nul .x",
            "LPT9",
            "com¹",
            "a\tb",
            "a\u{1b}b",
            "a\u{202e}b",
            "\u{301}a",
            "a?",
            &longer,
            &wide,
        ] {
            let found = trouble(name);
            assert!(found.is_some(), "{name:?} is taken");
            assert_eq!(trouble(&cleaned(name)), None, "{name:?} becomes {:?}", cleaned(name));
        }
    }

    #[test]
    fn the_name_proposed_is_near_the_one_that_was_meant() {
        let near = |name: &str| cleaned(name);
        assert_eq!(near("../../x"), "x");
        assert_eq!(near("phone (2)"), "phone _2");
        assert_eq!(near("=cmd|' /C calc'!A0"), "cmd_ _C calc_A0");
        assert_eq!(
            (near(".."), near("CON"), near("aux.toml")),
            ("first_phone".into(), "CON_phone".into(), "aux_toml_phone".into())
        );
    }

    #[test]
    fn long_names_are_cut_and_stay_different() {
        let (a, b) = ("price_".to_owned() + &"0".repeat(300), "price_".to_owned() + &"0".repeat(301));
        let (short, other) = (shortened(&a, 60), shortened(&b, 60));
        assert_eq!((short.chars().count(), other.chars().count()), (60, 60));
        assert!(short != other && short.starts_with("price_000"), "{short} {other}");
        assert_eq!(shortened("price_1499", 60), "price_1499");
        let wide = "方".repeat(100);
        assert!(shortened(&wide, 100).len() <= MOST_BYTES);
        let marked = "e\u{301}".repeat(100);
        assert!(!shortened(&marked, 60).contains("e_"), "a letter without its mark");
    }

    #[test]
    fn names_that_a_system_takes_for_one_are_told_apart() {
        let apart = |names: &[&str]| told_apart(names.iter().map(|&name| name.to_owned()).collect());
        assert_eq!(apart(&["mi1", "mi1_2", "mi1", "mi1"]), ["mi1", "mi1_2", "mi1_3", "mi1_4"]);
        assert_eq!(apart(&["a", "A", "b"]), ["a", "A_2", "b"]);
        assert_eq!(apart(&["caf\u{e9}", "cafe\u{301}"])[1], "cafe\u{301}_2");
    }
}
