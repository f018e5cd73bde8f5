//! The files of a sweep.

pub mod journal;
