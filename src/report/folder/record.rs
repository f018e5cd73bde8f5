//! What launchsim wrote into a folder: `.launchsim` lists the files with their sizes and SHA-256 sums, so that what is
//! another's, or was changed since, is never replaced.

use std::fmt::Write as _;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::RUN_RECORD;
use crate::report::error::ReportError;

/// The record's own file.
pub const RECORD: &str = ".launchsim";
/// Version of the record's format.
const FORMAT: u32 = 1;
/// Endings of the files launchsim writes.
const ENDINGS: [&str; 7] = ["csv", "json", "parquet", "png", "svg", "toml", "txt"];

/// A file as it was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Path below the folder, with `/`.
    pub name: String,
    /// Bytes; `None` in what an early version wrote, which kept no sums.
    pub size: Option<u64>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: Option<String>,
}

/// All files of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    program: String,
    record: u32,
    version: String,
    /// The files, in the order they were written.
    pub files: Vec<Entry>,
}

impl Manifest {
    /// The record of files that lie below a folder; each is made to survive a loss of power.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn of_files(folder: &Path, names: &[String]) -> Result<Self, ReportError> {
        let entry = |name: &String| {
            let path = folder.join(name);
            // Windows syncs only what may be written to.
            let mut file =
                OpenOptions::new().read(true).write(true).open(&path).map_err(ReportError::file("open", &path))?;
            let (size, sha256) = sums(&mut file).map_err(ReportError::file("read back", &path))?;
            file.sync_all().map_err(ReportError::file("write", &path))?;
            Ok(Entry { name: name.clone(), size: Some(size), sha256: Some(sha256) })
        };
        let files = names.iter().map(entry).collect::<Result<_, ReportError>>()?;
        Ok(Self { files, ..Self::default() }.named())
    }

    /// The same in the name of this program.
    #[must_use]
    pub fn named(self) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self { program: "launchsim".into(), record: FORMAT, version, files: self.files }
    }

    /// The record of a folder; nothing where there is none that launchsim wrote. Paths that lead out of the folder are
    /// not believed.
    ///
    /// # Errors
    /// When there is one that the system does not let us read: then nobody knows whose the files are.
    pub fn of_folder(folder: &Path) -> Result<Self, ReportError> {
        match Self::read(&folder.join(RECORD))? {
            Some(record) => Ok(record),
            None => of_early_version(folder),
        }
    }

    /// Reads a record, if there is one.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn read(path: &Path) -> Result<Option<Self>, ReportError> {
        let Some(text) = text_of(path)? else { return Ok(None) };
        let Ok(mut record) = serde_json::from_slice::<Self>(&text) else { return Ok(None) };
        if record.program != "launchsim" || record.record != FORMAT {
            return Ok(None);
        }
        record.files.retain(|entry| stays_inside(&entry.name));
        Ok(Some(record))
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self).unwrap_or_default();
        text.push(b'\n');
        text
    }

    /// Whether it lists a file.
    #[must_use]
    pub fn lists(&self, name: &str) -> bool {
        self.files.iter().any(|entry| entry.name == name)
    }

    /// Whether the file of this name in a folder is the one that was written, unchanged.
    ///
    /// # Errors
    /// When the system does not let us see.
    pub fn owns(&self, folder: &Path, name: &str) -> Result<bool, ReportError> {
        let Some(entry) = self.files.iter().find(|entry| entry.name == name) else { return Ok(false) };
        let path = folder.join(name);
        let Some(meta) = seen(&path)? else { return Ok(false) };
        if !meta.is_file() || leads_out(folder, name) {
            return Ok(false);
        }
        let (Some(size), Some(sum)) = (entry.size, &entry.sha256) else { return Ok(true) };
        if size != meta.len() {
            return Ok(false);
        }
        let found = File::open(&path).and_then(|mut file| sums(&mut file));
        found.map(|(_, found)| found == *sum).map_err(ReportError::file("read", &path))
    }
}

