//! `launchsim calibrate`: inputs fitted to the facts on record.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::next::Next;
use super::options::{Common, Format, OneFile};
use super::run::{now, watch};
use super::{interrupt, terminal};
use crate::company::plan::compile;
use crate::experiment::calibrate::bank::Bank;
use crate::experiment::calibrate::conflict::Costs;
use crate::experiment::calibrate::{Calibration, Effort, LEAST, Refusal, calibrate as fitted_to, fitted};
use crate::outcome::{ObservedFact, Says};
use crate::report::calibrate::{self as report, CalibrationSummary, SCENARIO};
use crate::report::folder::RunFolder;
use crate::report::page::Group;
use crate::scenario::{Loaded, Template};
use crate::units::{counted, thousands};

/// Launches of equal weight that are wanted when nothing is said.
const EFFECTIVE: u32 = 400;
/// Launches at most when nothing is said.
const MOST: u32 = 1 << 20;
/// Lines of the joint sample when nothing is said.
const DRAWS: u32 = 1000;
/// Launches taken for the truth when nothing is said.
const TRUTHS: u32 = 200;
/// Of a hundred launches so many are believed to have weight, when memory is reckoned beforehand.
const WITH_WEIGHT: u64 = 10;

/// Arguments of `calibrate`.
#[derive(Debug, Args)]
#[command(mut_arg("file", |arg| arg.help("Scenario whose inputs are fitted; the flagship when none is named")))]
#[command(mut_arg("launches", |arg| arg.help(format!("Launches drawn from what is believed at most [default: {MOST}]"))))]
pub struct CalibrateArguments {
    /// What is fitted
    #[command(flatten)]
    pub file: OneFile,
    /// Go on until the launches that make the record are worth so many of equal weight
    #[arg(long, value_name = "N", default_value_t = EFFECTIVE, value_parser = super::options::launches)]
    pub effective: u32,
    /// Lines of the joint sample
    #[arg(long, value_name = "N", default_value_t = DRAWS, value_parser = super::options::launches)]
    pub draws: u32,
    /// Launches taken for the truth in turn, to see whether the fit finds them
    #[arg(long, value_name = "N", default_value_t = TRUTHS, value_parser = super::options::launches)]
    pub truths: u32,
    /// What all commands share
    #[command(flatten)]
    pub common: Common,
}

/// Fits the inputs, writes the results and prints their page.
///
/// # Errors
/// When the scenario is wrong, has no facts to fit to or no uncertain inputs, the launches are worth too few, or results
/// cannot be written.
pub fn calibrate(arguments: &CalibrateArguments) -> Result<(), Failure> {
    let started = now();
    let common = &arguments.common;
    let mut sets = common.set().to_vec();
    sets.extend(common.seed.map(|seed| format!("run.seed={seed}")));
    let loaded = Template::open(&arguments.file.source(), &sets)?.with(&[])?;
    super::warn::tell(&loaded, common.quiet());
    let plan = compile(&loaded.scenario)?;
    can_be_fitted(&loaded, &plan)?;
    let effort = Effort {
        effective: f64::from(arguments.effective),
        most: common.launches.unwrap_or(MOST),
        draws: arguments.draws as usize,
        truths: arguments.truths as usize,
    };
    let memory = Bank::memory(&plan.layout, effort.most, WITH_WEIGHT);
    terminal::announce_memory(memory, "the launches that have weight", "fewer launches (-n) take less", common.quiet());
    let workers = common.workers()?;
    let stop = interrupt::flag();
    let usual = || PathBuf::from("output").join(format!("{}_calibrate", plan.layout.scenario));
    let folder = common.out.clone().unwrap_or_else(usual);
    let reads: Vec<PathBuf> = loaded.sources.files().map(PathBuf::from).collect();
    let place = RunFolder::create(&folder, &report::WRITES, &reads)?;
    watch(&stop, &place);
    let bar = terminal::progress_of(u64::from(effort.most), "launches at most", common.quiet());
    let mut told = |launches: u32, effective: f64, next: u32| {
        if next > launches {
            bar.set_length(u64::from(next));
        }
        bar.set_message(format!("worth {}", thousands(effective, 0)));
    };
    let each = |launches: u32| bar.inc(u64::from(launches));
    let found = fitted_to(&loaded.scenario, &plan, &effort, (&workers, &stop), &mut told, &each);
    bar.finish_and_clear();
    let found = found.map_err(|refusal| failed(refusal, &effort, &folder))?;
    if found.effective < effort.effective && !common.quiet() {
        terminal::tell(&short_of(&found, &effort));
    }
    let invocation = common.invocation(started, started.elapsed().as_secs_f64(), &workers);
    let layout = plan.layout.clone();
    let summary = report::write(place, found, (layout, plan.seed, &loaded.fitted_toml()), &invocation)?;
    present(arguments, &summary)
}

