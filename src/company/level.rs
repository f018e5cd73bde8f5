//! The instruction sets the engine is compiled for; the best one of the processor is chosen at run time.
//!
//! All of them compute the same bits: wider registers hold more launches, and nothing else changes.
//! Multiplications and additions are never fused, whatever the set offers.

#[cfg(target_arch = "x86_64")]
use multiversion::target::selected_target;
#[cfg(target_arch = "x86_64")]
use multiversion::target_features::TargetFeatures;
#[cfg(target_arch = "x86_64")]
use multiversion::target_features::x86_64::{AVX2, AVX512F};
use multiversion::{inherit_target, multiversion};

use crate::company::Spare;
use crate::company::day::Company;
use crate::company::inputs;
use crate::company::metrics;
use crate::company::metrics::Launches;
use crate::company::plan::Plan;
use crate::company::plan::layout::Capture;
use crate::lanes::{Count, Lanes, Real, Single};
use crate::random::kernels;
use crate::random::kernels::{Block, Kernels};
use crate::random::luck::Luck;

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

/// The engine for `L` launches in one instruction set: the parts of a day and what surrounds the days.
///
/// Each stands out of line: one function of a whole day would be beyond what a compiler turns into vector code
/// reliably, and quickly.
#[derive(Clone, Copy)]
pub(super) struct Compiled<const L: usize> {
    pub kernels: Kernels<L>,
    pub draw: fn(&Plan, &mut Luck<'_, L>) -> Vec<Real<L>>,
    /// In a box, for it is large and goes through many hands.
    pub open: for<'plan> fn(&'plan Plan, &[Real<L>], Luck<'plan, L>, Spare<L>) -> Box<Company<'plan, L>>,
    /// The parts of a day in their order.
    pub parts_of_day: [PartOfDay<L>; 6],
    pub settle: fn(&mut Company<'_, L>, &Plan, &[Real<L>]),
    #[expect(clippy::type_complexity, reason = "the signature of one function, named here once")]
    pub measure: fn(&Plan, Box<Company<'_, L>>, Vec<Real<L>>, &[(Capture, Real<L>)]) -> (Launches<L>, Spare<L>),
}

type PartOfDay<const L: usize> = fn(&mut Company<'_, L>, &Plan, usize, &[Real<L>]);

impl Level {
    /// The levels, best first.
    pub const ALL: [Self; 3] = [Self::Avx512, Self::Avx2, Self::Portable];

    /// Whether this processor has it.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            Self::Portable => true,
            Self::Avx2 => has_avx2(),
            Self::Avx512 => has_avx512(),
        }
    }

    /// The engine in this instruction set; in what every processor has, where this one does not have it, and for one launch alone,
    /// which has nothing to lay side by side.
    pub(super) fn compiled<const L: usize>(self) -> Compiled<L> {
        if const { L == 1 } {
            return portable();
        }
        let compiled = match self {
            Self::Avx512 => for_avx512(),
            Self::Avx2 => for_avx2(),
            Self::Portable => None,
        };
        compiled.unwrap_or_else(portable)
    }

    /// The engine in the best instruction set of this processor.
    pub(super) fn best<const L: usize>() -> Compiled<L> {
        // One launch alone has nothing to lay side by side.
        if const { L == 1 } {
            return portable();
        }
        for_avx512().or_else(for_avx2).unwrap_or_else(portable)
    }
}

/// The functions of [`Compiled`], compiled in the instruction set of the function around.
macro_rules! compiled_here {
    ($($part:ident),*; $width:ident) => {{
        #[inherit_target]
        fn words<const L: usize>(seed: u64, launches: &[u32; L], source: u64, block: u32, words: &mut Block<L>) {
            kernels::words(seed, launches, source, block, words);
        }
        #[inherit_target]
        fn normals<const L: usize>(words: &Lanes<u32, L>, deviates: &mut Single<L>) {
            kernels::normals(words, deviates);
        }
        #[inherit_target]
        fn four_normals<const L: usize>(words: &Block<L>, deviates: &mut [Single<L>; 4]) {
            kernels::four_normals(words, deviates);
        }
        #[inherit_target]
        fn binomials<const L: usize>(
            words: &Lanes<u32, L>,
            deviates: Option<&Single<L>>,
            n: &Count<L>,
            p: &Real<L>,
            counts: &mut Count<L>,
        ) {
            kernels::binomials(words, deviates, n, p, counts);
        }
        #[inherit_target]
        fn draw<const L: usize>(plan: &Plan, luck: &mut Luck<L>) -> Vec<Real<L>> {
            inputs::draw(plan, luck)
        }
        #[inherit_target]
        fn open<'plan, const L: usize>(
            plan: &'plan Plan,
            inputs: &[Real<L>],
            luck: Luck<'plan, L>,
            spare: Spare<L>,
        ) -> Box<Company<'plan, L>> {
            Box::new(Company::new(plan, inputs, luck, spare))
        }
        $(#[inherit_target]
        fn $part<const L: usize>(company: &mut Company<L>, plan: &Plan, day: usize, inputs: &[Real<L>]) {
            company.$part(plan, day, inputs);
        })*
        #[inherit_target]
        fn settle<const L: usize>(company: &mut Company<L>, plan: &Plan, inputs: &[Real<L>]) {
            company.settle(plan, inputs);
        }
        #[inherit_target]
        fn measure<const L: usize>(
            plan: &Plan,
            company: Box<Company<L>>,
            inputs: Vec<Real<L>>,
            captured: &[(Capture, Real<L>)],
        ) -> (Launches<L>, Spare<L>) {
            metrics::measure(plan, company, inputs, captured)
        }
        Compiled {
            kernels: Kernels {
                words: words::<$width>,
                normals: normals::<$width>,
                four_normals: four_normals::<$width>,
                binomials: binomials::<$width>,
            },
            draw: draw::<$width>,
            open: open::<$width>,
            parts_of_day: [$($part::<$width>),*],
            settle: settle::<$width>,
            measure: measure::<$width>,
        }
    }};
    ($width:ident) => { compiled_here!(sell, order_parts, receive, assemble, ship, close; $width) };
}

