//! Supply: purchase orders, deliveries and what parts cost.

pub mod day;
pub mod keys;
pub mod plan;
