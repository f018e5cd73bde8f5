//! Disruptions: dated and random disasters, drawn before day 0.

pub mod day;
pub mod keys;
pub mod plan;
pub mod targets;
