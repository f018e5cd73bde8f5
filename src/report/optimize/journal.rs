//! The journal of a search: every answer of the simulation, written at once and read back by `--resume`.
//!
//! A line with the length and checksum of the question, the question as JSON, then a record per task in the order in which
//! they were asked: its point, its launches, the columns, a checksum. A record torn by a crash or a full disk does not pass
//! its checksum; it is cut off with all that follows, and is simulated again. The journal goes when its search is complete.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::asked::Asked;
use crate::experiment::optimize::Record;
use crate::experiment::optimize::ledger::Task;
use crate::report::error::ReportError;
use crate::report::folder::RunFolder;
use crate::report::sweep::journal::{JournalError, checksum, put_in_place};

/// Name of the file in the folder of a search.
pub const JOURNAL: &str = "optimize.journal";
/// First word of the file.
const MAGIC: &str = "launchsim-optimize-1";
/// How that word begins in every version.
const FAMILY: &str = "launchsim-optimize-";
/// Stands for the scenario as it is written.
const OWN: u64 = u64::MAX;
/// Words before the columns of a record: its length, the point, the first launch, how many, whether there are columns.
const HEAD: usize = 5;

/// What becomes of a journal that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It is gone on with.
    Resume,
    /// It is forgotten.
    Forget,
    /// It is in the way.
    Refuse,
}

/// A journal being written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: BufWriter<File>,
}

fn encode(record: &Record, axes: usize) -> Vec<u8> {
    let (task, answer) = record;
    let columns: &[Vec<f64>] = answer.as_deref().unwrap_or_default();
    let values = columns.iter().map(Vec::len).sum::<usize>();
    let mut words: Vec<u64> = vec![(HEAD + axes + values) as u64];
    words.push(if task.place.is_some() { 0 } else { OWN });
    words.extend([u64::from(task.first), u64::from(task.launches), u64::from(answer.is_some())]);
    words.extend((0..axes).map(|axis| task.place.as_ref().map_or(0, |place| place[axis] as u64)));
    words.extend(columns.iter().flatten().map(|value| value.to_bits()));
    let mut bytes: Vec<u8> = words.into_iter().flat_map(u64::to_le_bytes).collect();
    let sum = checksum(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// The first record of some bytes and its length in words; `None` when it is torn.
fn decode(words: &[[u8; 8]], axes: usize, columns: usize) -> Option<(Record, usize)> {
    let word = |at: usize| words.get(at).map(|word| u64::from_le_bytes(*word));
    let length = usize::try_from(word(0)?).ok().filter(|length| *length >= HEAD + axes && *length < words.len())?;
    if word(length)? != checksum(words[..length].as_flattened()) {
        return None;
    }
    let place =
        (word(1)? != OWN).then(|| (0..axes).filter_map(|axis| word(HEAD + axis)).map(|at| at as usize).collect());
    let (first, launches) = (word(2)? as u32, word(3)? as u32);
    let values: Vec<f64> =
        words[HEAD + axes..length].iter().map(|word| f64::from_bits(u64::from_le_bytes(*word))).collect();
    let answer = match word(4)? {
        0 => None,
        _ if values.len() != columns * launches as usize => return None,
        _ => Some(values.chunks(launches.max(1) as usize).map(<[f64]>::to_vec).collect()),
    };
    Some(((Task { place, first, launches }, answer), length + 1))
}

impl Journal {
    /// Begins the journal of a search in a folder that is locked, or opens the one that is there; also gives what it holds.
    ///
    /// # Errors
    /// When the system refuses, or what is there is in the way.
    pub fn open(folder: &RunFolder, asked: &Asked, before: Before) -> Result<(Self, VecDeque<Record>), JournalError> {
        let path = folder.target().join(JOURNAL);
        let there = match path.symlink_metadata() {
            Ok(meta) if meta.is_file() => true,
            Ok(_) => return Err(ReportError::NotOurs { path, why: "it is a link or a folder" }.into()),
            Err(_) => false,
        };
        if there && before == Before::Forget {
            forget(&path)?;
        }
        if !there || before == Before::Forget {
            begin(folder, &path, asked)?;
        }
        let mut file =
            OpenOptions::new().read(true).write(true).open(&path).map_err(ReportError::file("open", &path))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(ReportError::file("read", &path))?;
        let (theirs, start) = read_header(&bytes, &path)?;
        let shown = path.display();
        if let Some(difference) = asked.difference(&theirs) {
            return Err(JournalError::Foreign(format!(
                "{shown} holds an unfinished search {difference}; name another folder with --out, or start over with --fresh"
            )));
        }
        let (words, _) = bytes[start..].as_chunks::<8>();
        let (mut records, mut at) = (VecDeque::new(), 0);
        while let Some((record, length)) = decode(&words[at..], asked.axes.len(), asked.columns) {
            records.push_back(record);
            at += length;
        }
        if there && before == Before::Refuse {
            let launches: u64 = records.iter().map(|(task, _)| u64::from(task.launches)).sum();
            return Err(JournalError::Foreign(format!(
                "{shown} holds {launches} launches of this search, which was stopped; go on with --resume, or start over with --fresh"
            )));
        }
        let end = (start + 8 * at) as u64;
        let cut = file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end)));
        cut.map_err(ReportError::file("continue", &path))?;
        Ok((Self { path, file: BufWriter::new(file) }, records))
    }

    /// Writes an answer down; it survives the end of this process.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&mut self, record: &Record, axes: usize) -> Result<(), ReportError> {
        let written = self.file.write_all(&encode(record, axes)).and_then(|()| self.file.flush());
        written.map_err(ReportError::file("write", &self.path))
    }

    /// Removes the journal of a search that is complete.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(self) -> Result<(), ReportError> {
        let Self { path, file } = self;
        drop(file);
        std::fs::remove_file(&path).map_err(ReportError::file("remove", &path))
    }
}

