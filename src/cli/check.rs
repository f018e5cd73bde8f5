//! `launchsim check`: faults of scenario files, and what one launch without luck says against them.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::failure::Failure;
use super::options::{Format, Sets, Voice};
use super::terminal;
use crate::company::plan;
use crate::experiment::demand::DemandCurve;
use crate::experiment::plausible;
use crate::language::fault::{Fault, Faults, LoadError};
use crate::language::source::{Source, Sources};
use crate::outcome::Naming;
use crate::report::next::Next;
use crate::report::{demand, page};
use crate::scenario;

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(mut_arg("set", |arg| arg.help("Set a key of every scenario before checking it; may be repeated")))]
#[command(mut_arg("quiet", |arg| arg.help("Say nothing but faults")))]
pub struct CheckArguments {
    /// Scenarios to check
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What of them is changed
    #[command(flatten)]
    pub sets: Sets,
    /// What is said
    #[command(flatten)]
    pub voice: Voice,
}

/// What became of one file.
enum Checked {
    /// It can be run; with what is probably not meant.
    Sound {
        warnings: Vec<Fault>,
        sources: Box<Sources>,
        demand: Option<Box<DemandCurve>>,
        currency: String,
        naming: Naming,
    },
    /// It cannot.
    Faulty(Faults),
    /// It is valid but cannot be simulated.
    Impossible(String),
}

/// Checks every file, the whole list whatever is found on the way.
///
/// # Errors
/// [`Failure::FaultsShown`] when a scenario is wrong; when a file cannot be read, that.
pub fn check(arguments: &CheckArguments) -> Result<(), Failure> {
    let mut faulty = false;
    let mut found = Vec::new();
    for file in &arguments.files {
        let verdict = judge(file, &arguments.sets.set)?;
        faulty |= !matches!(verdict, Checked::Sound { .. });
        match arguments.voice.format {
            Format::Json => found.push(as_json(file, &verdict)),
            Format::Human => show(file, &verdict, arguments.voice.quiet)?,
        }
    }
    match (arguments.voice.format, arguments.files.as_slice()) {
        (Format::Json, _) => terminal::print_json(&Value::Array(found))?,
        (Format::Human, [file]) if !faulty && !arguments.voice.quiet => {
            let next = Next::new("run", Some(file)).with_sets(&arguments.sets.set);
            terminal::print(&format!("\n{}\n", next.said("simulate it")))?;
        }
        (Format::Human, _) => {}
    }
    if faulty { Err(Failure::FaultsShown) } else { Ok(()) }
}

fn judge(file: &Path, set: &[String]) -> Result<Checked, Failure> {
    let loaded = match scenario::load(&Source::File(file.to_owned()), set) {
        Ok(loaded) => loaded,
        Err(LoadError::Scenario(faults)) => return Ok(Checked::Faulty(faults)),
        Err(other) => return Err(other.into()),
    };
    let plan = match plan::compile(&loaded.scenario) {
        Ok(plan) => plan,
        Err(error) => {
            return Ok(match Failure::of_plan(&loaded)(error) {
                Failure::Load(LoadError::Scenario(faults)) => Checked::Faulty(faults),
                other => Checked::Impossible(other.to_string()),
            });
        }
    };
    let warnings = plausible::warnings(&loaded);
    let demand = DemandCurve::of(&loaded.scenario, &plan).map(Box::new);
    let currency = loaded.scenario.company.currency.clone();
    Ok(Checked::Sound {
        warnings,
        sources: Box::new(loaded.sources),
        demand,
        currency,
        naming: plan.layout.naming.clone(),
    })
}

fn show(file: &Path, verdict: &Checked, quiet: bool) -> Result<(), Failure> {
    let file = terminal::path(file);
    match verdict {
        Checked::Faulty(faults) => {
            terminal::tell(&faults.render(terminal::colour_on_errors()));
            terminal::tell(&format!("\n{file}: {}", counted(faults.errors(), "fault")));
        }
        Checked::Impossible(reason) => terminal::tell(&format!("error: {reason}\n\n{file}: 1 fault")),
        Checked::Sound { .. } if quiet => {}
        Checked::Sound { warnings, sources, demand: curve, currency, naming } => {
            terminal::tell(&crate::language::render(warnings, sources, terminal::colour_on_errors()));
            let number = warnings.len();
            let also = if number > 0 { format!(", {}", counted(number, "warning")) } else { String::new() };
            terminal::print(&format!("{file}: no faults{also}\n"))?;
            if let Some(curve) = curve {
                let page = demand::page(curve, currency).named(naming);
                let page = page.terminal(page::room(terminal::width()), terminal::colour_on_output());
                terminal::print(&format!("\n{page}"))?;
            }
        }
    }
    Ok(())
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn as_json(file: &Path, verdict: &Checked) -> Value {
    let (sound, faults, curve) = match verdict {
        Checked::Sound { warnings, sources, demand, .. } => {
            (true, crate::language::to_json(warnings, sources), demand.as_ref().map(|curve| demand::as_json(curve)))
        }
        Checked::Faulty(faults) => (false, faults.to_json(), None),
        Checked::Impossible(reason) => (false, json!([{ "severity": "error", "title": reason }]), None),
    };
    json!({ "file": file.display().to_string(), "sound": sound, "faults": faults, "demand": curve })
}
