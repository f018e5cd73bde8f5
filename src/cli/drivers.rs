//! `launchsim drivers`: which inputs move a result, or the difference of two, and where the choice flips.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::options::{Common, FLAGSHIP, Format, LATE};
use super::run::{now, watch};
use super::sensitivity::{SensitivityArguments, of_design};
use super::{interrupt, terminal};
use crate::experiment::compare::{Case, Runs, fits};
use crate::experiment::drivers::asked::Asked;
use crate::experiment::drivers::draws::{Drawings, MOST};
use crate::experiment::drivers::scaled::six_digits;
use crate::experiment::drivers::{Drivers, Effort, LEAST, Subject};
use crate::experiment::sweep::axis::{Axis, Levels};
use crate::language::nearest;
use crate::language::source::Source;
use crate::outcome::Layout;
use crate::report::drivers::{DriversSummary, WRITES, write};
use crate::report::folder::RunFolder;
use crate::report::next::Next;
use crate::report::page::Group;
use crate::report::stored;
use crate::scenario::{Loaded, Template};

/// Arguments of `drivers`.
#[derive(Debug, Args)]
#[command(mut_arg("launches", |arg| arg.help("Launches whose draws are read, in place of the scenario's")))]
#[command(mut_arg("set", |arg| arg.help("Set a key of every scenario; may be repeated")))]
pub struct DriversArguments {
    /// The scenario or the folder of a run, by default the flagship; with a second scenario, what moves the difference
    #[arg(value_name = "FILE|DIR", num_args = 0..=2)]
    pub files: Vec<PathBuf>,
    /// Move a certain key between these ends in place of a tenth or thirty days; may be repeated
    #[arg(long, value_name = "KEY=LOW..HIGH")]
    pub range: Vec<String>,
    /// A further figure that is asked for; may be repeated
    #[arg(long, value_name = "METRIC")]
    pub metric: Vec<String>,
    /// Try every certain input, however many there are
    #[arg(long)]
    pub all: bool,
    /// Launches of each certain input that is told
    #[arg(long, value_name = "N", default_value_t = Effort::COMMAND.told, value_parser = super::options::launches, display_order = LATE - 3)]
    pub each: u32,
    /// What is asked beside them
    #[command(flatten)]
    pub more: SensitivityArguments,
    /// What all commands share
    #[command(flatten)]
    pub common: Common,
}

