//! Files on the disk.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::language::files::{Files, MOST_BYTES, ReadError};

/// The disk of this machine; paths without a root begin at the current folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        bytes_of(path)
    }

    fn true_path(&self, path: &Path) -> PathBuf {
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    }

    fn neighbours(&self, path: &Path) -> Vec<String> {
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

/// The bytes of a file, or of what the caller hands over as one. Nothing else is opened, for opening alone may wait for ever.
fn bytes_of(path: &Path) -> Result<Vec<u8>, ReadError> {
    let refused = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound
        | std::io::ErrorKind::NotADirectory
        | std::io::ErrorKind::InvalidFilename
        | std::io::ErrorKind::InvalidInput => ReadError::Missing,
        _ => ReadError::System(error),
    };
    let about = std::fs::metadata(path).map_err(refused)?;
    if about.is_dir() {
        return Err(ReadError::Folder);
    }
    if about.is_file() && about.len() > MOST_BYTES {
        return Err(ReadError::TooLarge(Some(about.len())));
    }
    if !about.is_file() && !is_handed_over(path) {
        return Err(ReadError::NotAFile(kind_of(about.file_type())));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(refused)?;
    // A file may grow while it is read, and a pipe has no size.
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > MOST_BYTES { Err(ReadError::TooLarge(None)) } else { Ok(bytes) }
}

/// Whether a path is an open file of this process: its standard input, or what a shell substitutes for `<(command)`.
fn is_handed_over(path: &Path) -> bool {
    path == Path::new("/dev/stdin")
        || ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.parent() == Some(Path::new(folder)))
}

/// What is neither a file nor a folder.
#[cfg(unix)]
fn kind_of(kind: std::fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    match () {
        () if kind.is_fifo() => "a named pipe",
        () if kind.is_socket() => "a socket",
        () => "a device",
    }
}

/// What is neither a file nor a folder.
#[cfg(not(unix))]
fn kind_of(_: std::fs::FileType) -> &'static str {
    "something else"
}
