//! What the page asks and what it is answered, wherever it is answered.

use std::sync::atomic::AtomicBool;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::bench::Bench;
use super::control::ToldControl;
use super::controls;
use super::exercise::Exercise;
use super::keep::{self, Keeping, ToKeep};
use super::outcome::{self, Outcome, Seeing};
use super::page::{Begins, Told};
use super::refusal::Refusal;
use super::weights::{self, Weights};
use crate::experiment::Workers;
use crate::experiment::sweep::axis::DesignError;
use crate::report::said::Language;
use crate::scenario::{Loaded, Template};

/// What is explored.
#[derive(Debug)]
pub struct Explored {
    /// The scenario.
    pub bench: Bench,
    /// What a command calls it.
    pub keeping: Keeping,
    /// What the page begins with.
    pub begins: Begins,
}

/// How the page begins.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// Its language.
    #[serde(default)]
    pub language: Language,
}

/// What is searched.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Words of a key, its meaning or its choices.
    pub text: String,
    /// The language of the meanings.
    #[serde(default)]
    pub language: Language,
}

/// An answer, or a state that is still to be simulated.
#[derive(Debug)]
pub enum Answer {
    /// The answer, as JSON.
    Told(String),
    /// A state on the way to what is seen of it.
    Seeing(Box<Seeing>),
}

impl Explored {
    /// A scenario that has been read, with the controls it begins with.
    ///
    /// # Errors
    /// When what `[explore]` names cannot be moved.
    pub fn new(
        (template, opened): (Template, Loaded),
        (launches, exercise): (Option<u32>, Option<Exercise>),
        keeping: Keeping,
        workers: Workers,
    ) -> Result<Self, DesignError> {
        let scenario = &opened.scenario;
        let begins = Begins {
            title: scenario.title.clone(),
            launches: launches.unwrap_or(scenario.run.launches).min(outcome::MOST_LAUNCHES),
            controls: controls::first(&opened)?,
            weigh: scenario.explore.controls.is_empty(),
            exercise,
        };
        Ok(Self { bench: Bench::new(template, opened, workers), keeping, begins })
    }

    /// What the page begins with.
    #[must_use]
    pub fn start(&self, asked: &Spoken) -> Told<'_> {
        self.begins.told(asked.language)
    }

    /// Controls that are searched; an exercise allows none but its own.
    #[must_use]
    pub fn find(&self, search: &Search) -> Vec<ToldControl> {
        let found = match self.begins.exercise {
            Some(_) => Vec::new(),
            None => controls::find(&self.bench.opened, &search.text, search.language),
        };
        found.iter().map(|control| control.told(search.language)).collect()
    }

    /// What is seen of a state.
    ///
    /// # Errors
    /// [`Refusal`] where the state is wrong, or the flag was raised.
    pub fn outcome(&self, asked: outcome::Asked, stop: &AtomicBool) -> Result<Outcome, Refusal> {
        outcome::outcome(&self.bench, asked, stop)
    }

    /// What it hangs on.
    ///
    /// # Errors
    /// [`Refusal`] where the state is wrong, or the flag was raised.
    pub fn weights(&self, asked: &weights::Asked, stop: &AtomicBool) -> Result<Weights, Refusal> {
        weights::weights(&self.bench, asked, stop)
    }

    /// An answer to an exercise, to be handed in.
    ///
    /// # Errors
    /// [`Refusal`] where there is no exercise, the state is wrong, or nothing was answered.
    pub fn hand_in(&self, asked: &keep::HandIn) -> Result<ToKeep, Refusal> {
        keep::hand_in(&self.bench, self.begins.exercise.as_ref(), asked)
    }

    /// Answers what a page without a server asks: the name of a question and its JSON.
    ///
    /// # Errors
    /// [`Refusal`] where there is no such question, it cannot be read, or the state is wrong.
    pub fn ask(&self, question: &str, asked: &str) -> Result<Answer, Refusal> {
        let never = AtomicBool::new(false);
        Ok(match question {
            "start" => told(&self.start(&read(asked)?)),
            "find" => told(&self.find(&read(asked)?)),
            "outcome" => Answer::Seeing(Box::new(Seeing::begin(&self.bench, read(asked)?)?)),
            "weights" => told(&self.weights(&read(asked)?, &never)?),
            "command" => told(&keep::command(&self.bench, &self.keeping, &read(asked)?)?),
            "save" => told(&keep::whole(&self.bench, &read(asked)?)?),
            "hand_in" => {
                let answer = self.hand_in(&read(asked)?)?;
                told(&ToKeep { told: format!("{}.answer.toml", answer.told), ..answer })
            }
            other => return Err(Refusal::at(String::new(), format!("nothing answers `{other}`"))),
        })
    }
}

fn read<T: DeserializeOwned>(asked: &str) -> Result<T, Refusal> {
    serde_json::from_str(asked).map_err(|error| Refusal::at(String::new(), error.to_string()))
}

/// As JSON; what is told always can be.
fn told<T: Serialize>(what: &T) -> Answer {
    Answer::Told(serde_json::to_string(what).unwrap_or_default())
}
