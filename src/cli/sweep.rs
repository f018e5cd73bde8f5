//! `launchsim sweep`: many points, written down one by one.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use clap::{Args, ValueEnum};

use super::array::Part;
use super::failure::Failure;
use super::options::{Common, Format, OneFile, Show};
use super::run::now;
use super::{interrupt, terminal};
use crate::experiment::sweep::axis::{Axis, DesignError, ends_short};
use crate::experiment::sweep::design::{Design, ListError, MANY_POINTS, Method};
use crate::experiment::sweep::{Objective, Shard, Sweep, SweepError};
use crate::language::disk::Disk;
use crate::language::point_list::PointList;
use crate::report::ReportError;
use crate::report::folder::RunFolder;
use crate::report::folder::lock::Lock;
use crate::report::next::Next;
use crate::report::page::Group;
use crate::report::sweep::identity::Identity;
use crate::report::sweep::journal::{self, JOURNAL, Journal, Records};
use crate::report::sweep::{self as report, SweepSummary};
use crate::scenario::Template;

/// Launches at a point when nothing is said.
const LAUNCHES: u32 = 1000;
/// Sweeps of one scenario that find a folder by themselves.
const MOST_FOLDERS: u32 = 9_999;
/// Points after which the journal is made to survive a loss of power.
const SYNC: u64 = 256;

/// How points fill the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DesignName {
    /// Every combination of the values
    Grid,
    /// A Latin hypercube
    Lhs,
    /// Scrambled Sobol' points
    Sobol,
}

/// Arguments of `sweep`.
#[derive(Debug, Args)]
#[command(mut_arg("file", |arg| arg.help("Scenario to vary; the flagship when none is named")))]
#[command(mut_arg("launches", |arg| arg.help("Number of launches at each point [default: those of [sweep], else 1000]")))]
#[command(mut_arg("set", |arg| arg.help("Set a key at every point; may be repeated")))]
pub struct SweepArguments {
    /// What is simulated
    #[command(flatten)]
    pub file: OneFile,
    /// A key and its values: 1499,1999 or LOW..HIGH:STEP or LOW..HIGH, of numbers, lengths of time or dates (steps as
    /// 15 days or 1 month), or a list of choices; may be repeated
    #[arg(long, value_name = "KEY=VALUES", allow_hyphen_values = true)]
    pub vary: Vec<String>,
    /// How points fill the space
    ///
    /// What is not said here is taken from [sweep] in the scenario; otherwise it is a grid.
    #[arg(long, value_enum)]
    pub design: Option<DesignName>,
    /// Number of points of lhs and sobol; of a grid, the steps of a range without a step
    #[arg(long, value_name = "N", value_parser = super::options::whole)]
    pub points: Option<u64>,
    /// A CSV file of points in place of --vary: a column per key, a line per point; points.csv of a sweep is one
    #[arg(long, value_name = "FILE", conflicts_with_all = ["vary", "points"])]
    pub list: Option<PathBuf>,
    /// What all commands share
    #[command(flatten)]
    pub common: Common,
    /// The metric to look for more of [default: net profit]
    #[arg(long, value_name = "METRIC", conflicts_with = "minimize")]
    pub maximize: Option<String>,
    /// The metric to look for less of
    #[arg(long, value_name = "METRIC")]
    pub minimize: Option<String>,
    /// Run one part of the sweep, as in 2/3, in a folder of its own; `launchsim merge` puts the parts together
    ///
    /// `auto` takes the number of a task of an array and how many there are from Slurm, LSF, Grid Engine or AWS Batch;
    /// `auto/N` its number alone, also from PBS and Kubernetes. The part then lies in a folder of its own inside that of
    /// --out.
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    /// Say how far the parts of a sweep are, in these folders or the folders in them, and do nothing else
    #[arg(long, value_name = "DIR", num_args = 1..,
        conflicts_with_all = ["file", "vary", "design", "points", "list", "shard", "fresh", "yes", "maximize", "minimize", "launches", "seed", "set", "out"])]
    pub status: Vec<PathBuf>,
    /// Forget the points an earlier sweep left in the folder
    #[arg(long)]
    pub fresh: bool,
    /// Do it though there are more than ten million points
    #[arg(long)]
    pub yes: bool,
}

pub(super) fn usage(fault: impl std::fmt::Display) -> Failure {
    Failure::Usage(fault.to_string())
}

fn failed(fault: SweepError<ReportError>, done: (u64, u64), folder: &std::path::Path) -> Failure {
    let stopped = || Failure::Paused { done: done.0, all: done.1, folder: folder.display().to_string() };
    Failure::of_points(fault, stopped)
}

