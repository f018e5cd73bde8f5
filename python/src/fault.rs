//! Faults as exceptions of the package.

use launchsim::library::{Error, Fault};
use pyo3::exceptions::{PyKeyboardInterrupt, PyOSError};
use pyo3::prelude::*;

/// The exception for what went wrong.
pub fn raised(py: Python<'_>, error: Error) -> PyErr {
    match error {
        Error::Stopped => PyKeyboardInterrupt::new_err(()),
        Error::Unreadable(fault) => PyOSError::new_err(fault.to_string()),
        Error::Faulty { faults, text } => scenario_error(py, &faults, &text).unwrap_or_else(|error| error),
        Error::Impossible(text) => scenario_error(py, &[], &text).unwrap_or_else(|error| error),
    }
}

fn scenario_error(py: Python<'_>, faults: &[Fault], text: &str) -> PyResult<PyErr> {
    let exception = py.import("launchsim._faults")?.getattr("ScenarioError")?;
    Ok(PyErr::from_value(exception.call1((text.trim_end(), listed(faults)))?))
}

/// Faults as text in JSON, of which the package makes its own.
pub fn listed(faults: &[Fault]) -> String {
    // Texts, numbers and lists of them are always written.
    serde_json::to_string(faults).unwrap_or_default()
}
