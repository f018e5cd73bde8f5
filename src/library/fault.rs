//! What can go wrong, as data.

use serde::Serialize;

use crate::language::codes::Severity;
use crate::language::fault::{Fault as Written, LoadError, SystemFault};
use crate::language::source::{Positions, Sources};

/// One thing that is wrong with a scenario, or probably not meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Its code, `E101`, explained in docs/faults.md.
    pub code: &'static str,
    /// Whether the scenario can be simulated nevertheless.
    pub is_warning: bool,
    /// What is wrong, in one line.
    pub message: String,
    /// The file it stands in, or `--set` for a value that was set; `None` where it stands nowhere.
    pub file: Option<String>,
    /// Its line there, from 1.
    pub line: Option<usize>,
    /// Its first character in that line, from 1.
    pub column: Option<usize>,
    /// What stands there.
    pub found: Option<String>,
    /// What is allowed.
    pub allowed: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Fault {
    pub(super) fn list(faults: &[Written], sources: &Sources) -> Vec<Self> {
        let mut positions = Positions::of(sources);
        let mut one = |fault: &Written| {
            let span = fault.labels.first().map(|label| label.span);
            let (line, column) = span.map(|span| positions.position(span)).unzip();
            Self {
                code: fault.code.id(),
                is_warning: fault.severity() == Severity::Warning,
                message: fault.title.clone(),
                file: span.map(|span| sources.get(span.file).name.clone()),
                line,
                column,
                found: span.map(|span| sources.slice(span).to_owned()),
                allowed: fault.allowed.clone(),
                help: fault.help.clone(),
            }
        };
        faults.iter().map(&mut one).collect()
    }
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The scenario is wrong.
    #[error("{text}")]
    Faulty {
        /// Every fault.
        faults: Vec<Fault>,
        /// The same for people, each with its line and a caret.
        text: String,
    },
    /// A file that is there cannot be read.
    #[error(transparent)]
    Unreadable(#[from] SystemFault),
    /// What was asked for cannot be done, in one line with what to do instead.
    #[error("{0}")]
    Impossible(String),
    /// The flag of the job was raised.
    #[error("stopped")]
    Stopped,
}

impl Error {
    /// The faults of the scenario; none where something else is wrong.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Faulty { faults, .. } => faults,
            Self::Unreadable(_) | Self::Impossible(_) | Self::Stopped => &[],
        }
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Scenario(found) => {
                Self::Faulty { faults: Fault::list(&found.list, &found.sources), text: found.render(false) }
            }
            LoadError::System(system) => Self::Unreadable(system),
        }
    }
}
