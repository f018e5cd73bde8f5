//! One room for each mechanism of the company, and in each room its own papers: `keys`, what may be written; `plan`, what
//! the calendar makes of it; `day`, the equations.
//!
//! A `plan` looks at keys and at the plans of rooms below it, a `day` at plans and at the days of rooms below it.
//! Nothing here fails on a valid scenario, prints, reads a clock or touches a file.

pub mod assembly;
pub mod books;
pub mod calendar;
pub mod contract;
pub mod currency;
pub mod forecast;
pub mod market;
pub mod product;
pub mod returns;
pub mod store;
pub mod supply;
pub mod today;
pub mod weather;
