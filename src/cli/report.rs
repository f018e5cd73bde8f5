//! `launchsim report`: one report of results on the disk.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::options::ReportLooks;
use super::terminal;
use crate::experiment::Workers;
use crate::report::chart::slides;
use crate::report::html::{Report, STORED};
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
    /// Leave its pictures as slides too: slides.zip beside the report, with what each finds
    #[arg(long)]
    pub slides: bool,
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
    let report = Report::of_parts(parts);
    let html = report.html(&looks).map_err(Failure::Usage)?;
    let mut written = vec![(arguments.out.clone(), html.into_bytes(), html::OURS)];
    if arguments.slides {
        if report.pictures().next().is_none() {
            return Err(Failure::Usage(
                "these results hold no pictures for slides; run the command again without --no-charts".into(),
            ));
        }
        let workers = Workers::start(None).map_err(Failure::threads)?;
        let (file, left_out) = report.slides(&looks, &workers).map_err(Failure::Usage)?;
        terminal::warn(&left_out, false);
        written.push((arguments.out.with_file_name(slides::FILE), file, slides::OURS));
    }
    for (path, _, ours) in &written {
        is_ours(path, *ours)?;
    }
    for (path, bytes, _) in &written {
        replace(path, bytes)?;
    }
    let named: Vec<String> = written.iter().map(|(path, ..)| shown(path)).collect();
    terminal::print(&format!("Written to {}.\n", named.join(" and ")))
}

/// A path as it is told.
fn shown(path: &Path) -> String {
    crate::language::hidden::shown_in_line(&path.display().to_string()).into_owned()
}

/// The report a folder holds as data.
fn read(folder: &Path) -> Result<Report, Failure> {
    let path = folder.join(STORED);
    let shown = shown(folder);
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

/// Whether a file may be replaced: what stands there holds the mark of such files, or nothing does.
fn is_ours(out: &Path, (mark, why): (&str, &'static str)) -> Result<(), Failure> {
    if let Ok(there) = std::fs::read(out)
        && !there.windows(mark.len()).any(|some| some == mark.as_bytes())
    {
        return Err(Failure::Report(ReportError::NotOurs { path: out.to_owned(), why }));
    }
    Ok(())
}

/// Writes a file at once or not at all.
fn replace(out: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let failed = |action: &'static str| move |error| Failure::Report(ReportError::file(action, out)(error));
    std::fs::create_dir_all(folder).map_err(failed("create the folder of"))?;
    let mut file = staged(folder).map_err(failed("create"))?;
    file.write_all(bytes).map_err(failed("write"))?;
    file.persist(out).map_err(|error| failed("write")(error.error))?;
    Ok(())
}

/// A file in the making; who may read it later is what the system grants to new files.
fn staged(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
