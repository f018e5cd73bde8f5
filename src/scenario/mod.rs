//! The scenario: what the planner wrote, parsed, merged and validated.
//!
//! [`Template`] reads a text with everything it extends and lists, lays `--set` overrides over it and
//! returns a validated [`types::Scenario`], or all its faults at once. What may be written is said
//! once, in the [`catalogue`].

pub mod address;
pub mod book;
mod cells;
mod columns;
mod correlation;
mod cursor;
mod dated;
pub mod explore;
mod files;
mod from_list;
mod held;
pub mod joint;
mod lists;
mod load;
mod merge;
pub mod metric;
pub mod observed;
mod present;
pub mod reference;
mod remark;
mod resolved;
mod schema;
mod setting;
mod shape;
mod starter;
pub mod sweep;
pub mod tables;
pub mod types;
mod warnings;
pub mod written;

pub use from_list::from_list;
#[cfg(feature = "disk")]
pub use load::load;
pub use load::{Loaded, Template};
pub use present::PresentKey;
pub use schema::schema;
pub use starter::{small, starter};
pub use types::Scenario;
pub use warnings::price_moves_somebody;
