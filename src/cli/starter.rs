//! `launchsim init`, `schema`, `completions` and `man`: texts that help to write scenarios and commands.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::Value;

use super::arguments::{Arguments, InitArguments};
use super::failure::Failure;
use super::new_file::{workbook_of, write_new};
use super::terminal;
use crate::language::disk::Disk;
use crate::language::source::{Place, Source};
use crate::language::workbook;
use crate::scenario::{Template, from_list, schema, small, starter};

/// The workbook that is written where no file is named.
const BOOK: &str = "launch.xlsx";

/// The schema beside a scenario, which the scenario names on its first line as editors look for it.
const SCHEMA: &str = "launchsim.schema.json";

/// Writes the starter scenario to a new file, or prints it.
///
/// # Errors
/// When the file is already there, a list cannot be read, or the system refuses.
pub fn init(arguments: &InitArguments) -> Result<(), Failure> {
    let is_book = arguments.file.as_deref().and_then(Path::to_str).is_some_and(workbook::is_name);
    if is_book && !arguments.xlsx {
        return Err(Failure::Usage("the name is that of a workbook; write --xlsx, or name a file .toml".into()));
    }
    let text = match &arguments.from {
        Some(list) => {
            let path = list.display().to_string();
            let beside = arguments.file.as_deref().and_then(Path::parent).is_none_or(|folder| folder == Path::new(""));
            let written = if beside || list.is_absolute() {
                path
            } else {
                std::path::absolute(list).map_err(Failure::world("find", list))?.display().to_string()
            };
            from_list(&Place::File(list.clone()), &written, Arc::new(Disk))?
        }
        None if arguments.xlsx => small().to_owned(),
        None => starter(),
    };
    if !arguments.xlsx {
        let Some(path) = &arguments.file else { return terminal::print(&text) };
        write_new(path, format!("#:schema ./{SCHEMA}\n\n{text}").as_bytes())?;
        let beside = path.with_file_name(SCHEMA);
        let for_editors = if leave_schema(&beside)? {
            format!("An editor completes and explains its keys by {}.\n", terminal::path(&beside))
        } else {
            String::new()
        };
        return told(path, &for_editors, "Edit it");
    }
    let path = arguments.file.clone().unwrap_or_else(|| PathBuf::from(BOOK));
    if !path.to_str().is_some_and(workbook::is_name) {
        let shown = terminal::path(&path);
        return Err(Failure::Usage(format!("a workbook needs a name that ends with .xlsx, not {shown}")));
    }
    let loaded = Template::open(&Source::Text { name: path.with_extension("toml"), text }, &[])?.with(&[])?;
    write_new(&path, &workbook_of(&loaded, true)?)?;
    told(&path, "", "Fill it in")
}

/// Leaves the schema by which an editor completes and explains keys: anew where an earlier version of it lies, never over a
/// file of another kind. Whether it lies there then.
///
/// # Errors
/// When the system refuses.
fn leave_schema(path: &Path) -> Result<bool, Failure> {
    let text = schema_text();
    let Ok(known) = std::fs::read_to_string(path) else {
        return write_new(path, text.as_bytes()).map(|()| true);
    };
    let is_ours = serde_json::from_str::<Value>(&known).is_ok_and(|known| known["title"] == schema()["title"]);
    if is_ours && known != text {
        std::fs::write(path, text).map_err(Failure::world("write", path))?;
    }
    Ok(is_ours)
}

fn told(path: &Path, more: &str, what: &str) -> Result<(), Failure> {
    let shown = terminal::path(path);
    terminal::print(&format!(
        "Wrote {shown}.\n{more}{what}, then:\n  launchsim check {shown}\n  launchsim run {shown}\n"
    ))
}

/// The JSON Schema of scenario files, as it is written.
fn schema_text() -> String {
    format!("{:#}\n", schema())
}

/// Prints the JSON Schema of scenario files.
///
/// # Errors
/// When the standard output cannot be written to.
pub fn print_schema() -> Result<(), Failure> {
    terminal::print(&schema_text())
}

/// Prints the completions of a shell.
///
/// # Errors
/// When the standard output cannot be written to.
pub fn print_completions(shell: Shell) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "launchsim", &mut text);
    terminal::print(&String::from_utf8_lossy(&text))
}

/// Prints the manual page, all commands in it.
///
/// # Errors
/// When the standard output cannot be written to.
pub fn print_manual() -> Result<(), Failure> {
    let mut text = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let in_memory =
        |error: std::io::Error| Failure::World { action: "write the manual".into(), reason: error.to_string() };
    clap_mangen::Man::new(command.clone()).render(&mut text).map_err(in_memory)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let manual = clap_mangen::Man::new(sub.clone());
        let name = sub.get_name().to_uppercase();
        writeln!(text, ".SH LAUNCHSIM {name}").map_err(in_memory)?;
        manual.render_description_section(&mut text).map_err(in_memory)?;
        manual.render_options_section(&mut text).map_err(in_memory)?;
    }
    terminal::print(&String::from_utf8_lossy(&text))
}
