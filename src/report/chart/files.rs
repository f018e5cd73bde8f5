//! Charts as files of a folder, each as SVG and as PNG, and what there is to say about them.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::drawn::{Drawn, Sheet};
use super::figure::Figure;
use super::paper::{Paper, Size};
use super::{Charts, left_out};
use crate::experiment::Workers;
use crate::report::error::ReportError;
use crate::report::folder::RunFolder;
use crate::report::said::Language;

/// Characters named in a warning at most.
const MOST_NAMED: usize = 8;

/// What became of charts.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Those that were written, for a report.
    pub drawn: Vec<Drawn>,
    /// Warnings for people.
    pub warnings: Vec<String>,
}

/// Draws charts on a sheet and writes them into a folder's `charts/`, each as SVG and as PNG. Reports and slides keep them on
/// further sheets.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    folder: &mut RunFolder,
    paper: &Paper,
    charts: impl Fn(&Paper) -> Charts,
    workers: &Workers,
) -> Result<Written, ReportError> {
    let Charts { figures, mut warnings } = charts(paper);
    warnings.extend(lacking(&figures));
    let mut drawn = Vec::new();
    let made = |figure: &Figure| catch_unwind(AssertUnwindSafe(|| figure.picture()));
    // As many at once as there are threads: finished pictures of many alternatives are large too.
    for some in figures.chunks(workers.count()) {
        for (figure, picture) in some.iter().zip(workers.each(some, made)) {
            match picture.unwrap_or_else(|_| Err("a fault of launchsim, please report it".into())) {
                Ok(picture) => {
                    folder.write(&format!("charts/{}.svg", picture.name), picture.svg.as_bytes())?;
                    folder.write(&format!("charts/{}.png", picture.name), &picture.png)?;
                    drawn.push(Drawn::of(figure.name));
                }
                Err(reason) => warnings.push(left_out(figure.name, &reason)),
            }
        }
    }
    keep(&mut drawn, &figures, workers);
    drop(figures);
    for language in Language::ALL {
        for size in [paper.size, Size::Slide] {
            let further = paper.at(size).within(language);
            if drawn.iter().any(|chart| !chart.has(size, language)) {
                keep(&mut drawn, &charts(&further).figures, workers);
            }
        }
    }
    drawn.retain(|chart| !chart.sheets.is_empty());
    Ok(Written { drawn, warnings })
}

/// What is said of characters that no typeface has.
fn lacking(figures: &[Figure]) -> Option<String> {
    let lacking: BTreeSet<char> = figures.iter().flat_map(|figure| figure.canvas.lacking()).copied().collect();
    let named: Vec<String> = lacking.iter().map(|&letter| named(letter)).collect();
    let first = named.get(..named.len().min(MOST_NAMED))?.join(", ");
    let more = named.len().saturating_sub(MOST_NAMED);
    let told = match named.len() {
        0 => return None,
        _ if more > 0 => format!("{first} and {more} more"),
        _ => first,
    };
    Some(format!("charts write \u{25a1} in place of characters that their typefaces lack: {told}"))
}

/// A character with its number; one that cannot be seen by its number alone.
fn named(letter: char) -> String {
    let number = format!("U+{:04X}", u32::from(letter));
    if letter.is_control() || letter.is_whitespace() || crate::language::hidden::is_hidden(letter) {
        number
    } else {
        format!("{number} \u{201c}{letter}\u{201d}")
    }
}

/// Keeps charts on the sheets they were drawn on, beside those they have.
fn keep(drawn: &mut [Drawn], figures: &[Figure], workers: &Workers) {
    let sheets = workers.each(figures, |figure| catch_unwind(AssertUnwindSafe(|| Sheet::of(figure))));
    for (figure, sheet) in figures.iter().zip(sheets) {
        if let (Some(chart), Ok(Ok(sheet))) = (drawn.iter_mut().find(|chart| chart.name == figure.name), sheet) {
            chart.sheets.push(sheet);
        }
    }
}
