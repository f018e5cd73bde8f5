//! Why there is nothing new to see, each fault at the control that brings it.

use std::fmt;

use serde::Serialize;

use crate::language::fault::{Fault, Faults, LoadError};
use crate::language::source::ARGUMENT;

/// What is wrong, at its control.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AtControl {
    /// The key that was moved; "" where it is none of them.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What is allowed, or what to do instead; "" where there is nothing to say.
    pub help: String,
}

/// Why there is nothing new to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The scenario would be wrong.
    Faults(Vec<AtControl>),
    /// Something newer was asked for, or nobody waits any more.
    Stopped,
}

impl Refusal {
    /// One fault at a control.
    #[must_use]
    pub fn at(key: String, message: String) -> Self {
        Self::Faults(vec![AtControl { key, message, help: String::new() }])
    }

    /// Of a scenario that cannot be read.
    #[must_use]
    pub fn of_load(error: LoadError) -> Self {
        match error {
            LoadError::Scenario(faults) => at_keys(&faults),
            LoadError::System(fault) => Self::at(String::new(), fault.to_string()),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = match self {
            Self::Stopped => return f.write_str("stopped"),
            Self::Faults(faults) => faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>(),
        };
        f.write_str(&told.join("; "))
    }
}

/// Faults at the keys of the settings they stand in.
#[must_use]
pub fn at_keys(faults: &Faults) -> Refusal {
    let key = |fault: &Fault| {
        let spans = fault.labels.iter().map(|label| faults.sources.get(label.span.file));
        let set = spans.filter(|text| text.name == ARGUMENT).find_map(|text| text.text.split_once('='));
        set.map_or_else(String::new, |(key, _)| key.trim().to_owned())
    };
    let of = |fault: &Fault| AtControl {
        key: key(fault),
        message: fault.title.clone(),
        help: fault.allowed.clone().or_else(|| fault.help.clone()).unwrap_or_default(),
    };
    Refusal::Faults(faults.list.iter().map(of).collect())
}
