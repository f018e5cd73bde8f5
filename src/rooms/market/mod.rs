//! The market: who could want the phone, how interest spreads, and when it is sold.

pub mod day;
pub mod keys;
pub mod plan;
