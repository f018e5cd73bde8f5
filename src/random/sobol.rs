//! Sobol' points with Owen's scrambling.
//!
//! Direction numbers are those of Joe & Kuo (2008, SIAM Journal on Scientific Computing 30, 2635-2654), see
//! `directions.rs`. Each bit is flipped by a word addressed by the bits above it: nested uniform
//! scrambling (Owen 1995, in: Monte Carlo and quasi-Monte Carlo methods), which keeps the points a net and makes every
//! average unbiased.

pub use super::directions::DIMENSIONS;
use super::directions::JOE_KUO;
use crate::random::philox::word;

/// Bits of a coordinate.
pub(super) const BITS: usize = 32;

/// The direction numbers of one dimension, from 0, as 32-bit fractions.
pub(super) fn directions(dimension: usize) -> [u32; BITS] {
    let mut found = [0; BITS];
    if dimension == 0 {
        for (bit, direction) in found.iter_mut().enumerate() {
            *direction = 1 << (BITS - 1 - bit);
        }
        return found;
    }
    let (degree, coefficients, first) = JOE_KUO[dimension - 1];
    let degree = degree as usize;
    for bit in 0..BITS {
        found[bit] = if bit < degree {
            first[bit] << (BITS - 1 - bit)
        } else {
            let mut direction = found[bit - degree] ^ (found[bit - degree] >> degree);
            for k in 1..degree {
                if coefficients >> (degree - 1 - k) & 1 == 1 {
                    direction ^= found[bit - k];
                }
            }
            direction
        };
    }
    found
}

/// One coordinate of the sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Coordinate {
    directions: [u32; BITS],
    seed: u64,
    source: u64,
}

impl Coordinate {
    /// Dimension `dimension` from 0, scrambled by the words of a seed and a source.
    ///
    /// # Panics
    /// When there is no such dimension.
    #[must_use]
    pub fn new(dimension: usize, seed: u64, source: u64) -> Self {
        Self { directions: directions(dimension), seed, source }
    }

    /// The unscrambled fraction of point `index`.
    fn plain(&self, index: u32) -> u32 {
        (0..BITS).filter(|bit| index >> bit & 1 == 1).fold(0, |x, bit| x ^ self.directions[bit])
    }

    /// The place of point `index` in 0..1, never at an end.
    #[must_use]
    pub fn share(&self, index: u32) -> f64 {
        let plain = self.plain(index);
        let mut scrambled = 0;
        for bit in 0..BITS {
            let above = if bit == 0 { 0 } else { plain >> (BITS - bit) };
            let flip = word(self.seed, bit as u32, self.source, above) >> 31;
            let place = BITS - 1 - bit;
            scrambled |= ((plain >> place & 1) ^ flip) << place;
        }
        (f64::from(scrambled) + 0.5) / 4_294_967_296.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unscrambled_points_are_those_of_another_implementation() {
        // Point 100 in binary order; checked with all of the first 4,096 against scipy 1.17.1 (BSD-3, figures only).
        let expected = [
            0.148_437_5,
            0.773_437_5,
            0.695_312_5,
            0.960_937_5,
            0.523_437_5,
            0.070_312_5,
            0.039_062_5,
            0.585_937_5,
            0.117_187_5,
            0.992_187_5,
            0.320_312_5,
            0.101_562_5,
            0.804_687_5,
            0.898_437_5,
            0.929_687_5,
            0.632_812_5,
            0.757_812_5,
            0.445_312_5,
            0.976_562_5,
            0.070_312_5,
            0.335_937_5,
        ];
        // All dimensions at once: the sum of each coordinate in 4,096ths, by its number from 1, from the same library.
        for (index, expected) in [(100, 16_915_648), (2741, 16_814_864), (4095, 17_907_100)] {
            let place = |dimension| u64::from(Coordinate::new(dimension, 0, 0).plain(index) >> 20);
            let sum: u64 = (0..DIMENSIONS).map(|dimension| (dimension as u64 + 1) * place(dimension)).sum();
            assert_eq!(sum, expected, "point {index}");
        }
        for (dimension, expected) in expected.into_iter().enumerate() {
            let found = f64::from(Coordinate::new(dimension, 0, 0).plain(100)) / 4_294_967_296.0;
            assert_eq!(found, expected, "dimension {dimension}");
        }
    }

    #[test]
    fn every_stretch_of_a_power_of_two_fills_every_stratum_in_every_dimension() {
        for dimension in 0..DIMENSIONS {
            let coordinate = Coordinate::new(dimension, 7, 1000 + dimension as u64);
            let mut seen = [false; 256];
            for index in 256..512 {
                seen[(coordinate.share(index) * 256.0) as usize] = true;
            }
            assert!(seen.iter().all(|seen| *seen), "dimension {dimension}");
        }
    }

    #[test]
    fn scrambled_points_of_two_dimensions_stay_a_net() {
        let (x, y) = (Coordinate::new(0, 3, 1), Coordinate::new(1, 3, 2));
        for (columns, rows) in [(1, 64), (2, 32), (4, 16), (8, 8), (16, 4), (32, 2), (64, 1)] {
            let mut counts = [0; 64];
            for index in 0..64 {
                let (column, row) = (x.share(index) * f64::from(columns), y.share(index) * f64::from(rows));
                counts[column as usize * rows as usize + row as usize] += 1;
            }
            assert_eq!(counts, [1; 64], "{columns} x {rows}");
        }
    }

    #[test]
    fn seeds_scramble_differently() {
        let share = |seed| Coordinate::new(3, seed, 1).share(5);
        assert_ne!(share(1), share(2));
    }
}
