//! launchsim: simulates launches of a phone.

pub mod cli;
pub mod company;
pub mod experiment;
pub mod lanes;
pub mod language;
pub mod outcome;
pub mod random;
pub mod report;
pub mod rooms;
pub mod scenario;
pub mod stats;
pub mod units;
