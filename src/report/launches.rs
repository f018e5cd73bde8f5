//! A row per simulated launch: `launches.parquet`, on request `launches.csv`, and the columns for summaries.
//!
//! Rows arrive in launch order and leave in blocks. A run of one block never touches the spool; a longer one keeps only
//! a block in memory and reads its columns back one by one, so memory stays flat up to many millions of launches.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use super::cell::harmless;
use super::columns::{Parquet, REPLICATE};
use super::error::ReportError;
use super::folder::RunFolder;
use crate::experiment::figures;
use crate::outcome::{Chunk, Layout};
use crate::stats::Sampled;

/// Rows of a block at most.
const BLOCK_ROWS: usize = 65_536;
/// Values of a block at most: 16 MB.
const BLOCK_VALUES: usize = 1 << 21;

/// The growing table.
#[derive(Debug)]
pub struct LaunchTable {
    names: Vec<String>,
    inputs: usize,
    /// Number of the first launch; the rows follow without a gap.
    first: Option<u32>,
    rows: usize,
    block_rows: usize,
    block: Vec<Vec<f64>>,
    parquet: Parquet,
    csv: Option<Csv>,
    spool: Option<File>,
    spooled: Vec<usize>,
    folder: std::path::PathBuf,
}

#[derive(Debug)]
struct Csv {
    path: std::path::PathBuf,
    writer: csv::Writer<File>,
    sampled: Sampled,
}

impl LaunchTable {
    /// Opens the files in the staging folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn create(folder: &mut RunFolder, layout: &Layout, with_csv: bool) -> Result<Self, ReportError> {
        let metrics = layout.metrics.iter().map(|metric| metric.name.clone());
        let names: Vec<String> = layout.inputs.iter().cloned().chain(metrics).collect();
        let parquet = Parquet::of_launches(&folder.stage("launches.parquet")?, &names, layout.sampled)?;
        let csv =
            if with_csv { Some(Csv::create(folder.stage("launches.csv")?, &names, layout.sampled)?) } else { None };
        let block_rows = (BLOCK_VALUES / names.len().max(1)).clamp(1, BLOCK_ROWS);
        Ok(Self {
            inputs: layout.inputs.len(),
            first: None,
            rows: 0,
            block_rows,
            // Room that is not used costs nothing, and columns that grow would have up to twice of it.
            block: names.iter().map(|_| Vec::with_capacity(block_rows)).collect(),
            names,
            parquet,
            csv,
            spool: None,
            spooled: Vec::new(),
            folder: folder.staging().to_owned(),
        })
    }

    /// Rows so far.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds the launches of a chunk.
    ///
    /// # Errors
    /// When the system refuses.
    ///
    /// # Panics
    /// When the chunk does not follow the one before it or does not have the columns of the layout.
    pub fn push(&mut self, chunk: &Chunk) -> Result<(), ReportError> {
        let first = *self.first.get_or_insert(chunk.first);
        assert_eq!(chunk.first as usize, first as usize + self.rows, "chunks must come in launch order");
        assert_eq!(chunk.inputs.len() + chunk.metrics.len(), self.names.len(), "a chunk must fill the layout");
        assert_eq!(chunk.inputs.len(), self.inputs, "a chunk must fill the layout");
        if self.block_len() > 0 && self.block_len() + chunk.launches > self.block_rows {
            self.spool_block()?;
        }
        for (column, values) in self.block.iter_mut().zip(chunk.inputs.iter().chain(&chunk.metrics)) {
            assert_eq!(values.len(), chunk.launches, "a column must have a value for each launch");
            column.extend_from_slice(values);
        }
        self.rows += chunk.launches;
        Ok(())
    }

    fn block_len(&self) -> usize {
        self.rows - self.spooled.iter().sum::<usize>()
    }

    fn write_block(&mut self) -> Result<(), ReportError> {
        let rows = self.block_len();
        let launch = u64::from(self.first.unwrap_or(0)) + (self.rows - rows) as u64;
        self.parquet.row_group(launch, rows, &self.block)?;
        if let Some(csv) = &mut self.csv {
            csv.rows(launch, rows, &self.block)?;
        }
        Ok(())
    }

    fn spool_block(&mut self) -> Result<(), ReportError> {
        self.write_block()?;
        let rows = self.block_len();
        let doing = || ReportError::file("write a temporary file in", &self.folder);
        let mut spool = match self.spool.take() {
            Some(spool) => spool,
            None => tempfile::tempfile_in(&self.folder).map_err(doing())?,
        };
        let mut bytes = Vec::with_capacity(rows * 8);
        for column in &mut self.block {
            bytes.clear();
            bytes.extend(column.iter().flat_map(|value| value.to_le_bytes()));
            spool.write_all(&bytes).map_err(doing())?;
            column.clear();
        }
        self.spool = Some(spool);
        self.spooled.push(rows);
        Ok(())
    }

    /// Completes the files and gives the columns for reading.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn close(mut self) -> Result<LaunchColumns, ReportError> {
        if self.block_len() > 0 {
            self.write_block()?;
        }
        self.parquet.close()?;
        if let Some(csv) = self.csv {
            csv.close()?;
        }
        let rows = self.rows;
        Ok(LaunchColumns {
            inputs: self.inputs,
            rows,
            last: self.block,
            spool: self.spool.map(Mutex::new),
            spooled: self.spooled,
            folder: self.folder,
        })
    }
}

