//! What is kept of a state: a scenario, a command, a report, an answer to hand in. Nothing is written unless it is asked for.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::bench::Bench;
use super::exercise::Exercise;
use super::refusal::Refusal;
use super::state::Change;
use crate::language::tree::Value;
use crate::scenario::written::text;

/// Characters of a file's name at most.
const LONGEST_NAME: usize = 80;
/// Characters of an answer at most.
const LONGEST_ANSWER: usize = 10_000;

/// Where things are kept.
#[derive(Debug)]
pub struct Keeping {
    /// The file that was opened; `None` for one that is built in.
    pub file: Option<PathBuf>,
    /// Whether a command can name what was opened; an exercise has no file.
    pub has_command: bool,
    /// What was set on the command line, as `--set` takes it, and the seed where it was named.
    pub sets: Vec<String>,
    /// The folder new files are written to.
    pub folder: PathBuf,
    /// The command that runs a state, as it is typed.
    pub line: fn(Option<&Path>, &[String], u32) -> String,
    /// Does what a command does, without its first word; what it said against it.
    pub run: fn(&[String]) -> Result<(), String>,
    /// The report that was written last.
    pub last: Mutex<Option<PathBuf>>,
}

/// A file that was written, or a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its path, or the command.
    pub told: String,
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
    /// The report that was written last.
    #[must_use]
    pub fn report(&self) -> Option<String> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        std::fs::read_to_string(last.as_ref()?).ok()
    }

    /// Refuses what needs a command where there is none.
    fn commanded(&self) -> Result<(), Refusal> {
        let told = "an exercise has no file of its own: save it as a scenario and run that";
        if self.has_command { Ok(()) } else { Err(Refusal::at(String::new(), told.into())) }
    }

    fn all(&self, settings: &[String]) -> Vec<String> {
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
    Ok(Kept { told: (keeping.line)(keeping.file.as_deref(), &keeping.all(&settings), asked.launches) })
}

/// A name for a file: letters, digits and a few signs, so that it stays in its folder.
fn checked(name: &str) -> Result<&str, Refusal> {
    let name = name.trim().trim_end_matches(".toml");
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | ' ' | '.');
    let begins = name.starts_with(|letter: char| letter.is_alphanumeric());
    if !begins || name.chars().count() > LONGEST_NAME || !name.chars().all(plain) || name.ends_with('.') {
        let what = "a name takes letters, digits, spaces, - and _, and begins with a letter or a digit";
        return Err(Refusal::at("name".into(), what.into()));
    }
    Ok(name)
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, content: &str) -> Result<Kept, Refusal> {
    let failed = |error: std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "it is already there; choose another name".to_owned(),
            _ => error.to_string(),
        };
        Refusal::at("name".into(), format!("{}: {why}", path.display()))
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(content.as_bytes()).map_err(failed)?;
    Ok(Kept { told: path.display().to_string() })
}

/// Writes a state as a scenario that extends the one opened; of one that is built in as a whole.
///
/// # Errors
/// [`Refusal`] where the state is wrong, the name is none, or the file is there already.
pub fn save(bench: &Bench, keeping: &Keeping, asked: &Save) -> Result<Kept, Refusal> {
    let name = checked(&asked.name)?;
    let settings = bench.settings(&asked.changes)?;
    let (loaded, _) = bench.load(&settings)?;
    let whole = loaded.resolved_toml();
    let path = keeping.folder.join(format!("{name}.toml"));
    let Some(file) = &keeping.file else { return write_new(&path, &whole) };
    let base = std::path::absolute(file).unwrap_or_else(|_| file.clone());
    let beside =
        base.parent().is_some_and(|folder| std::path::absolute(&keeping.folder).is_ok_and(|own| own == folder));
    let base = if beside { base.file_name().map_or_else(|| base.clone(), PathBuf::from) } else { base };
    let mut content = format!("extends = {}\n", text(&Value::Text(base.display().to_string())));
    // Points of a path stand in the path, and what was set on the command line beside what was moved.
    let mut keys: Vec<&str> = Vec::new();
    for key in keeping.sets.iter().chain(&settings).filter_map(|set| set.split(['=', '[']).next()) {
        if !keys.contains(&key.trim()) {
            keys.push(key.trim());
        }
    }
    for key in keys {
        if let Some(value) = loaded.value_at(key) {
            let _ = writeln!(content, "{key} = {}", text(value));
        }
    }
    let again = crate::scenario::Template::open(
        &crate::language::source::Source::Text { name: path.clone(), text: content.clone() },
        &[],
    );
    let same = again.ok().and_then(|template| template.with(&[]).ok()).is_some_and(|again| {
        let (mut one, mut other) = (again.scenario, loaded.scenario.clone());
        (one.name, other.name, one.title, other.title) = Default::default();
        one == other
    });
    // What a file cannot say so is written out.
    write_new(&path, if same { &content } else { &whole })
}

/// Runs a state as its command would, into a folder of its own, and gives the report.
///
/// # Errors
/// [`Refusal`] where the state is wrong or the run failed, with its words.
pub fn write_report(bench: &Bench, keeping: &Keeping, asked: &Write) -> Result<Kept, Refusal> {
    keeping.commanded()?;
    let settings = bench.settings(&asked.changes)?;
    bench.load(&settings)?;
    let name = &bench.opened.scenario.name;
    let free = |number: &u32| {
        let folder = keeping.folder.join("output").join(format!("{name}_explored_{number}"));
        (!folder.exists()).then_some(folder)
    };
    let folder = (1..).find_map(|number| free(&number)).unwrap_or_default();
    let language = asked.language.html_tag().split('-').next().unwrap_or("en");
    let mut typed = vec!["run".to_owned()];
    typed.extend(keeping.file.iter().map(|file| file.display().to_string()));
    typed.extend(keeping.all(&settings).into_iter().flat_map(|set| ["--set".to_owned(), set]));
    let launches = asked.launches.clamp(1, super::outcome::MOST_LAUNCHES).to_string();
    typed.extend(["-n", &launches, "--lang", language, "--quiet", "--out"].map(ToOwned::to_owned));
    typed.push(folder.display().to_string());
    (keeping.run)(&typed).map_err(|why| Refusal::at(String::new(), format!("the report was not written: {why}")))?;
    let report = folder.join("report.html");
    let told = report.display().to_string();
    *keeping.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
    Ok(Kept { told })
}

/// Writes an answer with the settings and figures it rests on.
///
/// # Errors
/// [`Refusal`] where there is no exercise, the state is wrong, or nothing was answered.
pub fn hand_in(bench: &Bench, keeping: &Keeping, exercise: Option<&Exercise>, asked: &HandIn) -> Result<Kept, Refusal> {
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
    let free = (1..).map(|number| match number {
        1 => keeping.folder.join(format!("{}{by}.answer.toml", exercise.name)),
        _ => keeping.folder.join(format!("{}{by}_{number}.answer.toml", exercise.name)),
    });
    let path = free.into_iter().find(|path| !path.exists()).unwrap_or_default();
    write_new(&path, &content)
}
