//! The journal of a sweep: every finished point, written at once and read back after whatever interrupted the sweep.
//!
//! A line with the length and checksum of the identity, the identity as JSON, then a record of fixed length per point
//! in the order of the points, each with a checksum. A record torn by a crash or a full disk does not pass its checksum;
//! it is cut off, and its point is simulated again. The file begins its life complete with its identity, by renaming.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use super::identity::{AxisName, Identity, MetricName};
use crate::experiment::sweep::{Point, PointMetric, Shard, UnderRule};
use crate::report::error::ReportError;
use crate::report::folder::RunFolder;
use crate::report::journal::{JournalError, checksum, put_in_place};
use crate::stats::sections::MOST;

/// Name of the file in the folder of a sweep.
pub const JOURNAL: &str = "sweep.journal";
/// First word of the file.
const MAGIC: &str = "launchsim-sweep-4";
/// How that word begins in every version.
const FAMILY: &str = "launchsim-sweep-";
/// Numbers of a metric in a record.
const FIELDS: usize = 9;

/// The identity together with the part of the sweep the journal holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Header {
    identity: Identity,
    shard: u64,
    of: u64,
}

/// Bytes of a point.
pub(super) fn record_length(identity: &Identity) -> usize {
    8 * (1 + identity.axes.len() + FIELDS * identity.metrics.len() + 2 * (FIELDS + MOST + 1) + 1)
}

fn encode(point: &Point) -> Vec<u8> {
    let mut bytes = point.index.to_le_bytes().to_vec();
    let mut add = |value: f64| bytes.extend(value.to_le_bytes());
    point.inputs.iter().for_each(|value| add(*value));
    for metric in point.metrics.iter().chain(point.under.iter().map(|under| &under.metric)) {
        [metric.count, metric.mean, metric.se, metric.degrees].into_iter().chain(metric.quantiles).for_each(&mut add);
    }
    // Few launches make fewer sections; what is missing is not a number.
    for under in &point.under {
        (0..MOST).for_each(|at| add(under.sections.get(at).copied().unwrap_or(f64::NAN)));
    }
    point.losing.iter().for_each(|share| bytes.extend(share.to_le_bytes()));
    let sum = checksum(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// A record as a point; `None` when it is torn.
fn decode(bytes: &[u8], identity: &Identity) -> Option<Point> {
    let (words, []) = bytes.as_chunks::<8>() else { return None };
    let (sum, content) = words.split_last()?;
    if u64::from_le_bytes(*sum) != checksum(&bytes[..bytes.len() - 8]) {
        return None;
    }
    let index = u64::from_le_bytes(*content.first()?);
    let mut values = content[1..].iter().map(|word| f64::from_le_bytes(*word));
    let inputs = values.by_ref().take(identity.axes.len()).collect();
    let mut metrics = Vec::with_capacity(identity.metrics.len() + 2);
    for _ in 0..identity.metrics.len() + 2 {
        let (count, mean, se, degrees) = (values.next()?, values.next()?, values.next()?, values.next()?);
        let mut quantiles = [0.0; 5];
        for quantile in &mut quantiles {
            *quantile = values.next()?;
        }
        metrics.push(PointMetric { count, mean, se, degrees, quantiles });
    }
    let (wound_up, bridged) = (metrics.pop()?, metrics.pop()?);
    let mut under = |metric| UnderRule { metric, sections: values.by_ref().take(MOST).collect() };
    let under = [under(bridged), under(wound_up)];
    let losing = [values.next()?, values.next()?];
    Some(Point { index, inputs, metrics, under, losing })
}

/// A journal being written.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Journal {
    /// Opens the journal of a sweep in a folder that is locked, or begins one; also says how many points of the shard it
    /// holds.
    ///
    /// # Errors
    /// When the system refuses, or it belongs to another sweep.
    pub fn open(folder: &RunFolder, identity: &Identity, shard: Shard) -> Result<(Self, u64), JournalError> {
        let path = folder.target().join(JOURNAL);
        match path.symlink_metadata() {
            Ok(meta) if meta.is_file() => {}
            Ok(_) => return Err(ReportError::NotOurs { path, why: "it is a link or a folder" }.into()),
            Err(_) => begin(folder, &path, identity, shard)?,
        }
        let mut file =
            OpenOptions::new().read(true).write(true).open(&path).map_err(ReportError::file("open", &path))?;
        let (header, start) = read_header(&mut file, &path)?;
        if let Some(difference) = identity.difference(&header.identity) {
            let path = path.display();
            return Err(JournalError::Foreign(format!(
                "{path} holds {difference}; name another folder with --out, or start over with --fresh"
            )));
        }
        if (header.shard, header.of) != (shard.number, shard.of) {
            let (path, theirs, of) = (path.display(), header.shard, header.of);
            return Err(JournalError::Foreign(format!(
                "{path} holds part {theirs}/{of} of the sweep, not {}/{}; name another folder with --out",
                shard.number, shard.of
            )));
        }
        let mut records = Records { reader: BufReader::new(file), path: path.clone(), header, start, n: 0 };
        let mut done = 0;
        for point in records.by_ref() {
            point?;
            done += 1;
        }
        let mut file = records.reader.into_inner();
        let end = start + done * record_length(identity) as u64;
        let cut = file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end)));
        cut.map_err(ReportError::file("continue", &path))?;
        Ok((Self { path, file: BufWriter::new(file) }, done))
    }

    /// Writes a point down; it survives the end of this process.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&mut self, point: &Point) -> Result<(), ReportError> {
        let written = self.file.write_all(&encode(point)).and_then(|()| self.file.flush());
        written.map_err(ReportError::file("write", &self.path))
    }

    /// Makes what was written survive the end of the system too.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn sync(&mut self) -> Result<(), ReportError> {
        self.file.get_ref().sync_data().map_err(ReportError::file("write", &self.path))
    }
}

