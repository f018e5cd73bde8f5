//! The books: double entry, every day.

pub mod day;
pub mod keys;
pub mod plan;
