//! The test suite: one binary, one module per question.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod architecture;
mod conservation;
mod documents;
mod generator;
mod golden;
mod limits;
mod metamorphic;
mod replication;
mod stochastic;
mod support;
mod text;
mod traces;
