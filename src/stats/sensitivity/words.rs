//! Words for resampling: `SplitMix64` (Steele, Lea & Flood 2014, OOPSLA), addressed by a number.
//!
//! A word depends on its address alone, so a resampled interval has the same bits in every run and for every number of
//! threads. Launches never use these words; theirs come from the random streams.

/// The word at an address.
pub(super) fn word(address: u64) -> u64 {
    let mut z = address.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// One of `count` rows, by the high part of a product (Lemire 2019); count is far below 2^32, so none is favoured by
/// more than one part in 2^32.
pub(super) fn row(address: u64, count: usize) -> usize {
    ((u128::from(word(address)) * count as u128) >> 64) as usize
}

/// A share in 0..1 at an address, never at an end.
pub(super) fn share(address: u64) -> f64 {
    ((word(address) >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
}

/// The first shares of a stream, for tests.
#[cfg(test)]
pub(super) fn shares(stream: u64, count: u64) -> Vec<f64> {
    (0..count).map(|at| share(stream * 1_000_003 + at)).collect()
}

/// The first standard normal values of a stream, for tests (Box & Muller 1958).
#[cfg(test)]
pub(super) fn normals(stream: u64, count: u64) -> Vec<f64> {
    let turn = |at| std::f64::consts::TAU * share((stream + 500_000) * 1_000_003 + at);
    let size = |at| (-2.0 * libm::log(share(stream * 1_000_003 + at))).sqrt();
    (0..count).map(|at| size(at) * libm::cos(turn(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_paper() {
        // The reference implementation (Vigna, prng.di.unimi.it/splitmix64.c, public domain) from the state 0.
        assert_eq!([word(0), word(1), word(2)], [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]);
    }

    #[test]
    fn rows_are_equally_likely() {
        let mut counts = [0_u32; 7];
        for address in 0..70_000 {
            counts[row(address, 7)] += 1;
        }
        assert!(counts.iter().all(|count| count.abs_diff(10_000) < 400), "{counts:?}");
    }
}
