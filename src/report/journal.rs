//! A journal: what a long command has simulated, written at once and read back after whatever interrupted it.
//!
//! A line with the length and checksum of the question, the question as JSON, then records of words in the order in which they
//! were made: their number, what they say, a checksum. A record torn by a crash or a full disk does not pass its checksum; it
//! is cut off with all that follows, and is simulated again. The journal goes when its command is complete.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::ReportError;
use super::folder::RunFolder;
use crate::units::thousands;

/// Why a journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The system refused something.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// It belongs to something else, or parts do not belong together.
    #[error("{0}")]
    Foreign(String),
}

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

/// The journals of one command.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Name of the file.
    pub file: &'static str,
    /// First word of the file.
    pub magic: &'static str,
    /// How that word begins in every version.
    pub family: &'static str,
    /// What the command makes: "search".
    pub of: &'static str,
    /// What is wrong with another file of that name.
    pub alien: &'static str,
}

/// What was asked. A journal of another question must not be gone on with.
pub trait Question: Serialize + DeserializeOwned {
    /// The first thing in which another question differs, for people.
    fn difference(&self, other: &Self) -> Option<String>;
}

/// What a record says, from its words and back.
pub trait Reading {
    /// What it says.
    type Record;
    /// As words.
    fn words(&self, record: &Self::Record) -> Vec<u64>;
    /// From words; `None` when they say nothing of this question.
    fn record(&self, words: &[u64]) -> Option<Self::Record>;
    /// Launches in it.
    fn launches(&self, record: &Self::Record) -> u64;
}

/// A journal being written.
#[derive(Debug)]
pub struct Journal<R> {
    path: PathBuf,
    file: BufWriter<File>,
    reading: R,
}

impl<R: Reading> Journal<R> {
    /// Begins a journal in a folder that is locked, or opens the one that is there; also gives what it holds.
    ///
    /// # Errors
    /// When the system refuses, or what is there is in the way.
    pub fn open<Q: Question>(
        folder: &RunFolder,
        kind: &Kind,
        (asked, reading): (&Q, R),
        before: Before,
    ) -> Result<(Self, Vec<R::Record>), JournalError> {
        let path = folder.target().join(kind.file);
        let there = match path.symlink_metadata() {
            Ok(meta) if meta.is_file() => true,
            Ok(_) => return Err(ReportError::NotOurs { path, why: "it is a link or a folder" }.into()),
            Err(_) => false,
        };
        if there && before == Before::Forget {
            forget(&path, kind)?;
        }
        if !there || before == Before::Forget {
            let text = serde_json::to_string(asked).map_err(|fault| ReportError::file("write", &path)(fault.into()))?;
            put_in_place(folder, &path, (kind.file, kind.magic), &text)?;
        }
        let mut file =
            OpenOptions::new().read(true).write(true).open(&path).map_err(ReportError::file("open", &path))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(ReportError::file("read", &path))?;
        let (theirs, start) = read_header::<Q>(&bytes, &path, kind)?;
        let (shown, of) = (path.display(), kind.of);
        if let Some(difference) = asked.difference(&theirs) {
            return Err(JournalError::Foreign(format!(
                "{shown} holds an unfinished {of} {difference}; name another folder with --out, or start over with --fresh"
            )));
        }
        let (words, _) = bytes[start..].as_chunks::<8>();
        let (mut records, mut at) = (Vec::new(), 0);
        while let Some((content, length)) = decode(&words[at..]) {
            let Some(record) = reading.record(&content) else { break };
            records.push(record);
            at += length;
        }
        if there && before == Before::Refuse {
            let launches: u64 = records.iter().map(|record| reading.launches(record)).sum();
            let launches = thousands(launches as f64, 0);
            return Err(JournalError::Foreign(format!(
                "{shown} holds {launches} launches of this {of}, which was stopped; go on with --resume, or start over with --fresh"
            )));
        }
        let end = (start + 8 * at) as u64;
        let cut = file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end)));
        cut.map_err(ReportError::file("continue", &path))?;
        Ok((Self { path, file: BufWriter::new(file), reading }, records))
    }

    /// Writes a record down; it survives the end of this process.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&mut self, record: &R::Record) -> Result<(), ReportError> {
        let bytes = encode(&self.reading.words(record));
        let written = self.file.write_all(&bytes).and_then(|()| self.file.flush());
        written.map_err(ReportError::file("write", &self.path))
    }

    /// Removes the journal of a command that is complete.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(self) -> Result<(), ReportError> {
        let Self { path, file, .. } = self;
        drop(file);
        std::fs::remove_file(&path).map_err(ReportError::file("remove", &path))
    }
}

