//! `launchsim optimize`: the best decision over prices, plans, capacities, dates and choices.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::halfway::{GoOn, Written};
use super::options::{Common, Format, OneFile};
use super::run::now;
use super::{interrupt, terminal};
use crate::experiment::optimize::{Optimization, Question, Record, decisions};
use crate::experiment::sweep::axis::ends_short;
use crate::language::expression::{Condition, Expression, ExpressionFault};
use crate::report::ReportError;
use crate::report::folder::RunFolder;
use crate::report::journal::Journal;
use crate::report::next::Next;
use crate::report::optimize::asked::Asked;
use crate::report::optimize::journal::{Answers, KIND};
use crate::report::optimize::{self as report, OptimizeSummary};
use crate::report::page::Group;
use crate::scenario::Template;

/// Launches in all when nothing is said.
const BUDGET: u64 = 20_000;
/// What is looked for when nothing is said.
const OBJECTIVE: &str = "net_profit";

/// Arguments of `optimize`.
#[derive(Debug, Args)]
#[command(mut_arg("file", |arg| arg.help("Scenario to decide about; the flagship when none is named")))]
#[command(mut_arg("launches", |arg| arg.help("Launches of a finalist at most [default: what the budget leaves]")))]
#[command(mut_arg("set", |arg| arg.help("Set a key at every point; may be repeated")))]
pub struct OptimizeArguments {
    /// What is simulated
    #[command(flatten)]
    pub file: OneFile,
    /// A key and the values it may take, as after --vary of a sweep: LOW..HIGH:STEP, a list, or LOW..HIGH, which becomes a
    /// grid of up to 41 values; may be repeated
    #[arg(long, value_name = "KEY=VALUES", allow_hyphen_values = true)]
    pub decide: Vec<String>,
    /// What to look for most of: a metric, or an expression such as 'p5(net_profit)' [default: net profit]
    #[arg(long, value_name = "EXPR", conflicts_with = "minimize", allow_hyphen_values = true)]
    pub maximize: Option<String>,
    /// What to look for least of
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    pub minimize: Option<String>,
    /// What must hold, as in 'insolvent <= 5 %'; may be repeated
    #[arg(long, value_name = "CONDITION", allow_hyphen_values = true)]
    pub subject: Vec<String>,
    /// Launches in all at most [default: 20000]
    #[arg(long, value_name = "N", value_parser = super::options::whole)]
    pub budget: Option<u64>,
    /// What shall be told apart, in the unit of what is looked for [default: 0.5 % of the best]
    #[arg(long, value_name = "AMOUNT", value_parser = amount, allow_hyphen_values = true)]
    pub indifference: Option<f64>,
    /// What becomes of a search that was stopped
    #[command(flatten)]
    pub go_on: GoOn,
    /// What all commands share
    #[command(flatten)]
    pub common: Common,
}

/// An amount above zero.
fn amount(text: &str) -> Result<f64, String> {
    let hint = || "not an amount above zero; write for example 500000, 500_000 or 0.5M".to_owned();
    let plain: String = text.trim().chars().filter(|letter| *letter != '_').collect();
    let (number, unit) = match (plain.strip_suffix('M'), plain.strip_suffix(['k', 'K'])) {
        (Some(number), _) => (number, 1e6),
        (None, Some(number)) => (number, 1e3),
        (None, None) => (plain.as_str(), 1.0),
    };
    number
        .parse::<f64>()
        .ok()
        .map(|value| value * unit)
        .filter(|value| *value > 0.0 && value.is_finite())
        .ok_or_else(hint)
}

fn usage(fault: impl std::fmt::Display) -> Failure {
    Failure::Usage(fault.to_string())
}

/// Searches for the best decision, or goes on with a search, and writes what it comes to.
///
/// # Errors
/// When something typed or the scenario is wrong, answers cannot be written down, or Ctrl-C was pressed.
pub fn optimize(arguments: &OptimizeArguments) -> Result<(), Failure> {
    let started = now();
    let Prepared { search, reads, scenario } = prepare(arguments)?;
    let workers = arguments.common.workers()?;
    let stop = interrupt::flag();
    let asked = Asked::of(&search, env!("CARGO_PKG_VERSION"));
    let usual = || PathBuf::from("output").join(format!("{}_optimize", search.layout.scenario));
    let folder = arguments.common.out.clone().unwrap_or_else(usual);
    let place = RunFolder::create(&folder, &report::WRITES, &reads)?;
    let before = arguments.go_on.before();
    let (mut journal, answered) = Journal::open(&place, &KIND, (&asked, Answers::of(&asked)), before)?;
    let known: u64 = answered.iter().map(|(task, _)| u64::from(task.launches)).sum();
    let written = Written::watched(known, (&place, &folder), &stop);
    if !arguments.common.quiet() {
        arguments.go_on.tell(known, KIND.of, &folder);
    }
    let bar = terminal::progress_of(search.question.budget, "launches at most", arguments.common.quiet());
    bar.set_position(known);
    let mut sink = |record: &Record| -> Result<(), ReportError> {
        journal.add(record)?;
        let launches = u64::from(record.0.launches);
        written.add(launches);
        bar.inc(launches);
        Ok(())
    };
    let result = search.run(answered.into(), &workers, &stop, &mut sink);
    bar.finish_and_clear();
    let answer = result.map_err(|fault| Failure::of_points(fault, || written.stopped()))?;
    let seconds = started.elapsed().as_secs_f64();
    let invocation = arguments.common.invocation(started, seconds, &workers);
    let summary = report::write(place, (&search, asked, answer), &scenario, &invocation)?;
    journal.remove()?;
    present(arguments, &summary)
}

