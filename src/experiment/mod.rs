//! Experiments make a list of complete cases before the first runs; they alone use threads.

pub mod replicate;
