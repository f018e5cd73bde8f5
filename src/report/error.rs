//! What can go wrong when results are written: the world's faults.

use std::path::{Path, PathBuf};

/// Results could not be written or read back.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The system refused something.
    #[error("cannot {action} {}: {}", path.display(), reason(source))]
    File {
        /// What was being done: "create".
        action: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Another launchsim writes there.
    #[error("another launchsim is writing to {}; wait for it, or name another folder with --out", folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// A file that must stay as it is stands where a result belongs.
    #[error("{} is in the way of the results and stays as it is: {why}; move it, or name another folder with --out", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// Why it stays.
        why: &'static str,
    },
    /// A result would replace what the command reads.
    #[error("{} is read here, and the results would replace it; name another folder with --out", path.display())]
    Reads {
        /// The file.
        path: PathBuf,
    },
    /// The exchange of old results for new ones was cut off.
    #[error("{why}; the new results are complete, and the next launchsim with --out {} puts them in their places", folder.display())]
    HalfWay {
        /// The folder.
        folder: PathBuf,
        /// What cut it off.
        why: Box<ReportError>,
    },
    /// The folder for the results is a file.
    #[error("cannot write results to {}: it is a file, not a folder; name another folder with --out", path.display())]
    NotAFolder {
        /// The file in the way.
        path: PathBuf,
    },
}

/// What cannot fail has no error to tell.
impl From<std::convert::Infallible> for ReportError {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// The system's reason without its number, and what helps where that is known.
pub(super) fn reason(source: &std::io::Error) -> String {
    let said = source.to_string();
    let said = said.split(" (os error").next().unwrap_or(&said);
    match source.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            format!("{said}; name a folder you may write to with --out")
        }
        std::io::ErrorKind::StorageFull => format!("{said}; free some space or name another folder with --out"),
        _ => said.to_owned(),
    }
}

impl ReportError {
    /// Whether the same command may succeed later: somebody else is at work there, or the disk is full.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::Busy { .. } => true,
            Self::File { source, .. } => {
                matches!(source.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
            }
            Self::HalfWay { why, .. } => why.passes(),
            Self::NotOurs { .. } | Self::Reads { .. } | Self::NotAFolder { .. } => false,
        }
    }

    /// Whether another command line would do.
    #[must_use]
    pub fn is_of_the_command(&self) -> bool {
        matches!(self, Self::NotOurs { .. } | Self::Reads { .. } | Self::NotAFolder { .. })
    }

    /// For `map_err`: says what was being done to which path.
    pub fn file(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { action, path, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_path_the_action_the_reason_and_the_cure() {
        let refused = std::io::Error::from_raw_os_error(13);
        let message = ReportError::file("create", Path::new("/etc/launch"))(refused).to_string();
        assert!(message.starts_with("cannot create /etc/launch: Permission denied; name a folder"), "{message}");
        let full = std::io::Error::from_raw_os_error(28);
        let message = ReportError::file("write", Path::new("out/launches.parquet"))(full).to_string();
        assert!(message.contains("No space left on device; free some space"), "{message}");
    }
}
