//! `launchsim explain`: one launch told day by day.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::Args;

use super::failure::Failure;
use super::options::{Common, Format, OneFile};
use super::run::{load, now, watch};
use super::{interrupt, terminal};
use crate::company::plan;
use crate::experiment::Workers;
use crate::experiment::explain::pick::{Pick, PickError, Picked};
use crate::experiment::explain::{Explained, explain as replay};
use crate::report::explain::{ExplainSummary, WRITES, story_page, write};
use crate::report::folder::RunFolder;
use crate::report::next::Next;
use crate::report::page::{Group, room};
use crate::scenario::Loaded;

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(mut_arg("out", |arg| arg.help("Folder for the results [default: output/NAME/explain/launch_N]")))]
pub struct ExplainArguments {
    /// What is simulated
    #[command(flatten)]
    pub file: OneFile,
    /// What all commands share; -n is the number of launches there are to choose from
    #[command(flatten)]
    pub common: Common,
    /// Which launch: its number, or worst:METRIC, best:METRIC, median:METRIC, lowest:METRIC or highest:METRIC
    ///
    /// A rank simulates all launches first. Of equal launches the one with the lowest number is meant; of an even number
    /// the median is the lower of the two in the middle.
    #[arg(short, long, value_name = "LAUNCH", allow_hyphen_values = true)]
    pub launch: String,
    /// Tell every signature, opening, spell and late delivery, and where the cash went
    #[arg(long)]
    pub all: bool,
}

/// Picks the launch, replays it, writes its story and prints it.
///
/// # Errors
/// When the scenario is wrong, there is no such launch or metric, or results cannot be written.
pub fn explain(arguments: &ExplainArguments) -> Result<(), Failure> {
    let started = now();
    // What was typed is looked at before anything is read.
    let pick = Pick::parse(&arguments.launch).map_err(usage)?;
    let loaded = load(&arguments.file, &arguments.common)?;
    let workers = arguments.common.workers()?;
    let stop = interrupt::flag();
    let picked = find(arguments, &pick, &loaded, (&workers, &stop))?;
    let folder = arguments.common.out.clone().unwrap_or_else(|| {
        let launch = format!("launch_{}", picked.launch);
        PathBuf::from("output").join(&loaded.scenario.name).join("explain").join(launch)
    });
    let reads: Vec<PathBuf> = loaded.sources.files().map(PathBuf::from).collect();
    let place = RunFolder::create(&folder, &WRITES, &reads)?;
    watch(&stop, &place);
    let explained = replay(&loaded.scenario, picked, &workers)?;
    let invocation = arguments.common.invocation(started, started.elapsed().as_secs_f64(), &workers);
    let summary = write(place, &explained, &loaded.resolved_toml(), &invocation)?;
    let next = next(arguments, &explained, &loaded);
    present(arguments, &explained, &summary, &next)
}

/// What to type next: the rest of the story, or what the price could do about it.
fn next(arguments: &ExplainArguments, explained: &Explained, loaded: &Loaded) -> String {
    let common = &arguments.common;
    let of = |command: &str| Next::new(command, arguments.file.path()).with_sets(common.set());
    let product = loaded.scenario.products.first();
    let price = product.and_then(|product| Some((&product.name, product.price.first()?.1.value)));
    match price {
        Some((name, price)) if arguments.all && price > 0.0 => {
            let (low, high) = ((price * 0.8).round(), (price * 1.2).round());
            let vary = format!("product.{name}.price={low},{},{high}", crate::outcome::exactly(price).replace(',', ""));
            of("compare").with_any("--seed", common.seed).with("--vary", vary).said("what another price would do")
        }
        _ if arguments.all => of("run").with_any("--seed", common.seed).said("all launches"),
        _ => {
            let command = of("explain").with_any("--seed", common.seed);
            command.with("--launch", explained.story.picked.launch).switched("--all").said("all of this launch")
        }
    }
}

fn usage(fault: impl std::fmt::Display) -> Failure {
    Failure::Usage(fault.to_string())
}

fn find(
    arguments: &ExplainArguments,
    pick: &Pick,
    loaded: &Loaded,
    (workers, stop): (&Workers, &AtomicBool),
) -> Result<Picked, Failure> {
    let scenario = &loaded.scenario;
    let plan = plan::compile(scenario).map_err(Failure::of_plan(loaded))?;
    let quiet = arguments.common.quiet() || matches!(pick, Pick::Number(_));
    let bar = terminal::progress(scenario.run.launches, quiet);
    let picked = pick.find(scenario, &plan, workers, stop, &mut |launches| bar.inc(launches as u64));
    bar.finish_and_clear();
    picked.map_err(|why| match why {
        PickError::Plan(fault) => Failure::Plan(fault),
        PickError::Stopped => {
            let folder = PathBuf::from("output").join(&scenario.name).join("explain");
            let folder = arguments.common.out.clone().unwrap_or(folder);
            Failure::Interrupted { folder: folder.display().to_string() }
        }
        other => usage(other),
    })
}

fn present(
    arguments: &ExplainArguments,
    explained: &Explained,
    summary: &ExplainSummary,
    next: &str,
) -> Result<(), Failure> {
    terminal::warn(&summary.warnings, arguments.common.quiet());
    match arguments.common.show.voice.format {
        Format::Json => terminal::print_json(&summary.json),
        Format::Human if arguments.common.quiet() => Ok(()),
        Format::Human => {
            let files = crate::units::counted(summary.files.len() as f64, "file");
            let files = format!("{files} in {}", terminal::path(&summary.folder));
            let page = story_page(explained, arguments.all).with(Group::note(&files)).with(Group::note(next));
            terminal::print(&page.terminal(room(terminal::width()), terminal::colour_on_output()))
        }
    }
}
