//! The folder of a run: everything is written aside first and put in its place only when it is complete.
//!
//! Files grow in `.partial-…` inside the target folder, so that they lie on its file system even where the folder is a link
//! or a mount point. [`RunFolder::publish`] exchanges them for those of an earlier run, in steps that survive being cut off
//! anywhere (`exchange`). `.launchsim` says which files are launchsim's ([`record`]); others are never replaced
//! (`guard`). Writers lock the folder ([`lock`]), readers need no right but to read. A run that fails or is stopped
//! leaves earlier results untouched; its partial folder removes itself, or is removed by the next run when the process was
//! killed (`staging`).

mod exchange;
mod guard;
pub mod lock;
pub mod record;
mod staging;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::ReportError;
use lock::Lock;
use record::{Manifest, RECORD};
use staging::Aside;

/// The file that lists the others and says how they came about, put in place last.
pub const RUN_RECORD: &str = "run.json";

/// The target folder and the files waiting beside it.
#[derive(Debug)]
pub struct RunFolder {
    target: PathBuf,
    partial: Partial,
    staging: PathBuf,
    /// Paths below the target with `/`, in the order they were announced.
    files: Vec<String>,
    /// What this command reads, which it must not replace.
    reads: Vec<PathBuf>,
}

/// The partial folder of a run, which whoever ends the program can remove.
#[derive(Clone, Debug)]
pub struct Partial(Arc<Mutex<State>>);

/// How far a run's files are.
#[derive(Debug)]
enum State {
    /// They grow.
    #[expect(dead_code, reason = "it is held for what its end does")]
    Growing(Growing),
    /// They were given up.
    Abandoned,
    /// They are in their places, or on the way there.
    Published,
}

/// What a run that is not complete holds; it goes in this order.
#[derive(Debug)]
struct Growing {
    _staging: Aside,
    _lock: Lock,
    _made: Made,
}

/// A folder that was made for a run, if it was; it goes with a run that came to nothing.
#[derive(Debug)]
struct Made(Option<PathBuf>);

impl Drop for Made {
    fn drop(&mut self) {
        if let Some(target) = &self.0 {
            // Only succeeds when it is empty.
            let _ = fs::remove_dir(target);
        }
    }
}

impl Partial {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives up what was written so far and removes it; says whether there was anything to give up, which there is not
    /// once the files are in their places. Waits while they are being put there.
    #[must_use]
    pub fn abandon(&self) -> bool {
        self.abandon_when(|| true)
    }

    /// [`Self::abandon`] for one of several who may end the program: it asks, while nobody else can give up or publish,
    /// whether the caller is the one.
    #[must_use]
    pub fn abandon_when(&self, may: impl FnOnce() -> bool) -> bool {
        let mut state = self.state();
        let given_up = !matches!(*state, State::Published) && may();
        if given_up {
            *state = State::Abandoned;
        }
        given_up
    }
}

impl RunFolder {
    /// Prepares to write to a folder, creating it when it is not there. `writes` are the files known beforehand, `reads`
    /// what the command reads; whatever else may stand in the way is looked for before anything is replaced.
    ///
    /// # Errors
    /// When the path is a file, another launchsim writes there, a file of the planner is in the way, or the system does
    /// not let us write.
    pub fn create(target: &Path, writes: &[&str], reads: &[PathBuf]) -> Result<Self, ReportError> {
        if target.exists() && !target.is_dir() {
            return Err(ReportError::NotAFolder { path: target.to_owned() });
        }
        let made = Made((!target.exists()).then(|| target.to_owned()));
        fs::create_dir_all(target).map_err(|source| not_a_folder_above(target, source))?;
        let lock = Lock::take(target)?;
        exchange::recover(target)?;
        staging::remove_abandoned(target, lock.holds());
        let record = adopt(target)?;
        let writes: Vec<String> = writes.iter().map(|name| (*name).to_owned()).collect();
        guard::check(target, &record, &writes, reads)?;
        let staging = staging::create(target).map_err(ReportError::file("write to", target))?;
        Ok(Self {
            target: target.to_owned(),
            staging: staging.path().to_owned(),
            partial: Partial(Arc::new(Mutex::new(State::Growing(Growing {
                _staging: staging,
                _lock: lock,
                _made: made,
            })))),
            files: Vec::new(),
            reads: reads.to_vec(),
        })
    }

