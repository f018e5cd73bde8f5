//! What the draws of a run say of what is asked: the box of inputs in which it happens, and what knowing them is worth.

pub mod discovery;
pub mod information;
