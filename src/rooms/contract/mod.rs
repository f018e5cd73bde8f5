//! Contracts: who has signed, and on which day.

pub mod day;
pub mod keys;
pub mod plan;
