//! `paths.parquet`: every series of the first launches, a row per launch and day.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::columns::fault;
use super::error::ReportError;
use crate::outcome::{Daily, Layout, Paths};
use crate::units::days_between;

/// Rows of a group, as far as whole launches fill them: a column of one is half a megabyte.
const ROWS: usize = 65_536;

/// What the file holds before it is compressed [bytes].
#[must_use]
pub fn size(layout: &Layout, launches: u32) -> u64 {
    let of_row = size_of::<i64>() + 2 * size_of::<i32>() + layout.series.len() * size_of::<f64>();
    u64::from(launches) * layout.days as u64 * of_row as u64
}

/// Writes the days of the first launches: `launch`, `day` from 0, `date`, then the series of daily.csv.
pub(super) fn write(path: &Path, layout: &Layout, daily: &Daily, launches: usize) -> Result<(), ReportError> {
    let file = File::create(path).map_err(ReportError::file("create", path))?;
    let fill = || -> Result<BufWriter<File>, ParquetError> {
        let mut writer = SerializedFileWriter::new(BufWriter::new(file), schema(layout)?, properties()?)?;
        let together = (ROWS / layout.days.max(1)).max(1);
        for first in (0..launches).step_by(together) {
            group(&mut writer, layout, daily, first..(first + together).min(launches))?;
        }
        writer.into_inner()
    };
    let mut file = fill().map_err(fault(path))?;
    file.flush().map_err(ReportError::file("write", path))
}

fn schema(layout: &Layout) -> Result<Arc<Type>, ParquetError> {
    let must = |name: &str, physical: Physical, logical: Option<LogicalType>| {
        let column = Type::primitive_type_builder(name, physical).with_logical_type(logical);
        column.with_repetition(Repetition::REQUIRED).build().map(Arc::new)
    };
    let mut fields = vec![
        must("launch", Physical::INT64, None)?,
        must("day", Physical::INT32, None)?,
        must("date", Physical::INT32, Some(LogicalType::Date))?,
    ];
    for series in &layout.series {
        let column = Type::primitive_type_builder(&series.name, Physical::DOUBLE);
        fields.push(Arc::new(column.with_repetition(Repetition::OPTIONAL).build()?));
    }
    Type::group_type_builder("paths").with_fields(fields).build().map(Arc::new)
}

fn properties() -> Result<Arc<WriterProperties>, ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_dictionary_enabled(false)
        .set_created_by(concat!("launchsim ", env!("CARGO_PKG_VERSION")).into());
    Ok(Arc::new(properties.build()))
}

fn group(
    writer: &mut SerializedFileWriter<BufWriter<File>>,
    layout: &Layout,
    daily: &Daily,
    launches: std::ops::Range<usize>,
) -> Result<(), ParquetError> {
    let days = layout.days;
    let epoch = days_between(date(1970, 1, 1), layout.start);
    let numbers: Vec<i64> = launches.clone().flat_map(|launch| std::iter::repeat_n(launch as i64, days)).collect();
    let counted: Vec<i32> = launches.clone().flat_map(|_| 0..days as i32).collect();
    let dates: Vec<i32> = counted.iter().map(|day| epoch + day).collect();
    let mut group = writer.next_row_group()?;
    if let Some(mut column) = group.next_column()? {
        column.typed::<Int64Type>().write_batch(&numbers, None, None)?;
        column.close()?;
    }
    for whole in [&counted, &dates] {
        if let Some(mut column) = group.next_column()? {
            column.typed::<Int32Type>().write_batch(whole, None, None)?;
            column.close()?;
        }
    }
    for series in &daily.values {
        let values: Vec<f64> = launches.clone().flat_map(|launch| Paths::of(series, launch)).collect();
        let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let levels: Vec<i16> = values.iter().map(|value| i16::from(!value.is_nan())).collect();
        if let Some(mut column) = group.next_column()? {
            column.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
            column.close()?;
        }
    }
    group.close().map(|_| ())
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::*;
    use crate::report::synthetic;

    #[test]
    fn every_launch_and_day_is_a_row_with_the_values_of_the_day() {
        let home = tempfile::tempdir().unwrap();
        let (path, layout) = (home.path().join("paths.parquet"), synthetic::layout());
        let daily = synthetic::daily(&layout, 120);
        write(&path, &layout, &daily, 110).unwrap();
        let reader = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
        assert_eq!(reader.metadata().num_row_groups(), 2, "whole launches in groups of a size");
        let mut rows = 0;
        for row in reader.get_row_iter(None).unwrap() {
            let fields: Vec<Field> = row.unwrap().get_column_iter().map(|(_, field)| field.clone()).collect();
            let (launch, day) = (rows / layout.days, rows % layout.days);
            let date = days_between(date(1970, 1, 1), layout.start) + day as i32;
            assert_eq!(fields[..3], [Field::Long(launch as i64), Field::Int(day as i32), Field::Date(date)]);
            for (field, series) in fields[3..].iter().zip(&daily.values) {
                match (field, series.of(launch).nth(day).unwrap()) {
                    (Field::Double(found), value) => assert_eq!(found.to_bits(), value.to_bits()),
                    (Field::Null, value) => assert!(value.is_nan()),
                    other => panic!("{other:?}"),
                }
            }
            rows += 1;
        }
        assert_eq!(rows, 110 * layout.days);
        assert_eq!(size(&layout, 110), (rows * (16 + 8 * layout.series.len())) as u64);
    }
}
