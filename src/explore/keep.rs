//! What is kept of a state: a scenario, a command, an answer to hand in. Where it goes is for those who ask.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::bench::Bench;
use super::exercise::Exercise;
use super::refusal::Refusal;
use super::state::Change;
use crate::language::tree::Value;
use crate::report::next::Next;
use crate::scenario::written::text;

/// Characters of a file's name at most.
const LONGEST_NAME: usize = 80;
/// Characters of an answer at most.
const LONGEST_ANSWER: usize = 10_000;

/// What was opened, as a command names it.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    /// The file that was opened; `None` for one that is built in.
    pub file: Option<PathBuf>,
    /// Whether a command can name what was opened; an exercise has no file.
    pub has_command: bool,
    /// What was set on the command line, as `--set` takes it, and the seed where it was named.
    pub sets: Vec<String>,
}

/// A file that was written, or a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its path, or the command.
    pub told: String,
}

/// A file to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ToKeep {
    /// Its name.
    pub told: String,
    /// What stands in it.
    pub text: String,
}

/// The command of a state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// What was moved.
    pub changes: Vec<Change>,
    /// Launches.
    pub launches: u32,
}

/// A state as a scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Save {
    /// What was moved.
    pub changes: Vec<Change>,
    /// The name of the file, without its ending.
    pub name: String,
}

/// A state as a report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Write {
    /// What was moved.
    pub changes: Vec<Change>,
    /// Launches.
    pub launches: u32,
    /// The language of the report.
    #[serde(default)]
    pub language: crate::report::said::Language,
}

/// An answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandIn {
    /// What was moved.
    pub changes: Vec<Change>,
    /// Launches.
    pub launches: u32,
    /// Who answers.
    #[serde(default)]
    pub who: String,
    /// The answer in words.
    pub answer: String,
}

impl Keeping {
    /// Refuses what needs a command where there is none.
    ///
    /// # Errors
    /// [`Refusal`] where there is none.
    pub fn commanded(&self) -> Result<(), Refusal> {
        let told = "an exercise has no file of its own: save it as a scenario and run that";
        if self.has_command { Ok(()) } else { Err(Refusal::at(String::new(), told.into())) }
    }

    /// All that is set of a state: what was set when it was opened, and what was moved.
    #[must_use]
    pub fn all(&self, settings: &[String]) -> Vec<String> {
        self.sets.iter().chain(settings).cloned().collect()
    }
}

/// The command that simulates a state.
///
/// # Errors
/// [`Refusal`] where the state is wrong.
pub fn command(bench: &Bench, keeping: &Keeping, asked: &Command) -> Result<Kept, Refusal> {
    keeping.commanded()?;
    let settings = bench.settings(&asked.changes)?;
    let next = Next::new("run", keeping.file.as_deref()).with_sets(&keeping.all(&settings));
    Ok(Kept { told: next.with("-n", asked.launches).line() })
}

/// A name for a file: letters, digits and a few signs, so that it stays in its folder.
pub(super) fn checked(name: &str) -> Result<&str, Refusal> {
    let name = name.trim().trim_end_matches(".toml");
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | ' ' | '.');
    let begins = name.starts_with(|letter: char| letter.is_alphanumeric());
    if !begins || name.chars().count() > LONGEST_NAME || !name.chars().all(plain) || name.ends_with('.') {
        let what = "a name takes letters, digits, spaces, - and _, and begins with a letter or a digit";
        return Err(Refusal::at("name".into(), what.into()));
    }
    Ok(name)
}

/// A state as a scenario that needs no other file.
///
/// # Errors
/// [`Refusal`] where the state is wrong or the name is none.
pub fn whole(bench: &Bench, asked: &Save) -> Result<ToKeep, Refusal> {
    let name = checked(&asked.name)?;
    let (loaded, _) = bench.load(&bench.settings(&asked.changes)?)?;
    Ok(ToKeep { told: format!("{name}.toml"), text: loaded.resolved_toml() })
}

/// An answer with the settings and figures it rests on; its name without an ending, for there may be several.
///
/// # Errors
/// [`Refusal`] where there is no exercise, the state is wrong, or nothing was answered.
pub fn hand_in(bench: &Bench, exercise: Option<&Exercise>, asked: &HandIn) -> Result<ToKeep, Refusal> {
    let Some(exercise) = exercise else { return Err(Refusal::at(String::new(), "there is no exercise".into())) };
    let answer = asked.answer.trim();
    if answer.is_empty() || answer.chars().count() > LONGEST_ANSWER {
        return Err(Refusal::at("answer".into(), "an answer has between one and 10,000 letters".into()));
    }
    let of_text = |value: &str| text(&Value::Text(value.to_owned()));
    let who: String = asked.who.trim().chars().take(LONGEST_NAME).collect();
    let settings = bench.settings(&asked.changes)?;
    let launches = asked.launches.clamp(1, super::outcome::MOST_LAUNCHES);
    let never = std::sync::atomic::AtomicBool::new(false);
    let simulated = bench.simulate(settings, launches, &never)?;
    let mut content =
        format!("exercise = {}\nwho = {}\nanswer = {}\n", of_text(exercise.name), of_text(&who), of_text(answer));
    let _ = writeln!(content, "launchsim = {}", of_text(env!("CARGO_PKG_VERSION")));
    let _ = writeln!(content, "seed = {}\nlaunches = {launches}", simulated.plan.seed);
    let settings: Vec<String> = simulated.settings.iter().map(|set| of_text(set)).collect();
    let _ = writeln!(content, "settings = [{}]\n\n[mean]", settings.join(", "));
    for metric in bench.figures(&simulated).metrics {
        let mean = metric.summary.mean;
        if mean.is_finite() {
            let _ = writeln!(content, "{} = {}", of_text(&metric.metric.name), text(&Value::Float(mean)));
        }
    }
    let by = if who.is_empty() { String::new() } else { format!("_{}", checked(&who)?) };
    Ok(ToKeep { told: format!("{}{by}", exercise.name), text: content })
}
