//! The elementary functions of [`math`] for launches side by side.
//!
//! Each closure is inlined by force: handed over by name, a function would be called lane by lane.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use super::normal::{central_quantile, centred, is_in_tail, normal_quantile, tail_quantile, uniform};
use super::{deviate, math, single};
use crate::lanes::{Lanes, Real, Single};

impl<const L: usize> Real<L> {
    /// e to this power.
    #[inline(always)]
    #[must_use]
    pub fn exponential(self) -> Self {
        self.map(
            #[inline(always)]
            |x| math::exp(x),
        )
    }

    /// The lognormal of mean one whose logarithm has this standard deviation s, at standard normals z: `exp(s z - s^2/2)`.
    #[inline(always)]
    #[must_use]
    pub fn lognormal_of_mean_one(self, z: Self) -> Self {
        (self * z - self * 0.5 * self).exponential()
    }

    /// Natural logarithm.
    #[inline(always)]
    #[must_use]
    pub fn logarithm(self) -> Self {
        self.map(
            #[inline(always)]
            |x| math::ln(x),
        )
    }

    /// `ln(1 + x)`, also where x is small.
    #[inline(always)]
    #[must_use]
    pub fn logarithm_of_one_plus(self) -> Self {
        self.map(
            #[inline(always)]
            |x| math::ln_1p(x),
        )
    }

    /// This to a power of each launch.
    #[inline(always)]
    #[must_use]
    pub fn to_the_power(self, power: Self) -> Self {
        self.zip(
            power,
            #[inline(always)]
            |base, e| math::powf(base, e),
        )
    }

    /// `1 - exp(-x)`: the probability that a hazard x strikes.
    #[inline(always)]
    #[must_use]
    pub fn one_minus_exp_neg(self) -> Self {
        self.map(
            #[inline(always)]
            |x| math::one_minus_exp_neg(x),
        )
    }

    /// The standard normal score of this share.
    #[inline(always)]
    #[must_use]
    pub fn normal_score(self) -> Self {
        self.map(
            #[inline(always)]
            |share| normal_quantile(share),
        )
    }
}

impl<const L: usize> Single<L> {
    /// e to this power.
    #[inline(always)]
    #[must_use]
    pub fn exponential(self) -> Self {
        self.map(
            #[inline(always)]
            |x| single::exp(x),
        )
    }

    /// `1 - exp(-x)`: the probability that a hazard x strikes.
    #[inline(always)]
    #[must_use]
    pub fn one_minus_exp_neg(self) -> Self {
        self.map(
            #[inline(always)]
            |x| single::one_minus_exp_neg(x),
        )
    }
}

impl<const L: usize> Lanes<u32, L> {
    /// The middle of each word's cell in the unit interval.
    #[inline(always)]
    #[must_use]
    pub fn uniform(self) -> Real<L> {
        self.map(
            #[inline(always)]
            |word| uniform(word),
        )
    }

    /// The standard normal deviate of each word.
    #[inline(always)]
    #[must_use]
    pub fn normal(self) -> Real<L> {
        let q = self.map(
            #[inline(always)]
            |word| centred(word),
        );
        let central = q.map(
            #[inline(always)]
            |q| central_quantile(q),
        );
        let in_tail = q.map(
            #[inline(always)]
            |q| is_in_tail(q),
        );
        // Three blocks of sixteen launches in a hundred have a word there.
        if !in_tail.any() {
            return central;
        }
        let tail = self.map(
            #[inline(always)]
            |word| tail_quantile(word),
        );
        in_tail.select(tail, central)
    }

    /// The standard normal deviate of each word to seven digits.
    #[inline(always)]
    #[must_use]
    pub fn deviate(self) -> Single<L> {
        let mut deviates = self.map(
            #[inline(always)]
            |word| deviate::central(word),
        );
        let beyond = self.map(
            #[inline(always)]
            |word| deviate::is_beyond(word),
        );
        // Three blocks of sixteen launches in a hundred have a word there.
        if beyond.any() {
            for lane in 0..L {
                if beyond.0[lane] {
                    deviates.0[lane] = deviate::tail(self.0[lane]);
                }
            }
        }
        deviates
    }
}