/// Finds the drivers, writes the results and prints their page.
///
/// # Errors
/// When a scenario is wrong, an option cannot be meant, or results cannot be written.
pub fn drivers(arguments: &DriversArguments) -> Result<(), Failure> {
    let started = now();
    let sources: Vec<Source> = match arguments.files.as_slice() {
        [] => vec![Source::BuiltIn(FLAGSHIP)],
        files => files.iter().map(|file| Source::File(scenario_of(file))).collect(),
    };
    let stored = arguments.files.first().filter(|file| file.is_dir());
    if let (Some(folder), true) = (stored, arguments.files.len() > 1 || !overrides_nothing(arguments)) {
        return Err(Failure::Usage(format!(
            "{} holds launches that are simulated already: they stand alone, without --set, -n, --seed and a second file; \
             name {} instead to simulate anew",
            folder.display(),
            scenario_of(folder).display()
        )));
    }
    let overrides = arguments.common.overrides();
    let templates: Vec<Template> =
        sources.iter().map(|source| Template::open(source, &overrides)).collect::<Result<_, _>>()?;
    let loaded: Vec<Loaded> = templates.iter().map(|template| template.with(&[])).collect::<Result<_, _>>()?;
    super::warn::tell_once(loaded.iter(), arguments.common.quiet());
    let ranges: Vec<Axis> = arguments.range.iter().map(|range| ranged(range, &loaded[0])).collect::<Result<_, _>>()?;
    // A key that is not there, or an end that cannot be, is a fault here and not an input that was not tried.
    for range in &ranges {
        for end in ends_of(range) {
            templates[0].with(&[range.setting(end)])?;
        }
    }
    let launches = loaded[0].scenario.run.launches.min(MOST as u32);
    let named = loaded.iter().map(|loaded| (loaded.scenario.name.clone(), loaded.scenario.clone()));
    let cases = Case::all(named.collect()).map_err(|fault| Failure::Usage(fault.to_string()))?;
    if launches < LEAST && !cases.iter().all(|case| case.plan.deterministic) {
        let few =
            format!("{launches} launches are too few to tell what moves them from luck; write -n {LEAST} or more");
        return Err(Failure::Usage(few));
    }
    let layout = &cases[0].plan.layout;
    let asked = asked(&arguments.metric, layout)?;
    fits(&cases, launches).map_err(|fault| Failure::Usage(fault.to_string()))?;
    let names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let folder = format!("drivers_{}", names.join("_"));
    let folder = arguments.common.out.clone().unwrap_or_else(|| PathBuf::from("output").join(folder));
    let reads: Vec<PathBuf> = loaded.iter().flat_map(|loaded| loaded.sources.files()).map(PathBuf::from).collect();
    let workers = arguments.common.workers()?;
    let stop = interrupt::flag();
    let mut runs = Runs::new(&cases);
    let screen = arguments.more.checked(&runs.alternatives, &cases)?;
    let place = RunFolder::create(&folder, &WRITES, &reads)?;
    watch(&stop, &place);
    let launches = match stored {
        Some(run) => read_back(run, &mut runs)?,
        None => {
            runs.extend(&cases, launches, &workers, false, &stop).map_err(Failure::of_launches(&folder))?;
            launches
        }
    };
    let drawings = match runs.alternatives.as_slice() {
        [first, second, ..] => Drawings::difference(first, second, &asked, launches),
        [one] => Drawings::of(one, &asked, launches),
        [] => Drawings::default(),
    };
    let seed = cases[0].plan.seed;
    let mut more = arguments.more.of_draws(&runs.alternatives)?;
    more.worth = arguments.more.worth_of(&drawings);
    if let (Some(screen), Some(template)) = (screen, templates.first()) {
        let each = arguments.each.min(launches);
        let names: Vec<&str> = asked.iter().map(|asked| asked.name.as_str()).collect();
        more.designed = Some(of_design(screen, template.clone(), (each, seed), &names, (&workers, &stop))?);
    }
    let mut templates = templates.into_iter();
    let subject = match (templates.next(), templates.next()) {
        (Some(first), Some(second)) => Subject::difference(first, second, seed),
        (Some(first), None) => Subject::one(first, seed),
        _ => return Ok(()),
    };
    let most = if arguments.all { usize::MAX } else { Effort::COMMAND.most };
    let effort = Effort { told: arguments.each, most, ..Effort::COMMAND };
    let found = Drivers::of(&subject, &drawings, asked, (&ranges, &effort), &workers, &stop);
    if stop.load(std::sync::atomic::Ordering::Relaxed) {
        return Err(Failure::Interrupted { folder: folder.display().to_string() });
    }
    let invocation = arguments.common.invocation(started, started.elapsed().as_secs_f64(), &workers);
    let of: Vec<String> = cases.iter().map(|case| case.name.clone()).collect();
    let summary = write(place, (found, more), (of, layout, seed), &invocation)?;
    present(arguments, &summary)
}

/// The values between which a key is moved; of words, each.
fn ends_of(range: &Axis) -> Vec<f64> {
    match &range.levels {
        Levels::Range { low, high } => vec![*low, *high],
        Levels::Values(values) => values.clone(),
    }
}

/// The scenario of the folder of a run; a file is its own.
fn scenario_of(path: &Path) -> PathBuf {
    if path.is_dir() { path.join("scenario.toml") } else { path.to_owned() }
}

fn overrides_nothing(arguments: &DriversArguments) -> bool {
    let common = &arguments.common;
    common.set().is_empty() && common.launches.is_none() && common.seed.is_none()
}

