//! launchsim: simulates launches of a phone.
//!
//! Programs call it by [`library`]:
//!
//! ```
//! use launchsim::library::{Draft, Error, Workers};
//!
//! let phone = Draft::of_text("phone.toml", r#"
//!     [timeline]
//!     start = 2026-01-01
//!     horizon = "4 months"
//!
//!     [company]
//!     opening_cash = 2_000_000
//!     currency = "euro"
//!
//!     [product.phone]
//!     price = 400
//!     parts = { screen = 1 }
//!
//!     [supplier.one]
//!
//!     [component.screen]
//!     supplier = "one"
//!     unit_cost = { uniform = { low = 90, high = 110 } }
//!     lead_time = "2 weeks"
//!     policy = "order_up_to"
//!     order_up_to_level = 3000
//!
//!     [factory.main]
//!     ramp = [[2026-01-01, 50], [2026-03-01, 120]]
//!
//!     [market]
//!     reach = 20_000
//!     innovation = 0.5
//!     imitation = 2
//!
//!     [window.shop]
//!     kind = "open"
//!     opens = 2026-02-01
//! "#);
//! let workers = Workers::start(None)?;
//! let launches = phone.compile()?.run(0, 64, &workers)?;
//! let profit = launches.get("net_profit").expect("every launch has one");
//! assert_eq!(profit.len(), 64);
//!
//! // Every fault of a scenario at once, as data.
//! let dear = phone.clone().set("product.phone.price", -1).set("component.screen.lead_time", "2 weaks");
//! let refused = dear.compile().expect_err("no price is negative");
//! for fault in refused.faults() {
//!     println!("{:?}:{:?}: {} {:?}", fault.file, fault.column, fault.message, fault.help);
//! }
//! assert_eq!(refused.faults().len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Below it lie the rooms of docs/architecture.md. Without any feature the crate is the language, the model and its
//! experiments on one thread, with no file, thread, clock or C code; `parallel` brings threads, `disk` scenarios from the
//! disk, `charts` drawings, `report` the folders of results, `explore` what answers its page, and `cli` the command.

// Tests may use the C library and count on their own; what results depend on may not.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

#[cfg(feature = "cli")]
pub mod cli;
pub mod company;
pub mod experiment;
#[cfg(feature = "explore")]
pub mod explore;
pub mod lanes;
pub mod language;
pub mod library;
pub mod outcome;
pub mod random;
#[cfg(feature = "charts")]
pub mod report;
pub mod rooms;
pub mod scenario;
pub mod stats;
pub mod units;
