//! The phone: its price, its costs and its bill of materials.

pub mod keys;