/// The launches of a run that lie on the disk; gives their number.
fn read_back(run: &Path, runs: &mut Runs) -> Result<u32, Failure> {
    let Some(one) = runs.alternatives.first_mut() else { return Ok(0) };
    let metrics = one.layout.metrics.iter().map(|metric| metric.name.clone());
    let names: Vec<String> = one.layout.inputs.iter().cloned().chain(metrics).collect();
    let columns = stored::columns(&run.join("launches.parquet"), &names, MOST)
        .map_err(|fault| Failure::Usage(fault.to_string()))?;
    runs.launches = columns.first().map_or(0, Vec::len) as u32;
    let mut columns = columns.into_iter();
    one.inputs = columns.by_ref().take(one.layout.inputs.len()).collect();
    one.metrics = columns.collect();
    Ok(runs.launches)
}

/// The ends named for a key.
fn ranged(range: &str, loaded: &Loaded) -> Result<Axis, Failure> {
    let key = range.split('=').next().unwrap_or("").trim();
    if key.contains('*') {
        let one = loaded.written().into_iter().map(|written| written.address).find(|address| stands_for(key, address));
        let cure = one.map_or_else(
            || "no key that is written is among them".to_owned(),
            |one| {
                format!(
                    "write one of them, as in {one}={}; without --range all that stand in a list move together by a tenth",
                    range.split_once('=').map_or("LOW..HIGH", |(_, ends)| ends.trim())
                )
            },
        );
        return Err(Failure::Usage(format!(
            "--range {range}: `{key}` stands for many keys, and --range moves one; {cure}"
        )));
    }
    Axis::parse(range).map_err(|fault| Failure::Usage(fault.to_string().replacen("--vary", "--range", 1)))
}

/// Whether an address is one of those that a key with `*` stands for.
fn stands_for(key: &str, address: &str) -> bool {
    let (parts, of): (Vec<&str>, Vec<&str>) = (key.split('.').collect(), address.split('.').collect());
    parts.len() == of.len() && parts.iter().zip(&of).all(|(part, of)| *part == "*" || part == of)
}

/// The usual figures and those that were named.
fn asked(names: &[String], layout: &Layout) -> Result<Vec<Asked>, Failure> {
    let mut asked = Asked::usual(layout);
    for name in names {
        let Some(at) = layout.metric(name) else {
            let near = nearest(name, layout.metric_names());
            let cure = near.map_or_else(
                || "summary.json of a run lists them".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Failure::Usage(format!("--metric: this scenario yields no metric `{name}`; {cure}")));
        };
        let more = Asked::metric(layout, at);
        if !asked.contains(&more) {
            asked.push(more);
        }
    }
    Ok(asked)
}

fn present(arguments: &DriversArguments, summary: &DriversSummary) -> Result<(), Failure> {
    terminal::warn(&summary.warnings, arguments.common.quiet());
    match arguments.common.show.voice.format {
        Format::Json => terminal::print_json(&summary.json()),
        Format::Human if arguments.common.quiet() => Ok(()),
        Format::Human => {
            let files = crate::units::counted(summary.files.len() as f64, "file");
            let files = format!("{files} in {}", terminal::path(&summary.folder));
            let page = summary.page().with(Group::note(&files)).with(Group::note(&next(arguments, summary)));
            terminal::print(&page.terminal(terminal::page_width(), false))
        }
    }
}

/// What to type next: the strongest certain input as a sweep.
fn next(arguments: &DriversArguments, summary: &DriversSummary) -> String {
    let Some((key, low, high)) = summary.drivers.sweepable() else { return String::new() };
    let ends: Option<(f64, f64)> = low.parse().ok().zip(high.parse().ok());
    let (values, what) = match ends.filter(|(low, high)| low < high) {
        Some((from, to)) => (format!("{low}..{high}:{}", six_digits((to - from) / 4.0)), "between its ends"),
        None => (format!("{low},{high}"), "at both ends"),
    };
    Next::new("sweep", arguments.files.first().map(PathBuf::as_path))
        .with_sets(arguments.common.set())
        .with("--vary", format!("{key}={values}"))
        .said(&format!("{key} {what}"))
}
