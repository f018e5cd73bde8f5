//! Who works on an experiment: a pool of threads, or without the feature `parallel` the calling one alone.
//!
//! Whoever works, results come in the order of what is worked on, so their number can be seen in none of them.

#[cfg(feature = "parallel")]
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// Threads of a command, started once.
#[derive(Debug)]
pub struct Workers {
    #[cfg(feature = "parallel")]
    pool: rayon::ThreadPool,
}

#[cfg(feature = "parallel")]
impl Workers {
    /// Starts so many threads, or one per core.
    ///
    /// # Errors
    /// When no threads can be started, with the system's reason.
    pub fn start(threads: Option<usize>) -> Result<Self, String> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
        pool.map(|pool| Self { pool }).map_err(|fault| fault.to_string())
    }

    /// How many work at once.
    #[must_use]
    pub fn count(&self) -> usize {
        self.pool.current_num_threads()
    }
}

#[cfg(not(feature = "parallel"))]
impl Workers {
    /// The calling thread, however many are asked for.
    ///
    /// # Errors
    /// Never; with the feature `parallel` threads may be refused.
    pub fn start(_threads: Option<usize>) -> Result<Self, String> {
        Ok(Self {})
    }

    /// How many work at once.
    #[must_use]
    pub fn count(&self) -> usize {
        1
    }
}

impl Workers {
    /// `f` of every item, in the order of the items.
    pub fn each<T: Sync, U: Send>(&self, items: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
        self.each_with(items, || (), |(), item| f(item))
    }

    /// Both of two things, at once where there are threads for it.
    pub fn both<A: Send, B: Send>(&self, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
        #[cfg(feature = "parallel")]
        if self.count() > 1 {
            return self.pool.join(a, b);
        }
        (a(), b())
    }

    /// `f` of every item with tools, of which each thread makes its own.
    pub(super) fn each_with<W, T: Sync, U: Send>(
        &self,
        items: &[T],
        tools: impl Fn() -> W + Sync,
        f: impl Fn(&mut W, &T) -> U + Sync,
    ) -> Vec<U> {
        #[cfg(feature = "parallel")]
        if items.len() > 1 && self.count() > 1 {
            return self.pool.install(|| items.par_iter().map_init(&tools, &f).collect());
        }
        let mut tools = tools();
        items.iter().map(|item| f(&mut tools, item)).collect()
    }

    /// Does the pieces `0..pieces` and hands their results to `take`, in order and one at a time, while others are worked on.
    ///
    /// # Errors
    /// That of `take`, after which nothing more is handed on.
    pub(super) fn in_order<W, T: Send, E: Send>(
        &self,
        pieces: usize,
        tools: impl Fn() -> W + Sync,
        work: impl Fn(&mut W, usize) -> T + Sync,
        take: &mut (dyn FnMut(T) -> Result<(), E> + Send),
    ) -> Result<(), E> {
        #[cfg(feature = "parallel")]
        let result = super::in_order::in_order(&self.pool, pieces, tools, work, take);
        #[cfg(not(feature = "parallel"))]
        let result = {
            let mut tools = tools();
            (0..pieces).try_for_each(|piece| take(work(&mut tools, piece)))
        };
        result
    }
}
