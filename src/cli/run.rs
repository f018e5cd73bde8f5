//! `launchsim run`: one scenario from its file to its results.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;

use super::failure::Failure;
use super::options::{Common, Format, LATE, OneFile};
use super::until::Until;
use super::{interrupt, terminal};
use crate::company::plan;
use crate::company::plan::Plan;
use crate::experiment::Workers;
use crate::experiment::best_multiple::BestMultiple;
use crate::experiment::bookings::Bookings;
use crate::experiment::demand::DemandCurve;
use crate::experiment::drivers::asked::Asked;
use crate::experiment::drivers::draws::Drawings;
use crate::experiment::drivers::{Drivers, Effort, LEAST, Subject};
use crate::experiment::order_plan::OrderPlan;
use crate::experiment::planners::Planners;
use crate::experiment::replicate::{Replication, Settings, TRACED, memory_of_days};
use crate::experiment::until::{Settled, replicate_until};
use crate::outcome::MetricId;
use crate::report::drivers::AtTheEnd;
use crate::report::folder::RunFolder;
use crate::report::html::Assumptions;
use crate::report::next::Next;
use crate::report::paths;
use crate::report::writer;
use crate::report::{Finished, ReportError, RunSummary, RunWriter, summary_text};
use crate::scenario::{self, Loaded, Template};

/// Arguments of `run`.
#[derive(Debug, Args)]
#[command(mut_arg("out", |arg| arg.help("Folder for the results [default: output/NAME]")))]
pub struct RunArguments {
    /// What is simulated
    #[command(flatten)]
    pub file: OneFile,
    /// What all commands share
    #[command(flatten)]
    pub common: Common,
    /// When it is enough
    #[command(flatten)]
    pub until: Until,
    /// Write launches.csv beside launches.parquet
    #[arg(long, display_order = LATE + 3)]
    pub csv: bool,
    /// Write every day of the first N launches to paths.parquet, at most 1,000
    ///
    /// A row per launch and day with all series of daily.csv: for 1,000 launches of two years about 100 MB, in the file a
    /// third of it or so. They are in memory in any case.
    #[arg(long, value_name = "N", value_parser = paths, display_order = LATE + 3)]
    pub paths: Option<u32>,
    /// Do not say which inputs move the result most
    #[arg(long, display_order = LATE + 5)]
    pub no_drivers: bool,
    /// Do not say what another planner of the parts, or another multiple of the plan, would be worth
    #[arg(long, display_order = LATE + 4)]
    pub no_planners: bool,
}

/// A number of launches whose days are kept.
fn paths(text: &str) -> Result<u32, String> {
    match super::options::launches(text)? {
        many if many > TRACED => {
            Err("the days of the first 1,000 launches are kept; write at most that many".to_owned())
        }
        many => Ok(many),
    }
}

/// Runs a scenario, writes its results and prints its page.
///
/// # Errors
/// When the scenario is wrong, results cannot be written, or the run was interrupted.
pub fn run(arguments: &RunArguments) -> Result<(), Failure> {
    let started = now();
    let template = Template::open(&arguments.file.source(), &arguments.common.overrides())?;
    let loaded = template.with(&[])?;
    super::warn::tell(&loaded, arguments.common.quiet());
    let plan = plan::compile(&loaded.scenario).map_err(Failure::of_plan(&loaded))?;
    let summary = simulate(arguments, &template, &loaded, (&plan, started))?;
    terminal::warn(&summary.warnings, arguments.common.quiet());
    present(arguments, &summary)
}

/// Reads a scenario and tells what is probably not meant.
pub(super) fn load(file: &OneFile, common: &Common) -> Result<Loaded, Failure> {
    let loaded = scenario::load(&file.source(), &common.overrides())?;
    super::warn::tell(&loaded, common.quiet());
    Ok(loaded)
}

