//! Standard output and standard error: who listens, in colour or not, how wide.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::failure::Failure;

/// Width assumed where it cannot be asked for.
const WIDTH: u16 = 90;

/// Whether colours are welcome on a stream: a terminal, and `NO_COLOR` unset or empty (no-color.org).
fn welcomes_colour(is_terminal: bool) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    is_terminal && !refused && !dumb
}

/// Whether the standard output is to be coloured.
#[must_use]
pub fn colour_on_output() -> bool {
    welcomes_colour(std::io::stdout().is_terminal())
}

/// Whether the standard error is to be coloured.
#[must_use]
pub fn colour_on_errors() -> bool {
    welcomes_colour(std::io::stderr().is_terminal())
}

/// Width of the standard output in characters.
#[must_use]
pub fn width() -> u16 {
    let terminal = comfy_table::Table::new().set_content_arrangement(comfy_table::ContentArrangement::Dynamic).width();
    terminal.unwrap_or(WIDTH)
}

/// Prints to the standard output.
///
/// # Errors
/// [`Failure::NobodyListens`] when its reader went away, as with `| head`; otherwise the system's refusal.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Err(Failure::NobodyListens),
        Err(error) => {
            let reason = error.to_string();
            Err(Failure::World { action: "write to the standard output".into(), reason })
        }
        Ok(()) => Ok(()),
    }
}

/// Memory from which on it is said before it is taken [bytes].
const LARGE: u64 = 1_000_000_000;

/// Says that something will take much memory and what takes less, unless told to be quiet.
pub fn announce_memory(bytes: u64, what: &str, cure: &str, quiet: bool) {
    if bytes >= LARGE && !quiet {
        tell(&format!("about {:.1} GB of memory will hold {what}; {cure}", bytes as f64 / 1e9));
    }
}

/// Prints a line to the standard error; whether anyone listens does not matter.
pub fn tell(text: &str) {
    if !text.is_empty() {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }
}

/// Writes warnings to the terminal's error output unless it is to be quiet.
pub fn warn(warnings: &[String], quiet: bool) {
    for warning in warnings.iter().filter(|_| !quiet) {
        tell(&format!("warning: {warning}"));
    }
}

/// A progress bar on the standard error; hidden when that is no terminal or `quiet`.
#[must_use]
pub fn progress(launches: u32, quiet: bool) -> ProgressBar {
    progress_of(u64::from(launches), "launches", quiet)
}

/// The same over so many things of any kind.
#[must_use]
pub fn progress_of(all: u64, things: &str, quiet: bool) -> ProgressBar {
    let hidden = quiet || !std::io::stderr().is_terminal();
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(all), target);
    let template = format!("{{msg:10}} {{wide_bar}} {{human_pos}} of {{human_len}} {things}, {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar.set_message("simulating");
    bar
}

/// Width of a page on the terminal: a hundred characters at most, for longer lines are hard to read.
#[must_use]
pub fn page_width() -> usize {
    usize::from(width().clamp(40, 100))
}
