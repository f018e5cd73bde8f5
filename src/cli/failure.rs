//! How a command ends when it does not end well.

use std::path::Path;

use super::interrupt;
use crate::company::plan::PlanError;
use crate::experiment::replicate::Interrupted;
use crate::experiment::sweep::SweepError;
use crate::language::fault::LoadError;
use crate::language::hidden::shown;
use crate::report::ReportError;
use crate::report::journal::JournalError;
use crate::scenario::Loaded;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A scenario is wrong, or a file of it cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A valid scenario that cannot be simulated.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Results could not be written.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The system refused something else.
    #[error("cannot {action}: {reason}")]
    World {
        /// What was being done to which path.
        action: String,
        /// The system's reason.
        reason: String,
    },
    /// A signal asked the command to stop.
    #[error("interrupted; nothing was written, and results of an earlier run in {folder} are as they were")]
    Interrupted {
        /// Where results would have gone.
        folder: String,
    },
    /// What was typed cannot be done, with the cure.
    #[error("{0}")]
    Usage(String),
    /// A signal asked a sweep to stop.
    #[error("interrupted; {done} of {all} points are safe in {folder}, and the same command goes on from there")]
    Paused {
        /// Points written down.
        done: u64,
        /// Points of this part of the sweep.
        all: u64,
        /// Where they are.
        folder: String,
    },
    /// A signal asked a search or a calibration to stop.
    #[error("interrupted; {done} launches are safe in {folder}, and the same command with --resume goes on from there")]
    Halfway {
        /// Launches written down.
        done: u64,
        /// Where they are.
        folder: String,
    },
    /// Faults have been shown already.
    #[error("")]
    FaultsShown,
    /// The reader of the standard output went away.
    #[error("")]
    NobodyListens,
}

impl From<JournalError> for Failure {
    fn from(fault: JournalError) -> Self {
        match fault {
            JournalError::Report(error) => Self::Report(error),
            JournalError::Foreign(text) => Self::Usage(text),
        }
    }
}

impl Failure {
    /// What ended a sweep or a search; `stopped` says what a signal leaves.
    pub fn of_points(fault: SweepError<ReportError>, stopped: impl FnOnce() -> Self) -> Self {
        match fault {
            SweepError::Stopped => stopped(),
            SweepError::Sink(error) => Self::Report(error),
            SweepError::Scenario(_, error) => Self::Load(error),
            SweepError::Plan(point, error) => Self::Usage(format!("{point}: {error}")),
            SweepError::Design(error) => Self::Usage(error.to_string()),
        }
    }

    /// The fault of a scenario that cannot be simulated, at its place where it has one.
    pub fn of_plan(loaded: &Loaded) -> impl FnOnce(PlanError) -> Self + '_ {
        move |error| match error.faults() {
            faults if faults.is_empty() => Self::Plan(error),
            faults => Self::Load(LoadError::Scenario(loaded.at_keys(faults))),
        }
    }

    /// What ended launches before they were done.
    pub fn of_launches<E: Into<ReportError>>(folder: &Path) -> impl Fn(Interrupted<E>) -> Self + '_ {
        |why| match why {
            Interrupted::Stopped => Self::Interrupted { folder: folder.display().to_string() },
            Interrupted::Sink(error) => Self::Report(error.into()),
            Interrupted::Plan(error) => Self::Plan(error),
        }
    }

    /// Threads could not be started.
    pub fn threads(reason: String) -> Self {
        Self::World { action: "start threads".into(), reason }
    }

    /// A refusal of the system.
    pub fn world(action: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let action = format!("{action} {}", path.display());
        move |error| Self::World { action, reason: error.to_string() }
    }

    /// The exit status, as the help lists it ([`super::arguments::EXIT_STATUS`]).
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Load(LoadError::Scenario(_)) | Self::Plan(_) | Self::Usage(_) | Self::FaultsShown => 2,
            Self::Report(error) if error.passes() => 75,
            Self::Report(error) if error.is_of_the_command() => 2,
            Self::Load(LoadError::System(_)) | Self::Report(_) | Self::World { .. } => 1,
            Self::Interrupted { .. } | Self::Paused { .. } | Self::Halfway { .. } => interrupt::status(),
            Self::NobodyListens => 0,
        }
    }

    /// What is said on the standard error.
    #[must_use]
    pub fn message(&self, colour: bool) -> String {
        match self {
            Self::FaultsShown | Self::NobodyListens => String::new(),
            Self::Load(LoadError::Scenario(faults)) => {
                let number = faults.errors();
                let noun = if number == 1 { "fault" } else { "faults" };
                format!("{}\n\n{number} {noun}; nothing was run", faults.render(colour))
            }
            // Names of files and words of the system may hold anything.
            other if colour => format!("\u{1b}[1;31merror\u{1b}[0m: {}", shown(&other.to_string())),
            other => format!("error: {}", shown(&other.to_string())),
        }
    }
}