/// What stands at a path, a link as such; `None` where there is nothing.
///
/// # Errors
/// When the system does not say.
pub fn seen(path: &Path) -> Result<Option<Metadata>, ReportError> {
    match path.symlink_metadata() {
        Ok(meta) => Ok(Some(meta)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(ReportError::file("look at", path)(error)),
    }
}

/// The bytes of a regular file; `None` where there is none.
fn text_of(path: &Path) -> Result<Option<Vec<u8>>, ReportError> {
    if !seen(path)?.is_some_and(|meta| meta.is_file()) {
        return Ok(None);
    }
    std::fs::read(path).map(Some).map_err(ReportError::file("read", path))
}

/// Whether a path below a folder passes through a link.
pub fn leads_out(folder: &Path, name: &str) -> bool {
    let above = Path::new(name).ancestors().skip(1).filter(|part| *part != Path::new(""));
    above.map(|part| folder.join(part)).any(|part| part.symlink_metadata().is_ok_and(|meta| !meta.is_dir()))
}

fn stays_inside(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Number of bytes and their sum.
fn sums(file: &mut File) -> std::io::Result<(u64, String)> {
    let (mut hasher, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        hasher.update(&buffer[..read]);
    }
    let mut text = String::with_capacity(64);
    for byte in hasher.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok((size, text))
}

/// What the `run.json` of a version without records says it wrote, as far as launchsim writes such files.
fn of_early_version(folder: &Path) -> Result<Manifest, ReportError> {
    let text = text_of(&folder.join(RUN_RECORD))?.unwrap_or_default();
    let record = || {
        let record: serde_json::Value = serde_json::from_slice(&text).ok()?;
        if record.get("program")? != "launchsim" {
            return None;
        }
        let written = |name: &&str| {
            let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
            stays_inside(name) && ending.is_some_and(|ending| ENDINGS.contains(&ending))
        };
        let names = record.get("files")?.as_array()?.iter().filter_map(|name| name.as_str()).filter(written);
        let entry = |name: &str| Entry { name: name.to_owned(), size: None, sha256: None };
        Some(names.map(entry).collect())
    };
    Ok(Manifest { files: record().unwrap_or_default(), ..Manifest::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_known_until_it_is_changed() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("charts")).unwrap();
        let names = ["page.txt".to_owned(), "charts/cash.svg".to_owned()];
        for name in &names {
            std::fs::write(home.path().join(name), name).unwrap();
        }
        let record = Manifest::of_files(home.path(), &names).unwrap();
        std::fs::write(home.path().join(RECORD), record.json()).unwrap();
        let back = Manifest::of_folder(home.path()).unwrap();
        assert_eq!(back, record);
        let owns = |name: &str| back.owns(home.path(), name).unwrap();
        assert!(names.iter().all(|name| owns(name)));
        std::fs::write(home.path().join("page.txt"), "page.txT").unwrap();
        assert!(!owns("page.txt") && back.lists("page.txt"));
        assert!(!owns("thesis.docx"));
    }

    #[test]
    fn only_the_records_of_launchsim_are_believed_and_only_inside_the_folder() {
        let home = tempfile::tempdir().unwrap();
        let names = |record: &str, file: &str| {
            std::fs::write(home.path().join(file), record).unwrap();
            let names: Vec<String> =
                Manifest::of_folder(home.path()).unwrap().files.into_iter().map(|entry| entry.name).collect();
            std::fs::remove_file(home.path().join(file)).unwrap();
            names
        };
        let foreign = r#"{"files": ["thesis.docx", "summary.json"]}"#;
        assert!(names(foreign, RUN_RECORD).is_empty());
        let early = r#"{"program": "launchsim", "files": ["thesis.docx", "../x.csv", "charts/cash.png", "run.json"]}"#;
        assert_eq!(names(early, RUN_RECORD), ["charts/cash.png", "run.json"]);
        let entry = |name: &str| format!(r#"{{"name": "{name}", "size": 1, "sha256": "00"}}"#);
        let files = [entry("/etc/passwd"), entry("../a.csv"), entry("daily.csv")].join(",");
        let record = format!(r#"{{"program": "launchsim", "record": 1, "version": "0.1.0", "files": [{files}]}}"#);
        assert_eq!(names(&record, RECORD), ["daily.csv"]);
        assert!(names(&record.replace("\"record\": 1", "\"record\": 2"), RECORD).is_empty());
    }

    #[test]
    fn the_sum_is_that_of_every_other_tool() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("abc"), "abc").unwrap();
        // FIPS 180-4, example of one block.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let record = Manifest::of_files(home.path(), &["abc".to_owned()]).unwrap();
        assert_eq!(record.files[0].sha256.as_deref(), Some(expected));
    }
}
