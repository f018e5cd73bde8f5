//! The instruction sets the engine is compiled for; the best one of the processor is chosen at run time.
//!
//! All of them compute the same bits: wider registers hold more launches, and nothing else changes.
//! Multiplications and additions are never fused, whatever the set offers.

use multiversion::target::selected_target;
use multiversion::target_features::x86_64::{AVX2, AVX512F};
use multiversion::{inherit_target, multiversion};

use crate::lanes::{Count, Lanes, Real};
use crate::random::kernels::{self, Block, Kernels};

/// An instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// What every processor of the architecture has.
    Portable,
    /// AVX2 of x86-64: registers of four reals.
    Avx2,
    /// AVX-512 of x86-64: registers of eight reals.
    Avx512,
}

impl Level {
    /// The levels, best first.
    pub const ALL: [Self; 3] = [Self::Avx512, Self::Avx2, Self::Portable];

    /// Whether this processor has it.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            Self::Portable => true,
            Self::Avx2 => with_avx2(|_: Kernels<1>| ()).is_ok(),
            Self::Avx512 => with_avx512(|_: Kernels<1>| ()).is_ok(),
        }
    }

    /// The best level of this processor.
    #[must_use]
    pub fn best() -> Self {
        Self::ALL.into_iter().find(|level| level.is_available()).unwrap_or(Self::Portable)
    }

    /// Runs work compiled for this level, or for a lower one where the processor does not have it.
    ///
    /// The work is given the kernels of the level. Everything it calls must be inlined into it, else it is not
    /// compiled for the level.
    #[inline]
    pub fn run<const L: usize, R>(self, work: impl FnOnce(Kernels<L>) -> R) -> R {
        let work = match self {
            Self::Avx512 => with_avx512(work),
            Self::Avx2 => with_avx2(work),
            Self::Portable => Err(work),
        };
        work.unwrap_or_else(|work| portable(work))
    }
}

/// The kernels in the instruction set of the function around.
macro_rules! kernels_here {
    ($width:ident) => {{
        #[inherit_target]
        fn words<const L: usize>(seed: u64, first: u32, source: u64, block: u32, words: &mut Block<L>) {
            kernels::words(seed, first, source, block, words);
        }
        #[inherit_target]
        fn normals<const L: usize>(words: &Lanes<u32, L>, deviates: &mut Real<L>) {
            kernels::normals(words, deviates);
        }
        #[inherit_target]
        fn binomials<const L: usize>(words: &Lanes<u32, L>, n: &Count<L>, p: &Real<L>, counts: &mut Count<L>) {
            kernels::binomials(words, n, p, counts);
        }
        Kernels::<$width> { words: words::<$width>, normals: normals::<$width>, binomials: binomials::<$width> }
    }};
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl"), dispatcher = "direct")]
fn with_avx512<const L: usize, R, F: FnOnce(Kernels<L>) -> R>(work: F) -> Result<R, F> {
    if !selected_target!().contains(AVX512F) {
        return Err(work);
    }
    Ok(work(kernels_here!(L)))
}

#[multiversion(targets("x86_64+avx2"), dispatcher = "direct")]
fn with_avx2<const L: usize, R, F: FnOnce(Kernels<L>) -> R>(work: F) -> Result<R, F> {
    if !selected_target!().contains(AVX2) {
        return Err(work);
    }
    Ok(work(kernels_here!(L)))
}

fn portable<const L: usize, R, F: FnOnce(Kernels<L>) -> R>(work: F) -> R {
    let kernels = Kernels { words: kernels::words::<L>, normals: kernels::normals::<L>, binomials: kernels::binomials::<L> };
    work(kernels)
}
