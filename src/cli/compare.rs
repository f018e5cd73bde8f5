//! `launchsim compare`: alternatives side by side under the same luck.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;

use super::failure::Failure;
use super::options::{Common, FLAGSHIP, Format, LATE};
use super::run::{now, watch, worst_profit};
use super::until::Until;
use super::{interrupt, terminal};
use crate::experiment::Workers;
use crate::experiment::compare::figures::{Comparison, Decision};
use crate::experiment::compare::{Case, Runs, cases, fits, run};
use crate::experiment::drivers::asked::Asked;
use crate::experiment::drivers::draws::Drawings;
use crate::experiment::drivers::{Drivers, Effort, LEAST, Subject};
use crate::experiment::planners::BestByPlanner;
use crate::experiment::response::Ranking;
use crate::experiment::sweep::axis::{Axis, Levels, ends_short};
use crate::experiment::sweep::words::listed;
use crate::experiment::until::{PILOT, Settled, Target, run_until};
use crate::language::file_name::shortened;
use crate::language::source::Source;
use crate::outcome::MetricId;
use crate::report::compare::page::page;
use crate::report::compare::{CompareSummary, write, writes};
use crate::report::drivers::AtTheEnd;
use crate::report::folder::RunFolder;
use crate::report::next::Next;
use crate::report::page::Group;
use crate::scenario::Template;
use crate::scenario::address::{Notation, key_at};
use crate::scenario::{Loaded, Scenario};

/// Alternatives at most.
const MOST_ALTERNATIVES: usize = 64;
/// Characters at most of a name that is made from values.
const LONGEST_NAME: usize = 60;
/// Characters at most of the folder that is named after alternatives.
const LONGEST_FOLDER: usize = 120;

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(mut_arg("launches", |arg| arg.help("Number of launches of each alternative, in place of the baseline's")))]
#[command(mut_arg("seed", |arg| arg.help("Seed of all luck, in place of the baseline's")))]
#[command(mut_arg("set", |arg| arg.help("Set a key of every alternative; may be repeated")))]
pub struct CompareArguments {
    /// Scenarios to compare, the baseline first; with --vary one, by default the flagship
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// An alternative for each value of a key, as in product.mi1.price=1499,1999; the first is the baseline
    #[arg(long, value_name = "KEY=VALUES")]
    pub vary: Vec<String>,
    /// What all commands share
    #[command(flatten)]
    pub common: Common,
    /// When it is enough
    #[command(flatten)]
    pub until: Until,
    /// Do not say which inputs move the difference most
    #[arg(long, display_order = LATE + 5)]
    pub no_drivers: bool,
}

/// Compares, writes the results and prints the verdict.
///
/// # Errors
/// When a scenario is wrong, the alternatives cannot be compared, or results cannot be written.
pub fn compare(arguments: &CompareArguments) -> Result<(), Failure> {
    let started = now();
    let loaded = alternatives(arguments)?;
    super::warn::tell_once(loaded.iter().map(|named| &named.loaded), arguments.common.quiet());
    let reads: Vec<PathBuf> = loaded.iter().flat_map(|named| named.loaded.sources.files()).map(PathBuf::from).collect();
    let launches = arguments.common.launches.unwrap_or(loaded[0].loaded.scenario.run.launches);
    let sets: Vec<Vec<String>> = loaded.iter().map(|named| named.sets.clone()).collect();
    let seed = arguments.common.seed.unwrap_or(loaded[0].loaded.scenario.run.seed);
    let named = |Named { name, loaded, .. }: &Named| {
        let mut scenario = loaded.scenario.clone();
        scenario.run.seed = seed;
        (name.clone(), scenario)
    };
    let cases = cases(loaded.iter().map(named).collect()).map_err(usage)?;
    let folder = arguments.common.out.clone().unwrap_or_else(|| PathBuf::from("output").join(default_name(&cases)));
    let names: Vec<String> = writes(cases.iter().map(|case| case.name.as_str()));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let workers = arguments.common.workers()?;
    let target = target(arguments, &cases, launches, &workers)?;
    let stop = interrupt::flag();
    let place = RunFolder::create(&folder, &names, &reads)?;
    watch(&stop, &place);
    let asked = (launches, target.as_ref(), arguments.until.most);
    let (runs, settled) = simulate(&cases, asked, &workers, (&stop, &folder))?;
    let simulated = |named: &Named| named.loaded.as_simulated(seed, runs.launches).resolved_toml();
    let scenarios: Vec<String> = loaded.iter().map(simulated).collect();
    let invocation = arguments.common.invocation(started, started.elapsed().as_secs_f64(), &workers);
    let mut comparison = Comparison::of(&runs, &workers);
    let compared: Vec<&Scenario> = cases.iter().map(|case| &case.scenario).collect();
    let failed = Failure::of_launches(&folder);
    comparison.ranking = Ranking::of(&compared, runs.launches, &workers, &stop).map_err(failed)?;
    if comparison.ranking.is_some() {
        comparison.by_planner = BestByPlanner::of(&compared, runs.launches, &workers, &stop)?;
    }
    let drivers =
        if arguments.no_drivers { None } else { drivers(arguments, (&loaded, &comparison), &runs, &workers, &stop) };
    if stop.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted { folder: folder.display().to_string() });
    }
    let summary = write(place, runs, comparison, (settled.as_ref(), drivers), &scenarios, &invocation)?;
    let next = next(arguments, &summary, &sets, launches);
    present(arguments, &summary, &next)
}

