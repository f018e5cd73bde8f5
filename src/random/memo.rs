//! Tables that are worked out once and asked for again by the next variant of a scenario.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What a pure function gave for the arguments it was asked with, up to a number of them.
///
/// Whoever asks gets what the function gives, kept or not; when it is full it forgets everything.
pub struct Memo<K, V> {
    kept: Mutex<BTreeMap<K, V>>,
    most: usize,
}

impl<K: Ord + Copy, V: Clone> Memo<K, V> {
    /// An empty one that keeps up to `most` results.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { kept: Mutex::new(BTreeMap::new()), most }
    }

    /// The result for a key, worked out where it is not kept.
    pub fn of(&self, key: K, work: impl FnOnce() -> V) -> V {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(&key) {
            return known.clone();
        }
        // Other threads go on meanwhile; two that ask for the same find the same.
        let found = work();
        let mut kept = kept();
        if kept.len() >= self.most {
            kept.clear();
        }
        kept.insert(key, found.clone());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_worked_out_once_until_it_is_forgotten() {
        let memo: Memo<u64, u64> = Memo::new(2);
        let mut worked = Vec::new();
        for key in [1, 1, 2, 2, 1, 3, 3, 1] {
            let found = memo.of(key, || {
                worked.push(key);
                key * 10
            });
            assert_eq!(found, key * 10);
        }
        // The third key finds no room: all are forgotten, and the first is worked out again.
        assert_eq!(worked, [1, 2, 3, 1]);
    }
}
