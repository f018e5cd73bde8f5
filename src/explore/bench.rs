//! The scenario that was opened, what is simulated of it as it is moved, and what it is held against.

use std::convert::Infallible;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::refusal::{Refusal, at_keys};
use super::state::{Change, settings};
use crate::company::plan::{self, Plan};
use crate::experiment::Workers;
use crate::experiment::compare::Alternative;
use crate::experiment::compare::days::ShownDays;
use crate::experiment::figures::{ColumnSource, Figures, days};
use crate::experiment::replicate::{CHUNK, Interrupted, Replication, Settings};
use crate::outcome::{Chunk, Daily, SeriesId};
use crate::scenario::{Loaded, Template};
use crate::stats::bands::Bands;

/// What a launch is held against is kept for so many states, so that a drag simulates what moves alone.
const KEPT: usize = 3;

/// Series that pictures show, or look at to see where the days begin.
const SERIES: [SeriesId; 9] = [
    SeriesId::Orders,
    SeriesId::OrdersToDate,
    SeriesId::Started,
    SeriesId::StockOfPart,
    SeriesId::ShippedToDate,
    SeriesId::Waiting,
    SeriesId::Cash,
    SeriesId::LoadedUnitCost,
    SeriesId::AverageVariableCost,
];

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
    last: Mutex<Option<Simulated>>,
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
    /// The days of the first ones, as far as pictures show them; empty where they are only held against others.
    pub daily: Daily,
    /// Their bands, of each series of the layout in its place.
    pub bands: Vec<Bands>,
}

/// Launches of a state while more are simulated.
#[derive(Debug)]
pub struct Simulating {
    /// How many there will be.
    wanted: u32,
    /// Those that are there.
    done: Simulated,
}

/// Whether launches can be added to some without another sum of them: they come in the chunks of a run.
fn goes_on(there: u32, wanted: u32) -> bool {
    there == wanted || there < wanted && there.is_multiple_of(CHUNK)
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
        Self { template, opened, workers, kept: Mutex::default(), last: Mutex::default() }
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

    /// A state to be simulated, of which those launches are there already that were simulated last, if it is the same state.
    ///
    /// # Errors
    /// [`Refusal`] where the state is wrong.
    pub fn begin(&self, settings: Vec<String>, launches: u32) -> Result<Simulating, Refusal> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(done) = last.filter(|last| last.settings == settings && goes_on(last.launches, launches)) {
            return Ok(Simulating { wanted: launches, done });
        }
        self.afresh(settings, launches)
    }

    /// The same from launch 0.
    ///
    /// # Errors
    /// As [`Bench::begin`].
    pub fn afresh(&self, settings: Vec<String>, launches: u32) -> Result<Simulating, Refusal> {
        let (loaded, plan) = self.load(&settings)?;
        let alternative = Alternative::new("", &loaded.scenario, &plan);
        let done =
            Simulated { settings, launches: 0, loaded, plan, alternative, daily: Daily::default(), bands: Vec::new() };
        Ok(Simulating { wanted: launches, done })
    }

    /// Simulates so many further launches of it, in whole chunks, and says whether all are there; the luck is that of `run`.
    ///
    /// # Errors
    /// [`Refusal`] where a launch's own plan is wrong or the flag was raised.
    pub fn further(&self, of: &mut Simulating, more: u32, stop: &AtomicBool) -> Result<bool, Refusal> {
        let Simulating { wanted, done } = of;
        let until = done.launches.saturating_add(more.div_ceil(CHUNK).saturating_mul(CHUNK)).min(*wanted);
        let mut sink = |chunk: Chunk| -> Result<(), Infallible> {
            done.alternative.add(chunk);
            Ok(())
        };
        let settings = Settings { launches: *wanted, workers: &self.workers, trace: true };
        let mut replication =
            Replication::new(&done.loaded.scenario, &done.plan, &settings).starting_at(done.launches).keeping(&SERIES);
        replication.daily = std::mem::take(&mut done.daily);
        let ended = replication.extend(until, stop, &mut sink);
        done.daily = replication.daily;
        match ended {
            Ok(()) => {}
            Err(Interrupted::Stopped) => return Err(Refusal::Stopped),
            Err(Interrupted::Sink(never)) => match never {},
            Err(Interrupted::Plan(error)) => return Err(at_keys(&done.loaded.at_keys(error.faults()))),
        }
        done.launches = until;
        Ok(until == *wanted)
    }

    /// The launches, with what pictures and comparisons show of their days.
    #[must_use]
    pub fn ended(&self, of: Simulating) -> Simulated {
        let mut done = of.done;
        let layout = &done.plan.layout;
        done.bands = days::bands_of(&done.daily, layout, &SERIES, &self.workers);
        done.alternative.days = ShownDays::of(&done.daily, layout, &done.bands);
        done
    }

    /// So many launches of a state, from launch 0.
    ///
    /// # Errors
    /// As [`Bench::begin`] and [`Bench::further`].
    pub fn simulate(&self, settings: Vec<String>, launches: u32, stop: &AtomicBool) -> Result<Simulated, Refusal> {
        let mut simulating = self.begin(settings, launches)?;
        self.further(&mut simulating, launches, stop)?;
        Ok(self.ended(simulating))
    }

    /// Keeps launches to which more of the same state may be added.
    pub fn keep(&self, last: Simulated) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(last);
    }

    /// All figures of launches.
    #[must_use]
    pub fn figures(&self, of: &Simulated) -> Figures {
        match Figures::of(&of.plan.layout, of, of.plan.seed, of.launches as usize, &self.workers) {
            Ok(figures) => figures,
            Err(never) => match never {},
        }
    }

    /// Launches that others are held against, where they are among those that were kept.
    #[must_use]
    pub fn kept(&self, settings: &[String], launches: u32) -> Option<Arc<Simulated>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|one| one.launches == launches && one.settings == settings).cloned()
    }

    /// Keeps launches that others are held against, in place of those that were kept longest.
    pub fn hold(&self, mut simulated: Simulated) -> Arc<Simulated> {
        // Nobody looks at its days again.
        (simulated.daily, simulated.bands) = Default::default();
        let simulated = Arc::new(simulated);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.insert(0, Arc::clone(&simulated));
        simulated
    }

    /// So many launches of a state that others are held against.
    ///
    /// # Errors
    /// As [`Bench::simulate`].
    pub fn reference(
        &self,
        settings: Vec<String>,
        launches: u32,
        stop: &AtomicBool,
    ) -> Result<Arc<Simulated>, Refusal> {
        match self.kept(&settings, launches) {
            Some(found) => Ok(found),
            None => Ok(self.hold(self.simulate(settings, launches, stop)?)),
        }
    }
}
