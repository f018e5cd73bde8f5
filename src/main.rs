//! The command `launchsim`.
fn main() {}
