//! The laws that suit a column of values, the likeliest first, each with how well it fits.

use crate::random::distribution::Distribution;
use crate::random::normal::uniform;
use crate::random::{source_id, word};
use crate::stats::fit::distance::{kolmogorov, kolmogorov_whole};
use crate::stats::fit::law::{self, Family, Law, criterion};

/// What speaks against the laws of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// There are few values: most laws pass.
    Few,
    /// The values are whole numbers, and the law of the first place is not one of those.
    Whole,
    /// None passes the test.
    NoneFits,
}

/// Fewer values than this hardly tell laws apart.
const FEW: usize = 20;
/// A law passes where data as far from their own law come up more often than this.
const LEVEL: f64 = 0.05;

/// A law among others.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Its parameters.
    pub law: Law,
    /// The same as scenarios have it.
    pub distribution: Distribution,
    /// Akaike's criterion, corrected for few values.
    pub criterion: f64,
    /// The largest difference of the share of values up to a point from what the law says.
    pub distance: f64,
    /// How often values drawn from the law lie as far from the law that is fitted to them.
    pub p_value: f64,
}

/// The laws of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Laws {
    /// The values, ascending.
    pub values: Vec<f64>,
    /// The laws, the likeliest for their number of parameters first.
    pub ranked: Vec<Ranked>,
    /// Draws of as many values by which each was tested.
    pub replicates: u32,
    /// What speaks against them.
    pub doubts: Vec<Doubt>,
}

impl Laws {
    /// Whether a law passes the test.
    #[must_use]
    pub fn any_fits(&self) -> bool {
        !self.doubts.contains(&Doubt::NoneFits)
    }
}

/// Why there is no law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfitted {
    /// The values are fewer than two.
    Few,
    /// None of the families that were asked for can have yielded the values.
    Unsuited,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The families.
    pub families: Vec<Family>,
    /// Seed of the draws by which laws are tested.
    pub seed: u64,
    /// How often.
    pub replicates: u32,
}

/// Fits each family that can have yielded the values.
///
/// # Errors
/// [`Unfitted`] where there is none.
pub fn fit(mut values: Vec<f64>, asked: &Asked) -> Result<Laws, Unfitted> {
    if values.len() < 2 {
        return Err(Unfitted::Few);
    }
    values.sort_by(f64::total_cmp);
    let whole = values.iter().all(|value| value.fract() == 0.0);
    let fitted = asked.families.iter().filter_map(|family| law::fit(*family, &values));
    let mut ranked: Vec<Ranked> = fitted
        .filter_map(|law| {
            let distribution = distribution(&law)?;
            let parameters = law.parameters.len();
            let criterion = criterion(law.log_likelihood, parameters, values.len());
            let distance = distance(law.family, &distribution, &values);
            let p_value = p_value(law.family, &distribution, (values.len(), whole), distance, asked);
            Some(Ranked { law, distribution, criterion, distance, p_value })
        })
        .collect();
    if ranked.is_empty() {
        return Err(Unfitted::Unsuited);
    }
    // A sort that keeps the order of the families where two are as likely.
    ranked.sort_by(|one, other| one.criterion.total_cmp(&other.criterion));
    let mut doubts = Vec::new();
    if values.len() < FEW {
        doubts.push(Doubt::Few);
    }
    if whole && !ranked[0].law.family.is_whole() {
        doubts.push(Doubt::Whole);
    }
    if ranked.iter().all(|ranked| ranked.p_value <= LEVEL) {
        doubts.push(Doubt::NoneFits);
    }
    Ok(Laws { values, ranked, replicates: asked.replicates, doubts })
}

/// A fitted law as scenarios have it; `None` where its parameters make none.
#[must_use]
pub fn distribution(law: &Law) -> Option<Distribution> {
    let value = |at: usize| law.parameters[at].1.value;
    let distribution = match law.family {
        Family::Normal => Distribution::Normal { mean: value(0), sd: value(1) },
        Family::LogNormal => Distribution::LogNormal { mean: value(0), cv: value(1) },
        Family::Gamma => Distribution::Gamma { mean: value(0), cv: value(1) },
        Family::Exponential => Distribution::Gamma { mean: value(0), cv: 1.0 },
        Family::Beta => Distribution::Beta { alpha: value(0), beta: value(1), low: 0.0, high: 1.0 },
        Family::Uniform => Distribution::Uniform { low: value(0), high: value(1) },
        Family::Poisson => Distribution::Poisson { mean: value(0) },
        Family::NegativeBinomial => Distribution::NegativeBinomial { mean: value(0), dispersion: value(1) },
        Family::Geometric => Distribution::Geometric { mean: value(0) },
    };
    distribution.validate().is_ok().then_some(distribution)
}

fn distance(family: Family, distribution: &Distribution, sorted: &[f64]) -> f64 {
    let below = |value: f64| distribution.cdf(value);
    if family.is_whole() { kolmogorov_whole(sorted, below) } else { kolmogorov(sorted, below) }
}

/// A name under which the draws of a family are addressed.
fn source(family: Family) -> u64 {
    source_id("fit_law", &format!("{family:?}"))
}

/// The share of draws from a law whose own fit lies as far from them, counting the data as one more (Davison & Hinkley 1997,
/// *Bootstrap Methods and their Application*, 4.2): the parametric bootstrap, which knows that the parameters come from the
/// same values (Lilliefors 1967 for the normal law).
///
/// Draws are rounded where all values are whole numbers, to 1 at least where the law has no value at nought.
fn p_value(
    family: Family,
    distribution: &Distribution,
    (count, whole): (usize, bool),
    distance_of_data: f64,
    asked: &Asked,
) -> f64 {
    let (mut as_far, mut counted) = (1_u32, 1_u32);
    let least = if family.is_above_nought() { 1.0 } else { f64::NEG_INFINITY };
    for replicate in 0..asked.replicates {
        let draw = |at: usize| {
            let value = distribution.quantile(uniform(word(asked.seed, replicate, source(family), at as u32)));
            if whole && !family.is_whole() { (value + 0.5).floor().max(least) } else { value }
        };
        let mut values: Vec<f64> = (0..count).map(draw).collect();
        values.sort_by(f64::total_cmp);
        // Draws without a likeliest law of their own, such as equal ones, say nothing.
        let Some(drawn) = law::fit(family, &values).as_ref().and_then(self::distribution) else { continue };
        counted += 1;
        as_far += u32::from(distance(family, &drawn, &values) >= distance_of_data);
    }
    f64::from(as_far) / f64::from(counted)
}
