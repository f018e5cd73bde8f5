//! The scenario: what the planner wrote, parsed, merged and validated.
//!
//! [`load`] reads a file with everything it extends and lists, lays `--set` overrides over it and
//! returns a validated [`types::Scenario`], or all its faults at once. What may be written is said
//! once, in the [`catalogue`].

pub mod builtin;
pub mod catalogue;
pub mod codes;
mod context;
mod correlation;
mod csv;
mod distribution;
pub mod fault;
mod files;
mod lists;
mod load;
mod merge;
mod nearest;
mod number;
mod parse;
mod points;
mod read;
mod reader;
mod render;
mod setting;
mod shape;
pub mod source;
mod tree;
pub mod types;
mod warnings;

pub use fault::{Fault, Faults, LoadError, Severity, SystemFault};
pub use load::{Loaded, load};
pub use render::{render, to_json};
pub use source::{Source, Sources};
pub use types::Scenario;
