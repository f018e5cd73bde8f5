//! `launchsim calibrate`: inputs fitted to the facts on record.

mod actuals;
mod keeping;
mod refusal;

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use crate::cli::failure::Failure;
use crate::cli::fit::list::DecimalName;
use crate::cli::halfway::{GoOn, Written};
use crate::cli::options::{Common, Format, OneFile};
use crate::cli::run::now;
use crate::cli::{interrupt, terminal};
use crate::company::plan::compile;
use crate::experiment::calibrate::actuals::Forecast;
use crate::experiment::calibrate::bank::Bank;
use crate::experiment::calibrate::{Calibration, Effort, LEAST, Refusal, Subject, fitted};
use crate::experiment::sweep::fingerprint;
use crate::report::calibrate::journal::{Asked, KIND, Rows};
use crate::report::calibrate::{self as report, CalibrationSummary, SCENARIO};
use crate::report::folder::RunFolder;
use crate::report::journal::{Journal, Reading as _};
use crate::report::next::Next;
use crate::report::page::Group;
use crate::scenario::{Loaded, Template};
use crate::units::counted;
use keeping::Keeping;

/// Launches of equal weight that are wanted when nothing is said.
const EFFECTIVE: u32 = 400;
/// Launches at most when nothing is said.
const MOST: u32 = 1 << 20;
/// How far the model may miss what was counted when nothing is said.
const DISCREPANCY: f64 = 0.1;
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
    #[arg(long, value_name = "N", default_value_t = EFFECTIVE, value_parser = crate::cli::options::launches)]
    pub effective: u32,
    /// What was counted so far, line by line: a column `date`, and columns named by series, orders_cumulative, shipped_cumulative, reserved_cumulative,
    /// waiting, finished_stock or cash; the rest is forecast from there
    #[arg(long, value_name = "FILE")]
    pub actuals: Option<PathBuf>,
    /// What separates decimals in that list, where it can be read in two ways
    #[arg(long, value_enum, value_name = "MARK", requires = "actuals")]
    pub decimal: Option<DecimalName>,
    /// What stands before or behind amounts of money in that list
    #[arg(long, value_name = "SIGN", requires = "actuals")]
    pub sign: Option<String>,
    /// Forecast as of these days, from what was counted by then [default: the last one counted]
    #[arg(long, value_name = "DATE", value_delimiter = ',', requires = "actuals")]
    pub as_of: Vec<Date>,
    /// How far the model may miss what was counted, in 95 cases of 100 [share]
    #[arg(long, value_name = "SHARE", default_value_t = DISCREPANCY, value_parser = share, requires = "actuals")]
    pub discrepancy: f64,
    /// Lines of the joint sample
    #[arg(long, value_name = "N", default_value_t = DRAWS, value_parser = crate::cli::options::launches)]
    pub draws: u32,
    /// Launches taken for the truth in turn, to see whether the fit finds them
    #[arg(long, value_name = "N", default_value_t = TRUTHS)]
    pub truths: u32,
    /// What becomes of a calibration that was stopped
    #[command(flatten)]
    pub go_on: GoOn,
    /// What all commands share
    #[command(flatten)]
    pub common: Common,
}

/// A share above nought.
fn share(text: &str) -> Result<f64, String> {
    let hint = || "not a share above 0 and up to 10; write for example 0.1".to_owned();
    text.parse::<f64>().ok().filter(|share| *share > 0.0 && *share <= 10.0).ok_or_else(hint)
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
    crate::cli::warn::tell(&loaded, common.quiet());
    let counted = actuals::read(arguments, &loaded)?;
    let asked = match &counted {
        Some(counted) => actuals::days(&arguments.as_of, counted, &loaded)?,
        None => Vec::new(),
    };
    let known_by = |by: Option<Date>| match counted.as_ref().zip(by) {
        Some((counted, by)) => counted.known_by(&loaded.scenario, by, arguments.discrepancy),
        None => loaded.scenario.clone(),
    };
    let scenario = known_by(asked.last().copied());
    let plan = compile(&scenario)?;
    can_be_fitted(&loaded, &plan)?;
    if f64::from(arguments.effective) < LEAST {
        let text =
            format!("--effective: nothing is told below {LEAST} launches of equal weight; write {LEAST} or more");
        return Err(Failure::Usage(text));
    }
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
    let days: Vec<String> = asked.iter().map(Date::to_string).collect();
    let question = Asked::of(&plan, fingerprint(scenario.clone()), &effort, days);
    let (journal, rows) = Journal::open(&place, &KIND, (&question, Rows), arguments.go_on.before())?;
    let known = rows.iter().map(|row| Rows.launches(row)).sum();
    let written = Written::watched(known, (&place, &folder), &stop);
    if !common.quiet() {
        arguments.go_on.tell(known, KIND.of, &folder);
    }
    let mut keeping = Keeping { journal, written, rows: rows.into_iter().peekable(), quiet: common.quiet() };
    let mut forecasts = Vec::new();
    for (round, by) in asked.iter().rev().skip(1).rev().enumerate() {
        let earlier = known_by(Some(*by));
        let plan = compile(&earlier)?;
        let subject = Subject { scenario: &earlier, plan: &plan, counted: counted.as_ref().zip(Some(*by)) };
        let effort = Effort { truths: 0, ..effort };
        forecasts.push(match keeping.drawn(round, subject, &effort, (&workers, &stop)) {
            Ok(found) => made_by(*by, &found),
            Err(Refusal::TooFew { launches, effective, .. }) => {
                Forecast { by: *by, launches, effective, series: Vec::new() }
            }
            Err(refusal) => return Err(keeping.failed(refusal, &effort)),
        });
    }
    let by = asked.last().copied();
    let subject = Subject { scenario: &scenario, plan: &plan, counted: counted.as_ref().zip(by) };
    let found = match keeping.drawn(forecasts.len(), subject, &effort, (&workers, &stop)) {
        Ok(found) => found,
        Err(refusal) => return Err(keeping.failed(refusal, &effort)),
    };
    forecasts.extend(by.map(|by| made_by(by, &found)));
    if found.effective < effort.effective && !common.quiet() {
        terminal::tell(&refusal::short_of(&found, &effort));
    }
    let invocation = common.invocation(started, started.elapsed().as_secs_f64(), &workers);
    let layout = plan.layout.clone();
    let summary = report::write(place, (found, forecasts), (layout, plan.seed, &loaded.fitted_toml()), &invocation)?;
    keeping.journal.remove()?;
    present(arguments, &summary)
}

/// What is forecast by a day.
fn made_by(by: Date, found: &Calibration) -> Forecast {
    Forecast { by, launches: found.launches, effective: found.effective, series: found.ahead.clone() }
}

/// Whether there is something to fit, and something to fit it to.
fn can_be_fitted(loaded: &Loaded, plan: &crate::company::plan::Plan) -> Result<(), Failure> {
    let usage = |text: String| Err(Failure::Usage(text));
    let scenario = &loaded.scenario;
    if let Some(drawn) = scenario.inputs.iter().find_map(|input| input.drawn.as_ref()) {
        return usage(format!(
            "inputs of this scenario are drawn from `joint.{0}` already: fit what was believed before, with all facts in it; \
             where the laws stand beside the sample, with --set joint.{0}.drawn=false, else the scenario that this one extends",
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