/// Forgets an earlier search.
fn forget(path: &Path) -> Result<(), ReportError> {
    let mut word = vec![0; FAMILY.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut word));
    if read.is_err() || word != FAMILY.as_bytes() {
        return Err(ReportError::NotOurs { path: path.to_owned(), why: "it is no journal of a search" });
    }
    std::fs::remove_file(path).map_err(ReportError::file("remove", path))
}

/// Writes a journal without answers aside and puts it in its place.
fn begin(folder: &RunFolder, path: &Path, asked: &Asked) -> Result<(), ReportError> {
    let text = serde_json::to_string(asked).map_err(|fault| ReportError::file("write", path)(fault.into()))?;
    put_in_place(folder, path, (JOURNAL, MAGIC), &text)
}

/// The question of a journal, and where its records begin.
fn read_header(bytes: &[u8], path: &Path) -> Result<(Asked, usize), JournalError> {
    let foreign = |what: &str| {
        let path = path.display();
        JournalError::Foreign(format!("{path} is {what}; name another folder with --out, or start over with --fresh"))
    };
    let no_journal = || foreign("no journal of a search");
    let end = bytes.iter().take(80).position(|byte| *byte == b'\n').ok_or_else(no_journal)?;
    let line = std::str::from_utf8(&bytes[..end]).map_err(|_| no_journal())?;
    let words: Vec<&str> = line.split(' ').collect();
    let [magic, length, sum] = words[..] else { return Err(no_journal()) };
    if magic != MAGIC {
        let what = if magic.starts_with(FAMILY) {
            "the journal of another version of launchsim"
        } else {
            "no journal of a search"
        };
        return Err(foreign(what));
    }
    let length: usize = length.parse().map_err(|_| no_journal())?;
    let text = bytes.get(end + 1..end + 1 + length).ok_or_else(no_journal)?;
    if format!("{:016x}", checksum(text)) != sum {
        return Err(no_journal());
    }
    let asked = serde_json::from_slice(text).map_err(|_| no_journal())?;
    Ok((asked, end + 1 + length + 1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_as_it_was_written_and_a_torn_one_does_not() {
        let record = |place: Option<Vec<usize>>, answer| (Task { place, first: 64, launches: 2 }, answer);
        let records = [
            record(Some(vec![3, 0]), Some(vec![vec![1.5, f64::INFINITY], vec![0.1, -0.0]])),
            record(None, Some(vec![vec![0.0, 1.0], vec![2.0, 3.0]])),
            record(Some(vec![1, 1]), None),
        ];
        let mut bytes: Vec<u8> = records.iter().flat_map(|record| encode(record, 2)).collect();
        let read = |bytes: &[u8]| {
            let (words, _) = bytes.as_chunks::<8>();
            let (mut found, mut at) = (Vec::new(), 0);
            while let Some((record, length)) = decode(&words[at..], 2, 2) {
                found.push(record);
                at += length;
            }
            found
        };
        assert_eq!(read(&bytes), records);
        assert_eq!(read(&bytes[..bytes.len() - 1]), records[..2]);
        let torn = bytes.len() - 70;
        bytes[torn] ^= 1;
        assert!(read(&bytes).len() < 3);
    }
}
