//! The luck of some launches: every process draw of the model comes from here.
//!
//! A draw is addressed by (seed, launch, source, index) and its index is a day or a review, never "how many
//! so far"; so a policy that draws more cannot move another's luck.
//! In deterministic mode every draw is its mean, and counts carry their fractions:
//! the draw of day t is `floor(X_t) - floor(X_{t-1})` with X the cumulative mean (model.md, section 2).

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use super::kernels::{Block, Kernels};
use super::points::{Place, replicate_of};
use super::sampler::Sampler;
use crate::lanes::{Count, Lanes, Real, Single};

/// No index belongs to this block.
const NO_BLOCK: u32 = u32::MAX;

/// One stream of draws: a place in the plan's list of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source(pub usize);

/// Where the words of a source lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its number.
    pub id: u64,
    /// Whether a draw is taken day after day.
    pub daily: bool,
}

/// The last block of words of a source: a daily draw needs a new one only every fourth day.
struct Latest<const L: usize> {
    block: u32,
    words: Block<L>,
    /// The deviates of all four words, where all four are wanted.
    deviates: Option<Box<[Single<L>; 4]>>,
}

/// The draws of `L` launches.
pub struct Luck<'plan, const L: usize> {
    seed: u64,
    launches: [u32; L],
    sources: &'plan [Address],
    kernels: Kernels<L>,
    latest: Vec<Latest<L>>,
    /// In deterministic mode, the cumulative mean of each source's counts.
    cumulative_means: Option<Vec<Real<L>>>,
}

impl<'plan, const L: usize> Luck<'plan, L> {
    /// The luck of the launches of these numbers; `sources` are those the plan lists.
    #[must_use]
    pub fn new(
        seed: u64,
        launches: [u32; L],
        sources: &'plan [Address],
        kernels: Kernels<L>,
        deterministic: bool,
    ) -> Self {
        let cumulative_means = deterministic.then(|| vec![Real::ZERO; sources.len()]);
        let latest = |source: &Address| Latest {
            block: NO_BLOCK,
            words: [Lanes::splat(0); 4],
            deviates: (source.daily && !deterministic).then(|| Box::new([Single::ZERO; 4])),
        };
        let latest = sources.iter().map(latest).collect();
        Self { seed, launches, sources, kernels, latest, cumulative_means }
    }

    /// Numbers of the launches.
    #[must_use]
    pub fn launches(&self) -> [u32; L] {
        self.launches
    }

    /// The addressed words of one draw in each launch.
    #[inline(always)]
    pub fn words(&mut self, Source(source): Source, index: u32) -> &Lanes<u32, L> {
        &self.block(source, index).words[index as usize % 4]
    }

    /// The words of an input at a place among evenly spread points.
    #[inline(always)]
    #[must_use]
    pub fn points(&mut self, place: &Place) -> Lanes<u32, L> {
        let dealt = self.launches.map(replicate_of);
        let replicates = dealt.map(|(replicate, _)| replicate);
        let (seed, words) = (self.seed, self.kernels.words);
        let mut own: Block<L> = [Lanes::splat(0); 4];
        words(seed, &replicates, place.source(), 0, &mut own);
        Lanes(std::array::from_fn(|lane| place.word(dealt[lane].1, [own[0].0[lane], own[1].0[lane], own[2].0[lane]])))
    }

    /// The block of a source that holds an index.
    #[inline(always)]
    fn block(&mut self, source: usize, index: u32) -> &Latest<L> {
        let latest = &mut self.latest[source];
        if latest.block != index / 4 {
            latest.block = index / 4;
            let kernels = &self.kernels;
            (kernels.words)(self.seed, &self.launches, self.sources[source].id, index / 4, &mut latest.words);
            if let Some(deviates) = &mut latest.deviates {
                (kernels.four_normals)(&latest.words, deviates);
            }
        }
        latest
    }

    /// Whether every draw is its mean.
    #[must_use]
    pub fn is_deterministic(&self) -> bool {
        self.cumulative_means.is_some()
    }

    /// Uniform draws between 0 and 1, for what is resolved before day 0; the caller puts means in deterministic mode.
    #[must_use]
    pub fn uniform(&mut self, source: Source, index: u32) -> Real<L> {
        self.words(source, index).uniform()
    }

    /// Draws of a law; the caller puts means in deterministic mode.
    #[inline(always)]
    #[must_use]
    pub fn drawn(&mut self, source: Source, index: u32, sampler: &Sampler) -> Real<L> {
        sampler.draw(self.words(source, index))
    }

    /// Standard normal draws to the last digit, for what is drawn once; the caller puts means in deterministic mode.
    #[inline(always)]
    #[must_use]
    pub fn score(&mut self, source: Source, index: u32) -> Real<L> {
        self.words(source, index).normal()
    }

    /// Standard normal draws; zero in deterministic mode.
    #[inline(always)]
    #[must_use]
    pub fn normal(&mut self, source: Source, index: u32) -> Single<L> {
        let mut deviates = Single::ZERO;
        if self.cumulative_means.is_none() {
            let kernel = self.kernels.normals;
            let latest = self.block(source.0, index);
            let place = index as usize % 4;
            match &latest.deviates {
                Some(known) => deviates = known[place],
                None => kernel(&latest.words[place], &mut deviates),
            }
        }
        deviates
    }

    /// Lognormal draws of mean one, `exp(s z - s^2/2)`, from standard normals `z`; one in deterministic mode.
    #[inline(always)]
    #[must_use]
    pub fn lognormal_of_mean_one(&self, log_sd: Single<L>, z: Single<L>) -> Single<L> {
        self.lognormal_of_mean_one_at(log_sd, log_sd * z)
    }

    /// The same from a level `a = s z` already scaled: `exp(a - s^2/2)`; one in deterministic mode.
    #[inline(always)]
    #[must_use]
    pub fn lognormal_of_mean_one_at(&self, log_sd: Single<L>, level: Single<L>) -> Single<L> {
        if self.cumulative_means.is_some() {
            return Single::splat(1.0);
        }
        (level - log_sd * 0.5 * log_sd).exponential()
    }

    /// How many of `n` say yes, each with probability `p`: binomial draws.
    ///
    /// E37: in deterministic mode the count of day t is `floor(X_t) - floor(X_{t-1})` with `X_t = X_{t-1} + n p`.
    #[inline(always)]
    pub fn binomial(&mut self, source: Source, index: u32, n: Count<L>, p: Real<L>) -> Count<L> {
        if let Some(means) = &mut self.cumulative_means {
            let before = means[source.0];
            let after = before + n.real() * p.at_least(0.0).at_most(1.0);
            means[source.0] = after;
            // A sum of fractions that is whole but for rounding is whole.
            let whole = |sum: Real<L>| (sum + 1e-9).floor_count();
            return (whole(after) - whole(before)).min(n).at_least(0);
        }
        let mut counts = Count::ZERO;
        if n.any() {
            let kernel = self.kernels.binomials;
            let latest = self.block(source.0, index);
            let place = index as usize % 4;
            let deviates = latest.deviates.as_ref().map(|known| &known[place]);
            kernel(&latest.words[place], deviates, &n, &p, &mut counts);
        }
        counts
    }
}