/// Writes a journal without points aside and puts it in its place.
fn begin(folder: &RunFolder, path: &Path, identity: &Identity, shard: Shard) -> Result<(), ReportError> {
    let header = Header { identity: identity.clone(), shard: shard.number, of: shard.of };
    let text = serde_json::to_string(&header).map_err(|fault| ReportError::file("write", path)(fault.into()))?;
    put_in_place(folder, path, (JOURNAL, MAGIC), &text)
}

/// Forgets the points of an earlier sweep in a folder that is locked.
///
/// # Errors
/// When the system refuses, or what stands there is no journal.
pub fn forget(folder: &RunFolder) -> Result<(), ReportError> {
    let path = folder.target().join(JOURNAL);
    let Ok(mut file) = File::open(&path) else { return Ok(()) };
    let mut word = vec![0; FAMILY.len()];
    let is_ours = file.read_exact(&mut word).is_ok() && word == FAMILY.as_bytes();
    if !is_ours || !path.symlink_metadata().is_ok_and(|meta| meta.is_file()) {
        return Err(ReportError::NotOurs { path, why: "it is no journal of a sweep" });
    }
    std::fs::remove_file(&path).map_err(ReportError::file("remove", &path))
}

fn read_header(file: &mut File, path: &Path) -> Result<(Header, u64), JournalError> {
    let foreign = || {
        JournalError::Foreign(format!(
            "{} is no journal of a sweep; name another folder with --out, or start over with --fresh",
            path.display()
        ))
    };
    let mut start = Vec::new();
    let mut byte = [0];
    while start.last() != Some(&b'\n') && start.len() < 80 {
        let read = file.read(&mut byte).map_err(ReportError::file("read", path))?;
        if read == 0 {
            return Err(foreign());
        }
        start.push(byte[0]);
    }
    let line = String::from_utf8(start.clone()).map_err(|_| foreign())?;
    let words: Vec<&str> = line.split_whitespace().collect();
    if let [word, ..] = words.as_slice()
        && word.starts_with(FAMILY)
        && *word != MAGIC
    {
        return Err(JournalError::Foreign(format!(
            "{} holds a sweep of another version of launchsim, which this one cannot read; finish it with that version, \
             name another folder with --out, or start over with --fresh",
            path.display()
        )));
    }
    let [MAGIC, length, sum] = words.as_slice() else { return Err(foreign()) };
    let length: usize = length.parse().ok().filter(|length| *length < 1 << 28).ok_or_else(foreign)?;
    let mut text = vec![0; length + 1];
    file.read_exact(&mut text).map_err(|_| foreign())?;
    text.pop();
    if format!("{:016x}", checksum(&text)) != *sum {
        return Err(foreign());
    }
    let header = serde_json::from_slice(&text).map_err(|_| foreign())?;
    Ok((header, (start.len() + length + 1) as u64))
}

