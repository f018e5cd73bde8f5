//! How far the parts of a sweep are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::journal::{JOURNAL, Records};
use crate::report::error::ReportError;
use crate::report::folder::lock::Lock;
use crate::report::journal::JournalError;
use crate::units::{counted, thousands};

/// The folders of parts: those named, or where one holds none of its own the folders in it that do.
///
/// # Errors
/// When a folder cannot be read.
pub fn parts_in(folders: &[PathBuf]) -> Result<Vec<PathBuf>, JournalError> {
    let holds = |folder: &Path| folder.join(JOURNAL).is_file();
    let mut found = Vec::new();
    for folder in folders {
        let mut inside: Vec<PathBuf> = Vec::new();
        if !holds(folder) && folder.is_dir() {
            for entry in std::fs::read_dir(folder).map_err(ReportError::file("read", folder))? {
                let path = entry.map_err(ReportError::file("read", folder))?.path();
                if holds(&path) {
                    inside.push(path);
                }
            }
        }
        inside.sort();
        // Whoever reads a folder without parts says what it is missing.
        if inside.is_empty() { found.push(folder.clone()) } else { found.extend(inside) }
    }
    Ok(found)
}

/// A part that is there.
#[derive(Clone, Debug)]
pub struct PartThere {
    /// Its number, from 1.
    pub number: u64,
    /// Where it lies.
    pub folder: PathBuf,
    /// Points that are there.
    pub done: u64,
    /// Points it will have.
    pub all: u64,
    /// Whether somebody writes to it at this moment, as far as this machine can see.
    pub is_running: bool,
}

/// How far a sweep is.
#[derive(Clone, Debug)]
pub struct Status {
    /// The scenario.
    pub scenario: String,
    /// Points of the whole.
    pub points: u64,
    /// How many parts there are to be.
    pub of: u64,
    /// Those that are there, in their order.
    pub parts: Vec<PartThere>,
}

impl Status {
    /// Reads the journals of some parts of one sweep; also while they are written.
    ///
    /// # Errors
    /// When a folder holds no part, or one of another sweep.
    pub fn of(folders: &[PathBuf]) -> Result<Self, JournalError> {
        let mut found: Option<(Self, Records)> = None;
        for folder in folders {
            let mut records = Records::open(folder)?;
            let shard = records.shard();
            let all = shard.points(records.identity().points);
            let mut done = 0;
            for point in records.by_ref() {
                point?;
                done += 1;
            }
            let part = PartThere {
                number: shard.number,
                folder: folder.clone(),
                done,
                all,
                is_running: Lock::is_held(folder),
            };
            match &mut found {
                None => {
                    let identity = records.identity();
                    let (scenario, points) = (identity.scenario.clone(), identity.points);
                    found = Some((Self { scenario, points, of: shard.of, parts: vec![part] }, records));
                }
                Some((status, first)) => {
                    let differs = first.identity().difference(records.identity());
                    let differs =
                        differs.or_else(|| (status.of != shard.of).then(|| format!("a part of {}", shard.of)));
                    if let Some(difference) = differs {
                        let (other, first) = (folder.display(), status.parts[0].folder.display());
                        return Err(JournalError::Foreign(format!(
                            "the parts do not belong together: {other} holds {difference}, unlike {first}"
                        )));
                    }
                    status.parts.push(part);
                }
            }
        }
        let Some((mut status, _)) = found else {
            return Err(JournalError::Foreign("name the folders of the parts".into()));
        };
        status.parts.sort_by_key(|part| part.number);
        Ok(status)
    }

    /// Numbers of the parts that are nowhere.
    #[must_use]
    pub fn missing(&self) -> Vec<u64> {
        let there: BTreeSet<u64> = self.parts.iter().map(|part| part.number).collect();
        (1..=self.of).filter(|number| !there.contains(number)).collect()
    }

    /// Points that are there.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.parts.iter().map(|part| part.done).sum()
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let part = |part: &PartThere| {
            json!({
                "part": part.number, "folder": part.folder.display().to_string(), "points_done": part.done,
                "points": part.all, "is_running": part.is_running,
            })
        };
        json!({
            "format": crate::report::FORMAT, "scenario": self.scenario, "points": self.points, "points_done": self.done(),
            "parts": self.of, "missing": self.missing(), "there": self.parts.iter().map(part).collect::<Vec<_>>(),
        })
    }

    /// For people: what is left, part by part.
    #[must_use]
    pub fn text(&self) -> String {
        let finished = self.parts.iter().filter(|part| part.done == part.all).count();
        let (of, parts) = (self.of, if self.of == 1 { "part" } else { "parts" });
        let mut lines = vec![format!(
            "{}: {} of {} are there; {finished} of {of} {parts} finished.",
            self.scenario,
            thousands(self.done() as f64, 0),
            counted(self.points as f64, "point")
        )];
        for part in self.parts.iter().filter(|part| part.done < part.all) {
            let state = if part.is_running { "running" } else { "stopped; its sweep goes on when it is run again" };
            let (number, folder) = (part.number, part.folder.display());
            lines.push(format!("  {number}/{of}  {} of {} points, {state}: {folder}", part.done, part.all));
        }
        lines.extend(self.missing().iter().map(|number| format!("  {number}/{of}  nowhere in these folders")));
        lines.push(String::new());
        lines.join("\n")
    }
}
