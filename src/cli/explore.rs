//! `launchsim explore`: a page on which the outcome moves as inputs are dragged.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::next::Next;
use super::options::{OneFile, Sets};
use super::{interrupt, terminal};
use crate::experiment::Workers;
use crate::explore::bench::Bench;
use crate::explore::keep::Keeping;
use crate::explore::page::Begins;
use crate::explore::server::{Bound, Explored};
use crate::explore::{controls, exercise};
use crate::language::source::Source;
use crate::scenario::Template;

/// Arguments of `explore`.
#[derive(Debug, Args)]
pub struct ExploreArguments {
    /// Scenario to explore
    #[command(flatten)]
    pub file: OneFile,
    /// What of it is changed from the beginning
    #[command(flatten)]
    pub sets: Sets,
    /// An exercise for a class in place of a file; `--exercise list` names them
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    pub exercise: Option<String>,
    /// Launches when the hand rests, in place of the scenario's
    #[arg(short = 'n', long, value_name = "N", value_parser = super::options::launches)]
    pub launches: Option<u32>,
    /// Port on 127.0.0.1; any that is free when none is named
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Do not open the page in a browser, only print its address
    #[arg(long)]
    pub no_open: bool,
    /// Threads, one per core when none is named
    #[arg(long, value_name = "N")]
    pub threads: Option<u16>,
}

/// Serves the page until Ctrl-C.
///
/// # Errors
/// When the scenario is wrong, there is no such exercise, or the port is taken.
pub fn explore(arguments: &ExploreArguments) -> Result<(), Failure> {
    let exercise = match arguments.exercise.as_deref() {
        None => None,
        Some("list") => {
            let lines = exercise::ALL.iter().map(|one| format!("{:<20}{}", one.name, one.title()));
            return terminal::print(&format!("{}\n", lines.collect::<Vec<_>>().join("\n")));
        }
        Some(name) => Some(exercise::named(name).ok_or_else(|| no_exercise(name))?),
    };
    let source = exercise.map_or_else(|| arguments.file.source(), |exercise| Source::BuiltIn(exercise.scenario));
    let template = Template::open(&source, &arguments.sets.set)?;
    let opened = template.with(&[])?;
    super::warn::tell(&opened, false);
    crate::company::plan::compile(&opened.scenario).map_err(Failure::of_plan(&opened))?;
    let first = controls::first(&opened)
        .map_err(|error| Failure::Usage(format!("[explore] of {}: {error}", opened.scenario.name)))?;
    let asked = &opened.scenario.explore.controls;
    let begins = Begins {
        title: opened.scenario.title.clone(),
        launches: arguments
            .launches
            .unwrap_or(opened.scenario.run.launches)
            .min(crate::explore::outcome::MOST_LAUNCHES),
        controls: first,
        weigh: asked.is_empty(),
        exercise,
    };
    let file = if exercise.is_some() { None } else { arguments.file.file.clone() };
    let folder = file.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    let keeping = Keeping {
        folder: folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf),
        file,
        has_command: exercise.is_none(),
        sets: arguments.sets.set.clone(),
        line,
        run: super::within,
        last: std::sync::Mutex::default(),
    };
    let workers = Workers::start(arguments.threads.map(usize::from))
        .map_err(|reason| Failure::World { action: "start threads".into(), reason })?;
    let bound = Bound::new(arguments.port).map_err(|error| Failure::World {
        action: format!("listen on 127.0.0.1:{}", arguments.port),
        reason: error.to_string(),
    })?;
    let stop = interrupt::flag();
    let address = bound.address();
    terminal::print(&format!("{address}\n"))?;
    terminal::tell("Ctrl-C ends it.");
    // Whoever has no browser there opens the address elsewhere.
    if !arguments.no_open && open::that_detached(&address).is_err() {
        terminal::tell("No browser could be opened; open the address above.");
    }
    let served = bound.serve(Explored { bench: Bench::new(template, opened, workers), keeping, begins }, &stop);
    served.map_err(|error| Failure::World { action: "serve the page".into(), reason: error.to_string() })
}

/// The command that simulates a state.
fn line(file: Option<&Path>, sets: &[String], launches: u32) -> String {
    Next::new("run", file).with_sets(sets).with("-n", launches).line()
}

fn no_exercise(name: &str) -> Failure {
    let names: Vec<&str> = exercise::ALL.iter().map(|exercise| exercise.name).collect();
    Failure::Usage(format!("there is no exercise `{name}`; there are {}", names.join(", ")))
}
