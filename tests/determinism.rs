//! The same launch has the same bits, however it is computed.
//!
//! By itself, so that it is soon built where the optimiser has built the engine for all instruction sets.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a failed test may panic")]
#![allow(clippy::disallowed_methods, reason = "tests may use the C library and count on their own")]

use std::sync::atomic::AtomicBool;

use launchsim::company::plan::{Plan, compile};
use launchsim::company::{Level, sixteen};
use launchsim::experiment::Workers;
use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::language::source::Source;
use launchsim::scenario::{Scenario, load};

/// Scenarios that between them use every kind of draw.
const SCENARIOS: [&str; 3] = ["mi1.toml", "bench/b1.toml", "bench/b1_small.toml"];

fn scenario(path: &str) -> Scenario {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(path);
    load(&Source::File(path), &[]).unwrap_or_else(|faults| panic!("{faults}")).scenario
}

fn plan_of(path: &str) -> Plan {
    compile(&scenario(path)).unwrap()
}

/// The bits of every metric, launch by launch.
fn bits(launches: Vec<Vec<f64>>) -> Vec<Vec<u64>> {
    launches.into_iter().map(|metrics| metrics.into_iter().map(f64::to_bits).collect()).collect()
}

#[test]
fn instruction_sets_and_lane_widths_change_no_bit() {
    for path in SCENARIOS {
        let plan = plan_of(path);
        let reference = bits(sixteen(None, &plan, 0));
        for level in Level::ALL.into_iter().filter(|level| level.is_available()) {
            assert!(bits(sixteen(Some(level), &plan, 0)) == reference, "{path}: side by side, on {level:?}");
        }
    }
}

/// A width that no command uses, in the one instruction set that debug builds hold.
#[cfg(debug_assertions)]
#[test]
fn eight_launches_side_by_side_are_those_of_sixteen() {
    use launchsim::company::{Unobserved, simulate};
    for path in SCENARIOS {
        let plan = plan_of(path);
        let reference = bits(sixteen(Some(Level::Portable), &plan, 0));
        for first in [0, 8] {
            let metrics = simulate::<8>(&plan, first, &mut Unobserved).metrics;
            let eight = (0..8).map(|lane| metrics.iter().map(|metric| metric.0[lane]).collect());
            assert!(bits(eight.collect()) == reference[first as usize..][..8], "{path}: from {first}");
        }
    }
}

/// The bits of every metric of the first launches, metric by metric.
fn replicated(scenario: &Scenario, plan: &Plan, launches: u32, threads: usize, trace: bool) -> Vec<Vec<u64>> {
    let settings = Settings { launches, workers: &Workers::start(Some(threads)).unwrap(), trace };
    let mut columns = vec![Vec::new(); plan.layout.metrics.len()];
    let mut sink = |chunk: launchsim::outcome::Chunk| -> Result<(), ()> {
        for (column, values) in columns.iter_mut().zip(chunk.metrics) {
            column.extend(values.into_iter().map(f64::to_bits));
        }
        Ok(())
    };
    replicate(scenario, plan, &settings, &AtomicBool::new(false), &mut sink).unwrap();
    columns
}

#[test]
fn threads_chunks_and_traces_change_no_bit() {
    let scenario = scenario("bench/b1_small.toml");
    let plan = compile(&scenario).unwrap();
    let reference = replicated(&scenario, &plan, 2_100, 1, false);
    assert!(replicated(&scenario, &plan, 2_100, 2, false) == reference, "two threads");
    assert!(replicated(&scenario, &plan, 2_100, 3, true) == reference, "three threads and a trace");
    let fewer = replicated(&scenario, &plan, 1_030, 2, false);
    for (column, fewer) in reference.iter().zip(&fewer) {
        assert!(column[..1_030] == fewer[..], "half as many launches");
    }
}
