//! Work in pieces: whoever is free does the next one, and results are handed on in the order of the pieces.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rayon::ThreadPool;

/// Pieces a thread may be ahead of what was handed on, so that a slow taker cannot let results pile up.
const AHEAD: usize = 4;

/// What is done and not yet handed on.
struct Done<T, E> {
    results: BTreeMap<usize, T>,
    /// The piece to be handed on next.
    next: usize,
    /// Whether somebody is handing on, who then takes along what others finish meanwhile.
    handing_on: bool,
    /// Nothing is done any more: `take` failed, or a thread panicked.
    ended: bool,
    failure: Option<E>,
}

/// The results of a thread pool on their way to `take`.
struct Handover<'a, T, E> {
    done: Mutex<Done<T, E>>,
    /// Told whenever a piece was handed on, and at the end.
    moved: Condvar,
    take: Mutex<&'a mut (dyn FnMut(T) -> Result<(), E> + Send)>,
}

/// A lock; what a panicking thread left behind it is only looked at to end.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T, E> Handover<'_, T, E> {
    /// Waits until a piece is not too far ahead; says whether it is still wanted.
    fn may_begin(&self, piece: usize, ahead: usize) -> bool {
        let mut done = lock(&self.done);
        while !done.ended && piece >= done.next + ahead {
            done = self.moved.wait(done).unwrap_or_else(PoisonError::into_inner);
        }
        !done.ended
    }

    /// Takes in a result, and hands on all that are due unless another thread is at it.
    fn finish(&self, piece: usize, result: T) {
        let mut done = lock(&self.done);
        done.results.insert(piece, result);
        if done.handing_on {
            return;
        }
        done.handing_on = true;
        while !done.ended {
            let due = done.next;
            let Some(result) = done.results.remove(&due) else { break };
            drop(done);
            let outcome = (lock(&self.take))(result);
            done = lock(&self.done);
            done.next += 1;
            if let Err(failure) = outcome {
                done.failure = Some(failure);
                done.ended = true;
            }
            self.moved.notify_all();
        }
        done.handing_on = false;
    }
}

/// Ends the work when its thread panics, so that nobody waits for a piece that never comes.
struct Watch<'a, 'b, T, E>(&'a Handover<'b, T, E>);

impl<T, E> Drop for Watch<'_, '_, T, E> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.done).ended = true;
            self.0.moved.notify_all();
        }
    }
}

/// Does the pieces `0..pieces` on all threads of a pool and hands their results to `take`, in order and one at a time.
///
/// Each thread works with tools of its own. No thread idles while there is a piece not too far ahead, and `take` runs beside the
/// others' work. After an error of `take` nothing more is handed on.
///
/// # Errors
/// That of `take`.
pub(super) fn in_order<W, T: Send, E: Send>(
    pool: &ThreadPool,
    pieces: usize,
    tools: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize) -> T + Sync,
    take: &mut (dyn FnMut(T) -> Result<(), E> + Send),
) -> Result<(), E> {
    let begun = AtomicUsize::new(0);
    let done = Done { results: BTreeMap::new(), next: 0, handing_on: false, ended: false, failure: None };
    let handover = Handover { done: Mutex::new(done), moved: Condvar::new(), take: Mutex::new(take) };
    let ahead = pool.current_num_threads() * AHEAD;
    pool.broadcast(|_| {
        let _watch = Watch(&handover);
        let mut tools = tools();
        loop {
            let piece = begun.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces || !handover.may_begin(piece, ahead) {
                return;
            }
            handover.finish(piece, work(&mut tools, piece));
        }
    });
    let done = handover.done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.failure.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn pool(threads: usize) -> ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
    }

    /// Work whose pieces take longer the earlier they are, so that they finish out of order.
    fn slow_at_first(piece: usize) -> usize {
        std::thread::sleep(Duration::from_micros(20 * (50 - piece.min(50)) as u64));
        piece * piece
    }

    #[test]
    fn results_come_in_the_order_of_their_pieces() {
        for threads in [1, 2, 7] {
            let mut taken = Vec::new();
            let mut take = |result| {
                taken.push(result);
                Ok::<(), ()>(())
            };
            let pool = pool(threads);
            assert_eq!(in_order(&pool, 100, || (), |(), piece| slow_at_first(piece), &mut take), Ok(()));
            assert_eq!(taken, (0..100).map(|piece| piece * piece).collect::<Vec<_>>(), "{threads} threads");
        }
    }

    #[test]
    fn nothing_is_taken_after_an_error_and_nothing_runs_far_ahead() {
        let pool = pool(3);
        let begun = AtomicUsize::new(0);
        let mut taken = Vec::new();
        let mut take = |result: usize| {
            std::thread::sleep(Duration::from_millis(1));
            taken.push(result);
            if result == 4 { Err("enough") } else { Ok(()) }
        };
        let work = |(): &mut (), piece: usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            piece
        };
        assert_eq!(in_order(&pool, 1000, || (), work, &mut take), Err("enough"));
        assert_eq!(taken, [0, 1, 2, 3, 4]);
        let begun = begun.into_inner();
        assert!(begun <= 5 + 3 * AHEAD, "{begun} pieces were begun");
    }

    #[test]
    fn a_panic_ends_the_work_and_is_passed_on() {
        let pool = pool(3);
        let work = |(): &mut (), piece: usize| assert_ne!(piece, 20, "piece 20 fails");
        let all = std::panic::AssertUnwindSafe(|| in_order(&pool, 1000, || (), work, &mut |()| Ok::<(), ()>(())));
        assert!(std::panic::catch_unwind(all).is_err());
    }
}
