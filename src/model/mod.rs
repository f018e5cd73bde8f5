//! The mechanisms of the simulated company, each a room of its own that knows no other.
//!
//! Only the engine knows the order of the day and hands each room what it needs of the others.
//! Nothing here fails, prints, reads a clock or touches a file.

pub mod assembly;
pub mod books;
pub mod calamity;
pub mod contract;
pub mod forecast;
pub mod market;
pub mod store;
pub mod supply;
pub mod waiting;
