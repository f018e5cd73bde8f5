//! Words at an address: the counter-based generator Philox4x32-10.
//!
//! Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11. Ten
//! rounds of two 32-bit multiplications turn a counter and a key into four words. There is no
//! state, so launch 57 alone meets the same luck as launch 57 in a batch, and a mechanism that
//! draws more moves nobody else's draws.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use std::convert::Infallible;

use rand::TryRng;

const MULTIPLIERS: [u32; 2] = [0xd251_1f53, 0xcd9e_8d57];
/// What the key moves by from round to round: the golden ratio and sqrt(3) - 1, as fractions of
/// 2^32.
const KEY_STEPS: [u32; 2] = [0x9e37_79b9, 0xbb67_ae85];
const ROUNDS: usize = 10;

/// High and low half of a product of two words.
#[inline(always)]
fn multiply(a: u32, b: u32) -> (u32, u32) {
    let product = u64::from(a) * u64::from(b);
    ((product >> 32) as u32, product as u32)
}

/// Philox4x32-10: four words from a counter of four and a key of two (Salmon et al. 2011, section
/// 3.3).
#[inline(always)]
#[must_use]
pub fn philox4x32(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let [mut k0, mut k1] = key;
    for _ in 0..ROUNDS {
        let (high0, low0) = multiply(MULTIPLIERS[0], c0);
        let (high1, low1) = multiply(MULTIPLIERS[1], c2);
        (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0);
        k0 = k0.wrapping_add(KEY_STEPS[0]);
        k1 = k1.wrapping_add(KEY_STEPS[1]);
    }
    [c0, c1, c2, c3]
}

/// The blocks of four words with one number in many launches: the words of [`word`] at `4 block..4 block + 4`.
///
/// A word takes the place of 64 bits and products leave rubbish in its upper half, which no product reads: so a
/// round is two multiplications, two shifts and four exclusive ors for as many lanes as a register has.
#[inline(always)]
#[must_use]
pub fn philox_lanes<const L: usize>(seed: u64, launches: [u32; L], source: u64, block: u32) -> [[u32; L]; 4] {
    let low = |word: u64| word & 0xffff_ffff;
    let mut words = [[0; L]; 4];
    for lane in 0..L {
        let (mut c0, mut c1) = (u64::from(launches[lane]), u64::from(block));
        let (mut c2, mut c3) = (low(source), source >> 32);
        let (mut k0, mut k1) = (seed as u32, (seed >> 32) as u32);
        for _ in 0..ROUNDS {
            let product0 = low(c0) * u64::from(MULTIPLIERS[0]);
            let product1 = low(c2) * u64::from(MULTIPLIERS[1]);
            (c0, c1, c2, c3) =
                ((product1 >> 32) ^ c1 ^ u64::from(k0), product1, (product0 >> 32) ^ c3 ^ u64::from(k1), product0);
            k0 = k0.wrapping_add(KEY_STEPS[0]);
            k1 = k1.wrapping_add(KEY_STEPS[1]);
        }
        words[0][lane] = c0 as u32;
        words[1][lane] = c1 as u32;
        words[2][lane] = c2 as u32;
        words[3][lane] = c3 as u32;
    }
    words
}

/// The block of four words that holds `index`.
#[inline(always)]
fn block(seed: u64, launch: u32, source: u64, index: u32) -> [u32; 4] {
    philox4x32([launch, index >> 2, source as u32, (source >> 32) as u32], [seed as u32, (seed >> 32) as u32])
}

/// One addressed 32-bit word, a pure function of its address.
///
/// The key is the seed (low word first), the counter is (launch, index / 4, source low, source
/// high), and the word within the block is index modulo 4. `index` is the day or the review, never
/// "how many so far".
#[inline(always)]
#[must_use]
pub fn word(seed: u64, launch: u32, source: u64, index: u32) -> u32 {
    // Selections in place of an indexed load: lanes that want different words stay in registers.
    let [w0, w1, w2, w3] = block(seed, launch, source, index);
    let low = if index & 1 == 0 { w0 } else { w1 };
    let high = if index & 1 == 0 { w2 } else { w3 };
    if index & 2 == 0 { low } else { high }
}