#[cfg(target_arch = "x86_64")]
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl"), dispatcher = "direct")]
fn for_avx512<const L: usize>() -> Option<Compiled<L>> {
    const HERE: bool = includes(selected_target!(), AVX512F);
    if HERE { Some(compiled_here!(L)) } else { None }
}

#[cfg(target_arch = "x86_64")]
#[multiversion(targets("x86_64+avx2"), dispatcher = "direct")]
fn for_avx2<const L: usize>() -> Option<Compiled<L>> {
    const HERE: bool = includes(selected_target!(), AVX2);
    if HERE { Some(compiled_here!(L)) } else { None }
}

#[multiversion(targets(), dispatcher = "static")]
fn portable<const L: usize>() -> Compiled<L> {
    compiled_here!(L)
}

#[cfg(target_arch = "x86_64")]
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl"))]
fn has_avx512() -> bool {
    includes(selected_target!(), AVX512F)
}

#[cfg(target_arch = "x86_64")]
#[multiversion(targets("x86_64+avx2"))]
fn has_avx2() -> bool {
    includes(selected_target!(), AVX2)
}

/// Whether the instruction set compiled for has a feature. Without optimisation there is one form of the engine only:
/// vector code would be no faster, and the compiler's time triples.
#[cfg(target_arch = "x86_64")]
const fn includes(selected: TargetFeatures, feature: TargetFeatures) -> bool {
    selected.contains(feature) && !cfg!(debug_assertions)
}

/// Other processors have one form of the engine, which the compiler may fit to them.
#[cfg(not(target_arch = "x86_64"))]
mod elsewhere {
    use super::Compiled;

    pub(super) fn for_avx512<const L: usize>() -> Option<Compiled<L>> {
        None
    }

    pub(super) fn for_avx2<const L: usize>() -> Option<Compiled<L>> {
        None
    }

    pub(super) fn has_avx512() -> bool {
        false
    }

    pub(super) fn has_avx2() -> bool {
        false
    }
}
#[cfg(not(target_arch = "x86_64"))]
use elsewhere::{for_avx2, for_avx512, has_avx2, has_avx512};
