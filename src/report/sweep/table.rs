//! `points.csv` and `points.parquet`: a row per point.

use std::borrow::Cow;
use std::fs::File;
use std::path::PathBuf;

use super::journal::{AxisName, Identity};
use crate::experiment::sweep::{ENDINGS, LOSING, Point};
use crate::report::cell::harmless;
use crate::report::columns::Parquet;
use crate::report::error::ReportError;
use crate::report::folder::RunFolder;
use crate::report::number::shortest;

/// Rows written at once to the columnar file.
const ROWS: usize = 4096;

/// Both files while they grow; memory stays flat.
pub struct PointTable {
    parquet: Parquet,
    csv: csv::Writer<File>,
    path: PathBuf,
    /// The keys that are varied, in the first columns.
    axes: Vec<AxisName>,
    numbers: Vec<i64>,
    columns: Vec<Vec<f64>>,
    rows: u64,
}

impl PointTable {
    /// Opens the files in the staging folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn create(folder: &mut RunFolder, identity: &Identity) -> Result<Self, ReportError> {
        let metrics =
            identity.metrics.iter().flat_map(|metric| ENDINGS.map(|ending| format!("{}_{ending}", metric.name)));
        let losing = LOSING.map(ToOwned::to_owned);
        let names: Vec<String> = identity.axes.iter().map(AxisName::column).chain(metrics).chain(losing).collect();
        let axes = identity.axes.clone();
        let parquet = Parquet::of_points(&folder.stage("points.parquet")?, &names, &axes)?;
        let path = folder.stage("points.csv")?;
        let file = File::create(&path).map_err(ReportError::file("create", &path))?;
        let csv = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(file);
        let mut table =
            Self { parquet, csv, path, axes, numbers: Vec::new(), columns: vec![Vec::new(); names.len()], rows: 0 };
        let header: Vec<Cow<str>> =
            std::iter::once("point".into()).chain(names.iter().map(|name| harmless(name))).collect();
        table
            .csv
            .write_record(header.iter().map(AsRef::<str>::as_ref))
            .map_err(|fault| ReportError::file("write", &table.path)(fault.into()))?;
        Ok(table)
    }

    /// Adds a point.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn add(&mut self, point: &Point) -> Result<(), ReportError> {
        let values: Vec<f64> = point.row().collect();
        let written = |(at, value): (usize, &f64)| match self.axes.get(at).filter(|axis| axis.is_text()) {
            Some(axis) => harmless(&axis.written(*value)).into_owned(),
            None => shortest(*value),
        };
        let record = std::iter::once(point.index.to_string()).chain(values.iter().enumerate().map(written));
        self.csv.write_record(record).map_err(|fault| ReportError::file("write", &self.path)(fault.into()))?;
        self.numbers.push(point.index as i64);
        self.columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        self.rows += 1;
        if self.numbers.len() == ROWS {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), ReportError> {
        let columns = self.columns.iter().map(|values| Cow::Borrowed(values.as_slice()));
        self.parquet.rows(&self.numbers, columns)?;
        self.numbers.clear();
        self.columns.iter_mut().for_each(Vec::clear);
        Ok(())
    }

    /// Completes the files and says how many rows they have.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn close(mut self) -> Result<u64, ReportError> {
        if !self.numbers.is_empty() {
            self.flush()?;
        }
        self.parquet.close()?;
        self.csv.flush().map_err(ReportError::file("write", &self.path))?;
        Ok(self.rows)
    }
}
