//! The store: customers who wait, order streams, and the shelf.

pub mod day;
pub mod keys;
pub mod plan;
