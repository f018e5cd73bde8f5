//! A distribution drawn again and again: what a draw needs is worked out once.
//!
//! Every draw takes one word, or a normal score and its share, and is monotone in it, as [`Distribution::quantile`] is.

#![expect(
    clippy::inline_always,
    reason = "a function that stays out of line does not take on the caller's instruction set"
)]

use super::count;
use super::distribution::Distribution;
use super::families::lognormal_parameters;
use super::normal::normal_cdf;
use super::table::QuantileTable;
use crate::lanes::{Lanes, Real};

/// A law ready to be drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampler {
    law: Distribution,
    way: Way,
}

#[derive(Clone, Debug, PartialEq)]
enum Way {
    /// Low end and width.
    Uniform(f64, f64),
    /// Mean and standard deviation.
    Normal(f64, f64),
    /// Mean and standard deviation of the logarithm.
    LogNormal(f64, f64),
    /// Mean.
    Poisson(f64),
    /// Mean and dispersion.
    NegativeBinomial(f64, f64),
    /// By normal score.
    Table(QuantileTable),
    /// The same of another law between two shares: the lower one and what lies between; then the bounds.
    Within(Box<Sampler>, [f64; 4]),
    /// The quantile itself.
    Quantile,
}

impl Sampler {
    /// The sampler of a valid distribution.
    #[must_use]
    pub fn new(law: &Distribution) -> Self {
        let spread = law.support().0 < law.support().1;
        let way = match *law {
            Distribution::Uniform { low, high } if spread => Way::Uniform(low, high - low),
            Distribution::Normal { mean, sd } if spread => Way::Normal(mean, sd),
            Distribution::LogNormal { mean, cv } if spread => {
                let (mu, sigma) = lognormal_parameters(mean, cv);
                Way::LogNormal(mu, sigma)
            }
            Distribution::Poisson { mean } if spread => Way::Poisson(mean),
            Distribution::NegativeBinomial { mean, dispersion } if spread => Way::NegativeBinomial(mean, dispersion),
            Distribution::Truncated { ref of, low, high } if spread && !is_discrete(of) => {
                let (below, up_to) = of.mass_below_and_up_to(low, high);
                let (low, high) = of.between(low, high);
                Way::Within(Box::new(Self::new(of)), [below, up_to - below, low, high])
            }
            _ => QuantileTable::new(law).map_or(Way::Quantile, Way::Table),
        };
        Self { law: law.clone(), way }
    }

    /// The same, but quick to make and slow to draw from.
    #[must_use]
    pub fn unprepared(law: &Distribution) -> Self {
        Self { law: law.clone(), way: Way::Quantile }
    }

    /// The law drawn from.
    #[must_use]
    pub fn law(&self) -> &Distribution {
        &self.law
    }

    /// The largest value that any word gives.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.draw(&Lanes([u32::MAX])).0[0]
    }

    /// The values that belong to the words.
    #[inline(always)]
    #[must_use]
    pub fn draw<const L: usize>(&self, words: &Lanes<u32, L>) -> Real<L> {
        match self.way {
            Way::Poisson(mean) => words.map(|word| f64::from(count::poisson(word, mean))),
            Way::NegativeBinomial(mean, r) => words.map(|word| f64::from(count::negative_binomial(word, mean, r))),
            _ if self.goes_by_scores() => self.at_scores(words.normal()),
            _ => self.at_shares(words.uniform()),
        }
    }

    /// The values that belong to standard normal scores.
    #[inline(always)]
    #[must_use]
    pub fn at_scores<const L: usize>(&self, scores: Real<L>) -> Real<L> {
        match self.way {
            Way::Normal(mean, sd) => scores * sd + mean,
            Way::LogNormal(mu, sigma) => (scores * sigma + mu).exponential(),
            Way::Table(ref table) => {
                scores.map(|score| table.at(score).unwrap_or_else(|| self.law.quantile(normal_cdf(score))))
            }
            _ => self.at_shares(scores.map(normal_cdf)),
        }
    }

    /// The values below which these shares of the law lie.
    #[inline(always)]
    #[must_use]
    pub fn at_shares<const L: usize>(&self, shares: Real<L>) -> Real<L> {
        match self.way {
            Way::Uniform(low, width) => shares * width + low,
            Way::Within(ref of, [below, mass, low, high]) => {
                of.at_shares(shares * mass + below).at_least(low).at_most(high)
            }
            _ if self.goes_by_scores() => self.at_scores(shares.normal_score()),
            _ => shares.map(|share| self.law.quantile(share)),
        }
    }

    /// Whether the values follow from scores rather than from shares.
    #[inline(always)]
    #[must_use]
    pub fn goes_by_scores(&self) -> bool {
        matches!(self.way, Way::Normal(..) | Way::LogNormal(..) | Way::Table(_))
    }
}

