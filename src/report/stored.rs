//! Launches read back from the `launches.parquet` of a run.

use std::fs::File;
use std::path::{Path, PathBuf};

use parquet::column::reader::ColumnReader;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

/// Why launches cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum StoredError {
    /// The system refused the file.
    #[error("cannot read {}: {}", path.display(), super::error::reason(source))]
    File {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// It is no table of launches.
    #[error("{} is no table of launches that can be read: {source}", path.display())]
    Table {
        /// Which.
        path: PathBuf,
        /// What the format's reader says.
        source: ParquetError,
    },
    /// A column is missing.
    #[error("{} holds no column `{column}`: it comes from another scenario or an older launchsim; run it again", path.display())]
    Column {
        /// Which file.
        path: PathBuf,
        /// Which column.
        column: String,
    },
}

/// Some columns of the first launches of a table, up to `most` of them; NaN for what does not apply.
///
/// # Errors
/// [`StoredError`].
pub fn columns(path: &Path, names: &[String], most: usize) -> Result<Vec<Vec<f64>>, StoredError> {
    let file = File::open(path).map_err(|source| StoredError::File { path: path.to_owned(), source })?;
    let table = |source: ParquetError| StoredError::Table { path: path.to_owned(), source };
    let reader = SerializedFileReader::new(file).map_err(table)?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let place = |name: &String| {
        let found = (0..schema.num_columns()).find(|&at| schema.column(at).name() == name);
        found.ok_or_else(|| StoredError::Column { path: path.to_owned(), column: name.clone() })
    };
    let places: Vec<usize> = names.iter().map(place).collect::<Result<_, _>>()?;
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for group in 0..reader.num_row_groups() {
        let rows = reader.get_row_group(group).map_err(table)?;
        for ((column, &place), name) in columns.iter_mut().zip(&places).zip(names) {
            let wanted = most.saturating_sub(column.len()).min(rows.metadata().num_rows() as usize);
            if wanted == 0 {
                continue;
            }
            let ColumnReader::DoubleColumnReader(mut values) = rows.get_column_reader(place).map_err(table)? else {
                return Err(StoredError::Column { path: path.to_owned(), column: name.clone() });
            };
            let (mut known, mut levels) = (Vec::new(), Vec::new());
            while levels.len() < wanted {
                let left = wanted - levels.len();
                let (read, ..) = values.read_records(left, Some(&mut levels), None, &mut known).map_err(table)?;
                if read == 0 {
                    break;
                }
            }
            let mut known = known.into_iter();
            column.extend(
                levels.iter().map(|&level| if level > 0 { known.next().unwrap_or(f64::NAN) } else { f64::NAN }),
            );
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::columns::Parquet;
    use crate::stats::Sampled;

    #[test]
    fn what_was_written_is_read_back_with_what_does_not_apply() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("launches.parquet");
        let names = ["price".to_owned(), "sold.out".to_owned()];
        let mut table = Parquet::of_launches(&path, &names, Sampled::InReplicates(32)).unwrap();
        table.row_group(0, 3, &[vec![1.5, 2.5, 3.5], vec![f64::NAN, 7.0, f64::NAN]]).unwrap();
        table.row_group(3, 2, &[vec![4.5, 5.5], vec![8.0, f64::NAN]]).unwrap();
        table.close().unwrap();
        let read = columns(&path, &[names[1].clone(), names[0].clone()], 4).unwrap();
        assert_eq!(read[1], [1.5, 2.5, 3.5, 4.5]);
        assert!(read[0][0].is_nan() && read[0][1] == 7.0 && read[0][2].is_nan() && read[0][3] == 8.0);
        let missing = columns(&path, &["cash".to_owned()], 9).unwrap_err().to_string();
        assert!(missing.contains("holds no column `cash`") && missing.contains("run it again"), "{missing}");
        std::fs::write(&path, "no table").unwrap();
        assert!(columns(&path, &names, 9).unwrap_err().to_string().contains("no table of launches"));
        assert!(columns(&folder.path().join("none"), &names, 9).unwrap_err().to_string().contains("cannot read"));
    }
}
