//! `launchsim compare`: alternatives side by side under the same luck.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{Format, Presentation, Threads};
use super::failure::Failure;
use super::run::{FLAGSHIP, now};
use super::until::Until;
use super::{interrupt, terminal};
use crate::experiment::compare::figures::Comparison;
use crate::experiment::compare::{Case, Runs, cases, fits, run};
use crate::experiment::replicate::Interrupted;
use crate::experiment::sweep::axis::{Axis, Levels, ends_short};
use crate::experiment::until::{Settled, run_until};
use crate::report::compare::{CompareInfo, CompareSummary, write};
use crate::scenario::address::{Notation, key_at};
use crate::scenario::{self, Loaded, Source};

/// Alternatives at most.
const MOST_ALTERNATIVES: usize = 64;

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArguments {
    /// Scenarios to compare, the baseline first; with --vary one, by default the flagship
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// An alternative for each value of a key, as in product.mi1.price=1499,1999; the first is the baseline
    #[arg(long, value_name = "KEY=VALUES")]
    pub vary: Vec<String>,
    /// Number of launches of each alternative, in place of the baseline's
    #[arg(short = 'n', long, value_name = "N")]
    pub launches: Option<u32>,
    /// Seed of all luck, in place of the baseline's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Set a key of every alternative; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// When it is enough
    #[command(flatten)]
    pub until: Until,
    /// Folder for the results [default: under output/]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads to simulate with
    #[command(flatten)]
    pub threads: Threads,
    /// How results are shown
    #[command(flatten)]
    pub show: Presentation,
}

/// Compares, writes the results and prints the verdict.
///
/// # Errors
/// When a scenario is wrong, the alternatives cannot be compared, or results cannot be written.
pub fn compare(arguments: &CompareArguments) -> Result<(), Failure> {
    let started = now();
    let loaded = alternatives(arguments)?;
    let scenarios = loaded.iter().map(|(_, loaded)| loaded.resolved_toml()).collect();
    let launches = arguments.launches.unwrap_or(loaded[0].1.scenario.run.launches);
    let named = loaded.into_iter().map(|(name, mut loaded)| {
        loaded.scenario.run.seed = arguments.seed.unwrap_or(loaded.scenario.run.seed);
        (name, loaded.scenario)
    });
    let cases = cases(named.collect()).map_err(usage)?;
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("output").join(default_name(&cases)));
    let (runs, settled) = simulate(arguments, &cases, launches, &folder)?;
    let info = CompareInfo {
        version: env!("CARGO_PKG_VERSION").into(),
        command: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
        seconds: started.elapsed().as_secs_f64(),
        threads: arguments.threads.count(),
        charts: !arguments.show.no_charts,
        scenarios,
    };
    let summary = write(&folder, &runs, Comparison::of(&runs), settled.as_ref(), &info)?;
    present(arguments, &summary)
}

fn usage(fault: impl std::fmt::Display) -> Failure {
    Failure::Usage(fault.to_string())
}

