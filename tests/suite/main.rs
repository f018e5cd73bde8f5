//! The test suite: one binary, one module per question.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests may use the C library and count on their own; what results depend on may not"
)]
#![allow(
    clippy::format_collect,
    clippy::items_after_statements,
    clippy::needless_for_each,
    reason = "tests read as they run"
)]

mod architecture;
mod bound;
mod browser;
mod calibrate;
mod case_mi1;
mod charts;
mod cli;
mod closed_days;
mod compare;
mod conservation;
mod coverage;
mod csv_files;
mod currency;
mod cut_off;
mod daily_laws;
mod damaged_scenarios;
mod date_axes;
mod diagnostics;
mod documents;
mod drivers;
mod due;
mod equations;
mod every_key;
mod everyday;
mod everyday_edits;
mod expedite;
mod explain;
mod explore;
mod exported_lists;
mod extra_capacity;
mod figures;
mod fit;
mod fit_laws;
mod folders;
mod generator;
mod golden;
mod granted;
mod growth;
mod hours_until;
mod insolvency;
mod joint;
mod library;
mod limits;
mod machines;
mod mechanisms_books;
mod mechanisms_market;
mod mechanisms_supply;
mod memory;
mod metamorphic;
mod newsvendor;
mod optimize;
mod order_cost;
mod own_metrics;
mod patterns;
mod planner;
mod plausible;
mod price_seen;
mod promised;
mod promises;
mod range_ends;
mod reads;
mod reference;
mod replication;
mod report;
mod result_names;
mod retail;
mod returns;
mod scenario_files;
mod sensitivity;
mod service;
mod short_cash;
mod spread;
mod starter;
mod stated_demand;
mod statistics;
mod stochastic;
mod support;
mod sweep;
mod text;
mod traces;
mod two_orders;
mod two_sources;
mod until;
mod untrusted_text;
mod validated;
mod validation;
mod validation_glance;
mod workbooks;
