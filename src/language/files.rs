//! Where the files are that a scenario names: those it extends, bills of materials, series.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Bytes read of a file at most.
pub const MOST_BYTES: u64 = 100_000_000;

/// Why a text could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// No such file: the planner's fault.
    Missing,
    /// It is a folder, not a file: the planner's fault.
    Folder,
    /// It is neither a file nor a folder but this, and might be read for ever: the planner's fault.
    NotAFile(&'static str),
    /// It is larger than [`MOST_BYTES`]: the planner's fault. Its size, where the system says it.
    TooLarge(Option<u64>),
    /// The system refused: the world's fault, in the system's words.
    System(std::io::Error),
}

/// What reads the files a scenario names.
pub trait Files: Debug + Send + Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// When there is no such file, it is no file or too large, or the system refuses.
    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadError>;

    /// The one true path of a file, so that two ways of writing it are equal; the path itself where it has none.
    fn true_path(&self, path: &Path) -> PathBuf {
        plain(path)
    }

    /// Names of the files in the same folder, for "did you mean".
    fn neighbours(&self, _path: &Path) -> Vec<String> {
        Vec::new()
    }
}

/// A path without `..` after a folder's name, to be shown.
pub(super) fn tidy_path(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        let goes_up = part == Component::ParentDir;
        if goes_up && matches!(tidy.components().next_back(), Some(Component::Normal(_))) {
            tidy.pop();
        } else {
            tidy.push(part);
        }
    }
    tidy
}

/// A path without `.` and without `..` after a folder's name, by which files in memory are told apart.
fn plain(path: &Path) -> PathBuf {
    tidy_path(path).components().filter(|part| *part != Component::CurDir).collect()
}

/// Texts and workbooks in memory by the paths of the files they stand for.
#[derive(Clone, Debug, Default)]
pub struct InMemory {
    texts: BTreeMap<PathBuf, Vec<u8>>,
}

impl InMemory {
    /// Adds a text or the bytes of a workbook, in place of what stood there.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Path>, text: impl Into<Vec<u8>>) -> Self {
        self.texts.insert(plain(path.as_ref()), text.into());
        self
    }
}

impl Files for InMemory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        self.texts.get(&plain(path)).cloned().ok_or(ReadError::Missing)
    }

    fn neighbours(&self, path: &Path) -> Vec<String> {
        let path = plain(path);
        let beside = self.texts.keys().filter(|known| known.parent() == path.parent());
        beside.filter_map(|known| known.file_name()).map(|name| name.to_string_lossy().into_owned()).collect()
    }
}

/// One text at hand, and other files wherever they are.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    pub path: PathBuf,
    pub text: String,
    pub others: Arc<dyn Files>,
}

impl Files for Beside {
    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        if self.is(path) { Ok(self.text.as_bytes().to_vec()) } else { self.others.read(path) }
    }

    fn true_path(&self, path: &Path) -> PathBuf {
        if self.is(path) { plain(path) } else { self.others.true_path(path) }
    }

    fn neighbours(&self, path: &Path) -> Vec<String> {
        self.others.neighbours(path)
    }
}

impl Beside {
    fn is(&self, path: &Path) -> bool {
        plain(path) == plain(&self.path)
    }
}
