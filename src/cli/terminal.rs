//! Standard output and standard error: who listens, in colour or not, how wide.

use std::borrow::Cow;
use std::io::{IsTerminal, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::failure::Failure;
use crate::language::hidden::{escaped_in_json, picture, shown, shown_in_line};

/// Begins a colour, and much else.
const ESCAPE: char = '\u{1b}';

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

/// What may reach a terminal: control characters other than line feeds, tabs and, where they are welcome, colours become
/// pictures, whatever a scenario, a file's name or the system's words hold.
fn harmless(text: &str, colour: bool) -> Cow<'_, str> {
    if !colour || !text.contains(ESCAPE) {
        return shown(text);
    }
    let mut parts = text.split(ESCAPE);
    let mut clean = shown(parts.next().unwrap_or("")).into_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';' || c == '[')).unwrap_or(part.len());
        let is_colour = part.starts_with('[') && !part[1..end].contains('[') && part[end..].starts_with('m');
        clean.push(if is_colour { ESCAPE } else { picture(ESCAPE) });
        clean.push_str(&shown(part));
    }
    Cow::Owned(clean)
}

/// A path as it is told.
#[must_use]
pub fn path(path: &Path) -> String {
    shown_in_line(&path.display().to_string()).into_owned()
}

/// Prints JSON to the standard output.
///
/// # Errors
/// As [`print`].
pub fn print_json(value: &serde_json::Value) -> Result<(), Failure> {
    print(&escaped_in_json(format!("{value:#}\n")))
}

/// Prints to the standard output.
///
/// # Errors
/// [`Failure::NobodyListens`] when its reader went away, as with `| head`; otherwise the system's refusal.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    match output.write_all(harmless(text, colour_on_output()).as_bytes()).and_then(|()| output.flush()) {
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

/// Says how large a file may become, where that is much.
pub fn announce_disk(bytes: u64, file: &str, cure: &str, quiet: bool) {
    if bytes >= LARGE && !quiet {
        tell(&format!("{file} takes up to {:.1} GB of disk; {cure}", bytes as f64 / 1e9));
    }
}

/// Prints a line to the standard error; whether anyone listens does not matter.
pub fn tell(text: &str) {
    if !text.is_empty() {
        let _ = writeln!(std::io::stderr().lock(), "{}", harmless(text, colour_on_errors()));
    }
}

/// Prints what clap says, help, a version or what was mistyped, and gives the exit status: 0 or 2.
#[must_use]
pub fn help(said: &clap::Error) -> u8 {
    let text = said.render();
    if said.use_stderr() {
        let colour = colour_on_errors();
        tell(if colour { text.ansi().to_string() } else { text.to_string() }.trim_end());
    } else {
        let colour = colour_on_output();
        // Whoever went away has read enough.
        let _ = print(&if colour { text.ansi().to_string() } else { text.to_string() });
    }
    u8::try_from(said.exit_code()).unwrap_or(2)
}

/// Writes warnings to the terminal's error output unless it is to be quiet.
pub fn warn(warnings: &[String], quiet: bool) {
    for warning in warnings.iter().filter(|_| !quiet) {
        tell(&format!("warning: {}", shown(warning)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_pass_where_they_are_welcome_and_nothing_else_does() {
        let bold = "\u{1b}[1;31merror\u{1b}[0m: x\n\ty";
        assert_eq!(harmless(bold, true), bold);
        assert_eq!(harmless(bold, false), "\u{241b}[1;31merror\u{241b}[0m: x\n\ty");
        for bad in [
            "\u{1b}]0;title\u{7}",
            "\u{1b}[2J",
            "\u{1b}[[1m",
            "\u{1b}",
            "a\u{1b}[1",
            "\r\u{9b}31m",
            "\u{202e}",
            "\u{1b}\u{1b}c",
        ] {
            for colour in [false, true] {
                let clean = harmless(bad, colour);
                assert!(!clean.contains(|c| crate::language::hidden::is_hidden(c)), "{bad:?} {colour}: {clean:?}");
            }
        }
    }
}
