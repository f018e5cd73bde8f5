//! Tables by column in files of the Parquet format.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::error::ReportError;

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

    pub(super) fn row_group(&mut self, launch: u64, rows: usize, columns: &[Vec<f64>]) -> Result<(), ReportError> {
        let numbers: Vec<i64> = (launch..launch + rows as u64).map(|launch| launch as i64).collect();
        self.rows(&numbers, columns.iter().map(|values| Cow::Borrowed(values.as_slice())))
    }

    /// Adds rows with these numbers; a column is asked for when it is written, and none waits in memory for the others.
    pub(super) fn rows<'c>(
        &mut self,
        numbers: &[i64],
        columns: impl Iterator<Item = Cow<'c, [f64]>>,
    ) -> Result<(), ReportError> {
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
            for (at, values) in columns.enumerate() {
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
