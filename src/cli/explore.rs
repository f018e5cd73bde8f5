//! `launchsim explore`: a page on which the outcome moves as inputs are dragged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::failure::Failure;
use super::options::{OneFile, Sets};
use super::{interrupt, terminal};
use crate::experiment::Workers;
use crate::explore::answer::Explored;
use crate::explore::files::Folder;
use crate::explore::keep::Keeping;
use crate::explore::packed::Packed;
use crate::explore::server::{Bound, Served};
use crate::explore::single::{Read, Recorded};
use crate::explore::{exercise, single};
use crate::language::disk::Disk;
use crate::language::source::Source;
use crate::scenario::{Loaded, Template};

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
    /// Write the page as one file that needs no server: it carries the engine
    #[arg(long = "file", value_name = "PAGE", conflicts_with_all = ["port", "no_open", "threads"])]
    pub page: Option<PathBuf>,
    /// The engine for --file, as `just page` makes it; launchsim.wasm beside the program or in share/launchsim when none is named
    #[arg(long, value_name = "MODULE", requires = "page")]
    pub engine: Option<PathBuf>,
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
    let (files, read) = Recorded::new(Disk);
    let template = Template::read_from(&source, &arguments.sets.set, Arc::new(files))?;
    let opened = template.with(&[])?;
    super::warn::tell(&opened, false);
    crate::company::plan::compile(&opened.scenario).map_err(Failure::of_plan(&opened))?;
    if let Some(page) = &arguments.page {
        return single(arguments, page, &source, &read, &opened);
    }
    let file = if exercise.is_some() { None } else { arguments.file.file.clone() };
    let folder = file.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    let folder = Folder {
        path: folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf),
        run: super::within,
        last: std::sync::Mutex::default(),
    };
    let keeping = Keeping { file, has_command: exercise.is_none(), sets: arguments.sets.set.clone() };
    let workers = Workers::start(arguments.threads.map(usize::from))
        .map_err(|reason| Failure::World { action: "start threads".into(), reason })?;
    let name = opened.scenario.name.clone();
    let explored = Explored::new((template, opened), (arguments.launches, exercise), keeping, workers)
        .map_err(|error| Failure::Usage(format!("[explore] of {name}: {error}")))?;
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
    let served = bound.serve(Served { explored, folder }, &stop);
    served.map_err(|error| Failure::World { action: "serve the page".into(), reason: error.to_string() })
}

/// Writes the page as one file.
fn single(
    arguments: &ExploreArguments,
    page: &Path,
    source: &Source,
    read: &Read,
    opened: &Loaded,
) -> Result<(), Failure> {
    let module = engine(arguments.engine.as_deref())?;
    let (main, built_in) = match source {
        Source::BuiltIn(name) => ((*name).to_owned(), true),
        Source::File(path) | Source::Text { name: path, .. } => (path.to_string_lossy().into_owned(), false),
    };
    let asked = Packed {
        main,
        built_in,
        files: BTreeMap::new(),
        sets: arguments.sets.set.clone(),
        launches: arguments.launches,
        exercise: arguments.exercise.clone(),
    };
    let packed = single::packed(&asked, read, opened).map_err(Failure::Usage)?;
    packed.open().map_err(|refusal| Failure::Usage(refusal.to_string()))?;
    let world = |reason: String| Failure::World { action: format!("write {}", page.display()), reason };
    let html = single::html(&packed, &module).map_err(world)?;
    std::fs::write(page, html).map_err(|error| world(error.to_string()))?;
    terminal::print(&format!("{}\n", page.display()))
}

/// The engine for a page: where it was said, else beside the program, else where packages keep it.
fn engine(named: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let program = std::env::current_exe().ok();
    let folder = program.as_deref().and_then(Path::parent);
    let known = |folder: &Path| [folder.join(single::MODULE), folder.join("../share/launchsim").join(single::MODULE)];
    let places: Vec<PathBuf> = match named {
        Some(named) => vec![named.to_owned()],
        None => folder.map(known).into_iter().flatten().collect(),
    };
    let found = places.iter().find_map(|place| Some((place, std::fs::read(place).ok()?)));
    let Some((place, module)) = found else {
        let looked: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
        return Err(Failure::Usage(format!(
            "a page that needs no server carries the engine, and there is none at {}; `just page` in the sources of launchsim makes \
             {} (it needs `rustup target add wasm32-unknown-unknown`), and --engine names it",
            looked.join(" or "),
            single::MODULE
        )));
    };
    if !single::is_engine(&module) {
        let own = env!("CARGO_PKG_VERSION");
        let place = place.display();
        return Err(Failure::Usage(format!(
            "{place} is not the engine of launchsim {own} as a module of WebAssembly; `just page` makes it"
        )));
    }
    Ok(module)
}

fn no_exercise(name: &str) -> Failure {
    let names: Vec<&str> = exercise::ALL.iter().map(|exercise| exercise.name).collect();
    Failure::Usage(format!("there is no exercise `{name}`; there are {}", names.join(", ")))
}
