//! What is kept of a state as files: nothing is written unless it is asked for, and nothing is replaced.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::bench::Bench;
use super::keep::{Keeping, Kept, Save, ToKeep, Write, checked};
use super::refusal::Refusal;
use crate::language::tree::Value;
use crate::scenario::written::text;

/// Where files are kept.
#[derive(Debug)]
pub struct Folder {
    /// The folder new files are written to.
    pub path: PathBuf,
    /// Does what a command does, without its first word; what it said against it.
    pub run: fn(&[String]) -> Result<(), String>,
    /// The report that was written last.
    pub last: Mutex<Option<PathBuf>>,
}

impl Folder {
    /// The report that was written last.
    #[must_use]
    pub fn report(&self) -> Option<String> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        std::fs::read_to_string(last.as_ref()?).ok()
    }
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
pub fn save(bench: &Bench, (keeping, folder): (&Keeping, &Folder), asked: &Save) -> Result<Kept, Refusal> {
    let name = checked(&asked.name)?;
    let settings = bench.settings(&asked.changes)?;
    let (loaded, _) = bench.load(&settings)?;
    let whole = loaded.resolved_toml();
    let path = folder.path.join(format!("{name}.toml"));
    let Some(file) = &keeping.file else { return write_new(&path, &whole) };
    let base = std::path::absolute(file).unwrap_or_else(|_| file.clone());
    let beside = base.parent().is_some_and(|above| std::path::absolute(&folder.path).is_ok_and(|own| own == above));
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
pub fn write_report(bench: &Bench, (keeping, folder): (&Keeping, &Folder), asked: &Write) -> Result<Kept, Refusal> {
    keeping.commanded()?;
    let settings = bench.settings(&asked.changes)?;
    bench.load(&settings)?;
    let name = &bench.opened.scenario.name;
    let free = |number: &u32| {
        let folder = folder.path.join("output").join(format!("{name}_explored_{number}"));
        (!folder.exists()).then_some(folder)
    };
    let place = (1..).find_map(|number| free(&number)).unwrap_or_default();
    let language = asked.language.html_tag().split('-').next().unwrap_or("en");
    let mut typed = vec!["run".to_owned()];
    typed.extend(keeping.file.iter().map(|file| file.display().to_string()));
    typed.extend(keeping.all(&settings).into_iter().flat_map(|set| ["--set".to_owned(), set]));
    let launches = asked.launches.clamp(1, super::outcome::MOST_LAUNCHES).to_string();
    typed.extend(["-n", &launches, "--lang", language, "--quiet", "--out"].map(ToOwned::to_owned));
    typed.push(place.display().to_string());
    (folder.run)(&typed).map_err(|why| Refusal::at(String::new(), format!("the report was not written: {why}")))?;
    let report = place.join("report.html");
    let told = report.display().to_string();
    *folder.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
    Ok(Kept { told })
}

/// Writes an answer beside those that are there.
///
/// # Errors
/// [`Refusal`] where the system refuses.
pub fn hand_in(folder: &Folder, answer: &ToKeep) -> Result<Kept, Refusal> {
    let free = (1..).map(|number| match number {
        1 => folder.path.join(format!("{}.answer.toml", answer.told)),
        _ => folder.path.join(format!("{}_{number}.answer.toml", answer.told)),
    });
    let path = free.into_iter().find(|path| !path.exists()).unwrap_or_default();
    write_new(&path, &answer.text)
}