/// What the difference hangs on: of two alternatives that of the second to the first, of several that of the one that earns
/// most to the first, or of the first to the best of the others.
fn drivers(
    arguments: &CompareArguments,
    (loaded, comparison): (&[Named], &Comparison),
    runs: &Runs,
    workers: &Workers,
    stop: &AtomicBool,
) -> Option<AtTheEnd> {
    let profit = comparison.metric(MetricId::NetProfit)?;
    let mean = |at: &usize| profit.sides[*at].as_ref().map_or(f64::NEG_INFINITY, |side| side.summary.mean);
    let second = (1..loaded.len()).max_by(|a, b| mean(a).total_cmp(&mean(b)))?;
    let (one, other) = (&runs.alternatives[0], &runs.alternatives[second]);
    let asked = Asked::usual(&one.layout);
    let drawings = Drawings::difference(one, other, &asked, runs.launches);
    let templates = [0, second].map(|at| loaded[at].template.clone());
    let [first_template, second_template] = templates;
    let subject = Subject::difference(first_template, second_template, runs.seed);
    let enough = (comparison.certain && !comparison.single) || runs.launches >= LEAST;
    let drivers = enough.then(|| Drivers::of(&subject, &drawings, asked, (&[], &Effort::PAGE), workers, stop));
    // Alternatives of one file are no two files that a command could name.
    let mut command = String::new();
    if let ([_, _, ..], []) = (arguments.files.as_slice(), arguments.vary.as_slice()) {
        let next = Next::new("drivers", arguments.files.first().map(PathBuf::as_path));
        command = next.switched(&arguments.files[second].to_string_lossy()).with_sets(arguments.common.set()).line();
    }
    let difference = vec![one.name.clone(), other.name.clone()];
    Some(AtTheEnd { drivers, launches: runs.launches, difference, command })
}

/// What to type next: more launches where they may tell, else what the worst launch of the best is like.
fn next(arguments: &CompareArguments, summary: &CompareSummary, sets: &[Vec<String>], launches: u32) -> String {
    const MORE: u32 = 4;
    let comparison = &summary.comparison;
    let of_both = comparison.under.as_ref().map_or(&[][..], |under| under);
    // One is left, or those that are left earn the same in every launch.
    let one = |decision: &Decision| {
        let pairs = decision.against_best.iter().zip(&decision.regrets);
        let left: Vec<_> = pairs.filter(|(one, _)| one.may_be_best).collect();
        left.len() == 1 || left.iter().all(|(_, regret)| regret.summary.max == 0.0)
    };
    let decided = comparison.price_moves_nobody.is_some() || comparison.certain || of_both.iter().all(one);
    if !decided && arguments.until.target_is_none() {
        let mut command = Next::new("compare", None);
        for file in &arguments.files {
            command = command.switched(&file.to_string_lossy());
        }
        command = arguments.vary.iter().fold(command, |command, vary| command.with("--vary", vary));
        command = command.with_sets(arguments.common.set()).with_any("--seed", arguments.common.seed);
        return command.with("-n", launches.saturating_mul(MORE)).said("more launches, which may tell them apart");
    }
    let sides = comparison.decision.as_ref().map_or(&[][..], |decision| &comparison.metrics[decision.metric].sides);
    let mean = |at: &usize| sides[*at].as_ref().map_or(f64::NEG_INFINITY, |side| side.summary.mean);
    let best = (0..sides.len()).max_by(|a, b| mean(a).total_cmp(&mean(b))).unwrap_or(0);
    let file = if arguments.vary.is_empty() { arguments.files.get(best) } else { arguments.files.first() };
    let command = Next::new("explain", file.map(PathBuf::as_path)).with_sets(&sets[best]);
    let command = command.with_any("--seed", arguments.common.seed);
    if comparison.launches == 1 || comparison.certain {
        return command.with("--launch", 0).said(&format!("a launch of {} told day by day", comparison.names[best]));
    }
    let command = command.with("-n", comparison.launches);
    let worst = worst_profit(&comparison.currency);
    command.with("--launch", worst).said(&format!("the worst launch of {} told day by day", comparison.names[best]))
}

