//! A page on which the outcome moves as its inputs are dragged.
//!
//! [`bench`] holds the scenario and simulates it as it is moved, [`outcome`] says what is seen, [`answer`] answers the page,
//! and knows no file, thread or clock: it runs in the program and, as a module of WebAssembly, in the page itself. The
//! program serves the page on the loopback (`server`) or writes it with the module as one file (`single`). Every figure
//! is that of `run` with the same settings and launches.

pub mod answer;
pub mod bench;
pub mod control;
pub mod controls;
pub mod exercise;
#[cfg(feature = "cli")]
pub mod files;
#[cfg(feature = "cli")]
mod frame;
pub mod keep;
pub mod law;
pub mod outcome;
pub mod packed;
pub mod page;
pub mod refusal;
#[cfg(feature = "cli")]
pub mod server;
#[cfg(feature = "cli")]
pub mod single;
pub mod state;
pub mod weights;
