//! The draws of launches side by side: words, normal deviates and binomial counts of all lanes at once.
//!
//! Each kernel gives in every lane the bits of its scalar reference: [`word`](super::word),
//! [`deviate::of`](super::deviate::of), [`count::binomial`].
//! They stand out of line, in one compiled form per instruction set, because inside the large function that a day
//! is the compiler no longer sees them as vector code.

#![expect(
    clippy::inline_always,
    reason = "loops of a fixed length become vector code, in the instruction set of whoever inlines them"
)]

use super::count;
use super::philox::philox_lanes;
use crate::lanes::{Count, Lanes, Mask, Real, Single};

/// Four consecutive words in each launch.
pub type Block<const L: usize> = [Lanes<u32, L>; 4];

/// The kernels for `L` launches in one instruction set.
#[derive(Clone, Copy)]
pub struct Kernels<const L: usize> {
    /// The words `4 block..4 block + 4` of (seed, each of the launches, source).
    pub words: fn(seed: u64, launches: &[u32; L], source: u64, block: u32, words: &mut Block<L>),
    /// The standard normal deviate of each word.
    pub normals: fn(words: &Lanes<u32, L>, deviates: &mut Single<L>),
    /// The standard normal deviates of four words, which do not wait for each other.
    pub four_normals: fn(words: &Block<L>, deviates: &mut [Single<L>; 4]),
    /// The binomial count of each word, of `n` trials with probability `p`, given its deviate where that is at hand.
    pub binomials:
        fn(words: &Lanes<u32, L>, deviates: Option<&Single<L>>, n: &Count<L>, p: &Real<L>, counts: &mut Count<L>),
}

/// See [`Kernels::words`].
#[inline(always)]
pub fn words<const L: usize>(seed: u64, launches: &[u32; L], source: u64, block: u32, words: &mut Block<L>) {
    *words = philox_lanes(seed, *launches, source, block).map(Lanes);
}

/// See [`Kernels::normals`].
#[inline(always)]
pub fn normals<const L: usize>(words: &Lanes<u32, L>, deviates: &mut Single<L>) {
    *deviates = words.deviate();
}

/// See [`Kernels::four_normals`].
#[inline(always)]
pub fn four_normals<const L: usize>(words: &Block<L>, deviates: &mut [Single<L>; 4]) {
    for place in 0..4 {
        deviates[place] = words[place].deviate();
    }
}

/// See [`Kernels::binomials`].
///
/// Each branch runs for all lanes where any lane needs it, and the lanes pick their own.
#[inline(always)]
pub fn binomials<const L: usize>(
    words: &Lanes<u32, L>,
    deviates: Option<&Single<L>>,
    n: &Count<L>,
    p: &Real<L>,
    counts: &mut Count<L>,
) {
    let p = p.map(
        #[inline(always)]
        |p| count::clamp(p, 0.0, 1.0),
    );
    let trials = n.real();
    let means = trials * p;
    let mut variances = Single::<L>::ZERO;
    for lane in 0..L {
        variances.0[lane] = count::binomial_variance(trials.0[lane], p.0[lane]);
    }
    let large = variances.map(
        #[inline(always)]
        |variance| count::is_large(variance),
    );
    let small = means.gt(Real::ZERO) & !large;
    *counts = Count::ZERO;
    if large.any() {
        let z = match deviates {
            Some(deviates) => *deviates,
            None => words.deviate(),
        };
        let mut off = Single::<L>::ZERO;
        for lane in 0..L {
            off.0[lane] = count::binomial_off_the_mean(z.0[lane], variances.0[lane], p.0[lane] as f32);
        }
        let drawn = (means + off.real()).whole().at_least(0).min(*n);
        *counts = large.select(drawn, *counts);
    }
    if small.any() {
        *counts = small.select(by_terms(*words, *n, p, small), *counts);
    }
}

/// The small branch of [`count::binomial`] in the lanes it is for, term after term.
#[inline(always)]
fn by_terms<const L: usize>(words: Lanes<u32, L>, n: Count<L>, p: Real<L>, lanes: Mask<L>) -> Count<L> {
    let nothing = Single::<L>::ZERO;
    let (mut above, mut tail, mut probability) = (nothing, nothing, nothing);
    let (mut odds, mut mean, mut trials) = (nothing, nothing, nothing);
    for lane in 0..L {
        let terms = count::Terms::of(words.0[lane], n.0[lane], p.0[lane]);
        // Nothing is above the words of the other lanes.
        above.0[lane] = if lanes.0[lane] { terms.above } else { 2.0 };
        tail.0[lane] = terms.tail;
        probability.0[lane] = terms.probability;
        odds.0[lane] = terms.odds;
        mean.0[lane] = terms.mean;
        trials.0[lane] = terms.trials;
    }
    let mut k = Count::ZERO;
    // All launches have come equally far, so the division is one for all of them; who has stopped never goes on.
    let mut step = 0.0;
    let mut open = true;
    while open {
        open = false;
        let next = 1.0 / (step + 1.0);
        for lane in 0..L {
            let mut terms = count::Terms {
                above: above.0[lane],
                tail: tail.0[lane],
                probability: probability.0[lane],
                odds: odds.0[lane],
                mean: mean.0[lane],
                trials: trials.0[lane],
            };
            let passes = terms.passes(step);
            open |= passes;
            k.0[lane] += i32::from(passes);
            terms.step(step, next);
            tail.0[lane] = terms.tail;
            probability.0[lane] = terms.probability;
        }
        step += 1.0;
    }
    let k = k.min(n);
    p.gt(Real::splat(0.5)).select(n - k, k)
}