fn too_many() -> Failure {
    usage(format!("a comparison takes up to {MOST_ALTERNATIVES} alternatives; `launchsim sweep` takes more"))
}

fn usage(fault: impl std::fmt::Display) -> Failure {
    Failure::Usage(fault.to_string())
}

/// An alternative as it was asked for.
struct Named {
    name: String,
    template: Template,
    loaded: Loaded,
    /// Overrides with which its file is this alternative.
    sets: Vec<String>,
}

/// Every alternative with its name, the baseline first.
fn alternatives(arguments: &CompareArguments) -> Result<Vec<Named>, Failure> {
    if arguments.vary.is_empty() {
        let load = |file: &PathBuf| {
            let template = Template::open(&Source::File(file.clone()), arguments.common.set())?;
            let loaded = template.with(&[])?;
            Ok(Named { name: loaded.scenario.name.clone(), template, loaded, sets: arguments.common.set().to_vec() })
        };
        let loaded = arguments.files.iter().map(load).collect::<Result<Vec<_>, Failure>>()?;
        if loaded.len() < 2 {
            return Err(usage(crate::experiment::compare::CompareError::TooFew));
        }
        return Ok(loaded);
    }
    let source = match arguments.files.as_slice() {
        [] => Source::BuiltIn(FLAGSHIP),
        [file] => Source::File(file.clone()),
        _ => return Err(usage("--vary makes alternatives of one scenario; name one file, or leave --vary out")),
    };
    let mut combinations: Vec<Vec<Variation>> = vec![Vec::new()];
    for vary in &arguments.vary {
        if !arguments.common.quiet()
            && let Some(remark) = ends_short(vary)
        {
            terminal::tell(&remark);
        }
        let settings: Vec<Variation> = settings_of(vary)?;
        combinations = combinations
            .iter()
            .flat_map(|before| {
                settings.iter().map(move |setting| [before.as_slice(), std::slice::from_ref(setting)].concat())
            })
            .collect();
        if combinations.len() > MOST_ALTERNATIVES {
            return Err(too_many());
        }
    }
    let load = |settings: Vec<Variation>| {
        let overrides = settings.iter().map(|setting| &setting.written);
        let sets: Vec<String> = arguments.common.set().iter().chain(overrides).cloned().collect();
        let template = Template::open(&source, &sets)?;
        let loaded = template.with(&[])?;
        Ok(Named { name: name_of(&settings), template, loaded, sets })
    };
    combinations.into_iter().map(load).collect()
}

/// One value of a `--vary`.
#[derive(Clone, Debug, PartialEq)]
struct Variation {
    key: String,
    /// The override.
    written: String,
    /// The value as it was typed, for the name.
    typed: String,
}

/// The overrides of one `--vary`; values that are no numbers are allowed here.
fn settings_of(vary: &str) -> Result<Vec<Variation>, Failure> {
    let of = |key: &str, value: &str, typed: &str| Variation {
        key: key.trim().to_owned(),
        written: format!("{}={value}", key.trim()),
        typed: typed.trim().to_owned(),
    };
    let typed = vary.split_once('=').filter(|(_, values)| !values.contains("..")).map(|(_, values)| listed(values));
    if let Some((key, _)) = vary.split_once('=')
        && matches!(key_at(key), Some((_, Notation::Other | Notation::Date)))
        && let Some(typed) = &typed
    {
        return Ok(typed.iter().map(|value| of(key, value, value)).collect());
    }
    let axis = Axis::parse(vary).map_err(usage)?;
    match &axis.levels {
        Levels::Values(values) => {
            // Each becomes a text, of which a range may hold millions.
            if values.len() > MOST_ALTERNATIVES {
                return Err(too_many());
            }
            let written = values.iter().map(|value| axis.written(*value));
            let typed = typed.unwrap_or_default();
            let names = typed.into_iter().map(|typed| typed.replace('_', "")).map(Some).chain(std::iter::repeat(None));
            let setting =
                |(value, name): (String, Option<String>)| of(&axis.key, &value, &name.unwrap_or_else(|| value.clone()));
            Ok(written.zip(names).map(setting).collect())
        }
        Levels::Range { .. } => {
            Err(usage(format!("--vary {vary}: a comparison takes single values; write a step, LOW..HIGH:STEP")))
        }
    }
}