/// Every alternative with its name, the baseline first.
fn alternatives(arguments: &CompareArguments) -> Result<Vec<(String, Loaded)>, Failure> {
    if arguments.vary.is_empty() {
        let load = |file: &PathBuf| {
            let loaded = scenario::load(&Source::File(file.clone()), &arguments.set)?;
            Ok((loaded.scenario.name.clone(), loaded))
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
    let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
    for vary in &arguments.vary {
        if !arguments.show.quiet
            && let Some(remark) = ends_short(vary)
        {
            terminal::tell(&remark);
        }
        let settings = settings_of(vary)?;
        combinations = combinations
            .iter()
            .flat_map(|before| {
                settings.iter().map(move |setting| [before.as_slice(), std::slice::from_ref(setting)].concat())
            })
            .collect();
        if combinations.len() > MOST_ALTERNATIVES {
            return Err(usage(format!(
                "a comparison takes up to {MOST_ALTERNATIVES} alternatives; `launchsim sweep` takes more"
            )));
        }
    }
    let load = |settings: Vec<String>| {
        let sets: Vec<String> = arguments.set.iter().chain(&settings).cloned().collect();
        Ok((name_of(&settings), scenario::load(&source, &sets)?))
    };
    combinations.into_iter().map(load).collect()
}

/// The overrides of one `--vary`; values that are no numbers are allowed here.
fn settings_of(vary: &str) -> Result<Vec<String>, Failure> {
    if let Some((key, values)) = vary.split_once('=')
        && matches!(key_at(key), Some((_, Notation::Other)))
    {
        return Ok(values.split(',').map(|value| format!("{}={}", key.trim(), value.trim())).collect());
    }
    let axis = Axis::parse(vary).map_err(usage)?;
    match &axis.levels {
        Levels::Values(values) => Ok(values.iter().map(|value| axis.setting(*value)).collect()),
        Levels::Range { .. } => {
            Err(usage(format!("--vary {vary}: a comparison takes single values; write a step, LOW..HIGH:STEP")))
        }
    }
}

/// `price_1499` for `product.mi1.price=1499`.
fn name_of(settings: &[String]) -> String {
    let short = |setting: &String| {
        let (key, value) = setting.split_once('=').unwrap_or((setting, ""));
        let parts: Vec<&str> = key.rsplitn(3, '.').collect();
        let key = match parts.as_slice() {
            ["price", ..] => "price".to_owned(),
            [last, thing, _] => format!("{thing}_{last}"),
            _ => key.to_owned(),
        };
        let keep = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' };
        format!("{key}_{}", value.trim_matches('"')).chars().map(keep).collect::<String>()
    };
    settings.iter().map(short).collect::<Vec<_>>().join("_")
}

fn default_name(cases: &[Case]) -> String {
    let names: Vec<&str> = cases.iter().take(3).map(|case| case.name.as_str()).collect();
    let more = if cases.len() > 3 { format!("_and_{}_more", cases.len() - 3) } else { String::new() };
    format!("compare_{}{more}", names.join("_"))
}

fn simulate(
    arguments: &CompareArguments,
    cases: &[Case],
    launches: u32,
    folder: &std::path::Path,
) -> Result<(Runs, Option<Settled>), Failure> {
    let stop = interrupt::flag();
    let threads = arguments.threads.number();
    let stopped = |why| match why {
        Interrupted::Stopped => Failure::Interrupted { folder: folder.display().to_string() },
        Interrupted::Sink(never) => match never {},
        Interrupted::Plan(error) => Failure::Plan(error),
        Interrupted::Threads(reason) => Failure::World { action: "start threads".into(), reason },
    };
    let plans = cases.iter().map(|case| (case.name.as_str(), &case.plan));
    let Some(target) = arguments.until.target(plans)? else {
        fits(cases, launches).map_err(usage)?;
        return Ok((run(cases, launches, threads, &stop).map_err(stopped)?, None));
    };
    let most = arguments.until.most.min(Runs::most_launches(cases));
    let (runs, settled) = run_until(cases, &target, most, threads, &stop).map_err(stopped)?;
    Ok((runs, Some(settled)))
}

fn present(arguments: &CompareArguments, summary: &CompareSummary) -> Result<(), Failure> {
    terminal::warn(&summary.warnings, arguments.show.quiet);
    match arguments.show.format {
        Format::Json => terminal::print(&format!("{:#}\n", summary.json)),
        Format::Human if arguments.show.quiet => Ok(()),
        Format::Human => {
            let mut text = String::new();
            for paragraph in &summary.verdict {
                for line in paragraph.lines() {
                    text.push_str(&terminal::filled(line));
                    text.push('\n');
                }
                text.push('\n');
            }
            let files = summary.files.len();
            terminal::print(&format!("{text}{files} files in {}\n", summary.folder.display()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_are_named_by_what_they_set() {
        assert_eq!(name_of(&["product.mi1.price=1499".into()]), "price_1499");
        assert_eq!(name_of(&["component.screen.lead_time=61 days".into()]), "screen_lead_time_61_days");
    }
}
