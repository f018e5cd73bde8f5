//! Assembly: how many phones are started, what stands in the way, and what comes out good.

pub mod day;
pub mod keys;
pub mod plan;
