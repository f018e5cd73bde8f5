//! `launchsim report`: one report of results on the disk.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::options::ReportLooks;
use super::terminal;
use crate::report::html::{MARK, Report, STORED};
use crate::report::{ReportError, html};

/// What `report` takes.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// Folders of results, in the order of the report
    #[arg(required = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// File to write; only a report of launchsim is ever replaced
    #[arg(short, long, value_name = "FILE", default_value = html::FILE)]
    pub out: PathBuf,
    /// How it looks
    #[command(flatten)]
    pub looks: ReportLooks,
}

/// Writes one report of all folders.
///
/// # Errors
/// When a folder holds no results of this program, or the file cannot be written.
pub fn report(arguments: &ReportArguments) -> Result<(), Failure> {
    let parts: Vec<Report> = arguments.folders.iter().map(|folder| read(folder)).collect::<Result<_, _>>()?;
    let looks = arguments.looks.looks();
    let html = Report::of_parts(parts).html(&looks).map_err(Failure::Usage)?;
    replace(&arguments.out, &html)?;
    terminal::print(&format!(
        "Written to {}.\n",
        crate::language::hidden::shown_in_line(&arguments.out.display().to_string())
    ))
}

/// The report a folder holds as data.
fn read(folder: &Path) -> Result<Report, Failure> {
    let path = folder.join(STORED);
    let shown = crate::language::hidden::shown_in_line(&folder.display().to_string()).into_owned();
    let text = std::fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Failure::Usage(format!(
            "{shown} holds no {STORED}: name the folder of a run, comparison, sweep, search, explained launch or of drivers; \
             results of an older launchsim have none, so run the command again"
        )),
        _ => Failure::Report(ReportError::file("read", &path)(error)),
    })?;
    serde_json::from_slice(&text).map_err(|error| {
        Failure::Usage(format!("{STORED} in {shown} cannot be read: {error}; run the command again that wrote it"))
    })
}

/// Writes a file at once or not at all; replaces nothing but a report.
fn replace(out: &Path, html: &str) -> Result<(), Failure> {
    if let Ok(there) = std::fs::read(out) {
        let mark = MARK.as_bytes();
        if !there.windows(mark.len()).any(|some| some == mark) {
            let why = "it is no report of launchsim";
            return Err(Failure::Report(ReportError::NotOurs { path: out.to_owned(), why }));
        }
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let failed = |action: &'static str| move |error| Failure::Report(ReportError::file(action, out)(error));
    std::fs::create_dir_all(folder).map_err(failed("create the folder of"))?;
    let mut file = tempfile::Builder::new().permissions(readable()).tempfile_in(folder).map_err(failed("create"))?;
    file.write_all(html.as_bytes()).map_err(failed("write"))?;
    file.persist(out).map_err(|error| failed("write")(error.error))?;
    Ok(())
}

/// Who may read it is what the system grants to new files.
fn readable() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    std::fs::Permissions::from_mode(0o666)
}
