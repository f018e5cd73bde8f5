//! What the draws of a run say of what is asked: the box of inputs in which it happens, and what a design of its own finds.

pub mod condition;
pub mod design;
pub mod discovery;
