//! Long calls: without the interpreter's lock, ended by Ctrl-C, with their progress told.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use launchsim::library::{Error, Job, Workers};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::fault;

/// How often signals are looked for and progress is told.
const PACE: Duration = Duration::from_millis(50);

/// The threads of a process, by the process they live in and how many were asked for.
static POOLS: LazyLock<Mutex<Pools>> = LazyLock::new(Mutex::default);

type Pools = BTreeMap<(u32, usize), Arc<Workers>>;

/// So many threads, or one per core; those of an earlier call work on, but not beyond a fork, which they do not survive.
fn workers(threads: Option<usize>) -> PyResult<Arc<Workers>> {
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (std::process::id(), threads.unwrap_or(0));
    if let Some(pool) = pools.get(&key) {
        return Ok(Arc::clone(pool));
    }
    let pool = Workers::start(threads).map(Arc::new).map_err(PyRuntimeError::new_err)?;
    pools.insert(key, Arc::clone(&pool));
    Ok(pool)
}

/// Does some work on so many threads. `progress` is called with what is done, and its fault ends the work as Ctrl-C does.
pub fn watched<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(Job<'_>) -> Result<T, Error> + Send,
) -> PyResult<T> {
    let workers = workers(threads)?;
    let (stop, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let (sender, mut receiver) = channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let job = Job::from(workers.as_ref()).stopped_by(&stop).counted_in(&done);
            // Whoever waits holds the other end until it has come.
            let _ = sender.send(work(job));
        });
        let mut raised: Option<PyErr> = None;
        let mut told = 0;
        loop {
            let got;
            (receiver, got) = py.detach(move || {
                let got = receiver.recv_timeout(PACE);
                (receiver, got)
            });
            let so_far = done.load(Ordering::Relaxed);
            if raised.is_none()
                && let Some(progress) = progress
                && so_far > told
            {
                told = so_far;
                raised = progress.call1((so_far,)).err();
            }
            if raised.is_none() {
                raised = py.check_signals().err();
            }
            if raised.is_some() {
                stop.store(true, Ordering::Relaxed);
            }
            match (got, raised) {
                (Err(RecvTimeoutError::Timeout), still) => raised = still,
                (_, Some(raised)) => return Err(raised),
                (Ok(found), None) => return found.map_err(|error| fault::raised(py, error)),
                (Err(RecvTimeoutError::Disconnected), None) => {
                    return Err(PyRuntimeError::new_err(
                        "a thread of the simulation ended early; this is a fault of launchsim",
                    ));
                }
            }
        }
    })
}
