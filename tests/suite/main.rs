//! The test suite: one binary, one module per question.

mod support;
mod text;
mod traces;