/// Simulates launches and writes them as they come: as many as the scenario says, or until an interval is narrow.
fn simulate(
    arguments: &RunArguments,
    template: &Template,
    loaded: &Loaded,
    (plan, started): (&Plan, Instant),
) -> Result<RunSummary, Failure> {
    let scenario = &loaded.scenario;
    let folder = arguments.common.out.clone().unwrap_or_else(|| PathBuf::from("output").join(&scenario.name));
    let target = arguments.until.target([(scenario.name.as_str(), plan)])?;
    let launches = if target.is_some() { arguments.until.most } else { scenario.run.launches };
    terminal::announce_memory(
        memory_of_days(plan, launches),
        "the days of the first launches",
        "a shorter [timeline] or fewer than 1,000 launches (-n) take less",
        arguments.common.quiet(),
    );
    if let Some(wanted) = arguments.paths {
        let bytes = paths::size(&plan.layout, wanted.min(launches));
        terminal::announce_disk(bytes, "paths.parquet", "fewer launches (--paths) take less", arguments.common.quiet());
    }
    let workers = arguments.common.workers()?;
    let stop = interrupt::flag();
    let reads: Vec<PathBuf> = loaded.sources.files().map(PathBuf::from).collect();
    let place = RunFolder::create(&folder, &writer::WRITES, &reads)?;
    watch(&stop, &place);
    let mut writer = RunWriter::create(place, &plan.layout, arguments.csv)?;
    let bar = terminal::progress(launches, arguments.common.quiet());
    let mut writing = Duration::ZERO;
    let began = now();
    let asked = Asked::usual(&plan.layout);
    let mut drawings = Drawings::new(&plan.layout, &asked);
    let mut sink = |chunk: crate::outcome::Chunk| -> Result<(), ReportError> {
        let before = now();
        drawings.push(&plan.layout, &asked, &chunk);
        writer.chunk(&chunk)?;
        bar.inc(chunk.launches as u64);
        writing += before.elapsed();
        Ok(())
    };
    let settings = Settings { launches, workers: &workers, trace: true };
    let failed = Failure::of_launches(&folder);
    let mut replication = Replication::new(scenario, plan, &settings);
    let settled = match &target {
        Some(target) => Some(replicate_until(&mut replication, target, launches, &stop, &mut sink).map_err(&failed)?),
        None => {
            replication.extend(launches, &stop, &mut sink).map_err(&failed)?;
            None
        }
    };
    // One thread writes while the others simulate.
    let engine_seconds = began.elapsed().as_secs_f64() - writing.as_secs_f64() / workers.count() as f64;
    bar.finish_and_clear();
    interrupted(&stop, &folder)?;
    let simulated = settled.as_ref().map_or(scenario.run.launches, |settled| settled.launches);
    let resolved = loaded.as_simulated(scenario.run.seed, simulated).resolved_toml();
    let demand = if arguments.common.show.no_charts { None } else { DemandCurve::of(scenario, plan) };
    let bookings = if arguments.common.show.no_charts { None } else { Bookings::of(scenario, plan, &workers) };
    let planners = if arguments.no_planners { None } else { Planners::of(scenario, plan, &workers, &stop)? };
    let best = if arguments.no_planners { None } else { BestMultiple::of(scenario, plan, &workers, &stop)? };
    let orders = OrderPlan::of(scenario, plan, &workers).map(|orders| orders.recommending(best, &workers));
    let drivers = (!arguments.no_drivers)
        .then(|| drivers(arguments, template, plan, (&drawings, asked, simulated), &workers, &stop));
    interrupted(&stop, &folder)?;
    let run = Finished {
        demand: demand.as_ref(),
        bookings,
        planners,
        orders,
        drivers,
        seed: scenario.run.seed,
        daily: &replication.daily,
        paths: arguments.paths.unwrap_or(0),
        resolved: &resolved,
        next: next(arguments, scenario.run.launches, settled.as_ref(), &scenario.company.currency),
        settled,
        vat: scenario.company.vat.input.is_none().then_some(scenario.company.vat.value),
        price: scenario.products.first().and_then(|product| product.price.first()).map(|(_, price)| price.value),
        assumptions: &Assumptions::of(loaded),
    };
    Ok(writer.finish(&run, &arguments.common.invocation(started, engine_seconds, &workers))?)
}

/// What the result hangs on, told at the end of the page.
fn drivers(
    arguments: &RunArguments,
    template: &Template,
    plan: &Plan,
    (drawings, asked, launches): (&Drawings, Vec<Asked>, u32),
    workers: &Workers,
    stop: &AtomicBool,
) -> AtTheEnd {
    let enough = plan.deterministic || launches >= LEAST;
    let subject = Subject::one(template.clone(), plan.seed);
    let found = enough.then(|| Drivers::of(&subject, drawings, asked, (&[], &Effort::PAGE), workers, stop));
    let common = &arguments.common;
    let command =
        Next::new("drivers", arguments.file.path()).with_sets(common.set()).with_any("--seed", common.seed).line();
    AtTheEnd { drivers: found, launches, difference: Vec::new(), command }
}

/// What to type next: what the worst launch is like.
fn next(arguments: &RunArguments, launches: u32, settled: Option<&Settled>, currency: &str) -> String {
    let common = &arguments.common;
    let command = Next::new("explain", arguments.file.path())
        .with_sets(common.set())
        .with_any("-n", settled.map(|settled| settled.launches).or(common.launches))
        .with_any("--seed", common.seed);
    if launches == 1 {
        return command.with("--launch", 0).said("this launch told day by day");
    }
    command.with("--launch", worst_profit(currency)).said("the worst of these launches told day by day")
}

/// The launch that earns least, as `--launch` takes it.
pub(super) fn worst_profit(currency: &str) -> String {
    format!("worst:{}", MetricId::NetProfit.name(currency))
}

/// Ends a command that does not stop by itself, with what [`Failure::Interrupted`] says.
pub(super) fn watch(stop: &Arc<AtomicBool>, place: &RunFolder) {
    let folder = place.target().display().to_string();
    let told = move || Failure::Interrupted { folder: folder.clone() }.message(terminal::colour_on_errors());
    interrupt::watch(stop, place.partial(), told);
}

/// A Ctrl-C after the last chunk counts too.
fn interrupted(stop: &AtomicBool, folder: &std::path::Path) -> Result<(), Failure> {
    if stop.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted { folder: folder.display().to_string() });
    }
    Ok(())
}

fn present(arguments: &RunArguments, summary: &RunSummary) -> Result<(), Failure> {
    match arguments.common.show.voice.format {
        Format::Json => terminal::print_json(&summary.json()),
        Format::Human if arguments.common.quiet() => Ok(()),
        Format::Human => terminal::print(&summary_text(summary, terminal::colour_on_output(), terminal::width())),
    }
}

/// The clock; it times the run and touches no result.
#[expect(clippy::disallowed_methods, reason = "run.json and the page say how long the run took")]
pub(super) fn now() -> Instant {
    Instant::now()
}