/// Whether a law is one of single values, truncated or not.
fn is_discrete(law: &Distribution) -> bool {
    match law {
        Distribution::Discrete { .. } => true,
        Distribution::Truncated { of, .. } => is_discrete(of),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::normal::uniform;
    use crate::random::philox::word;

    fn laws() -> Vec<Distribution> {
        let normal = || Distribution::Normal { mean: 50.0, sd: 8.0 };
        let within = |of, low, high| Distribution::Truncated { of: Box::new(of), low, high };
        vec![
            normal(),
            Distribution::Normal { mean: 5.0, sd: 0.0 },
            Distribution::Uniform { low: -20.0, high: 20.0 },
            Distribution::LogNormal { mean: 90.0, cv: 0.2 },
            Distribution::Gamma { mean: 4.0, cv: 0.7 },
            Distribution::Pert { low: 1.0, mode: 2.0, high: 9.0 },
            Distribution::Triangular { low: 1.0, mode: 2.0, high: 9.0 },
            Distribution::Quantiles { p10: 60.0, p50: 80.0, p90: 130.0 },
            Distribution::Discrete { values: vec![3.0, 1.0], weights: vec![1.0, 2.0] },
            Distribution::Geometric { mean: 4.0 },
            within(normal(), Some(45.0), None),
            within(Distribution::Discrete { values: vec![3.0, 1.0, 9.0], weights: vec![1.0; 3] }, Some(2.0), None),
        ]
    }

    #[test]
    fn a_sampler_draws_the_quantile_of_each_word() {
        for law in laws() {
            let sampler = Sampler::new(&law);
            for word in (0..2000).map(|index| word(1, 2, 3, index)).chain([0, u32::MAX]) {
                let (drawn, exact) = (sampler.draw(&Lanes([word])).0[0], law.quantile(uniform(word)));
                assert!((drawn - exact).abs() <= 1e-9 * (1.0 + exact.abs()), "{law:?}: {drawn} for {exact}");
            }
            assert!(sampler.largest() >= law.quantile(0.999), "{law:?}");
        }
    }

    #[test]
    fn counts_drawn_by_their_sampler_are_the_exact_ones_or_neighbours_of_them() {
        let laws = [
            Distribution::Poisson { mean: 5.0 },
            Distribution::Poisson { mean: 400.0 },
            Distribution::NegativeBinomial { mean: 30.0, dispersion: 4.0 },
            Distribution::NegativeBinomial { mean: 300.0, dispersion: 1.5 },
        ];
        for law in laws {
            let sampler = Sampler::new(&law);
            let mut different = 0;
            for word in (0..4000).map(|index| word(1, 2, 4, index)) {
                let (drawn, exact) = (sampler.draw(&Lanes([word])).0[0], law.quantile(uniform(word)));
                assert!((drawn - exact).abs() <= 1.0, "{law:?}: {drawn} for {exact}");
                different += i32::from(drawn != exact);
            }
            assert!(different <= 2, "{law:?}: {different} of 4000 differ");
        }
    }
}