/// Runs a sweep, or goes on with it, and writes its results.
///
/// # Errors
/// When something typed or the scenario is wrong, points cannot be written down, or Ctrl-C was pressed.
pub fn sweep(arguments: &SweepArguments) -> Result<(), Failure> {
    let started = now();
    let Part { shard, inside } = Part::typed(arguments.shard.as_deref()).map_err(usage)?;
    let Prepared { sweep, reads, scenario } = prepare(arguments)?;
    let workers = arguments.common.workers()?;
    let stop = interrupt::flag();
    if arguments.shard.is_some() {
        interrupt::end_with_parent(&stop);
    }
    let identity = report::identity(&sweep, env!("CARGO_PKG_VERSION"));
    let folder = match (&arguments.common.out, &inside) {
        (Some(out), Some(inside)) => out.join(inside),
        (Some(out), None) => out.clone(),
        // Tasks of one array find the same one.
        (None, Some(inside)) => PathBuf::from("output").join(format!("{}_sweep", sweep.layout.scenario)).join(inside),
        (None, None) => free_folder(&sweep.layout.scenario, &identity, shard),
    };
    let place = RunFolder::create(&folder, &report::WRITES, &reads)?;
    if arguments.fresh {
        journal::forget(&place)?;
    }
    let (mut journal, before) = Journal::open(&place, &identity, shard)?;
    let all = shard.points(sweep.design.points);
    let written = Arc::new(AtomicU64::new(before));
    watch(&stop, &place, (&written, all));
    if before > 0 && !arguments.common.quiet() {
        terminal::tell(&format!("{before} of {all} points are there already; going on from there"));
    }
    let bar = terminal::progress_of(all, "points", arguments.common.quiet());
    bar.set_position(before);
    let mut done = before;
    let mut sink = |point: &crate::experiment::sweep::Point| -> Result<(), ReportError> {
        journal.add(point)?;
        done += 1;
        written.store(done, Ordering::Relaxed);
        bar.inc(1);
        if done.is_multiple_of(SYNC) || done == all { journal.sync() } else { Ok(()) }
    };
    let result = sweep.run(shard, before, &workers, &stop, &mut sink);
    bar.finish_and_clear();
    result.map_err(|fault| failed(fault, (done, all), &folder))?;
    drop(journal);
    let seconds = started.elapsed().as_secs_f64();
    let invocation = arguments.common.invocation(started, seconds, &workers);
    let summary = report::finish(place, Some(&scenario), &invocation)?;
    let next = next(arguments, &summary);
    present(&arguments.common.show, &summary, next.as_deref())
}

/// Ends a sweep that does not stop by itself; its points are safe.
fn watch(stop: &Arc<AtomicBool>, place: &RunFolder, (written, all): (&Arc<AtomicU64>, u64)) {
    let (written, folder) = (Arc::clone(written), place.target().display().to_string());
    let told = move || {
        let done = written.load(Ordering::Relaxed);
        Failure::Paused { done, all, folder: folder.clone() }.message(terminal::colour_on_errors())
    };
    interrupt::watch(stop, place.partial(), told);
}

/// The folder of a sweep whose place was not named: where it was begun before, else the first that holds no other sweep
/// and in which nobody is at work.
fn free_folder(scenario: &str, identity: &Identity, shard: Shard) -> PathBuf {
    let named = |number: u32| match number {
        1 => PathBuf::from("output").join(format!("{scenario}_sweep")),
        _ => PathBuf::from("output").join(format!("{scenario}_sweep_{number}")),
    };
    let may_hold = |folder: &PathBuf| {
        (!folder.join(JOURNAL).exists() && !Lock::is_held(folder))
            || Records::open(folder)
                .is_ok_and(|there| identity.difference(there.identity()).is_none() && there.shard() == shard)
    };
    (1..=MOST_FOLDERS).map(named).find(may_hold).unwrap_or_else(|| named(1))
}

/// What to type next: the best point beside the next best, or what would make the price matter.
fn next(arguments: &SweepArguments, summary: &SweepSummary) -> Option<String> {
    let SweepSummary { identity, survey, judgement, .. } = summary;
    let file = arguments.file.path();
    if survey.part.is_some() {
        return None;
    }
    let Some(choice) = &judgement.best else {
        let what = "see what is ordered and what binds in one launch";
        let command =
            Next::new("explain", file).with_sets(arguments.common.set()).with_any("--seed", arguments.common.seed);
        return Some(command.with("--launch", 0).said(what));
    };
    let settings = |at: usize| -> Vec<String> {
        let axes = identity.axes.iter().zip(&survey.inputs);
        axes.map(|(axis, values)| format!("{}={}", axis.key, axis.written(values[at]))).collect()
    };
    let sign = if identity.least { -1.0 } else { 1.0 };
    let others = (0..survey.mean.len()).filter(|&at| !choice.tied[at] && survey.mean[at].is_finite());
    let second = others.max_by(|&a, &b| (sign * survey.mean[a]).total_cmp(&(sign * survey.mean[b])));
    if let ([axis], Some(second)) = (&identity.axes[..], second) {
        let values = format!(
            "{}={},{}",
            axis.key,
            axis.written(survey.inputs[0][second]),
            axis.written(survey.inputs[0][choice.best])
        );
        let command =
            Next::new("compare", file).with_sets(arguments.common.set()).with_any("--seed", arguments.common.seed);
        return Some(command.with("--vary", values).said("the best beside the next best"));
    }
    let sets = [arguments.common.set(), &settings(choice.best)].concat();
    Some(
        Next::new("run", file)
            .with_sets(&sets)
            .with_any("--seed", arguments.common.seed)
            .said("a run at the best point"),
    )
}

