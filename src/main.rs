//! The command `launchsim`.

use std::process::ExitCode;

fn main() -> ExitCode {
    launchsim::cli::main()
}
