//! The folder of a run: everything is written aside first and put in its place only when it is complete.
//!
//! Files are written into `.partial-…` inside the target folder, so that they lie on its file system even where the
//! folder is a link or a mount point, and are renamed into place one by one, `run.json` last. A run that fails or is
//! interrupted leaves earlier results untouched; the partial folder removes itself.

use std::fs;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::error::ReportError;

/// The file that lists the others, put in place last.
pub const RUN_RECORD: &str = "run.json";

/// The target folder and the files waiting beside it.
#[derive(Debug)]
pub struct RunFolder {
    target: PathBuf,
    staging: Option<TempDir>,
    /// Paths below the target with `/`, in the order they were announced.
    files: Vec<String>,
    created: bool,
}

impl RunFolder {
    /// Prepares to write to a folder, creating it when it is not there.
    ///
    /// # Errors
    /// When the path is a file or the system does not let us write there.
    pub fn create(target: &Path) -> Result<Self, ReportError> {
        if target.exists() && !target.is_dir() {
            return Err(ReportError::NotAFolder { path: target.to_owned() });
        }
        let created = !target.exists();
        fs::create_dir_all(target).map_err(|source| not_a_folder_above(target, source))?;
        let staging = tempfile::Builder::new()
            .prefix(".partial-")
            .tempdir_in(target)
            .map_err(ReportError::file("write to", target))?;
        Ok(Self { target: target.to_owned(), staging: Some(staging), files: Vec::new(), created })
    }

    /// Where results end up.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Where files are written until the run is complete.
    #[must_use]
    pub fn staging(&self) -> &Path {
        self.staging.as_ref().map_or(&self.target, TempDir::path)
    }

    /// Announces a file and gives the path to write it to.
    ///
    /// # Errors
    /// When a folder it stands in cannot be created.
    pub fn stage(&mut self, name: &str) -> Result<PathBuf, ReportError> {
        let path = self.staging().join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(ReportError::file("create", parent))?;
        }
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
    /// When the system refuses; then files not yet in place are still those of the earlier run.
    pub fn publish(mut self) -> Result<Vec<String>, ReportError> {
        let earlier = files_of_earlier_run(&self.target);
        let mut order: Vec<&String> = self.files.iter().filter(|name| *name != RUN_RECORD).collect();
        order.extend(self.files.iter().filter(|name| *name == RUN_RECORD));
        for name in order {
            let place = self.target.join(name);
            if let Some(parent) = place.parent() {
                fs::create_dir_all(parent).map_err(ReportError::file("create", parent))?;
            }
            let staged = self.staging().join(name);
            fs::rename(&staged, &place).map_err(ReportError::file("replace", &place))?;
        }
        for name in earlier.iter().filter(|name| !self.files.contains(name)) {
            let stale = self.target.join(name);
            match fs::remove_file(&stale) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(ReportError::file("remove the outdated", &stale)(error));
                }
                _ => {}
            }
        }
        // Only succeeds when no chart is left in it.
        let _ = fs::remove_dir(self.target.join("charts"));
        self.created = false;
        Ok(std::mem::take(&mut self.files))
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        drop(self.staging.take());
        if self.created {
            // Only succeeds when it is empty: a folder made for a run that failed.
            let _ = fs::remove_dir(&self.target);
        }
    }
}

/// Something above the folder may be a file; say which.
fn not_a_folder_above(target: &Path, source: std::io::Error) -> ReportError {
    match target.ancestors().skip(1).find(|above| above.exists() && !above.is_dir()) {
        Some(file) => ReportError::NotAFolder { path: file.to_owned() },
        None => ReportError::file("create", target)(source),
    }
}

/// What the `run.json` of an earlier run says it wrote. A path that leads out of the folder is not believed.
fn files_of_earlier_run(target: &Path) -> Vec<String> {
    let Ok(text) = fs::read_to_string(target.join(RUN_RECORD)) else { return Vec::new() };
    let Ok(record) = serde_json::from_str::<serde_json::Value>(&text) else { return Vec::new() };
    let Some(names) = record.get("files").and_then(|files| files.as_array()) else { return Vec::new() };
    let stays_inside = |name: &&str| Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    names.iter().filter_map(|name| name.as_str()).filter(stays_inside).map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into()).collect();
        names.sort();
        names
    }

    #[test]
    fn an_abandoned_run_leaves_earlier_results_as_they_were() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("mi1");
        let mut run = RunFolder::create(&target).unwrap();
        run.write("summary.json", b"first").unwrap();
        run.publish().unwrap();
        let mut run = RunFolder::create(&target).unwrap();
        run.write("summary.json", b"second").unwrap();
        assert_eq!(fs::read(target.join("summary.json")).unwrap(), b"first");
        drop(run);
        assert_eq!(fs::read(target.join("summary.json")).unwrap(), b"first");
        assert_eq!(names(&target), ["summary.json"]);
    }

    #[test]
    fn a_folder_made_for_a_run_that_failed_disappears_with_it() {
        let home = tempfile::tempdir().unwrap();
        let mut run = RunFolder::create(&home.path().join("mi1")).unwrap();
        run.write("charts/cash.svg", b"half").unwrap();
        drop(run);
        assert!(names(home.path()).is_empty());
    }

    #[test]
    fn files_of_an_earlier_run_go_but_those_of_the_planner_stay() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path();
        let record = br#"{"files": ["launches.csv", "charts/cash.svg", "../outside", "run.json"]}"#;
        let mut run = RunFolder::create(target).unwrap();
        run.write("launches.csv", b"").unwrap();
        run.write("charts/cash.svg", b"").unwrap();
        run.write(RUN_RECORD, record).unwrap();
        run.publish().unwrap();
        fs::write(target.join("notes.txt"), "mine").unwrap();
        let mut run = RunFolder::create(target).unwrap();
        run.write("summary.json", b"").unwrap();
        run.write(RUN_RECORD, b"{}").unwrap();
        run.publish().unwrap();
        assert_eq!(names(target), ["notes.txt", RUN_RECORD, "summary.json"]);
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("taken");
        fs::write(&file, "").unwrap();
        for path in [file.clone(), file.join("below")] {
            let message = RunFolder::create(&path).unwrap_err().to_string();
            assert!(message.contains("taken: it is a file, not a folder"), "{message}");
        }
    }
}