    /// Where results end up.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Where files are written until the run is complete.
    #[must_use]
    pub fn staging(&self) -> &Path {
        &self.staging
    }

    /// A hold on the partial folder, for whoever ends the program.
    #[must_use]
    pub fn partial(&self) -> Partial {
        self.partial.clone()
    }

    /// Announces a file and gives the path to write it to.
    ///
    /// # Errors
    /// When a folder it stands in cannot be created.
    pub fn stage(&mut self, name: &str) -> Result<PathBuf, ReportError> {
        let path = self.staging().join(name);
        let state = self.partial.state();
        if let Some(parent) = path.parent() {
            // Another thread may have given up; its folder does not come back.
            let made = if matches!(*state, State::Growing(_)) { fs::create_dir_all(parent) } else { Err(given_up()) };
            made.map_err(ReportError::file("create", parent))?;
        }
        drop(state);
        if !self.files.iter().any(|known| known == name) {
            self.files.push(name.to_owned());
        }
        Ok(path)
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&mut self, name: &str, content: &[u8]) -> Result<(), ReportError> {
        let path = self.stage(name)?;
        fs::write(&path, content).map_err(ReportError::file("write", &path))
    }

    /// The files announced so far.
    #[must_use]
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Puts all announced files in their places and removes those an earlier run wrote and this one does not.
    ///
    /// # Errors
    /// When a file of the planner is in the way or the system refuses. What is there then is the earlier run, or, with
    /// [`ReportError::HalfWay`], no run until the next launchsim goes on.
    pub fn publish(mut self) -> Result<Vec<String>, ReportError> {
        let record = Manifest::of_files(&self.staging, &self.files)?;
        write_down(&self.staging, &record)?;
        guard::check(&self.target, &Manifest::of_folder(&self.target)?, &self.files, &self.reads)?;
        let partial = self.partial.clone();
        let mut state = partial.state();
        if !matches!(*state, State::Growing(_)) {
            return Err(ReportError::file("complete", &self.target)(given_up()));
        }
        exchange::commit(&self.staging, &self.target)?;
        let finished = exchange::finish(&self.target);
        // The folder of the partial files has gone under another name; the lock goes now.
        *state = State::Published;
        finished.map_err(|why| ReportError::HalfWay { folder: self.target.clone(), why: Box::new(why) })?;
        Ok(std::mem::take(&mut self.files))
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        let _ = self.partial.abandon();
    }
}

/// What a thread is told that goes on writing where another has given up.
fn given_up() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::Interrupted, "it was given up")
}

/// The record of a folder; what a version without records left is written down, so that it is known to be launchsim's while
/// it is exchanged.
fn adopt(target: &Path) -> Result<Manifest, ReportError> {
    let record = Manifest::of_folder(target)?;
    if record.files.is_empty() || target.join(RECORD).symlink_metadata().is_ok() {
        return Ok(record);
    }
    let record = record.named();
    write_down(target, &record)?;
    Ok(record)
}

/// Writes a record into a folder.
fn write_down(folder: &Path, record: &Manifest) -> Result<(), ReportError> {
    let path = folder.join(RECORD);
    let written = fs::File::create(&path).and_then(|mut file| {
        file.write_all(&record.json())?;
        file.sync_all()
    });
    written.map_err(ReportError::file("write", &path))
}

/// Something above the folder may be a file; say which.
fn not_a_folder_above(target: &Path, source: std::io::Error) -> ReportError {
    match target.ancestors().skip(1).find(|above| above.exists() && !above.is_dir()) {
        Some(file) => ReportError::NotAFolder { path: file.to_owned() },
        None => ReportError::file("create", target)(source),
    }
}

#[cfg(test)]
mod tests;
