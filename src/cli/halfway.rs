//! Commands that write down what they simulate, and go on with it after they were stopped.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use clap::Args;

use super::failure::Failure;
use super::{interrupt, terminal};
use crate::report::folder::RunFolder;
use crate::report::journal::Before;
use crate::units::counted;

/// What becomes of the journal that is there.
#[derive(Clone, Copy, Debug, Args)]
pub struct GoOn {
    /// Go on where the same command was stopped
    #[arg(long, conflicts_with = "fresh")]
    pub resume: bool,
    /// Forget what a command that was stopped left in the folder
    #[arg(long)]
    pub fresh: bool,
}

impl GoOn {
    /// What becomes of it.
    #[must_use]
    pub fn before(self) -> Before {
        match (self.resume, self.fresh) {
            (true, _) => Before::Resume,
            (_, true) => Before::Forget,
            _ => Before::Refuse,
        }
    }

    /// Says what is there to go on with: so many launches of a search or a calibration.
    pub fn tell(self, known: u64, of: &str, folder: &Path) {
        if known > 0 {
            let launches = counted(known as f64, "launch");
            terminal::tell(&format!("{launches} are there already; going on from there"));
        } else if self.resume {
            let what = format!("no {of} that was stopped is there to go on with; beginning anew");
            terminal::tell(&format!("{}: {what}", terminal::path(folder)));
        }
    }
}

/// The launches that are written down.
#[derive(Clone, Debug)]
pub struct Written {
    launches: Arc<AtomicU64>,
    folder: PathBuf,
}

impl Written {
    /// Those that are known; from now on a signal ends the command with their number.
    #[must_use]
    pub fn watched(known: u64, (place, folder): (&RunFolder, &Path), stop: &Arc<AtomicBool>) -> Self {
        let written = Self { launches: Arc::new(AtomicU64::new(known)), folder: folder.to_owned() };
        let told = written.clone();
        interrupt::watch(stop, place.partial(), move || told.stopped().message(terminal::colour_on_errors()));
        written
    }

    /// Further ones.
    pub fn add(&self, launches: u64) {
        self.launches.fetch_add(launches, Ordering::Relaxed);
    }

    /// What a signal leaves.
    #[must_use]
    pub fn stopped(&self) -> Failure {
        Failure::Halfway { done: self.launches.load(Ordering::Relaxed), folder: self.folder.display().to_string() }
    }
}
