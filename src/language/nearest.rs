//! "Did you mean": the nearest of some names.

/// The candidate nearest to `written`, when one is near enough to be meant.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = plain(written);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let other = plain(candidate);
        let score = if written.is_empty() {
            0.0
        } else if written == other {
            1.0
        } else {
            let distance = strsim::damerau_levenshtein(&written, &other) as f64;
            1.0 - distance / written.chars().count().max(other.chars().count()) as f64
        };
        if score > best.map_or(0.599, |(score, _)| score) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Without case and separators, which are what people mix up first.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// A list for people: `a`, `b` and `c`.
#[must_use]
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => "nothing".into(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        let keys = ["lead_time", "lead_time_cv", "unit_cost"];
        assert_eq!(nearest("leadtime", keys), Some("lead_time"));
        assert_eq!(nearest("unit_price", keys), None);
        assert_eq!(nearest("unti_cost", keys), Some("unit_cost"));
        assert_eq!(nearest("", keys), None);
    }

    #[test]
    fn lists_read_like_a_sentence() {
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed([]), "nothing");
    }
}
