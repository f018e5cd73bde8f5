//! What is wrong with a scenario, and what to write instead.

use std::ops::Range;

use crate::language::codes::{Code, Severity};
use crate::language::source::{Place, Sources, Span};

/// A stretch of text with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What.
    pub text: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its code, explained in docs/faults.md.
    pub code: Code,
    /// What is wrong, in one line.
    pub title: String,
    /// Where; the first is the place itself, the others belong to it.
    pub labels: Vec<Label>,
    /// What is allowed.
    pub allowed: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
}

/// A fault found after loading, and where it belongs.
#[derive(Clone, Debug)]
pub struct FaultAtKey {
    /// The fault.
    pub fault: Fault,
    /// The address of the key or the table.
    pub address: String,
    /// What is to be said there.
    pub label: &'static str,
    /// Where within the text of the key [bytes]; `None` where it is all of it.
    pub within: Option<Range<usize>>,
}

impl Fault {
    /// A fault that stands nowhere in a text, until [`Fault::at`] says where.
    #[must_use]
    pub fn new(code: Code, title: impl Into<String>) -> Self {
        Self { code, title: title.into(), labels: Vec::new(), allowed: None, help: None }
    }

    /// Adds a place, and what is to be said about it.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what is allowed.
    #[must_use]
    pub fn allowed(mut self, text: impl Into<String>) -> Self {
        self.allowed = Some(text.into());
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Whether it stops the run.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// All faults of a scenario, sorted by where they stand.
#[derive(Clone, Debug)]
pub struct Faults {
    /// The faults and warnings.
    pub list: Vec<Fault>,
    /// The texts they stand in.
    pub sources: Sources,
}

impl Faults {
    /// Sorts faults by file and position; those without a place come first.
    #[must_use]
    pub fn new(mut list: Vec<Fault>, sources: Sources) -> Self {
        list.sort_by_key(|fault| fault.labels.first().map(|label| label.span));
        Self { list, sources }
    }

    /// How many of them stop the run.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|fault| fault.severity() == Severity::Error).count()
    }
}

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Faults {}

/// A file that is there but cannot be read: the world's fault, not the planner's.
#[derive(Clone, Debug, thiserror::Error)]
#[error("cannot read {path}: {reason}")]
pub struct SystemFault {
    /// Which file.
    pub path: String,
    /// What the system says.
    pub reason: String,
}

impl SystemFault {
    /// The system's refusal to read a place.
    #[must_use]
    pub fn reading(place: &Place, error: &std::io::Error) -> Self {
        Self { path: place.shown(), reason: error.to_string() }
    }
}

/// Why a scenario was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The scenario is wrong (exit status 2).
    #[error(transparent)]
    Scenario(#[from] Faults),
    /// A file cannot be read (exit status 1).
    #[error(transparent)]
    System(#[from] SystemFault),
}
