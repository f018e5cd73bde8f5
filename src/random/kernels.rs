//! The draws of launches side by side: words, normal deviates and binomial counts of all lanes at once.
//!
//! Each kernel gives in every lane the bits of its scalar reference: [`word`](super::word),
//! [`normal`](super::normal::normal), [`count::binomial`].
//! They stand out of line, in one compiled form per instruction set, because inside the large function that a day
//! is the compiler no longer sees them as vector code.

#![expect(
    clippy::inline_always,
    clippy::needless_range_loop,
    reason = "indexed loops of a fixed length become vector code, in the instruction set of whoever inlines them"
)]

use super::count;
use super::normal::normal;
use super::philox::philox_lanes;
use crate::lanes::{Count, Lanes, Real};

/// Four consecutive words in each launch.
pub type Block<const L: usize> = [Lanes<u32, L>; 4];

/// The kernels for `L` launches in one instruction set.
#[derive(Clone, Copy)]
pub struct Kernels<const L: usize> {
    /// The words `4 block..4 block + 4` of (seed, each of the launches from the first on, source).
    pub words: fn(seed: u64, first_launch: u32, source: u64, block: u32, words: &mut Block<L>),
    /// The standard normal deviate of each word.
    pub normals: fn(words: &Lanes<u32, L>, deviates: &mut Real<L>),
    /// The binomial count of each word, of `n` trials with probability `p`.
    pub binomials: fn(words: &Lanes<u32, L>, n: &Count<L>, p: &Real<L>, counts: &mut Count<L>),
}

/// See [`Kernels::words`].
#[inline(always)]
pub fn words<const L: usize>(seed: u64, first_launch: u32, source: u64, block: u32, words: &mut Block<L>) {
    let mut launches = [0; L];
    for lane in 0..L {
        launches[lane] = first_launch.wrapping_add(lane as u32);
    }
    *words = philox_lanes(seed, launches, source, block).map(Lanes);
}

/// See [`Kernels::normals`].
#[inline(always)]
pub fn normals<const L: usize>(words: &Lanes<u32, L>, deviates: &mut Real<L>) {
    for lane in 0..L {
        deviates.0[lane] = normal(words.0[lane]);
    }
}

/// See [`Kernels::binomials`].
///
/// Lanes without trials or chances are zero, the others take the large branch side by side;
/// those whose law is summed term by term are then drawn again, one by one.
#[inline(always)]
pub fn binomials<const L: usize>(words: &Lanes<u32, L>, n: &Count<L>, p: &Real<L>, counts: &mut Count<L>) {
    let p = p.map(|p| count::clamp(p, 0.0, 1.0));
    let trials = n.at_least(0).real();
    let mut any_large = false;
    let mut any_small = false;
    let mut small = [false; L];
    for lane in 0..L {
        let none = (n.0[lane] <= 0) | (p.0[lane] == 0.0);
        let by_terms = count::binomial_is_small(n.0[lane], p.0[lane]);
        small[lane] = by_terms & !none;
        any_small |= small[lane];
        any_large |= !by_terms & !none;
    }
    *counts = Count::ZERO;
    if any_large {
        let mut large = Real::ZERO;
        for lane in 0..L {
            let z = normal(words.0[lane]);
            large.0[lane] = count::binomial_large(z, trials.0[lane], p.0[lane]);
        }
        *counts = large.whole();
        let possible = n.gt(Count::ZERO) & p.gt(Real::ZERO);
        *counts = possible.select(*counts, Count::ZERO);
    }
    if any_small {
        for lane in 0..L {
            if small[lane] {
                counts.0[lane] = count::binomial(words.0[lane], n.0[lane], p.0[lane]);
            }
        }
    }
}
