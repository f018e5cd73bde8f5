//! The scenario: what the planner wrote, parsed, merged and validated.
//!
//! [`load`] reads a file with everything it extends and lists, lays `--set` overrides over it and
//! returns a validated [`types::Scenario`], or all its faults at once. What may be written is said
//! once, in the [`catalogue`].

pub mod address;
pub mod builtin;
pub mod catalogue;
mod choices;
pub mod codes;
mod context;
mod correlation;
mod csv;
mod declare;
mod distribution;
pub mod fault;
pub mod file_name;
mod files;
mod held;
pub mod hidden;
mod lists;
mod load;
mod merge;
mod nearest;
mod number;
mod parse;
pub mod point_list;
mod points;
mod presence;
mod present;
mod reader;
pub mod reference;
mod render;
mod resolved;
mod schema;
mod setting;
mod shape;
pub mod source;
mod starter;
pub mod tables;
mod tree;
pub mod types;
mod unknown;
mod warnings;

pub use fault::{Fault, Faults, LoadError, Severity, SystemFault};
pub use load::{Loaded, Template, load};
pub use nearest::nearest;
pub use present::PresentKey;
pub use render::{render, to_json};
pub use schema::schema;
pub use source::{Source, Sources};
pub use starter::starter;
pub use types::Scenario;
pub use warnings::price_moves_somebody;