/// The columns of a finished table.
#[derive(Debug)]
pub struct LaunchColumns {
    inputs: usize,
    rows: usize,
    last: Vec<Vec<f64>>,
    spool: Option<Mutex<File>>,
    spooled: Vec<usize>,
    folder: std::path::PathBuf,
}

impl figures::ColumnSource for LaunchColumns {
    type Fault = ReportError;

    fn metric(&self, metric: usize) -> Result<Vec<f64>, ReportError> {
        self.metric(metric)
    }
}

impl LaunchColumns {
    /// The values of a metric in launch order.
    ///
    /// # Errors
    /// When the system refuses to give back what was spooled.
    pub fn metric(&self, metric: usize) -> Result<Vec<f64>, ReportError> {
        self.column(self.inputs + metric)
    }

    /// The draws of an uncertain input in launch order.
    ///
    /// # Errors
    /// When the system refuses to give back what was spooled.
    pub fn input(&self, input: usize) -> Result<Vec<f64>, ReportError> {
        self.column(input)
    }

    fn column(&self, column: usize) -> Result<Vec<f64>, ReportError> {
        let mut values = Vec::with_capacity(self.rows);
        if let Some(spool) = &self.spool {
            let mut spool = spool.lock().unwrap_or_else(PoisonError::into_inner);
            let mut bytes = Vec::new();
            let mut start = 0;
            for &rows in &self.spooled {
                bytes.resize(rows * 8, 0);
                let at = start + (column * rows * 8) as u64;
                let read = spool.seek(SeekFrom::Start(at)).and_then(|_| spool.read_exact(&mut bytes));
                read.map_err(ReportError::file("read back the temporary file in", &self.folder))?;
                values.extend(bytes.as_chunks::<8>().0.iter().map(|value| f64::from_le_bytes(*value)));
                start += (self.last.len() * rows * 8) as u64;
            }
        }
        values.extend_from_slice(&self.last[column]);
        Ok(values)
    }
}

impl Csv {
    fn create(path: std::path::PathBuf, names: &[String], sampled: Sampled) -> Result<Self, ReportError> {
        let file = File::create(&path).map_err(ReportError::file("create", &path))?;
        let mut csv =
            Self { writer: csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(file), path, sampled };
        let names: Vec<_> = names.iter().map(|name| harmless(name)).collect();
        let replicate = sampled.replicates().map(|_| REPLICATE);
        csv.record(std::iter::once("launch").chain(replicate).chain(names.iter().map(AsRef::as_ref)))?;
        Ok(csv)
    }

