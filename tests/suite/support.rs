//! What the modules share: a scenario from TOML text, and its plan.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use launchsim::company::identities::Identities;
use launchsim::company::plan::{Plan, compile};
use launchsim::company::simulate;
use launchsim::experiment::Workers;
use launchsim::experiment::replicate::{Settings, replicate};
use launchsim::language::source::Source;
use launchsim::outcome::Chunk;
use launchsim::scenario::{Scenario, load};

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

/// Metrics of one launch of a scenario; every identity must hold on the way.
pub fn launch(text: &str, number: u32) -> impl Fn(&str) -> f64 + use<> {
    let plan = plan(text);
    let mut identities = Identities::default();
    let results = simulate::<1>(&plan, number, &mut identities);
    assert_eq!(identities.broken, None, "{text}");
    move |name: &str| {
        let at = plan.layout.metric(name).unwrap_or_else(|| panic!("no metric {name}"));
        results.metrics[at].0[0]
    }
}

/// The program that is tested: the one built with the tests, or the one that `LAUNCHSIM` names.
pub fn program() -> String {
    std::env::var("LAUNCHSIM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_launchsim").into())
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
    let settings = Settings { launches, workers: &Workers::start(Some(threads)).unwrap(), trace: false };
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

/// How many tries of a random test are asked for, in words, and the seed to draw them with.
pub struct Asked {
    /// As it stands in the environment; `None` for the usual few.
    pub number: Option<String>,
    /// The same every time, unless another was asked for: a number, or `clock`.
    pub seed: u64,
}

/// What the environment asks of a random test.
pub fn asked(number: &str, seed: &str) -> Asked {
    let seed = match std::env::var(seed).as_deref() {
        Err(_) => 1,
        Ok("clock") => std::time::UNIX_EPOCH.elapsed().expect("a clock after 1970").as_secs(),
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{seed} is a number, or clock")),
    };
    Asked { number: std::env::var(number).ok(), seed }
}

/// Does something for each of many things, on as many threads as there are cores; results in the order of the things.
/// Each thread is told its number, so that it can keep to a folder of its own.
pub fn on_all_cores<T: Sync, R: Send>(things: &[T], todo: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = |worker: usize| {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(at) else { return done };
            done.push((at, todo(worker, thing)));
        }
    };
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|worker| scope.spawn(move || work(worker))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a thread that did not panic")).collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}