/// A sweep that can begin.
struct Prepared {
    sweep: Sweep,
    /// The files it was read from.
    reads: Vec<PathBuf>,
    /// The scenario without what is varied, as it is left beside the results.
    scenario: String,
}

/// Reads what was typed, and what `[sweep]` says where nothing was, and tries it on the scenario.
fn prepare(arguments: &SweepArguments) -> Result<Prepared, Failure> {
    let source = arguments.file.source();
    // A key that cannot be varied is said before faults of the scenario are.
    let typed = axes(&arguments.vary)?;
    let template = Template::open(&source, arguments.common.set())?;
    let loaded = template.with(&[])?;
    super::warn::tell(&loaded, arguments.common.quiet());
    let reads = loaded.sources.files().map(PathBuf::from).chain(arguments.list.clone()).collect();
    let scenario_as_read = loaded.scenario.clone();
    let table = scenario_as_read.sweep.clone();
    let seed = arguments.common.seed.unwrap_or(scenario_as_read.run.seed);
    let listed = match &arguments.list {
        Some(file) => Some(PointList::open(file, Arc::new(Disk))?),
        None if typed.is_empty() => table.list.map(|file| PointList::of_read(&file)).transpose()?,
        None => None,
    };
    let design = if let Some(list) = listed {
        let layout = crate::company::plan::compile(&scenario_as_read)?.layout;
        Design::list(list, &|column| report::is_result(column, &layout), seed).map_err(|fault| match fault {
            ListError::Cells(fault) => Failure::Load(fault),
            ListError::Design(fault) => usage(fault),
        })?
    } else {
        let varied = if typed.is_empty() { &table.vary } else { &arguments.vary };
        if !arguments.common.quiet() {
            varied.iter().filter_map(|vary| ends_short(vary)).for_each(|remark| terminal::tell(&remark));
        }
        let axes = if typed.is_empty() { axes(&table.vary)? } else { typed };
        let method = match arguments.design {
            Some(DesignName::Grid) => Method::Grid,
            Some(DesignName::Lhs) => Method::LatinHypercube,
            Some(DesignName::Sobol) => Method::Sobol,
            None => table.design.map_or(Method::Grid, Method::of),
        };
        let points = arguments.points.or(table.points);
        if let Some(points) = points.filter(|points| method != Method::Grid && *points > MANY_POINTS)
            && !arguments.yes
        {
            return Err(too_many(points));
        }
        Design::new(method, axes, points, seed).map_err(usage)?
    };
    if design.points > MANY_POINTS && !arguments.yes {
        return Err(too_many(design.points));
    }
    super::warn::tell_set(&loaded, design.axes.iter().map(|axis| axis.key.as_str()), arguments.common.quiet());
    let looked_for = |metric: &String, least| Objective { metric: metric.clone(), least };
    let objective = match (&arguments.maximize, &arguments.minimize) {
        (None, None) => {
            let most = table.maximize.as_ref().map(|metric| looked_for(metric, false));
            most.or(table.minimize.as_ref().map(|metric| looked_for(metric, true)))
        }
        (most, least) => most
            .as_ref()
            .map(|metric| looked_for(metric, false))
            .or(least.as_ref().map(|metric| looked_for(metric, true))),
    };
    let launches = arguments.common.launches.or(table.launches).unwrap_or(LAUNCHES);
    let nowhere = PathBuf::new();
    let sweep = Sweep::prepare(template, design, launches, seed, objective);
    let sweep = sweep.map_err(|fault| failed(fault, (0, 0), &nowhere))?;
    Ok(Prepared { sweep, reads, scenario: loaded.as_simulated(seed, launches).resolved_toml() })
}

fn axes(varied: &[String]) -> Result<Vec<Axis>, Failure> {
    varied.iter().map(|vary| Axis::parse(vary)).collect::<Result<_, DesignError>>().map_err(usage)
}

fn too_many(points: u64) -> Failure {
    usage(format!(
        "the sweep has {} points; vary fewer keys or take wider steps, or say --yes to run them all",
        crate::units::thousands(points as f64, 0)
    ))
}

pub(super) fn present(show: &Show, summary: &SweepSummary, next: Option<&str>) -> Result<(), Failure> {
    terminal::warn(&summary.warnings, show.quiet());
    match show.voice.format {
        Format::Json => terminal::print(&format!("{:#}\n", summary.json)),
        Format::Human if show.quiet() => Ok(()),
        Format::Human => {
            let files = crate::units::counted(summary.files.len() as f64, "file");
            let files = format!("{files} in {}", summary.folder.display());
            let page = report::page(summary).with(Group::note(&files)).with(next.and_then(Group::note));
            terminal::print(&page.terminal(terminal::page_width(), false))
        }
    }
}
