//! launchsim for other programs: a scenario from a text, its faults as data, its launches as columns.
//!
//! A [`Draft`] is a scenario as it is written, with what is set in it. [`Draft::compile`] gives a [`Model`], or all faults
//! at once. [`Model::run`], [`compare`] and [`sweep`] give [`Columns`]. Nothing here prints or writes.

mod columns;
mod fault;
mod job;
mod many;

use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::company::plan::{self, Plan, PlanError};
use crate::experiment::figures::days::bands;
use crate::experiment::plausible;
use crate::experiment::replicate::{Interrupted, Replication, Settings};
use crate::language::LoadError;
use crate::outcome::{Chunk, Daily};
use crate::scenario::{Loaded, Template};

pub use crate::experiment::Workers;
#[cfg(feature = "disk")]
pub use crate::language::disk::Disk;
pub use crate::language::files::{Files, InMemory, ReadError};
pub use crate::language::source::Source;
pub use columns::{Column, Columns};
pub use fault::{Error, Fault};
pub use job::Job;
pub use many::{Compared, Grid, compare, sweep};

/// A scenario as it is written, not yet looked at.
#[derive(Clone, Debug)]
pub struct Draft {
    source: Source,
    files: Arc<dyn Files>,
    sets: Vec<String>,
}

impl Draft {
    /// A text, as it would stand in a file of this name. It may name no other files; [`Draft::new`] says where they are.
    #[must_use]
    pub fn of_text(name: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self::new(Source::Text { name: name.into(), text: text.into() }, InMemory::default())
    }

    /// A scenario, and where the files are that it names: those it extends, bills of materials, series of orders.
    #[must_use]
    pub fn new(source: Source, files: impl Files + 'static) -> Self {
        Self { source, files: Arc::new(files), sets: Vec::new() }
    }

    /// The same with a value in place of what is written at a path, as in `.set("product.phone.price", 1499)` or
    /// `.set("component.screen.lead_time", "4 weeks")`; of several at one path the last one holds.
    #[must_use]
    pub fn set(mut self, path: &str, value: impl Display) -> Self {
        self.sets.push(format!("{path}={value}"));
        self
    }

    /// Reads it, checks it, and makes of it what can be simulated.
    ///
    /// # Errors
    /// [`Error::Faulty`] with every fault at once; [`Error::Unreadable`] when a file that is there cannot be read;
    /// [`Error::Impossible`] when it cannot be simulated though nothing in it is wrong by itself.
    pub fn compile(&self) -> Result<Model, Error> {
        Model::of(self.template()?)
    }

    fn template(&self) -> Result<Template, LoadError> {
        Template::read_from(&self.source, &self.sets, Arc::clone(&self.files))
    }
}

/// The fault of a plan at the key that brings it, where one does.
fn of_plan(loaded: &Loaded, error: &PlanError) -> Error {
    match error.faults() {
        faults if faults.is_empty() => Error::Impossible(error.to_string()),
        faults => LoadError::Scenario(loaded.at_keys(faults)).into(),
    }
}

/// A scenario without faults, ready to be simulated.
#[derive(Clone, Debug)]
pub struct Model {
    template: Template,
    loaded: Loaded,
    plan: Plan,
}

/// Launches, and the days of the first ones.
#[derive(Clone, Debug)]
pub struct Days {
    /// A row for each launch.
    pub launches: Columns,
    /// A row for each day: of each series five quantiles and the mean over the first 1,000 launches, as in `daily.csv`;
    /// the number of a row counts the days from [`Model::start`].
    pub days: Columns,
}

impl Model {
    fn of(template: Template) -> Result<Self, Error> {
        let loaded = template.with(&[])?;
        match plan::compile(&loaded.scenario) {
            Ok(plan) => Ok(Self { template, loaded, plan }),
            Err(error) => Err(of_plan(&loaded, &error)),
        }
    }

    /// The same scenario with further values set, each as [`Draft::set`] takes them; no file is read again.
    ///
    /// # Errors
    /// As [`Draft::compile`].
    pub fn with<'v>(&self, values: impl IntoIterator<Item = (&'v str, &'v dyn Display)>) -> Result<Self, Error> {
        let sets: Vec<String> = values.into_iter().map(|(path, value)| format!("{path}={value}")).collect();
        Self::of(self.template.varied(&sets))
    }

    /// Launches the scenario itself asks for.
    #[must_use]
    pub fn launches(&self) -> u32 {
        self.loaded.scenario.run.launches
    }

    /// The number that fixes the luck of all launches.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.loaded.scenario.run.seed
    }

    /// The first day simulated.
    #[must_use]
    pub fn start(&self) -> Date {
        self.plan.layout.start
    }

    /// Its name: the stem of its file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.loaded.scenario.name
    }

    /// What is probably not meant, though it can be simulated; one launch without luck is looked through for it.
    #[must_use]
    pub fn warnings(&self) -> Vec<Fault> {
        Fault::list(&plausible::warnings(&self.loaded), &self.loaded.sources)
    }

    /// The whole scenario as one text: everything it extends and names, and everything set.
    #[must_use]
    pub fn resolved(&self) -> String {
        self.loaded.resolved_toml()
    }

    /// Simulates so many launches from the launch with number `first` on, a row each.
    ///
    /// A launch is the same whatever runs before it or beside it, so rows of several calls can be put together.
    ///
    /// # Errors
    /// [`Error::Impossible`] when the plan of a launch cannot be made, or there is no launch with such a number;
    /// [`Error::Stopped`] when the flag of the job was raised.
    pub fn run<'a>(&self, first: u32, launches: u32, job: impl Into<Job<'a>>) -> Result<Columns, Error> {
        Ok(self.simulate((first, launches), false, &job.into())?.0)
    }

    /// The first so many launches with their days; the launches are those that [`Model::run`] gives.
    ///
    /// # Errors
    /// As [`Model::run`].
    pub fn run_with_days<'a>(&self, launches: u32, job: impl Into<Job<'a>>) -> Result<Days, Error> {
        let job = job.into();
        let (launches, daily) = self.simulate((0, launches), true, &job)?;
        let bands = bands(&daily, job.workers);
        Ok(Days { launches, days: Columns::of_days(&self.plan.layout, &bands) })
    }

    fn simulate(&self, (first, launches): (u32, u32), trace: bool, job: &Job<'_>) -> Result<(Columns, Daily), Error> {
        let Some(end) = first.checked_add(launches) else {
            return Err(Error::Impossible(format!("the last launch is number {}", u32::MAX - 1)));
        };
        let scenario = &self.loaded.scenario;
        let mut columns = Columns::of_launches(&self.plan.layout, &scenario.inputs, launches as usize);
        let settings = Settings { launches, workers: job.workers, trace };
        let mut sink = |chunk: Chunk| -> Result<(), std::convert::Infallible> {
            columns.add(&chunk);
            job.count(chunk.launches as u64);
            Ok(())
        };
        let mut replication = Replication::new(scenario, &self.plan, &settings).starting_at(first);
        let ended = replication.extend(end, job.stop, &mut sink);
        ended.map_err(|why| ended_early(&self.loaded, why))?;
        Ok((columns, replication.daily))
    }
}

/// The sink takes all, so a stop and a plan are left.
fn ended_early(loaded: &Loaded, why: Interrupted<std::convert::Infallible>) -> Error {
    match why {
        Interrupted::Plan(error) => of_plan(loaded, &error),
        Interrupted::Sink(never) => match never {},
        Interrupted::Stopped => Error::Stopped,
    }
}
