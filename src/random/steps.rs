//! Whole numbers drawn by looking up where they rise.
//!
//! A sampler that gives a whole number and is monotone in its word is known once the words at which it rises are. A guide
//! over the first bits of the word says where to begin (the guide table method; Chen & Asau 1974, "On generating random
//! variates from an empirical distribution", AIIE Transactions 6, 163-166).

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use crate::lanes::{Count, Lanes};

/// Bits of the word by which the guide is entered.
const GUIDE_BITS: u32 = 8;
/// Most rises worth a table.
const MOST: usize = 2000;

/// A sampler of whole numbers as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    /// The number that belongs to word 0.
    least: i32,
    /// Ascending: the first word of each further number, as often as the number rises there. A last one is out of reach.
    rises: Vec<u64>,
    /// For each of the first bits of a word, how many rises lie before the words that begin with them.
    guide: Box<[u16; 1 << GUIDE_BITS]>,
}

impl Steps {
    /// Tabulates a sampler that never falls as its word grows; `None` where its numbers are too many.
    #[must_use]
    pub fn of(sampler: impl Fn(u32) -> i32) -> Option<Self> {
        let (least, most) = (sampler(0), sampler(u32::MAX));
        let count = usize::try_from(i64::from(most) - i64::from(least)).ok().filter(|&count| count <= MOST)?;
        let mut rises = Vec::with_capacity(count + 1);
        let mut at = 0;
        while rises.len() < count {
            let reached = least + rises.len() as i32;
            at = first_above(&sampler, reached, at);
            let to = sampler(at);
            rises.extend((reached..to).map(|_| u64::from(at)));
        }
        let before = |first_bits: u64| rises.partition_point(|&rise| rise < first_bits << (32 - GUIDE_BITS)) as u16;
        let guide = Box::new(std::array::from_fn(|first_bits| before(first_bits as u64)));
        rises.push(u64::MAX);
        Some(Self { least, rises, guide })
    }

    /// The number that belongs to a word.
    #[inline(always)]
    #[must_use]
    pub fn at(&self, word: u32) -> i32 {
        let (rises, word) = (&self.rises[..], u64::from(word));
        let mut passed = usize::from(self.guide[(word >> (32 - GUIDE_BITS)) as usize]);
        // Most words lie past one further rise at most, which is counted without a branch that nobody could foretell.
        passed += usize::from(rises[passed] <= word);
        while rises[passed] <= word {
            passed += 1;
        }
        self.least + passed as i32
    }

    /// The number that belongs to the word of each launch.
    #[inline(always)]
    #[must_use]
    pub fn of_each<const L: usize>(&self, words: &Lanes<u32, L>) -> Count<L> {
        let mut numbers = Count::ZERO;
        for lane in 0..L {
            numbers.0[lane] = self.at(words.0[lane]);
        }
        numbers
    }
}

/// The first word from `from` on with a number above `number`, of which there is one.
fn first_above(sampler: impl Fn(u32) -> i32, number: i32, from: u32) -> u32 {
    let (mut below, mut above) = (from, u32::MAX);
    while below < above {
        let middle = below + (above - below) / 2;
        if sampler(middle) > number {
            above = middle;
        } else {
            below = middle + 1;
        }
    }
    above
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::philox::word;

    fn agrees(sampler: impl Fn(u32) -> i32) {
        let steps = Steps::of(&sampler).unwrap();
        let edges = steps.rises.iter().filter_map(|&rise| u32::try_from(rise).ok());
        let around = edges.flat_map(|rise| [rise.saturating_sub(1), rise, rise.saturating_add(1)]);
        for word in (0..100_000).map(|n| word(5, n, 3, 0)).chain(around).chain([0, 1, u32::MAX - 1, u32::MAX]) {
            assert_eq!(steps.at(word), sampler(word), "{word}");
        }
    }

    #[test]
    fn a_table_gives_the_number_of_its_sampler_for_every_word() {
        agrees(|word| (word >> 27) as i32 - 7);
        agrees(|word| if word > 77 { 40 } else { 3 });
        agrees(|_| 12);
        // Most of the numbers in a tail.
        agrees(|word| (600.0 * (f64::from(word) / 4_294_967_295.0).powi(40)) as i32);
    }

    #[test]
    fn more_numbers_than_are_worth_a_table_have_none() {
        assert!(Steps::of(|word| (word >> 20) as i32).is_none());
        assert!(Steps::of(|word| word as i32).is_none());
    }
}
