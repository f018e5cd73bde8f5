//! Where files grow until they are complete, and what dead processes left there.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

/// Beginning of the names of such folders; the name of the machine and the number of the process follow.
const PREFIX: &str = ".partial-";

/// Attempts to remove a folder in which another thread still begins files, and the pause between two.
const ATTEMPTS: usize = 200;
const PAUSE: Duration = Duration::from_millis(1);

/// A folder for files that grow; it goes with this value, whatever is being written there.
#[derive(Debug)]
pub struct Aside(TempDir);

impl Aside {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        for _ in 0..ATTEMPTS {
            match std::fs::remove_dir_all(self.path()) {
                // A file begun meanwhile; without its folder none can begin any more.
                Err(error) if error.kind() != ErrorKind::NotFound => std::thread::sleep(PAUSE),
                _ => break,
            }
        }
    }
}

/// A new folder for files that grow.
///
/// # Errors
/// When the system refuses.
pub fn create(target: &Path) -> std::io::Result<Aside> {
    let prefix = format!("{PREFIX}{}-{}-", machine(), std::process::id());
    let mut builder = tempfile::Builder::new();
    // To be read by whoever may read the other files: it becomes the folder of the complete files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.prefix(&prefix).tempdir_in(target).map(Aside)
}

/// Removes what processes of this machine left that are gone. Whoever calls this holds the lock of the folder, if the
/// file system knows locks.
pub fn remove_abandoned(target: &Path, locked: bool) {
    let Ok(entries) = std::fs::read_dir(target) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(process_of) else { continue };
        // With the lock held, a folder with our own number is that of an earlier process with this number.
        let gone = if process == std::process::id() { locked } else { is_gone(process, locked) };
        if gone {
            // What cannot be removed now is tried again by the next one.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The process of this machine to which such a folder belongs.
fn process_of(name: &str) -> Option<u32> {
    let mut parts = name.strip_prefix(PREFIX)?.rsplitn(3, '-');
    let (_random, process, host) = (parts.next()?, parts.next()?, parts.next()?);
    if host == machine() { process.parse().ok() } else { None }
}

/// The name of this machine as far as it may stand in the name of a file.
fn machine() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    let plain: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).take(40).collect();
    if plain.is_empty() { "machine".into() } else { plain }
}

/// Whether a process of this machine is no more.
#[cfg(unix)]
fn is_gone(process: u32, _: bool) -> bool {
    let Some(process) = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw) else { return false };
    rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH)
}

/// Whether a process of this machine is no more: it would hold the lock.
#[cfg(not(unix))]
fn is_gone(_: u32, locked: bool) -> bool {
    locked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_however_fast_another_thread_fills_it() {
        let home = tempfile::tempdir().unwrap();
        let aside = create(home.path()).unwrap();
        let folder = aside.path().to_owned();
        let filler = std::thread::spawn(move || {
            (0..u32::MAX).take_while(|n| std::fs::write(folder.join(format!("{n}")), "").is_ok()).count()
        });
        std::thread::sleep(Duration::from_millis(20));
        drop(aside);
        assert!(filler.join().unwrap() > 0);
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_dead_processes_left_goes_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let dead = child.id();
        child.wait().unwrap();
        let alive = std::os::unix::process::parent_id();
        let of = |machine: &str, process: u32| format!("{PREFIX}{machine}-{process}-abcdef");
        let kept = [of(&machine(), alive), of("elsewhere", dead), ".partial-abcdef".into(), "mine".into()];
        for name in kept.iter().chain([&of(&machine(), dead), &of(&machine(), std::process::id())]) {
            std::fs::create_dir_all(home.path().join(name).join("charts")).unwrap();
        }
        remove_abandoned(home.path(), true);
        let mut left: Vec<String> = std::fs::read_dir(home.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        let mut kept = kept.to_vec();
        kept.sort();
        assert_eq!(left, kept);
    }
}