    fn record<'a>(&mut self, fields: impl Iterator<Item = &'a str>) -> Result<(), ReportError> {
        self.writer.write_record(fields).map_err(|error| ReportError::file("write", &self.path)(error.into()))
    }

    fn rows(&mut self, launch: u64, rows: usize, columns: &[Vec<f64>]) -> Result<(), ReportError> {
        for row in 0..rows {
            let launch = launch + row as u64;
            let replicate = self.sampled.replicates().map(|replicates| (launch % replicates as u64).to_string());
            let values = columns.iter().map(|column| super::number::shortest(column[row]));
            let fields: Vec<String> = std::iter::once(launch.to_string()).chain(replicate).chain(values).collect();
            self.record(fields.iter().map(String::as_str))?;
        }
        Ok(())
    }

    fn close(mut self) -> Result<(), ReportError> {
        self.writer.flush().map_err(ReportError::file("write", &self.path))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;
    use crate::report::synthetic;

    /// Writes a table of `launches` rows in chunks, with blocks made small enough to be spooled.
    fn table(target: &Path, launches: u32, block_rows: usize) -> (RunFolder, LaunchColumns) {
        let layout = synthetic::layout();
        let mut folder = RunFolder::create(target, &[], &[]).unwrap();
        let mut table = LaunchTable::create(&mut folder, &layout, true).unwrap();
        table.block_rows = block_rows;
        for chunk in synthetic::chunks(&layout, launches, 64) {
            table.push(&chunk).unwrap();
        }
        let columns = table.close().unwrap();
        (folder, columns)
    }

    #[test]
    fn parquet_and_csv_give_back_what_was_written() {
        let home = tempfile::tempdir().unwrap();
        let (folder, _) = table(home.path(), 200, 100);
        folder.publish().unwrap();
        let layout = synthetic::layout();
        let chunk = synthetic::chunks(&layout, 200, 200).remove(0);
        let file = File::open(home.path().join("launches.parquet")).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let csv = std::fs::read_to_string(home.path().join("launches.csv")).unwrap();
        let mut lines = csv.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        assert_eq!(names.len(), 1 + layout.inputs.len() + layout.metrics.len());
        let mut missing = 0;
        for (number, row) in reader.get_row_iter(None).unwrap().enumerate() {
            let row = row.unwrap();
            assert_eq!(row.get_long(0).unwrap(), number as i64);
            let fields: Vec<&str> = lines.next().unwrap().split(',').collect();
            for (at, column) in chunk.inputs.iter().chain(&chunk.metrics).enumerate() {
                let expected = column[number];
                assert_eq!(row.get_column_iter().nth(at + 1).unwrap().0, names[at + 1]);
                if expected.is_nan() {
                    missing += 1;
                    assert_eq!(fields[at + 1], "");
                    assert!(row.get_double(at + 1).is_err());
                } else {
                    assert_eq!(fields[at + 1].parse::<f64>().unwrap().to_bits(), expected.to_bits());
                    assert_eq!(row.get_double(at + 1).unwrap().to_bits(), expected.to_bits());
                }
            }
        }
        assert!(missing > 0 && lines.next().is_none());
    }

    #[test]
    fn columns_are_the_same_from_the_spool_and_from_memory() {
        let home = tempfile::tempdir().unwrap();
        let (_spooled, from_spool) = table(&home.path().join("a"), 1000, 130);
        let (_held, from_memory) = table(&home.path().join("b"), 1000, 4096);
        assert!(from_spool.spool.is_some() && from_memory.spool.is_none());
        for metric in 0..synthetic::layout().metrics.len() {
            let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
            assert_eq!(bits(from_spool.metric(metric).unwrap()), bits(from_memory.metric(metric).unwrap()));
        }
    }
}
