//! The draws of launches side by side: words, normal deviates and binomial counts of all lanes at once.
//!
//! Each kernel gives in every lane the bits of its scalar reference: [`word`](super::word),
//! [`normal`](super::normal::normal), [`count::binomial`].
//! They stand out of line, in one compiled form per instruction set, because inside the large function that a day
//! is the compiler no longer sees them as vector code.

#![expect(
    clippy::inline_always,
    reason = "loops of a fixed length become vector code, in the instruction set of whoever inlines them"
)]

use super::count;
use super::philox::philox_lanes;
use crate::lanes::{Count, Lanes, Mask, Real};

/// Four consecutive words in each launch.
pub type Block<const L: usize> = [Lanes<u32, L>; 4];

/// The kernels for `L` launches in one instruction set.
#[derive(Clone, Copy)]
pub struct Kernels<const L: usize> {
    /// The words `4 block..4 block + 4` of (seed, each of the launches, source).
    pub words: fn(seed: u64, launches: &[u32; L], source: u64, block: u32, words: &mut Block<L>),
    /// The standard normal deviate of each word.
    pub normals: fn(words: &Lanes<u32, L>, deviates: &mut Real<L>),
    /// The standard normal deviates of four words, which do not wait for each other.
    pub four_normals: fn(words: &Block<L>, deviates: &mut [Real<L>; 4]),
    /// The binomial count of each word, of `n` trials with probability `p`, given its deviate where that is at hand.
    pub binomials:
        fn(words: &Lanes<u32, L>, deviates: Option<&Real<L>>, n: &Count<L>, p: &Real<L>, counts: &mut Count<L>),
}

/// See [`Kernels::words`].
#[inline(always)]
pub fn words<const L: usize>(seed: u64, launches: &[u32; L], source: u64, block: u32, words: &mut Block<L>) {
    *words = philox_lanes(seed, *launches, source, block).map(Lanes);
}

/// See [`Kernels::normals`].
#[inline(always)]
pub fn normals<const L: usize>(words: &Lanes<u32, L>, deviates: &mut Real<L>) {
    *deviates = words.normal();
}

/// See [`Kernels::four_normals`].
#[inline(always)]
pub fn four_normals<const L: usize>(words: &Block<L>, deviates: &mut [Real<L>; 4]) {
    for place in 0..4 {
        deviates[place] = words[place].normal();
    }
}

/// See [`Kernels::binomials`].
///
/// Each branch runs for all lanes where any lane needs it, and the lanes pick their own.
#[inline(always)]
pub fn binomials<const L: usize>(
    words: &Lanes<u32, L>,
    deviates: Option<&Real<L>>,
    n: &Count<L>,
    p: &Real<L>,
    counts: &mut Count<L>,
) {
    let p = p.map(
        #[inline(always)]
        |p| count::clamp(p, 0.0, 1.0),
    );
    let some = n.gt(Count::ZERO) & p.gt(Real::ZERO);
    let small = some
        & n.zip(
            p,
            #[inline(always)]
            |n, p| count::binomial_is_small(n, p),
        );
    let large = some & !small;
    *counts = Count::ZERO;
    if large.any() {
        let z = match deviates {
            Some(deviates) => *deviates,
            None => words.normal(),
        };
        let trials = n.real();
        let mut drawn = Real::ZERO;
        for lane in 0..L {
            drawn.0[lane] = count::binomial_large(z.0[lane], trials.0[lane], p.0[lane]);
        }
        *counts = large.select(drawn.whole(), *counts);
    }
    if small.any() {
        *counts = small.select(by_terms(*words, *n, p, small), *counts);
    }
}

/// The small branch of [`count::binomial`] in the lanes it is for, term after term.
#[inline(always)]
fn by_terms<const L: usize>(words: Lanes<u32, L>, n: Count<L>, p: Real<L>, lanes: Mask<L>) -> Count<L> {
    let mirrored = p.gt(Real::splat(0.5));
    let p = mirrored.select(Real::splat(1.0) - p, p);
    let u = mirrored.select(words.map(|word| !word).uniform(), words.uniform());
    let trials = n.real();
    let odds = p / (Real::splat(1.0) - p);
    let mut probability = (trials * (-p).logarithm_of_one_plus()).exponential();
    let mut cumulative = probability;
    let mut k = Real::ZERO;
    // All launches still open have come equally far, so the division is one for all of them.
    let mut step = 0.0;
    loop {
        let open = lanes & u.gt(cumulative) & k.lt(trials);
        if !open.any() {
            break;
        }
        let next = probability * ((odds * (trials - step)) * (1.0 / (step + 1.0)));
        step += 1.0;
        probability = open.select(next, probability);
        k = open.select(Real::splat(step), k);
        cumulative = open.select(cumulative + next, cumulative);
    }
    mirrored.select(n - k.whole(), k.whole())
}