/// What was wanted and is not there.
fn short_of(found: &Calibration, effort: &Effort) -> String {
    format!(
        "{} are worth {} that make the record, fewer than the {} asked for; more launches (-n) would give more",
        counted(f64::from(found.launches), "launch"),
        thousands(found.effective, 0),
        thousands(effort.effective, 0)
    )
}

/// Whether there is something to fit, and something to fit it to.
fn can_be_fitted(loaded: &Loaded, plan: &crate::company::plan::Plan) -> Result<(), Failure> {
    let usage = |text: String| Err(Failure::Usage(text));
    let scenario = &loaded.scenario;
    if let Some(drawn) = scenario.inputs.iter().find_map(|input| input.drawn.as_ref()) {
        return usage(format!(
            "inputs of this scenario are drawn from `joint.{}` already: fit the scenario that this one extends, with the further \
             facts in it",
            drawn.joint
        ));
    }
    if scenario.inputs.is_empty() {
        return usage("nothing of this scenario is uncertain: write a distribution where a number is not known".into());
    }
    if plan.deterministic {
        return usage("`run.deterministic` takes luck and uncertainty away: nothing can be fitted without them".into());
    }
    if fitted(plan).is_empty() {
        let facts: Vec<&str> = plan.layout.observed.iter().map(|fact| fact.name.as_str()).collect();
        return usage(match facts.first() {
            None => {
                "this scenario has no facts on record: write [observed.NAME] tables, with role = \"fit\" in those that \
                     inputs are fitted to"
                    .into()
            }
            Some(first) => format!(
                "no fact of this scenario is there to be fitted to: write role = \"fit\" in some of its [observed.NAME] tables, \
                 for example in [observed.{first}]"
            ),
        });
    }
    Ok(())
}

fn failed(refusal: Refusal, effort: &Effort, folder: &Path) -> Failure {
    match refusal {
        Refusal::Stopped => Failure::Interrupted { folder: folder.display().to_string() },
        Refusal::Plan(fault) => Failure::Plan(fault),
        Refusal::TooFew { launches, effective, costs, facts } => {
            let all = launches >= effort.most;
            Failure::Usage(too_few((launches, all), effective, &costs, &facts))
        }
    }
}

/// Why the launches are worth too few, and what to do about it.
fn too_few((launches, all): (u32, bool), effective: f64, costs: &Costs, facts: &[ObservedFact]) -> String {
    let name = |at: usize| facts.get(at).map_or("", |fact| fact.name.as_str());
    let mut lines = vec![format!(
        "{} drawn from what is believed are worth {} that make the record; nothing is told below {LEAST}",
        counted(f64::from(launches), "launch"),
        thousands(effective, usize::from(effective < 10.0))
    )];
    let never = costs.alone.iter().enumerate().filter(|(_, alone)| **alone < 2.0).map(|(at, _)| at);
    lines.extend(never.take(3).map(|at| {
        let what = if facts[at].says == Says::Exactly { "comes near" } else { "keeps" };
        format!("  hardly any launch {what} `{}` at all", name(at))
    }));
    let mut without: Vec<(usize, f64)> = costs.without.iter().copied().enumerate().collect();
    without.sort_by(|a, b| b.1.total_cmp(&a.1));
    let costly = without.iter().take(2).filter(|(_, worth)| *worth > 1.5 * costs.all);
    lines.extend(costly.map(|(at, worth)| {
        format!(
            "  without `{}` the first {} would be worth {} in place of {}",
            name(*at),
            thousands(costs.launches as f64, 0),
            thousands(*worth, 1),
            thousands(costs.all, 1)
        )
    }));
    let fights = costs.fights.iter().take(2).filter(|fight| fight.together < 0.5);
    lines.extend(fights.map(|fight| {
        format!(
            "  `{}` and `{}` fight: launches that meet both are {} % of what chance would bring",
            name(fight.between.0),
            name(fight.between.1),
            thousands(100.0 * fight.together, 1)
        )
    }));
    let more = if all { "; or draw more launches (-n)" } else { "" };
    lines.push(format!(
        "widen what is believed of the inputs that these facts hang on, or write what the record and the model may miss (error, \
         discrepancy){more}"
    ));
    lines.join("\n")
}

fn present(arguments: &CalibrateArguments, summary: &CalibrationSummary) -> Result<(), Failure> {
    let common = &arguments.common;
    terminal::warn(&summary.warnings, common.quiet());
    match common.show.voice.format {
        Format::Json => terminal::print_json(&summary.json()),
        Format::Human if common.quiet() => Ok(()),
        Format::Human => {
            let files = counted(summary.files.len() as f64, "file");
            let files = format!("{files} in {}", terminal::path(&summary.folder));
            let next = Next::new("run", Some(&summary.folder.join(SCENARIO))).said("launches of what is believed now");
            let page = summary.page().with(Group::note(&files)).with(Group::note(&next));
            terminal::print(&page.terminal(terminal::page_width(), false))
        }
    }
}
