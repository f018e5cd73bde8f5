//! The page as one file that needs no server: it carries the engine as a module of WebAssembly, and the scenario.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::frame;
use super::packed::{ENGINE, Packed};
use crate::language::files::{Files, ReadError};
use crate::scenario::{Loaded, Scenario};

/// The file of the engine.
pub const MODULE: &str = "launchsim.wasm";

/// Files that remember what was read of them.
#[derive(Debug)]
pub struct Recorded<F> {
    files: F,
    read: Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>,
}

/// What was read.
pub type Read = Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>;

impl<F> Recorded<F> {
    /// Files of which nothing was read yet, and what will have been read of them.
    #[must_use]
    pub fn new(files: F) -> (Self, Read) {
        let read = Read::default();
        (Self { files, read: Arc::clone(&read) }, read)
    }
}

impl<F: Files> Files for Recorded<F> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        let bytes = self.files.read(path)?;
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes.clone());
        Ok(bytes)
    }

    fn true_path(&self, path: &Path) -> PathBuf {
        self.files.true_path(path)
    }

    fn neighbours(&self, path: &Path) -> Vec<String> {
        self.files.neighbours(path)
    }
}

/// A path with the same signs on every system.
fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// A scenario to be carried in a page: its files without the folders above them, else as they were named, else all of it as one
/// file; whichever is read there as it was here.
///
/// # Errors
/// In plain English, where it is read there in no way as it was here.
pub fn packed(asked: &Packed, read: &Read, opened: &Loaded) -> Result<Packed, String> {
    if asked.built_in {
        return Ok(asked.clone());
    }
    let read = read.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let main = PathBuf::from(&asked.main);
    let above = main.parent().unwrap_or(Path::new("")).to_owned();
    let of = |named: &dyn Fn(&Path) -> Option<String>| -> Option<Packed> {
        let text = |(path, bytes): (&PathBuf, &Vec<u8>)| Some((named(path)?, String::from_utf8(bytes.clone()).ok()?));
        let files: Option<BTreeMap<String, String>> = read.iter().map(text).collect();
        Some(Packed { main: named(&main)?, files: files?, ..asked.clone() })
    };
    let name = main.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let name = format!("{}.toml", name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem));
    let whole = Packed {
        files: BTreeMap::from([(name.clone(), opened.resolved_toml())]),
        main: name,
        sets: Vec::new(),
        ..asked.clone()
    };
    let beside = of(&|path| path.strip_prefix(&above).ok().map(slashed));
    let as_named = of(&|path| Some(slashed(path)));
    let same = |packed: &Packed| packed.open().is_ok_and(|there| alike(&there.bench.opened.scenario, &opened.scenario));
    let found = [beside, as_named, Some(whole)].into_iter().flatten().find(same);
    found.ok_or_else(|| "this scenario cannot be carried in a page: save it as one file first".to_owned())
}

/// Whether two scenarios are the same, whatever they are called.
fn alike(one: &Scenario, other: &Scenario) -> bool {
    let plain = |of: &Scenario| Scenario { name: String::new(), title: String::new(), ..of.clone() };
    plain(one) == plain(other)
}

/// Whether this is the engine of this version as a module of WebAssembly.
#[must_use]
pub fn is_engine(module: &[u8]) -> bool {
    module.starts_with(b"\0asm") && module.windows(ENGINE.len()).any(|bytes| bytes == ENGINE.as_bytes())
}

/// The page.
///
/// # Errors
/// In the words of what packs it; there is no known cause.
pub fn html(packed: &Packed, module: &[u8]) -> Result<String, String> {
    let script = frame::sum(frame::ALONE);
    // A module of WebAssembly that stands in the page, threads made of its script, and nothing from anywhere.
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {script} 'wasm-unsafe-eval'; \
         worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'\">"
    );
    let mut small = GzEncoder::new(Vec::new(), Compression::best());
    small.write_all(module).map_err(|error| error.to_string())?;
    let small = BASE64_STANDARD.encode(small.finish().map_err(|error| error.to_string())?);
    let scenario = serde_json::to_string(packed).map_err(|error| error.to_string())?.replace('<', "\\u003c");
    let data = format!(
        "<script type=\"application/json\" id=\"scenario\">{scenario}</script>\n\
         <script type=\"application/octet-stream\" id=\"engine\">{small}</script>\n"
    );
    Ok(frame::page(&head, "", frame::ALONE, &data))
}
