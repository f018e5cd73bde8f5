//! A page on the loopback on which the outcome moves as its inputs are dragged.
//!
//! [`bench`] holds the scenario and simulates it as it is moved, [`outcome`] says what is seen, [`server`] answers the page,
//! whose frame, words and script are in [`page`]. Every figure is that of `run` with the same settings and launches.

pub mod bench;
pub mod control;
pub mod controls;
pub mod exercise;
pub mod keep;
pub mod law;
pub mod outcome;
pub mod page;
pub mod refusal;
pub mod server;
pub mod state;
pub mod weights;
