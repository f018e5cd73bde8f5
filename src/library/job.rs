//! Who simulates, who may stop it, and who is told how far it is.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::Workers;

/// What nobody raises.
static NEVER: AtomicBool = AtomicBool::new(false);

/// An order to simulate: on these threads, until a flag is raised, counting what is done.
///
/// `&Workers` alone is one that nobody stops or counts.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    pub(super) workers: &'a Workers,
    pub(super) stop: &'a AtomicBool,
    done: Option<&'a AtomicU64>,
}

impl<'a> From<&'a Workers> for Job<'a> {
    fn from(workers: &'a Workers) -> Self {
        Self { workers, stop: &NEVER, done: None }
    }
}

impl<'a> Job<'a> {
    /// The same that ends with [`super::Error::Stopped`] soon after this flag is raised.
    #[must_use]
    pub fn stopped_by(self, stop: &'a AtomicBool) -> Self {
        Self { stop, ..self }
    }

    /// The same that adds each launch to this number when it is simulated, of a sweep each point.
    #[must_use]
    pub fn counted_in(self, done: &'a AtomicU64) -> Self {
        Self { done: Some(done), ..self }
    }

    pub(super) fn count(&self, more: u64) {
        if let Some(done) = self.done {
            done.fetch_add(more, Ordering::Relaxed);
        }
    }
}
