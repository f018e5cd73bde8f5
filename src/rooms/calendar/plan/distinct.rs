//! Keys of which each is kept once, found again without looking at all of them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

use crate::language::quantity::Number;

/// What a key is found by: equal keys have equal fingerprints, and keys that differ mostly have not.
pub(crate) trait Fingerprint {
    /// Adds whatever mostly tells one key from another.
    fn mark(&self, marks: &mut Marks);
}

/// A fingerprint in the making.
pub(crate) struct Marks(DefaultHasher);

impl Marks {
    /// Adds a whole number.
    pub fn whole(&mut self, value: impl TryInto<u64>) {
        self.0.write_u64(value.try_into().unwrap_or(u64::MAX));
    }

    /// Adds a number; the two zeros are equal.
    pub fn real(&mut self, value: f64) {
        self.0.write_u64((value + 0.0).to_bits());
    }

    /// Adds a numeric input.
    pub fn number(&mut self, Number { value, input }: Number) {
        self.real(value);
        self.whole(input.map_or(0, |input| input + 1));
    }
}

/// Distinct keys in the order in which they came.
pub(crate) struct Distinct<K> {
    keys: Vec<K>,
    by_mark: BTreeMap<u64, Vec<usize>>,
}

impl<K> Default for Distinct<K> {
    fn default() -> Self {
        Self { keys: Vec::new(), by_mark: BTreeMap::new() }
    }
}

impl<K: PartialEq + Fingerprint> Distinct<K> {
    /// The place of a key; that of the next one when it is new.
    pub fn place(&self, key: &K) -> usize {
        let alike = self.by_mark.get(&Self::mark(key)).map_or(&[][..], Vec::as_slice);
        alike.iter().copied().find(|&at| self.keys[at] == *key).unwrap_or(self.keys.len())
    }

    /// Adds a new key.
    pub fn push(&mut self, key: K) {
        self.by_mark.entry(Self::mark(&key)).or_default().push(self.keys.len());
        self.keys.push(key);
    }

    fn mark(key: &K) -> u64 {
        let mut marks = Marks(DefaultHasher::new());
        key.mark(&mut marks);
        marks.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(PartialEq)]
    struct Pair(f64, &'static str);

    impl Fingerprint for Pair {
        fn mark(&self, marks: &mut Marks) {
            marks.real(self.0);
        }
    }

    #[test]
    fn keys_are_told_apart_by_all_they_hold_and_not_by_their_fingerprint_alone() {
        let mut keys = Distinct::default();
        let places: Vec<usize> = [Pair(0.0, "a"), Pair(1.0, "a"), Pair(0.0, "b"), Pair(-0.0, "a"), Pair(0.0, "b")]
            .into_iter()
            .map(|key| {
                let at = keys.place(&key);
                if at == keys.keys.len() {
                    keys.push(key);
                }
                at
            })
            .collect();
        assert_eq!(places, [0, 1, 2, 0, 2]);
    }
}
