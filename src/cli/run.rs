//! `launchsim run`: one scenario from its file to its results.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::arguments::{Format, RunArguments};
use super::failure::Failure;
use super::{interrupt, terminal};
use crate::experiment::replicate::{Interrupted, Settings, replicate};
use crate::plan::{self, Plan};
use crate::report::{Options, ReportError, RunInfo, RunSummary, RunWriter, summary_text};
use crate::scenario::{self, Loaded, Source};

/// The scenario that runs when no file is named.
pub(super) const FLAGSHIP: &str = "mi1.toml";

/// Runs a scenario, writes its results and prints its page.
///
/// # Errors
/// When the scenario is wrong, results cannot be written, or the run was interrupted.
pub fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let started = now();
    let loaded = load(arguments)?;
    let plan = plan::compile(&loaded.scenario)?;
    let summary = simulate(arguments, &loaded, &plan, started)?;
    present(arguments, &summary)
}

/// Reads the scenario and tells what is probably not meant.
fn load(arguments: &RunArguments) -> Result<Loaded, Failure> {
    let source = arguments.file.clone().map_or(Source::BuiltIn(FLAGSHIP), Source::File);
    let loaded = scenario::load(&source, &arguments.overrides())?;
    if !arguments.show.quiet && !loaded.warnings.is_empty() {
        terminal::tell(&scenario::render(&loaded.warnings, &loaded.sources, terminal::colour_on_errors()));
    }
    Ok(loaded)
}

/// Simulates all launches and writes them as they come.
fn simulate(arguments: &RunArguments, loaded: &Loaded, plan: &Plan, started: Instant) -> Result<RunSummary, Failure> {
    let scenario = &loaded.scenario;
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("output").join(&scenario.name));
    let options = Options { csv: arguments.csv, charts: !arguments.show.no_charts };
    let stop = interrupt::flag();
    let mut writer = RunWriter::create(&folder, &plan.layout, options)?;
    let threads = arguments.threads.number();
    let settings = Settings { launches: scenario.run.launches, threads, trace: true };
    let bar = terminal::progress(settings.launches, arguments.show.quiet);
    let mut writing = Duration::ZERO;
    let began = now();
    let mut sink = |chunk: crate::outcome::Chunk| -> Result<(), ReportError> {
        let before = now();
        writer.chunk(&chunk)?;
        bar.inc(chunk.launches as u64);
        writing += before.elapsed();
        Ok(())
    };
    let result = replicate(scenario, plan, &settings, &stop, &mut sink);
    let engine_seconds = began.elapsed().saturating_sub(writing).as_secs_f64();
    bar.finish_and_clear();
    let daily = result.map_err(|why| failure(why, &folder))?;
    interrupted(&stop, &folder)?;
    let info = RunInfo {
        version: env!("CARGO_PKG_VERSION").into(),
        command: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
        seed: scenario.run.seed,
        threads: threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get)),
        started,
        engine_seconds,
        price: scenario.products.first().and_then(|product| product.price.first()).map(|(_, price)| price.value),
    };
    Ok(writer.finish(&daily, &info, &loaded.resolved_toml())?)
}

fn failure(why: Interrupted<ReportError>, folder: &std::path::Path) -> Failure {
    match why {
        Interrupted::Stopped => Failure::Interrupted { folder: folder.display().to_string() },
        Interrupted::Sink(error) => Failure::Report(error),
        Interrupted::Plan(error) => Failure::Plan(error),
        Interrupted::Threads(reason) => Failure::World { action: "start threads".into(), reason },
    }
}

/// A Ctrl-C after the last chunk counts too.
fn interrupted(stop: &AtomicBool, folder: &std::path::Path) -> Result<(), Failure> {
    if stop.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted { folder: folder.display().to_string() });
    }
    Ok(())
}

fn present(arguments: &RunArguments, summary: &RunSummary) -> Result<(), Failure> {
    match arguments.show.format {
        Format::Json => terminal::print(&format!("{:#}\n", summary.json())),
        Format::Human if arguments.show.quiet => Ok(()),
        Format::Human => terminal::print(&summary_text(summary, terminal::colour_on_output(), terminal::width())),
    }
}

/// The clock; it times the run and touches no result.
#[expect(clippy::disallowed_methods, reason = "run.json and the page say how long the run took")]
pub(super) fn now() -> Instant {
    Instant::now()
}
