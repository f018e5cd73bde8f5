//! Microseconds per launch and core: `cargo bench`. Medians of seven, one thread, daily series not kept.
//! `cargo bench --bench launch -- b1` times only the scenarios with that in their names.

#![allow(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use launchsim::company::plan::{Plan, compile};
use launchsim::company::{Level, Simulator, Unobserved};
use launchsim::experiment::Workers;
use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::lanes::WIDTH;
use launchsim::language::source::Source;
use launchsim::scenario::load;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Times repeated for each figure.
const REPEATS: usize = 7;

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Seconds of each of [`REPEATS`] runs, after one that warms up.
fn seconds(mut work: impl FnMut()) -> Vec<f64> {
    work();
    (0..REPEATS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .collect()
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    println!("{:<24} {:>10} {:>12} {:>10} {:>14}", "scenario", "load ms", "compile ms", "classes", "us per launch");
    for (name, launches) in [("mi1.toml", 2048), ("bench/b1.toml", 4096), ("bench/b1_small.toml", 4096)] {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| name.contains(wanted.as_str())) {
            continue;
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
        let read = || load(&Source::File(path.clone()), &[]).expect("the scenario is valid").scenario;
        let scenario = read();
        let plan = compile(&scenario).expect("the scenario compiles");
        let loading = median(seconds(|| drop(black_box(read()))));
        let compiling = median(seconds(|| drop(black_box(compile(&scenario)))));
        let settings = Settings { launches, workers: &Workers::start(Some(1)).unwrap(), trace: false };
        let running = median(seconds(|| {
            let sink = &mut |chunk| {
                black_box(chunk);
                Ok::<(), ()>(())
            };
            assert!(replicate(&scenario, &plan, &settings, &false.into(), sink).is_ok(), "nothing stops the run");
        }));
        println!(
            "{name:<24} {:>10.2} {:>12.2} {:>10} {:>14.1}",
            loading * 1e3,
            compiling * 1e3,
            plan.supply.classes.len(),
            running / f64::from(launches) * 1e6
        );
        for level in Level::ALL.into_iter().filter(|level| level.is_available()) {
            println!(
                "  {:<62} {:>13.1}",
                format!("{level:?}, one launch of {WIDTH} side by side"),
                at_level(level, &plan, launches)
            );
        }
    }
}

/// Microseconds per launch in one instruction set.
fn at_level(level: Level, plan: &Plan, launches: u32) -> f64 {
    let mut simulator = Simulator::<WIDTH>::at(level);
    let blocks = (0..launches / 4).step_by(WIDTH);
    let running = median(seconds(|| {
        for first in blocks.clone() {
            black_box(simulator.simulate(plan, first, &mut Unobserved));
        }
    }));
    running / f64::from(launches / 4) * 1e6
}
