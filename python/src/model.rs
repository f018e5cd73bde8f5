//! Scenarios that are compiled once and simulated often.

use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Arc;

use launchsim::library::{self, Columns, Disk, Draft, Grid, InMemory, Source};
use launchsim::report::compare::CompareSummary;
use launchsim::report::compare::page::page;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::fault::{listed, raised};
use crate::table::{Kind, Table};
use crate::watch::watched;

/// The scenario that is built in.
const BUILT_IN: &str = "mi1.toml";
/// Characters of a line of a page.
const WIDE: usize = 100;

/// A scenario without faults, ready to be simulated.
#[pyclass(frozen, module = "launchsim._core")]
pub struct Model {
    model: Arc<library::Model>,
}

/// Values to set, each by its path.
type Sets = Vec<(String, String)>;

fn compiled(py: Python<'_>, draft: Draft, sets: Sets) -> PyResult<Model> {
    let draft = sets.iter().fold(draft, |draft, (path, value)| draft.set(path, value));
    let model = py.detach(|| draft.compile()).map_err(|error| raised(py, error))?;
    Ok(Model { model: Arc::new(model) })
}

#[pymethods]
impl Model {
    /// A scenario file, or the built-in one.
    #[staticmethod]
    fn open(py: Python<'_>, file: Option<PathBuf>, sets: Sets) -> PyResult<Self> {
        let source = file.map_or(Source::BuiltIn(BUILT_IN), Source::File);
        compiled(py, Draft::new(source, Disk), sets)
    }

    /// A text, as it would stand in a file of this name; the files it names are these, or on the disk.
    #[staticmethod]
    fn of_text(
        py: Python<'_>,
        name: PathBuf,
        text: String,
        files: Option<Vec<(PathBuf, String)>>,
        sets: Sets,
    ) -> PyResult<Self> {
        let source = Source::Text { name, text };
        let draft = match files {
            None => Draft::new(source, Disk),
            Some(files) => {
                let files = files.into_iter().fold(InMemory::default(), |all, (path, text)| all.with(path, text));
                Draft::new(source, files)
            }
        };
        compiled(py, draft, sets)
    }

    /// The same with further values set.
    fn with_values(&self, py: Python<'_>, sets: Sets) -> PyResult<Self> {
        let values: Vec<(&str, &String)> = sets.iter().map(|(path, value)| (path.as_str(), value)).collect();
        let made = py.detach(|| self.model.with(values.iter().map(|(path, value)| (*path, *value as &dyn Display))));
        Ok(Self { model: Arc::new(made.map_err(|error| raised(py, error))?) })
    }

    /// The stem of its file.
    #[getter]
    fn name(&self) -> &str {
        self.model.name()
    }

    /// Launches it asks for itself.
    #[getter]
    fn launches(&self) -> u32 {
        self.model.launches()
    }

    /// The number that fixes all luck.
    #[getter]
    fn seed(&self) -> u64 {
        self.model.seed()
    }

    /// The whole scenario as one text.
    fn resolved(&self) -> String {
        self.model.resolved()
    }

    /// What is probably not meant, as text in JSON.
    fn warnings(&self, py: Python<'_>) -> String {
        py.detach(|| listed(&self.model.warnings()))
    }

    /// Launches from one on.
    fn run(
        &self,
        py: Python<'_>,
        first: u32,
        launches: u32,
        threads: Option<usize>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let columns = watched(py, threads, progress.as_ref(), |job| self.model.run(first, launches, job))?;
        Table::of(columns, Kind::Launches)
    }

    /// The first launches with their days.
    fn run_with_days(
        &self,
        py: Python<'_>,
        launches: u32,
        threads: Option<usize>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<(Table, Table)> {
        let found = watched(py, threads, progress.as_ref(), |job| self.model.run_with_days(launches, job))?;
        let start = self.model.start();
        Ok((Table::of(found.launches, Kind::Launches)?, Table::of(found.days, Kind::Days(start))?))
    }
}

/// The same launches of several models: a table of launches of each, the figures of their differences as text in JSON,
/// and the page in words.
#[pyfunction]
pub fn compare(
    py: Python<'_>,
    alternatives: Vec<(String, Bound<'_, Model>)>,
    launches: u32,
    threads: Option<usize>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<(Vec<Table>, String, String)> {
    let models: Vec<(String, Arc<library::Model>)> =
        alternatives.iter().map(|(name, model)| (name.clone(), Arc::clone(&model.get().model))).collect();
    let (columns, figures, page) = watched(py, threads, progress.as_ref(), move |job| {
        let named: Vec<(&str, &library::Model)> =
            models.iter().map(|(name, model)| (name.as_str(), model.as_ref())).collect();
        let found = library::compare(&named, launches, job)?;
        let page = page(&found.figures, None, None).terminal(WIDE, false);
        // What a folder of results has beside its figures stays empty: nothing is written.
        let summary = CompareSummary {
            comparison: found.figures,
            verdict: Vec::new(),
            drivers: None,
            settled: None,
            folder: PathBuf::new(),
            files: Vec::new(),
            warnings: Vec::new(),
        };
        let figures = summary.json().to_string();
        let columns: Vec<Columns> = found.alternatives.into_iter().map(|(_, columns)| columns).collect();
        Ok((columns, figures, page))
    })?;
    let tables = columns.into_iter().map(|columns| Table::of(columns, Kind::Launches)).collect::<PyResult<_>>()?;
    Ok((tables, figures, page))
}

/// Every combination of values, or one part of them.
#[pyfunction]
pub fn sweep(
    py: Python<'_>,
    model: &Bound<'_, Model>,
    vary: Vec<String>,
    launches: u32,
    shard: (u64, u64),
    threads: Option<usize>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<(Table, u64)> {
    if launches == 0 {
        return Err(PyValueError::new_err("a sweep takes at least one launch at each point"));
    }
    let model = Arc::clone(&model.get().model);
    let (columns, points) = watched(py, threads, progress.as_ref(), move |job| {
        let vary: Vec<&str> = vary.iter().map(String::as_str).collect();
        let grid = Grid::new(&model, &vary, launches)?;
        Ok((grid.run(shard, job)?, grid.points()))
    })?;
    Ok((Table::of(columns, Kind::Points)?, points))
}
