//! A scenario as a page carries it that has no server: the texts of its files, and how it was opened.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::answer::Explored;
use super::exercise;
use super::keep::Keeping;
use super::refusal::{Refusal, at_keys};
use crate::company::plan;
use crate::experiment::Workers;
use crate::language::builtin;
use crate::language::files::InMemory;
use crate::language::source::Source;
use crate::scenario::Template;

/// What tells the engine of a version in its module from that of another.
pub const ENGINE: &str = concat!("launchsim-engine-", env!("CARGO_PKG_VERSION"), ".");

/// A scenario with everything it is read from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Packed {
    /// The path of its file, or its name inside the program.
    pub main: String,
    /// Whether it is built in.
    pub built_in: bool,
    /// The text of each file by its path; of a built-in scenario none.
    pub files: BTreeMap<String, String>,
    /// What was set when it was opened, as `--set` takes it.
    pub sets: Vec<String>,
    /// Launches, in place of the scenario's.
    pub launches: Option<u32>,
    /// The exercise, if it is one.
    pub exercise: Option<String>,
}

impl Packed {
    /// Opens it.
    ///
    /// # Errors
    /// [`Refusal::Faults`] where it cannot be read or explored.
    pub fn open(&self) -> Result<Explored, Refusal> {
        let plainly = |told: String| Refusal::at(String::new(), told);
        let source = if self.built_in {
            let name = builtin::names().find(|name| *name == self.main);
            Source::BuiltIn(name.ok_or_else(|| plainly(format!("there is no scenario `{}` inside", self.main)))?)
        } else {
            Source::File(PathBuf::from(&self.main))
        };
        let files = self.files.iter().fold(InMemory::default(), |all, (path, text)| all.with(path, text.as_bytes()));
        let template = Template::read_from(&source, &self.sets, Arc::new(files)).map_err(Refusal::of_load)?;
        let opened = template.with(&[]).map_err(Refusal::of_load)?;
        plan::compile(&opened.scenario).map_err(|error| at_keys(&opened.at_keys(error.faults())))?;
        let exercise = self.exercise.as_deref().and_then(exercise::named);
        let keeping = Keeping {
            file: (!self.built_in).then(|| PathBuf::from(&self.main)),
            has_command: exercise.is_none(),
            sets: self.sets.clone(),
        };
        let workers = Workers::start(None).map_err(plainly)?;
        Explored::new((template, opened), (self.launches, exercise), keeping, workers)
            .map_err(|error| plainly(error.to_string()))
    }
}
