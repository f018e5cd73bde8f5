//! The curve of demand as the model has it: share and number of people who would choose the phone at a price, and its
//! elasticity, with what is uncertain of them.

use crate::company::draw_inputs;
use crate::company::plan::Plan;
use crate::lanes::Real;
use crate::rooms::market::day::asked::share_at;
use crate::rooms::market::keys::demand::{Expectation, Reading};
use crate::rooms::market::plan::{ChoicePlan, PriceEffectPlan};
use crate::scenario::Scenario;
use crate::stats::quantile::quantiles;

/// Launches whose inputs are drawn; they are not simulated.
const DRAWS: usize = 2_000;
/// Launches drawn at once.
const TOGETHER: usize = 16;
/// Prices on the curve for a picture.
const FINE: usize = 61;
/// Round prices nearer than this to one that is meant are left out, as a share of it.
const NEAR: f64 = 0.03;
/// Relative step for elasticities.
const STEP: f64 = 1.005;

/// The fifth, the fiftieth and the ninety-fifth of a hundred launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// One launch in twenty is below.
    pub p5: f64,
    /// The median.
    pub p50: f64,
    /// One launch in twenty is above.
    pub p95: f64,
}

impl Spread {
    pub(crate) fn of(values: &[f64]) -> Self {
        let quantiles = quantiles(values, &[0.05, 0.5, 0.95]);
        Self { p5: quantiles[0], p50: quantiles[1], p95: quantiles[2] }
    }

    /// Whether it is the same in all launches.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.p95 <= self.p5
    }
}

/// The curve at one price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtPrice {
    /// The price.
    pub price: f64,
    /// Share of those in reach who would choose the phone.
    pub share: Spread,
    /// Their number.
    pub buyers: Spread,
    /// Own-price elasticity of that number: per cent fewer for one per cent dearer.
    pub elasticity: Spread,
}

/// The curve of demand on the day of the announcement.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandCurve {
    /// At a row of round prices around the planned one, that among them.
    pub row: Vec<AtPrice>,
    /// At many prices over the same range, for a picture.
    pub fine: Vec<AtPrice>,
    /// The planned price.
    pub planned: f64,
    /// What is expected at some prices, as people: price, low, middle, high; without a range low and high are the middle.
    pub expected: Vec<[f64; 4]>,
    /// What answers say: nine prices, and how many would pay as much.
    pub answered: Vec<[f64; 2]>,
}

impl DemandCurve {
    /// The curve of a scenario; `None` where the price does not move how many would choose the phone.
    #[must_use]
    pub fn of(scenario: &Scenario, plan: &Plan) -> Option<Self> {
        let (market, stated) = (plan.market.as_ref()?, scenario.market.as_ref()?);
        if market.choice == ChoicePlan::None || market.price_effect != PriceEffectPlan::Market {
            return None;
        }
        let planned = scenario.products[0].price.first()?.1.value;
        if planned <= 0.0 {
            return None;
        }
        let reach = stated.reach.value;
        let answered = stated.stated.as_ref().map_or_else(Vec::new, |stated| deciles(&stated.reading, reach));
        let expectations = stated.stated.as_ref().map_or(&[][..], |stated| &stated.expectations);
        let expected: Vec<[f64; 4]> = expectations.iter().filter_map(|stated| as_people(stated, reach)).collect();
        let draws = draws(plan);
        let over = |price: f64| -> AtPrice {
            let (mut shares, mut buyers, mut responses) = (Vec::new(), Vec::new(), Vec::new());
            for inputs in &draws {
                let at = |price: f64| share_at(market, &plan.books.price, inputs, price);
                let (share, dearer, cheaper) = (at(price), at(price * STEP), at(price / STEP));
                let reach = market.reach.of(inputs);
                for lane in 0..TOGETHER {
                    shares.push(share.0[lane]);
                    buyers.push(share.0[lane] * reach.0[lane]);
                }
                responses.extend(elasticities(dearer, cheaper));
            }
            responses.retain(|elasticity| elasticity.is_finite());
            let (share, buyers) = (Spread::of(&shares), Spread::of(&buyers));
            AtPrice { price, share, buyers, elasticity: Spread::of(&responses) }
        };
        let row = prices_around(planned, &expected);
        let (low, high) = (row[0], row[row.len() - 1]);
        let fine = (0..FINE).map(|at| low + (high - low) * at as f64 / (FINE - 1) as f64);
        Some(Self {
            fine: fine.map(over).collect(),
            row: row.into_iter().map(over).collect(),
            planned,
            expected,
            answered,
        })
    }
}

