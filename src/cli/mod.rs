//! The command line: reads what was typed, calls the experiments and reports, and is the only one that prints.

mod arguments;
mod array;
mod calibrate;
mod check;
mod compare;
mod convert;
mod drivers;
mod explain;
mod explore;
mod failure;
mod fit;
mod halfway;
mod interrupt;
mod new_file;
mod optimize;
mod options;
mod parts;
mod report;
mod run;
mod sensitivity;
mod starter;
mod sweep;
mod terminal;
mod until;
mod warn;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use arguments::{Arguments, Command, grouped};
use failure::Failure;

/// The whole program.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::from(of(std::env::args_os()))
}

/// The program with what is typed, its own name first; gives the exit status, as `arguments::EXIT_STATUS` lists them.
#[must_use]
pub fn of(typed: impl IntoIterator<Item = OsString>) -> u8 {
    let typed = grouped().try_get_matches_from(typed).and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match typed {
        Ok(arguments) => arguments,
        Err(said) => return terminal::help(&said),
    };
    match dispatch(&arguments.command) {
        Ok(()) => 0,
        Err(failure) => {
            if !interrupt::leave() {
                // The watch over signals is ending the program.
                loop {
                    std::thread::park();
                }
            }
            terminal::tell(&failure.message(terminal::colour_on_errors()));
            failure.exit_status()
        }
    }
}

/// A command within another one; what went wrong in words.
fn within(typed: &[String]) -> Result<(), String> {
    let typed = std::iter::once("launchsim").chain(typed.iter().map(String::as_str));
    let matches = grouped().try_get_matches_from(typed).map_err(|said| said.to_string())?;
    let arguments = Arguments::from_arg_matches(&matches).map_err(|said| said.to_string())?;
    dispatch(&arguments.command).map_err(|failure| failure.message(false))
}

fn dispatch(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(arguments),
        Command::Compare(arguments) => compare::compare(arguments),
        Command::Drivers(arguments) => drivers::drivers(arguments),
        Command::Explain(arguments) => explain::explain(arguments),
        Command::Sweep(arguments) if !arguments.status.is_empty() => {
            parts::status(&arguments.status, &arguments.common.show)
        }
        Command::Sweep(arguments) => sweep::sweep(arguments),
        Command::Calibrate(arguments) => calibrate::calibrate(arguments),
        Command::Optimize(arguments) => optimize::optimize(arguments),
        Command::Merge(arguments) => parts::merge(arguments),
        Command::Explore(arguments) => explore::explore(arguments),
        Command::Report(arguments) => report::report(arguments),
        Command::Fit(arguments) => fit::fit(arguments),
        Command::Check(arguments) => check::check(arguments),
        Command::Convert(arguments) => convert::convert(arguments),
        Command::Schema => starter::print_schema(),
        Command::Init(arguments) => starter::init(arguments),
        Command::Completions { shell } => starter::print_completions(*shell),
        Command::Man => starter::print_manual(),
    }
}
