//! The report of any page: what it says first, then its pictures, then all else.

use super::{Report, Secrets, write};
use crate::report::chart::paper::Paper;
use crate::report::chart::{self, Charts};
use crate::report::error::ReportError;
use crate::report::folder::RunFolder;
use crate::report::invocation::Invocation;
use crate::report::page::{Block, Group, Page};
use crate::report::said::said;

/// Groups of a page that lead its report.
const FIRST: usize = 2;

/// Draws the charts on their paper, if they are wanted, and writes the report with them; gives all warnings. `scenarios` are the texts of what
/// was simulated.
///
/// # Errors
/// When a file cannot be written.
pub fn leave(
    folder: &mut RunFolder,
    page: &Page,
    (paper, charts): (&Paper, &dyn Fn(&Paper) -> Charts),
    (seed, scenarios): (Option<u64>, Vec<String>),
    invocation: &Invocation,
) -> Result<Vec<String>, ReportError> {
    let charts = if invocation.charts {
        chart::write(folder, paper, charts, invocation.workers)?
    } else {
        chart::Written::default()
    };
    let mut warnings = charts.warnings;
    let mut pictures = charts.drawn;
    let leading = pictures.drain(..pictures.len().min(1)).collect();
    let mut groups = page.groups.iter().filter(|group| says_something(group)).cloned();
    let first: Vec<Group> = groups.by_ref().take(FIRST).collect();
    let rest: Vec<Group> = groups.collect();
    let made = invocation.made(seed, scenarios);
    let secrets = Secrets::of(&made.scenarios);
    let report = Report { title: page.title.clone(), secrets, ..Report::default() }
        .with("answer", said!("The answer"), first, leading)
        .with("details", said!("In detail"), rest, pictures)
        .with("reproduce", said!("How to reproduce it"), vec![made.group()], Vec::new());
    warnings.extend(write(folder, &report, &invocation.looks, invocation.workers)?);
    #[cfg(feature = "excel")]
    warnings.extend(crate::report::workbook::write(folder, &report, &invocation.looks, None)?);
    Ok(warnings)
}

/// Whether anything of a group stands in a report: names of charts do not.
fn says_something(group: &Group) -> bool {
    group.blocks.iter().any(|block| !matches!(block, Block::Charts { .. }))
}