/// A search that can begin.
struct Prepared {
    search: Optimization,
    /// The files it was read from.
    reads: Vec<PathBuf>,
    /// The scenario without what is decided, as it is left beside the results.
    scenario: String,
}

/// Reads what was typed and tries it on the scenario.
fn prepare(arguments: &OptimizeArguments) -> Result<Prepared, Failure> {
    let pointed_out = |option: &str, text: &str, fault: &ExpressionFault| {
        Failure::Usage(format!("{option}: {fault}\n{}", fault.pointed_out(text)))
    };
    let read = |option: &str, text: &str| Expression::parse(text).map_err(|fault| pointed_out(option, text, &fault));
    let (objective, least) = match (&arguments.maximize, &arguments.minimize) {
        (_, Some(text)) => (read("--minimize", text)?, true),
        (Some(text), None) => (read("--maximize", text)?, false),
        (None, None) => (read("--maximize", OBJECTIVE)?, false),
    };
    if objective.is_constant() {
        return Err(usage(format!(
            "`{}` names no metric, so nothing can be decided by it; write for example net_profit",
            objective.text()
        )));
    }
    let condition = |text: &String| Condition::parse(text).map_err(|fault| pointed_out("--subject", text, &fault));
    let conditions = arguments.subject.iter().map(condition).collect::<Result<Vec<Condition>, Failure>>()?;
    let axes = decisions::read(&arguments.decide).map_err(usage)?;
    if !arguments.common.quiet() {
        let remarks = arguments.decide.iter().filter_map(|decided| ends_short(decided));
        remarks.for_each(|remark| terminal::tell(&remark.replace("--vary", "--decide")));
    }
    let template = Template::open(&arguments.file.source(), arguments.common.set())?;
    let loaded = template.with(&[])?;
    super::warn::tell(&loaded, arguments.common.quiet());
    super::warn::tell_set(&loaded, axes.iter().map(|axis| axis.key.as_str()), arguments.common.quiet());
    let reads = loaded.sources.files().map(PathBuf::from).collect();
    let seed = arguments.common.seed.unwrap_or(loaded.scenario.run.seed);
    let question = Question {
        axes,
        objective,
        least,
        conditions,
        budget: arguments.budget.unwrap_or(BUDGET),
        finalist: arguments.common.launches,
        delta: arguments.indifference,
        seed,
    };
    let search = Optimization::prepare(template, question)
        .map_err(|fault| Failure::of_points(fault, || Failure::Halfway { done: 0, folder: String::new() }))?;
    let launches = search.effort.finalist;
    Ok(Prepared { search, reads, scenario: loaded.as_simulated(seed, launches).resolved_toml() })
}

fn present(arguments: &OptimizeArguments, summary: &OptimizeSummary) -> Result<(), Failure> {
    let show = &arguments.common.show;
    terminal::warn(&summary.warnings, show.quiet());
    match show.voice.format {
        Format::Json => terminal::print(&format!("{:#}\n", summary.json)),
        Format::Human if show.quiet() => Ok(()),
        Format::Human => {
            let files = crate::units::counted(summary.files.len() as f64, "file");
            let files = format!("{files} in {}", summary.folder.display());
            let next = next(arguments, summary);
            let page = report::page(summary).with(Group::note(&files)).with(next.as_deref().and_then(Group::note));
            terminal::print(&page.terminal(terminal::page_width(), false))
        }
    }
}

/// What to type next: a run at the best decision.
fn next(arguments: &OptimizeArguments, summary: &OptimizeSummary) -> Option<String> {
    let best = summary.answer.best?;
    let settings = summary.asked.settings(&summary.answer.points[best].values);
    let sets = [arguments.common.set(), &settings].concat();
    let command = Next::new("run", arguments.file.path()).with_sets(&sets).with_any("--seed", arguments.common.seed);
    Some(command.said("a run at the best decision"))
}
