//! launchsim: simulates launches of a phone.

pub mod outcome;
pub mod random;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod units;
