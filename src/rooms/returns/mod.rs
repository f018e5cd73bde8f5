//! Phones that customers send back, and what becomes of them.

pub mod day;
pub mod keys;
pub mod plan;