/// The points of one journal in order.
#[derive(Debug)]
pub struct Records {
    reader: BufReader<File>,
    path: PathBuf,
    header: Header,
    /// Where its first record stands.
    start: u64,
    n: u64,
}

impl Records {
    /// Opens a journal for reading.
    ///
    /// # Errors
    /// When the system refuses, or it is no journal.
    pub fn open(folder: &Path) -> Result<Self, JournalError> {
        let path = folder.join(JOURNAL);
        let mut file = File::open(&path).map_err(|fault| match fault.kind() {
            std::io::ErrorKind::NotFound => JournalError::Foreign(format!(
                "{} holds no sweep; name the folders that `launchsim sweep --shard` wrote",
                folder.display()
            )),
            _ => ReportError::file("open", &path)(fault).into(),
        })?;
        let (header, start) = read_header(&mut file, &path)?;
        Ok(Self { reader: BufReader::new(file), path, header, start, n: 0 })
    }

    /// What the sweep is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.header.identity
    }

    /// Which part of it the journal holds.
    #[must_use]
    pub fn shard(&self) -> Shard {
        Shard { number: self.header.shard, of: self.header.of }
    }

    /// The same points, to be read a stretch at a time without a file that stays open.
    #[must_use]
    pub fn stretch(&self) -> Stretch {
        Stretch { path: self.path.clone(), shard: self.shard(), start: self.start, n: 0 }
    }
}

/// The points of a journal that is opened whenever some are wanted.
#[derive(Clone, Debug)]
pub struct Stretch {
    path: PathBuf,
    shard: Shard,
    start: u64,
    n: u64,
}

impl Stretch {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Which part of the sweep it holds.
    #[must_use]
    pub fn shard(&self) -> Shard {
        self.shard
    }

    /// The next points, so many at most.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn read(&mut self, identity: &Identity, most: usize) -> Result<Vec<Point>, ReportError> {
        let length = record_length(identity);
        let mut bytes = Vec::new();
        let read = File::open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(self.start + self.n * length as u64))?;
            file.take((most * length) as u64).read_to_end(&mut bytes)
        });
        read.map_err(ReportError::file("read", &self.path))?;
        let first = self.n;
        let whole = |(at, bytes): (usize, &[u8])| {
            decode(bytes, identity).filter(|point| point.index == self.shard.point(first + at as u64))
        };
        let points: Vec<Point> = bytes.chunks_exact(length).enumerate().map_while(whole).collect();
        self.n += points.len() as u64;
        Ok(points)
    }
}

impl Iterator for Records {
    type Item = Result<Point, ReportError>;

    /// The next whole record; a torn one ends the journal.
    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = vec![0; record_length(&self.header.identity)];
        match self.reader.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(fault) if fault.kind() == std::io::ErrorKind::UnexpectedEof => return None,
            Err(fault) => return Some(Err(ReportError::file("read", &self.path)(fault))),
        }
        let expected = self.shard().point(self.n);
        let point = decode(&bytes, &self.header.identity).filter(|point| point.index == expected)?;
        self.n += 1;
        Some(Ok(point))
    }
}
