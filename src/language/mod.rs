//! The language scenarios are written in: text with its places, numbers with their units and laws, faults with their cures.
//!
//! It knows no key of any room: each room declares its own by [`declare`], and [`crate::scenario`] puts them together.

pub mod builtin;
pub mod catalogue;
pub mod cell;
pub mod choices;
pub mod codes;
pub mod column;
mod columnar;
pub mod context;
pub mod csv;
pub mod declare;
#[cfg(feature = "disk")]
pub mod disk;
pub mod distribution;
pub mod exported;
pub mod expression;
pub mod fault;
pub mod figure;
pub mod file_name;
pub mod files;
pub mod hidden;
pub mod hidden_text;
mod joint;
pub mod listing;
pub mod nearest;
mod not_built;
pub mod number;
pub mod parse;
pub mod point_list;
pub mod points;
pub mod presence;
pub mod quantity;
pub(crate) mod ranges;
pub mod reader;
pub mod render;
pub mod scale;
pub mod sheet;
pub mod source;
pub mod tree;
pub mod unknown;
pub mod workbook;

pub use codes::Severity;
pub use fault::{Fault, Faults, LoadError, SystemFault};
pub use nearest::nearest;
pub use not_built::{NotBuilt, later};
pub use render::{render, to_json};
pub use source::{Source, Sources};
