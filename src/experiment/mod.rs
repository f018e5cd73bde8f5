//! Experiments make a list of complete cases before the first runs; they alone use threads.

pub mod compare;
pub mod explain;
pub mod figures;
mod in_order;
mod other_rule;
pub mod plausible;
pub mod replicate;
pub mod sweep;
pub mod until;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// `f` of every item, worked out on so many threads; in the order of the items.
/// Where the system has no thread to give, the calling one does it alone.
pub fn spread<T: Sync, U: Send>(threads: usize, items: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
    // More threads than items would be started for nothing.
    let threads = threads.min(items.len());
    match (threads > 1).then(|| pool(Some(threads))) {
        Some(Ok(pool)) => pool.install(|| items.par_iter().map(&f).collect()),
        _ => items.iter().map(f).collect(),
    }
}

/// Threads of an experiment: so many, or one per core.
fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, String> {
    rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build().map_err(|fault| fault.to_string())
}
