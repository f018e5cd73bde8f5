//! The test suite: one binary, one module per question.

mod damaged_scenarios;
mod diagnostics;
mod scenario_files;
