//! The test suite: one binary, one module per question.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod architecture;
mod documents;
mod mechanisms_market;
mod mechanisms_supply;
mod support;
mod text;
mod traces;