/// `price_1499` for `product.mi1.price=1499`, `soc_lead_time_16_weeks` for `component.soc.lead_time=16 weeks`.
fn name_of(settings: &[Variation]) -> String {
    let short = |Variation { key, typed, .. }: &Variation| {
        let parts: Vec<&str> = key.rsplitn(3, '.').collect();
        let key = match parts.as_slice() {
            ["price", ..] => "price".to_owned(),
            [last, thing, _] => format!("{thing}_{last}"),
            _ => key.to_owned(),
        };
        let keep = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' };
        format!("{key}_{}", typed.trim_matches('"')).chars().map(keep).collect::<String>()
    };
    let name = settings.iter().map(short).collect::<Vec<_>>().join("_");
    // A folder's name on Windows ends with no dot.
    shortened(name.trim_end_matches('.'), LONGEST_NAME).into_owned()
}

fn default_name(cases: &[Case]) -> String {
    let names: Vec<&str> = cases.iter().take(3).map(|case| case.name.as_str()).collect();
    let more = if cases.len() > 3 { format!("_and_{}_more", cases.len() - 3) } else { String::new() };
    shortened(&format!("compare_{}{more}", names.join("_")), LONGEST_FOLDER).into_owned()
}

/// What is asked of the intervals, if anything: refuses what does not fit and announces the memory, before a folder is begun.
fn target(
    arguments: &CompareArguments,
    cases: &[Case],
    launches: u32,
    workers: &Workers,
) -> Result<Option<Target>, Failure> {
    let plans = cases.iter().map(|case| (case.name.as_str(), &case.plan));
    let target = arguments.until.target(plans)?;
    // How many launches a target will take nobody knows yet.
    let launches = if target.is_some() { PILOT } else { launches };
    if target.is_none() {
        fits(cases, launches).map_err(usage)?;
    }
    let memory = Runs::memory(cases, launches, workers.count());
    let cure = "fewer alternatives, fewer launches (-n) or a shorter [timeline] take less";
    terminal::announce_memory(memory, "the launches of all alternatives", cure, arguments.common.quiet());
    Ok(target)
}

fn simulate(
    cases: &[Case],
    (launches, target, most): (u32, Option<&Target>, u32),
    workers: &Workers,
    (stop, folder): (&AtomicBool, &std::path::Path),
) -> Result<(Runs, Option<Settled>), Failure> {
    let stopped = Failure::of_launches(folder);
    let Some(target) = target else {
        return Ok((run(cases, launches, workers, stop).map_err(stopped)?, None));
    };
    let most = most.min(Runs::most_launches(cases));
    let (runs, settled) = run_until(cases, target, most, workers, stop).map_err(stopped)?;
    Ok((runs, Some(settled)))
}

fn present(arguments: &CompareArguments, summary: &CompareSummary, next: &str) -> Result<(), Failure> {
    terminal::warn(&summary.warnings, arguments.common.quiet());
    match arguments.common.show.voice.format {
        Format::Json => terminal::print_json(&summary.json()),
        Format::Human if arguments.common.quiet() => Ok(()),
        Format::Human => {
            let page = page(&summary.comparison, summary.settled.as_ref(), summary.drivers.as_ref());
            let files = crate::units::counted(summary.files.len() as f64, "file");
            let files = format!("{files} in {}", terminal::path(&summary.folder));
            let page = page.with(Group::note(&files)).with(Group::note(next));
            terminal::print(&page.terminal(terminal::page_width(), false))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_are_named_by_what_they_set() {
        let names = |vary: &str| -> Vec<String> {
            settings_of(vary).unwrap().iter().map(|one| name_of(std::slice::from_ref(one))).collect()
        };
        assert_eq!(names("product.mi1.price=1_499,1999"), ["price_1499", "price_1999"]);
        assert_eq!(names("product.mi1.price=1400..1600:100"), ["price_1400", "price_1500", "price_1600"]);
        assert_eq!(
            names("component.soc.lead_time=16 weeks, 4 months"),
            ["soc_lead_time_16_weeks", "soc_lead_time_4_months"]
        );
        assert_eq!(
            names("window.shop.opens=2011-12-01,2011-12-18"),
            ["shop_opens_2011-12-01", "shop_opens_2011-12-18"]
        );
        let long = names(&format!("window.shop.opens={},{}", "1".repeat(300), "1".repeat(301)));
        assert!(long.iter().all(|name| name.len() == 60) && long[0] != long[1], "{long:?}");
        assert_eq!(
            settings_of("component.soc.lead_time=16 weeks").unwrap()[0].written,
            "component.soc.lead_time=112 days"
        );
    }
}