/// Own-price elasticity at a price, as a share of launches has it; `None` where the price does not move demand.
#[must_use]
pub fn elasticity_at(plan: &Plan, price: f64) -> Option<Spread> {
    let market = plan.market.as_ref()?;
    let elasticities = draws(plan).into_iter().flat_map(|inputs| {
        let at = |price: f64| share_at(market, &plan.books.price, &inputs, price);
        elasticities(at(price * STEP), at(price / STEP))
    });
    let finite: Vec<f64> = elasticities.filter(|elasticity| elasticity.is_finite()).collect();
    (!finite.is_empty()).then(|| Spread::of(&finite))
}

fn draws(plan: &Plan) -> Vec<Vec<Real<TOGETHER>>> {
    (0..DRAWS.div_ceil(TOGETHER)).map(|at| draw_inputs(plan, (at * TOGETHER) as u32)).collect()
}

/// Elasticities between shares a step dearer and a step cheaper.
fn elasticities(dearer: Real<TOGETHER>, cheaper: Real<TOGETHER>) -> [f64; TOGETHER] {
    std::array::from_fn(|lane| (libm::log(cheaper.0[lane]) - libm::log(dearer.0[lane])) / (2.0 * libm::log(STEP)))
}

fn as_people(stated: &Expectation, reach: f64) -> Option<[f64; 4]> {
    let whole = if stated.buyers.is_some() { 1.0 } else { reach };
    let middle = stated.buyers.or(stated.share)?.value;
    let ends = (stated.low.map_or(middle, |low| low.value), stated.high.map_or(middle, |high| high.value));
    Some([stated.price.value, ends.0 * whole, middle * whole, ends.1 * whole])
}

/// The deciles of what people would pay, with the number of those who would pay as much.
fn deciles(reading: &Reading, reach: f64) -> Vec<[f64; 2]> {
    if reading.willingness_to_pay.is_empty() {
        return Vec::new();
    }
    let over = reading.overstatement.median();
    let shares: Vec<f64> = (1..10).map(|tenth| f64::from(tenth) / 10.0).collect();
    let pay = quantiles(&reading.willingness_to_pay, &shares);
    let points = pay.into_iter().zip(shares).map(|(pay, below)| [pay / over, (1.0 - below) * reach]);
    points.filter(|point| point[0] > 0.0).collect()
}

/// Round prices from half to twice the planned one, that and those of expectations among them.
fn prices_around(planned: f64, expected: &[[f64; 4]]) -> Vec<f64> {
    let round = |price: f64| {
        let unit = libm::pow(10.0, libm::floor(libm::log10(price)) - 1.0);
        libm::round(price / unit) * unit
    };
    let around = [0.5, 0.7, 0.85, 1.2, 1.5, 2.0].map(|part| round(planned * part));
    let mut prices: Vec<f64> = std::iter::once(planned).chain(expected.iter().map(|stated| stated[0])).collect();
    let meant = prices.clone();
    let apart = |price: &f64| meant.iter().all(|other| (price / other - 1.0).abs() > NEAR);
    prices.extend(around.into_iter().filter(apart));
    prices.sort_by(f64::total_cmp);
    prices.dedup();
    prices
}
