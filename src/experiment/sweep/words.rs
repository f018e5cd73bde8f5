//! Values of keys that take neither numbers nor dates: choices, switches, lists.

use std::collections::BTreeSet;

/// The values of a list, each as it is written; commas within brackets, braces and quotes do not divide it.
#[must_use]
pub fn listed(values: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut start, mut parts) = (0_i32, None, 0, Vec::new());
    for (at, letter) in values.char_indices() {
        match (quote, letter) {
            (Some(open), _) => quote = if letter == open { None } else { quote },
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(values[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(values[start..].trim());
    parts
}

/// Reads values that are no numbers; what is wrong and what to write instead.
pub(super) fn words(text: &str) -> Result<Vec<String>, (String, String)> {
    let values = listed(text);
    if values.contains(&"") {
        return Err(("a value is missing".into(), "write the values with a comma between them".into()));
    }
    if values.iter().any(|value| value.contains("..")) {
        let cure = "write its values one by one, with a comma between them";
        return Err(("this key takes no range, for its values are no numbers".into(), cure.into()));
    }
    // A word is the same with and without its quotes.
    let mut known = BTreeSet::new();
    if let Some(twice) = values.iter().find(|value| !known.insert(value.trim_matches('"'))) {
        return Err((format!("the value {twice} stands twice"), "write each value once".into()));
    }
    Ok(values.into_iter().map(ToOwned::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_within_brackets_and_quotes_divide_nothing() {
        assert_eq!(listed("a,'b,c',{x = 1, y = 2}"), ["a", "'b,c'", "{x = 1, y = 2}"]);
        assert_eq!(words("[1, 2],[]").map(|words| words.len()), Ok(2));
    }
}
