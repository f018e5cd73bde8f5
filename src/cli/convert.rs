//! `launchsim convert`: a scenario as a workbook, or as a text.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::new_file::{workbook_of, write_new};
use super::terminal;
use crate::language::source::Source;
use crate::language::workbook;
use crate::scenario::load;

/// Arguments of `convert`.
#[derive(Debug, Args)]
pub struct ConvertArguments {
    /// Scenario to convert: a text or a workbook
    pub file: PathBuf,
    /// File to write, .xlsx or .toml; an existing one is never replaced
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Writes a scenario in the other form: complete in itself, with the lines of all lists and what was noted beside values.
///
/// # Errors
/// When the scenario is wrong, the file is already there, or the system refuses.
pub fn convert(arguments: &ConvertArguments) -> Result<(), Failure> {
    let shown = terminal::path(&arguments.out);
    let is_book = arguments.out.to_str().is_some_and(workbook::is_name);
    if !is_book && arguments.out.extension().is_none_or(|ending| ending != "toml") {
        return Err(Failure::Usage(format!("{shown} is neither a workbook, .xlsx, nor a text, .toml")));
    }
    let loaded = load(&Source::File(arguments.file.clone()), &[])?;
    let bytes = if is_book { workbook_of(&loaded, false)? } else { loaded.annotated_toml().into_bytes() };
    write_new(&arguments.out, &bytes)?;
    terminal::print(&format!("Wrote {shown}. It holds all of {}.\n", terminal::path(&arguments.file)))
}
