//! `launchsim init`, `schema`, `completions` and `man`: texts that help to write scenarios and commands.

use std::fs::OpenOptions;
use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::arguments::{Arguments, InitArguments};
use super::failure::Failure;
use super::terminal;
use crate::scenario::{schema, starter};

/// Writes the starter scenario to a new file, or prints it.
///
/// # Errors
/// When the file is already there or the system refuses.
pub fn init(arguments: &InitArguments) -> Result<(), Failure> {
    let Some(path) = &arguments.file else { return terminal::print(&starter()) };
    // `create_new` leaves no moment in which a file of the planner could be replaced.
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::World {
            action: format!("write {}", path.display()),
            reason: "it is already there; name another file, or remove it first".into(),
        },
        _ => Failure::world("write", path)(error),
    })?;
    file.write_all(starter().as_bytes()).map_err(Failure::world("write", path))?;
    let shown = terminal::path(path);
    terminal::print(&format!("Wrote {shown}. Edit it, then:\n  launchsim check {shown}\n  launchsim run {shown}\n"))
}

/// Prints the JSON Schema of scenario files.
///
/// # Errors
/// When the standard output cannot be written to.
pub fn print_schema() -> Result<(), Failure> {
    terminal::print(&format!("{:#}\n", schema()))
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
