//! What the planner expects, and how it follows what happens.

pub mod day;
pub mod keys;
pub mod plan;
