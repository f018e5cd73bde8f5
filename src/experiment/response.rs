//! Which price is best, by how much people answer to the price: the elasticity at which the ranking flips.

use std::sync::atomic::AtomicBool;

use crate::company::plan::compile;
use crate::experiment::demand::{Spread, elasticity_at};
use crate::experiment::replicate::{Interrupted, Settings, replicate};
use crate::experiment::workers::Workers;
use crate::outcome::{Chunk, MetricId};
use crate::rooms::market::keys::price::PriceTurn;
use crate::rooms::market::keys::{Choice, PriceEffect};
use crate::scenario::Scenario;
use crate::stats::{self, Summary};

/// Factors on the elasticity that are tried; 1 is what the scenario says.
const FACTORS: [f64; 10] = [0.25, 0.4, 0.6, 0.8, 1.0, 1.25, 1.6, 2.0, 2.5, 3.0];
/// Launches of each price and factor.
pub const LAUNCHES: u32 = 256;
/// Prices compared at most.
const MOST: usize = 12;
/// Half the width of a 95 % interval in standard errors.
const Z: f64 = 1.959_964;

/// The best of several prices, by how people answer to the price.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Price at which as many people choose the phone whatever the elasticity.
    pub pivot: f64,
    /// Elasticity there as the scenario has it.
    pub elasticity: Spread,
    /// Lowest and highest median elasticity that were tried.
    pub tried: (f64, f64),
    /// The alternative that earns most on average at the lowest elasticity.
    pub first: usize,
    /// Where another one does, by rising elasticity.
    pub flips: Vec<Flip>,
}

/// An elasticity above which another alternative earns most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flip {
    /// The elasticity, of the median launch.
    pub elasticity: f64,
    /// Its 95 % interval by the luck of the launches.
    pub interval: (f64, f64),
    /// The alternative that earns most above it.
    pub to: usize,
}

/// Net profit of an alternative in each launch.
type Profits = Vec<f64>;

impl Ranking {
    /// The ranking of scenarios by mean net profit; `None` where their prices are the same, the price does not move how many
    /// choose the phone, or they are too many.
    ///
    /// # Errors
    /// [`Interrupted`] when `stop` was set or a scenario could not be compiled.
    pub fn of(
        scenarios: &[&Scenario],
        launches: u32,
        workers: &Workers,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, Interrupted<std::convert::Infallible>> {
        let price = |scenario: &Scenario| scenario.products.first()?.price.first().map(|(_, price)| price.value);
        let Some(first) = scenarios.first() else { return Ok(None) };
        let differ = scenarios.iter().any(|scenario| price(scenario) != price(first));
        // The price at which the market's numbers are meant.
        let meant = first.market.as_ref().and_then(|market| market.reference_price).map(|price| price.value);
        let Some(pivot) = meant.or_else(|| price(first)) else { return Ok(None) };
        if !differ || pivot <= 0.0 || scenarios.len() > MOST || !scenarios.iter().all(|scenario| answers(scenario)) {
            return Ok(None);
        }
        let Ok(plan) = compile(scenarios[0]) else { return Ok(None) };
        let Some(elasticity) = elasticity_at(&plan, pivot) else { return Ok(None) };
        if elasticity.p50.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater) {
            return Ok(None);
        }
        let launches = launches.min(LAUNCHES);
        let profits = |factor: f64| -> Result<Vec<Profits>, Interrupted<std::convert::Infallible>> {
            let each =
                scenarios.iter().map(|scenario| profits(&turned(scenario, pivot, factor), launches, workers, stop));
            each.collect()
        };
        let mut steps: Vec<(f64, Vec<Profits>)> = Vec::new();
        for factor in FACTORS {
            steps.push((factor, profits(factor)?));
        }
        let mut flips = Vec::new();
        for pair in steps.windows(2) {
            let (from, to) = (best(&pair[0].1), best(&pair[1].1));
            if from != to {
                let (mut low, mut high) = (compared(&pair[0], from, to), compared(&pair[1], from, to));
                for _ in 0..2 {
                    let between = root(low, high);
                    let middle = compared(&(between, profits(between)?), from, to);
                    if middle.1 > 0.0 { low = middle } else { high = middle }
                }
                let at = root(low, high);
                let slope = (high.1 - low.1) / (high.0 - low.0);
                let error = Z * low.2.max(high.2) / slope.abs();
                let of = |factor: f64| factor.max(0.0) * elasticity.p50;
                flips.push(Flip { elasticity: of(at), interval: (of(at - error), of(at + error)), to });
            }
        }
        let tried = (FACTORS[0] * elasticity.p50, FACTORS[FACTORS.len() - 1] * elasticity.p50);
        Ok(Some(Self { pivot, elasticity, tried, first: best(&steps[0].1), flips }))
    }
}

fn answers(scenario: &Scenario) -> bool {
    let moves = |choice: &Choice| *choice != Choice::None;
    scenario.market.as_ref().is_some_and(|market| market.price_effect == PriceEffect::Market && moves(&market.choice))
}

fn turned(scenario: &Scenario, pivot: f64, factor: f64) -> Scenario {
    let mut scenario = scenario.clone();
    if let Some(market) = &mut scenario.market {
        let ratios = matches!(market.choice, Choice::Elasticity { .. });
        // One is what the scenario says, to the bit.
        market.turn = (factor != 1.0).then_some(PriceTurn { pivot, factor, ratios });
    }
    scenario
}

fn profits(
    scenario: &Scenario,
    launches: u32,
    workers: &Workers,
    stop: &AtomicBool,
) -> Result<Profits, Interrupted<std::convert::Infallible>> {
    let plan = compile(scenario).map_err(Interrupted::Plan)?;
    let at = plan.layout.at(MetricId::NetProfit);
    let mut profits = Vec::new();
    let mut sink = |chunk: Chunk| {
        profits.extend(at.into_iter().flat_map(|at| chunk.metrics[at].clone()));
        Ok(())
    };
    replicate(scenario, &plan, &Settings { launches, workers, trace: false }, stop, &mut sink)?;
    Ok(profits)
}

fn best(profits: &[Profits]) -> usize {
    (0..profits.len()).max_by(|&a, &b| stats::mean(&profits[a]).total_cmp(&stats::mean(&profits[b]))).unwrap_or(0)
}

/// A factor, by how much one alternative earns more than another there, and the standard error of that.
fn compared((factor, profits): &(f64, Vec<Profits>), one: usize, other: usize) -> (f64, f64, f64) {
    let differences: Vec<f64> = profits[one].iter().zip(&profits[other]).map(|(a, b)| a - b).collect();
    let summary = Summary::of(&differences);
    (*factor, summary.mean, summary.se)
}

/// Where the line through two differences is zero.
fn root(low: (f64, f64, f64), high: (f64, f64, f64)) -> f64 {
    low.0 + (high.0 - low.0) * low.1 / (low.1 - high.1)
}
