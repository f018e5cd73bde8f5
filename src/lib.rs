//! launchsim: simulates launches of a phone.

pub mod random;
pub mod stats;
