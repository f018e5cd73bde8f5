//! The command `launchsim`.

use std::process::ExitCode;

/// Every sixteen launches want the same few arrays again; this allocator hands them back without asking the system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    launchsim::cli::main()
}
