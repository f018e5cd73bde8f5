//! launchsim: simulates launches of a phone.

pub mod outcome;
pub mod random;
pub mod scenario;
pub mod stats;
pub mod units;
