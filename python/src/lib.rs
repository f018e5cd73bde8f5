//! launchsim for Python: models, tables and the command, as the Python package `launchsim` calls them.
//!
//! What users see is in `package/launchsim/__init__.py`; here is what needs the engine.

mod fault;
mod model;
mod table;
mod watch;

use std::path::PathBuf;

use pyo3::prelude::*;

/// The command `launchsim` with these arguments behind its name; gives its exit status.
#[pyfunction]
fn command(py: Python<'_>, arguments: Vec<PathBuf>) -> u8 {
    let typed = std::iter::once(PathBuf::from("launchsim")).chain(arguments);
    py.detach(|| launchsim::cli::of(typed.map(PathBuf::into_os_string)))
}

/// The parts of the package that are not Python.
#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<model::Model>()?;
    module.add_class::<table::Table>()?;
    module.add_class::<table::Column>()?;
    module.add_function(wrap_pyfunction!(model::compare, module)?)?;
    module.add_function(wrap_pyfunction!(model::sweep, module)?)?;
    module.add_function(wrap_pyfunction!(command, module)?)?;
    Ok(())
}
