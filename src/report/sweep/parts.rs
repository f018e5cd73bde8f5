//! The parts of one sweep, which `merge` puts together: as many as there are, with one file open at a time.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::identity::Identity;
use super::journal::{Records, Stretch, record_length};
use crate::experiment::sweep::Point;
use crate::report::error::ReportError;
use crate::report::journal::JournalError;
use crate::units::counted;

/// Bytes of all parts that are read ahead.
const AHEAD: usize = 16 << 20;
/// Records of a part that are read at once, at most.
const MOST_AT_ONCE: usize = 4096;
/// Parts that are named when they are missing.
const NAMED: usize = 20;

/// All parts of a finished sweep.
#[derive(Debug)]
pub struct Parts {
    identity: Identity,
    /// In the order of the parts.
    stretches: Vec<Stretch>,
}

impl Parts {
    /// Opens the journals of all parts of one sweep.
    ///
    /// # Errors
    /// When parts are missing, there twice, unfinished, or of another sweep.
    pub fn open(folders: &[PathBuf]) -> Result<Self, JournalError> {
        let foreign = |text: String| Err(JournalError::Foreign(text));
        let Some(first) = folders.first() else { return foreign("name the folders of the parts".into()) };
        let of_first = Records::open(first)?;
        let (identity, of) = (of_first.identity().clone(), of_first.shard().of);
        drop(of_first);
        let mut parts: Vec<(&Path, Stretch, u64)> = Vec::new();
        for folder in folders {
            let mut records = Records::open(folder)?;
            if let Some(difference) = identity.difference(records.identity()) {
                let (other, first) = (folder.display(), first.display());
                return foreign(format!("the parts do not belong together: {other} holds {difference} as in {first}"));
            }
            let theirs = records.shard().of;
            if theirs != of {
                let (other, first) = (folder.display(), first.display());
                return foreign(format!(
                    "the parts do not belong together: {other} is one of {theirs} and {first} one of {of}"
                ));
            }
            let (stretch, mut done) = (records.stretch(), 0);
            for point in records.by_ref() {
                point?;
                done += 1;
            }
            parts.push((folder, stretch, done));
        }
        parts.sort_by_key(|(_, stretch, _)| stretch.shard().number);
        let mut pairs = parts.iter().zip(parts.iter().skip(1));
        if let Some(((one, stretch, _), (other, ..))) = pairs.find(|(one, other)| one.1.shard() == other.1.shard()) {
            let number = stretch.shard().number;
            return foreign(format!("{} and {} hold the same part {number}/{of}", one.display(), other.display()));
        }
        let there: BTreeSet<u64> = parts.iter().map(|(_, stretch, _)| stretch.shard().number).collect();
        let missing = of - there.len() as u64;
        if missing > 0 {
            let names = (1..=of).filter(|number| !there.contains(number)).map(|number| format!("{number}/{of}"));
            let (noun, cure) = if missing == 1 {
                ("part", "is missing; name its folder too")
            } else {
                ("parts", "are missing; name their folders too")
            };
            return foreign(format!("{noun} {} {cure}", listed(names, missing)));
        }
        let left = |(folder, stretch, done): &(&Path, Stretch, u64)| {
            let wanted = stretch.shard().points(identity.points);
            (*done < wanted).then(|| format!("{} ({} of {wanted} points)", folder.display(), wanted - done))
        };
        let unfinished: Vec<String> = parts.iter().filter_map(left).collect();
        if !unfinished.is_empty() {
            let (noun, cure) = if unfinished.len() == 1 {
                ("is not finished, points are missing", "run its sweep again to go on")
            } else {
                ("are not finished, points are missing", "run their sweeps again to go on")
            };
            let all = unfinished.len() as u64;
            return foreign(format!("{} {noun}; {cure}", listed(unfinished.into_iter(), all)));
        }
        Ok(Self { identity, stretches: parts.into_iter().map(|(_, stretch, _)| stretch).collect() })
    }

    /// What the sweep is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// All points in their order.
    pub fn points(mut self) -> impl Iterator<Item = Result<Point, ReportError>> {
        let Identity { points, .. } = self.identity;
        let of = self.stretches.len();
        let at_once = (AHEAD / of.max(1) / record_length(&self.identity)).clamp(1, MOST_AT_ONCE);
        let mut ahead: Vec<VecDeque<Point>> = (0..of).map(|_| VecDeque::new()).collect();
        (0..points).map(move |index| {
            let part = (index % of as u64) as usize;
            if ahead[part].is_empty() {
                ahead[part].extend(self.stretches[part].read(&self.identity, at_once)?);
            }
            // It was counted before; whoever takes it away meanwhile is told.
            let gone = || std::io::Error::other("points that were there are there no more");
            ahead[part].pop_front().ok_or_else(|| ReportError::file("read", self.stretches[part].path())(gone()))
        })
    }
}

/// So many names in a row, the first few.
fn listed(names: impl Iterator<Item = String>, all: u64) -> String {
    let shown = names.take(NAMED).collect::<Vec<_>>().join(", ");
    match all.saturating_sub(NAMED as u64) {
        0 => shown,
        more => format!("{shown} and {}", counted(more as f64, "other")),
    }
}
