//! What the modules share: a scenario from TOML text, and its plan.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::outcome::Chunk;
use launchsim::plan::{Plan, compile};
use launchsim::scenario::{Scenario, Source, load};

/// Loads a scenario from TOML text as a planner would from a file.
pub fn scenario(text: &str) -> Scenario {
    try_scenario(text).unwrap_or_else(|faults| panic!("{faults}\n{text}"))
}

/// The same, or its faults as a person sees them.
pub fn try_scenario(text: &str) -> Result<Scenario, String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let path = folder.path().join(format!("scenario_{}.toml", NEXT.fetch_add(1, Ordering::Relaxed)));
    std::fs::write(&path, text).expect("a temporary file can be written");
    load(&Source::File(path), &[]).map(|loaded| loaded.scenario).map_err(|fault| fault.to_string())
}

/// Loads and compiles a scenario from TOML text.
pub fn plan(text: &str) -> Plan {
    compile(&scenario(text)).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// Loads a scenario of the repository by its path below `scenarios/`, with `--set` overrides.
pub fn repository_scenario(path: &str, sets: &[&str]) -> Scenario {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(path);
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    match load(&Source::File(path), &sets) {
        Ok(loaded) => loaded.scenario,
        Err(fault) => panic!("{fault}"),
    }
}

/// Every metric of launches 0 to `launches` of a scenario, by name.
pub fn launches(scenario: &Scenario, launches: u32, threads: usize) -> BTreeMap<String, Vec<f64>> {
    let plan = compile(scenario).unwrap_or_else(|fault| panic!("{fault}"));
    let settings = Settings { launches, threads: Some(threads), trace: false };
    let mut columns: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut take = |chunk: Chunk| {
        let names = plan.layout.metrics.iter().map(|metric| metric.name.clone());
        let names = names.chain(plan.layout.inputs.iter().map(|key| format!("input {key}")));
        for (name, values) in names.zip(chunk.metrics.iter().chain(&chunk.inputs)) {
            columns.entry(name).or_default().extend_from_slice(values);
        }
        Ok::<(), std::convert::Infallible>(())
    };
    let stop = std::sync::atomic::AtomicBool::new(false);
    if let Err(fault) = replicate(scenario, &plan, &settings, &stop, &mut take) {
        panic!("{fault:?}");
    }
    columns
}
