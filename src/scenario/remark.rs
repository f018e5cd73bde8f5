//! What a planner wrote beside a value: the comment on its line, or above it, which says where the value comes from.

use super::load::Loaded;
use crate::language::source::Span;

impl Loaded {
    /// The comment that belongs to a value: what follows it on its line, else the lines above its own, else those above the
    /// table it stands in; of a cell of a workbook what its row notes; empty where there is none, and for values of CSV files and arguments.
    #[must_use]
    pub fn remark(&self, span: Span) -> String {
        let source = self.sources.get(span.file);
        if source.layer == crate::language::source::LISTS {
            return String::new();
        }
        if let Some(note) = self.sources.note(span) {
            return note.to_owned();
        }
        beside(&source.text, span.start as usize..span.end as usize)
    }
}

/// The comment beside the value at a stretch of a TOML text.
fn beside(text: &str, value: std::ops::Range<usize>) -> String {
    let rest = text.get(value.end..).unwrap_or("");
    let behind = rest.lines().next().unwrap_or("").trim_start().trim_start_matches(',').trim_start();
    if let Some(comment) = behind.strip_prefix('#') {
        return comment.trim().to_owned();
    }
    let before: Vec<&str> = text.get(..value.start).unwrap_or("").lines().collect();
    // The last of these is the beginning of the line of the value itself.
    let own = before.len().saturating_sub(usize::from(!text[..value.start].ends_with('\n')));
    let above = comments_above(&before[..own]);
    if !above.is_empty() {
        return above;
    }
    // A table whose header has a comment above it, where no other key of it has spoken since.
    let header = before[..own].iter().rposition(|line| line.trim_start().starts_with('['));
    header.map_or_else(String::new, |at| comments_above(&before[..at]))
}

/// The comment lines right above, as one text.
fn comments_above(lines: &[&str]) -> String {
    let comments = lines.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with('#'));
    let mut told: Vec<&str> = comments.map(|line| line.trim_start_matches('#').trim()).collect();
    told.reverse();
    told.join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comment_that_belongs_to_a_value_is_found() {
        let text = "# A file.\n\n[company]\n# the bank, 2011\nline = 5\nvat = 0.17 # the law\nrate = \"a # b\"\n\n# a study\n[market]\nreach = [\n  1, # first\n]\n";
        let of = |value: &str| {
            let start = text.find(value).unwrap();
            beside(text, start..start + value.len())
        };
        assert_eq!(of("5"), "the bank, 2011");
        assert_eq!(of("0.17"), "the law");
        assert_eq!(of("\"a # b\""), "");
        assert_eq!(of("[\n  1, # first\n]"), "a study");
    }
}
