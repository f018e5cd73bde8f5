//! launchsim: simulates launches of a phone.

pub mod cli;
pub mod engine;
pub mod experiment;
pub mod lanes;
pub mod model;
pub mod outcome;
pub mod plan;
pub mod random;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod units;