/// Sum of bytes that differs when they do: FNV-1a over 8 bytes at a time, then a finaliser.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..part.len()].copy_from_slice(part);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3);
        hash ^= hash >> 29;
    }
    hash ^ bytes.len() as u64
}

fn encode(content: &[u64]) -> Vec<u8> {
    let length = 1 + content.len() as u64;
    let mut bytes: Vec<u8> = std::iter::once(&length).chain(content).flat_map(|word| word.to_le_bytes()).collect();
    let sum = checksum(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// What the first record of some bytes says and its length in words; `None` when it is torn.
fn decode(words: &[[u8; 8]]) -> Option<(Vec<u64>, usize)> {
    let word = |at: usize| words.get(at).map(|word| u64::from_le_bytes(*word));
    let length = usize::try_from(word(0)?).ok().filter(|length| *length >= 1 && *length < words.len())?;
    if word(length)? != checksum(words[..length].as_flattened()) {
        return None;
    }
    Some((words[1..length].iter().map(|word| u64::from_le_bytes(*word)).collect(), length + 1))
}

/// Forgets an earlier one.
fn forget(path: &Path, kind: &Kind) -> Result<(), ReportError> {
    let mut word = vec![0; kind.family.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut word));
    if read.is_err() || word != kind.family.as_bytes() {
        return Err(ReportError::NotOurs { path: path.to_owned(), why: kind.alien });
    }
    std::fs::remove_file(path).map_err(ReportError::file("remove", path))
}

/// Writes the first two lines of a journal aside, what tells it from other files and its header, and puts it in its place.
pub(super) fn put_in_place(
    folder: &RunFolder,
    path: &Path,
    (name, magic): (&str, &str),
    header: &str,
) -> Result<(), ReportError> {
    let aside = folder.staging().join(name);
    let first = format!("{magic} {} {:016x}\n{header}\n", header.len(), checksum(header.as_bytes()));
    let written = File::create(&aside).and_then(|mut file| {
        file.write_all(first.as_bytes())?;
        file.sync_data()
    });
    written.map_err(ReportError::file("write", path))?;
    std::fs::rename(&aside, path).map_err(ReportError::file("create", path))
}

/// The question of a journal, and where its records begin.
fn read_header<Q: Question>(bytes: &[u8], path: &Path, kind: &Kind) -> Result<(Q, usize), JournalError> {
    let foreign = |what: &str| {
        let path = path.display();
        JournalError::Foreign(format!("{path} is {what}; name another folder with --out, or start over with --fresh"))
    };
    let no_journal = || foreign(&format!("no journal of a {}", kind.of));
    let end = bytes.iter().take(80).position(|byte| *byte == b'\n').ok_or_else(no_journal)?;
    let line = std::str::from_utf8(&bytes[..end]).map_err(|_| no_journal())?;
    let words: Vec<&str> = line.split(' ').collect();
    let [magic, length, sum] = words[..] else { return Err(no_journal()) };
    if magic != kind.magic {
        let another = magic.starts_with(kind.family);
        return Err(if another { foreign("the journal of another version of launchsim") } else { no_journal() });
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
        let records =
            [vec![3, 0, u64::MAX], vec![], vec![1.5_f64.to_bits(), f64::INFINITY.to_bits(), (-0.0_f64).to_bits()]];
        let mut bytes: Vec<u8> = records.iter().flat_map(|record| encode(record)).collect();
        let read = |bytes: &[u8]| {
            let (words, _) = bytes.as_chunks::<8>();
            let (mut found, mut at) = (Vec::new(), 0);
            while let Some((record, length)) = decode(&words[at..]) {
                found.push(record);
                at += length;
            }
            found
        };
        assert_eq!(read(&bytes), records);
        assert_eq!(read(&bytes[..bytes.len() - 1]), records[..2]);
        // Within the first of them.
        bytes[10] ^= 1;
        assert!(read(&bytes).is_empty());
    }
}