/// The source of a purpose and a thing's name, such as `("lead_time", "sharp")`. Frozen: released
/// runs depend on it.
///
/// FNV-1a over the purpose, the byte 255 (which no UTF-8 text holds, so no two pairs run together)
/// and the name, then the finaliser of `SplitMix64` (Steele, Lea & Flood 2014) to spread short
/// names over all bits.
#[must_use]
pub fn source_id(purpose: &str, name: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in purpose.bytes().chain([0xff]).chain(name.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The words of one (seed, launch, source) in order of their index, as a generator in the sense of
/// the `rand` crate.
///
/// For samplers that want a queue. It starts over after 2^32 words. Not `Copy`, so that no stream
/// is repeated by accident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    seed: u64,
    launch: u32,
    source: u64,
    index: u32,
}

impl Stream {
    /// The stream that begins with `word(seed, launch, source, 0)`.
    #[must_use]
    pub fn new(seed: u64, launch: u32, source: u64) -> Self {
        Self { seed, launch, source, index: 0 }
    }

    fn step(&mut self) -> u32 {
        let next = word(self.seed, self.launch, self.source, self.index);
        self.index = self.index.wrapping_add(1);
        next
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.step())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.step());
        Ok(low | (u64::from(self.step()) << 32))
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(4) {
            chunk.copy_from_slice(&self.step().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use rand::Rng;
    use statrs::distribution::{ChiSquared, ContinuousCDF};

    use super::*;

    #[test]
    fn a_word_is_its_place_in_the_block_of_its_address() {
        let (seed, launch, source) = (0x0123_4567_89ab_cdef, 57, 0xfedc_ba98_7654_3210);
        for index in 0..64 {
            let counter = [launch, index / 4, 0x7654_3210, 0xfedc_ba98];
            let expected = philox4x32(counter, [0x89ab_cdef, 0x0123_4567])[(index % 4) as usize];
            assert_eq!(word(seed, launch, source, index), expected);
        }
    }

    // The golden figures of the next two tests were also computed with an independent Python
    // version.
    #[test]
    fn source_ids_are_frozen() {
        assert_eq!(source_id("lead_time", "sharp"), 0x8420_bb5d_e3c6_10d8);
        assert_eq!(source_id("", ""), 0x4f2d_b50f_1240_40cd);
        assert_eq!(source_id("yield", "部品"), 0x6900_0e75_d29e_2e5b);
        assert_ne!(source_id("ab", "c"), source_id("a", "bc"));
        assert_ne!(source_id("a", "b"), source_id("b", "a"));
    }

    #[test]
    fn words_are_frozen() {
        let source = source_id("demand", "mi1");
        let found: Vec<u32> = (0..5).map(|index| word(42, 7, source, index)).collect();
        assert_eq!(found, [0xd1b5_93e1, 0xfbdc_8c30, 0x954d_4ef1, 0x0144_a921, 0xc0b6_5f1b]);
    }

    #[test]
    fn the_stream_is_the_words_in_order() {
        let mut stream = Stream::new(5, 6, 7);
        let words: Vec<u32> = (0..9).map(|index| word(5, 6, 7, index)).collect();
        assert_eq!(stream.next_u32(), words[0]);
        assert_eq!(stream.next_u64(), u64::from(words[1]) | (u64::from(words[2]) << 32));
        let mut bytes = [0; 6];
        stream.fill_bytes(&mut bytes);
        assert_eq!(bytes[..4], words[3].to_le_bytes());
        assert_eq!(bytes[4..], words[4].to_le_bytes()[..2]);
        assert_eq!(stream.next_u32(), words[5]);
    }

    /// Chi-square of byte frequencies: 255 degrees of freedom, p = 1e-6 two-sided.
    fn assert_bytes_are_uniform(words: impl Iterator<Item = u32>, what: &str) {
        let mut counts = [0_u32; 256];
        let mut total = 0.0;
        for byte in words.flat_map(u32::to_le_bytes) {
            counts[usize::from(byte)] += 1;
            total += 1.0;
        }
        let expected = total / 256.0;
        let statistic: f64 = counts.iter().map(|&c| (f64::from(c) - expected).powi(2) / expected).sum();
        let law = ChiSquared::new(255.0).unwrap();
        let (low, high) = (law.inverse_cdf(5e-7), law.inverse_cdf(1.0 - 5e-7));
        assert!(low < statistic && statistic < high, "{what}: {statistic} outside {low}..{high}, df 255, p 1e-6");
    }

    #[test]
    fn words_are_uniform_along_every_axis_of_the_address() {
        let source = source_id("demand", "mi1");
        let n = 100_000;
        assert_bytes_are_uniform((0..n).map(|i| word(1, 0, source, i)), "index");
        assert_bytes_are_uniform((0..n).map(|i| word(1, i, source, 3)), "launch");
        assert_bytes_are_uniform((0..n).map(|i| word(u64::from(i), 9, source, 3)), "seed");
        assert_bytes_are_uniform((0..n).map(|i| word(1, 9, source_id("part", &i.to_string()), 3)), "name");
    }
}
