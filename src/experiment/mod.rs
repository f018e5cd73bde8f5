//! Experiments make a list of complete cases before the first runs; they alone use threads.

pub mod compare;
pub mod explain;
pub mod replicate;
pub mod sweep;
pub mod until;

/// Threads of an experiment: so many, or one per core.
fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, String> {
    rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build().map_err(|fault| fault.to_string())
}
