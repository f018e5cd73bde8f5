//! The scenario: what the planner wrote, parsed, merged and validated.

pub mod types;
