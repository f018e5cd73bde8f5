//! One writer at a time: the lock on a folder of results.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::report::error::ReportError;

/// The file that is locked while somebody writes; it goes with the lock.
pub const LOCK: &str = ".launchsim.lock";

/// The right to write to a folder. Readers need none.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: Option<File>,
    /// Whether the file system knows locks; where it does not, nobody can be kept out.
    holds: bool,
}

impl Lock {
    /// Takes the lock of a folder.
    ///
    /// # Errors
    /// [`ReportError::Busy`] when another launchsim writes there; otherwise the system's refusal.
    pub fn take(folder: &Path) -> Result<Self, ReportError> {
        let path = folder.join(LOCK);
        loop {
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let file = opened.map_err(ReportError::file("write to", folder))?;
            let holds = match file.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => return Err(ReportError::Busy { folder: folder.to_owned() }),
                Err(TryLockError::Error(_)) => false,
            };
            // Whoever held it before us took the file away; then what we hold is a lock on nothing.
            if !holds || is_still(&file, &path) {
                return Ok(Self { path, file: Some(file), holds });
            }
        }
    }

    /// Whether nobody else can write to the folder.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.holds
    }

    /// Whether another launchsim writes to a folder at this moment.
    #[must_use]
    pub fn is_held(folder: &Path) -> bool {
        let file = OpenOptions::new().read(true).write(true).open(folder.join(LOCK));
        file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // On Unix while it is held, so that nobody locks what is about to go; elsewhere an open file cannot be removed.
        if cfg!(unix) && !self.file.as_ref().is_some_and(|file| is_still(file, &self.path)) {
            return;
        }
        if cfg!(not(unix)) {
            self.file = None;
        }
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Whether a path still leads to this open file.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: std::fs::Metadata, b: std::fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().is_ok_and(|held| path.metadata().is_ok_and(|there| same(held, there)))
}

/// Whether a path still leads to this open file: it cannot be removed while it is open.
#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_and_the_lock_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let lock = Lock::take(home.path()).unwrap();
        assert!(lock.holds() && Lock::is_held(home.path()));
        let refused = Lock::take(home.path()).unwrap_err();
        assert!(matches!(refused, ReportError::Busy { .. }), "{refused}");
        drop(lock);
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
        assert!(!Lock::is_held(home.path()));
        drop(Lock::take(home.path()).unwrap());
    }

    #[test]
    fn of_many_threads_one_writes_at_a_time() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let home = tempfile::tempdir().unwrap();
        let (inside, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        if let Ok(lock) = Lock::take(home.path()) {
                            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                            taken.fetch_add(1, Ordering::SeqCst);
                            inside.fetch_sub(1, Ordering::SeqCst);
                            drop(lock);
                        }
                    }
                });
            }
        });
        assert!(taken.into_inner() > 100);
    }
}
