//! The scenario that was opened, what is simulated of it as it is moved, and what it is held against.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::refusal::{Refusal, at_keys};
use super::state::{Change, settings};
use crate::company::plan::{self, Plan};
use crate::experiment::Workers;
use crate::experiment::compare::Alternative;
use crate::experiment::compare::days::Gathered;
use crate::experiment::figures::{ColumnSource, Figures};
use crate::experiment::replicate::{Interrupted, Replication, Settings};
use crate::outcome::{Chunk, Daily};
use crate::scenario::{Loaded, Template};

/// What a launch is held against is kept for so many states, so that a drag simulates what moves alone.
const KEPT: usize = 2;

/// A scenario on the bench.
#[derive(Debug)]
pub struct Bench {
    /// The scenario as it was opened, with what was set on the command line.
    pub template: Template,
    /// The same, read.
    pub opened: Loaded,
    /// Who simulates.
    pub workers: Workers,
    kept: Mutex<Vec<Arc<Simulated>>>,
}

/// Launches of a state, and all that pictures need of them.
#[derive(Debug)]
pub struct Simulated {
    /// What was set, as `--set` takes it.
    pub settings: Vec<String>,
    /// Launches.
    pub launches: u32,
    /// The scenario.
    pub loaded: Loaded,
    /// The same, compiled.
    pub plan: Plan,
    /// The launches as a comparison takes them.
    pub alternative: Alternative,
    /// The days of the first ones; empty where they are only held against others.
    pub daily: Daily,
}

impl ColumnSource for Simulated {
    type Fault = Infallible;

    fn metric(&self, metric: usize) -> Result<Vec<f64>, Self::Fault> {
        Ok(self.alternative.metrics[metric].clone())
    }
}

impl Bench {
    /// A scenario that has been read.
    #[must_use]
    pub fn new(template: Template, opened: Loaded, workers: Workers) -> Self {
        Self { template, opened, workers, kept: Mutex::default() }
    }

    /// What was moved, as `--set` takes it.
    ///
    /// # Errors
    /// [`Refusal::Faults`] at the control that cannot be moved so.
    pub fn settings(&self, changes: &[Change]) -> Result<Vec<String>, Refusal> {
        settings(changes, &self.opened).map_err(|(key, why)| Refusal::at(key, why))
    }

    /// The scenario with what was set.
    ///
    /// # Errors
    /// [`Refusal::Faults`] with every fault at its control.
    pub fn load(&self, settings: &[String]) -> Result<(Loaded, Plan), Refusal> {
        let loaded = self.template.with(settings).map_err(Refusal::of_load)?;
        match plan::compile(&loaded.scenario) {
            Ok(plan) => Ok((loaded, plan)),
            Err(error) if error.faults().is_empty() => Err(Refusal::at(String::new(), error.to_string())),
            Err(error) => Err(at_keys(&loaded.at_keys(error.faults()))),
        }
    }

    /// So many launches of a state, from launch 0, under the luck of `run`.
    ///
    /// # Errors
    /// [`Refusal`] where the state is wrong or the flag was raised.
    pub fn simulate(&self, settings: Vec<String>, launches: u32, stop: &AtomicBool) -> Result<Simulated, Refusal> {
        let (loaded, plan) = self.load(&settings)?;
        let mut alternative = Alternative::new("", &loaded.scenario, &plan);
        let mut sink = |chunk: Chunk| -> Result<(), Infallible> {
            alternative.add(chunk);
            Ok(())
        };
        let of = Settings { launches, workers: &self.workers, trace: true };
        let mut replication = Replication::new(&loaded.scenario, &plan, &of);
        let ended = replication.extend(launches, stop, &mut sink);
        let daily = replication.daily;
        match ended {
            Ok(()) => {}
            Err(Interrupted::Stopped) => return Err(Refusal::Stopped),
            Err(Interrupted::Sink(never)) => match never {},
            Err(Interrupted::Plan(error)) => return Err(at_keys(&loaded.at_keys(error.faults()))),
        }
        alternative.days = Gathered::copied(&daily, &plan.layout).reduced();
        Ok(Simulated { settings, launches, loaded, plan, alternative, daily })
    }

    /// All figures of launches.
    #[must_use]
    pub fn figures(&self, of: &Simulated) -> Figures {
        match Figures::of(&of.plan.layout, of, of.plan.seed, of.launches as usize, &self.workers) {
            Ok(figures) => figures,
            Err(never) => match never {},
        }
    }

    /// The same of what others are held against; the last ones are kept.
    ///
    /// # Errors
    /// As [`Bench::simulate`].
    pub fn reference(
        &self,
        settings: Vec<String>,
        launches: u32,
        stop: &AtomicBool,
    ) -> Result<Arc<Simulated>, Refusal> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept().iter().find(|one| one.launches == launches && one.settings == settings).cloned();
        if let Some(found) = found {
            return Ok(found);
        }
        let mut simulated = self.simulate(settings, launches, stop)?;
        // Nobody looks at its days again.
        simulated.daily = Daily::default();
        let simulated = Arc::new(simulated);
        let mut kept = kept();
        kept.truncate(KEPT - 1);
        kept.insert(0, Arc::clone(&simulated));
        Ok(simulated)
    }
}
