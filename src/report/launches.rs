//! A row per simulated launch: `launches.parquet`, on request `launches.csv`, and the columns for summaries.
//!
//! Rows arrive in launch order and leave in blocks. A run of one block never touches the spool; a longer one keeps only
//! a block in memory and reads its columns back one by one, so memory stays flat up to many millions of launches.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::error::ReportError;
use super::folder::RunFolder;
use crate::outcome::{Chunk, Layout};

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
}

impl LaunchTable {
    /// Opens the files in the staging folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn create(folder: &mut RunFolder, layout: &Layout, with_csv: bool) -> Result<Self, ReportError> {
        let metrics = layout.metrics.iter().map(|metric| metric.name.clone());
        let names: Vec<String> = layout.inputs.iter().cloned().chain(metrics).collect();
        let parquet = Parquet::create(&folder.stage("launches.parquet")?, "launch", &names)?;
        let csv = if with_csv { Some(Csv::create(folder.stage("launches.csv")?, &names)?) } else { None };
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
    pub fn close(mut self) -> Result<Columns, ReportError> {
        if self.block_len() > 0 {
            self.write_block()?;
        }
        self.parquet.close()?;
        if let Some(csv) = self.csv {
            csv.close()?;
        }
        let rows = self.rows;
        Ok(Columns {
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
pub struct Columns {
    inputs: usize,
    rows: usize,
    last: Vec<Vec<f64>>,
    spool: Option<Mutex<File>>,
    spooled: Vec<usize>,
    folder: std::path::PathBuf,
}

impl Columns {
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

/// A table such as `launches.parquet`: a numbering column INT64, all others DOUBLE with null for what does not apply.
pub(super) struct Parquet {
    path: std::path::PathBuf,
    writer: SerializedFileWriter<BufWriter<File>>,
    /// Of the first columns: the words whose places are its values; none for a column of numbers.
    words: Vec<Vec<String>>,
}

impl std::fmt::Debug for Parquet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parquet").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Parquet {
    /// Opens a table whose rows are numbered in a column called `number`.
    pub(super) fn create(path: &Path, number: &str, names: &[String]) -> Result<Self, ReportError> {
        Self::with_words(path, number, names, Vec::new())
    }

    /// The same; the values of the first columns may be places among words, which are written in their stead.
    pub(super) fn with_words(
        path: &Path,
        number: &str,
        names: &[String],
        words: Vec<Vec<String>>,
    ) -> Result<Self, ReportError> {
        let file = File::create(path).map_err(ReportError::file("create", path))?;
        let open = || -> Result<_, ParquetError> {
            let launch = Type::primitive_type_builder(number, Physical::INT64).with_repetition(Repetition::REQUIRED);
            let mut fields = vec![Arc::new(launch.build()?)];
            for (at, name) in names.iter().enumerate() {
                let column = if words.get(at).is_some_and(|words| !words.is_empty()) {
                    let text = Type::primitive_type_builder(name, Physical::BYTE_ARRAY);
                    text.with_logical_type(Some(LogicalType::String))
                } else {
                    Type::primitive_type_builder(name, Physical::DOUBLE)
                };
                fields.push(Arc::new(column.with_repetition(Repetition::OPTIONAL).build()?));
            }
            let schema = Type::group_type_builder("table").with_fields(fields).build()?;
            // Doubles hardly ever repeat, a dictionary would only cost time.
            let properties = WriterProperties::builder()
                .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
                .set_dictionary_enabled(false)
                .set_created_by(concat!("launchsim ", env!("CARGO_PKG_VERSION")).into())
                .build();
            SerializedFileWriter::new(BufWriter::new(file), Arc::new(schema), Arc::new(properties))
        };
        let writer = open().map_err(fault(path))?;
        Ok(Self { path: path.to_owned(), writer, words })
    }

    fn row_group(&mut self, launch: u64, rows: usize, columns: &[Vec<f64>]) -> Result<(), ReportError> {
        let numbers: Vec<i64> = (launch..launch + rows as u64).map(|launch| launch as i64).collect();
        self.rows(&numbers, columns)
    }

    /// Adds rows with these numbers.
    pub(super) fn rows(&mut self, numbers: &[i64], columns: &[Vec<f64>]) -> Result<(), ReportError> {
        let rows = numbers.len();
        let words = &self.words;
        let write = |writer: &mut SerializedFileWriter<BufWriter<File>>| -> Result<(), ParquetError> {
            let mut group = writer.next_row_group()?;
            if let Some(mut column) = group.next_column()? {
                column.typed::<Int64Type>().write_batch(numbers, None, None)?;
                column.close()?;
            }
            let mut present = Vec::with_capacity(rows);
            let mut levels = Vec::with_capacity(rows);
            for (at, values) in columns.iter().enumerate() {
                if let Some(words) = words.get(at).filter(|words| !words.is_empty()) {
                    let texts: Vec<ByteArray> =
                        values.iter().map(|value| words[*value as usize].as_str().into()).collect();
                    if let Some(mut column) = group.next_column()? {
                        column.typed::<ByteArrayType>().write_batch(&texts, Some(&vec![1; rows]), None)?;
                        column.close()?;
                    }
                    continue;
                }
                present.clear();
                levels.clear();
                present.extend(values.iter().copied().filter(|value| !value.is_nan()));
                levels.extend(values.iter().map(|value| i16::from(!value.is_nan())));
                if let Some(mut column) = group.next_column()? {
                    column.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
                    column.close()?;
                }
            }
            group.close().map(|_| ())
        };
        write(&mut self.writer).map_err(fault(&self.path))
    }

    /// Completes the file.
    pub(super) fn close(self) -> Result<(), ReportError> {
        let path = self.path;
        let mut file = self.writer.into_inner().map_err(fault(&path))?;
        file.flush().map_err(ReportError::file("write", &path))
    }
}

/// Unwraps the system's error from parquet's.
fn fault(path: &Path) -> impl FnOnce(ParquetError) -> ReportError {
    let path = path.to_owned();
    move |error| {
        let source = match error {
            ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
                Ok(system) => *system,
                Err(other) => std::io::Error::other(other),
            },
            other => std::io::Error::other(other),
        };
        ReportError::File { action: "write", path, source }
    }
}

impl Csv {
    fn create(path: std::path::PathBuf, names: &[String]) -> Result<Self, ReportError> {
        let file = File::create(&path).map_err(ReportError::file("create", &path))?;
        let mut csv = Self { writer: csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(file), path };
        csv.record(std::iter::once("launch").chain(names.iter().map(String::as_str)))?;
        Ok(csv)
    }

    fn record<'a>(&mut self, fields: impl Iterator<Item = &'a str>) -> Result<(), ReportError> {
        self.writer.write_record(fields).map_err(|error| ReportError::file("write", &self.path)(error.into()))
    }

    fn rows(&mut self, launch: u64, rows: usize, columns: &[Vec<f64>]) -> Result<(), ReportError> {
        for row in 0..rows {
            let number = (launch + row as u64).to_string();
            let values = columns.iter().map(|column| super::number::shortest(column[row]));
            let fields: Vec<String> = std::iter::once(number).chain(values).collect();
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
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;
    use crate::report::synthetic;

    /// Writes a table of `launches` rows in chunks, with blocks made small enough to be spooled.
    fn table(target: &Path, launches: u32, block_rows: usize) -> (RunFolder, Columns) {
        let layout = synthetic::layout();
        let mut folder = RunFolder::create(target).unwrap();
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
