//! Tables by column in files of the Parquet format.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::error::ReportError;
use super::sweep::journal::AxisName;
use crate::stats::Sampled;

/// The column that says to which replicate a launch belongs, where launches are in replicates.
pub(super) const REPLICATE: &str = "replicate";
/// What a table of launches in replicates says of errors.
const STANDARD_ERROR: &str = "the standard error of a mean is the standard deviation of the means of the replicates, divided by the root of their number";

/// A table such as `launches.parquet`: numbering columns INT64, the launch and where launches are in replicates that, all others
/// DOUBLE with null for what does not apply.
pub(super) struct Parquet {
    path: std::path::PathBuf,
    writer: SerializedFileWriter<BufWriter<File>>,
    sampled: Sampled,
    /// The keys of the first columns, of which some have texts for values.
    axes: Vec<AxisName>,
}

impl std::fmt::Debug for Parquet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parquet").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Parquet {
    /// Opens a table whose rows are launches that were sampled in some way.
    pub(super) fn of_launches(path: &Path, names: &[String], sampled: Sampled) -> Result<Self, ReportError> {
        Self::create(path, ("launch", sampled), names, &[])
    }

    /// Opens a table whose rows are points; the first columns hold values of keys, and words and dates are written as texts.
    pub(super) fn of_points(path: &Path, names: &[String], axes: &[AxisName]) -> Result<Self, ReportError> {
        Self::create(path, ("point", Sampled::Independently), names, axes)
    }

    fn create(
        path: &Path,
        (number, sampled): (&str, Sampled),
        names: &[String],
        axes: &[AxisName],
    ) -> Result<Self, ReportError> {
        let file = File::create(path).map_err(ReportError::file("create", path))?;
        let open = || -> Result<_, ParquetError> {
            let launch = Type::primitive_type_builder(number, Physical::INT64).with_repetition(Repetition::REQUIRED);
            let mut fields = vec![Arc::new(launch.build()?)];
            if sampled.replicates().is_some() {
                let replicate = Type::primitive_type_builder(REPLICATE, Physical::INT64);
                fields.push(Arc::new(replicate.with_repetition(Repetition::REQUIRED).build()?));
            }
            for (at, name) in names.iter().enumerate() {
                let column = if axes.get(at).is_some_and(AxisName::is_text) {
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
                .set_key_value_metadata(
                    sampled
                        .replicates()
                        .map(|_| vec![KeyValue::new("standard_error".into(), STANDARD_ERROR.to_owned())]),
                )
                .set_created_by(concat!("launchsim ", env!("CARGO_PKG_VERSION")).into())
                .build();
            SerializedFileWriter::new(BufWriter::new(file), Arc::new(schema), Arc::new(properties))
        };
        let writer = open().map_err(fault(path))?;
        Ok(Self { path: path.to_owned(), writer, sampled, axes: axes.to_vec() })
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
        let (axes, replicates) = (&self.axes, self.sampled.replicates());
        let write = |writer: &mut SerializedFileWriter<BufWriter<File>>| -> Result<(), ParquetError> {
            let mut group = writer.next_row_group()?;
            if let Some(mut column) = group.next_column()? {
                column.typed::<Int64Type>().write_batch(numbers, None, None)?;
                column.close()?;
            }
            if let Some(replicates) = replicates
                && let Some(mut column) = group.next_column()?
            {
                let of = |launch: &i64| launch % replicates as i64;
                column.typed::<Int64Type>().write_batch(&numbers.iter().map(of).collect::<Vec<i64>>(), None, None)?;
                column.close()?;
            }
            let mut present = Vec::with_capacity(rows);
            let mut levels = Vec::with_capacity(rows);
            for (at, values) in columns.enumerate() {
                if let Some(axis) = axes.get(at).filter(|axis| axis.is_text()) {
                    let texts: Vec<ByteArray> =
                        values.iter().map(|value| axis.written(*value).as_str().into()).collect();
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
pub(super) fn fault(path: &Path) -> impl FnOnce(ParquetError) -> ReportError {
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
