//! The command line: reads what was typed, calls the experiments and reports, and is the only one that prints.

mod arguments;
mod check;
mod compare;
mod explain;
mod failure;
mod interrupt;
mod next;
mod run;
mod starter;
mod sweep;
mod terminal;
mod until;
mod warn;

use std::process::ExitCode;

use clap::FromArgMatches;

use arguments::{Arguments, Command, grouped};
use failure::Failure;

/// The whole program.
///
/// The exit statuses are listed in [`arguments::EXIT_STATUS`].
#[must_use]
pub fn main() -> ExitCode {
    // clap prints help, versions and mistyped commands, and ends the program with 0 or 2.
    let matches = grouped().get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    match dispatch(&arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !interrupt::leave() {
                // The watch over signals is ending the program.
                loop {
                    std::thread::park();
                }
            }
            terminal::tell(&failure.message(terminal::colour_on_errors()));
            failure.exit_code()
        }
    }
}

fn dispatch(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(arguments),
        Command::Compare(arguments) => compare::compare(arguments),
        Command::Explain(arguments) => explain::explain(arguments),
        Command::Sweep(arguments) => sweep::sweep(arguments),
        Command::Merge(arguments) => sweep::merge(arguments),
        Command::Check(arguments) => check::check(arguments),
        Command::Schema => starter::print_schema(),
        Command::Init(arguments) => starter::init(arguments),
        Command::Completions { shell } => starter::print_completions(*shell),
        Command::Man => starter::print_manual(),
    }
}
